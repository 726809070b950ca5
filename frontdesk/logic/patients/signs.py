"""The sign before a patient's name, read with many of them: there is something to mind."""

from __future__ import annotations

from typing import Any

from peewee import Case, Field, fn

from frontdesk.db.patients import Patient, PatientContact
from frontdesk.logic.patients.talking import OF_AGE, Topic

MINDED = "*"
"""The sign of a patient with whom there is something to mind: an interpreter, a need, whom not to talk to."""


def sign_on(starts: Field) -> Any:
    """For a query over many patients: the sign before the name; on the day of `starts`, where days matter."""
    minded = (Patient.interpreter == 1) | (Patient.needs != "") | _limited(starts)
    signs = ((Patient.deceased == 1, "+"), (Patient.dismissed.is_null(False), "-"), (Patient.test == 1, "~"))
    return Case(None, (*signs, (minded, MINDED)), "")


def _limited(starts: Field) -> Any:
    """Whether `limits` says anything of the patient on that day."""
    there, day, of_age = PatientContact, fn.DATE(starts, "unixepoch"), fn.DATE(Patient.birth, f"+{OF_AGE} years")
    proxy = (there.guardian == 1) | there.topics.not_in(["", Topic.NOTHING])
    ended = proxy & Patient.birth.is_null(False) & (there.from_day < of_age) & (of_age <= day)
    holding = there.select(1).where(
        there.patient == Patient.id,
        there.removed == 0,
        (there.limits != "") | (there.topics == Topic.NOTHING),
        there.from_day <= day,
        there.to_day.is_null() | (there.to_day >= day),
        ~ended,
    )
    return fn.EXISTS(holding)
