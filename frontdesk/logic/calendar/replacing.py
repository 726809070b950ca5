"""A visit booked in the place of one that did not take place: it follows that one into its series and its set."""

from __future__ import annotations

from typing import Any

from frontdesk.db.calendar import CancelReason, Visit
from frontdesk.db.rows import find


def bonds_of(replaces: int | None, patient: int) -> dict[str, Any]:
    """Series and set of the visit that is replaced, as far as there is room; none of somebody else's visit.

    The one that did not take place stays in them, as what became of it.
    """
    from frontdesk.logic.calendar.linked import MOST as MOST_LINKED
    from frontdesk.logic.when.repeats import MOST

    row = find(Visit, replaces) if replaces is not None else None
    if row is None or row.patient_id != patient:
        return {}
    found: dict[str, Any] = {}
    if row.series_id is not None and Visit.select().where(Visit.series == row.series_id).count() < MOST:
        found["series"] = int(row.series_id)
    linked = (Visit.linked == row.linked_id) & (Visit.cancel_reason != CancelReason.ERROR)
    if row.linked_id is not None and Visit.select().where(linked).count() < MOST_LINKED:
        found["linked"] = int(row.linked_id)
    return found
