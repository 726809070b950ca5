"""Tables: pages on their way out, and the folders to which day sheets are copied."""

from __future__ import annotations

from enum import StrEnum

from peewee import ForeignKeyField, TextField

from frontdesk.db.fields import Instant, LocalDate, OneOf, Whole
from frontdesk.db.practice import Account, Document
from frontdesk.db.table import Table


class JobState(StrEnum):
    """How far a page has come."""

    QUEUED = "queued"
    SENDING = "sending"
    """Committed before it is handed over: whoever finds it so later can't know whether it came out."""
    SENT = "sent"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Destination(StrEnum):
    """Where a page goes."""

    PRINTER = "printer"
    MAIL = "mail"
    FOLDER = "folder"


class PrintJob(Table):
    """A document that somebody asked to be printed, mailed or put into a folder (`target` says which one)."""

    document = ForeignKeyField(Document, column_name="document")
    pages = Whole()
    destination = OneOf(Destination)
    target = TextField()
    workstation = TextField()
    asked_by = ForeignKeyField(Account, column_name="asked_by", null=True)
    asked_at = Instant()
    state = OneOf(JobState, default=JobState.QUEUED)
    attempts = Whole(default=0)
    not_before = Instant(null=True)
    ended_at = Instant(null=True)
    error = TextField(default="")
    receipt = TextField(default="")
    version = Whole(default=1)


class SheetCopy(Table):
    """A folder to which day sheets are copied."""

    folder = TextField()
    recorded = LocalDate(null=True)
    good_at = Instant(null=True)
    failed_at = Instant(null=True)
    error = TextField(default="")
    version = Whole(default=1)
