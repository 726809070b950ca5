"""Federal holidays against what is known of nine years, and the holidays of a business calendar."""

from __future__ import annotations

from typing import Any

import pendulum
import pytest

from frontdesk.db.calendar import Unavailable
from frontdesk.db.practice import Holiday
from frontdesk.desk import Refused, redo, undo
from frontdesk.logic import calendar, checks, holidays, practice, sites
from frontdesk.logic.when.holidays import OBSERVED, federal, observed, proposed
from tests.elm import ABBOTT, DIAZ, KIM, NIGHT, OKAFOR, REYES, Elm

SHORT = {
    "NY": "New Year's Day", "MLK": "Martin Luther King Jr. Day", "W": "Washington's Birthday", "M": "Memorial Day",
    "J": "Juneteenth", "I": "Independence Day", "L": "Labor Day", "C": "Columbus Day", "V": "Veterans Day",
    "T": "Thanksgiving Day", "X": "Christmas Day",
}  # fmt: skip

KNOWN = {
    2024: "01-01 NY, 01-15 MLK, 02-19 W, 05-27 M, 06-19 J, 07-04 I, 09-02 L, 10-14 C, 11-11 V, 11-28 T, 12-25 X",
    2025: "01-01 NY, 01-20 MLK, 02-17 W, 05-26 M, 06-19 J, 07-04 I, 09-01 L, 10-13 C, 11-11 V, 11-27 T, 12-25 X",
    2026: "01-01 NY, 01-19 MLK, 02-16 W, 05-25 M, 06-19 J, 07-03 I*, 07-04 I, 09-07 L, 10-12 C, 11-11 V, 11-26 T, "
    "12-25 X",
    2027: "01-01 NY, 01-18 MLK, 02-15 W, 05-31 M, 06-18 J*, 06-19 J, 07-04 I, 07-05 I*, 09-06 L, 10-11 C, "
    "11-11 V, 11-25 T, 12-24 X*, 12-25 X, 12-31 NY*",
    2028: "01-01 NY, 01-17 MLK, 02-21 W, 05-29 M, 06-19 J, 07-04 I, 09-04 L, 10-09 C, 11-10 V*, 11-11 V, 11-23 T, "
    "12-25 X",
    2029: "01-01 NY, 01-15 MLK, 02-19 W, 05-28 M, 06-19 J, 07-04 I, 09-03 L, 10-08 C, 11-11 V, 11-12 V*, 11-22 T, "
    "12-25 X",
    2030: "01-01 NY, 01-21 MLK, 02-18 W, 05-27 M, 06-19 J, 07-04 I, 09-02 L, 10-14 C, 11-11 V, 11-28 T, 12-25 X",
    2031: "01-01 NY, 01-20 MLK, 02-17 W, 05-26 M, 06-19 J, 07-04 I, 09-01 L, 10-13 C, 11-11 V, 11-27 T, 12-25 X",
    2032: "01-01 NY, 01-19 MLK, 02-16 W, 05-31 M, 06-18 J*, 06-19 J, 07-04 I, 07-05 I*, 09-06 L, 10-11 C, "
    "11-11 V, 11-25 T, 12-24 X*, 12-25 X, 12-31 NY*",
}
"""Day and holiday, `*` where it is observed instead; as published, and as the `holidays` package has them."""

OFFICE = 1
"""The business calendar that a practice begins with, Monday to Friday."""
THANKSGIVING = pendulum.Date(2026, 11, 26)


@pytest.mark.parametrize("year", KNOWN)
def test_the_holidays_of_a_year_are_those_that_are_known(year: int) -> None:
    wanted = []
    for each in KNOWN[year].split(", "):
        day, _, short = each.partition(" ")
        name = SHORT[short.rstrip("*")] + (OBSERVED if short.endswith("*") else "")
        wanted.append((f"{year}-{day}", name))
    assert [(holiday.day.isoformat(), holiday.name) for holiday in federal(year)] == wanted


def test_every_year_has_its_eleven() -> None:
    for year in range(1990, 2100):
        found = [each for each in federal(year) if not each.name.endswith(OBSERVED)]
        assert [each.name for each in found] == list(SHORT.values())
        assert all(observed(each.day).weekday() < 5 for each in found)


def test_only_days_on_which_is_worked_are_proposed() -> None:
    weekdays = [holiday for holiday in federal(2027) if holiday.day.weekday() < 5]
    assert list(proposed(2027, range(5))) == weekdays
    assert proposed(2027, range(7)) == federal(2027)
    assert {holiday.day.weekday() for holiday in proposed(2027, [5])} == {5}


# Of a business calendar -------------------------------------------------------------------------------


def close(elm: Elm, *days: tuple[pendulum.Date, str]) -> str:
    return holidays.take(elm.mary, calendar=OFFICE, days=list(days)).message


def lines(elm: Elm, calendar: int = OFFICE) -> list[tuple[str, str, int]]:
    found = holidays.of_calendar(elm.mary, calendar=calendar)
    return [(line.day.isoformat(), line.name, line.visits) for line in found]


def refused(action: Any) -> tuple[str, str]:
    with pytest.raises(Refused) as refusal:
        action()
    return refusal.value.field, refusal.value.code


def test_the_proposal_is_what_lies_ahead_and_is_not_taken(elm: Elm) -> None:
    assert holidays.next_year(elm.mary, calendar=OFFICE) == 2026
    first = holidays.proposed(elm.mary, calendar=OFFICE, year=2026)
    assert [line.name for line in first] == ["Thanksgiving Day", "Christmas Day"]
    close(elm, (pendulum.Date(2026, 12, 24), "Christmas Eve"))
    assert holidays.next_year(elm.mary, calendar=OFFICE) == 2026, "a day of its own leaves the others to be taken"
    close(elm, *((line.day, line.name) for line in first))
    assert holidays.proposed(elm.mary, calendar=OFFICE, year=2026) == ()
    assert holidays.next_year(elm.mary, calendar=OFFICE) == 2027
    assert len(holidays.proposed(elm.mary, calendar=OFFICE, year=2027)) == 12


def test_a_day_that_is_taken_blocks_everybody_and_may_be_overridden(elm: Elm) -> None:
    visit = elm.book(ABBOTT, OKAFOR, elm.at("10:00", days=2))
    assert close(elm, (THANKSGIVING, "Thanksgiving Day")) == (
        "Closed on Thu 26 Nov 2026 (Thanksgiving Day); 1 visit lies on it"
    )
    assert lines(elm) == [("2026-11-26", "Thanksgiving Day", 1)]
    found = holidays.visits_on_day(elm.mary, calendar=OFFICE, day=THANKSGIVING)
    assert [(each.visit.id, each.provider, each.at) for each in found] == [
        (visit, "Okafor", "Thu 26 Nov 2026 10:00a")
    ]
    for provider in (OKAFOR, REYES, NIGHT):
        assert refused(lambda p=provider: elm.book(DIAZ, p, elm.at("9:00", days=2))) == ("starts", "blocked")
    assert elm.book(DIAZ, REYES, elm.at("9:00", days=2), override=True)
    column = calendar.day(elm.mary, day=THANKSGIVING).columns[0]
    assert (column.free, [block.reason for block in column.blocks]) == (0, ["Thanksgiving Day"])
    assert checks.run(elm.database).findings == ()


def test_visits_on_a_closed_day_are_to_be_placed_anew_until_something_becomes_of_them(elm: Elm) -> None:
    def listed() -> list[tuple[str, int]]:
        rows = calendar.on_closed_days(elm.mary)
        assert calendar.on_closed_days_count(elm.mary) == len(rows)
        return [(row.visit.name, row.tries) for row in rows]

    first, second, third = (
        elm.book(who, whom, elm.at(at, days=2))
        for who, whom, at in ((ABBOTT, OKAFOR, "10:00"), (DIAZ, REYES, "9:00"), (KIM, NIGHT, "23:30"))
    )
    elm.book(ABBOTT, OKAFOR, elm.at("10:00", days=1))
    assert listed() == []
    close(elm, (THANKSGIVING, "Thanksgiving Day"))
    assert listed() == [("Diaz, Luis", 0), ("Abbott, June", 0), ("Kim, Ha-eun", 0)]
    calendar.move(elm.rob, visit=first, version=1, starts=elm.at("10:15", days=1))
    calendar.cancel(elm.rob, visit=third, version=1, reason="practice")
    calendar.tried_about_closed_day(elm.rob, visit=second)
    assert listed() == [("Diaz, Luis", 1)]
    calendar.stays_on_closed_day(elm.rob, visit=second)
    assert listed() == []
    assert refused(lambda: calendar.stays_on_closed_day(elm.rob, visit=first)) == ("", "place")
    undo(elm.rob)
    assert listed() == [("Diaz, Luis", 1)]
    redo(elm.rob)
    calendar.move(elm.rob, visit=second, version=1, starts=elm.at("9:15", days=2), override=True)
    assert listed() == [("Diaz, Luis", 1)], "that it stays was said of another time"
    undo(elm.mary)
    assert listed() == []
    redo(elm.mary)
    elm.clock.set(elm.at("9:31", days=2))
    assert listed() == []
    assert checks.run(elm.database).findings == ()


def test_undo_opens_all_of_them_and_redo_closes_them_again(elm: Elm) -> None:
    close(elm, *((line.day, line.name) for line in holidays.proposed(elm.mary, calendar=OFFICE, year=2027)))
    assert Unavailable.select().where(Unavailable.lifted == 0).count() == 3 * 12
    undo(elm.mary)
    assert lines(elm) == []
    assert Unavailable.select().where(Unavailable.lifted == 0).count() == 0
    redo(elm.mary)
    assert len(lines(elm)) == 12
    assert Unavailable.select().where(Unavailable.lifted == 0).count() == 3 * 12
    assert checks.run(elm.database).findings == ()


def test_a_holiday_is_called_otherwise_and_dropped(elm: Elm) -> None:
    close(elm, (THANKSGIVING, "Thanksgiving Day"))
    holidays.rename(elm.mary, holiday=1, version=2, name="Turkey day")
    assert {row.reason for row in Unavailable.select()} == {"Turkey day"}
    holidays.drop(elm.mary, holiday=1, version=3)
    assert lines(elm) == []
    assert elm.book(ABBOTT, OKAFOR, elm.at("10:00", days=2))
    close(elm, (THANKSGIVING, "Thanksgiving again"))
    assert Holiday.select().count() == 1
    assert {row.reason for row in Unavailable.select().where(Unavailable.lifted == 0)} == {"Thanksgiving again"}
    assert checks.run(elm.database).findings == ()


def test_what_a_provider_does_on_a_holiday_all_the_same_stays(elm: Elm) -> None:
    close(elm, (THANKSGIVING, "Thanksgiving Day"))
    block = Unavailable.get(Unavailable.resource == REYES)
    calendar.unblock(elm.rob, block=block.id, version=block.version)
    holidays.rename(elm.mary, holiday=1, version=2, name="Turkey day")
    assert elm.book(ABBOTT, REYES, elm.at("10:00", days=2), desk=elm.rob)
    holidays.drop(elm.mary, holiday=1, version=3)
    undo(elm.mary)
    assert Unavailable.get_by_id(block.id).lifted
    assert not Unavailable.get(Unavailable.resource == OKAFOR).lifted


def test_who_comes_later_has_the_holidays_ahead(elm: Elm) -> None:
    close(elm, (THANKSGIVING, "Thanksgiving Day"))
    new = int(practice.add_provider(elm.mary, family="New").values["provider"])
    assert refused(lambda: elm.book(ABBOTT, new, elm.at("10:00", days=2))) == ("starts", "blocked")


def test_another_calendar_has_other_holidays(elm: Elm) -> None:
    close(elm, (THANKSGIVING, "Thanksgiving Day"))
    other = int(sites.add_calendar(elm.mary, name="Weekend", weekdays="mon-sun").values["calendar"])
    christmas = pendulum.Date(2026, 12, 25)
    holidays.take(elm.mary, calendar=other, days=[(christmas, "Christmas Day")])
    sites.edit_site(elm.mary, site=1, version=1, name="Elm Street", timezone="America/New_York", calendar=other)
    assert elm.book(ABBOTT, OKAFOR, elm.at("10:00", days=2), desk=elm.rob)
    assert refused(lambda: elm.book(ABBOTT, OKAFOR, elm.at("10:00", days=31))) == ("starts", "blocked")
    undo(elm.mary)
    assert elm.book(DIAZ, OKAFOR, elm.at("11:00", days=31))
    assert refused(lambda: elm.book(KIM, REYES, elm.at("10:00", days=2))) == ("starts", "blocked")
    assert checks.run(elm.database).findings == ()


WRONG: list[tuple[dict[str, Any], tuple[str, str]]] = [
    ({"days": []}, ("", "same")),
    ({"days": [(pendulum.Date(2026, 11, 24), "Today")]}, ("day", "past")),
    ({"days": [(pendulum.Date(2026, 11, 23), "Yesterday")]}, ("day", "past")),
    ({"days": [(THANKSGIVING, " ")]}, ("name", "wrong")),
    ({"days": [(THANKSGIVING, "\x1b[31m")]}, ("name", "wrong")),
    ({"days": [(THANKSGIVING, "a"), (THANKSGIVING, "b")]}, ("day", "same")),
    ({"days": [(THANKSGIVING, "a")], "calendar": 9}, ("calendar", "wrong")),
]


@pytest.mark.parametrize(("values", "said"), WRONG)
def test_days_that_cant_be_taken(values: dict[str, Any], said: tuple[str, str], elm: Elm) -> None:
    before = elm.counts()
    assert refused(lambda: holidays.take(elm.mary, **{"calendar": OFFICE, **values})) == said
    assert elm.counts() == before
