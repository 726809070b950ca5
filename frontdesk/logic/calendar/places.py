"""Where a visit stands: arrived, no-show, and one step back."""

from __future__ import annotations

import pendulum

from frontdesk.db.calendar import Place, Visit, VisitEvent
from frontdesk.desk import Desk, Outcome, Refused, Undo, Work, change
from frontdesk.logic.calendar import happened, touched
from frontdesk.logic.calendar.booking import seen, visit_row
from frontdesk.logic.calendar.sites import there
from frontdesk.logic.calendar.snapshot import OFF, changed, last_event, move_to_place, retract, snapshot
from frontdesk.logic.calendar.words import local, provider_of


@change("calendar.arrive", permission="visit.place", undo=Undo.INVERSE)
def arrive(work: Work, *, visit: int, version: int, at: pendulum.DateTime | None = None) -> Outcome:
    """Note that the patient is here; or, typed in later, that the patient came at a time of the visit's day."""
    row = visit_row(visit)
    seen(row, version)
    if row.place is not Place.SCHEDULED:
        raise Refused(f"The visit is {str(row.place).replace('_', ' ')}.", code="place")
    desk = there(work.desk, provider_of(visit))
    if at is None:
        day = local(desk, row.starts).date()
        if day > desk.today():
            raise Refused("The visit is not today.", code="day")
        if day < desk.today():
            raise Refused("That day is past; say at what time the patient came.", field="at", code="past")
    return _move_on(work, desk, row, Place.ARRIVED, ("Arrived", "Not here yet:"), at)


@change("calendar.no_show", permission="visit.place", undo=Undo.INVERSE)
def no_show(work: Work, *, visit: int, version: int, at: pendulum.DateTime | None = None) -> Outcome:
    """Note that the patient did not come, or had not come by a time; only once the visit has begun."""
    row = visit_row(visit)
    seen(row, version)
    if row.place is not Place.SCHEDULED:
        raise Refused(f"The visit is {str(row.place).replace('_', ' ')}.", code="place")
    if row.starts > (at or work.now):
        early = "The visit has not begun; cancel it instead." if at is None else "The visit had not begun then."
        raise Refused(early, field="" if at is None else "at", code="early")
    desk = there(work.desk, provider_of(visit))
    return _move_on(work, desk, row, Place.NO_SHOW, ("No-show", "Expected again:"), at)


@change("calendar.back", permission="visit.place", undo=Undo.INVERSE)
def back(work: Work, *, visit: int, version: int) -> Outcome:
    """Take the last step back, so that it leaves no trace in the waiting times (it does in the audit)."""
    row = visit_row(visit)
    seen(row, version)
    if row.place is Place.SCHEDULED or row.place in OFF:
        raise Refused("There is no step to take back.", code="place")
    event = last_event(visit)
    earlier = _before(event) if event is not None else None
    if event is None or earlier is None:
        raise Refused("There is no step to take back.", code="place")
    before, said = snapshot(row), str(row.place).replace("_", " ")
    new = work.update(Visit, visit, version, place=earlier.place)
    retract(work, event, earlier.place)
    return changed(work, row, before, new, f"Back from {said}:", f"Again {said}:")


def _before(event: VisitEvent) -> VisitEvent | None:
    """The standing event before `event`."""
    events: list[VisitEvent] = list(
        VisitEvent.select().where(VisitEvent.visit == event.visit_id).order_by(VisitEvent.id.desc())
    )
    retracted = {row.retracts_id for row in events if row.retracts_id is not None}
    for row in events:
        if row.id < event.id and row.retracts_id is None and row.id not in retracted:
            return row
    return None


def _move_on(
    work: Work, desk: Desk, row: Visit, place: Place, verbs: tuple[str, str], at: pendulum.DateTime | None
) -> Outcome:
    """Move to a place now, or at the moment `at` that is over; `verbs` say it and its undo."""
    before = snapshot(row)
    if at is not None:
        happened.fits(work, desk, row, at)
    new = work.update(Visit, row.id, row.version, place=place)
    if at is None:
        move_to_place(work, row.id, place)
    else:
        happened.note(work, row.id, place, at)
    touched.settle(work, row.id, touched.ARRIVED if place is Place.ARRIVED else str(place).replace("_", " "))
    return changed(work, row, before, new, happened.said(desk, verbs[0], at), verbs[1])
