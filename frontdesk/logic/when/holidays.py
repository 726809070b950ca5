"""The federal holidays of the United States (5 U.S.C. 6103): eleven rules, and the days they are observed on.

One that falls on a Saturday is observed on the Friday before, one on a Sunday on the Monday after; so New Year's
Day may be observed on December 31 of the year before. Whether a practice closes then is for the practice to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

import pendulum

MONDAY, THURSDAY, SATURDAY, SUNDAY = 0, 3, 5, 6
OBSERVED = " (observed)"
"""After the name of a holiday on the day on which it is observed instead."""


class Holiday(NamedTuple):
    """A day and what it is called."""

    day: pendulum.Date
    name: str


def _fixed(month: int, day: int) -> Callable[[int], pendulum.Date]:
    return lambda year: pendulum.Date(year, month, day)


def _nth(month: int, weekday: int, count: int) -> Callable[[int], pendulum.Date]:
    """The n-th such weekday of a month; the last one when `count` is -1."""

    def day_of(year: int) -> pendulum.Date:
        first = pendulum.Date(year, month, 1)
        first = first.add(days=(weekday - first.weekday()) % 7)
        days = [first.add(weeks=week) for week in range(5)]
        return [day for day in days if day.month == month][count if count < 0 else count - 1]

    return day_of


FEDERAL: tuple[tuple[str, Callable[[int], pendulum.Date]], ...] = (
    ("New Year's Day", _fixed(1, 1)),
    ("Martin Luther King Jr. Day", _nth(1, MONDAY, 3)),
    ("Washington's Birthday", _nth(2, MONDAY, 3)),
    ("Memorial Day", _nth(5, MONDAY, -1)),
    ("Juneteenth", _fixed(6, 19)),
    ("Independence Day", _fixed(7, 4)),
    ("Labor Day", _nth(9, MONDAY, 1)),
    ("Columbus Day", _nth(10, MONDAY, 2)),
    ("Veterans Day", _fixed(11, 11)),
    ("Thanksgiving Day", _nth(11, THURSDAY, 4)),
    ("Christmas Day", _fixed(12, 25)),
)
"""The name and the rule of each, in the order of the year."""


def observed(day: pendulum.Date) -> pendulum.Date:
    """The day on which a holiday of that day is observed."""
    shift = {SATURDAY: -1, SUNDAY: 1}.get(day.weekday(), 0)
    return day.add(days=shift)


def federal(year: int) -> tuple[Holiday, ...]:
    """The holidays that fall in a year and the days on which any is observed in it, ascending."""
    found: list[Holiday] = []
    for each in (year, year + 1):
        for name, rule in FEDERAL:
            day = rule(each)
            instead = observed(day)
            found.append(Holiday(day, name))
            if instead != day:
                found.append(Holiday(instead, name + OBSERVED))
    return tuple(sorted(holiday for holiday in found if holiday.day.year == year))


def proposed(year: int, weekdays: Iterable[int]) -> tuple[Holiday, ...]:
    """The days of a year's federal holidays that fall on one of the weekdays (0 is Monday) on which is worked."""
    worked = frozenset(weekdays)
    return tuple(holiday for holiday in federal(year) if holiday.day.weekday() in worked)
