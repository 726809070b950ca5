"""A visit booked in the place of one that did not take place: it follows that one into its series and its set."""

from __future__ import annotations

from typing import Any

from frontdesk.db.calendar import CancelReason, Visit
from frontdesk.db.rows import find
from frontdesk.desk import Refused, Work
from frontdesk.logic.calendar.snapshot import OFF, describe
from frontdesk.logic.calendar.words import provider_of


def replaced(work: Work, replaces: int, patient: int) -> Visit:
    """The visit that is placed again; raise `Refused` unless it did not take place, is the patient's and waits."""
    row = find(Visit, replaces)
    if row is None:
        raise Refused("There is no such visit.", field="replaces")
    if row.place not in OFF or row.cancel_reason is CancelReason.ERROR:
        raise Refused("Only a visit that did not take place is placed again.", field="replaces", code="place")
    if row.patient_id != patient:
        raise Refused("The visit is another patient's.", field="replaces", code="patient")
    instead = Visit.get_or_none(Visit.replaces == row.id, Visit.cancel_reason != CancelReason.ERROR)
    if instead is not None:
        words = describe(work, instead, provider_of(instead.id))
        raise Refused(f"It was placed again already: {words}.", field="replaces", code="replaced")
    return row


def bonds_of(work: Work, replaces: int | None, patient: int) -> dict[str, Any]:
    """Series and set of the visit that is replaced, as far as there is room; raise `Refused` as for `replaced`.

    The one that did not take place stays in them, as what became of it.
    """
    from frontdesk.logic.calendar.linked import MOST as MOST_LINKED
    from frontdesk.logic.when.repeats import MOST

    if replaces is None:
        return {}
    row = replaced(work, replaces, patient)
    found: dict[str, Any] = {}
    if row.series_id is not None and Visit.select().where(Visit.series == row.series_id).count() < MOST:
        found["series"] = int(row.series_id)
    linked = (Visit.linked == row.linked_id) & (Visit.cancel_reason != CancelReason.ERROR)
    if row.linked_id is not None and Visit.select().where(linked).count() < MOST_LINKED:
        found["linked"] = int(row.linked_id)
    return found
