"""The first minutes on a real terminal: first run, signing in, locking; and being cut off in the middle of it."""

from __future__ import annotations

import shlex
import signal
import stat
from pathlib import Path

import pytest
import sqlcipher3

from frontdesk.harness import Teletype, console_words, terminal
from frontdesk.logic import demo
from tests.screens.office import Office, open_office
from tests.terminal.escapes import strangers

PASSWORD = "demo"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    made = open_office(tmp_path_factory.mktemp("office"))
    made.desk.database.close()
    return made


def test_a_newcomer_makes_a_practice_and_sees_its_calendar(tmp_path: Path) -> None:
    path = tmp_path / "new" / "practice.db"
    with terminal(console_words(path), TZ="America/New_York") as console:
        console.sees("no practice yet", "1 New practice", "2 Demo practice", "3 Import")
        console.strike("1")
        console.sees("Practice", "Time zone", "Password")
        fill(console, "Elm Street", "new york", "Mary Lee", "", "pass1234", "pass1234", "Okafor MD; Reyes NP")
        console.sees("Calendar Tue 24 Nov 2026", "Okafor MD", "Reyes NP", "mlee")
        console.strike("q")
        assert console.ended(3) == 0
    assert b"pass1234" not in console.raw
    assert strangers(console.raw) == []
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def fill(console: Teletype, *texts: str) -> None:
    """Fill in a form, Enter after each field."""
    for text in texts:
        console.type(text)
        console.strike("enter")
        console.hear(0.1)


def test_a_demo_that_was_killed_half_way_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "practice.db"
    with terminal(console_words(path)) as console:
        console.sees("2 Demo practice")
        console.strike("2")
        console.until(lambda: (tmp_path / "practice.db.making").exists(), "the making")
        console.signal(signal.SIGKILL)
        assert console.ended(3) == -signal.SIGKILL
    assert not path.exists(), "half a practice would be worse than none"
    with terminal(console_words(path)) as console:
        console.sees("no practice yet")
        console.strike("2")
        console.sees("Calendar Tue 24 Nov 2026", "reception")
        console.strike("q")
        assert console.ended(3) == 0
    assert sorted(file.name for file in tmp_path.iterdir()) == ["practice.db", "practice.db.lock"]


def test_cut_off_while_the_demo_is_made(tmp_path: Path) -> None:
    path = tmp_path / "practice.db"
    with terminal(console_words(path)) as console:
        console.sees("2 Demo practice")
        console.strike("2")
        console.until(lambda: (tmp_path / "practice.db.making").exists(), "the making")
        console.signal(signal.SIGTERM)
        assert console.ended(3) == 128 + signal.SIGTERM
        assert console.settings() == console.at_first
    assert not path.exists() or demo.made_for(path) is not None, "whole or not at all"


@pytest.mark.parametrize("where", ["first run", "sign in"])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP], ids=lambda n: n.name)
def test_cut_off_before_anybody_is_there(
    office: Office, tmp_path: Path, where: str, number: signal.Signals
) -> None:
    path = tmp_path / "practice.db" if where == "first run" else office.path
    with terminal(console_words(path)) as console:
        console.sees("no practice yet" if where == "first run" else "sign in")
        console.signal(number)
        assert console.ended(3) == 128 + number
        assert console.settings() == console.at_first
        assert b"\x1b[?1049l" in console.raw


def test_signing_in_never_shows_the_password(office: Office) -> None:
    with terminal(console_words(office.path)) as console:
        console.sees("Sign-in", "Password")
        fill(console, "mlee", "wrongone")
        console.sees("do not fit together")
        console.type(PASSWORD)
        console.strike("enter")
        console.sees("Stone, Rae", "Keys")
        console.strike("ctrl+l")
        console.sees("locked by mlee")
        console.misses("Stone")
        console.type(PASSWORD)
        console.strike("enter")
        console.sees("Stone, Rae", "Keys")
    assert b"wrongone" not in console.raw
    assert PASSWORD.encode() not in console.raw


def test_a_sign_in_that_nobody_has_and_a_closed_one_sound_alike(office: Office) -> None:
    said = []
    for login in ("nobody", "mlee"):
        with terminal(console_words(office.path)) as console:
            console.sees("Sign-in", "Password")
            fill(console, login, "wrongone")
            console.sees("do not fit together")
            said.append([line for line in console.text().splitlines() if "together" in line])
    assert said[0] == said[1]


def test_whoever_gives_up_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "practice.db"
    with terminal(console_words(path)) as console:
        console.sees("no practice yet")
        console.strike("ctrl+g")
        assert console.ended(3) == 0
    assert list(tmp_path.iterdir()) == []


def test_the_sessions_are_on_record(office: Office) -> None:
    with terminal(console_words(office.path, "mlee")) as console:
        console.sees("Stone, Rae", "Keys")
        console.strike("q")
        console.ended(3)
    with sqlcipher3.connect(str(office.path)) as database:
        query = "SELECT action FROM audit WHERE action LIKE 'session.%' ORDER BY seq DESC LIMIT 2"
        assert [row[0] for row in database.execute(query)] == ["session.end", "session.start"]


@pytest.mark.parametrize("how", ["2>/dev/null", "</dev/null", "| cat", "TERM=dumb"])
def test_without_a_whole_terminal_it_says_so(office: Office, how: str) -> None:
    words = f"{'TERM=dumb ' if '=' in how else ''}{shlex.join(console_words(office.path, 'mlee'))}"
    with terminal(["sh", "-c", f"{words} {'' if '=' in how else how}; echo ended"]) as shell:
        shell.sees("ended")
        assert b"\x1b[?1049h" not in shell.raw
        assert "2>" in how or "frontdesk drive" in shell.text()
