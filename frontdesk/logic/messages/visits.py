"""Writing a visit as the messages say it is; what the desk changed meanwhile stays."""

from __future__ import annotations

from typing import Any

from frontdesk.db.calendar import Hold, Place, Provider, ResourceKind, Visit, VisitEvent
from frontdesk.db.rows import get, insert
from frontdesk.desk import Work
from frontdesk.logic.calendar.snapshot import OFF
from frontdesk.logic.calendar.words import provider_of
from frontdesk.logic.messages.clashes import let_go
from frontdesk.logic.messages.known import Keys, Resources
from frontdesk.logic.messages.said import Booking

BESIDE = (ResourceKind.ROOM, ResourceKind.DEVICE)
"""What a visit may take beside patient and provider."""

State = dict[str, Any]
"""A visit by what can be changed of it."""

_GROUPS = {
    "time": ("starts", "ends", "provider"), "room": ("room",), "device": ("device",), "kind": ("kind",),
    "urgent": ("urgent",), "note": ("note",), "patient": ("patient",),
    "state": ("place", "cancel_reason", "cancel_note"),
}  # fmt: skip
"""What is changed together, or stays together."""


def write_visit(work: Work, keys: Keys, key: str, was: Booking | None, now: Booking | None) -> list[str] | None:
    """Book the visit, or bring it from what the messages said before to what they say now.

    Returns what of it was changed at the desk and stays, in words; None when there is no visit yet: nothing says
    when, or for whom.
    """
    patient = keys.row(now.about) if now is not None else None
    if now is None or now.starts is None or patient is None:
        return None
    wanted = _state(now, patient, _made(keys, now))
    row = keys.row(key)
    if row is None:
        keys.point(key, "visit", _add(work, wanted, now))
        return []
    if was == now:
        return []
    visit = get(Visit, row)
    before = {} if was is None or was.starts is None else _state(was, keys.row(was.about), keys.resources(was))
    there = _stored(visit)
    values, kept = State(), []
    for group, names in _GROUPS.items():
        new, old, stored = ([state.get(name) for name in names] for state in (wanted, before, there))
        if new in (old, stored):
            continue
        if stored == old:
            values |= {name: wanted[name] for name in names}
        else:
            kept.append(group)
    _change(work, visit, values, now)
    if "state" not in kept:
        _write_steps(row, now)
    return [f"{' and '.join(kept)} changed here since, and kept"] if kept else []


def _made(keys: Keys, said: Booking) -> Resources:
    """The rows of what the visit takes; those that are new are made."""
    assert said.starts is not None
    assert said.ends is not None
    return Resources(
        keys.provider(said.provider),
        keys.room(said.room),
        keys.device(said.device),
        keys.kind(said.kind, (said.ends - said.starts) // 60 or 1),
    )


def _state(said: Booking, patient: int | None, takes: Resources) -> State:
    return {
        "patient": patient,
        "starts": said.starts,
        "ends": said.ends,
        "provider": takes.provider,
        "room": takes.room,
        "device": takes.device,
        "kind": takes.kind,
        "urgent": said.urgent,
        "note": said.note,
        "place": said.place,
        "cancel_reason": said.cancel_reason,
        "cancel_note": said.cancel_note,
    }


def _stored(visit: Visit) -> State:
    rows = Hold.select(Hold.resource_kind, Hold.resource).where(Hold.visit == visit.id).order_by(Hold.id)
    held = {str(kind): resource for kind, resource in rows.tuples()}
    return {
        "patient": visit.patient_id,
        "starts": int(visit.starts.timestamp()),
        "ends": int(visit.ends.timestamp()),
        "provider": provider_of(visit.id),
        "room": held.get(ResourceKind.ROOM),
        "device": held.get(ResourceKind.DEVICE),
        "kind": visit.kind_id,
        "urgent": bool(visit.urgent),
        "note": visit.note,
        "place": str(visit.place),
        "cancel_reason": str(visit.cancel_reason),
        "cancel_note": visit.cancel_note,
    }


def _add(work: Work, wanted: State, said: Booking) -> int:
    own = {name: value for name, value in wanted.items() if name not in ("provider", "room", "device")}
    site = get(Provider, wanted["provider"]).site_id
    row = work.add(Visit, site=site, booked_at=said.booked_at, **own)
    for kind in (ResourceKind.PATIENT, ResourceKind.PROVIDER, *BESIDE):
        if wanted[kind] is not None:
            _hold(row, wanted, kind)
    _write_steps(row, said)
    return row


def _hold(visit: int, wanted: State, kind: ResourceKind) -> None:
    """Take a resource; that it overlaps nothing is settled later."""
    live = Place(wanted["place"]) not in OFF
    insert(
        Hold,
        {
            "visit": visit, "resource_kind": kind, "resource": wanted[kind], "starts": wanted["starts"],
            "ends": wanted["ends"], "live": live, "overbooked": True,
        },
    )  # fmt: skip


def _change(work: Work, visit: Visit, values: State, said: Booking) -> None:
    """Write the values with the holds they need. Overlap is allowed until the visit is settled."""
    own = {name: value for name, value in values.items() if name not in ("provider", "room", "device")}
    if int(visit.booked_at.timestamp()) != said.booked_at:
        own["booked_at"] = said.booked_at
    let_go((int(visit.id),))
    if "provider" in values:
        own["site"] = get(Provider, values["provider"]).site_id
    if own or values:
        work.update(Visit, int(visit.id), int(visit.version), **own)
    if "provider" in values:
        mine = (Hold.visit == visit.id) & (Hold.resource_kind == ResourceKind.PROVIDER)
        Hold.update(resource=values["provider"]).where(mine).execute()
    wanted = _stored(get(Visit, int(visit.id)))
    for kind in BESIDE:
        if kind in values or values.keys() & {"starts", "ends", "place"}:
            _aim(int(visit.id), wanted | values, kind)


def _aim(visit: int, wanted: State, kind: ResourceKind) -> None:
    """Let a visit take this room or device for the whole of its time, or none."""
    mine = (Hold.visit == visit) & (Hold.resource_kind == kind)
    resource, live = wanted[kind], Place(wanted["place"]) not in OFF
    rows = list(Hold.select(Hold.id, Hold.resource).where(mine).order_by(Hold.id).tuples())
    if resource is None:
        Hold.update(live=False).where(mine).execute()
    elif not rows:
        _hold(visit, wanted, kind)
    else:
        hold = next((hold for hold, held in rows if held == resource), rows[0][0])
        Hold.update(live=False).where(mine & (Hold.id != hold)).execute()
        Hold.update(resource=resource, starts=wanted["starts"], ends=wanted["ends"], live=live).where(
            Hold.id == hold
        ).execute()


def _write_steps(visit: int, said: Booking) -> None:
    """Let the events that hold be those of the messages; where the desk noted one, only the last is added."""
    rows = list(VisitEvent.select().where(VisitEvent.visit == visit).order_by(VisitEvent.id))
    if any(row.account_id is not None for row in rows):
        if rows[-1].place != said.place:
            _event(visit, said.place, said.steps[-1][1])
        return
    retracted = {row.retracts_id for row in rows if row.retracts_id is not None}
    standing = [row for row in rows if row.retracts_id is None and row.id not in retracted]
    there = [(str(row.place), int(row.at.timestamp())) for row in standing]
    same = 0
    while same < min(len(there), len(said.steps)) and there[same] == said.steps[same]:
        same += 1
    for row in reversed(standing[same:]):
        before = standing[standing.index(row) - 1] if row is not standing[0] else row
        _event(visit, str(before.place), int(row.at.timestamp()), retracts=int(row.id))
    for place, at in said.steps[same:]:
        _event(visit, place, at)


def _event(visit: int, place: str, at: int, retracts: int | None = None) -> None:
    insert(VisitEvent, {"visit": visit, "at": at, "place": place, "account": None, "retracts": retracts})
