"""What to mind with a patient, in sentences: said on the page, and wherever somebody books."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from peewee import Case, Field, fn

from frontdesk.db.patients import Patient, PatientContact
from frontdesk.desk import Desk, view
from frontdesk.logic import when
from frontdesk.logic.patients.contacts import OF_AGE, ContactLine, Topic, contacts
from frontdesk.logic.patients.record import survivor

MINDED = "*"
"""The sign of a patient with whom there is something to mind: an interpreter, a need, whom not to talk to."""


def standing(row: Patient) -> tuple[str, ...]:
    """How a patient stands with the practice, where that is not as everybody does."""
    said = []
    if row.withdrawn:
        said.append("This record was withdrawn.")
    if row.deceased:
        said.append(f"Deceased {when.show_date(row.died)}." if row.died else "Deceased.")
    if row.dismissed:
        said.append(f"Dismissed {when.show_date(row.dismissed)}: {row.dismissed_why}")
    if row.test:
        said.append("A test record, not a person.")
    return tuple(said)


def limits(people: Iterable[ContactLine]) -> tuple[str, ...]:
    """To whom we say nothing, and what a court or the guardians set a limit to; only what holds today."""
    holding = [line for line in people if not line.ended and (line.barred or line.limits)]
    return tuple(_limit(line) for line in sorted(holding, key=lambda line: not line.barred))


def _limit(line: ContactLine) -> str:
    who = f"{line.name} ({line.relation})" if line.relation else line.name
    said = f"do NOT talk to {who}" if line.barred else who
    return f"{said}: {line.limits}" if line.limits else said


@view("patients.to_mind", permission="patient.see")
def to_mind(desk: Desk, *, patient: int) -> tuple[str, ...]:
    """Everything to mind before this patient is booked or spoken about, what weighs most first."""
    row = survivor(patient)
    said = [*standing(row), row.alert, *limits(contacts(desk, patient=row.id))]
    if row.interpreter:
        said.append(f"interpreter: {row.language}" if row.language else "interpreter needed")
    said.append(row.needs)
    return tuple(str(sentence) for sentence in said if sentence)


def sign_on(starts: Field) -> Any:
    """For a query over many patients: the sign before the name; on the day of `starts`, where days matter."""
    minded = (Patient.interpreter == 1) | (Patient.needs != "") | _limited(starts)
    signs = ((Patient.deceased == 1, "+"), (Patient.dismissed.is_null(False), "-"), (Patient.test == 1, "~"))
    return Case(None, (*signs, (minded, MINDED)), "")


def _limited(starts: Field) -> Any:
    """Whether `limits` says anything of the patient on that day."""
    there, day, of_age = PatientContact, fn.DATE(starts, "unixepoch"), fn.DATE(Patient.birth, f"+{OF_AGE} years")
    proxy = (there.guardian == 1) | there.topics.not_in(["", Topic.NOTHING])
    ended = proxy & Patient.birth.is_null(False) & (there.from_day < of_age) & (of_age <= day)
    holding = there.select(1).where(
        there.patient == Patient.id,
        there.removed == 0,
        (there.limits != "") | (there.topics == Topic.NOTHING),
        there.from_day <= day,
        there.to_day.is_null() | (there.to_day >= day),
        ~ended,
    )
    return fn.EXISTS(holding)
