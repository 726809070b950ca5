"""Undo and redo of one's own last changes.

Nothing is remembered outside the database: the stacks are read off the session's changes in their order.
A change pushes what takes it back; an undo moves it to the other stack; a new change clears that one.
"""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

from peewee import JOIN

from frontdesk.db.audit import Audit, ChangeDone
from frontdesk.db.plain import rich
from frontdesk.db.practice import Account, Person
from frontdesk.db.table import version_now
from frontdesk.desk.change import CHANGES, Change, Done, Expected, Run, answered
from frontdesk.desk.change import Undo as UndoKind
from frontdesk.desk.desk import Desk
from frontdesk.desk.refusal import Refused
from frontdesk.doors import open_all

REACH = 200
"""How many of the session's last changes are looked at."""

State = tuple[str, int, int]
"""A table, a row, and the version that first had this state."""

COMING_AND_GOING = "session."
"""Signing in and out is no step of anybody's work: `u` reaches past the end of a resumed session."""

TABLES = {"block": "unavailable"}
"""Where a subject's kind is not the name of its table."""


def change_named(name: str) -> Change[Any]:
    """The change of this name; its area is imported first where it was not used since the program began.

    Some areas have changes in modules of another name; all rules are imported before a change counts as unknown.
    """
    if name not in CHANGES:
        with suppress(ModuleNotFoundError):
            open_all(f"frontdesk.logic.{name.partition('.')[0]}")
    if name not in CHANGES:
        open_all("frontdesk.logic")
    return CHANGES[name]


def _passing(mine: Any) -> list[str]:
    """Which of a person's changes leave nothing to take back."""
    names = [name for (name,) in ChangeDone.select(ChangeDone.name).where(mine).distinct().tuples()]
    return [name for name in names if _is_passing(name)]


def _is_passing(name: str) -> bool:
    try:
        return change_named(name).undo is UndoKind.PASSING
    except KeyError:  # made by an import or an export, or by another version of the program
        return False


class History:
    """A session's changes, read off the database: what can be undone, what can be redone (the newest last)."""

    def __init__(self, desk: Desk) -> None:
        sessions = [session for session in (desk.session, *desk.sessions) if session is not None]
        mine = (
            ChangeDone.session.in_(sessions)
            & (ChangeDone.account == desk.who.account)
            & ~ChangeDone.name.startswith(COMING_AND_GOING)
        )
        mine &= ChangeDone.name.not_in(_passing(mine))
        newest = ChangeDone.select().where(mine).order_by(ChangeDone.id.desc()).limit(REACH)
        self.undoable: list[ChangeDone] = []
        self.redoable: list[ChangeDone] = []
        self._states: dict[State, State] = {}
        by_id: dict[int, ChangeDone] = {}
        for row in reversed(list(newest)):
            by_id[row.id] = row
            self._stack(row)
            self._same_states(row, by_id.get(row.target_id))

    def _stack(self, row: ChangeDone) -> None:
        if row.role == "do":
            self.redoable.clear()
            self.undoable.append(row)
        elif row.role == "undo":
            if self.undoable:
                self.undoable.pop()
            self.redoable.append(row)
        elif self.redoable:
            self.redoable.pop()
            self.undoable.append(row)

    def _same_states(self, row: ChangeDone, target: ChangeDone | None) -> None:
        """A way back gives a row a new version but its old state: note which versions mean the same state."""
        if target is None:
            return
        before = {(table, key): earlier for table, key, earlier, _ in json.loads(target.touched)}
        for table, key, _, later in json.loads(row.touched):
            if (table, key) in before:
                self._states[table, key, later] = self._state((table, key, before[table, key]))

    def _state(self, state: State) -> State:
        return self._states.get(state, state)

    def expected(self, row: ChangeDone) -> tuple[Expected, ...]:
        """The rows a change touched, each with every version that means the state it left."""
        found = []
        for table, key, _, later in json.loads(row.touched):
            state = self._state((table, key, later))
            same = {v for (t, k, v), s in self._states.items() if (t, k) == (table, key) and s == state}
            found.append(Expected(table, key, frozenset(same | {state[2], later})))
        return tuple(found)


def since(row: ChangeDone) -> str:
    """Who touched the row of a change after it, in words; empty when nobody did."""
    kind, subject = json.loads(row.result)["subject"]
    later = (
        Audit.select(Audit.action, ChangeDone.role, Person.family, Person.given)
        .join(ChangeDone, on=(ChangeDone.seq == Audit.seq), join_type=JOIN.LEFT_OUTER)
        .join_from(Audit, Account, on=(Account.id == Audit.account), join_type=JOIN.LEFT_OUTER)
        .join(Person, on=(Person.id == Account.person), join_type=JOIN.LEFT_OUTER)
        .where(Audit.subject_kind == kind, Audit.subject == subject, Audit.seq > row.seq)
        .order_by(Audit.seq.desc())
        .tuples()
        .first()
    )
    if later is None:
        return ""
    action, role, family, given = later
    name = f"{given} {family}".strip() or "Somebody"
    what = action.split(".", 1)[-1].replace("_", " ") if role in ("do", None) else role
    return f"{name} did this since: {what}"


def _take_back(desk: Desk, history: History, row: ChangeDone, role: str, verb: str) -> Done:
    if not row.back_name:
        raise Refused(f"This can't be {verb}: {json.loads(row.result)['message']}", code="final")
    back = change_named(row.back_name)
    arguments, expects = rich(json.loads(row.back_arguments)), history.expected(row)
    kind, subject = json.loads(row.result)["subject"]
    for wanted in expects:
        if (wanted.table, wanted.row) == (TABLES.get(kind, kind), subject) and "version" in arguments:
            arguments["version"] = version_now(wanted.table, wanted.row)
    try:
        return back.run(desk, Run(role, row.id, expects), **arguments)
    except Refused as error:
        if error.code == "overlap":
            raise Refused(f"Can't be {verb}. That time is taken by now.", code="overlap") from error
        if error.code not in ("moved", "stale"):
            raise
        why = since(row) or "the row has moved on"
        raise Refused(f"Can't be {verb}. {why}.", code="moved") from error


def _earlier(desk: Desk, role: str) -> Done | None:
    """What this request did when it was made before: trying again must not take back one more."""
    if desk.request is None:
        return None
    mine = (ChangeDone.request == desk.request) & (ChangeDone.account == desk.who.account)
    row = ChangeDone.get_or_none(mine & (ChangeDone.role == role))
    return None if row is None else answered(row)


def undo(desk: Desk) -> Done:
    """Take back this person's last change of this session; raise `Refused` with the reason when it can't be."""
    if earlier := _earlier(desk, "undo"):
        return earlier
    history = History(desk)
    if not history.undoable:
        raise Refused("Nothing to undo.", code="nothing")
    return _take_back(desk, history, history.undoable[-1], "undo", "undone")


def redo(desk: Desk) -> Done:
    """Do again what was last undone; raise `Refused` with the reason when it can't be."""
    if earlier := _earlier(desk, "redo"):
        return earlier
    history = History(desk)
    if not history.redoable:
        raise Refused("Nothing to redo.", code="nothing")
    return _take_back(desk, history, history.redoable[-1], "redo", "redone")
