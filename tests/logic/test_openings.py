"""Openings: what comes first and why, what is never offered, visits that belong together."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pendulum
import pytest

from frontdesk.db.calendar import Device, Interpreter, VisitKind
from frontdesk.db.kinds import KindDevice, KindProvider, KindRoom
from frontdesk.desk import Refused, undo
from frontdesk.logic import calendar, checks, practice
from frontdesk.logic.calendar import Opening, Sought
from frontdesk.logic.calendar.sought import RANKS
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
    ZONE,
    Elm,
)

DAYTIME = {"providers": (OKAFOR, REYES), "strict": True}
CLASS = 6


def found(elm: Elm, limit: int = 5, **wish: Any) -> list[tuple[str, int]]:
    """Begin and provider of the openings for a follow-up."""
    return [
        (opening.starts.format("ddd HH:mm"), opening.provider)
        for opening in calendar.openings(elm.mary, Sought(**{"kind": FOLLOW_UP, **wish}), limit)
    ]


def book(elm: Elm, opening: Opening, patient: int = ABBOTT) -> int:
    done = calendar.book(
        elm.mary, patient=opening.patient or patient, provider=opening.provider, starts=opening.starts,
        kind=opening.kind, minutes=opening.minutes, room=opening.room, device=opening.device,
        interpreter=opening.interpreter,
    )  # fmt: skip
    return int(done.values["visit"])


# In which order -------------------------------------------------------------------------------------


def test_the_soonest_comes_first_and_nothing_that_is_past(elm: Elm) -> None:
    assert found(elm, 4, **DAYTIME) == [("Tue 09:45", 1), ("Tue 09:45", 2), ("Tue 10:00", 1), ("Tue 10:00", 2)]


def test_what_is_taken_blocked_or_kept_free_after_a_visit_is_no_opening(elm: Elm) -> None:
    VisitKind.update(buffer=15).where(VisitKind.id == NEW_PATIENT).execute()
    elm.book(DIAZ, OKAFOR, "10:00", kind=NEW_PATIENT)
    elm.block(OKAFOR, "11:00", "16:30")
    assert found(elm, providers=(OKAFOR,)) == [
        ("Tue 09:45", 1), ("Tue 10:45", 1), ("Tue 16:30", 1), ("Tue 16:45", 1), ("Wed 08:00", 1)
    ]  # fmt: skip
    assert found(elm, 2, providers=(OKAFOR,), kind=NEW_PATIENT)[0] == ("Tue 16:30", 1), "its own 15 minutes too"


def test_openings_lie_on_the_lines_of_the_calendar(elm: Elm) -> None:
    elm.book(DIAZ, OKAFOR, "9:50", minutes=20)
    assert found(elm, 1, providers=(OKAFOR,)) == [("Tue 10:15", 1)], "not 10:10, which is no line"


def test_wishes_come_before_everything_else_and_it_says_why(elm: Elm) -> None:
    last = elm.mary.today().add(days=3)
    wish = Sought(FOLLOW_UP, providers=(OKAFOR,), weekdays=(2,), times=(16 * 60, 17 * 60), last=last)
    openings = calendar.openings(elm.mary, wish, 2000)
    assert [(each.starts.format("ddd HH:mm"), each.why) for each in openings[:6]] == [
        ("Wed 16:00", "as wished"), ("Wed 16:15", "as wished"), ("Wed 16:30", "as wished"),
        ("Wed 16:45", "as wished"), ("Wed 08:00", "other time"), ("Wed 08:15", "other time"),
    ]  # fmt: skip
    whys = [each.why for each in openings]
    assert list(dict.fromkeys(whys)) == [miss.words for miss in RANKS]
    assert len(calendar.openings(elm.mary, replace(wish, strict=True), 200)) == 4


def test_others_are_offered_where_the_provider_wished_has_nothing(elm: Elm) -> None:
    elm.block(OKAFOR, "8:00", "17:00")
    wish = Sought(FOLLOW_UP, providers=(OKAFOR,), site=1, last=elm.mary.today())
    first = calendar.openings(elm.mary, wish)[0]
    assert (first.provider, first.why) == (REYES, "other provider")


def test_of_those_at_one_time_comes_first_what_leaves_no_useless_rest(elm: Elm) -> None:
    elm.book(DIAZ, OKAFOR, "9:45", minutes=15)
    elm.book(STONE, OKAFOR, "10:25", minutes=15)
    openings = calendar.openings(elm.mary, Sought(FOLLOW_UP, first=elm.mary.today(), **DAYTIME), 3)
    assert [(each.starts.format("HH:mm"), each.provider, each.why) for each in openings] == [
        ("09:45", REYES, "as wished"), ("10:00", REYES, "as wished"), ("10:00", OKAFOR, "as wished, leaves 10m"),
    ]  # fmt: skip


# What else must fit -----------------------------------------------------------------------------------


def test_the_patient_has_no_two_visits_at_once(elm: Elm) -> None:
    elm.book(KIM, REYES, "9:45", minutes=60)
    assert found(elm, 1, patient=KIM, providers=(OKAFOR,)) == [("Tue 10:45", 1)]


def test_what_somebody_is_booking_is_not_offered_to_others(elm: Elm) -> None:
    claim = {"provider": OKAFOR, "starts": elm.at("9:45"), "ends": elm.at("10:15")}
    calendar.claim(elm.rob, **claim, form="rob's")
    assert found(elm, 1, providers=(OKAFOR,)) == [("Tue 10:15", 1)]
    elm.clock.advance(minutes=3)
    assert found(elm, 1, providers=(OKAFOR,)) == [("Tue 09:45", 1)], "three minutes are over"


def test_a_room_a_device_and_an_interpreter_must_be_free(elm: Elm) -> None:
    echo = Device.insert(site=1, name="Echo").execute()
    ines = Interpreter.insert(name="Ines", languages="spanish portuguese", mode="in_person").execute()
    elm.book(DIAZ, REYES, "9:45", room=ROOM_1)
    elm.book(STONE, REYES, "10:00", device=echo)
    elm.book(VU, REYES, "10:15", interpreter=ines)
    assert found(elm, 1, providers=(OKAFOR,), room=ROOM_1) == [("Tue 10:00", 1)]
    assert found(elm, 1, providers=(OKAFOR,), room=ROOM_1, device=echo) == [("Tue 10:15", 1)]
    wish = Sought(FOLLOW_UP, providers=(OKAFOR,), room=ROOM_1, device=echo, language="Spanish", mode="in_person")
    opening = calendar.openings(elm.mary, wish)[0]
    assert opening.starts == elm.at("10:30")
    assert (opening.room, opening.device, opening.interpreter) == (ROOM_1, echo, ines)
    book(elm, opening)


def test_a_telephone_line_interprets_for_any_number_at_once(elm: Elm) -> None:
    line = Interpreter.insert(name="Line", languages="thai lao", mode="phone", shared=True).execute()
    wish = Sought(FOLLOW_UP, language="lao", providers=(OKAFOR, REYES), strict=True)
    one, two = calendar.openings(elm.mary, wish, 2)
    assert (one.interpreter, two.interpreter, one.starts) == (line, line, two.starts)
    first, second = book(elm, one, KIM), book(elm, two, VU)
    for visit in (first, second):
        assert elm.holds(visit)["interpreter"][0] == line
    calendar.move(elm.mary, visit=first, version=1, starts=elm.at("11:00"))
    undo(elm.mary)
    assert checks.run(elm.database).findings == ()


def test_an_interpreter_who_is_yet_to_be_found_is_said(elm: Elm) -> None:
    ines = Interpreter.insert(name="Ines", languages="spanish", mode="in_person").execute()
    elm.book(VU, REYES, "9:45", interpreter=ines)
    wish = Sought(FOLLOW_UP, language="spanish", confirmed=False)
    first, *_, last = calendar.openings(elm.mary, wish, 4)
    assert (first.interpreter, first.why) == (None, "interpreter to be found")
    assert (last.interpreter, last.why) == (ines, "")
    with pytest.raises(Refused, match="no interpreter for thai"):
        calendar.openings(elm.mary, replace(wish, language="thai", confirmed=True))


def test_what_a_kind_asks_for_is_kept(elm: Elm) -> None:
    echo = Device.insert(site=1, name="Echo").execute()
    KindDevice.insert(kind=NEW_PATIENT, device=echo).execute()
    KindProvider.insert(kind=NEW_PATIENT, provider=REYES).execute()
    for room in (ROOM_1, ROOM_2):
        KindRoom.insert(kind=NEW_PATIENT, room=room).execute()
    VisitKind.update(per_day=1, standing="established").where(VisitKind.id == NEW_PATIENT).execute()
    elm.book(DIAZ, OKAFOR, "9:45", room=ROOM_1, minutes=30)
    opening = calendar.openings(elm.mary, Sought(NEW_PATIENT))[0]
    assert (opening.starts, opening.provider, opening.room, opening.device) == (
        elm.at("9:45"),
        REYES,
        ROOM_2,
        echo,
    )
    assert calendar.openings(elm.mary, Sought(NEW_PATIENT, patient=KIM)) == (), "who was never here"
    with pytest.raises(Refused, match=r"Okafor does no NEW; Reyes would do\."):
        calendar.openings(elm.mary, Sought(NEW_PATIENT, providers=(OKAFOR,)))
    VisitKind.update(standing="").where(VisitKind.id == NEW_PATIENT).execute()
    book(elm, opening)
    assert found(elm, 1, kind=NEW_PATIENT) == [("Wed 08:00", REYES)], "one a day"


def test_a_group_with_places_left_is_an_opening(elm: Elm) -> None:
    VisitKind.update(capacity=3, minutes=60).where(VisitKind.id == CLASS).execute()
    elm.book(ABBOTT, OKAFOR, elm.at("10:10"), kind=CLASS)
    elm.book(DIAZ, OKAFOR, elm.at("10:10"), kind=CLASS)
    wish = Sought(CLASS, patient=KIM, providers=(OKAFOR,))
    opening = calendar.openings(elm.mary, wish)[0]
    assert (opening.starts, opening.places) == (elm.at("10:10"), 1)
    assert opening.why == "as wished, 1 left in the group"
    book(elm, opening)
    assert calendar.openings(elm.mary, replace(wish, patient=VU))[0].starts == elm.at("11:15"), "it is full now"


def test_a_visit_that_is_moved_is_not_in_its_own_way(elm: Elm) -> None:
    visit = elm.book(KIM, OKAFOR, "10:00", minutes=60)
    wish = calendar.sought_for(elm.mary, visit=visit)
    assert (wish.minutes, wish.patient, wish.providers) == (60, KIM, (OKAFOR,))
    openings = calendar.openings(elm.mary, wish, 3)
    assert [each.starts.format("HH:mm") for each in openings] == ["09:45", "10:15", "10:30"], (
        "10:00 is where it is"
    )
    calendar.move(elm.mary, visit=visit, version=1, starts=openings[0].starts, provider=OKAFOR)


def test_a_visit_moves_to_where_its_device_and_its_interpreter_are_free(elm: Elm) -> None:
    echo = Device.insert(site=1, name="Echo").execute()
    ines = Interpreter.insert(name="Ines", languages="spanish", mode="in_person").execute()
    visit = elm.book(KIM, OKAFOR, "13:00", device=echo, interpreter=ines)
    elm.book(DIAZ, REYES, "9:45", device=echo)
    elm.book(STONE, REYES, "10:00", interpreter=ines)
    first = calendar.openings(elm.mary, calendar.sought_for(elm.mary, visit=visit))[0]
    assert (first.starts, first.device, first.interpreter) == (elm.at("10:15"), echo, ines)


def test_days_of_23_and_of_25_hours_end_when_they_end(elm: Elm) -> None:
    for month, day, hours in ((3, 8, 23), (11, 1, 25)):
        elm.clock.set(pendulum.datetime(2026, month, day, tz=ZONE).subtract(hours=1))
        sunday = pendulum.Date(2026, month, day)
        wish = Sought(FOLLOW_UP, first=sunday, last=sunday, providers=(NIGHT,), strict=True)
        openings = calendar.openings(elm.mary, wish, 200)
        assert len(openings) == hours * 4
        assert openings[-1].ends == elm.mary.bounds(sunday)[1]


def test_there_is_no_opening_for_who_can_not_be_booked(elm: Elm) -> None:
    with pytest.raises(Refused, match="no such patient"):
        calendar.openings(elm.mary, Sought(FOLLOW_UP, patient=99))
    with pytest.raises(Refused, match="eight hours"):
        calendar.openings(elm.mary, Sought(FOLLOW_UP, minutes=481))
    with pytest.raises(Refused, match="no such room"):
        calendar.openings(elm.mary, Sought(FOLLOW_UP, room=99))


# Together -------------------------------------------------------------------------------------------


def together(elm: Elm, *steps: Sought, gap: int = 15, limit: int = 5) -> list[list[tuple[str, int]]]:
    sets = calendar.openings_for_set(elm.mary, steps, gap, limit)
    return [[(each.starts.format("ddd HH:mm"), each.provider) for each in chain] for chain in sets]


def test_a_family_comes_one_after_another(elm: Elm) -> None:
    elm.book(OKOYE, OKAFOR, "10:00", minutes=60)
    elm.book(DIAZ, REYES, "9:45", minutes=120)
    steps = [Sought(FOLLOW_UP, patient=patient, **DAYTIME) for patient in (ABBOTT, STONE, KIM)]
    first = together(elm, *steps)[0]
    assert first == [("Tue 11:00", OKAFOR), ("Tue 11:15", OKAFOR), ("Tue 11:30", OKAFOR)], "9:45 leads nowhere"
    sets = calendar.openings_for_set(elm.mary, tuple(steps))
    wanted = [
        {"patient": each.patient, "provider": each.provider, "starts": each.starts, "kind": each.kind}
        for each in sets[0]
    ]
    assert len(calendar.book_set(elm.mary, steps=wanted).values["visits"]) == 3


def test_the_doctor_follows_the_test_within_the_time_allowed(elm: Elm) -> None:
    test = Sought(FOLLOW_UP, patient=KIM, providers=(REYES,), strict=True)
    doctor = Sought(NEW_PATIENT, patient=KIM, providers=(OKAFOR,), strict=True)
    elm.book(DIAZ, OKAFOR, "9:45", minutes=45)
    assert together(elm, test, doctor, gap=30)[0] == [("Tue 09:45", REYES), ("Tue 10:30", OKAFOR)]
    assert together(elm, test, doctor, gap=0)[0] == [("Tue 10:15", REYES), ("Tue 10:30", OKAFOR)]


def test_time_kept_free_after_a_visit_parts_it_from_the_next_of_the_same_provider(elm: Elm) -> None:
    VisitKind.update(buffer=30).where(VisitKind.id == FOLLOW_UP).execute()
    steps = [Sought(FOLLOW_UP, patient=each, providers=(OKAFOR,), strict=True) for each in (KIM, VU)]
    assert together(elm, *steps, gap=15) == []
    assert together(elm, *steps, gap=30)[0] == [("Tue 09:45", OKAFOR), ("Tue 10:30", OKAFOR)]


def test_sets_as_wished_come_before_others(elm: Elm) -> None:
    steps = tuple(Sought(FOLLOW_UP, patient=each, weekdays=(3,), last=elm.mary.today().add(days=7))
                  for each in (KIM, VU))  # fmt: skip
    elm.block(NIGHT, "0:00", "23:45")
    sets = calendar.openings_for_set(elm.mary, steps, limit=700)
    whys = [{each.why for each in chain} for chain in sets]
    thursdays = [chain for chain in sets if chain[0].starts.weekday() == 3]
    assert sets[: len(thursdays)] == tuple(thursdays)
    assert whys[0] == {"as wished"}
    assert whys[-1] == {"other day"}


def test_no_more_than_six_are_looked_for_together(elm: Elm) -> None:
    with pytest.raises(Refused, match="One to 6"):
        calendar.openings_for_set(elm.mary, (Sought(FOLLOW_UP),) * 7)


def test_a_limit_of_a_day_counts_the_visits_of_the_set(elm: Elm) -> None:
    VisitKind.update(per_day=1).where(VisitKind.id == FOLLOW_UP).execute()
    steps = [Sought(FOLLOW_UP, patient=each, **DAYTIME) for each in (KIM, VU)]
    assert together(elm, *steps)[0] == [("Tue 09:45", OKAFOR), ("Tue 10:00", REYES)]
    assert practice.step_minutes(elm.mary) == 15
