"""The calendar's rows agree: nobody is in two places, visits and blocks hold their time, events tell the state."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from peewee import JOIN, fn

from frontdesk.db.calendar import (
    CancelReason,
    Device,
    Hold,
    Interpreter,
    Provider,
    ResourceKind,
    Room,
    Series,
    Unavailable,
    Visit,
    VisitEvent,
)
from frontdesk.db.engine.practice_file import PracticeFile
from frontdesk.db.patients import Patient
from frontdesk.db.table import Table
from frontdesk.logic.calendar.linked import MOST as MOST_LINKED
from frontdesk.logic.calendar.recurrence import read
from frontdesk.logic.calendar.snapshot import OFF
from frontdesk.logic.checks import check
from frontdesk.logic.checks.registry import Wrong
from frontdesk.logic.kinds import LONGEST_BUFFER
from frontdesk.logic.when import NotUnderstood
from frontdesk.logic.when.repeats import MOST as MOST_VISITS

RESOURCES: dict[ResourceKind, type[Table]] = {
    ResourceKind.PATIENT: Patient,
    ResourceKind.PROVIDER: Provider,
    ResourceKind.ROOM: Room,
    ResourceKind.DEVICE: Device,
    ResourceKind.INTERPRETER: Interpreter,
}
"""What each kind of hold takes."""

ALWAYS = (ResourceKind.PATIENT, ResourceKind.PROVIDER)
"""What a visit holds as long as it is on."""


def _rows(query: Any) -> Iterator[tuple[Any, ...]]:
    """Rows as the driver gives them: times stay epoch seconds, and a word that is none does not raise."""
    yield from Hold._meta.database.execute(query)


@check("overlap")
def overlap(database: PracticeFile) -> Wrong:
    """No two visits take the same patient, provider, room or device at once, but overbooked ones and groups."""
    query = (
        Hold.select(Hold.resource_kind, Hold.resource, Hold.starts, Hold.ends, Hold.visit, Hold.party)
        .where(Hold.live == 1, Hold.overbooked == 0, Hold.visit.is_null(False))
        .order_by(Hold.resource_kind, Hold.resource, Hold.starts)
    )
    for (kind, resource), holds in groupby(_rows(query), key=itemgetter(0, 1)):
        reach, holder, group = None, 0, None
        for _, _, starts, ends, visit, party in holds:
            if reach is not None and starts < reach and (party is None or party != group):
                yield f"visit {visit}", f"takes {kind} {resource} while visit {holder} does"
            if reach is None or ends > reach:
                reach, holder, group = ends, visit, party


@check("holds of visits")
def visit_holds(database: PracticeFile) -> Wrong:
    """Every visit holds its patient and provider, for its own time, exactly as long as it is on."""
    query = (
        Visit.select(
            Visit.id, Visit.patient, Visit.starts, Visit.ends, Visit.place,
            Hold.resource_kind, Hold.resource, Hold.starts, Hold.ends, Hold.live,
        )
        .join(Hold, JOIN.LEFT_OUTER, on=(Hold.visit == Visit.id))
        .order_by(Visit.id)
    )  # fmt: skip
    for visit, rows in groupby(_rows(query), key=itemgetter(slice(0, 5))):
        holds = [row[5:] for row in rows if row[5] is not None]
        for fault in _faults_of_visit(visit, holds):
            yield f"visit {visit[0]}", fault


def _faults_of_visit(visit: tuple[Any, ...], holds: list[tuple[Any, ...]]) -> Iterator[str]:
    _, patient, starts, ends, place = visit
    on = place not in OFF
    for kind in ALWAYS:
        if kind not in (hold[0] for hold in holds):
            yield f"holds no {kind}"
    for kind, resource, begins, stops, live in holds:
        longest = ends + (60 * LONGEST_BUFFER if kind == ResourceKind.PROVIDER else 0)
        if not starts <= begins < min(stops, ends) or stops > longest:
            yield f"holds its {kind} outside its own time"
        if kind == ResourceKind.PATIENT and (resource, begins, stops) != (patient, starts, ends):
            yield "does not hold its own patient for its whole time"
        if live and not on:
            yield f"is {place} and still holds its {kind}"
        if on and not live and kind in ALWAYS:
            yield f"is {place} and does not hold its {kind}"


@check("holds of blocks")
def block_holds(database: PracticeFile) -> Wrong:
    """Every block holds its resource from its start to its end, without a gap, until it is lifted."""
    query = (
        Unavailable.select(
            Unavailable.id, Unavailable.resource_kind, Unavailable.resource, Unavailable.starts,
            Unavailable.ends, Unavailable.lifted,
            Hold.resource_kind, Hold.resource, Hold.starts, Hold.ends, Hold.live,
        )
        .join(Hold, JOIN.LEFT_OUTER, on=(Hold.block == Unavailable.id))
        .order_by(Unavailable.id, Hold.starts)
    )  # fmt: skip
    for block, rows in groupby(_rows(query), key=itemgetter(slice(0, 6))):
        fault = _fault_of_block(block, [row[6:] for row in rows if row[6] is not None])
        if fault:
            yield f"block {block[0]}", fault


def _fault_of_block(block: tuple[Any, ...], holds: list[tuple[Any, ...]]) -> str:
    _, kind, resource, starts, ends, lifted = block
    if any(hold[:2] != (kind, resource) for hold in holds):
        return f"holds something else than {kind} {resource}"
    edges = [starts, *(hold[3] for hold in holds)]
    if edges[-1] != ends or [hold[2] for hold in holds] != edges[:-1]:
        return "does not hold its time without a gap"
    if any(hold[4] == lifted for hold in holds):
        return "is lifted and still holds time" if lifted else "does not hold all its time"
    return ""


@check("resources")
def resources(database: PracticeFile) -> Wrong:
    """Every hold takes somebody or something that there is."""
    for kind, table in RESOURCES.items():
        there = table.select(table._meta.fields["id"])
        query = (
            Hold.select(Hold.resource, fn.MIN(Hold.visit), fn.MIN(Hold.block))
            .where(Hold.resource_kind == kind, Hold.resource.not_in(there))
            .group_by(Hold.resource)
        )
        for resource, visit, block in _rows(query):
            holder = f"block {block}" if visit is None else f"visit {visit}"
            yield holder, f"holds {kind} {resource}, who or which is not there"


@check("series")
def series(database: PracticeFile) -> Wrong:
    """Every series has a rule that can be read, and visits of one patient, no more than a series may have."""
    for row, rule in _rows(Series.select(Series.id, Series.rule).order_by(Series.id)):
        try:
            planned = len(read(rule).planned)
        except NotUnderstood as error:
            yield f"series {row}", f"its rule can't be read: {error.reason}"
        else:
            if planned > MOST_VISITS:
                yield f"series {row}", f"its rule gives {planned} visits"
    visits = Visit.select(Visit.series, fn.COUNT(Visit.id), fn.COUNT(Visit.patient.distinct()))
    many = visits.where(Visit.series.is_null(False)).group_by(Visit.series).order_by(Visit.series)
    for row, count, people in _rows(many):
        if people > 1:
            yield f"series {row}", f"has visits of {people} patients"
        if count > MOST_VISITS:
            yield f"series {row}", f"has {count} visits"


@check("linked visits")
def linked_visits(database: PracticeFile) -> Wrong:
    """No more visits are linked with each other than may be."""
    visits = Visit.select(Visit.linked, fn.COUNT(Visit.id)).where(
        Visit.linked.is_null(False), Visit.cancel_reason != CancelReason.ERROR
    )
    for row, count in _rows(visits.group_by(Visit.linked).order_by(Visit.linked)):
        if count > MOST_LINKED:
            yield f"set {row}", f"links {count} visits"


@check("interpreters")
def interpreters(database: PracticeFile) -> Wrong:
    """Who interprets somehow interprets a language and is one that the visit holds; nobody else is confirmed."""
    kind = Hold.resource_kind == ResourceKind.INTERPRETER
    held = Hold.select(fn.COUNT(Hold.id)).where(Hold.visit == Visit.id, kind)
    query = Visit.select(
        Visit.id, Visit.interpreter_language, Visit.interpreter_mode, Visit.interpreter_confirmed, held
    ).where(Visit.interpreter_mode.is_null(False) | (Visit.interpreter_confirmed == 1))
    for visit, language, mode, confirmed, count in _rows(query.order_by(Visit.id)):
        if mode is not None and not language:
            yield f"visit {visit}", "has an interpreter of no language"
        if mode is not None and count != 1:
            yield f"visit {visit}", f"has an interpreter and holds {count}"
        if mode is None and confirmed:
            yield f"visit {visit}", "has a confirmed interpreter who is nobody"
    nobody = Hold.select(Hold.visit).join(Visit, on=(Hold.visit == Visit.id))
    nobody = nobody.where(kind, Hold.live == 1, Visit.interpreter_mode.is_null())
    for (visit,) in _rows(nobody.order_by(Hold.visit)):
        yield f"visit {visit}", "holds an interpreter whom it does not have"


@check("late entries")
def late_entries(database: PracticeFile) -> Wrong:
    """What was typed in later than it happened was typed no sooner than it happened."""
    query = VisitEvent.select(VisitEvent.id, VisitEvent.visit).where(VisitEvent.typed < VisitEvent.at)
    for event, visit in _rows(query.order_by(VisitEvent.id)):
        yield f"visit {visit}", f"event {event} was typed before it happened"


@check("events")
def events(database: PracticeFile) -> Wrong:
    """Every visit stands where its last event that was not taken back says."""
    query = (
        Visit.select(Visit.id, Visit.place, VisitEvent.id, VisitEvent.place, VisitEvent.retracts)
        .join(VisitEvent, JOIN.LEFT_OUTER, on=(VisitEvent.visit == Visit.id))
        .order_by(Visit.id, VisitEvent.id)
    )
    for (visit, place), rows in groupby(_rows(query), key=itemgetter(0, 1)):
        happened = [row[2:] for row in rows if row[2] is not None]
        retracted = {event[2] for event in happened if event[2] is not None}
        standing = [word for event, word, retracts in happened if retracts is None and event not in retracted]
        if retracted - {event[0] for event in happened}:
            yield f"visit {visit}", "takes back an event of another visit"
        if not standing:
            yield f"visit {visit}", "has no event"
        elif standing[-1] != place:
            yield f"visit {visit}", f"is {place}, its events say {standing[-1]}"
