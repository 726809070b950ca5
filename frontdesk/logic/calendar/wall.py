"""From minutes on the wall to seconds on the clock: the bounds of a local day, and a time of it."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

import pendulum

LONGEST_HOLD = 90_000
"""Seconds; a day of 25 hours. The database bounds holds by it, so that the probe is bounded too."""
DAY = 86_400
"""Seconds of a day on which the clocks do not change."""
MIDNIGHT = 1440
"""Minutes after midnight at which a day ends."""

_EPOCH = datetime(1970, 1, 1)

Stretch = tuple[int, int]
"""From and to, half open: minutes after midnight or epoch seconds, as the function says."""


class Span(NamedTuple):
    """A local day in epoch seconds, half open."""

    starts: int
    ends: int


@lru_cache(maxsize=4096)
def span_of(day: pendulum.Date, zone: Any) -> Span:
    """When a local day begins and ends; 23, 24 or 25 hours."""
    after = day.add(days=1)
    ends = [pendulum.datetime(each.year, each.month, each.day, tz=zone) for each in (day, after)]
    return Span(*(int(at.timestamp()) for at in ends))


def wall(day: pendulum.Date, zone: Any, minutes: int, *, later: bool = False) -> int:
    """Epoch seconds of a wall-clock minute of the day; 1440 is the next midnight.

    Of a time that comes twice the earlier one, or the `later`; one that is skipped is as much later as is skipped.
    """
    span = span_of(day, zone)
    if minutes >= MIDNIGHT:
        return span.ends
    if span.ends - span.starts == DAY:
        return span.starts + minutes * 60
    naive = datetime(day.year, day.month, day.day, minutes // 60, minutes % 60)
    offsets = [zone.utcoffset(naive.replace(fold=fold)) for fold in (0, 1)]
    skipped = offsets[1] > offsets[0]
    return int((naive - _EPOCH - offsets[int(later and not skipped)]).total_seconds())


def on_the_wall(day: pendulum.Date, zone: Any, stretch: Stretch) -> Stretch:
    """A stretch of minutes in epoch seconds, as wide as the clocks make it."""
    return wall(day, zone, stretch[0]), wall(day, zone, stretch[1], later=True)
