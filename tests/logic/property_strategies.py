"""What two people do to the calendar at random: when, with whom, for whom."""

from __future__ import annotations

import pendulum
from hypothesis import strategies as st

from tests.elm import NIGHT, ZONE

SPRING, AUTUMN = pendulum.datetime(2026, 3, 8, tz=ZONE), pendulum.datetime(2026, 11, 1, tz=ZONE)
"""The days on which the clock goes forward and back: 23 and 25 hours, where counting by the wall shows."""
DAWN = 4
"""A provider at another site, three hours to the west."""
WEST = "America/Los_Angeles"
HALF_HOUR = 1800

days = st.sampled_from([SPRING, SPRING, AUTUMN])
eves = st.sampled_from([SPRING.subtract(days=1), SPRING, AUTUMN.subtract(days=1)])
"""Where a series begins, so that it goes over the change of the clocks."""
slots = st.integers(0, 10)
lengths = st.sampled_from([30, 30, 60, 90])
patients = st.integers(1, 3)
providers = st.sampled_from([NIGHT, NIGHT, DAWN])
who = st.sampled_from(["mary", "rob"])
on_purpose = st.sampled_from([(False, False), (False, False), (True, False), (False, True), (True, True)])
rooms = st.sampled_from([0, 0, 1])
