"""Whether a patient may be contacted for a purpose, and how: the one place that every area asks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from frontdesk.db.patients import Patient, PatientPhone
from frontdesk.desk import Desk, view
from frontdesk.logic.patients.record import record, survivor
from frontdesk.logic.phones import show_phone


class Purpose(StrEnum):
    """What a patient is contacted for."""

    REMINDER = "reminder"
    RECALL = "recall"
    MESSAGE = "message"
    STATEMENT = "statement"
    SURVEY = "survey"


NOT_WHEN_DISMISSED = (Purpose.RECALL, Purpose.SURVEY)
"""What a patient gets no more once dismissed; letters about records and money still go out."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way to reach the patient: call, text, message (on a machine), mail or post; and the number or address."""

    kind: str
    to: str


@dataclass(frozen=True, slots=True)
class Contactable:
    """The answer. `patient` is whom a merged record stands for; `why` says why not."""

    patient: int
    ok: bool
    why: str
    ways: tuple[Way, ...]

    def by(self, *kinds: str) -> tuple[Way, ...]:
        """The ways of these kinds."""
        return tuple(way for way in self.ways if way.kind in kinds)


def silenced(row: Patient, purpose: Purpose) -> str:
    """Why this patient is not contacted for the purpose; empty when nothing speaks against it."""
    if row.withdrawn:
        return "The record was withdrawn."
    if row.deceased:
        return "The patient has died."
    if row.test:
        return "This is a test record."
    if row.dismissed and purpose in NOT_WHEN_DISMISSED:
        return "The patient was dismissed from the practice."
    return ""


def postal(row: Patient) -> str:
    """Where letters go, in one line: the confidential address when there is one; empty when nowhere."""
    prefix = "other_" if any(getattr(row, f"other_{part}") for part in ("street", "city", "zip")) else ""
    street, city, state, code = (getattr(row, f"{prefix}{part}") for part in ("street", "city", "state", "zip"))
    return ", ".join(part for part in (street, city, f"{state} {code}".strip()) if part)


def _ways(row: Patient) -> tuple[Way, ...]:
    found = []
    phones = PatientPhone.select().where(PatientPhone.patient == row.id)
    for phone in phones.order_by(PatientPhone.position, PatientPhone.id):
        shown = show_phone(phone.digits, phone.extension)
        for kind, may in (("call", phone.may_call), ("text", phone.may_text), ("message", phone.may_message)):
            if may:
                found.append(Way(kind, shown))
    if row.mail and not row.no_mail:
        found.append(Way("mail", row.mail))
    if postal(row) and not row.no_post:
        found.append(Way("post", postal(row)))
    return tuple(found)


@view("patients.may_contact", permission="patient.see")
def may_contact(desk: Desk, *, patient: int, purpose: str) -> Contactable:
    """Whether and how a patient may be contacted; death, withdrawal and test records silence everything."""
    record(patient)
    row = survivor(patient)
    why = silenced(row, Purpose(purpose))
    ways = () if why else _ways(row)
    if not why and not ways:
        why = "There is no way on file that is allowed."
    return Contactable(row.id, not why, why, ways)
