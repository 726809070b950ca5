"""What the lists of the set-up have in common: forms over the list, what was done, `u` for taking it back."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, ClassVar, Generic, TypeVar

from rich.text import Text
from textual.app import ComposeResult
from textual.widget import Widget

from frontdesk.desk import Desk, Done, Refused
from frontdesk.screens.dialog import Dialog
from frontdesk.screens.taking_back import ChangingDialog
from frontdesk.widgets.command import Command, CommandList
from frontdesk.widgets.facts import Fact
from frontdesk.widgets.moves import LIST_MOVES, First, Last
from frontdesk.widgets.rows import RowList

Line = TypeVar("Line")
"""What one line of the list stands for."""


class OnLine(Command["Within[Any]"]):
    """A command of a list that needs the permission to change the set-up, and mostly a line under the cursor."""

    unready: ClassVar[str] = "You may not change the set-up."
    sorts: ClassVar[tuple[str, ...]] = ()
    """The sorts of lines it works on; empty for any, or none."""

    def ready(self, host: Within[Any]) -> bool:
        """Whether the line is one of those, and this person may."""
        return host.desk.may(host.NEEDS) and (
            not self.sorts or getattr(host.cursor.current, "sort", "") in self.sorts
        )

    def why(self, host: Within[Any]) -> str:
        """No permission, or another sort of line."""
        return self.unready if not host.desk.may(host.NEEDS) else "Not on this line."


class Within(ChangingDialog[Done], Generic[Line]):
    """A list of the set-up. Every change made here can be undone, here and on the console."""

    COMMANDS: ClassVar[CommandList] = (*LIST_MOVES, First, Last)
    NEEDS: ClassVar[str] = "setup.change"
    """The permission to change it."""
    EMPTY: ClassVar[str] = " Nothing yet."

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.cursor: RowList[Line] = RowList(
            self.line, self.key_of, empty=self.EMPTY, facts=self.facts(), beside=self.beside, grows=True
        )

    @property
    def resting(self) -> Widget:
        """The list."""
        return self.cursor

    def body(self) -> ComposeResult:
        """The list."""
        yield self.cursor

    def on_mount(self) -> None:
        """Fill it."""
        self.cursor.fill(self.lines(), keep=False)
        self.set_focus(self.cursor)
        self.refresh_keys()

    def on_row_list_moved(self) -> None:
        """The keys depend on the line."""
        self.refresh_keys()

    # --- for subclasses ----------------------------------------------------------------------------

    def lines(self) -> Sequence[Line]:
        """What the list shows, read anew."""
        raise NotImplementedError

    def line(self, line: Line, width: int) -> Text:
        """How a line is drawn."""
        raise NotImplementedError

    def facts(self) -> Sequence[Fact[Line]]:
        """What a broad terminal shows of a line besides."""
        return ()

    def beside(self, lines: Sequence[Line]) -> Mapping[Hashable, Any]:
        """What the facts need besides the lines, by `key_of`; read where one of them is shown."""
        return {}

    def key_of(self, line: Line) -> Hashable:
        """What tells lines apart."""
        raise NotImplementedError

    # --- doing -------------------------------------------------------------------------------------

    async def fill_in(self, form: Dialog[Done]) -> None:
        """Show a form over the list, then the list as it is now."""
        done = await self.over(form)
        if done is not None:
            self.show(done)
        else:
            self.cursor.fill(self.lines())

    def step(self, do: Callable[[], Done], after: str) -> None:
        """Back, or on again."""
        self.try_to(do, after)

    def try_to(self, do: Callable[[], Done], after: str = "u undo") -> None:
        """Do it and show it, or say why not."""
        try:
            self.show(do(), after)
        except Refused as refused:
            self.say(refused.reason, error=True)

    def show(self, done: Done, after: str = "u undo") -> None:
        """Say what was done and show the list anew."""
        self.cursor.fill(self.lines())
        self.say(f"{done.message}  {after}" if done.undoable else done.message)
        self.refresh_keys()
