"""How what came from a source stands here now: the patients' lives, what clashes, is history, is after a death."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

import pendulum
from peewee import JOIN

from frontdesk.db.calendar import Hold, Visit
from frontdesk.db.outside import HistoryVisit
from frontdesk.db.patients import Patient
from frontdesk.db.practice import ExternalRef
from frontdesk.desk import Desk, view
from frontdesk.logic.calendar.rules import LONGEST_HOLD
from frontdesk.logic.past.visits import OVERBOOKED
from frontdesk.logic.when import Zone


class Life(NamedTuple):
    """What of a patient's record bears on a visit."""

    birth: pendulum.Date | None
    died: pendulum.Date | None
    withdrawn: bool


def days_after_death(died: pendulum.Date, starts: int, zone: Zone) -> int:
    """How many days after the day of a death something begins; 0 on the day, below before it.

    A day of death has no zone, so of the day in UTC and the practice's the earlier counts.
    """
    at = pendulum.from_timestamp(starts)
    return int((min(at.date(), at.in_timezone(zone).date()) - died).days)


class Clash(NamedTuple):
    """An imported visit that overlaps an earlier one: what both take, and the other's key if it was imported."""

    key: str
    takes: str
    other: str


@view("past.lives", permission="data.import")
def lives(desk: Desk, *, source: str) -> dict[int, Life]:
    """Birth, death and standing of the patients that came from a source, by their rows."""
    query = (
        Patient.select(Patient.id, Patient.birth, Patient.died, Patient.withdrawn)
        .join(ExternalRef, on=(ExternalRef.subject == Patient.id))
        .where(ExternalRef.source == source, ExternalRef.subject_kind == "patient")
    )
    return {patient: Life(*facts) for patient, *facts in query.tuples()}


@view("past.clashes", permission="data.import")
def clashes(desk: Desk, *, source: str) -> list[Clash]:
    """Every visit imported from a source beside an earlier one that has its patient or provider at that time."""
    mine, theirs, ref, other = Hold.alias(), Hold.alias(), ExternalRef.alias(), ExternalRef.alias()
    query = (
        mine.select(ref.key, mine.resource_kind, other.key)
        .join(Visit, on=(Visit.id == mine.visit))
        .join(ref, on=((ref.subject_kind == "visit") & (ref.subject == Visit.id)))
        .join(
            theirs,
            on=(
                (theirs.resource_kind == mine.resource_kind) & (theirs.resource == mine.resource)
                & (theirs.starts > mine.starts - LONGEST_HOLD) & (theirs.starts < mine.ends)
                & (theirs.ends > mine.starts) & (theirs.visit < mine.visit) & (theirs.live == 1)
            ),
        )
        .join(
            other,
            JOIN.LEFT_OUTER,
            on=((other.source == source) & (other.subject_kind == "visit") & (other.subject == theirs.visit)),
        )
        .where(ref.source == source, Visit.overbook_reason == OVERBOOKED, mine.live == 1)
        .order_by(mine.visit, theirs.visit, mine.resource_kind)
    )  # fmt: skip
    pairs: dict[tuple[str, str], list[str]] = defaultdict(list)
    for key, kind, there in query.tuples():
        pairs[key, there or ""].append(str(kind))
    return [Clash(key, " and ".join(kinds), there) for (key, there), kinds in pairs.items()]


@view("past.history", permission="data.import")
def lengths_of_history(desk: Desk, *, source: str) -> dict[str, int]:
    """How many seconds the visits lasted that came from a source and became history, by key."""
    query = (
        HistoryVisit.select(ExternalRef.key, HistoryVisit.ends - HistoryVisit.starts)
        .join(ExternalRef, on=(ExternalRef.subject == HistoryVisit.id))
        .where(ExternalRef.source == source, ExternalRef.subject_kind == "history_visit")
    )
    return dict(HistoryVisit._meta.database.execute(query).fetchall())


@view("past.after_death", permission="data.import")
def days_after_deaths(desk: Desk, *, source: str) -> dict[str, int]:
    """How many days after the patient's death the visits and the history began that came from a source, by key."""
    days = {}
    for table, kind in ((Visit, "visit"), (HistoryVisit, "history_visit")):
        query = (
            table.select(ExternalRef.key, Patient.died, table.starts)
            .join(Patient, on=(Patient.id == table.patient))
            .join(ExternalRef, on=(ExternalRef.subject == table.id))
            .where(ExternalRef.source == source, ExternalRef.subject_kind == kind, Patient.died.is_null(False))
        )
        for key, died, starts in query.tuples():
            if (after := days_after_death(died, int(starts.timestamp()), desk.zone)) > 0:
                days[key] = after
    return days
