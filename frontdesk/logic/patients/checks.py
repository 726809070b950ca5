"""Patients are found by the names they have."""

from __future__ import annotations

from frontdesk.db.engine.fulltext import index_faults
from frontdesk.db.engine.practice_file import PracticeFile
from frontdesk.db.patients import Patient, PatientPhone
from frontdesk.logic.checks import check
from frontdesk.logic.checks.registry import Wrong
from frontdesk.logic.patients.record import key_of, search_of


@check("names")
def names(database: PracticeFile) -> Wrong:
    """What a record is sorted and found by is made of its names; withdrawn and merged ones are not found."""
    query = Patient.select(
        Patient.id, Patient.family, Patient.given, Patient.name_used, Patient.middle, Patient.former,
        Patient.search, Patient.name_key, Patient.withdrawn, Patient.merged_into,
    )  # fmt: skip
    for row in Patient._meta.database.execute(query):
        patient, *parts, search, key, withdrawn, merged = row
        family, given = parts[:2]
        if search != ("" if withdrawn or merged else search_of(*parts)):
            yield f"patient {patient}", "the search words are not those of the name"
        if key != key_of(family, given):
            yield f"patient {patient}", "the sort key is not that of the name"


@check("phones")
def phones(database: PracticeFile) -> Wrong:
    """A phone is found by its last digits."""
    query = PatientPhone.select(PatientPhone.patient, PatientPhone.digits, PatientPhone.reversed)
    for patient, digits, backwards in PatientPhone._meta.database.execute(query):
        if backwards != digits[::-1]:
            yield f"patient {patient}", f"phone {digits} can't be found by its last digits"


@check("search index", gated=True)
def index(database: PracticeFile) -> Wrong:
    """The full-text tables hold every record's search words and nothing else."""
    for table in index_faults(database.peewee):
        yield f"table {table}", "does not agree with the patients' names"
