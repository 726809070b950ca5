"""Visits that somebody's absence touches: each is something to do, until it was moved, cancelled or let be.

The item goes with its visit: whatever moves or cancels the visit closes it, and undo opens it again. So does a
call because somebody runs late, which is over with an arrival too. No change is bound to the version of an
item: whatever became of one visit of a list, the others' way back is open.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pendulum

from frontdesk.db.calendar import BlockKind, Hold, Place, ProviderDelay, ResourceKind, Unavailable, Visit
from frontdesk.db.practice import WorklistItem
from frontdesk.db.prepared import prepared
from frontdesk.desk import Work
from frontdesk.logic import worklists
from frontdesk.logic.ahead import HERE
from frontdesk.logic.calendar.sites import zone_at
from frontdesk.logic.calendar.wall import LONGEST_HOLD
from frontdesk.logic.calendar.words import provider_name

KIND = "out"
"""The kind of the items."""
TOPICS = {"worklist", f"worklist:{KIND}"}
"""What a change of the list concerns."""
NOT_OUT = "not out after all"
"""The outcome of an item when the absence was taken back."""
LATE = "late"
"""The kind of the calls because somebody runs late."""
NO_CALL = "no call needed"
"""The outcome of a call that nobody has to make any more."""
MOVED, ARRIVED = "moved", "arrived"
GONE = (MOVED, "cancelled", "no show", "done", "left")
"""What became of visits that left their place, and how that begins: nobody said that they stay."""


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
    on_it = {visit for visit, _ in _open(visits, KIND)}
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
    unbound(work, made)
    return made


def ask_again(work: Work, visits: Sequence[int], note: str) -> None:
    """Put visits on the list because somebody is out again; not those of which somebody said that they stay."""
    anew: list[int] = []
    for visit in visits:
        row = worklists.item_about(KIND, ("visit", visit))
        if row is None or row.outcome.startswith(GONE):
            anew.append(visit)
        elif row.outcome == NOT_OUT:
            worklists.open_again(work, row)
            unbound(work, [row.id])
    ask_about(work, anew, note)


def note_of(provider: int, reason: str) -> str:
    """What an item says of an absence: `Okafor: flu`."""
    return f"{provider_name(provider)}: {reason}"


def unbound(work: Work, items: Iterable[int]) -> None:
    """Let the way back of a change not be bound to the versions that these items have."""
    for item in items:
        work.touched.pop((WorklistItem._meta.table_name, item), None)


@prepared
def _open_about(visits: list[int], kinds: list[str]) -> Any:
    return WorklistItem.select(WorklistItem.subject, WorklistItem.id).where(
        WorklistItem.subject_kind == "visit",
        WorklistItem.subject.in_(visits),
        WorklistItem.kind.in_(kinds),
        WorklistItem.closed_at.is_null(),
    )


def _open(visits: Sequence[int], *kinds: str) -> list[tuple[int, int]]:
    """The open items of these kinds about visits: the visit and the item."""
    return list(_open_about(list(visits), list(kinds))) if visits else []


def settle(work: Work, visit: int, outcome: str) -> None:
    """Close what there is to do about a visit: it left its place, or, for a call, the patient has come."""
    stays = outcome == ARRIVED or (outcome == MOVED and _covered.first([visit]) is not None)
    for _, item in _open([visit], *((LATE,) if stays else (KIND, LATE))):
        worklists.close_item(work, worklists.item_row(item), outcome)
        unbound(work, [item])


@prepared
def _covered(visits: list[int]) -> Any:
    """Those of the visits over which an absence of their provider lies, and what that says."""
    mine, laid = Hold.alias(), Hold.alias()
    return (
        mine.select(Visit.id, Visit.place, Unavailable.resource, Unavailable.reason)
        .join(Visit, on=(mine.visit == Visit.id))
        .join_from(mine, laid, on=((laid.resource_kind == mine.resource_kind) & (laid.resource == mine.resource)))
        .join(Unavailable, on=(laid.block == Unavailable.id))
        .where(
            mine.visit.in_(visits),
            mine.resource_kind == ResourceKind.PROVIDER,
            laid.starts > Visit.starts - LONGEST_HOLD,
            laid.starts < Visit.ends,
            laid.ends > Visit.starts,
            laid.live == 1,
            Unavailable.kind == BlockKind.OUT,
            Unavailable.lifted == 0,
        )
        .distinct()
    )


@prepared
def _called(visits: list[int]) -> Any:
    """Those of the visits, not begun yet, whose provider runs late, and the day of that."""
    mine = Hold.alias()
    return (
        mine.select(Visit.id, Visit.starts, Visit.site, ProviderDelay.day)
        .join(Visit, on=(mine.visit == Visit.id))
        .join_from(mine, ProviderDelay, on=(ProviderDelay.provider == mine.resource))
        .where(
            mine.visit.in_(visits),
            mine.resource_kind == ResourceKind.PROVIDER,
            Visit.place == Place.SCHEDULED,
            ProviderDelay.minutes > 0,
        )
    )


def _needed(visits: Sequence[int]) -> set[tuple[int, str]]:
    """What there is to do about these visits, by kind."""
    found = {(int(visit), KIND) for visit, *_ in _covered(list(visits))}
    for visit, starts, site, day in _called(list(visits)):
        if pendulum.from_timestamp(starts).in_timezone(zone_at(site)).to_date_string() == str(day):
            found.add((int(visit), LATE))
    return found


def take_back(work: Work, visits: Sequence[int]) -> None:
    """Close what is open about these visits for nothing: nobody is out then, or runs late, any more."""
    if not (still := _open(visits, KIND, LATE)):
        return
    needed = _needed(sorted({visit for visit, _ in still}))
    for visit, item in still:
        row = worklists.item_row(item)
        if (visit, str(row.kind)) not in needed:
            worklists.close_item(work, row, NOT_OUT if row.kind == KIND else NO_CALL)
            unbound(work, [item])


@prepared
def _items(visit: int) -> Any:
    return WorklistItem.select(WorklistItem.id).where(
        WorklistItem.subject_kind == "visit", WorklistItem.subject == visit, WorklistItem.kind.in_([KIND, LATE])
    )


def states(visit: int) -> list[list[Any]]:
    """How the visit's items stand, for its snapshot."""
    return [[item, worklists.state_of(worklists.item_row(item))] for (item,) in _items(visit)]


def put_back(work: Work, visit: int, now: list[list[Any]], then: list[list[Any]]) -> None:
    """Write the visit's items as a snapshot has them, as far as there is reason for them now."""
    was = dict(now)
    for item, state in then:
        if item in was and was[item] != state:
            worklists.put_back(work, worklists.item_row(item), state)
            unbound(work, [item])
    take_back(work, [visit])
    over = _covered.first([visit])
    if over is not None and over[1] in [str(place) for place in HERE]:
        ask_again(work, [visit], note_of(over[2], over[3]))
