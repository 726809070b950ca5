"""Whatever is painted, what we send shows the same as what Textual would have sent."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len, set_cell_size

from frontdesk.settings import TEST_LONG
from frontdesk.terminal.cells import PLAIN, Cells, Style, style_of
from frontdesk.terminal.painting import Painter, Skills, change_style
from tests.terminal.mirror import Emulator, Twice

ABLE = {
    "everything": Skills(),
    "no lines inserted": Skills(lines=False),
    "no parts moved": Skills(regions=False),
    "nothing but places": Skills(regions=False, lines=False),
}
"""Terminals by what they can't do."""

FRAMES = 1_250
"""Frames that each kind of terminal is shown at least: together 5,000."""
RUNS = 2_000 if TEST_LONG.read() else 110

TEXTS = ["a", "ab", "hello world", "é", "日本", "e\u0301x", "─│", "    ", " .   ", "x" * 40, "👍a", "ñandú", "0"]
CODES = ["", "1", "7", "1;31", "38;5;200", "2;4", "39;49", "44", "91;104", "7;1", "32;40", "48;2;1;2;3"]
SIZES = [(20, 8), (80, 24), (5, 3), (33, 11)]

pieces = st.tuples(st.integers(0, 100), st.integers(0, 100), st.sampled_from(CODES), st.sampled_from(TEXTS))
patches = st.lists(pieces, min_size=1, max_size=8)
lists = st.tuples(st.integers(-3, 3), st.integers(0, 3), st.integers(0, 3), st.booleans())
"""A list that moves: by so many lines, with so many lines above and below that stay, and wide letters or not."""
sizes = st.sampled_from(SIZES)
steps = st.lists(st.one_of(patches, patches, lists, lists, sizes), min_size=8, max_size=18)


def placed(pieces: list[tuple[int, int, str, str]], width: int, height: int) -> str:
    """A frame of pieces of text here and there, none of which leaves the screen."""
    frame = ""
    for x, y, codes, text in pieces:
        column = x % width
        room = width - column
        text = text if cell_len(text) <= room else set_cell_size(text, room)
        frame += f"\x1b[{y % height + 1};{column + 1}H\x1b[{codes}m{text}\x1b[0m"
    return frame


def listed(first: int, head: int, foot: int, wide: bool, width: int, height: int) -> str:
    """A frame of a list whose first line is that one, between lines that stay."""
    frame = ""
    for y in range(height):
        moving = head <= y < height - foot
        text = f"{'行' if wide else 'line'} {y + first if moving else -y} {'.' * (y % 5)}"
        frame += f"\x1b[{y + 1};1H\x1b[{'7' if y == head else ''}m{set_cell_size(text, width)}\x1b[0m"
        frame += "\n" if y < height - 1 else ""
    return frame


def play(skills: Skills, steps: list[object]) -> int:
    """Paint frames both ways; how many."""
    twice, size, first = Twice(skills), SIZES[0], 0
    for step in steps:
        if isinstance(step, list):
            frame = placed(step, *size)
        elif isinstance(step, tuple) and len(step) == 4:
            moved, head, foot, wide = step
            first += moved
            frame = listed(first, head, foot, wide, *size)
        else:
            assert isinstance(step, tuple)
            size = step
            frame = listed(first, 0, 0, False, *size)
        twice.show(f"{frame}\x1b[{1 + first % size[1]};1H", size)
    return twice.frames


@pytest.mark.parametrize("skills", ABLE.values(), ids=ABLE)
def test_random_frames(skills: Skills) -> None:
    frames = resized = 0

    @settings(max_examples=RUNS, derandomize=True, deadline=None)
    @given(steps=steps)
    def try_them(steps: list[object]) -> None:
        nonlocal frames, resized
        frames += play(skills, steps)
        resized += sum(isinstance(step, tuple) and len(step) == 2 for step in steps)

    try_them()
    assert frames >= FRAMES
    assert resized >= FRAMES / 10


def test_a_list_that_moves_by_a_line_costs_a_line() -> None:
    twice = Twice()
    for first in range(30):
        twice.show(f"{listed(first, 2, 3, False, 80, 24)}\x1b[1;1H", (80, 24))
        assert first == 0 or len(twice.last) < 160, twice.last


def test_nothing_is_sent_for_what_is_there() -> None:
    twice = Twice()
    for _ in range(2):
        twice.show("\x1b[1;1Hhello\x1b[3;3H", (80, 24))
    assert twice.last == ""


def test_what_nobody_knows_any_more_is_painted_anew() -> None:
    cells, painter, terminal = Cells(20, 4), Painter(Skills()), Emulator(20, 4)
    cells.read("\x1b[1;1H\x1b[1mhello\x1b[0m\x1b[4;1Hthere\x1b[2;2H")
    terminal.show(painter.paint(cells))
    before = terminal.seen()
    terminal.show("\x1b[2;1Hjunk of another program\x1b[7m")
    painter.forget()
    terminal.show(painter.paint(cells))
    assert terminal.seen() == before


STYLES = [style_of(codes) for codes in [*CODES, "1;2", "2", "1;4;7", "3;9", "4", "21"]]


@pytest.mark.parametrize("old", STYLES)
@pytest.mark.parametrize("new", STYLES)
def test_from_style_to_style(old: Style, new: Style) -> None:
    changed, afresh = Emulator(2, 1), Emulator(2, 1)
    changed.show(f"{change_style(None, old)}{change_style(old, new)}x")
    afresh.show(f"{change_style(None, new)}x")
    assert changed.seen() == afresh.seen()
    assert len(change_style(old, new)) <= len(change_style(None, new))


def test_a_plain_style_is_one_whatever_it_is_called() -> None:
    assert all(style_of(codes) is PLAIN for codes in ("", "0", "39", "49", "1;0", "39;49"))
