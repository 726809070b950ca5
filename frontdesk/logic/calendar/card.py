"""One visit, as a form or a message needs it."""

from __future__ import annotations

from dataclasses import dataclass

import pendulum

from frontdesk.db.calendar import Hold, Place, Visit
from frontdesk.desk import Desk, Refused, view
from frontdesk.logic.calendar.day import DayVisit, _rows, _visit, _visit_query


@dataclass(frozen=True, slots=True)
class VisitCard:
    """A visit with its local times."""

    visit: DayVisit
    starts: pendulum.DateTime
    ends: pendulum.DateTime
    place: Place


@view("calendar.visit", permission="calendar.see")
def visit(desk: Desk, *, visit: int) -> VisitCard:
    """One visit by its number; raise `Refused` when there is none."""
    where = (Visit.id == visit) & (Hold.resource_kind == "provider")
    rows = _rows(_visit_query(where))
    if not rows:
        raise Refused("There is no such visit.", field="visit")
    found = _visit(rows[0])
    starts, ends = (pendulum.from_timestamp(at).in_timezone(desk.zone) for at in (found.starts, found.ends))
    return VisitCard(found, starts, ends, found.place)
