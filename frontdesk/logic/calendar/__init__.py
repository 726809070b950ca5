"""The calendar: the day and its visits, booking and everything that happens to a booking."""

from frontdesk.logic.calendar.blocks import block, unblock
from frontdesk.logic.calendar.booking import book, move, resize
from frontdesk.logic.calendar.cancelling import cancel, confirm, restore, unconfirm
from frontdesk.logic.calendar.card import VisitCard, visit
from frontdesk.logic.calendar.claims import Claim, claim, claims, unclaim
from frontdesk.logic.calendar.day import Column, Day, DayBlock, DayVisit, cancelled, day
from frontdesk.logic.calendar.history import of_patient
from frontdesk.logic.calendar.month import Load, Month, month
from frontdesk.logic.calendar.places import LETTERS, arrive, back, no_show
from frontdesk.logic.calendar.room_day import day_by_room
from frontdesk.logic.calendar.snapshot import as_it_was, as_they_were
from frontdesk.logic.calendar.week import Week, week

__all__ = [
    "LETTERS",
    "Claim",
    "Column",
    "Day",
    "DayBlock",
    "DayVisit",
    "Load",
    "Month",
    "VisitCard",
    "Week",
    "arrive",
    "as_it_was",
    "as_they_were",
    "back",
    "block",
    "book",
    "cancel",
    "cancelled",
    "claim",
    "claims",
    "confirm",
    "day",
    "day_by_room",
    "month",
    "move",
    "no_show",
    "of_patient",
    "resize",
    "restore",
    "unblock",
    "unclaim",
    "unconfirm",
    "visit",
    "week",
]
