"""`?`: every key that works here, from the same classes as the footer."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from itertools import accumulate, zip_longest
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.app import ComposeResult

from frontdesk.screens.dialog import Dialog
from frontdesk.widgets.breadth import WIDE
from frontdesk.widgets.command import CommandList, key_sign, keys_of
from frontdesk.widgets.moves import LIST_MOVES, First, Last
from frontdesk.widgets.rows import RowList

if TYPE_CHECKING:
    from frontdesk.screens.console import Call

BETWEEN = " |"
"""What parts two columns."""
INDENT = 11
"""Cells that the keys take; on very narrow terminals the help stands below them."""


class HelpScreen(Dialog[None]):
    """All keys, with what they do."""

    TITLE = "Keys that work here"
    COMMANDS: ClassVar[CommandList] = (*LIST_MOVES, First, Last)

    def __init__(self, calls: Sequence[Call], legend: Sequence[str] = ()) -> None:
        super().__init__()
        self._calls = calls
        self._legend = legend
        self._list: RowList[tuple[int, Text]] = RowList(lambda row, _: row[1], lambda row: row[0])

    @property
    def cursor(self) -> RowList[tuple[int, Text]]:
        """What the arrows move."""
        return self._list

    def body(self) -> ComposeResult:
        """The list."""
        yield self._list

    def on_mount(self) -> None:
        """Give it the keyboard."""
        self.set_focus(self._list)

    def on_resize(self) -> None:
        """Wrap the help to the width there is; on a wide terminal in two columns."""
        wide = self.size.width >= WIDE
        width = max(10, (self.size.width - len(BETWEEN)) // 2 if wide else self.size.width - 1)
        parts = [entry(call, width) for call in self._calls]
        for paragraph in self._legend:
            parts.append([Text(), *(Text(f" {line}") for line in textwrap.wrap(paragraph, width - 1))])
        lines = in_two(parts, width) if wide else [line for part in parts for line in part]
        self._list.fill(list(enumerate(lines)))


def in_two(parts: Sequence[Sequence[Text]], width: int) -> list[Text]:
    """The parts beside each other in two columns of a width: as many in the first as make half of the lines."""
    ends = list(accumulate(len(part) for part in parts))
    half = next((number for number, end in enumerate(ends, 1) if 2 * end >= ends[-1]), 0)
    left, right = ([line for part in some for line in part] for some in (parts[:half], parts[half:]))
    lines = []
    for one, other in zip_longest(left, right, fillvalue=Text()):
        line = one.copy()
        line.truncate(width, pad=True)
        lines.append(line.append(BETWEEN, "dim").append_text(other))
    return lines


def signs_of(call: Call) -> str:
    """The keys of a command as they are written for people."""
    return " ".join(key_sign(key) for key in keys_of(call.command, call.host))


def entry(call: Call, width: int) -> list[Text]:
    """One command's lines in the help."""
    command, keys = call.command, signs_of(call)
    said = command.help() + (f"  :{command.name()} {command.words}" if command.words else "")
    wrapped = textwrap.wrap(said, max(10, width - INDENT)) or [""]
    if width < 3 * INDENT:
        first = [Text(f"{keys} {command.label}", "bold")]
        return first + [Text(f" {line}") for line in textwrap.wrap(said, width - 1)]
    lines = [Text.assemble((f" {keys:<{INDENT - 2}} ", "bold"), wrapped[0])]
    return lines + [Text(" " * INDENT + line) for line in wrapped[1:]]
