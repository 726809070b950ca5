"""One patient's page. Opening it is audited; reading it again because something changed is not."""

from __future__ import annotations

from dataclasses import dataclass

import pendulum

from frontdesk.db.patients import Patient
from frontdesk.desk import Desk, view
from frontdesk.logic.patients.record import facts, record


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


def _years(born: pendulum.Date, today: pendulum.Date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _page(desk: Desk, patient: int) -> PatientPage:
    row: Patient = record(patient)
    born = row.birth
    return PatientPage(
        row.id,
        row.version,
        row.number,
        f"{row.family}, {row.given}" if row.given else row.family,
        born,
        _years(born, desk.today()) if born else None,
        str(row.sex),
        facts(row),
        bool(row.withdrawn),
    )


@view("patients.open", permission="patient.see", opens="patient")
def open_page(desk: Desk, *, patient: int) -> PatientPage:
    """Open a patient's record; audited once per call."""
    return _page(desk, patient)


@view("patients.reread", permission="patient.see")
def reread(desk: Desk, *, patient: int) -> PatientPage:
    """Read an open record again."""
    return _page(desk, patient)
