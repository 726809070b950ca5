"""Escape sequences and markup that are in the file already come out harmless on every screen that shows them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from frontdesk.harness import Teletype, console_words, terminal
from frontdesk.screens.signin import Leave
from tests.terminal.escapes import sequences, strangers
from tests.terminal.hostile import MARKUP, PAYLOADS, office_with

NAMES = list(PAYLOADS)

Step = tuple[Sequence[str], Sequence[str]]
"""Keys, and what must then be on the screen."""

WALK: list[Step] = [
    ((), ("Fam0", "Doc0", "Why", "ml")),
    (("down", "down"), (">9:45a", "Fam0", "Giv")),
    (("right",), ("Fam1",)),
    (("m",), ("Moving Fam1",)),
    (("ctrl+g",), ("Put back.",)),
    (("c",), ("Confirmed Fam1", "u undo")),
    (("u",), ("Not confirmed: Fam1",)),
    (("x",), ("Cancel Fam1", "why?")),
    (("ctrl+g", "right"), (">9:45a", "S Fam2")),
    (("l",), ("no-show on Tue", "X Fam0", "X Fam1", "X Fam2", "Doc1")),
    (("ctrl+g", "down", "down", "down"), (">10:30a-11:00a Doc2", "# Why")),
    (("down", "down", "#"), ("Block Doc2",)),
    (("ctrl+g", "n"), ("New visit", "With     Doc2")),
    (("f", "a", "m"), ("1/3", "Fam0", "Fam1", "Fam2")),
    (("enter", "K", "1"), ("Kind1",)),
    (("tab", "tab", "down"), ("Doc0", ">Doc2")),
    (("tab", "tab", "down"), ("Rm0", "Rm1", "Rm2")),
    (("ctrl+g", "slash", "f", "a", "m"), ("3 found.", "Fam2")),
    (("enter",), ("Alert ! Alert", "Patient Fam0", "Note    Note", "Mail    Mail", "Doc0")),
    (("e",), ("Edit Fam0", "Family name Fam0", "Given name  Giv", "Note        Note")),
    (("ctrl+g", "tab"), ("Type part of a name",)),
    (("f", "a", "m"), ("3 found.",)),
    (("down", "enter"), ("Patient Fam1", "Note    Note", "Mail    Mail")),
    (("tab", "backspace", "backspace", "backspace", "f", "a", "m", "down", "down", "enter"), ("Patient Fam2",)),
    (("ampersand",), ("Set-up", "provider Doc0", "room     Rm1", "kind     K2", "site     Elm")),
    (("end",), ("sign-in  ml", "Lee")),
    (("home", "e"), ("Hours of Doc0",)),
    (("ctrl+g", "enter"), ("Doc0", "hours, days, kept time, blocks", "hours mon-fri")),
    (("ctrl+g", "ctrl+g", "z"), ("Parked forms", "Draft", "Parked")),
    (("down", "enter"), ("Family name fam", "Alert       ale")),
    (("ctrl+g", "z"), ("Parked forms",)),
    (("down", "down", "down", "enter"), ("Patient  Pat", "Note     Dra")),
    (("ctrl+g", "colon", *"book fam0", "enter"), ("New visit", "1/1/1970 56")),
    (("ctrl+g", "ctrl+l"), ("locked by ml",)),
]  # fmt: skip
"""Through every screen that shows something out of the file."""

SIGNS = {"slash": "/", "colon": ":", "ampersand": "&"}


def walk(console: Teletype) -> str:
    """Take every step; everything that was on the screen."""
    seen = []
    for keys, words in WALK:
        console.type_ahead(*(SIGNS.get(key, key) for key in keys))
        console.sees(*words)
        while console.hear(0.06):  # the words may stand in the first half of what is sent
            pass
        seen.append(console.text())
    console.strike(Leave.key)
    assert console.ended(5) == 0
    return "\n".join(seen)


def harmless(payload: str) -> str:
    """What is left of a payload when nothing of it can be obeyed."""
    return "".join(letter for letter in payload if letter.isprintable())


@pytest.mark.parametrize("first", range(4), ids=lambda n: ", ".join(NAMES[n::4]))
def test_what_is_in_the_file_never_reaches_the_terminal_as_code(tmp_path: Path, first: int) -> None:
    payloads = [PAYLOADS[name] for name in NAMES[first::4]]
    office = office_with(tmp_path, payloads)
    with terminal(console_words(office.path, f"ml{payloads[0]}")) as console:
        seen = walk(console)
    assert strangers(console.raw) == []
    for name in set(NAMES[first::4]) - MARKUP:
        assert PAYLOADS[name].encode() not in console.raw, name
    for number, payload in enumerate(payloads):
        for field in (
            f"Patient Fam{number}",
            "Giv",
            "Alert ! Alert",
            "Note    Note",
            "Mail    Mail",
            f"Rm{number}",
        ):
            assert f"{field}{harmless(payload)}" in seen, "shown as what it is: text"


def test_a_sequence_of_somebody_elses_is_known_from_our_own() -> None:
    for payload in (text for name, text in PAYLOADS.items() if name not in MARKUP):
        assert strangers(f"\x1b[1;1H\x1b[7;39;49mAbbott{payload}".encode()) != [], payload
    assert list(sequences(b"\x1b[?1049h\x1b[2;1H\x1b[1;39;49mAbbott\x1b[0m\r\n\x1b[?25h")) != []
    assert strangers(b"\x1b[?1049h\x1b[2;1H\x1b[1;39;49mAbbott\x1b[0m\r\n\x1b[?25h") == []
    assert strangers(b"\x1b[31mred", colours=False) == ["\x1b[31m"]
