"""When providers are there: weekly hours from a day to a day, and the exceptions that replace them on one day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import pendulum

from frontdesk.db.calendar import Hours
from frontdesk.db.kinds import HoursException
from frontdesk.db.prepared import prepared
from frontdesk.desk import Desk
from frontdesk.logic.calendar.sites import zone_of
from frontdesk.logic.calendar.wall import Stretch, on_the_wall


@prepared
def _weekday(providers: list[int], weekday: int, day: pendulum.Date) -> Any:
    return (
        Hours.select(Hours.provider, Hours.opens, Hours.closes)
        .where(Hours.weekday == weekday, Hours.from_day <= day, Hours.to_day >= day, Hours.provider.in_(providers))
        .order_by(Hours.opens)
    )


@prepared
def _weekly(providers: list[int], first: pendulum.Date, last: pendulum.Date) -> Any:
    return (
        Hours.select(Hours.provider, Hours.weekday, Hours.opens, Hours.closes, Hours.from_day, Hours.to_day)
        .where(Hours.provider.in_(providers), Hours.from_day <= last, Hours.to_day >= first)
        .order_by(Hours.opens)
    )


@prepared
def _exceptions(providers: list[int], first: pendulum.Date, last: pendulum.Date) -> Any:
    there = HoursException
    return (
        there.select(there.provider, there.day, there.opens, there.closes)
        .where(there.provider.in_(providers), there.day >= first, there.day <= last)
        .order_by(there.opens)
    )


def together(stretches: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """Stretches in ascending order, those that touch made one; a stretch of no length falls away."""
    joined: list[Stretch] = []
    for opens, closes in stretches:
        if joined and opens <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], closes))
        elif closes > opens:
            joined.append((opens, closes))
    return tuple(joined)


def hours_on(providers: Sequence[int], day: pendulum.Date) -> dict[int, tuple[Stretch, ...]]:
    """When each provider is there on a day, minutes after midnight; who is not has no entry."""
    found: dict[int, list[Stretch]] = defaultdict(list)
    for provider, opens, closes in _weekday(list(providers), day.weekday(), day):
        found[provider].append((opens, closes))
    changed: dict[int, list[Stretch]] = defaultdict(list)
    for provider, _, opens, closes in _exceptions(list(providers), day, day):
        changed[provider].append((opens, closes))
    joined = {provider: together(stretches) for provider, stretches in (found | changed).items()}
    return {provider: stretches for provider, stretches in joined.items() if stretches}


def open_stretches(
    desk: Desk, providers: Sequence[int], day: pendulum.Date, *, zone: Any = None
) -> dict[int, tuple[Stretch, ...]]:
    """The same in epoch seconds, by the clock of each provider's site, or by one clock where it is said."""
    return {
        provider: tuple(on_the_wall(day, zone or zone_of(desk, provider), stretch) for stretch in stretches)
        for provider, stretches in hours_on(providers, day).items()
    }


class WorkingHours:
    """When providers are there, over many days: read in two statements, told day by day."""

    def __init__(self, providers: Sequence[int], first: pendulum.Date, last: pendulum.Date) -> None:
        self._weekly: dict[tuple[int, int], list[tuple[int, int, str, str]]] = defaultdict(list)
        self.varying: set[int] = set()
        """Providers whose hours are not the same in every week between the first and the last day."""
        for provider, weekday, opens, closes, since, until in _weekly(list(providers), first, last):
            self._weekly[provider, weekday].append((opens, closes, since, until))
            if since > first.isoformat() or until < last.isoformat():
                self.varying.add(provider)
        self._changed: dict[tuple[int, str], list[Stretch]] = defaultdict(list)
        for provider, day, opens, closes in _exceptions(list(providers), first, last):
            self._changed[provider, day].append((opens, closes))
            self.varying.add(provider)

    def on(self, provider: int, day: pendulum.Date) -> tuple[Stretch, ...]:
        """The stretches of a day between the first and the last, minutes after midnight."""
        iso = day.isoformat()
        if (changed := self._changed.get((provider, iso))) is not None:
            return together(changed)
        rows = self._weekly.get((provider, day.weekday()), ())
        return together((opens, closes) for opens, closes, since, until in rows if since <= iso <= until)
