"""Phone notes as lists and the patient's page show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pendulum
from peewee import JOIN

from frontdesk.db.notes import About, PhoneNote
from frontdesk.db.patients import Patient
from frontdesk.db.practice import Account, Person, WorklistItem
from frontdesk.db.prepared import prepared
from frontdesk.desk import Desk, view
from frontdesk.logic import phones, worklists
from frontdesk.logic.notes.matters import MATTERS
from frontdesk.logic.notes.rows import KIND, facts, item_of, note_row
from frontdesk.logic.worklists import Item

ON_PAGE = 20
"""Notes that the patient's page shows, the newest first."""


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A phone note with its item."""

    id: int
    item: Item
    patient: int | None
    name: str
    """The patient's; empty for somebody who is not on file."""
    caller: str
    """Who called, when it was not the patient."""
    phone: str
    about: str
    """The matter in a word or two, `Script, urgent`."""
    sort: str
    """The matter in one word, `Script`."""
    text: str
    taken_at: pendulum.DateTime
    taken_by: str
    closed_at: pendulum.DateTime | None
    closed_by: str
    outcome: str
    """What became of it: `done`, or the words that somebody wrote."""

    @property
    def who(self) -> str:
        """`Diaz, Luis`, or `Ann Diaz for Diaz, Luis`."""
        return " for ".join(part for part in (self.caller, self.name) if part)


_Taker, _Closer = Person.alias(), Person.alias()
_TakerAccount, _CloserAccount = Account.alias(), Account.alias()


def _notes() -> Any:
    return (
        worklists.items_query(
            PhoneNote.id, PhoneNote.patient, Patient.family, Patient.given, PhoneNote.caller, PhoneNote.digits,
            PhoneNote.extension, PhoneNote.about, PhoneNote.text, PhoneNote.taken_at,
            _Taker.given, _Taker.family, WorklistItem.closed_at, _Closer.given, _Closer.family,
            WorklistItem.outcome, WorklistItem.outcome_note,
        )
        .join_from(WorklistItem, PhoneNote, on=(PhoneNote.id == WorklistItem.subject))
        .join(Patient, JOIN.LEFT_OUTER, on=(Patient.id == PhoneNote.patient))
        .join_from(PhoneNote, _TakerAccount, JOIN.LEFT_OUTER, on=(_TakerAccount.id == PhoneNote.taken_by))
        .join(_Taker, JOIN.LEFT_OUTER, on=(_Taker.id == _TakerAccount.person))
        .join_from(
            WorklistItem, _CloserAccount, JOIN.LEFT_OUTER, on=(_CloserAccount.id == WorklistItem.closed_by)
        )
        .join(_Closer, JOIN.LEFT_OUTER, on=(_Closer.id == _CloserAccount.person))
        .where(WorklistItem.kind == KIND, PhoneNote.withdrawn == 0)
    )  # fmt: skip


@prepared
def _open() -> Any:
    return _notes().where(WorklistItem.closed_at.is_null())


@prepared
def _of_patient(patient: int, limit: int) -> Any:
    newest = PhoneNote.select(PhoneNote.id).where(PhoneNote.patient == patient, PhoneNote.withdrawn == 0)
    mine = newest.order_by(PhoneNote.taken_at.desc(), PhoneNote.id.desc()).limit(limit)
    about = (WorklistItem.subject_kind == KIND) & WorklistItem.subject.in_(mine)
    return _notes().where(about).order_by(PhoneNote.taken_at.desc(), PhoneNote.id.desc())


def _lines(desk: Desk, rows: Iterable[tuple[Any, ...]]) -> list[NoteLine]:
    found = []
    for row in rows:
        note, patient, family, given, caller, digits, extension, about, text, taken, *rest = row[worklists.WIDTH :]
        taker_given, taker_family, closed, closer_given, closer_family, outcome, words = rest
        found.append(
            NoteLine(
                id=note,
                item=worklists.item_of(desk, row),
                patient=patient,
                name=f"{family}, {given}" if given else family or "",
                caller=caller,
                phone=phones.show_phone(digits, extension) if digits else "",
                about=MATTERS[About(about)].name,
                sort=MATTERS[About(about)].short,
                text=text,
                taken_at=pendulum.from_timestamp(taken).in_timezone(desk.zone),
                taken_by=worklists.full_name(taker_given, taker_family),
                closed_at=pendulum.from_timestamp(closed).in_timezone(desk.zone) if closed else None,
                closed_by=worklists.full_name(closer_given, closer_family),
                outcome=words or outcome,
            )
        )
    return found


@view("notes.open", permission="note.see")
def open_notes(desk: Desk) -> tuple[NoteLine, ...]:
    """The notes that are not done: urgent ones on top, then those for the person who asks, then by due."""
    lines = {line.item.id: line for line in _lines(desk, _open())}
    return tuple(lines[item.id] for item in worklists.in_order(line.item for line in lines.values()))


@view("notes.of_patient", permission="note.see")
def of_patient(desk: Desk, *, patient: int) -> tuple[NoteLine, ...]:
    """A patient's newest notes, done or not; at most `ON_PAGE`."""
    return tuple(_lines(desk, _of_patient(patient, ON_PAGE)))


@view("notes.facts", permission="note.see")
def note_facts(desk: Desk, *, note: int) -> dict[str, Any]:
    """What a note says, by field, as the form shows it."""
    return facts(note_row(note), item_of(note))
