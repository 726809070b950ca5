"""What there is to do is for one person or role, and closed with an outcome."""

from __future__ import annotations

from typing import Any

from frontdesk.db.engine.practice_file import PracticeFile
from frontdesk.db.practice import WorklistItem
from frontdesk.logic.checks import check
from frontdesk.logic.checks.registry import Wrong


def _rows(query: Any) -> Any:
    return WorklistItem._meta.database.execute(query)


@check("worklists")
def worklists(database: PracticeFile) -> Wrong:
    """Every item is for one person or one role, and has an outcome exactly when it is closed."""
    items = WorklistItem.select(WorklistItem.id)
    both = items.where(WorklistItem.owner.is_null(False), WorklistItem.role != "")
    for (item,) in _rows(both):
        yield f"worklist item {item}", "is for a person and for a role"
    for (item,) in _rows(items.where(WorklistItem.closed_at.is_null(False), WorklistItem.outcome == "")):
        yield f"worklist item {item}", "is closed without an outcome"
    for (item,) in _rows(items.where(WorklistItem.closed_at.is_null(), WorklistItem.outcome != "")):
        yield f"worklist item {item}", "has an outcome and is still open"
