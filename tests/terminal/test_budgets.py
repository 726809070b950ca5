"""What a thin terminal is sent, in bytes: the same every time, so a budget that can be kept for ever."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pendulum
import pytest

from frontdesk.desk import FixedClock
from frontdesk.harness import Driven, console
from frontdesk.logic import demo
from frontdesk.terminal.painting import Painter
from tests.terminal.mirror import Twice, mirrored

NOW = pendulum.datetime(2026, 11, 24, 9, 42, tz="America/New_York")

FIRST, MOVE, SCROLL, SCREEN, DIALOG, LETTER = 3_500, 200, 360, 3_000, 1_200, 45
"""Bytes: the first screen, a step of the cursor, a line scrolled, a screen, a dialog come or gone, a letter."""


@pytest.fixture(scope="module")
def demo_practice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "practice.db"
    demo.build(path, FixedClock(NOW), timezone="America/New_York")
    return path


@pytest.fixture
def twice(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Twice]]:
    with mirrored(monkeypatch) as seen:
        yield seen


@dataclass
class Counted:
    """A console whose bytes are counted by key."""

    desk: Driven
    screen: Twice

    async def press(self, *keys: str) -> int:
        """The bytes that these keys take together."""
        before = self.screen.ours
        await self.desk.press(*keys)
        return self.screen.ours - before

    async def each(self, *keys: str) -> list[int]:
        """The bytes of each of these keys."""
        return [await self.press(key) for key in keys]


@asynccontextmanager
async def counted(practice: Path, folder: Path, seen: list[Twice]) -> AsyncIterator[Counted]:
    async with console(shutil.copy(practice, folder), login="reception", now=NOW) as desk:
        yield Counted(desk, seen[-1])


async def test_the_first_screen(demo_practice: Path, tmp_path: Path, twice: list[Twice]) -> None:
    async with counted(demo_practice, tmp_path, twice) as my:
        assert 1_000 < my.screen.ours <= FIRST
        assert my.screen.theirs > 2 * my.screen.ours
        assert my.screen.frames == 1


async def test_the_cursor_in_view(demo_practice: Path, tmp_path: Path, twice: list[Twice]) -> None:
    async with counted(demo_practice, tmp_path, twice) as my:
        await my.press("home")
        spent = await my.each(*["down"] * 15, *["up"] * 15)
        assert all(spent), "every key showed something"
        assert max(spent) <= MOVE


async def test_the_calendar_scrolls(demo_practice: Path, tmp_path: Path, twice: list[Twice]) -> None:
    """Of these lines, some are where the keys at the foot change as well, from those of a slot to a visit's."""
    async with counted(demo_practice, tmp_path, twice) as my:
        await my.press("home", *["down"] * 17)
        spent = await my.each(*["down"] * 20)
        assert all(spent)
        assert max(spent) <= SCROLL


async def test_another_screen(demo_practice: Path, tmp_path: Path, twice: list[Twice]) -> None:
    async with counted(demo_practice, tmp_path, twice) as my:
        spent = await my.each(*"3a", "enter", *"1?", "escape", "&", "escape", *"][*", "escape", "ctrl+p", "escape")
        assert max(spent) <= SCREEN
        assert sum(spent) > 5_000


@pytest.mark.parametrize("key", ["g", "n", "k", "#"])
async def test_a_dialog(demo_practice: Path, tmp_path: Path, twice: list[Twice], key: str) -> None:
    async with counted(demo_practice, tmp_path, twice) as my:
        assert max(await my.each(key, "ctrl+g")) <= DIALOG


async def test_a_letter_in_a_field(demo_practice: Path, tmp_path: Path, twice: list[Twice]) -> None:
    async with counted(demo_practice, tmp_path, twice) as my:
        await my.press("n", "tab", "tab", "tab", "tab")
        spent = await my.each(*"walks with a stick".replace(" ", "-"))
        assert all(spent)
        assert max(spent) <= LETTER


async def test_a_letter_that_puts_something_else_in_the_place_of_a_choice(
    demo_practice: Path, tmp_path: Path, twice: list[Twice]
) -> None:
    """The first one takes the name away that stood there, and says beside the field that there is none like it."""
    async with counted(demo_practice, tmp_path, twice) as my:
        await my.press("home", "n", "tab", "tab", "tab", "tab")
        assert "With     Okafor MD" in my.desk.screen()
        spent = await my.each(*"walks-with")
        assert "  none" in my.desk.screen()
        assert all(spent)
        assert max(spent) <= LETTER


async def test_nothing_while_nothing_happens(demo_practice: Path, tmp_path: Path, twice: list[Twice]) -> None:
    async with counted(demo_practice, tmp_path, twice) as my:
        before = my.screen.ours
        for _ in range(5):
            await my.desk.notice()
        assert my.screen.ours == before


def test_a_driver_that_paints_wrong_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """The comparison that all key scripts run under can fail."""
    monkeypatch.setattr(Painter, "_tail", lambda self, y, wanted: 2)
    with pytest.raises(AssertionError, match="line 0: "):
        Twice().show("\x1b[1;1Hhello, said the painter\x1b[1;1H", (80, 24))
