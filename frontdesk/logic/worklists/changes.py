"""What a person does with something to do: its outcome, passing it on, noting that it was tried in vain."""

from __future__ import annotations

from typing import Any

from frontdesk.db.practice import WorklistAttempt, WorklistItem
from frontdesk.db.rows import find, get
from frontdesk.desk import Back, Outcome, Refused, Undo, Work, change
from frontdesk.logic import when
from frontdesk.logic.worklists.items import (
    COLUMNS,
    close_item,
    item_row,
    open_row,
    patient_of,
    put_back,
    short_text,
    state_of,
    topics_of,
)
from frontdesk.logic.worklists.kinds import check_whom, kind_named, whom_words


def _changed(work: Work, row: WorklistItem, before: dict[str, Any], says: str, takes_back: str) -> Outcome:
    """The outcome of a change of one item; `before` is the state from which it started."""
    after = item_row(row.id)
    state = state_of(after)
    back = Back(
        "worklists.as_it_was",
        {"item": row.id, "version": after.version, "state": before, "says": takes_back, "again": says},
    )
    return Outcome(
        says,
        ("worklist_item", row.id),
        topics_of(row),
        before={name: before[name] for name in COLUMNS if before[name] != state[name]},
        after={name: state[name] for name in COLUMNS if before[name] != state[name]},
        patient=patient_of(row),
        back=back,
        values={"item": row.id, "version": after.version},
    )


def _words(work: Work, row: WorklistItem) -> str:
    kind = kind_named(row.kind)
    return kind.words(work.desk, row.subject) if kind is not None else row.note


def _need(work: Work, row: WorklistItem) -> None:
    """Raise `Refused` unless this person may work on an item."""
    if kind := kind_named(row.kind):
        work.desk.need(kind.works)


def _mine(work: Work, item: int, version: int) -> tuple[WorklistItem, dict[str, Any]]:
    """An open item that this person may work on, and its state."""
    row = open_row(item, version)
    _need(work, row)
    return row, state_of(row)


@change("worklists.settle", permission="todo.work", undo=Undo.INVERSE)
def settle(work: Work, *, item: int, version: int, outcome: str, note: str = "") -> Outcome:
    """Write down what became of something to do; it leaves the list."""
    row, before = _mine(work, item, version)
    if not outcome.strip():
        raise Refused("Say what became of it.", field="outcome")
    close_item(work, row, outcome, note)
    words = _words(work, row)
    return _changed(work, row, before, f"{outcome.strip().capitalize()}: {words}", f"Open again: {words}")


@change("worklists.assign", permission="todo.work", undo=Undo.INVERSE)
def assign(work: Work, *, item: int, version: int, owner: int | None = None, role: str = "") -> Outcome:
    """Pass something to do on to a person, or to whoever has a role."""
    row, before = _mine(work, item, version)
    check_whom(owner, role)
    if (row.owner_id, row.role) == (owner, role):
        raise Refused(f"It is for {whom_words(owner, role)} already.", field="whom", code="same")
    was = whom_words(row.owner_id, row.role)
    work.update(WorklistItem, row.id, row.version, owner=owner, role=role)
    words = _words(work, row)
    return _changed(work, row, before, f"For {whom_words(owner, role)} now: {words}", f"For {was} again: {words}")


@change("worklists.as_it_was", permission="todo.work", undo=Undo.INVERSE)
def as_it_was(work: Work, *, item: int, version: int, state: dict[str, Any], says: str, again: str) -> Outcome:
    """Put something to do back as it was: what undo and redo do."""
    row = item_row(item, version)
    _need(work, row)
    before = state_of(row)
    put_back(work, row, state)
    if kind := kind_named(row.kind):
        kind.put_back(work, row.subject)
    return _changed(work, row, before, says, again)


@change("worklists.tried", permission="todo.work", undo=Undo.INVERSE)
def tried(work: Work, *, item: int, version: int, note: str = "no answer") -> Outcome:
    """Note that somebody tried in vain just now: called, and nobody answered. It stays on the list."""
    row, _ = _mine(work, item, version)
    text = short_text(note, "note")
    attempt = work.add(WorklistAttempt, item=item, at=work.now, account=work.desk.who.account, note=text)
    return _attempted(work, row, attempt, withdrawn=False)


@change("worklists.tried_or_not", permission="todo.work", undo=Undo.INVERSE)
def tried_or_not(work: Work, *, attempt: int, version: int, withdrawn: bool) -> Outcome:
    """Take back that somebody tried, or bring it back: what undo and redo do."""
    made = find(WorklistAttempt, attempt)
    if made is None:
        raise Refused("There is no such attempt.", code="moved")
    row = item_row(made.item_id)
    _need(work, row)
    work.update(WorklistAttempt, attempt, version, withdrawn=withdrawn)
    return _attempted(work, row, attempt, withdrawn=withdrawn)


def _attempted(work: Work, row: WorklistItem, attempt: int, *, withdrawn: bool) -> Outcome:
    made = get(WorklistAttempt, attempt)
    at = when.clock(made.at.in_timezone(work.desk.zone))
    said = f"{made.note.capitalize() or 'Tried'} {at}: {_words(work, row)}"
    return Outcome(
        f"Not tried after all: {_words(work, row)}" if withdrawn else said,
        ("worklist_attempt", attempt),
        topics_of(row),
        after={"item": row.id, "note": made.note, "withdrawn": withdrawn},
        patient=patient_of(row),
        back=Back(
            "worklists.tried_or_not",
            {"attempt": attempt, "version": made.version, "withdrawn": not withdrawn},
        ),
        values={"item": row.id, "attempt": attempt},
    )
