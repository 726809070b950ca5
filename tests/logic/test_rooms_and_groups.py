"""What a visit has beside its provider, alone or in a group: what comes along, what is let go and named."""

from __future__ import annotations

import pytest

from frontdesk.desk import undo
from frontdesk.logic import calendar, practice
from tests.elm import ABBOTT, DIAZ, KIM, NEW_PATIENT, OKAFOR, REYES, ROOM_1, ROOM_2, STONE, Elm
from tests.logic.test_kind_rules import ask_of, said_by

GROUP = 5


@pytest.fixture
def group(elm: Elm) -> list[int]:
    """Two patients of a group of four, in one room, with the ECG and an interpreter."""
    ask_of(elm, GROUP, minutes=60, capacity=4)
    practice.add_device(elm.mary, name="ECG")
    practice.add_interpreter(elm.mary, name="Rosa", languages="spanish", mode="in_person")
    beside = {"kind": GROUP, "room": ROOM_1, "device": 1, "interpreter": 1}
    return [elm.book(patient, OKAFOR, "14:00", **beside) for patient in (ABBOTT, DIAZ)]


def has(elm: Elm, visit: int) -> set[str]:
    """What a visit holds beside patient and provider."""
    return {kind for kind, (_, _, live, _) in elm.holds(visit).items() if live} - {"patient", "provider"}


ALL = {"room", "device", "interpreter"}


# Coming along -----------------------------------------------------------------------------------------


def test_a_group_keeps_its_room_wherever_its_members_go(elm: Elm, group: list[int]) -> None:
    one, other = group
    calendar.link(elm.mary, visit=one, version=elm.version(one), other=other)
    said = calendar.move_set(elm.mary, visit=one, version=elm.version(one), starts=elm.at("15:00")).message
    assert has(elm, one) == has(elm, other) == ALL
    assert "let go" not in said
    calendar.move(elm.mary, visit=one, version=elm.version(one), starts=elm.at("9:00", 1))
    calendar.move(elm.mary, visit=one, version=elm.version(one), starts=elm.at("15:00"))
    assert has(elm, one) == has(elm, other) == ALL
    calendar.cancel(elm.mary, visit=one, version=elm.version(one), reason="patient")
    done = calendar.restore(elm.mary, visit=one, version=elm.version(one))
    assert has(elm, one) == ALL
    assert done.message.startswith("Restored Abbott")


def test_what_is_taken_there_is_let_go_by_name(elm: Elm, group: list[int]) -> None:
    visit = elm.book(STONE, REYES, "11:00", room=ROOM_1, device=1, interpreter=1)
    done = calendar.move(elm.mary, visit=visit, version=1, starts=elm.at("14:00"))
    assert done.message == "Moved without Room 1, ECG, Rosa: Stone, Rae Tue 24 Nov 2026 2:00p with Reyes"
    assert has(elm, visit) == set()
    undo(elm.mary)
    assert has(elm, visit) == ALL
    calendar.move(elm.mary, visit=visit, version=elm.version(visit), starts=elm.at("13:45"))
    done = calendar.resize(elm.mary, visit=visit, version=elm.version(visit), minutes=30)
    assert done.message.startswith("Now 30m without Room 1, ECG, Rosa: Stone")


def test_what_was_taken_meanwhile_is_said_when_a_visit_comes_back(elm: Elm) -> None:
    visit = elm.book(ABBOTT, OKAFOR, "11:00", room=ROOM_1)
    calendar.cancel(elm.mary, visit=visit, version=1, reason="patient")
    elm.book(DIAZ, REYES, "11:00", room=ROOM_1)
    done = calendar.restore(elm.mary, visit=visit, version=elm.version(visit))
    assert done.message.startswith("Restored without Room 1: Abbott")


def test_a_set_that_moves_says_what_it_let_go(elm: Elm) -> None:
    done = calendar.book_set(
        elm.mary,
        steps=[
            {"patient": ABBOTT, "provider": OKAFOR, "starts": elm.at("10:00"), "kind": 1, "room": ROOM_1},
            {"patient": DIAZ, "provider": OKAFOR, "starts": elm.at("10:15"), "kind": 1, "room": ROOM_1},
        ],
    )
    elm.book(KIM, REYES, "14:00", room=ROOM_1)
    visit = int(done.values["visit"])
    done = calendar.move_set(elm.mary, visit=visit, version=1, starts=elm.at("14:00"))
    assert done.message.endswith("; let go: Room 1")


def test_another_room_takes_the_place_of_the_one_there_was(elm: Elm) -> None:
    visit = elm.book(ABBOTT, OKAFOR, "11:00", room=ROOM_1)
    calendar.move(elm.mary, visit=visit, version=1, starts=elm.at("11:00"), room=ROOM_2)
    calendar.move(elm.mary, visit=visit, version=elm.version(visit), starts=elm.at("12:00"))
    assert elm.holds(visit)["room"][0] == ROOM_2
    elm.book(DIAZ, REYES, "12:00", room=ROOM_1)
    undo(elm.mary)
    undo(elm.mary)
    undo(elm.mary)
    assert elm.holds(visit)["room"][0] == ROOM_1


# What will not do ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("terms", [{"telehealth": True}, {"rooms": (ROOM_2,)}])
def test_a_visit_that_becomes_another_kind_lets_go_of_a_room_not_for_it(
    elm: Elm, terms: dict[str, object]
) -> None:
    ask_of(elm, NEW_PATIENT, **terms)
    visit = elm.book(ABBOTT, OKAFOR, "11:00", room=ROOM_1)
    done = calendar.edit(elm.mary, visit=visit, version=1, kind=NEW_PATIENT)
    assert done.message.endswith("; let go: Room 1")
    assert has(elm, visit) == set()


def test_what_is_out_of_use_is_not_given(elm: Elm) -> None:
    visit = elm.book(ABBOTT, OKAFOR, "11:00", room=ROOM_1)
    practice.hide_room(elm.mary, room=ROOM_1, version=1)
    assert said_by(lambda: elm.book(DIAZ, REYES, "11:00", room=ROOM_1))[0] == "room"
    done = calendar.move(elm.mary, visit=visit, version=1, starts=elm.at("12:00"))
    assert "without Room 1" in done.message


def test_what_is_cancelled_lets_go_without_a_word(elm: Elm) -> None:
    step = {"patient": ABBOTT, "provider": OKAFOR, "starts": elm.at("10:00"), "kind": 1, "room": ROOM_1}
    visit = int(calendar.book_set(elm.mary, steps=[step]).values["visit"])
    done = calendar.cancel_set(elm.mary, visit=visit, version=1, reason="patient")
    assert "Room" not in done.message


# Groups -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("terms", [{"minutes": 90}, {"minutes": 30}, {"buffer": 10}])
def test_a_group_that_is_on_is_joined_whatever_its_kind_is_like_by_now(
    elm: Elm, group: list[int], terms: dict[str, int]
) -> None:
    ask_of(elm, GROUP, **terms)
    visit = elm.book(STONE, OKAFOR, "14:00", kind=GROUP)
    assert elm.visit(visit).party_id == elm.visit(group[0]).party_id
    assert elm.visit(visit).ends == elm.visit(group[0]).ends
    moved = elm.book(KIM, OKAFOR, "10:00", kind=GROUP, minutes=60)
    calendar.move(elm.mary, visit=moved, version=1, starts=elm.at("14:00"))
    assert elm.visit(moved).party_id == elm.visit(group[0]).party_id
    undo(elm.mary)
    undo(elm.mary)
    assert said_by(lambda: elm.book(KIM, OKAFOR, "14:00", kind=GROUP, minutes=45))[1] == "overlap"
    elm.book(KIM, OKAFOR, "14:00", kind=GROUP, minutes=60)


def test_a_group_grows_with_its_kind_and_never_shrinks(elm: Elm) -> None:
    ask_of(elm, GROUP, minutes=60, capacity=2)
    for patient in (ABBOTT, DIAZ):
        elm.book(patient, OKAFOR, "14:00", kind=GROUP)
    full = "The group is full: 2 of 2."
    assert said_by(lambda: elm.book(KIM, OKAFOR, "14:00", kind=GROUP)) == ("starts", "overlap", full)
    ask_of(elm, GROUP, capacity=3)
    elm.book(KIM, OKAFOR, "14:00", kind=GROUP)
    ask_of(elm, GROUP, capacity=2)
    assert said_by(lambda: elm.book(STONE, OKAFOR, "14:00", kind=GROUP))[2] == "The group is full: 3 of 3."


def test_one_of_a_full_group_is_not_in_its_own_way(elm: Elm) -> None:
    ask_of(elm, GROUP, minutes=60, capacity=2)
    visits = [elm.book(patient, OKAFOR, "14:00", kind=GROUP) for patient in (ABBOTT, DIAZ)]
    calendar.move(elm.mary, visit=visits[0], version=1, starts=elm.at("14:00"), room=ROOM_1)
    assert has(elm, visits[0]) == {"room"}
    assert elm.visit(visits[0]).party_id == elm.visit(visits[1]).party_id


def test_nobody_leaves_a_group_early(elm: Elm, group: list[int]) -> None:
    one, other = group
    for shorter in (
        lambda: calendar.resize(elm.mary, visit=one, version=1, minutes=45),
        lambda: calendar.edit(elm.mary, visit=one, version=1, minutes=45),
    ):
        assert said_by(shorter)[:2] == ("minutes", "group")
    assert calendar.plan_edit(elm.mary, visit=one, minutes=45).clashes[0].code == "group"
    calendar.cancel(elm.mary, visit=other, version=1, reason="patient")
    calendar.resize(elm.mary, visit=one, version=1, minutes=45)


# What is there already ------------------------------------------------------------------------------------


def test_nobody_is_asked_twice_why_a_visit_overbooks(elm: Elm) -> None:
    under = elm.book(ABBOTT, OKAFOR, "10:00")
    over = elm.book(DIAZ, OKAFOR, "10:00", overbook="squeeze")
    for visit, room in ((over, ROOM_1), (under, ROOM_2)):
        calendar.move(elm.mary, visit=visit, version=elm.version(visit), starts=elm.at("10:00"), room=room)
        calendar.resize(elm.mary, visit=visit, version=elm.version(visit), minutes=20)
        assert has(elm, visit) == {"room"}
    assert (elm.visit(over).overbook_reason, elm.visit(under).overbook_reason) == ("squeeze", "")
    assert (elm.holds(over)["provider"][3], elm.holds(under)["provider"][3]) == (True, False)
    elm.book(STONE, OKAFOR, "10:20")
    longer = {"visit": under, "version": elm.version(under), "minutes": 30}
    assert said_by(lambda: calendar.resize(elm.mary, **longer))[1] == "overlap"
    calendar.resize(elm.mary, **longer, overbook="more")
    assert elm.visit(under).overbook_reason == "more"


def test_a_visit_out_of_hours_or_under_a_block_is_given_a_room(elm: Elm) -> None:
    late = elm.book(ABBOTT, OKAFOR, "20:00", override=True)
    under = elm.book(DIAZ, OKAFOR, "11:00")
    elm.block(OKAFOR, "10:00", "12:00", may_override=False)
    for visit in (late, under):
        starts = elm.visit(visit).starts
        calendar.move(elm.mary, visit=visit, version=1, starts=starts, room=ROOM_1)
        assert has(elm, visit) == {"room"}
        undo(elm.mary)
        assert has(elm, visit) == set()


@pytest.mark.parametrize("minutes", [30, 90])
def test_a_group_of_another_length_is_offered_as_it_is(elm: Elm, group: list[int], minutes: int) -> None:
    ask_of(elm, GROUP, minutes=minutes, buffer=10)
    found = calendar.openings(
        elm.mary, calendar.Sought(GROUP, patient=STONE, providers=(OKAFOR,), strict=True), 40
    )
    there = next(each for each in found if each.places)
    assert (there.starts, there.ends) == (elm.at("14:00"), elm.at("15:00"))
    visit = elm.book(STONE, OKAFOR, there.starts, kind=GROUP, minutes=there.minutes)
    assert elm.visit(visit).party_id == elm.visit(group[0]).party_id


# What a kind takes of its own -------------------------------------------------------------------------------


@pytest.fixture
def ecg(elm: Elm) -> None:
    """A kind with one device and two rooms."""
    practice.add_device(elm.mary, name="ECG")
    ask_of(elm, GROUP, minutes=30, rooms=(ROOM_1, ROOM_2), devices=(1,))


@pytest.mark.usefixtures("ecg")
def test_a_visit_takes_a_free_room_and_device_of_its_kind(elm: Elm) -> None:
    elm.book(ABBOTT, REYES, "10:00", room=ROOM_1)
    wish = {"patient": DIAZ, "provider": OKAFOR, "starts": elm.at("10:00"), "kind": GROUP}
    done = calendar.book(elm.mary, **wish)
    assert done.message == "Booked Diaz, Luis Tue 24 Nov 2026 10:00a with Okafor, Room 2, ECG"
    holds = elm.holds(int(done.values["visit"]))
    assert (holds["room"][0], holds["device"][0]) == (ROOM_2, 1)
    other = {**wish, "patient": STONE, "provider": REYES, "starts": elm.at("10:15")}
    none = "PRC takes a device, and none is free then: ECG."
    assert said_by(lambda: calendar.book(elm.mary, **other)) == ("device", "beside", none)
    visit = int(calendar.book(elm.mary, **other, override=True).values["visit"])
    assert has(elm, visit) == {"room"}
    step = {**wish, "starts": elm.at("14:00")}
    assert has(elm, int(calendar.book_set(elm.mary, steps=[step]).values["visit"])) == {"room", "device"}


@pytest.mark.usefixtures("ecg")
def test_a_group_takes_one_room_for_all(elm: Elm) -> None:
    ask_of(elm, GROUP, capacity=3)
    visits = [elm.book(patient, OKAFOR, "10:00", kind=GROUP) for patient in (ABBOTT, DIAZ, KIM)]
    assert {elm.holds(visit)["room"][0] for visit in visits} == {ROOM_1}
    assert all(has(elm, visit) == {"room", "device"} for visit in visits)


@pytest.mark.usefixtures("ecg")
def test_what_was_on_paper_had_the_room_it_had(elm: Elm) -> None:
    visit = elm.book(ABBOTT, OKAFOR, "9:00", kind=GROUP, late=True)
    assert has(elm, visit) == set()


@pytest.mark.usefixtures("ecg")
def test_nothing_out_of_use_is_chosen_offered_or_given_to_a_kind(elm: Elm) -> None:
    practice.hide_room(elm.mary, room=ROOM_1, version=1)
    visit = elm.book(ABBOTT, OKAFOR, "10:00", kind=GROUP)
    assert elm.holds(visit)["room"][0] == ROOM_2
    found = calendar.openings(elm.mary, calendar.Sought(GROUP, patient=DIAZ), 12)
    assert {each.room for each in found} == {ROOM_2}
    ask_of(elm, GROUP, name="ECG at rest")  # which keeps what it had
    assert said_by(lambda: ask_of(elm, NEW_PATIENT, rooms=(ROOM_1,)))[0] == "rooms"
    practice.hide_room(elm.mary, room=ROOM_2, version=1)
    assert said_by(lambda: elm.book(DIAZ, OKAFOR, "11:00", kind=GROUP))[:2] == ("room", "beside")
    assert calendar.openings(elm.mary, calendar.Sought(GROUP, patient=DIAZ), 12) == ()


def test_a_month_counts_a_groups_time_once(elm: Elm, group: list[int]) -> None:
    calendar.move(elm.mary, visit=elm.book(KIM, OKAFOR, "9:00"), version=1, starts=elm.at("10:00"))
    elm.book(STONE, OKAFOR, elm.at("14:00", 1), kind=GROUP)
    loads = {load.day.day: load for load in calendar.month(elm.mary, day=elm.mary.today()).days if load.visits}
    assert [(day, load.visits, load.taken) for day, load in loads.items()] == [(24, 3, 75), (25, 1, 60)]
    assert len(group) == 2


BLOCKS = [
    ("10:00", "12:00", 0, "10:00a-12:00p"),
    ("0:00", "0:00", 1, "all day"),
    ("0:00", "0:00", 2, "Tue 24 Nov 2026 to Wed 25 Nov 2026"),
    ("10:00", "9:00", 1, "Tue 24 Nov 10:00a to Wed 25 Nov 9:00a"),
]
"""From, to, so many days later, and how a refusal says it."""


@pytest.mark.parametrize(("opens", "closes", "days", "said"), BLOCKS)
def test_a_block_says_its_days_where_it_is_not_within_one(
    elm: Elm, opens: str, closes: str, days: int, said: str
) -> None:
    starts, ends = elm.at(opens), elm.at(closes, days)
    calendar.block(elm.mary, provider=OKAFOR, starts=starts, ends=ends, reason="leave", may_override=False)
    assert said_by(lambda: elm.book(ABBOTT, OKAFOR, "11:00"))[2] == f"Not available {said}: leave."
