"""The memory of a session that has been everywhere: every command of the console and its panes, one by one."""

from __future__ import annotations

import asyncio
from pathlib import Path

from frontdesk.harness import console, on_terminal
from tests.bench.generate import NOW

LIMIT = 60.0
"""MiB."""

APART = {"quit", "lock", "sign-out", "undo", "redo"}
"""Commands that lead out, or nowhere."""

AREAS = {"calendar": ["1"], "patients": ["3", "/", "d", "i", "enter"]}
"""The keys to each area, with something under the cursor."""


def names(path: Path) -> dict[str, list[str]]:
    """The commands of each area, as the `:` line knows them."""

    async def asked() -> dict[str, list[str]]:
        found = {}
        async with console(path, login="reception", now=NOW) as desk:
            for area, keys in AREAS.items():
                await desk.press(*keys)
                calls = desk.app.screen_stack[1].calls()
                found[area] = [name for call in calls if (name := call.command.name()) not in APART]
        return found

    return asyncio.run(asked())


def walk(path: Path) -> list[float]:
    """MiB at the first screen, after every command was run once, and after all were run once more."""
    commands = names(path)
    with on_terminal(path, login="reception", now=NOW) as desk:
        found = [desk.memory()]
        for _ in range(2):
            for area, keys in AREAS.items():
                desk.press(*keys)
                for name in commands[area]:
                    desk.press(":")
                    desk.type(name)
                    desk.press("enter", "ctrl+g", "ctrl+g", "ctrl+g")
            found.append(desk.memory())
    return found
