"""What to mind with a patient, in sentences: said on the page, and wherever somebody books."""

from __future__ import annotations

from collections.abc import Iterable

from frontdesk.db.patients import Patient
from frontdesk.desk import Desk, view
from frontdesk.logic import when
from frontdesk.logic.patients.contacts import ContactLine, contacts
from frontdesk.logic.patients.record import survivor


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
