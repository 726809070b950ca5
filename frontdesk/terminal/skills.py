"""What the terminal at the other end can do: by what it is called, by terminfo, by settings.

Which signs it shows is asked of it as well, because what it is called says little about that.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from typing import NamedTuple

from textual.message import Message

from frontdesk.settings import THIN
from frontdesk.terminal.painting import Skills
from frontdesk.widgets.look import Colour, Look, Signs

BYTES = re.compile(r"vt\d|ansi|pcansi|wy\d|tvi\d|adm\d|hp|ibm3|cons25|sun|dumb|unknown")
"""Types older than UTF-8. An 8-bit terminal takes half of what UTF-8 is made of for controls (ECMA-48, 5.3), and
one of them begins a string that has no end. So they get ASCII until they say otherwise: many are a newer program
that only goes by an old name.
"""

BRIGHT = re.compile(
    r"xterm|linux|screen|tmux|rxvt|putty|konsole|vte|gnome|iterm|mintty|cygwin|kitty|alacritty|foot|st(?:$|-)"
)
"""Types for which terminfo has eight colours where the program takes the brighter eight, 90 to 107, as well: they
came from aixterm by way of xterm. Elsewhere these codes may mean nothing, or something else.
"""

MONOCHROME = re.compile(r"vt\d")
"""Types that have no colours, where terminfo does not know them."""


class TerminalIs(Message):
    """The terminal has said what it can show."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look


class Known(NamedTuple):
    """What terminfo knows of a type."""

    regions: bool
    lines: bool
    colours: int
    """How many; without any, 0."""
    dim: bool


def is_thin(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether only what changed is sent, and not everything as Textual paints it."""
    return THIN.read(environment) != "off"


def skills_of(term: str) -> Skills:
    """What a terminal of this type can do; one that nobody knows gets what every terminal can."""
    known = _terminfo(term)
    return Skills(regions=False, lines=False) if known is None else Skills(known.regions, known.lines)


def look_of(term: str) -> Look:
    """What a terminal of this type can show, as far as its type tells."""
    known = _terminfo(term)
    if known is None:
        return Look(signs_of(term), colours_of(term, None))
    return Look(signs_of(term), colours_of(term, known.colours), dim=known.dim)


def signs_of(term: str) -> Signs:
    """The signs with which to begin."""
    return Signs.ASCII if BYTES.match(term) or not term else Signs.AUTO


def colours_of(term: str, number: int | None) -> Colour:
    """The colours of a type for which terminfo has so many; None where it does not know the type."""
    if number is None:
        return Colour.NONE if MONOCHROME.match(term) else Colour.AUTO
    if number <= 1:
        return Colour.NONE
    return Colour.EIGHT if number < 16 and not BRIGHT.match(term) else Colour.AUTO


@lru_cache(maxsize=1)
def _terminfo(term: str) -> Known | None:
    import curses  # 1 ms, and only where there is a terminal

    with suppress(curses.error, OSError):
        curses.setupterm(term or "dumb", 2)
        return Known(
            regions=bool(curses.tigetstr("csr")),
            lines=bool(curses.tigetstr("il1") and curses.tigetstr("dl1")),
            colours=max(0, curses.tigetnum("colors")),
            dim=bool(curses.tigetstr("dim")),
        )
    return None
