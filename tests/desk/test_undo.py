"""Undo and redo of one's own last changes: the stacks, the refusals, a resumed session."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pendulum
import pytest

from frontdesk.db.audit import ChangeDone
from frontdesk.db.calendar import Place, Provider, Unavailable
from frontdesk.db.patients import Patient
from frontdesk.desk import CHANGES, Desk, Done, Refused, Undo, Work, redo, undo
from frontdesk.logic import (
    accounts,
    calendar,
    hours,
    notes,
    outcomes,
    patients,
    personal,
    practice,
    printing,
    worklists,
)
from frontdesk.logic.printing import settings
from frontdesk.verbs.changes import registered
from tests.desk import setting_up
from tests.elm import ABBOTT, DIAZ, KIM, MORNING, NIGHT, OKAFOR, OKOYE, REYES, ROOM_1, ROOM_2, STONE, VU, Elm

AFTERNOON = MORNING.at(14).add(days=3)


def refused(action: Any, desk: Desk) -> str:
    with pytest.raises(Refused) as refusal:
        action(desk)
    return refusal.value.reason


# Stacks ---------------------------------------------------------------------------------------------


def test_there_is_nothing_to_undo_at_first(elm: Elm) -> None:
    before = elm.counts()
    assert refused(undo, elm.mary) == "Nothing to undo."
    assert refused(redo, elm.mary) == "Nothing to redo."
    assert elm.counts() == before


def test_undo_goes_back_step_by_step_and_redo_forward(elm: Elm) -> None:
    visit = elm.book(ABBOTT, OKAFOR, "10:00")
    calendar.confirm(elm.mary, visit=visit, version=1)
    calendar.move(elm.mary, visit=visit, version=2, starts=elm.at("11:00"), provider=REYES)
    calendar.resize(elm.mary, visit=visit, version=3, minutes=45)

    def state() -> tuple[Any, ...]:
        row = elm.visit(visit)
        minutes = int((row.ends - row.starts).total_seconds()) // 60
        resource, starts, live, _ = elm.holds(visit)["provider"]
        assert starts == row.starts.in_timezone(elm.mary.zone).format("HH:mm")
        return resource, starts, minutes, row.confirmed, str(row.place), live

    states = [state()]
    for _ in range(4):
        undo(elm.mary)
        states.append(state())
    assert states == [
        (REYES, "11:00", 45, True, "scheduled", True),
        (REYES, "11:00", 15, True, "scheduled", True),
        (OKAFOR, "10:00", 15, True, "scheduled", True),
        (OKAFOR, "10:00", 15, False, "scheduled", True),
        (OKAFOR, "10:00", 15, False, "cancelled", False),
    ]
    assert refused(undo, elm.mary) == "Nothing to undo."
    for expected in reversed(states[:-1]):
        redo(elm.mary)
        assert state() == expected
    assert refused(redo, elm.mary) == "Nothing to redo."
    for expected in states[1:]:
        undo(elm.mary)
        assert state() == expected


def test_a_new_change_forgets_what_could_be_redone(elm: Elm) -> None:
    elm.book(ABBOTT, OKAFOR, "10:00")
    undo(elm.mary)
    elm.book(DIAZ, OKAFOR, "11:00")
    assert refused(redo, elm.mary) == "Nothing to redo."
    assert "Took back: Diaz" in undo(elm.mary).message
    assert refused(undo, elm.mary) == "Nothing to undo."


def test_everybody_undoes_their_own(elm: Elm) -> None:
    elm.book(ABBOTT, OKAFOR, "10:00")
    elm.book(DIAZ, OKAFOR, "11:00", desk=elm.rob)
    assert "Abbott" in undo(elm.mary).message
    assert refused(undo, elm.mary) == "Nothing to undo."
    assert "Diaz" in undo(elm.rob).message


def test_another_session_of_the_same_person_starts_afresh(elm: Elm) -> None:
    elm.book(ABBOTT, OKAFOR, "10:00")
    assert refused(undo, elm.next_session(elm.mary)) == "Nothing to undo."
    assert undo(elm.mary)


def test_the_messages_say_what_was_taken_back_and_done_again(elm: Elm) -> None:
    visit = elm.book(ABBOTT, OKAFOR, "10:00")
    calendar.cancel(elm.mary, visit=visit, version=1, reason="patient")
    where = "Abbott, June Tue 24 Nov 2026 10:00a with Okafor"
    assert undo(elm.mary).message == f"Not cancelled any more: {where}"
    assert redo(elm.mary).message == f"Cancelled (patient) {where}"
    assert undo(elm.mary).message == f"Not cancelled any more: {where}"
    assert undo(elm.mary).message == f"Took back: {where}"
    assert redo(elm.mary).message == f"Booked again: {where}"


# Refusals -------------------------------------------------------------------------------------------


def test_a_visit_that_moved_on_is_not_undone_and_it_says_who_did_what(elm: Elm) -> None:
    visit = elm.book(ABBOTT, OKAFOR, "10:00")
    calendar.confirm(elm.rob, visit=visit, version=1)
    before = elm.counts()
    with pytest.raises(Refused) as refusal:
        undo(elm.mary)
    assert refusal.value.reason == "Can't be undone. Rob Hale did this since: confirm."
    assert refusal.value.code == "moved"
    assert elm.counts() == before


def test_it_says_so_when_the_other_took_it_back(elm: Elm) -> None:
    visit = elm.book(ABBOTT, OKAFOR, "10:00")
    calendar.confirm(elm.rob, visit=visit, version=1)
    undo(elm.rob)
    assert refused(undo, elm.mary) == "Can't be undone. Rob Hale did this since: undo."


def test_redo_is_refused_likewise(elm: Elm) -> None:
    visit = elm.book(ABBOTT, OKAFOR, "10:00")
    calendar.move(elm.mary, visit=visit, version=1, starts=elm.at("11:00"))
    undo(elm.mary)
    calendar.confirm(elm.rob, visit=visit, version=elm.version(visit))
    assert refused(redo, elm.mary) == "Can't be redone. Rob Hale did this since: confirm."
    assert elm.place(visit) is Place.SCHEDULED


def test_undo_into_a_slot_that_was_taken_meanwhile_is_refused(elm: Elm) -> None:
    visit = elm.book(ABBOTT, OKAFOR, "10:00")
    calendar.cancel(elm.mary, visit=visit, version=1, reason="patient")
    other = elm.book(DIAZ, OKAFOR, "10:00", desk=elm.rob)
    before = elm.counts()
    assert refused(undo, elm.mary) == "Can't be undone. That time is taken by now."
    assert elm.counts() == before
    calendar.cancel(elm.rob, visit=other, version=1, reason="patient")
    assert undo(elm.mary)
    assert elm.place(visit) is Place.SCHEDULED


def test_what_takes_a_change_back_is_found_in_a_program_that_just_began() -> None:
    registered()
    ways_back = {name for name, each in CHANGES.items() if each.undo is not Undo.FINAL}
    script = (
        "import sys, frontdesk.logic.accounts\n"
        "from frontdesk.desk.undo import change_named\n"
        "print(*[name for name in sys.argv[1:] if change_named(name).name != name])"
    )
    done = subprocess.run([sys.executable, "-c", script, *ways_back], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr


def test_a_final_change_says_that_it_is_final(elm: Elm) -> None:
    finals = {name for name, each in CHANGES.items() if each.undo is Undo.FINAL}
    assert {"practice.found", "session.start", "session.end"} <= finals
    elm.book(ABBOTT, OKAFOR, "10:00")
    ChangeDone.update(back_name="").where(ChangeDone.session == elm.mary.session).execute()
    assert refused(undo, elm.mary).startswith("This can't be undone: Booked Abbott")


def test_undo_needs_the_permission_it_needed_to_do_it(elm: Elm) -> None:
    from dataclasses import replace

    elm.book(ABBOTT, OKAFOR, "10:00", desk=elm.rob)
    demoted = replace(elm.rob, who=elm.rob.who._replace(permissions=elm.ann.who.permissions))
    assert "may not do this" in refused(undo, demoted)


def test_trying_an_undo_again_takes_back_no_second_change(elm: Elm) -> None:
    first, second = elm.book(ABBOTT, OKAFOR, "10:00"), elm.book(DIAZ, OKAFOR, "11:00")
    asked = elm.mary.asking("undo-1")
    done = undo(asked)
    assert undo(asked) == done
    assert (elm.place(first), elm.place(second)) == (Place.SCHEDULED, Place.CANCELLED)
    again = redo(elm.mary.asking("redo-1"))
    assert redo(elm.mary.asking("redo-1")) == again
    assert elm.place(second) is Place.SCHEDULED


# After a dropped line -------------------------------------------------------------------------------


def test_undo_reaches_past_a_dropped_line(elm: Elm) -> None:
    visit = elm.book(ABBOTT, OKAFOR, "10:00")
    calendar.confirm(elm.mary, visit=visit, version=1)
    undo(elm.mary)
    accounts.sign_out(elm.mary, how="hangup")
    again = elm.next_session(elm.mary)
    assert again.sessions == (elm.mary.session,)
    assert redo(again).message.startswith("Confirmed")
    assert undo(again).message.startswith("Not confirmed")
    assert undo(again).message.startswith("Took back")
    assert elm.place(visit) is Place.CANCELLED


def test_whoever_signed_out_begins_anew(elm: Elm) -> None:
    elm.book(ABBOTT, OKAFOR, "10:00")
    accounts.sign_out(elm.mary)
    assert refused(undo, elm.next_session(elm.mary)) == "Nothing to undo."


def test_a_line_that_dropped_yesterday_is_not_resumed(elm: Elm) -> None:
    elm.book(ABBOTT, OKAFOR, "10:00")
    accounts.sign_out(elm.mary, how="hangup")
    elm.clock.advance(minutes=12 * 60 + 24 * 60)
    assert elm.next_session(elm.mary).sessions == ()


# Every kind of change -------------------------------------------------------------------------------


TABLES = (
    "visit", "hold", "unavailable", "patient", "provider", "room", "visit_kind", "account", "worklist_item",
    "worklist_attempt", "phone_note", "print_job", "provider_delay", *setting_up.PICTURED,
)  # fmt: skip
"""Tables whose rows keep their numbers."""


def picture(elm: Elm) -> dict[str, Any]:
    """Everything that a change may alter, without versions, times of writing and what only grows."""
    database = elm.database.peewee
    shown: dict[str, Any] = {}
    for table in TABLES:
        cursor = database.execute_sql(f"SELECT * FROM {table} ORDER BY id")
        names = [column[0] for column in cursor.description]
        left_out = {"version", "closed_at"}
        shown[table] = [
            {name: value for name, value in zip(names, row, strict=True) if name not in left_out}
            for row in cursor.fetchall()
        ]
    rules = "SELECT visit.id, series.rule FROM visit JOIN series ON series.id = visit.series ORDER BY 1"
    shown["rules"] = database.execute_sql(rules).fetchall()
    numbers = "SELECT patient, position, kind, digits, extension, may_call, may_text, may_message"
    shown["phones"] = database.execute_sql(f"{numbers} FROM patient_phone ORDER BY 1, 2").fetchall()
    shown["contacts"] = database.execute_sql("SELECT * FROM patient_contact WHERE removed = 0").fetchall()
    for table, columns in setting_up.LISTED.items():
        shown[table] = sorted(database.execute_sql(f"SELECT {columns} FROM {table}").fetchall())
    shown["step"] = practice.step_minutes(elm.mary)
    shown["printing"] = (settings.settings(elm.mary), printing.printers(elm.mary))
    shown["mine"] = personal.mine(elm.mary, terminal="xterm")
    shown["closed"] = database.execute_sql("SELECT id, closed_at IS NULL FROM account").fetchall()
    return shown


ALTERS: dict[str, Callable[[Desk], Any]] = {
    "calendar.move": lambda desk: calendar.move(desk, visit=1, version=1, starts=AFTERNOON, provider=REYES),
    "calendar.resize": lambda desk: calendar.resize(desk, visit=1, version=1, minutes=20),
    "calendar.cancel": lambda desk: calendar.cancel(desk, visit=1, version=1, reason="weather", note="snow"),
    "calendar.no_show": lambda desk: calendar.no_show(desk, visit=1, version=1),
    "calendar.arrive": lambda desk: calendar.arrive(desk, visit=1, version=1),
    "calendar.confirm": lambda desk: calendar.confirm(desk, visit=1, version=1),
    "calendar.restore": lambda desk: calendar.restore(desk, visit=2, version=2),
    "calendar.back": lambda desk: calendar.back(desk, visit=3, version=2),
    "calendar.unconfirm": lambda desk: calendar.unconfirm(desk, visit=4, version=2),
    "calendar.confirm_interpreter": lambda desk: calendar.confirm_interpreter(desk, visit=11, version=1),
    "calendar.unconfirm_interpreter": lambda desk: calendar.unconfirm_interpreter(desk, visit=12, version=2),
    "calendar.set_interpreter": lambda desk: calendar.set_interpreter(
        desk, visit=12, version=2, interpreter=2, language="lao"
    ),
    "calendar.unblock": lambda desk: calendar.unblock(desk, block=1, version=1),
    "calendar.move_series": lambda desk: calendar.move_series(
        desk, visit=7, version=1, scope="following", starts=AFTERNOON.add(days=11), provider=OKAFOR
    ),
    "calendar.cancel_series": lambda desk: calendar.cancel_series(
        desk, visit=7, version=1, scope="all", reason="patient"
    ),
    "calendar.move_set": lambda desk: calendar.move_set(desk, visit=9, version=1, starts=AFTERNOON, pack=True),
    "calendar.cancel_set": lambda desk: calendar.cancel_set(desk, visit=10, version=1, reason="weather"),
    "calendar.edit": lambda desk: calendar.edit(
        desk, visit=7, version=1, scope="following", kind=2, minutes=40, note="left knee"
    ),
    "calendar.link": lambda desk: calendar.link(desk, visit=1, version=1, other=9),
    "calendar.unlink": lambda desk: calendar.unlink(desk, visit=9, version=1),
    "patients.edit": lambda desk: patients.edit(
        desk, patient=STONE, version=1, was=patients.reread(desk, patient=STONE).fields, family="Stein",
        phone="617-555-0142 x9", note="asthma",
    ),
    "patients.add_phone": lambda desk: patients.add_phone(desk, patient=KIM, version=2, phone="617-555-0199"),
    "patients.edit_phone": lambda desk: patients.edit_phone(
        desk, patient=KIM, version=2, row=1, phone="617-555-0142", kind="work", may_call=False, may_text=True,
        may_message=True,
    ),
    "patients.remove_phone": lambda desk: patients.remove_phone(desk, patient=KIM, version=2, row=1),
    "patients.add_contact": lambda desk: patients.add_contact(
        desk, patient=VU, version=2, name="Jo Vu", topics="bill", from_day=AFTERNOON.date()
    ),
    "patients.edit_contact": lambda desk: patients.edit_contact(
        desk, patient=VU, version=2, row=1, name="Ann Vu", topics="results", guarantor=True
    ),
    "patients.remove_contact": lambda desk: patients.remove_contact(desk, patient=VU, version=2, row=1),
    "patients.note_death": lambda desk: patients.note_death(desk, patient=DIAZ, version=1, died=MORNING.date()),
    "patients.dismiss": lambda desk: patients.dismiss(desk, patient=DIAZ, version=1, why="threats"),
    "patients.readmit": lambda desk: patients.readmit(desk, patient=OKOYE, version=2),
    "patients.mark_test": lambda desk: patients.mark_test(desk, patient=DIAZ, version=1),
    "patients.see_photo": lambda desk: patients.see_photo(desk, patient=DIAZ, version=1),
    "patients.merge": lambda desk: patients.merge(desk, keep=DIAZ, gone=KIM, version=1, take=["given"]),
    "patients.set_guarantor": lambda desk: patients.set_guarantor(desk, patient=DIAZ, version=1, guarantor=STONE),
    "practice.hide_provider": lambda desk: practice.hide_provider(desk, provider=NIGHT, version=3),
    "practice.hide_room": lambda desk: practice.hide_room(desk, room=ROOM_2, version=1),
    "practice.hide_kind": lambda desk: practice.hide_kind(desk, kind=2, version=1),
    "practice.set_step": lambda desk: practice.set_step(desk, minutes=10),
    "hours.set": lambda desk: hours.set_hours(
        desk, provider=OKAFOR, version=1, weekdays="mon wed", opens="7a", closes="3p", from_day=AFTERNOON.date()
    ),
    "worklists.settle": lambda desk: worklists.settle(desk, item=1, version=1, outcome="done", note="she came"),
    "worklists.assign": lambda desk: worklists.assign(desk, item=1, version=1, role="biller"),
    "notes.edit": lambda desk: notes.edit(
        desk, note=1, was={"text": "lisinopril", "whom": ""}, text="10 mg", whom="role:biller"
    ),
    "outcomes.record": lambda desk: outcomes.record(desk, visit=5, version=1, outcome="no_show"),
    "printing.set_up": lambda desk: printing.set_up(desk, values={"columns": "132", "copy_to": "/mnt/stick/day"}),
    "printing.set_printer": lambda desk: printing.set_printer(desk, station="front1", printer="hp2"),
    "printing.cancel": lambda desk: printing.cancel(desk, job=1, version=1),
    "printing.again": lambda desk: printing.again(desk, job=2, version=2),
    "account.close": lambda desk: accounts.close_account(desk, account=2, version=1),
    **setting_up.ALTERS,
}  # fmt: skip
"""Changes of rows that are there, on the practice of `busy`."""

MAKES: dict[str, Callable[[Elm], Any]] = {
    "calendar.book": lambda elm: elm.book(VU, REYES, "11:00"),
    "calendar.block": lambda elm: elm.block(REYES, "12:00", "13:00"),
    "calendar.book_series": lambda elm: calendar.book_series(
        elm.mary,
        patient=VU,
        provider=REYES,
        starts=AFTERNOON,
        kind=1,
        rule="FREQ=DAILY;COUNT=4",
        answers={2: {"leave": True}, 3: {"leave": True}},
    ),
    "calendar.book_set": lambda elm: calendar.book_set(elm.mary, steps=[a_step(VU, 15), a_step(KIM, 16)]),
    "patients.register": lambda elm: patients.register(elm.mary, family="New", phone="617-555-0142"),
    "patients.unregister": lambda elm: patients.unregister(elm.mary, patient=KIM, version=2),
    "notes.take": lambda elm: notes.take(
        elm.mary, about="refill", text="x", patient=VU, due=AFTERNOON.date(), whom="role:receptionist"
    ),
    "calendar.out": lambda elm: calendar.out(
        elm.mary, provider=OKAFOR, starts=elm.at("8:00"), ends=elm.at("17:00"), reason="flu"
    ),
    "calendar.late": lambda elm: calendar.late(elm.mary, provider=OKAFOR, minutes=35),
    "calendar.give_up_placing": lambda elm: calendar.give_up_placing(elm.mary, visit=2, outcome="moved away"),
    "calendar.tried_placing": lambda elm: calendar.tried_placing(elm.mary, visit=2),
    "calendar.stays_on_closed_day": lambda elm: calendar.stays_on_closed_day(elm.mary, visit=on_christmas(elm)),
    "calendar.tried_about_closed_day": lambda elm: calendar.tried_about_closed_day(
        elm.mary, visit=on_christmas(elm)
    ),
    "worklists.tried": lambda elm: worklists.tried(elm.mary, item=1, version=1),
    "practice.add_provider": lambda elm: practice.add_provider(elm.mary, family="New"),
    "practice.add_room": lambda elm: practice.add_room(elm.mary, name="New"),
    "practice.add_kind": lambda elm: practice.add_kind(elm.mary, code="X", name="New", minutes=15),
    "printing.spool": lambda elm: page(elm.mary),
    "account.add": lambda elm: accounts.add_account(
        elm.mary, name="New One", login="new", password_hash=None, roles=["biller"]
    ),
    **setting_up.MAKES,
}
"""Changes that make a row, which the way back hides, withdraws or cancels."""
DONE_BY_UNDO = {
    "calendar.as_it_was",
    "calendar.as_they_were",
    "calendar.late_or_not",
    "calendar.out_or_not",
    "calendar.placing_again",
    "hours.put",
    "patients.as_it_was",
    "patients.unmerge",
    "printing.as_it_was",
    "notes.as_it_was",
    "worklists.as_it_was",
    "worklists.tried_or_not",
    *setting_up.DONE_BY_UNDO,
}


def a_step(patient: int, hour: int) -> dict[str, Any]:
    """A visit of a set, with Reyes at a full hour of that Friday."""
    return {"patient": patient, "provider": REYES, "starts": AFTERNOON.at(hour), "kind": 1}


def on_christmas(elm: Elm) -> int:
    """A visit that Rob has booked on a holiday."""
    return elm.book(KIM, OKAFOR, elm.at("10:00", 31), desk=elm.rob, override=True)


@pytest.fixture
def busy(elm: Elm) -> Elm:
    """Visits: 1 on, 2 cancelled, 3 arrived, 4 confirmed, 5 over and on the worklist, 6 to 8 a series,
    9 and 10 a set, 11 with an interpreter, 12 with one who is confirmed. All by Rob.

    Beside them a block, a phone note, a phone, a contact, a dismissal, a page that waits, a cancelled one; and
    what `setting_up` needs.
    """
    elm.clock.set(elm.at("9:42"))
    rob = elm.rob
    elm.book(ABBOTT, OKAFOR, "9:30", desk=rob, room=ROOM_1)
    calendar.cancel(rob, visit=elm.book(DIAZ, OKAFOR, "10:00", desk=rob, room=ROOM_1), version=1, reason="patient")
    calendar.arrive(rob, visit=elm.book(STONE, OKAFOR, "10:15", desk=rob), version=1)
    calendar.confirm(rob, visit=elm.book(VU, OKAFOR, "10:30", desk=rob), version=1)
    over = elm.book(OKOYE, NIGHT, "9:00", desk=rob)
    with elm.database.writing():
        worklists.add_item(Work(rob), "outcome_unknown", ("visit", over), due=MORNING.date())
    notes.take(rob, about="refill", text="lisinopril", caller="Ann", due=AFTERNOON.date())
    calendar.book_series(
        rob, patient=VU, provider=REYES, starts=elm.at("9:30", 7), kind=1, rule="FREQ=WEEKLY;COUNT=3"
    )
    calendar.book_set(rob, steps=[a_step(ABBOTT, 9), a_step(DIAZ, 11)])
    elm.block(OKAFOR, "14:00", "15:00", desk=rob)
    patients.add_phone(rob, patient=KIM, version=1, phone="617-555-0111", kind="home")
    patients.add_contact(rob, patient=VU, version=1, name="Ann Vu", topics="all", guarantor=True)
    patients.dismiss(rob, patient=OKOYE, version=1, why="never comes")
    page(rob)
    printing.cancel(rob, job=int(page(rob).values["job"]), version=1)
    setting_up.prepare(elm.next_session(elm.mary))
    practice.add_interpreter(elm.next_session(elm.mary), name="Kham", languages="lao thai", mode="video")
    elm.book(STONE, REYES, AFTERNOON.at(12), desk=rob, interpreter=1)
    elm.book(STONE, REYES, AFTERNOON.at(13), desk=rob, interpreter=1)
    calendar.confirm_interpreter(rob, visit=12, version=1)
    return elm


def page(desk: Desk) -> Done:
    """A page that waits to be put into the export folder."""
    return printing.spool(desk, kind="day sheet", title="Day sheet", text="8:00a\n", destination="folder")


def test_every_change_with_an_inverse_is_tried_here() -> None:
    inverse = {entry["name"] for entry in registered() if entry["undo"] == "inverse"}
    assert inverse == ALTERS.keys() | MAKES.keys() | DONE_BY_UNDO


@pytest.mark.parametrize("name", ALTERS)
def test_undo_puts_everything_back_and_redo_does_it_again(name: str, busy: Elm) -> None:
    before = picture(busy)
    done = ALTERS[name](busy.mary)
    after = picture(busy)
    assert done.undoable
    assert after != before
    for _ in range(2):
        undo(busy.mary)
        assert picture(busy) == before
        redo(busy.mary)
        assert picture(busy) == after


@pytest.mark.parametrize("name", MAKES)
def test_what_was_made_is_gone_after_undo_and_back_after_redo(name: str, busy: Elm) -> None:
    MAKES[name](busy)
    made = picture(busy)
    undo(busy.mary)
    gone = picture(busy)
    assert gone != made
    redo(busy.mary)
    assert picture(busy) == made
    undo(busy.mary)
    assert picture(busy) == gone


def test_what_undo_hides_is_not_offered_any_more(busy: Elm) -> None:
    for name in ("patients.register", "practice.add_provider", "practice.add_room", "practice.add_kind"):
        MAKES[name](busy)
        undo(busy.mary)
    assert [card.short for card in practice.providers(busy.mary)] == ["Okafor", "Reyes", "Night"]
    assert len(practice.rooms(busy.mary)) == 2
    assert "X" not in {card.code for card in practice.kinds(busy.mary)}
    assert patients.search(busy.mary, text="new").rows == ()


@pytest.mark.parametrize(
    ("name", "model", "row"),
    [
        ("patients.register", Patient, 7),
        ("practice.add_provider", Provider, 4),
        ("calendar.block", Unavailable, 5),
    ],
)
def test_undo_of_what_moved_on_is_refused_in_every_area(name: str, model: Any, row: int, busy: Elm) -> None:
    MAKES[name](busy)
    model.update(version=model.version + 1).where(model.id == row).execute()
    assert "Can't be undone" in refused(undo, busy.mary)


def test_a_setting_that_somebody_else_set_since_is_not_overwritten(elm: Elm) -> None:
    practice.set_step(elm.mary, minutes=10)
    other = elm.next_session(elm.mary)
    elm.clock.advance(minutes=1)
    practice.set_step(other, minutes=20)
    assert "Can't be undone" in refused(undo, elm.mary)
    assert practice.step_minutes(elm.mary) == 20
    undo(other)
    assert practice.step_minutes(elm.mary) == 10


def test_a_patient_that_has_a_visit_by_now_is_not_unregistered(elm: Elm) -> None:
    patient = int(patients.register(elm.mary, family="New").values["patient"])
    visit = elm.book(patient, OKAFOR, "10:00", desk=elm.rob)
    assert "visits for this patient" in refused(undo, elm.mary)
    undo(elm.rob)
    assert undo(elm.mary)
    assert "withdrawn" in refused(redo, elm.rob)
    assert elm.place(visit) is Place.CANCELLED


def test_a_visit_is_not_brought_back_to_a_provider_who_left(elm: Elm) -> None:
    visit = elm.book(ABBOTT, REYES, "10:00")
    calendar.move(elm.mary, visit=visit, version=1, starts=elm.at("10:00"), provider=OKAFOR)
    practice.hide_provider(elm.next_session(elm.mary), provider=REYES, version=1)
    assert "not on the calendar" in refused(undo, elm.mary)


def test_the_day_of_25_hours_does_not_confuse_the_way_back(elm: Elm) -> None:
    """Both half past ones of the night; undo must hit the one it came from."""
    elm.clock.set(pendulum.datetime(2026, 10, 31, 12, tz="America/New_York"))
    second = pendulum.datetime(2026, 11, 1, 6, 30, tz="UTC")
    visit = elm.book(ABBOTT, 3, second)
    calendar.move(elm.mary, visit=visit, version=1, starts=second.subtract(hours=1))
    undo(elm.mary)
    assert elm.visit(visit).starts == second
    redo(elm.mary)
    assert elm.visit(visit).starts == second.subtract(hours=1)


def test_what_another_version_of_the_program_has_done_is_in_nobodys_way(elm: Elm) -> None:
    elm.book(ABBOTT, OKAFOR, "10:00")
    elm.book(DIAZ, OKAFOR, "11:00")
    first = ChangeDone.select(ChangeDone.id).where(ChangeDone.session == elm.mary.session).order_by(ChangeDone.id)
    ChangeDone.update(name="data.of_another_version").where(ChangeDone.id == first.first().id).execute()
    assert undo(elm.mary).message.startswith("Took back: Diaz")
