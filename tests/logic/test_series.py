"""Repeating visits: planned, booked with an answer for every clash, moved and cancelled from one on or all."""

from __future__ import annotations

from typing import Any

import pendulum
import pytest

from frontdesk.db.calendar import Hold, Place, Series, Visit
from frontdesk.desk import Refused, Stale, redo, undo
from frontdesk.logic import calendar
from frontdesk.logic.calendar.plans import Answers
from frontdesk.logic.calendar.recurrence import Recurrence, fitting, read
from tests.elm import ABBOTT, DIAZ, FOLLOW_UP, NIGHT, OKAFOR, REYES, ROOM_1, VU, ZONE, Elm

WEEKLY = "FREQ=WEEKLY;COUNT=4"


def wish(elm: Elm, **more: Any) -> dict[str, Any]:
    """Abbott with Okafor on four Tuesdays at 9:30, the first in a week."""
    return {
        "patient": ABBOTT,
        "provider": OKAFOR,
        "starts": elm.at("9:30", 7),
        "kind": FOLLOW_UP,
        "rule": WEEKLY,
        **more,
    }


def book(elm: Elm, **more: Any) -> list[int]:
    """Book it; the numbers of the visits."""
    visits: list[int] = calendar.book_series(elm.mary, **wish(elm, **more)).values["visits"]
    return visits


def times(visits: list[int], zone: Any = ZONE) -> list[str]:
    """When visits begin, on the wall."""
    return [Visit.get_by_id(visit).starts.in_timezone(zone).format("MM-DD HH:mm") for visit in visits]


def rule_of(visit: int) -> list[str]:
    """The lines of the rule of a visit's series."""
    return str(Series.get_by_id(Visit.get_by_id(visit).series_id).rule).split("\n")


def refused(change: Any, *args: Any, **more: Any) -> Refused:
    with pytest.raises(Refused) as refusal:
        change(*args, **more)
    return refusal.value


# Booking --------------------------------------------------------------------------------------------


def test_every_visit_is_a_row_and_one_undo_takes_all_back(elm: Elm) -> None:
    visits = book(elm)
    assert times(visits) == ["12-01 09:30", "12-08 09:30", "12-15 09:30", "12-22 09:30"]
    assert rule_of(visits[0]) == ["DTSTART;TZID=America/New_York:20261201T093000", "RRULE:FREQ=WEEKLY;COUNT=4"]
    assert len({Visit.get_by_id(visit).series_id for visit in visits}) == 1
    assert undo(elm.mary).message == "Took back 4 visits: Abbott, June, Tuesdays 9:30a with Okafor"
    assert {elm.place(visit) for visit in visits} == {Place.CANCELLED}
    assert redo(elm.mary).message == "Booked again 4 visits: Abbott, June, Tuesdays 9:30a with Okafor"
    assert {elm.place(visit) for visit in visits} == {Place.SCHEDULED}


def test_the_clock_on_the_wall_stays_when_the_clocks_change(elm: Elm) -> None:
    visits = book(elm, starts=pendulum.datetime(2027, 3, 2, 9, 30, tz=ZONE), rule="FREQ=WEEKLY;COUNT=3")
    assert times(visits) == ["03-02 09:30", "03-09 09:30", "03-16 09:30"]
    hours = [Visit.get_by_id(visit).starts.in_timezone("UTC").hour for visit in visits]
    assert hours == [14, 14, 13]


def test_a_time_that_the_clocks_skip_is_a_clash(elm: Elm) -> None:
    night = wish(
        elm, provider=NIGHT, starts=pendulum.datetime(2027, 3, 13, 2, 30, tz=ZONE), rule="FREQ=DAILY;COUNT=3"
    )
    plan = calendar.plan_series(elm.mary, **night)
    assert [each.code for each in plan.occurrences] == ["", "skipped", ""]
    assert "2:30a doesn't exist on Sun 14 Mar 2027" in plan.occurrences[1].clash
    assert "Sun 14 Mar" in refused(calendar.book_series, elm.mary, **night).reason
    later = pendulum.datetime(2027, 3, 14, 3, 30, tz=ZONE)
    visits = calendar.book_series(elm.mary, **night, answers={2: {"at": later}}).values["visits"]
    assert times(visits) == ["03-13 02:30", "03-14 03:30", "03-15 02:30"]


def test_a_plan_lists_the_clash_with_its_reason_and_the_nearest_other_times(elm: Elm) -> None:
    elm.book(DIAZ, OKAFOR, elm.at("9:30", 14))
    before = elm.counts()
    plan = calendar.plan_series(elm.mary, **wish(elm))
    assert plan.words == "Tuesdays 9:30a with Okafor"
    assert [(each.number, each.clash) for each in plan.clashes] == [(2, "Okafor has Diaz, Luis FU 9:30a-9:45a.")]
    assert [each.format("HH:mm") for each in plan.clashes[0].others] == ["09:45", "09:15", "10:00"]
    assert elm.counts() == before


def test_a_clash_without_an_answer_is_refused_by_name_and_nothing_is_written(elm: Elm) -> None:
    elm.book(DIAZ, OKAFOR, elm.at("9:30", 14))
    calendar.block(
        elm.mary,
        provider=OKAFOR,
        starts=elm.at("8:00", 28),
        ends=elm.at("17:00", 28),
        reason="leave",
        kind="leave",
    )
    before = elm.counts()
    refusal = refused(calendar.book_series, elm.mary, **wish(elm))
    assert refusal.reason == (
        "2 of 4 can't be there: Tue 8 Dec 9:30a (Okafor has Diaz, Luis FU 9:30a-9:45a); "
        "Tue 22 Dec 9:30a (Not available 8:00a-5:00p: leave)."
    )
    assert refusal.code == "clash"
    assert elm.counts() == before


def test_every_clash_is_answered_in_its_own_way(elm: Elm) -> None:
    for week in (2, 3, 4):
        elm.book(DIAZ, OKAFOR, elm.at("9:30", 7 * week))
    done = calendar.book_series(
        elm.mary,
        **wish(elm),
        answers={2: {"at": elm.at("9:45", 14)}, 3: {"overbook": "as the doctor asked"}, 4: {"leave": True}},
    )
    visits = done.values["visits"]
    assert times(visits) == ["12-01 09:30", "12-08 09:45", "12-15 09:30"]
    assert [elm.visit(visit).overbook_reason for visit in visits] == ["", "", "as the doctor asked"]
    assert done.values["left_out"] == ["Tue 22 Dec 2026"]
    assert done.message == (
        "Booked 3 of 4 visits, left out Tue 22 Dec 2026: Abbott, June, Tuesdays 9:30a with Okafor"
    )
    assert rule_of(visits[0])[-1] == "EXDATE;TZID=America/New_York:20261222T093000"


def test_an_answer_that_clashes_itself_is_refused(elm: Elm) -> None:
    elm.book(DIAZ, OKAFOR, elm.at("9:30", 14))
    elm.book(VU, OKAFOR, elm.at("9:45", 14))
    answers = {2: {"at": elm.at("9:45", 14)}}
    assert "Vu, Peter" in calendar.plan_series(elm.mary, **wish(elm), answers=answers).clashes[0].clash
    assert "Vu, Peter" in refused(calendar.book_series, elm.mary, **wish(elm), answers=answers).reason


def test_what_is_wrong_with_all_of_them_is_said_once(elm: Elm) -> None:
    assert refused(calendar.plan_series, elm.mary, **wish(elm, patient=99)).field == "patient"
    assert refused(calendar.plan_series, elm.mary, **wish(elm, kind=99)).field == "kind"
    assert refused(calendar.plan_series, elm.mary, **wish(elm, minutes=900)).field == "minutes"
    for rule in ("FREQ=SECONDLY;COUNT=5", "FREQ=WEEKLY;COUNT=1", "FREQ=WEEKLY;COUNT=105", "nonsense", ""):
        assert refused(calendar.book_series, elm.mary, **wish(elm, rule=rule)).field == "repeat"


def test_everything_left_out_books_nothing(elm: Elm) -> None:
    answers: Any = {number: {"leave": True} for number in range(1, 5)}
    assert "left out" in refused(calendar.book_series, elm.mary, **wish(elm), answers=answers).reason


def test_trying_again_books_no_second_series(elm: Elm) -> None:
    asked = elm.mary.asking("once")
    done = calendar.book_series(asked, **wish(elm))
    assert calendar.book_series(asked, **wish(elm)).values["visits"] == done.values["visits"]
    assert Series.select().count() == 1


# Moving ---------------------------------------------------------------------------------------------


def move(elm: Elm, visit: int, scope: str, starts: pendulum.DateTime, **more: Any) -> Any:
    return calendar.move_series(
        elm.mary, visit=visit, version=elm.version(visit), scope=scope, starts=starts, **more
    )


def test_this_and_following_move_and_become_a_series_of_their_own(elm: Elm) -> None:
    visits = book(elm)
    done = move(elm, visits[1], "following", elm.at("10:00", 16))
    assert times(visits) == ["12-01 09:30", "12-10 10:00", "12-17 10:00", "12-24 10:00"]
    assert done.message.startswith("Moved 3 visits: Abbott, June, this one to Thu 10 Dec 2026 10:00a with Okafor")
    assert rule_of(visits[0]) == ["DTSTART;TZID=America/New_York:20261201T093000"]
    assert rule_of(visits[1]) == ["DTSTART;TZID=America/New_York:20261210T100000", "RRULE:FREQ=WEEKLY;COUNT=3"]
    first, *rest = [Visit.get_by_id(visit).series_id for visit in visits]
    assert len(set(rest)) == 1
    assert first not in rest
    undo(elm.mary)
    assert times(visits) == ["12-01 09:30", "12-08 09:30", "12-15 09:30", "12-22 09:30"]
    assert {Visit.get_by_id(visit).series_id for visit in visits} == {first}
    assert rule_of(visits[0])[1] == "RRULE:FREQ=WEEKLY;COUNT=4"
    redo(elm.mary)
    assert times(visits)[1:] == ["12-10 10:00", "12-17 10:00", "12-24 10:00"]
    assert rule_of(visits[3])[1] == "RRULE:FREQ=WEEKLY;COUNT=3"
    undo(elm.mary)
    undo(elm.mary)
    assert {elm.place(visit) for visit in visits} == {Place.CANCELLED}


def test_each_may_go_where_another_of_them_was(elm: Elm) -> None:
    """A week later, with one provider, in one room: only the last one asks for new time."""
    visits = book(elm, room=ROOM_1)
    move(elm, visits[0], "all", elm.at("9:30", 14))
    assert times(visits) == ["12-08 09:30", "12-15 09:30", "12-22 09:30", "12-29 09:30"]
    assert all(elm.holds(visit)["room"][2] for visit in visits)
    flags = Hold.select().where(Hold.visit.in_(visits), Hold.overbooked == 1)
    assert flags.count() == 0
    assert rule_of(visits[0]) == ["DTSTART;TZID=America/New_York:20261208T093000", "RRULE:FREQ=WEEKLY;COUNT=4"]


def test_a_series_goes_to_another_provider(elm: Elm) -> None:
    visits = book(elm)
    move(elm, visits[0], "all", elm.at("9:30", 7), provider=REYES)
    assert [elm.holds(visit)["provider"][0] for visit in visits] == [REYES] * 4


def test_a_clash_moves_nothing_until_it_is_answered(elm: Elm) -> None:
    visits = book(elm)
    elm.book(DIAZ, OKAFOR, elm.at("10:00", 21))
    before = elm.counts()
    plan = calendar.plan_move(elm.mary, visit=visits[0], scope="all", starts=elm.at("10:00", 7))
    assert [each.number for each in plan.clashes] == [3]
    assert plan.clashes[0].was is not None
    refusal = refused(move, elm, visits[0], "all", elm.at("10:00", 7))
    assert refusal.reason == "1 of 4 can't be there: Tue 15 Dec 10:00a (Okafor has Diaz, Luis FU 10:00a-10:15a)."
    assert elm.counts() == before
    done = move(elm, visits[0], "all", elm.at("10:00", 7), answers={3: {"leave": True}})
    assert times(visits) == ["12-01 10:00", "12-08 10:00", "12-15 09:30", "12-22 10:00"]
    assert "1 left where it was" in done.message
    assert rule_of(visits[0])[1].startswith("RDATE")
    undo(elm.mary)
    move(elm, visits[0], "all", elm.at("10:00", 7), answers={3: {"overbook": "urgent"}})
    assert times(visits) == ["12-01 10:00", "12-08 10:00", "12-15 10:00", "12-22 10:00"]


def test_a_plan_holds_its_visits_against_each_other(elm: Elm) -> None:
    """One that is left stays in the way; two that are answered may not take the same time."""
    visits = book(elm)
    on = {"visit": visits[0], "scope": "all", "starts": elm.at("9:30", 14)}
    left: Answers = {2: {"leave": True}}
    plan = calendar.plan_move(elm.mary, **on, answers=left)
    assert [(each.number, each.code) for each in plan.clashes] == [(1, "patient")]
    assert refused(move, elm, visits[0], "all", elm.at("9:30", 14), answers=left).code == "clash"
    same: Answers = {1: {"at": elm.at("11:00", 30)}, 2: {"at": elm.at("11:00", 30)}}
    plan = calendar.plan_move(elm.mary, **on, answers=same)
    assert [(each.number, each.code) for each in plan.clashes] == [(2, "patient")]
    plan = calendar.plan_series(elm.mary, **wish(elm, patient=VU, starts=elm.at("15:00", 7)), answers=same)
    assert [(each.number, each.code) for each in plan.clashes] == [(2, "patient")]


def test_undo_leaves_alone_what_the_change_left_alone(elm: Elm) -> None:
    visits = book(elm)
    move(elm, visits[0], "all", elm.at("10:00", 7), answers={3: {"leave": True}})
    calendar.confirm(elm.rob, visit=visits[2], version=elm.version(visits[2]))
    undo(elm.mary)
    assert times(visits)[0] == "12-01 09:30"
    assert elm.visit(visits[2]).confirmed


def test_what_is_past_or_under_way_stays_and_is_said_to(elm: Elm) -> None:
    visits = book(elm)
    elm.clock.set(elm.at("9:00", 14))
    calendar.arrive(elm.rob, visit=visits[1], version=1)
    done = move(elm, visits[2], "all", elm.at("9:30", 23))
    assert times(visits) == ["12-01 09:30", "12-08 09:30", "12-17 09:30", "12-24 09:30"]
    assert done.message.endswith("; 2 past or under way stay")
    assert len({Visit.get_by_id(visit).series_id for visit in visits}) == 1
    assert "arrived stays" in refused(move, elm, visits[1], "following", elm.at("9:30", 23)).reason


def test_one_that_was_moved_alone_keeps_its_distance(elm: Elm) -> None:
    visits = book(elm)
    calendar.move(elm.mary, visit=visits[1], version=1, starts=elm.at("11:00", 15))
    move(elm, visits[0], "all", elm.at("10:00", 7))
    assert times(visits) == ["12-01 10:00", "12-09 11:30", "12-15 10:00", "12-22 10:00"]


def test_cancelled_ones_do_not_come_along(elm: Elm) -> None:
    visits = book(elm)
    calendar.cancel(elm.mary, visit=visits[1], version=1, reason="patient")
    move(elm, visits[0], "all", elm.at("10:00", 7))
    assert times(visits) == ["12-01 10:00", "12-08 09:30", "12-15 10:00", "12-22 10:00"]
    assert rule_of(visits[0])[-1] == "EXDATE;TZID=America/New_York:20261208T100000"


def test_moving_over_the_change_of_the_clocks_keeps_the_clock_on_the_wall(elm: Elm) -> None:
    start = pendulum.datetime(2027, 3, 2, 9, 30, tz=ZONE)
    visits = book(elm, starts=start, rule="FREQ=WEEKLY;COUNT=3")
    move(elm, visits[0], "all", start.add(days=7))
    assert times(visits) == ["03-09 09:30", "03-16 09:30", "03-23 09:30"]


def test_a_visit_outside_a_series_has_none_to_move(elm: Elm) -> None:
    visit = elm.book(ABBOTT, OKAFOR, "10:00")
    assert refused(move, elm, visit, "all", elm.at("11:00")).reason == "It is no visit of a series."


def test_a_stale_screen_moves_and_cancels_nothing(elm: Elm) -> None:
    visits = book(elm)
    calendar.confirm(elm.rob, visit=visits[0], version=1)
    seen: Any = {"visit": visits[0], "version": 1, "scope": "all"}
    with pytest.raises(Stale):
        calendar.move_series(elm.mary, **seen, starts=elm.at("10:00", 7))
    with pytest.raises(Stale):
        calendar.cancel_series(elm.mary, **seen, reason="patient")


def test_undo_of_a_series_that_somebody_touched_is_refused_whole(elm: Elm) -> None:
    visits = book(elm)
    calendar.confirm(elm.rob, visit=visits[2], version=1)
    assert "Can't be undone" in refused(undo, elm.mary).reason
    assert elm.place(visits[0]) is Place.SCHEDULED


# Cancelling -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("scope", "off"), [("following", [2, 3]), ("all", [0, 1, 2, 3])])
def test_a_series_is_cancelled_with_one_reason_and_comes_back_with_one_undo(
    scope: str, off: list[int], elm: Elm
) -> None:
    visits = book(elm)
    done = calendar.cancel_series(
        elm.mary, visit=visits[2], version=1, scope=scope, reason="patient", note="moves away"
    )
    gone = [number for number, visit in enumerate(visits) if elm.place(visit) is Place.CANCELLED]
    assert gone == off
    assert done.message == f"Cancelled (patient) {len(off)} visits: Abbott, June"
    assert {str(elm.visit(visits[number]).cancel_reason) for number in off} == {"patient"}
    undo(elm.mary)
    assert {elm.place(visit) for visit in visits} == {Place.SCHEDULED}
    redo(elm.mary)
    assert elm.place(visits[3]) is Place.CANCELLED


def test_cancelling_needs_a_reason_and_something_to_come(elm: Elm) -> None:
    visits = book(elm)
    assert refused(
        calendar.cancel_series, elm.mary, visit=visits[0], version=1, scope="all", reason=""
    ).field == "reason"  # fmt: skip
    elm.clock.set(elm.at("9:30", 60))
    assert "still to come" in refused(
        calendar.cancel_series, elm.mary, visit=visits[0], version=1, scope="all", reason="patient"
    ).reason  # fmt: skip


def test_the_next_free_line_after_a_visit(elm: Elm) -> None:
    elm.book(DIAZ, OKAFOR, "10:00", minutes=20)
    elm.book(VU, OKAFOR, "10:45")

    def after(time: str, **more: Any) -> str:
        at = calendar.free_after(elm.mary, provider=OKAFOR, kind=FOLLOW_UP, after=elm.at(time), **more)
        return at.format("HH:mm") if at is not None else ""

    assert (after("10:00"), after("10:20"), after("10:20", minutes=30)) == ("10:30", "10:30", "11:00")
    assert (after("8:00"), after("16:45"), after("16:46")) == ("09:45", "16:45", "")


# The stored rule ------------------------------------------------------------------------------------


def test_a_rule_is_read_as_it_was_written() -> None:
    at = [pendulum.naive(2026, 12, day, 9, 30) for day in (1, 8, 15)]
    one = Recurrence("America/New_York", at[0], "FREQ=WEEKLY;COUNT=3", left_out=(at[1],))
    listed = Recurrence("America/New_York", at[0], listed=(at[1], at[2]))
    assert read(one.text) == one
    assert read(listed.text) == listed
    assert one.planned == tuple(at)
    assert listed.planned == tuple(at)


@pytest.mark.parametrize(
    ("rule", "days", "fits"),
    [
        ("FREQ=WEEKLY;COUNT=3", ["12-02", "12-09", "12-16"], "FREQ=WEEKLY;COUNT=3"),
        ("FREQ=WEEKLY;COUNT=3", ["12-02", "12-09", "12-17"], ""),
        (
            "FREQ=WEEKLY;BYDAY=MO,TH;COUNT=4",
            ["12-01", "12-04", "12-08", "12-11"],
            "FREQ=WEEKLY;BYDAY=TU,FR;COUNT=4",
        ),
        ("FREQ=MONTHLY;BYDAY=3TU;COUNT=3", ["12-02", "01-06", "02-03"], "FREQ=MONTHLY;BYDAY=1WE;COUNT=3"),
        ("FREQ=MONTHLY;BYDAY=-1FR;COUNT=2", ["12-31", "01-28"], "FREQ=MONTHLY;BYDAY=-1TH;COUNT=2"),
        ("FREQ=MONTHLY;BYMONTHDAY=5;COUNT=2", ["12-07", "01-07"], "FREQ=MONTHLY;BYMONTHDAY=7;COUNT=2"),
        ("FREQ=DAILY;COUNT=3", ["12-02", "12-03", "12-05"], "FREQ=DAILY;COUNT=4"),
    ],
)
def test_visits_that_moved_get_a_rule_of_the_same_kind_where_one_fits(
    rule: str, days: list[str], fits: str
) -> None:
    moments = []
    for day in days:
        month, number = map(int, day.split("-"))
        moments.append(pendulum.naive(2026 + (month < 12), month, number, 9, 30))
    found = fitting(moments, Recurrence("UTC", moments[0], rule), "UTC")
    assert found.rule == fits
    assert [at for at in found.planned if at not in found.left_out] == moments


# What a visit belongs to ----------------------------------------------------------------------------


def test_each_knows_its_place_in_the_series_and_in_the_set(elm: Elm) -> None:
    visits = book(elm)
    alone = elm.book(DIAZ, OKAFOR, elm.at("10:00", 7))
    calendar.link(elm.mary, visit=alone, version=1, other=visits[0])
    days = [calendar.visit(elm.mary, visit=visit).visit for visit in (*visits, alone)]
    words = [bond.words for bond in calendar.bonds(elm.mary, visits=days).values()]
    assert words == ["1/4 1 of 2 linked", "2/4", "3/4", "4/4", "2 of 2 linked"]
    other = calendar.visit(elm.mary, visit=elm.book(VU, OKAFOR, "11:00")).visit
    assert calendar.bonds(elm.mary, visits=[other]) == {}


def test_a_change_says_how_far_it_would_reach(elm: Elm) -> None:
    visits = book(elm)
    first = elm.visit(visits[0]).starts.in_timezone(elm.mary.zone).date()
    assert calendar.reach(elm.mary, visit=visits[0]) == (0, 4, 0, first)
    assert calendar.reach(elm.mary, visit=visits[1]) == (3, 4, 0, first)
    assert calendar.reach(elm.mary, visit=visits[3]) == (0, 4, 0, first)
    calendar.move_series(
        elm.mary, visit=visits[2], version=1, scope="following", starts=elm.visit(visits[2]).starts.add(hours=1)
    )  # fmt: skip
    assert calendar.reach(elm.mary, visit=visits[3]) == (0, 2, 0, first.add(days=14)), "the part split off"
    undo(elm.mary)
    for visit in visits[:3]:
        calendar.cancel(elm.mary, visit=visit, version=elm.version(visit), reason="patient")
    assert calendar.reach(elm.mary, visit=visits[3]).alone
    assert calendar.reach(elm.mary, visit=elm.book(VU, OKAFOR, "11:00")).alone


def test_everything_that_belongs_to_a_visit_is_listed_with_what_became_of_it(elm: Elm) -> None:
    elm.book(DIAZ, OKAFOR, elm.at("9:30", 14))
    visits = book(elm, answers={2: {"leave": True}})
    calendar.cancel(elm.mary, visit=visits[1], version=1, reason="weather")
    found = calendar.belonging(elm.mary, visit=visits[0])
    assert found.words == "Tuesdays 9:30a, without Tue 8 Dec 2026"
    assert [(visit.id, visit.cancel_reason) for visit in found.series] == [
        (visits[0], ""), (visits[1], "weather"), (visits[2], ""),
    ]  # fmt: skip
    assert found.linked == ()
