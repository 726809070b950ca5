"""The blocks of a holiday: one for each provider of the sites that keep its calendar."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

import pendulum

from frontdesk.db.calendar import BlockKind, Hold, Provider, ResourceKind, Unavailable
from frontdesk.db.practice import Holiday, Site
from frontdesk.db.prepared import prepared
from frontdesk.db.rows import get, insert
from frontdesk.desk import Work

Lifted = tuple[int, bool]
"""A block, and whether it is lifted."""


@prepared
def _providers(calendar: int) -> Any:
    return (
        Provider.select(Provider.id, Site.zone)
        .join(Site, on=(Provider.site == Site.id))
        .where(Site.calendar == calendar)
        .order_by(Provider.id)
    )


@prepared
def _calendar_of(provider: int) -> Any:
    return (
        Provider.select(Site.calendar, Site.zone)
        .join(Site, on=(Provider.site == Site.id))
        .where(Provider.id == provider)
    )


@prepared
def _blocks(holiday: int) -> Any:
    return Unavailable.select(Unavailable.id, Unavailable.resource, Unavailable.lifted).where(
        Unavailable.holiday == holiday
    )


@prepared
def _ahead(calendar: int, day: pendulum.Date) -> Any:
    return Holiday.select(Holiday.id).where(Holiday.calendar == calendar, Holiday.day >= day, Holiday.dropped == 0)


def providers_of(calendar: int) -> list[int]:
    """The providers of every site that keeps a calendar, hidden ones too: they may come back."""
    return [row[0] for row in _providers(calendar)]


def _lay(work: Work, holiday: Holiday, provider: int, zone: str) -> int:
    """Block a provider's whole day; returns the block."""
    day, after = holiday.day, holiday.day.add(days=1)
    starts, ends = (pendulum.datetime(each.year, each.month, each.day, tz=zone) for each in (day, after))
    row = work.add(
        Unavailable,
        resource_kind=ResourceKind.PROVIDER,
        resource=provider,
        starts=starts,
        ends=ends,
        kind=BlockKind.HOLIDAY,
        reason=holiday.name,
        may_override=True,
        holiday=holiday.id,
    )
    hold = {"block": row, "resource_kind": ResourceKind.PROVIDER, "resource": provider}
    insert(Hold, {**hold, "starts": starts, "ends": ends})
    return row


def close(work: Work, holiday: int, *, only: Sequence[int] | None = None, again: bool = True) -> list[Lifted]:
    """Block the day for all providers of the holiday's calendar, or `only` some; how the blocks stood before.

    `again` lays blocks that were lifted once more.
    """
    row = get(Holiday, holiday)
    there = {provider: (block, lifted == 1) for block, provider, lifted in _blocks(holiday)}
    before: list[Lifted] = []
    for provider, zone in _providers(row.calendar_id):
        if only is not None and provider not in only:
            continue
        if provider not in there:
            before.append((_lay(work, row, provider, zone), True))
        elif again and there[provider][1]:
            before += set_lifted(work, [(there[provider][0], False)])
    return before


def reopen(work: Work, holiday: int, *, only: Sequence[int] | None = None) -> list[Lifted]:
    """Lift the blocks of a holiday; how they stood before."""
    blocks = [(block, True) for block, provider, _ in _blocks(holiday) if only is None or provider in only]
    return set_lifted(work, blocks)


def set_lifted(work: Work, blocks: Iterable[Lifted]) -> list[Lifted]:
    """Lift blocks or lay them again as said; how those that changed stood before."""
    before: list[Lifted] = []
    for block, lifted in blocks:
        row = get(Unavailable, block)
        if bool(row.lifted) is not lifted:
            work.update(Unavailable, block, int(row.version), lifted=lifted)
            before.append((block, not lifted))
    return before


def call(work: Work, holiday: int, name: str) -> None:
    """Give the blocks of a holiday its name."""
    for block, _, _ in _blocks(holiday):
        work.update(Unavailable, block, int(get(Unavailable, block).version), reason=name)


def close_for(work: Work, provider: int, *, again: bool = False) -> list[Lifted]:
    """Block the holidays ahead for a provider who comes to a site; how the blocks stood before."""
    row = _calendar_of.first(provider)
    if row is None or row[0] is None:
        return []
    today = work.now.in_timezone(row[1]).date()
    before: list[Lifted] = []
    for (holiday,) in _ahead(row[0], today):
        before += close(work, holiday, only=[provider], again=again)
    return before


@prepared
def _of_other_calendars(provider: int, calendar: int, day: pendulum.Date) -> Any:
    return (
        Unavailable.select(Unavailable.id)
        .join(Holiday, on=(Unavailable.holiday == Holiday.id))
        .where(
            Unavailable.resource_kind == ResourceKind.PROVIDER,
            Unavailable.resource == provider,
            Unavailable.lifted == 0,
            Holiday.calendar != calendar,
            Holiday.day >= day,
        )
    )


def providers_blocked(blocks: Iterable[int]) -> set[int]:
    """Whom the blocks are of."""
    return {int(get(Unavailable, block).resource) for block in blocks}


def moved_to_calendar(work: Work, site: int, *, but: Collection[int] = ()) -> list[Lifted]:
    """Let a site's providers keep the holidays ahead of the calendar it has now; how the blocks stood before.

    `but` are providers who keep them already.
    """
    row = get(Site, site)
    today = work.now.in_timezone(row.zone).date()
    before: list[Lifted] = []
    for provider in Provider.select(Provider.id).where(Provider.site == site, Provider.id.not_in(list(but))):
        others = _of_other_calendars(provider.id, row.calendar_id or 0, today)
        before += set_lifted(work, [(block, True) for (block,) in others])
        before += close_for(work, provider.id, again=True)
    return before
