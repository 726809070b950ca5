"""The import itself: the tables one after the other, in whole batches."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pendulum

from frontdesk.desk import Desk, Refused
from frontdesk.exchange import cells
from frontdesk.exchange.report import ImportReport, Note
from frontdesk.exchange.synthea import encounters, organizations, patients, payers, providers
from frontdesk.exchange.synthea.rules import SOURCE
from frontdesk.exchange.table_file import TableFile
from frontdesk.exchange.table_import import Lined, Progress, Row, Stopped, TableImport, Watch, never, untold
from frontdesk.logic.past.importing import import_past
from frontdesk.logic.past.standing import clashes, days_after_deaths, lengths_of_history, lives

FILES = (payers.FILE, organizations.FILE, providers.FILE, patients.FILE, encounters.FILE)
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
    """Bring in the patients of a folder and their past; raise `Refused` when a file or a column of it is missing.

    `stopped` is asked before every batch. `ticks` measures, in seconds, how long a batch takes.
    `as_of` must be None: all encounters are past.
    """
    desk.need("data.import")
    if as_of is not None:
        raise Refused("Synthea's encounters are all past; leave out --as-of.", field="as_of", code="as_of")
    run = Run(replace(desk, request=None), folder, Watch(progress, stopped, ticks))
    try:
        run.everything()
    except Stopped:
        return run.report(stopped=True)
    return run.report()


class Run:
    """One import on its way."""

    def __init__(self, desk: Desk, folder: Path, watch: Watch) -> None:
        self._desk = desk
        self._payers = TableFile(folder / payers.FILE, payers.COLUMNS)
        self._organizations = TableFile(folder / organizations.FILE, organizations.COLUMNS)
        self._providers = TableFile(folder / providers.FILE, providers.COLUMNS)
        self._patients = TableFile(folder / patients.FILE, patients.COLUMNS, patients.OPTIONAL)
        self._encounters = TableFile(folder / encounters.FILE, encounters.COLUMNS)
        files = (self._payers, self._organizations, self._providers, self._patients, self._encounters)
        self._tables = TableImport(desk, SOURCE, files, watch, cells.uuid)

    def everything(self) -> None:
        """Bring in the files; raise `Stopped` when asked to."""
        read, today = self._tables.read, self._desk.today()
        self._bring(self._payers, "payers", read(self._payers, payers.key, payers.read))
        self._bring(
            self._organizations,
            "organizations",
            read(self._organizations, organizations.key, organizations.read),
        )
        self._bring(self._providers, "providers", read(self._providers, providers.key, providers.read))
        of_today = partial(patients.read, today=today)
        self._bring(self._patients, "patients", read(self._patients, patients.key, of_today))
        self._tables.look_again()
        reader = self._reader()
        self._bring(self._encounters, "visits", read(self._encounters, encounters.key, reader.read))

    def _reader(self) -> encounters.Reader:
        lost = self._tables.lost
        return encounters.Reader(
            int(self._desk.clock.now().timestamp()),
            self._desk.zone,
            self._tables.known,
            lives(self._desk, source=SOURCE),
            (
                encounters.Table("PATIENT", patients.FILE, "patient", lost(self._patients)),
                encounters.Table("ORGANIZATION", organizations.FILE, "organization", lost(self._organizations)),
                encounters.Table("PROVIDER", providers.FILE, "provider", lost(self._providers)),
            ),
        )

    def _bring(self, file: TableFile, what: str, rows: Iterator[Lined[Row]]) -> None:
        def send(batch: Sequence[Lined[Any]]) -> None:
            lines = batch[0][0], batch[-1][0]
            wanted = {what: [row for _, row in batch]}
            import_past(self._desk, source=SOURCE, file=file.name, lines=lines, **wanted)

        self._tables.bring(file, what, rows, send)

    def report(self, *, stopped: bool = False) -> ImportReport:
        """What was done so far, and what of the file's encounters stands otherwise than as an ordinary visit."""
        notes = sorted((*self._overbooked(), *self._history(), *self._after_death()), key=lambda note: note.line)
        return self._tables.report(stopped=stopped, notes=notes)

    def _overbooked(self) -> Iterator[Note]:
        """The encounters at a time that was taken, imported now or before."""
        lines = self._tables.lines(self._encounters)
        for clash in clashes(self._desk, source=SOURCE):
            if clash.key in lines:
                there = f"line {lines[clash.other]}" if clash.other in lines else "a visit that was here"
                what = f"{there} has the {clash.takes} at that time"
                yield Note(encounters.FILE, lines[clash.key], "overbooked", what)

    def _history(self) -> Iterator[Note]:
        """The encounters that are too long for the calendar, imported now or before."""
        lines = self._tables.lines(self._encounters)
        for key, seconds in lengths_of_history(self._desk, source=SOURCE).items():
            if key in lines:
                yield Note(encounters.FILE, lines[key], "history", f"it lasts {_long(seconds)}")

    def _after_death(self) -> Iterator[Note]:
        """The encounters that began after the day of the patient's death, imported now or before."""
        lines = self._tables.lines(self._encounters)
        for key, days in days_after_deaths(self._desk, source=SOURCE).items():
            if key in lines:
                what = f"it begins {days} day{'s' if days > 1 else ''} after the patient's death"
                yield Note(encounters.FILE, lines[key], "after the death", what)


def _long(seconds: int) -> str:
    """A length of many hours, in words."""
    hours = round(seconds / 3600)
    return f"{round(hours / 24)} days" if hours >= 48 else f"{hours} hours"
