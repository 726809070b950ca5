"""A practice in which something is on every list, and what it takes to put anything at all into its texts."""

from __future__ import annotations

from collections.abc import Callable
from itertools import cycle
from pathlib import Path

import sqlcipher3

from frontdesk.desk import Work
from frontdesk.exchange.hl7 import import_folder
from frontdesk.logic import (
    calendar,
    drafts,
    exceptions,
    holidays,
    notes,
    patients,
    practice,
    printing,
    reserved,
    resources,
    worklists,
)  # fmt: skip
from frontdesk.logic.printing import running
from tests.exchange.letters import adt
from tests.screens.office import MORNING, Office, open_office

ABBOTT, DIAZ, STONE, VU, KIM = range(1, 6)
"""The rows of the patients, and of their visits."""

OFFICE = 1
"""The row of the one site, and of its business calendar."""

FREE: dict[str, tuple[str, ...]] = {
    "site": ("name",), "business_calendar": ("name",), "holiday": ("name",), "person": ("family", "given"),
    "account": ("login",), "visit_kind": ("code", "name"), "room": ("name",), "device": ("name",),
    "provider": ("short", "credential"), "unavailable": ("reason",), "hours_exception": ("note",),
    "interpreter": ("name", "languages"),
    "patient": (
        "family", "given", "middle", "prefix", "suffix", "name_used", "former", "pronouns", "gender", "mail",
        "note", "alert", "street", "city", "language", "needs", "dismissed_why",
    ),
    "patient_contact": ("name", "relation", "address", "limits"),
    "visit": ("note", "cancel_note", "overbook_reason", "interpreter_language"),
    "phone_note": ("caller", "text"), "worklist_item": ("note", "outcome_note"), "worklist_attempt": ("note",),
    "print_job": ("target", "workstation", "error"), "message": ("said",),
}  # fmt: skip
"""The texts in which people write what they like."""


def full_office(folder: Path) -> Office:
    """The practice."""
    office = open_office(folder)
    desk, today = office.desk, MORNING.date()
    okafor, reyes = office.provider("Okafor"), office.provider("Reyes")
    practice.add_device(desk, name="ECG")
    practice.add_room(desk, name="Room 1")
    resources.add_interpreter(desk, name="Ines", languages="spanish", mode="in_person")
    _patients(office)
    calendar.set_interpreter(desk, visit=STONE, version=1, interpreter=1)
    twice = {"patient": DIAZ, "provider": okafor, "starts": office.at("10:00"), "kind": office.kind("FU")}
    calendar.book(desk, **twice, note="by taxi", overbook="lives far away")
    calendar.block(desk, provider=okafor, starts=office.at("13:00"), ends=office.at("14:00"), reason="meeting")
    gone = office.book(DIAZ, "Reyes", "11:00")
    calendar.cancel(desk, visit=gone, version=1, reason="patient", note="has a cold")
    calendar.link(desk, visit=STONE, version=2, other=office.book(VU, "Okafor", "10:15"))
    reserved.reserve(desk, provider=okafor, kind=office.kind("FU"), weekday="mon", opens="9a", closes="10a")
    exceptions.set_exception(
        desk, provider=okafor, version=1, day=today.add(days=7), hours="9a-1p", note="flu shots"
    )
    office.book(KIM, "Lindqvist", "9:00", days=2)
    holidays.take(desk, calendar=OFFICE, days=[(today.add(days=2), "Thanksgiving Day")])
    office.book(ABBOTT, "Reyes", "14:00")
    calendar.out(desk, provider=reyes, starts=office.at("13:00"), ends=office.at("0:00", 1), reason="flu")
    calendar.late(desk, provider=okafor, minutes=35)
    notes.take(desk, about="refill", text="lisinopril", patient=DIAZ, whom="role:medical_assistant", due=today)
    notes.take(desk, about="other", text="asks about parking", caller="Ann Poe", due=today, urgent=True)
    done = notes.take(desk, about="other", text="lost a glove", patient=DIAZ, due=today)
    worklists.settle(desk, item=int(done.values["item"]), version=1, outcome="done", note="it was found")
    call = notes.open_notes(desk)[0].item
    worklists.tried(desk, item=call.id, version=call.version, note="busy")
    with desk.database.writing():
        worklists.add_item(Work(desk), "outcome_unknown", ("visit", VU), due=today, note="nobody says")
    (folder / "in").mkdir()
    (folder / "in" / "a.hl7").write_text(
        adt("A28", "20260101", "7", "Zola^Zoe") + adt("A29", "20260102", "7", "Zola^Zoe")
    )
    import_folder(desk, folder / "in")
    _printed(office)
    patients.dismiss(desk, patient=KIM, version=1, why="threatened staff")
    for number, name in enumerate(("walk-in", "no shows")):
        drafts.keep(desk, form="patient_form.new", subject=name, values={"family": name}, request=str(number))
    return office


def _patients(office: Office) -> None:
    """One of whom everything is known, and one who is dismissed."""
    was = patients.reread(office.desk, patient=DIAZ).fields
    more = {
        "phone": "617-555-0142", "mail": "luis@example.org", "note": "calls first", "alert": "latex",
        "middle": "Ana", "prefix": "Dr.", "suffix": "Jr.", "name_used": "Lu", "former": "Ortiz",
        "pronouns": "he/him", "gender": "man", "street": "1 Elm St", "city": "Quincy", "language": "Spanish",
        "needs": "step stool",
    }  # fmt: skip
    patients.edit(office.desk, patient=DIAZ, version=1, was=was, **more)
    patients.add_contact(
        office.desk,
        patient=DIAZ,
        version=2,
        name="Ann Diaz",
        relation="mother",
        address="2 Elm St",
        limits="mornings",
        topics="all",
    )


def _printed(office: Office) -> None:
    """A printer, a page that waits and one that failed."""
    printing.set_printer(office.desk, station="front1", printer="hp1")
    page = {"kind": "day sheet", "title": "Day sheet", "text": "1\n", "destination": "folder"}
    jobs = [int(printing.spool(office.desk, **page).values["job"]) for _ in range(2)]
    program = running.program_desk(office.desk.database, office.clock)
    running.take(program, job=jobs[0], version=1)
    running.failed(program, job=jobs[0], version=2, error="The folder is full.", retry=False)


def fill_texts(path: Path, *words: str, but: Callable[[str, str], bool] = lambda table, column: False) -> None:
    """Put words, each in its turn, behind every text that is there, by plain SQL: no change would write them."""
    turn = cycle(words)
    with sqlcipher3.connect(str(path)) as database:
        for table, columns in FREE.items():
            for column in columns:
                if but(table, column):
                    continue
                rows = database.execute(f"SELECT rowid FROM {table} WHERE {column} <> ''").fetchall()
                assert rows, f"nothing is written in {table}.{column}"
                for (row,) in rows:
                    said = f"UPDATE {table} SET {column} = {column} || ? WHERE rowid = ?"
                    database.execute(said, (next(turn), row))
        database.execute("UPDATE setting SET value = value || ? WHERE name = 'practice.name'", (next(turn),))
