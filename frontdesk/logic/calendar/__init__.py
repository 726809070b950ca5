"""The calendar: the day and its visits, booking and everything that happens to a booking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontdesk.doors import opened_when_asked

if TYPE_CHECKING:
    from frontdesk.logic.calendar.around import OtherVisit, VisitAround, around
    from frontdesk.logic.calendar.blocks import block, unblock
    from frontdesk.logic.calendar.bonds import (
        Belonging,
        Bond,
        Reach,
        belonging,
        bonds,
        reach,
    )
    from frontdesk.logic.calendar.booking import book, move, resize
    from frontdesk.logic.calendar.broken import (
        Broken,
        give_up_placing,
        placing_again,
        to_place,
        to_place_count,
        tried_placing,
    )
    from frontdesk.logic.calendar.cancelling import (
        cancel,
        confirm,
        restore,
        unconfirm,
    )
    from frontdesk.logic.calendar.cancelling_many import cancel_series, cancel_set
    from frontdesk.logic.calendar.card import VisitCard, visit
    from frontdesk.logic.calendar.claims import (
        Claim,
        claim,
        claims,
        unclaim,
    )
    from frontdesk.logic.calendar.closed import (
        OnClosedDay,
        on_closed_days,
        on_closed_days_count,
        stays_on_closed_day,
        tried_about_closed_day,
    )
    from frontdesk.logic.calendar.day import (
        Column,
        Day,
        DayBlock,
        DayVisit,
        cancelled,
        day,
    )
    from frontdesk.logic.calendar.editing import edit, plan_edit
    from frontdesk.logic.calendar.history import of_patient
    from frontdesk.logic.calendar.interpreted import Interpreting, interpreted
    from frontdesk.logic.calendar.interpreting import (
        Unconfirmed,
        confirm_interpreter,
        interpreters_to_confirm,
        interpreters_to_confirm_count,
        set_interpreter,
        unconfirm_interpreter,
    )
    from frontdesk.logic.calendar.late import LateCall, late, late_calls
    from frontdesk.logic.calendar.letters import LETTERS
    from frontdesk.logic.calendar.linked import (
        book_set,
        link,
        move_set,
        unlink,
    )
    from frontdesk.logic.calendar.month import Load, Month, month
    from frontdesk.logic.calendar.moving_series import move_series, plan_move
    from frontdesk.logic.calendar.opening_sets import openings_for_set
    from frontdesk.logic.calendar.openings import openings, sought_for
    from frontdesk.logic.calendar.out import (
        Touched,
        out,
        out_list,
        out_or_not,
    )
    from frontdesk.logic.calendar.places import (
        arrive,
        back,
        no_show,
    )
    from frontdesk.logic.calendar.plans import (
        Answer,
        Occurrence,
        Plan,
        free_after,
    )
    from frontdesk.logic.calendar.room_day import day_by_room
    from frontdesk.logic.calendar.series import book_series, plan_series
    from frontdesk.logic.calendar.sites import there
    from frontdesk.logic.calendar.snapshot import as_it_was, as_they_were
    from frontdesk.logic.calendar.sought import Opening, Sought
    from frontdesk.logic.calendar.week import Week, week

opened_when_asked(
    __name__,
    {
        "around": "OtherVisit VisitAround around",
        "blocks": "block unblock",
        "bonds": "Belonging Bond Reach belonging bonds reach",
        "booking": "book move resize",
        "broken": "Broken give_up_placing placing_again to_place to_place_count tried_placing",
        "cancelling": "cancel confirm restore unconfirm",
        "cancelling_many": "cancel_series cancel_set",
        "card": "VisitCard visit",
        "claims": "Claim claim claims unclaim",
        "closed": "OnClosedDay on_closed_days on_closed_days_count stays_on_closed_day tried_about_closed_day",
        "day": "Column Day DayBlock DayVisit cancelled day",
        "editing": "edit plan_edit",
        "history": "of_patient",
        "interpreted": "Interpreting interpreted",
        "interpreting": "Unconfirmed confirm_interpreter interpreters_to_confirm "
        "interpreters_to_confirm_count set_interpreter unconfirm_interpreter",
        "late": "LateCall late late_calls",
        "linked": "book_set link move_set unlink",
        "month": "Load Month month",
        "moving_series": "move_series plan_move",
        "opening_sets": "openings_for_set",
        "openings": "openings sought_for",
        "out": "Touched out out_list out_or_not",
        "letters": "LETTERS",
        "places": "arrive back no_show",
        "plans": "Answer Occurrence Plan free_after",
        "room_day": "day_by_room",
        "series": "book_series plan_series",
        "sites": "there",
        "snapshot": "as_it_was as_they_were",
        "sought": "Opening Sought",
        "week": "Week week",
    },
)
