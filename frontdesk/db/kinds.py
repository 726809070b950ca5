"""Tables: what a kind of visit asks for, hours of single days, time kept for a kind."""

from __future__ import annotations

from peewee import ForeignKeyField, TextField

from frontdesk.db.calendar import Device, Provider, Room, VisitKind
from frontdesk.db.fields import Flag, LocalDate, Whole
from frontdesk.db.table import Table


class KindProvider(Table):
    """Somebody who does a kind of visit; a kind that nobody is named for is done by everybody."""

    kind = ForeignKeyField(VisitKind, column_name="kind")
    provider = ForeignKeyField(Provider, column_name="provider")


class KindRoom(Table):
    """A room for a kind of visit; a kind without one may take any."""

    kind = ForeignKeyField(VisitKind, column_name="kind")
    room = ForeignKeyField(Room, column_name="room")


class KindDevice(Table):
    """A device for a kind of visit; a kind without one may take any."""

    kind = ForeignKeyField(VisitKind, column_name="kind")
    device = ForeignKeyField(Device, column_name="device")


class HoursException(Table):
    """A provider's hours on one day in the place of the weekly ones, minutes of the day; 0 to 0 is a day off."""

    provider = ForeignKeyField(Provider, column_name="provider")
    day = LocalDate()
    opens = Whole(default=0)
    closes = Whole(default=0)
    note = TextField(default="")


class Reserved(Table):
    """A stretch of a provider's week that is kept for a kind, until some hours before it begins."""

    provider = ForeignKeyField(Provider, column_name="provider")
    kind = ForeignKeyField(VisitKind, column_name="kind")
    weekday = Whole()
    opens = Whole()
    closes = Whole()
    hours_before = Whole(default=0)
    from_day = LocalDate()
    to_day = LocalDate()
    hidden = Flag(default=False)
    version = Whole(default=1)
