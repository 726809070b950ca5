"""Visits as calendar programs show them: a provider's, or a patient's own; and the record that they left.

A provider's calendar lies on phones and in other people's hands, so it says of patients what the practice's
setting allows: nothing, initials (unless set otherwise), or the name. Notes and reasons never leave.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pendulum
from peewee import JOIN

from frontdesk.db.audit import Audit
from frontdesk.db.calendar import Hold, Place, Provider, ResourceKind, Room, Visit, VisitKind
from frontdesk.db.patients import Patient
from frontdesk.db.practice import Site
from frontdesk.desk import Desk, Outcome, Refused, Undo, Work, change, view
from frontdesk.logic import names
from frontdesk.logic.calendar.snapshot import OFF
from frontdesk.logic.patients.record import shown_name, survivor
from frontdesk.logic.practice import setting
from frontdesk.settings import FEED_NAMES

BEHIND = 31
"""Days before today from which on visits are in a feed, unless the first day is said."""
MOST = 20_000
"""Visits in one feed; calendar programs choke on more."""


class Shown(StrEnum):
    """What a provider's calendar says of a patient."""

    NOTHING = "nothing"
    INITIALS = "initials"
    NAME = "name"


class State(StrEnum):
    """How a visit stands, in the words of iCalendar."""

    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True)
class Entry:
    """A visit in a feed. `starts` and `ends` are UTC; `zone` is that of the place."""

    uid: str
    sequence: int
    starts: pendulum.DateTime
    ends: pendulum.DateTime
    zone: str
    state: State
    summary: str
    where: str
    booked_at: pendulum.DateTime


@dataclass(frozen=True, slots=True)
class Feed:
    """A calendar: what it is called, whose it is, and its visits in the order of time."""

    title: str
    provider: int | None
    patient: int | None
    entries: tuple[Entry, ...]


def shown(desk: Desk) -> Shown:
    """What a provider's calendar says of patients, by the practice's setting."""
    value = setting(FEED_NAMES.name, FEED_NAMES.usual, desk.clock.now())
    return Shown(value if value in set(Shown) else FEED_NAMES.usual)


def _initials(given: str, family: str) -> str:
    return "".join(re.sub(r"\W", "", part)[:1].upper() for part in (given, family))


def _practice_mark() -> str:
    """What tells this practice's visits from another's, for ever: its first audit record."""
    row = Audit.select(Audit.hash).order_by(Audit.seq).first()
    return "" if row is None else str(row.hash)[:20]


def _rows(wanted: Any, first: pendulum.DateTime, after: pendulum.DateTime | None) -> list[Any]:
    provider, room = Hold.alias(), Hold.alias()
    held = Visit.starts >= first
    held = held if after is None else held & (Visit.starts < after)
    mine = (provider.visit == Visit.id) & (provider.resource_kind == ResourceKind.PROVIDER)
    its_room = (room.visit == Visit.id) & (room.resource_kind == ResourceKind.ROOM) & (room.live == 1)
    query = (
        Visit.select(
            Visit.id, Visit.version, Visit.starts, Visit.ends, Visit.place, Visit.confirmed, Visit.booked_at,
            VisitKind.code, VisitKind.name, Site.name, Site.zone, Provider.short, Provider.credential, Room.name,
            Patient.given, Patient.family,
        )
        .join(VisitKind, on=(VisitKind.id == Visit.kind))
        .switch(Visit)
        .join(Site, on=(Site.id == Visit.site))
        .switch(Visit)
        .join(Patient, on=(Patient.id == Visit.patient))
        .switch(Visit)
        .join(provider, JOIN.LEFT_OUTER, on=mine)
        .join(Provider, JOIN.LEFT_OUTER, on=(Provider.id == provider.resource))
        .switch(Visit)
        .join(room, JOIN.LEFT_OUTER, on=its_room)
        .join(Room, JOIN.LEFT_OUTER, on=(Room.id == room.resource))
        .where(wanted(provider), held)
        .order_by(Visit.starts, Visit.id)
        .limit(MOST + 1)
    )  # fmt: skip
    rows = list(query.tuples())
    if len(rows) > MOST:
        raise Refused(f"That is more than {MOST:,} visits; say from when to when.", field="from", code="many")
    return rows


def _state(place: Place, confirmed: bool) -> State:
    """A visit that is booked is tentative until the patient has confirmed it or has come."""
    if place in OFF:
        return State.CANCELLED
    return State.TENTATIVE if place is Place.SCHEDULED and not confirmed else State.CONFIRMED


def _entries(rows: Iterable[Any], of_patient: bool, names_shown: Shown) -> tuple[Entry, ...]:
    mark = _practice_mark()
    return tuple(_entry(row, mark, of_patient, names_shown) for row in rows)


def _entry(columns: Any, mark: str, of_patient: bool, names_shown: Shown) -> Entry:
    visit, version, starts, ends, place, confirmed, booked, code, kind, site, zone, *more = columns
    short, credential, room, given, family = more
    if of_patient:
        summary = f"{kind} with {short} {credential or ''}".strip() if short else str(kind)
        where = str(site)
    else:
        said = {Shown.INITIALS: _initials(given, family), Shown.NAME: f"{family}, {given}".rstrip(", ")}
        summary = f"{said[names_shown]} {code}" if names_shown in said else "Busy"
        where = ", ".join(filter(None, (room, site)))
    state = _state(Place(place), bool(confirmed))
    return Entry(f"visit-{visit}.{mark}@frontdesk", version, starts, ends, zone, state, summary, where, booked)


def _span(
    desk: Desk, from_day: pendulum.Date | None, to_day: pendulum.Date | None
) -> tuple[pendulum.DateTime, pendulum.DateTime | None]:
    first = from_day or desk.today().subtract(days=BEHIND)
    if to_day is not None and to_day < first:
        raise Refused("It would end before it begins.", field="to", code="span")
    return desk.bounds(first)[0], None if to_day is None else desk.bounds(to_day)[1]


@view("calendar.feed_of_provider", permission="data.export")
def of_provider(
    desk: Desk, *, provider: int, from_day: pendulum.Date | None = None, to_day: pendulum.Date | None = None
) -> Feed:
    """A provider's calendar, from a month ago on unless said otherwise; both days included."""
    row = Provider.get_or_none(Provider.id == provider)
    if row is None:
        raise Refused("There is no such provider.", field="provider")
    rows = _rows(lambda hold: hold.resource == provider, *_span(desk, from_day, to_day))
    return Feed(f"{row.short} {row.credential}".strip(), provider, None, _entries(rows, False, shown(desk)))


@view("calendar.feed_of_patient", permission="data.export")
def of_patient(
    desk: Desk, *, patient: int, from_day: pendulum.Date | None = None, to_day: pendulum.Date | None = None
) -> Feed:
    """A patient's own appointments, from a month ago on unless said otherwise; both days included."""
    who = survivor(patient)
    rows = _rows(lambda hold: Visit.patient == who.id, *_span(desk, from_day, to_day))
    return Feed(f"Appointments of {shown_name(who)}", None, int(who.id), _entries(rows, True, Shown.NAME))


@view("calendar.feed_whose", permission="data.export")
def provider_named(desk: Desk, *, name: str) -> int:
    """The provider of that name, or whose name alone begins so; raise `Refused` otherwise."""
    wanted = names.fold(name)
    shorts = {int(row): names.fold(short) for row, short in Provider.select(Provider.id, Provider.short).tuples()}
    found = [row for row, short in shorts.items() if short == wanted]
    found = found or [row for row, short in shorts.items() if wanted and short.startswith(wanted)]
    if len(found) != 1:
        said = "Several providers' names begin" if found else "No provider's name begins"
        raise Refused(f"{said} so: {', '.join(sorted(_shorts()))}.", field="provider", code="name")
    return found[0]


def _shorts() -> list[str]:
    return [str(short) for (short,) in Provider.select(Provider.short).where(Provider.hidden == 0).tuples()]


@view("calendar.feed_whom", permission="data.export")
def patient_numbered(desk: Desk, *, number: str) -> int:
    """The patient of that number, or of one that was merged; raise `Refused` when there is none."""
    row = Patient.get_or_none(Patient.number == number.strip(), Patient.withdrawn == 0)
    if row is None:
        raise Refused("No patient has that number.", field="patient", code="number")
    return int(survivor(int(row.id)).id)


@change("data.export_feed", permission="data.export", undo=Undo.FINAL)
def record_feed(
    work: Work, *, path: str, visits: int, provider: int | None = None, patient: int | None = None
) -> Outcome:
    """Record that a calendar leaves the program: whose, where to, how many visits, and what of the names."""
    whose = f"patient:{patient}" if patient is not None else f"provider:{provider}"
    count = f"{visits:,} visit{'' if visits == 1 else 's'}"
    return Outcome(
        f"{count} written to {path}",
        ("patient", patient) if patient is not None else ("provider", provider or 0),
        (),
        after={"path": path, "visits": visits, "whose": whose, "names": str(shown(work.desk))},
        patient=patient,
        values={"visits": visits, "path": path},
    )
