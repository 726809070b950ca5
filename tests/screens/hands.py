"""Quick hands: keys pressed as fast as the console takes them.

Textual's Pilot sleeps at least 40 ms after every key, to be sure that nothing is going on any more. The console
deals keys one at a time and knows by itself when each has done its work, so here one look at the end is enough.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, cast

from textual.pilot import Pilot

from frontdesk.app import FrontDeskApp
from frontdesk.harness import at_rest
from frontdesk.widgets.keys import key_event

if TYPE_CHECKING:
    from tests.screens.office import Office


class Hands(Pilot[int]):
    """A Pilot whose keys cost 5 ms instead of 90."""

    async def press(self, *keys: str) -> None:
        """Press keys by Textual's names; returns when the last has done its work and the screen is painted."""
        for key in keys:
            self.app.post_message(key_event(key).set_sender(self.app))
            await self._dealt()
        await self.pause()

    async def pause(self, delay: float | None = None) -> None:
        """Wait until nothing is going on any more."""
        await at_rest(self)

    async def _dealt(self) -> None:
        """Wait until the console has dealt every key so far, and each has done its work."""
        await self._through()
        await cast("FrontDeskApp", self.app)._settle()
        await self._through()

    async def _through(self) -> None:
        """Wait until the application's queue has been worked off."""
        done = asyncio.Event()
        if self.app.is_running and self.app.call_later(done.set):
            async with asyncio.timeout(30):
                await done.wait()


@asynccontextmanager
async def console(office: Office, size: tuple[int, int] = (80, 24), login: str = "mlee") -> AsyncIterator[Hands]:
    """The console of somebody at this office, with quick hands at it; with an empty login, the sign-in."""
    async with office.app(login).run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.pause()
        yield Hands(pilot.app)
