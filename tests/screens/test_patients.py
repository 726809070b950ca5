"""The patients' area: searching as you type, the page, registering, editing beside somebody else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from frontdesk.db.audit import Audit
from frontdesk.logic import calendar, patients
from frontdesk.screens.booking import BookingForm
from frontdesk.screens.patient_form import EditForm, RegisterForm, name_texts
from frontdesk.screens.patients import PatientsPane
from tests.screens.hands import console
from tests.screens.office import Office, open_office, screen


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = open_office(tmp_path)
    yield made
    made.desk.database.close()


def pane(pilot: Pilot[int]) -> PatientsPane:
    return pilot.app.screen.query_one(PatientsPane)


def names(pilot: Pilot[int]) -> list[str]:
    return [row.name for row in pane(pilot).list.rows]


def openings() -> int:
    return Audit.select().where(Audit.action == "patients.open").count()


async def test_every_letter_narrows_the_list(office: Office) -> None:
    office.register("Stein", "Ada")
    async with console(office) as pilot:
        await pilot.press("3", "s", "t")
        assert names(pilot) == ["Stein, Ada", "Stone, Rae"]
        assert "2 found." in screen(pilot)
        await pilot.press("o")
        assert names(pilot) == ["Stone, Rae"]
        await pilot.press(*["backspace"] * 3)
        assert names(pilot) == []


async def test_a_misspelling_is_said_to_be_one(office: Office) -> None:
    async with console(office) as pilot:
        await pilot.press("3", *"abott")
        assert names(pilot) == ["Abbott, June"]
        assert "1 sound alike" in screen(pilot)


async def test_digits_are_typed_in_the_search_line_and_are_areas_in_the_list(office: Office) -> None:
    async with console(office) as pilot:
        await pilot.press("3", *"2/11/79")
        assert names(pilot) == ["Diaz, Luis"]
        await pilot.press("tab", "1")
        assert pilot.app.screen.pane.area == "calendar"


async def test_enter_opens_the_page_and_only_the_opening_is_audited(office: Office) -> None:
    async with console(office) as pilot:
        await pilot.press("3", *"sto")
        assert openings() == 0
        await pilot.press("enter")
        assert openings() == 1
        shown = screen(pilot)
        assert "Patients  Stone, Rae" in shown.splitlines()[0]
        assert "Born    Mon 30 Jan 1984  42 years" in shown
        assert "S  Tue 24 Nov 2026 10:00a" in shown
        calendar.confirm(office.desk, visit=office.visits["Stone"], version=1)
        pilot.app.screen.look_around(now=True)
        await pilot.pause()
        assert "Sc Tue 24 Nov 2026 10:00a" in screen(pilot)
        assert openings() == 1


async def test_past_visits_come_after_those_to_come(office: Office) -> None:
    office.book(office.patients["Abbott"], "Reyes", "11:00", days=7)
    async with console(office) as pilot:
        await pilot.press("3", *"abbo", "enter")
        lines = [line for line in screen(pilot).splitlines() if "2026 " in line and "Born" not in line]
        assert [line.split()[0] for line in lines] == ["Next", "Past"]
        assert "Tue 1 Dec 2026 11:00a" in lines[0]
        await pilot.press("end", "down", "down", "down", "enter")
        assert pilot.app.screen.pane.area == "calendar"
        assert "Tue 1 Dec" in screen(pilot).splitlines()[0]


@pytest.mark.parametrize("key", ["escape", "ctrl+g"])
async def test_back_from_the_page_finds_the_search_as_it_was(office: Office, key: str) -> None:
    async with console(office) as pilot:
        await pilot.press("3", *"st", "enter", key)
        assert pane(pilot).line.value == "st"
        assert names(pilot) == ["Stone, Rae"]
        assert pane(pilot).typing
        await pilot.press(key, "e")
        assert isinstance(pilot.app.screen, EditForm)


async def test_the_name_that_was_not_found_comes_along_into_the_new_patient(office: Office) -> None:
    async with console(office) as pilot:
        await pilot.press("3", *"zola", "ctrl+n")
        register = pilot.app.screen
        assert isinstance(register, RegisterForm)
        assert register.form["family"].text == "Zola"
        await pilot.press("ctrl+o")
        assert "Registered Zola" in screen(pilot)
        assert "Patients  Zola" in screen(pilot).splitlines()[0]


@pytest.mark.parametrize(
    ("typed", "texts"),
    [
        ("stone", {"family": "Stone", "given": ""}),
        ("rae stone", {"family": "Stone", "given": "Rae"}),
        ("stone, rae", {"family": "Stone", "given": "Rae"}),
        ("McDonald", {"family": "McDonald", "given": ""}),
        ("617 555", {}),
        ("2/11/79", {}),
        ("  ", {}),
    ],
)
def test_what_was_typed_in_the_search_is_a_name_or_nothing(typed: str, texts: dict[str, str]) -> None:
    assert name_texts(typed) == texts


async def test_editing_saves_what_was_changed_and_u_takes_it_back(office: Office) -> None:
    async with console(office) as pilot:
        await pilot.press("3", *"diaz", "enter", "e")
        edit = pilot.app.screen
        edit.form["phone"].line.value = "6175550188"
        await pilot.press("enter")
        assert "Changed Diaz, Luis" in screen(pilot)
        assert "617-555-0188" in screen(pilot)
        await pilot.press("u")
        assert "none on file" in screen(pilot)


async def test_an_edit_that_changes_nothing_just_closes(office: Office) -> None:
    async with console(office) as pilot:
        before = Audit.select().count()
        await pilot.press("3", *"diaz", "tab", "e", "enter")
        assert pilot.app.screen is pane(pilot).screen
        assert Audit.select().count() == before


async def edit_beside(office: Office, pilot: Pilot[int], mine: dict[str, str], theirs: dict[str, str]) -> EditForm:
    """Open the form on Diaz, type; meanwhile somebody else saves; then Enter."""
    await pilot.press("3", *"diaz", "tab", "e")
    form = pilot.app.screen
    assert isinstance(form, EditForm)
    for key, text in mine.items():
        form.form[key].line.value = text
    page = patients.reread(office.desk, patient=office.patients["Diaz"])
    patients.edit(office.desk, patient=page.id, version=page.version, was=page.fields, **theirs)
    await pilot.press("enter")
    return form


def on_file(office: Office) -> dict[str, str]:
    return patients.reread(office.desk, patient=office.patients["Diaz"]).fields


async def test_edits_of_different_fields_merge(office: Office) -> None:
    async with console(office) as pilot:
        form = await edit_beside(office, pilot, {"phone": "6175550188"}, {"note": "moved"})
        assert not form.is_current
    assert (on_file(office)["phone"], on_file(office)["note"]) == ("617-555-0188", "moved")


async def test_edits_of_the_same_field_show_both_and_enter_keeps_mine(office: Office) -> None:
    async with console(office) as pilot:
        form = await edit_beside(office, pilot, {"alert": "latex"}, {"alert": "penicillin", "note": "moved"})
        assert form.is_current
        assert on_file(office)["alert"] == "penicillin"
        assert "Meanwhile it became: penicillin" in screen(pilot)
        assert form.form["alert"].text == "latex"
        assert form.form["note"].text == "moved"
        await pilot.press("enter")
        assert not form.is_current
    assert (on_file(office)["alert"], on_file(office)["note"]) == ("latex", "moved")


async def test_edits_of_the_same_field_can_take_theirs(office: Office) -> None:
    async with console(office) as pilot:
        mine, theirs = {"alert": "latex", "mail": "l@example.org"}, {"alert": "penicillin"}
        form = await edit_beside(office, pilot, mine, theirs)
        assert "^T Take theirs" in screen(pilot)
        await pilot.press("ctrl+t")
        assert form.form["alert"].text == "penicillin"
        await pilot.press("enter")
    assert (on_file(office)["alert"], on_file(office)["mail"]) == ("penicillin", "l@example.org")


async def test_what_was_typed_into_a_withdrawn_record_is_refused_and_kept(office: Office) -> None:
    new = int(patients.register(office.desk, family="Oates", sure=True).values["patient"])
    async with console(office) as pilot:
        await pilot.press("3", *"oates", "tab", "e", "tab", *"Pat")
        patients.unregister(office.desk, patient=new, version=1)
        await pilot.press("ctrl+o")
        assert "Oates" in screen(pilot).splitlines()[-2]
        assert "was withdrawn: nothing is changed there." in screen(pilot)
        await pilot.press("escape", "z")
        form = pilot.app.screen
        assert isinstance(form, EditForm)
        assert form.form["given"].text == "Pat"


async def test_n_books_for_the_patient_on_show(office: Office) -> None:
    async with console(office) as pilot:
        await pilot.press("3", *"kim", "enter", "n")
        form = pilot.app.screen
        assert isinstance(form, BookingForm)
        assert form.form["patient"].text == "Kim, Ha-eun"
        assert form.form.current.key == "starts"


async def test_a_clinician_reads_and_does_not_edit(office: Office) -> None:
    from frontdesk.logic import accounts

    accounts.add_account(office.desk, name="Ada Okafor", login="aokafor", password_hash=None, roles=["clinician"])
    async with console(office, login="aokafor") as pilot:
        await pilot.press("3", *"kim", "enter")
        assert "e Edit" not in screen(pilot)
        await pilot.press("e")
        assert "whom you may edit" in screen(pilot)
        assert not isinstance(pilot.app.screen, EditForm)


@pytest.mark.parametrize("size", [(80, 24), (40, 12), (20, 6), (200, 60)], ids=str)
async def test_search_and_page_at_any_size(office: Office, size: tuple[int, int]) -> None:
    async with console(office, size) as pilot:
        await pilot.press("3", *"st")
        assert "Stone" in screen(pilot)
        await pilot.press("enter")
        assert "Stone" in screen(pilot)
        starts = [line.text.plain for line in pane(pilot).sheet.rows]
        await pilot.press(*["down"] * next(n for n, line in enumerate(starts) if " Next    " in line))
        assert "Next    S" in screen(pilot)


@pytest.mark.parametrize("size", [(80, 24), (60, 30), (40, 40)], ids=str)
async def test_nothing_of_what_is_to_be_minded_is_cut(office: Office, size: tuple[int, int]) -> None:
    """Alert, limits, note, numbers and visits go on in the next line; a wider terminal folds them anew."""
    who = office.patients["Stone"]
    alert = "Falls; always with a walker, and never leave her alone in the waiting room or at the door"
    patients.edit(office.desk, patient=who, version=1, was={}, alert=alert, note=f"Note: {alert}", mail="a@b.org")
    patients.add_contact(
        office.desk, patient=who, version=2, name="Bartholomew Featherstonehaugh", relation="former husband",
        topics="nothing",
    )  # fmt: skip
    async with console(office, size) as pilot:
        await pilot.press("3", *"stone", "enter")
        page = pane(pilot).sheet.rows
        assert max(line.text.cell_len for line in page) <= size[0]
        said = " ".join(" ".join(line.text.plain[9:] for line in page).split())
        for text in (alert, f"Note: {alert}", "Bartholomew Featherstonehaugh", "Tue 24 Nov 2026 10:00a FU Okafor"):
            assert text in said
        assert len({line.key for line in page}) == len(page)
        await pilot.resize_terminal(120, 24)
        await pilot.pause()
        assert len(pane(pilot).sheet.rows) <= len(page)
