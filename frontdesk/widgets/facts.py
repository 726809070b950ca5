"""Facts: what a row of a list shows besides where the terminal is broad."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from rich.cells import set_cell_size
from rich.text import Text

from frontdesk.widgets.breadth import BROAD
from frontdesk.widgets.rows import cut

GAP = 2
"""Cells between two facts."""

T = TypeVar("T")
"""What one row holds."""


@dataclass(frozen=True, slots=True)
class Fact(Generic[T]):
    """A column that a list has beside what it always shows, from a breadth on."""

    title: str
    cells: int
    """What it takes; longer words are cut."""
    words: Callable[[T, Any], str]
    """Of a row, and of what the list read `beside` it (None where nothing was)."""
    since: int = BROAD
    grows: bool = False
    """Whether it takes what is left at the end, when it is the last."""


Shown = Sequence[tuple[Fact[T], int]]
"""Facts that are shown, and their cells."""


def facts_in(facts: Sequence[Fact[T]], width: int, base: int) -> list[tuple[Fact[T], int]]:
    """Those of the facts that there is room for beside the `base` cells of the row itself, with their cells."""
    room, found = width - base, []
    for fact in facts:
        if width >= fact.since and fact.cells + GAP <= room:
            found.append((fact, fact.cells))
            room -= fact.cells + GAP
    if found and found[-1][0].grows:
        found[-1] = (found[-1][0], found[-1][1] + room)
    return found


def with_facts(line: Text, shown: Shown[T], words: Sequence[str], base: int) -> Text:
    """The line in its `base` cells, and the words of the facts beside it."""
    text = line.copy()
    text.truncate(base, pad=True)
    for (_, cells), said in zip(shown, words, strict=True):
        text.append(" " * GAP + set_cell_size(cut(said, cells), cells))
    return text
