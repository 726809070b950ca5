"""Bringing in an outside book: one change, called for one whole batch after the other.

What reads a format lives in `exchange`; it hands over the rows below, already understood. Every row carries its
source's key and a hash of what the source said, kept as an `external_ref` in the same transaction: that is how
a second run changes nothing, an interrupted one completes, and a row that changed in the source shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import pendulum
from peewee import fn

from frontdesk.db.bulk import insert_rows
from frontdesk.db.calendar import Hold, Hours, Place, Provider, ResourceKind, Visit, VisitEvent, VisitKind
from frontdesk.db.patients import Patient
from frontdesk.db.practice import ExternalRef, Person, Setting, Site, WorklistItem
from frontdesk.db.table import Table
from frontdesk.desk import Desk, Outcome, Undo, Work, change, view
from frontdesk.logic.calendar.snapshot import OFF
from frontdesk.logic.closing import close_for
from frontdesk.logic.patients.record import free_number
from frontdesk.logic.practice import STEPS
from frontdesk.settings import STEP

OUTCOME_UNKNOWN = "outcome_unknown"
"""The kind of worklist item for a past visit of which the source doesn't say what became."""


class Opening(NamedTuple):
    """What a book needs before its rows: a provider, a kind of visit, the distance of the calendar's lines."""

    provider: str
    """The name in the calendar's heading."""
    code: str
    kind: str
    minutes: int
    since: int
    """The beginning of the book: its days are shown with these lines, those before the import too."""


class NewPatient(NamedTuple):
    """A patient as stored; `number` is the source's unless another patient has it."""

    key: str
    hash: str
    number: str
    prefix: str
    given: str
    family: str
    suffix: str
    birth: pendulum.Date | None
    sex: str
    name_key: str
    search: str


class NewHours(NamedTuple):
    """Weekly hours (0 is Monday), minutes after midnight, first and last day."""

    weekday: int
    opens: int
    closes: int
    from_day: pendulum.Date
    to_day: pendulum.Date


class NewSlot(NamedTuple):
    """A slot of the source, and the hours that it became: a row's id, or -1, -2 ... for those of this batch."""

    key: str
    hash: str
    hours: int


class NewVisit(NamedTuple):
    """A visit with its events, times as epoch seconds; the events in their order, the last is where it stands."""

    key: str
    hash: str
    patient: int
    day: pendulum.Date
    starts: int
    ends: int
    cancel_reason: str
    cancel_note: str
    booked_at: int
    events: tuple[tuple[str, int], ...]
    unknown: bool
    """The source does not say what became of it."""

    @property
    def place(self) -> str:
        """Where the visit stands."""
        return self.events[-1][0]


class Book(NamedTuple):
    """The rows that an opened book's visits and hours belong to."""

    provider: int
    kind: int


class Seen(NamedTuple):
    """What is known of a row of the source: the hash of what it said, and the row it became."""

    hash: str
    subject: int


# Reading ----------------------------------------------------------------------------------------


@view("data.imported", permission="data.import")
def imported(desk: Desk, *, source: str) -> dict[str, Seen]:
    """Every row that was imported from a source, by its key."""
    rows = ExternalRef.select(ExternalRef.key, ExternalRef.hash, ExternalRef.subject)
    return {key: Seen(hash, subject) for key, hash, subject in rows.where(ExternalRef.source == source).tuples()}


@view("data.hours", permission="data.import")
def hours_of(desk: Desk, *, provider: int) -> list[tuple[int, NewHours]]:
    """A provider's hours with their ids."""
    query = Hours.select(Hours.id, Hours.weekday, Hours.opens, Hours.closes, Hours.from_day, Hours.to_day)
    return [(row[0], NewHours(*row[1:])) for row in query.where(Hours.provider == provider).tuples()]


def outcomes_unknown() -> int:
    """Past visits that still stand as scheduled because their source did not say what became of them."""
    open_items = WorklistItem.select(WorklistItem.subject).where(
        WorklistItem.kind == OUTCOME_UNKNOWN,
        WorklistItem.subject_kind == "visit",
        WorklistItem.closed_at.is_null(),
    )
    return int(Visit.select().where(Visit.id.in_(open_items), Visit.place == Place.SCHEDULED).count())


# The change -------------------------------------------------------------------------------------


@change("data.import_batch", permission="data.import", undo=Undo.FINAL)
def import_batch(
    work: Work,
    *,
    source: str,
    file: str,
    lines: tuple[int, int],
    opening: Opening | None = None,
    book: Book | None = None,
    patients: Sequence[NewPatient] = (),
    hours: Sequence[NewHours] = (),
    slots: Sequence[NewSlot] = (),
    visits: Sequence[NewVisit] = (),
) -> Outcome:
    """Bring in one whole batch of an outside book: lines `lines` (first, last) of a file."""
    topics: set[str] = set()
    values: dict[str, Any] = {}
    if opening is not None:
        book = _open_book(work, source, opening)
        topics |= {"setup", f"provider:{book.provider}"}
        values["book"] = list(book)
    if patients:
        values["patients"] = _add_patients(work, source, patients)
        topics.add("patients")
    if slots:
        assert book is not None
        values["hours"] = _add_hours(source, book, hours, slots)
        topics |= {"setup", f"provider:{book.provider}"} if hours else set()
    if visits:
        assert book is not None
        values["visits"] = _add_visits(work, source, book, visits)
        topics |= {f"provider:{book.provider}", *_touched(visits)}
    counts = {"patients": len(patients), "hours": len(hours), "slots": len(slots), "visits": len(visits)}
    return Outcome(
        f"Imported {sum(counts.values()) - len(hours):,} rows of {file}",
        ("import", 0),
        topics,
        after={"source": source, "file": file, "lines": list(lines), "counts": counts, "rows": values},
        values=values,
    )


def _touched(visits: Iterable[NewVisit]) -> set[str]:
    return {topic for visit in visits for topic in (f"day:{visit.day}", f"patient:{visit.patient}")}


def next_id(table: type[Table]) -> int:
    """The id that the table's next row gets; holds inside a write transaction."""
    return int(table.select(fn.MAX(table._meta.fields["id"])).scalar() or 0) + 1


def refer(source: str, kind: str, rows: Iterable[tuple[str, str, int]]) -> None:
    """Remember where rows came from: each (key, hash, id)."""
    insert_rows(
        ExternalRef,
        ("source", "key", "hash", "subject_kind", "subject"),
        [(source, key, hash, kind, row) for key, hash, row in rows],
    )


def _open_book(work: Work, source: str, opening: Opening) -> Book:
    site = Site.select().order_by(Site.id).get()
    person = work.add(Person, family=opening.provider)
    position = Provider.select().count()
    provider = work.add(Provider, person=person, site=site.id, short=opening.provider, position=position)
    close_for(work, provider)
    kind = VisitKind.get_or_none(VisitKind.code == opening.code)
    kind_id = kind.id if kind else _add_kind(work, opening)
    if opening.minutes in STEPS and not Setting.select().where(Setting.name == STEP.name).exists():
        since = min(opening.since, int(work.now.timestamp()))
        work.add(Setting, name=STEP.name, value=str(opening.minutes), since=since)
    refer(source, "provider", [("provider", "", provider)])
    refer(source, "visit_kind", [("kind", "", kind_id)])
    return Book(provider, kind_id)


def _add_kind(work: Work, opening: Opening) -> int:
    position = VisitKind.select().count()
    return work.add(VisitKind, code=opening.code, name=opening.kind, minutes=opening.minutes, position=position)


def _add_patients(work: Work, source: str, patients: Sequence[NewPatient]) -> list[int]:
    """Insert patients; their first and last id."""
    first, now = next_id(Patient), int(work.now.timestamp())
    wanted = [each.number for each in patients]
    taken = {row[0] for row in Patient.select(Patient.number).where(Patient.number.in_(wanted)).tuples()}
    rows = []
    for row, each in enumerate(patients, start=first):
        number = free_number(work) if each.number in taken else each.number
        rows.append((row, number, *each[3:], now))
    columns = (
        "id", "number", "prefix", "given", "family", "suffix", "birth", "sex", "name_key", "search",
        "registered_at",
    )  # fmt: skip
    insert_rows(Patient, columns, rows)
    refer(source, "patient", ((each.key, each.hash, row) for row, each in enumerate(patients, start=first)))
    return [first, first + len(patients) - 1]


def _add_hours(source: str, book: Book, hours: Sequence[NewHours], slots: Sequence[NewSlot]) -> list[int]:
    """Insert hours and remember the slots they stand for; the ids of the hours in their order."""
    first = next_id(Hours)
    ids = list(range(first, first + len(hours)))
    columns = ("id", "provider", "weekday", "opens", "closes", "from_day", "to_day")
    insert_rows(Hours, columns, [(row, book.provider, *each) for row, each in zip(ids, hours, strict=True)])
    of_slot = ((s.key, s.hash, s.hours if s.hours > 0 else ids[-1 - s.hours]) for s in slots)
    refer(source, "hours", of_slot)
    return ids


def _add_visits(work: Work, source: str, book: Book, visits: Sequence[NewVisit]) -> list[int]:
    """Insert visits with holds and events; their first and last id."""
    first, site = next_id(Visit), Provider.get_by_id(book.provider).site_id
    numbered = list(enumerate(visits, start=first))
    insert_rows(
        Visit,
        ("id", "patient", "kind", "site", "starts", "ends", "place", "cancel_reason", "cancel_note", "booked_at"),
        [
            (
                row,
                v.patient,
                book.kind,
                site,
                v.starts,
                v.ends,
                v.place,
                v.cancel_reason,
                v.cancel_note,
                v.booked_at,
            )
            for row, v in numbered
        ],
    )
    _add_holds(book, numbered)
    events = [(row, at, place) for row, visit in numbered for place, at in visit.events]
    insert_rows(VisitEvent, ("visit", "at", "place"), events)
    refer(source, "visit", ((visit.key, visit.hash, row) for row, visit in numbered))
    _ask_outcomes(work, source, numbered)
    return [first, first + len(visits) - 1]


def _add_holds(book: Book, visits: list[tuple[int, NewVisit]]) -> None:
    """Take patient and provider; visits that are off take nothing, as when the desk cancels them."""
    patient, provider = str(ResourceKind.PATIENT), str(ResourceKind.PROVIDER)
    rows = []
    for row, visit in visits:
        live = int(visit.place not in OFF)
        rows.append((row, patient, visit.patient, visit.starts, visit.ends, live))
        rows.append((row, provider, book.provider, visit.starts, visit.ends, live))
    insert_rows(Hold, ("visit", "resource_kind", "resource", "starts", "ends", "live"), rows)


def _ask_outcomes(work: Work, source: str, visits: list[tuple[int, NewVisit]]) -> None:
    """Put visits whose outcome the source does not say on the worklist."""
    now, note = int(work.now.timestamp()), f"{source} does not say what became of this visit."
    asked = [(OUTCOME_UNKNOWN, "visit", row, visit.day, now, note) for row, visit in visits if visit.unknown]
    insert_rows(WorklistItem, ("kind", "subject_kind", "subject", "due", "made_at", "note"), asked)
