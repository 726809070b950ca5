"""A patient's phones: several, each of a kind, with what we may do with it. Lists show the first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from peewee import fn

from frontdesk.db.patients import Patient, PatientPhone, PhoneKind
from frontdesk.desk import Desk, Outcome, Refused, Undo, Work, change, view
from frontdesk.logic.patients.form import phone_of
from frontdesk.logic.patients.record import living_record, shown_name, survivor
from frontdesk.logic.patients.snapshot import changed, snapshot
from frontdesk.logic.phones import show_phone


@dataclass(frozen=True, slots=True)
class PhoneLine:
    """One phone of a patient; `shown` is the number as people write it."""

    id: int
    kind: str
    digits: str
    extension: str
    may_call: bool
    may_text: bool
    may_message: bool

    @property
    def shown(self) -> str:
        """`617-555-0142 x22`."""
        return show_phone(self.digits, self.extension)

    @property
    def allowed(self) -> str:
        """What we may do with it, in words."""
        ways = (("call", self.may_call), ("text", self.may_text), ("leave message", self.may_message))
        return ", ".join(word for word, may in ways if may) or "do not use"


@view("patients.phones", permission="patient.see")
def phones(desk: Desk, *, patient: int) -> tuple[PhoneLine, ...]:
    """A patient's phones, the first one first."""
    rows = PatientPhone.select().where(PatientPhone.patient == survivor(patient).id)
    return tuple(
        PhoneLine(
            row.id, str(row.kind), row.digits, row.extension,
            bool(row.may_call), bool(row.may_text), bool(row.may_message),
        )
        for row in rows.order_by(PatientPhone.position, PatientPhone.id)
    )  # fmt: skip


def _kind(kind: str) -> PhoneKind:
    """The kind that a word or its beginning means; `cell` is mobile."""
    word = kind.strip().lower()
    for each in PhoneKind:
        if word and (each.startswith(word) or (each is PhoneKind.MOBILE and "cell".startswith(word))):
            return each
    raise Refused("Write home, mobile, work or other.", field="kind")


def _numbers(phone: str) -> dict[str, Any]:
    number = phone_of(phone)
    if not number.digits:
        raise Refused("The number is missing.", field="phone")
    return {"digits": number.digits, "extension": number.extension, "reversed": number.digits[::-1]}


def _once(patient: int, numbers: dict[str, Any], but: int = 0) -> None:
    """Refuse a number that the patient has already."""
    same = (PatientPhone.digits == numbers["digits"]) & (PatientPhone.extension == numbers["extension"])
    if PatientPhone.select().where(PatientPhone.patient == patient, same, PatientPhone.id != but).exists():
        raise Refused("This number is on file already.", field="phone", code="same")


def close_ranks(patient: int) -> None:
    """Number a patient's phones anew where one is missing at the beginning, or two are at one place.

    Their places may have been changed while they were another's, and the first one may have been removed.
    """
    rows = list(
        PatientPhone.select()
        .where(PatientPhone.patient == patient)
        .order_by(PatientPhone.position, PatientPhone.id)
    )
    places = [phone.position for phone in rows]
    if len(set(places)) == len(places) and min(places, default=0) == 0:
        return
    for position, phone in enumerate(rows):
        PatientPhone.update(position=position).where(PatientPhone.id == phone.id).execute()


def _phone(patient: int, phone: int) -> PatientPhone:
    row: PatientPhone | None = PatientPhone.get_or_none(PatientPhone.id == phone, PatientPhone.patient == patient)
    if row is None:
        raise Refused("There is no such phone any more.", field="phone", code="moved")
    return row


@change("patients.add_phone", permission="patient.edit", undo=Undo.INVERSE)
def add_phone(
    work: Work,
    *,
    patient: int,
    version: int,
    phone: str,
    kind: str = "mobile",
    may_call: bool = True,
    may_text: bool = False,
    may_message: bool = False,
) -> Outcome:
    """Add a phone; it comes after those there are."""
    row, before = living_record(patient, version), snapshot(patient)
    numbers = _numbers(phone)
    _once(patient, numbers)
    last = PatientPhone.select(fn.MAX(PatientPhone.position)).where(PatientPhone.patient == patient).scalar()
    work.add(
        PatientPhone,
        patient=patient,
        position=0 if last is None else last + 1,
        kind=_kind(kind),
        may_call=may_call,
        may_text=may_text,
        may_message=may_message,
        **numbers,
    )
    new = work.update(Patient, patient, version)
    words = f"{show_phone(numbers['digits'], numbers['extension'])} of {shown_name(row)}"
    return changed(work, patient, before, new, f"Added phone {words}", f"Took away phone {words}")


@change("patients.edit_phone", permission="patient.edit", undo=Undo.INVERSE)
def edit_phone(
    work: Work,
    *,
    patient: int,
    version: int,
    row: int,
    phone: str,
    kind: str,
    may_call: bool,
    may_text: bool,
    may_message: bool,
    first: bool = False,
) -> Outcome:
    """Change a phone, its kind and what is allowed with it; `first` makes it the one that lists show."""
    who, before = living_record(patient, version), snapshot(patient)
    was, numbers = _phone(patient, row), _numbers(phone)
    _once(patient, numbers, row)
    PatientPhone.update(
        kind=_kind(kind), may_call=may_call, may_text=may_text, may_message=may_message, **numbers
    ).where(PatientPhone.id == row).execute()
    if first and was.position:
        PatientPhone.update(position=PatientPhone.position + 1).where(PatientPhone.patient == patient).execute()
        PatientPhone.update(position=0).where(PatientPhone.id == row).execute()
    if snapshot(patient) == before:
        raise Refused("Nothing was changed.", code="same")
    new = work.update(Patient, patient, version)
    words = f"{show_phone(numbers['digits'], numbers['extension'])} of {shown_name(who)}"
    return changed(work, patient, before, new, f"Changed phone {words}", f"As before: phones of {shown_name(who)}")


@change("patients.remove_phone", permission="patient.edit", undo=Undo.INVERSE)
def remove_phone(work: Work, *, patient: int, version: int, row: int) -> Outcome:
    """Take a phone away; the next one becomes the first."""
    who, before = living_record(patient, version), snapshot(patient)
    phone = _phone(patient, row)
    PatientPhone.delete().where(PatientPhone.id == row).execute()
    close_ranks(patient)
    new = work.update(Patient, patient, version)
    words = f"{show_phone(phone.digits, phone.extension)} of {shown_name(who)}"
    return changed(work, patient, before, new, f"Took away phone {words}", f"Back again: phone {words}")
