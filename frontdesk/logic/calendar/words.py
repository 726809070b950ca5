"""How visits are named in messages, and which screens a visit's change concerns."""

from __future__ import annotations

from typing import Any

import pendulum

from frontdesk.db.calendar import Hold, Provider, ResourceKind, Visit
from frontdesk.db.patients import Patient
from frontdesk.db.prepared import prepared
from frontdesk.desk import Desk
from frontdesk.logic import when
from frontdesk.logic.calendar.sites import there


@prepared
def _name(patient: int) -> Any:
    return Patient.select(Patient.family, Patient.given).where(Patient.id == patient)


def name_of(patient: int) -> str:
    """`Abbott, June`, by the patient's id."""
    family, given = _name.first(patient) or ("", "")
    return f"{family}, {given}" if given else str(family)


@prepared
def _provider_hold(visit: int) -> Any:
    return Hold.select(Hold.resource).where(Hold.visit == visit, Hold.resource_kind == ResourceKind.PROVIDER)


@prepared
def _short(provider: int) -> Any:
    return Provider.select(Provider.short).where(Provider.id == provider)


def provider_of(visit: int) -> int | None:
    """The provider a visit holds; None for one that waits for a provider."""
    row = _provider_hold.first(visit)
    return None if row is None else int(row[0])


def provider_name(provider: int | None) -> str:
    """The provider's name as in the calendar's heading; `nobody` when there is none."""
    row = _short.first(provider) if provider is not None else None
    return "nobody" if row is None else str(row[0])


def local(desk: Desk, at: pendulum.DateTime) -> pendulum.DateTime:
    """A moment in the practice's zone."""
    return at.in_timezone(desk.zone)


def slot(desk: Desk, starts: pendulum.DateTime, provider: int | None) -> str:
    """`Tue 24 Nov 2026 10:15a with Okafor`."""
    return f"{when.echo_moment(local(there(desk, provider), starts))} with {provider_name(provider)}"


def visit_words(desk: Desk, visit: int) -> str:
    """`Abbott, June Tue 24 Nov 2026 10:15a with Okafor`; what a list of things to do calls a visit."""
    row = Visit.get_by_id(visit)
    return f"{name_of(row.patient_id)} {slot(desk, row.starts, provider_of(visit))}"


def patient_of(visit: int) -> int | None:
    """Whose visit it is; None when there is none of that number."""
    row = Visit.get_or_none(Visit.id == visit)
    return None if row is None else int(row.patient_id)


def span(desk: Desk, starts: pendulum.DateTime, ends: pendulum.DateTime) -> str:
    """`9:00a-9:30a`; `all day`, `Wed 25 Nov 1:00p to Sat 28 Nov 10:00a`, whole days without the times."""
    begins, stops = local(desk, starts), local(desk, ends)
    last, midnight = stops.subtract(microseconds=1).date(), pendulum.time(0)
    one_day = begins.date() == last
    if begins.time() == stops.time() == midnight:
        return "all day" if one_day else f"{when.echo_day(begins.date())} to {when.echo_day(last)}"
    if one_day:
        return f"{when.clock(begins)}-{when.clock(stops)}"
    return f"{when.echo_short(begins)} to {when.echo_short(stops)}"


def topics(desk: Desk, visit: Visit, *more: tuple[pendulum.DateTime, int | None]) -> set[str]:
    """The topics of a visit's change: the visit, its patient, and each day and provider it touches."""
    found = {f"visit:{visit.id}", f"patient:{visit.patient_id}"}
    mine = provider_of(visit.id)
    here: tuple[pendulum.DateTime, int | None] = (visit.starts, mine)
    for starts, provider in (here, *more):
        found.add(f"day:{local(there(desk, provider or mine), starts).date()}")
        if provider is not None:
            found.add(f"provider:{provider}")
    return found
