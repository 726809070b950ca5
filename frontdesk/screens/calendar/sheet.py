"""A day laid out as rows and columns of a grid: a pure function, so that it can be read and tested alone."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict

from frontdesk.logic.calendar import LETTERS, Column, Day, DayBlock, DayVisit
from frontdesk.widgets import daygrid

COLORS = {
    "arrived": "bold yellow",
    "checked_in": "yellow",
    "roomed": "cyan",
    "ready": "bold cyan",
    "with_provider": "bold green",
    "checkout": "green",
    "done": "dim",
    "left": "dim",
    "no_show": "dim red",
}
"""The colour of a place; its letter says the same without colour."""

FREE = daygrid.Cell("free", left=".", style="dim")
CLOSED = daygrid.Cell("closed", left="~", style="dim")

Sheet = tuple[tuple[daygrid.Column, ...], tuple[daygrid.Row, ...]]
"""What the grid shows: columns and rows."""


def lay_out(day: Day, now: int | None = None, lifted: int = 0) -> Sheet:
    """Lay out a day. `now` draws the line of the present; `lifted` is the visit that is being moved."""
    stacks = [_stack(day, column, lifted) for column in day.columns]
    columns = tuple(
        daygrid.Column(c.provider, f"{c.short} {c.credential}".strip(), f"{c.booked}/{c.capacity}")
        for c in day.columns
    )
    rows: list[daygrid.Row] = []
    for number, at in enumerate(day.lines):
        if now is not None and at > now and (not rows or rows[-1].at <= now):
            rows.append(_present(day, now, len(columns)))
        height = max((len(stack[number]) for stack in stacks), default=1)
        label = _label(day, number)
        for extra in range(height):
            cells = tuple(stack[number][extra] if extra < len(stack[number]) else BELOW for stack in stacks)
            rows.append(daygrid.Row(at, extra, label if extra == 0 else "", cells))
    if now is not None and day.lines and day.lines[-1] <= now < day.lines[-1] + day.step * 60:
        rows.append(_present(day, now, len(columns)))
    return columns, tuple(rows)


BELOW = daygrid.Cell("more", left="")
"""Beneath a row that another column needs twice."""


def _present(day: Day, now: int, width: int) -> daygrid.Row:
    return daygrid.Row(now, 0, day.clock(now)[:-1], (CLOSED,) * width, rule=True)


def _label(day: Day, number: int) -> str:
    """`9:00a` on the hour and in the first row, `9:15` in between."""
    words = day.clock(day.lines[number])
    return words if number == 0 or ":00" in words else words[:-1] + " "


def _stack(day: Day, column: Column, lifted: int) -> list[list[daygrid.Cell]]:
    """For each line the cells one provider shows there: more than one where the time is booked twice."""
    starting: dict[int, list[daygrid.Cell]] = defaultdict(list)
    running: dict[int, daygrid.Cell] = {}
    for visit in column.visits:
        first, last = _line(day, visit.starts), _line(day, visit.ends - 1)
        starting[first].append(_visit(day, visit, visit.id == lifted))
        if visit.place != "no_show":
            style = starting[first][-1].style
            for number in range(first + 1, last + 1):
                running.setdefault(number, daygrid.Cell("more", visit.id, " |", style=style))
    for block in column.blocks:
        _block(day, block, starting, running)
    return [starting[n] or [running.get(n) or _empty(day, column, n)] for n in range(len(day.lines))]


def _line(day: Day, at: int) -> int:
    """The number of the line a moment falls in."""
    return max(0, bisect_right(day.lines, at) - 1)


def _block(
    day: Day,
    block: DayBlock,
    starting: dict[int, list[daygrid.Cell]],
    running: dict[int, daygrid.Cell],
) -> None:
    """A block shows its reason in the first line where nothing else stands, and `#` in the others."""
    said = False
    for number in range(_line(day, block.starts), _line(day, block.ends - 1) + 1):
        if not starting[number] and number not in running:
            left = "#" if said else f"# {block.reason}"
            running[number] = daygrid.Cell("block", block.id, left, style="magenta")
            said = True


def _empty(day: Day, column: Column, number: int) -> daygrid.Cell:
    at = day.lines[number]
    return FREE if any(opens <= at < closes for opens, closes in column.open) else CLOSED


def _visit(day: Day, visit: DayVisit, lifted: bool) -> daygrid.Cell:
    line = day.lines[_line(day, visit.starts)] if day.lines else visit.starts
    off = f"{day.clock(visit.starts)[:-1]} " if line != visit.starts else ""
    style = "bold" if lifted else COLORS.get(visit.place, "")
    return daygrid.Cell(
        "visit",
        visit.id,
        f"{signs(visit, lifted)}{visit.sign}{visit.name}",
        f"{off}{visit.kind}{'!' if visit.overbooked or visit.urgent else ''}",
        style,
    )


def signs(visit: DayVisit, lifted: bool = False) -> str:
    """Place, `c` confirmed, `=` a similar name that day, and `>` for the one that is being moved."""
    letter = ">" if lifted else LETTERS[visit.place]
    confirmed = "c" if visit.confirmed and visit.place == "scheduled" else ""
    return f"{letter}{confirmed}{'=' if visit.same_name else ' '}"
