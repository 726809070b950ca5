"""Slots to weekly hours and back: nothing is lost and nothing is invented."""

from __future__ import annotations

import pendulum
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.exchange.medscheduler.hours import stretches, weekly
from frontdesk.exchange.medscheduler.slots import USUAL_LENGTH, Slot, usual_length
from frontdesk.logic.importing import NewHours

MONDAY = pendulum.Date(2026, 11, 2)


def week(number: int, *begins: int) -> list[Slot]:
    return [Slot(MONDAY.add(weeks=number), begin) for begin in begins]


def test_slots_that_touch_are_one_stretch() -> None:
    assert stretches([480, 490, 500, 600, 610], 10) == [(480, 510), (600, 620)]
    assert stretches([480, 485], 10) == [(480, 495)], "slots that overlap touch"
    assert stretches([1435], 10) == [(1435, 1440)], "a day ends at midnight"


def test_the_same_week_again_and_again_is_one_row() -> None:
    slots = [slot for number in range(5) for slot in week(number, 480, 490)]
    assert weekly(slots, 10) == [NewHours(0, 480, 500, MONDAY, MONDAY.add(weeks=4))]


def test_a_day_that_differs_has_rows_of_its_own() -> None:
    slots = [slot for number in (0, 1, 3, 4) for slot in week(number, 480, 490)] + week(2, 480)
    assert weekly(slots, 10) == [
        NewHours(0, 480, 500, MONDAY, MONDAY.add(weeks=1)),
        NewHours(0, 480, 490, MONDAY.add(weeks=2), MONDAY.add(weeks=2)),
        NewHours(0, 480, 500, MONDAY.add(weeks=3), MONDAY.add(weeks=4)),
    ]


def test_a_week_without_slots_is_not_open() -> None:
    rows = weekly(week(0, 480) + week(2, 480), 10)
    assert [(row.from_day, row.to_day) for row in rows] == [
        (MONDAY, MONDAY), (MONDAY.add(weeks=2), MONDAY.add(weeks=2)),
    ]  # fmt: skip


def test_the_length_is_the_usual_distance() -> None:
    assert usual_length(week(0, 480, 495, 510, 600, 615)) == 15
    assert usual_length(week(0, 480) + week(1, 490)) == USUAL_LENGTH
    assert usual_length([]) == USUAL_LENGTH


SLOTS = st.lists(
    st.builds(lambda day, place: Slot(MONDAY.add(days=day), place * 10), st.integers(0, 60), st.integers(40, 60)),
    max_size=120,
)


@given(SLOTS)
def test_the_hours_are_open_exactly_when_there_are_slots(slots: list[Slot]) -> None:
    rows = weekly(slots, 10)
    opened: set[Slot] = set()
    for row in rows:
        day = row.from_day
        assert day.weekday() == row.weekday
        while day <= row.to_day:
            opened |= {Slot(day, begins) for begins in range(row.opens, row.closes, 10)}
            day = day.add(weeks=1)
    assert opened == set(slots)
    assert len(rows) <= len(set(slots))
