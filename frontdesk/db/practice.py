"""Tables: the practice, its sites and people, who may sign in, settings, sessions, shared registers."""

from __future__ import annotations

from enum import StrEnum

from peewee import BlobField, ForeignKeyField, TextField

from frontdesk.db.fields import Flag, Instant, LocalDate, OneOf, Whole
from frontdesk.db.table import Table


class Role(StrEnum):
    """What a person may be; roles can be combined."""

    MANAGER = "manager"
    RECEPTIONIST = "receptionist"
    MEDICAL_ASSISTANT = "medical_assistant"
    CLINICIAN = "clinician"
    BILLER = "biller"
    HR = "hr"
    PRIVACY_OFFICER = "privacy_officer"
    SECURITY_OFFICER = "security_officer"
    AUDITOR = "auditor"


class SettingScope(StrEnum):
    """For whom a setting holds."""

    PRACTICE = "practice"
    SITE = "site"
    PERSON = "person"
    WORKSTATION = "workstation"


class DayCount(StrEnum):
    """How a deadline counts its days."""

    CALENDAR = "calendar"
    BUSINESS = "business"


class BusinessCalendar(Table):
    """The days a site works: weekdays as digits (0 is Monday), less its holidays."""

    name = TextField()
    weekdays = TextField(default="0123456")
    hidden = Flag(default=False)
    version = Whole(default=1)


class Holiday(Table):
    """A day a business calendar is closed; one that was dropped is open again."""

    calendar = ForeignKeyField(BusinessCalendar, column_name="calendar")
    day = LocalDate()
    name = TextField()
    dropped = Flag(default=False)
    version = Whole(default=1)


class Site(Table):
    """A place with its own time zone."""

    name = TextField()
    zone = TextField()
    calendar = ForeignKeyField(BusinessCalendar, column_name="calendar", null=True)
    hidden = Flag(default=False)
    version = Whole(default=1)


class Person(Table):
    """One human being behind an account, a provider and a staff member."""

    family = TextField()
    given = TextField(default="")
    version = Whole(default=1)


class Account(Table):
    """A sign-in; never deleted, closed when the person leaves. `password` is an argon2id hash."""

    person = ForeignKeyField(Person, column_name="person")
    login = TextField()
    password = TextField(null=True)
    failures = Whole(default=0)
    locked_until = Instant(null=True)
    closed_at = Instant(null=True)
    version = Whole(default=1)


class AccountRole(Table):
    """A role an account has."""

    account = ForeignKeyField(Account, column_name="account")
    role = OneOf(Role)


class Setting(Table):
    """A setting from an instant on; the newest past row of the narrowest scope holds."""

    name = TextField()
    scope = OneOf(SettingScope, default=SettingScope.PRACTICE)
    scope_key = TextField(default="")
    value = TextField()
    since = Instant()


class Session(Table):
    """One console, from sign-in to its end."""

    account = ForeignKeyField(Account, column_name="account", null=True)
    pid = Whole()
    host = TextField()
    terminal = TextField(default="")
    started = Instant()
    last_key = Instant()
    ended = Instant(null=True)
    how = TextField(default="")


class Document(Table):
    """A document, stored once by its SHA-256."""

    sha256 = TextField()
    kind = TextField()
    title = TextField()
    media = TextField()
    size = Whole()
    stored_at = Instant()
    content = BlobField(null=True)


class DocumentLink(Table):
    """A row that a document belongs to."""

    document = ForeignKeyField(Document, column_name="document")
    subject_kind = TextField()
    subject = Whole()


class Sequence(Table):
    """Gap-free numbers, by name: the last one given out."""

    name = TextField(primary_key=True)
    last = Whole(default=0)


class Deadline(Table):
    """A clock that runs: what, by which rule, until when, extended at most once, satisfied by what."""

    kind = TextField()
    rule = TextField(default="")
    subject_kind = TextField()
    subject = Whole()
    starts = LocalDate()
    due = LocalDate()
    days = OneOf(DayCount, default=DayCount.CALENDAR)
    extended_to = LocalDate(null=True)
    extended_why = TextField(default="")
    satisfied_by = TextField(default="")
    satisfied_at = Instant(null=True)
    version = Whole(default=1)


class WorklistItem(Table):
    """Something to do about a row: for an account, or for whoever has a role, by a day and maybe a time of it."""

    kind = TextField()
    subject_kind = TextField()
    subject = Whole()
    owner = ForeignKeyField(Account, column_name="owner", null=True)
    due = LocalDate(null=True)
    made_at = Instant()
    note = TextField(default="")
    outcome = TextField(default="")
    closed_at = Instant(null=True)
    version = Whole(default=1)
    role = TextField(default="")
    due_at = Instant(null=True)
    urgent = Flag(default=False)
    outcome_note = TextField(default="")
    closed_by = ForeignKeyField(Account, column_name="closed_by", null=True, backref="closed_items")


class WorklistAttempt(Table):
    """Somebody tried to do it and could not: called, and nobody answered."""

    item = ForeignKeyField(WorklistItem, column_name="item", backref="attempts")
    at = Instant()
    account = ForeignKeyField(Account, column_name="account", null=True)
    note = TextField(default="")
    withdrawn = Flag(default=False)
    version = Whole(default=1)


class Notice(Table):
    """A sentence for one account, until seen."""

    account = ForeignKeyField(Account, column_name="account")
    at = Instant()
    text = TextField()
    seen_at = Instant(null=True)


class ExternalRef(Table):
    """Where a row came from: a source's key and a hash of what it said; a second import adds nothing."""

    source = TextField()
    key = TextField()
    hash = TextField()
    subject_kind = TextField()
    subject = Whole()
