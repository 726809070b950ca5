"""The import itself: every message of a folder, the oldest first, in whole batches."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pendulum

from frontdesk.desk import Desk, Refused
from frontdesk.exchange.batches import Pace, write_in_parts
from frontdesk.exchange.hl7.reading import NotOurs, Reader
from frontdesk.exchange.hl7.rules import SOURCE
from frontdesk.exchange.hl7.segments import LONGEST, BadMessage, Message, messages
from frontdesk.exchange.report import Fault, ImportReport, Note, Tally
from frontdesk.exchange.table_import import Progress, Stopped, Watch, never, untold
from frontdesk.logic import names
from frontdesk.logic.messages import NewMessage, import_messages, messages_read

ENDING = ".hl7"
LARGEST = 200 * LONGEST
"""Bytes; a larger file is no file of messages."""
UNREAD = "can't be read"
"""The tally of what is no message."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a message says, and where it stands."""

    file: str
    line: int
    said: NewMessage


def import_folder(
    desk: Desk,
    folder: Path,
    *,
    as_of: pendulum.Date | None = None,
    progress: Progress = untold,
    stopped: Callable[[], bool] = never,
    ticks: Callable[[], float] = time.perf_counter,
) -> ImportReport:
    """Take in the messages in the .hl7 files of a folder; raise `Refused` when there are none.

    `stopped` is asked before every batch. `ticks` measures, in seconds, how long a batch takes.
    """
    desk.need("data.import")
    if as_of is not None:
        raise Refused("Messages say themselves what became of a visit; --as-of is for books.", code="usage")
    run = Run(replace(desk, request=None), Watch(progress, stopped, ticks))
    try:
        run.everything(folder)
    except Stopped:
        return run.report(stopped=True)
    return run.report()


class Run:
    """One import on its way."""

    def __init__(self, desk: Desk, watch: Watch) -> None:
        self._desk, self._watch = desk, watch
        self._reader = Reader(desk.zone, int(desk.clock.now().timestamp()), desk.today())
        self._outcomes: dict[str, Counter[str]] = defaultdict(Counter)
        self._faults: list[Fault] = []
        self._notes: list[Note] = []

    def report(self, *, stopped: bool = False) -> ImportReport:
        """What was done so far, by kind of message."""
        tallies = tuple(
            Tally(kind, *(counts[word] for word in ("new", "known", "changed", "refused")))
            for kind, counts in sorted(self._outcomes.items())
        )
        faults = tuple(sorted(self._faults, key=lambda fault: (fault.file, fault.line)))
        notes = tuple(sorted(self._notes, key=lambda note: (note.file, note.line)))
        return ImportReport(tallies, faults, stopped, notes)

    def everything(self, folder: Path) -> None:
        """Read every file, then take in what is new; raise `Stopped` when asked to."""
        files = sorted(path for path in folder.iterdir() if path.suffix.lower() == ENDING)
        if not files:
            raise Refused(f"There is no {ENDING} file in {folder}.", field="folder", code="file")
        known, found = messages_read(self._desk, source=SOURCE), list[Found]()
        for number, path in enumerate(files):
            self._watch.progress("files", number, len(files))
            for each in self._read(path):
                if (each.said.hash, each.said.part) in known:
                    self._count(each, "known")
                else:
                    known.add((each.said.hash, each.said.part))
                    found.append(each)
        self._watch.progress("files", len(files), len(files))
        # The order decides nothing, but the oldest first leaves the fewest traces.
        self._take(sorted(found, key=lambda each: each.said.order))

    def _read(self, path: Path) -> list[Found]:
        """What the messages of a file say; those that can't be read, or aren't ours, are told."""
        name = _shown(path.name)
        try:
            content = path.read_bytes() if path.stat().st_size <= LARGEST else None
        except OSError as error:
            return self._refuse(name, 1, UNREAD, f"can't be read: {error.strerror}")
        if content is None:
            return self._refuse(name, 1, UNREAD, "it is too large for a file of messages")
        found = []
        for line, message in messages(content):
            if isinstance(message, BadMessage):
                self._refuse(name, line, UNREAD, str(message))
            else:
                found += self._understood(name, line, message)
        return found

    def _understood(self, file: str, line: int, message: Message) -> list[Found]:
        try:
            return [Found(file, line, said) for said in self._reader.read(message)]
        except NotOurs as error:
            self._notes.append(Note(file, line, "not read", str(error)))
        except BadMessage as error:
            kind = " ".join(message.kind)
            self._refuse(file, line, kind if names.fold(kind) else UNREAD, str(error))
        return []

    def _refuse(self, file: str, line: int, kind: str, reason: str) -> list[Found]:
        self._outcomes[_shown(kind)]["refused"] += 1
        self._faults.append(Fault(file, line, reason))
        return []

    def _count(self, found: Found, outcome: str) -> None:
        self._outcomes[found.said.kind][outcome] += 1

    # Taking in -------------------------------------------------------------------------------

    def _take(self, found: Sequence[Found]) -> None:
        pace, done = Pace(self._watch.ticks), 0
        while done < len(found):
            if self._watch.stopped():
                raise Stopped
            self._watch.progress("messages", done, len(found))
            batch = found[done : done + pace.rows]
            pace.run(batch, lambda rows: write_in_parts(rows, self._send, self._refused))
            done += len(batch)
        self._watch.progress("messages", len(found), len(found))

    def _send(self, batch: Sequence[Found]) -> None:
        done = import_messages(self._desk, source=SOURCE, messages=[each.said for each in batch])
        outcomes: list[Any] = done.values["done"]
        for each, (outcome, reason, notes) in zip(batch, outcomes, strict=True):
            self._count(each, outcome)
            if outcome == "refused":
                self._faults.append(Fault(each.file, each.line, reason))
            self._notes += [Note(each.file, each.line, kind, what) for kind, what in notes]

    def _refused(self, found: Found, why: Refused) -> None:
        self._count(found, "refused")
        self._faults.append(Fault(found.file, found.line, why.reason))


def _shown(text: str) -> str:
    """A file's name, or what a message calls itself, without what would disturb a screen."""
    try:
        return names.clean_text(text)
    except names.BadText:
        return ascii(text)[1:-1][:200]
