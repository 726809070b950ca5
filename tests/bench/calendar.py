"""Days, searches and bookings at a million visits."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pendulum

from frontdesk.db.engine.practice_file import open_practice
from frontdesk.desk import Desk, FixedClock
from frontdesk.logic import accounts, calendar, patients
from frontdesk.logic.calendar.day import provider_day
from tests.bench.generate import LARGE, NOW, SMALL, STRETCH, ZONE, Size, a_copy, workdays
from tests.bench.measure import ROUNDS, Line, Taken, best, quantile, table, timed

BOOKINGS = 150


@contextmanager
def desk_at(size: Size) -> Iterator[Desk]:
    """A desk on a fresh copy of the practice of that size."""
    with tempfile.TemporaryDirectory(prefix="frontdesk-bench-") as folder:
        database = open_practice(a_copy(size, Path(folder)))
        try:
            yield accounts.sign_in_as(database, FixedClock(NOW), login="mlee")
        finally:
            database.close()


def days(desk: Desk, size: Size, count: int = 100) -> tuple[list[Taken], list[Taken]]:
    """Milliseconds for the day of all providers, and for one provider's; days anywhere in the practice's years."""
    draw = random.Random(1)
    chosen = [draw.choice(workdays(size)) for _ in range(count)]
    all_of_them = best(
        (timed(partial(calendar.day, desk, day=day) for day in chosen) for _ in range(ROUNDS)), 0.95
    )
    one = best(
        (timed(partial(provider_day, desk, day=day, provider=draw.randint(1, 20)) for day in chosen)
         for _ in range(ROUNDS)), 0.95
    )  # fmt: skip
    return all_of_them, one


# Searching --------------------------------------------------------------------------------------


def _slip(word: str, draw: random.Random) -> str:
    """A word typed wrong: two letters swapped, one left out, or another one hit."""
    place = draw.randrange(1, max(2, len(word) - 1))
    kind = draw.randrange(3)
    if kind == 0:
        return word[:place] + word[place + 1 : place + 2] + word[place : place + 1] + word[place + 2 :]
    return word[:place] + (draw.choice("aeioustrn") if kind == 1 else "") + word[place + 1 :]


def queries(desk: Desk, draw: random.Random, count: int = 360) -> list[str]:
    """What people type to find somebody, in the ways they do it."""
    rows = desk.database.peewee.execute_sql(
        "SELECT family, given, birth, number, digits FROM patient JOIN patient_phone ON patient = patient.id "
        f"WHERE patient.id % {LARGE.patients // count} = 7"
    ).fetchall()
    return [_typed(draw, place % 12, *row) for place, row in enumerate(rows)]


def _typed(draw: random.Random, way: int, family: str, given: str, birth: str, number: str, digits: str) -> str:
    month, day = int(birth[5:7]), int(birth[8:])
    return (
        family,
        family.lower(),
        f"{family}, {given}",
        f"{given} {family}".lower(),
        f"{family[:3]} {given[:3]}".lower(),
        family[1:].lower(),
        digits[-4:],
        f"{digits[:3]}-{digits[3:6]}-{digits[6:]}",
        number,
        f"{month}/{day}/{birth[:4]}",
        f"{family[:4].lower()} {month}/{day}/{birth[2:4]}",
        _slip(family.lower(), draw),
    )[way]


def letters(desk: Desk) -> list[str]:
    """Every state of the search box while the queries are typed."""
    return [query[:end] for query in queries(desk, random.Random(2)) for end in range(1, len(query) + 1)]


def searches(desk: Desk) -> list[Taken]:
    """Milliseconds for each letter."""
    typed = letters(desk)
    return best((timed(partial(patients.search, desk, text=text) for text in typed) for _ in range(3)), 0.95)


# Booking ----------------------------------------------------------------------------------------


def openings(desk: Desk, draw: random.Random, count: int) -> list[dict[str, Any]]:
    """Arguments for bookings that must succeed: free quarter hours to come, each for another patient."""
    ahead = [day for day in workdays(LARGE) if day > NOW.date()][:200]
    people = iter(draw.sample(range(1, LARGE.patients + 1), 6 * count))
    found: dict[tuple[int, int], dict[str, Any]] = {}
    while len(found) < count:
        day, provider, patient = draw.choice(ahead), draw.randint(1, LARGE.providers), next(people)
        taken = {visit.starts for visit in provider_day(desk, day=day, provider=provider).columns[0].visits}
        opens = pendulum.datetime(day.year, day.month, day.day, 8, tz=ZONE)
        starts = opens.add(minutes=15 * draw.randrange(STRETCH))
        busy = {visit.starts // 86_400 for visit in calendar.of_patient(desk, patient=patient)}
        at = int(starts.timestamp())
        if at not in taken and at // 86_400 not in busy:
            found[provider, at] = {
                "patient": patient, "provider": provider, "starts": starts, "kind": 1, "note": "cough",
            }  # fmt: skip
    return list(found.values())


def bookings(desk: Desk) -> list[Taken]:
    """Milliseconds for each complete booking, commit included."""
    draw = random.Random(3)
    return best(
        (
            timed(partial(calendar.book, desk, **wish) for wish in openings(desk, draw, BOOKINGS))
            for _ in range(ROUNDS)
        ),
        0.5,
    )


# The table --------------------------------------------------------------------------------------


def run() -> bool:
    """Measure and print; tell whether every limit was kept."""
    with desk_at(SMALL) as desk:
        small, _ = days(desk, SMALL)
    with desk_at(LARGE) as desk:
        large, one = days(desk, LARGE)
        found = searches(desk)
        booked = bookings(desk)
    ratio = quantile((each.cpu for each in large), 0.5) / quantile((each.cpu for each in small), 0.5)
    lines = [
        Line.of("day of 20 providers, 400 visits", large, 0.95, 5),
        Line.of("day of one provider", one, 0.95, 1.5),
        Line.of("search, per letter", found, 0.95, 3),
        Line.of("booking, committed", booked, 0.5, 3),
        Line.of("the same day at 10,000 visits", small, 0.95, 5),
        Line("day: 1,000,000 over 10,000 visits (cpu p50)", [ratio], 0.5, 1.5, "times"),
    ]
    print(table("1,000,000 visits, 100,000 patients, 20 providers; milliseconds", lines))
    return all(line.kept for line in lines)
