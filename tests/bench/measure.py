"""Timing, and the table it is printed in."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

ROUNDS = 7
"""The machine is shared: every measurement is repeated, and the least disturbed round counts."""


class Taken(NamedTuple):
    """What a call took, in milliseconds: by the clock on the wall, and of the processor.

    A wall time far above the processor's says that something else was running (or the disk was slow).
    """

    wall: float
    cpu: float


def quantile(values: Iterable[float], share: float) -> float:
    """The value below which that share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def timed(calls: Iterable[Callable[[], Any]]) -> list[Taken]:
    """What each call took, without the garbage collector in between."""
    taken = []
    gc.collect()
    gc.disable()
    try:
        for call in calls:
            begin, cpu = time.perf_counter(), time.thread_time()
            call()
            taken.append(Taken((time.perf_counter() - begin) * 1000, (time.thread_time() - cpu) * 1000))
    finally:
        gc.enable()
    return taken


def best(rounds: Iterable[list[Taken]], share: float) -> list[Taken]:
    """The round with the lowest quantile by the wall clock."""
    return min(rounds, key=lambda taken: quantile((each.wall for each in taken), share))


@dataclass(frozen=True, slots=True)
class Line:
    """One measurement against its limit: `share` of the calls must stay within `limit` by the wall clock."""

    what: str
    wall: Sequence[float]
    share: float
    limit: float
    unit: str = "ms"
    cpu: Sequence[float] = ()

    @classmethod
    def of(cls, what: str, taken: list[Taken], share: float, limit: float) -> Line:
        """The line of what was timed."""
        return cls(what, [each.wall for each in taken], share, limit, cpu=[each.cpu for each in taken])

    @property
    def value(self) -> float:
        """The quantile that counts."""
        return quantile(self.wall, self.share)

    @property
    def kept(self) -> bool:
        """Whether it is within the limit."""
        return self.value <= self.limit

    def cells(self) -> list[str]:
        """The line of the table."""
        counts = "max" if self.share == 1 else f"p{self.share * 100:.0f}"
        return [
            self.what,
            f"{len(self.wall):,}",
            *(f"{quantile(self.wall, share):.2f}" for share in (0.5, 0.95, 0.99, 1)),
            *(f"{quantile(self.cpu, share):.2f}" if self.cpu else "" for share in (0.5, 0.95)),
            f"{counts} <= {self.limit:g} {self.unit}",
            "kept" if self.kept else "MISSED",
        ]


def table(title: str, lines: Iterable[Line]) -> str:
    """The measurements as text."""
    from tabulate import tabulate

    heads = ["", "n", "p50", "p95", "p99", "max", "cpu p50", "cpu p95", "limit", ""]
    return f"\n{title}\n" + tabulate([line.cells() for line in lines], heads, disable_numparse=True)
