"""What leaves the program as tables: rows one by one, never all in memory, and the record that they left.

Moments are the practice's wall clock with its offset (2026-11-24T09:15:00-05:00), days are ISO, flags 0 or 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from peewee import JOIN

from frontdesk.db.calendar import Hold, Provider, ResourceKind, Room, Series, Visit, VisitEvent, VisitKind
from frontdesk.db.outside import HistoryVisit, Organization, Payer
from frontdesk.db.patients import Patient, PatientContact, PatientPhone
from frontdesk.db.practice import Account
from frontdesk.db.table import Table
from frontdesk.desk import Desk, Outcome, Undo, Work, change, view
from frontdesk.logic.phones import show_phone

Cell = str | int | None
"""A value of an exported row."""

PATIENTS: dict[str, str] = {
    "patient": "the row's number in this program, by which visits refer to it",
    "number": "the patient number that people use",
    "family": "family name",
    "given": "given and middle names",
    "prefix": "what stands before the name (Dr.)",
    "suffix": "what stands after it (Jr., MD)",
    "name_used": "the name the patient goes by, if another",
    "birth": "day of birth, or empty",
    "sex": "F, M, X (another), U (unknown), or empty (not asked)",
    "phones": "kind and number of each phone, the first one first, parted by semicolons",
    "mail": "mail address",
    "note": "note of the front desk",
    "alert": "what is shown with every visit",
    "withdrawn": "1 when the record was registered by mistake",
    "merged_into": "the patient this record was merged into, or empty",
    "middle": "middle name",
    "former": "former and other names, parted by semicolons",
    "pronouns": "how the patient is spoken of",
    "gender": "as the patient says",
    "street": "street and number",
    "city": "city",
    "state": "state",
    "zip": "ZIP code",
    "other_street": "confidential address, to which letters go instead: street and number",
    "other_city": "its city",
    "other_state": "its state",
    "other_zip": "its ZIP code",
    "no_mail": "1 when no e-mail is wanted",
    "no_post": "1 when no letters are wanted",
    "language": "language the patient speaks",
    "interpreter": "1 when an interpreter is needed",
    "needs": "what the patient needs (wheelchair)",
    "guarantor": "the other patient who pays, or empty",
    "preferred": "row number of the provider whom the patient prefers, or empty",
    "photo_seen": "day on which a photo identity was seen, or empty",
    "deceased": "1 when the patient has died",
    "died": "day of death, or empty",
    "dismissed": "day since which the practice does not treat the patient, or empty",
    "dismissed_why": "why not",
    "test": "1 for a record that is no person",
    "registered_at": "when it was registered or imported",
}
"""The columns of patients.csv and what they mean."""

PHONES: dict[str, str] = {
    "phone": "the row's number",
    "patient": "the patient",
    "place": "0 for the first one, which lists show",
    "kind": "home, mobile, work, or other",
    "number": "the number as people write it, with its extension",
    "may_call": "1 when we may call it",
    "may_text": "1 when we may send texts",
    "may_message": "1 when we may leave a message on the machine or with whoever answers",
}
"""The columns of phones.csv and what they mean."""

CONTACTS: dict[str, str] = {
    "contact": "the row's number",
    "patient": "the patient",
    "name": "who",
    "relation": "what they are to the patient",
    "phone": "the number as people write it, or empty",
    "address": "address",
    "emergency": "1 when to be called in an emergency",
    "topics": "what we may talk about: all, nothing, or some of appointments, billing, results, medication",
    "guardian": "1 for a guardian; that and the topics end with the 18th birthday when they began before",
    "limits": "what a court or the guardians set a limit to",
    "guarantor": "1 when they pay",
    "from_day": "first day on which it holds",
    "to_day": "last day, or empty",
    "removed": "1 when taken off the list",
}
"""The columns of contacts.csv, the people around patients, and what they mean."""

VISITS: dict[str, str] = {
    "visit": "the row's number, by which events refer to it",
    "patient": "the patient",
    "provider": "the provider's row number, or empty",
    "provider_name": "the name in the calendar's heading",
    "room": "the room's name, or empty",
    "kind": "code of the kind of visit",
    "starts": "when it begins",
    "ends": "when it ends",
    "place": "where it stands: scheduled, arrived ... done, left, no_show, cancelled",
    "confirmed": "1 when the patient confirmed it",
    "urgent": "1 when it is urgent",
    "cancel_reason": "whose doing the cancellation was, or empty",
    "cancel_note": "what was noted about it",
    "overbook_reason": "why the time was taken twice on purpose, or empty",
    "note": "note of the front desk",
    "booked_at": "when it was booked",
    "series": "the number of the series it is one of, or empty",
    "rule": "the series' rule as in RFC 5545, its lines parted by blanks, or empty",
    "linked": "the number that visits which belong together share, or empty",
    "interpreter_language": "the language that is interpreted, or empty",
    "interpreter_mode": "how: in_person, phone or video; empty while somebody is to be found",
    "interpreter_confirmed": "1 when the interpreter said they come",
}
"""The columns of visits.csv and what they mean."""

EVENTS: dict[str, str] = {
    "event": "the row's number; a visit's events are in the order of their numbers",
    "visit": "the visit",
    "at": "when the visit came to the place",
    "place": "the place",
    "account": "sign-in of who noted it, or empty for an imported event",
    "retracts": "the event that this one takes back, or empty",
    "typed": "when it was written down, where that was later than it happened, or empty",
}
"""The columns of events.csv and what they mean."""

_ADDRESS = {
    "street": "street and number",
    "city": "city",
    "state": "state",
    "zip": "ZIP code",
    "phones": "phones, parted by semicolons",
    "hidden": "1 when it is not offered",
}

PAYERS: dict[str, str] = {
    "payer": "the row's number",
    "name": "its name",
    "kind": "government, private, none (no insurance), or empty (nobody said)",
    **_ADDRESS,
}
"""The columns of payers.csv and what they mean."""

ORGANIZATIONS: dict[str, str] = {
    "organization": "the row's number, by which history refers to it",
    "name": "its name",
    **_ADDRESS,
}
"""The columns of organizations.csv and what they mean."""

HISTORY: dict[str, str] = {
    "stay": "the row's number",
    "patient": "the patient",
    "provider": "the provider's row number, or empty",
    "provider_name": "the provider's name",
    "organization": "where it was, or empty",
    "kind": "code of the kind of visit",
    "starts": "when it began",
    "ends": "when it ended",
    "note": "what it was for",
}
"""The columns of history.csv, stays that are longer than the calendar's visits, and what they mean."""


@contextmanager
def one_moment(desk: Desk) -> Iterator[None]:
    """Everything read inside is the practice at one moment, whatever others save meanwhile."""
    with desk.database.peewee.atomic("DEFERRED"):
        yield


def _rows(query: Any) -> Iterator[tuple[Any, ...]]:
    """Rows as the driver gives them, fetched as they are asked for."""
    yield from Patient._meta.database.execute(query)


@view("data.patients", permission="data.export")
def patients(desk: Desk) -> Iterator[tuple[Cell, ...]]:
    """Every patient, for export."""
    columns = [Patient._meta.fields[name] for name in PATIENTS if name not in ("patient", "phones")]
    query = Patient.select(Patient.id, *columns).order_by(Patient.id)
    place = list(PATIENTS).index("phones")
    phones = _phones()
    owner, numbers = next(phones, (0, ""))
    for row in _rows(query):
        while owner and owner < row[0]:
            owner, numbers = next(phones, (0, ""))
        *start, registered = row
        mine = numbers if owner == row[0] else ""
        yield (*start[:place], mine, *start[place:], _moment(desk, registered))


def _phones() -> Iterator[tuple[int, str]]:
    """Each patient's phones in one text, in the order of the patients."""
    columns = (PatientPhone.patient, PatientPhone.kind, PatientPhone.digits, PatientPhone.extension)
    query = PatientPhone.select(*columns).order_by(PatientPhone.patient, PatientPhone.position, PatientPhone.id)
    for patient, rows in groupby(_rows(query), itemgetter(0)):
        yield patient, "; ".join(f"{kind} {show_phone(digits, extension)}" for _, kind, digits, extension in rows)


@view("data.phones", permission="data.export")
def phones(desk: Desk) -> Iterator[tuple[Cell, ...]]:
    """Every phone of every patient with what is allowed, for export."""
    there = PatientPhone
    query = there.select(
        there.id, there.patient, there.position, there.kind, there.digits, there.extension,
        there.may_call, there.may_text, there.may_message,
    ).order_by(there.patient, there.position, there.id)  # fmt: skip
    for phone, patient, place, kind, digits, extension, *may in _rows(query):
        yield (phone, patient, place, kind, show_phone(digits, extension), *may)


@view("data.contacts", permission="data.export")
def contacts(desk: Desk) -> Iterator[tuple[Cell, ...]]:
    """Everybody around every patient, for export."""
    there = PatientContact
    query = there.select(
        there.id, there.patient, there.name, there.relation, there.digits, there.extension, there.address,
        there.emergency, there.topics, there.guardian, there.limits, there.guarantor,
        there.from_day, there.to_day, there.removed,
    ).order_by(there.patient, there.id)  # fmt: skip
    for row in _rows(query):
        first, (digits, extension), rest = row[:4], row[4:6], row[6:]
        yield (*first, show_phone(digits, extension) if digits else "", *rest)


@view("data.visits", permission="data.export")
def visits(desk: Desk) -> Iterator[tuple[Cell, ...]]:
    """Every visit, for export."""
    held = Hold.select(Hold.resource).where(Hold.visit == Visit.id, Hold.resource_kind == ResourceKind.PROVIDER)
    room = (
        Room.select(Room.name)
        .join(Hold, on=(Hold.resource == Room.id))
        .where(Hold.visit == Visit.id, Hold.resource_kind == ResourceKind.ROOM, Hold.live == 1)
    )
    names = {row.id: row.short for row in Provider.select(Provider.id, Provider.short)}
    query = (
        Visit.select(
            Visit.id, Visit.patient, held.limit(1), room.limit(1), VisitKind.code, Visit.starts, Visit.ends,
            Visit.place, Visit.confirmed, Visit.urgent, Visit.cancel_reason, Visit.cancel_note,
            Visit.overbook_reason, Visit.note, Visit.booked_at, Visit.series, Series.rule, Visit.linked,
            Visit.interpreter_language, Visit.interpreter_mode, Visit.interpreter_confirmed,
        )
        .join(VisitKind, on=(VisitKind.id == Visit.kind))
        .join_from(Visit, Series, JOIN.LEFT_OUTER, on=(Series.id == Visit.series))
        .order_by(Visit.id)
    )  # fmt: skip
    for visit, patient, provider, where, kind, starts, ends, *more in _rows(query):
        *rest, booked, series, rule, linked, language, mode, comes = more
        times = (_moment(desk, starts), _moment(desk, ends))
        bonds = (series, rule and " ".join(rule.split()), linked, language, mode, comes)
        whose = (visit, patient, provider, names.get(provider), where, kind)
        yield (*whose, *times, *rest, _moment(desk, booked), *bonds)


@view("data.events", permission="data.export")
def events(desk: Desk) -> Iterator[tuple[Cell, ...]]:
    """Every event of every visit, for export."""
    query = (
        VisitEvent.select(
            VisitEvent.id,
            VisitEvent.visit,
            VisitEvent.at,
            VisitEvent.place,
            Account.login,
            VisitEvent.retracts,
            VisitEvent.typed,
        )
        .join(Account, JOIN.LEFT_OUTER, on=(Account.id == VisitEvent.account))
        .order_by(VisitEvent.id)
    )
    for event, visit, at, *rest, typed in _rows(query):
        yield (event, visit, _moment(desk, at), *rest, None if typed is None else _moment(desk, typed))


def _every(table: type[Table], columns: dict[str, str]) -> Iterator[tuple[Cell, ...]]:
    """Every row of a table; its first column is the row's number."""
    fields = [table._meta.fields[name] for name in ("id", *list(columns)[1:])]
    return _rows(table.select(*fields).order_by(fields[0]))


@view("data.payers", permission="data.export")
def payers(desk: Desk) -> Iterator[tuple[Cell, ...]]:
    """Every payer, for export."""
    return _every(Payer, PAYERS)


@view("data.organizations", permission="data.export")
def organizations(desk: Desk) -> Iterator[tuple[Cell, ...]]:
    """Every organisation, for export."""
    return _every(Organization, ORGANIZATIONS)


@view("data.history", permission="data.export")
def history(desk: Desk) -> Iterator[tuple[Cell, ...]]:
    """Every stay that is history, for export."""
    stay = HistoryVisit
    query = (
        stay.select(
            stay.id, stay.patient, stay.provider, Provider.short, stay.organization, VisitKind.code,
            stay.starts, stay.ends, stay.note,
        )
        .join(VisitKind, on=(VisitKind.id == stay.kind))
        .join(Provider, JOIN.LEFT_OUTER, on=(Provider.id == stay.provider))
        .order_by(stay.id)
    )  # fmt: skip
    for *first, starts, ends, note in _rows(query):
        yield (*first, _moment(desk, starts), _moment(desk, ends), note)


def _moment(desk: Desk, at: int) -> str:
    return datetime.fromtimestamp(at, desk.zone).isoformat()


@change("data.export", permission="data.export", undo=Undo.FINAL)
def record_export(work: Work, *, folder: str, files: dict[str, int]) -> Outcome:
    """Record that data leaves the program: the folder, the files' names and row counts."""
    rows = sum(files.values())
    return Outcome(
        f"Exported {rows:,} rows in {len(files)} files",
        ("export", 0),
        (),
        after={"folder": folder, "files": files},
        values={"rows": rows},
    )
