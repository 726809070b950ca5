"""The month of load on one page."""

from __future__ import annotations

import pendulum

from frontdesk.desk import Desk
from frontdesk.logic import calendar
from frontdesk.logic.calendar.month import Load
from frontdesk.logic.papers.paper import Paper, Row, Sheet
from frontdesk.logic.papers.width import fit
from frontdesk.logic.printing.settings import form

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def month_sheet(desk: Desk, *, day: pendulum.Date) -> Paper:
    """How full each day of a month is: visits, and time taken of the time that providers are there."""
    month = calendar.month(desk, day=day)
    cell = form(desk).columns // len(WEEKDAYS)
    weeks = [month.days[first : first + len(WEEKDAYS)] for first in range(0, len(month.days), len(WEEKDAYS))]
    head = ("".join(fit(name, cell) for name in WEEKDAYS).rstrip(), "-" * (cell * len(WEEKDAYS)))
    rows = [_week(week, month.first.month, cell) for week in weeks]
    return Paper("month sheet", f"Load {month.first:%B %Y}", (Sheet(tuple(rows), head),))


def _week(days: tuple[Load, ...], month: int, cell: int) -> Row:
    shown = [_day(load) if load.day.month == month else ("", "", "") for load in days]
    lines = ["".join(fit(part, cell) for part in parts).rstrip() for parts in zip(*shown, strict=True)]
    return (*lines, "")


def _day(load: Load) -> tuple[str, str, str]:
    """The day, its visits, how full it is; neither on a day on which nobody is there."""
    if not load.open and not load.visits:
        return str(load.day.day), "", ""
    visits = f"{load.visits} visit{'' if load.visits == 1 else 's'}"
    return str(load.day.day), visits, f"{load.percent}% full" if load.open else "closed"
