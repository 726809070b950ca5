"""What forms, lists to choose from and help have in common: a screen over the console with its own keys."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, ClassVar, TypeVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.events import ScreenResume
from textual.screen import ModalScreen
from textual.widget import Widget

from frontdesk.screens.speaking import Speaking
from frontdesk.widgets.bars import Bar, KeyBar
from frontdesk.widgets.command import Command, CommandList
from frontdesk.widgets.frames import Whole
from frontdesk.widgets.style import sheet

Result = TypeVar("Result")
"""What a dialog answers with."""


class Close(Command["Dialog[Any]"]):
    """Go back to where you were; what was typed in a form is kept."""

    id, key, keys = "dialog.back", "escape", ("ctrl+g",)
    label: ClassVar[str] = "Back"

    async def run(self, host: Dialog[Any], words: str = "") -> None:
        """Close the dialog."""
        await host.leave()


class Lock(Command["Dialog[Any]"]):
    """Lock the screen; what is typed here stays as it is."""

    id, key = "dialog.lock", "ctrl+l"
    label: ClassVar[str] = "Lock"
    shown: ClassVar[bool] = False

    async def run(self, host: Dialog[Any], words: str = "") -> None:
        """Hide everything behind a password."""
        lock: Callable[[], Awaitable[None]] | None = getattr(host.app, "lock", None)
        if lock is not None:
            await lock()


class Dialog(Speaking, Whole, ModalScreen[Result]):
    """A screen over the console: title, body, message line, key line. Answers None when it is left.

    A subclass gives `TITLE` (or sets `self.title`) and `COMMANDS`, and overrides `body()`. It closes with
    `self.dismiss(answer)`. Give the keyboard away with `set_focus`: `Widget.focus` does so too late for what
    is typed ahead.
    """

    CSS_PATH = [sheet("dialog")]
    COMMANDS: ClassVar[CommandList] = (Close, Lock)  # type: ignore[assignment]

    closing: tuple[Result | None] | None = None
    """What it answers, once it does."""

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Close it with an answer, once; where another dialog lies over it, as soon as that has closed.

        (Textual would close the one on top in its place. Keys typed ahead get there.)
        """
        again, self.closing = self.closing is not None, self.closing or (result,)
        if again or self.app.screen is not self:
            return AwaitComplete()
        return super().dismiss(result)

    @on(ScreenResume)
    def _close_now(self) -> None:
        if self.closing is not None:
            super().dismiss(self.closing[0])

    def compose(self) -> ComposeResult:
        """Lay out title, body, message and keys."""
        yield Bar(id="title", classes="heading")
        yield from self.body()
        yield Bar(id="message", classes="message")
        yield KeyBar(id="keys", classes="keys")

    def body(self) -> ComposeResult:
        """What lies between title and message."""
        yield Widget()

    def on_mount(self) -> None:
        """Show title and keys."""
        self.query_one("#title", Bar).show(Text(f" {self.title or self.TITLE or ''}"))
        self.refresh_keys()

    def refresh_keys(self) -> None:
        """Show the keys that work now."""
        self.query_one("#keys", KeyBar).show_commands((c() for c in self.all_commands()), self)

    def say(self, message: str, *, error: bool = False) -> None:
        """Speak in the message line; a refusal carries a sign, not only a colour."""
        self.query_one("#message", Bar).show(spoken(message, error=error))

    async def leave(self) -> None:
        """Close without an answer. A form overrides this to keep its draft first."""
        self.dismiss(None)


def spoken(message: str, *, error: bool = False) -> Text:
    """A message as it stands in the message line."""
    return Text(f"!{message}", "bold red") if error and message else Text(f" {message}")
