"""How a patient stands with the practice: deceased, dismissed, a test record; identity seen; who pays."""

from __future__ import annotations

from typing import Any

import pendulum

from frontdesk.db.calendar import Place, Visit
from frontdesk.db.patients import Patient
from frontdesk.desk import Outcome, Refused, Undo, Work, change
from frontdesk.logic import when
from frontdesk.logic.patients.form import text_of
from frontdesk.logic.patients.payers import payer_for
from frontdesk.logic.patients.record import living_record, shown_name
from frontdesk.logic.patients.snapshot import changed, snapshot


def _set(
    work: Work, patient: int, version: int, says: str, takes_back: str, *, also: str = "", **values: Any
) -> Outcome:
    """Write the values and say it, `also` after the name; refused when they are there already."""
    row, before = living_record(patient, version), snapshot(patient)
    if all(before["columns"][name] == value for name, value in values.items()):
        raise Refused("That is on file already.", code="same")
    new = work.update(Patient, patient, version, **values)
    name = shown_name(row)
    return changed(work, patient, before, new, f"{says} {name}{also}", f"{takes_back} {name}")


def _still_to_come(work: Work, patient: int) -> str:
    """How many visits of the patient are still on; somebody has to cancel them."""
    ahead = (Visit.starts > work.now) & (Visit.place == Place.SCHEDULED)
    count = Visit.select().where(Visit.patient == patient, ahead).count()
    return f"; visits still to come: {count}" if count else ""


def _not_ahead(work: Work, day: pendulum.Date | None, field: str) -> None:
    if day is not None and day > work.desk.today():
        raise Refused("That day is still to come.", field=field)


@change("patients.note_death", permission="patient.edit", undo=Undo.INVERSE)
def note_death(
    work: Work, *, patient: int, version: int, deceased: bool = True, died: pendulum.Date | None = None
) -> Outcome:
    """Note that a patient has died, and when if known, so that nobody writes or books; or take it back."""
    _not_ahead(work, died, "died")
    row = living_record(patient)
    if died is not None and row.birth is not None and died < row.birth:
        raise Refused("That is before the patient was born.", field="died")
    said = ("Noted as deceased:", "Not deceased:")
    on, also = (died, _still_to_come(work, patient)) if deceased else (None, "")
    said = said if deceased else said[::-1]
    return _set(work, patient, version, *said, also=also, deceased=deceased, died=on)


@change("patients.dismiss", permission="patient.edit", undo=Undo.INVERSE)
def dismiss(work: Work, *, patient: int, version: int, why: str, since: pendulum.Date | None = None) -> Outcome:
    """Note that the practice does not treat this patient any more, since when and why."""
    reason = text_of(why, "why", 200)
    if not reason:
        raise Refused("Say why.", field="why")
    day = since or work.desk.today()
    said, also = ("Dismissed", "Not dismissed:"), _still_to_come(work, patient)
    return _set(work, patient, version, *said, also=also, dismissed=day, dismissed_why=reason)


@change("patients.readmit", permission="patient.edit", undo=Undo.INVERSE)
def readmit(work: Work, *, patient: int, version: int) -> Outcome:
    """Take a dismissed patient on again."""
    said = ("Took on again", "Dismissed as before:")
    return _set(work, patient, version, *said, dismissed=None, dismissed_why="")


@change("patients.mark_test", permission="patient.edit", undo=Undo.INVERSE)
def mark_test(work: Work, *, patient: int, version: int, test: bool = True) -> Outcome:
    """Mark a record as one for trying things out: nobody is contacted, nothing is counted; or as a real one."""
    said = ("Now a test record:", "A real record:")
    return _set(work, patient, version, *(said if test else said[::-1]), test=test)


@change("patients.see_photo", permission="patient.edit", undo=Undo.INVERSE)
def see_photo(work: Work, *, patient: int, version: int) -> Outcome:
    """Note that an identity document with a photo was seen today, and by whom."""
    today = work.desk.today()
    said = (f"Photo identity seen {when.show_date(today)}:", "As before: photo identity of")
    return _set(work, patient, version, *said, photo_seen=today, photo_seen_by=work.desk.who.account)


@change("patients.set_guarantor", permission="patient.edit", undo=Undo.INVERSE)
def set_guarantor(work: Work, *, patient: int, version: int, guarantor: int | None) -> Outcome:
    """Say which other patient pays for this one; None is the patient, or a contact who is the guarantor."""
    living_record(patient, version)
    payer = None if guarantor is None or guarantor == patient else payer_for(patient, guarantor)
    says = f"{shown_name(payer)} pays for" if payer is not None else "Pays for themselves:"
    return _set(work, patient, version, says, "As before: who pays for", guarantor=payer.id if payer else None)
