"""The whole record: every field read, stored, shown, found by; what is refused; edits beside somebody else."""

from __future__ import annotations

import pytest

from frontdesk.db.calendar import Provider
from frontdesk.db.patients import Patient, PatientPhone
from frontdesk.desk import Refused, Stale, undo
from frontdesk.logic import calendar, checks, patients
from tests.elm import ABBOTT, DIAZ, KIM, OKAFOR, REYES, STONE, Elm

WHOLE = {
    "family": "Garza", "given": "Ana", "birth": "3/4/1990", "sex": "F", "phone": "617-555-0142 x7",
    "mail": "ana@example.org", "note": "call first", "alert": "latex", "middle": "Luz", "prefix": "Dr.",
    "suffix": "PhD", "name_used": "Annie", "former": "Ruiz; Ana Solis", "pronouns": "she/her", "gender": "woman",
    "street": "1 Elm St", "city": "Boston", "state": "MA", "zip": "02139", "other_street": "PO Box 9",
    "other_city": "Dover", "other_state": "DE", "other_zip": "19901-0009", "language": "Spanish",
    "interpreter": "y", "needs": "wheelchair", "preferred": "Okafor", "no_mail": "y", "no_post": "",
}  # fmt: skip


def register(elm: Elm, **fields: str) -> int:
    return int(patients.register(elm.mary, **{"family": "Garza", **fields}).values["patient"])


def found(elm: Elm, text: str) -> list[int]:
    return [row.id for row in patients.search(elm.mary, text=text).rows]


def edit(elm: Elm, patient: int, **fields: str) -> None:
    page = patients.reread(elm.mary, patient=patient)
    patients.edit(elm.mary, patient=patient, version=page.version, was=page.fields, **fields)


def refused(elm: Elm, **fields: str) -> Refused:
    with pytest.raises(Refused) as error:
        register(elm, **fields)
    return error.value


def test_the_whole_form_comes_back_as_it_was_written(elm: Elm) -> None:
    page = patients.reread(elm.mary, patient=register(elm, **WHOLE))
    assert page.fields == WHOLE
    assert WHOLE.keys() == set(patients.FIELDS)
    assert page.post == "PO Box 9, Dover, DE 19901-0009"
    assert checks.run(elm.database).ok


def test_what_is_written_in_other_ways_is_stored_in_one(elm: Elm) -> None:
    patient = register(elm, state="ma", former=" Ruiz ;; Ruiz; Solis", interpreter="Yes", preferred="okafor")
    fields = patients.reread(elm.mary, patient=patient).fields
    assert (fields["state"], fields["former"], fields["interpreter"]) == ("MA", "Ruiz; Solis", "y")
    assert fields["preferred"] == "Okafor"


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("zip", "2139"), ("other_zip", "02139-1"), ("interpreter", "perhaps"), ("no_mail", "x"),
        ("preferred", "Nobody"), ("middle", "7"), ("former", "Ruiz; 9"), ("name_used", "[x]"),
        ("needs", "x" * 201), ("pronouns", "a\x1bb"),
    ],
)  # fmt: skip
def test_what_can_not_be_read_is_refused_at_its_field(field: str, text: str, elm: Elm) -> None:
    assert refused(elm, **{field: text}).field == field


def test_a_field_that_there_is_not_is_refused(elm: Elm) -> None:
    assert refused(elm, shoe_size="44").code == "field"


def test_former_used_and_middle_names_find_the_patient(elm: Elm) -> None:
    patient = register(elm, given="Ana", middle="Luz", name_used="Annie", former="Ruiz; Ana Solis")
    for text in ("ruiz", "solis ana", "annie gar", "luz", "ana garza"):
        assert found(elm, text) == [patient], text
    edit(elm, patient, former="Ruiz")
    assert found(elm, "solis") == []
    undo(elm.mary)
    assert found(elm, "solis") == [patient]


def test_edits_of_different_fields_of_the_long_form_meet(elm: Elm) -> None:
    was = patients.reread(elm.mary, patient=STONE).fields
    patients.edit(elm.rob, patient=STONE, version=1, was=was, needs="wheelchair")
    patients.edit(elm.mary, patient=STONE, version=1, was=was, language="Polish")
    now = patients.reread(elm.mary, patient=STONE).fields
    assert (now["needs"], now["language"]) == ("wheelchair", "Polish")
    with pytest.raises(Stale) as error:
        patients.edit(elm.mary, patient=STONE, version=1, was=was, needs="hearing aid")
    assert error.value.field == "needs"


def test_an_edit_may_name_only_what_it_was_shown(elm: Elm) -> None:
    patients.edit(elm.mary, patient=DIAZ, version=1, was={"city": ""}, city="Boston")
    patients.edit(elm.mary, patient=DIAZ, version=1, was={"state": ""}, state="MA")
    fields = patients.reread(elm.mary, patient=DIAZ).fields
    assert (fields["city"], fields["state"]) == ("Boston", "MA")


def test_undo_of_an_edit_brings_back_what_the_number_was_allowed_for(elm: Elm) -> None:
    patients.add_phone(elm.mary, patient=KIM, version=1, phone="617-555-0111", kind="mobile", may_text=True)
    before = patients.phones(elm.mary, patient=KIM)
    edit(elm, KIM, phone="617-555-0122")
    after = patients.phones(elm.mary, patient=KIM)
    assert [(line.shown, line.kind, line.may_text) for line in after] == [("617-555-0122", "home", False)]
    undo(elm.mary)
    assert patients.phones(elm.mary, patient=KIM) == before


def test_the_first_phone_is_the_one_of_the_form(elm: Elm) -> None:
    patients.add_phone(elm.mary, patient=KIM, version=1, phone="617-555-0111", kind="cell")
    patients.add_phone(elm.mary, patient=KIM, version=2, phone="617-555-0122", kind="w", may_call=False)
    lines = patients.phones(elm.mary, patient=KIM)
    assert [(line.kind, line.allowed) for line in lines] == [("mobile", "call"), ("work", "do not use")]
    patients.edit_phone(
        elm.mary, patient=KIM, version=3, row=lines[1].id, phone="617-555-0122", kind="work", may_call=True,
        may_text=False, may_message=True, first=True,
    )  # fmt: skip
    assert patients.reread(elm.mary, patient=KIM).fields["phone"] == "617-555-0122"
    patients.remove_phone(elm.mary, patient=KIM, version=4, row=lines[1].id)
    assert patients.reread(elm.mary, patient=KIM).fields["phone"] == "617-555-0111"
    assert found(elm, "0122") == []


def test_phones_that_are_none_or_there_already_are_refused(elm: Elm) -> None:
    patients.add_phone(elm.mary, patient=KIM, version=1, phone="617-555-0111")
    for phone, code in (("617 555 0111", "same"), ("", "wrong"), ("55", "wrong")):
        with pytest.raises(Refused) as error:
            patients.add_phone(elm.mary, patient=KIM, version=2, phone=phone)
        assert (error.value.field, error.value.code) == ("phone", code)
    with pytest.raises(Stale):
        patients.add_phone(elm.mary, patient=KIM, version=1, phone="617-555-0112")
    with pytest.raises(Refused, match="home, mobile"):
        patients.add_phone(elm.mary, patient=KIM, version=2, phone="617-555-0112", kind="fax")


def test_a_phone_of_another_patient_is_not_reached(elm: Elm) -> None:
    patients.add_phone(elm.mary, patient=KIM, version=1, phone="617-555-0111")
    row = patients.phones(elm.mary, patient=KIM)[0].id
    with pytest.raises(Refused):
        patients.remove_phone(elm.mary, patient=ABBOTT, version=1, row=row)
    assert len(patients.phones(elm.mary, patient=KIM)) == 1


def test_a_first_phone_taken_out_of_the_form_leaves_the_next_one_first(elm: Elm) -> None:
    version = 1
    for phone in ("617-555-0141", "617-555-0142"):
        done = patients.add_phone(elm.mary, patient=STONE, version=version, phone=phone)
        version = int(done.values["version"])
    was = patients.reread(elm.mary, patient=STONE).fields
    patients.edit(elm.mary, patient=STONE, version=version, was=was, phone="")
    assert patients.reread(elm.mary, patient=STONE).fields["phone"] == "617-555-0142"
    undo(elm.mary)
    assert [line.shown for line in patients.phones(elm.mary, patient=STONE)] == ["617-555-0141", "617-555-0142"]


def test_what_another_program_wrote_is_in_nobodys_way(elm: Elm) -> None:
    """A ZIP code and a phone that nobody could type stay as they are while something else is edited."""
    done = patients.add_phone(elm.mary, patient=STONE, version=1, phone="617-555-0141")
    with elm.database.writing():
        Patient.update(zip="2139", mail="none").where(Patient.id == STONE).execute()
        PatientPhone.update(digits="0005550141", reversed="1410555000").execute()
    was = patients.reread(elm.mary, patient=STONE).fields
    version = int(done.values["version"])
    done = patients.edit(elm.mary, patient=STONE, version=version, was=was, city="Boston")
    now = patients.reread(elm.mary, patient=STONE).fields
    assert (now["city"], now["zip"], now["mail"], now["phone"]) == ("Boston", "2139", "none", "000-555-0141")
    version = int(done.values["version"])
    with pytest.raises(Refused) as error:
        patients.edit(elm.mary, patient=STONE, version=version, was=now, zip="213")
    assert error.value.field == "zip"


def test_the_preferred_provider_may_leave(elm: Elm) -> None:
    was = patients.reread(elm.mary, patient=STONE).fields
    patients.edit(elm.mary, patient=STONE, version=1, was=was, preferred="reyes")
    assert patients.preferred(elm.mary, patient=STONE) == REYES
    with elm.database.writing():
        Provider.update(hidden=True).where(Provider.id == REYES).execute()
    was = patients.reread(elm.mary, patient=STONE).fields
    patients.edit(elm.mary, patient=STONE, version=2, was=was, city="Boston")
    assert patients.reread(elm.mary, patient=STONE).fields["preferred"] == "Reyes"


def test_lists_show_the_name_used_beside_the_legal_one(elm: Elm) -> None:
    was = patients.reread(elm.mary, patient=STONE).fields
    patients.edit(elm.mary, patient=STONE, version=1, was=was, name_used="Ray")
    (row,) = patients.search(elm.mary, text="ray").rows
    assert row.called == 'Stone, Rae "Ray"'


def test_visits_to_come_are_counted_where_somebody_died_or_was_dismissed(elm: Elm) -> None:
    for time in ("9:45", "15:00"):
        elm.book(STONE, OKAFOR, time)
    done = patients.note_death(elm.mary, patient=STONE, version=1)
    assert done.message == "Noted as deceased: Stone, Rae; visits still to come: 2"
    undo(elm.mary)
    version = patients.reread(elm.mary, patient=STONE).version
    done = patients.dismiss(elm.mary, patient=STONE, version=version, why="threats")
    assert done.message == "Dismissed Stone, Rae; visits still to come: 2"
    done = patients.note_death(elm.mary, patient=DIAZ, version=1)
    assert done.message == "Noted as deceased: Diaz, Luis"


def test_a_day_shows_the_first_phone_that_may_be_called(elm: Elm) -> None:
    version = 1
    for phone, call in (("617-555-0141", False), ("617-555-0142", True)):
        done = patients.add_phone(elm.mary, patient=STONE, version=version, phone=phone, may_call=call)
        version = int(done.values["version"])
    visit = elm.book(STONE, OKAFOR, "15:00")
    assert calendar.visit(elm.mary, visit=visit).visit.phone == "6175550142"
    phones = patients.phones(elm.mary, patient=STONE)
    patients.remove_phone(elm.mary, patient=STONE, version=version, row=phones[1].id)
    assert calendar.visit(elm.mary, visit=visit).visit.phone == ""
