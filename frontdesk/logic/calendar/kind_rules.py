"""Whether a kind of visit may be somewhere: with whom, where, how many a day, for whom, and in whose time.

Nothing here writes. `KindTimes` tells it for many days at once, for whoever looks for an opening; `objections` for
one visit that is to be booked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

import pendulum
from peewee import fn

from frontdesk.db.calendar import Device, Hold, Place, Provider, ResourceKind, Room, Standing, Visit, VisitKind
from frontdesk.db.kinds import KindDevice, KindProvider, KindRoom
from frontdesk.db.prepared import prepared
from frontdesk.db.table import Table
from frontdesk.desk import Desk, Refused
from frontdesk.logic import when
from frontdesk.logic.calendar.opening_hours import WorkingHours
from frontdesk.logic.calendar.reserving import KeptTime, minus, shut_to
from frontdesk.logic.calendar.sites import there, zone_of
from frontdesk.logic.calendar.wall import DAY, Span, Stretch, on_the_wall, span_of

YEARS = 3
"""Whoever was seen here within so many years is established; later a patient counts as new again (CPT)."""


class KindRules(NamedTuple):
    """What a kind of visit asks for; empty sets mean that anybody, any room, any device will do."""

    kind: int
    code: str
    minutes: int
    buffer: int
    """Minutes that the provider is kept free afterwards."""
    per_day: int | None
    overbook_per_day: int | None
    capacity: int
    telehealth: bool
    standing: Standing
    providers: frozenset[int]
    rooms: frozenset[int]
    devices: frozenset[int]

    def done_by(self, provider: int) -> bool:
        """Whether that provider does it."""
        return not self.providers or provider in self.providers

    def takes(self, kind: ResourceKind, resource: int) -> bool:
        """Whether a room, a device, an interpreter is for it."""
        if kind is ResourceKind.ROOM:
            return not self.telehealth and (not self.rooms or resource in self.rooms)
        return kind is not ResourceKind.DEVICE or not self.devices or resource in self.devices


@prepared
def _rules(kind: int) -> Any:
    def named(table: type[Table], field: Any) -> Any:
        return table.select(fn.GROUP_CONCAT(field)).where(table._meta.fields["kind"] == VisitKind.id)

    return VisitKind.select(
        VisitKind.code, VisitKind.minutes, VisitKind.buffer, VisitKind.per_day, VisitKind.overbook_per_day,
        VisitKind.capacity, VisitKind.telehealth, VisitKind.standing,
        named(KindProvider, KindProvider.provider), named(KindRoom, KindRoom.room),
        named(KindDevice, KindDevice.device),
    ).where(VisitKind.id == kind)  # fmt: skip


def rules_of(kind: int) -> KindRules:
    """What a kind asks for; raise `Refused` at `kind` when there is none."""
    row = _rules.first(kind)
    if row is None:
        raise Refused("There is no such kind of visit.", field="kind")
    code, minutes, buffer, per_day, overbook, capacity, telehealth, standing, *named = row
    sets = [frozenset(map(int, str(text).split(",") if text else ())) for text in named]
    return KindRules(
        kind, code, minutes, buffer, per_day, overbook, capacity, telehealth == 1, Standing(standing), *sets
    )


# Many days at once ------------------------------------------------------------------------------------


class KindTimes:
    """When a kind may be with some providers, over a span of days: hours less what is kept for other kinds."""

    def __init__(
        self,
        desk: Desk,
        rules: KindRules,
        providers: Sequence[int],
        first: pendulum.Date,
        last: pendulum.Date,
        zones: Mapping[int, Any] | None = None,
    ) -> None:
        """Read hours and kept time of those days; `zones` are the providers', where the caller knows them."""
        self.rules = rules
        self.providers = tuple(provider for provider in providers if rules.done_by(provider))
        """Those of the providers who do it."""
        self._now = int(desk.clock.now().timestamp())
        self._zones = {row: zones[row] if zones else zone_of(desk, row) for row in self.providers}
        self._hours = WorkingHours(self.providers, first, last)
        self._kept = KeptTime(desk, self.providers, first, last)
        self._sites = list(dict.fromkeys(self._zones.values()))
        self._varying = self._hours.varying | self._kept.providers
        self._weekly: dict[int, list[tuple[int, int, int, int]]] = {}

    def all_open(self, day: pendulum.Date) -> list[tuple[int, int, int]]:
        """Provider, from and to of every stretch of a day: what `open` says of each, in a fraction of the time.

        Most people's weeks are alike and most days have 24 hours; only the others are asked one by one.
        """
        spans = [span_of(day, zone) for zone in self._sites]
        if any(span.ends - span.starts != DAY for span in spans):
            return [(row, *each) for row in self.providers for each in self.open(row, day)]
        weekly = self._weekly.get(day.weekday())
        if weekly is None:
            weekly = self._weekly[day.weekday()] = [
                (provider, self._sites.index(zone), 60 * opens, 60 * closes)
                for provider, zone in self._zones.items()
                if provider not in self._varying
                for opens, closes in self._hours.on(provider, day)
            ]
        starts = [span.starts for span in spans]
        found = [(row, starts[zone] + opens, starts[zone] + closes) for row, zone, opens, closes in weekly]
        return found + [(row, *each) for row in self._varying for each in self.open(row, day)]

    def open(self, provider: int, day: pendulum.Date) -> tuple[Stretch, ...]:
        """Stretches of a day in which the kind may be, in epoch seconds; what is booked is not asked."""
        zone = self._zones[provider]
        stretches = tuple(on_the_wall(day, zone, each) for each in self._hours.on(provider, day))
        for kept in shut_to(self.rules.kind, self._kept.on(provider, day), self._now):
            stretches = minus(stretches, (kept.starts, kept.ends))
        return stretches

    def full(self, provider: int, day: pendulum.Date) -> bool:
        """Whether the provider has as many of the kind on that day as the limit allows."""
        if self.rules.per_day is None:
            return False
        return load_on(self.rules, provider, span_of(day, self._zones[provider])).visits >= self.rules.per_day


class DayLoad(NamedTuple):
    """What a provider has of a kind on a day: visits, a group counted once, and how many are overbooked."""

    visits: int
    overbooked: int


@prepared
def _of_kind(provider: int, kind: int, starts: int, ends: int) -> Any:
    return (
        Hold.select(Visit.id, Hold.party, Hold.overbooked, Visit.overbook_reason)
        .join(Visit, on=(Hold.visit == Visit.id))
        .where(
            Hold.resource_kind == ResourceKind.PROVIDER, Hold.resource == provider, Hold.starts >= starts,
            Hold.starts < ends, Hold.live == 1, Visit.kind == kind,
        )
    )  # fmt: skip


def load_on(
    rules: KindRules,
    provider: int,
    day: Span,
    *,
    but: Collection[int] = (),
    party: int | None = None,
) -> DayLoad:
    """How much of the kind a provider has on a day, the visits `but` and the group `party` left out."""
    rows = [row[1:] for row in _of_kind(provider, rules.kind, day.starts, day.ends) if row[0] not in but]
    groups = {there for there, _, _ in rows if there is not None and there != party}
    alone = sum(there is None for there, _, _ in rows)
    return DayLoad(len(groups) + alone, sum(bool(twice and reason) for _, twice, reason in rows))


# One visit ----------------------------------------------------------------------------------------------


class Wish(Protocol):
    """A visit that is wanted somewhere, as booking has it."""

    @property
    def patient(self) -> int:
        """Whose."""

    @property
    def provider(self) -> int:
        """With whom."""

    @property
    def starts(self) -> pendulum.DateTime:
        """From when."""

    @property
    def ends(self) -> pendulum.DateTime:
        """Until when."""

    @property
    def room(self) -> int | None:
        """Where."""

    @property
    def device(self) -> int | None:
        """With what."""

    @property
    def visit(self) -> int:
        """The one that moves; 0 for a new one."""

    @property
    def party(self) -> int | None:
        """The group whose time it shares."""

    @property
    def fresh(self) -> bool:
        """Whether it comes on top of its provider's day; not one that was there before."""

    @property
    def late(self) -> bool:
        """Whether it is over and typed in afterwards."""

    @property
    def beside(self) -> frozenset[int]:
        """Visits that leave their places at the same moment."""


def refuse_unfit(rules: KindRules, asked: Wish) -> None:
    """Refuse who does not do the kind, and a room or device not for it, code `kind`; nobody may override."""
    if asked.fresh and not rules.done_by(asked.provider):
        who = ", ".join(_names(Provider, Provider.short, rules.providers))
        raise Refused(
            f"{_name(Provider, Provider.short, asked.provider)} does no {rules.code}; {who} would do.",
            field="provider",
            code="kind",
        )
    if rules.telehealth and asked.room is not None:
        raise Refused(f"{rules.code} is telehealth: it takes no room.", field="room", code="kind")
    for table, allowed, wanted, field in (
        (Room, rules.rooms, asked.room, "room"),
        (Device, rules.devices, asked.device, "device"),
    ):
        if wanted is not None and allowed and wanted not in allowed:
            would = ", ".join(_names(table, table._meta.fields["name"], allowed))
            raise Refused(f"{rules.code} is not for that {field}; {would} would do.", field=field, code="kind")


def objections(desk: Desk, rules: KindRules, asked: Wish) -> list[Refused]:
    """What speaks against a visit and may be overridden: codes `reserved`, `limit`, `standing`, `beside`."""
    desk = there(desk, asked.provider)
    found = [_reserved(desk, rules, asked)]
    if asked.fresh:
        found += [_limited(desk, rules, asked), _standing(desk, rules, asked)]
    against = [each for each in found if each is not None]
    return against if asked.visit or asked.late else [*against, *_without_its_own(rules, asked)]


def _without_its_own(rules: KindRules, asked: Wish) -> Iterator[Refused]:
    """What is said of a new visit that has none of its kind's rooms, or devices, because none is free."""
    for table, own, has, field in (
        (Room, rules.rooms, asked.room, "room"),
        (Device, rules.devices, asked.device, "device"),
    ):
        if own and has is None:
            names = ", ".join(_names(table, table._meta.fields["name"], own))
            yield Refused(f"{rules.code} takes a {field}, and none is free then: {names}.", field, "beside")


def _limited(desk: Desk, rules: KindRules, asked: Wish) -> Refused | None:
    if rules.per_day is None:
        return None
    day = asked.starts.in_timezone(desk.zone).date()
    load = load_on(
        rules, asked.provider, span_of(day, desk.zone), but=(asked.visit, *asked.beside), party=asked.party
    )
    if load.visits < rules.per_day:
        return None
    name = _name(Provider, Provider.short, asked.provider)
    said = f"{name} has {load.visits} {rules.code} on {when.echo_day(day)}, as many as the limit allows."
    return Refused(said, field="starts", code="limit")


def _reserved(desk: Desk, rules: KindRules, asked: Wish) -> Refused | None:
    day = asked.starts.in_timezone(desk.zone).date()
    kept = KeptTime(desk, [asked.provider], day, day).on(asked.provider, day)
    starts, ends = int(asked.starts.timestamp()), int(asked.ends.timestamp())
    for each in shut_to(rules.kind, kept, int(desk.clock.now().timestamp())):
        if each.starts < ends and each.ends > starts:
            begins, stops, opens = (_local(desk, at) for at in (each.starts, each.ends, each.free_at))
            kept_for = f"{when.clock(begins)}-{when.clock(stops)} is kept for {each.code}"
            return Refused(f"{kept_for} until {when.echo_moment(opens)}.", field="starts", code="reserved")
    return None


@prepared
def _seen(patient: int, after: pendulum.DateTime, before: pendulum.DateTime) -> Any:
    return (
        Visit.select(Visit.starts)
        .where(Visit.patient == patient, Visit.place == Place.DONE, Visit.starts >= after, Visit.starts < before)
        .order_by(Visit.starts.desc())
        .limit(1)
    )


def seen_before(desk: Desk, patient: int, day: pendulum.Date) -> pendulum.Date | None:
    """The last day within three years before `day` on which a visit of the patient was done; None when new."""
    before = desk.bounds(day)[0]
    row = _seen.first(patient, desk.bounds(day.subtract(years=YEARS))[0], before)
    return None if row is None else _local(desk, row[0]).date()


def _standing(desk: Desk, rules: KindRules, asked: Wish) -> Refused | None:
    if rules.standing is Standing.ANY:
        return None
    last = seen_before(desk, asked.patient, asked.starts.in_timezone(desk.zone).date())
    if (rules.standing is Standing.NEW) is (last is None):
        return None
    if last is not None:
        said = f"{rules.code} is for new patients; this one was seen here {when.show_date(last)}."
    else:
        said = f"{rules.code} is for established patients; this one was not seen here within {YEARS} years."
    return Refused(said, field="kind", code="standing")


def refuse_overbooked(desk: Desk, rules: KindRules, asked: Wish) -> None:
    """Refuse one more overbooked visit than the kind's limit for a provider's day, code `overbook`.

    Nobody may override it: the limit itself can be changed in the set-up.
    """
    if rules.overbook_per_day is None:
        return
    zone = there(desk, asked.provider).zone
    day = asked.starts.in_timezone(zone).date()
    load = load_on(rules, asked.provider, span_of(day, zone), but=(asked.visit, *asked.beside))
    if load.overbooked >= rules.overbook_per_day:
        name, most = _name(Provider, Provider.short, asked.provider), rules.overbook_per_day
        limit = f"no {rules.code} may be" if not most else f"{most} {rules.code} a day may be"
        raise Refused(
            f"For {name} {limit} overbooked; take a free time, another day or another provider.",
            field="starts",
            code="overbook",
        )


def _local(desk: Desk, at: int) -> pendulum.DateTime:
    return pendulum.from_timestamp(at).in_timezone(desk.zone)


def _name(table: type[Table], field: Any, row: int) -> str:
    return next(iter(_names(table, field, [row])), "nobody")


def _names(table: type[Table], field: Any, rows: Collection[int]) -> list[str]:
    query = table.select(field).where(table._meta.fields["id"].in_(sorted(rows))).order_by(field)
    return [name for (name,) in query.tuples()]
