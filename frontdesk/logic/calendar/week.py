"""A week of one provider: seven days side by side."""

from __future__ import annotations

from dataclasses import dataclass

import pendulum

from frontdesk.desk import Desk, view
from frontdesk.logic.calendar.day import Day, provider_day

DAYS = 7


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days of a provider, from a Monday on; each has one column."""

    provider: int
    days: tuple[Day, ...]

    @property
    def short(self) -> str:
        """The provider's name."""
        return next((column.short for day in self.days for column in day.columns), "")


def monday(day: pendulum.Date) -> pendulum.Date:
    """The Monday of a day's week."""
    return day.subtract(days=day.weekday())


@view("calendar.week", permission="calendar.see")
def week(desk: Desk, *, day: pendulum.Date, provider: int) -> Week:
    """The week that a day lies in, of one provider."""
    first = monday(day)
    return Week(
        provider, tuple(provider_day.body(desk, day=first.add(days=n), provider=provider) for n in range(DAYS))
    )
