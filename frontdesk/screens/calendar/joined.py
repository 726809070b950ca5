"""The visits of a series and of a set, with what became of each; one may be taken out."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, NamedTuple

import pendulum
from rich.cells import set_cell_size
from rich.text import Text
from textual.app import ComposeResult
from textual.widget import Widget

from frontdesk.desk import Desk, Done, Refused
from frontdesk.logic import calendar, practice, when
from frontdesk.logic.calendar import LETTERS, DayVisit
from frontdesk.logic.calendar.sites import zone_of
from frontdesk.screens.taking_back import ChangingDialog
from frontdesk.widgets.bars import Bar
from frontdesk.widgets.breadth import WIDE
from frontdesk.widgets.command import Command, CommandList
from frontdesk.widgets.facts import Fact
from frontdesk.widgets.moves import LIST_MOVES, First, Last
from frontdesk.widgets.rows import RowList

LINK = "link"
"""The answer that goes on to link another visit."""


class Row(NamedTuple):
    """A visit of the list: of the series, or of the set."""

    visit: DayVisit
    number: int
    of: int
    linked: bool


class Show(Command["Joined"]):
    """Show the visit on the calendar."""

    id, key, label = "joined.show", "enter", "Show"

    async def run(self, host: Joined, words: str = "") -> None:
        """Close with it."""
        if host.cursor.current is not None:
            host.dismiss(host.cursor.current.visit)


class LinkAnother(Command["Joined"]):
    """Link this visit with another: go to that one and press j there."""

    id, key, label = "joined.link", "j", "Link another"
    unready: ClassVar[str] = "You may not change visits."

    def ready(self, host: Joined) -> bool:
        """Whether this person may."""
        return host.desk.may("calendar.book")

    async def run(self, host: Joined, words: str = "") -> None:
        """Close, and go on on the calendar."""
        host.dismiss(LINK)


class TakeOut(Command["Joined"]):
    """Take the visit out of the set; it stays where it is."""

    id, key, label = "joined.out", "o", "Take out"
    unready: ClassVar[str] = "Only a linked visit is taken out, and you must be allowed to."

    def ready(self, host: Joined) -> bool:
        """Whether it is one of a set, and this person may."""
        row = host.cursor.current
        return row is not None and row.linked and host.desk.may("calendar.book")

    async def run(self, host: Joined, words: str = "") -> None:
        """Unlink it."""
        if (row := host.cursor.current) is not None:
            host.do(lambda: calendar.unlink(host.desk, visit=row.visit.id, version=row.visit.version))


FACTS: tuple[Fact[Row], ...] = (
    Fact("length", 6, lambda row, _: when.show_length(row.visit.minutes)),
    Fact("room", 8, lambda row, _: row.visit.room),
    Fact("note", 20, lambda row, _: row.visit.note, WIDE, grows=True),
)
"""What a broad terminal shows of a visit besides."""


class Joined(ChangingDialog[DayVisit | str]):
    """The list; answers with a visit to show, or `LINK`."""

    COMMANDS: ClassVar[CommandList] = (Show, LinkAnother, TakeOut, *LIST_MOVES, First, Last)
    LEGEND = ("2/12: the second of twelve in the series.  2 of 3: the second of three linked visits.",)

    def __init__(self, desk: Desk, visit: DayVisit) -> None:
        super().__init__()
        self.desk = desk
        self.visit = visit
        self._names = {each.id: each.short for each in practice.every_provider(None)}
        self.cursor: RowList[Row] = RowList(
            self._line, lambda row: (row.linked, row.visit.id), empty=" None.", facts=FACTS
        )

    @property
    def resting(self) -> Widget:
        """The list."""
        return self.cursor

    def body(self) -> ComposeResult:
        """The list."""
        yield self.cursor

    def on_mount(self) -> None:
        """Fill it; the cursor is on the visit it was opened from."""
        self.set_focus(self.cursor)
        self.reread()
        here = (number for number, row in enumerate(self.cursor.rows) if row.visit.id == self.visit.id)
        self.cursor.go(next(here, 0))

    def reread(self) -> None:
        """Read it anew."""
        found = calendar.belonging(self.desk, visit=self.visit.id)
        rows = [Row(visit, place, len(found.series), False) for place, visit in enumerate(found.series, 1)]
        rows += [Row(visit, place, len(found.linked), True) for place, visit in enumerate(found.linked, 1)]
        self.cursor.fill(rows)
        series = [f"{len(found.series)} visits, {found.words}"] if found.series else []
        linked = [f"{len(found.linked)} linked"] if found.linked else []
        words = ", ".join([*series, *linked]) or "on its own"
        self.title = f"{self.visit.name}: {words}"
        self.query_one("#title", Bar).show(Text(f" {self.title}"))

    def step(self, do: Callable[[], Done], after: str) -> None:
        """Back, or on again."""
        self.do(do, after)

    def do(self, change: Callable[[], Done], after: str = "u undo") -> None:
        """Run a change, say what happened, show the list anew."""
        try:
            done = change()
        except Refused as refused:
            self.reread()
            self.say(refused.reason, error=True)
        else:
            self.reread()
            self.say(f"{done.message}  {after}" if done.undoable else done.message)

    def on_row_list_moved(self) -> None:
        """The keys depend on the row."""
        self.refresh_keys()

    def _line(self, row: Row, _width: int) -> Text:
        visit = row.visit
        at = pendulum.from_timestamp(visit.starts).in_timezone(zone_of(self.desk, visit.provider))
        place = f"{row.number} of {row.of}" if row.linked else f"{row.number}/{row.of}"
        name = set_cell_size(visit.name, 20) + " " if row.linked else ""
        told = visit.cancel_reason or ("" if visit.place == "scheduled" else str(visit.place).replace("_", " "))
        seen = f"{LETTERS[visit.place]}{'c' if visit.confirmed else ' '}"
        who = self._names.get(visit.provider, "")
        text = f" {place:>7} {seen} {name}{when.echo_moment(at):<23} {visit.kind:<5} {who:<12} {told}"
        return Text(text, "" if visit.place == "scheduled" else "dim")
