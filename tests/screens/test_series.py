"""Series and linked visits on the screen: an answer for every clash, which visits are meant, linking, editing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from frontdesk.logic import calendar, patients
from frontdesk.screens.calendar.planning import PlanDialog
from frontdesk.screens.repeating import Repeating
from tests.screens.hands import console
from tests.screens.office import Office, open_office, screen


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = open_office(tmp_path)
    yield made
    made.desk.database.close()


def coming(office: Office, family: str) -> list[str]:
    """When somebody's visits begin that are still on, from the second on: the first is today's at 8:30."""
    found = reversed(calendar.of_patient(office.desk, patient=office.patients[family]))
    shown = [calendar.visit(office.desk, visit=visit.id).starts for visit in found if visit.place == "scheduled"]
    return [at.format("MM-DD HH:mm") for at in shown[1:]]


def series(office: Office, count: int = 3) -> list[int]:
    """Diaz with Okafor at 11 today and in the next weeks."""
    visits: list[int] = calendar.book_series(
        office.desk, patient=office.patients["Diaz"], provider=office.provider("Okafor"), kind=office.kind("FU"),
        starts=office.at("11:00"), rule=f"FREQ=WEEKLY;COUNT={count}",
    ).values["visits"]  # fmt: skip
    return visits


def lines(pilot: Pilot[int], *numbers: int) -> str:
    return "\n".join(screen(pilot).splitlines()[number] for number in numbers)


PLAN = ("n", *"dia", "enter", "tab", *"11a", "ctrl+r", *"weekly 3", "enter")
"""Keys to the plan of three Tuesdays at eleven."""


# Repeating ------------------------------------------------------------------------------------------


async def test_a_repetition_is_echoed_and_refused_at_its_field(office: Office) -> None:
    async with console(office) as pilot:
        await pilot.press("n", *"dia", "enter", "ctrl+r", *"3rd tue monthly 3")
        assert "3 visits, 3rd Tuesday of the month, 15 Dec to 16 Feb 2027" in screen(pilot)
        await pilot.press("home", "ctrl+k", *"weekly", "enter")
        assert "! How many, or until when?" in screen(pilot)
        await pilot.press("ctrl+k", "home", "ctrl+k", *"weekly 3", "ctrl+y")
        assert "A series is booked by itself" in screen(pilot)


async def test_the_echo_follows_the_day_of_the_visit(office: Office) -> None:
    async with console(office) as pilot:
        await pilot.press("n", *"dia", "enter", "ctrl+r", *"weekly 3")
        assert "3 visits, Tuesdays to 8 Dec" in screen(pilot)
        await pilot.press("shift+tab", "shift+tab", "shift+tab", "shift+tab", "shift+tab", *"wed 9a", "tab")
        assert "3 visits, Wednesdays to 9 Dec" in screen(pilot)


async def test_without_a_clash_enter_books_all(office: Office) -> None:
    async with console(office) as pilot:
        await pilot.press(*PLAN)
        assert "Diaz, Luis: 3 visits, Tuesdays 11:00a with Okafor  no clash" in screen(pilot)
        await pilot.press("enter")
        assert "Booked 3 visits: Diaz, Luis, Tuesdays 11:00a with Okafor  u undo" in screen(pilot)
        assert "1/3" in lines(pilot, -3)
        await pilot.press("u")
    assert coming(office, "Diaz") == []


async def test_leaving_the_plan_goes_on_typing_and_books_nothing(office: Office) -> None:
    async with console(office) as pilot:
        await pilot.press(*PLAN, "ctrl+g")
        assert isinstance(pilot.app.screen, Repeating)
        assert "weekly 3" in screen(pilot)
    assert coming(office, "Diaz") == []


async def test_a_clash_is_answered_in_every_way(office: Office) -> None:
    for days in (0, 7, 14):
        office.book(office.patients["Stone"], "Okafor", "11:00", days=days)
    async with console(office) as pilot:
        await pilot.press(*PLAN)
        assert "3 clashes open" in lines(pilot, 0)
        await pilot.press("o", *"as agreed", "enter")
        assert "o Tue 24 Nov 2026 11:00a  overbooked: as agreed" in screen(pilot)
        assert "2 clashes open" in lines(pilot, 0)
        await pilot.press("x")
        assert "x Tue 1 Dec 2026  11:00a  left out" in screen(pilot)
        await pilot.press("t", *["backspace"] * 6, *"1:30p", "enter")
        assert "+ Tue 8 Dec 2026   1:30p  instead of 11:00a" in screen(pilot)
        assert "2 of 3 visits" in lines(pilot, 0)
        await pilot.press("enter")
        assert "Booked 2 of 3 visits, left out Tue 1 Dec 2026: Diaz, Luis" in screen(pilot)
    assert coming(office, "Diaz") == ["11-24 11:00", "12-08 13:30"]


async def test_another_time_may_clash_too_and_b_takes_the_answer_back(office: Office) -> None:
    office.book(office.patients["Stone"], "Okafor", "11:00", days=7)
    office.book(office.patients["Stone"], "Okafor", "12:00", days=7)
    async with console(office) as pilot:
        await pilot.press(*PLAN, "t", *["backspace"] * 6, *"12p", "enter")
        assert "! Tue 1 Dec 2026  12:00p  Okafor has Stone, Rae FU 12:00p-12:15p." in screen(pilot)
        await pilot.press("n")
        assert "+ Tue 1 Dec 2026  12:15p" in screen(pilot)
        await pilot.press("b")
        assert "! Tue 1 Dec 2026  11:00a" in screen(pilot)
        await pilot.press("t", *["backspace"] * 6, *"x", "enter")
        assert '!"x" is not' in screen(pilot)


async def test_hours_are_overridden_for_all_and_a_block_one_by_one(office: Office) -> None:
    for days in (1, 8):
        calendar.block(
            office.desk, provider=office.provider("Okafor"), reason="leave", may_override=True,
            starts=office.at("6:00", days), ends=office.at("9:00", days),
        )  # fmt: skip
    async with console(office) as pilot:
        await pilot.press("n", *"dia", "enter", "tab", *"tue 6p", "ctrl+r", *"weekly 3", "enter")
        assert "3 clashes open" in lines(pilot, 0)
        assert "y All the same" in screen(pilot)
        await pilot.press("y")
        assert "no clash" in lines(pilot, 0)
        await pilot.press(
            "ctrl+g", "shift+tab", "shift+tab", "shift+tab", "shift+tab", "shift+tab", *"wed 8:30a", "ctrl+o"
        )
        assert "2 clashes open" in lines(pilot, 0)
        await pilot.press("y")
        assert "1 clash open" in lines(pilot, 0)


async def test_enter_goes_to_the_clash_that_is_open(office: Office) -> None:
    office.book(office.patients["Stone"], "Okafor", "11:00", days=7)
    async with console(office) as pilot:
        await pilot.press(*PLAN, "end", "enter")
        assert "!1 clash open: each wants an answer." in screen(pilot)
        plan = pilot.app.screen
        assert isinstance(plan, PlanDialog)
        assert plan.cursor.cursor == 0


async def test_what_somebody_takes_meanwhile_is_said_and_listed(office: Office) -> None:
    async with console(office) as pilot:
        await pilot.press(*PLAN)
        office.book(office.patients["Stone"], "Okafor", "11:00", days=7)
        await pilot.press("enter")
        assert "1 of 3 can't be there" in screen(pilot)
        assert "! Tue 1 Dec 2026  11:00a" in screen(pilot)


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
async def test_it_works_on_a_small_terminal(office: Office, size: tuple[int, int]) -> None:
    office.book(office.patients["Stone"], "Okafor", "11:00", days=7)
    async with console(office, size) as pilot:
        await pilot.press(*PLAN, "n", "enter")
        assert "Booked 3 visits" in screen(pilot)
    assert coming(office, "Diaz") == ["11-24 11:00", "12-01 11:15", "12-08 11:00"]


# Which visits ---------------------------------------------------------------------------------------


async def test_a_visit_on_its_own_costs_no_key(office: Office) -> None:
    async with console(office) as pilot:
        await pilot.press("down", "down", "x")
        assert "Cancel Stone, Rae: why?" in screen(pilot)
        await pilot.press("ctrl+g", "m")
        assert "Moving Stone, Rae. Go to a time" in screen(pilot)


async def test_the_last_of_a_series_that_is_left_costs_none_either(office: Office) -> None:
    _, second, third = series(office)
    for visit in (second, third):
        calendar.cancel(office.desk, visit=visit, version=1, reason="patient")
    async with console(office) as pilot:
        await pilot.press(*["down"] * 6, "x")
        assert "Cancel Diaz, Luis: why?" in screen(pilot)


async def test_this_following_all(office: Office) -> None:
    series(office)
    async with console(office) as pilot:
        await pilot.press(*["down"] * 6, "x")
        assert "o Only this  a All 3 of this series, from Tue 24 Nov" in screen(pilot)
        await pilot.press("ctrl+g", *["]"] * 7, "x")
        assert "f This and following (2)  a All 3 of this series, from Tue 24 Nov" in screen(pilot)
        await pilot.press("f")
        assert "No-show" not in screen(pilot)
        await pilot.press("w")
        assert "Cancelled (weather) 2 visits: Diaz, Luis" in screen(pilot)
    assert coming(office, "Diaz") == ["11-24 11:00"]


async def test_a_series_that_clashes_where_it_is_dropped_is_listed(office: Office) -> None:
    series(office)
    office.book(office.patients["Stone"], "Okafor", "11:30", days=7)
    async with console(office) as pilot:
        await pilot.press(*["down"] * 6, "m", "a")
        assert "Moving Diaz, Luis and what belongs to it." in screen(pilot)
        await pilot.press("down", "down", "enter")
        assert "1 clash open" in lines(pilot, 0)
        assert "! Tue 1 Dec 11:00a -> Tue 1 Dec 2026  11:30a" in screen(pilot)
        await pilot.press("x", "enter")
        assert "Moved 2 visits: Diaz, Luis, this one to Tue 24 Nov 2026 11:30a" in screen(pilot)
    assert coming(office, "Diaz") == ["11-24 11:30", "12-01 11:00", "12-08 11:30"]


async def test_a_series_that_others_changed_meanwhile_is_looked_at_anew_and_moved(office: Office) -> None:
    first, second, _ = series(office)
    office.book(office.patients["Stone"], "Okafor", "11:30", days=7)
    async with console(office) as pilot:
        await pilot.press(*["down"] * 6, "m", "a", "down", "down", "enter", "x")
        calendar.confirm(office.desk, visit=first, version=1)
        await pilot.press("enter")
        assert "changed since it was shown" in screen(pilot)
        assert "x Tue 1 Dec 11:00a" in screen(pilot), "the answer stays with its visit"
        calendar.move(office.desk, visit=second, version=1, starts=office.at("11:15", 6))
        calendar.confirm(office.desk, visit=second, version=2)
        calendar.unconfirm(office.desk, visit=first, version=2)
        await pilot.press("enter")
        assert "x Mon 30 Nov 11:15a" not in screen(pilot), "it is elsewhere: the answer was about another place"
        await pilot.press("enter")
        assert "Moved 3 visits: Diaz, Luis" in screen(pilot)
    assert coming(office, "Diaz")[0] == "11-24 11:30"


# Linking --------------------------------------------------------------------------------------------


async def test_two_visits_are_linked_listed_and_taken_apart(office: Office) -> None:
    async with console(office) as pilot:
        await pilot.press("down", "down", "j")
        assert "Stone, Rae is on its own." in screen(pilot)
        await pilot.press("home", "down", "down", "j")
        assert "Linked Diaz, Luis with Stone, Rae" in screen(pilot)
        assert "FU&" in screen(pilot)
        await pilot.press("j")
        assert "Diaz, Luis: 2 linked" in lines(pilot, 0)
        assert "2 of 2 S  Stone, Rae" in screen(pilot)
        await pilot.press("end", "o")
        assert "On its own: Stone, Rae" in screen(pilot)
        await pilot.press("u")
        assert "2 of 2" in screen(pilot)
        await pilot.press("end", "enter")
        assert ">10:00a S Stone, Rae" in screen(pilot)


async def test_linking_is_left_with_escape_or_on_itself(office: Office) -> None:
    async with console(office) as pilot:
        await pilot.press("down", "down")
        for last in ("j", "ctrl+g"):
            await pilot.press("j", last)
            assert "Not linked." in screen(pilot)
            await pilot.press("down", "up")
        await pilot.press("m", "ctrl+g")
        assert "Put back." in screen(pilot)


async def test_the_next_of_a_family_is_offered_and_parks_with_its_set(office: Office) -> None:
    child = office.register("Diaz", "Ana", "2015-05-05")
    luis = next(row.id for row in patients.search(office.desk, text="diaz luis").rows)
    for patient in (luis, child):
        version = patients.reread(office.desk, patient=patient).version
        patients.add_phone(office.desk, patient=patient, version=version, phone="510-555-0142")
    async with console(office) as pilot:
        await pilot.press("n", *"diaz lu", "enter", "ctrl+y")
        assert "And next, linked with Diaz, Luis 9:30a" in screen(pilot)
        assert ">Diaz, Ana" in screen(pilot)
        await pilot.press("enter", "ctrl+r", *"x", "backspace", "ctrl+g")
        await pilot.press("z")
        assert "Diaz, Ana" in screen(pilot)
        await pilot.press("ctrl+o")
        assert "Booked Diaz, Ana" in screen(pilot)
    (visit,) = calendar.of_patient(office.desk, patient=child)
    assert calendar.bonds(office.desk, visits=[visit])[visit.id].words == "2 of 2 linked"


async def test_the_patients_page_says_where_a_visit_stands(office: Office) -> None:
    series(office)
    async with console(office) as pilot:
        await pilot.press("/", *"dia", "enter")
        assert "Tue 1 Dec 2026 11:00a   FU   Okafor  2/3" in screen(pilot)


# Editing --------------------------------------------------------------------------------------------


async def test_kind_length_and_note_of_one_visit(office: Office) -> None:
    async with console(office) as pilot:
        await pilot.press("down", "down", "e", *"new", "tab")
        assert "Length 30m" in " ".join(screen(pilot).split())
        await pilot.press("tab", *"fasting", "enter")
        assert "Changed Stone, Rae Tue 24 Nov 2026 10:00a with Okafor  u undo" in screen(pilot)
        assert "NEW 30m" in screen(pilot)
        assert "fasting" in screen(pilot)


async def test_nothing_changed_saves_nothing(office: Office) -> None:
    async with console(office) as pilot:
        await pilot.press("down", "down", "e", "ctrl+o")
        assert "Changed" not in screen(pilot)
    assert office.visit(office.visits["Stone"]).version == 1


async def test_the_length_of_a_series_is_changed_with_the_clash_listed(office: Office) -> None:
    series(office)
    office.book(office.patients["Stone"], "Okafor", "11:15", days=7)
    async with console(office) as pilot:
        await pilot.press(*["down"] * 6, "e", "a")
        assert "Edit Diaz, Luis Tue 24 Nov 2026 11:00a, all of its series from Tue 24 Nov" in screen(pilot)
        await pilot.press("tab", *"30", "ctrl+o")
        assert "1 clash open" in lines(pilot, 0)
        assert "n Next free" not in screen(pilot)
        await pilot.press("x", "enter")
        assert "Changed 2 visits: Diaz, Luis; 1 left as before" in screen(pilot)


async def test_the_edit_form_parks_with_the_visits_it_is_for(office: Office) -> None:
    series(office)
    async with console(office) as pilot:
        await pilot.press(*["down"] * 6, "e", "a", "tab", "tab", *"left knee", "ctrl+g", "z")
        assert "all of its series" in screen(pilot)
        await pilot.press("ctrl+o")
        assert "Changed 3 visits: Diaz, Luis" in screen(pilot)


async def test_what_others_changed_meanwhile_is_taken_or_shown(office: Office) -> None:
    stone = office.visits["Stone"]
    async with console(office) as pilot:
        await pilot.press("down", "down", "e", "tab", "tab", *"fasting")
        calendar.confirm(office.desk, visit=stone, version=1)
        calendar.edit(office.desk, visit=stone, version=2, kind=office.kind("NEW"), minutes=30)
        await pilot.press("enter")
        assert "Changed Stone, Rae" in screen(pilot), "nobody else changed the note"
        shown = office.visit(stone)
        assert (shown.kind, shown.minutes, shown.note, shown.confirmed) == ("NEW", 30, "fasting", True)
        await pilot.press("e", "tab", "tab", "home", "ctrl+k", *"call first")
        calendar.edit(office.desk, visit=stone, version=shown.version, note="bring list")
        await pilot.press("enter")
        assert "! Meanwhile it became: bring list" in screen(pilot)
        assert office.visit(stone).note == "bring list"
        await pilot.press("enter")
        assert office.visit(stone).note == "call first", "shown once; what stands here was meant"


async def test_a_parked_edit_form_knows_what_was_changed_since(office: Office) -> None:
    stone = office.visits["Stone"]
    async with console(office) as pilot:
        await pilot.press("down", "down", "e", "tab", "tab", *"fasting", "ctrl+g")
        calendar.edit(office.desk, visit=stone, version=1, kind=office.kind("NEW"), minutes=30)
        await pilot.press("z", "ctrl+o")
    shown = office.visit(stone)
    assert (shown.kind, shown.minutes, shown.note) == ("NEW", 30, "fasting")
