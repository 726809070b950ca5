"""A row of patients.csv."""

from __future__ import annotations

import pendulum

from frontdesk.exchange import cells
from frontdesk.exchange.table_file import BadRow, Cells
from frontdesk.logic import names
from frontdesk.logic.importing import NewPatient
from frontdesk.logic.patients.record import key_of, search_of

FILE = "patients.csv"
COLUMNS = ("patient_id", "name", "sex", "dob")

_SEXES = {"female": "F", "male": "M", "other": "X", "unknown": "U", "": ""}
_FIRST_BIRTH = pendulum.Date(1880, 1, 1)


def key(patient: str) -> str:
    """What `external_ref` calls a patient."""
    return f"patient/{patient}"


def read(row: Cells, hash: str, today: pendulum.Date) -> NewPatient:
    """The patient of a row; raise `BadRow` with what is wrong."""
    patient, written, sex, birth = row
    if sex.lower() not in _SEXES:
        raise BadRow("sex: write Female, Male, Other or Unknown, or leave it empty")
    name = _name(written)
    return NewPatient(
        key(patient),
        hash,
        patient,
        name.prefix,
        name.given,
        name.family,
        name.suffix,
        _birth(birth, today),
        _SEXES[sex.lower()],
        key_of(name.family, name.given),
        search_of(name.family, name.given),
    )


def _birth(text: str, today: pendulum.Date) -> pendulum.Date | None:
    if not text:
        return None
    day = cells.day(text, "dob")
    if not _FIRST_BIRTH <= day <= today:
        raise BadRow("dob: a birth date lies between 1880 and today")
    return day


def _name(written: str) -> names.Name:
    try:
        name = names.split_name(names.clean_text(written))
        names.clean_name(name.family)
        if name.given:
            names.clean_name(name.given)
        return name
    except ValueError as error:
        raise BadRow(f"name: {error}") from error
