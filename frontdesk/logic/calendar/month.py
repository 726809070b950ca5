"""A month at a glance: how full each day is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pendulum
from peewee import fn

from frontdesk.db.calendar import Hold, ResourceKind
from frontdesk.db.prepared import prepared
from frontdesk.desk import Desk, view
from frontdesk.logic.calendar.opening_hours import open_stretches
from frontdesk.logic.calendar.wall import LONGEST_HOLD, Stretch
from frontdesk.logic.practice import every_provider


@dataclass(frozen=True, slots=True)
class Load:
    """A day's load: visits booked, minutes taken by visits, minutes that providers are there and not blocked."""

    day: pendulum.Date
    visits: int
    taken: int
    open: int

    @property
    def percent(self) -> int:
        """Taken of open, in percent; more than 100 where time is booked twice."""
        return round(100 * self.taken / self.open) if self.open else 0


@dataclass(frozen=True, slots=True)
class Month:
    """The days of a month, the weeks around it filled up: 28 to 42 days from a Monday on."""

    first: pendulum.Date
    days: tuple[Load, ...]


def _beginning(resources: list[int], starts: int, ends: int) -> tuple[Any, ...]:
    """Live holds of these providers that begin in the span."""
    return (
        Hold.resource_kind == ResourceKind.PROVIDER,
        Hold.resource.in_(resources),
        Hold.starts >= starts,
        Hold.starts < ends,
        Hold.live == 1,
    )


@prepared
def _held(resources: list[int], starts: int, ends: int) -> Any:
    """Of the holds that begin in the span: how many are visits, and their seconds."""
    return Hold.select(fn.COUNT(Hold.visit), fn.TOTAL(Hold.ends - Hold.starts)).where(
        *_beginning(resources, starts, ends),
        Hold.visit.is_null(False),
    )


@prepared
def _in_groups(resources: list[int], starts: int, ends: int) -> Any:
    """Of the groups that begin in the span: provider, begin, and the seconds that all but one of it count."""
    return (
        Hold.select(Hold.resource, Hold.starts, fn.SUM(Hold.ends - Hold.starts) - fn.MAX(Hold.ends - Hold.starts))
        .where(
            *_beginning(resources, starts, ends),
            Hold.party.is_null(False),
        )
        .group_by(Hold.party)
    )


@prepared
def _had_visits(resources: list[int], starts: int, ends: int) -> Any:
    """Whose visits begin in the span."""
    return (
        Hold.select(Hold.resource)
        .where(
            *_beginning(resources, starts, ends),
            Hold.visit.is_null(False),
        )
        .distinct()
    )


@prepared
def _blocked(resources: list[int], after: int, starts: int, ends: int) -> Any:
    return Hold.select(Hold.resource, Hold.starts, Hold.ends).where(
        Hold.resource_kind == ResourceKind.PROVIDER,
        Hold.resource.in_(resources),
        Hold.starts > after,
        Hold.starts < ends,
        Hold.ends > starts,
        Hold.live == 1,
        Hold.visit.is_null(True),
    )


@view("calendar.month", permission="calendar.see")
def month(desk: Desk, *, day: pendulum.Date, provider: int | None = None) -> Month:
    """The load of the month that a day lies in, of everybody or of one provider."""
    first = day.replace(day=1)
    begin = first.subtract(days=first.weekday())
    last = first.end_of("month")
    count = (last - begin).days + 1
    count += -count % 7
    cards = [card for card in every_provider(desk.site) if provider in (None, card.id)]
    ids, gone = [card.id for card in cards if not card.off], [card.id for card in cards if card.off]
    from_, until = desk.bounds(begin)[0], desk.bounds(begin.add(days=count - 1))[1]
    groups = [*_in_groups([*ids, *gone], int(from_.timestamp()), int(until.timestamp()))] if cards else []
    return Month(first, tuple(_load(desk, begin.add(days=n), ids, gone, groups) for n in range(count)))


def _load(
    desk: Desk, day: pendulum.Date, ids: list[int], gone: list[int], groups: list[tuple[int, int, int]]
) -> Load:
    """The load of those who are there, and of those who are `gone` by now where they had visits.

    A group takes its provider's time once, however many are in it.
    """
    begin, end = (int(at.timestamp()) for at in desk.bounds(day))
    if gone:
        ids = [*ids, *(row for (row,) in _had_visits(gone, begin, end))]
    if not ids:
        return Load(day, 0, 0, 0)
    visits, seconds = _held(ids, begin, end)[0]
    seconds -= sum(more for provider, starts, more in groups if provider in ids and begin <= starts < end)
    hours = open_stretches(desk, ids, day, zone=desk.zone)
    there = sum(closes - opens for stretches in hours.values() for opens, closes in stretches)
    if hours:
        there -= _shut(hours, _blocked(ids, begin - LONGEST_HOLD, begin, end))
    return Load(day, visits, int(seconds) // 60, there // 60)


def _shut(hours: dict[int, tuple[Stretch, ...]], blocks: list[tuple[Any, ...]]) -> int:
    """Seconds of the hours that blocks cover, each counted once."""
    covered = 0
    for provider, stretches in hours.items():
        mine = sorted((starts, ends) for who, starts, ends in blocks if who == provider)
        for opens, closes in stretches:
            reach = opens
            for starts, ends in mine:
                covered += max(0, min(ends, closes) - max(starts, reach))
                reach = max(reach, min(ends, closes))
    return covered
