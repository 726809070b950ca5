"""Shows every screen of the table on the terminal it runs on, one after the other: `python -m ... FILE NAMES`.

The names of those that have been shown go into NAMES, each once all of it was sent.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Any

from frontdesk.app import FrontDeskApp
from frontdesk.db.engine.practice_file import open_practice
from frontdesk.desk import FixedClock
from frontdesk.screens.console import Console
from tests.screens.office import MORNING
from tests.terminal.every import EVERY

PATIENCE = 5.0
"""Seconds in which each must have been sent."""


class Showing(FrontDeskApp):
    """The console, which opens everything by itself."""

    names: Path

    async def show_every(self) -> None:
        """Open each in the place of the one before."""
        my: Any = self.screen
        for name, make in EVERY.items():
            await (self.push_screen if self.screen is my else self.switch_screen)(make(my))
            await self.painted()
            with self.names.open("a") as file:
                file.write(f"{name}\n")
        self.exit(return_code=0)

    async def painted(self) -> None:
        """Wait until the dialog's title was sent, and all that was painted with it."""
        sender: Any = getattr(self._driver, "_sender", None)
        title = str(getattr(self.screen, "title", "") or self.screen.TITLE or "")[:4]
        async with asyncio.timeout(PATIENCE):
            while True:
                await asyncio.sleep(0.01)
                shown = ["".join(row) for row in sender.painter.shown.texts]
                quiet = not (sender._stale or sender._strings or self.screen._dirty_widgets)
                if quiet and any(row.startswith(f" {title}") for row in shown):
                    return


async def mounted(self: Console) -> None:
    """Begin once the console is there."""
    await on_mount(self)
    self.call_after_refresh(lambda: self.app.run_worker(self.app.show_every()))  # type: ignore[attr-defined]


on_mount = Console.on_mount

if __name__ == "__main__":
    Console.on_mount = mounted  # type: ignore[method-assign]
    path = Path(sys.argv[1])
    app = Showing(path, FixedClock(MORNING), open_practice, login=sys.argv[3])
    app.names = Path(sys.argv[2])
    sys.exit(app.on_terminal())
