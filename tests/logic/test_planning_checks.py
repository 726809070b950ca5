"""`frontdesk check` on what the calendar is planned by, tampered with by plain sqlite3 without its triggers."""

from __future__ import annotations

from dataclasses import asdict

import pendulum
import pytest

from frontdesk.logic import checks, exceptions, holidays, kinds, practice, reserved, sites
from tests.elm import ABBOTT, DIAZ, KIM, OKAFOR, REYES, VU, Elm

DAY = pendulum.Date(2026, 12, 25)
NEW_YEAR = pendulum.Date(2027, 1, 1)


@pytest.fixture
def planned(elm: Elm) -> Elm:
    """Group 1 with visits 1 to 3; Okafor at two sites (4), with visits 4 and 5; two holidays, the second dropped;
    a short day; kept time."""
    mary = elm.mary
    page = kinds.page(mary, kind=1)
    practice.edit_kind(mary, kind=1, version=1, **{**asdict(page.terms), "capacity": 3})
    for patient in (ABBOTT, DIAZ, KIM):
        elm.book(patient, OKAFOR, "10:00")
    site = int(sites.add_site(mary, name="Bay", timezone="America/Chicago", calendar=1).values["site"])
    practice.add_provider(mary, family="Okafor", site=site, also=OKAFOR)
    elm.book(VU, OKAFOR, "13:00", kind=2)
    elm.book(VU, 4, elm.at("15:00"), kind=2)
    holidays.take(mary, calendar=1, days=[(DAY, "Christmas Day"), (NEW_YEAR, "New Year's Day")])
    holidays.drop(mary, holiday=2, version=2)
    exceptions.set_exception(mary, provider=REYES, version=1, day=DAY.subtract(days=1), hours="8a-10a, 11a-12p")
    reserved.reserve(mary, provider=REYES, kind=4, weekday="tue", opens="8a", closes="9a")
    return elm


def test_it_is_sound(planned: Elm) -> None:
    assert checks.run(planned.database).findings == ()


WRONG = [
    ("UPDATE party SET capacity = 2 WHERE id = 1", "group 1", "has more than 2 that were not overbooked"),
    ("UPDATE hold SET starts = starts + 60, ends = ends + 60 WHERE visit = 2 AND resource_kind = 'provider'",
     "group 1", "is at several times or with several providers"),
    ("UPDATE party SET kind = 2 WHERE id = 1", "visit 1", "is of another kind than its group 1"),
    ("UPDATE visit SET party = NULL WHERE id = 2", "visit 2",
     "holds the time of group 1, to which it does not belong"),
    ("UPDATE hold SET starts = starts - 7200, ends = ends - 7200 WHERE visit = 5", "visit 5",
     "is with somebody who is elsewhere then, at visit 4"),
    ("UPDATE unavailable SET holiday = NULL WHERE holiday = 1 AND resource = 1", "holiday 1",
     "does not block the time of provider 1"),
    ("UPDATE unavailable SET lifted = 0 WHERE holiday = 2 AND resource = 1", "holiday 2",
     "was dropped and still blocks time"),
    ("UPDATE unavailable SET kind = 'leave' WHERE holiday = 1 AND resource = 1", "block 1",
     "is of a holiday, and is none of a provider's holidays"),
    ("UPDATE hours_exception SET closes = 700 WHERE opens = 480", "provider 2",
     "has hours on 2026-12-24 that overlap"),
    ("UPDATE hours_exception SET opens = 0, closes = 0 WHERE opens = 480", "provider 2",
     "is off on 2026-12-24 and has hours"),
    ("UPDATE reserved SET to_day = '0001-01-01', from_day = '2026-01-01'", "reserved time 1",
     "ends before it begins"),
]  # fmt: skip


@pytest.mark.parametrize(("statement", "where", "what"), WRONG)
def test_what_does_not_hold_is_named(statement: str, where: str, what: str, planned: Elm) -> None:
    planned.tamper(statement)
    found = {(each.where, each.what) for each in checks.run(planned.database).findings}
    assert (where, what) in found
