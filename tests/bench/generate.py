"""Seeded practices of any size, made once and kept in the temporary folder by what they were made from."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import pendulum

from frontdesk.db.bulk import insert_rows
from frontdesk.db.calendar import Hold, Visit, VisitEvent
from frontdesk.db.engine.driver import APPLICATION
from frontdesk.db.engine.migrate import steps
from frontdesk.db.engine.practice_file import PracticeFile
from frontdesk.db.patients import Patient, PatientPhone
from frontdesk.db.practice import Sequence as Numbers
from frontdesk.desk import FixedClock
from frontdesk.logic import accounts
from frontdesk.logic.demo.people import ORIGINS
from frontdesk.logic.patients.record import key_of, search_of

ZONE = "America/New_York"
NOW = pendulum.datetime(2026, 11, 24, 9, 42, tz=ZONE)
DAY_VISITS = 400
STRETCH = 34
"""Quarter hours from 8:00 in which a provider's visits of a day begin; half of them stay free."""


@dataclass(frozen=True, slots=True)
class Size:
    """How large a practice is. Visits lie on workdays, 400 to a day, a fifth of the days still to come."""

    visits: int
    patients: int
    providers: int = 20
    surnames: int = 24_000

    @property
    def days(self) -> int:
        """Workdays with visits."""
        return self.visits // DAY_VISITS


LARGE = Size(1_000_000, 100_000)
SMALL = Size(10_000, 100_000)
"""The same practice in its first weeks."""


def cached(size: Size) -> Path:
    """The practice of that size; made when it is not there yet, or when schema or generator changed."""
    said = "\n".join([*steps(), str(APPLICATION), Path(__file__).read_text(encoding="utf-8"), repr(size)])
    name = hashlib.sha256(said.encode()).hexdigest()[:16]
    path = Path(tempfile.gettempdir()) / "frontdesk-bench" / f"{size.visits}-{name}.db"
    if not path.exists():
        path.parent.mkdir(mode=0o700, exist_ok=True)
        for old in path.parent.glob(f"{size.visits}-*"):
            old.unlink()  # of an earlier schema
        make(path, size)
    return path


def a_copy(size: Size, folder: Path) -> Path:
    """A copy to work in."""
    copy = Path(shutil.copyfile(cached(size), folder / "practice.db"))
    os.sync()  # or the first commits wait for the copy to reach the disk
    return copy


def make_empty(path: Path, providers: int, patients: int) -> None:
    """A practice that has no visits yet."""
    make(path, Size(0, patients, providers))


def make(path: Path, size: Size) -> None:
    """Make the practice; every trigger and check is on."""
    begin = time.perf_counter()
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    providers = "; ".join(f"Provider{number:02} MD" for number in range(1, size.providers + 1))
    database = accounts.create(
        part, FixedClock(NOW.subtract(years=12)), name="Bench", timezone=ZONE, admin_name="Mona Lee", login="mlee",
        password=None, providers=providers,
    )  # fmt: skip
    try:
        with database.writing():
            _patients(size)
        if size.visits:
            _visits(database, size)
    finally:
        database.close()
        Path(f"{part}.lock").unlink()
    part.rename(path)
    if size.visits:
        seconds = time.perf_counter() - begin
        print(f"made {path.name}: {size.visits:,} visits in {seconds:.0f} s, triggers on", file=sys.stderr)


# Patients ---------------------------------------------------------------------------------------

ONSETS = "b br c ch cl d dr f fl g gr h j k kl l m n p pr qu r s sh sl st t tr v w z"
VOWELS = "a e i o u ai au ea ee ie oo ou"
CODAS = "ck d g l ld ll m n nd ng nt r rd rk rn s sh ss st t tt x z"
ENDINGS = ("", "", "", "son", "berg", "man", "ez", "ski", "ton", "ley", "er", "ova", "i", "o")


def surnames(count: int, draw: random.Random) -> list[str]:
    """So many different family names, the real ones first."""
    onsets, vowels, codas = ONSETS.split(), VOWELS.split(), CODAS.split()
    found = dict.fromkeys(name for origin in ORIGINS for name in origin.family)
    while len(found) < count:
        syllables = [draw.choice(onsets) + draw.choice(vowels) for _ in range(draw.choice((1, 1, 2)))]
        found["".join([*syllables, draw.choice(codas), draw.choice(ENDINGS)]).capitalize()] = None
    return list(found)


def given_names() -> list[str]:
    """Given names as the demo practice's patients have them."""
    return list(dict.fromkeys(name for origin in ORIGINS for name in (*origin.women, *origin.men)))


def _patients(size: Size) -> None:
    """Names are as unequal as in a city: the first of the list is borne by one in a few hundred."""
    draw = random.Random(size.patients)
    family = surnames(size.surnames, draw)
    shares = list(accumulate(1 / (rank + 60) for rank in range(len(family))))
    given, registered = given_names(), int(NOW.subtract(years=11).timestamp())
    rows, phones = [], []
    for row in range(1, size.patients + 1):
        # Every name is borne by somebody; the rest is drawn.
        name = family[row - 1] if row <= len(family) else draw.choices(family, cum_weights=shares)[0]
        first = draw.choice(given)
        birth = pendulum.Date(draw.randint(1930, 2025), draw.randint(1, 12), draw.randint(1, 28))
        rows.append(
            (row, f"{row:06}", name, first, birth, draw.choice("FM"), key_of(name, first), search_of(name, first),
             registered)
        )  # fmt: skip
        digits = f"{draw.randint(201, 989)}{draw.randint(200, 999)}{draw.randint(0, 9999):04}"
        phones.append((row, digits, digits[::-1]))
    columns = ("id", "number", "family", "given", "birth", "sex", "name_key", "search", "registered_at")
    insert_rows(Patient, columns, rows)
    insert_rows(PatientPhone, ("patient", "digits", "reversed"), phones)
    Numbers.insert(name="patient", last=size.patients).execute()


# Visits -----------------------------------------------------------------------------------------


def workdays(size: Size) -> list[pendulum.Date]:
    """The days with visits, ascending; today is one of them."""
    today = NOW.date()
    ahead = max(5, size.days // 5)
    found: list[pendulum.Date] = []
    day = today
    while len(found) < ahead:
        if day.weekday() < 5:
            found.append(day)
        day = day.add(days=1)
    day = today.subtract(days=1)
    while len(found) < size.days:
        if day.weekday() < 5:
            found.insert(0, day)
        day = day.subtract(days=1)
    return found


@dataclass(slots=True)
class _Rows:
    visits: list[Sequence[object]]
    holds: list[Sequence[object]]
    events: list[Sequence[object]]


def _visits(database: PracticeFile, size: Size) -> None:
    draw = random.Random(size.visits)
    patients = _cycle(size, draw)
    every, visit = workdays(size), 1
    for first in range(0, len(every), 50):
        rows = _Rows([], [], [])
        for day in every[first : first + 50]:
            visit = _day(day, size, visit, patients, draw, rows)
        with database.writing():
            insert_rows(
                Visit,
                (
                    "id",
                    "patient",
                    "kind",
                    "site",
                    "starts",
                    "ends",
                    "place",
                    "cancel_reason",
                    "confirmed",
                    "note",
                    "booked_at",
                ),
                rows.visits,
            )
            insert_rows(Hold, ("visit", "resource_kind", "resource", "starts", "ends", "live"), rows.holds)
            insert_rows(VisitEvent, ("visit", "at", "place"), rows.events)


def _cycle(size: Size, draw: random.Random) -> Iterator[int]:
    """Everybody once, then everybody again in another order; nobody twice on a day."""
    everybody = list(range(1, size.patients + 1))
    assert size.patients % DAY_VISITS == 0
    while True:
        draw.shuffle(everybody)
        yield from everybody


def _day(
    day: pendulum.Date, size: Size, visit: int, patients: Iterator[int], draw: random.Random, rows: _Rows
) -> int:
    """Add a day's visits, and return the next free id."""
    opens = int(pendulum.datetime(day.year, day.month, day.day, 8, tz=ZONE).timestamp())
    now = int(NOW.timestamp())
    each = DAY_VISITS // size.providers
    for provider in range(1, size.providers + 1):
        for slot in sorted(draw.sample(range(STRETCH), each)):
            starts = opens + slot * 900
            place = (
                "scheduled"
                if starts > now - 3600
                else draw.choices(("done", "no_show", "cancelled"), (85, 6, 9))[0]
            )
            _one(rows, visit, next(patients), provider, starts, place, draw)
            visit += 1
    return visit


def _one(
    rows: _Rows, visit: int, patient: int, provider: int, starts: int, place: str, draw: random.Random
) -> None:
    booked, ends = starts - draw.randint(1, 40) * 86_400, starts + 900
    booked = min(booked, int(NOW.timestamp()) - 60)
    kind = draw.choice((1, 1, 1, 2, 3, 6))
    note = "blood pressure" if visit % 5 == 0 else ""
    reason = "patient" if place == "cancelled" else ""
    rows.visits.append((visit, patient, kind, 1, starts, ends, place, reason, draw.random() < 0.5, note, booked))
    live = place not in ("cancelled", "no_show")
    rows.holds.append((visit, "patient", patient, starts, ends, live))
    rows.holds.append((visit, "provider", provider, starts, ends, live))
    rows.events.append((visit, booked, "scheduled"))
    if place != "scheduled":
        rows.events.append((visit, starts - 3000 if place == "cancelled" else starts + 1200, place))
