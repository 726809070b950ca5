"""Ending at once when asked to, without ever leaving the database in the middle of a change."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager


class Stopped(Exception):
    """Somebody asked the run to end while it waited for something outside."""


class Stopper:
    """SIGTERM and SIGINT: what waits outside is broken off, a change is finished first."""

    def __init__(self) -> None:
        self.asked = False
        self._outside = False

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Listen while this lasts."""
        numbers = (signal.SIGTERM, signal.SIGINT)
        before = [signal.signal(number, self._ask) for number in numbers]
        try:
            yield
        finally:
            for number, handler in zip(numbers, before, strict=True):
                signal.signal(number, handler)

    def _ask(self, *_: object) -> None:
        self.asked = True
        if self._outside:
            raise Stopped

    @contextmanager
    def outside(self) -> Iterator[None]:
        """While this lasts the run may be broken off: `Stopped` is raised, at once when it was asked before."""
        self._outside = True
        try:
            if self.asked:
                raise Stopped
            yield
        finally:
            self._outside = False

    def rest(self, seconds: float) -> None:
        """Wait; a request to end ends it at once."""
        with self.outside():
            time.sleep(seconds)
