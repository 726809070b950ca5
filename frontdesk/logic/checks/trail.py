"""The audit trail: the chain is whole, and what was done refers to it."""

from __future__ import annotations

from peewee import JOIN

from frontdesk.db.audit import Audit, ChangeDone, first_fault
from frontdesk.db.engine.practice_file import PracticeFile
from frontdesk.logic.checks.registry import Wrong, check


@check("audit trail")
def chain(database: PracticeFile) -> Wrong:
    """No record was changed, removed or slipped in; the first that was is named."""
    if fault := first_fault():
        yield f"audit record {fault.seq}", fault.why


@check("changes")
def changes(database: PracticeFile) -> Wrong:
    """Every change that was made stands in the audit trail under its own request."""
    differs = (
        Audit.seq.is_null()
        | (Audit.request != ChangeDone.request)
        | (Audit.action != ChangeDone.name)
        | (Audit.at != ChangeDone.at)
    )
    rows = (
        ChangeDone.select(ChangeDone.id, ChangeDone.name, ChangeDone.seq)
        .join(Audit, JOIN.LEFT_OUTER, on=(Audit.seq == ChangeDone.seq))
        .where(differs)
        .order_by(ChangeDone.id)
    )
    for row, name, seq in rows.tuples():
        yield f"change {row}", f"{name} is not what audit record {seq} says"
