"""A row of slots.csv, and what all of them say."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

import pendulum

from frontdesk.exchange import cells
from frontdesk.exchange.table_file import Cells

FILE = "slots.csv"
COLUMNS = ("slot_id", "appointment_date", "appointment_time")
USUAL_LENGTH = 10
"""Minutes of a slot when the file has no two on one day."""
LONGEST_LENGTH = 480


def key(slot: str) -> str:
    """What `external_ref` calls a slot."""
    return f"slot/{slot}"


class Slot(NamedTuple):
    """When a slot begins: the day, and minutes after midnight."""

    day: pendulum.Date
    begins: int


class Named(NamedTuple):
    """A slot with its key and the hash of its row."""

    key: str
    hash: str
    slot: Slot


def read(row: Cells) -> Slot:
    """The slot of a row; raise `BadRow` with what is wrong."""
    _, day, time = row
    return Slot(cells.day(day, "appointment_date"), cells.whole_minute(time, "appointment_time"))


def named(row: Cells, hash: str) -> Named:
    """The slot of a row with its name; raise `BadRow` with what is wrong."""
    return Named(key(row[0]), hash, read(row))


def by_day(slots: Iterable[Slot]) -> dict[pendulum.Date, list[int]]:
    """The minutes at which slots begin, in order, by day, in order; twice the same is once."""
    days: dict[pendulum.Date, set[int]] = defaultdict(set)
    for slot in slots:
        days[slot.day].add(slot.begins)
    return {day: sorted(begins) for day, begins in sorted(days.items())}


def usual_length(slots: Iterable[Slot]) -> int:
    """Minutes from one slot to the next, as most of them lie; of two equally frequent ones the shorter."""
    gaps = Counter(b - a for begins in by_day(slots).values() for a, b in pairwise(begins))
    fitting = [(-count, gap) for gap, count in gaps.items() if gap <= LONGEST_LENGTH]
    return min(fitting)[1] if fitting else USUAL_LENGTH
