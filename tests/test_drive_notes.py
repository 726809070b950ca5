"""A phone note from the ring to done, played as a key script at 80x24, its keys counted."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import sqlcipher3

from frontdesk import cli
from frontdesk.logic import patients
from frontdesk.verbs.drive import Step, _keys, read_script
from tests.screens.office import open_office

TAKEN = """\
expect Calendar Tue 24 Nov 2026
# The phone rings: Mr. Diaz needs his pills.
press k
expect Phone note
type dia
expect >Diaz, Luis
press enter
expect r Refill  t Test result  m Medical records  a Appointment
press r enter
expect Wed 25 Nov 2026
type lisinopril 10 mg, out on Friday
press enter
expect Noted: refill, Diaz, Luis  u undo
"""
"""Taking it down."""

DONE = """\
press * enter
expect Phone notes  1 open
expect lisinopril 10 mg, out
# Nobody answers at first.
press a
expect No answer 9:42a: refill, Diaz, Luis  u undo
now 11:30
press d
expect Done, Diaz, Luis: what came of it?
type sent to CVS
press enter
expect Done: refill, Diaz, Luis  u undo
expect No phone note is open.
"""
"""Working it off."""

SEEN = """\
press escape escape
refuse 1 due
press /
type dia
press enter
expect Called  11/24/2026 Refill: lisinopril 10 mg, out on Friday
expect sent to CVS (Mona Lee)
# Taken back it is open again, with the call that nobody answered.
press u
expect Open again: refill, Diaz, Luis  ^R redo
expect for Manager, due Wed 25 Nov 2026, called 1x
"""
"""Afterwards."""

BUDGET = {"take": 8, "first call": 3, "done": 2}
"""The most keys, with the letters of the name and without the words that somebody writes."""


def keys(script: str) -> int:
    """The keys of a script; letters that are typed count one each."""
    return sum(len(step.rest) if step.verb == "type" else len(_keys(step)) for step in _pressed(script))


def _pressed(script: str) -> list[Step]:
    return [step for step in read_script(script) if step.verb in ("press", "type")]


@pytest.fixture
def db(tmp_path: Path) -> Path:
    made = open_office(tmp_path)
    patients.add_phone(made.desk, patient=made.patients["Diaz"], version=1, phone="617-555-0142")
    made.desk.database.close()
    return made.path


def drive(db: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """Play a script on standard input, on a thin terminal."""
    monkeypatch.setattr("sys.stdin", io.StringIO(script))
    return cli.main(
        ["drive", "-", "--db", str(db), "--as", "mlee", "--now", "2026-11-24T09:42", "--size", "80x24"]
    )


def test_a_phone_note_to_done(
    db: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert drive(db, TAKEN + DONE + SEEN, monkeypatch) == 0, capsys.readouterr().err
    with sqlcipher3.connect(str(db)) as database:
        rows = database.execute("SELECT about, text, outcome, closed_at FROM phone_note, worklist_item").fetchall()
        tries = database.execute("SELECT count(*) FROM worklist_attempt WHERE withdrawn = 0").fetchone()[0]
    assert rows == [("refill", "lisinopril 10 mg, out on Friday", "", None)]
    assert tries == 1
    assert cli.main(["check", "--db", str(db)]) == 0


def test_how_many_keys_it_takes() -> None:
    words = len("lisinopril 10 mg, out on Friday")
    assert keys(TAKEN) - words <= BUDGET["take"]
    first, _, then = DONE.partition("now 11:30\n")
    assert keys(first) <= BUDGET["first call"]
    assert keys(then) - len("sent to CVS") <= BUDGET["done"]
