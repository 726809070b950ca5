"""Patients: finding, registering and changing them."""

from frontdesk.logic.patients.contacting import Contactable, Purpose, Way, may_contact
from frontdesk.logic.patients.contacts import (
    ContactLine,
    Topic,
    add_contact,
    contacts,
    edit_contact,
    may_talk_to,
    remove_contact,
)
from frontdesk.logic.patients.duplicates import Candidate, likely_duplicates, possible_duplicates
from frontdesk.logic.patients.form import FIELDS, Written, check_form, read_form
from frontdesk.logic.patients.household import household
from frontdesk.logic.patients.merging import (
    Clashes,
    MergeLine,
    VisitClash,
    clashes,
    merge,
    merges,
    survivor_of,
    unmerge,
)
from frontdesk.logic.patients.minding import to_mind
from frontdesk.logic.patients.page import PatientPage, open_page, preferred, reread
from frontdesk.logic.patients.phoning import PhoneLine, add_phone, edit_phone, phones, remove_phone
from frontdesk.logic.patients.registering import edit, register, unregister
from frontdesk.logic.patients.search import Found, PatientRow, row, search
from frontdesk.logic.patients.snapshot import as_it_was
from frontdesk.logic.patients.standing import dismiss, mark_test, note_death, readmit, see_photo, set_guarantor

open = open_page
"""Open a patient's record; audited once per call."""

__all__ = [
    "FIELDS",
    "Candidate",
    "Clashes",
    "ContactLine",
    "Contactable",
    "Found",
    "MergeLine",
    "PatientPage",
    "PatientRow",
    "PhoneLine",
    "Purpose",
    "Topic",
    "VisitClash",
    "Way",
    "Written",
    "add_contact",
    "add_phone",
    "as_it_was",
    "check_form",
    "clashes",
    "contacts",
    "dismiss",
    "edit",
    "edit_contact",
    "edit_phone",
    "household",
    "likely_duplicates",
    "mark_test",
    "may_contact",
    "may_talk_to",
    "merge",
    "merges",
    "note_death",
    "open",
    "open_page",
    "phones",
    "possible_duplicates",
    "preferred",
    "read_form",
    "readmit",
    "register",
    "remove_contact",
    "remove_phone",
    "reread",
    "row",
    "search",
    "see_photo",
    "set_guarantor",
    "survivor_of",
    "to_mind",
    "unmerge",
    "unregister",
]
