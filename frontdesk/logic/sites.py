"""Sites, each with its zone and business calendar, and the business calendars: the weekdays on which is worked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from frontdesk.db.calendar import Device, Provider, ResourceKind, Room, Unavailable, Visit
from frontdesk.db.practice import BusinessCalendar, Site
from frontdesk.db.rows import find, get
from frontdesk.desk import Back, Desk, Outcome, Refused, Undo, Work, change, view
from frontdesk.logic.ahead import any_at
from frontdesk.logic.closing import Lifted, moved_to_calendar, providers_blocked, set_lifted
from frontdesk.logic.named import named
from frontdesk.logic.practice import WEEKDAYS, read_weekdays, zone_named


@dataclass(frozen=True, slots=True)
class SiteCard:
    """A site as lists show one."""

    id: int
    name: str
    zone: str
    calendar: int | None
    version: int


@dataclass(frozen=True, slots=True)
class CalendarCard:
    """A business calendar as lists show one; 0 is Monday."""

    id: int
    name: str
    weekdays: tuple[int, ...]
    version: int

    @property
    def words(self) -> str:
        """`mon tue wed thu fri`."""
        return " ".join(WEEKDAYS[day] for day in self.weekdays)


@view("sites.sites", permission="setup.see")
def sites(desk: Desk) -> list[SiteCard]:
    """Every site that is not closed, the first one first."""
    rows = Site.select(Site.id, Site.name, Site.zone, Site.calendar, Site.version).where(Site.hidden == 0)
    return [SiteCard(*row) for row in rows.order_by(Site.id).tuples()]


@view("sites.calendars", permission="setup.see")
def calendars(desk: Desk) -> list[CalendarCard]:
    """Every business calendar in use."""
    there = BusinessCalendar
    rows = there.select(there.id, there.name, there.weekdays, there.version).where(there.hidden == 0)
    return [
        CalendarCard(row, name, tuple(map(int, sorted(weekdays))), version)
        for row, name, weekdays, version in rows.order_by(there.id).tuples()
    ]


def _calendar(calendar: int | None) -> int | None:
    """The calendar that a site is to keep; refused when it is off the list: nobody would reach its holidays."""
    row = None if calendar is None else _calendar_row(calendar)
    if row is not None and row.hidden:
        raise Refused(f"The business calendar {row.name} is off the list.", field="calendar")
    return calendar


def _zone(timezone: str, row: Site) -> str:
    """The zone that a site is to have; refused where visits or blocks would come to stand at other times."""
    zone = str(zone_named(timezone.strip()).name)
    if zone == row.zone:
        return zone
    at_site = [there.select(there.id).where(there.site == row.id) for there in (Provider, Room, Device)]
    words = (ResourceKind.PROVIDER, ResourceKind.ROOM, ResourceKind.DEVICE)
    blocked = [
        (Unavailable.resource_kind == word) & Unavailable.resource.in_(rows)
        for word, rows in zip(words, at_site, strict=True)
    ]
    if Visit.select().where(Visit.site == row.id).exists() or any(
        Unavailable.select().where(each).exists() for each in blocked
    ):
        said = "Its visits and blocks would come to stand at other times; add a new site instead."
        raise Refused(said, field="timezone")
    return zone


def _site(site: int) -> Site:
    row = find(Site, site)
    if row is None:
        raise Refused("There is no such site.", field="site")
    return row


def _free_name(name: str, site: int = 0) -> str:
    name = named(name, "name", "The site's name")
    if Site.get_or_none((Site.name == name) & (Site.id != site) & (Site.hidden == 0)):
        raise Refused(f"There is a site {name} already.", field="name")
    return name


@change("sites.add", permission="setup.change", undo=Undo.INVERSE)
def add_site(work: Work, *, name: str, timezone: str, calendar: int | None = None) -> Outcome:
    """Add a site with its time zone and its business calendar."""
    name, zone = _free_name(name), zone_named(timezone.strip()).name
    row = work.add(Site, name=name, zone=zone, calendar=_calendar(calendar))
    return Outcome(
        f"Added the site {name}",
        ("site", row),
        {"setup"},
        after={"name": name, "zone": zone, "calendar": calendar},
        back=Back("sites.hide", {"site": row, "version": 1}),
        values={"site": row},
    )


@change("sites.hide", permission="setup.change", undo=Undo.INVERSE)
def hide_site(work: Work, *, site: int, version: int, hidden: bool = True) -> Outcome:
    """Close a site at which nobody works any more, or open it again."""
    row = _site(site)
    if hidden:
        _refuse_closing(work, row)
    else:
        _calendar(row.calendar_id)
        _free_name(row.name, site)
    new = work.update(Site, site, version, hidden=hidden)
    return Outcome(
        f"{row.name} is {'closed' if hidden else 'open again'}",
        ("site", site),
        {"setup"},
        before={"hidden": bool(row.hidden)},
        after={"hidden": hidden},
        back=Back("sites.hide", {"site": site, "version": new, "hidden": not hidden}),
    )


def _refuse_closing(work: Work, row: Site) -> None:
    """Refuse to close a site at which anything goes on, or the only one."""
    if not Site.select().where(Site.id != row.id, Site.hidden == 0).exists():
        raise Refused("A practice has at least one site.", field="site")
    for table, words in (
        (Provider, "Providers work at {}; take them off the calendar first."),
        (Room, "{} has rooms in use; take them off first."),
        (Device, "{} has devices in use; take them off first."),
    ):
        fields = table._meta.fields
        if table.select().where(fields["site"] == row.id, fields["hidden"] == 0).exists():
            raise Refused(words.format(row.name), field="site")
    if any_at(int(row.id), work.now):
        raise Refused(f"{row.name} has visits to come.", field="site", code="visits")


@change("sites.edit", permission="setup.change", undo=Undo.INVERSE)
def edit_site(work: Work, *, site: int, version: int, name: str, timezone: str, calendar: int | None) -> Outcome:
    """Change a site's name, zone or business calendar; its providers then keep the other calendar's holidays."""
    row = _site(site)
    values = {"name": _free_name(name, site), "zone": timezone, "calendar": calendar}
    return _put(work, row, version, values, None)


@change("sites.put", permission="setup.change", undo=Undo.INVERSE)
def put_site(work: Work, *, site: int, version: int, values: dict[str, Any], blocks: Sequence[Any]) -> Outcome:
    """Put a site and its holidays' blocks back as they were."""
    return _put(work, _site(site), version, values, [(int(block), bool(lifted)) for block, lifted in blocks])


def _put(work: Work, row: Site, version: int, values: dict[str, Any], blocks: list[Lifted] | None) -> Outcome:
    """Write a site's values, and its blocks as said, or as its business calendar has them."""
    site, before = int(row.id), {"name": row.name, "zone": row.zone, "calendar": row.calendar_id}
    values = {**values, "zone": _zone(values["zone"], row), "calendar": _calendar(values["calendar"])}
    new = work.update(Site, site, version, **values)
    if blocks is None:
        blocks = moved_to_calendar(work, site) if values["calendar"] != row.calendar_id else []
    else:
        listed = providers_blocked(block for block, _ in blocks)
        blocks = set_lifted(work, blocks)
        if values["calendar"] != row.calendar_id:
            blocks += moved_to_calendar(work, site, but=listed)  # who was added since
    providers = {f"provider:{each.id}" for each in Provider.select(Provider.id).where(Provider.site == site)}
    return Outcome(
        f"Changed the site {get(Site, site).name}",
        ("site", site),
        {"setup", *(providers if blocks else ())},
        before=before,
        after=values,
        back=Back("sites.put", {"site": site, "version": new, "values": before, "blocks": blocks}),
        values={"site": site, "version": new},
    )


@change("sites.add_calendar", permission="setup.change", undo=Undo.INVERSE)
def add_calendar(work: Work, *, name: str, weekdays: str = "mon-fri") -> Outcome:
    """Add a business calendar."""
    name, days = named(name, "name", "The calendar's name"), read_weekdays(weekdays)
    row = work.add(BusinessCalendar, name=name, weekdays="".join(map(str, days)))
    return Outcome(
        f"Added the business calendar {name}",
        ("business_calendar", row),
        {"setup"},
        after={"name": name, "weekdays": list(days)},
        back=Back("sites.hide_calendar", {"calendar": row, "version": 1}),
        values={"calendar": row},
    )


@change("sites.edit_calendar", permission="setup.change", undo=Undo.INVERSE)
def edit_calendar(work: Work, *, calendar: int, version: int, name: str, weekdays: str) -> Outcome:
    """Change a business calendar's name and the weekdays on which is worked."""
    row = _calendar_row(calendar)
    name, days = named(name, "name", "The calendar's name"), read_weekdays(weekdays)
    before = {"name": row.name, "weekdays": " ".join(WEEKDAYS[int(day)] for day in row.weekdays)}
    new = work.update(BusinessCalendar, calendar, version, name=name, weekdays="".join(map(str, days)))
    return Outcome(
        f"Changed the business calendar {name}",
        ("business_calendar", calendar),
        {"setup"},
        before=before,
        after={"name": name, "weekdays": list(days)},
        back=Back("sites.edit_calendar", {"calendar": calendar, "version": new, **before}),
        values={"calendar": calendar, "version": new},
    )


@change("sites.hide_calendar", permission="setup.change", undo=Undo.INVERSE)
def hide_calendar(work: Work, *, calendar: int, version: int, hidden: bool = True) -> Outcome:
    """Take a business calendar that no site keeps off the list, or put it back."""
    row = _calendar_row(calendar)
    keeps = Site.get_or_none((Site.calendar == calendar) & (Site.hidden == 0))
    if hidden and keeps is not None:
        raise Refused(f"{keeps.name} keeps this calendar; give it another first.", field="calendar")
    new = work.update(BusinessCalendar, calendar, version, hidden=hidden)
    return Outcome(
        f"The business calendar {row.name} is {'off' if hidden else 'back on'} the list",
        ("business_calendar", calendar),
        {"setup"},
        before={"hidden": bool(row.hidden)},
        after={"hidden": hidden},
        back=Back("sites.hide_calendar", {"calendar": calendar, "version": new, "hidden": not hidden}),
    )


def _calendar_row(calendar: int) -> BusinessCalendar:
    row = find(BusinessCalendar, calendar)
    if row is None:
        raise Refused("There is no such business calendar.", field="calendar")
    return row
