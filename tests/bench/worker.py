"""One person at a desk in a process of their own: `python -m tests.bench.worker PRACTICE NUMBER PAUSE DAYS`.

Says "ready", waits for a line that says for how many seconds, books at random as fast as it can (or one visit
every PAUSE seconds), and says at the end how that went. Each booking that was acknowledged stands in a file of
the worker's own, on the disk before the next one begins: what somebody was told must be true whatever comes.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from collections import Counter
from pathlib import Path

import pendulum

from frontdesk.db.engine.practice_file import open_practice
from frontdesk.db.patients import Patient
from frontdesk.desk import Desk, FixedClock, Refused
from frontdesk.logic import accounts, calendar, practice
from tests.bench.generate import NOW, STRETCH, ZONE


class Worker:
    """Books at random into the same days as everybody else."""

    def __init__(self, desk: Desk, number: int, days: int) -> None:
        self._desk = desk
        every = (NOW.add(days=ahead) for ahead in range(1, days + 1))
        self._days = [day for day in every if day.weekday() < 5]
        self._draw = random.Random(f"{number} {os.getpid()}")
        self._providers = [card.id for card in practice.providers(desk)]
        self._patients = int(Patient.select().count())
        self._told = os.open(
            f"{desk.database.path}.told-{number}-{os.getpid()}", os.O_CREAT | os.O_WRONLY | os.O_APPEND
        )
        self.attempts: list[tuple[float, float]] = []
        """When each attempt began, and its milliseconds; refused ones included."""
        self.outcomes: Counter[str] = Counter()
        """Bookings by what came of them: `done`, or why they were refused."""
        self.errors: list[str] = []
        """What should never come."""

    def book(self) -> None:
        """Try one booking."""
        draw = self._draw
        day = draw.choice(self._days)
        starts = pendulum.datetime(day.year, day.month, day.day, 8, tz=ZONE).add(
            minutes=15 * draw.randrange(STRETCH)
        )
        at, begin = time.monotonic(), time.perf_counter()
        try:
            done = calendar.book(
                self._desk.asking(f"{draw.getrandbits(128):032x}"),
                patient=draw.randint(1, self._patients),
                provider=draw.choice(self._providers),
                starts=starts,
                kind=draw.choice((1, 2)),
            )
        except Refused as refused:
            self.outcomes[refused.code] += 1
        except Exception as error:
            self.errors.append(repr(error))
        else:
            self._tell(int(done.values["visit"]))
        self.attempts.append((at, (time.perf_counter() - begin) * 1000))

    def _tell(self, visit: int) -> None:
        os.write(self._told, f"{visit}\n".encode())
        os.fsync(self._told)
        self.outcomes["done"] += 1

    def work(self, seconds: float, pause: float) -> None:
        """Book until the time is over."""
        end = time.monotonic() + seconds
        time.sleep(self._draw.random() * pause)
        while time.monotonic() < end:
            due = time.monotonic() + pause
            self.book()
            time.sleep(max(0.0, due - time.monotonic()))


def main(path: Path, number: int, pause: float, days: int) -> None:
    """Open the practice, sign in, wait for the word, work, report."""
    database = open_practice(path)
    worker = Worker(accounts.sign_in_as(database, FixedClock(NOW), login="mlee"), number, days)
    print("ready", flush=True)
    worker.work(float(sys.stdin.readline()), pause)
    database.close()
    print(json.dumps({"attempts": worker.attempts, "outcomes": worker.outcomes, "errors": worker.errors}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4]))
