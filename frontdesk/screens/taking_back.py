"""Lists over the console in which `u` takes back what was done, and ^R does it again, as on the console."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

from frontdesk.desk import Desk, Done, redo, undo
from frontdesk.screens.asking import AskingDialog
from frontdesk.widgets.command import Command, CommandList

Result = TypeVar("Result")
"""What the dialog answers with."""


class TakeBack(Command["ChangingDialog[Any]"]):
    """Take back my last change."""

    id, key, label = "changing.undo", "u", "Undo"
    shown: ClassVar[bool] = False

    async def run(self, host: ChangingDialog[Any], words: str = "") -> None:
        """Undo it and show the list anew."""
        host.step(lambda: undo(host.desk), "^R redo")


class Again(Command["ChangingDialog[Any]"]):
    """Do again what I have just taken back."""

    id, key, label = "changing.redo", "ctrl+r", "Redo"
    shown: ClassVar[bool] = False

    async def run(self, host: ChangingDialog[Any], words: str = "") -> None:
        """Redo it and show the list anew."""
        host.step(lambda: redo(host.desk), "u undo")


class ChangingDialog(AskingDialog[Result]):
    """A list in which things are changed."""

    COMMANDS: ClassVar[CommandList] = (TakeBack, Again)
    desk: Desk

    def step(self, do: Callable[[], Done], after: str) -> None:
        """Go a step back or on again and show the list anew, or say why not; `after`: the key that turns it."""
        raise NotImplementedError
