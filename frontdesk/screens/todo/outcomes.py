"""Past visits of which nobody wrote down what became: one key each."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from rich.cells import set_cell_size
from rich.text import Text

from frontdesk.desk import Desk
from frontdesk.logic import outcomes, when, worklists
from frontdesk.logic.calendar.reasons import REASONS
from frontdesk.logic.outcomes import UnknownOutcome
from frontdesk.screens.beside import person_facts
from frontdesk.screens.worklist import OnRow, WorklistDialog
from frontdesk.widgets.breadth import WIDE
from frontdesk.widgets.command import CommandList
from frontdesk.widgets.facts import Fact

if TYPE_CHECKING:
    from frontdesk.screens.console import Console


class _Outcome(OnRow):
    needs: ClassVar[str] = "visit.place"
    outcome: ClassVar[str] = ""

    async def run(self, host: WorklistDialog[Any], words: str = "") -> None:
        """Write it down."""
        row: UnknownOutcome = host.row
        host.do(lambda: outcomes.record(host.desk, visit=row.visit, version=row.version, outcome=self.outcome))


class Came(_Outcome):
    """The patient came and was seen."""

    id, key, label, outcome = "outcomes.came", "d", "Came", "done"


class NoShow(_Outcome):
    """The patient did not come."""

    id, key, label, outcome = "outcomes.no_show", "n", "No-show", "no_show"


class Left(_Outcome):
    """The patient came and left without being seen."""

    id, key, label, outcome = "outcomes.left", "l", "Left", "left"


class Cancelled(OnRow):
    """It was cancelled: then one letter says whose doing it was."""

    id, key, label = "outcomes.cancelled", "x", "Cancelled"
    needs: ClassVar[str] = "calendar.book"

    async def run(self, host: WorklistDialog[Any], words: str = "") -> None:
        """Ask for the letter and write it down."""
        row: UnknownOutcome = host.row
        options = [(letter, word) for letter, (_, word) in REASONS.items()]
        letter = await host.choose(f"Cancelled {row.name}: why?", options)
        if letter is not None:
            host.do(
                lambda: outcomes.record(
                    host.desk,
                    visit=row.visit,
                    version=row.version,
                    outcome="cancelled",
                    reason=str(REASONS[letter][0]),
                )
            )


class NotKnown(OnRow):
    """Nobody can find out what became of it: the visit stays as it is, and nobody asks any more."""

    id, key, label = "outcomes.not_known", "o", "Not known"
    needs: ClassVar[str] = "visit.place"

    async def run(self, host: WorklistDialog[Any], words: str = "") -> None:
        """Close the item."""
        row: UnknownOutcome = host.row
        host.do(lambda: worklists.settle(host.desk, item=row.item, version=row.item_version, outcome="not known"))


class Open(OnRow):
    """Go to the patient's page."""

    id, key, label = "outcomes.open", "enter", "Patient"
    needs: ClassVar[str] = "patient.see"

    async def run(self, host: WorklistDialog[Any], words: str = "") -> None:
        """Close the lists and open the page."""
        row: UnknownOutcome = host.row
        host.chosen = ("patient", row.patient)
        host.dismiss(True)


class OutcomeList(WorklistDialog[UnknownOutcome]):
    """The list, the newest visits first."""

    COMMANDS: ClassVar[CommandList] = (Came, NoShow, Cancelled, Left, NotKnown, Open)
    EMPTY = "Of every past visit it is known what became of it."

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "Visits with unknown outcome")

    def read(self) -> Sequence[UnknownOutcome]:
        """The visits."""
        return outcomes.unknown(self.desk)

    def count(self) -> int:
        """All of them, not only those listed."""
        return outcomes.count(self.desk)

    def key(self, row: UnknownOutcome) -> Hashable:
        """The visit."""
        return row.visit

    def topics(self) -> frozenset[str]:
        """The visits listed."""
        return frozenset({"worklist", *(f"visit:{row.visit}" for row in self.cursor.rows)})

    def line(self, row: UnknownOutcome, width: int) -> Text:
        """Who, when, kind, with whom, phone."""
        name = max(8, min(28, width - 46))
        text = Text(" " + set_cell_size(row.name, name) + f" {when.echo_moment(row.starts):<23}")
        return text.append(f" {row.kind:<4} {set_cell_size(row.provider, 10)} {row.phone}")

    def facts(self) -> Sequence[Fact[UnknownOutcome]]:
        """Sex and age, birth date, why nobody knows."""
        note: Fact[UnknownOutcome] = Fact("note", 20, lambda row, _: row.note, WIDE, grows=True)
        return (*person_facts(self.desk, lambda row: (row.sex, row.born)), note)

    def about(self, row: UnknownOutcome) -> Text:
        """Why nobody knows."""
        return Text(">" + "  ".join(part for part in (row.name, row.phone, row.note) if part))


class _Worklist:
    id, title, order, permission = "outcomes", "Visits with unknown outcome", 80, "calendar.see"

    def count(self, desk: Desk) -> int:
        """How many there are."""
        return outcomes.count(desk)

    async def open(self, console: Console) -> bool | None:
        """Show the list."""
        shown = OutcomeList(console.desk)
        if gone := await console.open_form(shown):
            await console.open(*shown.chosen)
        return gone


WORKLIST = _Worklist()
