"""Where a visit stands: arrived, no-show, and one step back."""

from __future__ import annotations

from frontdesk.db.calendar import Place, Visit, VisitEvent
from frontdesk.desk import Outcome, Refused, Undo, Work, change
from frontdesk.logic.calendar.booking import seen, visit_row
from frontdesk.logic.calendar.sites import there
from frontdesk.logic.calendar.snapshot import OFF, changed, last_event, move_to_place, retract, snapshot
from frontdesk.logic.calendar.words import local, provider_of

LETTERS: dict[Place, str] = {
    Place.SCHEDULED: "S",
    Place.ARRIVED: "A",
    Place.CHECKED_IN: "I",
    Place.ROOMED: "R",
    Place.READY: "Y",
    Place.WITH_PROVIDER: "P",
    Place.CHECKOUT: "O",
    Place.DONE: "D",
    Place.LEFT: "L",
    Place.NO_SHOW: "N",
    Place.CANCELLED: "X",
}
"""The letter by which a place is shown, in colour and without."""


@change("calendar.arrive", permission="visit.place", undo=Undo.INVERSE)
def arrive(work: Work, *, visit: int, version: int) -> Outcome:
    """Note that the patient is here."""
    row = visit_row(visit)
    seen(row, version)
    if row.place is not Place.SCHEDULED:
        raise Refused(f"The visit is {str(row.place).replace('_', ' ')}.", code="place")
    desk = there(work.desk, provider_of(visit))
    if local(desk, row.starts).date() != desk.today():
        raise Refused("The visit is not today.", code="day")
    return _move_on(work, row, Place.ARRIVED, "Arrived", "Not here yet:")


@change("calendar.no_show", permission="visit.place", undo=Undo.INVERSE)
def no_show(work: Work, *, visit: int, version: int) -> Outcome:
    """Note that the patient did not come; only once the visit has begun."""
    row = visit_row(visit)
    seen(row, version)
    if row.place is not Place.SCHEDULED:
        raise Refused(f"The visit is {str(row.place).replace('_', ' ')}.", code="place")
    if row.starts > work.now:
        raise Refused("The visit has not begun; cancel it instead.", code="early")
    return _move_on(work, row, Place.NO_SHOW, "No-show", "Expected again:")


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


def _move_on(work: Work, row: Visit, place: Place, verb: str, back_verb: str) -> Outcome:
    before = snapshot(row)
    new = work.update(Visit, row.id, row.version, place=place)
    move_to_place(work, row.id, place)
    return changed(work, row, before, new, verb, back_verb)
