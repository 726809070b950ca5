"""A visit as it stood, and putting it back so: the one way back of everything that happens to a visit."""

from __future__ import annotations

from typing import Any

from frontdesk.db.calendar import Hold, Place, ResourceKind, Visit, VisitEvent
from frontdesk.db.prepared import prepared
from frontdesk.db.rows import find, get
from frontdesk.desk import Back, Outcome, Refused, Undo, Work, change
from frontdesk.logic.calendar.rules import still_there
from frontdesk.logic.calendar.words import patient_name, provider_of, slot, topics

COLUMNS = (
    "starts", "ends", "place", "confirmed", "urgent", "cancel_reason", "cancel_note",
    "overbook_reason", "overbook_by", "note",
)  # fmt: skip
"""What a snapshot holds of the visit's own row."""

OFF = (Place.CANCELLED, Place.NO_SHOW)
"""Places in which a visit holds nothing."""


@prepared
def _events(visit: int) -> Any:
    return (
        VisitEvent.select(VisitEvent.id, VisitEvent.retracts)
        .where(VisitEvent.visit == visit)
        .order_by(VisitEvent.id.desc())
    )


@prepared
def _holds(visit: int) -> Any:
    holds = Hold.select(Hold.id, Hold.resource, Hold.live, Hold.overbooked)
    return holds.where(Hold.visit == visit).order_by(Hold.id)


def last_event(visit: int) -> VisitEvent | None:
    """The event by which the visit stands where it stands: the newest that neither retracts nor is retracted."""
    events = _events(visit)
    retracted = {retracts for _, retracts in events if retracts is not None}
    for event, retracts in events:
        if retracts is None and event not in retracted:
            return find(VisitEvent, event)
    return None


def snapshot(visit: Visit) -> dict[str, Any]:
    """The visit's row, its holds and its last event, as JSON values."""
    state: dict[str, Any] = {}
    for name in COLUMNS:
        value = getattr(visit, "overbook_by_id" if name == "overbook_by" else name)
        state[name] = int(value.timestamp()) if name in ("starts", "ends") else value
    state["place"], state["cancel_reason"] = str(visit.place), str(visit.cancel_reason)
    state["holds"] = [
        [hold, resource, bool(live), bool(overbooked)] for hold, resource, live, overbooked in _holds(visit.id)
    ]
    event = last_event(visit.id)
    state["event"] = None if event is None else [event.id, int(event.at.timestamp())]
    return state


def way_back(before: dict[str, Any], visit: int, version: int, says: str, again: str) -> Back:
    """The change that puts a visit back to the snapshot `before`; `says` and `again` are its and redo's words."""
    return Back(
        "calendar.as_it_was",
        {"visit": visit, "version": version, "state": before, "says": says, "again": again},
    )


def move_to_place(work: Work, visit: int, place: Place, at: int | None = None) -> None:
    """Append the event by which a visit comes to a place."""
    work.add(
        VisitEvent,
        visit=visit,
        at=int(work.now.timestamp()) if at is None else at,
        place=place,
        account=work.desk.who.account,
    )


def retract(work: Work, event: VisitEvent, place: Place) -> None:
    """Take back the event by which a visit stands, so that it leaves no trace in the waiting times."""
    work.add(
        VisitEvent,
        visit=event.visit_id,
        at=work.now,
        place=place,
        account=work.desk.who.account,
        retracts=event.id,
    )


def set_holds(holds: list[list[Any]]) -> None:
    """Point holds at the resources of a snapshot, those to be released first."""
    for row, resource, live, overbooked in sorted(holds, key=lambda hold: hold[2]):
        Hold.update(resource=resource, live=live, overbooked=overbooked).where(Hold.id == row).execute()


@change("calendar.as_it_was", permission="calendar.see", undo=Undo.INVERSE)
def as_it_was(work: Work, *, visit: int, version: int, state: dict[str, Any], says: str, again: str) -> Outcome:
    """Put a visit back as it was: what undo and redo do."""
    row = find(Visit, visit)
    if row is None:
        raise Refused("There is no such visit.", field="visit")
    needs = "calendar.book" if _beyond_place(snapshot(row), state) else "visit.place"
    work.desk.need(needs)
    now, provider = snapshot(row), provider_of(visit)
    place = Place(state["place"])
    values = {name: state[name] for name in COLUMNS}
    if Place(now["place"]) in OFF and place not in OFF:  # aim the holds before they live again
        set_holds([[hold, resource, False, overbooked] for hold, resource, _, overbooked in state["holds"]])
        new = work.update(Visit, visit, version, **values)
        set_holds(state["holds"])
    elif _stays(now, state):
        new = work.update(Visit, visit, version, **values)
    else:
        if place not in OFF:
            _let_go(visit)
        new = work.update(Visit, visit, version, **values)
        set_holds(state["holds"])
    if place not in OFF and (Place(now["place"]) in OFF or provider_of(visit) != provider):
        still_there(row.patient, provider_of(visit))
    if place != Place(now["place"]):
        _put_event(work, visit, place, now, state)
    after = get(Visit, visit)
    return Outcome(
        says,
        ("visit", visit),
        topics(work.desk, after, (row.starts, None)),
        before=now,
        after=state,
        patient=int(row.patient_id),
        back=way_back(now, visit, new, again, says),
        values={"visit": visit, "version": new},
    )


def _let_go(visit: int) -> None:
    """Allow overlap for a moment, inside the transaction, while provider and time change one after the other."""
    Hold.update(overbooked=True).where(Hold.visit == visit, Hold.resource_kind != ResourceKind.PATIENT).execute()


def _stays(now: dict[str, Any], then: dict[str, Any]) -> bool:
    """Tell whether time and holds are the same, so that nothing need be let go and asked for again."""
    return all(now[name] == then[name] for name in ("starts", "ends", "holds"))


def _beyond_place(now: dict[str, Any], then: dict[str, Any]) -> bool:
    return any(now[name] != then[name] for name in (*COLUMNS, "holds") if name != "place") or (
        Place.CANCELLED in (now["place"], then["place"])
    )


def _put_event(work: Work, visit: int, place: Place, now: dict[str, Any], then: dict[str, Any]) -> None:
    """Retract the event that is being taken back, or repeat at its own time the one that comes again."""
    event = last_event(visit)
    came_before = then["event"]
    if event is not None and came_before is not None and came_before[0] < event.id and _direct(visit, event, then):
        retract(work, event, place)
    else:
        move_to_place(work, visit, place, came_before[1] if came_before else None)


def _direct(visit: int, event: VisitEvent, then: dict[str, Any]) -> bool:
    """Tell whether taking back `event` leads straight to the snapshot's own event."""
    earlier = list(VisitEvent.select().where(VisitEvent.visit == visit).order_by(VisitEvent.id.desc()))
    retracted = {row.retracts_id for row in earlier if row.retracts_id is not None}
    standing = [row for row in earlier if row.retracts_id is None and row.id not in retracted]
    return len(standing) > 1 and standing[0].id == event.id and standing[1].id == then["event"][0]


def describe(work: Work, row: Visit, provider: int | None) -> str:
    """`Abbott, June Tue 24 Nov 2026 10:15a with Okafor`."""
    return f"{patient_name(row.patient)} {slot(work.desk, row.starts, provider)}"


def changed(work: Work, row: Visit, before: dict[str, Any], version: int, verb: str, back_verb: str) -> Outcome:
    """The outcome of a change of one visit that stays at its time: `verb` says it, `back_verb` its undo."""
    visit = int(row.id)
    after = get(Visit, visit)
    words = describe(work, after, provider_of(visit))
    return Outcome(
        f"{verb} {words}",
        ("visit", visit),
        topics(work.desk, after),
        before=before,
        after=snapshot(after),
        patient=int(after.patient_id),
        back=way_back(before, visit, version, f"{back_verb} {words}", f"{verb} {words}"),
        values={"visit": visit, "version": version},
    )
