"""What messages leave to a person, on the list of things to do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from frontdesk.db.practice import WorklistItem
from frontdesk.exchange.hl7 import import_folder
from tests.exchange.letters import adt
from tests.screens.hands import console
from tests.screens.office import Office, open_office, screen


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = open_office(tmp_path)
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.hl7").write_text(
        adt("A28", "20260101", "7", "Zola^Zoe") + adt("A29", "20260102", "7", "Zola^Zoe")
    )
    import_folder(made.desk, folder)
    yield made
    made.desk.database.close()


async def test_a_record_that_was_deleted_elsewhere_is_looked_at_and_done(office: Office) -> None:
    async with console(office) as pilot:
        await pilot.press("*")
        assert "Messages of other programs" in screen(pilot).splitlines()[1]
        await pilot.press("enter")
        assert "Zola, Zoe" in screen(pilot)
        assert "deleted this record" in screen(pilot)
        await pilot.press("d", *"stays", "enter")
        assert "No message waits for somebody." in screen(pilot)
        (item,) = WorklistItem.select().where(WorklistItem.kind == "message_deleted")
        assert (item.outcome, item.outcome_note) == ("looked at", "stays")
        await pilot.press("u")
        assert "Zola, Zoe" in screen(pilot)


async def test_enter_goes_to_the_patient(office: Office) -> None:
    async with console(office) as pilot:
        await pilot.press("*", "enter", "enter")
        assert "Zola, Zoe" in screen(pilot)
        assert "Messages of other programs" not in screen(pilot)
