"""Setting up a practice from the keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest

from frontdesk import cli
from frontdesk.harness import Driven, console

NOW = "2026-11-24T09:42"


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """A practice with one provider."""
    path = tmp_path / "a.db"
    words = ["init", "--db", str(path), "--practice", "Elm", "--timezone", "America/New_York"]
    assert cli.main([*words, "--admin", "Mary Lee", "--providers", "Ada Okafor MD"]) == cli.DONE
    return path


async def fill(driven: Driven, *texts: str) -> None:
    """Type a text into each field, then accept."""
    for text in texts:
        await driven.type(text)
        await driven.press("tab")
    await driven.press("ctrl+o")


async def test_a_new_provider_stands_on_the_calendar_and_u_takes_her_off(db: Path):
    async with console(db, login="mlee", now=NOW) as driven:
        await driven.press("&", "n")
        await fill(driven, "Reyes", "Ana", "np")
        assert "Added Reyes NP" in driven.screen()
        await driven.press("escape")
        assert "Reyes NP" in driven.screen()
        await driven.press("u")
        assert "Reyes NP" not in driven.screen().split("\n", 2)[1]


async def test_hours_are_set_from_today_on(db: Path):
    async with console(db, login="mlee", now=NOW) as driven:
        await driven.press("&", "e")
        await driven.press("tab")
        await driven.type("10x")  # replaces the hour that there is
        await driven.press("ctrl+o")
        assert " 10x" in driven.screen()  # refused at the field, what was typed stays
        await driven.press("backspace")
        await driven.type("a")
        await driven.press("ctrl+o")
        assert "10:00a-5:00p" in driven.screen()
        await driven.press("u")
        assert "8:00a-5:00p" in driven.screen()


async def test_a_room_a_kind_and_a_sign_in(db: Path):
    async with console(db, login="mlee", now=NOW) as driven:
        await driven.press("&", "end", "n")
        await fill(driven, "Rae Stone", "rae")
        await driven.press("tab", "tab")
        assert "needs a password" in driven.screen()
        await driven.type("sesame")
        await driven.press("ctrl+o")
        assert "Added the sign-in rae" in driven.screen()
        await driven.press("home", "down", "down", "down", "n")  # provider, no room, no device yet
        await fill(driven, "TEL", "Telephone", "")
        assert "TEL Telephone" in driven.screen()


async def test_a_receptionist_sees_it_and_changes_nothing(db: Path):
    async with console(db, login="mlee", now=NOW) as driven:
        from frontdesk.logic import accounts

        desk = driven.app.desk
        assert desk is not None
        accounts.add_account(desk, name="Rae Stone", login="rae", password_hash=None, roles=["receptionist"])
    async with console(db, login="rae", now=NOW) as driven:
        await driven.press("&")
        assert "Okafor MD" in driven.screen()
        assert "mlee" not in driven.screen()
        await driven.press("n")
        assert "may not change" in driven.screen()


@pytest.mark.parametrize("size", [(80, 24), (40, 12), (20, 6), (200, 60)])
async def test_it_fits_every_terminal(db: Path, size: tuple[int, int]):
    async with console(db, login="mlee", now=NOW, size=size) as driven:
        await driven.press("&", "n", "escape", "end", "n", "escape", "escape")
        assert "Okafor" in driven.screen()
