"""The patient form's further sections: a key away, each saved by itself, all of them at any size."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from frontdesk.logic import drafts, patients
from frontdesk.screens.patient_form import SECTIONS, EditForm, RegisterForm
from tests.screens.hands import console
from tests.screens.office import Office, open_office, screen


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = open_office(tmp_path)
    yield made
    made.desk.database.close()


def on_file(office: Office, family: str) -> dict[str, str]:
    row = patients.search(office.desk, text=family).rows[0]
    return patients.reread(office.desk, patient=row.id).fields


async def test_every_field_is_in_one_section(office: Office) -> None:
    async with console(office) as pilot:
        keys = [field.key for make in SECTIONS.values() for field in make(office.desk, {})]
        assert sorted(keys) == sorted(patients.FIELDS)
        assert pilot.app.screen.pane is not None


async def test_a_new_patient_is_registered_section_by_section(office: Office) -> None:
    async with console(office) as pilot:
        await pilot.press("3", "ctrl+n", *"Osei", "pagedown")
        assert "Edit Osei: names" in screen(pilot)
        await pilot.press(*"Kofi", "ctrl+n")
        assert "Edit Osei: address" in screen(pilot)
        await pilot.press(*"1 Elm St", "pagedown", *"Twi", "ctrl+o")
        assert "Patients  Osei" in screen(pilot).splitlines()[0]
    fields = on_file(office, "osei")
    assert (fields["middle"], fields["street"], fields["language"]) == ("Kofi", "1 Elm St", "Twi")


async def test_a_section_left_half_way_is_parked_by_itself(office: Office) -> None:
    async with console(office) as pilot:
        await pilot.press("3", *"diaz", "tab", "e", "pagedown", *"Luz", "ctrl+g")
        assert [draft.form for draft in drafts.parked(office.desk)] == [EditForm.FORM]
        await pilot.press("z")
        form = pilot.app.screen
        assert isinstance(form, EditForm)
        assert (form.section, form.form["middle"].text) == ("names", "Luz")
        await pilot.press("ctrl+o")
    assert on_file(office, "diaz")["middle"] == "Luz"


async def test_the_last_section_has_no_more(office: Office) -> None:
    async with console(office) as pilot:
        await pilot.press("3", *"diaz", "tab", "e", "pagedown", "pagedown", "pagedown")
        assert "Edit Diaz, Luis: care" in screen(pilot)
        assert "More" not in screen(pilot).splitlines()[-1]
        await pilot.press("pagedown")
        assert "This is the last section." in screen(pilot)


async def test_the_command_line_opens_a_section(office: Office) -> None:
    async with console(office) as pilot:
        await pilot.press("3", *"diaz", "tab", ":", *"edit care", "enter")
        assert "Edit Diaz, Luis: care" in screen(pilot)


async def test_what_is_wrong_in_a_section_is_said_there(office: Office) -> None:
    async with console(office) as pilot:
        await pilot.press("3", *"diaz", "tab", ":", *"edit address", "enter")
        form = pilot.app.screen
        form.form["zip"].line.value = "213"
        await pilot.press("pagedown")
        assert pilot.app.screen is form
        assert "five digits" in screen(pilot)
        await pilot.press(*["backspace"] * 3, *"02139", "pagedown")
        assert "Edit Diaz, Luis: care" in screen(pilot)
    assert on_file(office, "diaz")["zip"] == "02139"


async def test_a_provider_who_is_none_is_refused_at_the_field(office: Office) -> None:
    async with console(office) as pilot:
        await pilot.press("3", *"diaz", "tab", ":", *"edit care", "enter")
        form = pilot.app.screen
        form.form["preferred"].line.value = "Nobody"
        await pilot.press("ctrl+o")
        assert form.form["preferred"].reason == "There is no such provider."


@pytest.mark.parametrize("size", [(80, 24), (40, 12), (20, 6)], ids=str)
@pytest.mark.parametrize("section", SECTIONS)
async def test_every_section_at_any_size(office: Office, section: str, size: tuple[int, int]) -> None:
    async with console(office, size) as pilot:
        form = EditForm(office.desk, patient=office.patients["Diaz"], section=section)
        await pilot.app.push_screen(form)
        await pilot.pause()
        for field in form.form.fields:
            assert form.form.current is field
            assert field.label[:7].rstrip() in screen(pilot)
            await pilot.press("tab")
        if size == (80, 24):
            assert all(field.label in screen(pilot) for field in form.form.fields)


async def test_enter_after_more_was_refused_only_saves(office: Office) -> None:
    async with console(office) as pilot:
        await pilot.press("3", "ctrl+n", "pagedown")
        form = pilot.app.screen
        assert isinstance(form, RegisterForm)
        assert "needs a family name" in screen(pilot)
        await pilot.press(*"Osei", *["enter"] * 12)
        assert "Patients  Osei" in screen(pilot).splitlines()[0]


async def test_the_preferred_provider_is_chosen_by_a_few_letters(office: Office) -> None:
    async with console(office) as pilot:
        await pilot.press("3", *"diaz", "enter", "e", *["ctrl+n"] * 3)
        form = pilot.app.screen
        assert isinstance(form, EditForm)
        assert form.section == "care"
        await pilot.press("tab", "tab", "tab", *"xx", "ctrl+o")
        assert "There is no such provider." in screen(pilot)
        await pilot.press("backspace", "backspace", *"rey", "ctrl+o")
        assert "Prefers Reyes" in screen(pilot)


async def test_what_is_on_file_may_stay_whatever_it_is(office: Office) -> None:
    with office.desk.database.writing():
        office.desk.database.peewee.execute_sql("UPDATE patient SET zip = '2139' WHERE id = 2")
    async with console(office) as pilot:
        await pilot.press("3", *"diaz", "enter", "e", "ctrl+n", "ctrl+n", *"1 Elm St", "ctrl+o")
        assert "Changed Diaz, Luis" in screen(pilot)
        assert "1 Elm St, 2139" in screen(pilot)


async def test_the_address_of_somebody_on_file_is_a_likely_duplicate(office: Office) -> None:
    async with console(office) as pilot:
        for given in ("Ann", "Anna"):
            await pilot.press("3", "ctrl+n", *"Osei", "enter", *given, *["enter"] * 5)
            await pilot.press(*"1 Elm St", "enter", "enter", "enter", *"02139", "ctrl+o")
            await pilot.press(*["ctrl+g"] * 2) if given == "Ann" else None
        assert "Is it one of these?" in screen(pilot)
        assert "same address" in screen(pilot)


async def test_a_section_is_no_background_for_the_next_one(office: Office) -> None:
    async with console(office) as pilot:
        await pilot.press("3", *"diaz", "enter", "e", "ctrl+n", "ctrl+n", "ctrl+n")
        shown = screen(pilot)
        assert "Edit Diaz, Luis: care" in shown
        assert "Edit Diaz, Luis: address" not in shown
        assert "Family name" not in shown
        await pilot.press(*"Thai", "ctrl+g")
        assert "Parked; z brings it back." in screen(pilot)
        await pilot.press("z")
        assert pilot.app.screen.form["language"].text == "Thai"
