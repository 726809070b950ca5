"""Visits that belong together: a family one after another, a test before the doctor."""

from __future__ import annotations

from typing import Any

import pendulum
import pytest

from frontdesk.db.calendar import Hold, LinkedSet, Place
from frontdesk.desk import Refused, redo, undo
from frontdesk.logic import calendar, practice
from tests.elm import ABBOTT, DIAZ, FOLLOW_UP, KIM, NEW_PATIENT, NIGHT, OKAFOR, REYES, ROOM_1, VU, ZONE, Elm
from tests.logic.test_kind_rules import ask_of

FAMILY = (ABBOTT, DIAZ, VU)


def step(elm: Elm, patient: int, time: str, **more: Any) -> dict[str, Any]:
    return {"patient": patient, "provider": OKAFOR, "starts": elm.at(time, 1), "kind": FOLLOW_UP, **more}


def family(elm: Elm, *times: str, **more: Any) -> list[int]:
    """Three with Okafor tomorrow, one after the other unless said otherwise; the numbers of the visits."""
    steps = [step(elm, *each, **more) for each in zip(FAMILY, times or ("9:00", "9:15", "9:30"), strict=True)]
    visits: list[int] = calendar.book_set(elm.mary, steps=steps).values["visits"]
    return visits


def times(elm: Elm, visits: list[int]) -> list[str]:
    return [elm.visit(visit).starts.in_timezone(ZONE).format("DD HH:mm") for visit in visits]


def refused(change: Any, *args: Any, **more: Any) -> Refused:
    with pytest.raises(Refused) as refusal:
        change(*args, **more)
    return refusal.value


def move(elm: Elm, visit: int, time: str, days: int = 1, **more: Any) -> Any:
    return calendar.move_set(elm.mary, visit=visit, version=elm.version(visit), starts=elm.at(time, days), **more)


# Booking --------------------------------------------------------------------------------------------


def test_a_family_is_booked_at_once_and_one_undo_takes_all_back(elm: Elm) -> None:
    visits = family(elm)
    assert times(elm, visits) == ["25 09:00", "25 09:15", "25 09:30"]
    assert len({elm.visit(visit).linked_id for visit in visits}) == 1
    assert undo(elm.mary).message.startswith("Took back: Abbott, June Wed 25 Nov 2026 9:00a with Okafor; Diaz")
    assert {elm.place(visit) for visit in visits} == {Place.CANCELLED}
    redo(elm.mary)
    assert {elm.place(visit) for visit in visits} == {Place.SCHEDULED}


def test_a_refusal_names_the_step_and_nothing_is_booked(elm: Elm) -> None:
    elm.book(KIM, OKAFOR, elm.at("9:15", 1))
    before = elm.counts()
    refusal = refused(family, elm)
    assert refusal.reason == "Visit 2 of 3: Okafor has Kim, Ha-eun FU 9:15a-9:30a."
    assert refusal.code == "overlap"
    assert elm.counts() == before


def test_a_test_before_the_doctor_is_one_patient_with_two_providers(elm: Elm) -> None:
    steps = [step(elm, ABBOTT, "9:00", provider=REYES, room=ROOM_1), step(elm, ABBOTT, "9:15")]
    visits = calendar.book_set(elm.mary, steps=steps).values["visits"]
    move(elm, visits[0], "9:15")
    assert times(elm, visits) == ["25 09:15", "25 09:30"]
    assert [elm.holds(visit)["provider"][0] for visit in visits] == [REYES, OKAFOR]
    assert elm.holds(visits[0])["room"] == (ROOM_1, "09:15", True, False)


def test_one_more_joins_a_set_and_is_taken_back_alone(elm: Elm) -> None:
    first = calendar.book_set(elm.mary, steps=[step(elm, ABBOTT, "9:00")]).values
    second = calendar.book_set(elm.mary, steps=[step(elm, DIAZ, "9:15")], linked=first["linked"]).values
    assert elm.visit(second["visit"]).linked_id == first["linked"]
    undo(elm.mary)
    assert (elm.place(first["visit"]), elm.place(second["visit"])) == (Place.SCHEDULED, Place.CANCELLED)
    assert refused(calendar.book_set, elm.mary, steps=[step(elm, VU, "9:30")], linked=99).field == "linked"
    assert refused(calendar.book_set, elm.mary, steps=[]).field == "steps"


def test_a_single_step_keeps_the_field_of_its_refusal(elm: Elm) -> None:
    refusal = refused(calendar.book_set, elm.mary, steps=[step(elm, 99, "9:00")])
    assert (refusal.field, refusal.reason) == ("patient", "There is no such patient.")


# Moving ---------------------------------------------------------------------------------------------


def test_a_set_keeps_its_distances(elm: Elm) -> None:
    visits = family(elm, "9:00", "9:30", "10:30")
    done = move(elm, visits[1], "10:00", 2)
    assert times(elm, visits) == ["26 09:30", "26 10:00", "26 11:00"]
    assert done.message.startswith("Moved 3 visits: Abbott, June Thu 26 Nov 2026 9:30a with Okafor; Diaz")
    undo(elm.mary)
    assert times(elm, visits) == ["25 09:00", "25 09:30", "25 10:30"]
    redo(elm.mary)
    assert times(elm, visits) == ["26 09:30", "26 10:00", "26 11:00"]


def test_each_may_go_where_another_of_them_was(elm: Elm) -> None:
    """A line later, and a line earlier: nobody outside is asked for more than one line."""
    visits = family(elm)
    move(elm, visits[0], "9:15")
    assert times(elm, visits) == ["25 09:15", "25 09:30", "25 09:45"]
    move(elm, visits[2], "9:15")
    assert times(elm, visits) == ["25 08:45", "25 09:00", "25 09:15"]
    assert not Hold.select().where(Hold.overbooked == 1).count()


def test_a_set_is_packed(elm: Elm) -> None:
    visits = family(elm, "9:00", "9:30", "10:30")
    move(elm, visits[0], "11:00", pack=True)
    assert times(elm, visits) == ["25 11:00", "25 11:15", "25 11:30"]
    move(elm, visits[2], "11:00", pack=True)
    assert times(elm, visits) == ["25 10:30", "25 10:45", "25 11:00"]


def test_packed_visits_ask_for_no_time_that_the_clocks_skip(elm: Elm) -> None:
    """At its distance the second would be at half past two of the night in which that is none."""
    day = pendulum.datetime(2027, 3, 13, tz=ZONE)
    steps = [step(elm, ABBOTT, "9:00", provider=NIGHT, starts=day.at(hour)) for hour in (1, 2)]
    visits = calendar.book_set(elm.mary, steps=steps).values["visits"]
    to: Any = {"visit": visits[0], "version": 1, "starts": day.add(days=1).at(1, 30)}
    assert "2:30a doesn't exist" in refused(calendar.move_set, elm.mary, **to).reason
    calendar.move_set(elm.mary, **to, pack=True)
    assert times(elm, visits) == ["14 01:30", "14 01:45"]


def test_those_with_the_same_provider_go_along_to_another(elm: Elm) -> None:
    visits = family(elm)
    move(elm, visits[0], "9:00", provider=REYES)
    assert [elm.holds(visit)["provider"][0] for visit in visits] == [REYES] * 3


def test_what_stands_in_the_way_is_named_and_nothing_moves(elm: Elm) -> None:
    visits = family(elm)
    elm.book(KIM, OKAFOR, elm.at("10:15", 1))
    before = elm.counts()
    refusal = refused(move, elm, visits[0], "10:00")
    assert refusal.reason == "1 of 3 can't be there: Diaz, Luis (Okafor has Kim, Ha-eun FU 10:15a-10:30a)."
    assert refusal.code == "overlap"
    assert elm.counts() == before
    assert times(elm, visits) == ["25 09:00", "25 09:15", "25 09:30"]
    move(elm, visits[0], "10:00", overbook="they come together")
    assert [bool(elm.visit(visit).overbook_reason) for visit in visits] == [False, True, False]


def test_what_is_under_way_stays(elm: Elm) -> None:
    visits = family(elm)
    elm.clock.set(elm.at("8:55", 1))
    calendar.arrive(elm.mary, visit=visits[0], version=1)
    done = move(elm, visits[1], "10:15")
    assert times(elm, visits) == ["25 09:00", "25 10:15", "25 10:30"]
    assert done.message.endswith("; 1 past or under way stays")
    assert "arrived stays" in refused(move, elm, visits[0], "11:00").reason


def test_one_of_them_moves_alone_like_any_visit(elm: Elm) -> None:
    visits = family(elm)
    calendar.move(elm.mary, visit=visits[2], version=1, starts=elm.at("11:00", 1))
    assert times(elm, visits) == ["25 09:00", "25 09:15", "25 11:00"]
    calendar.cancel(elm.mary, visit=visits[1], version=1, reason="patient")
    move(elm, visits[0], "10:00")
    assert times(elm, visits) == ["25 10:00", "25 09:15", "25 12:00"]


# Cancelling, linking --------------------------------------------------------------------------------


def test_all_of_them_are_cancelled_with_one_reason_and_come_back_with_one_undo(elm: Elm) -> None:
    visits = family(elm)
    done = calendar.cancel_set(elm.mary, visit=visits[1], version=1, reason="patient")
    assert done.message == "Cancelled (patient) 3 visits: Abbott, June; Diaz, Luis; Vu, Peter"
    assert {elm.place(visit) for visit in visits} == {Place.CANCELLED}
    undo(elm.mary)
    assert {elm.place(visit) for visit in visits} == {Place.SCHEDULED}


def test_visits_are_linked_and_taken_apart(elm: Elm) -> None:
    one, other, third = (
        elm.book(patient, OKAFOR, time) for patient, time in zip(FAMILY, ("10:00", "11:00", "12:00"), strict=True)
    )
    assert (
        calendar.link(elm.mary, visit=one, version=1, other=other).message == "Linked Abbott, June with Diaz, Luis"
    )
    calendar.link(elm.mary, visit=third, version=1, other=one)
    assert len({elm.visit(visit).linked_id for visit in (one, other, third)}) == 1
    assert refused(calendar.link, elm.mary, visit=one, version=2, other=third).code == "same"
    undo(elm.mary)
    assert elm.visit(third).linked_id is None
    redo(elm.mary)
    calendar.unlink(elm.mary, visit=one, version=elm.version(one))
    assert elm.visit(one).linked_id is None
    undo(elm.mary)
    assert len({elm.visit(visit).linked_id for visit in (one, other, third)}) == 1
    for _ in range(2):
        undo(elm.mary)
    assert {elm.visit(visit).linked_id for visit in (one, other, third)} == {None}
    assert LinkedSet.select().count() == 1


def test_two_sets_become_one(elm: Elm) -> None:
    first = family(elm)
    steps = [step(elm, KIM, "13:00"), step(elm, KIM, "14:00")]
    second = calendar.book_set(elm.mary, steps=steps).values["visits"]
    calendar.link(elm.mary, visit=second[0], version=1, other=first[0])
    assert len({elm.visit(visit).linked_id for visit in (*first, *second)}) == 1
    undo(elm.mary)
    assert len({elm.visit(visit).linked_id for visit in (*first, *second)}) == 2


@pytest.mark.parametrize("change", ["move_set", "cancel_set", "unlink"])
def test_a_visit_on_its_own_has_no_set(change: str, elm: Elm) -> None:
    visit = elm.book(ABBOTT, OKAFOR, "10:00")
    more: Any = {"move_set": {"starts": elm.at("11:00")}, "cancel_set": {"reason": "patient"}}.get(change, {})
    assert "linked with no other" in refused(
        getattr(calendar, change), elm.mary, visit=visit, version=1, **more
    ).reason  # fmt: skip


def test_a_group_visit_keeps_its_group_when_a_family_moves(elm: Elm) -> None:
    """Mother and child in one class: they share its time before and after."""
    kind = int(practice.add_kind(elm.mary, code="GRP", name="Class", minutes=60).values["kind"])
    from frontdesk.db.calendar import VisitKind

    VisitKind.update(capacity=4).where(VisitKind.id == kind).execute()
    steps = [step(elm, patient, "9:00", kind=kind) for patient in (ABBOTT, DIAZ)]
    visits = calendar.book_set(elm.mary, steps=steps).values["visits"]
    move(elm, visits[0], "13:00")
    assert times(elm, visits) == ["25 13:00", "25 13:00"]
    assert len({elm.visit(visit).party_id for visit in visits}) == 1
    undo(elm.mary)
    assert times(elm, visits) == ["25 09:00", "25 09:00"]


def test_packed_visits_leave_what_their_provider_is_kept_free(elm: Elm) -> None:
    """Of one provider; another goes on at once."""
    ask_of(elm, NEW_PATIENT, buffer=15)
    first = step(elm, ABBOTT, "9:00", kind=NEW_PATIENT)
    same, other = step(elm, DIAZ, "11:00"), step(elm, DIAZ, "11:00", provider=REYES)
    visits = calendar.book_set(elm.mary, steps=[first, same]).values["visits"]
    move(elm, visits[0], "13:00", pack=True)
    assert times(elm, visits) == ["25 13:00", "25 13:45"]
    undo(elm.mary)
    move(elm, visits[1], "15:00", pack=True)
    assert times(elm, visits) == ["25 14:15", "25 15:00"]
    undo(elm.mary)
    undo(elm.mary)
    visits = calendar.book_set(elm.mary, steps=[first, other]).values["visits"]
    move(elm, visits[0], "13:00", pack=True)
    assert times(elm, visits) == ["25 13:00", "25 13:30"]


def test_what_is_off_is_linked_with_nothing(elm: Elm) -> None:
    off, on = elm.book(ABBOTT, OKAFOR, "10:00"), elm.book(DIAZ, OKAFOR, "11:00")
    calendar.cancel(elm.mary, visit=off, version=1, reason="error")
    for visit, other in ((off, on), (on, off)):
        said = refused(calendar.link, elm.mary, visit=visit, version=elm.version(visit), other=other)
        assert (said.code, said.field) == ("place", "visit" if visit == off else "other")


def test_the_last_of_a_set_is_on_its_own(elm: Elm) -> None:
    visits = family(elm)
    for left in range(len(visits), 1, -1):
        calendar.unlink(elm.mary, visit=visits[left - 1], version=elm.version(visits[left - 1]))
    assert {elm.visit(visit).linked_id for visit in visits} == {None}
    undo(elm.mary)
    assert sum(elm.visit(visit).linked_id is not None for visit in visits) == 2
