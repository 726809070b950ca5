"""Phone notes as a table that leaves the program."""

from __future__ import annotations

from collections.abc import Iterator

import pendulum
from peewee import JOIN, fn

from frontdesk.db.notes import PhoneNote
from frontdesk.db.practice import Account, WorklistAttempt, WorklistItem
from frontdesk.desk import Desk, view
from frontdesk.logic.exporting import Cell
from frontdesk.logic.notes.rows import KIND
from frontdesk.logic.phones import show_phone

NOTES: dict[str, str] = {
    "note": "the row's number",
    "patient": "the patient, or empty for somebody who is not on file",
    "caller": "who called, when it was not the patient",
    "phone": "the number to call",
    "about": "refill, test_result, records, appointment, billing, script or other",
    "text": "what the caller wanted",
    "taken_at": "when it was taken",
    "taken_by": "sign-in of who took it",
    "urgent": "1 when it is urgent",
    "owner": "sign-in of whom it is for, or empty",
    "role": "the role that it is for, or empty",
    "due": "the day until which it should be done",
    "due_at": "the moment of that day, or empty",
    "tries": "how many calls nobody answered",
    "outcome": "what became of it: done, withdrawn, or empty while it is open",
    "outcome_note": "the same in somebody's words",
    "closed_at": "when it was done, or empty",
    "closed_by": "sign-in of who did it, or empty",
}
"""The columns of phone_notes.csv and what they mean."""


@view("data.phone_notes", permission="data.export")
def phone_notes(desk: Desk) -> Iterator[tuple[Cell, ...]]:
    """Every phone note with what became of it, for export."""
    taker, owner, closer = Account.alias(), Account.alias(), Account.alias()
    item = WorklistItem
    tries = WorklistAttempt.select(fn.COUNT(WorklistAttempt.id)).where(
        WorklistAttempt.item == item.id, WorklistAttempt.withdrawn == 0
    )
    query = (
        PhoneNote.select(
            PhoneNote.id, PhoneNote.patient, PhoneNote.caller, PhoneNote.digits, PhoneNote.extension,
            PhoneNote.about, PhoneNote.text, PhoneNote.taken_at, taker.login, item.urgent, owner.login, item.role,
            item.due, item.due_at, tries, item.outcome, item.outcome_note, item.closed_at, closer.login,
        )
        .join(item, on=((item.kind == KIND) & (item.subject == PhoneNote.id)))
        .join_from(PhoneNote, taker, JOIN.LEFT_OUTER, on=(taker.id == PhoneNote.taken_by))
        .join_from(item, owner, JOIN.LEFT_OUTER, on=(owner.id == item.owner))
        .join_from(item, closer, JOIN.LEFT_OUTER, on=(closer.id == item.closed_by))
        .order_by(PhoneNote.id)
    )  # fmt: skip
    for row in PhoneNote._meta.database.execute(query):
        note, patient, caller, digits, extension, about, text, taken, by, *mid, due_at, tried, out, words = row[
            :17
        ]
        phone = show_phone(digits, extension) if digits else ""
        closed, closed_by = row[17:]
        yield (
            note, patient, caller, phone, about, text, _moment(desk, taken), by,
            *mid, _moment(desk, due_at), tried, out, words, _moment(desk, closed), closed_by,
        )  # fmt: skip


def _moment(desk: Desk, at: int | None) -> str:
    """The practice's wall clock with its offset; empty for none."""
    return "" if at is None else str(pendulum.from_timestamp(at).in_timezone(desk.zone).isoformat())
