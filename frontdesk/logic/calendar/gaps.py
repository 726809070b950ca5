"""What is taken of providers, rooms and the like, read by stretches of time, and where a visit fits in between."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate
from typing import Any, NamedTuple

from peewee import Entity, Select, fn

from frontdesk.db.calendar import Hold, Party, ResourceKind, Visit, VisitKind
from frontdesk.db.prepared import prepared
from frontdesk.logic.calendar.wall import LONGEST_HOLD, Stretch

Spans = tuple[list[int], list[int]]
"""Taken time in epoch seconds: the begins, ascending, and the end of each."""
LONG_AGO, NEVER = -(10**12), 10**12
NOTHING: Spans = ([], [])


class Held(NamedTuple):
    """Time of a room, device or interpreter; `party` is the group that has it."""

    starts: int
    ends: int
    party: int | None


class Group(NamedTuple):
    """Time of a provider with a group of some kind, and how many are in it."""

    provider: int
    starts: int
    ends: int
    party: int
    capacity: int
    size: int
    stops: int
    """When its visits end, before what is kept free afterwards."""

    @property
    def places(self) -> int:
        """Places left."""
        return self.capacity - self.size


def _between(kind: ResourceKind, resources: list[int], after: int, starts: int, ends: int, but: int) -> Any:
    return (
        (Hold.resource_kind == kind)
        & Hold.resource.in_(resources)
        & (Hold.starts > after)
        & (Hold.starts < ends)
        & (Hold.ends > starts)
        & (Hold.live == 1)
        & (Hold.visit.is_null() | (Hold.visit != but))
    )


@prepared
def _of_providers(resources: list[int], after: int, starts: int, ends: int, but: int) -> Any:
    """One row for each provider, which SQLite writes and the json module reads in half the time of many rows."""
    here = _between(ResourceKind.PROVIDER, resources, after, starts, ends, but)
    return (
        Hold.select(Hold.resource, fn.json_group_array(Hold.starts), fn.json_group_array(Hold.ends))
        .where(here)
        .group_by(Hold.resource)
    )


@prepared
def _visits_of_providers(resources: list[int], after: int, starts: int, ends: int, but: int) -> Any:
    here = _between(ResourceKind.PROVIDER, resources, after, starts, ends, but)
    return Hold.select(Hold.starts, Hold.ends).where(here, Hold.visit.is_null(False)).order_by(Hold.starts)


@prepared
def _of_patient(patient: int, after: int, starts: int, ends: int, but: int) -> Any:
    here = _between(ResourceKind.PATIENT, [patient], after, starts, ends, but)
    return Hold.select(Hold.starts, Hold.ends).where(here).order_by(Hold.starts)


@prepared
def _of_rooms(resources: list[int], after: int, starts: int, ends: int, but: int) -> Any:
    here = _between(ResourceKind.ROOM, resources, after, starts, ends, but)
    return Hold.select(Hold.resource, Hold.starts, Hold.ends, Hold.party).where(here)


@prepared
def _of_devices(resources: list[int], after: int, starts: int, ends: int, but: int) -> Any:
    here = _between(ResourceKind.DEVICE, resources, after, starts, ends, but)
    return Hold.select(Hold.resource, Hold.starts, Hold.ends, Hold.party).where(here)


@prepared
def _of_interpreters(resources: list[int], after: int, starts: int, ends: int, but: int) -> Any:
    here = _between(ResourceKind.INTERPRETER, resources, after, starts, ends, but)
    return Hold.select(Hold.resource, Hold.starts, Hold.ends, Hold.party).where(here)


_BESIDE = {
    ResourceKind.ROOM: _of_rooms,
    ResourceKind.DEVICE: _of_devices,
    ResourceKind.INTERPRETER: _of_interpreters,
}


@prepared
def _groups(resources: list[int], kind: int, after: int, starts: int, ends: int, but: int) -> Any:
    return (
        Hold.select(
            Hold.resource, fn.MIN(Hold.starts), fn.MIN(Hold.ends), Hold.party,
            fn.MAX(fn.MAX(Party.capacity, VisitKind.capacity)), fn.COUNT(Hold.id), fn.MAX(Visit.ends),
        )
        .join(Party, on=(Hold.party == Party.id))
        .join_from(Party, VisitKind, on=(Party.kind == VisitKind.id))
        .join_from(Hold, Visit, on=(Hold.visit == Visit.id))
        .where(_between(ResourceKind.PROVIDER, resources, after, starts, ends, but), Party.kind == kind)
        .group_by(Hold.party, Hold.resource)
    )  # fmt: skip


def _inside(wanted: Any, but: int) -> Any:
    """Visits that lie wholly in a stretch and were not overbooked: no two of them overlap, but in a group."""
    return (
        (Hold.resource_kind == ResourceKind.PROVIDER)
        & (Hold.resource == wanted.c.provider)
        & (Hold.starts >= wanted.c.starts)
        & (Hold.starts < wanted.c.ends)
        & (Hold.live == 1)
        & (Hold.ends <= wanted.c.ends)
        & (Hold.overbooked == 0)
        & (Hold.visit != but)  # which a block is not
    )


def _with_room(stretches: str, need: int, taken: Callable[[Any], Any]) -> Any:
    """Places of the stretches (provider, from, to, as JSON) that are longer by `need` seconds than is taken."""
    item = Entity("each", "value")
    places = Entity("each", "key").alias("place")
    columns = [
        fn.json_extract(item, f"$[{n}]").alias(name) for n, name in enumerate(("provider", "starts", "ends"))
    ]
    wanted = Select((fn.json_each(stretches).alias("each"),), (places, *columns)).cte("wanted", materialized=True)
    free = wanted.c.ends - wanted.c.starts - fn.COALESCE(taken(wanted), 0)
    return Select((wanted,), (wanted.c.place,)).where(free >= need).with_cte(wanted)


@prepared
def _roomy(stretches: str, need: int, but: int) -> Any:
    def taken(wanted: Any) -> Any:
        return Hold.select(fn.SUM(Hold.ends - Hold.starts)).where(_inside(wanted, but))

    return _with_room(stretches, need, taken)


@prepared
def _roomy_with_groups(stretches: str, need: int, but: int) -> Any:
    """A group counts once, however many are in it."""

    def taken(wanted: Any) -> Any:
        one = Hold.select((fn.MAX(Hold.ends) - Hold.starts).alias("taken"))
        once = one.where(_inside(wanted, but)).group_by(Hold.starts)
        return Select((once,), (fn.SUM(once.c.taken),))

    return _with_room(stretches, need, taken)


@prepared
def _any_group() -> Any:
    return Party.select(Party.id).limit(1)


class Taken:
    """What is taken, each stretch of time read once; visit `but` is not in the way."""

    def __init__(self, but: int = 0) -> None:
        self.but = but
        self._read: dict[tuple[Any, ...], Any] = {}

    def roomy(self, stretches: Sequence[tuple[int, int, int]], need: int) -> list[int]:
        """The places of those stretches (provider, from, to) that are not too full for certain."""
        asked = json.dumps(stretches)
        key = (asked, need)
        if (found := self._read.get(key)) is None:
            ask = _roomy_with_groups if _any_group.first() else _roomy
            found = self._read[key] = [place for (place,) in ask(asked, need, self.but)]
        return found

    def providers(self, resources: Sequence[int], starts: int, ends: int) -> Mapping[int, Spans]:
        """Taken time of providers, by visits with what is kept free after them and by blocks."""
        key = ("provider", *resources, starts, ends)
        if (found := self._read.get(key)) is None:
            rows = _of_providers(list(resources), starts - LONGEST_HOLD, starts, ends, self.but)
            found = self._read[key] = {row: ascending(json.loads(a), json.loads(b)) for row, a, b in rows}
        return found

    def visits(self, resources: Sequence[int], starts: int, ends: int) -> list[Stretch]:
        """Time that visits of these providers take."""
        return [*_visits_of_providers(list(resources), starts - LONGEST_HOLD, starts, ends, self.but)]

    def patient(self, patient: int, starts: int, ends: int) -> list[Stretch]:
        """Time that a patient's visits take."""
        return [*_of_patient(patient, starts - LONGEST_HOLD, starts, ends, self.but)]

    def beside(
        self, kind: ResourceKind, resources: Sequence[int], starts: int, ends: int
    ) -> Mapping[int, list[Held]]:
        """Taken time of rooms, devices or interpreters."""
        key = (kind, *resources, starts, ends)
        if (found := self._read.get(key)) is None:
            held: dict[int, list[Held]] = defaultdict(list)
            for row, *span in _BESIDE[kind](list(resources), starts - LONGEST_HOLD, starts, ends, self.but):
                held[row].append(Held(*span))
            found = self._read[key] = held
        return found

    def groups(self, resources: Sequence[int], kind: int, starts: int, ends: int) -> list[Group]:
        """Groups of a kind with places left."""
        rows = _groups(list(resources), kind, starts - LONGEST_HOLD, starts, ends, self.but)
        return [group for group in map(Group._make, rows) if group.places > 0]


def ascending(starts: list[int], ends: list[int]) -> Spans:
    """Both lists in the order of the first; they come so from the index, but nothing promises it."""
    if starts != sorted(starts):
        pairs = sorted(zip(starts, ends, strict=True))
        starts, ends = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    return starts, ends


def gaps(spans: Spans, need: int) -> list[Stretch]:
    """Free time of at least that length between taken spans; before the first and after the last it is endless."""
    starts, ends = spans
    if ends != sorted(ends):  # one that began earlier ends later: a block over visits
        ends = list(accumulate(ends, max))
    return [(e, s) for e, s in zip([LONG_AGO, *ends], [*starts, NEVER], strict=True) if s - e >= need]


def joined(spans: Spans, more: Sequence[Stretch]) -> Spans:
    """Taken spans and some more, in order."""
    pairs = [*zip(*spans, strict=True), *more]
    return ascending([pair[0] for pair in pairs], [pair[1] for pair in pairs])
