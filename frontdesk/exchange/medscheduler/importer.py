"""The import itself: the files one after the other, in whole batches."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pendulum

from frontdesk.desk import Desk, Done
from frontdesk.exchange import cells
from frontdesk.exchange.medscheduler import patients, slots, visits
from frontdesk.exchange.medscheduler.hours import Hours
from frontdesk.exchange.medscheduler.rules import SOURCE
from frontdesk.exchange.report import ImportReport
from frontdesk.exchange.table_file import BadRow, TableFile
from frontdesk.exchange.table_import import Lined, Progress, Stopped, TableImport, Watch, never, untold
from frontdesk.exchange.wallclock import WallClock
from frontdesk.logic.importing import Book, Opening, hours_of, import_batch

PROVIDER = "Imported"
KIND = ("APT", "Appointment")
FILES = (patients.FILE, slots.FILE, visits.FILE)
"""What a folder must hold."""


def import_folder(
    desk: Desk,
    folder: Path,
    *,
    as_of: pendulum.Date | None = None,
    progress: Progress = untold,
    stopped: Callable[[], bool] = never,
    ticks: Callable[[], float] = time.perf_counter,
) -> ImportReport:
    """Bring in the book in a folder; raise `Refused` when a file or a column of it is missing.

    `stopped` is asked before every batch. `ticks` measures, in seconds, how long a batch takes.
    """
    desk.need("data.import")
    run = Run(replace(desk, request=None), folder, as_of, Watch(progress, stopped, ticks))
    try:
        run.everything()
    except Stopped:
        return run.tables.report(stopped=True)
    return run.tables.report()


class Run:
    """One import on its way."""

    def __init__(self, desk: Desk, folder: Path, as_of: pendulum.Date | None, watch: Watch) -> None:
        self._desk, self._as_of = desk, as_of
        self._patients = TableFile(folder / patients.FILE, patients.COLUMNS)
        self._slots = TableFile(folder / slots.FILE, slots.COLUMNS)
        self._visits = TableFile(folder / visits.FILE, visits.COLUMNS)
        files = (self._patients, self._slots, self._visits)
        self.tables = TableImport(desk, SOURCE, files, watch, cells.identity)
        """What became of the rows."""

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

    def _book(self, minutes: int, since: int) -> Book:
        """The provider and the kind of this book, made when it is new."""
        known = self.tables.known
        if (provider := known.get("provider")) and (kind := known.get("kind")):
            return Book(provider.subject, kind.subject)
        self.tables.ask()
        done = self._write(self._slots, [1], opening=Opening(PROVIDER, *KIND, minutes, since))
        return Book(*done.values["book"])

    def _bring_patients(self) -> None:
        file, today = self._patients, self._desk.today()
        rows = self.tables.read(file, patients.key, partial(patients.read, today=today))
        self.tables.bring(file, "patients", rows, lambda batch: self._send(file, batch, "patients"))
        self.tables.look_again()

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
        fresh = list(self.tables.read(file, slots.key, slots.named))
        hours = Hours(hours_of(self._desk, provider=book.provider), (slot.slot for _, slot in fresh), minutes)

        def send(batch: Sequence[Lined[slots.Named]]) -> None:
            fresh_hours, rows = hours.needed(slot for _, slot in batch)
            done = self._write(file, [line for line, _ in batch], book=book, hours=fresh_hours, slots=rows)
            hours.written(done.values["hours"])

        self.tables.bring(file, "slots", fresh, send)

    def _bring_visits(self, book: Book, minutes: int, begins: dict[str, slots.Slot | None]) -> None:
        file, now = self._visits, int(self._desk.clock.now().timestamp())
        clock, tables = WallClock(self._desk.zone), self.tables
        reader = visits.Reader(clock, now, self._as_of, minutes, tables.known, tables.lost(self._patients), begins)
        rows = tables.read(file, visits.key, reader.read, kept=-len(visits.NUMBERS))
        tables.bring(file, "visits", rows, lambda batch: self._send(file, batch, "visits", book=book))

    def _send(self, file: TableFile, batch: Sequence[Lined[Any]], what: str, **more: Any) -> None:
        self._write(file, [line for line, _ in batch], **{what: [row for _, row in batch]}, **more)

    def _write(self, file: TableFile, lines: Sequence[int], **rows: Any) -> Done:
        return import_batch(self._desk, source=SOURCE, file=file.name, lines=(lines[0], lines[-1]), **rows)
