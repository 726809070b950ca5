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
