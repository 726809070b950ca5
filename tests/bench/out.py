"""Somebody is out: forty touched visits, each with other times, at a million visits."""

from __future__ import annotations

import random
from functools import partial

from frontdesk.desk import undo
from frontdesk.logic import calendar
from tests.bench.calendar import desk_at
from tests.bench.generate import LARGE, workdays
from tests.bench.measure import ROUNDS, Line, best, table, timed

TOUCHED = 40


def run() -> bool:
    """Measure and print; False when a limit was missed."""
    draw = random.Random(7)
    with desk_at(LARGE) as desk:
        coming = [day for day in workdays(LARGE) if day > desk.today()]
        lists = []
        for _ in range(5):
            first, provider = draw.choice(coming[:40]), draw.randint(1, 20)
            days = 1
            while True:  # so many days that forty visits are touched
                begin, end = desk.bounds(first)[0], desk.bounds(first.add(days=days))[0]
                done = calendar.out(desk, provider=provider, starts=begin, ends=end, reason="flu")
                if len(done.values["items"]) >= TOUCHED:
                    break
                undo(desk)
                days += 1
            assert len(calendar.out_list(desk)) >= TOUCHED
            lists.append(best((timed([partial(calendar.out_list, desk)] * 3) for _ in range(ROUNDS)), 0.95))
            undo(desk)
    slowest = [each for taken in lists for each in taken]
    lines = [Line.of(f"the list of {TOUCHED} or more visits with openings", slowest, 0.95, 150)]
    print(table("Somebody is out, at 1,000,000 visits; milliseconds", lines))
    return all(line.kept for line in lines)
