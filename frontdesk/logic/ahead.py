"""Visits to come: what would be left behind when somebody or something is taken off, or is changed."""

from __future__ import annotations

from typing import Any, NamedTuple

import pendulum
from peewee import fn

from frontdesk.db.calendar import Hold, Place, ResourceKind, Visit
from frontdesk.db.prepared import prepared
from frontdesk.desk import Desk, view

HERE = (Place.SCHEDULED, Place.ARRIVED, Place.CHECKED_IN, Place.ROOMED, Place.READY)
"""Places in which a visit still needs its provider."""
_PLACES = [str(place) for place in HERE]


class Ahead(NamedTuple):
    """A visit that is not over; times are epoch seconds."""

    visit: int
    kind: int
    starts: int
    ends: int


@prepared
def _with(word: str, resource: int, after: int, now: int, places: list[str]) -> Any:
    return (
        Hold.select(Visit.id, Visit.kind, Visit.starts, Visit.ends)
        .join(Visit, on=(Hold.visit == Visit.id))
        .where(
            Hold.resource_kind == word, Hold.resource == resource, Hold.starts > after, Hold.ends > now,
            Hold.live == 1, Visit.place.in_(places), Visit.ends > now,
        )
        .order_by(Visit.starts, Visit.id)
    )  # fmt: skip


def visits_with(word: ResourceKind, resource: int, now: pendulum.DateTime) -> list[Ahead]:
    """The visits to come that hold a provider, a room, a device or an interpreter, in their order."""
    after = int(now.subtract(days=2).timestamp())  # no hold is as long
    return [Ahead(*row) for row in _with(str(word), resource, after, int(now.timestamp()), _PLACES)]


@prepared
def _at(site: int, after: pendulum.DateTime, now: pendulum.DateTime, places: list[str]) -> Any:
    there = (Visit.site == site, Visit.starts > after, Visit.ends > now, Visit.place.in_(places))
    return Visit.select(Visit.id).where(*there).limit(1)


def any_at(site: int, now: pendulum.DateTime) -> bool:
    """Whether a site has a visit to come."""
    return _at.first(site, now.subtract(days=2), now, _PLACES) is not None


def counted(count: int, words: str) -> str:
    """`; 2 visits outside`, the tail of a message; nothing where there are none."""
    return f"; {count} visit{'' if count == 1 else 's'} {words}" if count else ""


@prepared
def _holding(now: int) -> Any:
    to_come = (Hold.starts >= now) & (Hold.live == 1) & Hold.visit.is_null(False)
    counted = Hold.select(Hold.resource_kind, Hold.resource, fn.COUNT(Hold.id), fn.MIN(Hold.starts))
    return counted.where(to_come).group_by(Hold.resource_kind, Hold.resource)


@prepared
def _of_kinds(now: pendulum.DateTime, places: list[str]) -> Any:
    to_come = (Visit.starts >= now) & Visit.place.in_(places)
    return Visit.select(Visit.kind, fn.COUNT(Visit.id), fn.MIN(Visit.starts)).where(to_come).group_by(Visit.kind)


class Booked(NamedTuple):
    """The visits to come that take something."""

    visits: int
    first: pendulum.DateTime
    """When the first of them begins, by the desk's clock."""


@view("practice.booked_ahead", permission="calendar.see")
def booked_ahead(desk: Desk) -> dict[tuple[str, int], Booked]:
    """The visits to come by what they take: `provider`, `room`, `device`, `interpreter` or `kind`, and its row."""
    now = desk.clock.now()
    rows = [*_holding(int(now.timestamp())), *(("kind", *row) for row in _of_kinds(now, _PLACES))]
    return {
        (word, row): Booked(visits, pendulum.from_timestamp(first).in_timezone(desk.zone))
        for word, row, visits, first in rows
    }
