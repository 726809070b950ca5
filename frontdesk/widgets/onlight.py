"""Colours on a light background: what is bright enough on black cannot be read on white."""

from __future__ import annotations

from functools import lru_cache

from rich.color import Color as Ink
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

DARKER: dict[int, int | None] = {
    2: None, 3: 5, 6: 4, 7: None,  # green, yellow, cyan, white
    9: 1, 10: None, 11: 5, 12: 4, 13: 5, 14: 4, 15: None,  # the brighter eight, but grey
}  # fmt: skip
"""By the number of an ink, the one in its place; None is the terminal's own, which is dark there.

Red, blue and magenta stay apart. Signs and letters say the same without any colour.
"""


class OnLight(LineFilter):
    """Puts a dark ink in the place of each that is too bright for a light background."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments in inks that can be read."""
        return [Segment(text, style and _darker(style), control) for text, style, control in segments]


@lru_cache(1024)
def _darker(style: Style) -> Style:
    if style.color is None or style.color.is_default or not (style.bgcolor is None or style.bgcolor.is_default):
        return style
    number = style.color.downgrade(ColorSystem.STANDARD).number
    if number not in DARKER:
        return style
    dark = DARKER[number]
    return style + Style(color=Ink.default() if dark is None else Ink.from_ansi(dark))
