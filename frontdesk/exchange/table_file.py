"""A CSV file with a header, read line by line, so that one broken line harms no other."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from operator import itemgetter
from pathlib import Path
from typing import TextIO

from frontdesk.desk import Refused

LONGEST_LINE = 100_000
"""Characters; a longer line is no row of a table."""


class BadRow(ValueError):
    """A row that can't be taken; the text says why, without repeating what could disturb a screen."""


Cells = tuple[str, ...]
"""The wanted columns of a row, in the order in which they were asked for."""


class TableFile:
    """The wanted columns of a CSV file; raises `Refused` when the file, the header or a column is missing.

    An `optional` column that is missing is empty in every row; it stands behind the others.
    A cell with a line end inside is not read: none of the columns that are asked for has one.
    """

    def __init__(self, path: Path, columns: tuple[str, ...], optional: tuple[str, ...] = ()) -> None:
        self.name = path.name
        """The file's name without its folder."""
        self.columns = columns
        """The wanted columns."""
        self._path = path
        try:
            with self._open() as file:
                header = _split(file.readline(LONGEST_LINE).rstrip("\r\n"))
            self.count = max(_lines(path) - 1, 0)
            """How many lines follow the header."""
        except (OSError, BadRow) as error:
            why = error.strerror if isinstance(error, OSError) else str(error)
            raise Refused(f"{self.name} can't be read: {why}.", field="folder", code="file") from error
        missing = [column for column in columns if header.count(column) != 1]
        missing += [column for column in optional if header.count(column) > 1]
        if missing:
            what = "has no column" if missing[0] not in header else "names twice the column"
            raise Refused(
                f"{self.name} {what} {missing[0]!r}; its first line must name {', '.join(columns)}.",
                field="folder",
                code="file",
            )
        self._width = len(header)
        # A column that is not there is the one behind the last: `_row` puts an empty cell at that place.
        places = [header.index(c) if c in header else self._width for c in (*columns, *optional)]
        self._wanted = itemgetter(*places)

    def _open(self) -> TextIO:
        # Bytes that are no UTF-8 become surrogates, which are refused in the row where they stand.
        return self._path.open(encoding="utf-8-sig", errors="surrogateescape", newline="\n")

    def rows(self) -> Iterator[tuple[int, Cells | BadRow]]:
        """Every row after the header with its line number; a line that is no row comes as the reason."""
        with self._open() as file:
            file.readline(LONGEST_LINE)
            number = 1
            while line := file.readline(LONGEST_LINE):
                number += 1
                if not line.endswith("\n") and len(line) == LONGEST_LINE:
                    yield number, BadRow(f"the line is longer than {LONGEST_LINE:,} characters")
                    while (rest := file.readline(LONGEST_LINE)) and not rest.endswith("\n"):
                        pass
                    continue
                if line.strip():
                    yield number, self._row(line.rstrip("\n").removesuffix("\r"))

    def _row(self, line: str) -> Cells | BadRow:
        try:
            cells = _split(line)
        except BadRow as error:
            return error
        if len(cells) != self._width:
            return BadRow(f"the line has {len(cells)} columns, the header has {self._width}")
        wanted: Cells = self._wanted([*cells, ""])
        return wanted


def _lines(path: Path) -> int:
    count, last = 0, b"\n"
    with path.open("rb") as raw:
        while block := raw.read(1 << 20):
            count, last = count + block.count(b"\n"), block[-1:]
    return count + (last != b"\n")


def _split(line: str) -> list[str]:
    if '"' not in line:
        return line.split(",")
    try:
        return next(csv.reader((line,), strict=True))
    except csv.Error as error:
        raise BadRow("the quotation marks in the line don't match") from error
