"""The calendar's keys, pressed on the real console; what they did is read back through the rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from frontdesk.logic import calendar
from tests.screens.office import MORNING, Office, open_office, press, screen


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_office(tmp_path)


def last_lines(text: str) -> str:
    return "\n".join(text.splitlines()[-3:])


async def test_it_opens_on_today_at_the_present_time(office: Office) -> None:
    async with office.console() as pilot:
        shown = screen(pilot)
        assert "Calendar Tue 24 Nov 2026 today" in shown
        assert "mlee 9:42a" in shown.splitlines()[0]
        assert "S Abbott, June" in shown
        assert ">9:30a Okafor: 30m free" in shown
        assert "-----" in next(line for line in shown.splitlines() if " 9:42 " in line)


@pytest.mark.parametrize("key", ["a", "A"])
async def test_arrived_is_one_key(office: Office, key: str) -> None:
    async with office.console() as pilot:
        await press(pilot, "down", "down", key)
        assert office.visit(office.visits["Stone"]).place == "arrived"
        assert "Arrived Stone, Rae" in last_lines(screen(pilot))
        assert "u undo" in last_lines(screen(pilot))
        await press(pilot, "b")
        assert office.visit(office.visits["Stone"]).place == "scheduled"


async def test_confirm_is_a_toggle(office: Office) -> None:
    async with office.console() as pilot:
        await press(pilot, "down", "down", "c")
        assert office.visit(office.visits["Stone"]).confirmed
        assert "Sc Stone, Rae" in screen(pilot)
        await press(pilot, "c")
        assert not office.visit(office.visits["Stone"]).confirmed


@pytest.mark.parametrize(
    ("letter", "reason"),
    [("p", "patient"), ("b", "practice"), ("c", "clinical"), ("w", "weather"), ("h", "hospital"), ("e", "error")],
)
async def test_cancel_is_two_keys(office: Office, letter: str, reason: str) -> None:
    async with office.console() as pilot:
        await press(pilot, "down", "down", "x", letter)
        gone = office.visit(office.visits["Stone"])
        assert (gone.place, gone.cancel_reason) == ("cancelled", reason)
        assert "S Stone, Rae" not in screen(pilot)
        await press(pilot, "u")
        assert office.visit(office.visits["Stone"]).place == "scheduled"
        assert "S Stone, Rae" in screen(pilot)
        await press(pilot, "ctrl+r")
        assert office.visit(office.visits["Stone"]).place == "cancelled"


async def test_a_no_show_is_a_letter_after_x(office: Office) -> None:
    async with office.console() as pilot:
        await press(pilot, "home", "x", "n")
        assert office.visit(office.visits["Abbott"]).place == "no_show"
        assert "N Abbott, June" in screen(pilot)


@pytest.mark.parametrize("key", ["escape", "ctrl+g"])
async def test_the_question_why_can_be_left(office: Office, key: str) -> None:
    async with office.console() as pilot:
        await press(pilot, "down", "down", "x", "q", key)
        assert office.visit(office.visits["Stone"]).place == "scheduled"
        await press(pilot, "a")
        assert office.visit(office.visits["Stone"]).place == "arrived"


async def test_move_is_lift_and_drop(office: Office) -> None:
    async with office.console() as pilot:
        await press(pilot, "down", "down", "m", "right", "down", "down", "enter")
        moved = office.visit(office.visits["Stone"])
        assert moved.starts == office.at("10:30").timestamp()
        assert moved.provider == office.provider("Lindqvist")
        assert ">10:30a" in screen(pilot)
        assert "Moved Stone, Rae" in last_lines(screen(pilot))


async def test_a_visit_is_moved_to_another_day(office: Office) -> None:
    async with office.console() as pilot:
        await press(pilot, "down", "down", "m", "]", "enter")
        assert office.visit(office.visits["Stone"]).starts == office.at("10:00", 1).timestamp()
        assert "Wed 25 Nov 2026 +1d" in screen(pilot)
        assert "S Stone, Rae" in screen(pilot)


@pytest.mark.parametrize("key", ["escape", "ctrl+g"])
async def test_a_lifted_visit_is_put_back(office: Office, key: str) -> None:
    async with office.console() as pilot:
        await press(pilot, "down", "down", "m")
        assert "> Stone, Rae" in screen(pilot)
        assert "Drop here" in last_lines(screen(pilot))
        await press(pilot, "right", "down", key)
        assert "S Stone, Rae" in screen(pilot)
        assert office.visit(office.visits["Stone"]).version == 1


async def test_overbooking_is_offered_where_it_was_refused(office: Office) -> None:
    async with office.console() as pilot:
        await press(pilot, "home", "m", "down", "down", "enter")
        assert "Okafor has Diaz, Luis" in last_lines(screen(pilot))
        assert "o Overbook" in last_lines(screen(pilot))
        await press(pilot, "o", *"twins", "enter")
        moved = office.visit(office.visits["Abbott"])
        assert (moved.starts, moved.overbooked) == (office.at("8:30").timestamp(), True)
        assert moved.overbook_reason == "twins"
        assert "NEW!" in screen(pilot)


async def test_overbooking_wants_a_reason(office: Office) -> None:
    async with office.console() as pilot:
        await press(pilot, "home", "m", "down", "down", "enter", "o", "space", "enter")
        assert "!A reason is needed." in last_lines(screen(pilot))
        assert office.visit(office.visits["Abbott"]).version == 1
        await press(pilot, "escape")
        assert "> Abbott, June" in screen(pilot), "it stays lifted"


async def test_outside_the_hours_it_is_asked_first(office: Office) -> None:
    early = office.at("7:00", 0)
    office.clock.set(MORNING.at(6, 30))
    calendar.book(
        office.desk, patient=office.patients["Vu"], provider=office.provider("Reyes"), starts=early,
        kind=office.kind("FU"), override=True,
    )  # fmt: skip
    office.clock.set(MORNING)
    async with office.console() as pilot:
        await press(pilot, "down", "down", "m", "home", "enter")
        assert "y Yes, all the same" in last_lines(screen(pilot))
        await press(pilot, "y")
        assert office.visit(office.visits["Stone"]).starts == early.timestamp()


async def test_longer_and_shorter(office: Office) -> None:
    async with office.console() as pilot:
        await press(pilot, "down", "down", "+")
        assert office.visit(office.visits["Stone"]).minutes == 30
        await press(pilot, "=")
        assert office.visit(office.visits["Stone"]).minutes == 45
        await press(pilot, "-", "-")
        assert office.visit(office.visits["Stone"]).minutes == 15
        await press(pilot, "-")
        assert "!It can't be shorter." in screen(pilot)


async def test_a_cancelled_visit_is_restored_from_the_days_list(office: Office) -> None:
    async with office.console() as pilot:
        await press(pilot, "down", "down", "x", "p", "l")
        assert "Stone, Rae" in screen(pilot)
        await press(pilot, "enter")
        assert office.visit(office.visits["Stone"]).place == "scheduled"
        assert ">10:00a S Stone, Rae" in screen(pilot)


async def test_restoring_over_a_visit_offers_to_overbook(office: Office) -> None:
    async with office.console() as pilot:
        await press(pilot, "down", "down", "x", "p")
        office.book(office.patients["Vu"], "Okafor", "10:00")
        await press(pilot, "l", "enter")
        assert "o Overbook" in last_lines(screen(pilot))
        await press(pilot, "o", *"urgent", "enter")
        assert office.visit(office.visits["Stone"]).overbook_reason == "urgent"


async def test_time_is_blocked_and_freed(office: Office) -> None:
    async with office.console() as pilot:
        await press(pilot, "end", "#")
        assert "Block Okafor from 4:45p until" in screen(pilot)
        await press(pilot, "enter", *"meeting", "enter")
        (block,) = office.day().columns[0].blocks
        assert (block.reason, block.starts) == ("meeting", office.at("16:45").timestamp())
        assert "# meeting" in screen(pilot)
        await press(pilot, "#")
        assert office.day().columns[0].blocks == ()


async def test_a_block_takes_a_time_or_a_length(office: Office) -> None:
    async with office.console() as pilot:
        await press(pilot, "end", "up", "up", "up", "#", "ctrl+u", *"rubbish", "enter")
        assert "!" in last_lines(screen(pilot))
        await press(pilot, "ctrl+u", *"30m", "enter", *"lunch", "enter")
        (block,) = office.day().columns[0].blocks
        assert (block.ends - block.starts) // 60 == 30


async def test_days_are_walked_through(office: Office) -> None:
    async with office.console() as pilot:
        await press(pilot, "]")
        assert "Wed 25 Nov 2026 +1d" in screen(pilot)
        assert ">9:30a" in screen(pilot), "at the same time of day"
        await press(pilot, "[", "[")
        assert "Mon 23 Nov 2026 -1d" in screen(pilot)
        await press(pilot, "t")
        assert "Tue 24 Nov 2026 today" in screen(pilot)
        await press(pilot, "g", *"+2w", "enter")
        assert "Tue 8 Dec 2026 +14d" in screen(pilot)
        await press(pilot, "g", *"never", "enter")
        assert "!" in last_lines(screen(pilot))
        await press(pilot, "escape")
        assert "Tue 8 Dec 2026" in screen(pilot)


async def test_booking_takes_at_most_ten_keys(office: Office) -> None:
    keys = ["n", *"dia", "enter", "enter"]
    async with office.console() as pilot:
        await press(pilot, "right", *keys)
        (_, lindqvist, *_) = office.day().columns
        assert [v.name for v in lindqvist.visits] == ["Vu, Peter", "Diaz, Luis"]
        assert "Booked Diaz, Luis" in last_lines(screen(pilot))
        assert ">9:30a S Diaz, Luis" in screen(pilot)
    assert len(keys) <= 10


async def test_the_command_line_books(office: Office) -> None:
    async with office.console() as pilot:
        await press(pilot, "colon", *"book abbott fu reyes wed 1430", "enter")
        assert "Wed 25 Nov 2026 2:30p" in screen(pilot)
        await press(pilot, "ctrl+o")
        names = [(v.name, v.kind) for c in office.day(1).columns for v in c.visits]
        assert names == [("Abbott, June", "FU")]


async def test_enter_opens_the_patient(office: Office) -> None:
    async with office.console() as pilot:
        await press(pilot, "home", "enter")
        assert "Abbott, June" in screen(pilot)
        assert pilot.app.screen.pane.area == "patients"


async def test_a_key_without_use_says_so(office: Office) -> None:
    async with office.console() as pilot:
        await press(pilot, "c")
        assert "!There is no visit here" in last_lines(screen(pilot))


async def test_a_refusal_is_said_with_a_sign(office: Office) -> None:
    async with office.console() as pilot:
        await press(pilot, "]", "end")
        office.book(office.patients["Vu"], "Okafor", "16:45", days=1)
        pilot.app.screen.look_around(now=True)
        await press(pilot, "a")
        assert "!The visit is not today." in last_lines(screen(pilot))


async def test_an_auditor_only_looks(office: Office) -> None:
    from frontdesk.logic import accounts

    accounts.add_account(office.desk, name="Ed Audit", login="ed", password_hash=None, roles=["auditor"])
    app = office.app("ed")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await press(pilot, "down", "down", "a", "x", "p", "m", "n", "#")
        assert office.visit(office.visits["Stone"]).version == 1
        assert "Cancel" not in screen(pilot).splitlines()[-1]
        assert app.screen.pane.lifted is None
