"""Founding the practice, its providers and their hours, and how far the calendar's lines lie apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pendulum

from frontdesk.db.calendar import Hours, Provider, ResourceKind, VisitKind
from frontdesk.db.practice import BusinessCalendar, Person, Setting, Site
from frontdesk.db.rows import find
from frontdesk.desk import Back, Outcome, Refused, Stale, Undo, Work, change
from frontdesk.logic import when
from frontdesk.logic.ahead import visits_with
from frontdesk.logic.named import named, noted
from frontdesk.logic.practice.reading import setting
from frontdesk.logic.resources import site_row
from frontdesk.settings import NAME, STEP

FIRST_DAY = pendulum.Date(1, 1, 1)
LAST_DAY = pendulum.Date(9999, 12, 31)

KINDS: tuple[tuple[str, str, int, bool], ...] = (
    ("FU", "Follow-up", 15, False),
    ("NEW", "New patient", 30, False),
    ("PHY", "Physical", 45, False),
    ("URG", "Urgent", 15, True),
    ("PRC", "Procedure", 30, False),
    ("NUR", "Nurse visit", 15, False),
)
"""The kinds a new practice starts with: code, name, minutes, urgent. It can change every one."""

STEPS = tuple(map(int, STEP.choices))
"""Minutes that two lines of the calendar may lie apart."""

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def read_weekdays(text: str) -> tuple[int, ...]:
    """Weekday numbers (0 is Monday) of `mon-fri`, `mon wed fri`, `sat`; raise `Refused` at `weekdays`."""
    days: set[int] = set()
    for part in text.lower().replace(",", " ").split():
        first, _, last = part.partition("-")
        names = [name[:3] for name in (first, last or first)]
        if not all(name in WEEKDAYS for name in names):
            raise Refused(f"{part!r} is no weekday. Write mon-fri, or mon wed fri.", field="weekdays")
        start, end = (WEEKDAYS.index(name) for name in names)
        days.update(range(start, end + 1) if end >= start else [*range(start, 7), *range(end + 1)])
    if not days:
        raise Refused("Name at least one weekday, like mon-fri.", field="weekdays")
    return tuple(sorted(days))


def read_minutes(text: str, field: str) -> int:
    """Minutes after midnight of a time as people write it; raise `Refused` at `field`."""
    if text.strip().lower() in ("24:00", "midnight") and field == "closes":
        return 1440
    try:
        time = when.parse_time(text)
    except when.NotUnderstood as error:
        raise Refused(str(error), field=field) from error
    return time.hour * 60 + time.minute


def set_practice(work: Work, name: str, value: str) -> None:
    """Write a setting of the whole practice, from now on; twice within a second the later one holds."""
    Setting.insert(name=name, value=value, since=work.now).on_conflict(
        conflict_target=[Setting.name, Setting.scope, Setting.scope_key, Setting.since],
        update={Setting.value: value},
    ).execute()


def add_provider_rows(
    work: Work,
    family: str,
    given: str,
    credential: str,
    weekdays: Sequence[int],
    opens: int,
    closes: int,
    *,
    site: int | None = None,
    person: int | None = None,
) -> int:
    """Write a provider, the person behind, weekly hours, the holidays of the site; return the provider's id."""
    row = work.add(
        Provider,
        person=work.add(Person, family=family, given=given) if person is None else person,
        site=site_row(site).id,
        short=family,
        credential=credential,
        position=Provider.select().count(),
    )
    for weekday in weekdays:
        work.add(
            Hours,
            provider=row,
            weekday=weekday,
            opens=opens,
            closes=closes,
            from_day=FIRST_DAY,
            to_day=LAST_DAY,
        )
    _close_for(work, row)
    return row


def _close_for(work: Work, provider: int) -> None:
    """Block the holidays that a provider does not have yet."""
    from frontdesk.logic.closing import close_for

    close_for(work, provider)


@change("practice.add_provider", permission="setup.change", undo=Undo.INVERSE)
def add_provider(
    work: Work,
    *,
    family: str,
    given: str = "",
    credential: str = "",
    weekdays: str = "mon-fri",
    opens: str = "8a",
    closes: str = "5p",
    site: int | None = None,
    also: int | None = None,
) -> Outcome:
    """Add a provider with weekly hours. `also` is a provider at another site who is the same person."""
    person = None if also is None else _person_of(also, site_row(site))
    family = named(family, "family", "The family name")
    days, begin, end = read_weekdays(weekdays), read_minutes(opens, "opens"), read_minutes(closes, "closes")
    if end <= begin:
        raise Refused("The day must end after it begins.", field="closes")
    given, credential = noted(given, "given"), noted(credential, "credential").upper()
    row = add_provider_rows(
        work, family, given, credential, days, begin, end, site=site_row(site).id, person=person
    )
    return Outcome(
        f"Added {family} {credential}".strip(),
        ("provider", row),
        {"setup", f"provider:{row}"},
        after={"family": family, "weekdays": list(days), "opens": begin, "closes": end},
        back=Back("practice.hide_provider", {"provider": row, "version": 1}),
        values={"provider": row},
    )


def provider_row(provider: int) -> Provider:
    """A provider; raise `Refused` at `provider` when there is none."""
    row = find(Provider, provider)
    if row is None:
        raise Refused("There is no such provider.", field="provider")
    return row


def _person_of(provider: int, site: Site) -> int:
    """The person behind a provider who begins to work at a site; raise `Refused` at `also` when that can't be."""
    row = find(Provider, provider)
    if row is None:
        raise Refused("There is no such provider.", field="also")
    _refuse_twice(row, site, "also")
    return int(row.person_id)


def _refuse_twice(row: Provider, site: Site, field: str) -> None:
    """Refuse a second column of one person at a site."""
    there = (Provider.person == row.person_id) & (Provider.site == site.id) & (Provider.hidden == 0)
    if Provider.select().where(there).exists():
        raise Refused(f"{row.short} works at {site.name} already.", field=field)


def _refuse_leaving(work: Work, row: Provider) -> None:
    """Refuse to take somebody off whose visits are still to come: nobody would see them any more."""
    there = visits_with(ResourceKind.PROVIDER, int(row.id), work.now)
    if there:
        from frontdesk.logic.calendar.sites import zone_at

        first = when.echo_moment(pendulum.from_timestamp(there[0].starts).in_timezone(zone_at(row.site_id)))
        count = "visit" if len(there) == 1 else f"{len(there)} visits"
        raise Refused(
            f"Move or :out {row.short}'s {count} to come first: {first}.", field="provider", code="visits"
        )


@change("practice.hide_provider", permission="setup.change", undo=Undo.INVERSE)
def hide_provider(work: Work, *, provider: int, version: int, hidden: bool = True) -> Outcome:
    """Take a provider off the calendar, once no visit is to come, or put one back."""
    row = provider_row(provider)
    if hidden:
        _refuse_leaving(work, row)
    elif row.hidden:
        _refuse_twice(row, site_row(row.site_id), "provider")
    new = work.update(Provider, provider, version, hidden=hidden)
    if not hidden:
        _close_for(work, provider)
    return Outcome(
        f"{row.short} {'taken off' if hidden else 'back on'} the calendar",
        ("provider", provider),
        {"setup", f"provider:{provider}"},
        before={"hidden": bool(row.hidden)},
        after={"hidden": hidden},
        back=Back("practice.hide_provider", {"provider": provider, "version": new, "hidden": not hidden}),
    )


@change("practice.set_step", permission="setup.change", undo=Undo.INVERSE)
def set_step(work: Work, *, minutes: int, was: int | None = None) -> Outcome:
    """Set the minutes between two lines of the calendar; refused when they are not `was` any more."""
    if minutes not in STEPS:
        raise Refused("Lines can be 5, 10, 15, 20, 30 or 60 minutes apart.", field="minutes")
    old = int(setting(STEP.name, STEP.usual, work.now))
    if was is not None and was != old:
        raise Stale("Somebody set another distance since.")
    set_practice(work, STEP.name, str(minutes))
    return Outcome(
        f"The calendar's lines are {minutes} minutes apart",
        ("setting", 0),
        {"setup"},
        before={"minutes": old},
        after={"minutes": minutes},
        back=Back("practice.set_step", {"minutes": old, "was": minutes}),
    )


def found_rows(work: Work, name: str, timezone: str, kinds_wanted: Iterable[tuple[str, str, int, bool]]) -> int:
    """Write a practice's first rows: calendar, site, kinds and its name; return the site's id."""
    calendar = work.add(BusinessCalendar, name="Office", weekdays="01234")
    site = work.add(Site, name=name, zone=timezone, calendar=calendar)
    for position, (code, label, minutes, urgent) in enumerate(kinds_wanted):
        work.add(VisitKind, code=code, name=label, minutes=minutes, urgent=urgent, position=position)
    set_practice(work, NAME.name, name)
    return site
