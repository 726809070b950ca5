"""Who interprets at a visit, as it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from peewee import JOIN

from frontdesk.db.calendar import Hold, Interpreter, ResourceKind, Visit
from frontdesk.db.prepared import prepared
from frontdesk.desk import Desk, view


class Interpreting(NamedTuple):
    """Who interprets at a visit; without a name somebody is to be found."""

    language: str
    mode: str
    confirmed: bool
    name: str
    digits: str

    @property
    def words(self) -> str:
        """`interpreter not confirmed: Spanish, phone`: what is to do comes first, lines are cut at their ends."""
        if not self.mode:
            return f"interpreter to be found: {self.language}"
        said = "confirmed" if self.confirmed else "not confirmed"
        return f"interpreter {said}: {self.language}, {self.mode.replace('_', ' ')}"


@prepared
def _of(visits: list[int]) -> Any:
    held = (Hold.visit == Visit.id) & (Hold.resource_kind == ResourceKind.INTERPRETER)
    return (
        Visit.select(
            Visit.id, Visit.interpreter_language, Visit.interpreter_mode, Visit.interpreter_confirmed,
            Interpreter.name, Interpreter.digits,
        )
        .join(Hold, JOIN.LEFT_OUTER, on=held)
        .join(Interpreter, JOIN.LEFT_OUTER, on=(Hold.resource == Interpreter.id))
        .where(Visit.id.in_(visits), Visit.interpreter_language != "")
    )  # fmt: skip


@view("calendar.interpreted", permission="calendar.see")
def interpreted(desk: Desk, *, visits: Sequence[int]) -> dict[int, Interpreting]:
    """Who interprets at these visits, by number of the visit; those that need nobody are left out."""
    found = _of(list(visits)) if visits else ()
    return {
        visit: Interpreting(language, mode or "", confirmed == 1, (mode and name) or "", (mode and digits) or "")
        for visit, language, mode, confirmed, name, digits in found
    }
