"""Booking: few keys, nobody guessed, taken slots refused at the field and taken on purpose when allowed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot

from frontdesk.logic import calendar, patients, practice
from frontdesk.screens.booking import BookingForm
from frontdesk.screens.patient_form import RegisterForm
from tests.screens.hands import console
from tests.screens.office import MORNING, Office, open_office, screen


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = open_office(tmp_path)
    yield made
    made.desk.database.close()


def form(pilot: Pilot[int]) -> BookingForm:
    shown = pilot.app.screen
    assert isinstance(shown, BookingForm)
    return shown


def visits(office: Office, family: str) -> list[calendar.DayVisit]:
    return list(calendar.of_patient(office.desk, patient=office.patients[family]))


async def test_booking_into_a_free_slot_takes_at_most_ten_keys(office: Office) -> None:
    office.register("Osei", "Ama")
    keys = ["n", *"osei", "enter", "enter"]
    assert len(keys) <= 10
    async with console(office) as pilot:
        await pilot.press(*keys)
        assert "Booked Osei, Ama Tue 24 Nov 2026 9:30a with Okafor" in screen(pilot)
    (visit,) = visits(office, "Osei")
    assert (visit.kind, visit.minutes, visit.starts) == ("FU", 15, office.at("9:30").timestamp())
    assert visit.provider == office.provider("Okafor")


async def test_kind_by_its_code_or_by_arrows_brings_its_length(office: Office) -> None:
    async with console(office) as pilot:
        await pilot.press("n", *"vu", "enter", *"phy")
        assert ">PHY Physical" in screen(pilot)
        await pilot.press("tab", *"11a", "enter")
        assert "Booked Vu, Peter" in screen(pilot)
        assert visits(office, "Vu")[0].minutes == 45
        await pilot.press("n", *"kim", "enter", "down")
        assert form(pilot).form["kind"].text == "NEW"
        assert form(pilot).form["minutes"].line.placeholder == "30m"


async def test_a_time_alone_is_on_the_day_the_form_is_about(office: Office) -> None:
    async with console(office) as pilot:
        await pilot.press("right_square_bracket", "n", *"vu", "enter", "tab", *"230", "tab")
        assert "Wed 25 Nov 2026 2:30p" in screen(pilot)
        await pilot.press("ctrl+o")
        assert visits(office, "Vu")[0].starts == office.at("14:30", days=1).timestamp()


async def test_a_day_alone_keeps_the_time_of_the_slot(office: Office) -> None:
    office.register("Osei", "Ama")
    async with console(office) as pilot:
        await pilot.press("n", *"osei", "enter", "tab", *"11/27", "enter")
        assert "Booked Osei, Ama Fri 27 Nov 2026 9:30a" in screen(pilot)


async def test_how_to_undo_is_never_cut_off(office: Office) -> None:
    office.register("Featherstonehaugh-Cholmondeley", "Wilhelmina Alexandrina")
    async with console(office) as pilot:
        await pilot.press("n", *"feath", "enter", "enter")
        assert "..  u undo" in screen(pilot)


async def test_of_two_namesakes_none_is_guessed(office: Office) -> None:
    first, second = office.patients["Vu"], office.register("Vu", "Peter", "1955-05-05")
    async with console(office) as pilot:
        await pilot.press("n", *"vu")
        assert "5/5/1955" in screen(pilot)
        assert "7/4/1990" in screen(pilot)
        await pilot.press("tab")
        assert form(pilot).form["patient"].read().value is None
        assert "Choose one of those that fit" in screen(pilot)
        await pilot.press("ctrl+o")
        assert form(pilot).form.current.key == "patient"
        marked = next(line for line in screen(pilot).splitlines() if ">Vu" in line)
        await pilot.press("down", "enter")
        chosen = form(pilot).form["patient"].read()
        assert chosen.value in (first, second)
        assert chosen.echo.split()[0] not in marked


async def test_a_taken_slot_is_refused_at_the_time_and_can_be_overbooked_with_a_reason(office: Office) -> None:
    async with console(office) as pilot:
        await pilot.press("home", "n", *"kim", "enter", "enter")
        field = form(pilot).form["starts"]
        assert "Okafor has Abbott, June NEW 8:00a-8:30a" in field.reason
        assert form(pilot).form.current is field
        assert "give a reason under Overbook" in screen(pilot)
        await pilot.press("down", *"urgent", "enter")
        assert "Booked Kim, Ha-eun" in screen(pilot)
    booked = next(visit for visit in visits(office, "Kim") if visit.provider == office.provider("Okafor"))
    assert booked.overbooked
    assert booked.overbook_reason == "urgent"


async def test_the_same_form_can_be_given_another_time(office: Office) -> None:
    async with console(office) as pilot:
        await pilot.press("home", "n", *"kim", "enter", "enter", *"11a", "enter")
        assert "Booked Kim, Ha-eun Tue 24 Nov 2026 11:00a" in screen(pilot)


async def test_outside_hours_needs_a_yes(office: Office) -> None:
    async with console(office) as pilot:
        await pilot.press("n", *"vu", "enter", "tab", *"730p", "enter")
        assert "hours on Tue 24 Nov 2026 are 8:00a-5:00p" in form(pilot).form["starts"].reason
        await pilot.press("down", "y", "enter")
        assert "Booked Vu, Peter Tue 24 Nov 2026 7:30p" in screen(pilot)


async def test_who_may_not_overbook_is_not_offered_it(office: Office) -> None:
    who = office.desk.who._replace(permissions=office.desk.who.permissions - {"calendar.overbook"})
    texts = {"patient": "kim", "provider": "okafor", "starts": "8a"}
    async with console(office) as pilot:
        await pilot.app.push_screen(BookingForm(replace(office.desk, who=who), day=MORNING.date(), texts=texts))
        await pilot.press("ctrl+o")
        assert "Okafor has Abbott" in form(pilot).form["starts"].reason
        assert "Overbook" not in screen(pilot)


async def test_a_patient_not_on_file_is_registered_on_the_way(office: Office) -> None:
    async with console(office) as pilot:
        await pilot.press("n", *"zimmer, jo", "enter")
        assert "^N registers a new patient" in screen(pilot)
        await pilot.press("ctrl+n")
        register = pilot.app.screen
        assert isinstance(register, RegisterForm)
        assert (register.form["family"].text, register.form["given"].text) == ("Zimmer", "Jo")
        await pilot.press("ctrl+o")
        assert form(pilot).form["patient"].text == "Zimmer, Jo"
        assert form(pilot).form["kind"].text == "NEW"
        await pilot.press("enter")
        assert "Booked Zimmer, Jo" in screen(pilot)


async def test_leaving_the_new_patient_comes_back_to_the_booking(office: Office) -> None:
    async with console(office) as pilot:
        await pilot.press("n", *"zim", "ctrl+n", "ctrl+g")
        assert form(pilot).form["patient"].text == "zim"


async def test_words_from_the_command_line_fill_the_form(office: Office) -> None:
    texts = {"patient": "kim", "kind": "phy", "provider": "reyes", "starts": "wed 1430"}
    async with console(office) as pilot:
        shown = BookingForm(office.desk, day=MORNING.date(), texts=texts)
        await pilot.app.push_screen(shown)
        await pilot.pause()
        typed = [shown.form[key].text for key in ("patient", "kind", "provider")]
        assert typed == ["Kim, Ha-eun", "PHY", "Reyes NP"]
        assert shown.form.current.key == "kind"
        await pilot.press("enter")
        assert visits(office, "Kim")[0].starts == office.at("14:30", days=1).timestamp()


async def test_a_word_that_fits_several_leaves_the_choice_to_the_person(office: Office) -> None:
    office.register("Stone", "Ann")
    async with console(office) as pilot:
        shown = BookingForm(office.desk, day=MORNING.date(), starts=int(office.at("11:00").timestamp()),
                            provider=office.provider("Reyes"), texts={"patient": "stone"})  # fmt: skip
        await pilot.app.push_screen(shown)
        await pilot.pause()
        assert shown.form.current.key == "patient"
        assert "Stone, Ann" in screen(pilot)
        assert "Stone, Rae" in screen(pilot)


async def test_room_and_note_are_optional(office: Office) -> None:
    practice.add_room(office.desk, name="Blue")
    async with console(office) as pilot:
        await pilot.press("n", *"vu", "enter", "tab", "tab", "tab", "tab", "b", "tab", *"crutches", "enter")
        assert "Booked Vu, Peter" in screen(pilot)
    assert (visits(office, "Vu")[0].room, visits(office, "Vu")[0].note) == ("Blue", "crutches")


def prefers(office: Office, name: str, provider: str) -> None:
    """Note whom a patient prefers."""
    page = patients.reread(office.desk, patient=office.patients[name])
    was = page.fields
    patients.edit(office.desk, patient=page.id, version=page.version, was=was, preferred=provider)


async def test_the_preferred_provider_is_offered_where_the_slot_says_nothing(office: Office) -> None:
    prefers(office, "Diaz", "Reyes")
    async with console(office) as pilot:
        await pilot.press("3", *"diaz", "enter", "n")
        assert "With     Reyes NP" in screen(pilot)
        await pilot.press(*"3p", "ctrl+o")
        assert "Booked Diaz, Luis Tue 24 Nov 2026 3:00p with Reyes" in screen(pilot)


async def test_the_slot_says_with_whom_whatever_the_patient_prefers(office: Office) -> None:
    prefers(office, "Diaz", "Reyes")
    async with console(office) as pilot:
        await pilot.press("n", *"diaz", "enter")
        assert "With     Okafor MD" in screen(pilot)


async def test_another_patient_prefers_another_provider_or_none(office: Office) -> None:
    prefers(office, "Diaz", "Reyes")
    prefers(office, "Vu", "Lindqvist")
    async with console(office) as pilot:
        await pilot.press("3", *"diaz", "enter", "n", "shift+tab", "shift+tab", *"vu, p", "enter")
        form = pilot.app.screen
        assert isinstance(form, BookingForm)
        assert form.form["provider"].text == "Lindqvist DO"
        await pilot.press("shift+tab", *"kim", "enter")
        assert form.form["provider"].text == ""
        form.form.go(form.form["provider"])
        await pilot.press(*"oka", "enter")
        form.form.go(form.form["patient"])
        await pilot.press(*"diaz", "enter")
        assert form.form["provider"].text == "Okafor MD"
