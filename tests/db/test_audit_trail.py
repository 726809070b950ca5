"""The audit trail is append-only, and what gets past that is found: plain sqlite3 against the chain."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from frontdesk.db.audit import Audit, AuditDetail, first_fault, head
from frontdesk.logic import calendar, checks, patients
from tests.elm import ABBOTT, OKAFOR, REYES, STONE, Elm, open_copy

LINK = """INSERT {how} INTO audit
(seq, at, account, session, action, subject_kind, subject, patient, topics, request, digest, prev, hash)
SELECT {seq}, 0, 1, 1, 'x', 'visit', 1, NULL, '', 'r', 'd', {prev}, 'h' FROM audit_head"""

REFUSED = {
    "change a record": "UPDATE audit SET action = 'x' WHERE seq = 3",
    "change a record or ignore": "UPDATE OR IGNORE audit SET at = 0 WHERE seq = 3",
    "change every record": "UPDATE audit SET account = 2",
    "renumber": "UPDATE audit SET rowid = 500 WHERE seq = 3",
    "delete a record": "DELETE FROM audit WHERE seq = 3",
    "delete the last record": "DELETE FROM audit WHERE seq = (SELECT seq FROM audit_head)",
    "replace a record": LINK.format(how="OR REPLACE", seq=3, prev="hash"),
    "replace the last record": LINK.format(how="OR REPLACE", seq="seq", prev="hash"),
    "skip a number": LINK.format(how="", seq="seq + 2", prev="hash"),
    "a link that follows nothing": LINK.format(how="", seq="seq + 1", prev="'other'"),
    "a link that follows nothing or ignore": LINK.format(how="OR IGNORE", seq="seq + 1", prev="''"),
    "a record before the first": LINK.format(how="", seq="0", prev="''"),
    "move the head back": "UPDATE audit_head SET seq = seq - 1",
    "move the head on": "UPDATE audit_head SET seq = seq + 1, hash = 'h'",
    "change the head's hash": "UPDATE audit_head SET hash = 'h'",
    "delete the head": "DELETE FROM audit_head",
    "replace the head": "INSERT OR REPLACE INTO audit_head (id, seq, hash) VALUES (1, 0, '')",
    "a second head": "INSERT INTO audit_head (id, seq, hash) VALUES (2, 0, '')",
    "change a record's values": "UPDATE audit_detail SET body = '{}' WHERE seq = 3",
    "change a record's salt": "UPDATE audit_detail SET salt = '' WHERE seq = 3",
    "move values": "UPDATE audit_detail SET seq = 500 WHERE seq = 3",
    "delete values": "DELETE FROM audit_detail WHERE seq = 3",
    "replace values": "INSERT OR REPLACE INTO audit_detail (seq, salt, body) VALUES (3, '', '{}')",
    "values for a record to come": "INSERT INTO audit_detail (seq, salt, body) VALUES (500, '', '{}')",
    "change an event": "UPDATE visit_event SET at = 0",
    "delete an event": "DELETE FROM visit_event",
    "replace an event": "INSERT OR REPLACE INTO visit_event (id, visit, at, place) VALUES (1, 1, 0, 'done')",
    "replace an event by what it takes back": (
        "INSERT OR REPLACE INTO visit_event (visit, at, place, retracts) VALUES (1, 0, 'done', 2)"
    ),
    "no head at all": "UPDATE audit_head SET id = 2",
}

TAMPERED = {
    "the action": "UPDATE audit SET action = 'calendar.see' WHERE seq = {seq}",
    "the time": "UPDATE audit SET at = at + 1 WHERE seq = {seq}",
    "the person": "UPDATE audit SET account = 3 WHERE seq = {seq}",
    "the session": "UPDATE audit SET session = 77 WHERE seq = {seq}",
    "the subject": "UPDATE audit SET subject = subject + 1 WHERE seq = {seq}",
    "the subject's kind": "UPDATE audit SET subject_kind = 'x' WHERE seq = {seq}",
    "the patient": "UPDATE audit SET patient = 99 WHERE seq = {seq}",
    "the topics": "UPDATE audit SET topics = topics || ' x' WHERE seq = {seq}",
    "the request": "UPDATE audit SET request = 'x' WHERE seq = {seq}",
    "the digest": "UPDATE audit SET digest = 'x' WHERE seq = {seq}",
    "the hash": "UPDATE audit SET hash = 'x' WHERE seq = {seq}",
    "the hash before": "UPDATE audit SET prev = 'x' WHERE seq = {seq}",
    "text that is no text": "UPDATE audit SET action = CAST(X'FF00FE' AS TEXT) WHERE seq = {seq}",
    "the values": "UPDATE audit_detail SET body = 'x' || body WHERE seq = {seq}",
    "one blank in the values": "UPDATE audit_detail SET body = body || ' ' WHERE seq = {seq}",
    "the salt": "UPDATE audit_detail SET salt = 'x' WHERE seq = {seq}",
    "values erased": "UPDATE audit_detail SET body = NULL WHERE seq = {seq}",
    "values removed": "DELETE FROM audit_detail WHERE seq = {seq}",
    "removed": "DELETE FROM audit WHERE seq = {seq}",
    "removed with its values": ("DELETE FROM audit WHERE seq = {seq}; DELETE FROM audit_detail WHERE seq = {seq}"),
    "renumbered": "UPDATE audit SET seq = 5000 WHERE seq = {seq}",
}
"""Every way in which one record can be tampered with."""


@pytest.fixture(scope="module")
def history(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A practice's file with some history: opened records, bookings, an event that was taken back."""
    elm = open_copy(founded, tmp_path_factory.mktemp("history"))
    elm.clock.set(elm.at("10:00"))
    visit = elm.book(ABBOTT, OKAFOR, "10:00")
    calendar.arrive(elm.rob, visit=visit, version=1)
    calendar.back(elm.rob, visit=visit, version=2)
    elm.book(STONE, REYES, "10:00", desk=elm.rob)
    patients.open_page(elm.rob, patient=STONE)
    elm.database.close()
    return elm.path


@pytest.fixture
def lived(history: Path, tmp_path: Path) -> Iterator[Elm]:
    """That practice, open."""
    elm = open_copy(history, tmp_path / "lived")
    yield elm
    elm.database.close()


@pytest.mark.parametrize("what", REFUSED)
@pytest.mark.parametrize("recursive", [0, 1])
def test_the_trail_is_append_only(what: str, recursive: int, lived: Elm) -> None:
    with lived.plain() as connection:
        connection.execute(f"PRAGMA recursive_triggers = {recursive}")
        before = list(connection.iterdump())
        said = "not the next link" if "INTO audit\n" in REFUSED[what] else r"append only|head follows"
        with pytest.raises(sqlite3.IntegrityError, match=said):
            connection.execute(REFUSED[what])
        assert list(connection.iterdump()) == before


def test_the_chain_is_whole_and_the_head_is_its_end(lived: Elm) -> None:
    assert first_fault() is None
    assert first_fault(batch=3) is None
    last = Audit.select().order_by(Audit.seq.desc()).get()
    assert head() == (last.seq, last.hash)
    assert Audit.select().count() == AuditDetail.select().count() == last.seq


def trail(elm: Elm) -> list[tuple[str, str]]:
    """Where the check finds the audit trail broken, and how."""
    return [(each.where, each.what) for each in checks.run(elm.database).findings if each.check == "audit trail"]


@pytest.mark.parametrize("what", TAMPERED)
@pytest.mark.parametrize("which", ["first", "middle", "last"])
def test_check_names_the_record_that_was_tampered_with(what: str, which: str, lived: Elm) -> None:
    last = head()[0]
    seq = {"first": 1, "middle": last // 2, "last": last}[which]
    lived.tamper(*TAMPERED[what].format(seq=seq).split(";"))
    assert [where for where, _ in trail(lived)] == [f"audit record {seq}"]


def test_check_names_the_first_of_several(lived: Elm) -> None:
    lived.tamper("DELETE FROM audit WHERE seq > 6", "UPDATE audit SET at = 0 WHERE seq IN (4, 5)")
    assert trail(lived) == [("audit record 4", "the record was changed")]


def test_a_cut_tail_shows_though_every_trace_in_the_chain_is_gone(lived: Elm) -> None:
    last = head()[0]
    lived.tamper(f"DELETE FROM audit WHERE seq >= {last - 1}", f"DELETE FROM audit_detail WHERE seq >= {last - 1}")
    assert trail(lived) == [(f"audit record {last - 1}", "the record is missing: the head of the chain knows it")]


def test_a_cut_tail_with_the_head_rewritten_shows_in_what_was_done(lived: Elm) -> None:
    """The last record opened a patient's record; the one before it is a booking, which names its audit record."""
    last = head()[0]
    lived.tamper(
        f"DELETE FROM audit WHERE seq >= {last - 1}",
        f"DELETE FROM audit_detail WHERE seq >= {last - 1}",
        f"UPDATE audit_head SET seq = {last - 2}, hash = (SELECT hash FROM audit WHERE seq = {last - 2})",
    )
    found = checks.run(lived.database).findings
    assert any(each.check == "changes" and f"audit record {last - 1}" in each.what for each in found)


@pytest.mark.parametrize(
    ("statement", "where"),
    [
        ("UPDATE audit_head SET hash = 'x'", "audit record {last}"),
        ("UPDATE audit_head SET seq = 2", "audit record {last}"),
        ("UPDATE audit_head SET seq = seq + 3", "audit record {next}"),
        ("DELETE FROM audit_head", "audit record {last}"),
        ("INSERT INTO audit_detail VALUES (5000, '', '{{}}')", "audit record 5000"),
        ("INSERT INTO audit SELECT -4, at, account, session, action, subject_kind, subject, patient, topics, "
         "request, digest, prev, hash FROM audit WHERE seq = 1", "audit record -4"),
        ("DELETE FROM audit", "audit record 1"),
    ],
)  # fmt: skip
def test_check_sees_what_does_not_belong_to_the_chain(statement: str, where: str, lived: Elm) -> None:
    last = head()[0]
    lived.tamper(statement.format())
    assert [place for place, _ in trail(lived)] == [where.format(last=last, next=last + 1)]


def test_a_record_slipped_in_with_a_right_link_but_a_wrong_hash_shows(lived: Elm) -> None:
    last = head()[0]
    with lived.plain() as connection:
        connection.execute(LINK.format(how="", seq="seq + 1", prev="hash"))
    assert trail(lived) == [(f"audit record {last + 1}", "the record was changed")]


def test_what_is_found_does_not_depend_on_the_triggers_being_there(lived: Elm) -> None:
    with lived.plain() as connection:
        connection.execute("DROP TRIGGER audit_no_update")
        connection.execute("UPDATE audit SET at = 0 WHERE seq = 2")
    found = {(each.check, each.where) for each in checks.run(lived.database).findings}
    assert ("audit trail", "audit record 2") in found
    assert ("schema", "trigger audit_no_update") in found
