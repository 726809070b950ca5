"""Who pays for whom: another patient, one step away; never a record that is gone, nor one for whom others pay."""

from __future__ import annotations

from frontdesk.db.patients import Patient
from frontdesk.desk import Refused
from frontdesk.logic.patients.record import living_record, shown_name


def payer_for(patient: int, payer: int) -> Patient:
    """The record that may pay for a patient; raise `Refused` at `guarantor` when it can't."""
    row = living_record(payer)
    name = shown_name(row)
    if row.withdrawn:
        raise Refused("That record was withdrawn.", field="guarantor")
    if row.deceased:
        raise Refused(f"{name} has died.", field="guarantor")
    if row.test != Patient.get_by_id(patient).test:
        raise Refused("One of them is a test record.", field="guarantor")
    if row.guarantor_id is not None:
        raise Refused(f"For {name} somebody else pays; choose that person.", field="guarantor")
    if pays_for(patient):
        raise Refused("This patient pays for others; they would have no guarantor then.", field="guarantor")
    return row


def pays_for(patient: int) -> list[Patient]:
    """For whom a patient pays, by name."""
    rows = Patient.select().where(Patient.guarantor == patient, Patient.merged_into.is_null())
    return list(rows.order_by(Patient.name_key, Patient.id))


def tangled(patient: int, payer: int | None) -> bool:
    """Whether a payer from before can't be put back: the record is gone, or one is in both roles by now."""
    if payer is None:
        return False
    row = Patient.get_by_id(payer)
    gone = row.merged_into_id is not None or row.withdrawn
    return gone or row.guarantor_id is not None or bool(pays_for(patient))


def payer_of_both(kept: Patient, other: Patient) -> int | None:
    """Who pays once two records are one: who paid for the survivor, else for the other; nobody for themselves."""
    pair = (kept.id, other.id)
    wanted = kept.guarantor_id if kept.guarantor_id is not None else other.guarantor_id
    return None if wanted in pair else wanted


def knot(kept: Patient, other: Patient) -> str:
    """Why two records can't become one: the person would pay for others while somebody pays for the person."""
    payer, pair = payer_of_both(kept, other), (kept.id, other.id)
    others = [row for row in (*pays_for(kept.id), *pays_for(other.id)) if row.id not in pair]
    if payer is None or not others:
        return ""
    names = ", ".join(shown_name(row) for row in others)
    return f"{shown_name(Patient.get_by_id(payer))} would pay for somebody who pays for {names}."
