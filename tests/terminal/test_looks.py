"""What a terminal can show is asked of it: terminals of UTF-8 and of bytes, silent ones, ones without colour."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pyte
import pytest
from textual.strip import Strip

from frontdesk.harness import Driven, console, console_words, terminal
from frontdesk.terminal import SIGNS_ASKED
from frontdesk.terminal.skills import colours_of, look_of, signs_of
from frontdesk.widgets.look import Colour, Look, Signs
from tests.screens.office import Office, open_office
from tests.terminal.escapes import sequences, strangers

ASKED = SIGNS_ASKED.encode()
END_OF_STRING = "\x1b\\"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """With names of two bytes a letter; the second byte of the Cyrillic A begins a string on an 8-bit terminal."""
    made = open_office(tmp_path_factory.mktemp("office"))
    made.book(made.register("Núñez", "Zoë"), "Okafor", "9:30")
    made.book(made.register("Арсов", "Анна"), "Okafor", "11:00")
    made.desk.database.close()
    return made


def eight_bit(raw: bytes) -> Any:
    """What an 8-bit terminal shows: DCS, SOS, OSC, PM and APC (0x90, 0x98, 0x9d ..) take all up to their end."""
    screen = pyte.Screen(80, 24)
    stream = pyte.ByteStream(screen)
    stream.select_other_charset("@")
    seen = re.sub(rb"[\x90\x98\x9d-\x9f].*?(?:\x9c|\x1b\\|\Z)", b"", raw, flags=re.DOTALL)
    stream.feed(re.sub(rb"\x1b\[\?[0-9]+\$p", b"", seen))
    return screen


def test_the_question_leaves_no_trace_and_costs_little() -> None:
    for charset, column in (("G", 2), ("@", 3)):
        screen = pyte.Screen(80, 24)
        stream = pyte.ByteStream(screen)
        stream.select_other_charset(charset)
        answers: list[str] = []
        screen.write_process_input = answers.append
        stream.feed(b"$ frontdesk\r\n")
        before = list(screen.display), (screen.cursor.x, screen.cursor.y)
        stream.feed(ASKED)
        assert (list(screen.display), (screen.cursor.x, screen.cursor.y)) == before
        assert answers == [f"\x1b[2;{column}R"]
    assert len(ASKED) <= 15


def test_a_terminal_of_bytes_gets_ascii(office: Office) -> None:
    """Its first screen comes before its answer; nothing that this began hides the screen that is right."""
    with terminal(console_words(office.path, "mlee"), TERM="xterm", utf8=False, answers=False) as desk:
        desk.until(lambda: "А".encode() in desk.raw and b"Keys" in desk.raw, "the first screen")
        desk.send(b"\x1b[1;3R")
        desk.sees("Nunez, Zoe", "Arsov, Anna", "Keys")
        desk.rest()
        assert desk.text().isascii()
        assert strangers(desk.raw) == [END_OF_STRING]
        shown = eight_bit(desk.raw)
        assert [line.rstrip() for line in shown.display] == desk.text().split("\n")
        settled = len(desk.raw)
        desk.type("n")
        desk.sees("New visit")
        desk.type("Núñ")
        desk.press("enter")
        desk.sees("Nunez, Zoe", "Kind")
        desk.press("ctrl+g")
        assert desk.raw[settled:].isascii()


def test_an_answer_before_the_first_screen_leaves_nothing_to_mend(office: Office) -> None:
    with terminal(console_words(office.path, "mlee"), TERM="vt220", utf8=False) as desk:
        desk.sees("Nunez, Zoe", "Arsov, Anna", "Keys")
        assert desk.raw.replace(ASKED, b"").isascii()
        assert END_OF_STRING not in desk.raw.decode("latin-1")


def test_a_silent_terminal_gets_what_its_type_says(office: Office) -> None:
    for kind, shown in (("xterm", "Núñez, Zoë"), ("vt220", "Nunez, Zoe")):
        with terminal(console_words(office.path, "mlee"), TERM=kind, answers=False) as desk:
            desk.sees(shown, "Keys")
            assert desk.raw.count(b"\x1b[6n") == 1
            assert (desk.raw.replace(ASKED, b"")).isascii() == (kind == "vt220")
            assert (strangers(desk.raw, colours=False) == []) == (kind == "vt220")


def test_an_old_name_that_takes_utf8_says_so(office: Office) -> None:
    """Keys that were typed before the answer are keys."""
    with terminal(console_words(office.path, "mlee"), TERM="vt220") as desk:
        desk.strike("n")
        desk.sees("New visit", "Núñez, Zoë")
        desk.rest()
        assert END_OF_STRING not in set(sequences(desk.raw))
        hint, typed = (desk.screen.buffer[y][x] for y, x in places(desk.text(), "name, phone", "Okafor MD    "))
        assert (hint.underscore, typed.underscore) == (False, True), "a hint does not look like what was typed"


def places(text: str, *words: str) -> list[tuple[int, int]]:
    """Row and column of the last place of each of these words, a letter in."""
    lines = text.split("\n")
    return [
        max((y, line.rindex(word.rstrip()) + 2) for y, line in enumerate(lines) if word.rstrip() in line)
        for word in words
    ]


KINDS = {
    "xterm-256color": (256, Signs.AUTO, Colour.AUTO), "linux": (8, Signs.AUTO, Colour.AUTO),
    "screen": (8, Signs.AUTO, Colour.AUTO), "tmux": (8, Signs.AUTO, Colour.AUTO),
    "rxvt": (8, Signs.AUTO, Colour.AUTO), "putty": (None, Signs.AUTO, Colour.AUTO),
    "vte": (None, Signs.AUTO, Colour.AUTO), "konsole": (8, Signs.AUTO, Colour.AUTO),
    "xterm-mono": (0, Signs.AUTO, Colour.NONE), "linux-m": (0, Signs.AUTO, Colour.NONE),
    "vt100": (0, Signs.ASCII, Colour.NONE), "vt220": (None, Signs.ASCII, Colour.NONE),
    "ansi": (8, Signs.ASCII, Colour.EIGHT), "hurd": (8, Signs.AUTO, Colour.EIGHT),
    "nobody-knows": (None, Signs.AUTO, Colour.AUTO), "": (0, Signs.ASCII, Colour.NONE),
}  # fmt: skip
"""By type and the colours that terminfo knows of it: the signs with which to begin, and the colours."""


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_type_tells(kind: str) -> None:
    number, signs, colours = KINDS[kind]
    assert (signs_of(kind), colours_of(kind, number)) == (signs, colours)


def test_terminfo_is_asked() -> None:
    assert look_of("vt220") == Look(Signs.ASCII, Colour.NONE, dim=False)


def marks(desk: Driven, row: int) -> set[str]:
    """How a line's text is marked other than by colour."""
    line: Strip = desk._strips()[row]
    names = ("bold", "dim", "underline", "reverse")
    return {name for segment in line if segment.style for name in names if getattr(segment.style, name)}


async def test_nothing_is_said_by_colour_alone(office: Office, tmp_path: Path) -> None:
    async with console(office.path, login="mlee", now="2026-11-24T09:42") as desk:
        desk.app.wear(Look(colour=Colour.NONE))
        await desk.press("end")
        styles = [segment.style for strip in desk._strips() for segment in strip if segment.style]
        assert all(style.color is None and style.bgcolor is None for style in styles)
        assert marks(desk, 0) == {"reverse"}, "the heading"
        assert [row for row in range(1, 23) if "reverse" in marks(desk, row)] == [20], "the cursor"
        await desk.press("m")
        assert desk.screen().split("\n")[22].startswith("!"), "a refusal"
        assert "bold" in marks(desk, 22)
