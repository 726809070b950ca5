"""The whole record: every field read, stored, shown, found by; what is refused; edits beside somebody else."""

from __future__ import annotations

import pytest

from frontdesk.desk import Refused, Stale, undo
from frontdesk.logic import checks, patients
from tests.elm import ABBOTT, DIAZ, KIM, STONE, Elm

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
