"""What there is to do: every worklist with how much is open on it. Each is a module of this folder.

Such a module offers `WORKLIST`, an object as `Worklist` describes it; it is imported when the list of lists is
first shown. Opening one usually shows a `screens.worklist.WorklistDialog`.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, ClassVar, Protocol

from rich.cells import set_cell_size
from rich.text import Text
from textual.app import ComposeResult

from frontdesk.desk import Desk
from frontdesk.screens.dialog import Dialog
from frontdesk.widgets.command import Command, CommandList
from frontdesk.widgets.facts import Fact
from frontdesk.widgets.moves import LIST_MOVES, First, Last
from frontdesk.widgets.rows import RowList

if TYPE_CHECKING:
    from frontdesk.screens.console import Console


class Worklist(Protocol):
    """One list of things to do."""

    id: str
    """Its name on the `:` line, `notes`."""
    title: str
    """What people call it."""
    order: int
    """Its place among the lists with something on them; the lowest comes first."""
    permission: str
    """What somebody needs to see it."""

    def count(self, desk: Desk) -> int:
        """How much is open."""

    async def open(self, console: Console) -> bool | None:
        """Show it and wait until it is left; True when the person has gone somewhere else in the console."""


@cache
def every() -> tuple[Worklist, ...]:
    """All worklists, in their order."""
    modules = (import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__))
    lists: list[Worklist] = [module.WORKLIST for module in modules if hasattr(module, "WORKLIST")]
    return tuple(sorted(lists, key=lambda each: (each.order, each.id)))


def visible(desk: Desk) -> list[Worklist]:
    """The worklists that this person may see."""
    return [each for each in every() if desk.may(each.permission)]


def named(desk: Desk, words: str) -> Worklist | None:
    """The worklist whose name begins with these letters."""
    wanted = words.strip().lower()
    return next((each for each in visible(desk) if wanted and each.id.startswith(wanted)), None)


async def show(console: Console, words: str = "") -> None:
    """Let the person choose a list and show it, until the lists are left; `words` may name one right away."""
    chosen = named(console.desk, words)
    asked = chosen is None
    while asked or chosen is not None:
        if asked:
            chosen = await console.open_form(TodoList(console.desk, chosen))
        if chosen is None:
            return
        gone = await chosen.open(console)
        console.look_around(now=True)
        if gone or not asked:
            return


class Open(Command["TodoList"]):
    """Open the list under the cursor."""

    id, key, label = "todo.open", "enter", "Open"

    async def run(self, host: TodoList, words: str = "") -> None:
        """Close with that list."""
        if host.cursor.current is not None:
            host.dismiss(host.cursor.current[0])


FACTS: tuple[Fact[tuple[Worklist, int]], ...] = (Fact("on the : line", 18, lambda row, _: f":todo {row[0].id}"),)
"""What a broad terminal shows of a list besides."""


class TodoList(Dialog[Worklist | None]):
    """The lists, those with something on them on top."""

    TITLE = "To do"
    COMMANDS: ClassVar[CommandList] = (Open, *LIST_MOVES, First, Last)
    NAME = 44
    """Cells for the name of a list."""

    def __init__(self, desk: Desk, start: Worklist | None = None) -> None:
        super().__init__()
        self.desk = desk
        self.cursor: RowList[tuple[Worklist, int]] = RowList(
            self._line, lambda row: row[0].id, empty=" There is no list for you.", facts=FACTS
        )
        self._start = start

    def body(self) -> ComposeResult:
        """The list of lists."""
        yield self.cursor

    def on_mount(self) -> None:
        """Count, and show those with something on them first."""
        counted = [(each, each.count(self.desk)) for each in visible(self.desk)]
        counted.sort(key=lambda row: row[1] == 0)
        self.cursor.fill(counted, keep=False)
        self.set_focus(self.cursor)
        self.cursor.go(next((n for n, row in enumerate(counted) if row[0] is self._start), 0))
        if not any(count for _, count in counted):
            self.say("Nothing is open.")

    def _line(self, row: tuple[Worklist, int], width: int) -> Text:
        each, count = row
        name = set_cell_size(each.title, max(8, min(self.NAME, width - 15)))
        return Text(f" {name} {count or 'nothing':>7}{' open' if count else ''}", "" if count else "dim")
