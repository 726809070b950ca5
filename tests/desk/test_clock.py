"""The desk's clock and its days of 23, 24 and 25 hours."""

from __future__ import annotations

from dataclasses import replace

import pendulum
import pytest

from frontdesk.desk import FixedClock, SystemClock
from tests.elm import Elm


@pytest.mark.parametrize(
    ("day", "hours"), [("2026-03-08", 23), ("2026-11-01", 25), ("2026-11-24", 24), ("2028-02-29", 24)]
)
def test_a_day_has_its_own_length(day: str, hours: int, elm: Elm) -> None:
    start, end = elm.mary.bounds(pendulum.Date.fromisoformat(day))
    assert (end - start).total_seconds() == hours * 3600
    assert (start.format("YYYY-MM-DD HH:mm"), end.format("HH:mm")) == (f"{day} 00:00", "00:00")


def test_today_is_the_practices_not_the_servers(elm: Elm) -> None:
    elm.clock.set(pendulum.datetime(2026, 11, 25, 4, 59, tz="UTC"))
    assert elm.mary.today() == pendulum.Date(2026, 11, 24)
    elm.clock.advance(minutes=1)
    assert elm.mary.today() == pendulum.Date(2026, 11, 25)
    west = replace(elm.mary, zone=pendulum.timezone("Pacific/Honolulu"))
    assert west.today() == pendulum.Date(2026, 11, 24)


def test_clocks_tell_utc() -> None:
    assert SystemClock().now().timezone_name == "UTC"
    assert SystemClock().now().microsecond == 0
    clock = FixedClock(pendulum.datetime(2026, 11, 24, 9, tz="America/New_York"))
    assert clock.now().hour == 14
    clock.advance(seconds=30)
    assert clock.now().second == 30
