"""A phone note and its item: finding both, what they say, and reading what is to be written into them."""

from __future__ import annotations

from typing import Any

import pendulum

from frontdesk.db.notes import About, PhoneNote
from frontdesk.db.patients import Patient
from frontdesk.db.practice import WorklistItem
from frontdesk.db.rows import find
from frontdesk.desk import Desk, Refused, Work
from frontdesk.logic import names, phones, worklists
from frontdesk.logic.notes.matters import MATTERS
from frontdesk.logic.patients.record import shown_name, survivor

KIND = "phone_note"
"""Of the note's item, and what the item calls its subject."""

FIELDS = ("caller", "patient", "phone", "about", "text", "urgent", "whom", "due", "due_at")
"""What a person writes: a caller who is not the patient, the number to call, what it is about and in which words,
for whom (`role:biller`, `account:3`, or empty) and until when (a day, perhaps a moment of it)."""


def note_row(note: int) -> PhoneNote:
    """A note's row; raise `Refused` when there is none, or it was taken back."""
    row = find(PhoneNote, note)
    if row is None or row.withdrawn:
        raise Refused("There is no such note any more.", code="moved")
    return row


def item_of(note: int) -> WorklistItem:
    """The note's one item, open or done."""
    item = worklists.item_about(KIND, (KIND, note))
    if item is None:
        raise Refused("This note is on no list.", code="moved")
    return item


def patient_of(note: int) -> int | None:
    """Whom a note is about."""
    row = find(PhoneNote, note)
    return None if row is None else row.patient_id


def who(row: PhoneNote) -> str:
    """`Diaz, Luis`, or `Ann Diaz for Diaz, Luis`."""
    name = shown_name(row.patient) if row.patient_id is not None else ""
    return " for ".join(part for part in (row.caller, name) if part)


def words(desk: Desk, note: int) -> str:
    """`refill, Diaz, Luis`: how a note is named in messages."""
    row = find(PhoneNote, note)
    return "a phone note" if row is None else f"{MATTERS[About(row.about)].name.lower()}, {who(row)}"


worklists.kind(KIND, sees="note.see", works="note.write", words=words, patient=patient_of)


def whom_of(item: WorklistItem) -> str:
    """For whom, as `Whom.key` says it; empty for whoever comes first."""
    if item.owner_id is not None:
        return f"account:{item.owner_id}"
    return f"role:{item.role}" if item.role else ""


def facts(row: PhoneNote, item: WorklistItem) -> dict[str, Any]:
    """What a note and its item say, by field."""
    return {
        "caller": row.caller,
        "patient": row.patient_id,
        "phone": phones.show_phone(row.digits, row.extension) if row.digits else "",
        "about": str(row.about),
        "text": row.text,
        "urgent": bool(item.urgent),
        "whom": whom_of(item),
        "due": item.due,
        "due_at": item.due_at,
    }


# Reading what was written -------------------------------------------------------------------------


def note_values(said: dict[str, Any]) -> dict[str, Any]:
    """The note's columns; raise `Refused` at the field that can't be read."""
    patient = _patient(said["patient"])
    caller = worklists.short_text(said["caller"], "caller")
    if patient is None and not caller:
        raise Refused("Who called?", field="caller")
    about = said["about"]
    if about not in {str(each) for each in About}:
        raise Refused("What is it about?", field="about")
    number = _phone(said["phone"])
    text = _text(said["text"])
    return {
        "patient": None if patient is None else patient.id,
        "caller": "" if patient is not None and caller == shown_name(patient) else caller,
        "about": About(about),
        "digits": number.digits,
        "extension": number.extension,
        "text": text,
    }


def _patient(patient: int | None) -> Patient | None:
    if patient is None:
        return None
    row = survivor(patient)
    if row.withdrawn:
        raise Refused("This record was withdrawn.", field="patient", code="withdrawn")
    return row


def _phone(text: str) -> phones.Phone:
    try:
        return phones.read_phone(text) if text.strip() else phones.Phone("")
    except phones.BadPhone as error:
        raise Refused(error.reason, field="phone") from error


def _text(text: str) -> str:
    try:
        stored = names.clean_text(text, "note")
    except names.BadText as error:
        raise Refused(error.reason, field="text") from error
    if not stored:
        raise Refused("What does the caller want? A few words will do.", field="text")
    return stored


def item_values(work: Work, said: dict[str, Any], was: dict[str, Any] | None = None) -> dict[str, Any]:
    """The item's columns; a time that is past is refused unless it was there before."""
    owner, role = read_whom(said["whom"])
    if was is None or said["whom"] != was["whom"]:
        worklists.check_whom(owner, role)
    due, at = said["due"], said["due_at"]
    if due is None:
        raise Refused("Until when?", field="due")
    if was is None or (due, at) != (was["due"], was["due_at"]):
        _not_past(work, due, at)
    return {"owner": owner, "role": role, "due": due, "due_at": at, "urgent": bool(said["urgent"])}


def _not_past(work: Work, due: pendulum.Date, at: pendulum.DateTime | None) -> None:
    if due < work.desk.today():
        raise Refused("That day is over.", field="due")
    if at is not None and at <= work.now:
        raise Refused("That time is past.", field="due")
    if at is not None and at.in_timezone(work.desk.zone).date() != due:
        raise Refused("The time is not on that day.", field="due")


def read_whom(whom: str) -> tuple[int | None, str]:
    """Account and role of `account:3`, `role:biller` or an empty text; raise `Refused` at `whom` otherwise."""
    sort, _, key = whom.partition(":")
    if sort == "account" and key.isascii() and key.isdecimal():
        return int(key), ""
    if sort == "role" or not whom:
        return None, key
    raise Refused("For whom is it?", field="whom")
