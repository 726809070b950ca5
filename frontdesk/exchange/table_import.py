"""Bringing in tables row by row: what every format that comes as CSV files shares.

Rows go in whole batches. A row that can't go in is refused with file, line and reason, and the rest goes in; a row
that is there already is left as it is.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from frontdesk.desk import Desk, Refused
from frontdesk.exchange.batches import Pace, write_in_parts
from frontdesk.exchange.cells import fingerprint
from frontdesk.exchange.report import Fault, ImportReport, Note, Tally
from frontdesk.exchange.table_file import BadRow, Cells, TableFile
from frontdesk.logic.importing import imported

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


def untold(what: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


def never() -> bool:
    """Nobody asks to stop."""
    return False


@dataclass(frozen=True, slots=True)
class Watch:
    """Who looks on while it runs: told how far it is, asked before every batch whether to stop.

    `ticks` measures, in seconds, how long a batch takes.
    """

    progress: Progress = untold
    stopped: Callable[[], bool] = never
    ticks: Callable[[], float] = time.perf_counter


@dataclass
class Counts:
    """What became of one file's rows so far."""

    outcomes: Counter[str] = field(default_factory=Counter)
    lost: dict[str, int] = field(default_factory=dict)
    """Lines of refused rows, by their identity."""
    lines: dict[str, int] = field(default_factory=dict)
    """Lines of all rows, by their key."""

    def tally(self, file: str) -> Tally:
        """The counts as the report has them."""
        return Tally(file, *(self.outcomes[word] for word in ("new", "known", "changed", "refused")))


class TableImport:
    """An import of some files on its way."""

    def __init__(
        self,
        desk: Desk,
        source: str,
        files: Sequence[TableFile],
        watch: Watch,
        identity: Callable[[str, str], str],
    ) -> None:
        """`identity` reads the first cell of a row, of that column, and raises `BadRow` when it is none."""
        self._desk, self._source, self._watch, self._identity = desk, source, watch, identity
        self._counts = {file.name: Counts() for file in files}
        self._faults: list[Fault] = []
        self.known = imported(desk, source=source)
        """What was imported so far, by key; see `look_again`."""

    def look_again(self) -> None:
        """Know what has come in meanwhile."""
        self.known = imported(self._desk, source=self._source)

    def lost(self, file: TableFile) -> dict[str, int]:
        """Lines of a file's refused rows, by their identity."""
        return self._counts[file.name].lost

    def lines(self, file: TableFile) -> dict[str, int]:
        """Lines of all of a file's rows, by their key."""
        return self._counts[file.name].lines

    def report(self, *, stopped: bool = False, notes: Iterable[Note] = ()) -> ImportReport:
        """What was done so far."""
        tallies = tuple(counts.tally(name) for name, counts in self._counts.items())
        order = list(self._counts)
        faults = sorted(self._faults, key=lambda fault: (order.index(fault.file), fault.line))
        return ImportReport(tallies, tuple(faults), stopped, tuple(notes))

    def ask(self) -> None:
        """Raise `Stopped` when somebody wants that."""
        if self._watch.stopped():
            raise Stopped

    def read(
        self,
        file: TableFile,
        key: Callable[[str], str],
        read: Callable[[Cells, str], Row],
        kept: int | None = None,
    ) -> Iterator[Lined[Row]]:
        """Every new row of a file, understood; those that are there already or can't go in are counted.

        Only the first `kept` columns make a row another one.
        """
        counts, known = self._counts[file.name], self.known
        for line, row in file.rows():
            try:
                if isinstance(row, BadRow):
                    raise row
                identity = self._identity(row[0], file.columns[0])
                name = key(identity)
                if (earlier := counts.lines.setdefault(name, line)) != line:
                    raise BadRow(f"{file.columns[0]}: {identity} stands on line {earlier} already")
                hash = fingerprint(row[:kept])
                if (seen := known.get(name)) is None:
                    yield line, read(row, hash)
                elif seen.hash == hash:
                    counts.outcomes["known"] += 1
                else:
                    counts.outcomes["changed"] += 1
                    self._faults.append(Fault(file.name, line, CHANGED))
            except BadRow as error:
                self._refuse(file, line, str(error))
                if not isinstance(row, BadRow):
                    counts.lost.setdefault(row[0].lower(), line)

    def bring(
        self,
        file: TableFile,
        what: str,
        rows: Iterable[Lined[Row]],
        send: Callable[[Sequence[Lined[Row]]], None],
    ) -> None:
        """Write rows in batches that fit, telling the progress."""
        pace, batch = Pace(self._watch.ticks), list[Lined[Row]]()
        self._watch.progress(what, 0, file.count)
        for row in rows:
            batch.append(row)
            if len(batch) >= pace.rows:
                self._batch(file, batch, send, pace)
                self._watch.progress(what, row[0] - HEADER, file.count)
                batch = []
        if batch:
            self._batch(file, batch, send, pace)
        self._watch.progress(what, file.count, file.count)

    def _batch(
        self,
        file: TableFile,
        batch: Sequence[Lined[Row]],
        send: Callable[[Sequence[Lined[Row]]], None],
        pace: Pace,
    ) -> None:
        self.ask()

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
        """The keys of those rows that another import of the same source has brought in since this one began."""
        return {row.key for _, row in rows} & imported(self._desk, source=self._source).keys()

    def _refuse(self, file: TableFile, line: int, reason: str) -> None:
        self._counts[file.name].outcomes["refused"] += 1
        self._faults.append(Fault(file.name, line, reason))
