"""Time that can't be booked: blocks, laid over a provider's time and lifted again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pendulum

from frontdesk.db.calendar import BlockKind, Device, Hold, Provider, ResourceKind, Room, Unavailable
from frontdesk.db.practice import Site
from frontdesk.db.rows import find, get
from frontdesk.db.table import Table
from frontdesk.desk import Back, Desk, Outcome, Refused, Undo, Work, change, view
from frontdesk.logic import when
from frontdesk.logic.calendar import touched
from frontdesk.logic.calendar.booking import tidy_text
from frontdesk.logic.calendar.words import local, slot
from frontdesk.logic.practice import zone_named

LONGEST_BLOCK_DAYS = 400

TABLES: dict[ResourceKind, type[Table]] = {
    ResourceKind.PROVIDER: Provider,
    ResourceKind.ROOM: Room,
    ResourceKind.DEVICE: Device,
}
"""What can be blocked."""


@dataclass(frozen=True, slots=True)
class Whose:
    """What a block is laid over, and the desk by the clock of its site."""

    kind: ResourceKind
    resource: int
    desk: Desk

    def slot(self, starts: pendulum.DateTime) -> str:
        """`Tue 24 Nov 2026 1:00p with Okafor`, `Tue 24 Nov 2026 1:00p in Room 2`."""
        if self.kind is ResourceKind.PROVIDER:
            return slot(self.desk, starts, self.resource)
        name = get(TABLES[self.kind], self.resource).name
        return f"{when.echo_moment(local(self.desk, starts))} in {name}"

    def topics(self, starts: pendulum.DateTime, ends: pendulum.DateTime) -> set[str]:
        """It and every day of a span."""
        days = {f"day:{local(self.desk, begin).date()}" for begin, _ in days_of(self.desk, starts, ends)}
        return days | {f"{self.kind}:{self.resource}"}

    def lay(self, row: int, starts: pendulum.DateTime, ends: pendulum.DateTime) -> None:
        """Place a block's holds, one per day."""
        for begin, end in days_of(self.desk, starts, ends):
            Hold.insert(
                block=row, resource_kind=self.kind, resource=self.resource, starts=begin, ends=end
            ).execute()


def whose(desk: Desk, kind: str, resource: int) -> Whose:
    """What is to be blocked: a provider, room or device; raise `Refused` at its field when there is none."""
    kind = ResourceKind(kind)
    row = find(TABLES[kind], resource)
    if row is None:
        raise Refused(f"There is no such {kind}.", field=str(kind))
    zone = zone_named(get(Site, row.site_id).zone)
    return Whose(kind, resource, desk if zone == desk.zone else replace(desk, zone=zone))


def days_of(
    desk: Desk, starts: pendulum.DateTime, ends: pendulum.DateTime
) -> Iterator[tuple[pendulum.DateTime, pendulum.DateTime]]:
    """The span cut at local midnights, so that no hold is longer than a day."""
    begin = starts
    while begin < ends:
        midnight = desk.bounds(local(desk, begin).date())[1]
        yield begin, min(midnight, ends)
        begin = midnight


def block_topics(desk: Desk, provider: int, starts: pendulum.DateTime, ends: pendulum.DateTime) -> set[str]:
    """The provider and every day of a span."""
    return whose(desk, ResourceKind.PROVIDER, provider).topics(starts, ends)


def lay(work: Work, row: int, provider: int, starts: pendulum.DateTime, ends: pendulum.DateTime) -> None:
    """Place the holds of a provider's block, one per day."""
    whose(work.desk, ResourceKind.PROVIDER, provider).lay(row, starts, ends)


@change("calendar.block", permission="calendar.block", undo=Undo.INVERSE)
def block(
    work: Work,
    *,
    provider: int | None = None,
    room: int | None = None,
    device: int | None = None,
    starts: pendulum.DateTime,
    ends: pendulum.DateTime,
    reason: str,
    may_override: bool = False,
    kind: str = "block",
) -> Outcome:
    """Block the time of a provider, a room or a device, with the reason; visits already there stay."""
    reason = tidy_text(reason, "reason", 80)
    if not reason:
        raise Refused("Say why the time is blocked.", field="reason")
    if ends <= starts:
        raise Refused("A block ends after it begins.", field="ends")
    if (ends - starts).in_days() > LONGEST_BLOCK_DAYS:
        raise Refused(f"A block lasts at most {LONGEST_BLOCK_DAYS} days.", field="ends")
    named = {ResourceKind.PROVIDER: provider, ResourceKind.ROOM: room, ResourceKind.DEVICE: device}
    chosen = [(what, resource) for what, resource in named.items() if resource is not None]
    if len(chosen) != 1:
        raise Refused("Name one provider, room or device.", field="provider")
    over = whose(work.desk, *chosen[0])
    row = work.add(
        Unavailable,
        resource_kind=over.kind,
        resource=over.resource,
        starts=starts,
        ends=ends,
        kind=BlockKind(kind),
        reason=reason,
        may_override=may_override,
    )
    over.lay(row, starts, ends)
    return Outcome(
        f"Blocked {over.slot(starts)}: {reason}",
        ("block", row),
        over.topics(starts, ends),
        after={str(over.kind): over.resource, "starts": starts, "ends": ends, "reason": reason},
        back=Back("calendar.unblock", {"block": row, "version": 1}),
        values={"block": row},
    )


def lift(work: Work, row: Unavailable, version: int, *, lifted: bool) -> int:
    """Lift a block, or lay it again, and with an absence its list; the block's new version."""
    new = work.update(Unavailable, int(row.id), version, lifted=lifted)
    if row.kind is BlockKind.OUT:
        visits = touched.visits_under(row.resource, row.starts, row.ends)
        if lifted:
            touched.take_back(work, visits)
        else:
            touched.ask_again(work, visits, touched.note_of(row.resource, str(row.reason)))
    return new


@change("calendar.unblock", permission="calendar.block", undo=Undo.INVERSE)
def unblock(work: Work, *, block: int, version: int, lifted: bool = True) -> Outcome:
    """Lift a block, or lay a lifted one again; with an absence goes its list of visits to be placed anew."""
    row = Unavailable.get_or_none(Unavailable.id == block)
    if row is None:
        raise Refused("There is no such block.", field="block")
    if row.lifted == lifted:
        raise Refused("The block is lifted already." if lifted else "The block is there.", code="same")
    over = whose(work.desk, ResourceKind(row.resource_kind), row.resource)
    new = lift(work, row, version, lifted=lifted)
    verb = "Lifted the block" if lifted else "Blocked again"
    return Outcome(
        f"{verb} {over.slot(row.starts)}: {row.reason}",
        ("block", block),
        over.topics(row.starts, row.ends) | (touched.TOPICS if row.kind is BlockKind.OUT else set()),
        before={"lifted": bool(row.lifted)},
        after={"lifted": lifted, str(over.kind): over.resource},
        back=Back("calendar.unblock", {"block": block, "version": new, "lifted": not lifted}),
        values={"block": block, "version": new},
    )


@dataclass(frozen=True, slots=True)
class BlockLine:
    """A block of a room or device, or of a provider, that is not over."""

    id: int
    version: int
    reason: str
    may_override: bool
    words: str
    """`Tue 24 Nov 2026 1:00p to 5:00p`, `... to Wed 25 Nov 2026 5:00p`, `Tue 24 Nov 2026 all day`."""


def _span(starts: pendulum.DateTime, ends: pendulum.DateTime) -> str:
    """From a moment to a time of that day, or to a moment of another; from midnight to midnight all day."""
    first = when.echo_day(starts)
    if starts.time() == ends.time() == pendulum.Time(0):
        last = when.echo_day(ends.subtract(days=1))
        return f"{first}{'' if last == first else f' to {last}'} all day"
    return f"{when.echo_moment(starts)} to {when.echo_moment(ends).removeprefix(f'{first} ')}"


@view("calendar.blocks_of", permission="calendar.see")
def blocks_of(desk: Desk, *, kind: str, resource: int) -> tuple[BlockLine, ...]:
    """The blocks of a provider, room or device that are not over, the first one first."""
    there = whose(desk, ResourceKind(kind), resource).desk
    rows = Unavailable.select().where(
        Unavailable.resource_kind == kind,
        Unavailable.resource == resource,
        Unavailable.lifted == 0,
        Unavailable.ends > desk.clock.now(),
    )
    return tuple(
        BlockLine(
            row.id, row.version, row.reason, bool(row.may_override),
            _span(local(there, row.starts), local(there, row.ends)),
        )
        for row in rows.order_by(Unavailable.starts, Unavailable.id)
    )  # fmt: skip
