"""A console that is painted twice, as Textual would and as we do, into two emulators that must show the same."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pyte
import pytest
from rich.cells import cell_len
from textual.drivers import headless_driver

from frontdesk.terminal.cells import Cells, is_frame
from frontdesk.terminal.painting import Painter, Skills

ALL = Skills()


def without_ink(cell: Any) -> Any:
    """The cell without what a blank does not show."""
    if cell.data != " " or (cell.fg == "default" and not cell.bold and not cell.italics):
        return cell
    inked = cell.reverse or cell.underscore or cell.strikethrough or cell.blink
    return cell if inked else cell._replace(fg="default", bold=False, italics=False)


class Emulator:
    """A terminal of that size, lines not wrapped."""

    def __init__(self, width: int, height: int) -> None:
        self.screen = pyte.Screen(width, height)
        self.screen.reset_mode(pyte.modes.DECAWM)
        self._stream = pyte.Stream(self.screen)

    def show(self, data: str) -> None:
        """Take what a program sends."""
        self._stream.feed(data)

    def seen(self) -> list[list[Any]]:
        """Every cell with its style, and where the cursor is."""
        return seen_on(self.screen)


def seen_on(screen: Any) -> list[list[Any]]:
    """Every cell of an emulator with its style, and where the cursor is.

    What is left of a wide character that was half painted over is a blank, as in every terminal but pyte.
    A blank shows no ink: bold or not, in whatever colour, it is the same.
    """
    rows: list[list[Any]] = []
    for y in range(screen.lines):
        line = screen.buffer[y]
        row = [without_ink(line[x]) for x in range(screen.columns)]
        rows.append(row)
        text = "".join([cell.data for cell in row])
        if text.isascii() and len(text) == len(row):
            continue
        for x, cell in enumerate(row):
            following = row[x + 1].data if x + 1 < len(row) else " "
            halved = cell.data and following and cell_len(cell.data) == 2
            lonely = not cell.data and (x == 0 or cell_len(row[x - 1].data) != 2)
            if halved or lonely:
                row[x] = without_ink(cell._replace(data=" "))
    return [*rows, [(screen.cursor.x, screen.cursor.y)]]


class Twice:
    """Both emulators, fed with the same frames."""

    def __init__(self, skills: Skills = ALL) -> None:
        self.painter = Painter(skills)
        self.wanted = Cells(0, 0)
        self.frames = 0
        self.theirs = self.ours = 0
        """Bytes so far."""
        self.last = ""

    def show(self, frame: str, size: tuple[int, int]) -> None:
        """Paint a frame both ways, and compare."""
        if (self.wanted.width, self.wanted.height) != size:
            self.wanted = Cells(*size)
            self.stock, self.thin = Emulator(*size), Emulator(*size)
        self.wanted.read(frame)
        self.last = self.painter.paint(self.wanted)
        self.stock.show(frame)
        self.thin.show(self.last)
        self.frames += 1
        self.theirs += len(frame.encode())
        self.ours += len(self.last.encode())
        theirs, ours = self.stock.seen(), self.thin.seen()
        if theirs != ours:
            raise AssertionError(f"{differing(theirs, ours)} by {self.last!r}")


def differing(theirs: list[list[Any]], ours: list[list[Any]]) -> str:
    """Where cells differ. (Left to itself, pytest takes minutes to find that out.)"""
    rows = enumerate(zip(theirs, ours, strict=True))
    places = [(x, y) for y, (a, b) in rows for x in range(len(a)) if a[x] != b[x]]
    x, y = places[0]
    return f"line {y}: {len(places)} cells differ, first in column {x}: {theirs[y][x]} became {ours[y][x]}"


@contextmanager
def mirrored(patch: pytest.MonkeyPatch, skills: Skills = ALL) -> Iterator[list[Twice]]:
    """Every console that is opened without a terminal meanwhile is painted twice; gives what each painted."""
    seen: list[Twice] = []

    class Mirror(headless_driver.HeadlessDriver):
        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            seen.append(Twice(skills))

        @property
        def is_headless(self) -> bool:
            return False

        def write(self, data: str) -> None:
            if is_frame(data):
                seen[-1].show(data, self._app.size)

    with patch.context() as patched:
        patched.setattr(headless_driver, "HeadlessDriver", Mirror)
        yield seen
