"""What came from another program on a patient's page: past visits with whom, stays that are history."""

from __future__ import annotations

from pathlib import Path

import pytest

from frontdesk.exchange.synthea import import_folder
from tests.exchange.runs import RunOfTests
from tests.screens.hands import console
from tests.screens.office import open_office, screen


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=str)
async def test_past_visits_name_the_provider_and_stays_are_told(tmp_path: Path, size: tuple[int, int]) -> None:
    run = RunOfTests(tmp_path / "run").first_rows()
    run.organization("BETH ISRAEL DEACONESS HOSPITAL-NEEDHAM INC. REHABILITATION")
    run.encounter("2014-05-06 13:30:25", "2014-05-06 13:45:25")
    run.encounter("2019-11-30 11:49:30", "2020-01-06 12:04:30", "snf", organization=2)
    run.encounter("2012-10-06 14:14:25", "2012-10-07 02:52:06")
    office = open_office(tmp_path / "office")
    try:
        import_folder(office.desk, run.write())
        async with console(office, size) as pilot:
            await pilot.press("3", *"wuckert", "enter", "end")
            shown = screen(pilot).splitlines()
            assert any("D  Tue 6 May 2014 9:30a    AMB  Reilly" in line for line in shown)
            start = next(place for place, line in enumerate(shown) if line.startswith(" History "))
            assert shown[start].split("  ") == [
                " History 11/30/2019 - 1/6/2020", "Skilled nursing", "Reilly", "BETH ISRAEL DEACONESS",
            ]  # fmt: skip
            assert shown[start + 1].strip() == "HOSPITAL-NEEDHAM INC. REHABILITATION"
            assert shown[start + 2].strip() == "10/6/2012  Ambulatory visit  Reilly  ELM CLINIC"
    finally:
        office.desk.database.close()
