"""What a visit's own row says of its interpreter: the language, how they are there, whether they said they come.

The language alone means that somebody is to be found. A visit has one hold of an interpreter at most: another one
takes its place in the same row.
"""

from __future__ import annotations

from typing import Any

from frontdesk.db.calendar import Hold, Interpreter, Provider, ResourceKind, Visit
from frontdesk.db.patients import Patient
from frontdesk.db.rows import get, insert
from frontdesk.logic.calendar.rules import Slot, overlapping, serves_any_number

NOBODY: dict[str, Any] = {
    "interpreter_language": "",
    "interpreter_mode": None,
    "interpreter_confirmed": False,
}
"""The columns of a visit that needs no interpreter."""


def spoken(languages: str, wanted: str) -> str:
    """The language interpreted by somebody who has these: the one wanted, else all there may be."""
    words = languages.split()
    said = [wanted] if wanted.casefold() in words else words
    return "/".join(word[:1].upper() + word[1:] for word in said)


def with_interpreter(patient: Patient, interpreter: int | None, language: str = "") -> dict[str, Any]:
    """The columns of a visit at which somebody interprets, or should; of whom nobody has heard yet.

    `language` is the one wished, else the patient's. For who needs somebody and has nobody, one is to be found.
    """
    if interpreter is None:
        wanted = language or (str(patient.language) if patient.interpreter else "")
        return {**NOBODY, "interpreter_language": wanted[:1].upper() + wanted[1:]}
    row = get(Interpreter, interpreter)
    said = spoken(str(row.languages), language or str(patient.language))
    return {**NOBODY, "interpreter_language": said, "interpreter_mode": row.mode}


def interpreter_of(visit: Visit) -> int | None:
    """Who interprets at a visit, or would if it were on; None when nobody does."""
    if visit.interpreter_mode is None:
        return None
    hold = Hold.get_or_none(Hold.visit == visit.id, Hold.resource_kind == ResourceKind.INTERPRETER)
    return None if hold is None else int(hold.resource)


def placed_anew(row: Visit, wish: Slot) -> dict[str, Any]:
    """The columns of a visit that goes to another place: the wish's interpreter; else its own, where free then.

    Who said they come said so of a time and a place. At another one, or for longer, they must be asked again:
    nobody may rely on a word that was given for something else.
    """
    who = interpreter_of(row)
    if wish.interpreter not in (None, who):
        return with_interpreter(get(Patient, row.patient_id), wish.interpreter, str(row.interpreter_language))
    if who is None:
        return {}
    if not _free(who, wish):
        return {"interpreter_mode": None, "interpreter_confirmed": False}
    same = row.starts == wish.starts and wish.ends <= row.ends
    here = row.site_id == get(Provider, wish.provider).site_id
    return {"interpreter_confirmed": bool(row.interpreter_confirmed) and same and here}


def comes_back(row: Visit) -> dict[str, Any]:
    """The columns of a visit that is put back on the calendar: who had been told off is asked again."""
    who = interpreter_of(row)
    if who is None:
        return {}
    wish = Slot(row.patient_id, 0, row.starts, row.ends, visit=int(row.id), party=row.party_id)
    gone = {} if _free(who, wish) else {"interpreter_mode": None}
    return {**gone, "interpreter_confirmed": False}


def _free(interpreter: int, wish: Slot) -> bool:
    kind = ResourceKind.INTERPRETER
    if get(Interpreter, interpreter).hidden:
        return False
    taken = overlapping(kind, interpreter, *wish.span, wish.visit)
    return serves_any_number(kind, interpreter) or all(wish.party and hold.party == wish.party for hold in taken)


def hold_interpreter(row: Visit, interpreter: int | None) -> None:
    """Let a visit hold this interpreter, and no other; whoever asks made sure that it may."""
    mine = (Hold.visit == row.id) & (Hold.resource_kind == ResourceKind.INTERPRETER)
    if interpreter is None:
        Hold.update(live=False).where(mine).execute()
        return
    taken = {
        "resource": interpreter,
        "live": not serves_any_number(ResourceKind.INTERPRETER, interpreter),
        "starts": row.starts,
        "ends": row.ends,
        "overbooked": False,
        "party": row.party_id,
    }
    if not Hold.update(**taken).where(mine).execute():
        insert(Hold, {"visit": row.id, "resource_kind": ResourceKind.INTERPRETER, **taken})
