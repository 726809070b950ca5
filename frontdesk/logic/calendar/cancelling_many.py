"""Cancelling several visits at once: what is still to come of a series, or of a set."""

from __future__ import annotations

from frontdesk.desk import Outcome, Refused, Undo, Work, change
from frontdesk.logic.calendar.booking import seen, visit_row
from frontdesk.logic.calendar.cancelling import take_off, why_of
from frontdesk.logic.calendar.together import ALL, FOLLOWING, SET, Before, chosen
from frontdesk.logic.calendar.words import name_of


@change("calendar.cancel_series", permission="calendar.book", undo=Undo.INVERSE)
def cancel_series(work: Work, *, visit: int, version: int, scope: str, reason: str, note: str = "") -> Outcome:
    """Cancel a visit and the following ones of its series, or all that are still to come."""
    row = visit_row(visit)
    if scope not in (FOLLOWING, ALL) or row.series_id is None:
        raise Refused("It is no visit of a series." if row.series_id is None else "Which visits?", field="scope")
    return _cancel(work, visit, version, scope, reason, note)


@change("calendar.cancel_set", permission="calendar.book", undo=Undo.INVERSE)
def cancel_set(work: Work, *, visit: int, version: int, reason: str, note: str = "") -> Outcome:
    """Cancel a visit and all that are linked with it and still to come."""
    if visit_row(visit).linked_id is None:
        raise Refused("It is linked with no other visit.", field="visit")
    return _cancel(work, visit, version, SET, reason, note)


def _cancel(work: Work, visit: int, version: int, scope: str, reason: str, note: str) -> Outcome:
    row, why = visit_row(visit), why_of(reason)
    seen(row, version)
    those = chosen(work, row, scope)
    before = Before.of(those.rows)
    for each in those.rows:
        take_off(work, each, why, note)
    names = "; ".join(dict.fromkeys(name_of(each.patient_id) for each in those.rows))
    count = f"{len(those.rows)} visit{'s' if len(those.rows) > 1 else ''}: {names}"
    return before.outcome(work, f"Cancelled ({why}) {count}{those.stay}", f"Not cancelled any more: {count}")
