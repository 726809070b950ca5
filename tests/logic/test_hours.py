"""Weekly hours: set from a day on, put back, and the rows they keep."""

from __future__ import annotations

import pytest

from frontdesk.db.calendar import Hours
from frontdesk.desk import Desk, Refused, undo
from frontdesk.logic import hours, practice
from tests.elm import Elm


@pytest.fixture
def desk(elm: Elm) -> Desk:
    """The manager's desk."""
    return elm.mary


def first(desk: Desk) -> practice.ProviderCard:
    """The first provider."""
    return practice.providers(desk)[0]


def set_from_today(desk: Desk, opens: str, closes: str, weekdays: str = "mon-fri", add: bool = False) -> None:
    """Set the first provider's hours."""
    card = first(desk)
    hours.set_hours(
        desk, provider=card.id, version=card.version, weekdays=weekdays, opens=opens, closes=closes, add=add
    )


def test_new_hours_hold_from_today_and_old_ones_until_yesterday(desk: Desk):
    set_from_today(desk, "10a", "4p", "mon-thu")
    assert hours.words(desk, provider=first(desk).id) == "mon-thu 10:00a-4:00p"
    today = desk.today()
    ended = Hours.select().where(Hours.provider == first(desk).id, Hours.to_day == today.subtract(days=1))
    assert ended.count() > 0


def test_the_rows_of_the_old_hours_stay(desk: Desk):
    before = {row.id for row in Hours.select().where(Hours.provider == first(desk).id)}
    set_from_today(desk, "10a", "4p")
    assert before <= {row.id for row in Hours.select().where(Hours.provider == first(desk).id)}


def test_undo_puts_them_back(desk: Desk):
    words = hours.words(desk, provider=first(desk).id)
    rows = {(row.id, row.to_day) for row in Hours.select().where(Hours.provider == first(desk).id)}
    set_from_today(desk, "10a", "4p")
    undo(desk)
    assert hours.words(desk, provider=first(desk).id) == words
    assert {(row.id, row.to_day) for row in Hours.select().where(Hours.provider == first(desk).id)} == rows


def test_a_second_stretch_stands_beside_the_first(desk: Desk):
    set_from_today(desk, "8a", "12p")
    set_from_today(desk, "1p", "5p", add=True)
    assert hours.words(desk, provider=first(desk).id) == "mon-fri 8:00a-12:00p; mon-fri 1:00p-5:00p"


@pytest.mark.parametrize(
    ("opens", "closes", "weekdays", "field"),
    [("5p", "8a", "mon", "closes"), ("x", "5p", "mon", "opens"), ("8a", "5p", "someday", "weekdays")],
)
def test_what_cant_be_is_refused_at_its_field(desk: Desk, opens: str, closes: str, weekdays: str, field: str):
    before = hours.words(desk, provider=first(desk).id)
    with pytest.raises(Refused) as refused:
        set_from_today(desk, opens, closes, weekdays)
    assert refused.value.field == field
    assert hours.words(desk, provider=first(desk).id) == before


def test_hours_that_overlap_are_refused(desk: Desk):
    set_from_today(desk, "8a", "12p")
    with pytest.raises(Refused, match="overlap"):
        set_from_today(desk, "11a", "5p", add=True)
