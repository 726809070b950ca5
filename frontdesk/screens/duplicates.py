"""Before a new record is saved: who may be the same person. Open that record, or save the new one all the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import set_cell_size
from rich.text import Text
from textual.app import ComposeResult

from frontdesk.desk import Desk
from frontdesk.logic.patients import Candidate
from frontdesk.screens.beside import PATIENT, around
from frontdesk.screens.dialog import Dialog
from frontdesk.screens.patient_lines import facts
from frontdesk.widgets.command import Command, CommandList
from frontdesk.widgets.moves import LIST_MOVES
from frontdesk.widgets.rows import RowList

SAVE = 0
"""The answer that saves the new record all the same."""


class Take(Command["Duplicates"]):
    """It is this one: go to the record under the cursor; nothing new is saved."""

    id, key, label = "duplicates.open", "enter", "This one"

    async def run(self, host: Duplicates, words: str = "") -> None:
        """Answer with the record."""
        if host.cursor.current is not None:
            host.dismiss(host.cursor.current.row.id)


class Save(Command["Duplicates"]):
    """It is none of these: save the new record all the same."""

    id, key, keys, label = "duplicates.save", "s", ("ctrl+o",), "Save as new"

    async def run(self, host: Duplicates, words: str = "") -> None:
        """Answer that it is somebody else."""
        host.dismiss(SAVE)


class Duplicates(Dialog[int]):
    """The likely duplicates, best first. Answers with a patient, `SAVE`, or None to go on typing."""

    TITLE = "Is it one of these?"
    COMMANDS: ClassVar[CommandList] = (Take, Save, *LIST_MOVES)

    def __init__(self, desk: Desk, found: Sequence[Candidate]) -> None:
        super().__init__()
        self.desk = desk
        self.found = found
        self.cursor: RowList[Candidate] = RowList(
            self._line, lambda each: each.row.id, facts=PATIENT, grows=True,
            beside=lambda rows: around(desk, [each.row.id for each in rows]),
        )  # fmt: skip

    def body(self) -> ComposeResult:
        """The list."""
        yield self.cursor

    def on_mount(self) -> None:
        """Fill it."""
        self.cursor.fill(self.found, keep=False)
        self.set_focus(self.cursor)
        self.on_row_list_moved()

    def on_row_list_moved(self) -> None:
        """Say in whole words what this one has in common with the new record."""
        if self.cursor.current is not None:
            self.say(", ".join(self.cursor.current.why))

    def _line(self, candidate: Candidate, width: int) -> Text:
        known = facts(self.desk, candidate.row)
        name = max(10, min(24, width - 14))
        line = Text((candidate.row.sign or " ") + set_cell_size(candidate.row.called, name))
        for text, cells in ((known["born"], 10), (known["years"], 4), (known["number"], 8)):
            line.append(f" {text:<{cells}}")
        return line.append(f" {', '.join(candidate.why)}")
