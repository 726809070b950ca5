"""When a visit may take a slot, and what is said when it may not."""

from __future__ import annotations

from typing import Any

import pendulum
import pytest

from frontdesk.db.calendar import CancelReason, Place, Visit, VisitEvent
from frontdesk.desk import Refused, undo
from frontdesk.logic import calendar, patients, practice
from frontdesk.logic.calendar.reasons import REASONS
from tests.elm import ABBOTT, DIAZ, KIM, MORNING, NIGHT, OKAFOR, REYES, ROOM_1, ROOM_2, STONE, VU, ZONE, Elm


def refused(action: Any) -> tuple[str, str, str]:
    """Field, code and reason of a refusal."""
    with pytest.raises(Refused) as refusal:
        action()
    return refusal.value.field, refusal.value.code, refusal.value.reason


# Booking --------------------------------------------------------------------------------------------


def test_a_visit_takes_its_patient_provider_and_room(elm: Elm) -> None:
    visit = elm.book(ABBOTT, OKAFOR, "10:00", room=ROOM_1, note="fasting")
    assert elm.holds(visit) == {
        "patient": (ABBOTT, "10:00", True, False),
        "provider": (OKAFOR, "10:00", True, False),
        "room": (ROOM_1, "10:00", True, False),
    }
    row = elm.visit(visit)
    assert (row.note, row.place, row.version) == ("fasting", Place.SCHEDULED, 1)
    assert (row.ends - row.starts).total_seconds() == 15 * 60


def test_the_kind_gives_the_length_unless_it_is_said(elm: Elm) -> None:
    new = elm.visit(elm.book(ABBOTT, OKAFOR, "10:00", kind=2))
    said = elm.visit(elm.book(DIAZ, OKAFOR, "11:00", kind=2, minutes=50))
    assert [(row.ends - row.starts).total_seconds() / 60 for row in (new, said)] == [30, 50]


def test_neighbours_do_not_overlap(elm: Elm) -> None:
    elm.book(ABBOTT, OKAFOR, "10:00")
    elm.book(DIAZ, OKAFOR, "10:15")
    elm.book(VU, OKAFOR, "9:45")


WISHES: list[tuple[dict[str, Any], tuple[str, str, str]]] = [
    ({"time": "10:00"}, ("starts", "overlap", "Okafor has Abbott, June FU 10:00a-10:15a.")),
    ({"time": "9:50"}, ("starts", "overlap", "Okafor has Abbott, June FU 10:00a-10:15a.")),
    ({"time": "10:14"}, ("starts", "overlap", "Okafor has Abbott, June FU 10:00a-10:15a.")),
    ({"time": "9:00", "minutes": 120}, ("starts", "overlap", "Okafor has Abbott, June FU 10:00a-10:15a.")),
    (
        {"patient": ABBOTT, "provider": REYES, "time": "10:00"},
        ("patient", "patient", "The patient has a visit 10:00a-10:15a with Okafor already."),
    ),
    ({"provider": REYES, "time": "10:00", "room": ROOM_1}, ("room", "room", "The room is taken at that time.")),
    ({"provider": REYES, "time": "10:00", "room": 9}, ("room", "wrong", "There is no such room.")),
    ({"time": "7:45"}, ("starts", "hours", "Okafor's hours on Tue 24 Nov 2026 are 8:00a-5:00p.")),
    ({"time": "16:50"}, ("starts", "hours", "Okafor's hours on Tue 24 Nov 2026 are 8:00a-5:00p.")),
    ({"time": "10:00", "days": 4}, ("starts", "hours", "Okafor does not work on Sat 28 Nov 2026.")),
    ({"time": "13:00"}, ("starts", "closed", "Not available 1:00p-2:00p: meeting.")),
    ({"time": "12:50"}, ("starts", "closed", "Not available 1:00p-2:00p: meeting.")),
    ({"time": "15:00"}, ("starts", "blocked", "Not available 3:00p-4:00p: calls.")),
    ({"time": "10:00", "days": -1}, ("starts", "past", "That day is past.")),
    ({"time": "10:00", "days": 366 * 6}, ("starts", "far", "That is more than five years ahead.")),
    ({"time": "11:00", "minutes": 0}, ("minutes", "wrong", "A visit lasts from one minute to eight hours.")),
    ({"time": "11:00", "minutes": -5}, ("minutes", "wrong", "A visit lasts from one minute to eight hours.")),
    ({"time": "8:00", "minutes": 481}, ("minutes", "wrong", "A visit lasts from one minute to eight hours.")),
    ({"time": "11:00", "patient": 99}, ("patient", "wrong", "There is no such patient.")),
    ({"time": "11:00", "provider": 99}, ("provider", "wrong", "There is no such provider.")),
    ({"time": "11:00", "kind": 99}, ("kind", "wrong", "There is no such kind of visit.")),
    ({"time": "11:00", "note": "x" * 501}, ("note", "wrong", "At most 500 characters.")),
]


@pytest.mark.parametrize(("wish", "said"), WISHES)
def test_a_slot_that_cant_be_had_is_refused_at_its_field(
    wish: dict[str, Any], said: tuple[str, str, str], elm: Elm
) -> None:
    elm.book(ABBOTT, OKAFOR, "10:00", room=ROOM_1)
    elm.block(OKAFOR, "13:00", "14:00")
    elm.block(OKAFOR, "15:00", "16:00", reason="calls", may_override=True)
    before = elm.counts()
    wanted = {"patient": DIAZ, "provider": OKAFOR, **wish}
    wanted["at"] = elm.at(wanted.pop("time"), wanted.pop("days", 0))
    assert refused(lambda: elm.book(**wanted)) == said
    assert elm.counts() == before


@pytest.mark.parametrize("text", ["\x1b]52;c;aGk=\x07", "a\u202eb", "line\nbreak\x00", "[@click=app.quit]x[/]"])
def test_text_that_is_code_is_refused(text: str, elm: Elm) -> None:
    before = elm.counts()
    for field in ("note", "overbook"):
        assert refused(lambda field=field: elm.book(ABBOTT, OKAFOR, "10:00", **{field: text}))[0] == field
    visit_less = refused(lambda: elm.block(OKAFOR, "10:00", "11:00", reason=text))
    assert visit_less[0] == "reason"
    assert elm.counts() == before


def test_a_hidden_provider_kind_or_patient_is_not_booked(elm: Elm) -> None:
    practice.hide_provider(elm.mary, provider=REYES, version=1)
    practice.hide_kind(elm.mary, kind=2, version=1)
    patients.unregister(elm.mary, patient=KIM, version=1)
    assert refused(lambda: elm.book(ABBOTT, REYES, "10:00"))[0] == "provider"
    assert refused(lambda: elm.book(ABBOTT, OKAFOR, "10:00", kind=2))[0] == "kind"
    assert refused(lambda: elm.book(KIM, OKAFOR, "10:00"))[0] == "patient"


# On purpose -----------------------------------------------------------------------------------------


def test_overbooking_needs_a_reason_and_the_permission_and_is_kept(elm: Elm) -> None:
    from dataclasses import replace

    elm.book(ABBOTT, OKAFOR, "10:00")
    visit = elm.book(DIAZ, OKAFOR, "10:00", overbook="fever", desk=elm.rob)
    row = elm.visit(visit)
    assert (row.overbook_reason, row.overbook_by_id) == ("fever", elm.rob.who.account)
    assert elm.holds(visit)["provider"] == (OKAFOR, "10:00", True, True)
    may = elm.rob.who.permissions - {"calendar.overbook"}
    careful = replace(elm.rob, who=elm.rob.who._replace(permissions=may))
    assert refused(lambda: elm.book(VU, OKAFOR, "10:00", overbook="x", desk=careful))[1] == "permission"


def test_a_reason_where_nothing_is_taken_overbooks_nothing(elm: Elm) -> None:
    visit = elm.book(DIAZ, OKAFOR, "10:00", overbook="fever")
    assert elm.visit(visit).overbook_reason == ""
    assert elm.visit(visit).overbook_by_id is None
    assert not elm.holds(visit)["provider"][3]


def test_a_patient_is_never_overbooked(elm: Elm) -> None:
    elm.book(ABBOTT, OKAFOR, "10:00")
    assert refused(lambda: elm.book(ABBOTT, REYES, "10:00", overbook="x", override=True))[1] == "patient"


def test_a_block_that_allows_it_is_overridden(elm: Elm) -> None:
    elm.block(OKAFOR, "15:00", "16:00", may_override=True)
    visit = elm.book(ABBOTT, OKAFOR, "15:00", override=True)
    assert elm.holds(visit)["provider"] == (OKAFOR, "15:00", True, True)
    elm.block(OKAFOR, "13:00", "14:00")
    assert refused(lambda: elm.book(DIAZ, OKAFOR, "13:00", override=True))[1] == "closed"


def test_outside_hours_on_purpose(elm: Elm) -> None:
    assert elm.book(ABBOTT, OKAFOR, "7:00", override=True)
    assert elm.book(DIAZ, OKAFOR, elm.at("10:00", days=4), override=True)


# Moving and lengthening ------------------------------------------------------------------------------


def test_a_visit_moves_with_everything_it_holds(elm: Elm) -> None:
    visit = elm.book(ABBOTT, OKAFOR, "10:00", room=ROOM_1)
    calendar.move(elm.mary, visit=visit, version=1, starts=elm.at("14:00", days=2), provider=REYES)
    assert {(resource, at) for resource, at, live, _ in elm.holds(visit).values() if live} == {
        (ABBOTT, "14:00"), (REYES, "14:00"), (ROOM_1, "14:00"),
    }  # fmt: skip
    assert elm.book(DIAZ, OKAFOR, "10:00", room=ROOM_1)


def test_a_room_that_is_taken_there_is_let_go(elm: Elm) -> None:
    visit = elm.book(ABBOTT, OKAFOR, "10:00", room=ROOM_1)
    elm.book(DIAZ, REYES, "11:00", room=ROOM_1)
    calendar.move(elm.mary, visit=visit, version=1, starts=elm.at("11:00"))
    assert elm.holds(visit)["room"] == (ROOM_1, "11:00", False, False)


def test_a_visit_may_move_over_itself(elm: Elm) -> None:
    visit = elm.book(ABBOTT, OKAFOR, "10:00", minutes=60)
    assert calendar.move(elm.mary, visit=visit, version=1, starts=elm.at("10:30"))


def test_where_a_visit_stays(elm: Elm) -> None:
    visit = elm.book(ABBOTT, OKAFOR, "10:00")
    assert refused(lambda: calendar.move(elm.mary, visit=visit, version=1, starts=elm.at("10:00")))[1] == "same"
    assert refused(lambda: calendar.resize(elm.mary, visit=visit, version=1, minutes=15))[1] == "same"
    elm.book(DIAZ, OKAFOR, "11:00")
    assert refused(lambda: calendar.move(elm.mary, visit=visit, version=1, starts=elm.at("11:00")))[1] == "overlap"
    assert refused(lambda: calendar.resize(elm.mary, visit=visit, version=1, minutes=75))[1] == "overlap"
    calendar.arrive(elm.mary, visit=visit, version=1)
    assert refused(lambda: calendar.move(elm.mary, visit=visit, version=2, starts=elm.at("14:00")))[1] == "place"
    assert refused(lambda: calendar.move(elm.mary, visit=99, version=1, starts=elm.at("14:00")))[0] == "visit"


def test_an_overbooked_visit_keeps_its_reason_when_it_is_shortened(elm: Elm) -> None:
    elm.book(ABBOTT, OKAFOR, "10:00", minutes=60)
    visit = elm.book(DIAZ, OKAFOR, "10:00", minutes=30, overbook="fever", desk=elm.rob)
    calendar.resize(elm.mary, visit=visit, version=1, minutes=15)
    row = elm.visit(visit)
    assert (row.overbook_reason, row.overbook_by_id) == ("fever", elm.rob.who.account)
    assert elm.holds(visit)["provider"][3]


def test_an_overbooked_visit_that_moves_where_it_is_free_is_overbooked_no_more(elm: Elm) -> None:
    elm.book(ABBOTT, OKAFOR, "10:00")
    visit = elm.book(DIAZ, OKAFOR, "10:00", overbook="fever")
    calendar.move(elm.mary, visit=visit, version=1, starts=elm.at("11:00"))
    assert elm.visit(visit).overbook_reason == ""
    assert not elm.holds(visit)["provider"][3]
    assert refused(lambda: elm.book(VU, OKAFOR, "11:00"))[1] == "overlap"


def test_a_visit_under_a_later_block_can_be_shortened_confirmed_and_taken_back(elm: Elm) -> None:
    visit = elm.book(ABBOTT, OKAFOR, "10:00", minutes=60)
    elm.block(OKAFOR, "10:30", "12:00", desk=elm.rob)
    calendar.confirm(elm.mary, visit=visit, version=1)
    undo(elm.mary)
    calendar.resize(elm.mary, visit=visit, version=3, minutes=45)
    calendar.resize(elm.mary, visit=visit, version=4, minutes=30)
    assert refused(lambda: calendar.resize(elm.mary, visit=visit, version=5, minutes=45))[1] == "closed"


# The nights the clock is changed -----------------------------------------------------------------------


def night(day: str, utc: str) -> pendulum.DateTime:
    """A moment of a night, given in UTC, in New York."""
    return pendulum.parse(f"{day}T{utc}Z").in_timezone(ZONE)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("day", "utc", "minutes", "fits"),
    [
        ("2026-03-08", "06:30", 30, True),  # 1:30 to 3:00 by the wall, half an hour
        ("2026-03-08", "06:30", 31, False),
        ("2026-03-08", "05:00", 120, True),  # midnight to three is two hours
        ("2026-03-08", "07:00", 15, False),  # three in the morning
        ("2026-11-01", "04:00", 240, True),  # midnight to three is four hours
        ("2026-11-01", "04:00", 241, False),
        ("2026-11-01", "05:30", 90, True),  # 1:30 to the second 2:00
        ("2026-11-01", "07:45", 15, True),  # 2:45 to 3:00
        ("2026-11-01", "07:45", 16, False),
    ],
)
def test_hours_go_by_the_clock_on_the_wall(day: str, utc: str, minutes: int, fits: bool, elm: Elm) -> None:
    elm.clock.set(night(day, "04:30"))
    practice.add_provider(elm.mary, family="Owl", weekdays="mon-sun", opens="0:00", closes="3:00am")
    if fits:
        visit = elm.visit(elm.book(ABBOTT, 4, night(day, utc), minutes=minutes))
        assert (visit.ends - visit.starts).total_seconds() == minutes * 60
    else:
        assert refused(lambda: elm.book(ABBOTT, 4, night(day, utc), minutes=minutes))[1] == "hours"


def test_the_two_half_past_ones_are_two_slots(elm: Elm) -> None:
    first, second = night("2026-11-01", "05:30"), night("2026-11-01", "06:30")
    elm.clock.set(first)
    elm.book(ABBOTT, NIGHT, first, minutes=60)
    elm.book(DIAZ, NIGHT, second, minutes=60)
    assert refused(lambda: elm.book(VU, NIGHT, second.add(minutes=30)))[1] == "overlap"
    day = calendar.day(elm.mary, day=pendulum.Date(2026, 11, 1))
    column = next(each for each in day.columns if each.provider == NIGHT)
    assert [visit.starts for visit in column.visits] == [int(first.timestamp()), int(second.timestamp())]


def test_a_block_may_run_from_the_first_half_past_one_to_the_second_one(elm: Elm) -> None:
    elm.clock.set(night("2026-11-01", "05:00"))
    done = calendar.block(
        elm.mary,
        provider=NIGHT,
        starts=night("2026-11-01", "05:30"),
        ends=night("2026-11-01", "06:00"),
        reason="x",
    )
    assert done.undoable
    assert refused(lambda: elm.book(ABBOTT, NIGHT, night("2026-11-01", "05:45")))[1] == "closed"
    assert elm.book(ABBOTT, NIGHT, night("2026-11-01", "06:00"))


# Off and on --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reason", [word for word, _ in REASONS.values()])
def test_cancelling_frees_the_slot_at_once_and_says_whose_doing_it_was(reason: CancelReason, elm: Elm) -> None:
    visit = elm.book(ABBOTT, OKAFOR, "10:00", room=ROOM_1)
    calendar.cancel(elm.mary, visit=visit, version=1, reason=str(reason), note="by phone")
    row = elm.visit(visit)
    assert (row.place, row.cancel_reason, row.cancel_note) == (Place.CANCELLED, reason, "by phone")
    assert elm.book(ABBOTT, OKAFOR, "10:00", room=ROOM_1)


@pytest.mark.parametrize("reason", ["", "mood", "PATIENT"])
def test_cancelling_needs_a_reason(reason: str, elm: Elm) -> None:
    visit = elm.book(ABBOTT, OKAFOR, "10:00")
    assert refused(lambda: calendar.cancel(elm.mary, visit=visit, version=1, reason=reason))[0] == "reason"


def test_restoring_takes_the_slot_again_or_is_refused(elm: Elm) -> None:
    visit = elm.book(ABBOTT, OKAFOR, "10:00", room=ROOM_1)
    calendar.cancel(elm.mary, visit=visit, version=1, reason="patient")
    other = elm.book(DIAZ, OKAFOR, "10:00", room=ROOM_1)
    assert refused(lambda: calendar.restore(elm.mary, visit=visit, version=2))[1] == "overlap"
    calendar.restore(elm.mary, visit=visit, version=2, overbook="promised")
    assert elm.holds(visit)["provider"] == (OKAFOR, "10:00", True, True)
    assert elm.holds(visit)["room"][2] is False
    assert elm.visit(visit).cancel_reason == CancelReason.NONE
    assert elm.place(other) is Place.SCHEDULED
    assert refused(lambda: calendar.restore(elm.mary, visit=visit, version=3))[1] == "place"


def test_a_visit_of_a_withdrawn_patient_or_with_a_provider_who_left_stays_off(elm: Elm) -> None:
    one, other = elm.book(KIM, OKAFOR, "10:00"), elm.book(VU, REYES, "10:00")
    for visit in (one, other):
        calendar.cancel(elm.mary, visit=visit, version=1, reason="patient")
    patients.unregister(elm.mary, patient=KIM, version=1)
    practice.hide_provider(elm.mary, provider=REYES, version=1)
    assert refused(lambda: calendar.restore(elm.mary, visit=one, version=2))[1] == "withdrawn"
    assert refused(lambda: calendar.restore(elm.mary, visit=other, version=2))[0] == "provider"


def test_places_and_their_order(elm: Elm) -> None:
    elm.clock.set(elm.at("9:59"))
    visit, tomorrow = (
        elm.book(ABBOTT, OKAFOR, "10:00"),
        elm.book(DIAZ, OKAFOR, elm.at("9:00", days=1)),
    )
    assert refused(lambda: calendar.no_show(elm.mary, visit=visit, version=1))[1] == "early"
    assert refused(lambda: calendar.arrive(elm.mary, visit=tomorrow, version=1))[1] == "day"
    assert refused(lambda: calendar.back(elm.mary, visit=visit, version=1))[1] == "place"
    calendar.arrive(elm.mary, visit=visit, version=1)
    for action in (calendar.arrive, calendar.no_show, calendar.confirm, calendar.restore):
        assert refused(lambda action=action: action(elm.mary, visit=visit, version=2))[1] == "place"
    calendar.back(elm.mary, visit=visit, version=2)
    elm.clock.advance(minutes=1)
    calendar.no_show(elm.mary, visit=visit, version=3)
    assert refused(lambda: calendar.cancel(elm.mary, visit=visit, version=4, reason="patient"))[1] == "place"
    assert refused(lambda: calendar.resize(elm.mary, visit=visit, version=4, minutes=45))[1] == "place"
    assert elm.book(STONE, OKAFOR, "10:00")


def events(visit: int) -> list[tuple[str, bool]]:
    """Place and whether it takes another one back, of each event."""
    rows = VisitEvent.select().where(VisitEvent.visit == visit).order_by(VisitEvent.id)
    return [(str(row.place), row.retracts_id is not None) for row in rows]


def test_a_step_taken_back_leaves_no_trace_in_the_waiting_times(elm: Elm) -> None:
    visit = elm.book(ABBOTT, OKAFOR, "10:00")
    calendar.arrive(elm.mary, visit=visit, version=1)
    calendar.back(elm.mary, visit=visit, version=2)
    calendar.arrive(elm.mary, visit=visit, version=3)
    undo(elm.mary)
    assert events(visit) == [
        ("scheduled", False), ("arrived", False), ("scheduled", True), ("arrived", False), ("scheduled", True),
    ]  # fmt: skip


def test_an_arrival_taken_back_by_mistake_keeps_its_time(elm: Elm) -> None:
    visit = elm.book(ABBOTT, OKAFOR, "10:00")
    calendar.arrive(elm.mary, visit=visit, version=1)
    elm.clock.advance(minutes=20)
    calendar.back(elm.mary, visit=visit, version=2)
    undo(elm.mary)
    last = VisitEvent.select().where(VisitEvent.visit == visit).order_by(VisitEvent.id.desc()).get()
    assert (last.place, last.at) == (Place.ARRIVED, MORNING.in_timezone("UTC"))


# Blocks ---------------------------------------------------------------------------------------------------


def test_a_block_over_days_of_any_length_holds_every_hour(elm: Elm) -> None:
    first, last = pendulum.datetime(2026, 10, 31, 22, tz=ZONE), pendulum.datetime(2026, 11, 2, 3, tz=ZONE)
    elm.clock.set(first)
    calendar.block(elm.mary, provider=NIGHT, starts=first, ends=last, reason="leave", kind="leave")
    for hours in range(0, 30):
        at = first.add(hours=hours)
        assert refused(lambda at=at: elm.book(ABBOTT, NIGHT, at))[1] == "closed"
    assert elm.book(ABBOTT, NIGHT, last)


def test_blocks_that_are_none(elm: Elm) -> None:
    assert refused(lambda: elm.block(OKAFOR, "10:00", "11:00", reason="  "))[0] == "reason"
    assert refused(lambda: elm.block(OKAFOR, "11:00", "11:00"))[0] == "ends"
    assert refused(lambda: elm.block(OKAFOR, "12:00", "11:00"))[0] == "ends"
    assert refused(lambda: elm.block(99, "10:00", "11:00"))[0] == "provider"
    far = elm.at("10:00", days=401)
    assert refused(lambda: calendar.block(elm.mary, provider=1, starts=MORNING, ends=far, reason="x"))[0] == "ends"
    block = elm.block(OKAFOR, "10:00", "11:00")
    calendar.unblock(elm.mary, block=block, version=1)
    assert refused(lambda: calendar.unblock(elm.mary, block=block, version=2))[1] == "same"
    assert refused(lambda: calendar.unblock(elm.mary, block=99, version=1))[0] == "block"


def test_a_block_leaves_the_visits_that_are_there(elm: Elm) -> None:
    visit = elm.book(ABBOTT, OKAFOR, "10:00")
    elm.block(OKAFOR, "9:00", "12:00")
    assert elm.place(visit) is Place.SCHEDULED
    assert elm.holds(visit)["provider"][2]


def test_nothing_is_ever_deleted(elm: Elm) -> None:
    elm.book(ABBOTT, OKAFOR, "10:00", room=ROOM_2)
    undo(elm.mary)
    assert Visit.select().count() == 1
