"""What became of the demo practice's visits that broke: most are booked anew, some given up, the last few wait."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence

from frontdesk.db.calendar import CancelReason, Place
from frontdesk.logic.demo.planned import Planned
from frontdesk.logic.demo.span import Span

BUMPED_WAIT, BROKEN_WAIT = 3, 4
"""How many of the newest still wait to be placed again: called off by the practice, or by somebody else."""
NOTED = 2400
"""Seconds after which a no-show is noted at the latest."""
GIVEN_UP = {
    CancelReason.NONE: "not reached",
    CancelReason.PRACTICE: "goes elsewhere",
    CancelReason.HOSPITAL: "goes elsewhere",
}
"""Why a visit is not placed again, by whose doing it was; of others the patient did not want it."""


def place_again(span: Span, visits: Sequence[Planned]) -> None:
    """Let a later visit of the patient be booked once the one before broke; give up what has none."""
    draw = random.Random(f"{span.date(0)} again")
    mine: dict[int, list[Planned]] = defaultdict(list)
    for visit in sorted(visits, key=lambda each: each.starts):
        mine[visit.patient].append(visit)
    waiting = {True: BUMPED_WAIT, False: BROKEN_WAIT}
    broken = [visit for visit in visits if visit.fate in (Place.CANCELLED, Place.NO_SHOW)]
    for visit in sorted(broken, key=_broke, reverse=True):
        bumped = visit.cancel_reason is CancelReason.PRACTICE
        if _broke(visit) > span.present - 7200 or _booked_anew(draw, span, visit, mine[visit.patient]):
            continue
        if waiting[bumped]:
            waiting[bumped] -= 1
        else:
            visit.given_up = GIVEN_UP.get(visit.cancel_reason, "not wanted")
            visit.given_up_at = min(_broke(visit) + draw.randint(3600, 3 * 86400), span.present - 600)


def _broke(visit: Planned) -> int:
    """When it was known that it does not take place."""
    return visit.cancelled_at if visit.fate is Place.CANCELLED else visit.starts + NOTED


def _booked_anew(draw: random.Random, span: Span, broken: Planned, others: Sequence[Planned]) -> bool:
    """Whether the patient has a later visit of that kind; then it is booked as soon as the other broke."""
    at = _broke(broken) + draw.randint(60, 900)
    for visit in others:
        stands = visit.fate not in (Place.CANCELLED, Place.NO_SHOW) and visit.series is None
        if stands and visit.kind == broken.kind and at < min(visit.starts, span.present) - 900:
            visit.booked = max(visit.booked, at)
            return True
    return False
