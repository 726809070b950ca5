"""When the demo practice's providers can't be booked: lunch, meetings, leave and a day somebody was ill."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pendulum

from frontdesk.db.calendar import BlockKind
from frontdesk.logic.demo.span import Span
from frontdesk.logic.demo.staff import STAFF, Staff


@dataclass(frozen=True, slots=True)
class Away:
    """Whole days off: who, in which week counted from today's, on which weekdays, and why."""

    family: str
    week: int
    weekdays: tuple[int, ...]
    kind: BlockKind
    reason: str
    short_notice: bool = False
    """The day was booked already when it was lost, so its visits were cancelled that morning."""


AWAY: tuple[Away, ...] = (
    Away("Stone", -2, (1,), BlockKind.OUT, "ill", short_notice=True),
    Away("Castellano", -1, (4,), BlockKind.LEAVE, "conference"),
    Away("Baptiste", 1, (1, 2, 3, 4), BlockKind.LEAVE, "vacation"),
    Away("Duarte", 3, (0, 1), BlockKind.LEAVE, "jury duty"),
    Away("Okafor", 5, (3, 4), BlockKind.LEAVE, "vacation"),
)


def holiday(day: pendulum.Date) -> str:
    """The holiday on which the practice is closed that day, or an empty text."""
    if name := {(1, 1): "New Year", (7, 4): "Independence Day", (12, 25): "Christmas"}.get((day.month, day.day)):
        return name
    if (day.month, day.weekday()) == (11, 3) and 22 <= day.day <= 28:
        return "Thanksgiving"
    if (day.month, day.weekday()) == (5, 0) and day.day > 24:
        return "Memorial Day"
    return "Labor Day" if (day.month, day.weekday()) == (9, 0) and day.day < 8 else ""


@dataclass(frozen=True, slots=True)
class Shut:
    """A stretch of a provider's time that is blocked; from `first` day and minute to `last` day and minute."""

    provider: int
    first: tuple[int, int]
    last: tuple[int, int]
    kind: BlockKind
    reason: str
    may_override: bool


def away(staff: Staff, span: Span, offset: int) -> Away | None:
    """The holiday or leave that takes this provider's day, or None."""
    if name := holiday(span.date(offset)):
        return Away(staff.family, span.week(offset), (span.weekday(offset),), BlockKind.HOLIDAY, name)
    day = span.week(offset), span.weekday(offset)
    for each in AWAY:
        if each.family == staff.family and each.week == day[0] and day[1] in each.weekdays:
            return each
    return None


def stretches(staff: Staff, span: Span, offset: int) -> list[tuple[int, int]]:
    """What can be booked of a provider's day, in minutes after midnight: the hours less the weekly blocks."""
    weekday = span.weekday(offset)
    found = sorted((each.opens, each.closes) for each in staff.hours if weekday in each.weekdays)
    for block in staff.blocks:
        if weekday in block.weekdays:
            found = [piece for each in found for piece in _less(each, block.starts, block.ends)]
    return found


def _less(stretch: tuple[int, int], starts: int, ends: int) -> Iterator[tuple[int, int]]:
    opens, closes = stretch
    if ends <= opens or starts >= closes:
        yield stretch
        return
    if opens < starts:
        yield opens, starts
    if ends < closes:
        yield ends, closes


def blocks(span: Span) -> Iterator[Shut]:
    """Every block of the span, leave as one stretch of several days."""
    for provider, staff in enumerate(STAFF):
        for offset in span.offsets:
            yield from _regular(provider, staff, span, offset)
        for each in AWAY:
            days = [offset for offset in span.offsets if away(staff, span, offset) is each]
            for first, last in _runs(days):
                yield Shut(provider, (first, 0), (last + 1, 0), each.kind, each.reason, False)


def _runs(days: list[int]) -> Iterator[tuple[int, int]]:
    """First and last of each run of days; a holiday in between parts a leave in two."""
    for place, day in enumerate(days):
        if place == 0 or days[place - 1] != day - 1:
            first = day
        if place == len(days) - 1 or days[place + 1] != day + 1:
            yield first, day


def _regular(provider: int, staff: Staff, span: Span, offset: int) -> Iterator[Shut]:
    weekday = span.weekday(offset)
    if not any(weekday in each.weekdays for each in staff.hours):
        return
    if name := holiday(span.date(offset)):
        yield Shut(provider, (offset, 0), (offset + 1, 0), BlockKind.HOLIDAY, name, False)
        return
    if away(staff, span, offset) is not None:
        return
    for block in staff.blocks:
        if weekday in block.weekdays:
            yield Shut(
                provider,
                (offset, block.starts),
                (offset, block.ends),
                BlockKind.BLOCK,
                block.reason,
                block.may_override,
            )
