"""A list that draws only the lines in view, whatever its length."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual import events
from textual.geometry import Offset, Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from frontdesk.widgets.breadth import USUAL

if TYPE_CHECKING:
    from frontdesk.widgets.facts import Fact

T = TypeVar("T")
"""What one row holds."""

CURSOR = Style(reverse=True)
"""The row under the cursor: reverse video, which every terminal can show."""

TITLES = Style(bold=True)
"""The titles of facts."""

_PLAIN = Style.null()


def strip(text: Text, width: int, style: Style, over: Style | None = None) -> Strip:
    """A line of exactly `width` cells; `over` is laid over the whole of it."""
    line = text.copy()
    line.no_wrap = True
    own = style + (Style.parse(text.style) if isinstance(text.style, str) else text.style)
    pieces = [Segment(piece.text, own + (piece.style or _PLAIN)) for piece in _segments(line)]
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

    On a broad terminal `facts` stand beside each row, under their titles. What they need and the rows do not hold
    is read by `beside` for all rows at once, by `key`, and only where a fact is on show.
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
        facts: Sequence[Fact[T]] = (),
        base: int = USUAL,
        grows: bool = False,
        beside: Callable[[Sequence[T]], Mapping[Any, Any]] | None = None,
    ) -> None:
        """Make it.

        Args:
            line: draws a row in so many cells.
            key: tells rows apart.
            empty: what is said where there are no rows.
            id: for style sheets.
            facts: what a broad terminal shows of a row besides.
            base: the cells that `line` has at least where facts are shown.
            grows: whether it takes what the facts leave.
            beside: reads what the facts need.
        """
        super().__init__(id=id)
        self.rows: Sequence[T] = ()
        self.cursor = 0
        self.top = 0
        self.empty = empty
        self._line = line
        self._key = key
        self.facts = facts
        self._least = self._base = base
        self._grows = grows
        self._beside = beside
        self._known: Mapping[Any, Any] | None = None
        self._shown: list[tuple[Fact[T], int]] = []

    @property
    def current(self) -> T | None:
        """The row under the cursor."""
        return self.rows[self.cursor] if self.cursor < len(self.rows) else None

    @property
    def head(self) -> int:
        """Lines that the titles take."""
        return 1 if self._shown and self.rows else 0

    @property
    def _lines(self) -> int:
        """Rows there is room for."""
        return max(1, self.size.height - self.head)

    def _learn(self) -> None:
        """Find which facts there is room for; read what they need, once."""
        if not self.facts:
            self._shown = []
            return
        from frontdesk.widgets.facts import GAP, facts_in

        self._shown = facts_in(self.facts, self.size.width, self._least)
        taken = sum(GAP + cells for _, cells in self._shown)
        self._base = self.size.width - taken if self._grows else self._least
        if self._shown and self._known is None and self._beside is not None:
            self._known = self._beside(self.rows)

    def fill(self, rows: Sequence[T], *, keep: bool = True) -> None:
        """Show these rows. With `keep` the cursor stays on its row, else it goes to the first."""
        was = self.current
        kept = self._key(was) if keep and was is not None else None
        self.rows, self._known = rows, None
        self._learn()
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
        lines = pages * max(1, self._lines - 1)
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
            self.refresh(*(Region(0, self.head + r - before, self.size.width, 1) for r in (was, row)))
        self.post_message(self.Moved(self))

    def _follow(self) -> None:
        height = self._lines
        lowest = max(0, len(self.rows) - height)
        self.top = min(max(0, min(max(self.top, self.cursor - height + 1), self.cursor)), max(lowest, 0))
        if self.has_focus:
            self.app.cursor_position = Offset(self.region.x, self.region.y + self.head + self.cursor - self.top)

    def on_resize(self, _event: events.Resize) -> None:
        """Keep the cursor in view; a first paint may have come before the size was known."""
        self._learn()
        self._follow()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line of the list."""
        width, index = self.size.width, self.top + y - self.head
        if y < self.head:
            titles = self._with_facts(Text(), [fact.title for fact, _ in self._shown])
            return strip(titles, width, self.rich_style, TITLES)
        if index < len(self.rows):
            over = CURSOR if index == self.cursor else None
            return strip(self._row(self.rows[index], width), width, self.rich_style, over)
        return strip(Text(self.empty if y == 0 and not self.rows else "", "dim"), width, self.rich_style)

    def _row(self, row: T, width: int) -> Text:
        if not self._shown:
            return self._line(row, width)
        known = self._known.get(self._key(row)) if self._known is not None else None
        return self._with_facts(self._line(row, self._base), [fact.words(row, known) for fact, _ in self._shown])

    def _with_facts(self, line: Text, words: Sequence[str]) -> Text:
        from frontdesk.widgets.facts import with_facts

        return with_facts(line, self._shown, words, self._base)
