"""Tables: providers, rooms, devices, kinds of visit, hours, blocks, visits and the holds they place."""

from __future__ import annotations

from enum import StrEnum

from peewee import ForeignKeyField, TextField

from frontdesk.db.fields import Flag, Instant, LocalDate, OneOf, Whole
from frontdesk.db.patients import Patient
from frontdesk.db.practice import Account, Holiday, Person, Session, Site
from frontdesk.db.table import Table


class Place(StrEnum):
    """Where a visit stands; the words that `--json` uses."""

    SCHEDULED = "scheduled"
    ARRIVED = "arrived"
    CHECKED_IN = "checked_in"
    ROOMED = "roomed"
    READY = "ready"
    WITH_PROVIDER = "with_provider"
    CHECKOUT = "checkout"
    DONE = "done"
    LEFT = "left"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"


class CancelReason(StrEnum):
    """Whose doing a cancellation was; empty while the visit is on."""

    NONE = ""
    PATIENT = "patient"
    PRACTICE = "practice"
    CLINICAL = "clinical"
    WEATHER = "weather"
    HOSPITAL = "hospital"
    ERROR = "error"


class ResourceKind(StrEnum):
    """What a hold takes."""

    PATIENT = "patient"
    PROVIDER = "provider"
    ROOM = "room"
    DEVICE = "device"
    INTERPRETER = "interpreter"


class BlockKind(StrEnum):
    """Why time is not available."""

    BLOCK = "block"
    LEAVE = "leave"
    OUT = "out"
    HOLIDAY = "holiday"
    CREDENTIAL = "credential"


class InterpreterMode(StrEnum):
    """How an interpreter is there."""

    IN_PERSON = "in_person"
    PHONE = "phone"
    VIDEO = "video"


class Standing(StrEnum):
    """For whom a kind of visit is: anybody, somebody new, somebody seen within three years."""

    ANY = ""
    NEW = "new"
    ESTABLISHED = "established"


class Provider(Table):
    """Somebody whose time can be booked; `short` is the name in the column's heading."""

    person = ForeignKeyField(Person, column_name="person")
    site = ForeignKeyField(Site, column_name="site")
    short = TextField()
    credential = TextField(default="")
    position = Whole(default=0)
    hidden = Flag(default=False)
    version = Whole(default=1)


class Room(Table):
    """A room that a visit can take."""

    site = ForeignKeyField(Site, column_name="site")
    name = TextField()
    position = Whole(default=0)
    hidden = Flag(default=False)
    version = Whole(default=1)


class Device(Table):
    """A device that a visit can take."""

    site = ForeignKeyField(Site, column_name="site")
    name = TextField()
    hidden = Flag(default=False)
    version = Whole(default=1)


class Interpreter(Table):
    """Who or what interprets; `languages` are words parted by blanks, a `shared` one is never taken."""

    name = TextField()
    languages = TextField()
    mode = OneOf(InterpreterMode)
    digits = TextField(default="")
    shared = Flag(default=False)
    hidden = Flag(default=False)
    version = Whole(default=1)


class VisitKind(Table):
    """A kind of visit: its code on the calendar and its usual length in minutes.

    `buffer` minutes after it stay free, `per_day` and `overbook_per_day` limit a provider's day,
    `capacity` patients share a visit of the kind.
    """

    code = TextField()
    name = TextField()
    minutes = Whole()
    urgent = Flag(default=False)
    buffer = Whole(default=0)
    per_day = Whole(null=True)
    overbook_per_day = Whole(null=True)
    capacity = Whole(default=1)
    telehealth = Flag(default=False)
    standing = OneOf(Standing, default=Standing.ANY)
    position = Whole(default=0)
    hidden = Flag(default=False)
    version = Whole(default=1)


class Hours(Table):
    """A provider's hours on a weekday (0 is Monday), minutes after midnight, from and to a day (both included)."""

    provider = ForeignKeyField(Provider, column_name="provider")
    weekday = Whole()
    opens = Whole()
    closes = Whole()
    from_day = LocalDate()
    to_day = LocalDate()
    version = Whole(default=1)


class Unavailable(Table):
    """Time of a resource that can't be booked, with the reason; some may be overridden, some are of a holiday."""

    resource_kind = OneOf(ResourceKind)
    resource = Whole()
    starts = Instant()
    ends = Instant()
    kind = OneOf(BlockKind, default=BlockKind.BLOCK)
    reason = TextField()
    may_override = Flag(default=False)
    lifted = Flag(default=False)
    version = Whole(default=1)
    holiday = ForeignKeyField(Holiday, column_name="holiday", null=True)


class Series(Table):
    """What links the visits of a repetition; each visit is a row of its own."""

    rule = TextField()
    made_at = Instant()
    version = Whole(default=1)


class LinkedSet(Table):
    """What links visits that belong together: a family's, or a test and the doctor after it."""

    made_at = Instant()


class Party(Table):
    """Visits of several patients that share one time of a provider, at most `capacity`."""

    kind = ForeignKeyField(VisitKind, column_name="kind")
    capacity = Whole()
    version = Whole(default=1)


class Visit(Table):
    """A visit. Provider, room and device are not columns: they are its holds."""

    patient = ForeignKeyField(Patient, column_name="patient")
    kind = ForeignKeyField(VisitKind, column_name="kind")
    site = ForeignKeyField(Site, column_name="site")
    starts = Instant()
    ends = Instant()
    place = OneOf(Place, default=Place.SCHEDULED)
    confirmed = Flag(default=False)
    urgent = Flag(default=False)
    cancel_reason = OneOf(CancelReason, default=CancelReason.NONE)
    cancel_note = TextField(default="")
    overbook_reason = TextField(default="")
    overbook_by = ForeignKeyField(Account, column_name="overbook_by", null=True)
    note = TextField(default="")
    series = ForeignKeyField(Series, column_name="series", null=True)
    linked = ForeignKeyField(LinkedSet, column_name="linked", null=True)
    party = ForeignKeyField(Party, column_name="party", null=True)
    replaces = ForeignKeyField("self", column_name="replaces", null=True)
    interpreter_language = TextField(default="")
    interpreter_mode = OneOf(InterpreterMode, null=True)
    interpreter_confirmed = Flag(default=False)
    booked_at = Instant()
    version = Whole(default=1)


class Hold(Table):
    """A resource taken from start to end by a visit or a block; the database refuses overlap of live holds."""

    visit = ForeignKeyField(Visit, column_name="visit", backref="holds", null=True)
    block = ForeignKeyField(Unavailable, column_name="block", backref="holds", null=True)
    resource_kind = OneOf(ResourceKind)
    resource = Whole()
    starts = Instant()
    ends = Instant()
    live = Flag(default=True)
    overbooked = Flag(default=False)
    party = ForeignKeyField(Party, column_name="party", null=True)


class SlotClaim(Table):
    """A provider's time that somebody is booking just now, until a moment; let go by being deleted."""

    provider = ForeignKeyField(Provider, column_name="provider")
    starts = Instant()
    ends = Instant()
    account = ForeignKeyField(Account, column_name="account", null=True)
    session = ForeignKeyField(Session, column_name="session", null=True)
    request = TextField()
    until = Instant()


class ProviderDelay(Table):
    """By how many minutes a provider runs late on a day, as said at a moment."""

    provider = ForeignKeyField(Provider, column_name="provider")
    day = LocalDate()
    minutes = Whole()
    at = Instant()
    version = Whole(default=1)


class VisitEvent(Table):
    """When a visit came to a place; append only. A mistake is taken back by an event that retracts it.

    `typed` is when it was written down, where that was later than it happened (`at`).
    """

    visit = ForeignKeyField(Visit, column_name="visit", backref="events")
    at = Instant()
    place = OneOf(Place)
    account = ForeignKeyField(Account, column_name="account", null=True)
    retracts = ForeignKeyField("self", column_name="retracts", null=True)
    typed = Instant(null=True)
