"""What is typed in later than it happened, as after an hour with the box down: both moments are kept.

An event's `at` is when it happened, so that waiting times are right; `typed` is when somebody wrote it down.
"""

from __future__ import annotations

import pendulum

from frontdesk.db.calendar import Place, Visit, VisitEvent
from frontdesk.desk import Desk, Refused, Work
from frontdesk.logic import when
from frontdesk.logic.calendar.snapshot import last_event
from frontdesk.logic.calendar.words import local


def note(work: Work, visit: int, place: Place, at: pendulum.DateTime) -> None:
    """Append the event by which a visit came to a place at a moment that is past."""
    work.add(VisitEvent, visit=visit, at=at, place=place, account=work.desk.who.account, typed=work.now)


def fits(work: Work, desk: Desk, row: Visit, at: pendulum.DateTime) -> None:
    """Raise `Refused` at `at` unless something can have happened to a visit then, on its day. `desk` goes by the
    clock of the visit's site.
    """
    day = local(desk, row.starts).date()
    if at <= work.now and local(desk, at).date() != day:
        raise Refused(f"The visit is on {when.echo_day(day)}.", field="at", code="day")
    in_order(work, desk, row, at)


def in_order(work: Work, desk: Desk, row: Visit, at: pendulum.DateTime) -> None:
    """Raise `Refused` at `at` for a moment to come, or before what is known to have happened to the visit last."""
    if at > work.now:
        raise Refused("That is still to come.", field="at", code="future")
    last = last_event(int(row.id))
    if last is not None and at < last.at:
        what, moment = str(last.place).replace("_", " "), local(desk, last.at)
        today = moment.date() == local(desk, at).date()
        since = when.clock(moment) if today else when.echo_moment(moment)
        raise Refused(f"It is {what} since {since}; nothing can come before that.", field="at", code="order")


def said(desk: Desk, verb: str, at: pendulum.DateTime | None) -> str:
    """`Arrived`, or `Arrived at 9:05a:` where the time was given."""
    return verb if at is None else f"{verb} at {when.clock(local(desk, at))}:"
