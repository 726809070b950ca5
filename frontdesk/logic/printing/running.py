"""What `frontdesk print run` does with pages. It may run without a sign-in, for whoever may open the file.

The state `sending` is on disk before a page is handed over. Whoever finds it so later, with nobody at work, can't
know whether it came out: it is then for a person to say, never sent twice in silence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from peewee import fn

from frontdesk.db.engine.practice_file import PracticeFile
from frontdesk.db.practice import Document
from frontdesk.db.printing import Destination, JobState, PrintJob
from frontdesk.desk import Clock, Desk, Outcome, Refused, Undo, Who, Work, change, view
from frontdesk.logic import documents, practice
from frontdesk.logic.printing.spooling import TOPIC, job_row
from frontdesk.logic.unprinted import TROUBLE

MOST_ATTEMPTS = 3
"""After so many failures a page waits for a person."""
PAUSES = (60, 300)
"""Seconds between one attempt and the next."""
MAYBE = "The run ended while it was being sent: it may have been printed. Look before you send it again."
"""What is said of a page that was left half-way."""

PROGRAM = Who(
    None,
    None,
    "",
    "Printing",
    frozenset(),
    frozenset({"print.run", "print.page", "calendar.see", "patient.see", "setup.see"}),
)
"""Who prints when nobody is signed in: it sends what people asked for and copies day sheets."""


def program_desk(database: PracticeFile, clock: Clock) -> Desk:
    """A desk for printing without a sign-in."""
    return Desk(database, PROGRAM, clock, practice.first_zone())


@dataclass(frozen=True, slots=True)
class Due:
    """A page that is to be sent now."""

    job: int
    version: int
    kind: str
    destination: Destination
    target: str
    pages: int
    attempts: int
    content: bytes


@view("printing.due", permission="print.run")
def due(desk: Desk, *, after: int = 0) -> Due | None:
    """The next page to be sent, in the order in which they were asked for, after job number `after`."""
    ready = PrintJob.not_before.is_null() | (PrintJob.not_before <= desk.clock.now())
    row = (
        PrintJob.select()
        .where(PrintJob.state == JobState.QUEUED, PrintJob.id > after, ready)
        .order_by(PrintJob.id)
        .first()
    )
    if row is None:
        return None
    document = Document.get_by_id(row.document_id)
    content = bytes(document.content or b"")
    return Due(
        row.id,
        row.version,
        document.kind,
        Destination(row.destination),
        row.target,
        row.pages,
        row.attempts,
        content,
    )


@view("printing.waiting", permission="print.run")
def waiting(desk: Desk) -> int:
    """How many pages wait to be sent, now or after a pause."""
    return int(PrintJob.select(fn.COUNT(PrintJob.id)).where(PrintJob.state == JobState.QUEUED).scalar())


@view("printing.left_over", permission="print.run")
def left_over(desk: Desk) -> list[tuple[int, int]]:
    """Job and version of every page that a run left half-way."""
    rows = PrintJob.select(PrintJob.id, PrintJob.version).where(PrintJob.state == JobState.SENDING)
    return list(rows.order_by(PrintJob.id).tuples())


def _moved(work: Work, row: PrintJob, words: str, trouble: bool = False, **new: Any) -> Outcome:
    version = work.update(PrintJob, row.id, row.version, **new)
    state = str(new["state"])
    return Outcome(
        words,
        ("print_job", row.id),
        {TOPIC, TROUBLE} if trouble else {TOPIC},
        before={"state": str(row.state)},
        after={
            "state": state,
            "destination": str(row.destination),
            "target": row.target,
            "error": new.get("error", ""),
        },
        patient=documents.patient_of(row.document_id),
        values={"job": row.id, "version": version, "state": state},
    )


def _sending(job: int, version: int) -> PrintJob:
    row = job_row(job, version)
    if row.state is not JobState.SENDING:
        raise Refused("It is not being sent.", code="state")
    return row


@change("printing.take", permission="print.run", undo=Undo.FINAL)
def take(work: Work, *, job: int, version: int) -> Outcome:
    """Begin to send a page: committed before it is handed over."""
    row = job_row(job, version)
    if row.state is not JobState.QUEUED:
        raise Refused("It does not wait to be sent.", code="state")
    return _moved(work, row, "Being sent", state=JobState.SENDING, attempts=row.attempts + 1, not_before=None)


@change("printing.sent", permission="print.run", undo=Undo.FINAL)
def sent(work: Work, *, job: int, version: int, receipt: str = "") -> Outcome:
    """Note that a page was handed over; `receipt` is what the print system calls it."""
    row = _sending(job, version)
    return _moved(work, row, "Sent", state=JobState.SENT, ended_at=work.now, error="", receipt=receipt[:80])


@change("printing.failed", permission="print.run", undo=Undo.FINAL)
def failed(work: Work, *, job: int, version: int, error: str, retry: bool) -> Outcome:
    """Note why a page could not be sent; with `retry` it waits and is tried again, but not for ever."""
    row = _sending(job, version)
    if retry and row.attempts < MOST_ATTEMPTS:
        at = work.now.add(seconds=PAUSES[row.attempts - 1])
        return _moved(work, row, "Waits", state=JobState.QUEUED, error=error, not_before=at)
    return _moved(work, row, "Failed", trouble=True, state=JobState.FAILED, error=error, ended_at=work.now)
