"""When the screen is painted: as soon as all that a key set going has come to rest, and then once.

(Textual paints at the first message that asks for it, and sixty times a second from there on: half of what a
key changed at once, the other half 17 ms later.)
"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, Any

from textual import events
from textual.screen import Screen

from frontdesk.widgets.turn import Turns

if TYPE_CHECKING:
    from textual.app import App

    _Screen = Screen[Any]
else:
    _Screen = object

LONGEST = 1 / 30
"""Seconds after which what has changed so far is painted, though there is more to come."""

MEANWHILE = 0.1
"""Seconds that the first frame has until it is on its way, before the memory is looked through."""

ROUNDS = 50
"""So often everything may have had its turn before those seconds count: for machines that are slow themselves."""


class Frames:
    """Paints the screens of an application that asked for it."""

    def __init__(self, app: App[Any], turns: Turns) -> None:
        self._app = app
        self._turns = turns
        self._asked: dict[Whole, None] = {}
        self._afterwards: list[Callable[[], object]] = []
        self._task: asyncio.Task[None] | None = None

    @property
    def due(self) -> bool:
        """Whether something is to be painted."""
        return bool(self._asked)

    def ask(self, screen: Whole) -> None:
        """Paint this screen when everything is at rest."""
        self._asked[screen] = None
        if self._task is None:
            self._task = asyncio.create_task(self._paint(), name="paint")

    def afterwards(self, call: Callable[[], object]) -> None:
        """Call this once the next frame has been painted."""
        self._afterwards.append(call)

    async def _paint(self) -> None:
        try:
            while self._asked and not self._over:
                await self._frame()
        except Exception as error:
            self._app._handle_exception(error)
        finally:
            self._task = None

    async def _frame(self) -> None:
        """One frame. To lay out may set more going, as may what is seen of a screen beneath the one on top."""
        until, rounds = monotonic() + LONGEST, 0
        while True:
            while not (self._over or self._at_rest()) and (rounds < ROUNDS or monotonic() < until):
                rounds += 1
                await asyncio.sleep(0 if rounds < ROUNDS else 0.001)
            for screen in [*self._asked]:
                screen.lay_out()
            if self._over or self._at_rest() or (rounds >= ROUNDS and monotonic() >= until):
                break
        if self._over:
            return
        asked, self._asked = self._asked, {}
        for screen in sorted(asked, key=lambda each: each is self._app.screen):
            if len(asked) > 1:  # what shows of the one beneath was left to the one on top
                screen.lay_out()
                self._asked.pop(screen, None)
            screen.paint()
        while self._afterwards:
            self._afterwards.pop(0)()

    @property
    def _over(self) -> bool:
        """Whether the application has ended."""
        return self._app._exit or self._app._closing or not self._app.screen_stack

    def _at_rest(self) -> bool:
        """Whether no command is at work and no message waits."""
        nodes = (self._app, *self._app.screen.walk_children(with_self=True))
        return self._turns.resting and not any(node.message_queue_size or node._next_callbacks for node in nodes)


class Whole(_Screen):
    """Mixed into a screen, before Textual's class: it is painted when its application's `frames` say so."""

    @property
    def _frames(self) -> Frames | None:
        return getattr(self.app, "frames", None)

    def _on_idle(self, event: events.Idle) -> None:  # type: ignore[override]
        """Where Textual would start to count until the next sixtieth of a second."""
        waiting = self._layout_required or self._scroll_required or self._repaint_required or self._dirty_widgets
        if (waiting or self._recompose_required) and self.is_current and (frames := self._frames) is not None:
            event.prevent_default()
            frames.ask(self)

    def _compositor_refresh(self) -> None:
        """Where Textual would paint."""
        if (frames := self._frames) is not None:
            frames.ask(self)
        else:
            super()._compositor_refresh()

    def lay_out(self) -> None:
        """Find the place of everything, and what of it is to be painted."""
        with self._context():
            self._on_timer_update()

    def paint(self) -> None:
        """Paint it."""
        with self._context():
            super()._compositor_refresh()


class Ground(Whole, Screen[Any]):
    """The screen beneath all others, of which nothing is seen."""

    def paint(self) -> None:
        """Leave it as it is."""


def settle_memory() -> None:
    """After the first frame: collect once, and leave alone what is here to stay."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)
    gc.enable()
