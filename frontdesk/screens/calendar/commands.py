"""The keys of the calendar, in the order of the footer."""

from __future__ import annotations

from frontdesk.screens.calendar.absences import Late, Out
from frontdesk.screens.calendar.at import AtSite
from frontdesk.screens.calendar.booking import Book
from frontdesk.screens.calendar.days import Earlier, GoTo, Later, Today
from frontdesk.screens.calendar.editing import Edit
from frontdesk.screens.calendar.feeding import Ics
from frontdesk.screens.calendar.finding import Find
from frontdesk.screens.calendar.interpreting import Interpreter
from frontdesk.screens.calendar.joining import Series
from frontdesk.screens.calendar.moving import Lengthen, Move, Open, PutBack, Shorten
from frontdesk.screens.calendar.viewing import View
from frontdesk.screens.calendar.visits import Arrive, Back, Block, Cancel, Cancelled, Confirm
from frontdesk.widgets.command import CommandList

CALENDAR: CommandList = (
    Open,
    Book,
    Move,
    Cancel,
    Confirm,
    Arrive,
    Find,
    Back,
    Edit,
    Series,
    Interpreter,
    Cancelled,
    View,
    AtSite,
    Lengthen,
    Shorten,
    Block,
    Out,
    Late,
    PutBack,
    Earlier,
    Later,
    Today,
    GoTo,
    Ics,
)
"""What a person can do on the calendar."""
