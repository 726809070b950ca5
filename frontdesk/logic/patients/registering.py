"""Register a patient and change the record."""

from __future__ import annotations

from typing import Any

import pendulum

from frontdesk.db.calendar import Place, Visit
from frontdesk.db.patients import Patient, PatientPhone
from frontdesk.desk import Back, Outcome, Refused, Stale, Undo, Work, change
from frontdesk.logic.patients.duplicates import Known, refuse_likely
from frontdesk.logic.patients.form import FIELDS, read_form
from frontdesk.logic.patients.payers import pays_for
from frontdesk.logic.patients.phoning import close_ranks
from frontdesk.logic.patients.record import (
    columns,
    derived,
    facts,
    free_number,
    key_of,
    living_record,
    record,
    search_of,
    searched,
    shown_name,
    unmerged_record,
    unmoved,
)
from frontdesk.logic.patients.snapshot import changed, snapshot


def set_phone(patient: int, digits: str, extension: str) -> None:
    """Make this the first phone of the patient, or leave none at that place."""
    first = (PatientPhone.patient == patient) & (PatientPhone.position == 0)
    row = PatientPhone.get_or_none(first)
    if row is not None and (row.digits, row.extension) == (digits, extension):
        return  # as it was, so what kind of phone it is and what is allowed with it stay too
    PatientPhone.delete().where(first).execute()
    if digits:
        PatientPhone.insert(
            patient=patient, position=0, digits=digits, extension=extension, reversed=digits[::-1]
        ).execute()
    elif row is not None:
        close_ranks(patient)


@change("patients.register", permission="patient.edit", undo=Undo.INVERSE)
def register(
    work: Work,
    /,
    *,
    family: str,
    given: str = "",
    birth: str | pendulum.Date | None = None,
    sex: str = "",
    phone: str = "",
    mail: str = "",
    note: str = "",
    alert: str = "",
    sure: bool = False,
    **more: str,
) -> Outcome:
    """Register a patient; the number is given out. Unless `sure`, a likely duplicate is a reason not to."""
    written = read_form(
        today=work.desk.today(),
        family=family,
        given=given,
        birth=birth,
        sex=sex,
        phone=phone,
        mail=mail,
        note=note,
        alert=alert,
        **more,
    )
    if not sure:
        refuse_likely(Known.of(written))
    values = columns(written)
    names = [str(values.get(name, "")) for name in ("family", "given", "name_used", "middle", "former")]
    number = free_number(work)
    patient = work.add(
        Patient,
        number=number,
        search=search_of(*names),
        name_key=key_of(written.family, written.given),
        registered_at=work.now,
        **values,
    )
    set_phone(patient, written.phone, written.extension)
    return Outcome(
        f"Registered {shown_name(written)}, number {number}",
        ("patient", patient),
        {f"patient:{patient}", "patients"},
        after={field: text for field, text in facts(record(patient)).items() if text},
        patient=patient,
        back=Back("patients.unregister", {"patient": patient, "version": 1}),
        values={"patient": patient, "version": 1, "number": number},
    )


@change("patients.unregister", permission="patient.edit", undo=Undo.INVERSE)
def unregister(work: Work, *, patient: int, version: int, withdrawn: bool = True) -> Outcome:
    """Withdraw a record that was registered by mistake, or bring it back; nothing is deleted."""
    row = unmerged_record(patient)
    unmoved(row, version)
    if bool(row.withdrawn) == withdrawn:
        raise Refused("The record is withdrawn already." if withdrawn else "The record is there.", code="same")
    if withdrawn and _has_visits(patient):
        raise Refused("There are visits for this patient; cancel them first.", code="visits")
    if withdrawn and (others := pays_for(patient)):
        raise Refused(f"This patient pays for {shown_name(others[0])}; change that first.", code="guarantor")
    before, search = bool(row.withdrawn), "" if withdrawn else searched(row)
    new = work.update(Patient, patient, version, withdrawn=withdrawn, search=search)
    return Outcome(
        f"{'Withdrew' if withdrawn else 'Brought back'} {shown_name(row)}",
        ("patient", patient),
        {f"patient:{patient}", "patients"},
        before={"withdrawn": before},
        after={"withdrawn": withdrawn},
        patient=patient,
        back=Back("patients.unregister", {"patient": patient, "version": new, "withdrawn": not withdrawn}),
        values={"patient": patient, "version": new},
    )


def _has_visits(patient: int) -> bool:
    return bool(Visit.select().where(Visit.patient == patient, Visit.place != Place.CANCELLED).exists())


def combined(now: dict[str, str], was: dict[str, str], fields: dict[str, str]) -> dict[str, str]:
    """The record's fields with this person's edits on top; raise `Stale` where both edited the same field.

    `was` holds the values the form was opened with, `now` those the record has meanwhile.
    """
    edited = {name: text for name, text in fields.items() if text != was.get(name, "")}
    for name, text in edited.items():
        if now[name] != was.get(name, "") and now[name] != text:
            raise Stale(f"Meanwhile somebody set this to {now[name] or 'nothing'!r}.", field=name)
    return {**now, **edited}


@change("patients.edit", permission="patient.edit", undo=Undo.INVERSE)
def edit(work: Work, /, *, patient: int, version: int, was: dict[str, str], **fields: str) -> Outcome:
    """Change a record. Edits on different fields merge; an edit on a field that moved on is refused."""
    row = living_record(patient)
    if unknown := (was.keys() | fields.keys()) - set(FIELDS):
        raise Refused(f"There is no field {min(unknown)!r}.", code="field")
    now, before = facts(row), snapshot(patient)
    said = {**was, **fields}
    if row.version != version:
        said = combined(now, was, said)
    # What stays is not read again: it may come from another program, and be nothing that could be typed here.
    edits = {name: text for name, text in said.items() if text != now[name]}
    written = read_form(today=work.desk.today(), **{"family": row.family, **edits})
    values: dict[str, Any] = {name: value for name, value in columns(written).items() if name in edits}
    for name, value in values.items():
        setattr(row, name, value)
    new = work.update(Patient, patient, row.version, **derived(row), **values)
    if "phone" in edits:
        set_phone(patient, written.phone, written.extension)
    if facts(record(patient)) == now:
        raise Refused("Nothing was changed.", code="same")
    name = shown_name(row)
    return changed(work, patient, before, new, f"Changed {name}", f"As before: {name}")
