"""Visits to come that lie outside of what is set up: out of hours, in time kept for others, not as their kind is.

They stay where they are. Whoever changes the set-up compares what lay outside before with what does so now.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pendulum

from frontdesk.db.calendar import Hold, ResourceKind, Standing, Visit
from frontdesk.db.prepared import prepared
from frontdesk.desk import Desk
from frontdesk.logic.ahead import HERE, Ahead, visits_with
from frontdesk.logic.calendar.kind_rules import seen_before
from frontdesk.logic.calendar.opening_hours import WorkingHours
from frontdesk.logic.calendar.reserving import KeptTime, shut_to
from frontdesk.logic.calendar.sites import there, zone_of
from frontdesk.logic.calendar.wall import on_the_wall
from frontdesk.logic.kinds import KindTerms


def _by_day(desk: Desk, provider: int) -> dict[pendulum.Date, list[Ahead]]:
    """A provider's visits to come, by the day there, in order."""
    zone, found = zone_of(desk, provider), defaultdict(list)
    for visit in visits_with(ResourceKind.PROVIDER, provider, desk.clock.now()):
        found[_day(visit.starts, zone)].append(visit)
    return found


def _day(at: int, zone: Any) -> pendulum.Date:
    return pendulum.from_timestamp(at, tz=zone).date()


def outside_hours(desk: Desk, provider: int) -> set[int]:
    """The visits to come that a provider's hours do not cover."""
    days, zone = _by_day(desk, provider), zone_of(desk, provider)
    if not days:
        return set()
    hours, found = WorkingHours([provider], min(days), max(days)), set()
    for day, visits in days.items():
        spans = [on_the_wall(day, zone, stretch) for stretch in hours.on(provider, day)]
        found |= {v.visit for v in visits if not any(s <= v.starts and v.ends <= e for s, e in spans)}
    return found


def in_kept_time(desk: Desk, provider: int) -> set[int]:
    """The visits to come that lie in time of a provider that is kept for another kind just now."""
    days, now = _by_day(desk, provider), int(desk.clock.now().timestamp())
    if not days:
        return set()
    kept, found = KeptTime(desk, [provider], min(days), max(days)), set()
    for day, visits in days.items():
        if stretches := kept.on(provider, day):
            found |= {
                v.visit
                for v in visits
                if any(k.starts < v.ends and k.ends > v.starts for k in shut_to(v.kind, stretches, now))
            }
    return found


@prepared
def _of_kind(kind: int, after: pendulum.DateTime, now: pendulum.DateTime, places: list[str]) -> Any:
    """What the visits to come of a kind hold: visit, patient, start, party, resource."""
    return (
        Hold.select(Visit.id, Visit.patient, Visit.starts, Visit.party, Hold.resource_kind, Hold.resource)
        .join(Visit, on=(Hold.visit == Visit.id))
        .where(
            Visit.kind == kind, Visit.starts > after, Visit.ends > now, Visit.place.in_(places), Hold.live == 1,
            Hold.resource_kind.in_([ResourceKind.PROVIDER, ResourceKind.ROOM, ResourceKind.DEVICE]),
        )
        .order_by(Visit.starts, Visit.id)
    )  # fmt: skip


def unfit(desk: Desk, kind: int, terms: KindTerms) -> set[int]:
    """The visits to come of a kind that are not as these terms ask; of a day's those above the limit."""
    now = desk.clock.now()
    rows = _of_kind(kind, now.subtract(days=2), now, [str(place) for place in HERE])
    allowed = {
        ResourceKind.PROVIDER: terms.providers, ResourceKind.ROOM: terms.rooms, ResourceKind.DEVICE: terms.devices
    }  # fmt: skip
    found: set[int] = set()
    loads: dict[tuple[int, pendulum.Date], set[tuple[int, int]]] = defaultdict(set)
    for visit, patient, starts, party, word, resource in rows:
        if (wanted := allowed[word]) and resource not in wanted:
            found.add(visit)
        if word == ResourceKind.ROOM and terms.telehealth:
            found.add(visit)
        if word != ResourceKind.PROVIDER:
            continue
        here = there(desk, resource)
        day = _day(starts, here.zone)
        load = loads[resource, day]
        load.add((party, 0) if party else (0, visit))
        if terms.per_day is not None and len(load) > terms.per_day:
            found.add(visit)
        if terms.standing and (terms.standing == Standing.NEW) is not (seen_before(here, patient, day) is None):
            found.add(visit)
    return found
