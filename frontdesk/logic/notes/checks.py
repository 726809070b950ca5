"""Phone notes and things to do agree: a note is on one list, and what is on a list is there."""

from __future__ import annotations

from typing import Any

from peewee import JOIN, fn

from frontdesk.db.engine.practice_file import PracticeFile
from frontdesk.db.notes import PhoneNote
from frontdesk.db.practice import WorklistItem
from frontdesk.logic.checks import check
from frontdesk.logic.checks.registry import Wrong
from frontdesk.logic.notes.rows import KIND


def _rows(query: Any) -> Any:
    return PhoneNote._meta.database.execute(query)


@check("phone notes")
def phone_notes(database: PracticeFile) -> Wrong:
    """Every note has its one item; that of a note that was taken back is closed."""
    items = (
        PhoneNote.select(
            PhoneNote.id, PhoneNote.withdrawn, fn.COUNT(WorklistItem.id), fn.MAX(WorklistItem.closed_at.is_null())
        )
        .join(
            WorklistItem,
            JOIN.LEFT_OUTER,
            on=(
                (WorklistItem.kind == KIND)
                & (WorklistItem.subject_kind == KIND)
                & (WorklistItem.subject == PhoneNote.id)
            ),
        )
        .group_by(PhoneNote.id)
    )
    for note, withdrawn, count, is_open in _rows(items):
        if count != 1:
            yield f"phone note {note}", f"is on the worklist {count} times"
        elif withdrawn and is_open:
            yield f"phone note {note}", "was taken back, and is still to be done"
    lost = WorklistItem.select(WorklistItem.id).where(
        WorklistItem.kind == KIND, WorklistItem.subject_kind == KIND, WorklistItem.subject.not_in(_there())
    )
    for (item,) in _rows(lost):
        yield f"worklist item {item}", "is about a phone note that is not there"


def _there() -> Any:
    return PhoneNote.select(PhoneNote.id)
