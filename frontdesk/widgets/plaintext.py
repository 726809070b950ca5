"""Data is never escape code: what a terminal could obey is taken out of every line before it is painted."""

from __future__ import annotations

import re

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_UNSAFE = re.compile(
    "["
    "\x00-\x1f\x7f-\x9f"  # C0, DEL and C1: escape sequences begin with one of these
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"  # invisible, and marks of direction
    "\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"  # line ends, overrides, isolates, fillers
    "\ud800-\udfff"  # halves of surrogate pairs can't be written as UTF-8
    "\U000e0000-\U000e0fff"  # tags
    "]"
)


def harmless(text: str) -> str:
    """The text without anything a terminal obeys or a reader can't see; its width stays what it was."""
    return _UNSAFE.sub(lambda found: "?" * max(0, cell_len(found[0])), text)


class PlainText(LineFilter):
    """The last filter of every line on every screen. It also drops links and click actions."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Clean the text and the styles; control segments, which only Textual itself makes, are dropped."""
        return [
            Segment(
                harmless(text) if _UNSAFE.search(text) else text,
                style.clear_meta_and_links() if style is not None and (style.link or style._meta) else style,
            )
            for text, style, control in segments
            if not control
        ]
