"""What could disturb a terminal is refused wherever text is written: the field is named, nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from frontdesk.desk import Done, FixedClock, Refused
from frontdesk.exchange import medscheduler
from frontdesk.logic import accounts, calendar, notes, patients, practice, worklists
from tests.exchange.books import BookOfTests
from tests.screens.office import MORNING, Office, open_office
from tests.terminal.hostile import PAYLOADS

UNSAFE = {name: text for name, text in PAYLOADS.items() if name != "markup"}
"""`[bold red]` is plain text, and a note may hold it; only names do without brackets."""

PATIENT = {
    "family": "Osei",
    "given": "Ama",
    "birth": "1988-04-12",
    "mail": "ama@example.org",
    "note": "x",
    "alert": "y",
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    made = open_office(tmp_path_factory.mktemp("office"))
    notes.take(made.desk, **NOTE, caller="Ann")
    yield made
    made.desk.database.close()


def register(office: Office, key: str, text: str) -> Done:
    return patients.register(office.desk, **{**PATIENT, key: text})


def edit(office: Office, key: str, text: str) -> Done:
    page = patients.reread(office.desk, patient=office.patients["Diaz"])
    return patients.edit(office.desk, patient=page.id, version=page.version, was=dict(page.fields), **{key: text})


def version(office: Office, name: str) -> dict[str, int]:
    """A patient and the version the record has now."""
    page = patients.reread(office.desk, patient=office.patients[name])
    return {"patient": page.id, "version": page.version}


def phone(office: Office, key: str, text: str) -> Done:
    words = {"phone": "617-555-0142", "kind": "home", key: text}
    return patients.add_phone(office.desk, **version(office, "Diaz"), **words)


def contact(office: Office, key: str, text: str) -> Done:
    words = {"name": "Ann", "topics": "all", key: text}
    return patients.add_contact(office.desk, **version(office, "Diaz"), **words)


def dismissal(office: Office, key: str, text: str) -> Done:
    return patients.dismiss(office.desk, **version(office, "Diaz"), **{key: text})


def book(office: Office, key: str, text: str) -> Done:
    return calendar.book(
        office.desk, patient=office.patients["Diaz"], provider=office.provider("Reyes"), starts=office.at("14:00"),
        kind=office.kind("FU"), **{key: text},
    )  # fmt: skip


def move(office: Office, key: str, text: str) -> Done:
    visit = office.visit(office.visits["Stone"])
    return calendar.move(
        office.desk, visit=visit.id, version=visit.version, starts=office.at("15:00"), **{key: text}
    )


def resize(office: Office, key: str, text: str) -> Done:
    visit = office.visit(office.visits["Stone"])
    return calendar.resize(office.desk, visit=visit.id, version=visit.version, minutes=30, **{key: text})


def cancel(office: Office, key: str, text: str) -> Done:
    visit = office.visit(office.visits["Stone"])
    words = {"reason": "patient", key: text}
    return calendar.cancel(office.desk, visit=visit.id, version=visit.version, **words)


def block(office: Office, key: str, text: str) -> Done:
    return calendar.block(
        office.desk, provider=office.provider("Reyes"), starts=office.at("14:00"), ends=office.at("15:00"),
        may_override=True, **{key: text},
    )  # fmt: skip


def provider(office: Office, key: str, text: str) -> Done:
    return practice.add_provider(office.desk, **{"family": "Haddad", key: text})


def room(office: Office, key: str, text: str) -> Done:
    return practice.add_room(office.desk, **{key: text})


def kind(office: Office, key: str, text: str) -> Done:
    return practice.add_kind(office.desk, minutes=15, **{"code": "VAC", "name": "Vaccination", key: text})


def account(office: Office, key: str, text: str) -> Done:
    words: dict[str, Any] = {"name": "Ed Lee", "login": "elee", "roles": ["biller"]}
    words[key] = [text] if key == "roles" else text
    return accounts.add_account(office.desk, password_hash=None, **words)


NOTE: dict[str, Any] = {"about": "other", "text": "call back", "due": MORNING.date()}


def note(office: Office, key: str, text: str) -> Done:
    words = {**NOTE, "patient": office.patients["Diaz"], key: text}
    return notes.take(office.desk, **words)


def edited_note(office: Office, key: str, text: str) -> Done:
    (line,) = notes.open_notes(office.desk)
    was = notes.note_facts(office.desk, note=line.id)
    return notes.edit(office.desk, note=line.id, was=was, **{key: text})


def settle(office: Office, key: str, text: str) -> Done:
    (line,) = notes.open_notes(office.desk)
    words = {"outcome": "done", key: text}
    return worklists.settle(office.desk, item=line.item.id, version=line.item.version, **words)


def tried(office: Office, key: str, text: str) -> Done:
    (line,) = notes.open_notes(office.desk)
    return worklists.tried(office.desk, item=line.item.id, version=line.item.version, **{key: text})


WAYS: list[tuple[Callable[[Office, str, str], Done], str]] = [
    *((register, key) for key in patients.FIELDS),
    *((edit, key) for key in patients.FIELDS),
    (phone, "phone"), (phone, "kind"), (dismissal, "why"),
    *((contact, key) for key in ("name", "relation", "phone", "address", "topics", "limits")),
    (book, "note"), (book, "overbook"), (move, "overbook"), (resize, "overbook"),
    (cancel, "reason"), (cancel, "note"), (block, "reason"),
    *((provider, key) for key in ("family", "given", "credential", "weekdays", "opens", "closes")),
    (room, "name"), (kind, "code"), (kind, "name"),
    (account, "name"), (account, "login"), (account, "roles"),
    *((way, key) for way in (note, edited_note) for key in ("caller", "phone", "about", "text", "whom")),
    (settle, "outcome"), (settle, "note"), (tried, "note"),
]  # fmt: skip
"""Every change that takes words, and the field they are for."""


@pytest.mark.parametrize(("way", "field"), WAYS, ids=lambda each: getattr(each, "__name__", each))
def test_every_change_refuses_it_at_its_field(
    office: Office, way: Callable[[Office, str, str], Done], field: str
) -> None:
    head = office.desk.database.peewee.execute_sql("SELECT seq, hash FROM audit_head").fetchone()
    for name, payload in UNSAFE.items():
        for text in (f"Ab{payload}bott", f"{payload}Abbott", f"Abbott{payload}", payload):
            with pytest.raises(Refused) as refused:
                way(office, field, text)
            assert refused.value.field == field, (name, text)
            assert refused.value.reason.isprintable(), (name, refused.value.reason)
    assert office.desk.database.peewee.execute_sql("SELECT seq, hash FROM audit_head").fetchone() == head


@pytest.mark.parametrize("way", [register, edit], ids=lambda each: each.__name__)
@pytest.mark.parametrize("field", ["family", "given"])
def test_a_patients_name_has_no_brackets(
    office: Office, way: Callable[[Office, str, str], Done], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        way(office, field, f"Ab{PAYLOADS['markup']}bott")
    assert refused.value.field == field


FOUNDING = {
    "name": "Elm Street", "timezone": "America/Chicago", "admin_name": "Mia Lee", "login": "mlee",
    "password": "pass1234", "providers": "Okafor MD",
}  # fmt: skip


@pytest.mark.parametrize("field", ["name", "timezone", "admin_name", "login", "providers"])
def test_founding_a_practice_refuses_it_and_leaves_no_file(tmp_path: Path, field: str) -> None:
    for number, payload in enumerate(UNSAFE.values()):
        path = tmp_path / f"{number}.db"
        with pytest.raises(Refused) as refused:
            accounts.create(path, FixedClock(MORNING), **{**FOUNDING, field: f"Ab{payload}c"})
        assert refused.value.field == field
        assert refused.value.reason.isprintable()
        assert not path.exists()


def test_an_import_reports_each_such_row_with_its_line_and_brings_the_rest(tmp_path: Path) -> None:
    office = open_office(tmp_path / "office")
    book = BookOfTests(tmp_path / "book")
    lines = {book.patient(f"Rae Sto{payload}ne"): name for name, payload in PAYLOADS.items()}
    book.patient("Rae Stoneham")
    report = medscheduler.import_folder(office.desk, book.write(), as_of=None)
    stored = [row.name for row in patients.search(office.desk, text="rae").rows]
    office.desk.database.close()
    said = report.text()
    assert said.replace("\n", "").isprintable()
    for line, name in lines.items():
        assert f"patients.csv:{line}" in said or f"line {line}" in said, (name, said)
    assert stored == ["Stone, Rae", "Stoneham, Rae"], "she who was there before, and the one good row"
