"""A worklist as a dialog: what to do next is at the top, an outcome is one key, the cursor goes on by itself."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from rich.text import Text
from textual.app import ComposeResult
from textual.widget import Widget

from frontdesk.desk import Desk, Done, Refused, news
from frontdesk.screens.dialog import Dialog
from frontdesk.screens.everywhere import Resume
from frontdesk.screens.taking_back import ChangingDialog
from frontdesk.widgets.bars import Bar
from frontdesk.widgets.command import Command, CommandList
from frontdesk.widgets.moves import LIST_MOVES, First, Last
from frontdesk.widgets.rows import RowList

if TYPE_CHECKING:
    from frontdesk.widgets.facts import Fact

LOW = 12
"""Lines below which a row's details are one line."""

Row = TypeVar("Row")
"""What one line is about."""
Result = TypeVar("Result")
"""What a form over the list answers with."""


class OnRow(Command["WorklistDialog[Any]"]):
    """A command on the line under the cursor."""

    needs: ClassVar[str] = ""
    """The permission it takes."""

    def ready(self, host: WorklistDialog[Any]) -> bool:
        """Whether there is a line, and this person may."""
        return host.cursor.current is not None and host.desk.may(self.needs)

    def why(self, host: WorklistDialog[Any]) -> str:
        """No permission, or nothing there."""
        return "Nothing is open here." if host.desk.may(self.needs) else "You may not do that."


class WorklistDialog(ChangingDialog[bool | None], Generic[Row]):
    """Shows rows and what is said about the one under the cursor; answers True when the person goes elsewhere.

    A subclass overrides `read`, `key`, `line`, and perhaps `about` and `topics`; its commands call `do`.
    """

    COMMANDS: ClassVar[CommandList] = (*LIST_MOVES, First, Last)
    EMPTY: ClassVar[str] = "Nothing is open."
    LINES: ClassVar[int] = 1
    """Lines that `about` takes; on a low terminal only the first."""
    GROWS: ClassVar[bool] = False
    """Whether a row's own line takes what its facts leave on a broad terminal."""
    WATCH = 0.4
    """Seconds between two looks for what others have changed."""

    def __init__(self, desk: Desk, title: str) -> None:
        super().__init__()
        self.desk = desk
        self.heading = title
        self.cursor: RowList[Row] = RowList(
            self.line, self.key, empty=f" {self.EMPTY}", facts=self.facts(), grows=self.GROWS, beside=self.beside
        )
        self.details = [Bar(classes="detail") for _ in range(self.LINES)]
        self.chosen: tuple[str, int] = ("", 0)
        """The record that the person wants to see, where the answer is True."""
        self._seen = news(desk, -1).seq

    # --- for subclasses ----------------------------------------------------------------------------

    def read(self) -> Sequence[Row]:
        """The rows, what to do next first."""
        raise NotImplementedError

    def key(self, row: Row) -> Hashable:
        """What tells rows apart."""
        raise NotImplementedError

    def line(self, row: Row, width: int) -> Text:
        """One row as a line."""
        raise NotImplementedError

    def facts(self) -> Sequence[Fact[Row]]:
        """What a broad terminal shows of a row besides."""
        return ()

    def beside(self, rows: Sequence[Row]) -> Mapping[Hashable, Any]:
        """What the facts need besides the rows, by `key`; read where one of them is shown."""
        return {}

    def about(self, row: Row) -> Text:
        """All about the row under the cursor, in the lines above the message."""
        return Text()

    def count(self) -> int:
        """How many there are; more than the rows where only the first are listed."""
        return len(self.cursor.rows)

    def topics(self) -> frozenset[str]:
        """News about any of these reads the rows again."""
        return frozenset({"worklist"})

    @property
    def row(self) -> Row:
        """The row under the cursor, for commands that are ready only when there is one."""
        row = self.cursor.current
        assert row is not None
        return row

    @property
    def resting(self) -> Widget:
        """The list has the keyboard."""
        return self.cursor

    # --- showing -----------------------------------------------------------------------------------

    def body(self) -> ComposeResult:
        """The list, and what is said about its current row."""
        yield self.cursor
        yield from self.details

    def on_mount(self) -> None:
        """Fill it, and keep an eye on what others do."""
        self.set_focus(self.cursor)
        self.cursor.fill(self.read(), keep=False)
        self._head()
        self.set_interval(self.WATCH, self.look_around)

    def reread(self) -> None:
        """Read the rows again; the cursor stays on its row, or on the next when that one has gone."""
        self.cursor.fill(self.read())
        self._head()

    def _head(self) -> None:
        count = self.count()
        self.title = f"{self.heading}  {count:,} open" if count else self.heading
        self.query_one("#title", Bar).show(Text(f" {self.title}"))

    def on_row_list_moved(self) -> None:
        """The keys and the lines above the message depend on the row."""
        row = self.cursor.current
        lines = list(self.about(row).split("\n", allow_blank=True)) if row is not None else []
        for number, bar in enumerate(self.details):
            bar.show(lines[number] if number < len(lines) else Text())
        self.refresh_keys()

    def on_resize(self) -> None:
        """Leave room for the list."""
        for number, bar in enumerate(self.details):
            bar.display = number == 0 or self.size.height >= LOW
        self.on_row_list_moved()

    def look_around(self) -> None:
        """Read again when somebody has changed what is on show."""
        heard = news(self.desk, self._seen)
        self._seen = heard.seq
        if heard.topics & self.topics():
            self.reread()

    # --- doing -------------------------------------------------------------------------------------

    def step(self, do: Callable[[], Done], after: str) -> None:
        """Back, or on again; the cursor goes to what came back."""
        self.do(do, after, on=False)

    def do(self, change: Callable[[], Done], after: str = "u undo", *, on: bool = True) -> Done | None:
        """Run a change, say what happened, show the rows; `on`: the cursor goes on, else to what came back."""
        was, there = self.cursor.current, {self.key(row) for row in self.cursor.rows}
        try:
            done = change()
        except Refused as refused:
            self.reread()
            self.say(refused.reason, error=True)
            return None
        self.done(done, after)
        now = self.cursor.current
        if on and was is not None and now is not None and self.key(now) == self.key(was):
            self.cursor.step(1)
        for number, row in enumerate(self.cursor.rows):
            if not on and self.key(row) not in there:  # what was taken back is looked at next
                self.cursor.go(number)
        return done

    def done(self, done: Done, after: str = "u undo") -> None:
        """Say what a change did, and show the rows anew."""
        self.look_around()
        self.reread()
        room = max(0, self.size.width - len(after) - 4)
        said = done.message if len(done.message) <= room else f"{done.message[: max(0, room - 2)]}.."
        self.say(f"{said}  {after}" if done.undoable else done.message)

    async def over(self, form: Dialog[Result]) -> Result | None:
        """Show a form over the list; a change that it made is said and shown."""
        self.say("")
        result = await super().over(form)
        if isinstance(result, Done):
            self.done(result)
        elif getattr(form, "draft", None) is not None:
            self.say(f"Parked; {self.sign_of(Resume)} brings it back once this list is left.")
        return result
