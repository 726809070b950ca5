"""Rows in whole batches, each small enough that people who save meanwhile don't wait."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from frontdesk.desk import Refused

Row = TypeVar("Row")

AIM = 0.025
"""Seconds that a batch should take: half of what it may, because on a busy machine as many rows may take twice as
long the next time. The write gate is held for less."""
GROWTH = 1.5
"""How many times as many rows the next batch may have, because one that was fast by chance says little."""
REST = 0.004
"""Seconds between two batches in which whoever waits at the gate is let through."""
FEWEST, MOST = 8, 4000


class Pace:
    """How many rows the next batch takes, by how long the last ones took on this machine, now."""

    def __init__(
        self,
        ticks: Callable[[], float] = time.perf_counter,
        rest: Callable[[float], None] = time.sleep,
    ) -> None:
        self.rows = 2 * FEWEST
        """Rows in the next batch."""
        self._ticks = ticks
        self._rest = rest

    def run(self, batch: Sequence[Row], write: Callable[[Sequence[Row]], None]) -> None:
        """Write one batch, learn from how long it took, and leave the gate to others for a moment."""
        with _uncollected():
            begin = self._ticks()
            write(batch)
            took = self._ticks() - begin
        fitting = int(len(batch) * AIM / max(took, 0.001))
        # A slow one may have waited for its turn.
        self.rows = min(max(fitting, self.rows // 2, FEWEST), int(self.rows * GROWTH), MOST)
        self._rest(REST)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep Python's collector out of a batch: with a whole import in memory, one pass takes longer than it may."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def write_in_parts(
    rows: Sequence[Row], write: Callable[[Sequence[Row]], None], refuse: Callable[[Row, Refused], None]
) -> None:
    """Write rows; when the database refuses one for itself (`overlap`, `database`), find it, write the others."""
    try:
        write(rows)
    except Refused as error:
        if error.code not in ("overlap", "database"):
            raise
        if len(rows) == 1:
            refuse(rows[0], error)
            return
        half = len(rows) // 2
        write_in_parts(rows[:half], write, refuse)
        write_in_parts(rows[half:], write, refuse)
