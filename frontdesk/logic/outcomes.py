"""Past visits of which nobody wrote down what became: a list, and one outcome for each.

An imported book may say so of a visit (`importing.OUTCOME_UNKNOWN`). Once the visit stands anywhere but scheduled,
its item is out of the list by itself; undo brings it back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pendulum
from peewee import JOIN

from frontdesk.db.calendar import CancelReason, Hold, Place, Provider, ResourceKind, Visit, VisitEvent, VisitKind
from frontdesk.db.patients import Patient, PatientPhone
from frontdesk.db.practice import Site, WorklistItem
from frontdesk.db.prepared import prepared
from frontdesk.desk import Desk, Outcome, Refused, Undo, Work, change, view
from frontdesk.logic import phones, worklists
from frontdesk.logic.calendar import touched
from frontdesk.logic.calendar.booking import seen, visit_row
from frontdesk.logic.calendar.snapshot import changed, snapshot
from frontdesk.logic.calendar.words import patient_of, visit_words
from frontdesk.logic.importing import OUTCOME_UNKNOWN, outcomes_unknown
from frontdesk.logic.practice import zone_named

MOST = 500
"""Visits that the list shows at a time."""

SAYS: dict[Place, str] = {
    Place.DONE: "Came",
    Place.NO_SHOW: "No-show",
    Place.LEFT: "Left without being seen",
    Place.CANCELLED: "Cancelled",
}
"""What can have become of a visit."""


worklists.kind(OUTCOME_UNKNOWN, sees="calendar.see", works="visit.place", words=visit_words, patient=patient_of)


@dataclass(frozen=True, slots=True)
class UnknownOutcome:
    """A past visit, still scheduled, and the item that asks what became of it."""

    item: int
    item_version: int
    visit: int
    version: int
    patient: int
    name: str
    phone: str
    starts: pendulum.DateTime
    """By the clock of its site."""
    kind: str
    provider: str
    note: str
    sex: str
    born: str
    """An ISO date, or empty."""


@prepared
def _unknown(limit: int) -> Any:
    return (
        WorklistItem.select(
            WorklistItem.id, WorklistItem.version, Visit.id, Visit.version, Patient.id, Patient.family,
            Patient.given, PatientPhone.digits, PatientPhone.extension, Visit.starts, VisitKind.code,
            Provider.short, WorklistItem.note, Site.zone, Patient.sex, Patient.birth,
        )
        .join(Visit, on=(Visit.id == WorklistItem.subject))
        .join(Patient, on=(Patient.id == Visit.patient))
        .join(VisitKind, on=(VisitKind.id == Visit.kind))
        .join(
            PatientPhone,
            JOIN.LEFT_OUTER,
            on=((PatientPhone.patient == Patient.id) & (PatientPhone.position == 0)),
        )
        .join(
            Hold,
            JOIN.LEFT_OUTER,
            on=((Hold.visit == Visit.id) & (Hold.resource_kind == ResourceKind.PROVIDER)),
        )
        .join(Provider, JOIN.LEFT_OUTER, on=(Provider.id == Hold.resource))
        .join(Site, on=(Site.id == Visit.site))
        .where(
            WorklistItem.kind == OUTCOME_UNKNOWN,
            WorklistItem.subject_kind == "visit",
            WorklistItem.closed_at.is_null(),
            Visit.place == Place.SCHEDULED,
        )
        .order_by(WorklistItem.due.desc(), Visit.starts.desc(), Visit.id)
        .limit(limit)
    )  # fmt: skip


@view("outcomes.unknown", permission="calendar.see")
def unknown(desk: Desk) -> tuple[UnknownOutcome, ...]:
    """The visits, the newest first, because of them somebody may still know; at most `MOST`."""
    found = []
    for row in _unknown(MOST):
        item, item_version, visit, version, patient, family, given, digits, extension, starts, *rest = row
        code, short, note, zone, sex, born = rest
        name = f"{family}, {given}" if given else family
        phone = phones.show_phone(digits, extension) if digits else ""
        at = pendulum.from_timestamp(starts).in_timezone(zone_named(zone))
        found.append(
            UnknownOutcome(
                item, item_version, visit, version, patient, name, phone, at, code, short or "", note, sex,
                born or "",
            )
        )  # fmt: skip
    return tuple(found)


@view("outcomes.count", permission="calendar.see")
def count(desk: Desk) -> int:
    """How many visits there are of which nobody knows what became."""
    return outcomes_unknown()


@change("outcomes.record", permission="visit.place", undo=Undo.INVERSE)
def record(work: Work, *, visit: int, version: int, outcome: str, reason: str = "") -> Outcome:
    """Note afterwards what became of a past visit: done, no_show, left, or cancelled with whose doing it was.

    The event's time is the visit's own end, for nobody knows a better one; when it was typed stands beside it.
    """
    row = visit_row(visit)
    seen(row, version)
    if row.place is not Place.SCHEDULED:
        raise Refused(f"The visit is {str(row.place).replace('_', ' ')} already.", code="place")
    if row.ends > work.now:
        raise Refused("The visit is not over yet.", code="early")
    place = Place(outcome) if outcome in {str(each) for each in SAYS} else None
    if place is None:
        raise Refused("It came, was a no-show, left or was cancelled.", field="outcome")
    before = snapshot(row)
    new = work.update(Visit, visit, version, place=place, **_why(work, place, reason))
    by = work.desk.who.account
    work.add(VisitEvent, visit=visit, at=row.ends, place=place, account=by, typed=work.now)
    touched.settle(work, visit, str(place).replace("_", " "))
    return changed(work, row, before, new, SAYS[place], "Not known again:")


def _why(work: Work, place: Place, reason: str) -> dict[str, Any]:
    """The columns of a cancellation."""
    if place is not Place.CANCELLED:
        return {}
    work.desk.need("calendar.book")
    if not reason or reason not in {str(each) for each in CancelReason}:
        raise Refused("Say why it was cancelled.", field="reason")
    return {"cancel_reason": CancelReason(reason), "cancel_note": "Noted afterwards."}
