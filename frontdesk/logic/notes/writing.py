"""Taking a phone note and changing one; its outcome is that of its item."""

from __future__ import annotations

from typing import Any

import pendulum

from frontdesk.db.notes import PhoneNote
from frontdesk.db.practice import WorklistItem
from frontdesk.db.rows import find, get
from frontdesk.desk import Back, Outcome, Refused, Stale, Undo, Work, change
from frontdesk.logic import worklists
from frontdesk.logic.notes.rows import FIELDS, KIND, facts, item_of, item_values, note_row, note_values, words

NOTE_COLUMNS = ("patient", "caller", "digits", "extension", "about", "text", "withdrawn")
"""What of a note can change."""
WITHDRAWN = "withdrawn"
"""The outcome of a note that was taken back."""


def state_of(row: PhoneNote, item: WorklistItem) -> dict[str, Any]:
    """Both rows as values that can be stored again."""
    values = {name: row.__data__[name] for name in NOTE_COLUMNS}
    values |= {"about": str(row.about), "withdrawn": bool(row.withdrawn)}
    return {"note": values, "item": worklists.state_of(item)}


def _changed(work: Work, note: int, before: dict[str, Any], says: str, takes_back: str) -> Outcome:
    """The outcome of a change of a note; `before` is the state from which it started."""
    row, item = get(PhoneNote, note), item_of(note)
    after = state_of(row, item)
    was = {**before["item"], **before["note"]}
    became = {**after["item"], **after["note"]}
    topics = worklists.topics_of(item)
    if was["patient"] is not None:
        topics.add(f"patient:{was['patient']}")
    return Outcome(
        says,
        (KIND, note),
        topics,
        before={name: value for name, value in was.items() if became[name] != value},
        after={name: value for name, value in became.items() if was[name] != value},
        patient=row.patient_id,
        back=Back(
            "notes.as_it_was",
            {"note": note, "version": row.version, "state": before, "says": takes_back, "again": says},
        ),
        values={"note": note, "version": row.version, "item": item.id},
    )


@change("notes.take", permission="note.write", undo=Undo.INVERSE)
def take(
    work: Work,
    *,
    about: str,
    text: str,
    caller: str = "",
    patient: int | None = None,
    phone: str = "",
    urgent: bool = False,
    whom: str = "",
    due: pendulum.Date | None = None,
    due_at: pendulum.DateTime | None = None,
) -> Outcome:
    """Write down a phone call for somebody to deal with: who called, about what, for whom and until when."""
    said = {"caller": caller, "patient": patient, "phone": phone, "about": about, "text": text}
    values = note_values(said)
    what = item_values(work, {"whom": whom, "due": due, "due_at": due_at, "urgent": urgent})
    note = work.add(PhoneNote, taken_at=work.now, taken_by=work.desk.who.account, **values)
    item = worklists.item_row(worklists.add_item(work, KIND, (KIND, note), **what))
    state = state_of(get(PhoneNote, note), item)
    gone = {"note": {**state["note"], "withdrawn": True}, "item": {**state["item"], **_withdrawn(work)}}
    named = words(work.desk, note)
    made = _changed(work, note, gone, f"Noted: {named}", f"Took back: {named}")
    return Outcome(
        made.message,
        made.subject,
        made.topics,
        after={**state["item"], **state["note"]},
        patient=made.patient,
        back=made.back,
        values=made.values,
    )


def _withdrawn(work: Work) -> dict[str, Any]:
    return {"outcome": WITHDRAWN, "closed_at": work.now, "closed_by": work.desk.who.account}


@change("notes.edit", permission="note.write", undo=Undo.INVERSE)
def edit(work: Work, /, *, note: int, was: dict[str, Any], **fields: Any) -> Outcome:
    """Change a note that is not done yet; `was` is what the form was opened with, of the changed fields."""
    row, item = note_row(note), item_of(note)
    if item.closed_at is not None:
        raise Refused("It is done already.", code="closed")
    if unknown := fields.keys() - set(FIELDS):
        raise Refused(f"There is no field {min(unknown)!r}.", code="field")
    now, before = facts(row, item), state_of(row, item)
    for name, value in fields.items():
        if now[name] not in (was.get(name), value):
            raise Stale("Somebody changed this meanwhile.", field="due" if name == "due_at" else name)
    said = {**now, **fields}
    values, what = note_values(said), item_values(work, said, now)
    if {**before["note"], **values} != before["note"]:
        work.update(PhoneNote, note, row.version, **values)
    if {**before["item"], **what} != before["item"]:
        work.update(WorklistItem, item.id, item.version, **what)
    if state_of(get(PhoneNote, note), item_of(note)) == before:
        raise Refused("Nothing was changed.", code="same")
    named = words(work.desk, note)
    return _changed(work, note, before, f"Changed: {named}", f"As before: {named}")


@change("notes.as_it_was", permission="note.write", undo=Undo.INVERSE)
def as_it_was(work: Work, *, note: int, version: int, state: dict[str, Any], says: str, again: str) -> Outcome:
    """Put a note and its item back as they were: what undo and redo do."""
    row = find(PhoneNote, note)
    if row is None or row.version != version:
        raise Stale("Somebody changed this note since.")
    item = item_of(note)
    before = state_of(row, item)
    if state["note"] != before["note"]:
        work.update(PhoneNote, note, version, **state["note"])
    if state["item"] != before["item"]:
        worklists.put_back(work, item, state["item"])
    return _changed(work, note, before, says, again)
