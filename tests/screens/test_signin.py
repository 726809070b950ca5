"""Signing in, being refused calmly, locking and coming back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest
from textual import events

from frontdesk.logic import accounts
from frontdesk.screens.signin import SignIn, Unlock
from tests.screens.hands import Hands, console
from tests.screens.office import Office, open_office, screen


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = open_office(tmp_path)
    yield made
    made.desk.database.close()


def door(office: Office, size: tuple[int, int] = (80, 24)) -> AbstractAsyncContextManager[Hands]:
    """The console as it opens for somebody who isn't vouched for."""
    return console(office, size, login="")


async def test_name_and_password_open_the_calendar(office: Office) -> None:
    async with door(office) as pilot:
        assert isinstance(pilot.app.screen, SignIn)
        await pilot.press(*"MLee", "enter", *"demo")
        assert "demo" not in screen(pilot)
        assert "****" in screen(pilot)
        await pilot.press("enter")
        assert screen(pilot).startswith(" Calendar")
        assert "mlee 9:42a" in screen(pilot)


@pytest.mark.parametrize("login", ["mlee", "nobody"])
async def test_a_wrong_name_and_a_wrong_password_are_refused_in_the_same_words(office: Office, login: str) -> None:
    async with door(office) as pilot:
        await pilot.press(*login, "enter", *"guess", "enter")
        assert pilot.app.screen.form["password"].reason == "That name and password do not fit together."
        assert pilot.app.screen.form["login"].text == login
        await pilot.press(*"demo", "enter")
        assert isinstance(pilot.app.screen, SignIn) is (login == "nobody")


async def test_giving_up_ends_the_program(office: Office) -> None:
    async with door(office) as pilot:
        await pilot.press("ctrl+g")
        await pilot.pause()
        assert pilot.app.return_code == 0
        assert pilot.app.desk is None


async def test_a_locked_console_shows_nothing_and_comes_back_as_it_was(office: Office) -> None:
    async with console(office) as pilot:
        await pilot.press("n", *"sto", "ctrl+l")
        assert isinstance(pilot.app.screen, Unlock)
        assert "Stone" not in screen(pilot)
        assert "locked by mlee" in screen(pilot)
        await pilot.press("escape", "ctrl+g", "n", "enter")
        assert isinstance(pilot.app.screen, Unlock)
        assert "That is not the password." in screen(pilot)
        await pilot.press(*"demo", "enter")
        assert "New visit" in screen(pilot)
        await pilot.press("enter", "enter")
        assert "Booked Stone, Rae" in screen(pilot)


async def test_five_wrong_passwords_lock_the_sign_in_for_a_while(office: Office) -> None:
    async with console(office) as pilot:
        await pilot.press("ctrl+l")
        for _ in range(accounts.LOCK_AFTER):
            await pilot.press("x", "enter")
        await pilot.press(*"demo", "enter")
        assert "Too many wrong passwords" in screen(pilot)
        office.clock.advance(minutes=accounts.LOCK_MINUTES + 1)
        await pilot.press(*"demo", "enter")
        assert screen(pilot).startswith(" Calendar")


async def test_the_next_person_can_sign_out_whoever_left(office: Office) -> None:
    async with console(office) as pilot:
        await pilot.press("ctrl+l", "ctrl+y")
        await pilot.pause()
        assert pilot.app.return_code == 0


async def test_who_has_no_password_is_told_how_to_go_on(office: Office) -> None:
    accounts.add_account(office.desk, name="Bea Cole", login="bcole", password_hash=None, roles=["receptionist"])
    async with console(office, login="bcole") as pilot:
        await pilot.press("ctrl+l")
        assert "no password: sign out with ^Y" in screen(pilot)


@pytest.mark.parametrize("size", [(80, 24), (40, 12), (20, 6), (200, 60)], ids=str)
async def test_it_works_at_any_size(office: Office, size: tuple[int, int]) -> None:
    async with door(office, size) as pilot:
        await pilot.press(*"mlee", "enter", *"demo", "enter")
        assert "Tue 24 Nov" in screen(pilot).splitlines()[0]


async def test_name_and_password_that_come_at_once_go_to_their_fields(office: Office) -> None:
    async with console(office, login="") as hands:
        hands.app.post_message(events.Paste("mlee\rdemo").set_sender(hands.app))
        await hands.pause()
        await hands.press("end")
        assert "demo" not in screen(hands)
        assert "****" in screen(hands)
