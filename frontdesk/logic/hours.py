"""Providers' weekly hours: reading them, and changing them from a day on, for good or until another day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pendulum

from frontdesk.db.calendar import Hours, Provider
from frontdesk.desk import Back, Desk, Outcome, Refused, Undo, Work, change, view
from frontdesk.logic import when
from frontdesk.logic.ahead import counted
from frontdesk.logic.calendar.outside import outside_hours
from frontdesk.logic.calendar.sites import there
from frontdesk.logic.practice import FIRST_DAY, LAST_DAY, WEEKDAYS, provider_row, read_minutes, read_weekdays

Stretch = tuple[int, int, int, str, str]
"""Weekday (0 is Monday), opening and closing minute, first and last day as ISO dates."""


def _stretches(provider: int) -> list[Stretch]:
    rows = Hours.select().where(Hours.provider == provider).order_by(Hours.weekday, Hours.opens, Hours.from_day)
    return [(row.weekday, row.opens, row.closes, row.from_day.isoformat(), row.to_day.isoformat()) for row in rows]


@view("hours.words", permission="setup.see")
def words(desk: Desk, *, provider: int) -> str:
    """The hours that hold today, as in `mon-fri 8:00a-5:00p`; several stretches are parted by semicolons."""
    today = there(desk, provider).today().isoformat()
    by_span: dict[tuple[int, int], list[int]] = {}
    for weekday, opens, closes, since, until in _stretches(provider):
        if since <= today <= until:
            by_span.setdefault((opens, closes), []).append(weekday)
    return "; ".join(
        f"{_days(days)} {when.clock(opens)}-{when.clock(closes % 1440)}"
        for (opens, closes), days in by_span.items()
    )


@dataclass(frozen=True, slots=True)
class HoursLine:
    """Weekly hours that hold on some weekdays from a day to a day; minutes after midnight."""

    weekdays: tuple[int, ...]
    opens: int
    closes: int
    from_day: pendulum.Date
    to_day: pendulum.Date

    @property
    def days(self) -> str:
        """`mon-wed fri`."""
        return _days(list(self.weekdays))

    @property
    def words(self) -> str:
        """`mon-fri 8:00a-5:00p from 12/1/2026 to 12/31/2026`."""
        since = f" from {when.show_date(self.from_day)}" if self.from_day > FIRST_DAY else ""
        until = f" to {when.show_date(self.to_day)}" if self.to_day < LAST_DAY else ""
        return f"{self.days} {when.clock(self.opens)}-{when.clock(self.closes)}{since}{until}"


@view("hours.lines", permission="setup.see")
def lines(desk: Desk, *, provider: int) -> tuple[HoursLine, ...]:
    """The weekly hours that hold today or later, those that began first at the top."""
    today = there(desk, provider).today().isoformat()
    found: dict[tuple[str, str, int, int], list[int]] = {}
    for weekday, opens, closes, since, until in _stretches(provider):
        if until >= today:
            found.setdefault((since, until, opens, closes), []).append(weekday)
    day = pendulum.Date.fromisoformat
    return tuple(
        HoursLine(tuple(days), opens, closes, day(since), day(until))
        for (since, until, opens, closes), days in sorted(found.items())
    )


@view("hours.version", permission="setup.see")
def version_of(desk: Desk, *, provider: int) -> int:
    """The version of a provider's row, by which its hours are changed."""
    return int(provider_row(provider).version)


def _days(days: list[int]) -> str:
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    names = [WEEKDAYS[run[0]] if len(run) == 1 else f"{WEEKDAYS[run[0]]}-{WEEKDAYS[run[-1]]}" for run in runs]
    return " ".join(names)


def _write(provider: int, stretches: list[Any]) -> None:
    """Write a provider's stretches; one that only ends on another day keeps its row, an import may refer to it."""
    rows = Hours.select().where(Hours.provider == provider)
    there = {(row.weekday, row.opens, row.closes, row.from_day.isoformat()): row for row in rows}
    for weekday, opens, closes, since, until in stretches:
        last = pendulum.Date.fromisoformat(until)
        if row := there.pop((weekday, opens, closes, since), None):
            if row.to_day != last:
                Hours.update(to_day=last, version=row.version + 1).where(Hours.id == row.id).execute()
            continue
        first = pendulum.Date.fromisoformat(since)
        Hours.insert(
            provider=provider, weekday=weekday, opens=opens, closes=closes, from_day=first, to_day=last
        ).execute()
    Hours.delete().where(Hours.id.in_([row.id for row in there.values()])).execute()


def _outside(stretches: list[Stretch], first: pendulum.Date, last: pendulum.Date) -> list[Stretch]:
    """What of the stretches lies before the first day or after the last."""
    before = first.subtract(days=1).isoformat()
    kept = [(w, o, c, since, min(until, before)) for w, o, c, since, until in stretches if since <= before]
    if last < LAST_DAY:
        after = last.add(days=1).isoformat()
        kept += [(w, o, c, max(since, after), until) for w, o, c, since, until in stretches if until >= after]
    return kept


@change("hours.set", permission="setup.change", undo=Undo.INVERSE)
def set_hours(
    work: Work,
    *,
    provider: int,
    version: int,
    weekdays: str,
    opens: str,
    closes: str,
    from_day: pendulum.Date | None = None,
    to_day: pendulum.Date | None = None,
    add: bool = False,
) -> Outcome:
    """Set a provider's weekly hours from a day on, or only until another; `add` keeps the others beside them."""
    first, last = from_day or there(work.desk, provider).today(), to_day or LAST_DAY
    if last < first:
        raise Refused("The last day is before the first.", field="to_day")
    days, begin, end = read_weekdays(weekdays), read_minutes(opens, "opens"), read_minutes(closes, "closes")
    if end <= begin:
        raise Refused("The day must end after it begins.", field="closes")
    before = _stretches(provider)
    kept = before if add else _outside(before, first, last)
    since, until = first.isoformat(), last.isoformat()
    new = [(day, begin, end, since, until) for day in days]
    if any(w in days and o < end and c > begin and u >= since and s <= until for w, o, c, s, u in kept):
        raise Refused("These hours overlap others of the same day.", field="opens")
    return _put(work, provider, version, before, [*kept, *new])


@change("hours.drop", permission="setup.change", undo=Undo.INVERSE)
def drop_hours(
    work: Work,
    *,
    provider: int,
    version: int,
    opens: int,
    closes: int,
    from_day: pendulum.Date,
    to_day: pendulum.Date,
) -> Outcome:
    """Take weekly hours away, of all weekdays that have them."""
    before, gone = _stretches(provider), (opens, closes, from_day.isoformat(), to_day.isoformat())
    kept = [stretch for stretch in before if stretch[1:] != gone]
    if len(kept) == len(before):
        raise Refused("There are no such hours.", code="same")
    return _put(work, provider, version, before, kept)


@change("hours.put", permission="setup.change", undo=Undo.INVERSE)
def put_hours(work: Work, *, provider: int, version: int, stretches: list[Any]) -> Outcome:
    """Put a provider's weekly hours back as they were."""
    return _put(work, provider, version, _stretches(provider), stretches)


def _put(work: Work, provider: int, version: int, before: list[Stretch], after: list[Any]) -> Outcome:
    row, outside = provider_row(provider), outside_hours(work.desk, provider)
    new = work.update(Provider, provider, version, position=row.position)
    _write(provider, after)
    left = len(outside_hours(work.desk, provider) - outside)
    return Outcome(
        f"Set {row.short}'s hours{counted(left, 'outside')}",
        ("provider", provider),
        {"setup", f"provider:{provider}"},
        before={"hours": before},
        after={"hours": after},
        back=Back("hours.put", {"provider": provider, "version": new, "stretches": before}),
        values={"provider": provider, "version": new},
    )
