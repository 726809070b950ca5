"""Terminals of every size and kind: nothing breaks, the cursor shows, and without colour all can be read."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from frontdesk.harness import Teletype, console_words, terminal
from tests.screens.office import Office, open_office
from tests.terminal.escapes import sequences, strangers

OPENED = {
    "detail": ("down", "down"), "cancel": ("x",), "cancelled": ("l",), "block": ("up", "up", "#"), "goto": ("g",),
    "booking": ("n", "v", "u"), "finder": ("/", "a", "b"), "line": (":", "c"), "palette": ("ctrl+p", "c"),
    "help": ("?", "pagedown"), "set-up": ("&",), "hours": ("e",), "patients": ("3", "d", "i", "a"),
    "page": ("enter",), "edit": ("e",), "register": ("ctrl+n",), "lock": ("ctrl+l",),
}  # fmt: skip
"""Every screen and dialog, by the keys that open it from the one before (or from the calendar)."""

AFTER = {"hours": "set-up", "page": "patients", "edit": "page"}
"""Those that are opened from another that must stay open."""

SIZES = [(20, 6), (200, 60)]
"""The others are walked without a terminal, in tests/screens."""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    made = open_office(tmp_path_factory.mktemp("office"))
    made.desk.database.close()
    return made


def walk(console: Teletype) -> Iterator[str]:
    """Open every screen and dialog, one after the other; its name each time it is open."""
    stay = set(AFTER.values())
    for name, keys in OPENED.items():
        if name == "register":
            console.strike("ctrl+g")
            console.hear(0.05)
        for key in keys:
            console.strike(key)
            console.hear(0.05)
        while console.hear(0.08):
            pass
        assert console.process.isalive(), (name, console.text())
        yield name
        if name not in stay and name != "lock":
            console.strike("ctrl+g")
            while console.hear(0.08):
                pass


def cursor_is_reverse(console: Teletype) -> bool:
    """Whether anything on the screen is in reverse video."""
    return any(cell.reverse for line in console.screen.buffer.values() for cell in line.values())


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_every_screen_at_every_size(office: Office, size: tuple[int, int]) -> None:
    with terminal(console_words(office.path, "mlee"), size=size) as console:
        console.until(lambda: "9:42" in console.text() and cursor_is_reverse(console), "the calendar")
        seen = [(name, console.text()) for name in walk(console)]
        console.signal(15)
        assert console.ended(5) == 143
    assert strangers(console.raw, size) == []
    assert [name for name, _ in seen] == list(OPENED)
    assert all(text.strip() for _, text in seen)
    assert all(text.isascii() for _, text in seen), "but for data, every screen is in ASCII"


def test_a_terminal_that_changes_its_size(office: Office) -> None:
    with terminal(console_words(office.path, "mlee")) as console:
        console.sees("Stone, Rae", "Keys")
        console.strike("n", "v", "u")
        console.sees("New visit", "Vu, Peter")
        for size in [(20, 6), (200, 60), (40, 12), (1, 1), (80, 24)]:
            console.resize(*size)
            while console.hear(0.3):
                pass
            assert console.process.isalive()
        console.sees("New visit", "Vu, Peter")
        console.strike("ctrl+g")
        console.sees("Stone, Rae", "Keys")


def test_without_colour_everything_can_be_read(office: Office) -> None:
    """A terminal that knows no colour, nothing dim, and only ASCII, and never answers."""
    with terminal(console_words(office.path, "mlee"), TERM="vt220", answers=False) as console:
        console.sees("Stone, Rae", "Keys")
        for name in walk(console):
            assert strangers(console.raw, colours=False) == [], name
            assert console.raw.partition(b"\x1b[6n")[2].isascii(), name
            assert not re.search(rb"\x1b\[(?:[0-9]*;)*(?:2|39|49)(?:;[0-9]*)*m", console.raw), name
            if name in ("detail", "cancelled", "finder", "palette", "help", "set-up", "patients", "page"):
                assert cursor_is_reverse(console), f"the row under the cursor of {name} shows"


@pytest.mark.parametrize("kind", ["linux", "vt220", "screen", "xterm-256color"])
def test_sixteen_colours_at_most(office: Office, kind: str) -> None:
    with terminal(console_words(office.path, "mlee"), TERM=kind, COLORTERM="truecolor") as console:
        console.sees("Stone, Rae", "Keys")
        console.strike("?")
        console.sees("Keys that work here")
    assert strangers(console.raw) == []
    styles = {s for s in sequences(console.raw) if s.endswith("m")}
    assert not [s for s in styles if "38;" in s or "48;" in s]
