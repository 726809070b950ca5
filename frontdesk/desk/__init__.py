"""The desk: who is signed in, on which practice, by which clock; the one way to change data and to read it."""

from frontdesk.desk.change import CHANGES, Back, Change, Done, Outcome, Undo, change
from frontdesk.desk.clock import Clock, FixedClock, ShiftedClock, SystemClock
from frontdesk.desk.desk import Desk, News, Who, news
from frontdesk.desk.refusal import Refused, Stale
from frontdesk.desk.undo import redo, undo
from frontdesk.desk.view import VIEWS, View, view
from frontdesk.desk.work import Work

__all__ = [
    "CHANGES",
    "VIEWS",
    "Back",
    "Change",
    "Clock",
    "Desk",
    "Done",
    "FixedClock",
    "News",
    "Outcome",
    "Refused",
    "ShiftedClock",
    "Stale",
    "SystemClock",
    "Undo",
    "View",
    "Who",
    "Work",
    "change",
    "news",
    "redo",
    "undo",
    "view",
]
