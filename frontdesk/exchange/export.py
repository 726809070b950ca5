"""Export a practice's data as CSV files: UTF-8, commas, a header, line ends as RFC 4180 has them.

The columns stand in `frontdesk.logic.exporting`. A text that a spreadsheet would take for a formula (it begins
with = + - or @, after any number of apostrophes) is written with one apostrophe more, which spreadsheets take as
"this is text"; a program that reads the files takes that one away again. Nothing else is changed.
"""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from frontdesk.desk import Desk, Refused
from frontdesk.exchange.report import ExportReport
from frontdesk.logic import exporting
from frontdesk.logic.exporting import Cell
from frontdesk.logic.notes import exporting as notes

_FORMULA = re.compile(r"'*[=+\-@\t\r]")

TABLES: dict[str, tuple[dict[str, str], Callable[[Desk], Iterable[tuple[Cell, ...]]]]] = {
    "patients.csv": (exporting.PATIENTS, exporting.patients),
    "phones.csv": (exporting.PHONES, exporting.phones),
    "contacts.csv": (exporting.CONTACTS, exporting.contacts),
    "visits.csv": (exporting.VISITS, exporting.visits),
    "events.csv": (exporting.EVENTS, exporting.events),
    "phone_notes.csv": (notes.NOTES, notes.phone_notes),
    "history.csv": (exporting.HISTORY, exporting.history),
    "organizations.csv": (exporting.ORGANIZATIONS, exporting.organizations),
    "payers.csv": (exporting.PAYERS, exporting.payers),
}
"""Each file with its columns and its rows."""


def export_folder(desk: Desk, folder: Path | None = None) -> ExportReport:
    """Write the files into a folder, for nobody else to read; None makes one in `export/` beside the database.

    All files show the practice at one moment. They have their names only once the export is in the audit. Raises
    `Refused` when there are such files already, or the folder can't be written.
    """
    desk.need("data.export")
    try:
        target = _own_folder(desk) if folder is None else _made(folder)
        if there := [name for name in TABLES if os.path.lexists(target / name)]:
            raise Refused(f"{target} holds {there[0]} already.", field="folder", code="exists")
        with _partial(target) as parts:
            with exporting.one_moment(desk):
                counts = {
                    name: _write(parts[name], columns, rows(desk)) for name, (columns, rows) in TABLES.items()
                }
            exporting.record_export(desk, folder=str(target.absolute()), files=counts)
            for name, part in parts.items():
                part.rename(target / name)
    except OSError as error:
        raise Refused(f"The files can't be written: {error.strerror}.", field="folder", code="file") from error
    return ExportReport(str(target), counts)


def _made(folder: Path) -> Path:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _own_folder(desk: Desk) -> Path:
    """A new folder in `export/` beside the database, named for the database and the moment."""
    beside = _made(desk.database.path.parent / "export")
    name = f"{desk.database.path.stem}-{desk.now():%Y%m%d-%H%M%S}"
    for number in range(1, 1000):
        try:
            folder = beside / (name if number == 1 else f"{name}-{number}")
            folder.mkdir(mode=0o700)
            return folder
        except FileExistsError:
            continue
    raise Refused(f"{beside} holds too many exports of this second.", field="folder", code="exists")


@contextmanager
def _partial(target: Path) -> Iterator[dict[str, Path]]:
    """Where each file is written until it is whole; what is left of them when something fails is removed."""
    parts = {name: target / f".{name}.{os.getpid()}.partial" for name in TABLES}
    try:
        yield parts
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)


def _write(path: Path, columns: dict[str, str], rows: Iterable[tuple[Cell, ...]]) -> int:
    """Write a new file that only its owner may read; the number of rows."""
    count = 0
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    with open(handle, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        for row in rows:
            writer.writerow([_shown(cell) if isinstance(cell, str) else cell for cell in row])
            count += 1
        file.flush()
        os.fsync(handle)
    return count


def _shown(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) else text
