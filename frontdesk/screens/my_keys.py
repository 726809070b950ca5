"""The key map: every command of the console and its areas with its key; Enter gives it another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar, cast

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.widget import Widget

from frontdesk.desk import Desk, Done, Refused
from frontdesk.logic import personal
from frontdesk.logic.personal import EVERYWHERE, STAY
from frontdesk.screens.console import AREAS, Console
from frontdesk.screens.taking_back import ChangingDialog
from frontdesk.settings import KEY
from frontdesk.widgets.asking import Accept, Leave, Line, Question
from frontdesk.widgets.bars import Bar
from frontdesk.widgets.command import Command, CommandList, Commands, key_sign
from frontdesk.widgets.moves import LIST_MOVES, First, Last
from frontdesk.widgets.rows import RowList
from frontdesk.widgets.turn import Answer

if TYPE_CHECKING:
    from frontdesk.app import FrontDeskApp


@dataclass(frozen=True, slots=True)
class Place:
    """Where commands work: everywhere, or in one area."""

    name: str
    host: type[Commands]

    def shares_with(self, other: Place) -> bool:
        """Whether a key can mean only one of two commands, one here and one there."""
        return Console in (self.host, other.host) or self.host is other.host


def places() -> list[Place]:
    """The console, then its areas; each is imported, whether it was shown or not."""
    found = [Place("everywhere", Console)]
    for name, where in AREAS.items():
        module, _, pane = where.partition(":")
        found.append(Place(name, getattr(import_module(module), pane)))
    return found


@dataclass(frozen=True, slots=True)
class Row:
    """A command, where it works, and the keys it has now."""

    command: type[Command[Any]]
    place: Place
    keys: tuple[str, ...]

    @property
    def usual(self) -> tuple[str, ...]:
        """The keys it has unless somebody gives it another."""
        return (self.command.key, *self.command.keys)

    @property
    def stays(self) -> bool:
        """Whether it is on a key that means the same for everybody."""
        return any(key in STAY for key in self.usual)


def rows_of(keys: Mapping[str, str]) -> Iterator[Row]:
    """Every command with its keys, where some have others than usual."""
    for place in places():
        for command in place.host.all_commands():
            own = keys.get(command.id)
            yield Row(command, place, (own,) if own else (command.key, *command.keys))


def taken(rows: list[Row], row: Row, key: str) -> str:
    """Why a command can't have a key: another one that can be under the hand at once has it; empty if it can."""
    for other in rows:
        if other.command is not row.command and key in other.keys and row.place.shares_with(other.place):
            return f"{key_sign(key)} is the key of {other.command.label} (:{other.command.name()}) already."
    return ""


class KeyLine(Line, inherit_bindings=False):
    """Takes a key by pressing it or by its name; none of them edits what is there but backspace."""

    COMMANDS: ClassVar[CommandList] = (Accept, Leave)

    def on_key(self, event: events.Key) -> None:
        """A key that is no letter writes its name."""
        event.stop()
        if event.is_printable:
            return
        event.prevent_default()
        self.value = self.value[:-1] if event.key == "backspace" else key_sign(event.key)
        self.cursor_position = len(self.value)


class Give(Command["KeyList"]):
    """Give the command under the cursor another key: press it, or type its name."""

    id, key = "keys.give", "enter"
    label: ClassVar[str] = "Other key"

    def ready(self, host: KeyList) -> bool:
        """Whether it may have another."""
        return host.cursor.current is not None and not host.cursor.current.stays

    def why(self, host: KeyList) -> str:
        """Its key stays what it is."""
        return "That key stays what it is: it does the same everywhere."

    async def run(self, host: KeyList, words: str = "") -> None:
        """Ask for it."""
        await host.give()


class Usual(Command["KeyList"]):
    """Put the command under the cursor back on its usual key."""

    id, key = "keys.usual", "x"
    label: ClassVar[str] = "Usual key"
    unready: ClassVar[str] = "It is on its usual key."

    def ready(self, host: KeyList) -> bool:
        """Whether it has another."""
        row = host.cursor.current
        return row is not None and row.keys != row.usual

    async def run(self, host: KeyList, words: str = "") -> None:
        """Do it."""
        host.put(host.row, host.row.command.key)


class Where(Command["KeyList"]):
    """Change whom it holds for: all my terminals, or those of this type alone."""

    id, key = "keys.where", "t"
    label: ClassVar[str] = "Terminals"

    async def run(self, host: KeyList, words: str = "") -> None:
        """The other of the two."""
        host.everywhere = not host.everywhere
        host.show()


class KeyList(ChangingDialog[None]):
    """The commands with their keys."""

    COMMANDS: ClassVar[CommandList] = (Give, Usual, Where, *LIST_MOVES, First, Last)
    LEGEND: ClassVar[tuple[str, ...]] = (
        "* before a key: not the usual one. Lists and forms keep their keys; so do Enter, Esc, Tab, the arrows, "
        "? and :, which do the same everywhere.",
    )

    def __init__(self, desk: Desk, terminal: str) -> None:
        super().__init__()
        self.desk = desk
        self.everywhere = True
        self.now = personal.mine(desk, terminal=terminal)
        self.cursor: RowList[Row] = RowList(self._line, lambda row: (row.place.name, row.command.id))

    @property
    def resting(self) -> Widget:
        """The list."""
        return self.cursor

    @property
    def row(self) -> Row:
        """The row under the cursor."""
        row = self.cursor.current
        assert row is not None
        return row

    @property
    def where(self) -> str:
        """The type of terminal that is changed, or all of them."""
        return EVERYWHERE if self.everywhere else self.now.terminal

    def body(self) -> ComposeResult:
        """The list."""
        yield self.cursor

    def on_mount(self) -> None:
        """Fill it."""
        self.show()
        self.set_focus(self.cursor)

    def on_row_list_moved(self) -> None:
        """The keys depend on the row."""
        self.refresh_keys()

    def show(self) -> None:
        """Read what holds now, and show it."""
        self.now = personal.mine(self.desk, terminal=self.now.terminal)
        whose = "all my terminals" if self.everywhere else f"terminals of the type {self.now.terminal}"
        self.title = f"Keys at {whose}"
        self.query_one("#title", Bar).show(Text(f" {self.title}"))
        shown = [row for row in rows_of(self.now.keys_at(self.where)) if not row.command.id.startswith("move.")]
        self.cursor.fill(shown)
        self.refresh_keys()

    def _line(self, row: Row, width: int) -> Text:
        signs = " ".join(map(key_sign, row.keys))
        text = Text(f" {'*' if row.keys != row.usual else ' '}{signs:<8} ", "bold")
        return text.append(f"{row.place.name:<11}{row.command.label:<14} {row.command.help()}", "not bold")

    # --- giving ------------------------------------------------------------------------------------

    async def give(self) -> None:
        """Ask for another key, and give it."""
        row, answer = self.row, Answer[str | None]()
        line = KeyLine("", answer, self._check(row))
        hint = "Press it or type its name (o, +, ^E, F5), then Enter.  Esc back"
        text = await self._asked(Question(f"Key for {row.command.label}:", line, hint), answer)
        if text is not None:
            self.put(row, personal.key_named(text))

    def _check(self, row: Row) -> Callable[[str], str]:
        rows = list(rows_of(self.now.keys_at(self.where)))

        def wrong(text: str) -> str:
            try:
                return taken(rows, row, personal.key_named(text))
            except ValueError as error:
                return str(error)

        return wrong

    def put(self, row: Row, key: str) -> None:
        """Give a command a key; its usual one takes the choice back."""
        if reason := taken(list(rows_of(self.now.keys_at(self.where))), row, key):
            self.say(reason, error=True)
            return
        name = f"{KEY.name}{row.command.id}"
        usual = key == row.command.key and (self.everywhere or name not in self.now.rows.get(EVERYWHERE, {}))
        rows = personal.wanted(self.now, {name: "" if usual else key}, everywhere=self.everywhere)
        self.step(lambda: personal.choose(self.desk, rows=rows), "u undo")

    def step(self, do: Callable[[], Done], after: str) -> None:
        """Do it, back or on again; it holds at once."""
        try:
            done = do()
        except Refused as refused:
            self.say(refused.reason, error=True)
            return
        cast("FrontDeskApp", self.app).follow(self.desk)
        self.show()
        self.say(f"{done.message}  {after}" if done.undoable else done.message)
