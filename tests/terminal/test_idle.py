"""Consoles that nobody touches: silent while others work elsewhere, up to date when it concerns them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import sqlcipher3

from frontdesk.harness import console_words, terminal
from tests.screens.office import Office, open_office
from tests.terminal.colleague import Colleague

UNTOUCHED = 6.0
"""Seconds that the consoles are left alone; the full minute is in tests/bench/idle.py."""


@pytest.fixture
def practice(tmp_path: Path) -> Office:
    office = open_office(tmp_path)
    office.desk.database.close()
    return office


@pytest.fixture
def colleague(practice: Office) -> Iterator[Colleague]:
    made = Colleague(practice.path, UNTOUCHED)
    yield made
    made.close()


def audited_by_others(office: Office, session: int) -> int:
    with sqlcipher3.connect(str(office.path)) as database:
        return int(database.execute("SELECT count(*) FROM audit WHERE session IS NOT ?", (session,)).fetchone()[0])


def newest_session(office: Office) -> int:
    with sqlcipher3.connect(str(office.path)) as database:
        return int(database.execute("SELECT max(id) FROM session").fetchone()[0])


def test_three_untouched_consoles_are_silent_while_a_fourth_works_elsewhere(practice: Office) -> None:
    with ExitStack() as stack:
        calendar, patient, form = (
            stack.enter_context(terminal(console_words(practice.path, "mlee"))) for _ in range(3)
        )
        for console in (calendar, patient, form):
            console.sees("Stone, Rae", "Keys")
        patient.strike("/")
        patient.type("diaz")
        patient.sees("1 found.")
        patient.strike("enter")
        patient.sees("Patient Diaz, Luis")
        form.strike("n")
        form.sees("New visit")
        form.type("vu")
        form.sees("1/1")
        colleague = Colleague(practice.path, UNTOUCHED)
        stack.callback(colleague.close)
        mine = newest_session(practice)
        for console in (calendar, patient, form):
            console.silent(0.6)
        before, spent = audited_by_others(practice, mine), [c.processor_time() for c in (calendar, patient, form)]
        colleague.tell("elsewhere")
        heard = [calendar.silent(UNTOUCHED), patient.silent(0), form.silent(0)]
        assert int(colleague.answer()) > 20, "the fourth was at work"
        for console in (calendar, patient, form):
            heard.append(console.silent(0.1))
        assert b"".join(heard) == b""
        assert audited_by_others(practice, mine) == before
        for console, was in zip((calendar, patient, form), spent, strict=True):
            assert console.processor_time() - was < UNTOUCHED / 4


def test_a_change_of_the_day_on_show_comes_within_a_second(practice: Office, colleague: Colleague) -> None:
    with terminal(console_words(practice.path, "mlee")) as console:
        console.sees("Stone, Rae", "Keys")
        console.strike("right", "end", "up", "up")
        before = console.sees(">4:15p Lindqvist")
        top = before.splitlines()[2]
        console.silent(0.3)
        place = (console.screen.cursor.x, console.screen.cursor.y)
        colleague.tell(f"book {practice.patients['Vu']} 16")
        assert colleague.answer() == "booked"
        committed = time.monotonic()
        after = console.sees("S Vu, Peter")
        assert time.monotonic() - committed < 1.0
        assert after.splitlines()[2] == top, "nothing scrolled"
        assert ">4:15p Lindqvist" in after
        console.silent(0.1)
        assert (console.screen.cursor.x, console.screen.cursor.y) == place


def test_a_record_on_show_is_read_again_without_being_audited_again(
    practice: Office, colleague: Colleague
) -> None:
    with terminal(console_words(practice.path, "mlee")) as console:
        console.sees("Stone, Rae", "Keys")
        console.strike("/")
        console.type("stone")
        console.sees("1 found.")
        console.strike("enter")
        console.sees("Patient Stone, Rae", "10:00a")
        opened = openings(practice)
        assert opened == 1
        colleague.tell(f"book {practice.patients['Stone']} 13")
        assert colleague.answer() == "booked"
        console.sees("1:00p")
        assert openings(practice) == opened


def openings(office: Office) -> int:
    with sqlcipher3.connect(str(office.path)) as database:
        return int(database.execute("SELECT count(*) FROM audit WHERE action LIKE '%open%'").fetchone()[0])


def test_a_stale_pane_is_read_when_it_is_shown_again(practice: Office, colleague: Colleague) -> None:
    with terminal(console_words(practice.path, "mlee")) as console:
        console.sees("Stone, Rae", "Keys")
        console.strike("3")
        console.sees("Type part of a name")
        colleague.tell(f"book {practice.patients['Vu']} 11")
        assert colleague.answer() == "booked"
        console.strike("tab", "1")
        console.sees("11:00a S Vu, Peter")
