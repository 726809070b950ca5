"""Work that takes seconds: done in a thread, with a bar, and a key that stops it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Generic, TypeVar

from rich.text import Text
from textual.app import ComposeResult

from frontdesk.desk import Refused
from frontdesk.screens.dialog import Dialog
from frontdesk.widgets.bars import Bar
from frontdesk.widgets.command import Command, CommandList
from frontdesk.widgets.moves import LIST_MOVES
from frontdesk.widgets.rows import RowList

Result = TypeVar("Result")
"""What the work comes to."""

CELLS = 30
"""Of a full bar."""


class Stopped(Exception):
    """The person stopped the work."""


class Go(Command["Working[Any]"]):
    """Go on, once the work is over."""

    id, key = "working.go", "enter"
    label: ClassVar[str] = "Go on"
    unready: ClassVar[str] = "Not done yet; ^G stops it."

    def ready(self, host: Working[Any]) -> bool:
        """Whether the work is over."""
        return host.over

    async def run(self, host: Working[Any], words: str = "") -> None:
        """Close with what the work came to."""
        host.dismiss(host.result)


class Working(Dialog[Result | None], Generic[Result]):
    """Does something in a thread, shows how far it is, answers with the result; None when stopped or refused."""

    COMMANDS: ClassVar[CommandList] = (Go, *LIST_MOVES)

    def __init__(
        self,
        title: str,
        work: Callable[[Working[Result]], Result],
        told: Callable[[Result], Sequence[str]] | None = None,
    ) -> None:
        """Make the dialog.

        Args:
            title: what is being done.
            work: does it, in a thread; it tells `progress` and asks `stopped` now and then.
            told: lines about the result, for the person to read before going on; None goes on at once.
        """
        super().__init__()
        self.title = title
        self.cursor: RowList[tuple[int, str]] = RowList(lambda row, width: Text(f" {row[1]}"), lambda row: row[0])
        self.result: Result | None = None
        self.over = False
        self._work = work
        self._told = told
        self._stop = False
        self._step = ("", -1)

    def body(self) -> ComposeResult:
        """The bar, and what came of it."""
        yield Bar(id="bar")
        yield self.cursor

    def on_mount(self) -> None:
        """Begin."""
        self._home = asyncio.get_running_loop()
        self.set_focus(self.cursor)
        self.run_worker(self._run(), name="working")

    async def _run(self) -> None:
        try:
            self.result = await asyncio.to_thread(self._work, self)
        except Stopped:
            self.dismiss(None)
        except Refused as refused:
            self._finish(refused.reason, (), error=True)
        else:
            if self._told is None:
                self.dismiss(self.result)
            else:
                first, *rest = self._told(self.result) or ["Done."]
                self._finish(first, rest, error=False)

    def _finish(self, words: str, lines: Sequence[str], *, error: bool) -> None:
        self.over = True
        self.cursor.fill(list(enumerate(lines)))
        self.say(words, error=error)
        self.refresh_keys()

    async def leave(self) -> None:
        """Stop the work at its next step; when it is over, go on."""
        if self.over:
            self.dismiss(self.result)
        else:
            self._stop = True
            self.say("Stopping ...")

    # --- called in the thread ----------------------------------------------------------------------

    def stopped(self) -> bool:
        """Whether the person wants it to stop."""
        return self._stop

    def progress(self, what: str, done: int, total: int) -> None:
        """Show how far it is: whole steps of the bar only, a slow line has better things to carry."""
        step = (what, CELLS * done // max(1, total))
        if step != self._step:
            self._step = step
            self._home.call_soon_threadsafe(self._show, what, step[1], done, total)

    def _show(self, what: str, cells: int, done: int, total: int) -> None:
        if self.is_attached:
            bar = Text(f" {what:<10} [{'#' * cells:<{CELLS}}] {done:,}/{total:,}")
            self.query_one("#bar", Bar).show(bar)
