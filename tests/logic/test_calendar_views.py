"""Week, month and rooms against the days they are made of."""

from __future__ import annotations

import random
from contextlib import suppress

import pendulum
import pytest

from frontdesk.db.calendar import Provider
from frontdesk.desk import Refused
from frontdesk.logic import calendar, practice
from tests.elm import ABBOTT, DIAZ, KIM, MORNING, NIGHT, OKAFOR, REYES, ROOM_1, STONE, Elm

DST = (pendulum.date(2026, 11, 1), pendulum.date(2027, 3, 14))
"""Days of 25 and of 23 hours."""


def filled(elm: Elm) -> None:
    """Visits all over two months, some cancelled, some overbooked; blocks."""
    draw = random.Random(5)
    for number in range(60):
        at = MORNING.start_of("day").add(days=draw.randrange(30), hours=draw.randrange(8, 16))
        patient, provider = draw.randrange(1, 7), draw.choice((OKAFOR, REYES, NIGHT))
        with suppress(Refused):
            visit = elm.book(patient, provider, at, overbook="full" if number % 7 == 0 else "")
            if number % 9 == 0:
                calendar.cancel(elm.mary, visit=visit, version=1, reason="patient")
    elm.block(OKAFOR, "12:00", "13:00")
    calendar.block(
        elm.mary, provider=REYES, starts=elm.at("0:00", 3), ends=elm.at("0:00", 6), reason="leave", kind="leave"
    )


def test_a_week_is_its_seven_days(elm: Elm) -> None:
    filled(elm)
    week = calendar.week(elm.mary, day=MORNING.date(), provider=OKAFOR)
    assert [day.day.isoformat() for day in week.days] == [f"2026-11-{n}" for n in range(23, 30)]
    for day in week.days:
        whole = calendar.day(elm.mary, day=day.day)
        (mine,) = [column for column in whole.columns if column.provider == OKAFOR]
        (column,) = day.columns
        assert [v.id for v in column.visits] == [v.id for v in mine.visits]
        assert (column.blocks, column.open, column.free) == (mine.blocks, mine.open, mine.free)


@pytest.mark.parametrize("provider", [None, OKAFOR, NIGHT])
@pytest.mark.parametrize("first", [MORNING.date(), MORNING.date().add(months=1), *DST], ids=str)
def test_a_month_counts_what_its_days_show(elm: Elm, provider: int | None, first: pendulum.Date) -> None:
    filled(elm)
    month = calendar.month(elm.mary, day=first, provider=provider)
    assert month.days[0].day.weekday() == 0
    assert len(month.days) % 7 == 0
    assert {load.day for load in month.days} >= {first.replace(day=1), first.end_of("month")}
    for load in month.days:
        columns = [
            column
            for column in calendar.day(elm.mary, day=load.day).columns
            if provider in (None, column.provider)
        ]
        on = [visit for column in columns for visit in column.visits if visit.place != "no_show"]
        assert load.visits == len(on)
        assert load.taken == sum(visit.minutes for visit in on)
        there = sum(closes - opens for column in columns for opens, closes in column.open)
        shut = sum(
            max(0, min(block.ends, closes) - max(block.starts, opens))
            for column in columns
            for block in column.blocks
            for opens, closes in column.open
        )
        assert load.open == (there - shut) // 60


def test_a_month_without_providers_is_empty(elm: Elm) -> None:
    Provider.update(hidden=True).execute()
    month = calendar.month(elm.mary, day=MORNING.date())
    assert {(load.visits, load.taken, load.open, load.percent) for load in month.days} == {(0, 0, 0, 0)}


def test_the_day_by_room_has_every_visit_once(elm: Elm) -> None:
    in_room = elm.book(ABBOTT, OKAFOR, "10:00", room=ROOM_1)
    nowhere = elm.book(DIAZ, REYES, "10:00")
    gone = elm.book(STONE, NIGHT, "11:00", room=ROOM_1)
    calendar.cancel(elm.mary, visit=gone, version=1, reason="patient")
    no_room, first, second = calendar.day_by_room(elm.mary, day=MORNING.date()).columns
    assert ([v.id for v in no_room.visits], no_room.short) == ([nowhere], "No room")
    assert ([v.id for v in first.visits], first.short) == ([in_room], "Room 1")
    assert second.visits == ()


def test_a_move_to_a_room_takes_it_and_lets_the_other_go(elm: Elm) -> None:
    rooms = [room.id for room in practice.rooms(elm.mary)]
    visit = elm.book(ABBOTT, OKAFOR, "10:00", room=rooms[0])
    calendar.move(elm.mary, visit=visit, version=1, starts=elm.at("10:00"), room=rooms[1])
    other = elm.book(KIM, REYES, "10:00", room=rooms[0])
    assert [v.id for v in calendar.day_by_room(elm.mary, day=MORNING.date()).columns[2].visits] == [visit]
    assert [v.id for v in calendar.day_by_room(elm.mary, day=MORNING.date()).columns[1].visits] == [other]
