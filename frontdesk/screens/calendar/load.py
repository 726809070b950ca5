"""A month laid out: a row for each week, how full each day is, with a bar beneath."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pendulum

from frontdesk.logic import when
from frontdesk.widgets import daygrid

if TYPE_CHECKING:
    from frontdesk.logic.calendar import Load, Month
    from frontdesk.screens.calendar.sheet import Sheet

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
FULL = 90
"""Percent from which a day is nearly full."""
BAR = 8
"""Cells of a bar at 100 percent."""


def lay_out_month(month: Month, today: pendulum.Date, *, broad: bool = False) -> Sheet:
    """Lay out a month; `row.at` is the ordinal of the week's Monday.

    Where there is room, a day has its visits beside the percent and the free hours beside the bar.
    """
    columns = tuple(daygrid.Column(number, name) for number, name in enumerate(DAYS))
    rows: list[daygrid.Row] = []
    for first in range(0, len(month.days), len(DAYS)):
        loads = month.days[first : first + len(DAYS)]
        monday = loads[0].day
        cells = tuple(_day(load, month, today, broad) for load in loads)
        rows.append(daygrid.Row(monday.toordinal(), 0, f"{monday:%b}"[:3], cells))
        bars = tuple(_bar(load, month, broad) for load in loads)
        rows.append(daygrid.Row(monday.toordinal(), 1, "", bars, passed=True))
    return columns, tuple(rows)


def _outside(load: Load, month: Month) -> bool:
    return load.day.month != month.first.month


def _day(load: Load, month: Month, today: pendulum.Date, broad: bool) -> daygrid.Cell:
    number = f"{load.day.day:>2}{'<' if load.day == today else ' '}"
    if _outside(load, month):
        return daygrid.Cell("closed", left=f"({load.day.day})", style="dim")
    if not load.open:
        return daygrid.Cell("closed", left=number + ("!" if load.visits else "~"), style="dim")
    left = f"{number}{load.percent:>3}%{'!' if load.percent > 100 else ''}"
    return daygrid.Cell("free", left=left, right=str(load.visits) if broad else "", style=_style(load))


def _style(load: Load) -> str:
    return "bold red" if load.percent > 100 else "bold yellow" if load.percent >= FULL else ""


def _bar(load: Load, month: Month, broad: bool) -> daygrid.Cell:
    if _outside(load, month) or not load.open:
        return daygrid.Cell("closed")
    cells = BAR - broad
    filled = min(cells, round(cells * load.percent / 100))
    free = f"{max(0, load.open - load.taken) // 60}h" if broad else ""
    bar = "#" * filled + "." * (cells - filled)
    return daygrid.Cell("free", left=bar, right=free, style=_style(load) or "dim")


def about_load(load: Load) -> str:
    """`Tue 24 Nov 2026: 14 visits, 6h40 of 8h taken (83%)`."""
    day = when.echo_day(load.day)
    if not load.open:
        return f"{day}: nobody is in" + (f", {load.visits} visits all the same" if load.visits else "")
    taken, there = when.show_length(load.taken) if load.taken else "0m", when.show_length(load.open)
    return f"{day}: {load.visits} visits, {taken} of {there} taken ({load.percent}%)"
