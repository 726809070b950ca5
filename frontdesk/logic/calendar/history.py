"""A patient's visits, past and coming."""

from __future__ import annotations

from typing import Any

from frontdesk.db.calendar import Hold, Visit
from frontdesk.db.prepared import prepared
from frontdesk.desk import Desk, view
from frontdesk.logic.calendar.day import DayVisit, day_visit, visit_query


@prepared
def _rows(patient: int, limit: int) -> Any:
    where = (Visit.patient == patient) & (Hold.resource_kind == "provider") & (Visit.cancel_reason != "error")
    return visit_query(where).order_by(Visit.starts.desc()).limit(limit)


@view("calendar.of_patient", permission="calendar.see")
def of_patient(desk: Desk, *, patient: int, limit: int = 50) -> tuple[DayVisit, ...]:
    """A patient's newest visits, the latest first; at most `limit`. Those booked in error are left out."""
    return tuple(day_visit(row) for row in _rows(patient, limit))
