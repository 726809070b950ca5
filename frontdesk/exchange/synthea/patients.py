"""A row of patients.csv."""

from __future__ import annotations

import pendulum

from frontdesk.desk import Refused
from frontdesk.exchange import cells
from frontdesk.exchange.synthea import texts
from frontdesk.exchange.table_file import BadRow, Cells
from frontdesk.logic.past.rows import PastPatient
from frontdesk.logic.patients import read_form

FILE = "patients.csv"
COLUMNS = (
    "Id", "BIRTHDATE", "DEATHDATE", "PREFIX", "FIRST", "LAST", "SUFFIX", "MAIDEN", "GENDER", "ADDRESS", "CITY",
    "STATE", "ZIP",
)  # fmt: skip
OPTIONAL = ("MIDDLE",)
"""What only newer versions of Synthea write."""

_COLUMN_OF = {
    "family": "LAST", "given": "FIRST", "middle": "MIDDLE", "prefix": "PREFIX", "suffix": "SUFFIX",
    "former": "MAIDEN", "birth": "BIRTHDATE", "sex": "GENDER", "street": "ADDRESS", "city": "CITY",
    "state": "STATE", "zip": "ZIP",
}  # fmt: skip
"""Which column holds what a field of the patient form says."""


def key(patient: str) -> str:
    """What `external_ref` calls a patient."""
    return f"patient/{patient}"


def read(row: Cells, hash: str, today: pendulum.Date) -> PastPatient:
    """The patient of a row, read as the patient form reads one; raise `BadRow` with what is wrong."""
    patient, birth, death, prefix, first, last, suffix, maiden, gender, street, city, state, zip_code, middle = row
    born, died = _day(birth, "BIRTHDATE"), _day(death, "DEATHDATE")
    family, maiden = texts.name(last), texts.name(maiden)
    try:
        form = read_form(
            today=today,
            family=family,
            given=texts.name(first),
            middle=texts.name(middle),
            prefix=prefix,
            suffix=suffix,
            former="" if maiden == family else maiden,
            birth=born,
            sex=gender,
            street=street,
            city=city,
            state=state,
            zip=texts.zip_code(zip_code, "ZIP"),
        )
    except Refused as error:
        raise BadRow(f"{_COLUMN_OF[error.field]}: {error.reason}") from error
    if died is not None and not (born or died) <= died <= today:
        raise BadRow("DEATHDATE: a death lies between birth and today")
    more = {name: str(value) for name, value in form.more.items()}
    return PastPatient(
        key=key(patient.lower()),
        hash=hash,
        family=form.family,
        given=form.given,
        birth=form.birth,
        sex=str(form.sex),
        died=died,
        **more,
    )


def _day(text: str, column: str) -> pendulum.Date | None:
    return cells.day(text, column) if text else None
