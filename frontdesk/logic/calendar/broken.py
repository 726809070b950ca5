"""Visits that did not take place, kept with kind, length and provider until they are placed again.

What the practice itself cancelled (bumped) comes first. A visit is off the list once another one was booked in its
place, or since then one of its kind, for whichever day; or once somebody wrote down that it is not wanted.
What had been booked before it broke, as the rest of a series, does not take its place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pendulum
from peewee import fn

from frontdesk.db.calendar import CancelReason, Place, Visit, VisitEvent
from frontdesk.db.patients import Patient
from frontdesk.db.practice import WorklistItem
from frontdesk.db.prepared import prepared
from frontdesk.db.rows import find
from frontdesk.desk import Back, Desk, Outcome, Refused, Undo, Work, change, view
from frontdesk.logic import phones, worklists
from frontdesk.logic.calendar import calling
from frontdesk.logic.calendar.card import card_rows
from frontdesk.logic.calendar.day import DayVisit
from frontdesk.logic.calendar.sites import there
from frontdesk.logic.calendar.words import patient_of, provider_name, visit_words

KIND = "to_place"
DAYS = 90
"""How long a broken visit is kept on the list."""
MOST = 500
BROKEN = (Place.CANCELLED, Place.NO_SHOW)
WORDS = {
    CancelReason.PRACTICE: "bumped",
    CancelReason.PATIENT: "cancelled by patient",
    CancelReason.CLINICAL: "clinical",
    CancelReason.WEATHER: "weather",
    CancelReason.HOSPITAL: "in hospital",
    CancelReason.NONE: "no-show",
}
"""Why it did not take place, for people."""


worklists.kind(KIND, sees="calendar.see", works="calendar.book", words=visit_words, patient=patient_of)

Broke, Event, Retracting = VisitEvent.alias(), VisitEvent.alias(), VisitEvent.alias()
Later, Instead = Visit.alias(), Visit.alias()


def _broke() -> Any:
    """The event by which a visit is off the calendar."""
    retracted = Retracting.select(Retracting.id).where(Retracting.retracts == Event.id)
    standing = (Event.place == Visit.place) & Event.retracts.is_null() & ~fn.EXISTS(retracted)
    return Broke.id == Event.select(fn.MAX(Event.id)).where(Event.visit == Visit.id, standing)


def _again() -> Any:
    """Visits of that patient and kind that were booked after it broke; at one moment, events tell."""
    before = Event.select(Event.id).where(Event.visit == Later.id, Event.id < Broke.id)
    since = (Later.booked_at > Broke.at) | ((Later.booked_at == Broke.at) & ~fn.EXISTS(before))
    return Later.select(Later.id).where(
        Later.patient == Visit.patient,
        Later.kind == Visit.kind,
        Later.id != Visit.id,
        Later.place.not_in(BROKEN),
        since,
    )


def _given_up() -> Any:
    """Items by which it was given up since it broke; where it broke twice at one moment, not since the second."""
    twice = Event.select(Event.id).where(
        Event.visit == Visit.id,
        Event.place.in_(BROKEN),
        Event.retracts.is_null(),
        Event.at == Broke.at,
        Event.id < Broke.id,
    )
    since = (WorklistItem.closed_at > Broke.at) | ((WorklistItem.closed_at == Broke.at) & ~fn.EXISTS(twice))
    return WorklistItem.select(WorklistItem.id).where(
        WorklistItem.subject_kind == "visit", WorklistItem.subject == Visit.id, WorklistItem.kind == KIND, since
    )


def _waiting(starts: Any, *columns: Any) -> Any:
    """Broken visits since a moment that nobody has placed again."""
    instead = Instead.select(Instead.id).where(
        Instead.replaces == Visit.id, Instead.cancel_reason != CancelReason.ERROR
    )
    living = Patient.select(Patient.id).where(
        Patient.id == Visit.patient, Patient.deceased == 0, Patient.withdrawn == 0
    )
    return (
        Visit.select(*columns)
        .join(Broke, on=_broke())
        .where(
            Visit.place.in_(BROKEN),
            Visit.cancel_reason != CancelReason.ERROR,
            Visit.starts >= starts,
            fn.EXISTS(living),
            ~fn.EXISTS(instead),
            ~fn.EXISTS(_again()),
            ~fn.EXISTS(_given_up()),
        )
    )


@prepared
def _list(since: pendulum.DateTime, limit: int) -> Any:
    bumped: Any = Visit.cancel_reason == CancelReason.PRACTICE
    return _waiting(since, Visit.id).order_by(bumped.desc(), Visit.starts, Visit.id).limit(limit)


@prepared
def _count(since: pendulum.DateTime) -> Any:
    return _waiting(since, fn.COUNT(Visit.id))


@dataclass(frozen=True, slots=True)
class Broken:
    """A visit to be placed again."""

    visit: DayVisit
    starts: pendulum.DateTime
    provider: str
    phone: str
    kind: int
    why: str
    tries: int


def _since(desk: Desk) -> pendulum.DateTime:
    return desk.clock.now().subtract(days=DAYS)


@view("calendar.to_place", permission="calendar.see")
def to_place(desk: Desk) -> tuple[Broken, ...]:
    """Broken and bumped visits of the last 90 days and to come, the bumped first; at most `MOST`."""
    order = [visit for (visit,) in _list(_since(desk), MOST)]
    tries = calling.tries(KIND, order)
    rows = {visit.id: (visit, kind) for visit, kind in card_rows(order)}
    found = []
    for number in order:
        if number not in rows:
            continue
        visit, kind = rows[number]
        at = pendulum.from_timestamp(visit.starts).in_timezone(there(desk, visit.provider).zone)
        phone = phones.show_phone(visit.phone) if visit.phone else ""
        why = WORDS[CancelReason(visit.cancel_reason)]
        name = provider_name(visit.provider)
        found.append(Broken(visit, at, name, phone, kind, why, tries.get(number, 0)))
    return tuple(found)


@view("calendar.to_place_count", permission="calendar.see")
def to_place_count(desk: Desk) -> int:
    """How many there are."""
    row = _count.first(_since(desk))
    return int(row[0]) if row else 0


def _item(work: Work, visit: int) -> WorklistItem:
    """The open item about a broken visit, made when there is none."""
    row = find(Visit, visit)
    if row is None or row.place not in BROKEN:
        raise Refused("The visit is on the calendar.", code="place")
    item = worklists.item_about(KIND, ("visit", visit))
    if item is None or item.closed_at is not None:
        return worklists.item_row(worklists.add_item(work, KIND, ("visit", visit)))
    return item


@change("calendar.give_up_placing", permission="calendar.book", undo=Undo.INVERSE)
def give_up_placing(work: Work, *, visit: int, outcome: str) -> Outcome:
    """Write down that a broken visit is not wanted any more: it leaves the list."""
    item = _item(work, visit)
    version = worklists.close_item(work, item, outcome or "not wanted")
    return _outcome(work, visit, item.id, version, f"Not to be placed again ({outcome})", given_up=True)


@change("calendar.placing_again", permission="calendar.book", undo=Undo.INVERSE)
def placing_again(work: Work, *, visit: int, item: int, version: int, outcome: str = "") -> Outcome:
    """Put a broken visit on the list again, or off it with an outcome: what undo and redo do."""
    row = worklists.item_row(item, version)
    if outcome:
        new = worklists.close_item(work, row, outcome)
        return _outcome(work, visit, item, new, f"Not to be placed again ({outcome})", given_up=True)
    said = str(row.outcome)
    new = worklists.open_again(work, row)
    return _outcome(work, visit, item, new, "To be placed again:", given_up=False, said=said)


def _outcome(
    work: Work, visit: int, item: int, version: int, verb: str, *, given_up: bool, said: str = ""
) -> Outcome:
    back: dict[str, Any] = {"visit": visit, "item": item, "version": version}
    if not given_up:
        back["outcome"] = said
    row = worklists.item_row(item)
    return Outcome(
        f"{verb} {visit_words(work.desk, visit)}",
        ("worklist_item", item),
        worklists.topics_of(row) | {f"visit:{visit}"},
        after={"outcome": str(row.outcome)},
        patient=patient_of(visit),
        back=Back("calendar.placing_again", back),
        values={"item": item, "version": version},
    )


@change("calendar.tried_placing", permission="calendar.book", undo=Undo.INVERSE)
def tried_placing(work: Work, *, visit: int, note: str = "no answer") -> Outcome:
    """Note that somebody called about a broken visit in vain."""
    return calling.tried(work, _item(work, visit), note)
