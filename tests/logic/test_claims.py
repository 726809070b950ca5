"""A slot that somebody is booking: one of two has it, nobody has it for longer than three minutes."""

from __future__ import annotations

import pytest

from frontdesk.db.calendar import SlotClaim, Visit
from frontdesk.desk import Refused, undo
from frontdesk.logic import calendar
from tests.elm import ABBOTT, DIAZ, FOLLOW_UP, KIM, MORNING, OKAFOR, REYES, Elm
from tests.logic.test_kind_rules import ask_of
from tests.processes import together

GROUP = 5

RACE = """
import pendulum
from frontdesk.db.engine.practice_file import open_practice
from frontdesk.desk import FixedClock, Refused
from frontdesk.logic import accounts, calendar

now = pendulum.datetime(2026, 11, 24, 9, 42, tz="America/New_York")
number = int(name[1:])
desk = accounts.sign_in_as(open_practice(path), FixedClock(now), login=["mary", "rob"][number % 2])
starts = now.at(11, 0)
ready()
said = []
for try_it in (
    lambda: calendar.claim(desk, provider=1, starts=starts, ends=starts.add(minutes=15), form=name),
    lambda: calendar.book(desk.asking(name), patient=number + 1, provider=1, starts=starts, kind=1),
):
    try:
        try_it()
        said.append("done")
    except Refused as refused:
        said.append(refused.code)
print(*said)
"""
"""Claims a slot and books it, whatever became of the claim."""


def claim(elm: Elm, begins: str = "11:00", ends: str = "11:30", form: str = "form") -> None:
    calendar.claim(elm.rob, provider=OKAFOR, starts=elm.at(begins), ends=elm.at(ends), form=form)


def refusal(elm: Elm, at: str) -> str:
    with pytest.raises(Refused) as refused:
        elm.book(ABBOTT, OKAFOR, at)
    assert refused.value.code == "held"
    return refused.value.reason


def test_others_are_told_who_is_booking_and_until_when(elm: Elm) -> None:
    claim(elm)
    assert refusal(elm, "11:15") == "Rob Hale is booking this time just now (until 9:45a)."
    elm.book(ABBOTT, OKAFOR, "11:30")
    elm.book(DIAZ, REYES, "11:00")
    elm.book(DIAZ, OKAFOR, "11:15", desk=elm.rob)


def test_a_form_holds_one_slot(elm: Elm) -> None:
    claim(elm)
    claim(elm, "13:00", "13:30")
    elm.book(ABBOTT, OKAFOR, "11:00")
    refusal(elm, "13:00")
    calendar.unclaim(elm.rob, form="form")
    elm.book(DIAZ, OKAFOR, "13:00")


def test_nobody_holds_a_slot_longer_than_three_minutes(elm: Elm) -> None:
    """Nor does somebody whose console has died."""
    claim(elm)
    elm.clock.advance(minutes=2)
    refusal(elm, "11:00")
    elm.clock.advance(minutes=1)
    elm.book(ABBOTT, OKAFOR, "11:00")


def test_booking_lets_go_and_undo_reaches_past_a_claim(elm: Elm) -> None:
    claim(elm, form="f")
    calendar.book(elm.rob.asking("f"), patient=ABBOTT, provider=OKAFOR, starts=elm.at("11:00"), kind=1)
    assert SlotClaim.select().count() == 0
    claim(elm, "13:00", "13:30")
    assert undo(elm.rob).message.startswith("Took back: Abbott, June")


def test_two_processes_race_for_one_slot(elm: Elm) -> None:
    elm.database.close()
    said = together(RACE, elm.path, count=4)
    winners = [each for each in said if each == "done done"]
    assert len(winners) == 1, said
    assert {each.split()[1] for each in said if each not in winners} <= {"held", "overlap"}
    elm.database.peewee.connect(reuse_if_open=True)
    assert Visit.select().where(Visit.starts == int(MORNING.at(11, 0).timestamp())).count() == 1


def test_what_is_kept_free_afterwards_is_held_too(elm: Elm) -> None:
    ask_of(elm, FOLLOW_UP, buffer=30)
    claim(elm)
    refusal(elm, "10:30")
    elm.book(ABBOTT, OKAFOR, "10:15")


def test_a_visit_does_not_come_back_into_time_that_is_held(elm: Elm) -> None:
    visit = elm.book(ABBOTT, OKAFOR, "11:00")
    calendar.cancel(elm.mary, visit=visit, version=1, reason="patient")
    claim(elm)
    with pytest.raises(Refused) as refused:
        calendar.restore(elm.mary, visit=visit, version=2)
    assert refused.value.code == "held"


def test_a_group_has_places_for_several_at_once(elm: Elm) -> None:
    """The last place is held as any slot is."""
    ask_of(elm, GROUP, minutes=60, capacity=3)
    elm.book(ABBOTT, OKAFOR, "11:00", kind=GROUP)
    claim(elm, "11:00", "12:00")
    mine = {"provider": OKAFOR, "starts": elm.at("11:00"), "ends": elm.at("12:00"), "form": "mine"}
    calendar.claim(elm.mary, **mine)
    elm.book(DIAZ, OKAFOR, "11:00", kind=GROUP)
    with pytest.raises(Refused):
        elm.book(KIM, OKAFOR, "11:00", kind=GROUP)
