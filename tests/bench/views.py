"""The week of one provider and the month of load at a million visits."""

from __future__ import annotations

import random
from functools import partial

from frontdesk.logic import calendar
from tests.bench.calendar import desk_at
from tests.bench.generate import LARGE, workdays
from tests.bench.measure import ROUNDS, Line, best, table, timed


def run() -> bool:
    """Measure and print; False when a limit was missed."""
    draw = random.Random(3)
    chosen = [draw.choice(workdays(LARGE)) for _ in range(60)]
    with desk_at(LARGE) as desk:
        week = best(
            (timed(partial(calendar.week, desk, day=day, provider=draw.randint(1, 20)) for day in chosen)
             for _ in range(ROUNDS)), 0.95
        )  # fmt: skip
        months = [partial(calendar.month, desk, day=day) for day in chosen]
        month = best((timed(months) for _ in range(ROUNDS)), 0.95)
        one = best(
            (timed(partial(calendar.month, desk, day=day, provider=draw.randint(1, 20)) for day in chosen)
             for _ in range(ROUNDS)), 0.95
        )  # fmt: skip
        rooms = best(
            (timed(partial(calendar.day_by_room, desk, day=day) for day in chosen) for _ in range(ROUNDS)), 0.95
        )
    lines = [
        Line.of("the week of one provider", week, 0.95, 5),
        Line.of("the month of load, 20 providers", month, 0.95, 15),
        Line.of("the month of load, one provider", one, 0.95, 15),
        Line.of("the day by room", rooms, 0.95, 15),
    ]
    print(table("Views at 1,000,000 visits; milliseconds", lines))
    return all(line.kept for line in lines)
