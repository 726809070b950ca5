"""Whether a kind of visit may be somewhere: every rule, what is said, and what may be overridden."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import pendulum
import pytest

from frontdesk.db.calendar import Place, Visit
from frontdesk.desk import Refused, Work, redo, undo
from frontdesk.logic import calendar, checks, exceptions, holidays, kinds, practice, reserved
from frontdesk.logic.calendar.booking import Wanted, ask
from frontdesk.logic.calendar.kind_rules import KindTimes, rules_of
from tests.elm import (
    ABBOTT,
    DIAZ,
    FOLLOW_UP,
    KIM,
    NEW_PATIENT,
    NIGHT,
    OKAFOR,
    OKOYE,
    REYES,
    ROOM_1,
    ROOM_2,
    STONE,
    VU,
    Elm,
)  # fmt: skip

URGENT = 4


def said_by(action: Any) -> tuple[str, str, str]:
    """Field, code and reason of a refusal."""
    with pytest.raises(Refused) as refusal:
        action()
    return refusal.value.field, refusal.value.code, refusal.value.reason


def code_of(action: Any) -> str:
    return said_by(action)[1]


def ask_of(elm: Elm, kind: int = FOLLOW_UP, **terms: Any) -> None:
    """Let a kind ask for more than it does."""
    page = kinds.page(elm.mary, kind=kind)
    practice.edit_kind(elm.mary, kind=kind, version=page.version, **{**asdict(page.terms), **terms})


def keep(elm: Elm, opens: str, closes: str, hours_before: int = 0, *, kind: int = URGENT, **more: Any) -> int:
    """Keep a stretch of Okafor's Tuesdays for a kind."""
    wish = {"provider": OKAFOR, "kind": kind, "weekday": "tue", "opens": opens, "closes": closes, **more}
    return int(reserved.reserve(elm.mary, hours_before=hours_before, **wish).values["reserved"])


# With whom, where, with what --------------------------------------------------------------------------


def test_a_kind_is_done_by_those_who_do_it(elm: Elm) -> None:
    ask_of(elm, providers=[REYES, NIGHT])
    assert said_by(lambda: elm.book(ABBOTT, OKAFOR, "10:00", override=True)) == (
        "provider", "kind", "Okafor does no FU; Night, Reyes would do.",
    )  # fmt: skip
    visit = elm.book(ABBOTT, REYES, "10:00")
    assert code_of(
        lambda: calendar.move(elm.mary, visit=visit, version=1, starts=elm.at("10:00"), provider=OKAFOR)
    ) == ("kind")
    assert calendar.move(elm.mary, visit=visit, version=1, starts=elm.at("10:00"), provider=NIGHT)


def test_what_was_booked_before_may_stay_and_move_on_its_day(elm: Elm) -> None:
    visit = elm.book(ABBOTT, OKAFOR, "10:00")
    ask_of(elm, providers=[REYES])
    calendar.move(elm.mary, visit=visit, version=1, starts=elm.at("11:00"))
    calendar.resize(elm.mary, visit=visit, version=2, minutes=30)
    assert (
        code_of(lambda: calendar.move(elm.mary, visit=visit, version=3, starts=elm.at("11:00", days=1))) == "kind"
    )


def test_a_kind_has_its_rooms_and_devices(elm: Elm) -> None:
    for name in ("ECG", "Echo"):
        practice.add_device(elm.mary, name=name)
    ask_of(elm, rooms=[ROOM_2], devices=[2])
    assert said_by(lambda: elm.book(ABBOTT, OKAFOR, "10:00", room=ROOM_1)) == (
        "room", "kind", "FU is not for that room; Room 2 would do.",
    )  # fmt: skip
    assert said_by(lambda: elm.book(ABBOTT, OKAFOR, "10:00", device=1)) == (
        "device", "kind", "FU is not for that device; Echo would do.",
    )  # fmt: skip
    assert elm.book(ABBOTT, OKAFOR, "10:00", room=ROOM_2, device=2)
    assert elm.book(DIAZ, OKAFOR, "11:00")


def test_telehealth_takes_no_room(elm: Elm) -> None:
    ask_of(elm, telehealth=True)
    assert said_by(lambda: elm.book(ABBOTT, OKAFOR, "10:00", room=ROOM_1)) == (
        "room", "kind", "FU is telehealth: it takes no room.",
    )  # fmt: skip
    assert elm.book(ABBOTT, OKAFOR, "10:00")
    assert code_of(lambda: ask_of(elm, rooms=[ROOM_1])) == "wrong"


# How many ---------------------------------------------------------------------------------------------


def test_a_limit_per_day_is_the_providers_and_may_be_overridden(elm: Elm) -> None:
    ask_of(elm, per_day=2)
    first, _ = elm.book(ABBOTT, OKAFOR, "10:00"), elm.book(DIAZ, OKAFOR, "11:00")
    assert said_by(lambda: elm.book(VU, OKAFOR, "12:00")) == (
        "starts", "limit", "Okafor has 2 FU on Tue 24 Nov 2026, as many as the limit allows.",
    )  # fmt: skip
    assert elm.book(VU, REYES, "12:00")
    assert elm.book(KIM, OKAFOR, "12:00", kind=NEW_PATIENT)
    assert elm.book(STONE, OKAFOR, elm.at("12:00", days=1))
    calendar.cancel(elm.mary, visit=first, version=1, reason="patient")
    third = elm.book(OKOYE, OKAFOR, "13:00")
    assert code_of(lambda: calendar.restore(elm.mary, visit=first, version=2)) == "limit"
    assert calendar.restore(elm.mary, visit=first, version=2, override=True)
    calendar.move(elm.mary, visit=third, version=1, starts=elm.at("14:00"))


def test_moving_to_a_full_day_asks_and_within_a_day_does_not(elm: Elm) -> None:
    ask_of(elm, per_day=1)
    first, second = elm.book(ABBOTT, OKAFOR, "10:00"), elm.book(DIAZ, OKAFOR, elm.at("10:00", days=1))
    calendar.move(elm.mary, visit=first, version=1, starts=elm.at("11:00"))
    assert code_of(lambda: calendar.move(elm.mary, visit=second, version=1, starts=elm.at("15:00"))) == "limit"
    calendar.move(elm.mary, visit=second, version=1, starts=elm.at("15:00"), override=True)


def test_overbooking_has_a_limit_per_kind_day_and_provider_that_nobody_overrides(elm: Elm) -> None:
    ask_of(elm, overbook_per_day=1)
    for provider in (OKAFOR, REYES):
        elm.book((ABBOTT, STONE)[provider - 1], provider, "10:00")
    elm.book(DIAZ, OKAFOR, "10:00", overbook="fever")
    wish = {"overbook": "fever", "override": True}
    assert said_by(lambda: elm.book(VU, OKAFOR, "10:00", **wish)) == (
        "starts", "overbook",
        "For Okafor 1 FU a day may be overbooked; take a free time, another day or another provider.",
    )  # fmt: skip
    assert elm.book(VU, REYES, "10:00", **wish)
    assert elm.book(KIM, OKAFOR, "10:00", kind=NEW_PATIENT, **wish)
    assert elm.book(OKOYE, OKAFOR, "11:00")


def test_a_kind_that_is_never_overbooked(elm: Elm) -> None:
    ask_of(elm, overbook_per_day=0)
    elm.book(ABBOTT, OKAFOR, "10:00")
    said = said_by(lambda: elm.book(VU, OKAFOR, "10:00", overbook="x"))
    assert said[2].startswith("For Okafor no FU may be overbooked")
    elm.block(OKAFOR, "15:00", "16:00", may_override=True)
    assert elm.book(VU, OKAFOR, "15:00", override=True, overbook="x")


# Reserved ---------------------------------------------------------------------------------------------

WEEK_LATER = 7
RESERVED: list[tuple[str, dict[str, Any], str]] = [
    ("9:45", {}, ""),
    ("9:50", {}, "reserved"),
    ("10:00", {}, "reserved"),
    ("10:45", {}, "reserved"),
    ("11:00", {}, ""),
    ("10:00", {"kind": URGENT}, ""),
    ("10:00", {"override": True}, ""),
    ("10:00", {"provider": REYES}, ""),
    ("10:00", {"days": 8}, ""),
]


@pytest.mark.parametrize(("time", "wish", "code"), RESERVED)
def test_kept_time_is_for_its_kind(time: str, wish: dict[str, Any], code: str, elm: Elm) -> None:
    keep(elm, "10a", "11a", 24)
    wish = {"provider": OKAFOR, "days": WEEK_LATER, **wish}
    at = elm.at(time, wish.pop("days"))
    if code:
        assert said_by(lambda: elm.book(ABBOTT, at=at, **wish)) == (
            "starts", code, "10:00a-11:00a is kept for URG until Mon 30 Nov 2026 10:00a.",
        )  # fmt: skip
    else:
        assert elm.book(ABBOTT, at=at, **wish)


@pytest.mark.parametrize(
    ("hours", "now", "opened"), [(24, "9:59", False), (24, "10:00", True), (0, "23:00", False)]
)
def test_kept_time_opens_some_hours_before(hours: int, now: str, opened: bool, elm: Elm) -> None:
    keep(elm, "10a", "11a", hours)
    elm.clock.set(elm.at(now, days=6))
    at = elm.at("10:30", days=7)
    if opened:
        assert elm.book(ABBOTT, OKAFOR, at)
    else:
        assert code_of(lambda: elm.book(ABBOTT, OKAFOR, at)) == "reserved"


def test_kept_time_holds_from_a_day_to_a_day(elm: Elm) -> None:
    december = pendulum.Date(2026, 12, 1)
    keep(elm, "10a", "11a", from_day=december, to_day=december.add(days=7))
    codes = []
    for days in (0, 7, 14, 21):
        try:
            elm.book(ABBOTT, OKAFOR, elm.at("10:00", days))
            codes.append("")
        except Refused as refused:
            codes.append(refused.code)
    assert codes == ["", "reserved", "reserved", ""]


def test_time_kept_for_two_kinds_is_for_both(elm: Elm) -> None:
    keep(elm, "10a", "11a")
    keep(elm, "10:30a", "12p", kind=NEW_PATIENT)
    at = lambda time: elm.at(time, days=7)  # noqa: E731
    assert code_of(lambda: elm.book(ABBOTT, OKAFOR, at("10:15"), kind=NEW_PATIENT)) == "reserved"
    assert elm.book(ABBOTT, OKAFOR, at("10:30"), kind=NEW_PATIENT)
    assert elm.book(DIAZ, OKAFOR, at("10:15"), kind=URGENT)
    assert code_of(lambda: elm.book(VU, OKAFOR, at("11:30"), kind=URGENT)) == "reserved"


def test_moving_into_kept_time_asks_too(elm: Elm) -> None:
    visit = elm.book(ABBOTT, OKAFOR, elm.at("9:00", days=7))
    keep(elm, "10a", "11a")
    move = lambda **more: calendar.move(  # noqa: E731
        elm.mary, visit=visit, version=1, starts=elm.at("10:00", days=7), **more
    )
    assert code_of(move) == "reserved"
    assert code_of(lambda: calendar.resize(elm.mary, visit=visit, version=1, minutes=75)) == "reserved"
    assert move(override=True)


def test_time_that_is_given_up_is_free_for_all(elm: Elm) -> None:
    row = keep(elm, "10a", "11a")
    reserved.give_up(elm.mary, reserved=row, version=1)
    visit = elm.book(ABBOTT, OKAFOR, elm.at("10:00", days=7), desk=elm.rob)
    undo(elm.mary)
    assert code_of(lambda: elm.book(DIAZ, OKAFOR, elm.at("10:30", days=7))) == "reserved"
    assert calendar.resize(elm.mary, visit=visit, version=1, minutes=10)


# New or established -----------------------------------------------------------------------------------

TODAY = pendulum.Date(2026, 11, 24)
SEEN: list[tuple[pendulum.Date, bool]] = [
    (TODAY.subtract(days=1), True),
    (TODAY.subtract(years=2), True),
    (TODAY.subtract(years=3), True),  # three years ago to the day
    (TODAY.subtract(years=3, days=1), False),
    (TODAY.subtract(years=10), False),
]


def saw(elm: Elm, patient: int, day: pendulum.Date, place: Place = Place.DONE) -> None:
    """Let a patient have had a visit."""
    now = elm.clock.now()
    elm.clock.set(elm.at("9:00").on(day.year, day.month, day.day))
    visit = elm.book(patient, NIGHT, elm.at("9:00").on(day.year, day.month, day.day))
    Visit.update(place=place, cancel_reason="error" if place is Place.CANCELLED else "").where(
        Visit.id == visit
    ).execute()
    elm.clock.set(now)


@pytest.mark.parametrize(("day", "established"), SEEN)
def test_established_is_who_was_seen_within_three_years(day: pendulum.Date, established: bool, elm: Elm) -> None:
    saw(elm, ABBOTT, day)
    ask_of(elm, standing="established")
    ask_of(elm, NEW_PATIENT, standing="new")
    wrong, right = (NEW_PATIENT, FOLLOW_UP) if established else (FOLLOW_UP, NEW_PATIENT)
    field, code, reason = said_by(lambda: elm.book(ABBOTT, OKAFOR, "10:00", kind=wrong))
    assert (field, code) == ("kind", "standing")
    assert reason == (
        f"NEW is for new patients; this one was seen here {day.month}/{day.day}/{day.year}."
        if established
        else "FU is for established patients; this one was not seen here within 3 years."
    )
    assert elm.book(ABBOTT, OKAFOR, "10:00", kind=right)
    assert elm.book(ABBOTT, OKAFOR, "11:00", kind=wrong, override=True)


@pytest.mark.parametrize("place", [Place.CANCELLED, Place.NO_SHOW, Place.SCHEDULED, Place.LEFT])
def test_a_visit_that_was_not_done_does_not_count(place: Place, elm: Elm) -> None:
    saw(elm, ABBOTT, TODAY.subtract(days=30), place)
    ask_of(elm, NEW_PATIENT, standing="new")
    assert elm.book(ABBOTT, OKAFOR, "10:00", kind=NEW_PATIENT)


def test_the_visits_own_day_decides(elm: Elm) -> None:
    saw(elm, ABBOTT, TODAY.subtract(years=3))
    ask_of(elm, NEW_PATIENT, standing="new")
    assert code_of(lambda: elm.book(ABBOTT, OKAFOR, "10:00", kind=NEW_PATIENT)) == "standing"
    visit = elm.book(ABBOTT, OKAFOR, elm.at("10:00", days=1), kind=NEW_PATIENT)
    assert code_of(lambda: calendar.move(elm.mary, visit=visit, version=1, starts=elm.at("10:00"))) == "standing"


# Groups and time kept free ----------------------------------------------------------------------------


def test_a_group_takes_as_many_as_it_holds(elm: Elm) -> None:
    ask_of(elm, capacity=3, per_day=1)
    visits = [elm.book(patient, OKAFOR, "10:00") for patient in (ABBOTT, DIAZ, VU)]
    assert said_by(lambda: elm.book(KIM, OKAFOR, "10:00")) == ("starts", "overlap", "The group is full: 3 of 3.")
    assert code_of(lambda: elm.book(KIM, OKAFOR, "11:00")) == "limit"
    column = calendar.day(elm.mary, day=TODAY).columns[0]
    assert {(visit.party, visit.capacity) for visit in column.visits} == {(1, 3)}
    assert elm.book(KIM, OKAFOR, "10:00", overbook="sister")
    calendar.cancel(elm.mary, visit=visits[0], version=1, reason="patient")
    assert code_of(lambda: calendar.restore(elm.mary, visit=visits[0], version=2)) == "overlap"
    calendar.move(elm.mary, visit=visits[1], version=1, starts=elm.at("10:00", days=1))
    assert calendar.restore(elm.mary, visit=visits[0], version=2)
    assert checks.run(elm.database).findings == ()


def test_the_provider_is_kept_free_afterwards(elm: Elm) -> None:
    ask_of(elm, buffer=10)
    visit = elm.book(ABBOTT, OKAFOR, "10:00")
    assert said_by(lambda: elm.book(DIAZ, OKAFOR, "10:15", kind=NEW_PATIENT))[1:] == (
        "overlap", "Okafor has Abbott, June FU 10:00a-10:15a.",
    )  # fmt: skip
    assert code_of(lambda: elm.book(DIAZ, OKAFOR, "9:40")) == "overlap"
    assert elm.book(DIAZ, OKAFOR, "9:35")
    assert elm.book(VU, OKAFOR, "10:25")
    column = calendar.day(elm.mary, day=TODAY).columns[0]
    assert [visit.free_at - visit.ends for visit in column.visits] == [600] * 3
    calendar.cancel(elm.mary, visit=visit, version=1, reason="patient")
    elm.book(KIM, OKAFOR, "10:15", kind=NEW_PATIENT, minutes=10)
    assert code_of(lambda: calendar.restore(elm.mary, visit=visit, version=2)) == "overlap"


def test_a_lone_buffer_is_no_free_line(elm: Elm) -> None:
    free = calendar.day(elm.mary, day=TODAY).columns[0].free
    ask_of(elm, buffer=20)
    elm.book(ABBOTT, OKAFOR, "10:00")
    assert calendar.day(elm.mary, day=TODAY).columns[0].free == free - 3


# Everything that may be overridden is said at once -----------------------------------------------------


def test_nothing_is_overridden_that_was_not_said(elm: Elm) -> None:
    ask_of(elm, per_day=1, standing="established")
    elm.book(ABBOTT, OKAFOR, elm.at("9:00", days=7), override=True)
    keep(elm, "7a", "8a")
    elm.block(OKAFOR, "7:00", "7:30", may_override=True)
    field, code, reason = said_by(lambda: elm.book(DIAZ, OKAFOR, elm.at("7:15", days=7)))
    assert (field, code) == ("starts", "hours")
    for part in (
        "hours on Tue 1 Dec 2026",
        "kept for URG",
        "as many as the limit",
        "not seen here within 3 years",
    ):
        assert part in reason
    assert elm.book(DIAZ, OKAFOR, elm.at("7:15", days=7), override=True)


def test_overriding_needs_the_permission(elm: Elm) -> None:
    from dataclasses import replace

    ask_of(elm, per_day=1)
    elm.book(ABBOTT, OKAFOR, "10:00")
    may = elm.rob.who.permissions - {"calendar.override"}
    careful = replace(elm.rob, who=elm.rob.who._replace(permissions=may))
    assert code_of(lambda: elm.book(VU, OKAFOR, "11:00", override=True, desk=careful)) == "permission"
    assert elm.book(VU, OKAFOR, "11:00", override=True, desk=elm.rob)


# Rooms that are shut ----------------------------------------------------------------------------------


def test_a_room_that_is_shut_says_why(elm: Elm) -> None:
    calendar.block(elm.mary, room=ROOM_1, starts=elm.at("9:00"), ends=elm.at("12:00"), reason="painting")
    calendar.block(
        elm.mary, room=ROOM_2, starts=elm.at("9:00"), ends=elm.at("12:00"), reason="cleaning", may_override=True
    )
    assert said_by(lambda: elm.book(ABBOTT, OKAFOR, "10:00", room=ROOM_1, override=True)) == (
        "room", "closed", "Room 1 is not available 9:00a-12:00p: painting.",
    )  # fmt: skip
    assert said_by(lambda: elm.book(ABBOTT, OKAFOR, "10:00", room=ROOM_2)) == (
        "room", "blocked", "Room 2 is not available 9:00a-12:00p: cleaning.",
    )  # fmt: skip
    visit = elm.book(ABBOTT, OKAFOR, "10:00", room=ROOM_2, override=True)
    assert elm.holds(visit)["room"] == (ROOM_2, "10:00", True, True)
    assert not elm.holds(visit)["provider"][3]
    assert said_by(lambda: elm.book(DIAZ, REYES, "10:00", room=ROOM_2, override=True))[1] == "room"
    calendar.unblock(elm.mary, block=1, version=1)
    assert elm.book(DIAZ, REYES, "10:00", room=ROOM_1, desk=elm.rob)
    assert checks.run(elm.database).findings == ()
    assert undo(elm.mary).message == "Blocked again Tue 24 Nov 2026 9:00a in Room 1: painting"


# Many days at once ------------------------------------------------------------------------------------


def test_whoever_looks_for_an_opening_is_told_the_same(elm: Elm) -> None:
    """What `KindTimes` says of a day is what booking then allows, on ordinary days and when the clocks change."""
    elm.clock.set(elm.at("9:00").on(2026, 10, 26))
    ask_of(elm, providers=[OKAFOR, NIGHT], per_day=1)
    keep(elm, "10a", "11a", 24)
    version = int(practice.providers(elm.mary)[0].version)
    exceptions.set_exception(
        elm.mary, provider=OKAFOR, version=version, day=pendulum.Date(2026, 11, 4), hours="9a-12p, 1p-3p"
    )
    holidays.take(elm.mary, calendar=1, days=[(pendulum.Date(2026, 11, 11), "Veterans Day")])
    first, last = pendulum.Date(2026, 10, 27), pendulum.Date(2026, 11, 12)
    times = KindTimes(elm.mary, rules_of(FOLLOW_UP), [OKAFOR, REYES, NIGHT], first, last)
    assert times.providers == (OKAFOR, NIGHT)
    elm.book(ABBOTT, OKAFOR, elm.at("9:00").on(2026, 11, 2))
    assert times.full(OKAFOR, pendulum.Date(2026, 11, 2))
    for days in range(17):
        day = first.add(days=days)
        for provider in (OKAFOR, NIGHT):
            told = set()
            for starts, ends in times.open(provider, day):
                told |= set(range(starts, ends - 899, 900))
            begin, end = (int(at.timestamp()) for at in elm.mary.bounds(day))
            allowed = {at for at in range(begin, end, 900) if _allowed(elm, provider, at)}
            closed = day == pendulum.Date(2026, 11, 11)
            full = times.full(provider, day)
            assert (set() if closed or full else told) == allowed, (day, provider)


def _allowed(elm: Elm, provider: int, at: int) -> bool:
    try:
        ask(Work(elm.mary), Wanted(VU, provider, pendulum.from_timestamp(at), FOLLOW_UP))
    except Refused:
        return False
    return True


# Kinds themselves -------------------------------------------------------------------------------------

WRONG: list[tuple[dict[str, Any], str]] = [
    ({"buffer": -1}, "buffer"), ({"buffer": 121}, "buffer"), ({"per_day": 0}, "per_day"),
    ({"overbook_per_day": -1}, "overbook_per_day"), ({"capacity": 0}, "capacity"), ({"capacity": 101}, "capacity"),
    ({"standing": "old"}, "standing"), ({"providers": [99]}, "providers"), ({"rooms": [99]}, "rooms"),
    ({"devices": [99]}, "devices"), ({"telehealth": True, "rooms": [1]}, "rooms"), ({"code": "NEW"}, "code"),
    ({"name": "\x07"}, "name"), ({"minutes": 0}, "minutes"),
]  # fmt: skip


@pytest.mark.parametrize(("terms", "field"), WRONG)
def test_what_a_kind_cant_ask_for_is_refused_at_its_field(terms: dict[str, Any], field: str, elm: Elm) -> None:
    before = elm.counts()
    assert said_by(lambda: ask_of(elm, **terms))[0] == field
    assert elm.counts() == before


def test_a_kind_that_was_changed_can_be_changed_back(elm: Elm) -> None:
    before = kinds.page(elm.mary, kind=FOLLOW_UP).terms
    ask_of(elm, buffer=5, per_day=9, providers=[OKAFOR], standing="established", capacity=1)
    after = kinds.page(elm.mary, kind=FOLLOW_UP).terms
    undo(elm.mary)
    assert kinds.page(elm.mary, kind=FOLLOW_UP).terms == before
    redo(elm.mary)
    assert kinds.page(elm.mary, kind=FOLLOW_UP).terms == after
    assert said_by(lambda: ask_of(elm))[1] == "same"
