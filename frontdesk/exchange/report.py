"""What came of an import or an export, for people and for programs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that did not go in: the file's name, the line (the header is line 1), why."""

    file: str
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Note:
    """A row that went in in a way to be looked at; `kind` says it in short (overbooked, history)."""

    file: str
    line: int
    kind: str
    what: str


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows of a file were new, were there already, have changed in the file since, were refused."""

    file: str
    new: int = 0
    known: int = 0
    changed: int = 0
    refused: int = 0

    @property
    def rows(self) -> int:
        """All of them."""
        return self.new + self.known + self.changed + self.refused


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did. `stopped` means that it was interrupted; run again, it completes."""

    tallies: tuple[Tally, ...]
    faults: tuple[Fault, ...]
    stopped: bool = False
    notes: tuple[Note, ...] = ()

    @property
    def new(self) -> int:
        """Rows that went in."""
        return sum(tally.new for tally in self.tallies)

    @property
    def known(self) -> int:
        """Rows that were there already, and the same."""
        return sum(tally.known for tally in self.tallies)

    @property
    def changed(self) -> int:
        """Rows that say something else than when they were imported; what is here was kept."""
        return sum(tally.changed for tally in self.tallies)

    @property
    def refused(self) -> int:
        """Rows that can't go in."""
        return sum(tally.refused for tally in self.tallies)

    def text(self) -> str:
        """The whole, each file, how many rows have a note, then each fault and each note, a line each."""
        lines = [("Stopped; run it again to complete. " if self.stopped else "") + _counts(self)]
        lines += [f"{tally.file}: {_counts(tally)}" for tally in self.tallies]
        lines += [f"{count:,} {kind}" for kind, count in Counter(note.kind for note in self.notes).items()]
        lines += [f"{fault.file}:{fault.line}: {fault.reason}" for fault in self.faults]
        lines += [f"{note.file}:{note.line}: {note.kind}: {note.what}" for note in self.notes]
        return "\n".join(lines)

    def plain(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            "stopped": self.stopped,
            **_plain(self),
            "files": {tally.file: _plain(tally) for tally in self.tallies},
            "faults": [{"file": f.file, "line": f.line, "reason": f.reason} for f in self.faults],
            "notes": [{"file": n.file, "line": n.line, "kind": n.kind, "what": n.what} for n in self.notes],
        }


def _plain(counted: ImportReport | Tally) -> dict[str, int]:
    return {
        "new": counted.new,
        "already_there": counted.known,
        "changed": counted.changed,
        "refused": counted.refused,
    }


def _counts(counted: ImportReport | Tally) -> str:
    words = f"{counted.new:,} new, {counted.known:,} already there"
    if counted.changed:
        words += f", {counted.changed:,} changed in the file (what is here was kept)"
    return f"{words}, {counted.refused:,} refused."


@dataclass(frozen=True, slots=True)
class ExportReport:
    """Which files an export wrote, with their row counts, and where."""

    folder: str
    files: dict[str, int] = field(default_factory=dict)

    def text(self) -> str:
        """The folder, then each file with its rows, a line each."""
        lines = [f"Exported to {self.folder}"]
        return "\n".join([*lines, *(f"{name}: {rows:,} rows" for name, rows in self.files.items())])

    def plain(self) -> dict[str, Any]:
        """As JSON values."""
        return {"folder": self.folder, "files": dict(self.files)}
