"""Our columns refuse what peewee's own would take in silence."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.db.calendar import Hours, Place, Visit
from frontdesk.db.fields import Cents, Flag, Instant, Json, LocalDate, OneOf, Whole, WrongValue, canonical
from frontdesk.db.plain import plain, rich
from tests.elm import Elm

NOON = pendulum.datetime(2026, 11, 24, 12, tz="America/New_York")

TAKES: list[tuple[Any, Any, Any]] = [
    (Whole(), 945, 945),
    (Cents(), -1250, -1250),
    (Flag(), True, 1),
    (Flag(), 0, 0),
    (Instant(), NOON, 1795539600),
    (Instant(), NOON.in_timezone("UTC"), 1795539600),
    (Instant(), 1795539600, 1795539600),
    (LocalDate(), pendulum.Date(2026, 11, 24), "2026-11-24"),
    (LocalDate(), pendulum.Date(1, 1, 1), "0001-01-01"),
    (OneOf(Place), Place.NO_SHOW, "no_show"),
    (OneOf(Place), "no_show", "no_show"),
    (Json(), {"b": 1, "a": "é"}, '{"a":"é","b":1}'),
]

REFUSES: list[tuple[Any, Any]] = [
    *((field, value) for field in (Whole(), Cents()) for value in (True, 945.7, 945.0, "945", Decimal(9), b"9")),
    *((Flag(), value) for value in (2, -1, 1.0, "1", "true", [])),
    (Instant(), datetime.datetime(2026, 11, 24, 12)),
    (Instant(), datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)),
    (Instant(), pendulum.naive(2026, 11, 24, 12)),
    *((Instant(), value) for value in (True, 1795539600.5, "2026-11-24", pendulum.Date(2026, 11, 24))),
    *((LocalDate(), value) for value in (NOON, datetime.date(2026, 11, 24), "2026-11-24", 20261124)),
    *((OneOf(Place), value) for value in ("lunch", "", "NO_SHOW", 3)),
]


@pytest.mark.parametrize(("field", "value", "stored"), TAKES)
def test_a_field_stores(field: Any, value: Any, stored: Any) -> None:
    assert field.db_value(value) == stored
    assert type(field.db_value(value)) is type(stored)


@pytest.mark.parametrize(("field", "value"), REFUSES)
def test_a_field_refuses(field: Any, value: Any) -> None:
    field.name = "column"
    with pytest.raises(WrongValue, match="column"):
        field.db_value(value)


@pytest.mark.parametrize("field", [Whole(), Cents(), Flag(), Instant(), LocalDate(), OneOf(Place), Json()])
def test_nothing_stays_nothing(field: Any) -> None:
    assert field.db_value(None) is None
    assert field.python_value(None) is None


@given(st.integers(-(2**35), 2**35))
def test_an_instant_comes_back_in_utc(at: int) -> None:
    moment = Instant().python_value(at)
    assert moment is not None
    assert moment.timezone_name == "UTC"
    assert Instant().db_value(moment) == at


@given(st.dates())
def test_a_day_comes_back(day: datetime.date) -> None:
    stored = LocalDate().db_value(pendulum.Date(day.year, day.month, day.day))
    assert LocalDate().python_value(stored) == day


def test_the_two_hours_of_the_night_the_clock_goes_back_are_two_instants() -> None:
    first = pendulum.datetime(2026, 11, 1, 5, 30, tz="UTC").in_timezone("America/New_York")
    second = first.add(hours=1)
    assert first.format("HH:mm") == second.format("HH:mm") == "01:30"
    assert Instant().db_value(second) - Instant().db_value(first) == 3600  # type: ignore[operator]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text()
    | st.dates().map(lambda day: pendulum.Date(day.year, day.month, day.day))
    | st.integers(0, 2**32).map(pendulum.from_timestamp),
    lambda inner: st.lists(inner) | st.dictionaries(st.text().filter(lambda key: not key.startswith("$")), inner),
    max_leaves=8,
)  # fmt: skip


@given(VALUES)
def test_arguments_survive_json(value: Any) -> None:
    import json

    assert rich(json.loads(canonical(plain(value)))) == value


def test_canonical_text_does_not_depend_on_the_order() -> None:
    assert canonical({"b": [1, 2], "a": None}) == canonical({"a": None, "b": [1, 2]}) == '{"a":null,"b":[1,2]}'


def test_a_model_refuses_before_the_database_sees_it(elm: Elm) -> None:
    visit = elm.book(1, 1, "10:00")
    for values in ({"starts": pendulum.naive(2026, 1, 1)}, {"version": 1.5}, {"urgent": 7}, {"place": "lunch"}):
        with pytest.raises(WrongValue):
            Visit.update(**values).where(Visit.id == visit).execute()
    with pytest.raises(WrongValue):
        Hours.update(from_day="2026-01-01").execute()
    assert elm.version(visit) == 1
