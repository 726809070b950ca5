"""Wall-clock times as instants: the fast way agrees with the slow one on every day of every zone."""

from __future__ import annotations

import datetime
import zoneinfo

import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.exchange.wallclock import DAY, WallClock

NAMES = (
    "America/New_York",
    "Europe/Berlin",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "Africa/Cairo",
    "America/Havana",
)
CLOCKS = {name: WallClock(pendulum.timezone(name)) for name in NAMES}


@given(
    st.sampled_from(NAMES),
    st.dates(datetime.date(1990, 1, 1), datetime.date(2035, 12, 31)),
    st.integers(0, DAY - 1),
)
def test_a_time_is_the_earlier_instant_that_the_clock_shows(name: str, day: datetime.date, seconds: int) -> None:
    naive = datetime.datetime.combine(day, datetime.time()) + datetime.timedelta(seconds=seconds)
    wanted = naive.replace(tzinfo=zoneinfo.ZoneInfo(name), fold=0)
    assert CLOCKS[name].at(day, seconds) == int(wanted.timestamp())


@pytest.mark.parametrize(
    ("day", "time", "not_before", "shown"),
    [
        ("2026-11-01", "01:30", None, "2026-11-01T01:30:00-04:00"),
        ("2026-11-01", "01:30", "2026-11-01T01:20:00-04:00", "2026-11-01T01:30:00-04:00"),
        ("2026-11-01", "01:30", "2026-11-01T01:50:00-04:00", "2026-11-01T01:30:00-05:00"),
        ("2026-03-08", "02:30", None, "2026-03-08T03:30:00-04:00"),
        ("2026-03-08", "12:00", None, "2026-03-08T12:00:00-04:00"),
    ],
)
def test_days_on_which_the_clocks_change(day: str, time: str, not_before: str | None, shown: str) -> None:
    hours, minutes = map(int, time.split(":"))
    after = int(datetime.datetime.fromisoformat(not_before).timestamp()) if not_before else None
    moment = CLOCKS["America/New_York"].at(datetime.date.fromisoformat(day), hours * 3600 + minutes * 60, after)
    assert moment == datetime.datetime.fromisoformat(shown).timestamp()


def test_a_time_past_midnight_is_on_the_next_day() -> None:
    clock = CLOCKS["America/New_York"]
    assert clock.at(datetime.date(2026, 10, 31), DAY + 90) == clock.at(datetime.date(2026, 11, 1), 90)
