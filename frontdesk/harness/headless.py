"""The console without a terminal.

Same application, same bindings, same database as on a terminal; only the clock is the caller's. Works in any
running event loop, so also in a test under pytest-asyncio. One process drives one practice at a time, because the
tables are bound to one file.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pendulum
from textual.app import App
from textual.pilot import Pilot
from textual.strip import Strip

from frontdesk.app import FrontDeskApp
from frontdesk.db.engine.practice_file import PracticeFile, open_practice, require_practice
from frontdesk.desk import FixedClock
from frontdesk.logic import practice, when
from frontdesk.screens.console import Console

WIDTH, HEIGHT = 80, 24


ROUNDS = 200
"""So often the messages are worked off before a screen counts as one that never rests."""


async def at_rest(pilot: Pilot[int]) -> None:
    """Wait until no message waits and nothing is left to lay out or paint.

    (The pilot's own `pause` sleeps until the processor is idle: 20 to 60 ms for what takes three.)
    """
    app, quiet = pilot.app, 0
    for _ in range(ROUNDS):
        await pilot._wait_for_screen()
        if app._resize_timer is not None:
            app._check_resize()  # what the timer waits for: more of the same
        quiet = 0 if _has_more_to_do(app) else quiet + 1
        if quiet == 2:  # what a message sets off when it is the last one is seen in the second round
            return
        app.screen._on_timer_update()


def _has_more_to_do(app: App[int]) -> bool:
    screen = app.screen
    nodes = (app, *screen.walk_children(with_self=True))
    unpainted = screen._layout_required or screen._repaint_required or screen._recompose_required
    unpainted = unpainted or screen._scroll_required or bool(screen._dirty_widgets or screen._callbacks)
    unpainted = unpainted or (isinstance(app, FrontDeskApp) and app.frames.due)
    return unpainted or any(node.message_queue_size or node._next_callbacks for node in nodes)


class Driven:
    """A running console: press keys, type, read the screen, move the clock."""

    def __init__(self, app: FrontDeskApp, pilot: Pilot[int], clock: FixedClock) -> None:
        self.app = app
        """The application itself, for whoever must look inside."""
        self._pilot = pilot
        self._clock = clock

    async def press(self, *keys: str) -> None:
        """Press keys by Textual's names (`n`, `enter`, `ctrl+r`, `down`), each after the one before has worked."""
        for key in keys:
            self.app.press(key)
            await self.app.settled()
        await self.settle()

    async def type(self, text: str) -> None:
        """Type text, letter by letter."""
        await self.press(*("space" if letter == " " else letter for letter in text))

    async def settle(self) -> None:
        """Wait until everything that was set going has come to rest, and is painted."""
        await self.app.settled()
        await at_rest(self._pilot)

    def screen(self) -> str:
        """What the terminal would show: one line per row, blanks at the end cut off."""
        lines = ["".join(segment.text for segment in strip) for strip in self._strips()]
        return "\n".join(line.rstrip() for line in lines)

    def _strips(self) -> list[Strip]:
        return list(self.app.screen._compositor.render_strips())

    async def resize(self, width: int, height: int) -> None:
        """Give the terminal another size."""
        await self._pilot.resize_terminal(width, height)
        await self.settle()

    async def set_now(self, at: pendulum.DateTime) -> None:
        """Move the clock; the console notices at once, as it would within the minute."""
        self._clock.set(at)
        await self.notice()

    def now(self) -> pendulum.DateTime:
        """The moment on the console's clock."""
        return self._clock.now()

    async def notice(self) -> None:
        """Let the console look for what others have changed, as it does by itself every half second."""
        for screen in self.app.screen_stack:
            if isinstance(screen, Console):
                screen.look_around()
        await self.settle()


@asynccontextmanager
async def console(
    path: str | Path,
    *,
    login: str = "",
    now: str | pendulum.DateTime | None = None,
    size: tuple[int, int] = (WIDTH, HEIGHT),
) -> AsyncIterator[Driven]:
    """Open the console of `login` on the practice at `path` (with no login: the sign-in screen).

    `now` is a moment, or `2026-11-24T09:42` in the practice's zone; None is the real time, standing still.
    Raises what opening a practice raises, and `Refused` for an unknown login.
    """
    if Path(path).exists():
        require_practice(Path(path))
    clock = FixedClock(_moment(Path(path), now))
    files: list[PracticeFile] = []

    def opened(file: Path) -> PracticeFile:
        files.append(open_practice(file))
        return files[-1]

    app = FrontDeskApp(Path(path), clock, opened, login=login)
    try:
        async with app.run_test(size=size, notifications=False) as pilot:
            driven = Driven(app, pilot, clock)
            await _opened(app, driven)
            yield driven
    finally:
        app._sign_out()
        for file in files:
            file.close()


async def _opened(app: FrontDeskApp, driven: Driven) -> None:
    """Wait for the first screen: the console, or whatever asks who is there."""
    async with asyncio.timeout(30):
        while len(app.screen_stack) < 2:
            if app.refusal is not None:
                raise app.refusal
            await driven.settle()
            await asyncio.sleep(0)
    await driven.settle()


def _moment(path: Path, now: str | pendulum.DateTime | None) -> pendulum.DateTime:
    if isinstance(now, pendulum.DateTime):
        return now
    if now is None:
        return pendulum.now("UTC").replace(microsecond=0)
    if not path.exists():
        return when.parse_iso(now, zone=pendulum.now().timezone or pendulum.UTC)
    database = open_practice(path)
    try:
        return when.parse_iso(now, zone=practice.first_zone())
    finally:
        database.close()
