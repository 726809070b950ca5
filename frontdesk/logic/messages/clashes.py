"""Visits of messages that take the same time: both stand, and the one that was booked later is overbooked.

Which one that is depends on when they were booked, never on which was read first.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from frontdesk.db.calendar import Hold, Place, ResourceKind, Visit
from frontdesk.db.practice import ExternalRef
from frontdesk.db.prepared import prepared
from frontdesk.db.rows import get
from frontdesk.desk import Work
from frontdesk.logic.calendar.rules import LONGEST_HOLD
from frontdesk.logic.calendar.snapshot import OFF

IMPORTED = "imported"
"""The reason of a visit that was overbooked because messages say so."""


class Taken(NamedTuple):
    """A resource that a visit takes, from when to when."""

    kind: str
    resource: int
    starts: int
    ends: int


@prepared
def _holds(visit: int) -> Any:
    columns = (Hold.id, Hold.resource_kind, Hold.resource, Hold.starts, Hold.ends, Hold.overbooked)
    return Hold.select(*columns).where(Hold.visit == visit, Hold.live == 1).order_by(Hold.id)


@prepared
def _beside(kind: str, resource: int, after: int, starts: int, ends: int) -> Any:
    return Hold.select(Hold.visit, Hold.block, Hold.overbooked).where(
        Hold.resource_kind == kind,
        Hold.resource == resource,
        Hold.starts > after,
        Hold.starts < ends,
        Hold.ends > starts,
        Hold.live == 1,
    )


@prepared
def _key(source: str, visit: int) -> Any:
    return ExternalRef.select(ExternalRef.key).where(
        ExternalRef.source == source, ExternalRef.subject_kind == "visit", ExternalRef.subject == visit
    )


def takes(visit: int) -> set[Taken]:
    """What a visit takes now."""
    return {Taken(*row[1:5]) for row in _holds(visit)}


def near(source: str, spans: Iterable[Taken]) -> set[int]:
    """The visits of messages that take any of these at the same time."""
    found = {
        visit
        for each in set(spans)
        for visit, _, _ in _beside(each.kind, each.resource, each.starts - LONGEST_HOLD, each.starts, each.ends)
    }
    return {visit for visit in found if visit is not None and _rank(source, visit) is not None}


def let_go(visits: Iterable[int]) -> None:
    """Allow overlap with these for a moment, until they are settled."""
    for visit in visits:
        Hold.update(overbooked=True).where(Hold.visit == visit).execute()


def settle(work: Work, source: str, visits: Iterable[int]) -> set[int]:
    """Say of each visit whether it is overbooked, now that all stand where they stand; those that became so."""
    flags: dict[int, dict[int, bool]] = {}
    for visit in sorted(set(visits)):
        Hold.update(overbooked=False).where(Hold.visit == visit, Hold.live == 0).execute()
        mine = _place(source, visit)
        if mine is not None:
            flags[visit] = {
                hold: _in_the_way(source, visit, mine, Taken(*span), bool(overbooked))
                for hold, *span, overbooked in _holds(visit)
                if span[0] != ResourceKind.PROVIDER or _rank(source, visit) is not None
            }
    every = [(wanted, hold) for holds in flags.values() for hold, wanted in holds.items()]
    for wanted, hold in sorted(every, reverse=True):  # whoever gives way does so first
        Hold.update(overbooked=wanted).where(Hold.id == hold, Hold.overbooked != wanted).execute()
    return {visit for visit, holds in flags.items() if _say_so(work, visit, any(holds.values()))}


def _place(source: str, visit: int) -> tuple[int, str] | None:
    """The place of a visit among those of messages: by when it was booked; None for one of the desk."""
    key = _key.first(source, visit)
    return None if key is None else (int(get(Visit, visit).booked_at.timestamp()), key[0])


def _rank(source: str, visit: int) -> tuple[int, str] | None:
    """Its place; None too for one that the desk overbooked itself."""
    return _place(source, visit) if get(Visit, visit).overbook_reason in ("", IMPORTED) else None


def _in_the_way(source: str, visit: int, mine: tuple[int, str], span: Taken, overbooked: bool) -> bool:
    beside = _beside(span.kind, span.resource, span.starts - LONGEST_HOLD, span.starts, span.ends)
    for other, block, on_purpose in beside:
        if block is not None:
            if overbooked:  # one that was there before a block was laid over it stays as it is
                return True
        elif other != visit:
            theirs = _rank(source, other)
            if theirs < mine if theirs is not None else not on_purpose:
                return True
    return False


def _say_so(work: Work, visit: int, overbooked: bool) -> bool:
    """Write whether a visit is overbooked; True when it became so."""
    row = get(Visit, visit)
    reason = IMPORTED if overbooked and Place(row.place) not in OFF else ""
    if row.overbook_reason not in ("", IMPORTED) or row.overbook_reason == reason:
        return False
    work.update(Visit, visit, int(row.version), overbook_reason=reason)
    return bool(reason)


def patients_take(patients: Iterable[int]) -> set[Taken]:
    """What these patients' visits take of their own time."""
    rows = Hold.select(Hold.resource_kind, Hold.resource, Hold.starts, Hold.ends).where(
        Hold.resource_kind == ResourceKind.PATIENT, Hold.resource.in_(list(patients)), Hold.live == 1
    )
    return {Taken(str(kind), who, int(a.timestamp()), int(b.timestamp())) for kind, who, a, b in rows.tuples()}
