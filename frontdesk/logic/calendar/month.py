"""A month at a glance: how full each day is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pendulum
from peewee import fn

from frontdesk.db.calendar import Hold, ResourceKind
from frontdesk.db.prepared import prepared
from frontdesk.desk import Desk, view
from frontdesk.logic.calendar.day import open_hours
from frontdesk.logic.calendar.rules import LONGEST_HOLD
from frontdesk.logic.practice import providers


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


@prepared
def _held(resources: list[int], starts: int, ends: int) -> Any:
    """Of the holds that begin in the span: how many are visits, and their seconds."""
    return Hold.select(fn.COUNT(Hold.visit), fn.TOTAL(Hold.ends - Hold.starts)).where(
        Hold.resource_kind == ResourceKind.PROVIDER,
        Hold.resource.in_(resources),
        Hold.starts >= starts,
        Hold.starts < ends,
        Hold.live == 1,
        Hold.visit.is_null(False),
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
    ids = [card.id for card in providers(desk) if provider in (None, card.id)]
    return Month(first, tuple(_load(desk, begin.add(days=n), ids) for n in range(count)))


def _load(desk: Desk, day: pendulum.Date, ids: list[int]) -> Load:
    if not ids:
        return Load(day, 0, 0, 0)
    begin, end = (int(at.timestamp()) for at in desk.bounds(day))
    visits, seconds = _held(ids, begin, end)[0]
    hours = open_hours(desk, day, ids)
    there = sum(closes - opens for stretches in hours.values() for opens, closes in stretches)
    if hours:
        there -= _shut(hours, _blocked(ids, begin - LONGEST_HOLD, begin, end))
    return Load(day, visits, int(seconds) // 60, there // 60)


def _shut(hours: dict[int, list[tuple[int, int]]], blocks: list[tuple[Any, ...]]) -> int:
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
