"""The weekly hours that a book's slots add up to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta

import pendulum

from frontdesk.exchange.medscheduler.slots import Named, Slot, by_day
from frontdesk.logic.importing import NewHours, NewSlot

MIDNIGHT = 1440
_WEEK = timedelta(days=7)


def stretches(begins: Iterable[int], length: int) -> list[tuple[int, int]]:
    """Slots that touch or overlap as one stretch (opens, closes), minutes after midnight; `begins` in order."""
    found: list[tuple[int, int]] = []
    for begin in begins:
        end = min(begin + length, MIDNIGHT)
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], end)
        else:
            found.append((begin, end))
    return found


def weekly(slots: Iterable[Slot], length: int) -> list[NewHours]:
    """The hours of the slots: a stretch is one row for as many weeks as it comes again without a gap."""
    days: dict[tuple[int, int, int], list[pendulum.Date]] = defaultdict(list)
    for day, begins in by_day(slots).items():
        for opens, closes in stretches(begins, length):
            days[day.weekday(), opens, closes].append(day)
    rows = [NewHours(*stretch, run[0], run[-1]) for stretch, dates in days.items() for run in _runs(dates)]
    return sorted(rows, key=lambda row: (row.from_day, row.opens))


def _runs(dates: list[pendulum.Date]) -> list[list[pendulum.Date]]:
    """Dates in order, parted where more than a week lies between two."""
    runs: list[list[pendulum.Date]] = []
    for date in dates:
        if runs and date - runs[-1][-1] == _WEEK:
            runs[-1].append(date)
        else:
            runs.append([date])
    return runs


class Hours:
    """Which hours each slot lies in: those that are there already, and those to be written with it."""

    def __init__(self, there: Iterable[tuple[int, NewHours]], slots: Iterable[Slot], length: int) -> None:
        self._length = length
        self._by_weekday: dict[int, list[tuple[int, NewHours]]] = defaultdict(list)
        self._add(there)
        bare = [slot for slot in slots if self._covering(slot) is None]
        self._new = weekly(bare, length)
        self._add((-1 - place, hours) for place, hours in enumerate(self._new))
        self._ids: dict[int, int] = {}
        """Ids of the new hours that were written, by their negative number."""
        self._under_way: list[int] = []

    def _add(self, rows: Iterable[tuple[int, NewHours]]) -> None:
        for number, hours in rows:
            self._by_weekday[hours.weekday].append((number, hours))

    def _covering(self, slot: Slot) -> int | None:
        end = min(slot.begins + self._length, MIDNIGHT)
        for number, hours in self._by_weekday[slot.day.weekday()]:
            if hours.opens <= slot.begins and end <= hours.closes and hours.from_day <= slot.day <= hours.to_day:
                return number
        return None

    def needed(self, slots: Iterable[Named]) -> tuple[list[NewHours], list[NewSlot]]:
        """The hours to be written with these slots, and the slots with the hours they lie in."""
        self._under_way, rows = [], []
        for named in slots:
            number = self._covering(named.slot)
            assert number is not None
            rows.append(NewSlot(named.key, named.hash, self._in_batch(number)))
        return [self._new[-1 - number] for number in self._under_way], rows

    def _in_batch(self, number: int) -> int:
        """An id, or -1, -2 ... for the first, second ... hours of the batch."""
        if number > 0 or number in self._ids:
            return self._ids.get(number, number)
        if number not in self._under_way:
            self._under_way.append(number)
        return -1 - self._under_way.index(number)

    def written(self, ids: Iterable[int]) -> None:
        """The batch is in; its hours got these ids."""
        self._ids.update(zip(self._under_way, ids, strict=True))
