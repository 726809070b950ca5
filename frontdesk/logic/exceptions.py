"""Hours of single days, in the place of a provider's weekly ones: a day off, a short day, a Saturday."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pendulum

from frontdesk.db.calendar import Place, Provider
from frontdesk.db.kinds import HoursException
from frontdesk.desk import Back, Desk, Outcome, Refused, Undo, Work, change, view
from frontdesk.logic import when
from frontdesk.logic.ahead import counted
from frontdesk.logic.calendar.day import visits_on
from frontdesk.logic.calendar.opening_hours import together
from frontdesk.logic.calendar.sites import there
from frontdesk.logic.calendar.wall import Stretch, on_the_wall
from frontdesk.logic.named import noted
from frontdesk.logic.practice import provider_row, read_minutes

MOST_DAYS = 100
"""Days that one change may give other hours."""

State = tuple[str, list[tuple[int, int, str]]]
"""A day and what stands in the place of its weekly hours: from, to, note; nothing when the weekly hours hold."""


@dataclass(frozen=True, slots=True)
class DayHours:
    """The hours of one day; without stretches it is a day off."""

    day: pendulum.Date
    stretches: tuple[Stretch, ...]
    note: str

    @property
    def words(self) -> str:
        """`Thu 24 Dec 2026 8:00a-12:00p early close`."""
        return f"{when.echo_day(self.day)} {show(self.stretches)}{f'  {self.note}' if self.note else ''}"


def show(stretches: Sequence[Stretch]) -> str:
    """`8:00a-12:00p, 1:00p-5:00p`, or `off`."""
    return ", ".join(f"{when.clock(opens)}-{when.clock(closes)}" for opens, closes in stretches) or "off"


def read_hours(text: str) -> tuple[Stretch, ...]:
    """Stretches of a day as people write them: `8a-12p, 1p-5p`, `off`; raise `Refused` at `hours`."""
    text = text.strip().lower()
    if text in ("off", "none", "-"):
        return ()
    found: list[Stretch] = []
    for part in re.split(r"[,;]| and ", text):
        begins, dash, ends = part.strip().partition("-")
        if not dash:
            raise Refused(f"{part.strip()!r} is no span of time. Write 8a-12p, 1p-5p, or off.", field="hours")
        opens, closes = (_minutes(each, field) for each, field in ((begins, "opens"), (ends, "closes")))
        if closes <= opens:
            raise Refused(f"{part.strip()} ends before it begins.", field="hours")
        found.append((opens, closes))
    found.sort()
    if any(later[0] < earlier[1] for earlier, later in pairwise(found)):
        raise Refused("These hours overlap each other.", field="hours")
    return together(found)


def _minutes(text: str, field: str) -> int:
    try:
        return read_minutes(text, field)
    except Refused as refused:
        raise Refused(refused.reason, field="hours") from refused


@view("exceptions.of_provider", permission="setup.see")
def of_provider(desk: Desk, *, provider: int) -> tuple[DayHours, ...]:
    """The days from today on that have hours of their own."""
    rows = HoursException.select().where(
        HoursException.provider == provider, HoursException.day >= there(desk, provider).today()
    )
    by_day: dict[pendulum.Date, list[HoursException]] = {}
    for row in rows.order_by(HoursException.day, HoursException.opens):
        by_day.setdefault(row.day, []).append(row)
    return tuple(
        DayHours(day, together((row.opens, row.closes) for row in found), found[0].note)
        for day, found in by_day.items()
    )


@change("exceptions.set", permission="setup.change", undo=Undo.INVERSE)
def set_exception(
    work: Work,
    *,
    provider: int,
    version: int,
    day: pendulum.Date,
    hours: str,
    to_day: pendulum.Date | None = None,
    note: str = "",
) -> Outcome:
    """Give a day, or every day up to another, hours of its own; visits outside of them stay and are counted."""
    row, desk = provider_row(provider), there(work.desk, provider)
    stretches, said = read_hours(hours), noted(note, "note")
    last = to_day or day
    if day < desk.today():
        raise Refused("That day is past.", field="day", code="past")
    if not day <= last < day.add(days=MOST_DAYS):
        raise Refused(f"The last day is 1 to {MOST_DAYS} days from the first.", field="to_day")
    days = [day.add(days=number) for number in range((last - day).days + 1)]
    rows = [(opens, closes, said) for opens, closes in stretches] or [(0, 0, said)]
    outside = sum(_outside(desk, provider, each, stretches) for each in days)
    message = f"{row.short} {_span(days)}: {show(stretches)}{counted(outside, 'outside')}"
    return _put(work, row, version, [(each.isoformat(), rows) for each in days], message)


@change("exceptions.clear", permission="setup.change", undo=Undo.INVERSE)
def clear_exception(work: Work, *, provider: int, version: int, day: pendulum.Date) -> Outcome:
    """Let the weekly hours hold on a day again."""
    row = provider_row(provider)
    if not _standing(provider, day.isoformat()):
        raise Refused("The weekly hours hold on that day.", field="day", code="same")
    message = f"{row.short} {when.echo_day(day)}: the weekly hours"
    return _put(work, row, version, [(day.isoformat(), [])], message)


@change("exceptions.put", permission="setup.change", undo=Undo.INVERSE)
def put_exceptions(work: Work, *, provider: int, version: int, states: Sequence[Any]) -> Outcome:
    """Put the hours of days back as they were."""
    row = provider_row(provider)
    wanted: list[State] = [(day, [(o, c, note) for o, c, note in rows]) for day, rows in states]
    days = [pendulum.Date.fromisoformat(day) for day, _ in wanted]
    return _put(work, row, version, wanted, f"{row.short} {_span(days)}: hours as they were")


def _span(days: Sequence[pendulum.Date]) -> str:
    """`Thu 24 Dec 2026`, or the first day to the last."""
    first, last = when.echo_day(days[0]), when.echo_day(days[-1])
    return first if first == last else f"{first} to {last}"


def _of_day(provider: int, day: str) -> Any:
    return (HoursException.provider == provider) & (HoursException.day == pendulum.Date.fromisoformat(day))


def _standing(provider: int, day: str) -> list[tuple[int, int, str]]:
    rows = HoursException.select().where(_of_day(provider, day)).order_by(HoursException.opens)
    return [(row.opens, row.closes, row.note) for row in rows]


def _outside(desk: Desk, provider: int, day: pendulum.Date, stretches: Sequence[Stretch]) -> int:
    """How many visits of a day the stretches leave outside."""
    shown = [on_the_wall(day, desk.zone, stretch) for stretch in stretches]
    on = [visit for visit in visits_on(desk, day, [provider]) if visit.place is not Place.NO_SHOW]
    return sum(not any(starts <= v.starts and v.ends <= ends for starts, ends in shown) for v in on)


def _put(work: Work, row: Provider, version: int, states: Sequence[State], message: str) -> Outcome:
    provider = int(row.id)
    before: list[State] = [(day, _standing(provider, day)) for day, _ in states]
    new = work.update(Provider, provider, version, position=row.position)
    for day, rows in states:
        HoursException.delete().where(_of_day(provider, day)).execute()
        for opens, closes, note in rows:
            HoursException.insert(
                provider=provider, day=pendulum.Date.fromisoformat(day), opens=opens, closes=closes, note=note
            ).execute()
    return Outcome(
        message,
        ("provider", provider),
        {"setup", f"provider:{provider}", *(f"day:{day}" for day, _ in states)},
        before={"days": before},
        after={"days": list(states)},
        back=Back("exceptions.put", {"provider": provider, "version": new, "states": before}),
        values={"provider": provider, "version": new},
    )
