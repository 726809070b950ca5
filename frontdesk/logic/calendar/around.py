"""Around a visit: how to reach the patient, what the visit has, the visits before and after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pendulum
from peewee import JOIN

from frontdesk.db.calendar import Device, Hold, Provider, ResourceKind, Visit, VisitKind
from frontdesk.db.patients import Patient
from frontdesk.db.prepared import prepared
from frontdesk.desk import Desk, Refused, view
from frontdesk.logic.calendar.history import of_patient
from frontdesk.logic.calendar.sites import zone_of
from frontdesk.logic.patients import PhoneLine, phones

MOST = 12
"""Visits before and after that are looked at."""


@dataclass(frozen=True, slots=True)
class OtherVisit:
    """Another visit of the patient, with its beginning on the clock of its site."""

    starts: pendulum.DateTime
    kind: str
    provider: str
    place: str
    """Where it stands, `scheduled`, `no show`."""


@dataclass(frozen=True, slots=True)
class VisitAround:
    """What is around a visit; what this person may not see of the patient is empty."""

    kind: str
    """Its kind by name."""
    device: str
    booked_at: pendulum.DateTime
    number: str
    lives: str
    """`Salem, MA`."""
    phones: tuple[PhoneLine, ...]
    next: tuple[OtherVisit, ...]
    """Those after it, the soonest first."""
    before: tuple[OtherVisit, ...]
    """Those before it, the latest first."""


@prepared
def _row(visit: int) -> Any:
    held = (Hold.visit == Visit.id) & (Hold.resource_kind == ResourceKind.DEVICE) & (Hold.live == 1)
    return (
        Visit.select(
            Patient.id, Visit.starts, VisitKind.name, Device.name, Visit.booked_at, Patient.number, Patient.city,
            Patient.state,
        )
        .join(VisitKind, on=(Visit.kind == VisitKind.id))
        .join(Patient, on=(Visit.patient == Patient.id))
        .join(Hold, JOIN.LEFT_OUTER, on=held)
        .join(Device, JOIN.LEFT_OUTER, on=(Hold.resource == Device.id))
        .where(Visit.id == visit)
    )  # fmt: skip


@prepared
def _names() -> Any:
    return Provider.select(Provider.id, Provider.short)


@view("calendar.around", permission="calendar.see")
def around(desk: Desk, *, visit: int) -> VisitAround:
    """What is around a visit, in a handful of statements; raise `Refused` when there is none."""
    row = _row.first(visit)
    if row is None:
        raise Refused("There is no such visit.", field="visit")
    patient, starts, kind, device, booked_at, number, city, state = row
    names, sees = dict(_names()), desk.may("patient.see")
    others = [each for each in of_patient(desk, patient=patient, limit=MOST) if each.id != visit]
    said = [
        OtherVisit(
            pendulum.from_timestamp(each.starts).in_timezone(zone_of(desk, each.provider)),
            each.kind,
            names.get(each.provider, ""),
            str(each.place).replace("_", " "),
        )
        for each in others
    ]
    return VisitAround(
        kind,
        device or "",
        pendulum.from_timestamp(booked_at).in_timezone(desk.zone),
        number if sees else "",
        ", ".join(filter(None, (city, state))) if sees else "",
        tuple(phones(desk, patient=patient)) if sees else (),
        tuple(each for each, of in zip(said, others, strict=True) if of.starts >= starts)[::-1],
        tuple(each for each, of in zip(said, others, strict=True) if of.starts < starts),
    )
