"""Writing the demo practice's rows, many to a statement; every trigger stays on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pendulum

from frontdesk.db.bulk import insert_rows
from frontdesk.db.calendar import (
    Hold,
    ResourceKind,
    Series,
    Unavailable,
    Visit,
    VisitEvent,
    VisitKind,
)
from frontdesk.db.patients import Patient, PatientContact, PatientPhone, PhoneKind
from frontdesk.db.practice import Account, WorklistItem
from frontdesk.db.practice import Sequence as Numbers
from frontdesk.desk import Desk, Work
from frontdesk.logic.calendar.blocks import days_of
from frontdesk.logic.calendar.broken import KIND as TO_PLACE
from frontdesk.logic.calendar.recurrence import Recurrence, fitting, wall
from frontdesk.logic.demo.around import Around
from frontdesk.logic.demo.kinds import SERIES
from frontdesk.logic.demo.planned import Planned
from frontdesk.logic.demo.register import Sample
from frontdesk.logic.demo.shut import Shut
from frontdesk.logic.demo.span import Span
from frontdesk.logic.patients.record import NUMBER_WIDTH, key_of, search_of


def write_patients(people: Sequence[Sample], arrivals: Sequence[int], providers: Sequence[int]) -> None:
    """The register; ids and numbers count from 1. Most who have been here longer prefer a provider."""
    insert_rows(
        Patient,
        ("id", "number", "family", "given", "suffix", "birth", "sex", "mail", "note", "alert", "language",
         "interpreter", "needs", "pronouns", "deceased", "died", "dismissed", "dismissed_why", "test", "preferred",
         "name_key", "search", "registered_at"),
        (
            (
                row, str(row).zfill(NUMBER_WIDTH), person.family, person.given, person.suffix, person.birth,
                person.sex, person.mail, person.note, person.alert, person.language, bool(person.language),
                person.needs, person.pronouns, person.died is not None, person.died, person.dismissed,
                "threatened staff" if person.dismissed else "", person.test,
                None if person.is_new or row % 4 == 0 else providers[person.provider],
                key_of(person.family, person.given), search_of(person.family, person.given), at,
            )
            for row, (person, at) in enumerate(zip(people, arrivals, strict=True), start=1)
        ),
    )  # fmt: skip
    insert_rows(
        PatientPhone,
        ("patient", "position", "kind", "digits", "reversed", "may_text", "may_message"),
        (
            (row, position, PhoneKind(kind), digits, digits[::-1], kind == "mobile" and row % 3 > 0, row % 5 == 0)
            for row, person in enumerate(people, start=1)
            for position, (kind, digits) in enumerate(person.phones)
        ),
    )
    Numbers.insert(name="patient", last=len(people)).execute()


def write_around(people: Sequence[Sample], day: pendulum.Date, around: Around) -> None:
    """The people around the patients, and who pays."""
    insert_rows(
        PatientContact,
        ("patient", "name", "relation", "digits", "emergency", "topics", "guardian", "limits", "from_day"),
        (
            (
                tie.patient + 1, tie.name, tie.relation, tie.digits, tie.emergency, tie.topics, tie.guardian,
                tie.limits, day.subtract(days=people[tie.patient].registered),
            )
            for tie in around.ties
        ),
    )  # fmt: skip
    for place, payer in around.payers.items():
        Patient.update(guarantor=payer + 1).where(Patient.id == place + 1).execute()


def write_blocks(work: Work, span: Span, providers: Sequence[int], shut: Iterable[Shut]) -> int:
    """Blocks and leave with their holds, one for each day; return how many."""
    blocks: list[tuple[Any, ...]] = []
    holds: list[tuple[Any, ...]] = []
    for row, each in enumerate(shut, start=1):
        starts, ends = span.moment(*each.first), span.moment(*each.last)
        provider = providers[each.provider]
        why = (each.kind, each.reason, each.may_override)
        blocks.append((row, ResourceKind.PROVIDER, provider, starts, ends, *why))
        holds += _block_holds(work.desk, row, provider, starts, ends)
    insert_rows(
        Unavailable,
        ("id", "resource_kind", "resource", "starts", "ends", "kind", "reason", "may_override"),
        blocks,
    )
    insert_rows(Hold, ("block", "resource_kind", "resource", "starts", "ends"), holds)
    return len(blocks)


def _block_holds(desk: Desk, row: int, provider: int, starts: Any, ends: Any) -> list[tuple[Any, ...]]:
    return [(row, ResourceKind.PROVIDER, provider, begin, end) for begin, end in days_of(desk, starts, ends)]


def write_series(span: Span, visits: Sequence[Planned]) -> None:
    """What links the visits of a series."""
    for number, each in enumerate(SERIES):
        mine = [visit for visit in visits if visit.series == number]
        if mine:
            zone = str(span.zone.name)
            days = [wall(pendulum.from_timestamp(visit.starts), span.zone) for visit in mine]
            weekly = Recurrence(zone, min(days), f"FREQ=WEEKLY;INTERVAL={each.every};COUNT={len(mine)}")
            rule = fitting(days, weekly, zone).text
            Series.insert(id=number + 1, rule=rule, made_at=min(visit.booked for visit in mine)).execute()


class VisitRows:
    """The rows of visits, from the first free ids on."""

    def __init__(self, site: int, providers: Sequence[int], rooms: Sequence[int], first: int, event: int) -> None:
        self._site, self._providers, self._rooms = site, providers, rooms
        self._kinds = {kind.code: kind for kind in VisitKind.select()}
        self._desk = Account.get(Account.login == "reception").id
        self._visit, self._event = first, event
        self._visits: list[tuple[Any, ...]] = []
        self._holds: list[tuple[Any, ...]] = []
        self._events: list[tuple[Any, ...]] = []
        self._given_up: list[tuple[Any, ...]] = []

    def write(self, visits: Iterable[Planned]) -> None:
        """Write them with their holds and events."""
        for visit in visits:
            self._add(visit)
            self._visit += 1
        insert_rows(
            Visit,
            ("id", "patient", "kind", "site", "starts", "ends", "place", "confirmed", "urgent", "cancel_reason",
             "cancel_note", "overbook_reason", "overbook_by", "note", "series", "booked_at", "version"),
            self._visits,
        )  # fmt: skip
        columns = ("visit", "resource_kind", "resource", "starts", "ends", "live", "overbooked")
        insert_rows(Hold, columns, self._holds)
        insert_rows(
            WorklistItem,
            ("kind", "subject_kind", "subject", "made_at", "outcome", "closed_at", "closed_by", "version"),
            self._given_up,
        )
        insert_rows(VisitEvent, ("id", "visit", "at", "place", "account", "retracts"), self._events)

    def _add(self, visit: Planned) -> None:
        kind, row = self._kinds[visit.kind], self._visit
        series = None if visit.series is None else visit.series + 1
        self._visits.append(
            (
                row, visit.patient + 1, kind.id, self._site, visit.starts, visit.ends, visit.place,
                visit.confirmed, kind.urgent, visit.cancel_reason, visit.cancel_note, visit.overbook,
                self._desk if visit.overbook else None, visit.note, series, visit.booked,
                len(visit.steps) + visit.confirmed,
            )
        )  # fmt: skip
        span = (visit.starts, visit.ends, visit.stands)
        self._holds.append((row, ResourceKind.PATIENT, visit.patient + 1, *span, False))
        provider = self._providers[visit.provider]
        self._holds.append((row, ResourceKind.PROVIDER, provider, *span, bool(visit.overbook)))
        if visit.room is not None:
            self._holds.append((row, ResourceKind.ROOM, self._rooms[visit.room], *span, False))
        self._add_events(visit)
        if visit.given_up:
            at = visit.given_up_at
            self._given_up.append((TO_PLACE, "visit", row, at, visit.given_up, at, self._desk, 2))

    def _add_events(self, visit: Planned) -> None:
        first = self._event
        for step in visit.steps:
            retracts = None if step.retracts is None else first + step.retracts
            self._events.append((self._event, self._visit, step.at, step.place, self._desk, retracts))
            self._event += 1
