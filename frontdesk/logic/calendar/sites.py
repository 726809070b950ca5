"""The clock on the wall where a visit takes place: every site has a zone of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

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


def there(desk: Desk, provider: int | None) -> Desk:
    """The same desk by the clock of a provider's site."""
    zone = zone_of(desk, provider)
    return desk if zone == desk.zone else replace(desk, zone=zone)
