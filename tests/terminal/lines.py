"""Slow lines, and terminals that stop reading: how late the screen is, and whether the console works on."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from frontdesk.harness import Teletype, console_words

BAUD_9600 = 960.0
"""Bytes a second: eight bits, and one before and one after them."""

EVERY = 0.04
"""Seconds between two keys when one is held down."""

TICK = 0.05
"""Seconds between two ticks of a console that counts."""

COUNTING = f"""
import os, sys
from frontdesk import cli
from frontdesk.screens.console import Console

file, ticks, mounted = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT), 0, Console.on_mount

def tick():
    global ticks
    ticks += 1
    os.pwrite(file, str(ticks).encode(), 0)

async def on_mount(self):
    await mounted(self)
    self.set_interval({TICK}, tick)

Console.on_mount = on_mount
sys.exit(cli.main(sys.argv[2:]))
"""
"""The console, with a timer of Textual's that writes how often it went off."""


def counting_words(ticks: Path, db: Path, login: str) -> list[str]:
    """The command that opens a console whose timer writes its ticks into a file."""
    return [sys.executable, "-c", COUNTING, str(ticks), *console_words(db, login)[3:]]


def ticks_in(file: Path) -> int:
    """How often it ticked."""
    return int(file.read_text() or 0)


@dataclass(frozen=True)
class Late:
    """A key held down on a slow line: how many seconds the screen was behind at the end, and what was sent."""

    seconds: float
    sent: int


def hold(desks: Sequence[Teletype], key: str, seconds: float, speed: float) -> list[Late]:
    """Hold a key down for so long on lines of that speed, and wait for the last byte of each."""
    before = [len(desk.raw) for desk in desks]
    for desk in desks:
        desk.speed = speed
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        for desk in desks:
            desk.strike(key)
        for desk in desks:
            desk.silent(EVERY / len(desks))
    let_go = time.perf_counter()
    while time.perf_counter() - max(let_go, *(desk.last for desk in desks)) < 0.5:
        for desk in desks:
            desk.hear(0.01)
    for desk in desks:
        desk.speed = None
    return [Late(max(0.0, desk.last - let_go), len(desk.raw) - n) for desk, n in zip(desks, before, strict=True)]


@dataclass(frozen=True)
class Frozen:
    """A terminal that read nothing for a while."""

    sent: int
    """Bytes that came once it read again."""
    seconds: float
    """How long that took."""
    worked: float
    """Seconds of the processor that the console used meanwhile."""


def freeze(desk: Teletype, keys: tuple[str, ...], seconds: float) -> Frozen:
    """Press keys for so long while nobody reads, then read."""
    desk.rest()
    before, worked, end = len(desk.raw), desk.processor_time(), time.perf_counter() + seconds
    while time.perf_counter() < end:
        desk.strike(*keys)
        time.sleep(EVERY)
    worked, begin = desk.processor_time() - worked, time.perf_counter()
    desk.rest(first=0.5, quiet=0.5, most=60.0)
    return Frozen(len(desk.raw) - before, desk.last - begin, worked)
