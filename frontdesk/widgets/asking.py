"""The two ways to ask in the last lines of the console: one key of a few, or one line of text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from frontdesk.widgets.bars import Bar
from frontdesk.widgets.command import Command, CommandList, Commands, key_sign
from frontdesk.widgets.rows import strip
from frontdesk.widgets.turn import Answer

LEAVE = ("escape", "ctrl+g")
"""The keys that leave a question without an answer."""


class Choice(Widget, can_focus=True):
    """A prompt and the keys that answer it (`n`, or a name like `enter`); it takes every key while it is up."""

    def __init__(self, prompt: str, options: Sequence[tuple[str, str]], answer: Answer[str | None]) -> None:
        super().__init__(classes="asking")
        self._prompt = prompt
        self._options = options
        self._answer = answer

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Every key is for the question."""
        return True

    def on_key(self, event: events.Key) -> None:
        """Answer with one of the keys on offer; other keys do nothing."""
        event.stop()
        event.prevent_default()
        pressed = (event.character or event.key).lower()
        if event.key in LEAVE:
            self._answer.give(None)
            return
        for key, _ in self._options:
            if key in (pressed, event.key):
                self._answer.give(key)

    def on_paste(self, event: events.Paste) -> None:
        """A paste is no answer."""
        event.stop()

    def _lines(self, width: int) -> list[Text]:
        prompt = Text(f" {self._prompt}", "bold").append("  (Esc back)", "not bold")
        room = max(1, self.app.size.height - 3)
        options = self._flowing(width)
        return [prompt, *(options if len(options) <= room else self._in_columns(width, room))]

    def _flowing(self, width: int) -> list[Text]:
        lines = [Text(" ")]
        for key, word in self._options:
            sign = key_sign(key)
            if lines[-1].cell_len > 1 and lines[-1].cell_len + len(sign) + len(word) + 1 > width:
                lines.append(Text(" "))
            lines[-1].append(sign, "bold").append(f" {word}  ")
        return lines

    def _in_columns(self, width: int, rows: int) -> list[Text]:
        """All keys in so few rows, with as much of their words as there is room for."""
        columns = -(-len(self._options) // rows)
        cell = max(2, (width - 1) // columns)
        lines = [Text(" ") for _ in range(rows)]
        for number, (key, word) in enumerate(self._options):
            lines[number % rows].append(key_sign(key), "bold").append(f" {word}"[: cell - 2].ljust(cell - 1))
        return lines

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the options need at this width."""
        return len(self._lines(width))

    def render_line(self, y: int) -> Strip:
        """One line of it."""
        lines = self._lines(self.size.width)
        return strip(lines[y] if y < len(lines) else Text(), self.size.width, self.rich_style)


class Accept(Command["Line"]):
    """Accept what is typed."""

    id, key = "line.accept", "enter"
    label: ClassVar[str] = "OK"

    async def run(self, host: Line, words: str = "") -> None:
        """Accept, unless something is wrong with it."""
        host.accept()


class Leave(Command["Line"]):
    """Leave without an answer."""

    id, key, keys = "line.back", "escape", ("ctrl+g",)
    label: ClassVar[str] = "Back"

    async def run(self, host: Line, words: str = "") -> None:
        """Leave."""
        host.answer.give(None)


class Line(Commands, Input):
    """One line of text, without border and without a blinking cursor."""

    COMMANDS: ClassVar[CommandList] = (Accept, Leave)

    def __init__(self, value: str, answer: Answer[str | None], check: Callable[[str], str]) -> None:
        super().__init__(value, compact=True, select_on_focus=False)
        self.cursor_blink = False
        self.answer = answer
        self._check = check

    def on_unmount(self) -> None:
        """Let the screen forget it, which would keep it, with all that it knows, as long as it lives itself."""
        self.screen.text_selection_started_signal.unsubscribe(self)

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Every key is for the question; its own commands come before that."""
        return True

    def on_key(self, event: events.Key) -> None:
        """No key reaches the pane while the question is up."""
        event.stop()

    def accept(self) -> None:
        """Answer with the text, or say what is wrong with it."""
        if wrong := self._check(self.value):
            self.say(f"!{wrong}")
        else:
            self.answer.give(self.value)

    def say(self, text: str) -> None:
        """Speak in the line below."""
        for node in self.ancestors:
            if isinstance(node, Question):
                node.say(text)


class Question(Widget):
    """A prompt, a line to type in, and a line below that says what was understood or what is wrong."""

    def __init__(self, prompt: str, line: Line, hint: str = "Enter OK  Esc back") -> None:
        super().__init__(classes="asking")
        self._prompt = Text(f" {prompt} ", "bold")
        self.line = line
        self._hint = hint

    def compose(self) -> ComposeResult:
        """Prompt and line, hint below."""
        with Horizontal():
            prompt = Bar()
            prompt.styles.width = self._prompt.cell_len
            prompt.show(self._prompt)
            yield prompt
            yield self.line
        yield Bar(id="hint")

    def on_mount(self) -> None:
        """Show the hint."""
        self.say(self._hint)

    def say(self, text: str) -> None:
        """Speak in the line below."""
        self.query_one("#hint", Bar).show(Text(text if text.startswith("!") else f" {text}"))
