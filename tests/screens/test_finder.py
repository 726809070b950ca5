"""`/`: a patient by a few letters, a command by its name, and whatever is pasted or scanned."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual import events

from frontdesk.db.audit import Audit
from frontdesk.screens.finder import Finder
from tests.screens.hands import console
from tests.screens.office import Office, open_office, screen


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = open_office(tmp_path)
    yield made
    made.desk.database.close()


async def test_slash_four_letters_and_enter_open_a_patient(office: Office) -> None:
    keys = ["slash", *"ston", "enter"]
    async with console(office) as pilot:
        await pilot.press(*keys)
        assert "Patients  Stone, Rae" in screen(pilot).splitlines()[0]


async def test_it_works_from_every_area(office: Office) -> None:
    async with console(office) as pilot:
        await pilot.press("3", "tab", "slash", *"vu", "enter")
        assert "Patients  Vu, Peter" in screen(pilot).splitlines()[0]
        await pilot.press("slash", *"kim", "enter")
        assert "Patients  Kim, Ha-eun" in screen(pilot).splitlines()[0]


async def test_the_arrows_choose(office: Office) -> None:
    office.register("Stein", "Ada")
    async with console(office) as pilot:
        await pilot.press("slash", *"st", "down", "enter")
        assert "Patients  Stone, Rae" in screen(pilot).splitlines()[0]


async def test_enter_on_nothing_says_so_and_stays(office: Office) -> None:
    async with console(office) as pilot:
        await pilot.press("slash", *"qqq", "enter")
        assert isinstance(pilot.app.screen, Finder)
        assert "Nothing fits that." in screen(pilot)
        await pilot.press("ctrl+g")
        assert screen(pilot).startswith(" Calendar")


async def test_a_command_is_found_by_its_name_and_run(office: Office) -> None:
    async with console(office) as pilot:
        await pilot.press("slash", *"patients", "enter")
        assert screen(pilot).startswith(" Patients")
        assert not isinstance(pilot.app.screen, Finder)


async def test_patients_come_before_commands(office: Office) -> None:
    office.register("Newman", "Al")
    async with console(office) as pilot:
        await pilot.press("slash", *"new")
        shown = screen(pilot)
        assert shown.index("Newman, Al") < shown.index("book  n  Book a visit")


async def test_text_that_is_pasted_is_searched_and_never_a_command(office: Office) -> None:
    async with console(office) as pilot:
        before = Audit.select().count()
        pilot.app.post_message(events.Paste("xnca Stone\r\n"))
        await pilot.pause()
        await pilot.pause()
        assert isinstance(pilot.app.screen, Finder)
        assert pilot.app.screen.line.value == "xnca Stone"
        await pilot.press("ctrl+u", *"sto")
        assert "Stone, Rae" in screen(pilot)
        assert Audit.select().count() == before


@pytest.mark.parametrize("size", [(80, 24), (40, 12), (20, 6), (200, 60)], ids=str)
async def test_it_works_at_any_size(office: Office, size: tuple[int, int]) -> None:
    async with console(office, size) as pilot:
        await pilot.press("slash", *"sto")
        assert "Stone, Rae" in screen(pilot)
        await pilot.press("enter")
        assert "Stone" in screen(pilot)
