"""Patients to be told that a provider runs late, the next first."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from rich.cells import set_cell_size
from rich.text import Text

from frontdesk.desk import Desk
from frontdesk.logic import calendar, when, worklists
from frontdesk.screens.beside import last_call, visit_facts
from frontdesk.screens.worklist import OnRow, WorklistDialog
from frontdesk.widgets.breadth import WIDE
from frontdesk.widgets.command import CommandList
from frontdesk.widgets.facts import Fact

if TYPE_CHECKING:
    from frontdesk.logic.calendar import LateCall
    from frontdesk.screens.console import Console


class _Settled(OnRow):
    needs: ClassVar[str] = "calendar.book"
    outcome: ClassVar[str] = ""

    async def run(self, host: WorklistDialog[Any], words: str = "") -> None:
        """Close the call."""
        row: LateCall = host.row
        host.do(
            lambda: worklists.settle(host.desk, item=row.item.id, version=row.item.version, outcome=self.outcome)
        )


class Told(_Settled):
    """The patient was told and comes later."""

    id, key, keys, label, outcome = "late.told", "t", ("enter",), "Told", "told"


class Waits(_Settled):
    """The patient comes at the time that was booked all the same, or is on the way."""

    id, key, label, outcome = "late.waits", "w", "Comes anyway", "comes anyway"


class NoAnswer(OnRow):
    """Called, nobody answered; the patient stays on the list."""

    id, key, label = "late.no_answer", "n", "No answer"
    needs: ClassVar[str] = "calendar.book"

    async def run(self, host: WorklistDialog[Any], words: str = "") -> None:
        """Note it."""
        row: LateCall = host.row
        host.do(lambda: worklists.tried(host.desk, item=row.item.id, version=row.item.version))


class Cancel(OnRow):
    """The patient does not want to wait: the visit is cancelled for the practice's sake, to be placed again."""

    id, key, label = "late.cancel", "x", "Cancel"
    needs: ClassVar[str] = "calendar.book"

    async def run(self, host: WorklistDialog[Any], words: str = "") -> None:
        """Cancel it."""
        row: LateCall = host.row
        visit = row.visit
        host.do(
            lambda: calendar.cancel(
                host.desk, visit=visit.id, version=visit.version, reason="practice", note="provider late"
            )
        )


class LateList(WorklistDialog["LateCall"]):
    """The calls."""

    COMMANDS: ClassVar[CommandList] = (Told, NoAnswer, Waits, Cancel)
    EMPTY = "Nobody has to be told of a delay."

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "Calls because somebody runs late")

    def read(self) -> Sequence[LateCall]:
        """The patients."""
        return calendar.late_calls(self.desk)

    def key(self, row: LateCall) -> Hashable:
        """The item."""
        return row.item.id

    def topics(self) -> frozenset[str]:
        """The visits listed and their days, which may be another where their site is."""
        listed = {f"visit:{row.visit.id}" for row in self.cursor.rows}
        days = {f"day:{row.starts.date()}" for row in self.cursor.rows}
        return frozenset({"worklist", f"day:{self.desk.today()}", *listed, *days})

    def line(self, row: LateCall, width: int) -> Text:
        """When, who, phone, with whom, when it will be."""
        name = max(8, min(26, width - 54))
        tries = f"({row.item.tries})" if row.item.tries else ""
        text = Text(f" {when.clock(row.starts):>6} {set_cell_size(row.visit.sign + row.visit.name, name)}")
        text.append(f" {row.phone or 'no phone':<12}{tries:>4} {set_cell_size(row.provider, 10)}")
        return text.append(f" now about {when.clock(row.expected)}", "bold")

    def facts(self) -> Sequence[Fact[LateCall]]:
        """Sex and age, birth date, length, the last call, note."""
        called: Fact[LateCall] = Fact("called", 8, lambda row, _: last_call(self.desk, row.item), WIDE)
        return visit_facts(self.desk, lambda row: row.visit, called)

    def about(self, row: LateCall) -> Text:
        """What else to know on the phone."""
        visit = row.visit
        said = f">{visit.name} {visit.kind}: {row.provider} is {when.show_length(row.minutes)} late"
        return Text(said + (f"  {visit.note}" if visit.note else ""))


class _Worklist:
    id, title, order, permission = "late", "Calls because somebody runs late", 4, "calendar.see"

    def count(self, desk: Desk) -> int:
        """How many there are."""
        return len(calendar.late_calls(desk))

    async def open(self, console: Console) -> bool | None:
        """Show the list."""
        return await console.open_form(LateList(console.desk))


WORKLIST = _Worklist()
