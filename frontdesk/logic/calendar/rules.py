"""When a visit may take a slot. The database refuses overlap by itself; these rules say why, in words,
and are stricter: a slot that holds anything is only taken on purpose.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pendulum

from frontdesk.db.calendar import (
    BlockKind,
    Device,
    Hold,
    Interpreter,
    Provider,
    ResourceKind,
    Room,
    Unavailable,
    Visit,
    VisitKind,
)
from frontdesk.db.patients import Patient
from frontdesk.db.practice import Site
from frontdesk.db.prepared import prepared
from frontdesk.db.rows import find, get
from frontdesk.db.table import Table
from frontdesk.desk import Desk, Refused, Work
from frontdesk.logic import when
from frontdesk.logic.calendar.claims import unclaimed
from frontdesk.logic.calendar.kind_rules import KindRules, objections, refuse_overbooked, refuse_unfit, rules_of
from frontdesk.logic.calendar.opening_hours import hours_on, open_stretches
from frontdesk.logic.calendar.parties import is_full
from frontdesk.logic.calendar.sites import there
from frontdesk.logic.calendar.wall import LONGEST_HOLD
from frontdesk.logic.calendar.words import local, name_of, provider_name, provider_of, span

LONGEST_VISIT = 480
"""Minutes."""
BESIDE: dict[ResourceKind, type[Table]] = {
    ResourceKind.ROOM: Room,
    ResourceKind.DEVICE: Device,
    ResourceKind.INTERPRETER: Interpreter,
}
"""What a visit may take beside its patient and its provider."""
FOUR_YEARS = 4 * 366 * 86_400
"""Seconds; whoever asks for less is spared the reckoning of five years ahead."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A wish: who, where, from, to; `visit` is the one being moved, or 0 for a new one.

    The provider is kept free for `buffer` seconds after it; `party` is the group whose time it shares; visits
    `beside` leave their places at the same moment, so that where they are now is not in the way. A visit that is
    not `fresh` stays on its provider's day, and what is asked of one that comes there is not asked again. One that
    is `late` is over and typed in afterwards. The time that it `had` of its provider, from the same moment on, it
    has `twice` if that was taken on purpose: who is there then is not asked about again.
    """

    patient: int
    provider: int
    starts: pendulum.DateTime
    ends: pendulum.DateTime
    room: int | None = None
    visit: int = 0
    device: int | None = None
    interpreter: int | None = None
    buffer: int = 0
    party: int | None = None
    beside: frozenset[int] = frozenset()
    kind: int = 0
    fresh: bool = True
    late: bool = False
    had: tuple[int, int] | None = None
    twice: bool = False

    @property
    def span(self) -> tuple[int, int]:
        """From and to in epoch seconds."""
        return int(self.starts.timestamp()), int(self.ends.timestamp())

    @property
    def provider_span(self) -> tuple[int, int]:
        """From and to for the provider, with what is kept free afterwards."""
        starts, ends = self.span
        return starts, ends + self.buffer

    @property
    def stays(self) -> bool:
        """Whether it is there already, of that kind and for that time: of the provider nothing is asked."""
        return not self.fresh and self.had == self.provider_span

    def meets_anew(self, hold: Taken) -> bool:
        """Whether it comes upon a hold that it was not upon before."""
        return self.had is None or not (hold.starts < self.had[1] and hold.ends > self.had[0])


class Taken(NamedTuple):
    """A live hold in the way: by a visit or by a block; epoch seconds."""

    visit: int | None
    block: int | None
    starts: int
    ends: int
    party: int | None = None


@prepared
def _holds_between(kind: str, resource: int, after: int, starts: int, ends: int, but: int) -> Any:
    return (
        Hold.select(Hold.visit, Hold.block, Hold.starts, Hold.ends, Hold.party)
        .where(
            Hold.resource_kind == kind,
            Hold.resource == resource,
            Hold.starts > after,
            Hold.starts < ends,
            Hold.ends > starts,
            Hold.live == 1,
            (Hold.visit.is_null()) | (Hold.visit != but),
        )
        .order_by(Hold.starts)
    )


def overlapping(kind: ResourceKind, resource: int, starts: int, ends: int, but: int = 0) -> list[Taken]:
    """Live holds of a resource that overlap the half-open span, except those of visit `but`."""
    rows = _holds_between(kind, resource, starts - LONGEST_HOLD, starts, ends, but)
    return [Taken(*row) for row in rows]


def in_the_way(kind: ResourceKind, resource: int, span: tuple[int, int], wish: Slot) -> list[Taken]:
    """Live holds of a resource that the wish would overlap."""
    found = overlapping(kind, resource, *span, wish.visit)
    return [hold for hold in found if hold.visit not in wish.beside] if wish.beside else found


def _visit_words(desk: Desk, visit_id: int | None) -> str:
    visit = Visit.get_by_id(visit_id)
    code = VisitKind.get_by_id(visit.kind_id).code
    return f"{name_of(visit.patient_id)} {code} {span(desk, visit.starts, visit.ends)}"


def patient_is_free(desk: Desk, wish: Slot) -> None:
    """Refuse a patient who has another visit at that time, at the field `patient`."""
    for visit, _, starts, ends, _ in in_the_way(ResourceKind.PATIENT, wish.patient, wish.span, wish):
        who = provider_name(None if visit is None else provider_of(visit))
        at = span(desk, pendulum.from_timestamp(starts), pendulum.from_timestamp(ends))
        raise Refused(
            f"The patient has a visit {at} with {who} already.",
            field="patient",
            code="patient",
        )


def within_hours(desk: Desk, wish: Slot) -> bool:
    """Tell whether the whole visit lies in one stretch of the provider's hours, as long as the clocks make it.

    Whoever is there until an hour that comes twice is there until it is over, as the calendar shows it.
    """
    (starts, ends), day = wish.span, local(there(desk, wish.provider), wish.starts).date()
    stretches = open_stretches(desk, [wish.provider], day).get(wish.provider, ())
    return any(opens <= starts and ends <= closes for opens, closes in stretches)


def _hours_words(wish: Slot, day: pendulum.Date) -> str:
    stretches = hours_on([wish.provider], day).get(wish.provider, ())
    return ", ".join(f"{when.clock(opens)}-{when.clock(closes)}" for opens, closes in stretches)


def _out_of_hours(desk: Desk, wish: Slot) -> Iterator[Refused]:
    """What is said of a slot outside the provider's hours, code `hours`."""
    if within_hours(desk, wish):
        return
    day = wish.starts.in_timezone(desk.zone).date()
    hours = _hours_words(wish, day)
    name = provider_name(wish.provider)
    said = f"{name}'s hours on {when.echo_day(day)} are {hours}." if hours else (
        f"{name} does not work on {when.echo_day(day)}."
    )  # fmt: skip
    yield Refused(said, field="starts", code="hours")


def _blocked(desk: Desk, blocks: Iterable[int], *, late: bool = False) -> Iterator[Refused]:
    """What is said of blocks that may be overridden, code `blocked`; raise what must not, code `closed`.

    An absence says nothing against what is typed in `late`: the provider was there until then.
    """
    rows = [Unavailable.get_by_id(block) for block in blocks]
    rows = [block for block in rows if not (late and block.kind is BlockKind.OUT)]
    for block in sorted(rows, key=lambda block: block.may_override):
        kind = ResourceKind(block.resource_kind)
        said, field = f"Not available {span(desk, block.starts, block.ends)}: {block.reason}.", "starts"
        if block.kind is BlockKind.HOLIDAY:
            said = f"{when.echo_day(local(desk, block.starts))} is {block.reason}."
        elif kind is not ResourceKind.PROVIDER:
            name, field = get(BESIDE[kind], block.resource).name, str(kind)
            said = f"{name} is not available {span(desk, block.starts, block.ends)}: {block.reason}."
        if not block.may_override:
            raise Refused(said, field=field, code="closed")
        yield Refused(said, field=field, code="blocked")


def _overbooked(desk: Desk, wish: Slot, rules: KindRules | None, holds: Sequence[Taken], reason: str) -> bool:
    """Refuse a slot that visits take, code `overlap`, unless there is a reason to overbook it: then True."""
    full = wish.party is not None and is_full(wish.party, wish.visit)
    taken = [hold for hold in holds if wish.party is None or hold.party != wish.party or full]
    anew = [hold for hold in taken if wish.meets_anew(hold)]
    if not anew:
        return bool(taken) and wish.twice
    if not reason:
        name = provider_name(wish.provider)
        raise Refused(f"{name} has {_visit_words(desk, anew[0].visit)}.", field="starts", code="overlap")
    desk.need("calendar.overbook")
    if rules is not None:
        refuse_overbooked(desk, rules, wish)
    return True


@prepared
def _elsewhere(provider: int, after: int, starts: int, ends: int) -> Any:
    """Visits that the same person has in another column."""
    mine, other = Provider.alias(), Provider.alias()
    return (
        Hold.select(Hold.visit, Site.name)
        .join(other, on=(Hold.resource == other.id))
        .join(mine, on=((mine.person == other.person) & (mine.id != other.id)))
        .join_from(other, Site, on=(other.site == Site.id))
        .where(
            mine.id == provider, Hold.resource_kind == ResourceKind.PROVIDER, Hold.starts > after,
            Hold.starts < ends, Hold.ends > starts, Hold.live == 1, Hold.visit.is_null(False),
        )
    )  # fmt: skip


def person_is_free(desk: Desk, wish: Slot) -> None:
    """Refuse somebody who has a visit at another site at that time, code `person`; nobody may override that."""
    starts, ends = wish.provider_span
    for visit, site in _elsewhere(wish.provider, starts - LONGEST_HOLD, starts, ends):
        if visit != wish.visit and visit not in wish.beside:
            name = provider_name(wish.provider)
            raise Refused(f"{name} is at {site} then: {_visit_words(desk, visit)}.", field="starts", code="person")


def may_be_there(desk: Desk, wish: Slot, *, overbook: str, override: bool) -> bool:
    """Apply what the provider's day and the kind ask for; True means that time is taken twice on purpose.

    Whatever may be overridden is said at once, so that nobody overrides what was not said.
    """
    desk = there(desk, wish.provider)
    rules = rules_of(wish.kind) if wish.kind else None
    if rules is not None:
        refuse_unfit(rules, wish)
    holds, blocks = list[Taken](), list[int]()
    if not wish.stays:
        person_is_free(desk, wish)
        holds = in_the_way(ResourceKind.PROVIDER, wish.provider, wish.provider_span, wish)
        blocks = _blocks_of(holds)
    blocked = list(_blocked(desk, blocks, late=wish.late)) + list(_blocked(desk, _blocks_of(_beside_holds(wish))))
    if override:
        desk.need("calendar.override")
    else:
        against = [] if wish.stays else [*_out_of_hours(desk, wish)]
        against += blocked
        if rules is not None and not wish.stays:
            against += objections(desk, rules, wish)
        if against:
            said = " ".join(each.reason for each in against)
            raise Refused(said, field=against[0].field, code=against[0].code)
    if wish.stays:
        return wish.twice
    visits = [hold for hold in holds if hold.block is None]
    return _overbooked(desk, wish, rules, visits, overbook) or bool(blocks)


def _blocks_of(holds: Iterable[Taken]) -> list[int]:
    return list(dict.fromkeys(hold.block for hold in holds if hold.block is not None))


def _beside_holds(wish: Slot) -> list[Taken]:
    """What is in the way of the wish's room and device."""
    wanted = ((ResourceKind.ROOM, wish.room), (ResourceKind.DEVICE, wish.device))
    return [
        hold
        for kind, resource in wanted
        if resource is not None
        for hold in in_the_way(kind, resource, wish.span, wish)
    ]


def rest_is_free(desk: Desk, wish: Slot) -> None:
    """Refuse a room, device or interpreter that is not there or is taken, at its own field."""
    for kind, resource in (
        (ResourceKind.ROOM, wish.room),
        (ResourceKind.DEVICE, wish.device),
        (ResourceKind.INTERPRETER, wish.interpreter),
    ):
        if resource is None:
            continue
        row = find(BESIDE[kind], resource)
        if row is None or row.hidden:
            raise Refused(f"There is no such {kind}.", field=str(kind))
        _same_site(wish, row, str(kind))
        if serves_any_number(kind, resource):
            continue
        for hold in in_the_way(kind, resource, wish.span, wish):
            if hold.block is None and (wish.party is None or hold.party != wish.party):
                raise Refused(f"The {kind} is taken at that time.", field=str(kind), code=str(kind))


def serves_any_number(kind: ResourceKind, resource: int) -> bool:
    """Whether it is an interpreter, such as a telephone line, that several visits may have at once."""
    return kind is ResourceKind.INTERPRETER and bool(get(Interpreter, resource).shared)


def _same_site(wish: Slot, row: Any, field: str) -> None:
    """Refuse a room or a device that is elsewhere than the provider, code `site`."""
    if "site" in row._meta.fields and row.site_id != get(Provider, wish.provider).site_id:
        raise Refused(f"{row.name} is at {get(Site, row.site_id).name}.", field=field, code="site")


def sensible(work: Work, wish: Slot) -> None:
    """Refuse what no visit can be: no length, over eight hours, on a day that is past."""
    starts, ends = wish.span
    now = int(work.now.timestamp())
    if not 60 <= ends - starts <= LONGEST_VISIT * 60:
        raise Refused("A visit lasts from one minute to eight hours.", field="minutes")
    desk = there(work.desk, wish.provider)
    if wish.late:
        if starts > now:
            raise Refused("That time is to come; it can't have been seen yet.", field="late", code="future")
        work.desk.need("calendar.late")
    elif starts < now and wish.starts < desk.bounds(desk.today())[0]:
        raise Refused("That day is past.", field="starts", code="past")
    if starts > now + FOUR_YEARS and wish.starts > work.now.add(years=5):
        raise Refused("That is more than five years ahead.", field="starts", code="far")
    provider = find(Provider, wish.provider)
    if provider is None or provider.hidden:
        raise Refused("There is no such provider.", field="provider")


def may_be_booked(desk: Desk, patient: Patient, *, override: bool) -> None:
    """Refuse the deceased, code `deceased`, and, unless overridden, the dismissed, code `dismissed`."""
    if patient.deceased:
        raise Refused(f"{name_of(patient.id)} has died.", field="patient", code="deceased")
    if patient.dismissed and not override:
        since = when.show_date(patient.dismissed)
        raise Refused(
            f"{name_of(patient.id)} was dismissed from the practice {since}.", field="patient", code="dismissed"
        )
    if patient.dismissed:
        desk.need("calendar.override")


def still_there(patient: Patient, provider: int | None) -> None:
    """Refuse to put a visit back for a record that was withdrawn, or with a provider who left the calendar."""
    if patient.withdrawn:
        raise Refused("The patient's record was withdrawn since.", field="patient", code="withdrawn")
    if patient.deceased:
        raise Refused(f"{name_of(patient.id)} has died.", field="patient", code="deceased")
    if provider is not None and Provider.get_by_id(provider).hidden:
        raise Refused(f"{provider_name(provider)} is not on the calendar any more.", field="provider")


def take(work: Work, wish: Slot, *, overbook: str, override: bool) -> bool:
    """Apply every rule to a wish; True means that the provider's time is taken twice on purpose."""
    desk = there(work.desk, wish.provider)
    sensible(work, wish)
    patient_is_free(desk, wish)
    if not wish.stays:
        unclaimed(work, wish.provider, wish.provider_span)
    on_purpose = may_be_there(desk, wish, overbook=overbook, override=override)
    rest_is_free(desk, wish)
    return on_purpose
