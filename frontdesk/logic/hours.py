"""Providers' weekly hours: reading them, and changing them from a day on."""

from __future__ import annotations

from typing import Any

import pendulum

from frontdesk.db.calendar import Hours, Provider
from frontdesk.desk import Back, Desk, Outcome, Refused, Undo, Work, change, view
from frontdesk.logic import when
from frontdesk.logic.practice import LAST_DAY, WEEKDAYS, read_minutes, read_weekdays

Stretch = tuple[int, int, int, str, str]
"""Weekday (0 is Monday), opening and closing minute, first and last day as ISO dates."""


def _stretches(provider: int) -> list[Stretch]:
    rows = Hours.select().where(Hours.provider == provider).order_by(Hours.weekday, Hours.opens, Hours.from_day)
    return [(row.weekday, row.opens, row.closes, row.from_day.isoformat(), row.to_day.isoformat()) for row in rows]


@view("hours.words", permission="setup.see")
def words(desk: Desk, *, provider: int) -> str:
    """The hours that hold today, as in `mon-fri 8:00a-5:00p`; several stretches are parted by semicolons."""
    today = desk.today().isoformat()
    by_span: dict[tuple[int, int], list[int]] = {}
    for weekday, opens, closes, since, until in _stretches(provider):
        if since <= today <= until:
            by_span.setdefault((opens, closes), []).append(weekday)
    return "; ".join(
        f"{_days(days)} {when.clock(opens)}-{when.clock(closes % 1440)}"
        for (opens, closes), days in by_span.items()
    )


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


def _ended(stretches: list[Stretch], day: pendulum.Date) -> list[Stretch]:
    """The stretches, those that reach `day` ended the day before; what would begin later falls away."""
    before = day.subtract(days=1).isoformat()
    return [(w, o, c, since, min(until, before)) for w, o, c, since, until in stretches if since <= before]


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
    add: bool = False,
) -> Outcome:
    """Set a provider's weekly hours from a day on; `add` keeps the others beside them."""
    first = from_day or work.desk.today()
    days, begin, end = read_weekdays(weekdays), read_minutes(opens, "opens"), read_minutes(closes, "closes")
    if end <= begin:
        raise Refused("The day must end after it begins.", field="closes")
    before = _stretches(provider)
    kept = before if add else _ended(before, first)
    new = [(day, begin, end, first.isoformat(), LAST_DAY.isoformat()) for day in days]
    if any(
        w == day and o < end and c > begin and u >= first.isoformat() for w, o, c, _, u in kept for day in days
    ):
        raise Refused("These hours overlap others of the same day.", field="opens")
    return _put(work, provider, version, before, [*kept, *new])


@change("hours.put", permission="setup.change", undo=Undo.INVERSE)
def put_hours(work: Work, *, provider: int, version: int, stretches: list[Any]) -> Outcome:
    """Put a provider's weekly hours back as they were."""
    return _put(work, provider, version, _stretches(provider), stretches)


def _put(work: Work, provider: int, version: int, before: list[Stretch], after: list[Any]) -> Outcome:
    row = Provider.get_or_none(Provider.id == provider)
    if row is None:
        raise Refused("There is no such provider.", field="provider")
    new = work.update(Provider, provider, version, position=row.position)
    _write(provider, after)
    return Outcome(
        f"Set {row.short}'s hours",
        ("provider", provider),
        {"setup", f"provider:{provider}"},
        before={"hours": before},
        after={"hours": after},
        back=Back("hours.put", {"provider": provider, "version": new, "stretches": before}),
        values={"provider": provider, "version": new},
    )
