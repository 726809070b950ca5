"""Work that takes seconds, in a thread, with a bar: making the demo practice, bringing a practice over."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar, Generic, TypeVar

from rich.text import Text
from textual.app import ComposeResult

from frontdesk.desk import Clock, Desk, Refused
from frontdesk.screens import readers
from frontdesk.screens.dialog import Dialog
from frontdesk.screens.new_practice import NewPractice
from frontdesk.widgets.bars import Bar
from frontdesk.widgets.command import Command, CommandList
from frontdesk.widgets.field import Field

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and out of how much."""

Result = TypeVar("Result")
"""What the work comes to."""

FULL = 40
"""Cells of a full bar."""


class Stopped(Exception):
    """The person stopped the work; raised at its next step."""


class Go(Command["Working[Any]"]):
    """Go on, once the work is done."""

    id, key = "working.go", "enter"
    label: ClassVar[str] = "Go on"
    unready: ClassVar[str] = "Not done yet; Esc stops it."

    def ready(self, host: Working[Any]) -> bool:
        """Whether the work is done."""
        return host.over

    async def run(self, host: Working[Any], words: str = "") -> None:
        """Close with what the work came to."""
        host.dismiss(host.result)


class Working(Dialog[Result | None], Generic[Result]):
    """Does `work` in a thread and shows how far it is. Answers with its result, None when stopped or refused."""

    COMMANDS: ClassVar[CommandList] = (Go,)

    def __init__(
        self, title: str, work: Callable[[Progress], Result], told: Callable[[Result], str] | None = None,
    ) -> None:
        """Make the dialog.

        Args:
            title: what is being done.
            work: does it; called in a thread, it tells its progress now and then.
            told: what to say about the result before the person goes on; None goes on at once.
        """
        super().__init__()
        self.title = title
        self.result: Result | None = None
        self.over = False
        self._work = work
        self._told = told
        self._stop = False
        self._last = ("", -1)

    def body(self) -> ComposeResult:
        """The bar, and what came of it."""
        yield Bar(id="bar")
        yield Bar(id="told")

    def on_mount(self) -> None:
        """Begin."""
        self._loop_here = asyncio.get_running_loop()
        self._show("", 0, 1)
        self.run_worker(self._run(), name="working")

    async def _run(self) -> None:
        try:
            self.result = await asyncio.to_thread(self._work, self._progress)
        except Stopped:
            self.dismiss(None)
        except (Refused, OSError, ValueError) as error:
            self._finish(str(error), error=True)
        else:
            if self._told is None:
                self.dismiss(self.result)
            else:
                self._finish(self._told(self.result), error=False)

    def _finish(self, words: str, *, error: bool) -> None:
        self.over = True
        self.say(words.splitlines()[0] if words else "Done.", error=error)
        self.refresh_keys()

    def _progress(self, what: str, done: int, total: int) -> None:
        """Called in the thread: pass on whole steps of the bar only, a slow line has better things to carry."""
        if self._stop:
            raise Stopped
        step = FULL * done // max(1, total)
        if (what, step) != self._last:
            self._last = (what, step)
            self._loop_here.call_soon_threadsafe(self._show, what, done, total)

    def _show(self, what: str, done: int, total: int) -> None:
        if self.is_attached:
            filled = FULL * done // max(1, total)
            self.query_one("#bar", Bar).show(Text(f" {what:<10} [{'#' * filled:<{FULL}}] {done:,}/{total:,}"))

    async def leave(self) -> None:
        """Stop the work at its next step; when it is over, go on."""
        if self.over:
            self.dismiss(self.result)
        self._stop = True
        self.say("Stopping ...")


def make_demo(path: Path, clock: Clock) -> Working[bool]:
    """Make the demo practice; its progress isn't told, it takes seconds."""

    def work(_progress: Progress) -> bool:
        from frontdesk.logic import demo

        demo.build(path, clock)
        return True

    return Working("Making the demo practice; it takes some seconds", work)


def bring_over(desk: Desk, there: Path) -> Working[Any]:
    """Import the files of a folder, and say what came of it."""

    def work(progress: Progress) -> Any:
        from frontdesk.exchange import medscheduler

        try:
            return medscheduler.import_folder(desk, there, as_of=None, progress=progress)
        finally:
            desk.database.peewee.close()  # this thread's connection; the console keeps its own

    return Working("Importing", work, lambda report: str(report.text()))


class ImportForm(NewPractice):
    """Bring a practice over from another program: where its files are, then what a new practice needs."""

    verb = "Import"

    def __init__(self) -> None:
        super().__init__("Import a practice", [
            Field("folder", "Folder", readers.reader(folder), size=40, hint="where the files are",
                  required="In which folder are the files?"),
        ])  # fmt: skip
        self.folder = Path()
        """The folder, once the form is accepted."""

    def carry_out(self, values: dict[str, Any]) -> Desk:
        """Found the practice that the files go into; the import itself follows."""
        self.folder = values.pop("folder")
        return super().carry_out(values)


def folder(text: str) -> Path:
    """A folder that is there and holds files; `~` is the person's own."""
    there = Path(text.strip()).expanduser()
    if not there.is_dir():
        raise ValueError("There is no such folder.")
    if not any(there.iterdir()):
        raise ValueError("That folder is empty.")
    return there
