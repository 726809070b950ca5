"""A bulk import of made-up patients, in batches as importers make them: `python -m tests.bench.bulk PRACTICE`.

Says "ready", waits for a line that says for how many seconds, and says at the end how many patients came in.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pendulum

from frontdesk.db.engine.practice_file import open_practice
from frontdesk.desk import Desk, FixedClock
from frontdesk.exchange.batches import Pace
from frontdesk.logic import accounts
from frontdesk.logic.importing import NewPatient, import_batch
from frontdesk.logic.patients.record import key_of, search_of
from tests.bench.generate import NOW, given_names, surnames

SOURCE = "bench"


def patients(first: int, count: int, draw: random.Random, families: list[str]) -> list[NewPatient]:
    """So many patients whose keys count from `first`."""
    given, birth = given_names(), pendulum.Date(1970, 1, 1)
    made = []
    for number in range(first, first + count):
        family, name = draw.choice(families), draw.choice(given)
        made.append(
            NewPatient(
                f"patient:{number}", "", f"B{number:06}", "", name, family, "", birth, "F", key_of(family, name),
                search_of(family, name),
            )
        )  # fmt: skip
    return made


def bring_in(desk: Desk, seconds: float) -> int:
    """Import until the time is over; return how many patients came in."""
    draw, pace, done, end = random.Random(9), Pace(), 0, time.monotonic() + seconds
    families = surnames(5000, draw)

    def write(batch: Sequence[NewPatient]) -> None:
        lines = (done + 2, done + 1 + len(batch))
        import_batch(desk, source=SOURCE, file="made up", lines=lines, patients=batch)

    while time.monotonic() < end:
        rows = patients(done, pace.rows, draw, families)
        pace.run(rows, write)
        done += len(rows)
    return done


def main(path: Path) -> None:
    """Open the practice, sign in, wait for the word, import, report."""
    database = open_practice(path)
    desk = accounts.sign_in_as(database, FixedClock(NOW), login="mlee")
    print("ready", flush=True)
    print(bring_in(desk, float(sys.stdin.readline())))
    database.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
