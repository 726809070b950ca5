"""A row of appointments.csv."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pendulum

from frontdesk.exchange import cells
from frontdesk.exchange.medscheduler import patients
from frontdesk.exchange.medscheduler.slots import Slot
from frontdesk.exchange.table_file import BadRow, Cells
from frontdesk.exchange.wallclock import DAY, WallClock
from frontdesk.logic.importing import NewVisit, Seen

FILE = "appointments.csv"
COLUMNS = (
    "appointment_id", "slot_id", "scheduling_date", "appointment_date", "appointment_time", "status",
    "check_in_time", "start_time", "end_time", "patient_id",
    "scheduling_interval", "appointment_duration", "waiting_time", "age",
)  # fmt: skip
NUMBERS = COLUMNS[-4:]
"""What follows from the other columns: it must be a number, is not kept, and may change (an age does)."""
LONGEST_STEP = DAY // 2
"""Seconds. A step that would be longer was not taken over midnight: one of its times is wrong."""
WHEN_UNKNOWN = "The imported book does not say when, or by whom."
"""The note of a cancelled visit."""

Times = tuple[tuple[str, str, int], ...]
"""Places that a visit came to, the column that says so, and the seconds after midnight that the clock showed."""
Events = tuple[tuple[str, int], ...]
"""Places, and the instants at which the visit came to them."""


def key(visit: str) -> str:
    """What `external_ref` calls a visit."""
    return f"visit/{visit}"


@dataclass(frozen=True)
class Reader:
    """Reads rows of one file."""

    clock: WallClock
    now: int
    """The moment of the import."""
    as_of: pendulum.Date | None
    minutes: int
    """The length of a visit."""
    known: Mapping[str, Seen]
    """What was imported, by key; the patients among it."""
    lost: Mapping[str, int]
    """Lines of the patients that were refused, by their number in the file."""
    slots: Mapping[str, Slot | None]
    """When each slot begins, by its number; None where its row was refused."""

    def read(self, row: Cells, hash: str) -> NewVisit:
        """The visit of a row; raise `BadRow` with what is wrong."""
        visit, slot, scheduling, date, time, status, check_in, start, end, patient, *numbers = row
        for text, column in zip(numbers, NUMBERS, strict=True):
            cells.number(text, column)
        begins = Slot(cells.day(date, "appointment_date"), cells.whole_minute(time, "appointment_time"))
        self._fits(begins, cells.identity(slot, "slot_id"))
        times = _times(status, check_in, start, end)
        who = self._patient(cells.identity(patient, "patient_id"))
        booked = self._booked(cells.day(scheduling, "scheduling_date"), begins.day)
        starts = self.clock.at(begins.day, begins.begins * 60)
        ends = starts + self.minutes * 60
        events = self._events(status, starts, ends, booked) + self._steps(begins.day, times, booked)
        if self.as_of is not None and begins.day >= self.as_of and status != "cancelled":
            status, events = "scheduled", ()
        cancelled = status == "cancelled"
        return NewVisit(
            key(visit),
            hash,
            who,
            begins.day,
            starts,
            ends,
            "patient" if cancelled else "",
            WHEN_UNKNOWN if cancelled else "",
            booked,
            (("scheduled", booked), *events),
            status == "unknown",
        )

    def _fits(self, begins: Slot, slot: str) -> None:
        if slot not in self.slots:
            raise BadRow(f"slot_id: there is no slot {slot} in slots.csv")
        if (known := self.slots[slot]) is not None and known != begins:
            raise BadRow(f"slot_id: slot {slot} begins at another time")

    def _patient(self, patient: str) -> int:
        known = self.known.get(patients.key(patient))
        if known is not None:
            return known.subject
        if patient in self.lost:
            raise BadRow(f"patient_id: patient {patient} was refused ({patients.FILE}:{self.lost[patient]})")
        raise BadRow(f"patient_id: there is no patient {patient} in {patients.FILE}")

    def _booked(self, scheduling: pendulum.Date, day: pendulum.Date) -> int:
        if scheduling > day:
            raise BadRow("scheduling_date: the visit was booked after its own day")
        return self.clock.at(scheduling, 0)

    def _events(self, status: str, starts: int, ends: int, booked: int) -> Events:
        """What the status says, where the file has no time for it."""
        if status == "did not attend":
            return (("no_show", ends),)
        if status == "cancelled":
            return (("cancelled", max(booked, min(starts, self.now))),)
        return ()

    def _steps(self, day: pendulum.Date, times: Times, booked: int) -> Events:
        """The steps of an attended visit: each on the day of the one before it, or on the next."""
        steps: list[tuple[str, int]] = []
        last = booked
        for place, column, seconds in times:
            at = self.clock.at(day, seconds, last)
            if at < last:
                day = day.add(days=1)
                at = self.clock.at(day, seconds)
                if at - last > LONGEST_STEP:
                    raise BadRow(f"{column}: it is before the step that precedes it")
            steps.append((place, at))
            last = at
        return tuple(steps)


def _times(status: str, check_in: str, start: str, end: str) -> Times:
    """The steps of a visit by its clock times; none unless it was attended."""
    texts = {"check_in_time": check_in, "start_time": start, "end_time": end}
    if status not in ("attended", "cancelled", "did not attend", "scheduled", "unknown"):
        raise BadRow("status: it is none of attended, cancelled, did not attend, scheduled, unknown")
    if status == "attended":
        steps = zip(("arrived", "with_provider", "done"), texts.items(), strict=True)
        return tuple((place, column, cells.clock(text, column)) for place, (column, text) in steps)
    if any(texts.values()):
        raise BadRow(f"status: {status}, yet there is a time of check-in, start or end")
    return ()
