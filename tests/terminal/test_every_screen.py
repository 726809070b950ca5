"""Every screen and dialog, painted as Textual would and as we do: the same cells, styles and cursor."""

from __future__ import annotations

from pathlib import Path

import pytest

from frontdesk.harness import Driven, console
from frontdesk.settings import TEST_LONG
from tests.terminal.every import EVERY, INNER, SHOWN, all_there_are, practice_file
from tests.terminal.full import fill_texts
from tests.terminal.mirror import Twice, mirrored

NOW = "2026-11-24T09:42"
NARROW, BROAD = (80, 24), (101, 29)
OFTEN = 2 if TEST_LONG.read() else 4
"""Of so many screens two are resized, which costs most; at length every one is."""

WIDE = ("日本", "e\u0301", "ﾊ", "👍", "ñ", "o\u0323\u0302")
"""Wide, combining, half as wide, plain. (pyte knows no signs that join into one picture.)"""


def test_none_is_missing() -> None:
    """Whoever adds a screen adds it to the table, and so to what is tested of every one."""
    shown = {name for name in SHOWN if ":" in name}
    assert all_there_are() - INNER == EVERY.keys() | shown
    assert all_there_are() >= INNER


async def frames(desk: Driven, seen: Twice, *keys: str) -> int:
    """Press keys; how many frames that took, each of which was compared."""
    before = seen.frames
    await desk.press(*keys)
    return seen.frames - before


async def test_every_one_shows_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = practice_file(tmp_path)
    fill_texts(path, *WIDE, but=lambda table, column: (table, column) == ("account", "login"))
    with mirrored(monkeypatch) as mirrors:
        async with console(path, login="mlee", now=NOW) as desk:
            app, seen = desk.app, mirrors[-1]
            for name, keys in SHOWN.items():
                assert await frames(desk, seen, *keys), name
            my = app.screen
            for number, (name, make) in enumerate(EVERY.items()):
                before = seen.frames
                await (app.push_screen if app.screen is my else app.switch_screen)(make(my))
                await desk.settle()
                assert type(app.screen).__name__ == name.partition(":")[2]
                await desk.press("down", "tab")
                if number % OFTEN in (0, 1):  # the one is made broad, the next one narrow again
                    await desk.resize(*(NARROW if number % OFTEN else BROAD))
                assert seen.frames > before, name
