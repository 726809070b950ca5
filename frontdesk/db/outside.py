"""Tables: payers and organisations outside the practice, and stays and visits that are history."""

from __future__ import annotations

from enum import StrEnum

from peewee import ForeignKeyField, TextField

from frontdesk.db.calendar import Provider, VisitKind
from frontdesk.db.fields import Flag, Instant, OneOf, Whole
from frontdesk.db.patients import Patient
from frontdesk.db.table import Table


class PayerKind(StrEnum):
    """Who owns a payer; `none` stands for patients without insurance, empty when nobody said."""

    NOT_SAID = ""
    GOVERNMENT = "government"
    PRIVATE = "private"
    NONE = "none"


class Payer(Table):
    """An insurance or a program that pays for patients; `phones` are numbers as shown, parted by semicolons."""

    name = TextField()
    kind = OneOf(PayerKind, default=PayerKind.NOT_SAID)
    street = TextField(default="")
    city = TextField(default="")
    state = TextField(default="")
    zip = TextField(default="")
    phones = TextField(default="")
    hidden = Flag(default=False)
    version = Whole(default=1)


class Organization(Table):
    """A hospital, clinic or practice elsewhere; `phones` are numbers as shown, parted by semicolons."""

    name = TextField()
    street = TextField(default="")
    city = TextField(default="")
    state = TextField(default="")
    zip = TextField(default="")
    phones = TextField(default="")
    hidden = Flag(default=False)
    version = Whole(default=1)


class HistoryVisit(Table):
    """A stay or visit that is over and is longer than the calendar's visits: it is told, and holds no time."""

    patient = ForeignKeyField(Patient, column_name="patient")
    kind = ForeignKeyField(VisitKind, column_name="kind")
    provider = ForeignKeyField(Provider, column_name="provider", null=True)
    organization = ForeignKeyField(Organization, column_name="organization", null=True)
    starts = Instant()
    ends = Instant()
    note = TextField(default="")
