"""Who interprets at a visit: shown, changed, noted as coming; and the visits of which nobody has said so yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pendulum
from peewee import fn

from frontdesk.db.calendar import Interpreter, Place, Visit
from frontdesk.db.prepared import prepared
from frontdesk.db.rows import find, get
from frontdesk.desk import Desk, Outcome, Refused, Undo, Work, change, view
from frontdesk.logic.calendar.booking import seen, tidy_text, visit_row
from frontdesk.logic.calendar.card import card_rows
from frontdesk.logic.calendar.day import DayVisit
from frontdesk.logic.calendar.interpreted import Interpreting, interpreted
from frontdesk.logic.calendar.interpreters import NOBODY, hold_interpreter, interpreter_of, with_interpreter
from frontdesk.logic.calendar.rules import Slot, rest_is_free
from frontdesk.logic.calendar.sites import there
from frontdesk.logic.calendar.snapshot import OFF, changed, snapshot
from frontdesk.logic.calendar.words import provider_name, provider_of

DAYS = 7
"""Days ahead of which somebody should have said that they come, today not counted."""
OVER = (*OFF, Place.DONE, Place.LEFT)
"""Places in which a visit's interpreter is history."""


def _open_row(visit: int, version: int) -> Visit:
    row = visit_row(visit)
    seen(row, version)
    if row.place in OVER:
        raise Refused(f"A visit that is {str(row.place).replace('_', ' ')} stays as it is.", code="place")
    return row


@change("calendar.confirm_interpreter", permission="calendar.book", undo=Undo.INVERSE)
def confirm_interpreter(work: Work, *, visit: int, version: int) -> Outcome:
    """Note that the visit's interpreter said they come, or that the line is booked."""
    return _set_confirmed(work, visit, version, True)


@change("calendar.unconfirm_interpreter", permission="calendar.book", undo=Undo.INVERSE)
def unconfirm_interpreter(work: Work, *, visit: int, version: int) -> Outcome:
    """Take it back that the interpreter said they come."""
    return _set_confirmed(work, visit, version, False)


def _set_confirmed(work: Work, visit: int, version: int, confirmed: bool) -> Outcome:
    row = _open_row(visit, version)
    if row.interpreter_mode is None:
        raise Refused("Nobody interprets there yet. Say who first.", field="interpreter", code="nobody")
    if row.interpreter_confirmed == confirmed:
        raise Refused("It is confirmed already." if confirmed else "It is not confirmed.", code="same")
    before = snapshot(row)
    new = work.update(Visit, visit, version, interpreter_confirmed=confirmed)
    verbs = ("Interpreter confirmed:", "Interpreter not confirmed:")
    return changed(work, row, before, new, *(verbs if confirmed else reversed(verbs)))


@change("calendar.set_interpreter", permission="calendar.book", undo=Undo.INVERSE)
def set_interpreter(
    work: Work, *, visit: int, version: int, interpreter: int | None = None, language: str = ""
) -> Outcome:
    """Let another interpret at a visit; a language alone: somebody is to be found; neither: nobody is needed.

    Nobody has said yet that the new one comes.
    """
    row, language = _open_row(visit, version), tidy_text(language, "interpreter", 40)
    if interpreter is not None:
        _may_interpret(work, row, interpreter)
        values = with_interpreter(row.patient, interpreter, language)
        said = f"{get(Interpreter, interpreter).name} interprets:"
    else:
        values = {**NOBODY, "interpreter_language": language[:1].upper() + language[1:]}
        said = f"Interpreter {values['interpreter_language']} to be found:" if language else "No interpreter:"
    if interpreter == interpreter_of(row) and values["interpreter_language"] == row.interpreter_language:
        raise Refused("It is like that already.", field="interpreter", code="same")
    before = snapshot(row)
    new = work.update(Visit, visit, version, **values)
    hold_interpreter(get(Visit, visit), interpreter)
    return changed(work, row, before, new, said, "Interpreter as before:")


def _may_interpret(work: Work, row: Visit, interpreter: int) -> None:
    found = find(Interpreter, interpreter)
    if found is None or found.hidden:
        raise Refused("There is no such interpreter.", field="interpreter")
    visit, provider = int(row.id), provider_of(int(row.id))
    if interpreter != interpreter_of(row) and provider is not None:
        wish = Slot(
            row.patient_id, provider, row.starts, row.ends,
            visit=visit, interpreter=interpreter, party=row.party_id,
        )  # fmt: skip
        rest_is_free(there(work.desk, provider), wish)


# The list -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """A visit to come of which nobody said that an interpreter comes."""

    visit: DayVisit
    starts: pendulum.DateTime
    """By the clock of the provider's site."""
    provider: str
    interpreting: Interpreting


def _waiting(starts: Any, ends: Any) -> Any:
    return (
        (Visit.starts >= starts)
        & (Visit.starts < ends)
        & (Visit.place == Place.SCHEDULED)
        & (Visit.interpreter_language != "")
        & (Visit.interpreter_confirmed == 0)
    )


@prepared
def _list(starts: pendulum.DateTime, ends: pendulum.DateTime) -> Any:
    return Visit.select(Visit.id).where(_waiting(starts, ends))


@prepared
def _count(starts: pendulum.DateTime, ends: pendulum.DateTime) -> Any:
    return Visit.select(fn.COUNT(Visit.id)).where(_waiting(starts, ends))


def _span(desk: Desk) -> tuple[pendulum.DateTime, pendulum.DateTime]:
    return desk.clock.now(), desk.bounds(desk.today().add(days=DAYS))[1]


@view("calendar.interpreters_to_confirm", permission="calendar.see")
def interpreters_to_confirm(desk: Desk) -> tuple[Unconfirmed, ...]:
    """Visits up to seven days ahead whose interpreter is not confirmed, or not found yet, the next one first."""
    numbers = [visit for (visit,) in _list(*_span(desk))]
    spoken = interpreted(desk, visits=numbers)
    rows = [
        Unconfirmed(
            visit,
            pendulum.from_timestamp(visit.starts).in_timezone(there(desk, visit.provider).zone),
            provider_name(visit.provider),
            spoken[visit.id],
        )
        for visit, _ in card_rows(numbers)
    ]
    return tuple(sorted(rows, key=lambda row: (row.visit.starts, row.visit.id)))


@view("calendar.interpreters_to_confirm_count", permission="calendar.see")
def interpreters_to_confirm_count(desk: Desk) -> int:
    """How many there are."""
    row = _count.first(*_span(desk))
    return int(row[0]) if row else 0
