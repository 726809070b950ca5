"""A practice whose file holds what no change would write: escape sequences and markup in every text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlcipher3

from frontdesk.logic import calendar, drafts, practice
from tests.screens.office import Office, open_office

PAYLOADS = {
    "clipboard": "\x1b]52;c;ZXZpbA==\x07",
    "title": "\x1b]0;owned\x07",
    "link": "\x1b]8;;http://e\x1b\\x\x1b]8;;\x1b\\",
    "colour, clear, cursor": "\x1b[5;41m\x1b[2J\x1b[99;99H",
    "C1": "\u009b5;41m\u009b2J",
    "device control": "\x1bP$qm\x1b\\",
    "right to left": "\u202egpj.exe",
    "reset": "\x1bc",
    "bell": "\x07\x07",
    "nul and backspace": "\x00\x08\x08\x08",
    "click": "[@click=app.quit]x[/]",
    "markup": "[bold red]y",
}
"""What a name could hold. None of it can be typed in: a faulty import or somebody with the file wrote it."""

MARKUP = {"click", "markup"}
"""Those that a terminal prints as they are; they must not be obeyed by what draws the screen."""


def office_with(folder: Path, payloads: list[str]) -> Office:
    """A practice with three providers, and one payload in every text that belongs to each of them."""
    office = open_office(folder, booked=False)
    for short in ("Baptiste", "Castellano", "Duarte", "Stone"):
        card = next(each for each in practice.providers(office.desk) if each.short == short)
        practice.hide_provider(office.desk, provider=card.id, version=card.version)
    shorts = ("Okafor", "Lindqvist", "Reyes")
    hour = office.clock.now()
    for number, (short, payload) in enumerate(zip(shorts, payloads, strict=True)):
        office.clock.set(office.at("7:00"))
        patient = office.register(f"Fam{number}", "Giv")
        kind = practice.add_kind(office.desk, code=f"K{number}", name=f"Kind{number}", minutes=30)
        room = int(practice.add_room(office.desk, name=f"Rm{number}").values["room"])
        visit = calendar.book(
            office.desk, patient=patient, provider=office.provider(short), starts=office.at("9:45"),
            kind=int(kind.values["kind"]), room=room,
        )  # fmt: skip
        office.visits[short] = int(visit.values["visit"])
        gone = office.book(patient, short, "11:00")
        calendar.cancel(office.desk, visit=gone, version=1, reason="patient")
        calendar.block(
            office.desk, provider=office.provider(short), starts=office.at("10:30"), ends=office.at("11:00"),
            reason="Why", may_override=True,
        )  # fmt: skip
        spoil(office.path, number, short, payload, patient, room, int(kind.values["kind"]))
    office.clock.set(hour)
    spoil_account(office, payloads[0])
    keep_drafts(office, payloads)
    office.desk.database.close()
    return office


def spoil(path: Path, number: int, short: str, payload: str, patient: int, room: int, kind: int) -> None:
    """Write the payload into every text of a provider, a room, a kind and a patient, by plain SQL."""
    words: list[tuple[str, Any]] = [
        ("UPDATE patient SET family = ?1, given = ?2, alert = ?3, note = ?4, mail = ?5 WHERE id = ?6",
         (*(f"{word}{payload}" for word in (f"Fam{number}", "Giv", "Alert", "Note", "Mail")), patient)),
        ("UPDATE visit SET note = ?1, cancel_note = ?1, overbook_reason = ?1 WHERE patient = ?2",
         (f"Vis{payload}", patient)),
        ("UPDATE hold SET overbooked = 1 WHERE resource_kind = 'provider' AND visit IN "
         "(SELECT id FROM visit WHERE patient = ?)", (patient,)),
        ("UPDATE room SET name = ?1 WHERE id = ?2", (f"Rm{number}{payload}", room)),
        ("UPDATE visit_kind SET code = ?1, name = ?2 WHERE id = ?3",
         (f"K{number}{payload}", f"Kind{number}{payload}", kind)),
        ("UPDATE unavailable SET reason = ?1 WHERE resource = (SELECT id FROM provider WHERE short = ?2)",
         (f"Why{payload}", short)),
        ("UPDATE person SET family = ?1, given = ?1 WHERE id = (SELECT person FROM provider WHERE short = ?2)",
         (f"Pers{payload}", short)),
        ("UPDATE provider SET short = ?1, credential = ?2 WHERE short = ?3",
         (f"Doc{number}{payload}", f"M{payload}", short)),
    ]  # fmt: skip
    with sqlcipher3.connect(str(path)) as database:
        for statement, values in words:
            assert database.execute(statement, values).rowcount > 0, statement


def spoil_account(office: Office, payload: str) -> None:
    """The same for the practice, the account and the person who signs in."""
    with sqlcipher3.connect(str(office.path)) as database:
        database.execute("UPDATE setting SET value = ? WHERE name = 'practice.name'", (f"Elm{payload}",))
        database.execute("UPDATE site SET name = ?", (f"Elm{payload}",))
        database.execute("UPDATE account SET login = ? WHERE login = 'mlee'", (f"ml{payload}",))
        database.execute(
            "UPDATE person SET family = ?1, given = ?1 WHERE id = (SELECT person FROM account)", (f"Lee{payload}",)
        )


def keep_drafts(office: Office, payloads: list[str]) -> None:
    """Forms left half-way with the payloads in their texts: what is typed there was not checked yet."""
    first, second, third = payloads
    values = {
        "patient": f"Pat{first}", "patient.chosen": "", "kind": f"Kin{second}", "kind.chosen": "",
        "starts": f"Sta{third}", "overbook": f"Ove{first}", "override": "", "provider": f"Pro{second}",
        "provider.chosen": "", "minutes": f"Min{third}", "room": f"Roo{first}", "room.chosen": "",
        "note": f"Dra{second}", "day": "2026-11-24",
    }  # fmt: skip
    drafts.keep(office.desk, form="booking.visit", subject=f"Draft{first}", values=values, request="one")
    fields = ("family", "given", "birth", "sex", "phone", "mail", "note", "alert")
    patient = {key: f"{key[:3]}{payloads[number % 3]}" for number, key in enumerate(fields)}
    drafts.keep(office.desk, form="patient_form.new", subject=f"Parked{second}", values=patient, request="two")
