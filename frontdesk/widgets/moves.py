"""The commands that move a cursor, the same on every list and grid."""

from __future__ import annotations

from typing import ClassVar, Protocol

from frontdesk.widgets.command import Command, CommandList


class Cursor(Protocol):
    """Something with a cursor that steps, pages and jumps to its ends."""

    def step(self, lines: int, columns: int = 0) -> None:
        """Move by so many lines and columns."""

    def page(self, pages: int) -> None:
        """Move by so many screenfuls."""

    def edge(self, last: bool) -> None:
        """Move to the first or last line."""


class HasCursor(Protocol):
    """A pane or dialog that says which part of it the arrow keys move."""

    @property
    def cursor(self) -> Cursor:
        """The list or grid that the arrows move now."""


class _Move(Command[HasCursor]):
    shown: ClassVar[bool] = False
    label: ClassVar[str] = "Move"
    by: ClassVar[tuple[int, int]] = (0, 0)

    async def run(self, host: HasCursor, words: str = "") -> None:
        """Move the cursor."""
        host.cursor.step(*self.by)


class Up(_Move):
    """Move up one line."""

    id, key, by = "move.up", "up", (-1, 0)


class Down(_Move):
    """Move down one line."""

    id, key, by = "move.down", "down", (1, 0)


class Left(_Move):
    """Move one column to the left."""

    id, key, by = "move.left", "left", (0, -1)


class Right(_Move):
    """Move one column to the right."""

    id, key, by = "move.right", "right", (0, 1)


class PageUp(_Move):
    """Move up one screenful."""

    id, key = "move.pageup", "pageup"

    async def run(self, host: HasCursor, words: str = "") -> None:
        """Move a page up."""
        host.cursor.page(-1)


class PageDown(_Move):
    """Move down one screenful."""

    id, key = "move.pagedown", "pagedown"

    async def run(self, host: HasCursor, words: str = "") -> None:
        """Move a page down."""
        host.cursor.page(1)


class First(_Move):
    """Move to the first line."""

    id, key = "move.first", "home"

    async def run(self, host: HasCursor, words: str = "") -> None:
        """Move to the top."""
        host.cursor.edge(False)


class Last(_Move):
    """Move to the last line."""

    id, key = "move.last", "end"

    async def run(self, host: HasCursor, words: str = "") -> None:
        """Move to the end."""
        host.cursor.edge(True)


LIST_MOVES: CommandList = (Up, Down, PageUp, PageDown)
"""For a list beside a text field: Home, End and the sideways arrows stay with the field."""

GRID_MOVES: CommandList = (*LIST_MOVES, Left, Right, First, Last)
"""For a grid that has the keyboard to itself."""
