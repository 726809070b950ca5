"""A patient's visits, past and coming."""

from __future__ import annotations

from frontdesk.db.calendar import Hold, Visit
from frontdesk.desk import Desk, view
from frontdesk.logic.calendar.day import DayVisit, _rows, _visit, _visit_query


@view("calendar.of_patient", permission="calendar.see")
def of_patient(desk: Desk, *, patient: int, limit: int = 50) -> tuple[DayVisit, ...]:
    """A patient's newest visits, the latest first; at most `limit`. Those booked in error are left out."""
    where = (Visit.patient == patient) & (Hold.resource_kind == "provider") & (Visit.cancel_reason != "error")
    query = _visit_query(where).order_by(Visit.starts.desc()).limit(limit)
    return tuple(_visit(row) for row in _rows(query))
