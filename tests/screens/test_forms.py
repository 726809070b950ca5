"""What every form does: keys, errors at fields, drafts, trying again, any size of terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from frontdesk.logic import calendar, drafts, patients
from frontdesk.screens.booking import BookingForm
from frontdesk.screens.bringing import ImportForm
from frontdesk.screens.form import DraftedForm, FormScreen
from frontdesk.screens.new_practice import NewPractice
from frontdesk.screens.parked import ParkedScreen, reopened
from frontdesk.screens.patient_form import EditForm, RegisterForm
from frontdesk.screens.signin import SignIn, Unlock
from frontdesk.widgets.field import Field
from tests.screens.hands import console
from tests.screens.office import MORNING, Office, open_office, screen

FORMS: dict[str, Callable[[Office], FormScreen[Any]]] = {
    "booking": lambda office: BookingForm(office.desk, day=MORNING.date()),
    "register": lambda office: RegisterForm(office.desk),
    "edit": lambda office: EditForm(office.desk, patient=office.patients["Diaz"]),
    "signin": lambda office: SignIn(),
    "unlock": lambda office: Unlock(office.desk),
    "found": lambda office: NewPractice(),
    "import": lambda office: ImportForm(),
}
SIZES = [(80, 24), (40, 12), (20, 6), (200, 60)]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = open_office(tmp_path)
    yield made
    made.desk.database.close()


async def shown(pilot: Pilot[int], form: FormScreen[Any]) -> FormScreen[Any]:
    await pilot.app.push_screen(form)
    await pilot.pause()
    return form


@pytest.mark.parametrize("name", FORMS)
async def test_every_field_can_be_reached_and_read_at_any_size(office: Office, name: str) -> None:
    async with console(office) as pilot:
        form = await shown(pilot, FORMS[name](office))
        for size in SIZES:
            await pilot.resize_terminal(*size)
            for field in form.form.open_fields:
                form.form.go(field)
                field.line.value = "j"
                await pilot.pause()
                await pilot.pause()  # what grew is laid out first, scrolled to then
                assert_seen(pilot, field)
        await pilot.press("ctrl+o")
        assert form.is_current
        assert any(field.reason for field in form.form.open_fields)


def assert_seen(pilot: Pilot[int], field: Field) -> None:
    """What is typed in the field stands on the screen."""
    line = field.line.region
    typed = screen(pilot).splitlines()[line.y][line.x : line.right]
    assert ("*" if field.secret else "j") in typed, (field.key, pilot.app.size, screen(pilot))


async def test_tab_and_arrows_go_about(office: Office) -> None:
    async with console(office) as pilot:
        form = await shown(pilot, RegisterForm(office.desk))
        where = []
        for key in ("tab", "down", "up", "shift+tab", "shift+tab", "up"):
            await pilot.press(key)
            where.append(form.form.current.key)
        assert where == ["given", "birth", "given", "family", "family", "family"]


async def test_enter_goes_on_and_accepts_in_the_last_field(office: Office) -> None:
    async with console(office) as pilot:
        await pilot.press("3", "ctrl+n")
        for text in ("Sato", "Emi", "3/4/88", "f", "6175550111", "", "1 Elm St", "Boston", "ma", "02139", "", ""):
            pilot.app.screen.form.current.line.value = text
            await pilot.press("enter")
        assert "Registered Sato, Emi" in screen(pilot)
        (row,) = patients.search(office.desk, text="sato").rows
        assert (row.name, str(row.born), row.sex, row.phone) == ("Sato, Emi", "1988-03-04", "F", "617-555-0111")


async def test_the_key_that_accepts_is_named_once(office: Office) -> None:
    async with console(office) as pilot:
        form = await shown(pilot, RegisterForm(office.desk))
        assert "Enter Next  ^O" in screen(pilot)
        form.form.go(form.form.open_fields[-1])
        await pilot.pause()
        assert "^O" not in screen(pilot)
        assert f"Enter {form.verb}" in screen(pilot)


@pytest.mark.parametrize(("width", "beside"), [(80, True), (40, False)])
async def test_a_hint_longer_than_its_line_is_not_cut(office: Office, width: int, beside: bool) -> None:
    hint = "n: in the place of the others"
    async with console(office, size=(width, 12)) as pilot:
        form = await shown(
            pilot, FormScreen("Hours", [Field("add", "Beside", size=6, hint=hint), Field("to", "To")])
        )
        text = screen(pilot)
        assert hint in text
        assert any("Beside" in line and hint in line for line in text.splitlines()) is beside
        await pilot.press("n")
        await pilot.pause()
        assert "place" not in screen(pilot)
        assert form.form["add"].text == "n"


async def test_an_error_stands_at_its_field_until_the_text_is_another(office: Office) -> None:
    async with console(office) as pilot:
        form = await shown(pilot, RegisterForm(office.desk))
        born = form.form["birth"]
        form.form.go(born)
        await pilot.press(*"13/1/80")
        assert not born.reason
        await pilot.press("tab")
        assert "no month 13" in born.reason
        assert "! There is no month 13" in screen(pilot)
        await pilot.press("shift+tab", "backspace")
        assert not born.reason
        await pilot.press("ctrl+u")
        await pilot.press(*"1/13/80")
        assert "Sun 13 Jan 1980, 46 years" in screen(pilot)


async def test_words_typed_ahead_land_in_the_fields_they_were_meant_for(office: Office) -> None:
    async with console(office) as pilot:
        await pilot.press("3", "ctrl+n", *"Sato", "enter", *"Emi", "enter", *"3/4/88", "ctrl+o")
        (row,) = patients.search(office.desk, text="sato").rows
        assert (row.name, str(row.born)) == ("Sato, Emi", "1988-03-04")


async def test_a_paste_is_one_line_without_control_characters(office: Office) -> None:
    from textual import events

    async with console(office) as pilot:
        form = await shown(pilot, RegisterForm(office.desk))
        pilot.app.post_message(events.Paste("O'Brien \n\x1b[31mPat\t\r\n"))
        await pilot.pause()
        assert form.form["family"].text == "O'Brien [31mPat"


# --- drafts -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["escape", "ctrl+g"])
async def test_a_form_left_half_way_is_parked_and_comes_back_with_z(office: Office, key: str) -> None:
    async with console(office) as pilot:
        await pilot.press("n", *"vu", key)
        assert "1 parked" in screen(pilot).splitlines()[0]
        await pilot.press("z")
        form = pilot.app.screen
        assert isinstance(form, BookingForm)
        assert form.form["patient"].text == "vu"
        assert form.form["starts"].text == "Tue 24 Nov 2026 9:30a"
        await pilot.press("end", *", p", "enter", "enter")
        assert "Booked Vu, Peter" in screen(pilot)
        assert "parked" not in screen(pilot).splitlines()[0]
        assert drafts.parked(office.desk) == []


async def test_a_form_opened_and_left_untouched_leaves_no_draft(office: Office) -> None:
    async with console(office) as pilot:
        await pilot.press("n", "ctrl+g")
        assert drafts.parked(office.desk) == []
        await pilot.press("n", "a", "backspace", "ctrl+g")
        assert drafts.parked(office.desk) == []


async def test_the_draft_is_on_disk_while_the_form_is_open(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(DraftedForm, "PAUSE", 0.001)
    async with console(office) as pilot:
        await pilot.press("n", *"vu")
        form = pilot.app.screen
        assert isinstance(form, DraftedForm)
        while form.draft is None or form.draft.values["patient"] != "vu":
            await pilot.pause()
        (kept,) = drafts.parked(office.desk)
        assert kept.request == form.request
        assert not form.saving


async def test_what_was_typed_survives_the_end_of_the_program(office: Office) -> None:
    async with console(office) as pilot:
        await pilot.press("n", *"st", "tab", "tab", "tab", "tab", "4", "5")
    async with console(office) as pilot:
        assert "1 parked" in screen(pilot).splitlines()[0]
        await pilot.press("z")
        form = pilot.app.screen
        assert isinstance(form, BookingForm)
        assert form.form["patient"].read().value == office.patients["Stone"]
        assert form.form["minutes"].text == "45"


async def test_several_parked_forms_are_listed_and_one_can_be_thrown_away(office: Office) -> None:
    async with console(office) as pilot:
        await pilot.press("n", *"vu", "ctrl+g", "3", "ctrl+n", *"Sato", "ctrl+g")
        assert "2 parked" in screen(pilot).splitlines()[0]
        await pilot.press("tab", "z")
        assert isinstance(pilot.app.screen, ParkedScreen)
        assert "New patient Sato" in screen(pilot)
        assert "New visit vu" in screen(pilot)
        await pilot.press("x", "enter")
        assert isinstance(pilot.app.screen, BookingForm)
        assert len(drafts.parked(office.desk)) == 1


async def test_trying_again_answers_with_the_first_result(office: Office) -> None:
    """The line drops after the commit: the draft is still there, and accepting it again books nothing new."""
    async with console(office) as pilot:
        texts = {"patient": "vu", "starts": "2p", "provider": "Reyes"}
        form = await shown(pilot, BookingForm(office.desk, day=MORNING.date(), texts=texts))
        kept = drafts.keep(office.desk, form=form.FORM, subject="", values=form.kept(), request=form.request)
        await pilot.press("enter")
        assert not form.is_current
        visits = [visit.id for visit in calendar.of_patient(office.desk, patient=office.patients["Vu"])]
        again = await shown(pilot, reopened(office.desk, kept))
        await pilot.press("ctrl+o")
        assert not again.is_current
        assert [visit.id for visit in calendar.of_patient(office.desk, patient=office.patients["Vu"])] == visits
        assert drafts.parked(office.desk) == []


async def test_a_form_that_is_open_sends_nothing_by_itself(office: Office) -> None:
    async with console(office) as pilot:
        form = await shown(pilot, BookingForm(office.desk, day=MORNING.date()))
        assert not form.saving
        assert all(not field.line.cursor_blink for field in form.form.fields)
