"""One field of a form: its label, one line to type in, what was understood, and what is wrong with it."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from rich.cells import cell_len, set_cell_size
from rich.text import Text
from textual import events
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.geometry import Size
from textual.message import Message
from textual.reactive import var
from textual.widget import Widget
from textual.widgets import Input


@dataclass(frozen=True, slots=True)
class Reading:
    """What a field's text was taken to mean."""

    value: Any = None
    """What the text stands for, in the type the change wants."""
    echo: str = ""
    """The same in words for the person, so that a misreading shows before Enter."""
    reason: str = ""
    """Why the text can't be used; empty when it can."""


@dataclass(frozen=True, slots=True)
class Room:
    """The room a form gives each of its fields, in cells and lines."""

    width: int
    """From the first cell of the label to the last of the echo."""
    label: int
    """For the label and the blank after it."""
    stacked: bool
    """True where it is so narrow that the line goes under its label."""
    rows: int
    """For a list beneath the line."""

    @property
    def left(self) -> int:
        """Where the line to type in begins."""
        return 1 if self.stacked else self.label


Reader = Callable[[str], Reading]
"""Turns typed text into a Reading; pure, called on every letter."""


ERROR = "bold red"
"""A complaint; the sign before it says so without colour."""
HINT = "dim"
"""What is no text of the field's own."""


def as_typed(text: str) -> Reading:
    """The reader of free text: it means what it says."""
    return Reading(text.strip())


class TextLine(Input):
    """One line to type in, without border and without blinking (a blink keeps a dead ssh line open for ever)."""

    DEFAULT_CSS = """
    TextLine {
        text-style: underline;
        &:ansi > .input--cursor, &:ansi > .input--selection {
            background: ansi_default; color: ansi_default; text-style: reverse;
        }
    }
    """

    def __init__(
        self, text: str, hint: str, *, secret: bool = False, replace: bool = False, lets_through: str = ""
    ) -> None:
        """Make a line.

        Args:
            text: what it holds at first.
            hint: shown while it is empty.
            secret: draw dots (a password).
            replace: typing replaces what is there when the cursor comes.
            lets_through: characters that stay commands of the screen.
        """
        super().__init__(text, hint, password=secret, compact=True, select_on_focus=replace)
        self.cursor_blink = False
        self._lets_through = lets_through

    @property
    def _value(self) -> Text:
        """Stars for a password: Textual's dots need UTF-8."""
        return Text("*" * len(self.value), end="") if self.password else super()._value

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Printable characters are typed, but for those let through."""
        return character not in (None, *self._lets_through) and super().check_consume_key(key, character)

    async def action_submit(self) -> None:
        """Enter is the form's key, not the line's."""
        raise SkipAction

    def _on_paste(self, event: events.Paste) -> None:
        """Take the whole paste as one line: Textual keeps its first line only, and control characters with it."""
        words = "".join(letter if letter.isprintable() else " " for letter in event.text).split()
        self.replace(" ".join(words), *self.selection)
        event.stop()
        event.prevent_default()


class Field(Widget):
    """One field of a form. It draws its words itself and holds a single child, the line to type in."""

    reason = var("")
    """What is wrong with the field, shown under it; empty when nothing is."""

    @dataclass
    class Changed(Message):
        """The text of the field was changed by the person."""

        field: Field

        @property
        def control(self) -> Field:
            """The field, for `@on` selectors."""
            return self.field

    @dataclass
    class Grew(Message):
        """The field takes more lines than before, or fewer."""

        field: Field

    def __init__(
        self,
        key: str,
        label: str,
        reader: Reader = as_typed,
        *,
        text: str = "",
        hint: str = "",
        size: int = 24,
        required: str = "",
        blank: Any = "",
        secret: bool = False,
        replace: bool = False,
    ) -> None:
        """Make a field.

        Args:
            key: the name it goes by in the form's values and in a refusal.
            label: what the person calls it.
            reader: what its text means.
            text: what it holds at first.
            hint: shown while it is empty; beside the line or under it where the line is too short for it.
            size: cells to type in, where there is room.
            required: the sentence that refuses an empty field; empty when it may stay empty.
            blank: what an empty field means, where it may stay empty.
            secret: draw dots (a password).
            replace: typing replaces what is there, for short codes, days and times.
        """
        super().__init__(id=f"field-{key}")
        self.key = key
        self.label = label
        self.reader = reader
        self.required = required
        self.secret = secret
        self.blank = blank
        self.cells = size
        self.hint = hint
        self.line = TextLine(text, hint, secret=secret, replace=replace)
        self._seen = text
        self._room = Room(40, len(label) + 1, False, 6)
        self._height = 1

    def compose(self) -> ComposeResult:
        """The line to type in; everything else is drawn by render."""
        yield self.line

    # --- what it holds -----------------------------------------------------------------------------

    @property
    def text(self) -> str:
        """What is typed in the field."""
        return self.line.value

    @text.setter
    def text(self, text: str) -> None:
        self._seen = text
        self.line.value = text
        self._redraw()

    def read(self) -> Reading:
        """What the text means now; an empty field that must be filled is refused with its own sentence."""
        self.catch_up()
        return self.reader(self.text) if self.text.strip() else Reading(self.blank, reason=self.required)

    def check(self) -> bool:
        """Show what is wrong with the field, if anything; True when it can be used."""
        self.reason = self.read().reason
        return not self.reason

    def kept(self) -> dict[str, str]:
        """What a draft holds of this field, by name."""
        return {self.key: self.text}

    def recall(self, kept: Mapping[str, str]) -> None:
        """Put back what a draft held."""
        if self.key in kept:
            self.text = kept[self.key]

    @property
    def typing(self) -> bool:
        """True while the cursor is in this field."""
        return self.line.has_focus

    # --- what happens to it ------------------------------------------------------------------------

    def catch_up(self) -> None:
        """Take note of letters typed since: Enter may overtake Textual's word that the text changed."""
        if self.text == self._seen:
            return
        self._seen = self.text
        self.reason = ""
        self.changed()
        self._redraw()
        self.post_message(self.Changed(self))

    def on_input_changed(self, event: Input.Changed) -> None:
        """The person typed; a complaint about the old text goes."""
        event.stop()
        self.catch_up()

    def on_input_blurred(self, event: Input.Blurred) -> None:
        """Complain on leaving, not while the person is still typing; never about what is still empty."""
        event.stop()
        self.left()
        if self.text.strip() and not self.reason:  # a refusal stays until the text is another
            self.check()
        self._redraw()

    def changed(self) -> None:
        """For fields that look something up when their text changes."""

    def entered(self) -> None:
        """For fields that do something when the cursor comes."""

    def left(self) -> None:
        """For fields that do something when the cursor leaves them."""

    def settle(self) -> None:
        """For fields that can decide by themselves what a text stands for."""

    def taken(self) -> bool:
        """Enter was pressed here: settle and check; True when the form may go on."""
        return self.check()

    def arrow(self, step: int) -> bool:
        """An arrow key up (-1) or down (1); True when the field had a use for it."""
        return False

    def on_descendant_focus(self) -> None:
        """The label of the field in use is drawn heavier."""
        self.entered()
        self._redraw()

    def watch_reason(self) -> None:
        """A complaint takes a line of its own."""
        self._redraw()

    # --- how it looks ------------------------------------------------------------------------------

    def fit(self, room: Room) -> None:
        """Lay the field out in the room its form has."""
        self._room = room
        self.line.styles.margin = (int(room.stacked), 0, 0, room.left)
        self.line.styles.width = self._line_cells
        if self.hint:
            self.line.placeholder = "" if self._hint_beside else self.hint
        self._redraw()

    @property
    def _line_cells(self) -> int:
        return max(1, min(self.cells, self._room.width - self._room.left))

    @property
    def _hint_beside(self) -> bool:
        """Whether the hint is longer than the line: cut it would be a riddle."""
        return cell_len(self.hint) > self._line_cells

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as it has to say, whatever the child takes."""
        return self._height

    def _redraw(self) -> None:
        """Draw again; lay the form out again only when the number of lines changed."""
        if not self.is_attached:
            return
        height = len(self._lines())
        self.refresh(layout=height != self._height)
        if height != self._height:
            self._height = height
            self.post_message(self.Grew(self))

    def render(self) -> Text:
        """Everything but the line to type in."""
        text = Text("\n").join(self._lines())
        text.no_wrap, text.overflow = True, "crop"
        return text

    def _lines(self) -> list[Text]:
        room = self._room
        label = Text().append(set_cell_size(self.label, max(1, room.label - 1)), "bold" if self.typing else "")
        lines = [label, Text()] if room.stacked else [label]
        self._append_beside(lines)
        for number, line in enumerate(textwrap.wrap(self.reason, max(8, room.width - room.left - 2))):
            mark = "! " if number == 0 else "  "
            lines.append(Text(" " * room.left + mark + line, ERROR))
        rows = self.rows(room.width - room.left, room.rows)
        return lines + [Text(" " * room.left).append_text(row) for row in rows]

    def _append_beside(self, lines: list[Text]) -> None:
        """The echo, or a long hint, goes after the line where there is room, otherwise under it."""
        words, style = self._beside()
        if not words:
            return
        room = self._room
        taken = room.left + self._line_cells + 1
        if not room.stacked and taken + cell_len(words) <= room.width:
            lines[0].append(" " * (taken - lines[0].cell_len)).append(words, style)
        elif style or self.echo_wraps:
            wrapped = textwrap.wrap(words, max(8, room.width - room.left))
            lines.extend(Text(" " * room.left).append(line, style) for line in wrapped[:2])

    def _beside(self) -> tuple[str, str]:
        """What is said beside the line, and its style: what was understood, or what belongs into an empty line."""
        if self.reason:
            return "", ""
        if not self.text.strip():
            return (self.hint, HINT) if self._hint_beside else ("", "")
        echo = self.echo()
        return ("" if echo == self.text.strip() else echo), ""

    @property
    def echo_wraps(self) -> bool:
        """Whether the echo is worth a line of its own where there is no room beside."""
        return True

    def echo(self) -> str:
        """What was understood, in words."""
        return self.read().echo

    def rows(self, width: int, count: int) -> list[Text]:
        """Lines beneath the field, `count` at most, for fields that offer something to choose."""
        return []
