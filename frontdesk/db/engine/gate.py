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
from contextlib import ExitStack, contextmanager
from pathlib import Path

from peewee import OperationalError, SqliteDatabase

PATIENCE = 5.0
"""Seconds a writer waits for its turn before it gives up."""


class Busy(RuntimeError):
    """The turn to write did not come within `PATIENCE` seconds."""

    def __init__(self, patience: float) -> None:
        super().__init__(f"The database was busy for {patience:.0f} seconds. Nothing was saved; try again.")


class Queue:
    """This process's one place in the kernel's queue for the lock file.

    A blocking flock can't be given up, so it runs in a thread. Whoever gives up leaves the thread in the queue:
    the next wait of this process takes the place over; if nobody waits any more when the lock comes, it is
    given back. (With a thread for each, the late one would give back the lock that the other is using.)
    """

    def __init__(self, file: int) -> None:
        self._file = file
        self._state = threading.Condition()
        self._queued = self._wanted = self._got = self._closed = False

    def close(self) -> None:
        """Close the file; a thread that is still queued leaves the lock alone when it comes."""
        with self._state:
            if not self._closed:
                self._closed = True
                os.close(self._file)

    def take(self, patience: float) -> bool:
        """Take the lock, in at most `patience` seconds; False when it did not come."""
        with self._state:
            if not self._queued:
                if self._at_once():
                    return True
                self._queued = True
                threading.Thread(target=self._block, daemon=True, name="write-gate").start()
            self._wanted = True
            came = self._state.wait_for(lambda: self._got, timeout=patience)
            self._wanted = self._got = False
            return came

    def give_back(self) -> None:
        """Let the next process in."""
        fcntl.flock(self._file, fcntl.LOCK_UN)

    def _at_once(self) -> bool:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _block(self) -> None:
        fcntl.flock(self._file, fcntl.LOCK_EX)
        with self._state:
            self._queued = False
            if self._wanted:
                self._got = True
                self._state.notify()
            elif not self._closed:
                self.give_back()


class WriteGate:
    """One process's place in the queue of writers of one database file."""

    def __init__(self, path: str | Path) -> None:
        flags = os.O_CREAT | os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW
        self._queue = Queue(os.open(f"{path}.lock", flags, 0o600))
        self._turn = threading.Lock()
        self._writer: int | None = None

    def close(self) -> None:
        """Give the lock file back."""
        self._queue.close()

    @contextmanager
    def held(self, patience: float = PATIENCE) -> Iterator[None]:
        """Hold the gate; raise `Busy` when the turn does not come."""
        if self._writer == threading.get_ident():
            raise RuntimeError("the gate is held already: one transaction at a time")
        if not self._turn.acquire(timeout=patience):
            raise Busy(patience)
        try:
            if not self._queue.take(patience):
                raise Busy(patience)
            self._writer = threading.get_ident()
            try:
                yield
            finally:
                self._writer = None
                self._queue.give_back()
        finally:
            self._turn.release()

    @contextmanager
    def writing(self, database: SqliteDatabase, patience: float = PATIENCE) -> Iterator[None]:
        """Hold the gate and one IMMEDIATE transaction; commit at the end, roll back on any exception."""
        with self.held(patience), ExitStack() as stack:
            try:
                stack.enter_context(database.atomic("IMMEDIATE"))
            except OperationalError as error:  # a program that knows no gate holds the file
                if "locked" not in str(error):
                    raise
                raise Busy(patience) from error
            yield
