"""What a broader terminal shows more; at every breadth lines fit, numbers are whole and the cursor stays."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from rich.text import Text

from frontdesk.harness import Driven, console
from frontdesk.settings import TEST_LONG
from frontdesk.widgets.bars import ended
from frontdesk.widgets.breadth import BROAD, USUAL, WIDE
from frontdesk.widgets.daygrid import DayGrid
from frontdesk.widgets.facts import Fact, facts_in
from frontdesk.widgets.rows import RowList
from tests.terminal.every import EVERY, SHOWN, practice_file

HEIGHT = 22
EDGES = (USUAL, BROAD, WIDE)
OTHERS = ((79, 131), (99, 60), (200,))
"""Other breadths: each screen is shown at some of them, at length at all."""

MORE: dict[str, tuple[str, str]] = {
    "calendar.pane:CalendarPane": ("", "booked Tue 24 Nov 2026"),
    "the week": ("", "booked Tue 24 Nov 2026"),
    "the month": ("55h", "% of the time"),
    "the day": ("", "free at"),
    "patients:PatientsPane": ("next visit", "lives in"),
    "a patient": ("  15m", "| "),
    "calendar.joined:Joined": ("length", "note"),
    "calendar.restoring:CancelledList": ("phone", "note"),
    "duplicates:Duplicates": ("next visit", "lives in"),
    "finder:Finder": ("next visit", "lives in"),
    "help:HelpScreen": ("", "   | "),
    "openings:OpeningsDialog": ("until", "device"),
    "palette:PaletteScreen": ("", "on the : line"),
    "setup.holidays:VisitsOn": ("born", "note"),
    "setup.listing:SetupList": ("to come", "the first"),
    "todo.closed:ClosedList": ("born", "note"),
    "todo.interpreters:InterpreterList": ("born", "note"),
    "todo.late:LateList": ("born", "called"),
    "todo.messages:MessageList": ("next visit", "lives in"),
    "todo.notes:NoteList": ("  phone", "  taken   "),
    "todo.out:OutList": ("born", "called"),
    "todo.outcomes:OutcomeList": ("born", "note"),
    "todo.printing:JobList": ("asked at", "pages"),
    "todo.to_place:ToPlaceList": ("born", "note"),
    "todo:TodoList": ("on the : line", ""),
}
"""What a screen shows from 100 cells on, and from 132 on, that it does not show at 80."""

CUT = re.compile(
    r"\b\d{3}-\d{3}-(?!\d{4}\b)|\b\d{3}-(?=\d{0,2}\b)(?!\d{3})|\b\d{1,2}/\d{1,2}/(?!\d{4}\b)|\b\d{1,2}:\d?(?!\d)"
)
"""A phone, a date or a time of which the end is missing."""


def look(desk: Driven, width: int, name: str) -> str:
    """The screen as text; nothing on it is too long or cut within a number."""
    strips = desk.app.screen._compositor.render_strips()
    assert {strip.cell_length for strip in strips} == {width}, name
    text = desk.screen()
    assert not CUT.findall(text), (name, width, text)
    return text


def place(desk: Driven) -> Any:
    """What the cursor is on."""
    found: list[Any] = []
    for rows in desk.app.screen.query(RowList):
        if rows.display and rows.current is not None:
            found.append(rows._key(rows.current))
    grids = desk.app.screen.query(DayGrid)
    return found, [(grid.spot.at, grid.spot.column) for grid in grids if grid.spot is not None]


async def tried(desk: Driven, name: str) -> None:
    """Show it at one breadth after the other."""
    shown, was = {}, None
    others = OTHERS if TEST_LONG.read() else [OTHERS[len(name) % len(OTHERS)]]
    for width in (*EDGES, *(width for some in others for width in some)):
        await desk.resize(width, HEIGHT)
        text = look(desk, width, name)
        shown[width] = text
        was = place(desk) if was is None else was
        if name not in ("help:HelpScreen", "a patient"):  # whose lines are other ones at another breadth
            assert place(desk) == was, (name, width)
    broad, wide = MORE.get(name, ("", ""))
    for more, at, below in ((broad, BROAD, USUAL), (wide, WIDE, BROAD)):
        assert more in shown[at], (name, at, shown[at])
        assert not more or more not in shown[below], (name, below, shown[below])


async def test_every_screen_at_every_breadth(tmp_path: Path) -> None:
    async with console(practice_file(tmp_path), login="mlee", now="2026-11-24T09:42") as desk:
        for name, keys in SHOWN.items():
            await desk.press(*keys)
            await tried(desk, name) if name in MORE else None
        app, dialogs = desk.app, MORE.keys() - SHOWN.keys()
        my: Any = app.screen
        for name in sorted(dialogs):
            make = EVERY[name]
            await (app.push_screen if app.screen is my else app.switch_screen)(make(my))
            await desk.settle()
            await desk.press("down")
            await tried(desk, name)


@pytest.mark.parametrize(
    ("width", "wanted"),
    [
        (80, []),
        (99, []),
        (100, [("a", 4), ("b", 10)]),
        (131, [("a", 4), ("b", 10)]),
        (132, [("a", 4), ("b", 10), ("c", 32)]),
    ],
)
def test_what_there_is_room_for(width: int, wanted: list[tuple[str, int]]) -> None:
    facts: list[Fact[str]] = [
        Fact("a", 4, lambda row, _: row), Fact("b", 10, lambda row, _: row),
        Fact("c", 14, lambda row, _: row, WIDE, grows=True), Fact("d", 40, lambda row, _: row),
    ]  # fmt: skip
    assert [(fact.title, cells) for fact, cells in facts_in(facts, width, USUAL)] == wanted


@pytest.mark.parametrize(
    ("width", "wanted"),
    [
        (20, "call 617-555-0142 at"), (18, "call 617-555-0142 "), (17, "call 617-555-0142"), (16, "call .."),
        (6, "call .."[:6]), (5, "call "), (3, "cal"),
    ],
)  # fmt: skip
def test_a_bar_never_ends_within_a_number(width: int, wanted: str) -> None:
    assert ended(Text("call 617-555-0142 at"), width).plain == wanted
