"""The set-up: providers, rooms, kinds, hours, settings."""

from __future__ import annotations

from typing import Any

import pendulum
import pytest

from frontdesk.desk import Refused, Stale, undo
from frontdesk.logic import calendar, hours, practice
from frontdesk.logic.practice import read_minutes, read_weekdays
from tests.elm import ABBOTT, MORNING, OKAFOR, Elm


def refused(action: Any) -> str:
    with pytest.raises(Refused) as refusal:
        action()
    return refusal.value.field


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("mon-fri", (0, 1, 2, 3, 4)),
        ("Mon-Fri", (0, 1, 2, 3, 4)),
        ("monday, wednesday friday", (0, 2, 4)),
        ("sat", (5,)),
        ("fri-mon", (0, 4, 5, 6)),
        ("mon-tue thu-fri", (0, 1, 3, 4)),
        ("sun sun", (6,)),
        ("mon-", (0,)),
    ],
)
def test_weekdays_as_people_write_them(text: str, days: tuple[int, ...]) -> None:
    assert read_weekdays(text) == days


@pytest.mark.parametrize("text", ["", "  ", "someday", "m", "mon--fri", "0-4"])
def test_weekdays_that_are_none(text: str) -> None:
    assert refused(lambda: read_weekdays(text)) == "weekdays"


@pytest.mark.parametrize(
    ("text", "field", "minutes"),
    [("8a", "opens", 480), ("5p", "closes", 1020), ("24:00", "closes", 1440), ("midnight", "closes", 1440),
     ("14:15", "opens", 855), ("0:00", "opens", 0)],
)  # fmt: skip
def test_times_of_the_week(text: str, field: str, minutes: int) -> None:
    assert read_minutes(text, field) == minutes


WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("add_provider", {"family": ""}, "family"),
    ("add_provider", {"family": "Ev\x1bil"}, "family"),
    ("add_provider", {"family": "Ng", "given": "\u202e"}, "given"),
    ("add_provider", {"family": "Ng", "credential": "\x07"}, "credential"),
    ("add_provider", {"family": "Ng", "weekdays": "someday"}, "weekdays"),
    ("add_provider", {"family": "Ng", "opens": "late"}, "opens"),
    ("add_provider", {"family": "Ng", "opens": "5p", "closes": "8a"}, "closes"),
    ("add_room", {"name": " "}, "name"),
    ("add_room", {"name": "\x9b31m"}, "name"),
    ("add_kind", {"code": "", "name": "X", "minutes": 15}, "code"),
    ("add_kind", {"code": "TOOLONG", "name": "X", "minutes": 15}, "code"),
    ("add_kind", {"code": "A-B", "name": "X", "minutes": 15}, "code"),
    ("add_kind", {"code": "new", "name": "X", "minutes": 15}, "code"),
    ("add_kind", {"code": "X", "name": "", "minutes": 15}, "name"),
    ("add_kind", {"code": "X", "name": "X", "minutes": 0}, "minutes"),
    ("add_kind", {"code": "X", "name": "X", "minutes": 481}, "minutes"),
    ("set_step", {"minutes": 7}, "minutes"),
    ("hide_provider", {"provider": 99, "version": 1}, "provider"),
    ("hide_room", {"room": 99, "version": 1}, "room"),
    ("hide_kind", {"kind": 99, "version": 1}, "kind"),
]


@pytest.mark.parametrize(("what", "values", "field"), WRONG)
def test_what_cant_be_set_up_is_refused_at_its_field(
    what: str, values: dict[str, Any], field: str, elm: Elm
) -> None:
    before = elm.counts()
    assert refused(lambda: getattr(practice, what)(elm.mary, **values)) == field
    assert elm.counts() == before


@pytest.mark.parametrize("what", ["provider", "room", "kind"])
def test_hiding_takes_the_version_that_was_seen(what: str, elm: Elm) -> None:
    hide = getattr(practice, f"hide_{what}")
    hide(elm.mary, **{what: 1}, version=1)
    with pytest.raises(Stale):
        hide(elm.mary, **{what: 1}, version=1)


def test_a_new_provider_can_be_booked_at_once(elm: Elm) -> None:
    done = practice.add_provider(elm.mary, family="Ng", given="Li", credential="do", weekdays="tue", opens="9a")
    assert elm.book(ABBOTT, int(done.values["provider"]), "9:00")
    assert practice.providers(elm.mary)[-1].display == "Ng DO"


def test_a_provider_is_taken_off_once_no_visit_is_to_come(elm: Elm) -> None:
    visit = elm.book(ABBOTT, OKAFOR, "10:00")
    with pytest.raises(Refused) as refusal:
        practice.hide_provider(elm.mary, provider=OKAFOR, version=1)
    assert refusal.value.reason == "Move or :out Okafor's visit to come first: Tue 24 Nov 2026 10:00a."
    elm.clock.set(elm.at("17:00"))
    practice.hide_provider(elm.mary, provider=OKAFOR, version=1)
    assert calendar.visit(elm.mary, visit=visit).visit.provider == OKAFOR
    for day, shown in ((MORNING.date(), True), (MORNING.date().add(days=1), False)):
        columns = {column.provider: column for column in calendar.day(elm.mary, day=day).columns}
        assert (OKAFOR in columns) is shown
        month = calendar.month(elm.mary, day=day).days[day.day + 5]
        assert (month.day, month.visits) == (day, int(shown))
    there = calendar.day(elm.mary, day=MORNING.date()).columns[0]
    assert ([each.id for each in there.visits], there.open, there.free) == ([visit], (), 0)
    week = calendar.week(elm.mary, day=MORNING.date(), provider=OKAFOR)
    assert [[column.booked for column in each.columns] for each in week.days] == [[0], [1], *[[0]] * 5]
    assert any(each.visits for each in calendar.day_by_room(elm.mary, day=MORNING.date()).columns)
    assert practice.hide_provider(elm.mary, provider=OKAFOR, version=2, hidden=False)


def test_adding_a_provider_is_not_taken_back_under_a_visit(elm: Elm) -> None:
    new = int(practice.add_provider(elm.mary, family="Ng").values["provider"])
    elm.book(ABBOTT, new, "10:00", desk=elm.rob)
    assert refused(lambda: undo(elm.mary)) == "provider"
    assert new in {card.id for card in practice.providers(elm.mary)}


def test_settings_hold_from_when_they_were_made(elm: Elm) -> None:
    before = elm.clock.now()
    elm.clock.advance(minutes=1)
    practice.set_step(elm.mary, minutes=10)
    assert practice.step_minutes(elm.mary) == 10
    elm.clock.set(before)
    assert practice.step_minutes(elm.mary) == 15


def test_two_settings_within_a_second_leave_the_later(elm: Elm) -> None:
    for minutes in (10, 20, 30):
        practice.set_step(elm.mary, minutes=minutes)
    assert practice.step_minutes(elm.mary) == 30
    undo(elm.mary)
    assert practice.step_minutes(elm.mary) == 20


def test_new_hours_hold_from_their_day_on(elm: Elm) -> None:
    hours.set_hours(
        elm.mary, provider=OKAFOR, version=1, weekdays="tue", opens="7a", closes="11a",
        from_day=pendulum.Date(2026, 12, 1),
    )  # fmt: skip
    assert elm.book(ABBOTT, OKAFOR, "16:00")
    assert refused(lambda: elm.book(ABBOTT, OKAFOR, elm.at("16:00", days=7))) == "starts"
    assert elm.book(ABBOTT, OKAFOR, elm.at("7:00", days=7))
    assert refused(lambda: elm.book(ABBOTT, OKAFOR, elm.at("9:00", days=8))) == "starts"
