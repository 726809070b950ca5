"""Tables: patients, how to reach them, who is around them, and which records were merged."""

from __future__ import annotations

from enum import StrEnum

from peewee import DeferredForeignKey, ForeignKeyField, TextField

from frontdesk.db.fields import Flag, Instant, Json, LocalDate, OneOf, Whole
from frontdesk.db.practice import Account
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
    """A patient. `number` is text (leading zeros), `name_key` sorts, `search` holds every name's folded words.

    `former` holds former and other names parted by semicolons; `other_street` and the like are the confidential
    address, which replaces the other one for everything that is posted.
    """

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
    middle = TextField(default="")
    former = TextField(default="")
    pronouns = TextField(default="")
    gender = TextField(default="")
    no_mail = Flag(default=False)
    no_post = Flag(default=False)
    street = TextField(default="")
    city = TextField(default="")
    state = TextField(default="")
    zip = TextField(default="")
    other_street = TextField(default="")
    other_city = TextField(default="")
    other_state = TextField(default="")
    other_zip = TextField(default="")
    language = TextField(default="")
    interpreter = Flag(default=False)
    needs = TextField(default="")
    guarantor = ForeignKeyField("self", column_name="guarantor", null=True, backref="pays_for")
    preferred = DeferredForeignKey("Provider", column_name="preferred", null=True)
    photo_seen = LocalDate(null=True)
    photo_seen_by = ForeignKeyField(Account, column_name="photo_seen_by", null=True)
    deceased = Flag(default=False)
    died = LocalDate(null=True)
    dismissed = LocalDate(null=True)
    dismissed_why = TextField(default="")
    test = Flag(default=False)


class PatientPhone(Table):
    """A patient's phone, digits only; `reversed` is the digits backwards, for a search by the last four."""

    patient = ForeignKeyField(Patient, column_name="patient", backref="phones")
    position = Whole(default=0)
    kind = OneOf(PhoneKind, default=PhoneKind.HOME)
    digits = TextField()
    extension = TextField(default="")
    reversed = TextField()
    may_call = Flag(default=True)
    may_text = Flag(default=False)
    may_message = Flag(default=False)


class PatientContact(Table):
    """Somebody around a patient, from a day and to a day (both included); removed ones stay as rows.

    `topics` are the words of what we may talk to them about, parted by blanks; `limits` what a court or the
    guardians set a limit to.
    """

    patient = ForeignKeyField(Patient, column_name="patient", backref="contacts")
    name = TextField()
    relation = TextField(default="")
    digits = TextField(default="")
    extension = TextField(default="")
    address = TextField(default="")
    emergency = Flag(default=False)
    topics = TextField(default="")
    guardian = Flag(default=False)
    limits = TextField(default="")
    guarantor = Flag(default=False)
    from_day = LocalDate()
    to_day = LocalDate(null=True)
    removed = Flag(default=False)


class PatientMerge(Table):
    """The record `gone` was found to be the patient `keep`: what was taken from it, which rows moved, and
    what the survivor's columns were before and became."""

    keep = ForeignKeyField(Patient, column_name="keep", backref="merges")
    gone = ForeignKeyField(Patient, column_name="gone", backref="merged")
    at = Instant()
    account = ForeignKeyField(Account, column_name="account", null=True)
    take = Json()
    moved = Json()
    before = Json()
    after = Json()
    unmerged_at = Instant(null=True)
    version = Whole(default=1)
