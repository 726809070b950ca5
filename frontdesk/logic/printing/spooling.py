"""What people do with pages: ask for one, take it back while it waits, have it sent again."""

from __future__ import annotations

from typing import Any

from frontdesk.db.practice import Document
from frontdesk.db.printing import Destination, JobState, PrintJob
from frontdesk.db.rows import find
from frontdesk.desk import Back, Outcome, Refused, Undo, Work, change
from frontdesk.logic import documents, names
from frontdesk.logic.printing import settings

TOPIC = "printing"
"""What lists of pages listen to."""
LARGEST = 4_000_000
"""Bytes of a document that is printed; a thousand pages."""


def job_row(job: int, version: int | None = None) -> PrintJob:
    """The page on its way; raise `Refused` when there is none, or when it moved on."""
    row = find(PrintJob, job)
    if row is None:
        raise Refused("There is no such print job.", field="job")
    if version is not None and row.version != version:
        raise Refused("It has moved on since it was shown. Look again.", code="stale")
    return row


def title_of(row: PrintJob) -> str:
    """What the page says at its top."""
    return str(Document.get_by_id(row.document_id).title)


def where(row: PrintJob) -> str:
    """`to the printer hp1`, `by mail to a@b.org`, `into the export folder`."""
    return _where(Destination(row.destination), row.target)


def _where(destination: Destination, target: str) -> str:
    if destination is Destination.PRINTER:
        return f"to the printer {target}"
    return f"by mail to {target}" if destination is Destination.MAIL else "into the export folder"


def _target(work: Work, destination: Destination, target: str, station: str) -> str:
    """Where the page goes, said by the person or the set-up; raise `Refused` at `target` when nothing says so."""
    now = settings.settings(work.desk)
    if destination is Destination.FOLDER:
        return now["folder"] or str(work.desk.database.path.absolute().parent / "export")
    if destination is Destination.MAIL:
        if not now["mail_from"]:
            raise Refused(
                "Mail has no sender yet; it is set under :setup (Printing).", field="target", code="set-up"
            )
        try:
            return settings.address(target.strip())
        except ValueError as error:
            raise Refused(str(error), field="target") from error
    try:
        printer = settings.print_queue(target.strip()) or settings.printer_of(work.desk, station)
    except ValueError as error:
        raise Refused(str(error), field="target") from error
    if not printer:
        raise Refused(f"{station} has no printer yet; it is set under :setup.", field="target", code="set-up")
    return printer


@change("printing.spool", permission="print.page", undo=Undo.INVERSE)
def spool(
    work: Work,
    *,
    kind: str,
    title: str,
    text: str,
    destination: str,
    target: str = "",
    patient: int | None = None,
) -> Outcome:
    """Ask for pages to be printed (on this workstation's printer), mailed, or put into the export folder."""
    to, station = Destination(destination), settings.workstation()
    if to is not Destination.PRINTER:
        work.desk.need("print.away")
    goes = _target(work, to, target, station)
    try:
        title = names.tidy(title)
    except ValueError as error:
        raise Refused(str(error), field="title") from error
    content = text.encode()
    if not text.strip() or len(content) > LARGEST:
        raise Refused("There is nothing to print." if not text.strip() else "That is too long to print.")
    document = documents.store(work, kind=kind, title=title, content=content)
    if patient is not None:
        documents.link(work, document, "patient", patient)
    pages = documents.pages_of(text)
    job = work.add(
        PrintJob,
        document=document,
        pages=pages,
        destination=to,
        target=goes,
        workstation=station,
        asked_by=work.desk.who.account,
        asked_at=work.now,
    )
    count = f"{pages} page{'' if pages == 1 else 's'}"
    return Outcome(
        f"{title}, {count}, goes {_where(to, goes)}",
        ("print_job", job),
        {TOPIC},
        after={"document": document, "kind": kind, "pages": pages, "destination": to, "target": goes},
        patient=patient,
        back=Back("printing.cancel", {"job": job, "version": 1}),
        values={"job": job, "document": document},
    )


def _state(row: PrintJob) -> dict[str, Any]:
    """What a way back restores of a page."""
    ended = None if row.ended_at is None else int(row.ended_at.timestamp())
    return {"state": str(row.state), "attempts": int(row.attempts), "error": str(row.error), "ended_at": ended}


def _turned(work: Work, row: PrintJob, new: dict[str, Any], says: str, again: str) -> Outcome:
    """Give a page another state; the way back gives it the present one."""
    old = _state(row)
    version = work.update(PrintJob, row.id, row.version, **new, not_before=None)
    return Outcome(
        says,
        ("print_job", row.id),
        {TOPIC},
        before=old,
        after=new,
        patient=documents.patient_of(row.document_id),
        back=Back(
            "printing.as_it_was", {"job": row.id, "version": version, "was": old, "says": again, "again": says}
        ),
        values={"job": row.id, "version": version},
    )


@change("printing.cancel", permission="print.page", undo=Undo.INVERSE)
def cancel(work: Work, *, job: int, version: int) -> Outcome:
    """Take a page back that still waits, or give one up that could not be sent."""
    row = job_row(job, version)
    if row.state not in (JobState.QUEUED, JobState.FAILED):
        raise Refused(_too_late(row), code="state")
    title = title_of(row)
    new = {**_state(row), "state": str(JobState.CANCELLED), "ended_at": int(work.now.timestamp())}
    return _turned(work, row, new, f"Not sent: {title}", f"Waits again: {title}")


def _too_late(row: PrintJob) -> str:
    said = {
        JobState.SENDING: "It is being sent just now.",
        JobState.SENT: "It was sent already.",
        JobState.CANCELLED: "It is cancelled.",
        JobState.QUEUED: "It waits already.",
    }
    return said.get(JobState(row.state), "That can't be done with it now.")


@change("printing.again", permission="print.page", undo=Undo.INVERSE)
def again(work: Work, *, job: int, version: int) -> Outcome:
    """Send a page again that could not be sent, may have been printed, or was cancelled."""
    row = job_row(job, version)
    if row.state not in (JobState.FAILED, JobState.CANCELLED):
        raise Refused(_too_late(row), code="state")
    if row.destination != Destination.PRINTER:
        work.desk.need("print.away")
    title = title_of(row)
    new = {"state": str(JobState.QUEUED), "attempts": 0, "error": "", "ended_at": None}
    return _turned(work, row, new, f"Once more: {title} {where(row)}", f"Not once more: {title}")


@change("printing.as_it_was", permission="print.page", undo=Undo.INVERSE)
def as_it_was(work: Work, *, job: int, version: int, was: dict[str, Any], says: str, again: str) -> Outcome:
    """Put a page back as it was: what undo and redo do; never one that is being sent."""
    row = job_row(job, version)
    if row.state is JobState.SENDING or was["state"] == JobState.SENDING:
        raise Refused(_too_late(row), code="state")
    return _turned(work, row, was, says, again)
