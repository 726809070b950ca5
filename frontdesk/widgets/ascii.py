"""For terminals that show nothing but ASCII: every other character becomes one that looks or sounds like it.

Only what is shown changes, never what is kept. It takes as many cells as before, so that columns stay columns.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from rich.cells import split_graphemes
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

UNKNOWN = "?"
"""What stands for a character that nothing in ASCII is like, in each of its cells."""

_ALIKE = (
    # Latin, Greek and Cyrillic letters that Unicode does not take apart into a letter and its mark.
    "AÆΑА aæαаª BΒБƁ bβбƀ CЦЧЋ cцчћ¢© DĐÐΔДЂ dđðδдђ EƏΕЕЄЭ€ eəεеєэ FΦФ fƒφф GΓГҐ gγгґ HĦХ hħх IΗΙИІ iıηιиі "
    "JЈ jј KΚΧК kĸκχк LŁΛЛЉ£ lłλлљ MΜМ mμм NŊΝНЊ nŋνнњ OŒØΟΩО oœøοωоº PΠΨП¶ pπψп RΡР rρр® SẞΣСШЩЅ§ sßσςсшщѕ "
    "TŦÞΘΤТ tŧþθτт UУЮ uую VВ vв XΞ xξ YΥЫЯ¥ yυыя ZΖЖЗЏ zζжзџ 'ЪЬъь "
    # Signs, and what lines and bars are drawn with.
    "-‐‑‒–—―−¬▔▀─━┄┅┈┉╌╍═╴╶╸╺╼╾ |▏▎▍▌▐▕│┃┆┇┊┋╎╏║╵╷╹╻╽╿¦↕ _▁▂ #▃▄▅▆▇█▉▊▋░▒▓▖▗▘▙▚▛▜▝▞▟■▪◆ "
    "'‘’‚‛′ʼʻʹ´ \"“”„‟″¨ *•·●★☆ o○◦°□▫◇ <«‹←◀◁◂ >»›→▶▷▸ ^↑▲△▴ v↓▼▽▾✓✔ x×✗✘╳ /╱÷⁄ \\╲ !¡ .… ~±↔"
)
"""Each character of ASCII, and after it those that are shown as it."""

_SHOWN = {other: group[0] for group in _ALIKE.split() for other in group[1:]}


class Ascii(LineFilter):
    """The last filter where the terminal shows ASCII only."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Change what is not ASCII; most lines have nothing of the kind."""
        if all(segment.text.isascii() for segment in segments):
            return segments
        return [Segment(as_ascii(text), style, control) for text, style, control in segments]


@lru_cache(maxsize=4096)
def as_ascii(text: str) -> str:
    """The text in ASCII, in as many cells."""
    if text.isascii():
        return text
    return "".join(_one(text[start:end], width) for start, end, width in split_graphemes(text)[0])


def _one(grapheme: str, width: int) -> str:
    """One character with its marks in so many cells."""
    if len(grapheme) == 1 and grapheme.isascii():
        return grapheme
    found = _SHOWN.get(grapheme[0]) or _taken_apart(grapheme)
    if not found or (len(found) > width and unicodedata.numeric(grapheme[0], None) is not None):
        return UNKNOWN * width  # half of a number would be another number
    return found[:width].ljust(width)


def _taken_apart(grapheme: str) -> str:
    """What of it is ASCII, of itself or by another table entry; of a corner or crossing of lines, a plus sign."""
    if "\u2500" <= grapheme[0] <= "\u257f":
        return "+"
    parts = unicodedata.normalize("NFKD", grapheme)
    return "".join(part if part.isascii() else _SHOWN.get(part, "") for part in parts)
