"""Somebody else at work on the same practice, in a process of their own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

COLLEAGUE = """
import sys, time
import pendulum
from frontdesk.db.engine.practice_file import open_practice
from frontdesk.desk import FixedClock, Refused
from frontdesk.logic import accounts, calendar, patients, practice

path, zone, seconds = sys.argv[1], "America/New_York", float(sys.argv[2])
clock = FixedClock(pendulum.datetime(2026, 11, 24, 9, 42, tz=zone))
desk = accounts.sign_in_as(open_practice(path), clock, login="mlee")
provider, kind = practice.providers(desk)[0].id, practice.kinds(desk)[0].id
print("ready", flush=True)
for line in sys.stdin:
    if line.strip() == "elsewhere":
        end, n = time.monotonic() + seconds, 0
        while time.monotonic() < end:
            n += 1
            born = pendulum.date(1980, 1, 1)
            done = patients.register(desk, family=f"Other{n}", given="Ann", birth=born, sure=True)
            starts = pendulum.datetime(2026, 11, 25, 8, 0, tz=zone).add(days=n // 20 * 7, minutes=15 * (n % 20))
            patient = done.values["patient"]
            visit = calendar.book(desk, patient=patient, provider=provider, starts=starts, kind=kind)
            calendar.confirm(desk, visit=visit.values["visit"], version=1)
            time.sleep(seconds / 600)  # a very busy person, who does not book out five years
        print(n, flush=True)
    elif line.strip() == "hold":
        with desk.database.writing():
            print("held", flush=True)
            sys.stdin.readline()
        print("let go", flush=True)
    elif line.startswith("later"):
        clock.advance(minutes=int(line.split()[1]))
        print("later", flush=True)
    else:
        _, patient, hour = line.split()
        starts = pendulum.datetime(2026, 11, 24, int(hour), 0, tz=zone)
        try:
            calendar.book(desk, patient=int(patient), provider=provider, starts=starts, kind=kind)
            print("booked", flush=True)
        except Refused as refused:
            print(refused.reason, flush=True)
"""
"""Another person at work: books on other days on end, on this day when told to, or keeps the others waiting."""


class Colleague:
    """The fourth person."""

    def __init__(self, path: Path, seconds: float) -> None:
        words = [sys.executable, "-c", COLLEAGUE, str(path), str(seconds)]
        self.process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
        assert self.answer() == "ready"

    def tell(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def answer(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def close(self) -> None:
        self.process.kill()
        self.process.communicate()
