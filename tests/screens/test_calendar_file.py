"""A provider's calendar as a file, from the calendar."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from icalendar import Calendar

from frontdesk.db.audit import Audit
from frontdesk.logic import printing
from tests.screens.hands import console
from tests.screens.office import Office, open_office, screen


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = open_office(tmp_path)
    yield made
    made.desk.database.close()


def exports() -> int:
    return Audit.select().where(Audit.action == "data.export_feed").count()


async def test_the_provider_under_the_cursor(office: Office, tmp_path: Path) -> None:
    printing.set_up(office.desk, values={"folder": str(tmp_path / "out")})
    async with console(office) as pilot:
        await pilot.press("ctrl+e")
        assert "leave the program (patients: initials)" in screen(pilot)
        await pilot.press("escape")
        assert exports() == 0
        await pilot.press("ctrl+e", "enter")
        assert "written to" in screen(pilot)
    (file,) = (tmp_path / "out").iterdir()
    assert file.suffix == ".ics"
    assert len(Calendar.from_ical(file.read_bytes()).walk("VEVENT")) > 0
    assert exports() == 1


async def test_a_provider_by_name(office: Office) -> None:
    async with console(office) as pilot:
        await pilot.press(":", *"ics rey", "enter")
        assert "of Reyes" in screen(pilot)
        await pilot.press("enter")
        assert "written to" in screen(pilot)
        await pilot.press(":", *"ics nobody", "enter")
        assert "No provider 'nobody'." in screen(pilot)
    assert exports() == 1
