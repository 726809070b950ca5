"""The list of lists: what it counts, what Enter opens, what a list does with an outcome."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from frontdesk.desk import Work
from frontdesk.logic import accounts, holidays, notes, worklists
from frontdesk.screens import todo
from tests.screens.hands import Hands, console
from tests.screens.office import MORNING, Office, open_office, screen

TODAY = MORNING.date()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = open_office(tmp_path)
    for name, login, role in (("Hana Rush", "hana", "hr"), ("Ann Poe", "ann", "auditor")):
        accounts.add_account(made.desk, name=name, login=login, password_hash=None, roles=[role])
    yield made
    made.desk.database.close()


def ask(office: Office, *names: str) -> None:
    """Nobody knows what became of these patients' visits."""
    with office.desk.database.writing():
        for name in names:
            subject = ("visit", office.visits[name])
            worklists.add_item(Work(office.desk), "outcome_unknown", subject, due=TODAY, note="nobody says")


def titles(pilot: Hands) -> list[str]:
    """The lists with something on them, as they are listed."""
    lines = screen(pilot).splitlines()[1:-2]
    return [" ".join(line.split()) for line in lines if line.rstrip().endswith("open")]


async def test_lists_with_something_on_them_are_on_top(office: Office) -> None:
    ask(office, "Abbott", "Vu")
    async with console(office) as pilot:
        await pilot.press("*")
        assert titles(pilot) == ["Visits with unknown outcome 2 open"]
        assert screen(pilot).splitlines()[1].startswith(" Visits with unknown outcome")
        await pilot.press("escape")
        notes.take(office.desk, about="other", text="x", caller="Ann", due=TODAY)
        await pilot.press("*")
        assert titles(pilot) == ["Phone notes 1 open", "Visits with unknown outcome 2 open"]


async def test_nothing_open_is_said(office: Office) -> None:
    async with console(office) as pilot:
        await pilot.press("*")
        assert "Nothing is open." in screen(pilot)


async def test_a_list_is_left_to_the_lists_and_they_to_the_console(office: Office) -> None:
    ask(office, "Abbott")
    async with console(office) as pilot:
        await pilot.press("*", "enter")
        assert screen(pilot).splitlines()[0] == " Visits with unknown outcome  1 open"
        await pilot.press("d", "escape")
        assert screen(pilot).splitlines()[0] == " To do"
        assert titles(pilot) == []
        await pilot.press("ctrl+g")
        assert "Calendar" in screen(pilot).splitlines()[0]


async def test_a_list_named_on_the_command_line_opens_at_once(office: Office) -> None:
    async with console(office) as pilot:
        await pilot.press(":", *"todo note", "enter")
        assert "No phone note is open." in screen(pilot)
        await pilot.press("escape")
        assert "Calendar" in screen(pilot).splitlines()[0]
        await pilot.press(":", *"todo xyz", "enter")
        assert screen(pilot).splitlines()[0] == " To do"


async def test_one_key_for_each_outcome(office: Office) -> None:
    ask(office, "Abbott", "Diaz", "Stone", "Vu", "Kim")
    office.clock.set(MORNING.add(days=1))
    async with console(office) as pilot:
        await pilot.press("*", "enter", "d", "n", "x", "p", "l", "o")
        assert "Of every past visit it is known what became of it." in screen(pilot)
        places = {name: str(office.visit(visit).place) for name, visit in office.visits.items()}
        assert places == {
            "Stone": "done", "Kim": "no_show", "Diaz": "cancelled", "Abbott": "left", "Vu": "scheduled",
        }  # fmt: skip
        for name in ("Vu", "Abbott", "Diaz", "Kim", "Stone"):
            await pilot.press("u")
            assert screen(pilot).splitlines()[-3].startswith(f">{name},"), "what came back is under the cursor"
        await pilot.press("u")
        assert "!Nothing to undo" in screen(pilot) or "Cancelled" in screen(pilot)


async def test_the_patient_of_a_line_is_a_key_away(office: Office) -> None:
    ask(office, "Abbott")
    async with console(office) as pilot:
        await pilot.press("*", "enter", "enter")
        assert "Patients  Abbott, June" in screen(pilot).splitlines()[0]


async def test_who_may_only_look_is_told(office: Office) -> None:
    ask(office, "Abbott")
    async with console(office, login="ann") as pilot:
        await pilot.press("*", "enter", "n")
        assert "!You may not do that." in screen(pilot)


async def test_who_sees_no_list_is_told(office: Office) -> None:
    async with console(office, login="hana") as pilot:
        await pilot.press("*")
        assert "There is no list for you." in screen(pilot)


async def test_the_keys_of_a_list_are_listed(office: Office) -> None:
    ask(office, "Abbott")
    async with console(office, size=(40, 12)) as pilot:
        await pilot.press("*", "enter")
        assert screen(pilot).splitlines()[-1].endswith("? Keys")
        await pilot.press("?")
        assert "d         The patient came" in screen(pilot)


def test_every_list_is_whole() -> None:
    lists = todo.every()
    assert {"notes", "outcomes"} <= {each.id for each in lists}
    assert len({each.id for each in lists}) == len(lists)
    from frontdesk.logic.roles import PERMISSIONS

    for each in lists:
        assert each.title
        assert each.permission in PERMISSIONS


async def test_visits_on_a_closed_day_find_another_opening_with_one_key(office: Office) -> None:
    visit = office.book(office.patients["Abbott"], "Okafor", "10:00", days=2)
    holidays.take(office.desk, calendar=1, days=[(TODAY.add(days=2), "Thanksgiving Day")])
    async with console(office) as pilot:
        await pilot.press("*")
        assert titles(pilot) == ["Visits on a closed day (holidays) 1 open"]
        await pilot.press("enter")
        assert "Thu 26 Nov 10:00a Abbott, June" in screen(pilot)
        assert "Thanksgiving Day" in screen(pilot).splitlines()[-3]
        await pilot.press("f", "enter")
        assert "Moved Abbott, June" in screen(pilot)
        assert "No visit to come lies on a closed day." in screen(pilot)
        assert office.visit(visit).starts < office.at("0:00", days=2).timestamp()
        await pilot.press("u", "x")
        assert "Cancelled (practice) Abbott, June" in screen(pilot)
