"""A small practice on a fixed morning, and the console on it, for the tests of the screens."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pendulum
from textual.pilot import Pilot

from frontdesk.app import FrontDeskApp
from frontdesk.db.engine.practice_file import PracticeFile, open_practice
from frontdesk.desk import Desk, FixedClock
from frontdesk.logic import accounts, calendar, patients, practice
from tests.screens.hands import Hands

ZONE = "America/New_York"
MORNING = pendulum.datetime(2026, 11, 24, 9, 42, tz=ZONE)
"""A Tuesday."""

PROVIDERS = (
    "Ada Okafor MD; Lin Lindqvist DO; Ana Reyes NP; Joe Baptiste MD; "
    "Kim Castellano PA; Eve Duarte MD; Abe Stone NP"
)

BOOK = (
    ("Abbott", "June", "1960-03-01", "Okafor", "8:00", "NEW"),
    ("Diaz", "Luis", "1979-02-11", "Okafor", "8:30", "FU"),
    ("Stone", "Rae", "1984-01-30", "Okafor", "10:00", "FU"),
    ("Vu", "Peter", "1990-07-04", "Lindqvist", "8:00", "FU"),
    ("Kim", "Ha-eun", "1991-03-02", "Reyes", "9:00", "FU"),
)
"""Who has a visit on that day: family, given, birth, provider, time, kind."""


@dataclass
class Office:
    """A practice with a desk at it."""

    path: Path
    clock: FixedClock
    desk: Desk
    patients: dict[str, int] = field(default_factory=dict)
    visits: dict[str, int] = field(default_factory=dict)

    def provider(self, short: str) -> int:
        """A provider's row id."""
        return next(each.id for each in practice.providers(self.desk) if each.short == short)

    def kind(self, code: str) -> int:
        """A kind's row id."""
        return next(each.id for each in practice.kinds(self.desk) if each.code == code)

    def at(self, time: str, days: int = 0) -> pendulum.DateTime:
        """A time of that Tuesday, or of a day after it."""
        hour, minute = time.split(":")
        return MORNING.at(int(hour), int(minute)).add(days=days)

    def register(self, family: str, given: str, birth: str = "1970-01-01") -> int:
        """Register a patient."""
        born = pendulum.parse(birth).date()
        done = patients.register(self.desk, family=family, given=given, birth=born, sure=True)
        self.patients[family] = int(done.values["patient"])
        return self.patients[family]

    def book(self, patient: int, provider: str, time: str, kind: str = "FU", days: int = 0) -> int:
        """Book a visit."""
        done = calendar.book(
            self.desk,
            patient=patient,
            provider=self.provider(provider),
            starts=self.at(time, days),
            kind=self.kind(kind),
        )
        return int(done.values["visit"])

    def day(self, days: int = 0) -> calendar.Day:
        """That day, read anew."""
        return calendar.day(self.desk, day=MORNING.add(days=days).date())

    def visit(self, visit: int) -> calendar.DayVisit:
        """One visit, read anew."""
        return calendar.visit(self.desk, visit=visit).visit

    def app(self, login: str = "mlee") -> FrontDeskApp:
        """The console of somebody who is vouched for."""
        return FrontDeskApp(self.path, self.clock, self.opener, login=login)

    def opener(self, _path: Path) -> PracticeFile:
        """The models are bound to one connection in a process: the console shares it."""
        return self.desk.database

    @asynccontextmanager
    async def console(self, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[int]]:
        """The console, open."""
        async with self.app().run_test(size=size) as pilot:
            await pilot.pause()
            await pilot.pause()
            yield Hands(pilot.app)


def open_office(folder: Path, *, booked: bool = True) -> Office:
    """Found the practice."""
    clock = FixedClock(MORNING)
    path = folder / "practice.db"
    accounts.create(
        path, clock, name="Harbor Family", timezone=ZONE, admin_name="Mona Lee", login="mlee",
        password="demo", providers=PROVIDERS,
    ).close()  # fmt: skip
    office = Office(path, clock, accounts.sign_in_as(open_practice(path), clock, login="mlee"))
    for family, given, birth, provider, time, kind in BOOK if booked else ():
        patient = office.register(family, given, birth)
        clock.set(MORNING.at(7, 0))
        office.visits[family] = office.book(patient, provider, time, kind)
        clock.set(MORNING)
    return office


def screen(pilot: Pilot[int]) -> str:
    """What the terminal shows, as text."""
    app = pilot.app
    width, height = app.size
    strips = app.screen._compositor.render_strips(app.size)
    lines = ["".join(segment.text for segment in strip) for strip in strips]
    return "\n".join(line.rstrip()[:width] for line in lines[:height])


async def press(pilot: Pilot[int], *keys: str) -> None:
    """Press keys and wait until they have done their work."""
    await pilot.press(*keys)
    assert isinstance(pilot.app, FrontDeskApp)
    await pilot.app.settled()
