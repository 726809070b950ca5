"""The clock is a part of the desk, never `now()`: tests and the key-script driver set it."""

from __future__ import annotations

from typing import Protocol

import pendulum


class Clock(Protocol):
    """Tells the time, in UTC."""

    def now(self) -> pendulum.DateTime:
        """The present moment."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> pendulum.DateTime:
        """The present moment, whole seconds."""
        return pendulum.now("UTC").replace(microsecond=0)


class FixedClock:
    """A clock that stands still until it is set."""

    def __init__(self, at: pendulum.DateTime) -> None:
        self._at = at

    def now(self) -> pendulum.DateTime:
        """The moment it was set to."""
        return self._at.in_timezone("UTC")

    def set(self, at: pendulum.DateTime) -> None:
        """Set it to a moment."""
        self._at = at

    def advance(self, *, minutes: int = 0, seconds: int = 0) -> None:
        """Move it on."""
        self._at = self._at.add(minutes=minutes, seconds=seconds)


class ShiftedClock:
    """The machine's clock moved to start at a given moment: for a demo practice of another day."""

    def __init__(self, starts: pendulum.DateTime) -> None:
        self._shift = int((starts - pendulum.now("UTC")).total_seconds())

    def now(self) -> pendulum.DateTime:
        """The present moment, shifted."""
        return pendulum.now("UTC").add(seconds=self._shift).replace(microsecond=0)
