"""What the clock on the wall showed, as an instant: fast for thousands of times on ordinary days."""

from __future__ import annotations

import datetime

from frontdesk.logic.when import Zone
from frontdesk.logic.when.zones import offsets

_EPOCH = datetime.datetime(1970, 1, 1)
DAY = 86_400


class WallClock:
    """Instants (epoch seconds) of a day and the seconds after midnight that the wall clock shows.

    A time that comes twice is the earlier one, unless that lies before `not_before`. A time that the clocks
    skip is read as if they had not gone forward yet: 2:30 is the instant that the clock calls 3:30.
    """

    def __init__(self, zone: Zone) -> None:
        self._zone = zone
        self._midnights: dict[datetime.date, int | None] = {}

    def at(self, day: datetime.date, seconds: int, not_before: int | None = None) -> int:
        """The instant when the clock shows `seconds` after midnight of `day`; a day more for DAY and above."""
        while seconds >= DAY:
            day, seconds = day + datetime.timedelta(days=1), seconds - DAY
        if day not in self._midnights:
            self._midnights[day] = self._midnight(day)
        midnight = self._midnights[day]
        if midnight is not None:
            return midnight + seconds
        naive = _naive(day) + datetime.timedelta(seconds=seconds)
        wall = (naive - _EPOCH) // datetime.timedelta(seconds=1)
        first, second = (wall - int(offset.total_seconds()) for offset in offsets(naive, self._zone))
        twice_and_early = first < second and not_before is not None and first < not_before
        return second if twice_and_early else first

    def _midnight(self, day: datetime.date) -> int | None:
        """The instant at which the day begins; None when the clocks change in it."""
        begin, end = _naive(day), _naive(day) + datetime.timedelta(days=1)
        seen = {*offsets(begin, self._zone), *offsets(end, self._zone)}
        if len(seen) > 1:
            return None
        return (begin - seen.pop() - _EPOCH) // datetime.timedelta(seconds=1)


def _naive(day: datetime.date) -> datetime.datetime:
    return datetime.datetime(day.year, day.month, day.day)
