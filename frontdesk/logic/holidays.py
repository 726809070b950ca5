"""The holidays of a business calendar: proposed, taken, called otherwise, dropped; each blocks its day.

The federal holidays are a proposal. What the practice takes is its own list.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import pendulum

from frontdesk.db.calendar import Place, Provider
from frontdesk.db.practice import BusinessCalendar, Holiday, Site
from frontdesk.db.rows import find, get
from frontdesk.desk import Back, Desk, Outcome, Refused, Stale, Undo, Work, change, view
from frontdesk.logic import when
from frontdesk.logic.calendar.day import DayVisit, visits_on
from frontdesk.logic.closing import Lifted, call, close, providers_of, reopen, set_lifted
from frontdesk.logic.named import named
from frontdesk.logic.practice import zone_named
from frontdesk.logic.when import holidays as federal

YEARS = 3
"""How many years ahead are proposed at most."""


class HolidayLine(NamedTuple):
    """A holiday of a business calendar: `row` is 0 for one that is only proposed; visits that lie on its day."""

    day: pendulum.Date
    name: str
    row: int = 0
    version: int = 0
    visits: int = 0


@dataclass(frozen=True, slots=True)
class OnHoliday:
    """A visit that lies on a holiday: `at` is its day and time by the clock of the site."""

    visit: DayVisit
    provider: str
    at: str


State = tuple[int, str, bool]
"""A holiday, its name, and whether it is dropped."""


def _row(calendar: int) -> BusinessCalendar:
    row = find(BusinessCalendar, calendar)
    if row is None:
        raise Refused("There is no such business calendar.", field="calendar")
    return row


@view("holidays.of_calendar", permission="setup.see")
def of_calendar(desk: Desk, *, calendar: int) -> tuple[HolidayLine, ...]:
    """The holidays from this year on, ascending, each with how many visits lie on it."""
    first = pendulum.Date(desk.today().year, 1, 1)
    rows = Holiday.select().where(Holiday.calendar == calendar, Holiday.dropped == 0, Holiday.day >= first)
    return tuple(
        HolidayLine(row.day, row.name, row.id, row.version, len(_lying_on(desk, calendar, row.day)))
        for row in rows.order_by(Holiday.day)
    )


@view("holidays.proposed", permission="setup.see")
def proposed(desk: Desk, *, calendar: int, year: int) -> tuple[HolidayLine, ...]:
    """The federal holidays of a year that are not past, not taken, and on weekdays on which is worked."""
    weekdays = map(int, _row(calendar).weekdays)
    rows = Holiday.select(Holiday.day).where(Holiday.calendar == calendar, Holiday.dropped == 0)
    there = {row.day for row in rows}
    return tuple(
        HolidayLine(each.day, each.name, visits=len(_lying_on(desk, calendar, each.day)))
        for each in federal.proposed(year, weekdays)
        if each.day not in there and each.day > desk.today()
    )


@view("holidays.next_year", permission="setup.see")
def next_year(desk: Desk, *, calendar: int) -> int:
    """The year to propose: the first from this one on of which there is anything to propose."""
    years = range(desk.today().year, desk.today().year + YEARS)
    return next((year for year in years if proposed.body(desk, calendar=calendar, year=year)), years[-1])


@view("holidays.visits_on", permission="calendar.see")
def visits_on_day(desk: Desk, *, calendar: int, day: pendulum.Date) -> tuple[OnHoliday, ...]:
    """The visits that lie on a day at the sites that keep the calendar, in the order of time."""
    names = {row.id: row.short for row in Provider.select(Provider.id, Provider.short)}
    found = _lying_on(desk, calendar, day)
    return tuple(
        OnHoliday(visit, names[visit.provider], _echo(visit.starts, zone))
        for visit, zone in sorted(found, key=lambda each: (each[0].starts, each[0].id))
    )


def _echo(at: int, zone: Any) -> str:
    return when.echo_moment(pendulum.from_timestamp(at).in_timezone(zone))


def _lying_on(desk: Desk, calendar: int, day: pendulum.Date) -> list[tuple[DayVisit, Any]]:
    found = []
    for site in Site.select().where(Site.calendar == calendar):
        there = replace(desk, zone=zone_named(site.zone))
        ids = [row.id for row in Provider.select(Provider.id).where(Provider.site == site.id)]
        lying = visits_on(there, day, ids)
        found += [(visit, there.zone) for visit in lying if visit.place is not Place.NO_SHOW]
    return found


# Changing ---------------------------------------------------------------------------------------------


@change("holidays.take", permission="setup.change", undo=Undo.INVERSE)
def take(work: Work, *, calendar: int, days: Sequence[Any]) -> Outcome:
    """Close on days, each with its name; visits that lie on them stay, and are counted."""
    _row(calendar)
    wanted = [(day, named(name, "name", "The holiday's name")) for day, name in days]
    if not wanted:
        raise Refused("There is nothing to take.", code="same")
    states: list[State] = []
    for day, name in wanted:
        if day <= work.desk.today():
            raise Refused(f"{when.echo_day(day)} is not ahead.", field="day", code="past")
        row = Holiday.get_or_none(Holiday.calendar == calendar, Holiday.day == day)
        if row is not None and (not row.dropped or any(state[0] == row.id for state in states)):
            raise Refused(f"{when.echo_day(day)} is {row.name} already.", field="day", code="same")
        known = work.add(Holiday, calendar=calendar, day=day, name=name, dropped=True) if row is None else row.id
        states.append((int(known), name, False))
    first = f"{when.echo_day(wanted[0][0])} ({wanted[0][1]})"
    words = first if len(wanted) == 1 else f"{len(wanted)} days from {first}"
    lying = sum(len(_lying_on(work.desk, calendar, day)) for day, _ in wanted)
    lie = "1 visit lies" if lying == 1 else f"{lying} visits lie"
    tail = f"; {lie} on {'it' if len(wanted) == 1 else 'them'}" if lying else ""
    return _put(work, calendar, states, None, f"Closed on {words}{tail}", f"Open on {words} again")


@change("holidays.drop", permission="setup.change", undo=Undo.INVERSE)
def drop(work: Work, *, holiday: int, version: int) -> Outcome:
    """Open on a day after all."""
    row = _seen(work, holiday, version)
    words = f"{when.echo_day(row.day)} ({row.name})"
    states: list[State] = [(holiday, row.name, True)]
    return _put(work, row.calendar_id, states, None, f"Open on {words} again", f"Closed on {words}")


@change("holidays.rename", permission="setup.change", undo=Undo.INVERSE)
def rename(work: Work, *, holiday: int, version: int, name: str) -> Outcome:
    """Call a holiday otherwise."""
    row, name = _seen(work, holiday, version), named(name, "name", "The holiday's name")
    if name == row.name:
        raise Refused("That is its name.", field="name", code="same")
    day = when.echo_day(row.day)
    states: list[State] = [(holiday, name, False)]
    return _put(work, row.calendar_id, states, None, f"{day} is {name}", f"{day} is {row.name}")


@change("holidays.put", permission="setup.change", undo=Undo.INVERSE)
def put(
    work: Work, *, calendar: int, states: Sequence[Any], blocks: Sequence[Any], says: str, again: str
) -> Outcome:
    """Put holidays and their blocks back as they were: what undo and redo do."""
    wanted = [(int(row), str(name), bool(dropped)) for row, name, dropped in states]
    as_said = [(int(block), bool(lifted)) for block, lifted in blocks]
    return _put(work, calendar, wanted, as_said, says, again)


def _seen(work: Work, holiday: int, version: int) -> Holiday:
    row = find(Holiday, holiday)
    if row is None or row.dropped:
        raise Refused("There is no such holiday.", field="holiday")
    if row.version != version:
        raise Stale("This holiday was changed since it was shown. Look again, then repeat it.")
    if row.day < work.desk.today():
        raise Refused("That day is past.", field="day", code="past")
    return row


def _put(
    work: Work, calendar: int, states: Iterable[State], blocks: list[Lifted] | None, says: str, again: str
) -> Outcome:
    """Let holidays have a state; their blocks follow them, or stand as said."""
    before: list[State] = []
    stood: list[Lifted] = [] if blocks is None else set_lifted(work, blocks)
    days = set()
    for holiday, name, dropped in states:
        row = get(Holiday, holiday)
        before.append((holiday, row.name, bool(row.dropped)))
        days.add(f"day:{row.day}")
        work.update(Holiday, holiday, int(row.version), name=name, dropped=dropped)
        if blocks is None and dropped is not bool(row.dropped):
            stood += reopen(work, holiday) if dropped else close(work, holiday)
        if name != row.name:
            call(work, holiday, name)
    return Outcome(
        says,
        ("business_calendar", calendar),
        {"setup", *days, *(f"provider:{provider}" for provider in providers_of(calendar))},
        before={"holidays": before},
        after={"holidays": list(states)},
        back=Back(
            "holidays.put",
            {"calendar": calendar, "states": before, "blocks": stood, "says": again, "again": says},
        ),
        values={"calendar": calendar},
    )
