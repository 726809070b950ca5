"""Tables: patients and how to reach them."""

from __future__ import annotations

from enum import StrEnum

from peewee import ForeignKeyField, TextField

from frontdesk.db.fields import Flag, Instant, LocalDate, OneOf, Whole
from frontdesk.db.table import Table


class Sex(StrEnum):
    """Administrative sex; empty when nobody asked."""

    NOT_ASKED = ""
    FEMALE = "F"
    MALE = "M"
    OTHER = "X"
    UNKNOWN = "U"


class PhoneKind(StrEnum):
    """What a phone number is."""

    HOME = "home"
    MOBILE = "mobile"
    WORK = "work"
    OTHER = "other"


class Patient(Table):
    """A patient. `number` is text (leading zeros), `name_key` sorts, `search` holds every name's folded words."""

    number = TextField()
    family = TextField()
    given = TextField(default="")
    prefix = TextField(default="")
    suffix = TextField(default="")
    name_used = TextField(default="")
    birth = LocalDate(null=True)
    sex = OneOf(Sex, default=Sex.NOT_ASKED)
    mail = TextField(default="")
    note = TextField(default="")
    alert = TextField(default="")
    name_key = TextField()
    search = TextField()
    withdrawn = Flag(default=False)
    merged_into = ForeignKeyField("self", column_name="merged_into", null=True)
    registered_at = Instant()
    version = Whole(default=1)


class PatientPhone(Table):
    """A patient's phone, digits only; `reversed` is the digits backwards, for a search by the last four."""

    patient = ForeignKeyField(Patient, column_name="patient", backref="phones")
    position = Whole(default=0)
    kind = OneOf(PhoneKind, default=PhoneKind.HOME)
    digits = TextField()
    extension = TextField(default="")
    reversed = TextField()
