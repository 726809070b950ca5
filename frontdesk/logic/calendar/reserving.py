"""Time of a provider's week that is kept for a kind of visit, until some hours before it begins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import pendulum

from frontdesk.db.calendar import VisitKind
from frontdesk.db.kinds import Reserved
from frontdesk.db.prepared import prepared
from frontdesk.desk import Desk
from frontdesk.logic.calendar.sites import zone_of
from frontdesk.logic.calendar.wall import Stretch, on_the_wall


class Kept(NamedTuple):
    """A stretch that is kept for a kind, in epoch seconds; from `free_at` on every kind may have it."""

    provider: int
    kind: int
    code: str
    starts: int
    ends: int
    free_at: int


class _Row(NamedTuple):
    provider: int
    kind: int
    code: str
    weekday: int
    opens: int
    closes: int
    hours_before: int
    since: str
    until: str


@prepared
def _reserved(providers: list[int], first: pendulum.Date, last: pendulum.Date) -> Any:
    return (
        Reserved.select(
            Reserved.provider, Reserved.kind, VisitKind.code, Reserved.weekday, Reserved.opens, Reserved.closes,
            Reserved.hours_before, Reserved.from_day, Reserved.to_day,
        )
        .join(VisitKind, on=(Reserved.kind == VisitKind.id))
        .where(
            Reserved.provider.in_(providers), Reserved.hidden == 0, VisitKind.hidden == 0,
            Reserved.from_day <= last, Reserved.to_day >= first,
        )
        .order_by(Reserved.opens)
    )  # fmt: skip


class KeptTime:
    """What of providers' weeks is kept for kinds, over many days: read in one statement, told day by day."""

    def __init__(self, desk: Desk, providers: Sequence[int], first: pendulum.Date, last: pendulum.Date) -> None:
        self._rows: dict[tuple[int, int], list[_Row]] = {}
        for row in map(_Row._make, _reserved(list(providers), first, last)):
            self._rows.setdefault((row.provider, row.weekday), []).append(row)
        self._zones = {provider: zone_of(desk, provider) for provider, _ in self._rows}
        self.providers = frozenset(self._zones)
        """Who keeps any time."""

    def on(self, provider: int, day: pendulum.Date) -> tuple[Kept, ...]:
        """The kept stretches of a day between the first and the last."""
        rows = self._rows.get((provider, day.weekday()))
        if not rows:
            return ()
        iso, zone = day.isoformat(), self._zones[provider]
        return tuple(_kept(row, day, zone) for row in rows if row.since <= iso <= row.until)


def _kept(row: _Row, day: pendulum.Date, zone: Any) -> Kept:
    starts, ends = on_the_wall(day, zone, (row.opens, row.closes))
    return Kept(row.provider, row.kind, row.code, starts, ends, starts - row.hours_before * 3600)


def minus(stretches: Iterable[Stretch], cut: Stretch) -> tuple[Stretch, ...]:
    """Stretches without the part that lies in `cut`."""
    parts: list[Stretch] = []
    for starts, ends in stretches:
        if starts < min(ends, cut[0]):
            parts.append((starts, min(ends, cut[0])))
        if max(starts, cut[1]) < ends:
            parts.append((max(starts, cut[1]), ends))
    return tuple(parts)


def shut_to(kind: int, kept: Sequence[Kept], now: int) -> list[Kept]:
    """The parts that are kept for other kinds just now, and not for this one as well."""
    own = [(each.starts, each.ends) for each in kept if each.kind == kind]
    shut = []
    for each in kept:
        if each.kind != kind and now < each.free_at:
            parts: tuple[Stretch, ...] = ((each.starts, each.ends),)
            for stretch in own:
                parts = minus(parts, stretch)
            shut += [each._replace(starts=starts, ends=ends) for starts, ends in parts]
    return shut
