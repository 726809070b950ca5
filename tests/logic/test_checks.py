"""`frontdesk check`: what it says of a practice that was tampered with by plain sqlite3, without its triggers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from frontdesk.db.engine.driver import connect
from frontdesk.db.engine.verify import damage
from frontdesk.desk import Refused
from frontdesk.logic import calendar, checks, patients, practice
from frontdesk.logic.checks import CHECKS, Check, Finding, check
from frontdesk.logic.checks.registry import MOST
from tests.elm import ABBOTT, DIAZ, KIM, OKAFOR, OKOYE, REYES, ROOM_1, STONE, VU, Elm


@pytest.fixture
def busy(elm: Elm) -> Elm:
    """Visit 1 on in a room, 2 cancelled, 3 arrived, 4 over 1 on purpose, 5 a no-show; block 1 on, 2 lifted."""
    mary = elm.mary
    elm.clock.set(elm.at("11:30"))
    elm.book(ABBOTT, OKAFOR, "10:00", room=ROOM_1)
    calendar.cancel(mary, visit=elm.book(DIAZ, OKAFOR, "11:00"), version=1, reason="patient")
    calendar.arrive(mary, visit=elm.book(STONE, REYES, "10:00"), version=1)
    elm.book(VU, OKAFOR, "10:00", overbook="fever")
    calendar.no_show(mary, visit=elm.book(OKOYE, REYES, "11:00"), version=1)
    elm.block(OKAFOR, "14:00", "15:00")
    calendar.unblock(mary, block=elm.block(OKAFOR, "15:00", "16:00"), version=1)
    patients.unregister(mary, patient=KIM, version=1)
    return elm


def found(elm: Elm) -> list[tuple[str, str, str]]:
    """Every finding, but for the audit trail's (what is checked here is not what was audited)."""
    return [(each.check, each.where, each.what) for each in checks.run(elm.database).findings]


def test_a_lively_practice_is_sound(busy: Elm) -> None:
    report = checks.run(busy.database)
    assert report.ok
    assert report.findings == ()


def test_it_counts(busy: Elm) -> None:
    counts = checks.run(busy.database).counts
    by_state = counts.pop("visits_by_state")
    wanted = {"patients": 5, "providers": 3, "visits": 5, "audit_records": busy.counts()["audit"]}
    assert wanted.items() <= counts.items()
    assert {place: count for place, count in by_state.items() if count} == {
        "scheduled": 2, "cancelled": 1, "arrived": 1, "no_show": 1,
    }  # fmt: skip
    assert len(by_state) == 11


def test_it_writes_nothing_and_wakes_nobody(busy: Elm) -> None:
    before = busy.counts()
    with busy.other() as other:
        seen = other.execute("PRAGMA data_version").fetchone()
        assert checks.run(busy.mary).ok
        assert other.execute("PRAGMA data_version").fetchone() == seen
    assert busy.counts() == before


def test_it_needs_permission_from_a_desk_and_none_from_who_may_open_the_file(busy: Elm) -> None:
    assert checks.run(busy.ann).ok
    with pytest.raises(Refused):
        checks.run(busy.rob)
    assert checks.run(busy.database).ok


TAMPERED: dict[str, tuple[str, tuple[str, str, str]]] = {
    "two visits at once": (
        "UPDATE hold SET overbooked = 0 WHERE visit = 4",
        ("overlap", "visit 4", "takes provider 1 while visit 1 does"),
    ),
    "a visit that holds no provider": (
        "DELETE FROM hold WHERE visit = 1 AND resource_kind = 'provider'",
        ("holds of visits", "visit 1", "holds no provider"),
    ),
    "a visit that holds no patient": (
        "DELETE FROM hold WHERE visit = 2 AND resource_kind = 'patient'",
        ("holds of visits", "visit 2", "holds no patient"),
    ),
    "a hold that was released": (
        "UPDATE hold SET live = 0 WHERE visit = 3 AND resource_kind = 'provider'",
        ("holds of visits", "visit 3", "is arrived and does not hold its provider"),
    ),
    "a cancelled visit that holds time": (
        "UPDATE hold SET live = 1 WHERE visit = 2 AND resource_kind = 'provider'",
        ("holds of visits", "visit 2", "is cancelled and still holds its provider"),
    ),
    "a no-show that holds time": (
        "UPDATE hold SET live = 1 WHERE visit = 5 AND resource_kind = 'provider'",
        ("holds of visits", "visit 5", "is no_show and still holds its provider"),
    ),
    "a hold at another time": (
        "UPDATE hold SET starts = starts + 3600, ends = ends + 3600 WHERE visit = 1 AND resource_kind = 'room'",
        ("holds of visits", "visit 1", "holds its room outside its own time"),
    ),
    "somebody else's time": (
        "UPDATE hold SET resource = 6 WHERE visit = 1 AND resource_kind = 'patient'",
        ("holds of visits", "visit 1", "does not hold its own patient for its whole time"),
    ),
    "part of the patient's time": (
        "UPDATE hold SET ends = ends - 60 WHERE visit = 1 AND resource_kind = 'patient'",
        ("holds of visits", "visit 1", "does not hold its own patient for its whole time"),
    ),
    "a visit without its event": (
        "UPDATE visit SET place = 'arrived' WHERE id = 1",
        ("events", "visit 1", "is arrived, its events say scheduled"),
    ),
    "events removed": ("DELETE FROM visit_event WHERE visit = 3", ("events", "visit 3", "has no event")),
    "the last event removed": (
        "DELETE FROM visit_event WHERE visit = 3 AND place = 'arrived'",
        ("events", "visit 3", "is arrived, its events say scheduled"),
    ),
    "an event slipped in": (
        "INSERT INTO visit_event (visit, at, place) VALUES (1, 0, 'done')",
        ("events", "visit 1", "is scheduled, its events say done"),
    ),
    "an event taken back for another visit": (
        "INSERT INTO visit_event (visit, at, place, retracts) VALUES (1, 0, 'scheduled', 2)",
        ("events", "visit 1", "takes back an event of another visit"),
    ),
    "a block that holds nothing": (
        "DELETE FROM hold WHERE block = 1",
        ("holds of blocks", "block 1", "does not hold its time without a gap"),
    ),
    "a block that holds less": (
        "UPDATE hold SET ends = ends - 60 WHERE block = 1",
        ("holds of blocks", "block 1", "does not hold its time without a gap"),
    ),
    "a block that moved": (
        "UPDATE unavailable SET starts = starts + 60 WHERE id = 1",
        ("holds of blocks", "block 1", "does not hold its time without a gap"),
    ),
    "a block that was let go": (
        "UPDATE hold SET live = 0 WHERE block = 1",
        ("holds of blocks", "block 1", "does not hold all its time"),
    ),
    "a lifted block that holds": (
        "UPDATE hold SET live = 1 WHERE block = 2",
        ("holds of blocks", "block 2", "is lifted and still holds time"),
    ),
    "a block of another provider": (
        "UPDATE hold SET resource = 2 WHERE block = 1",
        ("holds of blocks", "block 1", "holds something else than provider 1"),
    ),
    "a room that is not there": (
        "DELETE FROM room WHERE id = 1",
        ("resources", "visit 1", "holds room 1, who or which is not there"),
    ),
    "a patient that is not there": (
        "DELETE FROM patient_phone; DELETE FROM patient WHERE id = 3",
        ("references", "visit 3", "refers to a patient that is not there"),
    ),
    "a change without its record": (
        "UPDATE change_done SET seq = seq - 1 WHERE id = 5",
        ("changes", "change 5", "account.add is not what audit record 4 says"),
    ),
    "a change of another request": (
        "UPDATE change_done SET request = 'x' WHERE id = 5",
        ("changes", "change 5", "account.add is not what audit record 5 says"),
    ),
    "search words of another name": (
        "UPDATE patient SET search = 'smith', family = family WHERE id = 2",
        ("names", "patient 2", "the search words are not those of the name"),
    ),
    "a name without its search words": (
        "UPDATE patient SET family = 'Smith' WHERE id = 2",
        ("names", "patient 2", "the search words are not those of the name"),
    ),
    "another sort key": (
        "UPDATE patient SET name_key = 'aaa' WHERE id = 2",
        ("names", "patient 2", "the sort key is not that of the name"),
    ),
    "a withdrawn patient who can be found": (
        "UPDATE patient SET search = 'kim ha eun haeun' WHERE id = 5",
        ("names", "patient 5", "the search words are not those of the name"),
    ),
    "a phone that can't be found": (
        "INSERT INTO patient_phone (patient, digits, reversed) VALUES (1, '6175550142', '6175550142')",
        ("phones", "patient 1", "phone 6175550142 can't be found by its last digits"),
    ),
    "a phone that is not the first": (
        "INSERT INTO patient_phone (patient, position, digits, reversed) VALUES (1, 1, '123', '321')",
        ("phones", "patient 1", "has phones and none is the first"),
    ),
    "two first phones": (
        "INSERT INTO patient_phone (patient, digits, reversed) VALUES (1, '123', '321'), (1, '124', '421')",
        ("phones", "patient 1", "has two phones at one place of the list"),
    ),
    "a contact for nothing": (
        "INSERT INTO patient_contact (patient, name, from_day) VALUES (1, 'Ann', '2026-01-01')",
        ("contacts", "patient 1", "contact 1 is there for nothing"),
    ),
    "a contact for everything and something": (
        "INSERT INTO patient_contact (patient, name, from_day, topics) VALUES (1, 'A', '2026-01-01', 'all x')",
        ("contacts", "patient 1", "contact 1 has all or nothing beside other topics"),
    ),
    "an emergency without a phone": (
        "INSERT INTO patient_contact (patient, name, from_day, emergency) VALUES (1, 'Ann', '2026-01-01', 1)",
        ("contacts", "patient 1", "contact 1 is for an emergency and has no phone"),
    ),
    "a contact that ends before it begins": (
        "INSERT INTO patient_contact (patient, name, guardian, from_day, to_day) "
        "VALUES (1, 'Ann', 1, '2026-01-02', '2026-01-01')",
        ("contacts", "patient 1", "contact 1 ends before it begins"),
    ),
    "somebody who pays for themselves": (
        "UPDATE patient SET guarantor = 1 WHERE id = 1",
        ("payers", "patient 1", "is their own guarantor"),
    ),
    "a payer whose record is gone": (
        "UPDATE patient SET guarantor = 5 WHERE id = 1",
        ("payers", "patient 1", "is paid for by patient 5, whose record is gone"),
    ),
    "a payer for whom somebody pays": (
        "UPDATE patient SET guarantor = id + 1 WHERE id < 3",
        ("payers", "patient 1", "is paid for by patient 2, for whom patient 3 pays"),
    ),
    "somebody alive with a day of death": (
        "UPDATE patient SET died = '2026-01-01' WHERE id = 1",
        ("standing", "patient 1", "has a day of death and is not deceased"),
    ),
    "a death before the birth": (
        "UPDATE patient SET deceased = 1, birth = '1990-01-01', died = '1989-01-01' WHERE id = 1",
        ("standing", "patient 1", "died before they were born"),
    ),
    "somebody dismissed for nothing": (
        "UPDATE patient SET dismissed = '2026-01-01' WHERE id = 1",
        ("standing", "patient 1", "is dismissed without a reason, or has one and is not"),
    ),
    "records merged in a circle": (
        "UPDATE patient SET search = '', merged_into = 3 - id WHERE id < 3",
        ("merges", "patient 1", "is merged in a circle"),
    ),
    "a visit of a record that was merged": (
        "UPDATE patient SET search = '', merged_into = 2 WHERE id = 1",
        ("merges", "patient 1", "was merged, and visit.patient still refers to it"),
    ),
    "a series whose rule is none": (
        "INSERT INTO series (rule, made_at) VALUES ('every now and then', 0)",
        ("series", "series 1", "its rule can't be read: That is no rule of a series."),
    ),
    "a series of two patients": (
        "INSERT INTO series (rule, made_at) VALUES ('DTSTART;TZID=UTC:20261124T100000', 0); "
        "UPDATE visit SET series = 1 WHERE id < 3",
        ("series", "series 1", "has visits of 2 patients"),
    ),
    "an interpreter of no language": (
        "UPDATE visit SET interpreter_mode = 'phone' WHERE id = 1",
        ("interpreters", "visit 1", "has an interpreter of no language"),
    ),
    "an interpreter who is nobody": (
        "UPDATE visit SET interpreter_mode = 'phone', interpreter_language = 'Thai' WHERE id = 1",
        ("interpreters", "visit 1", "has an interpreter and holds 0"),
    ),
    "nobody who is confirmed": (
        "UPDATE visit SET interpreter_confirmed = 1 WHERE id = 1",
        ("interpreters", "visit 1", "has a confirmed interpreter who is nobody"),
    ),
    "an interpreter who was let go and is held": (
        "INSERT INTO interpreter (name, languages, mode) VALUES ('Ines', 'spanish', 'phone'); "
        "INSERT INTO hold (visit, resource_kind, resource, starts, ends) "
        "SELECT id, 'interpreter', 1, starts, ends FROM visit WHERE id = 1",
        ("interpreters", "visit 1", "holds an interpreter whom it does not have"),
    ),
    "no site": ("PRAGMA foreign_keys = OFF; DELETE FROM site", ("sites", "the practice", "has no site")),
    "a time zone that is none": (
        "UPDATE site SET zone = 'Mars/Base'",
        ("sites", "site 1", "There is no time zone 'Mars/Base'. Write it like America/New_York."),
    ),
    "a calendar without lines": (
        "INSERT INTO setting (name, value, since) VALUES ('calendar.step', '0', 0)",
        ("settings", "setting 2", "the calendar's lines can't be '0' minutes apart"),
    ),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_it_names_what_was_tampered_with(what: str, busy: Elm) -> None:
    statements, wanted = TAMPERED[what]
    busy.tamper(*statements.split("; "))
    assert wanted in found(busy)


@pytest.mark.parametrize("what", TAMPERED)
def test_nothing_is_found_that_has_nothing_to_do_with_it(what: str, busy: Elm) -> None:
    """What is sound stays unnamed: every finding is about the row that was touched, or what refers to it."""
    statements, (_, where, _) = TAMPERED[what]
    busy.tamper(*statements.split("; "))
    also = {
        "no site": ("account", "provider", "room", "visit"),
        "a patient that is not there": ("hold", "visit", "table"),
        "records merged in a circle": ("patient 2",),
    }.get(what, ())
    others = {place for _, place, _ in found(busy)} - {where}
    index = {"table patient_words", "table patient_parts"} if "patient SET search" in statements else set()
    assert {place for place in others - index if not place.startswith(also or ("-",))} == set()


def test_a_search_index_that_was_not_kept_up_is_named(busy: Elm) -> None:
    busy.tamper(
        "INSERT INTO patient (number, family, name_key, search, registered_at) VALUES ('9', 'X', 'x', 'x', 0)"
    )
    assert found(busy) == [
        ("search index", "table patient_words", "does not agree with the patients' names"),
        ("search index", "table patient_parts", "does not agree with the patients' names"),
    ]


def test_a_damaged_page_is_named_and_nothing_crashes(busy: Elm) -> None:
    with busy.plain() as connection:
        page = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'visit_event'").fetchone()[0]
        size = connection.execute("PRAGMA page_size").fetchone()[0]
    busy.database.peewee.close()
    with Path(busy.path).open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\x00" * size)
    busy.database.peewee.connect()
    checked = {each.check for each in checks.run(busy.database).findings}
    assert "file" in checked
    assert "events" in checked


def test_a_value_that_does_not_fit_its_column_is_named(busy: Elm) -> None:
    busy.tamper("PRAGMA ignore_check_constraints = 1", "UPDATE visit SET urgent = 7 WHERE id = 3")
    assert ("file", "the file", "CHECK constraint failed in visit") in found(busy)


def test_text_that_is_none_does_not_stop_the_check(busy: Elm) -> None:
    busy.tamper("UPDATE patient SET family = CAST(X'C3FF28' AS TEXT) WHERE id = 2")
    assert ("names", "patient 2", "the sort key is not that of the name") in found(busy)


def test_a_sound_file_is_not_damaged() -> None:
    memory = connect(":memory:", pragmas={})
    assert damage(memory) == []
    memory.close()


# The registry -------------------------------------------------------------------------------------------


def test_the_checks_are_those_promised(busy: Elm) -> None:
    checks.run(busy.database)
    assert CHECKS.keys() == {
        "payers", "standing",
        "schema", "file", "references", "privacy", "audit trail", "changes", "sites", "settings",
        "setting names", "personal settings", "key maps",
        "overlap", "holds of visits", "holds of blocks", "resources", "events",
        "names", "phones", "merges", "contacts", "search index", "documents", "print jobs", "printing",
        "late entries", "worklists", "phone notes", "groups", "people", "holidays", "day hours",
        "series", "linked visits", "interpreters",
    }  # fmt: skip


def test_a_name_is_registered_once() -> None:
    with pytest.raises(ValueError, match="two checks named overlap"):
        check("overlap")(lambda database: iter(()))


def test_only_so_many_places_are_named(busy: Elm) -> None:
    many = Check("many", lambda database: ((f"visit {number}", "is odd") for number in range(MOST + 7)))
    findings = many.findings(busy.database)
    assert len(findings) == MOST + 1
    assert findings[0] == Finding("many", "visit 0", "is odd")
    assert findings[-1] == Finding("many", "elsewhere", "7 more like these")


def test_the_practices_own_checks_see_an_imported_block_over_visits_as_sound(busy: Elm) -> None:
    """A block may be laid over visits and over another block; visits under it stay."""
    busy.block(OKAFOR, "9:00", "17:00")
    busy.block(OKAFOR, "9:00", "12:00")
    practice.hide_provider(busy.mary, provider=REYES, version=1)
    assert checks.run(busy.database).ok


def test_every_finding_has_a_place_and_a_sentence(busy: Elm) -> None:
    busy.tamper(
        "DELETE FROM hold", "DELETE FROM visit_event", "UPDATE patient SET search = ''", "DELETE FROM room"
    )
    findings: tuple[Any, ...] = checks.run(busy.database).findings
    assert len(findings) > 10
    assert all(each.check and each.where and each.what for each in findings)
