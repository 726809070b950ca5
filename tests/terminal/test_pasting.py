"""What arrives faster than fingers is text to look for, never a row of commands."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlcipher3

from frontdesk.harness import Teletype, console_words, terminal
from tests.screens.office import Office, open_office
from tests.terminal.escapes import strangers

PASTED = b"\x1b[200~%s\x1b[201~"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    made = open_office(tmp_path_factory.mktemp("office"))
    made.desk.database.close()
    return made


@pytest.fixture
def console(office: Office) -> Iterator[Teletype]:
    """A console with the cursor on Stone's visit."""
    before = head(office.path)
    with terminal(console_words(office.path, "mlee")) as made:
        made.sees("Stone, Rae", "Keys")
        made.strike("down", "down")
        made.sees(">10:00a S Stone")
        yield made
    passing = ("session.", "calendar.claim", "calendar.unclaim")  # an open form holds its slot for a while
    changes = [action for action in head(office.path)[len(before) :] if not action.startswith(passing)]
    assert changes in ([], ["patients.open"]), "nothing was changed"


def head(path: Path) -> list[str]:
    with sqlcipher3.connect(str(path)) as database:
        return [row[0] for row in database.execute("SELECT action FROM audit ORDER BY seq")]


def send(console: Teletype, raw: bytes) -> None:
    os.write(console.process.fd, raw)


@pytest.mark.parametrize("text", [b"xp", b"xp\nxp\n", b"aaaaaa\r", b"diaz", b"\x1b[2Ja\x07c"], ids=repr)
def test_a_paste_is_looked_for(console: Teletype, text: bytes) -> None:
    send(console, PASTED % text)
    console.sees("Find")
    console.strike("ctrl+g")
    console.sees("Stone, Rae", ">10:00a S Stone")
    assert strangers(console.raw) == []


@pytest.mark.parametrize("burst", [b"xpxpxp", b"acacac", b"6175550142", b":cancel p"], ids=repr)
def test_a_burst_is_looked_for(console: Teletype, burst: bytes) -> None:
    send(console, burst)
    console.sees("Find", burst.decode())
    console.strike("ctrl+g")
    console.sees("Stone, Rae")


def test_a_scanner_that_sends_letter_by_letter(console: Teletype) -> None:
    for letter in b"xp12345":
        send(console, bytes([letter]))
    console.sees("Find", "xp12345")


def test_the_name_of_a_command_is_not_one_when_scanned(console: Teletype) -> None:
    send(console, b"cancel\r")
    console.sees("Find", "!Nothing fits that.")


def test_keys_that_say_what_they_are_one_by_one_stay_off(console: Teletype) -> None:
    """Where a terminal reports each key as a sequence, a scanner could not be told from fingers."""
    assert b"\x1b[>" not in console.raw


def test_a_scanner_with_its_own_enter_opens_who_was_found(console: Teletype) -> None:
    send(console, b"000002\r")
    console.sees("Patient Diaz, Luis")


def test_a_paste_into_a_field_stays_in_it(console: Teletype) -> None:
    console.strike("n")
    console.sees("New visit")
    send(console, PASTED % b"di\naz\x1b]0;x\x07")
    console.sees("di az", "New visit")
    assert strangers(console.raw) == []
    console.strike("ctrl+g")
    console.sees("Stone, Rae")


@pytest.mark.parametrize("asking", ["x", "g", ":", "#"])
def test_a_paste_while_something_is_asked_answers_nothing(console: Teletype, asking: str) -> None:
    if asking == "#":
        console.strike("up")
    console.strike(asking)
    console.sees("back")
    send(console, PASTED % b"p\np\n")
    console.silent(0.3)
    console.strike("ctrl+g", "ctrl+g", "ctrl+g")
    console.sees("Stone, Rae", "Keys")


def test_held_keys_are_keys(console: Teletype) -> None:
    """The same letter again and again is a held key, not a scanner."""
    send(console, b"]" * 8)
    console.sees("Wed 2 Dec 2026")
