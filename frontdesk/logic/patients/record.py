"""A patient's row: what it is sorted and found by, and its fields as the form shows them."""

from __future__ import annotations

from typing import Any

import pendulum

from frontdesk.db.calendar import Provider, Visit
from frontdesk.db.patients import Patient, PatientPhone
from frontdesk.db.practice import Account, Person, Sequence
from frontdesk.db.rows import find
from frontdesk.desk import Refused, Stale, Work
from frontdesk.logic import names, phones, when
from frontdesk.logic.patients.form import FIELDS, FLAGS, Written

NUMBER_WIDTH = 6


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


def search_of(family: str, given: str, name_used: str = "", middle: str = "", former: str = "") -> str:
    """The folded words that a patient is found by, one blank between them."""
    return " ".join(names.search_words(family, given, name_used, middle, former))


def key_of(family: str, given: str) -> str:
    """What a list of patients is sorted by."""
    return f"{names.fold(family)} {names.fold(given)}".strip()


def searched(row: Patient) -> str:
    """The words that this row is found by while it stands for a patient."""
    return search_of(row.family, row.given, row.name_used, row.middle, row.former)


def derived(row: Patient) -> dict[str, Any]:
    """What is made of the names: the sort key and the search words; a merged or withdrawn record has none."""
    hidden = row.withdrawn or row.merged_into_id is not None
    return {"name_key": key_of(row.family, row.given), "search": "" if hidden else searched(row)}


def shown_name(row: Patient | Written) -> str:
    """`Abbott, June`."""
    return f"{row.family}, {row.given}" if row.given else str(row.family)


def record(patient: int) -> Patient:
    """The patient's row; raise `Refused` when there is none."""
    row = find(Patient, patient)
    if row is None:
        raise Refused("There is no such patient.", field="patient")
    return row


def survivor(patient: int) -> Patient:
    """The row that a record stands for now: itself, or what it was merged into."""
    row = record(patient)
    while row.merged_into_id is not None:
        row = record(row.merged_into_id)
    return row


def unmerged_record(patient: int) -> Patient:
    """A row that stands for itself; raise `Refused` for one that was merged into another."""
    row = record(patient)
    if row.merged_into_id is not None:
        kept = survivor(patient)
        raise Refused(f"This record was merged into {shown_name(kept)} {kept.number}.", code="merged")
    return row


def living_record(patient: int, version: int | None = None) -> Patient:
    """A row that may be changed: neither merged nor withdrawn nor, when a version is given, moved on since."""
    row = unmerged_record(patient)
    if row.withdrawn:
        raise Refused(f"{shown_name(row)} {row.number} was withdrawn: nothing is changed there.", code="withdrawn")
    if version is not None:
        unmoved(row, version)
    return row


def unmoved(row: Patient, version: int) -> None:
    """Raise `Stale` for a row that moved on since it had this version."""
    if row.version != version:
        raise Stale("Somebody changed this patient since it was shown here. Look again, then repeat it.")


def columns(written: Written) -> dict[str, Any]:
    """The row's columns for a read form, the preferred provider found by name."""
    more = dict(written.more)
    if "preferred" in more:
        more["preferred"] = _provider(more["preferred"])
    return {
        "family": written.family,
        "given": written.given,
        "birth": written.birth,
        "sex": written.sex,
        "mail": written.mail,
        "note": written.note,
        "alert": written.alert,
        **more,
    }


def _provider(name: str) -> int | None:
    if not name:
        return None
    there = Provider.select(Provider.id, Provider.short).where(Provider.hidden == 0)
    found = [row.id for row in there if names.fold(row.short) == names.fold(name)]
    if not found:
        raise Refused("There is no such provider.", field="preferred")
    return int(found[0])


def facts(row: Patient) -> dict[str, str]:
    """The record as the form's fields show it."""
    phone = PatientPhone.get_or_none(PatientPhone.patient == row.id, PatientPhone.position == 0)
    shown = {field: str(getattr(row, field)) for field in FIELDS if field not in ("birth", "phone", "preferred")}
    shown |= {field: "y" if getattr(row, field) else "" for field in FLAGS}
    shown["birth"] = when.show_date(row.birth) if row.birth else ""
    shown["phone"] = phones.show_phone(phone.digits, phone.extension) if phone else ""
    shown["preferred"] = Provider.get_by_id(row.preferred_id).short if row.preferred_id else ""
    return {field: shown[field] for field in FIELDS}


def account_name(account: int | None) -> str:
    """Who is behind an account, `Mona Lee`; empty for nobody."""
    row = Account.get_or_none(Account.id == account)
    if row is None:
        return ""
    person = Person.get_by_id(row.person_id)
    return f"{person.given} {person.family}".strip()


def days_of(work: Work, patient: int) -> set[str]:
    """The days on whose calendars the patient's name stands, from a month ago on."""
    since = work.now.subtract(days=31)
    rows = Visit.select(Visit.starts).where(Visit.patient == patient, Visit.starts > since)
    return {f"day:{row.starts.in_timezone(work.desk.zone).date()}" for row in rows}


def topics(work: Work, *patients: int) -> set[str]:
    """Whose screens a change of these patients concerns."""
    found = {"patients"}
    for patient in patients:
        found |= {f"patient:{patient}", *days_of(work, patient)}
    return found


def birthday(born: pendulum.Date, years: int) -> pendulum.Date:
    """The day on which somebody becomes so many years old; 1 March for one born on 29 February."""
    if (born.month, born.day) == (2, 29) and not pendulum.Date(born.year + years, 1, 1).is_leap_year():
        return pendulum.Date(born.year + years, 3, 1)
    return pendulum.Date(born.year + years, born.month, born.day)
