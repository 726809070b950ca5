"""Timing, and the table it is printed in."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

ROUNDS = 3
"""The machine is shared: every measurement is repeated, and the least disturbed round counts."""


def quantile(values: Iterable[float], share: float) -> float:
    """The value below which that share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def timed(calls: Iterable[Callable[[], Any]]) -> list[float]:
    """Milliseconds that each call took, without the garbage collector in between."""
    taken = []
    gc.collect()
    gc.disable()
    try:
        for call in calls:
            begin = time.perf_counter()
            call()
            taken.append((time.perf_counter() - begin) * 1000)
    finally:
        gc.enable()
    return taken


def best(rounds: Iterable[list[float]], share: float) -> list[float]:
    """The round with the lowest quantile."""
    return min(rounds, key=lambda taken: quantile(taken, share))


@dataclass(frozen=True, slots=True)
class Line:
    """One measurement against its limit: `share` of the calls must stay within `limit`."""

    what: str
    taken: list[float]
    share: float
    limit: float
    unit: str = "ms"

    @property
    def value(self) -> float:
        """The quantile that counts."""
        return quantile(self.taken, self.share)

    @property
    def kept(self) -> bool:
        """Whether it is within the limit."""
        return self.value <= self.limit

    def cells(self) -> list[str]:
        """The line of the table."""
        counts = "max" if self.share == 1 else f"p{self.share * 100:.0f}"
        return [
            self.what,
            f"{len(self.taken):,}",
            f"{quantile(self.taken, 0.5):.2f}",
            f"{quantile(self.taken, 0.95):.2f}",
            f"{quantile(self.taken, 0.99):.2f}",
            f"{max(self.taken):.2f}",
            f"{counts} <= {self.limit:g} {self.unit}",
            "kept" if self.kept else "MISSED",
        ]


def table(title: str, lines: Iterable[Line]) -> str:
    """The measurements as text."""
    from tabulate import tabulate

    heads = ["", "n", "p50", "p95", "p99", "max", "limit", ""]
    return f"\n{title}\n" + tabulate([line.cells() for line in lines], heads, disable_numparse=True)
