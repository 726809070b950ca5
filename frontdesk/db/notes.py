"""Tables: notes of phone calls."""

from __future__ import annotations

from enum import StrEnum

from peewee import ForeignKeyField, TextField

from frontdesk.db.fields import Flag, Instant, OneOf, Whole
from frontdesk.db.patients import Patient
from frontdesk.db.practice import Account
from frontdesk.db.table import Table


class About(StrEnum):
    """What a call was about."""

    REFILL = "refill"
    TEST_RESULT = "test_result"
    RECORDS = "records"
    APPOINTMENT = "appointment"
    BILLING = "billing"
    SCRIPT = "script"
    OTHER = "other"


class PhoneNote(Table):
    """A call to be answered; `caller` is empty when it was the patient. Its worklist item says whose it is and how
    it ended.
    """

    patient = ForeignKeyField(Patient, column_name="patient", null=True, backref="phone_notes")
    caller = TextField(default="")
    digits = TextField(default="")
    extension = TextField(default="")
    about = OneOf(About)
    text = TextField(default="")
    taken_at = Instant()
    taken_by = ForeignKeyField(Account, column_name="taken_by", null=True)
    withdrawn = Flag(default=False)
    version = Whole(default=1)
