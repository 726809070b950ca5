"""One visit, as a form or a message needs it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pendulum

from frontdesk.db.calendar import Hold, Place, Visit
from frontdesk.db.prepared import prepared
from frontdesk.desk import Desk, Refused, view
from frontdesk.logic.calendar.day import DayVisit, day_visit, visit_query
from frontdesk.logic.calendar.sites import zone_of


@dataclass(frozen=True, slots=True)
class VisitCard:
    """A visit with its times on the clock of its site."""

    visit: DayVisit
    starts: pendulum.DateTime
    ends: pendulum.DateTime
    place: Place
    site: int


@prepared
def _row(visit: int) -> Any:
    return visit_query((Visit.id == visit) & (Hold.resource_kind == "provider"))


@prepared
def _site(visit: int) -> Any:
    return Visit.select(Visit.site).where(Visit.id == visit)


@view("calendar.visit", permission="calendar.see")
def visit(desk: Desk, *, visit: int) -> VisitCard:
    """One visit by its number; raise `Refused` when there is none."""
    row = _row.first(visit)
    if row is None:
        raise Refused("There is no such visit.", field="visit")
    found = day_visit(row)
    zone = zone_of(desk, found.provider)
    starts, ends = (pendulum.from_timestamp(at).in_timezone(zone) for at in (found.starts, found.ends))
    at = _site.first(visit)
    assert at is not None
    return VisitCard(found, starts, ends, found.place, at[0])


@prepared
def _rows(visits: list[int]) -> Any:
    return visit_query((Visit.id.in_(visits)) & (Hold.resource_kind == "provider"))


@prepared
def _kinds(visits: list[int]) -> Any:
    return Visit.select(Visit.id, Visit.kind).where(Visit.id.in_(visits))


def card_rows(visits: list[int]) -> list[tuple[DayVisit, int]]:
    """Visits by their numbers, each with the number of its kind; those that are gone are left out."""
    kinds: dict[int, int] = dict(_kinds(visits)) if visits else {}
    return [(visit, kinds[visit.id]) for visit in map(day_visit, _rows(visits) if visits else ())]
