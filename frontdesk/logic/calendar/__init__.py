"""The calendar: the day and its visits, booking and everything that happens to a booking."""

from frontdesk.logic.calendar.blocks import block, unblock
from frontdesk.logic.calendar.bonds import Belonging, Bond, Reach, belonging, bonds, reach
from frontdesk.logic.calendar.booking import book, move, resize
from frontdesk.logic.calendar.broken import (
    Broken,
    give_up_placing,
    placing_again,
    to_place,
    to_place_count,
    tried_placing,
)
from frontdesk.logic.calendar.cancelling import cancel, confirm, restore, unconfirm
from frontdesk.logic.calendar.cancelling_many import cancel_series, cancel_set
from frontdesk.logic.calendar.card import VisitCard, visit
from frontdesk.logic.calendar.claims import Claim, claim, claims, unclaim
from frontdesk.logic.calendar.closed import (
    OnClosedDay,
    on_closed_days,
    on_closed_days_count,
    stays_on_closed_day,
    tried_about_closed_day,
)
from frontdesk.logic.calendar.day import Column, Day, DayBlock, DayVisit, cancelled, day
from frontdesk.logic.calendar.editing import edit, plan_edit
from frontdesk.logic.calendar.history import of_patient
from frontdesk.logic.calendar.interpreting import (
    Interpreting,
    Unconfirmed,
    confirm_interpreter,
    interpreted,
    interpreters_to_confirm,
    interpreters_to_confirm_count,
    set_interpreter,
    unconfirm_interpreter,
)
from frontdesk.logic.calendar.late import LateCall, late, late_calls
from frontdesk.logic.calendar.linked import book_set, link, move_set, unlink
from frontdesk.logic.calendar.month import Load, Month, month
from frontdesk.logic.calendar.moving_series import move_series, plan_move
from frontdesk.logic.calendar.opening_sets import openings_for_set
from frontdesk.logic.calendar.openings import openings, sought_for
from frontdesk.logic.calendar.out import Touched, out, out_list, out_or_not
from frontdesk.logic.calendar.places import LETTERS, arrive, back, no_show
from frontdesk.logic.calendar.plans import Answer, Occurrence, Plan, free_after
from frontdesk.logic.calendar.room_day import day_by_room
from frontdesk.logic.calendar.series import book_series, plan_series
from frontdesk.logic.calendar.sites import there
from frontdesk.logic.calendar.snapshot import as_it_was, as_they_were
from frontdesk.logic.calendar.sought import Opening, Sought
from frontdesk.logic.calendar.week import Week, week

__all__ = [
    "LETTERS",
    "Answer",
    "Belonging",
    "Bond",
    "Broken",
    "Claim",
    "Column",
    "Day",
    "DayBlock",
    "DayVisit",
    "Interpreting",
    "LateCall",
    "Load",
    "Month",
    "Occurrence",
    "OnClosedDay",
    "Opening",
    "Plan",
    "Reach",
    "Sought",
    "Touched",
    "Unconfirmed",
    "VisitCard",
    "Week",
    "arrive",
    "as_it_was",
    "as_they_were",
    "back",
    "belonging",
    "block",
    "bonds",
    "book",
    "book_series",
    "book_set",
    "cancel",
    "cancel_series",
    "cancel_set",
    "cancelled",
    "claim",
    "claims",
    "confirm",
    "confirm_interpreter",
    "day",
    "day_by_room",
    "edit",
    "free_after",
    "give_up_placing",
    "interpreted",
    "interpreters_to_confirm",
    "interpreters_to_confirm_count",
    "late",
    "late_calls",
    "link",
    "month",
    "move",
    "move_series",
    "move_set",
    "no_show",
    "of_patient",
    "on_closed_days",
    "on_closed_days_count",
    "openings",
    "openings_for_set",
    "out",
    "out_list",
    "out_or_not",
    "placing_again",
    "plan_edit",
    "plan_move",
    "plan_series",
    "reach",
    "resize",
    "restore",
    "set_interpreter",
    "sought_for",
    "stays_on_closed_day",
    "there",
    "to_place",
    "to_place_count",
    "tried_about_closed_day",
    "tried_placing",
    "unblock",
    "unclaim",
    "unconfirm",
    "unconfirm_interpreter",
    "unlink",
    "visit",
    "week",
]
