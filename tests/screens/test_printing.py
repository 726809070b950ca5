"""Printing on the screen: its set-up, its list, and what is said when a person is needed."""

from __future__ import annotations

from pathlib import Path

import pytest

from frontdesk.harness import Driven, console
from frontdesk.logic import printing
from frontdesk.logic.printing import copying, running, settings
from tests.screens.office import Office, open_office

NOW = "2026-11-24T09:42"
SIZES = [(80, 24), (40, 12), (20, 6), (200, 60)]


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """The practice, with a printer at the front desk."""
    monkeypatch.setenv("FRONTDESK_WORKSTATION", "front1")
    made = open_office(tmp_path)
    printing.set_printer(made.desk, station="front1", printer="hp1")
    return made


def closed(office: Office) -> Path:
    """Its file, for a console to open."""
    office.desk.database.close()
    return office.path


def message(driven: Driven) -> str:
    return driven.screen().splitlines()[-2].strip()


async def to_printing(driven: Driven) -> None:
    """Open the set-up and go to the line of printing."""
    await driven.press("&", "end", "up")
    assert "printing" in driven.screen()


async def test_paper_mail_and_folders_are_set_in_one_form(office: Office) -> None:
    async with console(closed(office), login="mlee", now=NOW) as driven:
        await to_printing(driven)
        await driven.press("e")
        await driven.press("tab")
        await driven.type("100")
        await driven.press("tab")
        await driven.type("desk@harbor.example")
        await driven.press("ctrl+o")
        assert "80100" in driven.screen()
        assert "Write a number from 72 to 160." in driven.screen()
        await driven.press(*["backspace"] * 5)
        await driven.type("100")
        await driven.press("ctrl+o")
        assert message(driven).startswith("Characters in a line: 100; Mail is sent from: desk@harbor.example")
        assert "100x66, mail from desk@harbor.example" in driven.screen()
        await driven.press("u")
        assert "80x66" in driven.screen()
        assert "mail from" not in driven.screen()


async def test_what_is_typed_there_is_parked_and_comes_back(office: Office) -> None:
    path = closed(office)
    async with console(path, login="mlee", now=NOW) as driven:
        await to_printing(driven)
        await driven.press("e", *["tab"] * 5)
        await driven.type("/mnt/stick/day")
        await driven.press("escape", "escape")
    async with console(path, login="mlee", now=NOW) as driven:
        assert "1 parked" in driven.screen()
        await driven.press("z")
        assert "/mnt/stick/day" in driven.screen()
        await driven.press("ctrl+o")
        assert "Day sheets are copied to: /mnt/stick/day" in message(driven)


async def test_printers_are_added_changed_and_taken_off(office: Office) -> None:
    async with console(closed(office), login="mlee", now=NOW) as driven:
        await driven.press("&", "end", "up", "up")
        await driven.press("n")
        await driven.type("back")
        await driven.press("tab")
        await driven.type("hp 2")
        await driven.press("enter")
        assert "can't be the name of a print queue" in driven.screen()
        await driven.press(*["backspace"] * 2)
        await driven.type("2")
        await driven.press("enter")
        assert "back prints on hp2  u undo" in driven.screen()
        await driven.press("up", "x")
        assert "back has no printer any more" in driven.screen()
        await driven.press("u")
        assert "hp2" in driven.screen()


@pytest.mark.parametrize("size", SIZES)
async def test_set_up_and_list_fit_every_terminal(office: Office, size: tuple[int, int]) -> None:
    for number in range(30):
        printing.spool(
            office.desk, kind="day sheet", title=f"Day sheet {number}", text=f"{number}\n", destination="printer"
        )
    async with console(closed(office), login="mlee", now=NOW, size=size) as driven:
        await driven.press("&", "end", "up", "e", "escape", "up", "e", "escape", "escape")
        await driven.press("%", "pagedown", "end", "?", "escape")
        assert "cancel" in driven.screen().lower() or size[0] < 40
        await driven.press("x")
        await driven.press("escape")
        assert "Calendar" in driven.screen() or "Tue 24" in driven.screen()


async def test_nothing_can_be_repeated_that_waits(office: Office) -> None:
    printing.spool(office.desk, kind="day sheet", title="Day sheet", text="1\n", destination="printer")
    async with console(closed(office), login="mlee", now=NOW) as driven:
        await driven.press("%")
        assert message(driven) == "!1 waiting, and nobody sends: start `frontdesk print run --watch`."
        assert "Repeat" not in driven.screen()
        await driven.press("r")
        assert message(driven) == "!That page is queued."


async def test_whoever_signs_in_hears_that_copies_fail_and_when_the_last_good_one_was(office: Office) -> None:
    desk = running.program_desk(office.desk.database, office.clock)
    copying.not_copied(desk, folder="/mnt/stick/day", error="The folder is not there.", good_at=office.at("9:15"))
    async with console(closed(office), login="mlee", now=NOW) as driven:
        assert message(driven) == "!Day sheets are not copied since 9:15a. The folder is not there."
        await driven.press("%")
        assert message(driven) == "!Day sheets are not copied since 9:15a. The folder is not there."


async def test_a_page_that_fails_meanwhile_is_told_at_once(office: Office) -> None:
    job = int(
        printing.spool(office.desk, kind="day sheet", title="Day sheet", text="1\n", destination="printer").values[
            "job"
        ]
    )
    async with office.console() as pilot:
        desk = running.program_desk(office.desk.database, office.clock)
        running.take(desk, job=job, version=1)
        running.failed(desk, job=job, version=2, error=running.MAYBE, retry=False)
        pilot.app.screen.look_around(now=True)  # type: ignore[attr-defined]
        await pilot.pause()
        from tests.screens.office import screen

        assert "!A page was not printed; :jobs shows why." in screen(pilot)
        assert settings.workstation() == "front1"


async def test_the_receptionist_prints_and_does_not_set_up(office: Office) -> None:
    from frontdesk.logic import accounts

    accounts.add_account(office.desk, name="Rae Stone", login="rae", password_hash=None, roles=["receptionist"])
    accounts.add_account(office.desk, name="Ann Poe", login="ann", password_hash=None, roles=["auditor"])
    path = closed(office)
    async with console(path, login="rae", now=NOW) as driven:
        await driven.press("p", "enter")
        assert "goes to the printer hp1" in message(driven)
        await driven.press("&", "end", "e")
        assert "You may not change the set-up." in message(driven)
    async with console(path, login="ann", now=NOW) as driven:
        await driven.press("p")
        assert message(driven) == "!You may not print."
        await driven.press("%")
        assert message(driven) == "!You may not print."
