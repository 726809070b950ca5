"""Time that can't be booked: blocks, laid over a provider's time and lifted again."""

from __future__ import annotations

from collections.abc import Iterator

import pendulum

from frontdesk.db.calendar import BlockKind, Hold, Provider, ResourceKind, Unavailable
from frontdesk.desk import Back, Desk, Outcome, Refused, Undo, Work, change
from frontdesk.logic.calendar.booking import tidy_text
from frontdesk.logic.calendar.sites import there
from frontdesk.logic.calendar.words import local, provider_name, slot

LONGEST_BLOCK_DAYS = 400


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
    desk = there(desk, provider)
    days = {f"day:{local(desk, begin).date()}" for begin, _ in days_of(desk, starts, ends)}
    return days | {f"provider:{provider}"}


def lay(work: Work, row: int, provider: int, starts: pendulum.DateTime, ends: pendulum.DateTime) -> None:
    """Place a block's holds, one per day."""
    for begin, end in days_of(there(work.desk, provider), starts, ends):
        Hold.insert(
            block=row, resource_kind=ResourceKind.PROVIDER, resource=provider, starts=begin, ends=end
        ).execute()


@change("calendar.block", permission="calendar.block", undo=Undo.INVERSE)
def block(
    work: Work,
    *,
    provider: int,
    starts: pendulum.DateTime,
    ends: pendulum.DateTime,
    reason: str,
    may_override: bool = False,
    kind: str = "block",
) -> Outcome:
    """Block a provider's time, with the reason; visits already there stay."""
    reason = tidy_text(reason, "reason", 80)
    if not reason:
        raise Refused("Say why the time is blocked.", field="reason")
    if ends <= starts:
        raise Refused("A block ends after it begins.", field="ends")
    if (ends - starts).in_days() > LONGEST_BLOCK_DAYS:
        raise Refused(f"A block lasts at most {LONGEST_BLOCK_DAYS} days.", field="ends")
    if Provider.get_or_none(Provider.id == provider) is None:
        raise Refused("There is no such provider.", field="provider")
    row = work.add(
        Unavailable,
        resource_kind=ResourceKind.PROVIDER,
        resource=provider,
        starts=starts,
        ends=ends,
        kind=BlockKind(kind),
        reason=reason,
        may_override=may_override,
    )
    lay(work, row, provider, starts, ends)
    return Outcome(
        f"Blocked {slot(work.desk, starts, provider)}: {reason}",
        ("block", row),
        block_topics(work.desk, provider, starts, ends),
        after={"provider": provider, "starts": starts, "ends": ends, "reason": reason},
        back=Back("calendar.unblock", {"block": row, "version": 1}),
        values={"block": row},
    )


@change("calendar.unblock", permission="calendar.block", undo=Undo.INVERSE)
def unblock(work: Work, *, block: int, version: int, lifted: bool = True) -> Outcome:
    """Lift a block, or lay a lifted one again."""
    row = Unavailable.get_or_none(Unavailable.id == block)
    if row is None:
        raise Refused("There is no such block.", field="block")
    if row.lifted == lifted:
        raise Refused("The block is lifted already." if lifted else "The block is there.", code="same")
    new = work.update(Unavailable, block, version, lifted=lifted)
    verb = "Lifted the block" if lifted else "Blocked again"
    return Outcome(
        f"{verb} {slot(work.desk, row.starts, row.resource)}: {row.reason}",
        ("block", block),
        block_topics(work.desk, row.resource, row.starts, row.ends),
        before={"lifted": bool(row.lifted)},
        after={"lifted": lifted, "provider": provider_name(row.resource)},
        back=Back("calendar.unblock", {"block": block, "version": new, "lifted": not lifted}),
        values={"block": block, "version": new},
    )
