"""The one way to change data: permission, one transaction, audit, request ids."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pendulum
import pytest
from peewee import IntegrityError

from frontdesk.db.audit import Audit, AuditDetail, ChangeDone, digest, first_fault
from frontdesk.db.calendar import Hold, Room, Visit
from frontdesk.db.fields import WrongValue
from frontdesk.desk import CHANGES, Change, Outcome, Refused, Stale, Undo, Work, change, news
from frontdesk.logic import calendar, patients, practice
from tests.elm import ABBOTT, DIAZ, OKAFOR, REYES, ROOM_1, STONE, Elm


def made(body: Any, permission: str = "") -> Change[Any]:
    """A change that is not registered."""
    return Change("test.made", permission, Undo.INVERSE, "practice", body)


def nothing(work: Work, **_: Any) -> Outcome:
    """Do nothing."""
    return Outcome("Did nothing", ("room", 1), {"setup"}, values={"at": work.now})


def last_audit() -> Audit:
    return Audit.select().order_by(Audit.seq.desc()).get()


# Permission and refusal -----------------------------------------------------------------------------


def test_without_the_permission_nothing_happens(elm: Elm) -> None:
    before = elm.counts()
    with pytest.raises(Refused, match="Ann Poe may not do this") as refusal:
        elm.book(ABBOTT, OKAFOR, "10:00", desk=elm.ann)
    assert refusal.value.code == "permission"
    with pytest.raises(Refused):
        practice.add_room(elm.rob, name="Room 3")
    assert elm.counts() == before


def test_a_refusal_in_the_middle_leaves_nothing_of_what_was_written(elm: Elm) -> None:
    def half(work: Work) -> Outcome:
        work.add(Room, site=1, name="Room 3")
        raise Refused("No.", field="name")

    before = elm.counts()
    with pytest.raises(Refused) as refusal:
        made(half)(elm.mary)
    assert (refusal.value.reason, refusal.value.field, refusal.value.code) == ("No.", "name", "wrong")
    assert elm.counts() == before


@pytest.mark.parametrize("error", [RuntimeError("bug"), WrongValue("starts: needs a time"), KeyError("x")])
def test_a_fault_in_the_middle_leaves_nothing_and_the_next_change_goes_on(error: Exception, elm: Elm) -> None:
    def broken(work: Work) -> Outcome:
        work.add(Room, site=1, name="Room 3")
        raise error

    before = elm.counts()
    with pytest.raises(type(error)):
        made(broken)(elm.mary)
    assert elm.counts() == before
    assert elm.book(ABBOTT, OKAFOR, "10:00")


def test_the_databases_refusal_becomes_a_sentence(elm: Elm) -> None:
    visit = elm.book(ABBOTT, OKAFOR, "10:00")
    other = elm.book(DIAZ, OKAFOR, "11:00")

    def careless(work: Work) -> Outcome:
        Visit.update(starts=elm.at("10:00"), ends=elm.at("10:15")).where(Visit.id == other).execute()
        return nothing(work)

    with pytest.raises(Refused, match="just taken") as refusal:
        made(careless)(elm.mary)
    assert (refusal.value.field, refusal.value.code) == ("starts", "overlap")
    assert isinstance(refusal.value.__cause__, IntegrityError)
    with pytest.raises(Refused, match="nothing was saved"):
        made(lambda work: Hold.delete().where(Hold.visit == visit).execute())(elm.mary)


def test_a_change_never_calls_another_change(elm: Elm) -> None:
    before = elm.counts()
    with pytest.raises(RuntimeError, match=r"practice.add_room was called inside test\.made"):
        made(lambda work: practice.add_room(work.desk, name="Room 3"))(elm.mary)
    assert elm.counts() == before
    assert practice.add_room(elm.mary, name="Room 3").undoable


def test_an_argument_that_cant_be_stored_is_a_fault_that_jams_nothing(elm: Elm) -> None:
    with pytest.raises(TypeError):
        patients.register(elm.mary, family={"a set"})  # type: ignore[arg-type]
    assert elm.book(ABBOTT, OKAFOR, "10:00")


def test_a_row_that_moved_on_is_stale(elm: Elm) -> None:
    visit = elm.book(ABBOTT, OKAFOR, "10:00")
    calendar.confirm(elm.rob, visit=visit, version=1)
    before = elm.counts()
    for stale in (calendar.cancel, calendar.arrive, calendar.no_show, calendar.confirm):
        arguments = {"reason": "patient"} if stale is calendar.cancel else {}
        with pytest.raises(Stale) as refusal:
            stale(elm.mary, visit=visit, version=1, **arguments)  # type: ignore[operator]
        assert refusal.value.code == "stale"
    with pytest.raises(Stale):
        calendar.move(elm.mary, visit=visit, version=1, starts=elm.at("11:00"))
    with pytest.raises(Stale):
        calendar.resize(elm.mary, visit=visit, version=1, minutes=30)
    assert elm.counts() == before


def test_a_name_is_registered_once() -> None:
    with pytest.raises(ValueError, match=r"two changes named calendar\.book"):
        change("calendar.book", permission="", undo=Undo.FINAL)(nothing)
    assert CHANGES["calendar.book"] is calendar.book


def test_work_notes_what_it_touched(elm: Elm) -> None:
    seen: dict[tuple[str, int], tuple[int, int]] = {}

    def body(work: Work) -> Outcome:
        row = work.add(Room, site=1, name="Room 3")
        assert work.update(Room, row, 1, name="Room three") == 2
        assert work.update(Room, ROOM_1, 1, name="One") == 2
        with pytest.raises(Stale):
            work.update(Room, ROOM_1, 1, name="Uno")
        with pytest.raises(Stale):
            work.update(Room, 999, 1, name="Uno")
        seen.update(work.touched)
        return nothing(work)

    made(body)(elm.mary)
    assert seen == {("room", 3): (0, 2), ("room", ROOM_1): (1, 2)}


# Audit ----------------------------------------------------------------------------------------------


def test_a_change_is_audited_in_the_same_transaction(elm: Elm) -> None:
    visit = elm.book(ABBOTT, OKAFOR, "10:00", desk=elm.rob)
    record = last_audit()
    assert (record.action, record.subject_kind, record.subject) == ("calendar.book", "visit", visit)
    assert (record.account, record.session, record.patient) == (elm.rob.who.account, elm.rob.session, ABBOTT)
    assert record.at == elm.clock.now()
    assert record.topics.split() == ["day:2026-11-24", f"patient:{ABBOTT}", f"provider:{OKAFOR}", f"visit:{visit}"]
    detail = AuditDetail.get_by_id(record.seq)
    assert record.digest == digest(detail.salt, detail.body)
    assert json.loads(detail.body)["after"]["place"] == "scheduled"
    done = ChangeDone.get(ChangeDone.seq == record.seq)
    assert (done.request, done.name, done.account_id) == (record.request, "calendar.book", elm.rob.who.account)
    assert first_fault() is None


def test_the_audit_holds_old_and_new_values(elm: Elm) -> None:
    page = patients.reread(elm.mary, patient=STONE)
    patients.edit(elm.mary, patient=STONE, version=1, was=page.fields, note="asthma")
    body = json.loads(AuditDetail.get_by_id(last_audit().seq).body)
    assert (body["before"], body["after"]) == ({"note": ""}, {"note": "asthma"})


def test_salts_differ_so_that_equal_values_dont_show(elm: Elm) -> None:
    for _ in range(3):
        made(nothing)(elm.mary)
    query = Audit.select(Audit.digest, AuditDetail.body, AuditDetail.salt).where(Audit.action == "test.made")
    rows = list(query.join(AuditDetail, on=(AuditDetail.seq == Audit.seq)).tuples())
    assert len({body for _, body, _ in rows}) == 1
    assert len({each for each, _, _ in rows}) == len({salt for _, _, salt in rows}) == 3


def test_news_names_the_topics_since(elm: Elm) -> None:
    start = news(elm.rob, after=-1)
    assert start.topics == frozenset()
    assert news(elm.rob, after=start.seq) == start
    visit = elm.book(ABBOTT, OKAFOR, "10:00")
    calendar.move(elm.mary, visit=visit, version=1, starts=elm.at("9:00", days=1), provider=REYES)
    said = news(elm.rob, after=start.seq)
    assert said.seq == start.seq + 2
    assert {"day:2026-11-24", "day:2026-11-25", f"provider:{OKAFOR}", f"provider:{REYES}"} <= said.topics
    assert news(elm.rob, after=said.seq).topics == frozenset()


def test_opening_a_record_and_signing_in_wake_nobody(elm: Elm) -> None:
    start = news(elm.rob, after=-1).seq
    patients.open_page(elm.mary, patient=ABBOTT)
    elm.next_session(elm.mary)
    said = news(elm.rob, after=start)
    assert said.seq > start
    assert said.topics == frozenset()


# Trying again ---------------------------------------------------------------------------------------


def test_the_same_request_answers_with_the_first_result(elm: Elm) -> None:
    asked = elm.mary.asking("request-1")
    arguments: dict[str, Any] = {"patient": ABBOTT, "provider": OKAFOR, "starts": elm.at("10:00"), "kind": 1}
    first = calendar.book(asked, **arguments)
    elm.clock.advance(minutes=1)
    before = elm.counts()
    assert calendar.book(asked, **arguments) == first
    assert elm.counts() == before


def test_a_result_that_holds_a_moment_comes_back_as_one(elm: Elm) -> None:
    asked = elm.mary.asking("request-1")
    first = made(nothing)(asked)
    again = made(nothing)(asked)
    assert again == first
    assert isinstance(again.values["at"], pendulum.DateTime)


@pytest.mark.parametrize(
    "other", [{"patient": DIAZ}, {"starts": "10:15"}, {"note": "x"}, {"provider": REYES}, {"minutes": 30}]
)
def test_the_same_request_with_other_values_is_refused(other: dict[str, Any], elm: Elm) -> None:
    asked = elm.mary.asking("request-1")
    arguments: dict[str, Any] = {"patient": ABBOTT, "provider": OKAFOR, "starts": elm.at("10:00"), "kind": 1}
    calendar.book(asked, **arguments)
    before = elm.counts()
    if "starts" in other:
        other = {"starts": elm.at(other["starts"])}
    with pytest.raises(Refused, match="already saved") as refusal:
        calendar.book(asked, **{**arguments, **other})
    assert refusal.value.code == "request"
    assert elm.counts() == before


def test_the_same_request_for_another_change_is_refused(elm: Elm) -> None:
    asked = elm.mary.asking("request-1")
    practice.add_room(asked, name="Room 3")
    with pytest.raises(Refused, match="already saved"):
        practice.add_kind(asked, code="R", name="Room 3", minutes=15)


def test_a_request_that_was_refused_may_be_tried_again_with_other_values(elm: Elm) -> None:
    elm.book(DIAZ, OKAFOR, "10:00")
    asked = elm.mary.asking("request-1")
    with pytest.raises(Refused):
        elm.book(ABBOTT, OKAFOR, "10:00", desk=asked)
    assert elm.book(ABBOTT, OKAFOR, "10:15", desk=asked)


def test_without_a_request_every_call_is_a_new_one(elm: Elm) -> None:
    calls = [practice.set_step(elm.mary, minutes=10).change for _ in range(2)]
    assert calls[0] != calls[1]
    assert replace(elm.mary.asking("x"), request=None) == elm.mary
