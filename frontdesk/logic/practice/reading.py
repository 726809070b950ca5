"""What every console reads of the practice: its clock, name and settings, its providers and kinds of visit."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any, NamedTuple

import pendulum
from pendulum.tz.timezone import FixedTimezone, Timezone

from frontdesk.db.calendar import Provider, VisitKind
from frontdesk.db.practice import Setting, SettingScope, Site
from frontdesk.db.prepared import prepared
from frontdesk.desk import Desk, Refused, view
from frontdesk.settings import NAME, STEP


class ProviderCard(NamedTuple):
    """A provider as lists show one; `off`: not on the calendar any more."""

    id: int
    short: str
    credential: str
    version: int
    site: int = 0
    off: bool = False

    @property
    def display(self) -> str:
        """Name and credential, as in `Okafor MD`."""
        return f"{self.short} {self.credential}".strip()


class KindCard(NamedTuple):
    """A kind of visit as lists show one; `minutes` is its usual length."""

    id: int
    code: str
    name: str
    minutes: int
    urgent: bool
    version: int


@lru_cache(maxsize=64)
def zone_named(name: str) -> Timezone | FixedTimezone:
    """The time zone of that IANA name; raise `Refused` at the field `timezone` when there is none."""
    try:
        return pendulum.timezone(name)
    except Exception as error:
        raise Refused(
            f"There is no time zone {name!r}. Write it like America/New_York.", field="timezone"
        ) from error


@prepared
def _every_provider() -> Any:
    there = Provider
    return there.select(there.id, there.short, there.credential, there.version, there.site, there.hidden).order_by(
        there.position, there.id
    )


@prepared
def _setting_at(name: str, at: pendulum.DateTime) -> Any:
    return (
        Setting.select(Setting.value)
        .where(Setting.name == name, Setting.scope == SettingScope.PRACTICE, Setting.since <= at)
        .order_by(Setting.since.desc(), Setting.id.desc())
        .limit(1)
    )


@view("practice.providers", permission="setup.see")
def providers(desk: Desk, *, site: int | None = None) -> list[ProviderCard]:
    """Every provider who is not hidden, in the calendar's order; of one site (the desk's) or of all."""
    return [card for card in every_provider(desk.site if site is None else site) if not card.off]


def every_provider(site: int | None) -> list[ProviderCard]:
    """The hidden ones too, who had visits before they were taken off; of one site, or of all."""
    found = [ProviderCard(*row) for row in _every_provider()]
    return found if site is None else [card for card in found if card.site == site]


@view("practice.kinds", permission="setup.see")
def kinds(desk: Desk) -> list[KindCard]:
    """Every kind of visit that is not hidden, the practice's usual one first."""
    rows = VisitKind.select(
        VisitKind.id, VisitKind.code, VisitKind.name, VisitKind.minutes, VisitKind.urgent, VisitKind.version
    ).where(VisitKind.hidden == 0)
    return [KindCard(*row) for row in rows.order_by(VisitKind.position, VisitKind.id).tuples()]


def setting(name: str, default: str, at: pendulum.DateTime) -> str:
    """The practice's value of a setting at a moment, or the default."""
    row = _setting_at.first(name, at)
    return default if row is None else str(row[0])


@view("practice.title", permission="setup.see")
def title(desk: Desk) -> str:
    """The practice's name."""
    return setting(NAME.name, NAME.usual, desk.clock.now())


def step_minutes(desk: Desk) -> int:
    """Minutes between two lines of the calendar."""
    return int(setting(STEP.name, STEP.usual, desk.clock.now()))


def is_founded() -> bool:
    """Tell whether the open file holds a practice yet."""
    return bool(Site.select().exists())


def first_zone() -> Timezone | FixedTimezone:
    """The zone of the practice's first site that is not closed."""
    return zone_named(Site.select(Site.zone).where(Site.hidden == 0).order_by(Site.id).get().zone)


def by_its_clock(desk: Desk) -> Desk:
    """The same desk by the practice's clock as it is set up now: another site may be the first."""
    zone = first_zone()
    return desk if zone == desk.zone else replace(desk, zone=zone)
