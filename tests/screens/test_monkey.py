"""Somebody leans on the keyboard: any keys in any order, on every screen, break nothing."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from frontdesk.db.practice import Role
from frontdesk.logic import accounts, checks
from frontdesk.screens.console import Console
from frontdesk.screens.everywhere import Lock, SignOut
from frontdesk.widgets.command import Command
from frontdesk.widgets.keys import key_event
from tests.screens.hands import Hands, console
from tests.screens.office import Office, open_office, screen
from tests.screens.test_commands import COMMANDS

KEYS = 300
"""Keys pressed at each size of terminal."""

ENDS = set(SignOut.all_keys()) | set(Lock.all_keys())
"""Keys that end the program or lock it: the monkey lives in the console, and passwords take their time."""

TYPED = [*"abdeiklorstu", *"0123456789", "space", "backspace", "/", ":", "-", ".", "é", "日"]
"""What else it types."""

WORDS = [
    "abbott",
    "vu, peter",
    "2/11/1979",
    "tom",
    "930",
    "+2w",
    "book vu fu okafor tom 1430",
    "617-555-0142",
    "zz",
]
"""And what it types in one go."""


def bound() -> list[str]:
    """Every key that any command has."""
    commands: list[type[Command]] = COMMANDS
    return sorted({key for command in commands for key in command.all_keys()} - ENDS)


ANSWERS = ["enter", "enter", "ctrl+g", "p", "n", "y", "o", "e"]
"""Keys that answer a question in the last lines, or leave it."""


def here(my: Hands) -> list[str]:
    """Every key that does something on the screen in front."""
    screen = my.app.screen
    if screen.has_class("-asking"):
        return ANSWERS
    hosts = [screen, screen.pane] if isinstance(screen, Console) else [screen]
    keys = {key for host in hosts if host is not None for each in host.all_commands() for key in each.all_keys()}
    return sorted(keys - ENDS)


def lean(dice: random.Random, anywhere: list[str], here: list[str]) -> list[str]:
    """The next keys: one that is bound here or somewhere, one that is typed, a whole word, or a way back."""
    what = dice.random()
    if what < 0.6:
        return [dice.choice(here)]
    if what < 0.7:
        return [dice.choice(anywhere)]
    if what < 0.8:
        return [dice.choice(TYPED)]
    if what < 0.95:
        return [dice.choice(("ctrl+g", "home", "down", "enter"))]
    return ["space" if letter == " " else letter for letter in dice.choice(WORDS)]


def busy_office(folder: Path) -> Office:
    """A practice with a visit in nearly every slot of the first three providers."""
    office = open_office(folder)
    for number in range(36):
        patient = office.register(f"Busy{'abcdefghij'[number % 10]}{'klmn'[number // 10]}", "Ann")
        provider = ("Okafor", "Lindqvist", "Reyes")[number % 3]
        office.book(patient, provider, f"{11 + number // 3 // 3}:{number // 3 % 3 * 20:02d}")
    return office


@pytest.mark.parametrize("size", [(80, 24), (40, 12)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_random_keys(tmp_path: Path, size: tuple[int, int]) -> None:
    dice, keys = random.Random(size[0]), bound()
    office = busy_office(tmp_path)
    audited = checks.run(office.desk).counts["audit_records"]
    pressed: list[str] = []
    seen: set[str] = set()
    async with console(office, size) as my:
        while len(pressed) < KEYS:
            few = [key for _ in range(dice.choice((1, 1, 1, 3))) for key in lean(dice, keys, here(my))]
            pressed += few
            for key in few[:-1]:  # typed ahead: none waits for what the one before it did
                my.app.post_message(key_event(key))
            await my.press(few[-1])
            assert my.app._exception is None, pressed[-30:]
            assert my.app.is_running, pressed[-30:]
            assert len(screen(my).splitlines()) <= size[1]
            seen.add(type(my.app.screen).__name__)
        for _ in range(12):
            await my.press("ctrl+g")
        assert isinstance(my.app.screen, Console), pressed[-30:]
    assert len(seen) > 5, seen
    report = checks.run(office.desk)
    assert report.ok, (report.findings, pressed)
    assert report.counts["audit_records"] > audited, "it did something"
    office.desk.database.close()


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.MANAGER, Role.RECEPTIONIST}))
async def test_every_role_can_press_every_key(tmp_path: Path, role: Role) -> None:
    """What a role may not do is refused or not offered; it never ends the program."""
    office = open_office(tmp_path)
    accounts.add_account(office.desk, name="Pat Lee", login="pat", password_hash=None, roles=[str(role)])
    async with console(office, login="pat") as my:
        for area in ("1", "3"):
            await my.press(area)
            for key in here(my):
                await my.press(key)
                assert my.app._exception is None, (role, key)
                if not isinstance(my.app.screen, Console):
                    await my.press("ctrl+g")
        assert isinstance(my.app.screen, Console)
    office.desk.database.close()
