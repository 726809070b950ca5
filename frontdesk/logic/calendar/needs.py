"""What a wish comes to: how long, with whom it can be, what else must be free, on which days."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any, NamedTuple

import pendulum
from peewee import fn
from pendulum.tz.timezone import FixedTimezone, Timezone

from frontdesk.db.calendar import Device, Interpreter, Provider, ResourceKind, Room, Standing, VisitKind
from frontdesk.db.practice import Site
from frontdesk.db.prepared import prepared
from frontdesk.db.rows import find
from frontdesk.desk import Desk, Refused
from frontdesk.logic.calendar.booking import buffer_of, kind_row, patient_row, visit_row
from frontdesk.logic.calendar.kind_rules import load_on, refuse_unfit, rules_of, seen_before
from frontdesk.logic.calendar.rules import LONGEST_VISIT, Slot, may_be_booked
from frontdesk.logic.calendar.sought import AHEAD, Sought
from frontdesk.logic.calendar.wall import Stretch, span_of
from frontdesk.logic.calendar.words import provider_of
from frontdesk.logic.practice import step_minutes, zone_named

Zone = Timezone | FixedTimezone

FARTHEST = {"years": 5}
"""How far ahead anything can be booked."""


class Who(NamedTuple):
    """A provider who may do it."""

    id: int
    place: int
    """In the calendar's order."""
    site: int
    zone: Zone
    person: int
    others: tuple[int, ...]
    """The same person's other columns."""


class Beside(NamedTuple):
    """Resources of one kind with their sites (None: anywhere), any of which will do."""

    kind: ResourceKind
    rows: tuple[tuple[int, int | None], ...]
    must: bool = True
    """Without one there is no opening."""

    def at(self, site: int) -> list[int]:
        """Those that can be used at a site."""
        return [row for row, its in self.rows if its in (None, site)]


@prepared
def _providers() -> Any:
    return (
        Provider.select(Provider.id, Provider.person, Provider.site, Site.zone, Provider.hidden)
        .join(Site, on=(Provider.site == Site.id))
        .order_by(Provider.position, Provider.id)
    )


@prepared
def _shortest() -> Any:
    return VisitKind.select(fn.MIN(VisitKind.minutes)).where(VisitKind.hidden == 0)


@prepared
def _interpreters() -> Any:
    return (
        Interpreter.select(Interpreter.id, Interpreter.languages, Interpreter.mode)
        .where(Interpreter.hidden == 0)
        .order_by(Interpreter.shared, Interpreter.id)
    )


class Needs:
    """A wish, made out; raises `Refused` at the field that is to blame where no day could help."""

    def __init__(self, desk: Desk, wish: Sought) -> None:
        self.desk, self.wish = desk, wish
        self.rules = rules_of(kind_row(wish.kind).id)
        self.minutes = self.rules.minutes if wish.minutes is None else wish.minutes
        if not 1 <= self.minutes <= LONGEST_VISIT:
            raise Refused("A visit lasts from one minute to eight hours.", field="minutes")
        if wish.patient is not None and not wish.visit:
            may_be_booked(desk, patient_row(wish.patient), override=False)
        moved = visit_row(wish.visit) if wish.visit else None
        self.length = 60 * self.minutes
        """Seconds."""
        self.need = self.length + (60 * self.rules.buffer if moved is None else buffer_of(moved))
        """Seconds with the time that is kept free afterwards."""
        self.at = (0, 0) if moved is None else (int(moved.starts.timestamp()), provider_of(wish.visit) or 0)
        """Where the visit that is to be moved is now: begin and provider."""
        now, self.step = int(desk.clock.now().timestamp()), 60 * step_minutes(desk)
        self.soon = now + -now % self.step
        """The next line of the calendar."""
        self.shortest = 60 * int((_shortest.first() or (15,))[0] or 15)
        """Seconds of the shortest kind there is: less free time is of no use."""
        self.who = self._who()
        self.beside = tuple(self._beside())
        self._full: dict[tuple[int, pendulum.Date, int | None], bool] = {}
        self._fits: dict[pendulum.Date, bool] = {}

    def _who(self) -> dict[int, Who]:
        """Everybody who may do it, in the calendar's order."""
        rows, wish = _providers(), self.wish
        wanted = [row for row in rows if not row[4] and wish.site in (None, row[2])]
        named = [row for row in wanted if row[0] in wish.providers]
        if wish.providers and not named:
            raise Refused("There is no such provider.", field="provider")
        self._refuse_unfit([row[0] for row in wanted], [row[0] for row in named])
        people: dict[int, list[int]] = {}
        for row in rows:
            people.setdefault(row[1], []).append(row[0])
        return {
            row[0]: Who(row[0], place, row[2], zone_named(row[3]), row[1],
                        tuple(each for each in people[row[1]] if each != row[0]))
            for place, row in enumerate(named if wish.strict and named else wanted)
            if self.rules.done_by(row[0])
        }  # fmt: skip

    def _refuse_unfit(self, wanted: list[int], named: list[int]) -> None:
        """Refuse a kind that nobody wished does, and a room or device that is not for it."""
        able = [provider for provider in named or wanted if self.rules.done_by(provider)]
        for provider in (able or named)[:1]:
            now = self.desk.clock.now()
            refuse_unfit(self.rules, Slot(0, provider, now, now, self.wish.room, device=self.wish.device))

    def _beside(self) -> Iterator[Beside]:
        """What must be free beside the provider: what is wished, else one of those that are for the kind."""
        wish = self.wish
        for kind, table, wanted, named in (
            (ResourceKind.ROOM, Room, wish.room, self.rules.rooms),
            (ResourceKind.DEVICE, Device, wish.device, self.rules.devices),
        ):
            rows = [find(table, row) for row in ([wanted] if wanted is not None else sorted(named))]
            there = tuple((int(row.id), int(row.site_id)) for row in rows if row is not None and not row.hidden)
            if wanted is not None and not there:
                raise Refused(f"There is no such {kind}.", field=str(kind))
            if rows:
                yield Beside(kind, there)
        if wish.interpreter is not None:
            yield Beside(ResourceKind.INTERPRETER, ((wish.interpreter, None),), wish.confirmed)
        elif wish.language:
            language = wish.language.casefold()
            speaking = [row for row in _interpreters() if language in row[1].casefold().split()]
            able = tuple((row[0], None) for row in speaking if wish.mode in ("", row[2]))
            if not able and wish.confirmed:
                raise Refused(f"There is no interpreter for {wish.language}.", field="interpreter")
            yield Beside(ResourceKind.INTERPRETER, able, wish.confirmed)

    # -- days ------------------------------------------------------------------------------------------

    @cached_property
    def zones(self) -> frozenset[Zone]:
        """The zones of the sites where it can be."""
        return frozenset(each.zone for each in self.who.values()) or frozenset({self.desk.zone})

    @cached_property
    def days(self) -> tuple[pendulum.Date, pendulum.Date]:
        """The first and the last day; before today and after five years nothing can be booked."""
        now = self.desk.clock.now()
        today = min(now.in_timezone(zone).date() for zone in self.zones)
        last = self.wish.last or self.desk.today().add(days=AHEAD)
        return max(self.wish.first or today, today), min(last, today.add(**FARTHEST))

    def span(self, first: pendulum.Date, last: pendulum.Date) -> Stretch:
        """From the begin of a day to the end of another, wherever that is first and last."""
        begins, ends = zip(
            *((span_of(first, zone).starts, span_of(last, zone).ends) for zone in self.zones), strict=True
        )
        return min(begins), max(ends)

    def after(self, day: pendulum.Date) -> int:
        """When the day after begins, where it does so first."""
        return min(span_of(day, zone).ends for zone in self.zones)

    # -- what a day may refuse -------------------------------------------------------------------------

    def fits(self, day: pendulum.Date) -> bool:
        """Whether the kind is for this patient on that day: somebody new, somebody established, anybody."""
        if self.rules.standing is Standing.ANY or self.wish.patient is None or self._stays(day):
            return True
        if day not in self._fits:
            seen = seen_before(self.desk, self.wish.patient, day)
            self._fits[day] = (self.rules.standing is Standing.NEW) is (seen is None)
        return self._fits[day]

    def full(self, provider: int, day: pendulum.Date, party: int | None = None) -> bool:
        """Whether the provider has as many of the kind on that day as the limit allows, that group not counted."""
        if self.rules.per_day is None:
            return False
        key = (provider, day, party)
        if key not in self._full:
            self._full[key] = self.load(provider, day, party) >= self.rules.per_day
        return self._full[key] and not (provider == self.at[1] and self._stays(day))

    def load(self, provider: int, day: pendulum.Date, party: int | None = None) -> int:
        """How many of the kind the provider has on a day."""
        span = span_of(day, self.who[provider].zone)
        return load_on(self.rules, provider, span, but=(self.wish.visit,), party=party).visits

    def _stays(self, day: pendulum.Date) -> bool:
        """Whether the visit that is moved is on that day anyway."""
        who = self.who.get(self.at[1])
        return who is not None and span_of(day, who.zone).starts <= self.at[0] < span_of(day, who.zone).ends
