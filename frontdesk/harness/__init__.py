"""The console for programs: without a terminal (`console`), or on a real pseudo-terminal (`on_terminal`).

Both open the same application on the same practice. The first is quick, and the clock stands still; what it does
to the terminal is not part of it. The second is what a person has: bytes go in and come out.

    async with console(path, login="reception", now="2026-11-24T09:42") as desk:
        await desk.press("n")
        assert "New visit" in desk.screen()

    with on_terminal(path, login="reception", now="2026-11-24T09:42") as desk:
        desk.press("n").must(show="New visit", bytes=1_200, ms=60)
"""

from __future__ import annotations

from frontdesk.harness.headless import HEIGHT, WIDTH, Driven, at_rest, console
from frontdesk.harness.sent import Sent
from frontdesk.harness.teletype import Teletype, console_words, on_terminal, terminal

__all__ = [
    "HEIGHT",
    "WIDTH",
    "Driven",
    "Sent",
    "Teletype",
    "at_rest",
    "console",
    "console_words",
    "on_terminal",
    "terminal",
]
