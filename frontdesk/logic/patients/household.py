"""Who lives with a patient, as far as the record tells: one phone, one payer, one name at one address."""

from __future__ import annotations

from typing import Any

from frontdesk.db.patients import Patient, PatientPhone
from frontdesk.db.prepared import prepared
from frontdesk.db.rows import find
from frontdesk.desk import Desk, view
from frontdesk.logic import names
from frontdesk.logic.patients.search import PatientRow, rows_of

MOST = 12
"""A number that more patients share is a home's or a school's, and tells nothing."""


@prepared
def _by_phone(patient: int) -> Any:
    mine = PatientPhone.alias()
    return (
        PatientPhone.select(PatientPhone.patient)
        .join(mine, on=(PatientPhone.digits == mine.digits))
        .where(mine.patient == patient, PatientPhone.patient != patient)
        .distinct()
        .limit(MOST + 1)
    )


@prepared
def _by_payer(payers: list[int]) -> Any:
    return Patient.select(Patient.id).where(Patient.guarantor.in_(payers)).limit(MOST + 1)


@prepared
def _by_address(family: str, key: str, end: str, street: str, zip: str) -> Any:
    one_name = (Patient.name_key >= key) & (Patient.name_key < end) & (Patient.family == family)
    return Patient.select(Patient.id).where(one_name, Patient.street == street, Patient.zip == zip).limit(MOST + 1)


@view("patients.household", permission="patient.see")
def household(desk: Desk, *, patient: int) -> tuple[PatientRow, ...]:
    """The others of a patient's household, by name; none that are withdrawn, merged or deceased."""
    row = find(Patient, patient)
    if row is None:
        return ()
    payers = [patient, *([int(row.guarantor_id)] if row.guarantor_id is not None else [])]
    found: set[int] = set(payers)
    ways = [_by_phone(patient), _by_payer(payers)]
    if row.street:
        key = names.fold(str(row.family))
        ways.append(_by_address(row.family, key, key + "\U0010ffff", row.street, row.zip))
    for rows in ways:
        if len(rows) <= MOST:
            found |= {int(each) for (each,) in rows}
    alive = Patient.select(Patient.id).where(
        Patient.id.in_(sorted(found - {patient})), Patient.withdrawn == 0, Patient.deceased == 0,
        Patient.merged_into.is_null(),
    )  # fmt: skip
    known = rows_of([each.id for each in alive])
    return tuple(sorted(known.values(), key=lambda each: each.name.casefold()))
