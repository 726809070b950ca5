"""Who interprets at a visit: filled in by booking, carried by moving, noted as coming, listed while nobody is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from frontdesk.db.calendar import Interpreter
from frontdesk.db.patients import Patient
from frontdesk.desk import Refused, redo, undo
from frontdesk.logic import calendar, checks, papers, resources
from frontdesk.logic.calendar import Sought
from tests.elm import ABBOTT, DIAZ, FOLLOW_UP, KIM, MORNING, OKAFOR, REYES, ROOM_1, STONE, VU, Elm

INES, LINE = 1, 2


@pytest.fixture
def spoken(elm: Elm) -> Elm:
    """Ines comes for Spanish and Portuguese, a line has Thai and Spanish; Diaz speaks Spanish and needs one."""
    Interpreter.insert(name="Ines", languages="spanish portuguese", mode="in_person").execute()
    Interpreter.insert(
        name="Line", languages="thai spanish", mode="phone", digits="6175550100", shared=True
    ).execute()
    Patient.update(language="Spanish", interpreter=True).where(Patient.id == DIAZ).execute()
    Patient.update(language="Thai").where(Patient.id == VU).execute()
    return elm


def says(elm: Elm, visit: int) -> str:
    """What is shown of a visit's interpreter, and whether somebody is held."""
    found = calendar.interpreted(elm.mary, visits=[visit]).get(visit)
    hold = elm.holds(visit).get("interpreter")
    held = " (held)" if hold is not None and hold[2] else ""
    return (found.words.removeprefix("interpreter ") if found is not None else "") + held


BOOKED: list[tuple[int, int | None, str, str]] = [
    (DIAZ, INES, "", "not confirmed: Spanish, in person (held)"),
    (DIAZ, LINE, "", "not confirmed: Spanish, phone"),
    (DIAZ, None, "", "to be found: Spanish"),
    (DIAZ, None, "portuguese", "to be found: Portuguese"),
    (DIAZ, INES, "portuguese", "not confirmed: Portuguese, in person (held)"),
    (VU, LINE, "", "not confirmed: Thai, phone"),
    (VU, INES, "", "not confirmed: Spanish/Portuguese, in person (held)"),
    (VU, None, "", ""),
    (ABBOTT, LINE, "", "not confirmed: Thai/Spanish, phone"),
    (ABBOTT, None, "", ""),
]


@pytest.mark.parametrize(("patient", "interpreter", "language", "wanted"), BOOKED)
def test_booking_fills_in_language_and_mode(
    patient: int, interpreter: int | None, language: str, wanted: str, spoken: Elm
) -> None:
    visit = spoken.book(patient, OKAFOR, "10:00", interpreter=interpreter, language=language)
    assert says(spoken, visit) == wanted
    assert checks.run(spoken.database).ok


def confirmed(elm: Elm, at: str = "10:00", **more: Any) -> int:
    """A visit of Diaz's whose interpreter said that she comes."""
    visit = elm.book(DIAZ, OKAFOR, at, interpreter=INES, **more)
    calendar.confirm_interpreter(elm.mary, visit=visit, version=1)
    return visit


def move(elm: Elm, visit: int, at: str, provider: int = OKAFOR, **more: Any) -> None:
    starts, version = elm.at(at), elm.version(visit)
    calendar.move(elm.mary, visit=visit, version=version, starts=starts, provider=provider, **more)


AFTER: dict[str, tuple[Callable[[Elm, int], Any], str]] = {
    "another time": (lambda elm, visit: move(elm, visit, "14:00"), "not confirmed: Spanish, in person (held)"),
    "another provider, same time": (
        lambda elm, visit: move(elm, visit, "10:00", REYES),
        "confirmed: Spanish, in person (held)",
    ),
    "another room": (
        lambda elm, visit: move(elm, visit, "10:00", room=ROOM_1),
        "confirmed: Spanish, in person (held)",
    ),
    "a time at which she is elsewhere": (lambda elm, visit: move(elm, visit, "11:00"), "to be found: Spanish"),
    "longer": (
        lambda elm, visit: calendar.resize(elm.mary, visit=visit, version=2, minutes=30),
        "not confirmed: Spanish, in person (held)",
    ),
    "shorter": (
        lambda elm, visit: calendar.resize(elm.mary, visit=visit, version=2, minutes=10),
        "confirmed: Spanish, in person (held)",
    ),
    "of another kind and longer": (
        lambda elm, visit: calendar.edit(elm.mary, visit=visit, version=2, kind=2, minutes=30),
        "not confirmed: Spanish, in person (held)",
    ),
    "another interpreter": (
        lambda elm, visit: calendar.set_interpreter(elm.mary, visit=visit, version=2, interpreter=LINE),
        "not confirmed: Spanish, phone",
    ),
    "to be found": (
        lambda elm, visit: calendar.set_interpreter(elm.mary, visit=visit, version=2, language="lao"),
        "to be found: Lao",
    ),
    "nobody": (lambda elm, visit: calendar.set_interpreter(elm.mary, visit=visit, version=2), ""),
    "confirmed in error": (
        lambda elm, visit: calendar.unconfirm_interpreter(elm.mary, visit=visit, version=2),
        "not confirmed: Spanish, in person (held)",
    ),
}


@pytest.mark.parametrize("what", AFTER)
def test_what_becomes_of_it_and_undo_puts_it_back(what: str, spoken: Elm) -> None:
    spoken.book(STONE, REYES, "11:00", interpreter=INES)
    visit = confirmed(spoken)
    do, wanted = AFTER[what]
    do(spoken, visit)
    for _ in range(2):
        assert says(spoken, visit) == wanted
        undo(spoken.mary)
        assert says(spoken, visit) == "confirmed: Spanish, in person (held)"
        redo(spoken.mary)
    assert checks.run(spoken.database).ok


def test_who_is_restored_is_asked_again_and_lost_when_taken_meanwhile(spoken: Elm) -> None:
    visit = confirmed(spoken)
    calendar.cancel(spoken.mary, visit=visit, version=2, reason="patient")
    assert says(spoken, visit) == "confirmed: Spanish, in person"
    calendar.restore(spoken.mary, visit=visit, version=3)
    assert says(spoken, visit) == "not confirmed: Spanish, in person (held)"
    undo(spoken.mary)
    undo(spoken.mary)
    assert says(spoken, visit) == "confirmed: Spanish, in person (held)"
    redo(spoken.mary)
    spoken.book(STONE, REYES, "10:00", interpreter=INES)
    calendar.restore(spoken.mary, visit=visit, version=spoken.version(visit))
    assert says(spoken, visit) == "to be found: Spanish"
    assert checks.run(spoken.database).ok


def test_whoever_was_let_go_does_not_come_back_by_themselves(spoken: Elm) -> None:
    visit = confirmed(spoken)
    calendar.set_interpreter(spoken.mary, visit=visit, version=2)
    move(spoken, visit, "14:00")
    assert says(spoken, visit) == ""
    calendar.set_interpreter(spoken.mary, visit=visit, version=4, interpreter=LINE)
    calendar.set_interpreter(spoken.mary, visit=visit, version=5, interpreter=INES)
    move(spoken, visit, "15:00")
    assert says(spoken, visit) == "not confirmed: Spanish, in person (held)"


REFUSED: dict[str, tuple[Callable[[Elm, int], Any], str]] = {
    "confirmed twice": (
        lambda elm, visit: calendar.confirm_interpreter(elm.mary, visit=visit, version=2), "confirmed already"
    ),
    "nobody confirmed": (
        lambda elm, visit: calendar.confirm_interpreter(elm.mary, visit=elm.book(KIM, REYES, "12:00"), version=1),
        "Nobody interprets there yet",
    ),
    "somebody who is taken": (
        lambda elm, visit: calendar.set_interpreter(
            elm.mary, visit=elm.book(KIM, REYES, "10:00"), version=1, interpreter=INES
        ),
        "The interpreter is taken",
    ),
    "somebody who is not there": (
        lambda elm, visit: calendar.set_interpreter(elm.mary, visit=visit, version=2, interpreter=9),
        "no such interpreter",
    ),
    "the same": (
        lambda elm, visit: calendar.set_interpreter(elm.mary, visit=visit, version=2, interpreter=INES),
        "like that already",
    ),
    "a visit that is off": (
        lambda elm, visit: calendar.cancel(elm.mary, visit=visit, version=2, reason="patient")
        and calendar.unconfirm_interpreter(elm.mary, visit=visit, version=3),
        "stays as it is",
    ),
    "an auditor": (
        lambda elm, visit: calendar.unconfirm_interpreter(elm.ann, visit=visit, version=2), "may not"
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_what_can_t_be(what: str, spoken: Elm) -> None:
    visit = confirmed(spoken)
    do, reason = REFUSED[what]
    with pytest.raises(Refused, match=reason):
        do(spoken, visit)
    assert says(spoken, visit).removesuffix(" (held)") == "confirmed: Spanish, in person"


def test_series_sets_and_openings_take_interpreters(spoken: Elm) -> None:
    wish = {"patient": VU, "provider": REYES, "kind": FOLLOW_UP}
    series = calendar.book_series(
        spoken.mary, **wish, starts=spoken.at("9:30", 7), rule="FREQ=WEEKLY;COUNT=2", interpreter=LINE
    )
    assert [says(spoken, each) for each in series.values["visits"]] == ["not confirmed: Thai, phone"] * 2
    for each in series.values["visits"]:
        calendar.confirm_interpreter(spoken.mary, visit=each, version=1)
    first, second = series.values["visits"]
    calendar.move_series(spoken.mary, visit=second, version=2, scope="following", starts=spoken.at("10:30", 14))
    assert [says(spoken, each) for each in (first, second)] == [
        "confirmed: Thai, phone",
        "not confirmed: Thai, phone",
    ]
    sought = Sought(FOLLOW_UP, patient=ABBOTT, language="portuguese")
    (opening,) = calendar.openings(spoken.mary, sought, 1)
    step = {"patient": ABBOTT, "provider": opening.provider, "starts": opening.starts, "kind": opening.kind}
    linked = calendar.book_set(
        spoken.mary, steps=[{**step, "interpreter": opening.interpreter, "language": opening.language}]
    )
    assert says(spoken, linked.values["visit"]) == "not confirmed: Portuguese, in person (held)"


def test_those_to_be_confirmed_are_listed_until_they_are(spoken: Elm) -> None:
    today = spoken.book(DIAZ, OKAFOR, "14:00", interpreter=LINE)
    soon = spoken.book(DIAZ, OKAFOR, spoken.at("9:00", 7))
    spoken.book(DIAZ, OKAFOR, spoken.at("9:00", 8))
    spoken.book(ABBOTT, OKAFOR, spoken.at("10:00", 1))

    def listed() -> list[tuple[int, str, str]]:
        rows = calendar.interpreters_to_confirm(spoken.mary)
        assert len(rows) == calendar.interpreters_to_confirm_count(spoken.mary)
        return [(row.visit.id, row.interpreting.name, row.interpreting.digits) for row in rows]

    assert listed() == [(today, "Line", "6175550100"), (soon, "", "")]
    calendar.confirm_interpreter(spoken.mary, visit=today, version=1)
    assert listed() == [(soon, "", "")]
    calendar.set_interpreter(spoken.mary, visit=soon, version=1)
    assert listed() == []
    undo(spoken.mary)
    spoken.clock.set(spoken.at("9:30", 7))
    assert calendar.interpreters_to_confirm_count(spoken.mary) == 1


# Placed again -------------------------------------------------------------------------------------------


def test_what_is_placed_again_follows_into_series_and_set(spoken: Elm) -> None:
    wish = {"patient": DIAZ, "provider": REYES, "kind": FOLLOW_UP, "interpreter": INES}
    visits = calendar.book_series(
        spoken.mary, **wish, starts=spoken.at("9:30", 1), rule="FREQ=DAILY;COUNT=3"
    ).values["visits"]
    other = spoken.book(ABBOTT, REYES, spoken.at("10:00", 1))
    calendar.link(spoken.mary, visit=visits[0], version=1, other=other)
    calendar.cancel(spoken.mary, visit=visits[0], version=2, reason="practice")
    sought = calendar.sought_for(spoken.mary, visit=visits[0])
    assert (sought.interpreter, sought.language) == (INES, "Spanish")

    def bond(visit: int) -> str:
        shown = calendar.visit(spoken.mary, visit=visit).visit
        return calendar.bonds(spoken.mary, visits=[shown])[visit].words

    again = spoken.book(DIAZ, OKAFOR, spoken.at("9:30", 9), interpreter=INES, replaces=visits[0])
    assert (bond(again), bond(visits[1]), bond(visits[0])) == ("3/3 2 of 2 linked", "1/3", "")
    assert checks.run(spoken.database).ok
    undo(spoken.mary)
    assert (bond(visits[0]), bond(visits[1])) == ("1/3 1 of 2 linked", "2/3")
    redo(spoken.mary)
    assert bond(again) == "3/3 2 of 2 linked"


def test_a_visit_that_moves_takes_the_device_and_the_interpreter_that_are_named(spoken: Elm) -> None:
    """Instead of its own; who said they come has not said so of the other one."""
    ecg = resources.add_device(spoken.mary, name="ECG").values["device"]
    other = resources.add_device(spoken.mary, name="ECG 2").values["device"]
    visit = spoken.book(DIAZ, REYES, "10:00", device=ecg)
    to = {"starts": spoken.at("11:00"), "device": other, "interpreter": INES}
    calendar.move(spoken.mary, visit=visit, version=1, **to)
    assert spoken.holds(visit)["device"] == (other, "11:00", True, False)
    assert says(spoken, visit).startswith("not confirmed: Spanish, in person")
    calendar.confirm_interpreter(spoken.mary, visit=visit, version=2)
    calendar.move(spoken.mary, visit=visit, version=3, starts=spoken.at("12:00"), interpreter=LINE)
    assert says(spoken, visit).startswith("not confirmed: Spanish, phone")
    assert spoken.holds(visit)["device"] == (other, "12:00", True, False)
    for _ in range(3):
        undo(spoken.mary)
    assert spoken.holds(visit)["device"] == (ecg, "10:00", True, False)
    assert says(spoken, visit).startswith("to be found: Spanish")
    spoken.book(KIM, OKAFOR, "11:00", device=ecg)
    with pytest.raises(Refused) as refusal:
        calendar.move(spoken.mary, visit=visit, version=7, starts=spoken.at("11:00"), device=ecg)
    assert refusal.value.field == "device"
    assert checks.run(spoken.database).ok


def test_who_had_nobody_is_sought_somebody(spoken: Elm) -> None:
    visit = spoken.book(DIAZ, OKAFOR, "10:00")
    calendar.cancel(spoken.mary, visit=visit, version=1, reason="practice")
    sought = calendar.sought_for(spoken.mary, visit=visit)
    assert (sought.interpreter, sought.language, sought.confirmed) == (None, "Spanish", False)
    assert [each.name for each in resources.interpreters(spoken.mary)] == ["Ines", "Line"]


def test_who_interprets_is_on_the_day_sheet(spoken: Elm) -> None:
    spoken.book(DIAZ, OKAFOR, "10:00", interpreter=INES)
    spoken.book(VU, OKAFOR, "11:00")
    said = [line.strip() for line in _printed(papers.day_sheet(spoken.mary, day=MORNING.date()))]
    assert [line for line in said if "nterpret" in line] == ["! interpreter not confirmed: Spanish, in person"]


def _printed(paper: papers.Paper) -> list[str]:
    return [line for each in paper.sheets for row in each.rows for line in row]
