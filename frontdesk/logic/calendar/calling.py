"""Calls about visits of a worklist that is worked out: how often somebody tried in vain."""

from __future__ import annotations

from typing import Any

from peewee import fn

from frontdesk.db.practice import WorklistAttempt, WorklistItem
from frontdesk.db.prepared import prepared
from frontdesk.desk import Back, Outcome, Work
from frontdesk.logic import worklists
from frontdesk.logic.calendar.words import patient_of, visit_words


@prepared
def _attempts(kind: str, visits: list[int]) -> Any:
    return (
        WorklistItem.select(WorklistItem.subject, fn.COUNT(WorklistAttempt.id))
        .join(WorklistAttempt, on=(WorklistAttempt.item == WorklistItem.id))
        .where(
            WorklistItem.subject_kind == "visit",
            WorklistItem.subject.in_(visits),
            WorklistItem.kind == kind,
            WorklistAttempt.withdrawn == 0,
        )
        .group_by(WorklistItem.subject)
    )


def tries(kind: str, visits: list[int]) -> dict[int, int]:
    """How often somebody called in vain, by visit."""
    return dict(_attempts(kind, visits)) if visits else {}


def tried(work: Work, item: WorklistItem, note: str) -> Outcome:
    """Note a call in vain about the item's visit."""
    text = worklists.short_text(note, "note")
    attempt = work.add(WorklistAttempt, item=item.id, at=work.now, account=work.desk.who.account, note=text)
    return Outcome(
        f"{text.capitalize()}: {visit_words(work.desk, item.subject)}",
        ("worklist_attempt", attempt),
        worklists.topics_of(item),
        after={"item": item.id, "note": text},
        patient=patient_of(item.subject),
        back=Back("worklists.tried_or_not", {"attempt": attempt, "version": 1, "withdrawn": True}),
        values={"item": item.id, "attempt": attempt},
    )
