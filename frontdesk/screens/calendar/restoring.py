"""The day's cancelled visits and no-shows, to put one back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult

from frontdesk.logic import when
from frontdesk.logic.calendar import LETTERS, Day, DayVisit
from frontdesk.screens.calendar.detail import phone
from frontdesk.screens.dialog import Dialog
from frontdesk.widgets.breadth import WIDE
from frontdesk.widgets.command import Command, CommandList
from frontdesk.widgets.facts import Fact
from frontdesk.widgets.moves import LIST_MOVES, First, Last
from frontdesk.widgets.rows import RowList


class Restore(Command["CancelledList"]):
    """Put the visit under the cursor back on the calendar."""

    id, key = "cancelled.restore", "enter"
    label: ClassVar[str] = "Restore"
    unready: ClassVar[str] = "There is nothing to restore, or you may not."

    def ready(self, host: CancelledList) -> bool:
        """Whether there is one, and this person may."""
        return host.may_restore and host.cursor.current is not None

    async def run(self, host: CancelledList, words: str = "") -> None:
        """Close with that visit."""
        host.dismiss(host.cursor.current)


FACTS: tuple[Fact[DayVisit], ...] = (
    Fact("phone", 12, lambda visit, _: phone(visit.phone)),
    Fact("length", 6, lambda visit, _: when.show_length(visit.minutes), WIDE),
    Fact("note", 20, lambda visit, _: visit.note, WIDE, grows=True),
)
"""What a broad terminal shows of a visit besides."""


class CancelledList(Dialog[DayVisit]):
    """The list; answers with the visit to restore."""

    COMMANDS: ClassVar[CommandList] = (Restore, *LIST_MOVES, First, Last)

    def __init__(self, day: Day, visits: Sequence[DayVisit], may_restore: bool) -> None:
        super().__init__()
        self.title = f"Cancelled and no-show on {when.echo_day(day.day)}"
        self.may_restore = may_restore
        self._day = day
        self._found = visits
        self._names = {column.provider: column.short for column in day.columns}
        self.cursor: RowList[DayVisit] = RowList(self._line, lambda visit: visit.id, empty=" None.", facts=FACTS)

    def body(self) -> ComposeResult:
        """The list."""
        yield self.cursor

    def on_mount(self) -> None:
        """Fill it."""
        self.cursor.fill(self._found, keep=False)
        self.set_focus(self.cursor)
        self.refresh_keys()

    def _line(self, visit: DayVisit, _width: int) -> Text:
        provider = self._names.get(visit.provider, "")
        why = f"({visit.cancel_reason})" if visit.cancel_reason else ""
        sign = LETTERS[visit.place]
        return Text(
            f" {self._day.clock(visit.starts):>6} {sign} {visit.name:<28} {visit.kind:<5} {provider:<12} {why}"
        )
