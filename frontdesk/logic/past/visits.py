"""Writing visits that are over: as visits where they fit the calendar, as history where they are too long."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from frontdesk.db.bulk import insert_rows
from frontdesk.db.calendar import Hold, Place, Provider, ResourceKind, Visit, VisitEvent, VisitKind
from frontdesk.db.outside import HistoryVisit, Organization
from frontdesk.db.practice import ExternalRef
from frontdesk.db.table import Table
from frontdesk.desk import Work
from frontdesk.logic.calendar.rules import overlapping
from frontdesk.logic.importing import next_id, refer
from frontdesk.logic.past.rows import PastVisit

OVERBOOKED = "imported"
"""The reason with which an imported visit stands at a time that is taken."""
_KIND_MINUTES = 15
"""The length that is offered with a kind which an import made, should the practice ever book it."""


def span_of(first: int, count: int) -> list[int]:
    """The first and last of so many row numbers; nothing when there are none."""
    return [first, first + count - 1] if count else []


def kinds_of(work: Work, source: str, visits: Iterable[PastVisit]) -> tuple[dict[str, int], bool]:
    """The kinds of these visits by key, and whether one was made: hidden, so that nobody books it by mistake."""
    wanted = {visit.kind.key: visit.kind for visit in visits}
    known = ExternalRef.select(ExternalRef.key, ExternalRef.subject)
    there = dict(known.where(ExternalRef.source == source, ExternalRef.key.in_(list(wanted))).tuples())
    made = [kind for key, kind in wanted.items() if key not in there]
    for kind in made:
        there[kind.key] = work.add(
            VisitKind,
            code=_free_code(kind.code),
            name=kind.name,
            minutes=_KIND_MINUTES,
            position=VisitKind.select().count(),
            hidden=True,
        )
        refer(source, "visit_kind", [(kind.key, "", there[kind.key])])
    return there, bool(made)


def _free_code(wished: str) -> str:
    """The code, or one like it when a kind of the practice has it."""
    codes = {row.code.upper() for row in VisitKind.select(VisitKind.code)}
    tried, number = wished, 2
    while tried in codes:
        tried, number = f"{wished[: 4 - len(str(number))]}{number}", number + 1
    return tried


class _Taken:
    """Whose time is taken: on the calendar, and by what comes in with this batch."""

    def __init__(self) -> None:
        self._spans: dict[tuple[ResourceKind, int], list[tuple[int, int]]] = defaultdict(list)

    def take(self, kind: ResourceKind, resource: int, starts: int, ends: int) -> bool:
        """Take the time; tell whether it was taken already."""
        spans = self._spans[kind, resource]
        clash = any(begins < ends and stops > starts for begins, stops in spans)
        spans.append((starts, ends))
        return clash or bool(overlapping(kind, resource, starts, ends))


def _column(table: type[Table], field: Any, rows: set[int]) -> dict[int, Any]:
    """What these rows have in one column."""
    number = table._meta.fields["id"]
    return dict(table.select(number, field).where(number.in_(list(rows))).tuples())


def add_visits(
    source: str, visits: Sequence[PastVisit], kinds: dict[str, int], records: dict[int, int]
) -> list[int]:
    """Insert visits that are done, with holds and events; at a time that is taken they are overbooked.

    Their notes say where they took place: a visit of the calendar has no other place for that.
    """
    first = next_id(Visit) if visits else 0
    sites = _column(Provider, Provider.site, {visit.provider for visit in visits})
    names = _column(Organization, Organization.name, {visit.organization for visit in visits})
    taken = _Taken()
    rows: list[tuple[Any, ...]] = []
    holds: list[tuple[Any, ...]] = []
    events: list[tuple[Any, ...]] = []
    for row, visit in enumerate(visits, start=first):
        patient, span = records[visit.patient], (visit.starts, visit.ends)
        resources = ((ResourceKind.PATIENT, patient), (ResourceKind.PROVIDER, visit.provider))
        clashes = [taken.take(*resource, *span) for resource in resources]
        reason = OVERBOOKED if any(clashes) else ""
        note = ", ".join(part for part in (visit.note, names[visit.organization]) if part)
        rows.append(
            (row, patient, kinds[visit.kind.key], sites[visit.provider], *span, Place.DONE, reason, note,
             visit.starts)
        )  # fmt: skip
        holds += [(row, *held, *span, clash) for held, clash in zip(resources, clashes, strict=True)]
        events += [(row, visit.starts, Place.SCHEDULED), (row, visit.ends, Place.DONE)]
    columns = (
        "id", "patient", "kind", "site", "starts", "ends", "place", "overbook_reason", "note", "booked_at",
    )  # fmt: skip
    insert_rows(Visit, columns, rows)
    insert_rows(Hold, ("visit", "resource_kind", "resource", "starts", "ends", "overbooked"), holds)
    insert_rows(VisitEvent, ("visit", "at", "place"), events)
    refer(source, "visit", ((visit.key, visit.hash, row) for row, visit in enumerate(visits, start=first)))
    return span_of(first, len(visits))


def add_history(
    source: str, stays: Sequence[PastVisit], kinds: dict[str, int], records: dict[int, int]
) -> list[int]:
    """Insert visits that are too long for the calendar; they hold no time."""
    first = next_id(HistoryVisit) if stays else 0
    numbered = list(enumerate(stays, start=first))
    insert_rows(
        HistoryVisit,
        ("id", "patient", "kind", "provider", "organization", "starts", "ends", "note"),
        (
            (row, records[each.patient], kinds[each.kind.key], each.provider, each.organization, each.starts,
             each.ends, each.note)
            for row, each in numbered
        ),
    )  # fmt: skip
    refer(source, "history_visit", ((each.key, each.hash, row) for row, each in numbered))
    return span_of(first, len(stays))
