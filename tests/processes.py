"""Other processes for tests: several at once, or one that holds the lock."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE, Popen

PROLOGUE = """
import sys
path, name = sys.argv[1], "p" + sys.argv[2]
def ready():
    print("ready", flush=True)
    sys.stdin.readline()
"""

HOLD = """
import fcntl, os, sys
lock = os.open(sys.argv[1] + ".lock", os.O_CREAT | os.O_RDWR, 0o600)
fcntl.flock(lock, fcntl.LOCK_EX)
print("held", flush=True)
sys.stdin.readline()
"""

TRY = """
import fcntl, os, sys
lock = os.open(sys.argv[1] + ".lock", os.O_RDWR)
try:
    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    print("free")
except BlockingIOError:
    print("taken")
"""


def _start(script: str, *arguments: object) -> Popen[str]:
    return Popen([sys.executable, "-c", script, *map(str, arguments)], stdin=PIPE, stdout=PIPE, text=True)


def together(script: str, path: Path, *, count: int) -> list[str]:
    """Run a script in `count` processes that all pass `ready()` at the same moment; what each printed after it."""
    running = [_start(PROLOGUE + script, path, number) for number in range(count)]
    for each in running:
        assert each.stdout is not None
        assert each.stdout.readline() == "ready\n"
    for each in running:
        assert each.stdin is not None
        each.stdin.write("go\n")
        each.stdin.flush()
    return [each.communicate(timeout=60)[0].strip() for each in running]


@contextmanager
def holding(path: Path) -> Iterator[Popen[str]]:
    """Another process that has the write gate of `path` until its input ends or it is killed."""
    other = _start(HOLD, path)
    assert other.stdout is not None
    assert other.stdout.readline() == "held\n"
    try:
        yield other
    finally:
        let_go(other)


def let_go(other: Popen[str]) -> None:
    """Let a process that holds the gate end; returns when it has."""
    if other.stdin is not None and not other.stdin.closed:
        other.stdin.close()
    other.wait(timeout=10)
    if other.stdout is not None:
        other.stdout.close()


def gate_is_free(path: Path) -> bool:
    """Ask in another process whether the gate could be taken now."""
    said = subprocess.run([sys.executable, "-c", TRY, str(path)], capture_output=True, text=True, check=True)
    return said.stdout.strip() == "free"


LOOP = """
from frontdesk.db.engine.practice_file import open_practice
import os, select
practice = open_practice(path)
print("ready", flush=True)
while not select.select([sys.stdin], [], [], 0)[0]:
    with practice.writing():
        practice.peewee.execute_sql("UPDATE session SET last_key = last_key + 1")
practice.close()
"""


@contextmanager
def looping(path: Path) -> Iterator[Popen[str]]:
    """Another process that writes without a pause until its input ends."""
    other = _start(PROLOGUE + LOOP, path, 0)
    assert other.stdout is not None
    assert other.stdout.readline() == "ready\n"
    try:
        yield other
    finally:
        let_go(other)
