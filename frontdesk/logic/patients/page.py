"""One patient's page. Opening it is audited; reading it again because something changed is not."""

from __future__ import annotations

from dataclasses import dataclass

import pendulum

from frontdesk.db.patients import Patient
from frontdesk.desk import Desk, view
from frontdesk.logic import when
from frontdesk.logic.patients.contacting import postal
from frontdesk.logic.patients.contacts import ContactLine, contacts
from frontdesk.logic.patients.minding import limits, standing
from frontdesk.logic.patients.payers import pays_for
from frontdesk.logic.patients.phoning import PhoneLine, phones
from frontdesk.logic.patients.record import account_name, facts, shown_name, survivor
from frontdesk.logic.patients.search import sign_of


@dataclass(frozen=True, slots=True)
class PatientPage:
    """A patient's record; `fields` holds the form's fields as text, by name."""

    id: int
    version: int
    number: str
    name: str
    born: pendulum.Date | None
    age: int | None
    sex: str
    fields: dict[str, str]
    withdrawn: bool
    sign: str = ""
    """The sign of lists: deceased, dismissed, test."""
    standing: tuple[str, ...] = ()
    """What is to be minded before anything else, in sentences."""
    phones: tuple[PhoneLine, ...] = ()
    contacts: tuple[ContactLine, ...] = ()
    guarantor: str = ""
    """The other patient who pays, by name; empty for the patient or a contact."""
    pays_for: tuple[str, ...] = ()
    """The other patients for whom this one pays, by name."""
    post: str = ""
    """Where letters go."""
    photo: str = ""
    """When and by whom a photo identity was seen."""
    merged: tuple[str, ...] = ()
    """The numbers of records that were merged into this one."""
    limits: tuple[str, ...] = ()
    """To whom we say nothing, and what else is limited, in words."""


def _years(born: pendulum.Date, today: pendulum.Date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _signed(row: Patient) -> str:
    """The name with the sign of lists, since one who has died pays no more."""
    return sign_of(row.deceased, row.dismissed, row.test) + shown_name(row)


def _photo(row: Patient) -> str:
    if row.photo_seen is None:
        return ""
    by = account_name(row.photo_seen_by_id)
    return f"seen {when.show_date(row.photo_seen)}" + (f" by {by}" if by else "")


def _page(desk: Desk, patient: int) -> PatientPage:
    row = survivor(patient)
    gone = Patient.select(Patient.number).where(Patient.merged_into == row.id).order_by(Patient.id)
    born, people = row.birth, contacts(desk, patient=row.id)
    return PatientPage(
        row.id,
        row.version,
        row.number,
        shown_name(row),
        born,
        _years(born, desk.today()) if born else None,
        str(row.sex),
        facts(row),
        bool(row.withdrawn),
        sign_of(row.deceased, row.dismissed, row.test),
        standing(row),
        phones(desk, patient=row.id),
        people,
        _signed(row.guarantor) if row.guarantor_id else "",
        tuple(_signed(each) for each in pays_for(row.id)),
        postal(row),
        _photo(row),
        tuple(each.number for each in gone),
        limits(people),
    )


@view("patients.open", permission="patient.see", opens="patient")
def open_page(desk: Desk, *, patient: int) -> PatientPage:
    """Open a patient's record; audited once per call."""
    return _page(desk, patient)


@view("patients.preferred", permission="patient.see")
def preferred(desk: Desk, *, patient: int) -> int | None:
    """The provider whom a patient prefers."""
    row: int | None = survivor(patient).preferred_id
    return row


@view("patients.reread", permission="patient.see")
def reread(desk: Desk, *, patient: int) -> PatientPage:
    """Read an open record again."""
    return _page(desk, patient)
