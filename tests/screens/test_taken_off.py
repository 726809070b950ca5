"""What was taken off in the set-up is shown with a key, and put back on with the one that took it off."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.screens.hands import Hands, console
from tests.screens.office import Office, open_office, screen


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """The practice, with Abbott's visit and others on that Tuesday."""
    return open_office(tmp_path)


async def down_to(hands: Hands, words: str) -> None:
    """Put the cursor of the list on the line that holds these words."""
    rows = hands.app.screen.cursor
    where = next(n for n, row in enumerate(rows.rows) if words in rows._line(row, 80).plain)
    await hands.press("home", *["down"] * where)


async def test_what_was_taken_off_is_shown_and_put_back_on(office: Office) -> None:
    async with console(office) as hands:
        await hands.press("&", "o")
        assert "Nothing was taken off." in screen(hands)
        await hands.press("o")
        await down_to(hands, "PHY Physical")
        await hands.press("x")
        assert "PHY off the list" in screen(hands)
        assert "PHY Physical" not in screen(hands)
        await hands.press("o")
        await down_to(hands, "PHY Physical")
        assert "x Put back on" in screen(hands)
        await hands.press("e")
        assert "It is off: x puts it back on." in screen(hands)
        await hands.press("x")
        assert "PHY back on the list" in screen(hands)
        assert "x Take off" in screen(hands)


async def test_who_has_visits_to_come_is_not_taken_off(office: Office) -> None:
    async with console(office) as hands:
        await hands.press("&")
        await down_to(hands, "Okafor")
        await hands.press("x")
        assert "Move or :out Okafor's" in screen(hands)
        assert "Okafor MD" in screen(hands)
