"""Patients: finding, registering and changing them."""

from frontdesk.logic.patients.form import FIELDS, Written, check_form, read_form
from frontdesk.logic.patients.page import PatientPage, open_page, reread
from frontdesk.logic.patients.record import edit, register, unregister
from frontdesk.logic.patients.search import Found, PatientRow, row, search

open = open_page
"""Open a patient's record; audited once per call."""

__all__ = [
    "FIELDS",
    "Found",
    "PatientPage",
    "PatientRow",
    "Written",
    "check_form",
    "edit",
    "open",
    "open_page",
    "read_form",
    "register",
    "reread",
    "row",
    "search",
    "unregister",
]
