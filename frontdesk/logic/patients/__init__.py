"""Patients: finding, registering and changing them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontdesk.doors import opened_when_asked

if TYPE_CHECKING:
    from frontdesk.logic.patients.around import Around, around
    from frontdesk.logic.patients.contacting import (
        Contactable,
        Purpose,
        Way,
        may_contact,
    )
    from frontdesk.logic.patients.contacts import (
        ContactLine,
        Topic,
        add_contact,
        contacts,
        edit_contact,
        may_talk_to,
        remove_contact,
    )
    from frontdesk.logic.patients.duplicates import (
        Candidate,
        likely_duplicates,
        possible_duplicates,
    )
    from frontdesk.logic.patients.form import (
        FIELDS,
        Written,
        check_form,
        read_form,
    )
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
    from frontdesk.logic.patients.page import (
        PatientPage,
        open_page,
        preferred,
        reread,
    )
    from frontdesk.logic.patients.phoning import (
        PhoneLine,
        add_phone,
        edit_phone,
        phones,
        remove_phone,
    )
    from frontdesk.logic.patients.registering import edit, register, unregister
    from frontdesk.logic.patients.search import (
        Found,
        PatientRow,
        row,
        search,
    )
    from frontdesk.logic.patients.snapshot import as_it_was
    from frontdesk.logic.patients.standing import (
        dismiss,
        mark_test,
        note_death,
        readmit,
        see_photo,
        set_guarantor,
    )

opened_when_asked(
    __name__,
    {
        "around": "Around around",
        "contacting": "Contactable Purpose Way may_contact",
        "contacts": "ContactLine Topic add_contact contacts edit_contact may_talk_to remove_contact",
        "duplicates": "Candidate likely_duplicates possible_duplicates",
        "form": "FIELDS Written check_form read_form",
        "household": "household",
        "merging": "Clashes MergeLine VisitClash clashes merge merges survivor_of unmerge",
        "minding": "to_mind",
        "page": "PatientPage open_page preferred reread",
        "phoning": "PhoneLine add_phone edit_phone phones remove_phone",
        "registering": "edit register unregister",
        "search": "Found PatientRow row search",
        "snapshot": "as_it_was",
        "standing": "dismiss mark_test note_death readmit see_photo set_guarantor",
    },
)
