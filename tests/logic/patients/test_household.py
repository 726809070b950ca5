"""Who lives with a patient, as far as the record tells."""

from __future__ import annotations

from frontdesk.logic import patients
from tests.elm import ABBOTT, DIAZ, KIM, MORNING, OKOYE, STONE, VU, Elm


def test_a_phone_a_payer_or_a_name_at_an_address_makes_a_household(elm: Elm) -> None:
    for patient in (ABBOTT, DIAZ):
        patients.add_phone(elm.mary, patient=patient, version=1, phone="617-555-0142")
    patients.set_guarantor(elm.mary, patient=VU, version=1, guarantor=ABBOTT)
    home = {"street": "1 Elm St", "zip": "02101", "city": "Boston", "state": "MA"}
    was = patients.reread(elm.mary, patient=ABBOTT).fields
    patients.edit(elm.mary, patient=ABBOTT, version=2, was=was, **home)
    son = patients.register(elm.mary, family="Abbott", given="Tom", sure=True, **home).values["patient"]
    found = [row.id for row in patients.household(elm.mary, patient=ABBOTT)]
    assert found == [son, DIAZ, VU]
    assert [row.id for row in patients.household(elm.mary, patient=VU)] == [ABBOTT]
    assert patients.household(elm.mary, patient=KIM) == ()
    patients.note_death(elm.mary, patient=DIAZ, version=2, died=MORNING.date())
    assert [row.id for row in patients.household(elm.mary, patient=ABBOTT)] == [son, VU]
    assert patients.household(elm.mary, patient=999) == ()


def test_a_number_that_many_share_tells_nothing(elm: Elm) -> None:
    for patient in (ABBOTT, DIAZ, STONE, VU, KIM, OKOYE):
        patients.add_phone(elm.mary, patient=patient, version=1, phone="617-555-0142")
    assert len(patients.household(elm.mary, patient=ABBOTT)) == 5
    for number in range(10):
        patients.register(elm.mary, family="Ward", given=f"Kid{chr(97 + number)}", phone="617-555-0142", sure=True)
    assert patients.household(elm.mary, patient=ABBOTT) == ()
