"""A day laid out as rows and columns of a grid: a pure function, so that it can be read and tested alone."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date

import pendulum

from frontdesk.logic.calendar import LETTERS, Column, Day, DayBlock, DayVisit
from frontdesk.logic.when import clock, show_length
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
AFTER = daygrid.Cell("free", left="'", style="dim")
CLOSED = daygrid.Cell("closed", left="~", style="dim")

Facts = Callable[[DayVisit], tuple[str, ...]]
"""What stands in a visit's cell besides, where the terminal is broad."""

Sheet = tuple[tuple[daygrid.Column, ...], tuple[daygrid.Row, ...]]
"""What the grid shows: columns and rows."""


def lay_out(day: Day, now: int | None = None, lifted: int = 0, facts: Facts | None = None) -> Sheet:
    """Lay out a day. `now` draws the line of the present; `lifted` is the visit that is being moved."""
    stacks = [_stack(day, column, lifted, facts) for column in day.columns]
    columns = tuple(
        daygrid.Column(c.key, f"{c.short} {c.credential}".strip(), _note(c) if c.key else "") for c in day.columns
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


def _note(column: Column) -> str:
    """`12/16`, `12/16 +35m` of a provider who runs late."""
    late = f" +{show_length(column.late)}" if column.late else ""
    return f"{column.booked}/{column.capacity}{late}"


def lay_out_week(days: Sequence[Day], today: date, lifted: int = 0, facts: Facts | None = None) -> Sheet:
    """Lay out days of one provider side by side; `row.at` is the time on the wall in seconds after midnight."""
    shown = [day for day in days if day.columns]
    stacks = [_by_wall(day, lifted, facts) for day in shown]
    columns = tuple(
        daygrid.Column(
            day.day.toordinal(),
            f"{'>' if day.day == today else ''}{day.day:%a} {day.day.day}",  # the month is in the line above
            f"{day.columns[0].booked}/{day.columns[0].capacity}",
        )
        for day in shown
    )
    rows: list[daygrid.Row] = []
    for minute in sorted({minute for stack in stacks for minute in stack}):
        height = max(len(stack.get(minute, ())) for stack in stacks)
        label = clock(minute)
        label = label if minute % 60 == 0 or not rows else f"{label[:-1]} "
        for extra in range(height):
            cells = tuple(_cell_of(stack.get(minute, ()), extra) for stack in stacks)
            rows.append(daygrid.Row(minute * 60, extra, label if extra == 0 else "", cells))
    return columns, tuple(rows)


def _cell_of(cells: Sequence[daygrid.Cell], extra: int) -> daygrid.Cell:
    return cells[extra] if extra < len(cells) else BELOW if cells else CLOSED


def _by_wall(day: Day, lifted: int, facts: Facts | None) -> dict[int, list[daygrid.Cell]]:
    """A day's cells by the minute on the wall; an hour that comes twice has its cells one beneath the other."""
    found: dict[int, list[daygrid.Cell]] = defaultdict(list)
    for at, cells in zip(day.lines, _stack(day, day.columns[0], lifted, facts), strict=True):
        moment = pendulum.from_timestamp(at, tz=day.zone)
        found[moment.hour * 60 + moment.minute] += cells
    return found


BELOW = daygrid.Cell("more", left="")
"""Beneath a row that another column needs twice."""


def _present(day: Day, now: int, width: int) -> daygrid.Row:
    return daygrid.Row(now, 0, day.clock(now)[:-1], (CLOSED,) * width, rule=True)


def _label(day: Day, number: int) -> str:
    """`9:00a` on the hour and in the first row, `9:15` in between."""
    words = day.clock(day.lines[number])
    return words if number == 0 or ":00" in words else words[:-1] + " "


def _stack(day: Day, column: Column, lifted: int, facts: Facts | None) -> list[list[daygrid.Cell]]:
    """For each line the cells one provider shows there: more than one where the time is booked twice."""
    starting: dict[int, list[daygrid.Cell]] = defaultdict(list)
    running: dict[int, daygrid.Cell] = {}
    after: dict[int, daygrid.Cell] = {}
    for visit in column.visits:
        first, last = _line(day, visit.starts), _line(day, visit.ends - 1)
        starting[first].append(_visit(day, visit, visit.id == lifted, facts))
        if visit.place != "no_show":
            style = starting[first][-1].style
            for number in range(first + 1, last + 1):
                running.setdefault(number, daygrid.Cell("more", visit.id, " |", style=style))
            if visit.free_at > visit.ends:
                after |= dict.fromkeys(range(last + 1, _line(day, visit.free_at - 1) + 1), AFTER)
    for block in column.blocks:
        _block(day, block, starting, running)
    for claim in column.claims:
        for number in range(_line(day, claim.starts), _line(day, claim.ends - 1) + 1):
            left = f"@ {claim.name} is booking" if day.lines[number] <= claim.starts else "@"
            running.setdefault(number, daygrid.Cell("free", left=left, style="yellow"))
    return [
        starting[n] or [running.get(n) or after.get(n) or _empty(day, column, n)] for n in range(len(day.lines))
    ]


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
    if not any(opens <= at < closes for opens, closes in column.open):
        return CLOSED
    kept = next((each for each in column.kept if each.starts <= at < each.ends), None)
    return FREE if kept is None else daygrid.Cell("free", left=".", right=kept.code, style="dim")


def _visit(day: Day, visit: DayVisit, lifted: bool, facts: Facts | None) -> daygrid.Cell:
    line = day.lines[_line(day, visit.starts)] if day.lines else visit.starts
    off = f"{day.clock(visit.starts)[:-1]} " if line != visit.starts else ""
    style = "bold" if lifted else COLORS.get(visit.place, "")
    return daygrid.Cell(
        "visit",
        visit.id,
        f"{signs(visit, lifted)}{visit.sign}{visit.name}",
        f"{off}{visit.kind}{'&' * bool(visit.series or visit.linked)}{'!' * (visit.overbooked or visit.urgent)}",
        style,
        facts(visit) if facts is not None else (),
    )


def signs(visit: DayVisit, lifted: bool = False) -> str:
    """Place, `c` confirmed, `=` a similar name that day, and `>` for the one that is being moved."""
    letter = ">" if lifted else LETTERS[visit.place]
    confirmed = "c" if visit.confirmed and visit.place == "scheduled" else ""
    return f"{letter}{confirmed}{'=' if visit.same_name else ' '}"
