"""Visits on a day on which the practice is closed, each to be taken to another opening with one key."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from rich.cells import set_cell_size
from rich.text import Text

from frontdesk.desk import Desk
from frontdesk.logic import calendar, when
from frontdesk.screens.beside import visit_facts
from frontdesk.screens.patient_lines import NARROW, called_line
from frontdesk.screens.todo import out, to_place
from frontdesk.screens.worklist import OnRow, WorklistDialog
from frontdesk.widgets.command import CommandList
from frontdesk.widgets.facts import Fact

if TYPE_CHECKING:
    from frontdesk.logic.calendar import OnClosedDay
    from frontdesk.screens.console import Console


class Find(out.Other):
    """Find another opening; the one chosen takes the visit there."""

    id, key, keys, label = "closed.find", "f", ("enter",), "Find"


class Bump(OnRow):
    """Cancel the visit for the practice's sake; it is first on the list of those to be placed again."""

    id, key, label = "closed.bump", "x", "Bump"
    needs: ClassVar[str] = "calendar.book"

    async def run(self, host: WorklistDialog[Any], words: str = "") -> None:
        """Cancel it."""
        row: OnClosedDay = host.row
        host.do(
            lambda: calendar.cancel(
                host.desk, visit=row.visit.id, version=row.visit.version, reason="practice", note=row.why
            )
        )


class NoAnswer(OnRow):
    """Called, nobody answered; the visit stays on the list."""

    id, key, label = "closed.no_answer", "n", "No answer"
    needs: ClassVar[str] = "calendar.book"

    async def run(self, host: WorklistDialog[Any], words: str = "") -> None:
        """Note it."""
        row: OnClosedDay = host.row
        host.do(lambda: calendar.tried_about_closed_day(host.desk, visit=row.visit.id))


class Stays(OnRow):
    """The visit stays on that day on purpose."""

    id, key, label = "closed.stays", "s", "Stays"
    needs: ClassVar[str] = "calendar.book"

    async def run(self, host: WorklistDialog[Any], words: str = "") -> None:
        """Take it off the list."""
        row: OnClosedDay = host.row
        host.do(lambda: calendar.stays_on_closed_day(host.desk, visit=row.visit.id))


class Open(to_place.Open):
    """Go to the patient's page."""

    id, key, label = "closed.open", "o", "Patient"


class ClosedList(WorklistDialog["OnClosedDay"]):
    """The list, in the order of time."""

    COMMANDS: ClassVar[CommandList] = (Find, Bump, NoAnswer, Stays, Open)
    EMPTY = "No visit to come lies on a closed day."

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "Visits on a closed day")

    def read(self) -> Sequence[OnClosedDay]:
        """The visits."""
        return calendar.on_closed_days(self.desk)

    def count(self) -> int:
        """All of them, not only those listed."""
        return calendar.on_closed_days_count(self.desk)

    def key(self, row: OnClosedDay) -> Hashable:
        """The visit."""
        return row.visit.id

    def topics(self) -> frozenset[str]:
        """The visits listed, and the holidays."""
        return frozenset({"worklist", "setup", *(f"visit:{row.visit.id}" for row in self.cursor.rows)})

    def line(self, row: OnClosedDay, width: int) -> Text:
        """When, who, phone, kind, with whom, which holiday."""
        day = f"{row.starts:%a} " * (width >= NARROW) + f"{row.starts.day:>2} {row.starts:%b}"
        at = f" {day} {when.clock(row.starts):>6} "
        beside = (f"{row.visit.kind:<4}", set_cell_size(row.provider, 9), row.why)
        return called_line(at, row.visit.sign + row.visit.name, row.phone, row.tries, beside, width)

    def facts(self) -> Sequence[Fact[OnClosedDay]]:
        """Sex and age, birth date, length, note."""
        return visit_facts(self.desk, lambda row: row.visit)

    def about(self, row: OnClosedDay) -> Text:
        """Kind, length, provider, the holiday, note."""
        return to_place.about(row)


class _Worklist:
    id, title, order, permission = "closed", "Visits on a closed day (holidays)", 7, "calendar.see"

    def count(self, desk: Desk) -> int:
        """How many there are."""
        return calendar.on_closed_days_count(desk)

    async def open(self, console: Console) -> bool | None:
        """Show the list."""
        shown = ClosedList(console.desk)
        if gone := await console.open_form(shown):
            await console.open(*shown.chosen)
        return gone


WORKLIST = _Worklist()
