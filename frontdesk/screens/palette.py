"""Ctrl+P: choose a command by part of its name or of what it does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.widgets import Input

from frontdesk.screens.dialog import Dialog
from frontdesk.screens.help import signs_of
from frontdesk.widgets.breadth import BROAD, WIDE
from frontdesk.widgets.command import Command, CommandList
from frontdesk.widgets.facts import Fact
from frontdesk.widgets.field import TextLine
from frontdesk.widgets.moves import LIST_MOVES
from frontdesk.widgets.rows import RowList, cut

if TYPE_CHECKING:
    from frontdesk.screens.console import Call


class Run(Command["PaletteScreen"]):
    """Run the command under the cursor."""

    id, key = "palette.run", "enter"
    label: ClassVar[str] = "Run"
    unready: ClassVar[str] = "No command is called that."

    def ready(self, host: PaletteScreen) -> bool:
        """Whether there is a command under the cursor."""
        return host.cursor.current is not None

    async def run(self, host: PaletteScreen, words: str = "") -> None:
        """Close with that command."""
        host.dismiss(host.cursor.current)


class PaletteScreen(Dialog["Call"]):
    """A line to type in, and the commands that fit it. Only ours: nothing here leaves the program."""

    TITLE = "Commands"
    COMMANDS: ClassVar[CommandList] = (Run, *LIST_MOVES)

    def __init__(self, calls: Sequence[Call]) -> None:
        super().__init__()
        self._calls = [call for call in calls if not call.command.id.startswith("move.")]
        self.cursor: RowList[Call] = RowList(
            line, lambda call: call.command.id, empty=" No command fits.", facts=FACTS, base=BROAD, grows=True
        )

    def body(self) -> ComposeResult:
        """Line and list."""
        yield TextLine("", "part of a name")
        yield self.cursor

    def on_mount(self) -> None:
        """Show them all."""
        self.set_focus(self.query_one(Input))
        self.cursor.fill(self._calls, keep=False)

    @on(Input.Changed)
    def narrow(self, event: Input.Changed) -> None:
        """Show those that fit what is typed: every word begins one of name, label or help; names go first."""
        words = event.value.lower().split()
        fits = [call for call in self._calls if all(f" {word}" in searchable(call) for word in words)]
        named = [call for call in fits if any(call.command.name().startswith(word) for word in words)]
        self.cursor.fill(list(dict.fromkeys([*named, *fits])), keep=False)


def searchable(call: Call) -> str:
    """Where the words are looked for."""
    return f" {call.command.name()} {call.command.label} {call.command.help()}".lower()


def line(call: Call, width: int) -> Text:
    """One command in the list: name, key, what it does."""
    command = call.command
    text = Text(f" {command.name():<10} ", "bold" if call.ready else "dim")
    text.append(f"{signs_of(call):<8} ", "")
    return text.append(cut(command.help(), max(8, width - text.cell_len)))


FACTS: tuple[Fact[Call], ...] = (
    Fact("on the : line", 29, lambda call, _: f":{call.command.name()} {call.command.words}".rstrip(), WIDE),
)
"""What a wide terminal shows of a command besides."""
