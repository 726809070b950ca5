"""What a broad list shows beside each patient: the next visit, with whom, where they live."""

from __future__ import annotations

from typing import Any, NamedTuple

import pendulum
from peewee import JOIN, fn

from frontdesk.db.calendar import Hold, Place, Provider, ResourceKind, Visit, VisitKind
from frontdesk.db.patients import Patient
from frontdesk.db.practice import Site
from frontdesk.db.prepared import prepared
from frontdesk.desk import Desk, view
from frontdesk.logic.patients.search import padded
from frontdesk.logic.practice import zone_named


class Around(NamedTuple):
    """What there is around a patient; what is not on file, or not for this person to see, is empty."""

    lives: str = ""
    """`Salem, MA`."""
    prefers: str = ""
    """The provider whom the patient prefers."""
    next: pendulum.DateTime | None = None
    """When the next visit begins, by the clock of its site."""
    kind: str = ""
    provider: str = ""


@prepared
def _next(patients: list[int], now: pendulum.DateTime) -> Any:
    """The first visit to come of each (of a group's columns SQLite takes those of the least)."""
    mine = (Hold.visit == Visit.id) & (Hold.resource_kind == ResourceKind.PROVIDER) & (Hold.live == 1)
    to_come = (Visit.starts >= now) & (Visit.place == Place.SCHEDULED)
    return (
        Visit.select(Visit.patient, fn.MIN(Visit.starts), VisitKind.code, Provider.short, Site.zone)
        .join(VisitKind, on=(Visit.kind == VisitKind.id))
        .join(Site, on=(Visit.site == Site.id))
        .join(Hold, on=mine)
        .join(Provider, on=(Hold.resource == Provider.id))
        .where(Visit.patient.in_(patients) & to_come)
        .group_by(Visit.patient)
    )


@prepared
def _lives(patients: list[int]) -> Any:
    return (
        Patient.select(Patient.id, Patient.city, Patient.state, Provider.short)
        .join(Provider, JOIN.LEFT_OUTER, on=(Patient.preferred == Provider.id))
        .where(Patient.id.in_(patients))
    )


@view("patients.around", permission="patient.see")
def around(desk: Desk, *, patients: list[int]) -> dict[int, Around]:
    """What there is around each of these patients, in two statements."""
    if not patients:
        return {}
    ids, coming = padded(patients), {}
    for patient, starts, kind, provider, zone in _next(ids, desk.clock.now()) if desk.may("calendar.see") else ():
        coming[patient] = (pendulum.from_timestamp(starts).in_timezone(zone_named(zone)), kind, provider)
    return {
        patient: Around(", ".join(filter(None, (city, state))), prefers or "", *coming.get(patient, ()))
        for patient, city, state, prefers in _lives(ids)
    }
