"""The next openings at a million visits: of everybody, as somebody wishes, for a set; and when weeks are full."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from frontdesk.db.bulk import insert_rows
from frontdesk.db.calendar import Hold, Visit
from frontdesk.desk import Desk
from frontdesk.logic import calendar
from frontdesk.logic.calendar import Sought
from tests.bench.calendar import desk_at
from tests.bench.generate import LARGE, NOW, workdays
from tests.bench.measure import Line, Taken, best, table, timed

CALLS = 60
ROUNDS = 5
WEEKS = 4
LEFT = 0.01
"""The share of the quarter hours that stay free in the weeks that are nearly full."""
DAY = range(36)
"""Quarter hours from eight to five."""

FOLLOW_UP, NEW, PHYSICAL = 1, 2, 3


def fill(desk: Desk, weeks: int = WEEKS) -> int:
    """Book nearly every quarter hour of the weeks to come; how many visits that are. Every trigger is on."""
    draw = random.Random(7)
    today = NOW.date()
    visit = int(Visit.select(Visit.id).order_by(Visit.id.desc()).limit(1).scalar())
    patients, count = iter(draw.sample(range(1, LARGE.patients + 1), 40_000)), 0
    days = [day for day in workdays(LARGE) if today <= day < today.add(weeks=weeks)]
    for day in days:
        visits, holds = [], []
        opens = int(desk.bounds(day)[0].add(hours=8).timestamp())
        rows = Hold.select(Hold.resource_kind, Hold.resource, Hold.starts).where(
            Hold.resource_kind.in_(["provider", "patient"]), Hold.starts >= opens, Hold.starts < opens + 36_000
        )
        taken = {(row.resource, int(row.starts.timestamp())) for row in rows if row.resource_kind == "provider"}
        here = {row.resource for row in rows if row.resource_kind == "patient"}
        for provider in range(1, LARGE.providers + 1):
            for quarter in DAY:
                starts = opens + 900 * quarter
                if (provider, starts) in taken or draw.random() < LEFT:
                    continue
                visit, patient = visit + 1, next(each for each in patients if each not in here)
                visits.append(
                    (visit, patient, FOLLOW_UP, 1, starts, starts + 900, "scheduled", starts - 86_400 * 99)
                )
                holds += [(visit, kind, row, starts, starts + 900) for kind, row in
                          (("patient", patient), ("provider", provider))]  # fmt: skip
        with desk.database.writing():
            insert_rows(Visit, ("id", "patient", "kind", "site", "starts", "ends", "place", "booked_at"), visits)
            insert_rows(Hold, ("visit", "resource_kind", "resource", "starts", "ends"), holds)
        count += len(visits)
    return count


def wishes() -> list[Sought]:
    """What people ask for: any time with anybody, for a patient who has other visits."""
    draw = random.Random(1)
    kinds = (FOLLOW_UP, FOLLOW_UP, NEW, PHYSICAL)
    return [Sought(draw.choice(kinds), patient=draw.randint(1, LARGE.patients)) for _ in range(CALLS)]


def particular() -> list[Sought]:
    """The same with somebody, on some days, at some times, from some day on."""
    draw = random.Random(2)
    ways: tuple[Callable[[Sought], Sought], ...] = (
        lambda wish: replace(wish, providers=(draw.randint(1, LARGE.providers),)),
        lambda wish: replace(wish, weekdays=(0, 2), times=(9 * 60, 12 * 60)),
        lambda wish: replace(wish, times=(15 * 60, 1440)),
        lambda wish: replace(wish, first=NOW.date().add(days=draw.randint(1, 60))),
        lambda wish: replace(wish, weekdays=(5,)),
    )
    return [draw.choice(ways)(wish) for wish in wishes()]


def sets() -> list[tuple[Sought, ...]]:
    """A family of three with anybody; every third time a test and two doctors for one patient."""
    draw = random.Random(3)
    found: list[tuple[Sought, ...]] = []
    for number in range(CALLS // 2):
        one, two, three = draw.sample(range(1, LARGE.patients + 1), 3)
        kinds = (FOLLOW_UP, NEW, PHYSICAL) if number % 3 == 0 else (FOLLOW_UP,) * 3
        whom = (one,) * 3 if number % 3 == 0 else (one, two, three)
        found.append(tuple(Sought(kind, patient=patient) for kind, patient in zip(kinds, whom, strict=True)))
    return found


def measure(desk: Desk, look: Callable[..., object], asked: list[object]) -> list[Taken]:
    """Milliseconds for each call, in the best of some rounds."""
    return best((timed([partial(look, desk, each) for each in asked]) for _ in range(ROUNDS)), 0.95)


def lines(desk: Desk, when: str) -> list[Line]:
    """The measurements of one practice."""
    return [
        Line.of(f"next five, anybody, 90 days{when}", measure(desk, calendar.openings, [*wishes()]), 0.95, 10),
        Line.of(f"as wished{when}", measure(desk, calendar.openings, [*particular()]), 0.95, 10),
        Line.of(f"a set of three{when}", measure(desk, calendar.openings_for_set, [*sets()]), 0.95, 40),
    ]


def run() -> bool:
    """Measure and print; tell whether every limit was kept."""
    with desk_at(LARGE) as desk:
        found = lines(desk, "")
        count = fill(desk)
        found += lines(desk, f", {WEEKS} weeks full")
    title = f"1,000,000 visits, 100,000 patients, 20 providers; {count:,} more where {WEEKS} weeks are full"
    print(table(f"{title}; milliseconds", found))
    return all(line.kept for line in found)
