"""However the console ends, the terminal is as it was before, the process is gone, and nothing typed is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyte
import pytest
import sqlcipher3

from frontdesk.harness import Teletype, console_words, terminal
from tests.screens.office import Office, open_office
from tests.terminal.escapes import sequences, strangers

GONE = 3.0
"""Seconds in which a console that is told to end is gone."""
GONE_FROZEN = 4.0
"""The same on a terminal that reads nothing any more."""


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """A practice that every test here adds sessions to; its file is opened by the consoles only."""
    office = open_office(tmp_path_factory.mktemp("office"))
    office.desk.database.close()
    return office


def rows(office: Office, query: str, *values: object) -> list[tuple]:
    with sqlcipher3.connect(str(office.path)) as database:
        return database.execute(query, values).fetchall()


def last_session(office: Office) -> tuple[bool, str]:
    """Whether the newest session has ended, and how."""
    ended, how = rows(office, "SELECT ended, how FROM session ORDER BY id DESC LIMIT 1")[0]
    return ended is not None, how


def is_restored(console: Teletype) -> bool:
    """Second screen left, cursor shown, keyboard and paste modes off, line settings as they were."""
    said = list(sequences(console.raw))
    modes = [s for s in said if s.startswith("\x1b[?") and s[-1] in "hl"]
    last = {mode[:-1]: mode[-1] for mode in modes}
    on = {mode for mode, state in last.items() if state == "h"}
    assert on <= {"\x1b[?25", "\x1b[?7"}, "nothing else stays on"
    assert last["\x1b[?1049"] == "l"
    assert console.settings() == console.at_first
    assert strangers(console.raw) == []
    return last["\x1b[?25"] == "h"


@pytest.fixture
def console(practice: Office) -> Iterator[Teletype]:
    with terminal(console_words(practice.path, "mlee")) as made:
        made.sees("Stone, Rae", "Keys")
        assert made.settings() != made.at_first
        yield made


def test_signing_out(practice: Office, console: Teletype) -> None:
    console.strike("q")
    assert console.ended(GONE) == 0
    assert is_restored(console)
    assert last_session(practice) == (True, "quit")


@pytest.mark.parametrize(
    "number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT], ids=lambda n: n.name
)
def test_a_signal_ends_it_in_order(practice: Office, console: Teletype, number: signal.Signals) -> None:
    console.signal(number)
    assert console.ended(GONE) == 128 + number
    assert is_restored(console)
    assert last_session(practice) == (True, "hangup")


def test_two_signals_at_once(practice: Office, console: Teletype) -> None:
    console.signal(signal.SIGTERM)
    console.signal(signal.SIGHUP)
    assert console.ended(GONE) in (128 + signal.SIGTERM, 128 + signal.SIGHUP)
    assert is_restored(console)


def test_a_signal_in_a_form_and_in_a_question(practice: Office, console: Teletype) -> None:
    console.strike("n")
    console.sees("New visit")
    console.type("abb")
    console.strike("ctrl+l")
    console.sees("locked by mlee")
    console.signal(signal.SIGTERM)
    assert console.ended(GONE) == 128 + signal.SIGTERM
    assert is_restored(console)


def test_keys_that_shells_take_for_signals_do_nothing(practice: Office, console: Teletype) -> None:
    console.strike("ctrl+c", "ctrl+z", "ctrl+\\", "ctrl+s", "ctrl+q", "?")
    console.sees("Keys that work here")
    console.strike("ctrl+g")
    console.signal(signal.SIGTSTP)
    console.strike("g")
    console.sees("Go to")
    assert state_of(console) != "T", "a stopped console would leave patients on the screen"


def state_of(console: Teletype) -> str:
    return Path(f"/proc/{console.process.pid}/stat").read_text().rpartition(") ")[2][0]


def test_the_line_drops(practice: Office, console: Teletype) -> None:
    console.hang_up()
    assert console.ended(GONE, listening=False) == 128 + signal.SIGHUP
    assert last_session(practice) == (True, "hangup")


def test_the_line_drops_unheard(practice: Office) -> None:
    """No SIGHUP comes to a process that is not the terminal's own: end of input alone must end it."""
    master, slave = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "frontdesk", *console_words(practice.path, "mlee")[3:]],
        stdin=slave, stdout=slave, stderr=slave, start_new_session=True, env={**os.environ, "TERM": "xterm"},
    )  # fmt: skip
    os.close(slave)
    try:
        said = b""
        while b"Stone" not in said:
            said += os.read(master, 65_536)
        os.close(master)
        assert process.wait(GONE) == 128 + signal.SIGHUP
    finally:
        process.kill()
        process.wait()
    assert last_session(practice) == (True, "hangup")


def test_a_frozen_terminal_is_left_within_seconds(practice: Office, console: Teletype) -> None:
    """Nobody reads: what is painted fills the line, and the loop stands still in a write."""
    console.silent(0.2)
    for _ in range(150):
        console.strike("pagedown", "pageup")
    console.signal(signal.SIGTERM)
    assert console.ended(GONE_FROZEN, listening=False) == 128 + signal.SIGTERM
    assert console.settings() == console.at_first


def test_nothing_spins_while_nobody_types(practice: Office, console: Teletype) -> None:
    console.silent(0.5)
    before = console.processor_time()
    assert console.silent(1.0) == b""
    assert console.processor_time() - before < 0.2


def test_after_a_dropped_line_forms_and_undo_come_back(practice: Office) -> None:
    with terminal(console_words(practice.path, "mlee")) as console:
        console.sees("Stone, Rae", "Keys")
        console.strike("down", "down", "c")
        console.sees("Confirmed Stone, Rae")
        console.strike("up", "up", "n")
        console.sees("New visit")
        console.type("vu")
        console.sees("Patient  vu", "1/1")
        console.hang_up()
        assert console.ended(GONE, listening=False) == 128 + signal.SIGHUP
    with terminal(console_words(practice.path, "mlee")) as console:
        console.sees("parked", "Sc Stone, Rae")
        console.strike("z")
        console.sees("vu")
        console.strike("ctrl+g")
        console.misses("Patient")
        console.strike("u")
        console.sees("Not confirmed: Stone, Rae")
        assert rows(practice, "SELECT confirmed FROM visit ORDER BY confirmed DESC LIMIT 1") == [(0,)]


def test_the_screen_that_was_there_before_comes_back(practice: Office) -> None:
    """A terminal with two screens shows the shell's lines again, and none of ours."""
    with terminal(console_words(practice.path, "mlee")) as console:
        console.sees("Stone, Rae", "Keys")
        console.strike("q")
        console.ended(GONE)
    behind = pyte.Screen(80, 24)
    stream = pyte.ByteStream(behind)
    ours = console.raw
    before, after = ours.partition(b"\x1b[?1049h")[0], ours.rpartition(b"\x1b[?1049l")[2]
    stream.feed(b"$ frontdesk" + before + after)
    assert [line.strip() for line in behind.display if line.strip()] == ["$ frontdesk"]
