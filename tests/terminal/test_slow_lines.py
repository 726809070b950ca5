"""A terminal that stops reading, and one that was told something by another program meanwhile."""

from __future__ import annotations

import signal
import time
from contextlib import ExitStack
from pathlib import Path

import pytest
import sqlcipher3

from frontdesk.harness.teletype import PATIENCE, Teletype, console_words, terminal
from frontdesk.settings import TEST_LONG
from tests.screens.office import Office, open_office
from tests.terminal.lines import BAUD_9600, TICK, counting_words, hold, ticks_in

KEPT = 12_000
"""Bytes that what was on its way may hold of screens that nobody has read; one screen has about 2,000."""

HELD = 4.0 if TEST_LONG.read() else 1.0
"""Seconds that a key is held down; longer makes the screen no later."""

LATE = 5.0
"""Seconds that the screen may be behind then."""


@pytest.fixture
def practice(tmp_path: Path) -> Office:
    made = open_office(tmp_path)
    made.desk.database.close()
    return made


def place_of(office: Office, patient: str) -> str:
    with sqlcipher3.connect(str(office.path)) as database:
        found = database.execute(
            "SELECT place FROM visit JOIN patient ON patient.id = visit.patient WHERE family = ?", (patient,)
        ).fetchone()
    return str(found[0])


@pytest.mark.parametrize("answers", [True, False], ids=["answers", "never answers"])
def test_a_frozen_terminal_gets_one_fresh_screen(practice: Office, tmp_path: Path, answers: bool) -> None:
    """The console works on behind it: 200 screens, a visit that arrives, and a timer that keeps its time."""
    ticks = tmp_path / "ticks"
    with terminal(counting_words(ticks, practice.path, "mlee"), answers=answers) as console:
        console.sees("Stone, Rae", "Keys")
        console.press("home", "up", "up")
        heard = len(console.raw)
        for _ in range(100):
            console.strike("end", "home")
        console.strike("a")
        end = time.monotonic() + PATIENCE
        while place_of(practice, "Abbott") != "arrived":
            assert time.monotonic() < end, "the console stands still"
            time.sleep(0.02)
        before = ticks_in(ticks)
        while ticks_in(ticks) < before + 5:
            assert time.monotonic() < end, "the loop stands still"
            time.sleep(TICK)
        console.sees("Arrived Abbott, June")
        console.rest()
        assert len(console.raw) - heard < KEPT


def test_a_key_held_down_on_a_slow_line(practice: Office) -> None:
    """Textual's own driver would be a minute late; whether the terminal says how it gets on or never does."""
    with ExitStack() as stack:
        words, either = console_words(practice.path, "mlee"), (True, False)
        consoles = [stack.enter_context(terminal(words, answers=answers)) for answers in either]
        for console in consoles:
            console.sees("Stone, Rae", "Keys")
            console.strike("home", *["down"] * 16)
            console.rest()
        for late in hold(consoles, "down", HELD, BAUD_9600):
            assert late.seconds < LATE
            assert 0 < late.sent < (HELD + LATE) * BAUD_9600
        assert body(consoles[0]) == body(consoles[1]), "and then everything is there"


def test_stopped_and_continued(practice: Office) -> None:
    """What another program left on the terminal meanwhile is painted over."""
    with terminal(console_words(practice.path, "mlee")) as console:
        console.sees("Stone, Rae", "Keys")
        console.silent(0.3)
        before = console.text()
        console.signal(signal.SIGSTOP)
        console.screen.erase_in_display(2)
        console.screen.draw("$ another program")
        console.signal(signal.SIGCONT)
        console.until(lambda: console.text() == before, "the whole screen")
        console.strike("?")
        console.sees("Keys that work here")


def test_all_of_it_can_be_sent(practice: Office) -> None:
    """Where a terminal can't follow, everything is painted as Textual paints it."""
    heard = {}
    for thin in ("", "off"):
        with terminal(console_words(practice.path, "mlee"), FRONTDESK_THIN=thin) as console:
            console.sees("Stone, Rae", "Keys")
            console.strike("?")
            console.sees("Keys that work here")
            console.silent(0.2)
            heard[thin] = console
    assert body(heard[""]) == body(heard["off"])
    assert 2 * len(heard[""].raw) < len(heard["off"].raw)


def body(console: Teletype) -> list[str]:
    """Every line but the first, in which the clock is."""
    return console.text().splitlines()[1:]
