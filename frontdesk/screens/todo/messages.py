"""What messages of other programs leave to a person, as a worklist: look at the record, then say it is done."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from rich.cells import set_cell_size
from rich.text import Text

from frontdesk.desk import Desk
from frontdesk.logic import worklists
from frontdesk.logic.messages import items
from frontdesk.logic.messages.items import ToLookAt
from frontdesk.logic.patients import Around
from frontdesk.screens.beside import NOBODY, PATIENT, around
from frontdesk.screens.worklist import OnRow, WorklistDialog
from frontdesk.widgets.command import CommandList
from frontdesk.widgets.facts import Fact

if TYPE_CHECKING:
    from frontdesk.screens.console import Console


class Looked(OnRow):
    """Somebody looked at it: write what came of it in a few words, or just press Enter."""

    id, key, label = "messages.looked", "d", "Done"
    needs: ClassVar[str] = "patient.edit"

    async def run(self, host: WorklistDialog[Any], words: str = "") -> None:
        """Ask for the words and close the item."""
        row: ToLookAt = host.row
        said = await host.ask(f"Done, {row.name}: what came of it?")
        if said is not None:
            host.do(
                lambda: worklists.settle(
                    host.desk, item=row.item, version=row.version, outcome="looked at", note=said
                )
            )


class Open(OnRow):
    """Go to the patient's page."""

    id, key, label = "messages.open", "enter", "Patient"
    needs: ClassVar[str] = "patient.see"

    async def run(self, host: WorklistDialog[Any], words: str = "") -> None:
        """Close the lists and open the page."""
        row: ToLookAt = host.row
        host.chosen = ("patient", row.patient)
        host.dismiss(True)


class MessageList(WorklistDialog[ToLookAt]):
    """The list."""

    COMMANDS: ClassVar[CommandList] = (Looked, Open)
    GROWS = True
    EMPTY = "No message waits for somebody."

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "Messages of other programs")

    def read(self) -> Sequence[ToLookAt]:
        """What there is."""
        return items.to_look_at(self.desk)

    def key(self, row: ToLookAt) -> Hashable:
        """The item."""
        return row.item

    def topics(self) -> frozenset[str]:
        """The patients listed."""
        return frozenset({"worklist", *(f"patient:{row.patient}" for row in self.cursor.rows)})

    def line(self, row: ToLookAt, width: int) -> Text:
        """Who, the number, what it is about."""
        name = max(8, min(28, width - 40))
        return Text(f" {set_cell_size(row.name, name)} {set_cell_size(row.number, 8)} {row.note}")

    def facts(self) -> Sequence[Fact[ToLookAt]]:
        """The next visit, with whom, where the patient lives."""
        return PATIENT

    def beside(self, rows: Sequence[ToLookAt]) -> Mapping[Hashable, Around]:
        """What there is around the patients."""
        found = around(self.desk, [row.patient for row in rows])
        return {row.item: found.get(row.patient, NOBODY) for row in rows}

    def about(self, row: ToLookAt) -> Text:
        """All that the item says."""
        return Text(f">{row.note}")


class _Worklist:
    id, title, order, permission = "messages", "Messages of other programs", 85, "patient.see"

    def count(self, desk: Desk) -> int:
        """How many there are."""
        return items.count(desk)

    async def open(self, console: Console) -> bool | None:
        """Show the list."""
        shown = MessageList(console.desk)
        if gone := await console.open_form(shown):
            await console.open(*shown.chosen)
        return gone


WORKLIST = _Worklist()
