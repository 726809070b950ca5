"""What another session commits comes onto the screen, and the cursor stays where the person left it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from frontdesk.screens.console import Console
from tests.screens.office import Office, open_office, press, screen

COLLEAGUE = """
import sys
import pendulum
from frontdesk.db.engine.practice_file import open_practice
from frontdesk.desk import FixedClock
from frontdesk.logic import accounts, calendar, patients
clock = FixedClock(pendulum.datetime(2026, 11, 24, 9, 50, tz="America/New_York"))
desk = accounts.sign_in_as(open_practice(sys.argv[1]), clock, login="mlee")
at = lambda hour, minute, day=24: pendulum.datetime(2026, 11, day, hour, minute, tz=desk.zone)
version = lambda visit: calendar.visit(desk, visit=visit).visit.version
exec(sys.argv[2])
"""
"""Another process at work: one process has one practice open."""


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_office(tmp_path)


def colleague(office: Office, does: str) -> None:
    subprocess.run([sys.executable, "-c", COLLEAGUE, str(office.path), does], check=True, timeout=60)


async def test_a_colleagues_change_appears(office: Office) -> None:
    async with office.console() as pilot:
        await press(pilot, "down", "down")
        visit = office.visits["Stone"]
        colleague(office, f"calendar.arrive(desk, visit={visit}, version=1)")
        pilot.app.screen.look_around()
        await pilot.pause()
        assert "A Stone, Rae" in screen(pilot)
        assert ">10:00a A Stone, Rae" in screen(pilot)


async def test_the_cursor_goes_with_its_visit(office: Office) -> None:
    async with office.console() as pilot:
        await press(pilot, "down", "down")
        visit, reyes = office.visits["Stone"], office.provider("Reyes")
        colleague(office, f"calendar.move(desk, visit={visit}, version=1, starts=at(14, 0), provider={reyes})")
        pilot.app.screen.look_around()
        await pilot.pause()
        assert ">2:00p S Stone, Rae" in screen(pilot)


async def test_cursor_and_scroll_stay_when_rows_are_added_above(office: Office) -> None:
    async with office.console() as pilot:
        await press(pilot, "end")
        grid = pilot.app.screen.pane.cursor
        offset, at = grid.row - grid.top, grid.spot.at
        patient, okafor, kind = office.patients["Vu"], office.provider("Okafor"), office.kind("FU")
        colleague(
            office,
            f"calendar.book(desk, patient={patient}, provider={okafor}, starts=at(8, 30), kind={kind}, "
            "overbook='late')",
        )
        pilot.app.screen.look_around()
        await pilot.pause()
        assert (grid.spot.at, grid.row - grid.top) == (at, offset)
        assert "booked 6" in screen(pilot)


async def test_what_is_not_on_show_is_not_read(office: Office) -> None:
    async with office.console() as pilot:
        pane = pilot.app.screen.pane
        read = pane.day
        other = office.register("Elsewhere", "Eve")
        pilot.app.screen.look_around(now=True)
        assert pane.day is read
        okafor, kind = office.provider("Okafor"), office.kind("FU")
        colleague(
            office, f"calendar.book(desk, patient={other}, provider={okafor}, starts=at(9, 0, 25), kind={kind})"
        )
        pilot.app.screen.look_around()
        assert pane.day is read
        colleague(
            office, f"calendar.book(desk, patient={other}, provider={okafor}, starts=at(14, 0), kind={kind})"
        )
        pilot.app.screen.look_around()
        assert pane.day is not read


async def test_an_area_in_the_back_is_read_when_it_comes_to_the_front(office: Office) -> None:
    async with office.console() as pilot:
        calendar_pane = pilot.app.screen.pane
        await press(pilot, "3")
        read = calendar_pane.day
        visit = office.visits["Stone"]
        colleague(office, f"calendar.arrive(desk, visit={visit}, version=1)")
        pilot.app.screen.look_around()
        assert calendar_pane.day is read
        await press(pilot, "tab", "1")
        assert "A Stone, Rae" in screen(pilot)


async def test_a_key_acts_on_what_was_painted(office: Office) -> None:
    """A colleague is a moment earlier: the key is refused, nothing is overwritten, and the screen catches up."""
    async with office.console() as pilot:
        await press(pilot, "down", "down")
        visit = office.visits["Stone"]
        await press(pilot, "x")
        colleague(office, f"calendar.confirm(desk, visit={visit}, version=1)")
        await press(pilot, "p")
        assert office.visit(visit).place == "scheduled"
        shown = screen(pilot)
        assert shown.splitlines()[-2].startswith("!")
        assert "Sc Stone, Rae" in shown


async def test_it_looks_often_enough(office: Office) -> None:
    """Half a second is promised."""
    assert Console.WATCH < 0.5
