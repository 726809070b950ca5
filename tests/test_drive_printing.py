"""A printed day sheet: keys counted at 80x24, then the run, and what came out of the printer."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from frontdesk import cli
from frontdesk.harness import Driven, console
from frontdesk.logic import calendar, practice, printing
from tests.exchange.printers import LP, REFUSING_LP
from tests.exchange.printers import Office as Machine
from tests.screens.office import MORNING, Office, open_office

NOW = "2026-11-24T09:42"


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """The practice, with one provider's day, and a printer at the front desk."""
    made = open_office(tmp_path_factory.mktemp("office"))
    made.clock.set(MORNING.at(7, 0))
    for name in ("Vu", "Kim"):  # nobody with visits to come is taken off
        calendar.cancel(made.desk, visit=made.visits[name], version=1, reason="error")
    for other in practice.providers(made.desk)[1:]:
        practice.hide_provider(made.desk, provider=other.id, version=other.version)
    printing.set_printer(made.desk, station="front1", printer="hp1")
    made.desk.database.close()
    return made


@pytest.fixture
def office(founded: Office, tmp_path: Path) -> Office:
    """A copy of it."""
    return replace(founded, path=Path(shutil.copy(founded.path, tmp_path)))


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """A machine with a printer that works, and the workstation at which keys are pressed."""
    (tmp_path / "machine").mkdir()
    made = Machine(tmp_path / "machine")
    made.program("lp", LP)
    for name in ("PATH", "PRINTED", "FRONTDESK_WORKSTATION"):
        monkeypatch.setenv(name, made.env[name])
    return made


class Counted:
    """Hands that count."""

    def __init__(self, desk: Driven) -> None:
        self.desk = desk
        self.keys = 0

    async def press(self, *keys: str) -> None:
        """Press keys of the task."""
        self.keys += len(keys)
        await self.desk.press(*keys)

    def message(self) -> str:
        """The line that speaks."""
        return self.desk.screen().splitlines()[-2].strip()


@asynccontextmanager
async def hands(office: Office) -> AsyncIterator[Counted]:
    """A console with nothing pressed yet."""
    async with console(office.path, login="mlee", now=NOW, size=(80, 24)) as desk:
        yield Counted(desk)


def run(office: Office) -> int:
    """`frontdesk print run`."""
    return cli.main(["print", "run", "--db", str(office.path), "--now", NOW])


PAGE = """\
Day sheet Tue 24 Nov 2026   Harbor Family         printed 9:42a 11/24   page 1/1
================================================================================
Okafor MD   8:00a-5:00p   3 visits

  Time St Patient                  Born       Phone        Kind  Len  Room
--------------------------------------------------------------------------------
 8:00a S  Abbott, June             3/1/1960                NEW   30m
 8:30a S  Diaz, Luis               2/11/1979               FU    15m
 8:45a .  ______________________________________________________________________
 9:00a .  ______________________________________________________________________
 9:15a .  ______________________________________________________________________
 9:30a .  ______________________________________________________________________
 9:45a .  ______________________________________________________________________
10:00a S  Stone, Rae               1/30/1984               FU    15m
10:15a .  ______________________________________________________________________
"""
"""How the sheet begins."""


async def test_a_printed_day_sheet(office: Office, machine: Machine) -> None:
    async with hands(office) as my:
        await my.press("p")
        assert "Day sheet Tue 24 Nov 2026, 1 page" in my.desk.screen()
        assert "Enter Printer hp1" in my.desk.screen()
        await my.press("enter")
        assert my.keys == 2
        assert my.message() == "Day sheet Tue 24 Nov 2026, 1 page, goes to the printer hp1  u undo"
    assert run(office) == 0
    (page,) = machine.texts()
    assert page.startswith(PAGE)
    assert all(len(line) <= 80 for line in page.splitlines())
    assert page.count("\f") == 0
    assert machine.arguments()[0][:4] == ["-d", "hp1", "-t", "Day sheet 1"]


async def test_a_face_sheet_is_what_is_shown_of_a_patient(office: Office, machine: Machine) -> None:
    async with hands(office) as my:
        await my.desk.press("/")
        await my.desk.type("dia")
        await my.desk.press("enter")
        await my.press("p", "enter")
        assert my.keys == 2
        assert my.message().startswith("Face sheet Diaz, Luis, 1 page, goes to the printer hp1")
    assert run(office) == 0
    assert "Patient     Luis Diaz" in machine.texts()[0]


async def test_undo_takes_a_page_back_and_nothing_is_printed(office: Office, machine: Machine) -> None:
    async with hands(office) as my:
        await my.press("p", "enter", "u")
        assert my.message().startswith("Not sent: Day sheet")
    assert run(office) == 0
    assert machine.pages() == []


async def test_into_the_export_folder_and_by_mail(office: Office, machine: Machine) -> None:
    async with hands(office) as my:
        await my.press("p", "x")
        assert "goes into the export folder" in my.message()
        await my.press("p", "m")
        await my.desk.type("june")
        await my.press("enter")
        assert "one mail address" in my.desk.screen()
        await my.desk.type("@example.org")
        await my.press("enter")
        assert "Mail has no sender yet; it is set under :setup (Printing)." in my.message()
    assert run(office) == 0
    (file,) = (office.path.parent / "export").iterdir()
    assert file.read_text().startswith(PAGE)


async def test_a_page_that_was_not_printed_is_told_listed_and_repeated_by_one_key(
    office: Office, machine: Machine
) -> None:
    machine.program("lp", REFUSING_LP)
    async with hands(office) as my:
        await my.press("p", "enter")
        for minute in (43, 45, 55):
            assert machine.run(office.path, "run", now=f"2026-11-24T09:{minute}")[0] == 1
        await my.desk.notice()
        assert my.message() == "!A page was not printed; :jobs shows why."
        await my.press(":")
        await my.desk.type("jobs")
        await my.press("enter")
        screen = my.desk.screen()
        assert screen.splitlines()[0].split() == ["Print", "jobs", "1", "open"]
        assert "! failed    Day sheet Tue 24 Nov 2026" in screen
        assert ">lp refused it (exit code 1). It says: The printer or class does not exist." in screen
        await my.press("r")
        assert my.message().startswith("Once more: Day sheet Tue 24 Nov 2026 to the printer hp1")
        await my.press("escape")
    machine.program("lp", LP)
    assert run(office) == 0
    assert machine.texts()[0].startswith(PAGE)


async def test_a_workstation_without_a_printer_says_where_it_is_set(
    office: Office, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FRONTDESK_WORKSTATION", "back")
    async with hands(office) as my:
        await my.press("p", "enter")
        assert my.message() == "!back has no printer yet; it is set under :setup."
        await my.desk.press("&", "end", *["up"] * 3)
        assert "printer  back" in my.desk.screen()
        await my.desk.press("e")
        await my.desk.type("hp2")
        await my.desk.press("enter")
        assert "back prints on hp2  u undo" in my.desk.screen()
        await my.desk.press("escape")
        await my.press("p", "enter")
        assert "goes to the printer hp2" in my.message()


async def test_where_there_is_nothing_to_print_it_says_so(office: Office, machine: Machine) -> None:
    async with hands(office) as my:
        await my.desk.press("3", "tab")
        await my.press("p")
        assert my.message() == "!There is nothing to print here."


async def test_late_entry_from_the_keyboard(office: Office, machine: Machine) -> None:
    async with hands(office) as my:
        await my.desk.press("home")
        await my.desk.press(":")
        await my.desk.type("arrive 7:55")
        await my.desk.press("enter")
        assert my.message() == "Arrived at 7:55a: Abbott, June Tue 24 Nov 2026 8:00a with Okafor  u undo"
        await my.desk.press("u", ":")
        await my.desk.type("arrive 9:55")
        await my.desk.press("enter")
        assert my.message() == "!That is still to come."


async def test_a_cancellation_taken_on_paper(office: Office, machine: Machine) -> None:
    async with hands(office) as my:
        await my.desk.press("down", "down", ":")  # the cursor was at 9:30a, it goes to Stone at 10:00a
        await my.desk.type("cancel patient 8:50")
        await my.desk.press("enter")
        assert my.message().startswith("Cancelled (patient) at 8:50a: Stone, Rae Tue 24 Nov 2026 10:00a")
        await my.desk.press("u", ":")
        await my.desk.type("cancel patient tue 25:00")
        await my.desk.press("enter")
        assert my.message().startswith("!")


async def test_on_a_past_day_a_asks_for_the_time(office: Office, machine: Machine) -> None:
    async with console(office.path, login="mlee", now="2026-11-25T08:10", size=(80, 24)) as desk:
        my = Counted(desk)
        await desk.press("[", "home")
        await my.press("a")
        assert "Tue 24 Nov 2026: when did Abbott, June come? 8:00a" in desk.screen()
        await my.press("enter")
        assert my.keys == 2
        assert my.message().startswith("Arrived at 8:00a: Abbott, June Tue 24 Nov 2026 8:00a")


async def test_a_walk_in_of_yesterday_is_booked_late(office: Office, machine: Machine) -> None:
    async with console(office.path, login="mlee", now="2026-11-25T08:10", size=(80, 24)) as desk:
        await desk.press("[", "home", *["down"] * 4, "n")
        assert "y: it was kept on paper" in desk.screen()
        await desk.type("vu")
        await desk.press("enter", "enter")
        assert "That day is past." in desk.screen()
        assert "write y under Late" in desk.screen()
        await desk.press("tab", "y", "ctrl+o")
        assert Counted(desk).message().startswith("Booked Vu, Peter Tue 24 Nov 2026 9:00a with Okafor")
        await desk.press("a", "enter")
        assert Counted(desk).message().startswith("Arrived at 9:00a: Vu, Peter")
