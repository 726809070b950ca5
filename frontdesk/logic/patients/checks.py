"""Patients' records agree: with what they are found by, with whom they were merged, with those around them."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter

from frontdesk.db.engine.fulltext import index_faults
from frontdesk.db.engine.practice_file import PracticeFile
from frontdesk.db.patients import Patient, PatientContact, PatientMerge, PatientPhone
from frontdesk.db.practice import DocumentLink
from frontdesk.logic.checks import check
from frontdesk.logic.checks.registry import Wrong
from frontdesk.logic.patients.contacts import Topic
from frontdesk.logic.patients.following import FOLLOWING, PHONES
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
    """A phone is found by its last digits; each patient who has any has one that is the first."""
    query = (
        PatientPhone.select(
            PatientPhone.patient, Patient.merged_into, PatientPhone.position, PatientPhone.digits,
            PatientPhone.reversed,
        )
        .join(Patient, on=(Patient.id == PatientPhone.patient))
        .order_by(PatientPhone.patient, PatientPhone.position)
    )  # fmt: skip
    for (patient, merged), rows in groupby(PatientPhone._meta.database.execute(query), itemgetter(0, 1)):
        places = []
        for *_, place, digits, backwards in rows:
            places.append(place)
            if backwards != digits[::-1]:
                yield f"patient {patient}", f"phone {digits} can't be found by its last digits"
        if len(set(places)) < len(places):
            yield f"patient {patient}", "has two phones at one place of the list"
        if places[0] and merged is None:  # the first one may have followed
            yield f"patient {patient}", "has phones and none is the first"


@check("merges")
def merges(database: PracticeFile) -> Wrong:
    """A merged record leads to one that is there, has its merge on file, and nothing of its own any more."""
    on_file = PatientMerge.select(PatientMerge.gone, PatientMerge.keep)
    noted = dict(on_file.where(PatientMerge.unmerged_at.is_null()).tuples())
    given_up = Patient.select(Patient.id, Patient.merged_into)
    merged = dict(given_up.where(Patient.merged_into.is_null(False)).tuples())
    for patient in sorted(noted.items() ^ merged.items()):
        yield f"patient {patient[0]}", "is merged, and the merge on file says otherwise"
    for patient in merged:
        seen, next_one = {patient}, merged[patient]
        while next_one in merged and next_one not in seen:
            seen.add(next_one)
            next_one = merged[next_one]
        if next_one in seen:
            yield f"patient {patient}", "is merged in a circle"
    for each in FOLLOWING:
        if each is PHONES or each.table is DocumentLink:
            continue  # what the survivor had already stays behind
        left = each.table.select(each.column).where(each.column.in_(list(merged)))
        left = left if each.only is None else left.where(each.only)
        for (patient,) in Patient._meta.database.execute(left.distinct()):
            yield f"patient {patient}", f"was merged, and {each.name} still refers to it"


@check("payers")
def payers(database: PracticeFile) -> Wrong:
    """Whoever pays for somebody is another patient who is there, and for whom nobody else pays."""
    columns = (Patient.id, Patient.guarantor, Patient.merged_into, Patient.withdrawn)
    rows = {row[0]: row[1:] for row in Patient._meta.database.execute(Patient.select(*columns))}
    for patient, (payer, merged, _) in rows.items():
        if payer is None or merged is not None or payer not in rows:
            continue
        theirs, went, withdrawn = rows[payer]
        if payer == patient:
            yield f"patient {patient}", "is their own guarantor"
        elif went is not None or withdrawn:
            yield f"patient {patient}", f"is paid for by patient {payer}, whose record is gone"
        elif theirs is not None:
            yield f"patient {patient}", f"is paid for by patient {payer}, for whom patient {theirs} pays"


@check("standing")
def standing(database: PracticeFile) -> Wrong:
    """A day of death is that of somebody who has died, not before birth; a dismissal has its reason."""
    columns = (Patient.id, Patient.birth, Patient.deceased, Patient.died, Patient.dismissed, Patient.dismissed_why)
    for patient, born, deceased, died, dismissed, why in Patient._meta.database.execute(Patient.select(*columns)):
        if died and not deceased:
            yield f"patient {patient}", "has a day of death and is not deceased"
        if died and born and died < born:
            yield f"patient {patient}", "died before they were born"
        if bool(dismissed) != bool(why):
            yield f"patient {patient}", "is dismissed without a reason, or has one and is not"


@check("contacts")
def contacts(database: PracticeFile) -> Wrong:
    """A contact is one of a patient for something, and ends no sooner than it begins."""
    for row in PatientContact.select().where(PatientContact.removed == 0):
        if not (row.topics or row.emergency or row.guardian or row.guarantor):
            yield f"patient {row.patient_id}", f"contact {row.id} is there for nothing"
        topics = set(row.topics.split())
        if topics - set(Topic):
            yield f"patient {row.patient_id}", f"contact {row.id} has topics that there are not"
        if len(topics) > 1 and topics & {Topic.ALL, Topic.NOTHING}:
            yield f"patient {row.patient_id}", f"contact {row.id} has all or nothing beside other topics"
        if row.emergency and not row.digits:
            yield f"patient {row.patient_id}", f"contact {row.id} is for an emergency and has no phone"
        if row.to_day is not None and row.to_day < row.from_day:
            yield f"patient {row.patient_id}", f"contact {row.id} ends before it begins"


@check("search index", gated=True)
def index(database: PracticeFile) -> Wrong:
    """The full-text tables hold every record's search words and nothing else."""
    for table in index_faults(database.peewee):
        yield f"table {table}", "does not agree with the patients' names"
