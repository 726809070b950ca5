"""Many people at work on one practice, each in a process of their own; some of them killed."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import PIPE, Popen

from frontdesk.db.engine.practice_file import open_practice
from frontdesk.logic import checks

ROOT = Path(__file__).parents[2]


@dataclass
class Outcome:
    """How it went, everybody together."""

    attempts: list[tuple[float, float]] = field(default_factory=list)
    """When each attempt of those who were not killed began, by the machine's clock, and its milliseconds."""
    outcomes: Counter[str] = field(default_factory=Counter)
    """Attempts by what came of them, of those who were not killed."""
    errors: list[str] = field(default_factory=list)
    """What should never come, killed processes apart."""
    killed: int = 0
    """How many were killed."""

    @property
    def times(self) -> list[float]:
        """Milliseconds of every attempt."""
        return [taken for _, taken in self.attempts]


class Crowd:
    """So many workers on the practice at `path`; `pause` seconds between two bookings, `days` to book in."""

    def __init__(self, path: Path, people: int, *, pause: float = 0.0, days: int = 300) -> None:
        self._path, self._pause, self._days = path, pause, days
        self._number = 0
        self._running = [self._start() for _ in range(people)]
        for each in self._running:
            _expect_ready(each)
        self.outcome = Outcome()
        """Filled by `finish`."""

    def _start(self) -> Popen[str]:
        self._number += 1
        words = [self._path, self._number, self._pause, self._days]
        command = [sys.executable, "-m", "tests.bench.worker", *map(str, words)]
        return Popen(command, stdin=PIPE, stdout=PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT)

    def work(self, seconds: float, *, kill_every: float = 0.0) -> None:
        """Let them all work, and kill one of them every so many seconds; another one takes the place."""
        end = time.monotonic() + seconds
        for each in self._running:
            _send_off(each, seconds)
        if not kill_every:
            return
        draw = random.Random(4)
        beginning: list[Popen[str]] = []
        while time.monotonic() + kill_every < end:
            time.sleep(kill_every)
            for new in beginning:
                _expect_ready(new)
                _send_off(new, end - time.monotonic())
            self._running += beginning
            victim = self._running.pop(draw.randrange(len(self._running)))
            victim.kill()
            victim.communicate()
            self.outcome.killed += 1
            beginning = [self._start()]
        for new in beginning:
            new.kill()
            new.communicate()

    def finish(self) -> Outcome:
        """Wait for everybody, and add up."""
        for each in self._running:
            said, _ = each.communicate()
            if each.returncode:
                self.outcome.errors.append(f"a worker ended with {each.returncode}")
                continue
            found = json.loads(said)
            self.outcome.attempts += [(at, taken) for at, taken in found["attempts"]]
            self.outcome.outcomes.update(found["outcomes"])
            self.outcome.errors += found["errors"]
        return self.outcome


def _expect_ready(worker: Popen[str]) -> None:
    assert worker.stdout is not None
    assert worker.stdout.readline() == "ready\n", "a worker did not come up"


def _send_off(worker: Popen[str], seconds: float) -> None:
    assert worker.stdin is not None
    worker.stdin.write(f"{seconds}\n")
    worker.stdin.flush()


@dataclass(frozen=True, slots=True)
class Proof:
    """What the file says afterwards."""

    told: int
    """Bookings that somebody was told are made."""
    lost: tuple[int, ...]
    """Those of them that are not there."""
    overlaps: int
    """Pairs of visits that hold a patient or provider at the same time."""
    findings: tuple[str, ...]
    """What `frontdesk check` finds."""


OVERLAPS = """
SELECT count(*) FROM hold AS a JOIN hold AS b
  ON b.resource_kind = a.resource_kind AND b.resource = a.resource AND b.id > a.id
  AND b.starts < a.ends AND b.ends > a.starts AND b.starts > a.starts - 28800
WHERE a.live = 1 AND b.live = 1 AND a.visit IS NOT NULL AND b.visit IS NOT NULL
  AND a.overbooked = 0 AND b.overbooked = 0
"""


def prove(path: Path) -> Proof:
    """Read the file anew and compare it with what people were told."""
    told = [
        int(line)
        for file in path.parent.glob(f"{path.name}.told-*")
        for line in file.read_text().splitlines(keepends=True)
        if line.endswith("\n")
    ]
    database = open_practice(path)
    try:
        query = database.peewee.execute_sql
        there = {row[0] for row in query("SELECT id FROM visit WHERE place = 'scheduled'").fetchall()}
        overlaps = query(OVERLAPS).fetchone()[0]
        findings = tuple(f"{found.check} {found.where}: {found.what}" for found in checks.run(database).findings)
    finally:
        database.close()
    return Proof(len(told), tuple(visit for visit in told if visit not in there), overlaps, findings)
