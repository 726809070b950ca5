"""A list that draws only the lines in view, whatever its length."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any, Generic, TypeVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual import events
from textual.geometry import Offset, Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

T = TypeVar("T")
"""What one row holds."""

CURSOR = Style(reverse=True)
"""The row under the cursor: reverse video, which every terminal can show."""

_PLAIN = Style.null()


def strip(text: Text, width: int, style: Style, over: Style | None = None) -> Strip:
    """A line of exactly `width` cells; `over` is laid over the whole of it."""
    line = text.copy()
    line.no_wrap = True
    pieces = [Segment(piece.text, style + (piece.style or _PLAIN)) for piece in _segments(line)]
    made = Strip(pieces).adjust_cell_length(width, style)
    return made.apply_style(over) if over else made


def cut(text: str, width: int) -> str:
    """The text, ending in `..` where there is no room for all of it."""
    return text if cell_len(text) <= width else f"{set_cell_size(text, max(0, width - 2))}.."


def _segments(text: Text) -> list[Segment]:
    from textual._context import active_app

    console = active_app.get().console
    return [s for s in text.render(console, end="") if s.text]


class RowList(Widget, Generic[T], can_focus=True):
    """Rows of any kind with a cursor. `line(row, width)` draws one; `key(row)` tells rows apart.

    Give it rows with `fill`; the cursor stays on the row it was on, and so does the scroll position. It
    posts `Moved` when the cursor goes to another row. What a key does is for the screen's commands to say.
    """

    DEFAULT_CSS = "RowList { height: 1fr; width: 1fr; }"

    class Moved(Message):
        """The cursor is on another row (or on none)."""

        def __init__(self, rows: RowList[Any]) -> None:
            super().__init__()
            self.rows = rows

        @property
        def control(self) -> RowList[Any]:
            """The list, for `@on` selectors."""
            return self.rows

    def __init__(
        self,
        line: Callable[[T, int], Text],
        key: Callable[[T], Hashable],
        *,
        empty: str = "",
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self.rows: Sequence[T] = ()
        self.cursor = 0
        self.top = 0
        self.empty = empty
        self._line = line
        self._key = key

    @property
    def current(self) -> T | None:
        """The row under the cursor."""
        return self.rows[self.cursor] if self.cursor < len(self.rows) else None

    def fill(self, rows: Sequence[T], *, keep: bool = True) -> None:
        """Show these rows. With `keep` the cursor stays on its row, else it goes to the first."""
        was = self.current
        kept = self._key(was) if keep and was is not None else None
        self.rows = rows
        where = (i for i, row in enumerate(rows) if kept is not None and self._key(row) == kept)
        self.cursor = next(where, min(self.cursor, max(0, len(rows) - 1)) if keep else 0)
        if not keep:
            self.top = 0
        self._follow()
        self.refresh()
        self.post_message(self.Moved(self))

    def step(self, lines: int, columns: int = 0) -> None:
        """Move the cursor by so many rows; it stops at the ends."""
        self.go(self.cursor + lines)

    def page(self, pages: int) -> None:
        """Move by so many screenfuls; what was at the bottom comes to the top."""
        lines = pages * max(1, self.size.height - 1)
        self.go(self.cursor + lines, top=self.top + lines)

    def edge(self, last: bool) -> None:
        """Move to the first or the last row."""
        self.go(len(self.rows) - 1 if last else 0)

    def go(self, row: int, *, top: int | None = None) -> None:
        """Put the cursor on this row, and the row `top` first in view as far as that can be."""
        row = max(0, min(row, len(self.rows) - 1))
        was, before, self.cursor = self.cursor, self.top, row
        self.top = before if top is None else top
        self._follow()
        if row == was and self.top == before:
            return
        if self.top != before:
            self.refresh()
        else:
            self.refresh(*(Region(0, r - before, self.size.width, 1) for r in (was, row)))
        self.post_message(self.Moved(self))

    def _follow(self) -> None:
        height = max(1, self.size.height)
        lowest = max(0, len(self.rows) - height)
        self.top = min(max(0, min(max(self.top, self.cursor - height + 1), self.cursor)), max(lowest, 0))
        if self.has_focus:
            self.app.cursor_position = Offset(self.region.x, self.region.y + self.cursor - self.top)

    def on_resize(self, _event: events.Resize) -> None:
        """Keep the cursor in view; a first paint may have come before the size was known."""
        self._follow()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line of the list."""
        width, index = self.size.width, self.top + y
        if index < len(self.rows):
            over = CURSOR if index == self.cursor else None
            return strip(self._line(self.rows[index], width), width, self.rich_style, over)
        return strip(Text(self.empty if y == 0 and not self.rows else "", "dim"), width, self.rich_style)
