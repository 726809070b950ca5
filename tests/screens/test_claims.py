"""A slot that somebody is booking: held while the form is open, shown to others with whose it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pendulum
import pytest

from frontdesk.desk import Refused
from frontdesk.logic import calendar
from frontdesk.screens.booking import BookingForm
from frontdesk.screens.console import Console
from tests.screens.hands import Hands, console
from tests.screens.office import MORNING, Office, open_office, screen


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """The office's own desk is another session than the console's: somebody else."""
    return open_office(tmp_path)


def held(office: Office) -> list[tuple[str, str]]:
    """What others are booking on that day, as somebody else sees it: begin and end."""
    starts, ends = office.desk.bounds(MORNING.date())
    everybody = tuple(range(1, 8))
    claims = calendar.claims(office.desk, providers=everybody, starts=starts, ends=ends)
    zone = office.desk.zone
    return [
        (pendulum.from_timestamp(each.starts).in_timezone(zone).format("H:mm"),
         pendulum.from_timestamp(each.ends).in_timezone(zone).format("H:mm"))
        for each in claims
    ]  # fmt: skip


def claim(office: Office, time: str, provider: str = "Okafor", **more: Any) -> None:
    """Somebody else begins to book."""
    starts = office.at(time)
    form = {
        "provider": office.provider(provider),
        "starts": starts,
        "ends": starts.add(minutes=15),
        "form": "theirs",
    }
    calendar.claim(office.desk, **{**form, **more})


async def notice(hands: Hands) -> None:
    """Let the console see what others did."""
    for each in hands.app.screen_stack:
        if isinstance(each, Console):
            each.look_around(
                now=True
            )  # the office shares the console's connection, which sees no change by itself
    await hands.pause()


async def test_an_open_form_holds_its_time_until_it_is_left(office: Office) -> None:
    async with console(office) as hands:
        await hands.press("down", "n")
        assert held(office) == [("9:45", "10:00")]
        with pytest.raises(Refused, match=r"Mona Lee is booking this time just now \(until 9:45a\)"):
            office.book(office.patients["Kim"], "Okafor", "9:45")
        await hands.press("ctrl+g")
        assert held(office) == []
        office.book(office.patients["Kim"], "Okafor", "9:45")


async def test_another_time_or_length_is_held_instead(office: Office) -> None:
    async with console(office) as hands:
        await hands.press("down", "n", "tab", "tab")
        await hands.press(*"11", "tab", "tab")
        assert held(office) == [("11:00", "11:15")]
        await hands.press(*"45", "tab")
        assert held(office) == [("11:00", "11:45")]


async def test_booking_lets_go(office: Office) -> None:
    async with console(office) as hands:
        await hands.press("down", "n", *"dia", "enter", "enter")
        assert "Booked Diaz, Luis" in screen(hands)
        assert held(office) == []


async def test_others_see_whose_it_is_and_it_is_gone_after_three_minutes(office: Office) -> None:
    async with console(office) as hands:
        claim(office, "10:30")
        await notice(hands)
        assert "10:30  @ Mona Lee is booking" in screen(hands)
        await hands.press("down", "down", "down", "down")
        assert ">10:30a Okafor: @ Mona Lee is booking it, until 9:45a" in screen(hands)
        await hands.press("n")
        assert "!Mona Lee is booking this time just now." in screen(hands)
        assert not isinstance(hands.app.screen, BookingForm)
        office.clock.advance(minutes=3)
        await notice(hands)
        assert "@ Mona Lee" not in screen(hands)
        await hands.press("n")
        assert isinstance(hands.app.screen, BookingForm)


async def test_letting_go_shows_at_once(office: Office) -> None:
    async with console(office) as hands:
        claim(office, "10:30")
        await notice(hands)
        assert "@ Mona Lee is booking" in screen(hands)
        calendar.unclaim(office.desk, form="theirs")
        await notice(hands)
        assert "@ Mona Lee is booking" not in screen(hands)


async def test_a_time_typed_that_others_hold_is_said_in_the_form(office: Office) -> None:
    async with console(office) as hands:
        claim(office, "11:00")
        await hands.press("n", "tab", "tab", *"11", "tab")
        assert "!Mona Lee is booking this time just now (until 9:45a)." in screen(hands)
        assert isinstance(hands.app.screen, BookingForm)
        await hands.press("shift+tab", *"11:30a", "tab")
        assert held(office) == [("11:30", "11:45")]


async def test_a_line_that_drops_lets_go(office: Office) -> None:
    async with console(office) as hands:
        await hands.press("down", "n", *"dia")
        assert held(office) == [("9:45", "10:00")]
    assert held(office) == []


async def test_openings_leave_out_what_others_are_booking(office: Office) -> None:
    async with console(office) as hands:
        claim(office, "9:45")
        await hands.press("f")
        assert "9:45a  today  Okafor" not in screen(hands)
        assert "9:45a  today  Lindqvist" in screen(hands)
