"""Phone notes: taken, changed by two at once, passed on, done, taken back; merged along; checked."""

from __future__ import annotations

from typing import Any

import pendulum
import pytest

from frontdesk.db.notes import PhoneNote
from frontdesk.db.practice import BusinessCalendar, Holiday, WorklistItem
from frontdesk.desk import Refused, Stale, news, redo, undo
from frontdesk.logic import accounts, checks, notes, patients, worklists
from tests.elm import DIAZ, KIM, MORNING, STONE, Elm

TODAY = MORNING.date()
TOMORROW = TODAY.add(days=1)
MARY, ROB = 1, 2
WISH: dict[str, Any] = {
    "about": "refill", "text": "lisinopril", "patient": DIAZ, "phone": "617-555-0142", "due": TOMORROW,
    "whom": f"account:{MARY}",
}  # fmt: skip


def take(elm: Elm, **more: Any) -> int:
    return int(notes.take(elm.rob, **{**WISH, **more}).values["note"])


def refusal(elm: Elm, **more: Any) -> tuple[str, str]:
    before = elm.counts()
    with pytest.raises(Refused) as refused:
        notes.take(elm.rob, **{**WISH, **more})
    assert elm.counts() == before
    return refused.value.field, refused.value.reason


def line(elm: Elm, number: int = 0) -> notes.NoteLine:
    return notes.open_notes(elm.mary)[number]


def change(elm: Elm, note: int, **fields: Any) -> Any:
    """Change a note that was opened just now."""
    was = notes.note_facts(elm.rob, note=note)
    return notes.edit(elm.rob, note=note, was={key: was[key] for key in fields}, **fields)


def test_a_note_is_a_row_and_something_to_do(elm: Elm) -> None:
    seen = news(elm.mary, -1).seq
    done = notes.take(elm.rob, **WISH, caller="Ann Diaz")
    assert done.message == "Noted: refill, Ann Diaz for Diaz, Luis"
    found = line(elm)
    assert (found.who, found.phone, found.about, found.text, found.taken_by) == (
        "Ann Diaz for Diaz, Luis", "617-555-0142", "Refill", "lisinopril", "Rob Hale",
    )  # fmt: skip
    assert (found.item.whom, found.item.due, found.item.mine) == ("Mary Lee", TOMORROW, True)
    assert {"worklist", "worklist:phone_note", f"patient:{DIAZ}"} <= news(elm.mary, seen).topics
    assert checks.run(elm.database).findings == ()


def test_a_caller_who_is_the_patient_is_named_once(elm: Elm) -> None:
    take(elm, caller="Diaz, Luis")
    assert (line(elm).caller, line(elm).who) == ("", "Diaz, Luis")


def test_somebody_who_is_not_on_file(elm: Elm) -> None:
    take(elm, patient=None, caller="CVS Elm St", phone="", whom="role:clinician")
    assert (line(elm).who, line(elm).phone, line(elm).item.whom) == ("CVS Elm St", "", "Clinicians")


@pytest.mark.parametrize(
    ("more", "field", "says"),
    [
        ({"patient": None}, "caller", "Who called?"),
        ({"patient": 99}, "patient", "no such patient"),
        ({"about": "weather"}, "about", "about"),
        ({"text": "  "}, "text", "want"),
        ({"text": "x" * 4001}, "text", "4000"),
        ({"text": "\x1b[31m"}, "text", "can't be shown"),
        ({"caller": "\u202enaed"}, "caller", "can't be shown"),
        ({"phone": "12345"}, "phone", "10 digits"),
        ({"whom": "account:99"}, "whom", "not work here"),
        ({"whom": "role:king"}, "whom", "no such role"),
        ({"whom": "dog"}, "whom", "For whom"),
        ({"due": None}, "due", "Until when"),
        ({"due": TODAY.subtract(days=1)}, "due", "over"),
        ({"due": TODAY, "due_at": MORNING}, "due", "past"),
        ({"due": TOMORROW, "due_at": MORNING.add(hours=1)}, "due", "not on that day"),
    ],
)
def test_what_a_note_refuses(elm: Elm, more: dict[str, Any], field: str, says: str) -> None:
    where, reason = refusal(elm, **more)
    assert where == field
    assert says in reason


def test_undo_takes_it_back_and_redo_brings_it_again(elm: Elm) -> None:
    take(elm)
    undo(elm.rob)
    assert notes.open_notes(elm.rob) == ()
    assert notes.of_patient(elm.rob, patient=DIAZ) == ()
    assert WorklistItem.get_by_id(1).outcome == "withdrawn"
    assert checks.run(elm.database).findings == ()
    redo(elm.rob)
    assert line(elm).text == "lisinopril"
    assert checks.run(elm.database).findings == ()


def test_done_with_a_few_words(elm: Elm) -> None:
    note = take(elm)
    worklists.settle(elm.mary, item=line(elm).item.id, version=1, outcome="done", note="sent to CVS")
    assert notes.open_notes(elm.mary) == ()
    (found,) = notes.of_patient(elm.rob, patient=DIAZ)
    assert (found.id, found.outcome, found.closed_by, found.closed_at) == (
        note,
        "sent to CVS",
        "Mary Lee",
        MORNING,
    )
    with pytest.raises(Refused, match="done already"):
        change(elm, note, text="two of them")
    with pytest.raises(Refused, match="undone"):
        undo(elm.rob)
    undo(elm.mary)
    assert change(elm, note, text="two of them")


def test_every_field_can_be_changed_and_comes_back(elm: Elm) -> None:
    note = take(elm)
    was = notes.note_facts(elm.rob, note=note)
    change(
        elm, note, caller="Ann", patient=KIM, phone="617-555-0188 x2", about="script", text="at once", urgent=True,
        whom="role:biller", due=TODAY, due_at=elm.at("15:00"),
    )  # fmt: skip
    now = notes.note_facts(elm.rob, note=note)
    assert {key for key in was if was[key] != now[key]} == set(was)
    assert (line(elm).who, line(elm).item.whom, line(elm).item.due_at) == (
        "Ann for Kim, Ha-eun", "Billing", elm.at("15:00"),
    )  # fmt: skip
    undo(elm.rob)
    assert notes.note_facts(elm.rob, note=note) == was
    redo(elm.rob)
    assert notes.note_facts(elm.rob, note=note) == now


def test_two_who_change_different_fields_both_win_and_the_same_field_is_asked_about(elm: Elm) -> None:
    note = take(elm)
    was = notes.note_facts(elm.rob, note=note)
    notes.edit(elm.mary, note=note, was=was, text="lisinopril 10 mg")
    notes.edit(elm.rob, note=note, was=was, whom="role:clinician")
    assert (line(elm).text, line(elm).item.whom) == ("lisinopril 10 mg", "Clinicians")
    with pytest.raises(Stale) as stale:
        notes.edit(elm.rob, note=note, was=was, text="lisinopril 20 mg")
    assert stale.value.field == "text"
    notes.edit(elm.rob, note=note, was=was, text="lisinopril 10 mg", urgent=True)  # both wrote the same
    assert line(elm).item.urgent
    with pytest.raises(Refused, match="Nothing was changed"):
        change(elm, note, text="lisinopril 10 mg")
    with pytest.raises(Refused, match="no field"):
        notes.edit(elm.rob, note=note, was={}, colour="red")


def test_a_late_note_can_be_changed_without_a_new_day(elm: Elm) -> None:
    note = take(elm, due=TODAY)
    elm.clock.advance(minutes=3 * 24 * 60)
    assert change(elm, note, text="still waiting")
    assert line(elm).item.overdue
    with pytest.raises(Refused, match="over"):
        change(elm, note, due=TOMORROW)


def test_a_note_follows_a_merge_and_comes_back(elm: Elm) -> None:
    take(elm, patient=KIM)
    patients.merge(elm.mary, keep=DIAZ, gone=KIM, version=1)
    assert [each.name for each in notes.of_patient(elm.rob, patient=DIAZ)] == ["Diaz, Luis"]
    assert checks.run(elm.database).findings == ()
    undo(elm.mary)
    assert [each.name for each in notes.of_patient(elm.rob, patient=KIM)] == ["Kim, Ha-eun"]
    patients.merge(elm.mary, keep=DIAZ, gone=KIM, version=elm_version(DIAZ))
    assert take(elm, patient=KIM)
    assert len(notes.of_patient(elm.rob, patient=DIAZ)) == 2, "a new note goes to the record that was kept"


def elm_version(patient: int) -> int:
    from frontdesk.db.patients import Patient

    return int(Patient.get_by_id(patient).version)


def test_a_withdrawn_record_gets_no_note(elm: Elm) -> None:
    patients.unregister(elm.mary, patient=STONE, version=1)
    assert refusal(elm, patient=STONE) == ("patient", "This record was withdrawn.")


def test_who_may(elm: Elm) -> None:
    take(elm)
    assert len(notes.open_notes(elm.ann)) == 1
    with pytest.raises(Refused, match=r"note\.write"):
        notes.take(elm.ann, **WISH)


def test_what_is_usual_for_a_matter(elm: Elm) -> None:
    def whom(about: str) -> str:
        return notes.usual(elm.rob, about=about).whom

    assert (whom("billing"), whom("refill"), whom("records")) == ("role:receptionist",) * 3
    for login, role in (("bo", "biller"), ("nia", "medical_assistant"), ("ada", "clinician")):
        accounts.add_account(elm.mary, name=f"{login} x", login=login, password_hash=None, roles=[role])
    assert (whom("billing"), whom("refill"), whom("test_result")) == (
        "role:biller", "role:medical_assistant", "role:clinician",
    )  # fmt: skip
    script = notes.usual(elm.rob, about="script")
    assert (script.urgent, script.due) == (True, TODAY)
    assert notes.usual(elm.rob, about="script", urgent=False).due == TOMORROW
    assert notes.usual(elm.rob, about="refill", urgent=True).due == TODAY


def test_the_next_day_on_which_the_practice_works(elm: Elm) -> None:
    elm.clock.set(elm.at("16:00", days=3))  # the Friday after Thanksgiving
    assert notes.usual(elm.rob, about="refill").due == pendulum.date(2026, 11, 30)
    office = BusinessCalendar.select().first()
    with elm.database.writing():
        Holiday.insert(calendar=office.id, day=pendulum.date(2026, 11, 30), name="Moving").execute()
    assert notes.usual(elm.rob, about="refill").due == pendulum.date(2026, 12, 1)


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        ("DELETE FROM worklist_item", "is on the worklist 0 times"),
        ("UPDATE worklist_item SET subject = 9", "is not there"),
        ("UPDATE phone_note SET withdrawn = 1", "still to be done"),
        ("UPDATE worklist_item SET role = 'biller'", "for a person and for a role"),
        ("UPDATE worklist_item SET closed_at = 1", "closed without an outcome"),
        ("UPDATE worklist_item SET outcome = 'done'", "still open"),
    ],
)
def test_the_check_sees_what_does_not_fit(elm: Elm, spoil: str, says: str) -> None:
    take(elm)
    elm.tamper(spoil)
    assert says in " ".join(found.what for found in checks.run(elm.database).findings)


def test_who_took_it_and_the_number_to_call_are_stored(elm: Elm) -> None:
    take(elm)
    row = PhoneNote.get_by_id(1)
    assert (row.taken_by_id, row.digits, row.extension) == (ROB, "6175550142", "")
