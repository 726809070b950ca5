"""Visits of the next days whose interpreter has not said that they come, or is not found yet."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from rich.cells import set_cell_size
from rich.text import Text

from frontdesk.desk import Desk
from frontdesk.logic import calendar, phones, when
from frontdesk.logic.calendar.interpreting import DAYS
from frontdesk.screens.beside import visit_facts
from frontdesk.screens.interpreting import other_interpreter
from frontdesk.screens.worklist import OnRow, WorklistDialog
from frontdesk.widgets.command import CommandList
from frontdesk.widgets.facts import Fact

if TYPE_CHECKING:
    from frontdesk.logic.calendar import Unconfirmed
    from frontdesk.screens.console import Console


class Confirm(OnRow):
    """The interpreter comes, or the line is booked: the visit leaves the list."""

    id, key, keys, label = "interpreters.confirm", "c", ("enter",), "Confirm"
    needs: ClassVar[str] = "calendar.book"

    def ready(self, host: WorklistDialog[Any]) -> bool:
        """Whether there is somebody."""
        return super().ready(host) and bool(host.row.interpreting.mode)

    def why(self, host: WorklistDialog[Any]) -> str:
        """No permission, or nobody yet."""
        if host.cursor.current is not None and host.desk.may(self.needs):
            return "Nobody interprets there yet: i says who."
        return super().why(host)

    async def run(self, host: WorklistDialog[Any], words: str = "") -> None:
        """Note it."""
        visit = host.row.visit
        host.do(lambda: calendar.confirm_interpreter(host.desk, visit=visit.id, version=visit.version))


class Who(OnRow):
    """Say who interprets, or that nobody is needed."""

    id, key, label = "interpreters.who", "i", "Interpreter"
    needs: ClassVar[str] = "calendar.book"

    async def run(self, host: WorklistDialog[Any], words: str = "") -> None:
        """Ask, and do it; the visit stays under the cursor until it is confirmed."""
        do = await other_interpreter(host.desk, host, host.row.visit)
        if do is not None:
            host.do(do, on=False)


class Open(OnRow):
    """Go to the patient's page."""

    id, key, label = "interpreters.open", "o", "Patient"
    needs: ClassVar[str] = "patient.see"

    async def run(self, host: WorklistDialog[Any], words: str = "") -> None:
        """Close the lists and open the page."""
        host.chosen = ("patient", host.row.visit.patient)
        host.dismiss(True)


class InterpreterList(WorklistDialog["Unconfirmed"]):
    """The list, in the order of time."""

    COMMANDS: ClassVar[CommandList] = (Confirm, Who, Open)
    LINES = 2
    EMPTY = f"Every interpreter of the next {DAYS} days is found and confirmed."

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, f"Interpreters to confirm, next {DAYS} days")

    def read(self) -> Sequence[Unconfirmed]:
        """The visits."""
        return calendar.interpreters_to_confirm(self.desk)

    def key(self, row: Unconfirmed) -> Hashable:
        """The visit."""
        return row.visit.id

    def topics(self) -> frozenset[str]:
        """The days on which they are."""
        today = self.desk.today()
        return frozenset(f"day:{today.add(days=days)}" for days in range(DAYS + 1))

    def line(self, row: Unconfirmed, width: int) -> Text:
        """When, who, what is interpreted, by whom."""
        at = f"{row.starts:%a} {row.starts.day} {row.starts:%b} {when.clock(row.starts)}"
        name = max(8, min(24, width - 58))
        said = row.interpreting
        how = f"{said.language}, {said.mode.replace('_', ' ')}" if said.mode else f"{said.language}, to be found"
        text = Text(f" {at:<17} {set_cell_size(row.visit.sign + row.visit.name, name)} ")
        text.append(set_cell_size(how, 24), "" if said.mode else "bold")
        return text.append(f" {said.name}")

    def facts(self) -> Sequence[Fact[Unconfirmed]]:
        """Sex and age, birth date, length, note."""
        return visit_facts(self.desk, lambda row: row.visit)

    def about(self, row: Unconfirmed) -> Text:
        """Kind, length, provider, note; whom to call."""
        visit, said = row.visit, row.interpreting
        what = f"{visit.kind} {when.show_length(visit.minutes)} with {row.provider}"
        text = f">{visit.name} {what}, {when.echo_moment(row.starts)}" + (f"  {visit.note}" if visit.note else "")
        number = phones.show_phone(said.digits) if said.digits else ""
        return Text("\n ".join((text, "  ".join(part for part in (said.name, number, said.words) if part))))


class _Worklist:
    id, title, order, permission = "interpreters", "Interpreters to confirm or to find", 15, "calendar.see"

    def count(self, desk: Desk) -> int:
        """How many there are."""
        return calendar.interpreters_to_confirm_count(desk)

    async def open(self, console: Console) -> bool | None:
        """Show the list."""
        shown = InterpreterList(console.desk)
        if gone := await console.open_form(shown):
            await console.open(*shown.chosen)
        return gone


WORKLIST = _Worklist()
