"""The people around a patient: whom to call in an emergency, whom we may talk to about what, guardians, who pays.

What was allowed while the patient was a minor was allowed by the guardians, so it ends with the 18th birthday.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pendulum

from frontdesk.db.patients import Patient, PatientContact
from frontdesk.desk import Desk, Outcome, Refused, Undo, Work, change, view
from frontdesk.logic import when
from frontdesk.logic.patients.form import name_of, phone_of, text_of
from frontdesk.logic.patients.record import birthday, living_record, shown_name, survivor
from frontdesk.logic.patients.snapshot import changed, snapshot
from frontdesk.logic.patients.talking import OF_AGE, Topic
from frontdesk.logic.phones import show_phone


@dataclass(frozen=True, slots=True)
class ContactLine:
    """Somebody around a patient; `ended` is why none of it holds today, and empty while it does."""

    id: int
    name: str
    relation: str
    phone: str
    address: str
    emergency: bool
    topics: tuple[str, ...]
    guardian: bool
    limits: str
    guarantor: bool
    from_day: pendulum.Date
    to_day: pendulum.Date | None
    ended: str

    @property
    def roles(self) -> str:
        """What they are to us, in words."""
        words = [("emergency", self.emergency), ("guardian", self.guardian), ("guarantor", self.guarantor)]
        named = [word for word, holds in words if holds]
        if self.barred:
            return ", ".join([*named, "do NOT talk to"])
        return ", ".join([*named, f"talk about {' '.join(self.topics)}"] if self.topics else named)

    @property
    def barred(self) -> bool:
        """Whether we may say nothing to them."""
        return Topic.NOTHING in self.topics


def of_age_on(row: Patient) -> pendulum.Date | None:
    """The day on which the patient's guardians and their proxies end; None when the birth date isn't known."""
    return birthday(row.birth, OF_AGE) if row.birth else None


def _ended(row: PatientContact, of_age: pendulum.Date | None, day: pendulum.Date) -> str:
    if day < row.from_day:
        return f"from {when.show_date(row.from_day)}"
    if row.to_day is not None and day > row.to_day:
        return f"ended {when.show_date(row.to_day)}"
    proxy = row.guardian or row.topics not in ("", Topic.NOTHING)
    if proxy and of_age is not None and row.from_day < of_age <= day:
        return f"ended at {OF_AGE} on {when.show_date(of_age)}"
    return ""


def _line(row: PatientContact, of_age: pendulum.Date | None, day: pendulum.Date) -> ContactLine:
    phone = show_phone(row.digits, row.extension) if row.digits else ""
    return ContactLine(
        row.id, row.name, row.relation, phone, row.address, bool(row.emergency), tuple(row.topics.split()),
        bool(row.guardian), row.limits, bool(row.guarantor), row.from_day, row.to_day, _ended(row, of_age, day),
    )  # fmt: skip


@view("patients.contacts", permission="patient.see")
def contacts(desk: Desk, *, patient: int) -> tuple[ContactLine, ...]:
    """The people around a patient, those first with whom it holds today."""
    who = survivor(patient)
    rows = PatientContact.select().where(PatientContact.patient == who.id, PatientContact.removed == 0)
    lines = [_line(row, of_age_on(who), desk.today()) for row in rows.order_by(PatientContact.id)]
    return tuple(sorted(lines, key=lambda line: bool(line.ended)))


@view("patients.may_talk_to", permission="patient.see")
def may_talk_to(desk: Desk, *, patient: int, topic: str) -> tuple[ContactLine, ...]:
    """The people with whom we may talk about a topic today: guardians, and those named for it."""
    return tuple(
        line
        for line in contacts(desk, patient=patient)
        if not line.ended and not line.barred and (line.guardian or {topic, str(Topic.ALL)} & set(line.topics))
    )


def read_topics(text: str) -> str:
    """The topics meant by words or their beginnings, `appt bill`; raise `Refused` at `topics`."""
    found = []
    for word in text.replace(",", " ").lower().split():
        # "appt" is how everybody writes it.
        fits = [topic for topic in Topic if topic.startswith("app" if word.startswith("appt") else word)]
        if len(fits) != 1:
            raise Refused(f"Write some of: {', '.join(Topic)}.", field="topics")
        found.append(str(fits[0]))
    if Topic.NOTHING in found and len(set(found)) > 1:
        raise Refused("Either nothing, or what we may talk about.", field="topics")
    return str(Topic.ALL) if Topic.ALL in found else " ".join(dict.fromkeys(found))


def _days(work: Work, from_day: pendulum.Date | None, to_day: pendulum.Date | None) -> dict[str, Any]:
    begins = from_day or work.desk.today()
    if to_day is not None and to_day < begins:
        raise Refused("It would end before it begins.", field="to_day")
    return {"from_day": begins, "to_day": to_day}


def _read(
    work: Work, row: Patient, texts: dict[str, str], flags: dict[str, bool], days: Iterable[pendulum.Date | None]
) -> dict[str, Any]:
    """The columns of a contact, read."""
    number = phone_of(texts["phone"])
    values = {
        "name": name_of(texts["name"], "name", needed="The name is missing."),
        "relation": text_of(texts["relation"], "relation", 40),
        "digits": number.digits,
        "extension": number.extension,
        "address": text_of(texts["address"], "address", 200),
        "topics": read_topics(texts["topics"]),
        "limits": text_of(texts["limits"], "limits", 200),
        **flags,
        **_days(work, *days),
    }
    if not (values["topics"] or any(flags.values())):
        raise Refused("Say what they are: emergency, guardian, guarantor, or what to talk about.", field="topics")
    if values["emergency"] and not number.digits:
        raise Refused("For an emergency there must be a phone.", field="phone")
    of_age = of_age_on(row)
    ended = of_age is not None and values["from_day"] < of_age <= work.desk.today()
    if values["guardian"] and ended:
        raise Refused("The patient is of age; a guardianship of an adult begins after that.", field="guardian")
    return values


@change("patients.add_contact", permission="patient.edit", undo=Undo.INVERSE)
def add_contact(
    work: Work,
    *,
    patient: int,
    version: int,
    name: str,
    relation: str = "",
    phone: str = "",
    address: str = "",
    topics: str = "",
    limits: str = "",
    emergency: bool = False,
    guardian: bool = False,
    guarantor: bool = False,
    from_day: pendulum.Date | None = None,
    to_day: pendulum.Date | None = None,
) -> Outcome:
    """Add somebody around a patient."""
    row, before = living_record(patient, version), snapshot(patient)
    texts = {"name": name, "relation": relation, "phone": phone, "address": address, "topics": topics}
    flags = {"emergency": emergency, "guardian": guardian, "guarantor": guarantor}
    values = _read(work, row, {**texts, "limits": limits}, flags, (from_day, to_day))
    work.add(PatientContact, patient=patient, **values)
    new = work.update(Patient, patient, version)
    words = f"{values['name']} for {shown_name(row)}"
    return changed(work, patient, before, new, f"Added {words}", f"Took away {words}")


@change("patients.edit_contact", permission="patient.edit", undo=Undo.INVERSE)
def edit_contact(
    work: Work,
    *,
    patient: int,
    version: int,
    row: int,
    name: str,
    relation: str = "",
    phone: str = "",
    address: str = "",
    topics: str = "",
    limits: str = "",
    emergency: bool = False,
    guardian: bool = False,
    guarantor: bool = False,
    from_day: pendulum.Date | None = None,
    to_day: pendulum.Date | None = None,
) -> Outcome:
    """Change what is on file about somebody around a patient."""
    who, before = living_record(patient, version), snapshot(patient)
    was = _contact(patient, row)
    texts = {"name": name, "relation": relation, "phone": phone, "address": address, "topics": topics}
    flags = {"emergency": emergency, "guardian": guardian, "guarantor": guarantor}
    values = _read(work, who, {**texts, "limits": limits}, flags, (from_day or was.from_day, to_day))
    PatientContact.update(**values).where(PatientContact.id == row).execute()
    if snapshot(patient) == before:
        raise Refused("Nothing was changed.", code="same")
    new = work.update(Patient, patient, version)
    words = f"{values['name']} for {shown_name(who)}"
    return changed(work, patient, before, new, f"Changed {words}", f"As before: {words}")


@change("patients.remove_contact", permission="patient.edit", undo=Undo.INVERSE)
def remove_contact(work: Work, *, patient: int, version: int, row: int) -> Outcome:
    """Take somebody around a patient off the list; the row stays."""
    who, before = living_record(patient, version), snapshot(patient)
    words = f"{_contact(patient, row).name} for {shown_name(who)}"
    PatientContact.update(removed=True).where(PatientContact.id == row).execute()
    new = work.update(Patient, patient, version)
    return changed(work, patient, before, new, f"Took away {words}", f"Back again: {words}")


def _contact(patient: int, contact: int) -> PatientContact:
    row: PatientContact | None = PatientContact.get_or_none(
        PatientContact.id == contact, PatientContact.patient == patient, PatientContact.removed == 0
    )
    if row is None:
        raise Refused("This person is not on the list any more.", field="name", code="moved")
    return row
