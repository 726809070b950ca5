"""What the terminal at the other end can do: by terminfo, by settings."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress

from frontdesk.terminal.painting import Skills

OFF = "FRONTDESK_THIN"
"""With the value `off`, everything is sent as Textual paints it."""


def is_thin(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether only what changed is sent."""
    return environment.get(OFF, "") != "off"


def skills_of(term: str) -> Skills:
    """What a terminal of this type can do; one that nobody knows gets what every terminal can."""
    import curses  # 1 ms, and only where there is a terminal

    with suppress(curses.error, OSError):
        curses.setupterm(term or "dumb", 2)
        return Skills(
            regions=bool(curses.tigetstr("csr")),
            lines=bool(curses.tigetstr("il1") and curses.tigetstr("dl1")),
        )
    return Skills(regions=False, lines=False)
