"""The nine weeks around the demo practice's day, and what their wall clocks show."""

from __future__ import annotations

from dataclasses import dataclass

import pendulum
from pendulum.tz.timezone import FixedTimezone, Timezone

BACK, AHEAD = 21, 42
"""Days with visits before and after the day itself."""


@dataclass(frozen=True)
class Span:
    """Days are counted from the practice's today, which is 0; `now` is in the practice's zone."""

    now: pendulum.DateTime

    @property
    def zone(self) -> Timezone | FixedTimezone:
        """The practice's zone."""
        zone = self.now.timezone
        assert zone is not None
        return zone

    @property
    def offsets(self) -> range:
        """Every day of the span, by its distance from today."""
        return range(-BACK, AHEAD + 1)

    @property
    def present(self) -> int:
        """Now, in epoch seconds."""
        return int(self.now.timestamp())

    def date(self, offset: int) -> pendulum.Date:
        """The calendar day so many days from today."""
        return self.now.date().add(days=offset)

    def weekday(self, offset: int) -> int:
        """Its weekday, 0 for Monday."""
        return self.date(offset).weekday()

    def week(self, offset: int) -> int:
        """Its week, Monday to Sunday, counted from today's."""
        return (offset + self.now.weekday()) // 7

    def moment(self, offset: int, minute: int) -> pendulum.DateTime:
        """When the clocks show that minute of that day; minute 1440 is the next midnight."""
        day = self.date(offset + minute // 1440)
        return pendulum.datetime(day.year, day.month, day.day, minute % 1440 // 60, minute % 60, tz=self.zone)

    def at(self, offset: int, minute: int) -> int:
        """The same in epoch seconds."""
        return int(self.moment(offset, minute).timestamp())
