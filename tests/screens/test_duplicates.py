"""Before a new record is saved: the likely duplicates are shown, and one key goes either way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from frontdesk.db.patients import Patient
from frontdesk.logic import drafts
from frontdesk.screens.booking import BookingForm
from frontdesk.screens.duplicates import Duplicates
from frontdesk.screens.patient_form import RegisterForm
from tests.screens.hands import console
from tests.screens.office import Office, open_office, screen


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = open_office(tmp_path)
    yield made
    made.desk.database.close()


async def type_stone(pilot: Pilot[int]) -> RegisterForm:
    """Register Rae Stone once more, as far as Enter."""
    await pilot.press("3", "ctrl+n", *"Stone", "enter", *"Rae", "enter", *"1/30/84", "ctrl+o")
    return next(each for each in pilot.app.screen_stack if isinstance(each, RegisterForm))


async def test_the_likely_duplicates_are_shown_with_the_reasons(office: Office) -> None:
    async with console(office) as pilot:
        await type_stone(pilot)
        assert isinstance(pilot.app.screen, Duplicates)
        shown = screen(pilot)
        assert "Is it one of these?" in shown
        assert "Stone, Rae" in shown
        assert "same name, same birth date" in shown
        assert Patient.select().count() == 5


async def test_enter_goes_to_the_record_on_file(office: Office) -> None:
    async with console(office) as pilot:
        await type_stone(pilot)
        await pilot.press("enter")
        assert "Patients  Stone, Rae" in screen(pilot).splitlines()[0]
        assert Patient.select().count() == 5
        assert drafts.parked(office.desk) == []


async def test_s_saves_the_new_record_all_the_same(office: Office) -> None:
    async with console(office) as pilot:
        await type_stone(pilot)
        await pilot.press("s")
        assert "Registered Stone, Rae, number 000006" in screen(pilot)
        assert Patient.select().count() == 6


async def test_back_keeps_everything_typed_and_asks_again(office: Office) -> None:
    async with console(office) as pilot:
        form = await type_stone(pilot)
        await pilot.press("ctrl+g")
        assert pilot.app.screen is form
        assert form.form["given"].text == "Rae"
        await pilot.press("ctrl+o")
        assert isinstance(pilot.app.screen, Duplicates)


async def test_from_the_booking_form_the_record_on_file_is_taken(office: Office) -> None:
    async with console(office) as pilot:
        await pilot.press("n")
        booking = pilot.app.screen
        assert isinstance(booking, BookingForm)
        await pilot.press(*"Rae Stone", "ctrl+n", *"1/30/84", "ctrl+o", "enter")
        assert pilot.app.screen is booking
        assert booking.form["patient"].chosen.value == office.patients["Stone"]
        assert booking.form.current.key == "kind"


@pytest.mark.parametrize("size", [(80, 24), (40, 12), (20, 6)], ids=str)
async def test_the_name_is_seen_at_any_size_and_both_ways_with_room(office: Office, size: tuple[int, int]) -> None:
    async with console(office, size) as pilot:
        await type_stone(pilot)
        shown = screen(pilot)
        assert "Stone, Rae" in shown
        if size[0] == 80:
            assert "Enter This one  s Save as new" in shown.splitlines()[-1]
