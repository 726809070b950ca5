"""The list of pages that were asked for, and how far each has come."""

from __future__ import annotations

from dataclasses import dataclass

import pendulum
from peewee import JOIN

from frontdesk.db.practice import Account, Document
from frontdesk.db.printing import Destination, JobState, PrintJob
from frontdesk.desk import Desk, view

OPEN = (JobState.FAILED, JobState.SENDING, JobState.QUEUED)
"""What is not over, in the order in which a person wants to see it."""


@dataclass(frozen=True, slots=True)
class JobLine:
    """A page as the list shows it; times in the practice's zone."""

    id: int
    version: int
    state: JobState
    kind: str
    title: str
    pages: int
    destination: Destination
    target: str
    workstation: str
    login: str
    asked_at: pendulum.DateTime
    ended_at: pendulum.DateTime | None
    attempts: int
    error: str
    receipt: str


@view("printing.jobs", permission="print.page")
def jobs(desk: Desk, *, limit: int = 200) -> list[JobLine]:
    """What failed, is being sent or waits, then what is over; each the newest first."""
    query = (
        PrintJob.select(PrintJob, Document.kind, Document.title, Account.login)
        .join(Document, on=(Document.id == PrintJob.document))
        .join_from(PrintJob, Account, JOIN.LEFT_OUTER, on=(Account.id == PrintJob.asked_by))
        .order_by(PrintJob.id.desc())
    )
    still = list(query.where(PrintJob.state.in_(list(OPEN))).limit(limit).objects())
    over = list(query.where(PrintJob.state.not_in(list(OPEN))).limit(limit).objects())
    still.sort(key=lambda row: OPEN.index(row.state))
    return [_line(desk, row) for row in (*still, *over)]


def _line(desk: Desk, row: PrintJob) -> JobLine:
    return JobLine(
        row.id,
        row.version,
        JobState(row.state),
        row.kind,
        row.title,
        row.pages,
        Destination(row.destination),
        row.target,
        row.workstation,
        row.login or "",
        row.asked_at.in_timezone(desk.zone),
        None if row.ended_at is None else row.ended_at.in_timezone(desk.zone),
        row.attempts,
        row.error,
        row.receipt,
    )
