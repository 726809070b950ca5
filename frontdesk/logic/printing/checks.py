"""What was printed is on file as it was printed, and the set-up of printing can be used."""

from __future__ import annotations

from frontdesk.db.engine.practice_file import PracticeFile
from frontdesk.db.practice import Document, Setting, SettingScope
from frontdesk.db.printing import JobState, PrintJob
from frontdesk.logic import documents
from frontdesk.logic.checks import check
from frontdesk.logic.checks.registry import Wrong
from frontdesk.logic.printing.settings import KNOWN, PRINTER, print_queue


@check("documents")
def stored(database: PracticeFile) -> Wrong:
    """Every document holds what was stored under its hash."""
    for row in Document.select().order_by(Document.id).iterator():
        if row.content is not None and not documents.is_whole(row):
            yield f"document {row.id}", "is not what was stored under its hash"


@check("print jobs")
def jobs(database: PracticeFile) -> Wrong:
    """Every page that waits has something to print, and what is over has ended."""
    query = PrintJob.select(PrintJob.id, PrintJob.state, PrintJob.asked_at, PrintJob.ended_at, Document.size)
    query = query.join(Document, on=(Document.id == PrintJob.document)).where(Document.content.is_null())
    for job, state, *_ in query.tuples():
        if state in (JobState.QUEUED, JobState.FAILED):
            yield f"print job {job}", "has no document to print"


@check("printing")
def set_up(database: PracticeFile) -> Wrong:
    """Every setting of printing has a value that can be used."""
    known = {each.stored: each.check for each in KNOWN.values()} | {PRINTER: print_queue}
    query = Setting.select(Setting.id, Setting.name, Setting.scope, Setting.value)
    for row, name, scope, value in query.tuples():
        if name not in known:
            continue
        if (name == PRINTER) != (scope == SettingScope.WORKSTATION):
            yield f"setting {row}", f"{name} is not a setting of a {scope}"
        try:
            known[name](value)
        except ValueError as error:
            yield f"setting {row}", f"{name}: {error}"
