"""The write gate: a fair queue of writers, then BEGIN IMMEDIATE.

SQLite's busy handler starves waiters (5-second outliers with two writers); a file lock taken around the
transaction makes the kernel queue them. The lock belongs to the process: opened once per file, because
a second handle in one process would wait for the first.
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from peewee import SqliteDatabase

PATIENCE = 5.0
"""Seconds a writer waits for its turn before it gives up."""


class Busy(RuntimeError):
    """The turn to write did not come within `PATIENCE` seconds."""


class WriteGate:
    """One process's place in the queue of writers of one database file."""

    def __init__(self, path: str | Path) -> None:
        self._file = os.open(f"{path}.lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        self._turn = threading.Lock()

    def close(self) -> None:
        """Give the lock file back."""
        os.close(self._file)

    def _take(self, patience: float) -> None:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._wait(patience)

    def _wait(self, patience: float) -> None:
        """Block in the kernel's queue, in a thread so that the wait can be given up."""
        answer = threading.Condition()
        state = {"got": False, "gave_up": False}

        def queue() -> None:
            fcntl.flock(self._file, fcntl.LOCK_EX)
            with answer:
                state["got"] = True
                if state["gave_up"]:
                    fcntl.flock(self._file, fcntl.LOCK_UN)
                answer.notify()

        threading.Thread(target=queue, daemon=True, name="write-gate").start()
        with answer:
            if not answer.wait_for(lambda: state["got"], timeout=patience):
                state["gave_up"] = True
                raise Busy(f"The database was busy for {patience:.0f} seconds. Nothing was saved; try again.")

    @contextmanager
    def writing(self, database: SqliteDatabase, patience: float = PATIENCE) -> Iterator[None]:
        """Hold the gate and one IMMEDIATE transaction; commit at the end, roll back on any exception."""
        if not self._turn.acquire(timeout=patience):
            raise Busy(f"The database was busy for {patience:.0f} seconds. Nothing was saved; try again.")
        try:
            self._take(patience)
            try:
                with database.atomic("IMMEDIATE"):
                    yield
            finally:
                fcntl.flock(self._file, fcntl.LOCK_UN)
        finally:
            self._turn.release()
