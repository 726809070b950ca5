"""Things to do that messages leave to a person: records deleted elsewhere, messages only a person can follow."""

from __future__ import annotations

from dataclasses import dataclass

from frontdesk.db.patients import Patient
from frontdesk.db.practice import WorklistItem
from frontdesk.db.rows import get
from frontdesk.desk import Desk, Work, view
from frontdesk.logic.patients.record import shown_name
from frontdesk.logic.worklists import add_item, close_item, in_order, item_about, kind, open_count, open_items

GONE = "message_deleted"
"""The kind of item for a record that the other program says it deleted."""
LOOK = "message_unread"
"""The kind of item for a message that only a person can follow."""
AGAIN = "spoken of again"
"""What became of such an item when a newer message came."""


def _words(desk: Desk, patient: int) -> str:
    return shown_name(get(Patient, patient))


for _kind in (GONE, LOOK):
    kind(_kind, sees="patient.see", works="patient.edit", words=_words, patient=lambda subject: subject)


@dataclass(frozen=True, slots=True)
class ToLookAt:
    """A patient's record of which a message says something that a person has to decide."""

    item: int
    version: int
    patient: int
    name: str
    number: str
    note: str


@view("data.to_look_at", permission="patient.see")
def to_look_at(desk: Desk) -> tuple[ToLookAt, ...]:
    """Everything that messages leave to a person, what to do first at the top."""
    items = in_order((*open_items(desk, kind=GONE), *open_items(desk, kind=LOOK)))
    rows = {row.id: row for row in Patient.select().where(Patient.id.in_([item.subject for item in items]))}
    return tuple(
        ToLookAt(
            item.id,
            item.version,
            item.subject,
            shown_name(rows[item.subject]),
            rows[item.subject].number,
            item.note,
        )
        for item in items
    )


def count(desk: Desk) -> int:
    """How much there is."""
    return open_count(desk, kind=GONE) + open_count(desk, kind=LOOK)


def note_gone(work: Work, patient: int, gone: bool) -> set[str]:
    """Put a record whose end a message tells on the worklist, or take it off when a newer one speaks of it."""
    item = item_about(GONE, ("patient", patient))
    is_open = item is not None and item.closed_at is None
    if gone and (item is None or item.outcome == AGAIN):
        note = "The other program says that it deleted this record. Is it still one of ours?"
        add_item(work, GONE, ("patient", patient), due=work.desk.today(), note=note)
    elif is_open and not gone:
        assert item is not None
        close_item(work, item, AGAIN)
    else:
        return set()
    return {"worklist", f"worklist:{GONE}", f"patient:{patient}"}


def ask_to_look(work: Work, patient: int, note: str) -> set[str]:
    """Put a message that only a person can follow on the worklist, once."""
    there = WorklistItem.select().where(
        WorklistItem.kind == LOOK,
        WorklistItem.subject_kind == "patient",
        WorklistItem.subject == patient,
        WorklistItem.note == note,
    )
    if there.exists():
        return set()
    add_item(work, LOOK, ("patient", patient), due=work.desk.today(), note=note)
    return {"worklist", f"worklist:{LOOK}", f"patient:{patient}"}
