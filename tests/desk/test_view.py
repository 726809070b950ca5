"""The one way to read: permission, and which openings are audited."""

from __future__ import annotations

import pytest

from frontdesk.db.audit import Audit, first_fault
from frontdesk.desk import VIEWS, Refused, view
from frontdesk.logic import calendar, checks, patients, practice
from frontdesk.logic.roles import PERMISSIONS, ROLES
from tests.elm import ABBOTT, MORNING, Elm


def trail() -> list[tuple[str, int]]:
    return list(Audit.select(Audit.action, Audit.subject).order_by(Audit.seq).tuples())


def test_opening_a_record_is_audited_once_per_opening(elm: Elm) -> None:
    before = trail()
    patients.open_page(elm.rob, patient=ABBOTT)
    patients.open_page(elm.rob, patient=ABBOTT)
    assert trail() == [*before, ("patients.open", ABBOTT), ("patients.open", ABBOTT)]
    record = Audit.select().order_by(Audit.seq.desc()).get()
    assert (record.account, record.patient, record.topics) == (elm.rob.who.account, ABBOTT, "")
    assert first_fault() is None


def test_refreshes_and_lists_are_not(elm: Elm) -> None:
    before = elm.counts()
    patients.reread(elm.rob, patient=ABBOTT)
    patients.search(elm.rob, text="abb")
    calendar.day(elm.rob, day=MORNING.date())
    calendar.cancelled(elm.rob, day=MORNING.date())
    calendar.of_patient(elm.rob, patient=ABBOTT)
    practice.providers(elm.rob)
    assert elm.counts() == before
    assert not elm.database.peewee.in_transaction()


def test_a_record_that_is_not_there_is_not_opened(elm: Elm) -> None:
    before = trail()
    with pytest.raises(Refused):
        patients.open_page(elm.rob, patient=999)
    assert trail() == before


def test_a_view_needs_its_permission(elm: Elm) -> None:
    with pytest.raises(Refused) as refusal:
        checks.run(elm.rob)
    assert refusal.value.code == "permission"
    assert checks.run(elm.ann).ok


def test_a_name_is_registered_once() -> None:
    with pytest.raises(ValueError, match=r"two views named calendar\.day"):
        view("calendar.day", permission="")(lambda desk: None)


def test_every_permission_that_is_asked_for_is_in_the_table() -> None:
    from frontdesk.desk import CHANGES
    from frontdesk.doors import open_all

    open_all("frontdesk.logic")
    asked = {each.permission for each in (*CHANGES.values(), *VIEWS.values())} - {""}
    assert asked <= PERMISSIONS.keys()
    assert set().union(*ROLES.values()) == PERMISSIONS.keys()


def test_the_auditor_changes_nothing_but_how_their_own_console_looks() -> None:
    from frontdesk.db.practice import Role
    from frontdesk.desk import CHANGES
    from frontdesk.doors import open_all

    open_all("frontdesk.logic")
    allowed = ROLES[Role.AUDITOR]
    own_session = {"session.start", "session.end", "session.refused", "personal.choose"}
    inside_undo = {
        "calendar.as_it_was",
        "calendar.as_they_were",
    }  # which asks for the permission of what it takes back
    assert {name for name, each in CHANGES.items() if not each.permission or each.permission in allowed} == (
        own_session | inside_undo
    )
