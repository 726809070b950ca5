"""Register a patient and change the record."""

from __future__ import annotations

from typing import Any

import pendulum

from frontdesk.db.calendar import Place, Visit
from frontdesk.db.patients import Patient, PatientPhone
from frontdesk.db.practice import Sequence
from frontdesk.desk import Back, Outcome, Refused, Stale, Undo, Work, change
from frontdesk.logic import names
from frontdesk.logic.patients.form import FIELDS, Written, read_form

NUMBER_WIDTH = 6


def search_of(family: str, given: str, name_used: str = "") -> str:
    """The folded words that a patient is found by, one blank between them."""
    return " ".join(names.search_words(family, given, name_used))


def key_of(family: str, given: str) -> str:
    """What a list of patients is sorted by."""
    return f"{names.fold(family)} {names.fold(given)}".strip()


def next_number(work: Work, name: str = "patient") -> int:
    """The next of a gap-free sequence, inside the change's transaction."""
    Sequence.insert(name=name, last=0).on_conflict_ignore().execute()
    Sequence.update(last=Sequence.last + 1).where(Sequence.name == name).execute()
    return int(Sequence.get_by_id(name).last)


def free_number(work: Work) -> str:
    """The next patient number that no import has taken."""
    while True:
        number = str(next_number(work)).zfill(NUMBER_WIDTH)
        if not Patient.select().where(Patient.number == number).exists():
            return number


def set_phone(patient: int, digits: str, extension: str) -> None:
    """Make this the first phone of the patient, or leave none at that place."""
    first = (PatientPhone.patient == patient) & (PatientPhone.position == 0)
    if (
        PatientPhone.select()
        .where(first, PatientPhone.digits == digits, PatientPhone.extension == extension)
        .exists()
    ):
        return  # as it was, so what kind of phone it is stays too
    PatientPhone.delete().where(first).execute()
    if digits:
        PatientPhone.insert(
            patient=patient, position=0, digits=digits, extension=extension, reversed=digits[::-1]
        ).execute()


def _columns(written: Written) -> dict[str, Any]:
    return {
        "family": written.family,
        "given": written.given,
        "birth": written.birth,
        "sex": written.sex,
        "mail": written.mail,
        "note": written.note,
        "alert": written.alert,
        "name_key": key_of(written.family, written.given),
    }


def facts(row: Patient) -> dict[str, str]:
    """The record as the form's fields show it."""
    from frontdesk.logic import phones, when

    phone = PatientPhone.get_or_none(PatientPhone.patient == row.id, PatientPhone.position == 0)
    return {
        "family": row.family,
        "given": row.given,
        "birth": when.show_date(row.birth) if row.birth else "",
        "sex": str(row.sex),
        "phone": phones.show_phone(phone.digits, phone.extension) if phone else "",
        "mail": row.mail,
        "note": row.note,
        "alert": row.alert,
    }


def _name(written: Written) -> str:
    return f"{written.family}, {written.given}" if written.given else written.family


@change("patients.register", permission="patient.edit", undo=Undo.INVERSE)
def register(
    work: Work,
    *,
    family: str,
    given: str = "",
    birth: str | pendulum.Date | None = None,
    sex: str = "",
    phone: str = "",
    mail: str = "",
    note: str = "",
    alert: str = "",
) -> Outcome:
    """Register a patient; the number is given out."""
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
    )
    number = free_number(work)
    patient = work.add(
        Patient,
        number=number,
        search=search_of(written.family, written.given),
        registered_at=work.now,
        **_columns(written),
    )
    set_phone(patient, written.phone, written.extension)
    return Outcome(
        f"Registered {_name(written)}, number {number}",
        ("patient", patient),
        {f"patient:{patient}", "patients"},
        after=facts(Patient.get_by_id(patient)),
        patient=patient,
        back=Back("patients.unregister", {"patient": patient, "version": 1}),
        values={"patient": patient, "version": 1, "number": number},
    )


@change("patients.unregister", permission="patient.edit", undo=Undo.INVERSE)
def unregister(work: Work, *, patient: int, version: int, withdrawn: bool = True) -> Outcome:
    """Withdraw a record that was registered by mistake, or bring it back; nothing is deleted."""
    row = record(patient)
    if withdrawn and _has_visits(patient):
        raise Refused("There are visits for this patient; cancel them first.", code="visits")
    search = "" if withdrawn else search_of(row.family, row.given, row.name_used)
    new = work.update(Patient, patient, version, withdrawn=withdrawn, search=search)
    name = f"{row.family}, {row.given}" if row.given else row.family
    return Outcome(
        f"{'Withdrew' if withdrawn else 'Brought back'} {name}",
        ("patient", patient),
        {f"patient:{patient}", "patients"},
        before={"withdrawn": bool(row.withdrawn)},
        after={"withdrawn": withdrawn},
        patient=patient,
        back=Back("patients.unregister", {"patient": patient, "version": new, "withdrawn": not withdrawn}),
        values={"patient": patient, "version": new},
    )


def _has_visits(patient: int) -> bool:
    return bool(Visit.select().where(Visit.patient == patient, Visit.place != Place.CANCELLED).exists())


def record(patient: int) -> Patient:
    """The patient's row; raise `Refused` when there is none."""
    row: Patient | None = Patient.get_or_none(Patient.id == patient)
    if row is None:
        raise Refused("There is no such patient.", field="patient")
    return row


def merged(now: dict[str, str], was: dict[str, str], fields: dict[str, str]) -> dict[str, str]:
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
    row = record(patient)
    if unknown := fields.keys() - set(FIELDS):
        raise Refused(f"There is no field {sorted(unknown)[0]!r}.", code="field")
    now = facts(row)
    said = {**was, **fields}
    if row.version != version:
        said = merged(now, was, said)
    texts = {**now, **said}
    written = read_form(today=work.desk.today(), **texts)
    new = work.update(
        Patient,
        patient,
        row.version,
        search=search_of(written.family, written.given, row.name_used),
        **_columns(written),
    )
    set_phone(patient, written.phone, written.extension)
    after = facts(Patient.get_by_id(patient))
    if after == now:
        raise Refused("Nothing was changed.", code="same")
    return Outcome(
        f"Changed {_name(written)}",
        ("patient", patient),
        {f"patient:{patient}", "patients", *_days_of(work, patient)},
        before={name: now[name] for name in FIELDS if now[name] != after[name]},
        after={name: after[name] for name in FIELDS if now[name] != after[name]},
        patient=patient,
        back=Back(
            "patients.edit",
            {
                "patient": patient,
                "version": new,
                "was": after,
                **{name: now[name] for name in FIELDS if now[name] != after[name]},
            },
        ),
        values={"patient": patient, "version": new},
    )


def _days_of(work: Work, patient: int) -> set[str]:
    """The days on whose calendars the patient's name stands, from a month ago on."""
    since = work.now.subtract(days=31)
    rows = Visit.select(Visit.starts).where(Visit.patient == patient, Visit.starts > since)
    return {f"day:{row.starts.in_timezone(work.desk.zone).date()}" for row in rows}
