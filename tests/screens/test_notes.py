"""Phone notes at the keyboard: the form, what follows from what, the list, the patient's page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from frontdesk.db.practice import WorklistItem
from frontdesk.logic import accounts, notes, patients, worklists
from frontdesk.screens import readers
from tests.screens.hands import Hands, console
from tests.screens.office import MORNING, Office, open_office, screen

TODAY = MORNING.date()
STAFF = (
    ("Rob Hale", "rob", "receptionist"), ("Ada Okafor", "ada", "clinician"),
    ("Nia Moss", "nia", "medical_assistant"), ("Ann Poe", "ann", "auditor"),
)  # fmt: skip
SIZES = pytest.mark.parametrize("size", [(80, 24), (60, 20), (40, 12), (200, 50)])


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = open_office(tmp_path)
    for name, login, role in STAFF:
        accounts.add_account(made.desk, name=name, login=login, password_hash=None, roles=[role])
    was = patients.reread(made.desk, patient=made.patients["Diaz"]).fields
    patients.edit(made.desk, patient=made.patients["Diaz"], version=1, was=was, phone="617-555-0142")
    yield made
    made.desk.database.close()


def take(office: Office, **more: Any) -> int:
    """A note that is there already."""
    wish: dict[str, Any] = {
        "about": "refill", "text": "lisinopril", "patient": office.patients["Diaz"], "phone": "617-555-0142",
        "whom": "role:medical_assistant", "due": TODAY.add(days=1),
    }  # fmt: skip
    return int(notes.take(office.desk, **{**wish, **more}).values["note"])


def only(office: Office) -> notes.NoteLine:
    (found,) = notes.open_notes(office.desk)
    return found


def form_line(pilot: Hands, label: str) -> str:
    """What stands beside a label of the form."""
    found = [line for line in screen(pilot).splitlines() if line.startswith(f" {label} ")]
    return found[-1].removeprefix(f" {label}").strip()


# Taking one -----------------------------------------------------------------------------------------


async def test_a_refill_from_the_first_key_to_the_list(office: Office) -> None:
    async with console(office) as pilot:
        await pilot.press("k", *"dia", "enter")
        assert form_line(pilot, "Patient") == "Diaz, Luis                   2/11/1979 47 617-555-0142"
        assert form_line(pilot, "Call back") == "617-555-0142"
        assert "r Refill  t Test result  m Medical records" in screen(pilot)
        await pilot.press("r", "enter", *"lisinopril", "enter")
        assert "Noted: refill, Diaz, Luis  u undo" in screen(pilot)
        found = only(office)
        assert (found.who, found.phone, found.item.whom, found.item.due) == (
            "Diaz, Luis", "617-555-0142", "Medical assistants", TODAY.add(days=1),
        )  # fmt: skip
        await pilot.press("u")
        assert notes.open_notes(office.desk) == ()


async def test_an_urgent_script_is_due_today_for_clinicians_unless_somebody_says_otherwise(office: Office) -> None:
    async with console(office) as pilot:
        await pilot.press("k", *"dia", "enter", "s", "enter")
        assert [form_line(pilot, label) for label in ("Urgent", "For", "Due")] == [
            "y", "Clinicians", "Tue 24 Nov 2026",
        ]  # fmt: skip
        await pilot.press("down", "delete", "backspace", "down", *"ada", "enter")
        assert form_line(pilot, "Due") == "Wed 25 Nov 2026"
        await pilot.press("shift+tab", "shift+tab", "shift+tab", "shift+tab", "t", "enter")
        assert [form_line(pilot, label) for label in ("For", "Due")] == ["Ada Okafor", "Wed 25 Nov 2026"]


async def test_somebody_who_is_not_on_file_calls_about_a_patient(office: Office) -> None:
    async with console(office) as pilot:
        await pilot.press("k", *"CVS", "space", *"Elm", "enter")
        assert form_line(pilot, "Caller") == "CVS Elm                      not on file"
        await pilot.press(*"diaz", "enter")
        assert form_line(pilot, "Call back") == "617-555-0142"
        await pilot.press("o", "enter", *"wants", "space", *"the", "space", *"dose", "enter")
        assert only(office).who == "CVS Elm for Diaz, Luis"


async def test_the_name_typed_may_be_that_of_no_patient_although_some_fit(office: Office) -> None:
    async with console(office) as pilot:
        await pilot.press("k", *"dia", "down", "enter", "enter", "enter", "a", "enter", *"new", "enter")
        assert (only(office).caller, only(office).patient) == ("dia", None)


async def test_tab_takes_the_only_patient_who_fits_and_no_one_of_several(office: Office) -> None:
    office.register("Diaz", "Ana")
    async with console(office) as pilot:
        await pilot.press("k", *"stone", "tab")
        assert form_line(pilot, "Caller").startswith("Stone, Rae")
        await pilot.press("shift+tab", *"diaz", "tab")
        assert "Choose one of those that fit" in screen(pilot)


async def test_what_is_missing_is_said_at_its_field(office: Office) -> None:
    async with console(office) as pilot:
        await pilot.press("k", "ctrl+o")
        assert "! Who called?" in screen(pilot)
        assert "! What is it about?" in screen(pilot)
        assert "! What does the caller want?" in screen(pilot)
        await pilot.press(*"dia", "enter", "enter")
        assert "! What is it about?" in screen(pilot)
        await pilot.press("q", "enter")
        assert "! Write one of the letters r t m a b s o." in screen(pilot)
        assert WorklistItem.select().count() == 0


@pytest.mark.parametrize(
    ("typed", "says"), [("9a", "! That time is past."), ("11/20/2026", "! That day is over."), ("xyz", "! ")]
)
async def test_a_due_that_is_past_is_refused(office: Office, typed: str, says: str) -> None:
    async with console(office) as pilot:
        await pilot.press("k", *"dia", "enter", "r", "enter", *"x", "tab", "tab", "tab", *typed, "enter")
        assert says in screen(pilot)
        assert notes.open_notes(office.desk) == ()


async def test_a_due_that_was_emptied_is_asked_for(office: Office) -> None:
    async with console(office) as pilot:
        await pilot.press("k", *"dia", "enter", "r", "enter", *"x", "tab", "tab", "tab", "backspace", "enter")
        assert "! Until when? Write tom, or 3p." in screen(pilot)


async def test_a_time_alone_is_of_today(office: Office) -> None:
    async with console(office) as pilot:
        await pilot.press("k", *"dia", "enter", "r", "enter", *"x", "tab", "tab", "tab", *"3p", "enter")
        assert only(office).item.due_at == MORNING.at(15)


async def test_a_time_that_the_clocks_leave_out_is_refused_with_that_reason(office: Office) -> None:
    spring = MORNING.set(year=2027, month=3, day=14, hour=0)
    office.clock.set(spring)
    async with console(office) as pilot:
        await pilot.press("k", *"dia", "enter", "r", "enter", *"x", "tab", "tab", "tab", *"2:30a", "enter")
        assert "! 2:30a doesn't exist on Sun 14 Mar 2027" in screen(pilot)
    assert readers.moment(office.desk, spring.date())("2:30a").reason.startswith("2:30a doesn't exist")


async def test_the_patient_under_the_cursor_comes_along(office: Office) -> None:
    async with console(office) as pilot:
        await pilot.press("home", "k")
        assert form_line(pilot, "Caller").startswith("Abbott, June")
        await pilot.press(*"diaz", "enter")
        assert form_line(pilot, "Patient").startswith("Diaz, Luis"), "another caller, another patient"
        await pilot.press("escape", "slash", *"stone", "enter", "k")
        assert form_line(pilot, "Patient").startswith("Stone, Rae")
        await pilot.press("a", "enter", *"moves", "enter")
        assert only(office).who == "Stone, Rae"


async def test_a_stranger_is_not_taken_for_the_patient_under_the_cursor(office: Office) -> None:
    async with console(office) as pilot:
        await pilot.press("home", "down", "down", "k")
        assert form_line(pilot, "Patient").startswith("Diaz, Luis")
        assert form_line(pilot, "Call back") == "617-555-0142"
        await pilot.press(*"CVS", "enter")
        assert form_line(pilot, "Patient") == "if it is about one"
        assert "617-555-0142" not in screen(pilot)
        await pilot.press("enter", *"6175550177", "enter", "o", "enter", *"hours", "enter")
        assert (only(office).who, only(office).patient, only(office).phone) == ("CVS", None, "617-555-0177")


async def test_whoever_calls_while_a_page_is_open_calls_about_that_patient(office: Office) -> None:
    async with console(office) as pilot:
        await pilot.press("slash", *"diaz", "enter", "k", *["shift+tab"] * 3, *"CVS", "enter")
        assert form_line(pilot, "Patient").startswith("Diaz, Luis")
        await pilot.press("o", "escape", "z")
        assert form_line(pilot, "Patient").startswith("Diaz, Luis"), "nor is it forgotten once it was parked"
        assert form_line(pilot, "Call back") == "617-555-0142"


async def test_words_on_the_command_line_are_the_caller(office: Office) -> None:
    async with console(office) as pilot:
        await pilot.press("home", ":", *"note", "space", *"diaz", "enter")
        assert "1/2" in form_line(pilot, "Caller")
        await pilot.press("enter", "b", "enter", *"copay", "enter")
        assert only(office).who == "Diaz, Luis"


async def test_a_note_left_half_way_comes_back_as_it_was(office: Office) -> None:
    async with console(office) as pilot:
        await pilot.press("k", *"CVS", "enter", *"diaz", "enter", "s", "enter", *"the", "space", *"dose", "escape")
        assert "1 parked" in screen(pilot)
        await pilot.press("z")
        assert [form_line(pilot, label) for label in ("About", "Note", "Urgent", "For")] == [
            "Script, urgent", "the dose", "y", "Clinicians",
        ]  # fmt: skip
        await pilot.press("ctrl+o")
        assert only(office).who == "CVS for Diaz, Luis"


async def test_who_may_not_write_notes_is_told(office: Office) -> None:
    async with console(office, login="ann") as pilot:
        await pilot.press("k")
        assert "!You may not write phone notes." in screen(pilot)


# The list -------------------------------------------------------------------------------------------


async def test_no_answer_then_done(office: Office) -> None:
    take(office)
    async with console(office, login="nia") as pilot:
        await pilot.press("*", "enter", "a")
        assert "No answer 9:42a: refill, Diaz, Luis  u undo" in screen(pilot)
        assert "called 1x, last 9:42a" in screen(pilot)
        await pilot.press("d", *"sent", "space", *"to", "space", *"CVS", "enter")
        assert "Done: refill, Diaz, Luis  u undo" in screen(pilot)
        assert "No phone note is open." in screen(pilot)
        (found,) = notes.of_patient(office.desk, patient=office.patients["Diaz"])
        assert (found.outcome, found.closed_by) == ("sent to CVS", "Nia Moss")
        await pilot.press("u")
        assert only(office).item.tries == 1
        await pilot.press("u")
        assert only(office).item.tries == 0


async def test_the_cursor_goes_on_and_urgent_ones_are_on_top(office: Office) -> None:
    for text in ("first", "second", "third"):
        take(office, text=text)
    take(office, text="at once", urgent=True, due=TODAY)
    async with console(office, login="nia") as pilot:
        await pilot.press("*", "enter")
        assert screen(pilot).splitlines()[1].startswith("! today")
        await pilot.press("d", "enter", "a", "d", "enter")
        left = {each.text: each.item.tries for each in notes.open_notes(office.desk)}
        assert left == {"first": 1, "third": 0}


async def test_passing_on(office: Office) -> None:
    take(office)
    async with console(office, login="nia") as pilot:
        await pilot.press("*", "enter", "w", *"ada", "enter")
        assert "For Ada Okafor now: refill, Diaz, Luis  u undo" in screen(pilot)
        assert only(office).item.whom == "Ada Okafor"
        await pilot.press("w", *"zz", "enter")
        assert "! Nobody here fits that." in screen(pilot)


async def test_passing_on_what_changed_meanwhile_says_what_differs_and_then_does_it(office: Office) -> None:
    note = take(office)
    async with console(office, login="nia") as pilot:
        await pilot.press("*", "enter", "w", *"ada", "tab")
        was = notes.note_facts(office.desk, note=note)
        notes.edit(office.desk, note=note, was=was, urgent=True, whom="role:clinician")
        await pilot.press("enter")
        assert "!Meanwhile: for Clinicians, urgent. Enter passes it on all the same." in screen(pilot)
        assert "Refill, Diaz, Luis: for Clinicians" in screen(pilot)
        await pilot.press("enter")
        assert "For Ada Okafor now: refill, Diaz, Luis  u undo" in screen(pilot)
        assert (only(office).item.whom, only(office).item.urgent) == ("Ada Okafor", True)
        await pilot.press("w", *"nia", "tab")
        item = only(office).item
        worklists.settle(office.desk, item=item.id, version=item.version, outcome="done")
        await pilot.press("enter")
        assert "!Meanwhile this note was done." in screen(pilot)


async def test_what_somebody_else_did_meanwhile_is_on_show(office: Office) -> None:
    take(office)
    async with console(office, login="nia") as pilot:
        await pilot.press("*", "enter")
        item = only(office).item
        worklists.settle(office.desk, item=item.id, version=item.version, outcome="done")
        pilot.app.screen.look_around()
        await pilot.pause()
        assert "No phone note is open." in screen(pilot)


async def test_a_note_that_moved_on_is_not_done_twice(office: Office) -> None:
    take(office)
    async with console(office, login="nia") as pilot:
        await pilot.press("*", "enter", "d")
        item = only(office).item
        worklists.assign(office.desk, item=item.id, version=item.version, owner=1)
        await pilot.press("enter")
        assert "!Somebody did something about this since it was shown here. Look again." in screen(pilot)
        assert "Mona Lee" in screen(pilot)


async def test_changing_one_while_somebody_else_does(office: Office) -> None:
    note = take(office)
    was = notes.note_facts(office.desk, note=note)
    async with console(office, login="nia") as pilot:
        await pilot.press("*", "enter", "enter", *" x2")
        notes.edit(office.desk, note=note, was=was, text="lisinopril 10 mg", whom="role:clinician")
        await pilot.press("enter")
        assert "Meanwhile it became: lisinopril 10 mg" in screen(pilot)
        await pilot.press("enter")
        assert "Changed: refill, Diaz, Luis" in screen(pilot)
        assert (only(office).text, only(office).item.whom) == ("lisinopril x2", "Clinicians")


async def test_a_change_left_half_way_knows_what_it_began_with(office: Office) -> None:
    note = take(office, due_at=MORNING.add(days=1).at(15))
    async with console(office) as pilot:
        await pilot.press("*", "enter", "enter")
        assert form_line(pilot, "Due") == "Wed 25 Nov 2026 3:00p"
        await pilot.press(*" 10", "escape")
        assert "Parked; z brings it back once this list is left." in screen(pilot)
        await pilot.press("enter", "ctrl+o")
        assert "Parked" not in screen(pilot).splitlines()[-2]
        await pilot.press("escape", "escape")
        was = notes.note_facts(office.desk, note=note)
        notes.edit(office.desk, note=note, was=was, text="another")
        await pilot.press("z", "enter")
        assert "Meanwhile it became: another" in screen(pilot)


async def test_from_the_list_to_the_patient_and_back_into_the_note(office: Office) -> None:
    take(office, urgent=True)
    async with console(office) as pilot:
        await pilot.press("*", "enter", "o")
        assert "Patients  Diaz, Luis" in screen(pilot).splitlines()[0]
        assert "Calls   ! Refill: lisinopril" in screen(pilot)
        assert "for Medical assistants, due Wed 25 Nov 2026" in screen(pilot)
        await pilot.press("down", "down", "down", "enter", *" 10", "enter")
        assert "Refill: lisinopril 10" in screen(pilot)
        item = only(office).item
        worklists.settle(office.desk, item=item.id, version=item.version, outcome="done", note="sent")
        pilot.app.screen.look_around(now=True)
        await pilot.pause()
        assert "Called  11/24/2026 Refill: lisinopril 10" in screen(pilot)
        assert "sent (Mona Lee)" in screen(pilot)


async def test_a_new_note_from_the_list(office: Office) -> None:
    async with console(office) as pilot:
        await pilot.press(":", *"todo notes", "enter", "k", *"dia", "enter", "r", "enter", *"x", "enter")
        assert "Noted: refill, Diaz, Luis" in screen(pilot)
        assert "Phone notes  1 open" in screen(pilot)


async def test_what_is_due_stands_in_line_1(office: Office) -> None:
    take(office, whom="account:1", due=TODAY)
    async with console(office) as pilot:
        assert " 1 due  mlee" in screen(pilot).splitlines()[0]
        take(office, whom="role:manager", due=TODAY)
        take(office, whom="role:manager", due=TODAY.add(days=1))
        pilot.app.screen.look_around(now=True)
        await pilot.pause()
        assert " 2 due  mlee" in screen(pilot).splitlines()[0]
        office.clock.set(MORNING.add(days=1, minutes=1))
        pilot.app.screen.look_around()
        await pilot.pause()
        assert " 3 due  mlee" in screen(pilot).splitlines()[0]


async def test_text_that_looks_like_markup_stays_text(office: Office) -> None:
    take(office, caller="[bold]Ann[/]", text="[red]x[/red] [/")
    async with console(office) as pilot:
        await pilot.press("*", "enter")
        assert "[bold]Ann[/]" in screen(pilot)
        assert "[red]x[/red] [/" in screen(pilot)


@SIZES
async def test_at_any_size(office: Office, size: tuple[int, int]) -> None:
    take(office, text="a " * 300, urgent=True, due=TODAY)
    async with console(office, size) as pilot:
        await pilot.press("*", "enter", "a")
        assert "Diaz" in screen(pilot)
        assert "Phone notes  1 open" in screen(pilot)
        await pilot.press("w")
        assert "Pass on to" in screen(pilot)
        await pilot.press("escape", "enter")
        assert "Note" in screen(pilot)
        await pilot.press("escape", "escape", "escape", "k", *"dia", "enter", "r", "enter", *"x", "enter")
        assert len(notes.open_notes(office.desk)) == 2
