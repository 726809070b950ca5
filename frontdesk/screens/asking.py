"""Dialogs that ask in their last lines, and show others over themselves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, TypeVar

from textual.widget import Widget

from frontdesk.screens.dialog import Dialog
from frontdesk.widgets.asking import Choice, Line, Question
from frontdesk.widgets.command import Command, CommandList
from frontdesk.widgets.turn import Answer

Result = TypeVar("Result")
"""What the dialog answers with."""
Other = TypeVar("Other")
"""What a dialog over it answers with."""


class Keys(Command["AskingDialog[Any]"]):
    """List all keys that work here."""

    id, key, label = "asking.help", "?", "Keys"

    async def run(self, host: AskingDialog[Any], words: str = "") -> None:
        """Show the list."""
        from frontdesk.screens.console import Call
        from frontdesk.screens.help import HelpScreen

        await host.over(HelpScreen([Call(command(), host) for command in host.all_commands()], host.LEGEND))


class AskingDialog(Dialog[Result]):
    """A dialog with a part that has the keyboard (`resting`) while nothing is asked."""

    COMMANDS: ClassVar[CommandList] = (Keys,)
    LEGEND: ClassVar[tuple[str, ...]] = ()
    """What the signs on show mean, for the help."""

    @property
    def resting(self) -> Widget:
        """What the keyboard goes back to."""
        raise NotImplementedError

    async def over(self, form: Dialog[Other]) -> Other | None:
        """Show a dialog over this one and wait for its answer."""
        answer: Answer[Other | None] = Answer()
        await self.app.push_screen(form, answer.give)
        return await answer.wait()

    async def choose(self, prompt: str, options: Sequence[tuple[str, str]]) -> str | None:
        """Ask for one key of `options` (key, word) in the last lines; None when left."""
        answer: Answer[str | None] = Answer()
        return await self._asked(Choice(prompt, options, answer), answer)

    async def ask(self, prompt: str, value: str = "", check: Callable[[str], str] = lambda _: "") -> str | None:
        """Ask for one line of text in the last lines. `check` returns what is wrong, "" when it is fine."""
        answer: Answer[str | None] = Answer()
        return await self._asked(Question(prompt, Line(value, answer, check)), answer)

    async def _asked(self, question: Widget, answer: Answer[str | None]) -> str | None:
        self.add_class("-asking")
        await self.mount(question)
        self.set_focus(question.query("Input").first() if question.query("Input") else question)
        given = await answer.wait()
        self.remove_class("-asking")
        await question.remove()
        self.set_focus(self.resting)
        return given

    def refresh_keys(self) -> None:
        """Show the keys that work now; `?` stays whatever the width, it leads to all the others."""
        from frontdesk.widgets.bars import KeyBar

        others = [each for each in self.all_commands() if each is not Keys]
        self.query_one("#keys", KeyBar).show_commands((each() for each in (*others, Keys)), self)
