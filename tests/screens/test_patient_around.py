"""From a patient's page: phones and people, how the patient stands, merging and taking apart."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from frontdesk.db.patients import Patient
from frontdesk.logic import drafts, patients
from frontdesk.screens.finder import Finder
from frontdesk.screens.patient_merge import MergeList
from frontdesk.screens.patient_people import PeopleList
from frontdesk.screens.patients import PatientsPane
from frontdesk.screens.people_forms import LineForm
from tests.screens.hands import console
from tests.screens.office import Office, open_office, screen

SIZES = pytest.mark.parametrize("size", [(80, 24), (40, 12), (20, 6)], ids=str)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = open_office(tmp_path)
    yield made
    made.desk.database.close()


async def page(pilot: Pilot[int], name: str, *keys: str) -> None:
    """Open a patient's page, and press keys there."""
    await pilot.press("3", *name, "enter", *keys)


def last_line(pilot: Pilot[int]) -> str:
    return screen(pilot).splitlines()[-1]


async def test_every_key_of_a_narrow_list_is_found(office: Office) -> None:
    other = office.register("Marsh", "Ben")
    async with console(office, size=(40, 12)) as pilot:
        await page(pilot, "diaz", "c")
        assert last_line(pilot).endswith("? Keys")
        await pilot.press("?")
        assert "Say which other patient pays" in screen(pilot).replace("\n", " ")
        await pilot.press("escape", "escape", ":", *"merge ", *"marsh", "enter", "enter")
        assert isinstance(pilot.app.screen, MergeList)
        assert last_line(pilot).endswith("? Keys")
    assert not Patient.get_by_id(other).merged_into_id


# Phones and people ------------------------------------------------------------------------------


async def test_a_phone_is_added_with_what_is_allowed(office: Office) -> None:
    async with console(office) as pilot:
        await page(pilot, "diaz", "c")
        assert "Nobody and no phone yet." in screen(pilot)
        await pilot.press("f", *"6175550142", "enter", *"work", "enter", "enter", *"y", "enter", "enter")
        assert "Added phone 617-555-0142 of Diaz, Luis  u undo" in screen(pilot)
        assert "work    617-555-0142     call, text" in screen(pilot)
        await pilot.press("ctrl+g")
        assert "Phone   617-555-0142  work  call, text" in screen(pilot)


async def test_a_person_is_added_edited_removed_and_taken_back(office: Office) -> None:
    async with console(office) as pilot:
        await page(pilot, "diaz", "c", "n", *"Ann Diaz", "enter", *"wife", "tab", "tab", "tab", *"bill", "ctrl+o")
        assert "Ann Diaz" in screen(pilot)
        assert "talk about billing" in screen(pilot)
        await pilot.press("e")
        form = pilot.app.screen
        assert form.form["topics"].text == "billing"
        form.form["topics"].line.value = "all"
        await pilot.press("ctrl+o")
        assert "talk about all" in screen(pilot)
        await pilot.press("x")
        assert patients.contacts(office.desk, patient=office.patients["Diaz"]) == ()
        await pilot.press("u")
        assert "talk about all" in screen(pilot)


async def test_what_was_taken_back_is_done_again(office: Office) -> None:
    diaz = office.patients["Diaz"]
    patients.add_phone(office.desk, patient=diaz, version=1, phone="617-555-0142")
    async with console(office) as pilot:
        await page(pilot, "diaz", "c", "x", "u")
        assert "Back again: phone 617-555-0142 of Diaz, Luis  ^R redo" in screen(pilot)
        await pilot.press("ctrl+r")
        assert "Nobody and no phone yet." in screen(pilot)
    assert patients.phones(office.desk, patient=diaz) == ()


async def test_a_limit_that_is_longer_than_its_line_is_read_below(office: Office) -> None:
    limits = (
        "may not pick up, may not be told when the next visit is; court order of Suffolk County 5 May 2026, no. 77"
    )
    patients.add_contact(
        office.desk, patient=office.patients["Diaz"], version=1, name="Ann Diaz", relation="mother",
        topics="billing", limits=limits,
    )  # fmt: skip
    for size in ((80, 24), (40, 12)):
        async with console(office, size=size) as pilot:
            await page(pilot, "diaz")
            assert size[0] < 80 or limits in " ".join(screen(pilot).split())
            await pilot.press("c")
            shown = " ".join(line.strip() for line in screen(pilot).splitlines()[2:])
            assert limits in " ".join(shown.split())


async def test_the_list_shows_what_somebody_else_does(office: Office) -> None:
    async with console(office) as pilot:
        await page(pilot, "diaz", "c")
        patients.add_phone(office.desk, patient=office.patients["Diaz"], version=1, phone="617-555-0142")
        shown = pilot.app.screen
        assert isinstance(shown, PeopleList)
        shown.look_around()
        await pilot.pause()
        assert "617-555-0142" in screen(pilot)


async def test_the_list_of_a_record_merged_meanwhile_is_that_of_the_survivor(office: Office) -> None:
    async with console(office) as pilot:
        await page(pilot, "diaz", "c")
        patients.merge(office.desk, keep=office.patients["Vu"], gone=office.patients["Diaz"], version=1)
        shown = pilot.app.screen
        assert isinstance(shown, PeopleList)
        shown.look_around()
        await pilot.pause()
        assert "Phones and people of Vu, Peter" in screen(pilot)


async def test_what_is_refused_is_said_at_the_field(office: Office) -> None:
    async with console(office) as pilot:
        await page(pilot, "diaz", "c", "n", *"Ann Diaz", "ctrl+o")
        form = pilot.app.screen
        assert "Say what they are" in form.form["topics"].reason
        assert "Say what they are" in screen(pilot)


async def test_who_may_not_edit_only_reads(office: Office) -> None:
    from frontdesk.logic import accounts

    accounts.add_account(office.desk, name="Ada Okafor", login="aokafor", password_hash=None, roles=["clinician"])
    async with console(office, login="aokafor") as pilot:
        await page(pilot, "diaz", "c", "n")
        assert isinstance(pilot.app.screen, PeopleList)
        assert "You may not change this record" in screen(pilot)
        await pilot.press("ctrl+g", "m")
        assert not isinstance(pilot.app.screen, Finder)


async def test_another_patient_pays_and_that_is_taken_back(office: Office) -> None:
    async with console(office) as pilot:
        await page(pilot, "diaz", "c", "g")
        assert "Who pays for Diaz, Luis?" in screen(pilot)
        await pilot.press(*"abb", "enter")
        assert "Abbott, June pays for Diaz, Luis  u undo" in screen(pilot)
        assert "payer   Abbott, June" in screen(pilot)
        await pilot.press("u")
        assert "payer" not in screen(pilot)
        await pilot.press("g", *"abb", "enter", "ctrl+g")
        assert "Payer   Abbott, June" in screen(pilot)
        await pilot.press("c", "x")
        assert "Pays for themselves: Diaz, Luis" in screen(pilot)
        await pilot.press("g", *"diaz", "enter")
        assert "That is on file already." in screen(pilot)


async def test_whom_a_patient_pays_for_is_on_the_page(office: Office) -> None:
    for name, version in (("Diaz", 1), ("Kim", 1)):
        whose, payer = office.patients[name], office.patients["Abbott"]
        patients.set_guarantor(office.desk, patient=whose, version=version, guarantor=payer)
    async with console(office) as pilot:
        await page(pilot, "abb")
        assert "Pays    for Diaz, Luis; Kim, Ha-eun" in screen(pilot)


@SIZES
async def test_the_list_at_any_size(office: Office, size: tuple[int, int]) -> None:
    diaz = office.patients["Diaz"]
    patients.add_phone(office.desk, patient=diaz, version=1, phone="617-555-0142")
    patients.add_contact(office.desk, patient=diaz, version=2, name="Ann Diaz", topics="all")
    async with console(office, size) as pilot:
        await page(pilot, "diaz", "c")
        assert "617-555" in screen(pilot)
        await pilot.press("down", "down")
        assert "Ann Diaz" in screen(pilot)


# Forms left half-way ----------------------------------------------------------------------------


@pytest.mark.parametrize(("key", "typed", "kept"), [("f", "6175550142", "phone"), ("n", "Ann Diaz", "name")])
async def test_a_line_left_half_way_comes_back_and_is_saved(
    office: Office, key: str, typed: str, kept: str
) -> None:
    async with console(office) as pilot:
        await page(pilot, "diaz", "c", key, *typed, "ctrl+g")
        assert "Parked; z on the console brings it back." in screen(pilot)
        await pilot.press("ctrl+g", "z")
        form = pilot.app.screen
        assert isinstance(form, LineForm)
        assert form.form[kept].text == typed
        if key == "n":
            form.form["topics"].line.value = "billing"
        await pilot.press("ctrl+o")
        assert "Added " in screen(pilot)
        assert drafts.parked(office.desk) == []
    found = patients.reread(office.desk, patient=office.patients["Diaz"])
    assert [line.shown for line in found.phones] + [line.name for line in found.contacts] in (
        ["617-555-0142"], ["Ann Diaz"],
    )  # fmt: skip


async def test_a_line_that_somebody_else_changed_shows_theirs_first(office: Office) -> None:
    diaz = office.patients["Diaz"]
    contact = {"patient": diaz, "name": "Ann Diaz", "topics": "all", "limits": ""}
    patients.add_contact(office.desk, version=1, **contact)
    row = patients.contacts(office.desk, patient=diaz)[0].id
    async with console(office) as pilot:
        await page(pilot, "diaz", "c", "e", "tab", *"wife")
        patients.edit_contact(office.desk, version=2, row=row, **{**contact, "limits": "court"})
        await pilot.press("ctrl+o")
        assert "Meanwhile it became: limits court. Enter saves yours." in screen(pilot)
        await pilot.press("ctrl+o")
    line = patients.contacts(office.desk, patient=diaz)[0]
    assert (line.relation, line.limits) == ("wife", "")


async def test_another_line_that_changed_meanwhile_is_in_nobodys_way(office: Office) -> None:
    diaz = office.patients["Diaz"]
    patients.add_phone(office.desk, patient=diaz, version=1, phone="617-555-0142")
    async with console(office) as pilot:
        await page(pilot, "diaz", "c", "e", "tab", *"work")
        patients.add_phone(office.desk, patient=diaz, version=2, phone="617-555-0143")
        await pilot.press("ctrl+o")
    found = patients.phones(office.desk, patient=diaz)
    assert [(line.kind, line.shown) for line in found] == [("work", "617-555-0142"), ("mobile", "617-555-0143")]


async def test_a_line_parked_for_a_record_merged_meanwhile_goes_to_the_survivor(office: Office) -> None:
    stein = office.register("Stein", "Rae")
    async with console(office) as pilot:
        await page(pilot, "stein", "c", "f", *"6175550142", "ctrl+g", "ctrl+g")
        patients.merge(office.desk, keep=office.patients["Stone"], gone=stein, version=1)
        await pilot.press("z", "ctrl+o")
        assert "Added phone 617-555-0142 of Stone, Rae" in screen(pilot)


# How they stand ---------------------------------------------------------------------------------


async def test_the_deceased_are_marked_everywhere_and_not_booked(office: Office) -> None:
    async with console(office) as pilot:
        await page(pilot, "kim", "s", "d", *"11/20/2026", "enter")
        assert "Noted as deceased: Kim, Ha-eun  u undo" in screen(pilot)
        assert "Deceased 11/20/2026." in screen(pilot)
        await pilot.press("ctrl+g")
        assert "+Kim, Ha-eun" in screen(pilot)
        await pilot.press("enter", "n", *"tue 3p", "enter", *"okafor", "enter")
        assert "Kim, Ha-eun has died." in screen(pilot)


async def test_a_day_that_is_none_is_asked_again(office: Office) -> None:
    async with console(office) as pilot:
        await page(pilot, "kim", "s", "d", *"x", "enter")
        assert not patients.reread(office.desk, patient=office.patients["Kim"]).sign
        await pilot.press("backspace", "enter")
        assert patients.reread(office.desk, patient=office.patients["Kim"]).standing == ("Deceased.",)


async def test_dismissed_with_a_reason_and_taken_on_again(office: Office) -> None:
    async with console(office) as pilot:
        await page(pilot, "kim", "s", "x", "enter")
        assert "A reason is needed." in screen(pilot)
        await pilot.press(*"threats", "enter")
        assert "Dismissed 11/24/2026: threats" in screen(pilot)
        await pilot.press("s", "r")
        assert "Took on again Kim, Ha-eun" in screen(pilot)
        await pilot.press("s", "i")
        assert "Photo   seen 11/24/2026 by Mona Lee" in screen(pilot)


async def test_words_of_a_reason_are_no_standing(office: Office) -> None:
    async with console(office) as pilot:
        await page(pilot, "diaz", "s", "x", *"Deceased father, a test record", "enter", "s")
        assert "d Deceased  r Take on again  t Test record" in screen(pilot)
        await pilot.press("d", "enter")
        assert "Noted as deceased: Diaz, Luis" in screen(pilot)


# Merging ----------------------------------------------------------------------------------------


async def test_merging_shows_what_differs_and_takes_what_is_chosen(office: Office) -> None:
    office.register("Stein", "Rae", "1984-01-31")
    async with console(office) as pilot:
        await page(pilot, "stone", "m", *"stein", "enter")
        assert isinstance(pilot.app.screen, MergeList)
        shown = screen(pilot)
        assert "Keep Stone, Rae 000003, merge in Stein, Rae 000006" in shown
        assert "family     Stone  (not Stein)" in shown
        assert "born       1/30/1984  (not 1/31/1984)" in shown
        await pilot.press("down", "space")
        assert "born       1/31/1984  (not 1/30/1984)" in screen(pilot)
        await pilot.press("enter")
        assert "Merged Stein, Rae 000006 into Stone, Rae 000003  u undo" in screen(pilot)
        assert "Stone, Rae   000003   also 000006" in screen(pilot)
        assert "Tue 31 Jan 1984" in screen(pilot)
        await pilot.press("y", "1")
        assert "Took apart Stone, Rae 000003 and Stein, Rae 000006" in screen(pilot)
        assert Patient.select().where(Patient.merged_into.is_null(False)).count() == 0


async def test_swapping_keeps_the_other_record_and_what_was_chosen(office: Office) -> None:
    office.register("Stein", "Rae", "1984-01-31")
    async with console(office) as pilot:
        await page(pilot, "stone", "m", *"stein", "enter", "s")
        assert "Keep Stein, Rae 000006, merge in Stone, Rae 000003" in screen(pilot)
        assert "family     Stone  (not Stein)" in screen(pilot)
        await pilot.press("enter")
        assert "Patients  Stone, Rae" in screen(pilot).splitlines()[0]
        assert "000006   also 000003" in screen(pilot)


async def test_visits_at_one_time_come_first_and_stop_it(office: Office) -> None:
    stein = office.register("Stein", "Rae")
    office.book(stein, "Reyes", "10:00")
    async with console(office) as pilot:
        await page(pilot, "stone", "m", *"stein", "enter")
        assert "! both have a visit: Tue 24 Nov 2026 10:00a and 10:00a" in screen(pilot)
        assert "Enter Go there" in last_line(pilot)
        await pilot.press("down", "enter")
        assert "move or cancel one of each first" in screen(pilot)
        assert Patient.select().where(Patient.merged_into.is_null(False)).count() == 0
        await pilot.press("up", "enter")
        assert ">10:00a S Stein, Rae" in screen(pilot)
        await pilot.press("x", "p", "3", "m", *"stein", "enter", "enter")
        assert "Merged Stein, Rae 000006 into Stone, Rae 000003" in screen(pilot)


async def test_who_could_be_the_same_is_offered_before_anything_is_typed(office: Office) -> None:
    office.register("Stone", "Ray", "1984-01-30")
    async with console(office) as pilot:
        await page(pilot, "stone", "m")
        assert "Merge which record into Stone, Rae?" in screen(pilot)
        assert "These could be the same person" in screen(pilot)
        await pilot.press("enter")
        assert "merge in Stone, Ray 000006" in screen(pilot)
        assert "both say: family Stone, born 1/30/1984" in screen(pilot)


async def test_who_pays_is_settled_before_merging(office: Office) -> None:
    stein = office.register("Stein", "Rae")
    stone, payer = office.patients["Stone"], office.patients["Abbott"]
    patients.set_guarantor(office.desk, patient=stone, version=1, guarantor=payer)
    patients.set_guarantor(office.desk, patient=office.patients["Vu"], version=1, guarantor=stein)
    async with console(office) as pilot:
        await page(pilot, "stone", "m", *"stein", "enter")
        assert "! Abbott, June would pay for somebody who pays for Vu, Peter." in screen(pilot)
        assert "Merge" not in last_line(pilot)
        await pilot.press("enter")
        assert "Settle who pays first." in screen(pilot)


async def test_a_record_with_itself_is_not_merged(office: Office) -> None:
    async with console(office) as pilot:
        await page(pilot, "stone", "m", *"stone", "enter")
        assert "That is the same record." in screen(pilot)
        await pilot.press("y")
        assert "Nothing was merged into this record." in screen(pilot)


@SIZES
async def test_merging_at_any_size(office: Office, size: tuple[int, int]) -> None:
    office.register("Stein", "Rae", "1984-01-31")
    async with console(office, size) as pilot:
        await page(pilot, "stone", "m", *"stein", "enter")
        assert "family" in screen(pilot)
        await pilot.press("enter")
        assert Patient.select().where(Patient.merged_into.is_null(False)).count() == 1


@SIZES
async def test_a_page_with_everything_on_it_at_any_size(office: Office, size: tuple[int, int]) -> None:
    diaz = office.patients["Diaz"]
    was = patients.reread(office.desk, patient=diaz).fields
    whole = {
        "middle": "Juan", "name_used": "Lou", "pronouns": "he/him", "former": "Ruiz", "gender": "man",
        "street": "1 Elm St", "city": "Boston", "other_street": "PO Box 9", "language": "Spanish",
        "interpreter": "y", "needs": "wheelchair", "preferred": "Okafor", "mail": "l@example.org", "no_mail": "y",
    }  # fmt: skip
    patients.edit(office.desk, patient=diaz, version=1, was=was, **whole)
    patients.add_contact(office.desk, patient=diaz, version=2, name="Ann Diaz", topics="all")
    async with console(office, size) as pilot:
        await page(pilot, "diaz")
        assert "Diaz, Luis" in screen(pilot).replace("\n", "")
        if size == (80, 24):
            for text in (
                "Luis Juan Diaz", "Lou, he/him", "Ruiz", "PO Box 9, confidential", "example.org, no e-mail",
                "Ann Diaz", "Spanish, interpreter needed", "wheelchair", "Prefers Okafor", "47 years  man",
            ):  # fmt: skip
                assert text in screen(pilot), text
        rows = [line.text.plain for line in pilot.app.screen.query_one(PatientsPane).sheet.rows]
        await pilot.press(*["down"] * next(n for n, line in enumerate(rows) if line.startswith(" Past")))
        assert "Past" in screen(pilot)


# What to mind -----------------------------------------------------------------------------------


def limited(office: Office) -> None:
    """Kit Young, a child whose father must hear nothing, has a visit at 10:30; Rae Stone needs an interpreter."""
    kit = office.register("Young", "Kit", "2015-05-01")
    father = {"name": "Bob Young", "relation": "father", "topics": "nothing", "limits": "court order"}
    patients.add_contact(office.desk, patient=kit, version=1, **father)
    office.book(kit, "Okafor", "10:30")
    stone = patients.reread(office.desk, patient=office.patients["Stone"])
    patients.edit(
        office.desk, patient=stone.id, version=1, was=stone.fields, interpreter="y", language="Thai",
        name_used="Ray", alert="latex",
    )  # fmt: skip


async def test_the_calendar_says_whom_not_to_talk_to_and_what_is_needed(office: Office) -> None:
    limited(office)
    async with console(office) as pilot:
        await pilot.press("down", "down")
        assert "S *Stone, Rae" in screen(pilot)
        assert '*Stone, Rae "Ray" 42 1/30/1984  !latex  !interpreter: Thai ' in screen(pilot)
        await pilot.press("down", "down")
        assert "!do NOT talk to Bob Young (father): court" in screen(pilot)
        await pilot.press("enter")
        assert "Mind !  do NOT talk to Bob Young (father): court order" in screen(pilot)
        assert "People  Bob Young  father  do NOT talk to" in screen(pilot)


async def test_the_booking_form_says_it_beneath_the_name(office: Office) -> None:
    limited(office)
    async with console(office) as pilot:
        await pilot.press("n", *"you", "enter")
        assert "! do NOT talk to Bob Young (father): court order" in screen(pilot)
        await pilot.press("shift+tab", *"dia", "enter")
        assert "do NOT talk to" not in screen(pilot)
        assert "!" not in "\n".join(screen(pilot).splitlines()[-12:])


@SIZES
async def test_what_to_mind_leaves_the_form_its_fields(office: Office, size: tuple[int, int]) -> None:
    limited(office)
    async with console(office, size) as pilot:
        await page(pilot, "you", "n")
        assert "When" in screen(pilot)
        await pilot.press(*"3p", "enter", *"oka", "ctrl+o")
        assert "Booked Y" in screen(pilot)
