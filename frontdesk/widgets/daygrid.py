"""The calendar as a grid: columns (providers, rooms, days), rows (times); only the lines in view are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual import events
from textual.geometry import Offset, Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from frontdesk.widgets.rows import strip

GUTTER = 7
"""Cells for the time at the left."""

NARROWEST = 24
"""Cells of a column in which a name, its signs and the kind of visit can be read."""

WIDEST = 40
"""Cells beyond which a wider column shows nothing more."""

WIDEST_WITH_FACTS = 64
"""The same for a column that has facts in its cells."""

NAMED = 21
"""Cells that signs and name keep before a fact has room."""

KIND = 4
"""Cells that the kind has at least where facts stand before it."""

Sort = Literal["visit", "more", "block", "free", "closed"]
"""What a cell is: a visit's first row, a later row of it, blocked time, free time, or outside the hours."""


class Cell(NamedTuple):
    """What one provider's column shows in one row."""

    sort: Sort
    id: int = 0
    """The visit's or block's row id."""
    left: str = ""
    """Signs and name; cut where the column ends."""
    right: str = ""
    """The kind of visit, kept at the right edge."""
    style: str = ""
    """A Rich style; never the only sign of anything."""
    more: tuple[str, ...] = ()
    """Facts before the kind, where a column is broad enough; each of a width that keeps them under each other."""


class Column(NamedTuple):
    """One provider's column."""

    key: int
    title: str
    note: str = ""
    """What stands at the right of the title: booked of capacity."""


class Row(NamedTuple):
    """One line of the grid. `at` and `extra` tell rows apart: a time that is booked twice has more than one."""

    at: int
    """Epoch seconds."""
    extra: int
    label: str
    cells: tuple[Cell, ...]
    rule: bool = False
    """A line drawn across, at the present time; the cursor passes over it."""
    passed: bool = False
    """A line that only says more about the one above; the cursor passes over it too."""


class Spot(NamedTuple):
    """Where the cursor is: a time, a provider, and what is there."""

    at: int
    column: int
    cell: Cell


class DayGrid(Widget, can_focus=True):
    """A grid of times and providers with a cursor, which stays on its visit or on its time when filled anew."""

    DEFAULT_CSS = "DayGrid { height: 1fr; width: 1fr; }"

    class Moved(Message):
        """The cursor is somewhere else, or something else is under it."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.columns: tuple[Column, ...] = ()
        self.rows: tuple[Row, ...] = ()
        self.row = 0
        self.column = 0
        self.top = 0
        self.first = 0
        """The leftmost column in view."""
        self.narrowest = NARROWEST
        """Cells that a column needs to be of use."""
        self.widest = WIDEST
        """Cells beyond which a column needs no more."""
        self._third = False
        """Whether the cursor's row belongs in the upper third: it was gone to before the size was known."""

    # -- what is shown ---------------------------------------------------------------------------------

    @property
    def spot(self) -> Spot | None:
        """What is under the cursor."""
        if not self.rows or not self.columns:
            return None
        row = self.rows[self.row]
        return Spot(row.at, self.columns[self.column].key, row.cells[self.column])

    @property
    def in_view(self) -> int:
        """How many columns there is room for."""
        return max(1, min(len(self.columns), (self.size.width - GUTTER) // self.narrowest))

    @property
    def column_width(self) -> int:
        """Cells of one column."""
        return max(1, min(self.widest, (self.size.width - GUTTER) // self.in_view))

    @property
    def height(self) -> int:
        """Rows there is room for beneath the titles."""
        return max(1, self.size.height - 1)

    def fit(self, narrowest: int, widest: int) -> None:
        """Say how many cells a column needs, and how many are of use to it."""
        if (narrowest, widest) != (self.narrowest, self.widest):
            self.narrowest, self.widest = narrowest, widest
            self._follow()
            self.refresh()

    def fill(self, columns: Sequence[Column], rows: Sequence[Row]) -> None:
        """Show this day. The cursor stays on its visit, else on its time and provider; so does the scroll."""
        was, offset = self.spot, self.row - self.top
        columns, rows = tuple(columns), tuple(rows)
        if (columns, rows) == (self.columns, self.rows):
            return
        self.columns, self.rows = columns, rows
        if was is not None:
            self._find(was)
        self.row = self._landing(self.row, 1)
        self.column = max(0, min(self.column, len(columns) - 1))
        self.top = self.row - offset
        self._follow()
        self.refresh()
        self.post_message(self.Moved())

    def _find(self, was: Spot) -> None:
        for index, column in enumerate(self.columns):
            if column.key == was.column:
                self.column = index
        if was.cell.sort == "visit" or (was.cell.sort == "more" and not self._goes_on(was)):
            for number, row in enumerate(self.rows):
                for index, cell in enumerate(row.cells):
                    if cell.sort == "visit" and cell.id == was.cell.id:
                        self.row, self.column = number, index
                        return
        self.row = self._row_of(was.at)

    def _goes_on(self, was: Spot) -> bool:
        """Whether at that time the same visit goes on as did before."""
        cells = self.rows[self._row_of(was.at)].cells if self.rows else ()
        there = zip(self.columns, cells, strict=False)
        return any(column.key == was.column and cell.id == was.cell.id for column, cell in there)

    def _row_of(self, at: int) -> int:
        """The last row that begins no later than `at`."""
        found = 0
        for number, row in enumerate(self.rows):
            if row.at <= at and not row.rule and row.extra == 0:
                found = number
        return found

    # -- the cursor ------------------------------------------------------------------------------------

    def go(self, at: int, column: int | None = None, *, third: bool = False) -> None:
        """Put the cursor at a time, and at a provider; `third` scrolls it to the upper third of the view."""
        if not self.rows:
            return
        row = self._landing(self._row_of(at), 1)
        keys = [each.key for each in self.columns]
        self._move(row, keys.index(column) if column in keys else self.column, third=third)

    def go_to_visit(self, visit: int) -> None:
        """Put the cursor on a visit, if it is on show."""
        for number, row in enumerate(self.rows):
            for index, cell in enumerate(row.cells):
                if cell.sort == "visit" and cell.id == visit:
                    self._move(number, index)
                    return

    def step(self, lines: int, columns: int = 0) -> None:
        """Move by lines and columns; it stops at the edges."""
        if lines:
            self._move(self._landing(self.row + lines, 1 if lines > 0 else -1), self.column)
        if columns:
            self._move(self.row, self.column + columns)

    def page(self, pages: int) -> None:
        """Move by so many screenfuls."""
        self.step(pages * max(1, self.height - 1))

    def edge(self, last: bool) -> None:
        """Move to the first or last time of the day."""
        self._move(self._landing(len(self.rows) - 1 if last else 0, -1 if last else 1), self.column)

    def _landing(self, row: int, way: int) -> int:
        """The row itself, or the next one that the cursor does not pass over."""
        last = len(self.rows) - 1
        row = max(0, min(row, last))
        if self.rows and (self.rows[row].rule or self.rows[row].passed):
            row = row + way if 0 <= row + way <= last else row - way
        return row

    def _move(self, row: int, column: int, *, third: bool = False) -> None:
        column = max(0, min(column, len(self.columns) - 1))
        was = (self.row, self.column)
        self._third = third
        if not third and (row, column) == was:
            return
        view = (self.top, self.first)
        self.row, self.column = row, column
        self._follow()
        if third or view != (self.top, self.first):
            self.refresh()
        else:
            lines = {was[0] - self.top + 1, row - self.top + 1}
            lines |= {0} if was[1] != column else set()
            self.refresh(*(Region(0, line, self.size.width, 1) for line in lines))
        self.post_message(self.Moved())

    def _follow(self) -> None:
        """Scroll so that the cursor is in view; show it to readers that follow the terminal's own cursor."""
        if self._third:
            self.top = self.row - self.height // 3
        self.top = max(min(self.top, self.row), self.row - self.height + 1)
        self.top = max(0, min(self.top, len(self.rows) - self.height))
        self.first = max(min(self.first, self.column), self.column - self.in_view + 1)
        self.first = max(0, min(self.first, len(self.columns) - self.in_view))
        if self.has_focus:
            x = GUTTER + (self.column - self.first) * self.column_width
            self.app.cursor_position = Offset(self.region.x + x, self.region.y + 1 + self.row - self.top)

    def on_resize(self, _event: events.Resize) -> None:
        """Keep the cursor in view; a first paint may have come before the size was known."""
        self._follow()
        self.refresh()

    def on_focus(self) -> None:
        """Show the cursor to screen readers."""
        self._follow()

    # -- drawing ---------------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """One line: the titles, then the rows in view."""
        width = self.size.width
        if y == 0:
            return strip(self._titles(), width, self.rich_style)
        number = self.top + y - 1
        if number >= len(self.rows):
            return strip(Text(), width, self.rich_style)
        row = self.rows[number]
        if row.rule:
            label = f"{row.label:>{GUTTER - 1}} "
            return strip(Text(label + "-" * (width - GUTTER), "bold red"), width, self.rich_style)
        return self._row(row, number == self.row)

    @property
    def shown(self) -> range:
        """The columns in view, by position."""
        return range(self.first, min(len(self.columns), self.first + self.in_view))

    def _titles(self) -> Text:
        text = Text(" " * GUTTER)
        for index in self.shown:
            column, width = self.columns[index], self.column_width
            here = Text(fitted(column.title, column.note, width - 1))
            here.stylize("bold underline" if index == self.column else "bold")
            text.append_text(here).append(" ")
        return text

    def _row(self, row: Row, current: bool) -> Strip:
        base = self.rich_style
        label = f"{row.label:>{GUTTER - 1}} "
        segments = [Segment(label, base + Style(bold=True) if current else base)]
        for index in self.shown:
            cell, width = row.cells[index], self.column_width
            style = base + Style.parse(cell.style) if cell.style else base
            if current and index == self.column:
                style += Style(reverse=True, dim=False)
            words = fitted(cell.left, right_of(cell, width - 1) if cell.more else cell.right, width - 1)
            segments.append(Segment(words, style))
            segments.append(Segment(" ", base))
        return Strip(segments).adjust_cell_length(self.size.width, base)


def right_of(cell: Cell, width: int) -> str:
    """The kind, and before it as many facts as leave the name its room."""
    kind, shown = f"{cell.right:>{KIND}}", ""
    for fact in cell.more:
        if width - 1 - cell_len(f"{shown}{fact} {kind}") < NAMED:
            break
        shown += f"{fact} "
    return shown + kind if shown else cell.right


def fitted(left: str, right: str, width: int) -> str:
    """Both texts in exactly `width` cells: the right one whole if it leaves room for the left, or 8 cells."""
    room = width - cell_len(right) - 1
    if right and room >= min(8, cell_len(left)):
        return _cells(left, room) + " " + right
    return _cells(left, width)


def _cells(text: str, width: int) -> str:
    """The text cut or filled to so many cells; wide characters take two."""
    return set_cell_size(text, max(0, width))
