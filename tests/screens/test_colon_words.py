"""Words on the `:` line that say whom, when and why: `:cancel`, `:out`, `:late`, `:view week`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from frontdesk.logic import calendar, practice
from tests.screens.hands import Hands, console
from tests.screens.office import Office, open_office, screen


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = open_office(tmp_path)
    practice.add_provider(made.desk, family="De Leon", credential="MD")
    practice.add_provider(made.desk, family="Okafor", credential="NP")
    yield made
    made.desk.database.close()


async def said(hands: Hands, words: str) -> str:
    """Type a line and give it; what the console answers."""
    await hands.press(":", *["space" if letter == " " else letter for letter in words], "enter")
    return screen(hands).splitlines()[-2]


async def test_a_reason_is_read_as_a_word_and_a_time_is_kept(office: Office) -> None:
    stone = office.visits["Stone"]
    async with console(office) as hands:
        await hands.press("down", "down")
        assert "Cancelled (practice) Stone, Rae" in await said(hands, "cancel practice")
        await hands.press("u")
        assert "Cancelled (error) Stone, Rae" in await said(hands, "cancel booked")
        await hands.press("u")
        assert "No reason 'pt called': patient practice" in await said(hands, "cancel pt called")
        assert "why?" in await said(hands, "cancel 9:05")
        await hands.press("p")
        assert "Cancelled (patient) at 9:05a: Stone, Rae" in screen(hands)
    assert office.visit(stone).cancel_reason == "patient"


async def test_a_time_is_for_one_visit_only(office: Office) -> None:
    calendar.book_series(
        office.desk, patient=office.patients["Diaz"], provider=office.provider("Okafor"), kind=office.kind("FU"),
        starts=office.at("9:45"), rule="FREQ=WEEKLY;COUNT=3",
    )  # fmt: skip
    async with console(office) as hands:
        await hands.press("down")
        assert "which?" in await said(hands, "cancel patient 9:05")
        await hands.press("a")
        assert "A time is noted for one visit alone" in screen(hands)
        assert "The visit has not begun" in await said(hands, "cancel no-show"), "which one needs no question"


async def test_names_of_several_words_and_days_of_several(office: Office) -> None:
    async with console(office) as hands:
        assert "De Leon" in await said(hands, "late de leon 35")
        assert "De Leon is out Wed 25 Nov 2026 to Fri 27 Nov 2026" in await said(
            hands, "out de leon nov 25 to nov 27 had to leave"
        )
        day = office.day(2)
        (block,) = next(each for each in day.columns if each.short == "De Leon").blocks
        assert block.reason == "had to leave"
        assert "is before" in await said(hands, "out de leon 11/27-11/25")
        assert "Several are called 'okafor': Okafor MD, Okafor NP." in await said(hands, "out okafor today")
        await said(hands, "view week de le")
        assert "De Leon, week of" in screen(hands)
