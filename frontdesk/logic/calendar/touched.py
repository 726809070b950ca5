"""Visits that somebody's absence touches: each is something to do, until it was moved, cancelled or let be.

The item goes with its visit: whatever moves or cancels the visit closes it, and undo opens it again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pendulum

from frontdesk.db.calendar import Hold, ResourceKind, Visit
from frontdesk.db.practice import WorklistItem
from frontdesk.db.prepared import prepared
from frontdesk.desk import Work
from frontdesk.logic import worklists
from frontdesk.logic.ahead import HERE
from frontdesk.logic.calendar.rules import LONGEST_HOLD
from frontdesk.logic.calendar.sites import zone_at

KIND = "out"
"""The kind of the items."""
NOT_OUT = "not out after all"
"""The outcome of an item when the absence was taken back."""


@prepared
def _under(provider: int, after: int, starts: int, ends: int, places: list[str]) -> Any:
    """Visits of a provider that overlap the span, in their order."""
    return (
        Hold.select(Hold.visit, Visit.starts)
        .join(Visit, on=(Hold.visit == Visit.id))
        .where(
            Hold.resource_kind == ResourceKind.PROVIDER,
            Hold.resource == provider,
            Hold.starts > after,
            Hold.starts < ends,
            Hold.ends > starts,
            Hold.live == 1,
            Visit.place.in_(places),
            Visit.starts < ends,
            Visit.ends > starts,
        )
        .order_by(Visit.starts, Visit.id)
    )


def visits_under(provider: int, starts: pendulum.DateTime, ends: pendulum.DateTime) -> list[int]:
    """Visits of a provider that the span touches and that are not over yet, in their order."""
    begin, end = int(starts.timestamp()), int(ends.timestamp())
    return [
        visit for visit, _ in _under(provider, begin - LONGEST_HOLD, begin, end, [str(place) for place in HERE])
    ]


def ask_about(work: Work, visits: Sequence[int], note: str) -> list[int]:
    """Put visits on the list of those to be placed anew, unless they are on it; return the items made."""
    on_it = open_about(visits)
    today, made = work.desk.today(), []
    for visit in visits:
        if visit in on_it:
            continue
        row = Visit.get_by_id(visit)
        day = row.starts.in_timezone(zone_at(row.site_id)).date()
        made.append(
            worklists.add_item(
                work,
                KIND,
                ("visit", visit),
                due=max(today, day),
                due_at=row.starts,
                role="receptionist",
                note=note,
                urgent=day <= today,
            )
        )
    return made


@prepared
def _open_about(visits: list[int]) -> Any:
    return WorklistItem.select(WorklistItem.subject, WorklistItem.id).where(
        WorklistItem.subject_kind == "visit",
        WorklistItem.subject.in_(visits),
        WorklistItem.kind == KIND,
        WorklistItem.closed_at.is_null(),
    )


def open_about(visits: Sequence[int]) -> dict[int, int]:
    """The open items of visits, by visit."""
    return dict(_open_about(list(visits))) if visits else {}


def settle(work: Work, visit: int, outcome: str) -> None:
    """Close the visit's item, if there is one: it was moved, or cancelled."""
    for item in open_about([visit]).values():
        worklists.close_item(work, worklists.item_row(item), outcome)


def take_back(work: Work, items: Sequence[int]) -> None:
    """Close those of the items that are still open: nobody is out after all."""
    for item in items:
        row = worklists.item_row(item)
        if row.closed_at is None:
            worklists.close_item(work, row, NOT_OUT)


def ask_again(work: Work, items: Sequence[int]) -> None:
    """Open those of the items again that were closed by taking the absence back."""
    for item in items:
        row = worklists.item_row(item)
        if row.outcome == NOT_OUT:
            worklists.open_again(work, row)


@prepared
def _items(visit: int) -> Any:
    return WorklistItem.select(WorklistItem.id).where(
        WorklistItem.subject_kind == "visit", WorklistItem.subject == visit, WorklistItem.kind == KIND
    )


def states(visit: int) -> list[list[Any]]:
    """How the visit's items stand, for its snapshot."""
    return [[item, worklists.state_of(worklists.item_row(item))] for (item,) in _items(visit)]


def put_back(work: Work, now: list[list[Any]], then: list[list[Any]]) -> None:
    """Write the items as a snapshot has them."""
    was = dict(now)
    for item, state in then:
        if item in was and was[item] != state:
            worklists.put_back(work, worklists.item_row(item), state)
