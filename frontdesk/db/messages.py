"""Tables: messages of other programs that were read."""

from __future__ import annotations

from enum import StrEnum

from peewee import ForeignKeyField, TextField

from frontdesk.db.fields import Instant, Json, OneOf, Whole
from frontdesk.db.patients import PatientMerge
from frontdesk.db.table import Table


class Act(StrEnum):
    """What a message is about: a person's record, its end, one for somebody to look at, a merge, a visit."""

    RECORD = "record"
    DELETE = "delete"
    LOOK = "look"
    MERGE = "merge"
    VISIT = "visit"


class Message(Table):
    """One message, or a part of one that speaks of several people; `said` is what it says, read.

    `at` and then `place` give its place among the messages of its source. `about` and `visit` are the keys by
    which the source knows the person and the visit, `other` that of a record merged into that of `about`.
    """

    source = TextField()
    hash = TextField()
    part = Whole(default=0)
    kind = TextField()
    control = TextField(default="")
    act = OneOf(Act)
    at = Instant()
    place = TextField()
    about = TextField()
    other = TextField(default="")
    visit = TextField(default="")
    said = Json()
    merge = ForeignKeyField(PatientMerge, column_name="merge", null=True, backref="messages")
    read_at = Instant()
    outcome = TextField(default="")
