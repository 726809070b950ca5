"""The clock on the wall where a visit takes place: every site has a zone of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

from pendulum.tz.timezone import FixedTimezone, Timezone

from frontdesk.db.calendar import Provider
from frontdesk.db.practice import Site
from frontdesk.db.prepared import prepared
from frontdesk.desk import Desk
from frontdesk.logic.practice import zone_named


@prepared
def _zone_of_site(site: int) -> Any:
    return Site.select(Site.zone).where(Site.id == site)


@prepared
def _zone_of_provider(provider: int) -> Any:
    return Site.select(Site.zone).join(Provider, on=(Provider.site == Site.id)).where(Provider.id == provider)


def zone_at(site: int) -> Timezone | FixedTimezone:
    """The zone of a site."""
    row = _zone_of_site.first(site)
    assert row is not None
    return zone_named(row[0])


def zone_of(desk: Desk, provider: int | None) -> Timezone | FixedTimezone:
    """The zone of a provider's site; the desk's own when there is no such provider."""
    row = None if provider is None else _zone_of_provider.first(provider)
    return desk.zone if row is None else zone_named(row[0])


@prepared
def _shown() -> Any:
    return Site.select(Site.id, Site.name, Site.zone).where(Site.hidden == 0).order_by(Site.id)


class Place(NamedTuple):
    """A site to be looked at."""

    site: int
    name: str
    zone: str


def places() -> list[Place]:
    """The practice's sites, the first one first."""
    return [Place(*row) for row in _shown()]


def at_site(desk: Desk, place: Place) -> Desk:
    """The same desk with its eyes on one site: its providers, its rooms, its clock."""
    return replace(desk, zone=zone_named(place.zone), site=place.site)


def each_site(desk: Desk) -> list[tuple[str, Desk]]:
    """The desk with its eyes on each site in turn, and the site's name; without a name where there is one."""
    there = places()
    if desk.site is not None or len(there) < 2:
        return [("", desk)]
    return [(place.name, at_site(desk, place)) for place in there]


def everywhere(desk: Desk) -> Desk:
    """The same desk with its eyes on all sites."""
    return desk if desk.site is None else replace(desk, site=None)


def there(desk: Desk, provider: int | None) -> Desk:
    """The same desk by the clock of a provider's site."""
    zone = zone_of(desk, provider)
    return desk if zone == desk.zone else replace(desk, zone=zone)
