"""`:`: a command by name with its words, completed with Tab."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.widgets import Input

from frontdesk.screens.everywhere import Palette
from frontdesk.widgets.asking import Line, Question
from frontdesk.widgets.command import Command, CommandList
from frontdesk.widgets.turn import Answer

if TYPE_CHECKING:
    from frontdesk.screens.console import Call, Console


class Complete(Command["NameLine"]):
    """Complete the name, or the next one that fits."""

    id, key = "line.complete", "tab"
    label: ClassVar[str] = "Complete"

    async def run(self, host: NameLine, words: str = "") -> None:
        """Complete it."""
        host.complete()


class NameLine(Line):
    """The line behind the colon."""

    COMMANDS: ClassVar[CommandList] = (Complete,)

    def __init__(self, calls: dict[str, Call], answer: Answer[str | None]) -> None:
        super().__init__("", answer, lambda text: "" if find(calls, text) or not text.strip() else no_such(calls))
        self._calls = calls
        self._cycle: list[str] = []
        self._at = -1
        self._stem = ""
        self._filled: str | None = None
        """What Tab has filled in last; anything else was typed since."""

    def complete(self) -> None:
        """Fill in the first word that fits; again, the next."""
        if self.value != self._filled:
            call = find(self._calls, self.value)
            self._stem, space, words = self.value.lstrip().partition(" ")
            if space and call is not None:
                begun = words.rpartition(" ")
                self._stem = f"{self._stem} {begun[0]}{begun[1]}"
                self._cycle = call.command.complete(call.host, words)
            else:
                self._stem, self._cycle = "", matches(self._calls, self.value)
            self._at = -1
        if self._cycle:
            self._at = (self._at + 1) % len(self._cycle)
            self._filled = self.value = f"{self._stem}{self._cycle[self._at]} "
            self.cursor_position = len(self.value)

    @on(Input.Changed)
    def hint(self) -> None:
        """Say which commands fit, or what the one that is typed wants to know."""
        if call := find(self._calls, self.value):
            words = f" {call.command.words}" if call.command.words else ""
            self.say(f":{call.command.name()}{words}  {call.command.help()}")
        else:
            self.say("  ".join(matches(self._calls, self.value)) or f"!{no_such(self._calls)}")


def no_such(calls: dict[str, Call]) -> str:
    """What is said of a name that is none."""
    palette = next((call for call in calls.values() if call.command.id == Palette.id), None)
    lists = f", {palette.host.sign_of(palette.command)} lists them all" if palette is not None else ""
    return f"No such command; Tab completes{lists}."


def matches(calls: dict[str, Call], text: str) -> list[str]:
    """The names that begin with what is typed, else those that contain it."""
    typed = text.strip().lower()
    return [name for name in calls if name.startswith(typed)] or [name for name in calls if typed in name]


def find(calls: dict[str, Call], text: str) -> Call | None:
    """The command whose name the text begins with; a beginning will do while only one name has it."""
    name = text.strip().lower().partition(" ")[0]
    if name in calls:
        return calls[name]
    fits = [each for each in calls if name and each.startswith(name)]
    return calls[fits[0]] if len(fits) == 1 else None


async def ask_command(console: Console) -> Call | None:
    """Ask for a line; answer with the command and its words."""
    calls = {call.command.name(): call for call in console.calls() if not call.command.id.startswith("move.")}
    answer: Answer[str | None] = Answer()
    text = await console.asked(Question(":", NameLine(calls, answer)), answer)
    if text is None or (call := find(calls, text)) is None:
        return None
    return type(call)(call.command, call.host, text.strip().partition(" ")[2].strip())
