"""FrontDeskApp: the one application, from sign-in to sign-out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from textual.app import App

from frontdesk.desk import Clock, Desk
from frontdesk.widgets.style import sheet


class FrontDeskApp(App[int]):
    """The console of one person. `opener` opens the database file at `path`, so that no screen needs to.

    `login` is given when whoever runs the program vouches for the person (`--as`); otherwise sign-in asks.
    """

    CSS_PATH = [sheet("theme")]
    ENABLE_COMMAND_PALETTE = False

    def __init__(
        self, path: Path, clock: Clock, opener: Callable[[Path], Any], *, login: str = ""
    ) -> None:
        super().__init__()
        self.path = path
        self.clock = clock
        self.opener = opener
        self.login = login
        self.desk: Desk | None = None
