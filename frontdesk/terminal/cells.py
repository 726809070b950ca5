"""The cells of a screen, and how Textual's frames are read into them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from rich.cells import split_graphemes

_PARTS = re.compile(
    r"\x1b\[([\d;]*)m([^\x00-\x1f\x7f]+)\x1b\[0m"  # text in a style, as nearly all of it comes
    r"|\x1b\[(\d+);(\d+)H"  # a place
    r"|\x1b\[([\d;]*)m"
    r"|([^\x00-\x1f\x7f]+)"
    r"|\x1b(?:\][^\x07\x1b]*(?:\x07|\x1b\\)?)?|.",  # the ends of lines, links: nothing of a cell
    re.DOTALL,
)
"""What a frame is made of."""

_FRAME = re.compile(r"\x1b\[\d+;\d+H")


class Style(NamedTuple):
    """How a cell looks, in SGR codes (ECMA-48, 8.3.117); a colour that is the terminal's own is empty."""

    ink: str = ""
    paper: str = ""
    signs: tuple[str, ...] = ()
    """Bold, dim, underlined, reversed: `1`, `2`, `4`, `7`, ascending."""


PLAIN = Style()
_STYLES = {PLAIN: PLAIN}
"""Each style once, so that styles can be told apart by what they are, not by what they hold."""


INVISIBLE = frozenset(("1", "2", "3"))
"""Signs that a blank does not show: bold, dim, italic."""


@lru_cache(maxsize=1024)
def as_blank(style: Style) -> Style:
    """The style that a blank is in: without what it does not show, which are the ink and most signs."""
    if not INVISIBLE.issuperset(style.signs):
        return style
    blank = Style("", style.paper)
    return _STYLES.setdefault(blank, blank)


def is_frame(data: str) -> bool:
    """Whether what Textual writes is a frame: they begin by going to a place, and nothing else does."""
    return _FRAME.match(data) is not None


@lru_cache(maxsize=1024)
def style_of(codes: str) -> Style:
    """The style that SGR codes set, as Rich writes them: `1;93;44`, `38;5;200`; equal ones are one object."""
    ink, paper = "", ""
    signs: set[str] = set()
    numbers = iter(codes.split(";"))
    for number in numbers:
        if number in ("38", "48"):
            kind = next(numbers, "5")
            rest = [next(numbers, "0") for _ in range(3 if kind == "2" else 1)]
            colour = ";".join((number, kind, *rest))
            ink, paper = (colour, paper) if number == "38" else (ink, colour)
        elif number in ("", "0"):
            ink, paper, signs = "", "", set()
        elif number == "39":
            ink = ""
        elif number == "49":
            paper = ""
        elif len(number) > 1 and number[:-1] in ("3", "9"):
            ink = number
        elif number[:-1] in ("4", "10"):
            paper = number
        else:
            signs.add(number)
    style = Style(ink, paper, tuple(sorted(signs, key=int)))
    return _STYLES.setdefault(style, style)


class Cells:
    """What a terminal shows, or should show: for each cell a text and a style.

    The text is a character with its combining marks; of a wide one the second cell's is empty.
    """

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self.texts = [[" "] * width for _ in range(height)]
        self.styles = [[PLAIN] * width for _ in range(height)]
        self.cursor = (0, 0)
        """Column and row."""

    def read(self, frame: str) -> None:
        """Take what a frame paints; what lies outside is dropped."""
        x = y = 0
        style = PLAIN
        for part in _PARTS.finditer(frame):
            which = part.lastindex
            if which == 2:
                x, style = self._put(x, y, part[2], style_of(part[1])), PLAIN
            elif which == 4:
                x, y = int(part[4]) - 1, int(part[3]) - 1
            elif which == 6:
                x = self._put(x, y, part[6], style)
            elif which == 5:
                style = style_of(part[5])
        self.cursor = (min(x, self.width - 1), min(y, self.height - 1))

    def _put(self, x: int, y: int, text: str, style: Style) -> int:
        """Paint text and return the column after it."""
        if y >= self.height:
            return x
        if not text.isascii():
            for start, end, width in split_graphemes(text)[0]:
                self._put_one(x, y, text[start:end], width, style)
                x += width
            return x
        room = self.width - x
        count = min(len(text), room)
        if count > 0:
            self._halve(x, x + count, y)
            self.texts[y][x : x + count] = text if count == len(text) else text[:count]
            if (blank := as_blank(style)) is style or " " not in text:
                self.styles[y][x : x + count] = [style] * count
            else:
                self.styles[y][x : x + count] = [blank if sign == " " else style for sign in text[:count]]
        return x + len(text)

    def _put_one(self, x: int, y: int, text: str, width: int, style: Style) -> None:
        texts, styles = self.texts[y], self.styles[y]
        if width == 0:  # a mark by itself belongs to what stands before it
            if 0 < x <= self.width:
                base = x - 1 if texts[x - 1] else x - 2
                styles[base] = style if texts[base] == " " else styles[base]
                texts[base] += text
        elif x + width <= self.width:
            self._halve(x, x + width, y)
            texts[x : x + width] = [text, *[""] * (width - 1)]
            styles[x : x + width] = [as_blank(style) if text == " " else style] * width
        elif x < self.width:
            self._halve(x, self.width, y)
            texts[x:] = [" "] * (self.width - x)
            styles[x:] = [as_blank(style)] * (self.width - x)

    def _halve(self, x: int, end: int, y: int) -> None:
        """A wide character of which one half is painted over loses the other."""
        texts = self.texts[y]
        for lost in (x - 1 if not texts[x] else -1, end if end < self.width and not texts[end] else -1):
            if lost >= 0:
                texts[lost], self.styles[y][lost] = " ", as_blank(self.styles[y][lost])

    def take(self, other: Cells, rows: Iterable[int]) -> None:
        """Become the same as cells of the same size that differ in these rows only."""
        for y in rows:
            self.texts[y][:] = other.texts[y]
            self.styles[y][:] = other.styles[y]
        self.cursor = other.cursor

    def scroll(self, top: int, bottom: int, lines: int) -> None:
        """Move the lines from `top` to `bottom`, which is one of them, up by so many; down when negative."""
        fresh = range(abs(lines))
        texts, styles = self.texts[top : bottom + 1], self.styles[top : bottom + 1]
        no_texts, no_styles = [[" "] * self.width for _ in fresh], [[PLAIN] * self.width for _ in fresh]
        up = lines > 0
        self.texts[top : bottom + 1] = texts[lines:] + no_texts if up else no_texts + texts[:lines]
        self.styles[top : bottom + 1] = styles[lines:] + no_styles if up else no_styles + styles[:lines]
