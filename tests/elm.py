"""The practice that the tests of `db`, `desk` and `logic` work on: Elm Street, with two people at two desks.

It is founded once and copied for each test, so that a test costs a few milliseconds.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pendulum
from sqlcipher3 import dbapi2

from frontdesk.db.calendar import Hold, Place, Visit
from frontdesk.db.engine.practice_file import PracticeFile, open_practice
from frontdesk.db.practice import Account, Role
from frontdesk.desk import Desk, Done, FixedClock
from frontdesk.logic import accounts, calendar, patients, practice

ZONE = pendulum.timezone("America/New_York")
MORNING = pendulum.datetime(2026, 11, 24, 9, 42, tz=ZONE)
"""A Tuesday."""

PEOPLE = (
    ("Abbott", "June"), ("Diaz", "Luis"), ("Stone", "Rae"), ("Vu", "Peter"), ("Kim", "Ha-eun"), ("Okoye", "Ben"),
)  # fmt: skip
"""Patients 1 to 6."""

ABBOTT, DIAZ, STONE, VU, KIM, OKOYE = range(1, 7)
OKAFOR, REYES, NIGHT = range(1, 4)
"""Providers: two who work on weekdays from 8 to 5, and one who works around the clock."""
FOLLOW_UP, NEW_PATIENT = 1, 2
"""Kinds of visit of 15 and of 30 minutes."""
ROOM_1, ROOM_2 = 1, 2

SESSIONS = {"rob": 2, "ann": 3, "mary": 4}


@dataclass
class Elm:
    """The practice, open: `mary` is its manager, `rob` a receptionist, `ann` an auditor, each in a session."""

    path: Path
    clock: FixedClock
    database: PracticeFile
    mary: Desk
    rob: Desk
    ann: Desk

    def at(self, time: str, days: int = 0) -> pendulum.DateTime:
        """A time of that Tuesday, or of a day some days after it."""
        hour, minute = map(int, time.split(":"))
        return MORNING.at(hour, minute).add(days=days)

    def book(
        self, patient: int, provider: int, at: str | pendulum.DateTime, desk: Desk | None = None, **more: Any
    ) -> int:
        """Book a visit at a time of the Tuesday, with Mary unless said otherwise; returns its number."""
        starts = self.at(at) if isinstance(at, str) else at
        wish = {"kind": FOLLOW_UP, **more, "patient": patient, "provider": provider, "starts": starts}
        return int(calendar.book(desk or self.mary, **wish).values["visit"])

    def block(self, provider: int, begins: str, ends: str, desk: Desk | None = None, **more: Any) -> int:
        """Block a provider's time; returns the block's number."""
        done = calendar.block(
            desk or self.mary,
            provider=provider,
            starts=self.at(begins),
            ends=self.at(ends),
            **{"reason": "meeting", **more},
        )
        return int(done.values["block"])

    def visit(self, visit: int) -> Visit:
        """A visit's row."""
        return Visit.get_by_id(visit)

    def version(self, visit: int) -> int:
        """The version a visit has now."""
        return int(Visit.get_by_id(visit).version)

    def place(self, visit: int) -> Place:
        """Where a visit stands."""
        return Place(Visit.get_by_id(visit).place)

    def holds(self, visit: int) -> dict[str, tuple[int, str, bool, bool]]:
        """A visit's holds by kind: resource, local time, live, overbooked."""
        rows = Hold.select().where(Hold.visit == visit)
        return {
            str(row.resource_kind): (
                row.resource, row.starts.in_timezone(ZONE).format("HH:mm"), row.live, row.overbooked,
            )
            for row in rows
        }  # fmt: skip

    def counts(self) -> dict[str, int]:
        """How many rows every table has: what a refused change must leave as it was."""
        names = self.database.peewee.get_tables()
        count = "SELECT count(*) FROM "
        return {
            name: self.database.peewee.execute_sql(f'{count}"{name}"').fetchone()[0]
            for name in names
            if not name.startswith("patient_words") and not name.startswith("patient_parts")
        }

    @contextmanager
    def plain(self) -> Iterator[sqlite3.Connection]:
        """The file in the hands of Python's own sqlite3, which knows no gate and checks no foreign keys.

        Ours is closed meanwhile: two SQLite libraries in one process do not see each other's locks, and the one
        that closes would throw the other's log away.
        """
        self.database.peewee.close()
        try:
            with closing(sqlite3.connect(self.path, isolation_level=None)) as connection:
                yield connection
        finally:
            self.database.peewee.connect()

    @contextmanager
    def other(self) -> Iterator[Any]:
        """A second connection, beside ours, that knows no gate either."""
        with closing(dbapi2.connect(str(self.path), isolation_level=None)) as connection:
            yield connection

    def tamper(self, *statements: str, disarm: bool = True) -> None:
        """Run statements with plain sqlite3, every trigger dropped before and put back as it was after."""
        with self.plain() as connection:
            rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
            for name, _ in rows if disarm else ():
                connection.execute(f"DROP TRIGGER {name}")
            for statement in statements:
                connection.execute(statement)
            for _, sql in rows if disarm else ():
                connection.execute(sql)

    def next_session(self, desk: Desk) -> Desk:
        """The same person in another session."""
        return accounts.sign_in_as(self.database, self.clock, login=desk.who.login)


def found(folder: Path) -> Path:
    """Found the practice; returns its path."""
    path, clock = folder / "elm.db", FixedClock(MORNING.subtract(days=1))
    database = accounts.create(
        path, clock, name="Elm Street", timezone="America/New_York", admin_name="Mary Lee", login="mary",
        password=None, providers="Ada Okafor MD; Ana Reyes NP",
    )  # fmt: skip
    mary = accounts.sign_in_as(database, clock, login="mary")
    for name, login, role in (("Rob Hale", "rob", Role.RECEPTIONIST), ("Ann Poe", "ann", Role.AUDITOR)):
        accounts.add_account(mary, name=name, login=login, password_hash=None, roles=[str(role)])
        accounts.sign_in_as(database, clock, login=login)
    practice.add_provider(mary, family="Night", weekdays="mon-sun", opens="0:00", closes="24:00")
    for room in ("Room 1", "Room 2"):
        practice.add_room(mary, name=room)
    for family, given in PEOPLE:
        patients.register(mary, family=family, given=given)
    # Founding was Mary's work in her first session; in this one there is nothing to be undone.
    assert accounts.sign_in_as(database, clock, login="mary").session == SESSIONS["mary"]
    database.close()
    return path


def open_copy(founded: Path, folder: Path) -> Elm:
    """A copy of the practice in a folder of its own, everybody in the session in which it was founded."""
    folder.mkdir(mode=0o700, exist_ok=True)
    path = Path(shutil.copy(founded, folder / founded.name))
    database, clock = open_practice(path), FixedClock(MORNING)
    people = {row.login: accounts.who_is(row) for row in Account.select()}
    zone = practice.first_zone()
    desks = {login: Desk(database, who, clock, zone, session=SESSIONS[login]) for login, who in people.items()}
    return Elm(path, clock, database, **desks)


def version_of(done: Done) -> int:
    """The version that a change left its row with."""
    return int(done.values["version"])
