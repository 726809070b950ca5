"""One run at a time for each practice: the kernel gives the lock back however a run ends."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from frontdesk.desk import Refused

STEP = 0.1
"""Seconds between two looks at the lock."""


def _file(practice: Path) -> int:
    flags = os.O_CREAT | os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW
    return os.open(f"{practice}.printing", flags, 0o600)


def _taken(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def alone(practice: Path, patience: float) -> Iterator[None]:
    """Be the one run of a practice; raise `Refused` when another does not end within `patience` seconds."""
    file = _file(practice)
    try:
        until = time.monotonic() + patience
        while not _taken(file):
            if time.monotonic() >= until:
                raise Refused("Another print run is at work; it sends what waits.", code="busy")
            time.sleep(STEP)
        yield
    finally:
        os.close(file)


def at_work(practice: Path) -> bool:
    """Whether a run is at work on a practice just now."""
    if not Path(f"{practice}.printing").exists():
        return False
    file = _file(practice)
    try:
        return not _taken(file)
    finally:
        os.close(file)
