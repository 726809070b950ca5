"""Openings on the screen: listed as one types, booked or moved to with Enter, several together."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from frontdesk.logic import calendar, patients, practice, resources, sites
from frontdesk.screens.booking import BookingForm
from frontdesk.screens.calendar.finding import find_words
from frontdesk.screens.openings import OpeningsDialog
from tests.screens.hands import Hands, console
from tests.screens.office import Office, open_office, screen


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_office(tmp_path)


@asynccontextmanager
async def at_openings(office: Office, *keys: str, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Hands]:
    """A console on which these keys have opened the dialog; the cursor begins on Okafor's free 9:30."""
    async with console(office, size) as hands:
        await hands.press(*keys)
        assert isinstance(hands.app.screen, OpeningsDialog)
        yield hands


def listed(hands: Hands) -> list[str]:
    """What is offered, a line each."""
    dialog = hands.app.screen
    assert isinstance(dialog, OpeningsDialog)
    return [dialog.cursor._line(row, 80).plain.strip() for row in dialog.cursor.rows]


def text(hands: Hands, key: str) -> str:
    """What a line of the form on top holds."""
    form = hands.app.screen
    assert isinstance(form, BookingForm)
    return form.form[key].text


async def typed(hands: Hands, words: str) -> None:
    await hands.press(*["space" if letter == " " else letter for letter in words])


async def test_f_lists_the_next_openings_at_once(office: Office) -> None:
    async with at_openings(office, "f") as hands:
        lines = listed(hands)
        assert lines[0].split() == ["Tue", "24", "Nov", "9:45a", "today", "Okafor", "MD"]
        assert len(lines) == 30
        assert "The first today." in screen(hands)
        assert "Enter Book" in screen(hands).splitlines()[-1]


async def test_the_list_follows_what_is_typed(office: Office) -> None:
    office.book(office.patients["Vu"], "Reyes", "9:45", kind="PHY", days=1)
    async with at_openings(office, "f", "tab", "tab") as hands:
        await typed(hands, "rey")
        assert {line.split()[5] for line in listed(hands)} == {"Reyes"}
        assert "as wished" in listed(hands)[0]
        await hands.press("tab", "tab")
        await typed(hands, "wed 9-11")
        assert [" ".join(line.split()[:4]) for line in listed(hands)[:5]] == [
            "Wed 25 Nov 9:00a", "Wed 25 Nov 9:15a", "Wed 25 Nov 9:30a", "Wed 25 Nov 10:30a", "Wed 25 Nov 10:45a",
        ]  # fmt: skip
        assert "Wed 9:00a-11:00a" in screen(hands)


async def test_enter_takes_an_opening_and_enter_books_it(office: Office) -> None:
    async with at_openings(office, "f") as hands:
        await typed(hands, "dia")
        await hands.press("enter", "down", "down", "enter")
        assert text(hands, "patient") == "Diaz, Luis"
        assert text(hands, "starts") == "Tue 24 Nov 2026 9:45a"
        assert text(hands, "provider") == "Reyes NP"
        await hands.press("enter")
        assert "Booked Diaz, Luis Tue 24 Nov 2026 9:45a with Reyes" in screen(hands)
        assert ">9:45a S Diaz, Luis" in screen(hands)


async def test_a_lifted_visit_goes_to_an_opening_with_three_keys(office: Office) -> None:
    async with at_openings(office, "down", "down", "m", "f") as hands:
        assert "Move Stone, Rae FU, now Tue 24 Nov 2026 10:00a" in screen(hands)
        assert "Kind" not in screen(hands)
        await hands.press("down", "enter")
        assert "Moved Stone, Rae Tue 24 Nov 2026 10:15a with Okafor" in screen(hands)
        assert ">10:15a S Stone, Rae" in screen(hands)


async def test_a_visit_under_the_cursor_goes_to_another_day(office: Office) -> None:
    async with at_openings(office, "down", "down", "f") as hands:
        await typed(hands, "thu 9-10")
        assert listed(hands)[0].startswith("Thu 26 Nov")
        await hands.press("enter")
        assert "Calendar Thu 26 Nov 2026" in screen(hands)
        assert ">9:00a S Stone, Rae" in screen(hands)
        await hands.press("u")
        assert "Back to Stone, Rae Tue 24 Nov 2026 10:00a" in screen(hands)


async def test_leaving_changes_nothing(office: Office) -> None:
    async with at_openings(office, "down", "down", "f") as hands:
        await hands.press("ctrl+g")
        assert ">10:00a S Stone, Rae" in screen(hands)
        assert "Calendar" in screen(hands)


async def test_a_family_is_booked_one_after_another(office: Office) -> None:
    for given in ("Ana", "Leo"):
        patients.register(office.desk, family="Ng", given=given, phone="510-555-0142", sure=True)
    async with at_openings(office, "f") as hands:
        await typed(hands, "ng ana")
        await hands.press("enter", "ctrl+y")
        assert "Ng, Ana FU +" in screen(hands)
        assert "Ng, Leo" in screen(hands), "the household is offered"
        await hands.press("enter")
        assert len(listed(hands)) == 10
        assert listed(hands)[1] == "Tue 24 Nov 9:45a Lindqvist DO FU, 10:00a Lindqvist DO FU"
        await hands.press("down", "enter")
        assert "Booked Ng, Ana Tue 24 Nov 2026 9:45a with Lindqvist; Ng, Leo" in screen(hands)
        assert ">9:45a S Ng, Ana" in screen(hands)
    column = next(each for each in office.day().columns if each.short == "Lindqvist")
    assert [visit.name for visit in column.visits] == ["Vu, Peter", "Ng, Ana", "Ng, Leo"]


async def test_for_whom_several_visits_are_must_be_said(office: Office) -> None:
    async with at_openings(office, "f", "ctrl+y", "enter") as hands:
        dialog = hands.app.screen
        assert isinstance(dialog, OpeningsDialog)
        assert "say for whom each is" in dialog.form["patient"].reason
        await typed(hands, "dia")
        await hands.press("enter", "enter")
        assert "^T goes back to the one before" in screen(hands)
        await hands.press("ctrl+t")
        assert len(listed(hands)) == 30, "one less"


async def test_what_can_not_be_read_is_said_and_nothing_is_taken(office: Office) -> None:
    async with at_openings(office, "f", *["tab"] * 4) as hands:
        await typed(hands, "soon")
        assert '"soon" is no weekday' in screen(hands)
        await hands.press("enter")
        assert isinstance(hands.app.screen, OpeningsDialog)


async def test_what_nobody_does_is_said(office: Office) -> None:
    resources.add_interpreter(office.desk, name="Ines", languages="spanish", mode="phone")
    async with at_openings(office, "f", "shift+tab") as hands:
        while "Interp" not in screen(hands):
            await hands.press("tab")
        dialog = hands.app.screen
        assert isinstance(dialog, OpeningsDialog)
        dialog.form.go(dialog.form["interpreter"])
        await typed(hands, "thai")
        assert "!There is no interpreter for thai." in screen(hands)
        assert listed(hands) == []


async def test_what_somebody_else_takes_leaves_the_list(office: Office) -> None:
    async with at_openings(office, "f") as hands:
        office.book(office.patients["Kim"], "Okafor", "9:45")
        dialog = hands.app.screen
        assert isinstance(dialog, OpeningsDialog)
        dialog.look_around()
        await hands.pause()
        assert "Lindqvist" in listed(hands)[0]


def test_the_words_of_find_by_their_lines(office: Office) -> None:
    practice.add_provider(office.desk, family="De Leon")
    for words, lines in {
        "fu okafor,lindq mon": {"kind": "fu", "provider": "okafor, lindq", "suits": "mon"},
        "fu okafor or de leon after 3p": {"kind": "fu", "provider": "okafor, de leon", "suits": "after 3p"},
        "vu fu from 12/1 to 12/15 9-12": {
            "patient": "vu", "kind": "fu", "first": "12/1 to 12/15", "suits": "9-12",
        },
        "fu from nov 30 45m": {"kind": "fu", "first": "nov 30", "minutes": "45m"},
        "fu from soon": {"kind": "fu", "first": "soon"},
        "stone fu": {"patient": "stone", "kind": "fu"},
        "rae stone": {"patient": "rae stone"},
        "fu stone": {"kind": "fu", "provider": "stone"},
        "stone fu stone": {"patient": "stone", "kind": "fu", "provider": "stone"},
        "okafor fu": {"provider": "okafor", "kind": "fu"},
        "stone": {"provider": "stone"},
        "diaz, luis": {"patient": "diaz, luis"},
    }.items():  # fmt: skip
        assert find_words(office.desk, words) == lines, words


async def test_words_fill_the_lines(office: Office) -> None:
    assert find_words(office.desk, "abbott phy okafor reyes mon,wed 9-12 45m from 12/1") == {
        "patient": "abbott", "kind": "phy", "provider": "okafor, reyes", "suits": "mon,wed 9-12", "minutes": "45m",
        "first": "12/1",
    }  # fmt: skip
    async with console(office) as hands:
        await hands.press(":")
        await typed(hands, "find diaz fu okafor thu after 3p from 12/1")
        await hands.press("enter")
        assert listed(hands)[0].split()[:5] == ["Thu", "3", "Dec", "3:00p", "+9d"]
        assert "Diaz, Luis" in screen(hands)


async def test_the_booking_form_finds_another_time(office: Office) -> None:
    async with console(office) as hands:
        await hands.press("n")
        await typed(hands, "dia")
        await hands.press("enter", "ctrl+t")
        assert "Diaz, Luis" in screen(hands)
        await hands.press("down", "down", "enter")
        assert text(hands, "starts") == "Tue 24 Nov 2026 10:30a"
        await hands.press("enter")
        assert "Booked Diaz, Luis Tue 24 Nov 2026 10:30a with Okafor" in screen(hands)


async def test_a_patients_page_finds_openings_for_the_patient(office: Office) -> None:
    async with console(office) as hands:
        await hands.press("/")
        await typed(hands, "diaz")
        await hands.press("enter", "f")
        assert "Diaz, Luis" in screen(hands)
        await hands.press("enter", "enter")
        assert "Booked Diaz, Luis" in screen(hands)


@pytest.mark.parametrize("size", [(40, 12), (60, 16), (120, 40)])
async def test_there_is_room_for_openings_on_every_terminal(office: Office, size: tuple[int, int]) -> None:
    async with at_openings(office, "f", size=size) as hands:
        assert "24 Nov" in screen(hands)
        await hands.press("enter", "ctrl+g")
        assert "Calendar" in screen(hands) or "Tue 24 Nov" in screen(hands)


async def test_what_was_cancelled_can_be_placed_again(office: Office) -> None:
    visit = office.visits["Stone"]
    calendar.cancel(office.desk, visit=visit, version=1, reason="practice")
    async with console(office) as hands:
        dialog = OpeningsDialog.instead_of(office.desk, visit)
        await hands.app.push_screen(dialog)
        await hands.pause()
        assert "Again Stone, Rae FU, was Tue 24 Nov 2026 10:00a" in screen(hands)
        assert listed(hands)[0].split()[3:6] == ["9:45a", "today", "Okafor"]


async def test_openings_are_those_of_the_site_on_show_unless_another_is_said(office: Office) -> None:
    site = int(sites.add_site(office.desk, name="Bay", timezone="America/Los_Angeles", calendar=1).values["site"])
    practice.add_provider(office.desk, family="Ito", site=site)
    async with console(office) as hands:
        await hands.press("@", "f")
        assert {line.split()[5] for line in listed(hands)} == {"Ito"}
        assert listed(hands)[0].split()[3] == "8:00a", "by the clock there"
        await typed(hands, "dia")
        await hands.press("enter", "enter", "enter")
        assert "Booked Diaz, Luis Tue 24 Nov 2026 8:00a with Ito" in screen(hands)
        assert ">8:00a S Diaz, Luis" in screen(hands)
