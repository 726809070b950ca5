"""The calendar's views: rooms, the week of one provider, the month of load; and what can be done in each."""

from __future__ import annotations

from pathlib import Path

import pytest

from frontdesk.logic import calendar, practice
from tests.screens.office import Office, open_office, press, screen


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = open_office(tmp_path)
    practice.add_room(office.desk, name="1")
    practice.add_room(office.desk, name="2")
    return office


def row(text: str, label: str) -> str:
    """The line of the grid with that time."""
    return next(line for line in text.splitlines() if line.startswith(f"{label:>6}"))


async def test_v_and_a_letter_change_the_view(office: Office) -> None:
    async with office.console() as pilot:
        await press(pilot, "v", "r")
        assert "rooms 1-3/3" in screen(pilot).splitlines()[0]
        await press(pilot, "v", "w")
        assert "Okafor, week of Mon 23 Nov 2026" in screen(pilot).splitlines()[0]
        await press(pilot, "v", "m")
        assert "November 2026" in screen(pilot).splitlines()[0]
        await press(pilot, "enter")
        assert "Calendar Tue 24 Nov 2026 today" in screen(pilot).splitlines()[0]


async def test_a_visit_is_moved_into_a_room_and_back_by_undo(office: Office) -> None:
    async with office.console() as pilot:
        await press(pilot, "down", "down", "v", "r")
        assert ">10:00a S Stone, Rae" in screen(pilot)
        await press(pilot, "m", "right", "enter")
        assert office.visit(office.visits["Stone"]).room == "1"
        assert "Stone, Rae" in row(screen(pilot), "10:00a")
        await press(pilot, "u")
        assert office.visit(office.visits["Stone"]).room == ""
        await press(pilot, "ctrl+r")
        assert office.visit(office.visits["Stone"]).room == "1"


async def test_a_taken_room_is_refused(office: Office) -> None:
    rooms = [room.id for room in practice.rooms(office.desk)]
    kim = office.register("Lo", "Kim")
    calendar.book(
        office.desk, patient=kim, provider=office.provider("Reyes"), starts=office.at("10:00"),
        kind=office.kind("FU"), room=rooms[0],
    )  # fmt: skip
    async with office.console() as pilot:
        await press(pilot, "down", "down", "v", "r", "m", "right", "enter")
        assert "!The room is taken" in screen(pilot)
        assert office.visit(office.visits["Stone"]).room == ""


async def test_booking_in_a_room_takes_it(office: Office) -> None:
    office.register("Young", "Ada")
    async with office.console() as pilot:
        await press(pilot, "v", "r", "right", "n", *"you", "enter", "enter")
        assert "With whom" in screen(pilot)
        await press(pilot, *"okaf", "enter", "enter")
        day = office.day()
        (visit,) = [v for column in day.columns for v in column.visits if v.name == "Young, Ada"]
        assert visit.room == "1"


async def test_a_visit_goes_to_another_day_in_the_week(office: Office) -> None:
    async with office.console() as pilot:
        await press(pilot, "down", "down", "v", "w", "m", "right", "enter")
        moved = office.visit(office.visits["Stone"])
        assert moved.starts == int(office.at("10:00", 1).timestamp())
        assert "Stone" in row(screen(pilot), "10:00a")


async def test_booking_in_the_week_is_on_that_day(office: Office) -> None:
    office.register("Young", "Ada")
    async with office.console() as pilot:
        await press(pilot, "v", "w", "right", "right", "n")
        assert "Thu 26 Nov 2026 9:30a" in screen(pilot)
        await press(pilot, *"you", "enter", "enter")
        assert any(v.name == "Young, Ada" for c in office.day(2).columns for v in c.visits)


async def test_the_brackets_go_by_week_and_by_month(office: Office) -> None:
    async with office.console() as pilot:
        await press(pilot, "v", "w", "]")
        assert "week of Mon 30 Nov 2026" in screen(pilot)
        await press(pilot, "v", "m", "]")
        assert "January 2027" in screen(pilot) or "December 2026" in screen(pilot)
        await press(pilot, "t", "v", "m", "[")
        assert "October 2026" in screen(pilot)


async def test_the_month_says_how_full_a_day_is(office: Office) -> None:
    async with office.console() as pilot:
        await press(pilot, "v", "m")
        shown = screen(pilot)
        assert "Tue 24 Nov 2026: 5 visits, 1h30 of 63h taken (2%)" in shown
        assert "24<  2%" in shown
        assert "28 ~" in shown
        await press(pilot, "n")
        assert "With" in screen(pilot)


async def test_the_view_line_takes_a_name(office: Office) -> None:
    async with office.console() as pilot:
        await press(pilot, ":", *"view week rey", "enter")
        assert "Reyes, week of" in screen(pilot)
        await press(pilot, ":", *"view week zzz", "enter")
        assert "!No provider 'zzz'" in screen(pilot)
        await press(pilot, ":", *"view nonsense", "enter")
        assert "!There is no view" in screen(pilot)


@pytest.mark.parametrize("size", [(40, 12), (60, 24), (200, 50)])
@pytest.mark.parametrize("letter", "rwm")
async def test_every_view_fits_every_terminal(office: Office, size: tuple[int, int], letter: str) -> None:
    async with office.console(size) as pilot:
        await press(pilot, "v", letter)
        for key in ("right", "down", "pagedown", "end", "home", "left", "up", "]", "[", "t"):
            await press(pilot, key)
        assert all(len(line) <= size[0] for line in screen(pilot).splitlines())


async def test_the_heading_of_a_week_says_day_and_load_of_each(office: Office) -> None:
    async with office.console() as pilot:
        await press(pilot, "v", "w")
        assert "Mon 23   0/36 >Tue 24  3/35 Wed 25   0/36 Thu 26   0/36 Fri 27   0/36" in screen(pilot)
