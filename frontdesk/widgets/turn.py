"""Whose turn it is: the program's, while a command runs, or the person's, while it waits for a key.

Keys are dealt one at a time. The next one waits until the command before it has finished or has asked for
more. What a person types ahead on a slow line therefore lands where it would have landed on a fast one.
"""

from __future__ import annotations

import asyncio
from contextvars import ContextVar
from typing import Any, Generic, TypeVar

T = TypeVar("T")
"""What a person answers with."""


class Turns:
    """The commands that are running now and have not asked the person for anything."""

    def __init__(self) -> None:
        self._running: dict[object, asyncio.Event] = {}

    def start(self) -> Turn:
        """A command starts: the program's turn."""
        return Turn(self._running)

    @property
    def resting(self) -> bool:
        """Whether no command is running except those that wait for the person."""
        return not self._running

    async def settled(self) -> None:
        """Wait until no command is running except those that wait for the person."""
        while self._running:
            await next(iter(self._running.values())).wait()


class Turn:
    """One command's turn."""

    def __init__(self, running: dict[object, asyncio.Event]) -> None:
        self._running = running
        self._idle = asyncio.Event()
        self.program()

    def program(self) -> None:
        """The program is at work: no key is dealt."""
        self._idle.clear()
        self._running[self] = self._idle

    def person(self) -> None:
        """The person may press the next key."""
        self._running.pop(self, None)
        self._idle.set()

    async def over(self) -> None:
        """Wait until it is the person's turn."""
        await self._idle.wait()


turn: ContextVar[Turn | None] = ContextVar("turn", default=None)
"""The turn of the command that is running here."""


class Answer(Generic[T]):
    """An answer that a command waits for. Made by the command, given by whatever asks the person."""

    def __init__(self) -> None:
        self._turn = turn.get()
        self._future: asyncio.Future[T] = asyncio.get_running_loop().create_future()

    def give(self, value: T) -> None:
        """Answer, and make it the program's turn again; a second answer is ignored."""
        if not self._future.done():
            if self._turn is not None:
                self._turn.program()
            self._future.set_result(value)

    async def wait(self) -> T:
        """Hand the turn to the person and wait."""
        if self._turn is not None and not self._future.done():
            self._turn.person()
        return await self._future


async def drained(node: Any) -> None:
    """Wait until a node has handled the messages it has now."""
    done = asyncio.Event()
    if node.is_running and node.call_later(done.set):
        await done.wait()
