"""A provider who calls in sick at 7:30, played as a key script at 80x24, its keys counted."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import sqlcipher3

from frontdesk import cli
from frontdesk.verbs.drive import Step, _keys, read_script
from tests.screens.office import open_office

SICK = """\
expect Calendar Tue 24 Nov 2026
type :out okafor today flu
press enter
expect Visits to place anew  3 open
expect >Abbott, June NEW 30m with Okafor. Okafor: flu
"""
"""Saying so."""

CALLS = """\
# Ms. Abbott takes the first of the times that are read out to her.
press 1
expect Moved Abbott, June
expect 2 open
# Mr. Diaz does not answer; he is called again later and wants to be called back.
press n
expect No answer 7:30a: Diaz, Luis
press up
expect (1)
press x
expect Cancelled (practice) Diaz, Luis
expect 1 open
# Somebody else sees Ms. Stone.
press s
expect No visit is touched by an absence.
"""
"""The calls: an outcome is one key."""

SEEN = """\
press escape
expect # flu
press left left
expect >all day Okafor # flu  (not bookable)
"""
"""What the calendar shows of it."""

PLACED = """\
press *
expect Visits to place again (bumped, broken)             1 open
press enter
expect !Tue 24 Nov Diaz, Luis
press enter
expect Again Diaz, Luis FU, was Tue 24 Nov 2026 8:30a
press enter
expect Booked Diaz, Luis
expect Every visit that did not take place is placed again.
"""
"""The bumped one is placed again."""

TAKEN_BACK = """\
press escape escape
press u
expect Took back: Diaz, Luis
press u u u u
expect Back to Abbott, June Tue 24 Nov 2026 8:00a
press u
expect Not out after all: Okafor
refuse # flu
press *
refuse 1 open
"""
"""Undo restores all."""

BUDGET = {"sick": 25, "each call": 1, "placed": 4}
"""The most keys; the words of the `:` line are counted."""


def keys(script: str) -> int:
    """The keys of a script; letters that are typed count one each."""
    steps = [step for step in read_script(script) if step.verb in ("press", "type")]
    return sum(len(step.rest) if step.verb == "type" else len(_keys(step)) for step in steps)


@pytest.fixture
def db(tmp_path: Path) -> Path:
    made = open_office(tmp_path)
    made.desk.database.close()
    return made.path


def drive(db: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """Play a script on standard input, on a thin terminal."""
    monkeypatch.setattr("sys.stdin", io.StringIO(script))
    return cli.main(
        ["drive", "-", "--db", str(db), "--as", "mlee", "--now", "2026-11-24T07:30", "--size", "80x24"]
    )


def visits(db: Path) -> list[tuple[object, ...]]:
    """Every visit as it stands, with what it holds."""
    connection = sqlcipher3.connect(str(db))
    sql = (
        "SELECT v.id, v.starts, v.ends, v.place, h.resource_kind, h.resource, h.live "
        "FROM visit v JOIN hold h ON h.visit = v.id WHERE v.id <= 5 ORDER BY v.id, h.id"
    )
    try:
        found: list[tuple[object, ...]] = connection.execute(sql).fetchall()
    finally:
        connection.close()
    return found


def test_a_bumped_day(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert drive(db, SICK + CALLS + SEEN + PLACED, monkeypatch) == 0


def test_undo_restores_the_bumped_day(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = visits(db)
    assert drive(db, SICK + CALLS + SEEN + PLACED + TAKEN_BACK, monkeypatch) == 0
    assert visits(db) == before


def test_its_keys() -> None:
    assert keys(SICK) <= BUDGET["sick"]
    outcomes: list[Step] = [step for step in read_script(CALLS) if step.verb == "press" and step.rest != "up"]
    assert all(len(_keys(step)) == BUDGET["each call"] for step in outcomes)
    assert keys(PLACED) == BUDGET["placed"]
