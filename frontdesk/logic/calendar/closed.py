"""Visits that lie on a day on which the practice is closed: booked before the holiday was taken, or over it.

They are worked out, not kept as rows: a visit is off the list once it was moved or cancelled, once the day is open
again, or once somebody wrote down that it stays at that time all the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pendulum
from peewee import fn

from frontdesk.db.calendar import BlockKind, Hold, Place, ResourceKind, Unavailable, Visit
from frontdesk.db.practice import WorklistItem
from frontdesk.db.prepared import prepared
from frontdesk.db.rows import find
from frontdesk.desk import Back, Desk, Outcome, Refused, Undo, Work, change, view
from frontdesk.logic import phones, worklists
from frontdesk.logic.calendar import calling
from frontdesk.logic.calendar.card import card_rows
from frontdesk.logic.calendar.day import DayVisit
from frontdesk.logic.calendar.sites import there
from frontdesk.logic.calendar.wall import LONGEST_HOLD
from frontdesk.logic.calendar.words import patient_of, provider_name, visit_words

KIND = "closed_day"
MOST = 500
STAYS = "stays"


worklists.kind(KIND, sees="calendar.see", works="calendar.book", words=visit_words, patient=patient_of)


def _lying(now: Any) -> Any:
    """Visits to come that a holiday's block lies over, and that nobody has let be at that time.

    Only providers are blocked by a holiday: not to ask for that lets SQLite begin with the few blocks of one.
    """
    let_be = WorklistItem.select(WorklistItem.id).where(
        WorklistItem.subject_kind == "visit",
        WorklistItem.subject == Visit.id,
        WorklistItem.kind == KIND,
        WorklistItem.due_at == Visit.starts,
        WorklistItem.closed_at.is_null(False),
    )
    return (
        (Unavailable.kind == BlockKind.HOLIDAY)
        & Unavailable.holiday.is_null(False)
        & (Unavailable.lifted == 0)
        & (Unavailable.ends > now)
        & (Hold.resource_kind == ResourceKind.PROVIDER)
        & (Hold.starts > Unavailable.starts - LONGEST_HOLD)
        & (Hold.starts < Unavailable.ends)
        & (Hold.live == 1)
        & (Visit.place == Place.SCHEDULED)
        & (Visit.starts < Unavailable.ends)
        & (Visit.ends > Unavailable.starts)
        & (Visit.ends > now)
        & ~fn.EXISTS(let_be)
    )


def _joined(*columns: Any) -> Any:
    return (
        Unavailable.select(*columns)
        .join(Hold, on=(Hold.resource == Unavailable.resource))
        .join(Visit, on=(Hold.visit == Visit.id))
    )


@prepared
def _list(now: pendulum.DateTime, limit: int) -> Any:
    rows = _joined(Visit.id, fn.MIN(Unavailable.reason)).where(_lying(now)).group_by(Visit.id)
    return rows.order_by(Visit.starts, Visit.id).limit(limit)


@prepared
def _count(now: pendulum.DateTime) -> Any:
    return _joined(fn.COUNT(Visit.id.distinct())).where(_lying(now))


@prepared
def _one(now: pendulum.DateTime, visit: int) -> Any:
    return _joined(Visit.id).where(_lying(now), Visit.id == visit)


@dataclass(frozen=True, slots=True)
class OnClosedDay:
    """A visit for which another opening is to be found."""

    visit: DayVisit
    starts: pendulum.DateTime
    """By the clock of its site."""
    provider: str
    phone: str
    why: str
    """The holiday's name."""
    tries: int


@view("calendar.on_closed_days", permission="calendar.see")
def on_closed_days(desk: Desk) -> tuple[OnClosedDay, ...]:
    """The visits to come that lie on a holiday, in the order of time; at most `MOST`."""
    why: dict[int, str] = dict(_list(desk.clock.now(), MOST))
    tries = calling.tries(KIND, list(why))
    found = [
        OnClosedDay(
            visit,
            pendulum.from_timestamp(visit.starts).in_timezone(there(desk, visit.provider).zone),
            provider_name(visit.provider),
            phones.show_phone(visit.phone) if visit.phone else "",
            why[visit.id],
            tries.get(visit.id, 0),
        )
        for visit, _ in card_rows(list(why))
    ]
    return tuple(sorted(found, key=lambda row: (row.visit.starts, row.visit.id)))


@view("calendar.on_closed_days_count", permission="calendar.see")
def on_closed_days_count(desk: Desk) -> int:
    """How many there are."""
    row = _count.first(desk.clock.now())
    return int(row[0]) if row else 0


def _item(work: Work, visit: int) -> WorklistItem:
    """The open item about a visit at its time, made when there is none."""
    row = find(Visit, visit)
    if row is None or _one.first(work.now, visit) is None:
        raise Refused("This visit is not on a closed day.", code="place")
    item = worklists.item_about(KIND, ("visit", visit))
    if item is None or item.closed_at is not None or item.due_at != row.starts:
        return worklists.item_row(worklists.add_item(work, KIND, ("visit", visit), due_at=row.starts))
    return item


@change("calendar.stays_on_closed_day", permission="calendar.book", undo=Undo.INVERSE)
def stays_on_closed_day(work: Work, *, visit: int) -> Outcome:
    """Write down that a visit stays on its day although the practice is closed then: it leaves the list."""
    item = _item(work, visit)
    before = worklists.state_of(item)
    version = worklists.close_item(work, item, STAYS)
    words = visit_words(work.desk, visit)
    says, again = f"Stays: {words}", f"To be placed anew: {words}"
    back = {"item": item.id, "version": version, "state": before, "says": again, "again": says}
    return Outcome(
        says,
        ("worklist_item", item.id),
        worklists.topics_of(item),
        after={"visit": visit, "outcome": STAYS},
        patient=patient_of(visit),
        back=Back("worklists.as_it_was", back),
        values={"item": item.id, "version": version},
    )


@change("calendar.tried_about_closed_day", permission="calendar.book", undo=Undo.INVERSE)
def tried_about_closed_day(work: Work, *, visit: int, note: str = "no answer") -> Outcome:
    """Note that somebody called about such a visit in vain."""
    return calling.tried(work, _item(work, visit), note)
