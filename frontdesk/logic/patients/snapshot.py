"""A patient as the record stood, and putting it back so: the one way back of everything that edits a patient."""

from __future__ import annotations

from typing import Any

from frontdesk.db.patients import Patient, PatientContact, PatientPhone
from frontdesk.db.rows import insert
from frontdesk.db.table import Table
from frontdesk.desk import Back, Outcome, Undo, Work, change
from frontdesk.logic.patients.payers import payer_for
from frontdesk.logic.patients.record import derived, record, topics

OWN = ("id", "number", "name_key", "search", "withdrawn", "merged_into", "registered_at", "version")
"""Columns that no edit touches, or that are made of others."""

ROWS: dict[str, type[Table]] = {"phones": PatientPhone, "contacts": PatientContact}
"""The rows beside a patient's own that belong to the record."""


def values_of(row: Table) -> dict[str, Any]:
    """A row's columns as values that can be stored again; a reference is the number of its row."""
    found = dict(row.__data__)
    return {name: str(value) if isinstance(value, str) else value for name, value in found.items()}


def snapshot(patient: int) -> dict[str, Any]:
    """The patient's columns, phones and contacts."""
    state: dict[str, Any] = {
        "columns": {name: value for name, value in values_of(record(patient)).items() if name not in OWN}
    }
    for part, table in ROWS.items():
        rows = table.select().where(table._meta.fields["patient"] == patient).order_by(table._meta.fields["id"])
        state[part] = [values_of(row) for row in rows]
    return state


def difference(then: dict[str, Any], now: dict[str, Any]) -> dict[str, Any]:
    """What of `then` is otherwise `now`."""
    changed = {name: value for name, value in then["columns"].items() if now["columns"][name] != value}
    parts = {part: then[part] for part in ROWS if then[part] != now[part]}
    return {"columns": changed, **parts}


def put_back(work: Work, patient: int, version: int, state: dict[str, Any]) -> int:
    """Write a snapshot, or a part of one; return the patient's new version."""
    row = record(patient)
    if payer := state["columns"].get("guarantor"):  # who may have died, or been merged, since
        payer_for(patient, payer)
    for name, value in state["columns"].items():
        setattr(row, name, value)
    new = work.update(Patient, patient, version, **state["columns"], **derived(row))
    for part, table in ROWS.items():
        if part in state:
            _put_rows(table, patient, state[part])
    return new


def _put_rows(table: type[Table], patient: int, wanted: list[dict[str, Any]]) -> None:
    keys, owner = table._meta.fields["id"], table._meta.fields["patient"]
    there = {row.id for row in table.select(keys).where(owner == patient)}
    kept = {values["id"] for values in wanted}
    table.delete().where(keys.in_(list(there - kept))).execute()
    for values in wanted:
        if values["id"] in there:
            table.update(**values).where(keys == values["id"]).execute()
        elif table.select().where(keys == values["id"]).exists():  # another patient's row has the number by now
            insert(table, {name: value for name, value in values.items() if name != "id"})
        else:
            insert(table, values)


def way_back(then: dict[str, Any], now: dict[str, Any], patient: int, version: int, says: str, again: str) -> Back:
    """The change that puts the patient back to `then`; `says` and `again` are its and redo's words."""
    state = difference(then, now)
    return Back(
        "patients.as_it_was",
        {"patient": patient, "version": version, "state": state, "says": says, "again": again},
    )


def changed(work: Work, patient: int, before: dict[str, Any], version: int, says: str, takes_back: str) -> Outcome:
    """The outcome of a change of one patient; `before` is the snapshot from which it started."""
    after = snapshot(patient)
    was, became = difference(before, after), difference(after, before)
    payers = {was["columns"].get("guarantor"), became["columns"].get("guarantor")} - {None}
    return Outcome(
        says,
        ("patient", patient),
        topics(work, patient) | {f"patient:{payer}" for payer in payers},
        before={**was.pop("columns"), **was},
        after={**became.pop("columns"), **became},
        patient=patient,
        back=way_back(before, after, patient, version, takes_back, says),
        values={"patient": patient, "version": version},
    )


@change("patients.as_it_was", permission="patient.edit", undo=Undo.INVERSE)
def as_it_was(work: Work, *, patient: int, version: int, state: dict[str, Any], says: str, again: str) -> Outcome:
    """Put a patient's record back as it was: what undo and redo do."""
    before = snapshot(patient)
    new = put_back(work, patient, version, state)
    return changed(work, patient, before, new, says, again)
