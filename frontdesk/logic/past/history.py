"""A patient's stays and visits of long ago that are longer than any visit of the calendar."""

from __future__ import annotations

from dataclasses import dataclass

import pendulum
from peewee import JOIN

from frontdesk.db.calendar import Provider, VisitKind
from frontdesk.db.outside import HistoryVisit, Organization
from frontdesk.desk import Desk, view


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """A stay: from and to in the practice's zone, what kind, with whom, where, what for."""

    id: int
    starts: pendulum.DateTime
    ends: pendulum.DateTime
    kind: str
    provider: str
    organization: str
    note: str


@view("past.providers", permission="calendar.see")
def providers(desk: Desk) -> dict[int, str]:
    """The names of all providers by their rows, those who are off the calendar among them."""
    return dict(Provider.select(Provider.id, Provider.short).tuples())


@view("past.of_patient", permission="calendar.see")
def of_patient(desk: Desk, *, patient: int, limit: int = 50) -> tuple[HistoryLine, ...]:
    """A patient's newest stays, the latest first; at most `limit`."""
    query = (
        HistoryVisit.select(
            HistoryVisit.id, HistoryVisit.starts, HistoryVisit.ends, VisitKind.name, Provider.short,
            Organization.name, HistoryVisit.note,
        )
        .join(VisitKind, on=(VisitKind.id == HistoryVisit.kind))
        .join(Provider, JOIN.LEFT_OUTER, on=(Provider.id == HistoryVisit.provider))
        .join(Organization, JOIN.LEFT_OUTER, on=(Organization.id == HistoryVisit.organization))
        .where(HistoryVisit.patient == patient)
        .order_by(HistoryVisit.starts.desc(), HistoryVisit.id.desc())
        .limit(limit)
    )  # fmt: skip
    zone = desk.zone
    return tuple(
        HistoryLine(row, starts.in_timezone(zone), ends.in_timezone(zone), kind, who or "", where or "", note)
        for row, starts, ends, kind, who, where, note in query.tuples()
    )
