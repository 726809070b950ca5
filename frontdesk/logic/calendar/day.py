"""One day of the calendar, by provider: a handful of statements, however many visits."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

import pendulum
from peewee import JOIN

from frontdesk.db.calendar import (
    Hold,
    Party,
    Place,
    Provider,
    ProviderDelay,
    ResourceKind,
    Room,
    Unavailable,
    Visit,
    VisitKind,
)
from frontdesk.db.patients import Patient, PatientPhone
from frontdesk.db.prepared import prepared
from frontdesk.desk import Desk, view
from frontdesk.logic import names, when
from frontdesk.logic.calendar.claims import Claim, claimed_by_others
from frontdesk.logic.calendar.opening_hours import hours_on
from frontdesk.logic.calendar.reserving import Kept, KeptTime
from frontdesk.logic.calendar.wall import LONGEST_HOLD, on_the_wall, span_of
from frontdesk.logic.patients.signs import sign_on
from frontdesk.logic.practice import ProviderCard, every_provider, step_minutes

USUAL_DAY = (8 * 60, 17 * 60)
"""Minutes after midnight shown on a day on which nobody works."""
_PLACES = {str(place): place for place in Place}
_STARTS_AND_ID = itemgetter(10, 0)  # of a row of `visit_query`


class DayVisit(NamedTuple):
    """A visit as the day shows it; `starts` and `ends` are epoch seconds, `born` an ISO date or empty.

    A tuple, because a day has hundreds and a frozen dataclass takes six times as long to make.
    """

    id: int
    version: int
    patient: int
    name: str
    born: str
    sex: str
    phone: str
    alert: str
    kind: str
    starts: int
    ends: int
    place: Place
    confirmed: bool
    overbooked: bool
    urgent: bool
    room: str
    note: str
    provider: int
    cancel_reason: str
    overbook_reason: str
    same_name: bool = False
    sign: str = ""
    """Before the name: `+` deceased, `-` dismissed, `~` a test record, `*` something else to mind."""
    name_used: str = ""
    free_at: int = 0
    """When the provider is free again: the end, and the time that the kind keeps free afterwards."""
    party: int = 0
    """The group whose time it shares; 0 for a visit alone."""
    capacity: int = 0
    """How many that group takes."""
    telehealth: bool = False
    series: int = 0
    """The series it is a part of; 0 for none."""
    linked: int = 0
    """The set of visits it belongs to; 0 for none."""

    @property
    def minutes(self) -> int:
        """Its length."""
        return (self.ends - self.starts) // 60


class DayBlock(NamedTuple):
    """A stretch that can't be booked, and why."""

    id: int
    version: int
    provider: int
    starts: int
    ends: int
    reason: str
    may_override: bool


class Column(NamedTuple):
    """A provider's day: `open` stretches as epoch seconds; `capacity` and `free` count lines of the calendar.

    In the day by room it is a room's: then `room` is set (0: no room yet), `short` is its name, `provider` is 0.
    """

    provider: int
    short: str
    credential: str
    visits: tuple[DayVisit, ...]
    blocks: tuple[DayBlock, ...]
    open: tuple[tuple[int, int], ...]
    booked: int
    free: int
    room: int | None = None
    late: int = 0
    """Minutes that the provider runs late."""
    kept: tuple[Kept, ...] = ()
    """Stretches that are kept for kinds of visit and are not open to all yet."""
    claims: tuple[Claim, ...] = ()
    """Time that others are booking just now."""

    @property
    def key(self) -> int:
        """What tells the columns of a day apart."""
        return self.provider if self.room is None else self.room

    @property
    def capacity(self) -> int:
        """Visits booked and lines still free."""
        return self.booked + self.free


class Day(NamedTuple):
    """A local day: its lines (epoch seconds, `step` minutes apart) and a column for each provider."""

    day: pendulum.Date
    zone: Any
    step: int
    lines: tuple[int, ...]
    columns: tuple[Column, ...]

    def clock(self, at: int) -> str:
        """`9:15a`, the wall clock at a moment."""
        return _clock(at, self.zone)


@lru_cache(maxsize=4096)
def _clock(at: int, zone: Any) -> str:
    return when.clock(pendulum.from_timestamp(at, tz=zone))


def visit_query(where: Any) -> Any:
    """Visits with patient, the first phone to call, kind and room, of the provider holds that `where` picks."""
    callable_one = (PatientPhone.patient == Patient.id) & (PatientPhone.may_call == 1)
    phone = PatientPhone.select(PatientPhone.digits).where(callable_one)
    room_hold, room = Hold.alias(), Room.alias()
    return (
        Hold.select(
            Visit.id, Visit.version, Patient.id, Patient.family, Patient.given, Patient.birth, Patient.sex,
            phone.order_by(PatientPhone.position).limit(1), Patient.alert, VisitKind.code,
            Visit.starts, Visit.ends, Visit.place, Visit.confirmed, Hold.overbooked, Visit.urgent,
            room.name, Visit.note, Hold.resource, Visit.cancel_reason, Visit.overbook_reason,
            sign_on(Visit.starts), Patient.name_used, Hold.ends, Visit.party, Party.capacity, VisitKind.telehealth,
            Visit.series, Visit.linked,
        )
        .join(Visit, on=(Hold.visit == Visit.id))
        .join(Patient, on=(Visit.patient == Patient.id))
        .join(VisitKind, on=(Visit.kind == VisitKind.id))
        .join(
            room_hold,
            JOIN.LEFT_OUTER,
            on=((room_hold.visit == Visit.id) & (room_hold.resource_kind == "room") & (room_hold.live == 1)),
        )
        .join(room, JOIN.LEFT_OUTER, on=(room_hold.resource == room.id))
        .join(Party, JOIN.LEFT_OUTER, on=(Visit.party == Party.id))
        .where(where)
        .order_by(Hold.starts, Visit.id)
    )  # fmt: skip


def day_visit(row: tuple[Any, ...], same_name: bool = False) -> DayVisit:
    """A visit from a row of `visit_query`, as the driver gives it: an object for each instant would cost."""
    (
        visit, version, patient, family, given, born, sex, phone, alert, kind, starts, ends, place,
        confirmed, overbooked, urgent, room, note, provider, cancel_reason, overbook_reason,
        sign, name_used, free_at, party, capacity, telehealth, series, linked,
    ) = row  # fmt: skip
    return DayVisit(
        visit, version, patient, f"{family}, {given}" if given else family, born or "", sex, phone or "", alert,
        kind, starts, ends, _PLACES[place], confirmed == 1, overbooked == 1, urgent == 1, room or "", note,
        provider, cancel_reason, overbook_reason, same_name,
        sign, name_used, free_at, party or 0, capacity or 0, telehealth == 1,
        series or 0, linked or 0,
    )  # fmt: skip


def _within(resources: list[int], after: int, starts: int, ends: int) -> Any:
    return (
        (Hold.resource_kind == ResourceKind.PROVIDER)
        & (Hold.resource.in_(resources))
        & (Hold.starts > after)
        & (Hold.starts < ends)
        & (Hold.ends > starts)
    )


@prepared
def _visits(resources: list[int], after: int, starts: int, ends: int) -> Any:
    """Every visit of the span that still stands, no-shows included; in no order: SQLite takes longer to sort."""
    on = (Hold.live == 1) | (Visit.place == Place.NO_SHOW)
    return visit_query(_within(resources, after, starts, ends) & on).order_by()


@prepared
def _cancelled(resources: list[int], after: int, starts: int, ends: int) -> Any:
    off = (Visit.place.in_([Place.CANCELLED, Place.NO_SHOW])) & (Visit.cancel_reason != "error")
    return visit_query(_within(resources, after, starts, ends) & off)


@prepared
def _blocks(resources: list[int], after: int, starts: int, ends: int) -> Any:
    return (
        Hold.select(
            Unavailable.id,
            Unavailable.version,
            Hold.resource,
            Hold.starts,
            Hold.ends,
            Unavailable.reason,
            Unavailable.may_override,
        )
        .join(Unavailable, on=(Hold.block == Unavailable.id))
        .where(_within(resources, after, starts, ends) & (Hold.live == 1))
        .order_by(Hold.starts)
    )


def _block(row: tuple[Any, ...]) -> DayBlock:
    block, version, provider, begin, end, reason, may_override = row
    return DayBlock(block, version, provider, begin, end, reason, bool(may_override))


def _lines(first: int, last: int, step: int) -> tuple[int, ...]:
    seconds = step * 60
    return tuple(range(first - first % seconds, last, seconds))


def free_lines(column_open: tuple[tuple[int, int], ...], taken: list[tuple[int, int]], step: int) -> int:
    """Lines inside the open stretches that nothing overlaps."""
    seconds, count = step * 60, 0
    for opens, closes in column_open:
        lines = max(0, closes - opens) // seconds
        busy = 0  # a bit for each line
        for starts, ends in taken:
            first, behind = max(0, (starts - opens) // seconds), min(lines, -((opens - ends) // seconds))
            if first < behind:
                busy |= (1 << behind) - (1 << first)
        count += lines - busy.bit_count()
    return count


def _marked(rows: list[tuple[Any, ...]]) -> list[DayVisit]:
    """The visits in their order, each marked when another patient of that day has a similar name."""
    people: set[tuple[int, str, str]] = {row[2:5] for row in rows}
    alike = names.same_names(people)
    return [day_visit(row, row[2] in alike) for row in sorted(rows, key=_STARTS_AND_ID)]


def visits_on(desk: Desk, day: pendulum.Date, providers: list[int]) -> list[DayVisit]:
    """What providers have on a local day, no-shows included."""
    begin, end = span_of(day, desk.zone)
    rows = _visits(providers, begin - LONGEST_HOLD, begin, end)
    return [day_visit(row) for row in sorted(rows, key=_STARTS_AND_ID)]


@prepared
def delays(day: pendulum.Date) -> Any:
    """Who runs late on a day, and by how many minutes."""
    return ProviderDelay.select(ProviderDelay.provider, ProviderDelay.minutes).where(
        ProviderDelay.day == day, ProviderDelay.minutes > 0
    )


@view("calendar.day", permission="calendar.see")
def day(desk: Desk, *, day: pendulum.Date) -> Day:
    """A local day by provider: visits, blocks, open hours; who is off the calendar only where they had visits."""
    return _assemble(desk, day, every_provider(desk.site))


@view("calendar.provider_day", permission="calendar.see")
def provider_day(desk: Desk, *, day: pendulum.Date, provider: int) -> Day:
    """A local day of one provider, who may be off the calendar by now."""
    cards = [card for card in every_provider(desk.site) if card.id == provider]
    return _assemble(desk, day, cards, named=True)


def _assemble(desk: Desk, day: pendulum.Date, people: list[ProviderCard], *, named: bool = False) -> Day:
    begin, end = span_of(day, desk.zone)
    after = begin - LONGEST_HOLD
    ids, step = [card.id for card in people], step_minutes(desk)
    visits = _marked(_visits(ids, after, begin, end))
    blocks = [_block(row) for row in _blocks(ids, after, begin, end)]
    had = {visit.provider for visit in visits}
    people = [card for card in people if named or not card.off or card.id in had]
    here = [card.id for card in people if not card.off]
    hours, late = hours_on(here, day), dict(delays(day))
    claims = claimed_by_others(desk, begin, end)
    by_provider: dict[int, list[DayVisit]] = defaultdict(list)
    for visit in visits:
        by_provider[visit.provider].append(visit)
    minutes = [minute for stretch in hours.values() for pair in stretch for minute in pair] or list(USUAL_DAY)
    opens, closes = on_the_wall(day, desk.zone, (min(minutes), max(minutes)))
    first = min([opens, *(max(visit.starts, begin) for visit in visits[:1])])
    last = max(closes, min(end, max((visit.ends for visit in visits), default=closes)))
    shown = {pair: on_the_wall(day, desk.zone, pair) for stretch in hours.values() for pair in stretch}
    columns = []
    kept, now = KeptTime(desk, here, day, day), int(desk.clock.now().timestamp())
    for card in people:
        open_now = tuple(shown[pair] for pair in hours.get(card.id, ()))
        mine = by_provider[card.id]
        shut = tuple(block for block in blocks if block.provider == card.id)
        taken = [(v.starts, v.free_at) for v in mine if v.place is not Place.NO_SHOW]
        taken += [(block.starts, block.ends) for block in shut]
        columns.append(
            Column(
                card.id,
                card.short,
                card.credential,
                tuple(mine),
                shut,
                open_now,
                booked=len(mine),
                free=free_lines(open_now, taken, step),
                late=late.get(card.id, 0),
                kept=tuple(each for each in kept.on(card.id, day) if now < each.free_at),
                claims=tuple(claim for claim in claims if claim.provider == card.id) if claims else (),
            )
        )
    return Day(day, desk.zone, step, _lines(first, last, step), tuple(columns))


@view("calendar.cancelled", permission="calendar.see")
def cancelled(desk: Desk, *, day: pendulum.Date) -> tuple[DayVisit, ...]:
    """The day's cancelled visits and no-shows, which can be restored; not those booked in error."""
    everybody = Provider.select(Provider.id, Provider.site)
    ids = [row.id for row in everybody if desk.site in (None, row.site_id)]
    span = span_of(day, desk.zone)
    rows = _cancelled(ids, span.starts - LONGEST_HOLD, span.starts, span.ends)
    return tuple(day_visit(row) for row in rows)
