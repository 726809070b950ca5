"""The import itself: the files one after the other, in whole batches."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, Protocol, TypeVar

import pendulum

from frontdesk.desk import Desk, Done, Refused
from frontdesk.exchange.batches import Pace, write_in_parts
from frontdesk.exchange.medscheduler import cells, patients, slots, visits
from frontdesk.exchange.medscheduler.hours import Hours
from frontdesk.exchange.medscheduler.rules import SOURCE
from frontdesk.exchange.report import Fault, ImportReport, Tally
from frontdesk.exchange.table_file import BadRow, Cells, TableFile
from frontdesk.exchange.wallclock import WallClock
from frontdesk.logic.importing import Book, Opening, hours_of, import_batch, imported

PROVIDER = "Imported"
KIND = ("APT", "Appointment")
CLASH = "it overlaps another visit of the patient or of this book, so it can't stand on the calendar"
CHANGED = "it says something else than when it was imported; what is here was kept"

HEADER = 1
"""The line before the first row."""

Progress = Callable[[str, int, int], None]
"""Told what comes in, how many lines are done, and how many there are."""


class Keyed(Protocol):
    """A row that is known by its source's key."""

    @property
    def key(self) -> str:
        """The key."""


Row = TypeVar("Row", bound=Keyed)
Lined = tuple[int, Row]
"""A row with the line it stands on."""


class Stopped(Exception):
    """Somebody asked to stop: whole batches are in, the rest is not."""


def _untold(what: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


def import_folder(
    desk: Desk,
    folder: Path,
    *,
    as_of: pendulum.Date | None = None,
    progress: Progress = _untold,
    stopped: Callable[[], bool] = lambda: False,
    ticks: Callable[[], float] = time.perf_counter,
) -> ImportReport:
    """Bring in the book in a folder; raise `Refused` when a file or a column of it is missing.

    `stopped` is asked before every batch. `ticks` measures, in seconds, how long a batch takes.
    """
    desk.need("data.import")
    run = Run(replace(desk, request=None), folder, as_of, progress, stopped, ticks)
    try:
        run.everything()
    except Stopped:
        return run.report(stopped=True)
    return run.report()


@dataclass
class Counts:
    """What became of one file's rows so far."""

    outcomes: Counter[str] = field(default_factory=Counter)
    lost: dict[str, int] = field(default_factory=dict)
    """Lines of refused rows, by their identity."""

    def tally(self, file: str) -> Tally:
        """The counts as the report has them."""
        return Tally(file, *(self.outcomes[word] for word in ("new", "known", "changed", "refused")))


class Run:
    """One import on its way."""

    def __init__(
        self,
        desk: Desk,
        folder: Path,
        as_of: pendulum.Date | None,
        progress: Progress,
        stopped: Callable[[], bool],
        ticks: Callable[[], float],
    ) -> None:
        self._desk, self._as_of, self._progress, self._stopped, self._ticks = desk, as_of, progress, stopped, ticks
        self._patients = TableFile(folder / patients.FILE, patients.COLUMNS)
        self._slots = TableFile(folder / slots.FILE, slots.COLUMNS)
        self._visits = TableFile(folder / visits.FILE, visits.COLUMNS)
        self._counts = {file.name: Counts() for file in (self._patients, self._slots, self._visits)}
        self._faults: list[Fault] = []
        self._known = imported(desk, source=SOURCE)

    def report(self, *, stopped: bool = False) -> ImportReport:
        """What was done so far."""
        tallies = tuple(counts.tally(name) for name, counts in self._counts.items())
        order = list(self._counts)
        faults = sorted(self._faults, key=lambda fault: (order.index(fault.file), fault.line))
        return ImportReport(tallies, tuple(faults), stopped)

    def everything(self) -> None:
        """Bring in the three files; raise `Stopped` when asked to."""
        begins = self._slot_times()
        times = [slot for slot in begins.values() if slot is not None]
        minutes = slots.usual_length(times)
        first = min((slot.day for slot in times), default=self._desk.today())
        book = self._book(minutes, int(self._desk.bounds(first)[0].timestamp()))
        self._bring_patients()
        self._bring_slots(book, minutes)
        self._bring_visits(book, minutes, begins)

    # The files -------------------------------------------------------------------------------

    def _book(self, minutes: int, since: int) -> Book:
        """The provider and the kind of this book, made when it is new."""
        if (provider := self._known.get("provider")) and (kind := self._known.get("kind")):
            return Book(provider.subject, kind.subject)
        self._ask()
        done = self._write(self._slots, [1], opening=Opening(PROVIDER, *KIND, minutes, since))
        return Book(*done.values["book"])

    def _bring_patients(self) -> None:
        file, today = self._patients, self._desk.today()
        rows = self._read(file, patients.key, partial(patients.read, today=today))
        self._bring(file, "patients", rows, lambda batch: self._send(file, batch, "patients"))
        self._known = imported(self._desk, source=SOURCE)

    def _slot_times(self) -> dict[str, slots.Slot | None]:
        """When each slot begins, by its number, imported before or not; None where the row can't be read."""
        found: dict[str, slots.Slot | None] = {}
        for _, row in self._slots.rows():
            if isinstance(row, BadRow) or row[0] in found:
                continue
            try:
                found[row[0]] = slots.read(row)
            except BadRow:
                found[row[0]] = None
        return found

    def _bring_slots(self, book: Book, minutes: int) -> None:
        file = self._slots
        fresh = list(self._read(file, slots.key, slots.named))
        hours = Hours(hours_of(self._desk, provider=book.provider), (slot.slot for _, slot in fresh), minutes)

        def send(batch: Sequence[Lined[slots.Named]]) -> None:
            fresh_hours, rows = hours.needed(slot for _, slot in batch)
            done = self._write(file, [line for line, _ in batch], book=book, hours=fresh_hours, slots=rows)
            hours.written(done.values["hours"])

        self._bring(file, "slots", fresh, send)

    def _bring_visits(self, book: Book, minutes: int, begins: dict[str, slots.Slot | None]) -> None:
        file, now = self._visits, int(self._desk.clock.now().timestamp())
        lost = self._counts[patients.FILE].lost
        clock = WallClock(self._desk.zone)
        reader = visits.Reader(clock, now, self._as_of, minutes, self._known, lost, begins)
        rows = self._read(file, visits.key, reader.read, kept=-len(visits.NUMBERS))
        self._bring(file, "visits", rows, lambda batch: self._send(file, batch, "visits", book=book))

    # Rows ------------------------------------------------------------------------------------

    def _read(
        self,
        file: TableFile,
        key: Callable[[str], str],
        read: Callable[[Cells, str], Row],
        kept: int | None = None,
    ) -> Iterator[Lined[Row]]:
        """Every new row of a file, understood; those that are there already or can't go in are counted.

        Only the first `kept` columns make a row another one.
        """
        counts, lines = self._counts[file.name], dict[str, int]()
        for line, row in file.rows():
            try:
                if isinstance(row, BadRow):
                    raise row
                identity = cells.identity(row[0], file.columns[0])
                if (earlier := lines.setdefault(identity, line)) != line:
                    raise BadRow(f"{file.columns[0]}: {identity} stands on line {earlier} already")
                hash = cells.fingerprint(row[:kept])
                if (seen := self._known.get(key(identity))) is None:
                    yield line, read(row, hash)
                elif seen.hash == hash:
                    counts.outcomes["known"] += 1
                else:
                    counts.outcomes["changed"] += 1
                    self._faults.append(Fault(file.name, line, CHANGED))
            except BadRow as error:
                self._refuse(file, line, str(error))
                if not isinstance(row, BadRow):
                    counts.lost.setdefault(row[0], line)

    def _bring(
        self,
        file: TableFile,
        what: str,
        rows: Iterable[Lined[Row]],
        send: Callable[[Sequence[Lined[Row]]], None],
    ) -> None:
        """Write rows in batches that fit, telling the progress."""
        pace, batch = Pace(self._ticks), list[Lined[Row]]()
        self._progress(what, 0, file.count)
        for row in rows:
            batch.append(row)
            if len(batch) >= pace.rows:
                self._batch(file, batch, send, pace)
                self._progress(what, row[0] - HEADER, file.count)
                batch = []
        if batch:
            self._batch(file, batch, send, pace)
        self._progress(what, file.count, file.count)

    def _batch(
        self,
        file: TableFile,
        batch: Sequence[Lined[Row]],
        send: Callable[[Sequence[Lined[Row]]], None],
        pace: Pace,
    ) -> None:
        self._ask()

        outcomes = self._counts[file.name].outcomes

        def write(rows: Sequence[Lined[Row]]) -> None:
            try:
                send(rows)
                outcomes["new"] += len(rows)
            except Refused as error:
                if error.code != "database" or not (meanwhile := self._meanwhile(rows)):
                    raise
                outcomes["known"] += len(meanwhile)
                if rest := [row for row in rows if row[1].key not in meanwhile]:
                    write(rest)

        def refuse(row: Lined[Row], why: Refused) -> None:
            self._refuse(file, row[0], CLASH if why.code == "overlap" else why.reason)

        pace.run(batch, lambda rows: write_in_parts(rows, write, refuse))

    def _meanwhile(self, rows: Sequence[Lined[Row]]) -> set[str]:
        """The keys of those rows that another import of the same book has brought in since this one began."""
        return {row.key for _, row in rows} & imported(self._desk, source=SOURCE).keys()

    def _ask(self) -> None:
        if self._stopped():
            raise Stopped

    def _refuse(self, file: TableFile, line: int, reason: str) -> None:
        self._counts[file.name].outcomes["refused"] += 1
        self._faults.append(Fault(file.name, line, reason))

    def _send(self, file: TableFile, batch: Sequence[Lined[Any]], what: str, **more: Any) -> None:
        self._write(file, [line for line, _ in batch], **{what: [row for _, row in batch]}, **more)

    def _write(self, file: TableFile, lines: Sequence[int], **rows: Any) -> Done:
        return import_batch(self._desk, source=SOURCE, file=file.name, lines=(lines[0], lines[-1]), **rows)
