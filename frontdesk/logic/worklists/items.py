"""Rows of things to do, for changes of any area to compose."""

from __future__ import annotations

from typing import Any

import pendulum

from frontdesk.db.practice import WorklistItem
from frontdesk.db.rows import find
from frontdesk.desk import Refused, Stale, Work
from frontdesk.logic import names
from frontdesk.logic.worklists.kinds import kind_named

COLUMNS = ("owner", "role", "due", "due_at", "urgent", "note", "outcome", "outcome_note", "closed_at", "closed_by")
"""What of an item can change."""


def add_item(
    work: Work,
    kind: str,
    subject: tuple[str, int],
    *,
    due: pendulum.Date | None = None,
    due_at: pendulum.DateTime | None = None,
    owner: int | None = None,
    role: str = "",
    note: str = "",
    urgent: bool = False,
) -> int:
    """Put something to do on a worklist; return the item's row, whose `topics_of` the change must name."""
    work.topics |= _lists(kind)
    return work.add(
        WorklistItem,
        kind=kind,
        subject_kind=subject[0],
        subject=subject[1],
        due=due,
        due_at=due_at,
        owner=owner,
        role=role,
        note=note,
        urgent=urgent,
        made_at=work.now,
    )


def item_row(item: int, version: int | None = None) -> WorklistItem:
    """An item's row; raise `Stale` when it moved on since `version`, `Refused` when there is none."""
    row = find(WorklistItem, item)
    if row is None:
        raise Refused("There is no such item on the list.", code="moved")
    if version is not None and row.version != version:
        raise Stale("Somebody did something about this since it was shown here. Look again.")
    return row


def open_row(item: int, version: int | None = None) -> WorklistItem:
    """The row of an item that is still open; raise as `item_row` does, and `Refused` when it is done."""
    row = item_row(item, version)
    if row.closed_at is not None:
        raise Refused("It is done already.", code="closed")
    return row


def item_about(kind: str, subject: tuple[str, int]) -> WorklistItem | None:
    """The newest item of a kind about a row."""
    found: WorklistItem | None = (
        WorklistItem.select()
        .where(
            WorklistItem.kind == kind,
            WorklistItem.subject_kind == subject[0],
            WorklistItem.subject == subject[1],
        )
        .order_by(WorklistItem.id.desc())
        .first()
    )
    return found


def close_item(work: Work, row: WorklistItem, outcome: str, note: str = "") -> int:
    """Write down what became of an item; return its new version."""
    work.topics |= _lists(row.kind)
    return work.update(
        WorklistItem,
        row.id,
        row.version,
        outcome=short_text(outcome, "outcome"),
        outcome_note=short_text(note, "note"),
        closed_at=work.now,
        closed_by=work.desk.who.account,
    )


def open_again(work: Work, row: WorklistItem) -> int:
    """Take back what became of an item: it is open again; return its new version."""
    work.topics |= _lists(row.kind)
    return work.update(
        WorklistItem, row.id, row.version, outcome="", outcome_note="", closed_at=None, closed_by=None
    )


def short_text(text: str, field: str) -> str:
    """A line of text as it is stored; raise `Refused` at the field for what can't be."""
    try:
        return names.clean_text(text)
    except names.BadText as error:
        raise Refused(error.reason, field=field) from error


def state_of(row: WorklistItem) -> dict[str, Any]:
    """What of an item can change, as values that can be stored again."""
    values = {name: row.__data__[name] for name in COLUMNS}
    return {**values, "urgent": bool(row.urgent)}


def put_back(work: Work, row: WorklistItem, state: dict[str, Any]) -> int:
    """Write an item's state as it was; return its new version."""
    work.topics |= _lists(row.kind)
    return work.update(WorklistItem, row.id, row.version, **state)


def _lists(kind: str) -> set[str]:
    return {"worklist", f"worklist:{kind}"}


def topics_of(row: WorklistItem) -> set[str]:
    """Whose screens a change of this item concerns."""
    found = _lists(row.kind) | {f"{row.subject_kind}:{row.subject}"}
    who = patient_of(row)
    return found | ({f"patient:{who}"} if who is not None else set())


def patient_of(row: WorklistItem) -> int | None:
    """Whom an item is about."""
    kind = kind_named(row.kind)
    return kind.patient(row.subject) if kind is not None else None
