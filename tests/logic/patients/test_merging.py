"""Two records of one person: what clashes, what follows, what finds the person, and that un-merging is exact."""

from __future__ import annotations

from typing import Any

import pytest
from peewee import ForeignKeyField

from frontdesk.db.calendar import Hold, Visit
from frontdesk.db.patients import Patient, PatientMerge, PatientPhone
from frontdesk.db.practice import ExternalRef
from frontdesk.db.table import Table
from frontdesk.desk import Refused, Stale, news, redo, undo
from frontdesk.logic import calendar, checks, patients
from frontdesk.logic.patients.following import FOLLOWING
from tests.elm import ABBOTT, DIAZ, KIM, OKAFOR, OKOYE, REYES, STONE, VU, Elm

NO_FOLLOWERS = {("patient", "merged_into"), ("patient_merge", "keep"), ("patient_merge", "gone")}
"""References that say which records were merged, and so stay."""


def everything(elm: Elm) -> dict[str, Any]:
    """Every row that a merge may touch, without versions and the merges themselves."""
    shown = {}
    for model in Table.__subclasses__():
        table = model._meta.table_name
        if table.startswith(("audit", "change_done", "patient_merge", "session")):
            continue
        cursor = elm.database.peewee.execute_sql(f"SELECT * FROM {table}")
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        shown[table] = [{key: value for key, value in row.items() if key != "version"} for row in rows]
    return shown


def version(patient: int) -> int:
    return int(Patient.get_by_id(patient).version)


def merge(elm: Elm, keep: int, gone: int, **more: Any) -> int:
    done = patients.merge(elm.mary, keep=keep, gone=gone, version=version(keep), **more)
    return int(done.values["merge"])


def edit(elm: Elm, patient: int, **fields: str) -> None:
    page = patients.reread(elm.mary, patient=patient)
    patients.edit(elm.mary, patient=patient, version=page.version, was=page.fields, **fields)


def found(elm: Elm, text: str) -> list[int]:
    return [row.id for row in patients.search(elm.mary, text=text).rows]


@pytest.fixture
def two(elm: Elm) -> Elm:
    """Diaz and Kim with visits and phones; Kim has a contact, pays for Stone and is known to another program."""
    elm.book(DIAZ, OKAFOR, "10:00")
    calendar.cancel(elm.mary, visit=elm.book(KIM, REYES, "10:00"), version=1, reason="patient")
    elm.book(KIM, REYES, "11:00")
    edit(elm, DIAZ, phone="617-555-0111", mail="d@example.org", alert="latex")
    edit(elm, KIM, phone="617-555-0122", note="call first", alert="penicillin", city="Boston")
    for phone in ("617-555-0111", "617-555-0133"):
        patients.add_phone(elm.mary, patient=KIM, version=version(KIM), phone=phone)
    patients.add_contact(elm.mary, patient=KIM, version=version(KIM), name="Ann", topics="all")
    patients.set_guarantor(elm.mary, patient=STONE, version=version(STONE), guarantor=KIM)
    with elm.database.writing():
        ExternalRef.insert(source="x", key="k", hash="h", subject_kind="patient", subject=KIM).execute()
        ExternalRef.insert(source="x", key="v", hash="h", subject_kind="visit", subject=KIM).execute()
    return elm


def test_every_reference_to_a_patient_follows_a_merge() -> None:
    refers = {
        (model._meta.table_name, field.column_name)
        for model in Table.__subclasses__()
        for field in model._meta.sorted_fields
        if isinstance(field, ForeignKeyField) and field.rel_model is Patient
    }
    assert refers - NO_FOLLOWERS <= {tuple(each.name.split(".")) for each in FOLLOWING}


def test_what_belongs_to_the_record_follows(two: Elm) -> None:
    merge(two, DIAZ, KIM)
    assert Visit.select().where(Visit.patient == DIAZ).count() == 3
    assert Hold.select().where(Hold.resource_kind == "patient", Hold.resource == KIM).count() == 0
    assert [line.shown for line in patients.phones(two.mary, patient=DIAZ)] == [
        "617-555-0111", "617-555-0122", "617-555-0133",
    ]  # fmt: skip
    page = patients.reread(two.mary, patient=DIAZ)
    assert [line.name for line in page.contacts] == ["Ann"]
    assert patients.reread(two.mary, patient=STONE).guarantor == "Diaz, Luis"
    assert ExternalRef.get(ExternalRef.key == "k").subject == DIAZ
    assert ExternalRef.get(ExternalRef.key == "v").subject == KIM
    assert page.merged == ("000005",)
    assert checks.run(two.database).ok


def test_empty_fields_are_filled_texts_put_together_and_the_chosen_taken(two: Elm) -> None:
    assert {clash.field for clash in patients.clashes(two.mary, keep=DIAZ, gone=KIM).fields} == {"family", "given"}
    merge(two, DIAZ, KIM, take=["given"])
    fields = patients.reread(two.mary, patient=DIAZ).fields
    assert (fields["family"], fields["given"]) == ("Diaz", "Ha-eun")
    assert (fields["mail"], fields["city"], fields["note"]) == ("d@example.org", "Boston", "call first")
    assert fields["alert"] == "latex; penicillin"


def test_number_and_names_of_the_record_given_up_find_the_survivor(two: Elm) -> None:
    merge(two, DIAZ, KIM)
    for text in ("000005", "5", "kim", "ha-eun kim", "diaz", "0122"):
        assert found(two, text) == [DIAZ], text
    assert patients.open_page(two.mary, patient=KIM).id == DIAZ
    assert patients.survivor_of(two.mary, patient=KIM) == DIAZ


def test_unmerging_gives_every_row_back(two: Elm) -> None:
    before = everything(two)
    row = merge(two, DIAZ, KIM, take=["family", "given"])
    assert everything(two) != before
    patients.unmerge(two.mary, merge=row, version=version(DIAZ))
    assert everything(two) == before
    assert checks.run(two.database).ok


def test_undo_and_redo_go_both_ways(two: Elm) -> None:
    before = everything(two)
    merge(two, DIAZ, KIM, take=["given"])
    after = everything(two)
    for _ in range(3):
        undo(two.mary)
        assert everything(two) == before
        redo(two.mary)
        assert everything(two) == after


def test_undo_of_an_un_merge_leaves_the_way_back_of_the_merge_whole(two: Elm) -> None:
    before = everything(two)
    row = merge(two, DIAZ, KIM)
    after = everything(two)
    patients.unmerge(two.mary, merge=row, version=version(DIAZ))
    undo(two.mary)
    assert everything(two) == after
    undo(two.mary)
    assert everything(two) == before


def test_undo_of_an_un_merge_puts_phones_back_in_their_order(two: Elm) -> None:
    row = merge(two, OKOYE, KIM)  # Okoye has none, so Kim's are the first
    patients.add_phone(two.mary, patient=OKOYE, version=version(OKOYE), phone="617-555-0199")
    together = everything(two)
    patients.unmerge(two.mary, merge=row, version=version(OKOYE))
    apart = everything(two)
    undo(two.mary)
    assert everything(two) == together
    redo(two.mary)
    assert everything(two) == apart


def test_visits_at_one_time_are_listed_and_stop_the_merge(elm: Elm) -> None:
    mine, theirs = elm.book(DIAZ, OKAFOR, "10:00", minutes=30), elm.book(KIM, REYES, "10:15")
    before = everything(elm)
    (clash,) = patients.clashes(elm.mary, keep=DIAZ, gone=KIM).visits
    assert (clash.keep, clash.gone) == (mine, theirs)
    with pytest.raises(Refused) as error:
        merge(elm, DIAZ, KIM)
    assert error.value.code == "overlap"
    assert "10:00a and 10:15a" in error.value.reason
    assert everything(elm) == before
    calendar.move(elm.mary, visit=theirs, version=1, starts=elm.at("10:30"))
    assert merge(elm, DIAZ, KIM)


def test_visits_that_were_moved_since_go_back_where_they_are_now(two: Elm) -> None:
    row = merge(two, DIAZ, KIM)
    visit = Visit.get(Visit.place == "scheduled", Visit.starts == two.at("11:00"))
    calendar.move(two.rob, visit=visit.id, version=visit.version, starts=two.at("14:00"))
    edit(two, DIAZ, city="Dover")
    patients.unmerge(two.mary, merge=row, version=version(DIAZ))
    back = Visit.get_by_id(visit.id)
    assert (back.patient_id, back.starts) == (KIM, two.at("14:00"))
    assert patients.reread(two.mary, patient=DIAZ).fields["city"] == "Dover"
    assert patients.reread(two.mary, patient=KIM).fields["city"] == "Boston"
    assert checks.run(two.database).ok


def test_a_phone_edited_since_goes_back_too(two: Elm) -> None:
    row = merge(two, DIAZ, KIM)
    first, *_, last = patients.phones(two.mary, patient=DIAZ)
    patients.remove_phone(two.mary, patient=DIAZ, version=version(DIAZ), row=first.id)
    patients.edit_phone(
        two.mary, patient=DIAZ, version=version(DIAZ), row=last.id, phone="617-555-0144", kind="work",
        may_call=True, may_text=False, may_message=False, first=True,
    )  # fmt: skip
    patients.unmerge(two.mary, merge=row, version=version(DIAZ))
    numbers = {line.shown for line in patients.phones(two.mary, patient=KIM)}
    assert numbers == {"617-555-0111", "617-555-0122", "617-555-0144"}
    places = [phone.position for phone in PatientPhone.select().where(PatientPhone.patient == KIM)]
    assert sorted(places) == [0, 1, 2]


def test_a_merged_record_is_neither_changed_nor_booked_nor_merged_again(two: Elm) -> None:
    merge(two, DIAZ, KIM)
    for change in (
        lambda: edit_row(two, KIM),
        lambda: patients.note_death(two.mary, patient=KIM, version=version(KIM)),
        lambda: patients.add_phone(two.mary, patient=KIM, version=version(KIM), phone="617-555-0199"),
        lambda: two.book(KIM, OKAFOR, "15:00"),
        lambda: merge(two, KIM, STONE),
        lambda: merge(two, STONE, KIM),
        lambda: merge(two, DIAZ, DIAZ),
    ):
        with pytest.raises(Refused):
            change()


def edit_row(elm: Elm, patient: int) -> None:
    """Edit that very row; `reread` would lead to the survivor."""
    patients.edit(elm.mary, patient=patient, version=version(patient), was={"note": ""}, note="x")


def test_chains_lead_to_the_last_and_come_apart_from_there(two: Elm) -> None:
    before = everything(two)
    inner = merge(two, DIAZ, KIM)
    outer = merge(two, ABBOTT, DIAZ)
    assert found(two, "000005") == found(two, "000002") == [ABBOTT]
    with pytest.raises(Refused, match="merged into Abbott"):
        patients.unmerge(two.mary, merge=inner, version=version(DIAZ))
    patients.unmerge(two.mary, merge=outer, version=version(ABBOTT))
    patients.unmerge(two.mary, merge=inner, version=version(DIAZ))
    assert everything(two) == before
    with pytest.raises(Refused):
        patients.unmerge(two.mary, merge=inner, version=version(DIAZ))
    assert PatientMerge.select().where(PatientMerge.unmerged_at.is_null()).count() == 0


def test_a_merge_of_what_somebody_changed_since_is_stale(two: Elm) -> None:
    seen = version(DIAZ), version(KIM)
    edit(two, KIM, note="new")
    with pytest.raises(Stale):
        patients.merge(two.mary, keep=DIAZ, gone=KIM, version=seen[0], gone_version=seen[1])


def test_death_comes_along_and_a_test_record_does_not(two: Elm) -> None:
    patients.mark_test(two.mary, patient=STONE, version=version(STONE))
    with pytest.raises(Refused) as error:
        merge(two, DIAZ, STONE)
    assert error.value.code == "test"
    patients.note_death(two.mary, patient=KIM, version=version(KIM), died=two.mary.today())
    merge(two, DIAZ, KIM)
    assert patients.row(two.mary, patient=DIAZ).sign == "+"
    undo(two.mary)
    assert patients.row(two.mary, patient=DIAZ).sign == ""


def test_nobody_ends_up_as_their_own_guarantor(two: Elm) -> None:
    patients.set_guarantor(two.mary, patient=DIAZ, version=version(DIAZ), guarantor=KIM)
    before = everything(two)
    row = merge(two, DIAZ, KIM)
    assert Patient.get_by_id(DIAZ).guarantor_id is None
    patients.unmerge(two.mary, merge=row, version=version(DIAZ))
    assert everything(two) == before


def pays(elm: Elm, patient: int, payer: int | None) -> None:
    patients.set_guarantor(elm.mary, patient=patient, version=version(patient), guarantor=payer)


def test_the_pages_of_those_who_are_paid_for_are_read_again(two: Elm) -> None:
    seq = news(two.mary, -1).seq
    row = merge(two, DIAZ, KIM)
    assert f"patient:{STONE}" in news(two.mary, seq).topics
    seq = news(two.mary, -1).seq
    patients.unmerge(two.mary, merge=row, version=version(DIAZ))
    assert f"patient:{STONE}" in news(two.mary, seq).topics
    seq = news(two.mary, -1).seq
    pays(two, STONE, VU)
    assert {f"patient:{each}" for each in (STONE, KIM, VU)} <= news(two.mary, seq).topics
    seq = news(two.mary, -1).seq
    undo(two.mary)
    assert {f"patient:{each}" for each in (STONE, KIM, VU)} <= news(two.mary, seq).topics


def test_who_pays_and_is_paid_for_is_not_merged_before_that_is_settled(two: Elm) -> None:
    pays(two, DIAZ, VU)
    said = "Vu, Peter would pay for somebody who pays for Stone, Rae."
    assert patients.clashes(two.mary, keep=DIAZ, gone=KIM).payer == said
    with pytest.raises(Refused) as error:
        merge(two, DIAZ, KIM)
    assert (error.value.code, error.value.reason) == ("guarantor", f"{said} Settle who pays first.")
    pays(two, DIAZ, None)
    merge(two, DIAZ, KIM)
    assert checks.run(two.database).ok


def test_how_the_other_stands_is_said_before_it_comes_along(two: Elm) -> None:
    patients.note_death(two.mary, patient=KIM, version=version(KIM))
    patients.see_photo(two.mary, patient=KIM, version=version(KIM))
    pays(two, STONE, None)
    pays(two, DIAZ, VU)
    assert patients.clashes(two.mary, keep=DIAZ, gone=KIM).along == (
        "Deceased.", "Photo identity seen 11/24/2026.",
    )  # fmt: skip
    assert patients.clashes(two.mary, keep=KIM, gone=DIAZ).along == ("Vu, Peter pays.",)


def test_taking_apart_puts_back_no_payer_who_is_one_no_more(two: Elm) -> None:
    """DIAZ was paid for by KIM; as one record they pay for VU, and STONE is paid for by them as before."""
    pays(two, DIAZ, KIM)
    row = merge(two, DIAZ, KIM)
    pays(two, VU, DIAZ)
    patients.unmerge(two.mary, merge=row, version=version(DIAZ))
    assert Patient.get_by_id(VU).guarantor_id == DIAZ
    assert Patient.get_by_id(DIAZ).guarantor_id is None
    assert Patient.get_by_id(STONE).guarantor_id == KIM
    assert checks.run(two.database).ok


def test_taking_apart_leaves_out_a_payer_who_found_a_payer(two: Elm) -> None:
    pays(two, STONE, None)
    pays(two, KIM, STONE)
    row = merge(two, DIAZ, KIM)
    pays(two, DIAZ, None)
    pays(two, STONE, VU)
    patients.unmerge(two.mary, merge=row, version=version(DIAZ))
    assert Patient.get_by_id(KIM).guarantor_id is None
    assert checks.run(two.database).ok


def test_the_check_sees_what_was_left_behind(two: Elm) -> None:
    merge(two, DIAZ, KIM)
    two.tamper("UPDATE patient_contact SET patient = 5", "UPDATE patient SET merged_into = 1 WHERE id = 5")
    said = {each.what for each in checks.run(two.database).findings if each.check == "merges"}
    assert said == {
        "was merged, and patient_contact.patient still refers to it",
        "is merged, and the merge on file says otherwise",
    }
