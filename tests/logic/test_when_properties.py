"""Whatever is typed is read or refused; whatever is shown can be typed back, on days of 23 and 25 hours too."""

import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.logic import when

ZONES = [
    "America/New_York", "America/Chicago", "America/Denver", "America/Phoenix", "America/Los_Angeles",
    "America/Anchorage", "Pacific/Honolulu", "America/Puerto_Rico",
]  # fmt: skip
CHANGING = [zone for zone in ZONES if zone not in ("America/Phoenix", "Pacific/Honolulu", "America/Puerto_Rico")]
SPRING, AUTUMN = pendulum.date(2026, 3, 8), pendulum.date(2026, 11, 1)

days = st.dates(pendulum.date(1880, 1, 1), pendulum.date(2199, 12, 31)).map(
    lambda day: pendulum.date(day.year, day.month, day.day)
)
todays = st.dates(pendulum.date(2020, 1, 1), pendulum.date(2060, 12, 31)).map(
    lambda day: pendulum.date(day.year, day.month, day.day)
)
orders = st.sampled_from(["mdy", "dmy"])
minutes = st.integers(0, 24 * 60 - 1)
pieces = st.sampled_from(
    [
        *(
            "0",
            "1",
            "2",
            "9",
            "12",
            "24",
            "29",
            "30",
            "31",
            "99",
            "1979",
            "2026",
            "th",
            "st",
            "a",
            "p",
            "am",
            "pm",
        ),
        *("/", "-", ".", ":", ",", "'", "+", "t", "tom", "tue", "next", "last", "nov", "feb", "of", "in", "ago"),
        *("d", "w", "weeks", "m", "y", "noon", "at", "est", "edt"),
    ]
)
typed = st.one_of(
    st.text(max_size=80),
    st.lists(st.one_of(pieces, st.just(" ")), max_size=9).map("".join),
    st.lists(pieces, max_size=6).map(" ".join),
    st.text("0123456789/-.: apmt", max_size=14),
)


def outcome(read, text, **asked):
    """What is read, or None when it is refused with a sentence that is safe to show."""
    try:
        return read(text, **asked)
    except when.NotUnderstood as refusal:
        reason = refusal.reason
    assert reason.isascii()
    assert reason.isprintable()
    return None


@given(typed, todays, orders)
def test_a_day_is_read_or_refused(text, today, order):
    day = outcome(when.parse_day, text, today=today, order=order)
    assert day is None or (type(day) is pendulum.Date and 1880 <= day.year <= 2199)


@given(typed, todays, orders)
def test_a_birth_date_is_read_or_refused(text, today, order):
    born = outcome(when.parse_birth, text, today=today, order=order)
    assert born is None or pendulum.date(1880, 1, 1) <= born <= today


@given(typed, minutes, minutes)
def test_a_time_is_read_or_refused(text, opens, closes):
    time = outcome(when.parse_time, text, opens=opens, closes=closes)
    assert time is None or (type(time) is pendulum.Time and time.second == 0)


@given(typed)
def test_a_length_is_read_or_refused(text):
    length = outcome(when.parse_length, text)
    assert length is None or 1 <= length <= 1440


@given(typed, todays, minutes, st.sampled_from(ZONES), orders)
def test_a_moment_is_read_or_refused(text, today, minute, zone, order):
    now = pendulum.datetime(today.year, today.month, today.day, minute // 60, minute % 60, tz=zone)
    moment = outcome(when.parse_moment, text, now=now, order=order)
    assert moment is None or moment.timezone_name == zone


@given(
    st.one_of(typed, st.from_regex(r"[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-9]{2}:[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2})?"))
)
def test_a_program_s_moment_is_read_or_refused(text):
    moment = outcome(when.parse_iso, text, zone=pendulum.timezone("America/Denver"))
    assert moment is None or moment.timezone_name == "America/Denver"


@given(days, todays, orders)
def test_a_day_that_is_shown_can_be_typed_back(day, today, order):
    assert when.parse_day(when.show_date(day, order=order), today=today, order=order) == day
    assert when.parse_day(when.echo_day(day), today=today, order=order) == day
    assert when.parse_day(day.isoformat(), today=today, order=order) == day


@given(days, todays, orders)
def test_a_birth_date_that_is_shown_can_be_typed_back(day, today, order):
    born = min(day, today)
    assert when.parse_birth(when.show_date(born, order=order), today=today, order=order) == born


@given(minutes, minutes, minutes, st.booleans())
def test_a_time_that_is_shown_can_be_typed_back_whatever_the_opening_hours(minute, opens, closes, hours24):
    shown = when.clock(minute, hours24=hours24)
    assert when.parse_time(shown, opens=opens, closes=closes, hours24=hours24) == (
        pendulum.Time(minute // 60, minute % 60)
    )


@given(st.integers(1, 1440))
def test_a_length_that_is_shown_can_be_typed_back(length):
    assert when.parse_length(when.show_length(length)) == length


@given(st.integers(1_767_225_600, 1_830_297_600), st.sampled_from(ZONES), st.booleans())
def test_a_moment_that_is_shown_can_be_typed_back(second, zone, hours24):
    moment = pendulum.from_timestamp(second - second % 60, tz=zone)
    now = pendulum.datetime(2026, 11, 24, 9, 42, tz=zone)
    assert when.parse_moment(when.echo_moment(moment, hours24=hours24), now=now, hours24=hours24).timestamp() == (
        moment.timestamp()
    )


@given(todays, todays)
def test_a_date_without_a_year_is_near(date, today):
    earliest = today.subtract(months=2)
    try:
        day = when.parse_day(f"{date.month}/{date.day}", today=today)
    except when.NotUnderstood:
        assert (date.month, date.day) == (2, 29)
    else:
        assert earliest <= day < earliest.add(years=1)
        assert (day.month, day.day) == (date.month, date.day)


@given(todays, st.sampled_from(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]))
def test_weekdays_are_near_and_right(today, word):
    ahead = {way: (when.parse_day(f"{way}{word}", today=today) - today).days for way in ("", "next ", "last ")}
    assert 0 <= ahead[""] <= 6
    assert 1 <= ahead["next "] <= 13
    assert -7 <= ahead["last "] <= -1
    assert {when.echo_day(today.add(days=n))[:3].lower() for n in ahead.values()} == {word}


@pytest.mark.parametrize("zone", CHANGING)
@pytest.mark.parametrize(("day", "hours"), [(SPRING, 23), (AUTUMN, 25)])
def test_every_minute_of_a_short_and_of_a_long_day_can_be_typed_once(zone, day, hours):
    now = pendulum.datetime(2026, 6, 1, tz=zone)
    start = pendulum.datetime(day.year, day.month, day.day, tz=zone)
    shown = {when.echo_moment(start.add(minutes=n)): start.add(minutes=n) for n in range(0, hours * 60, 10)}
    assert len(shown) == hours * 6
    assert start.add(hours=hours) == start.add(days=1)
    for echo, moment in shown.items():
        # == would call both hours that are shown alike the same
        assert when.parse_moment(echo, now=now).timestamp() == moment.timestamp()


@pytest.mark.parametrize("zone", CHANGING)
def test_the_hour_that_is_skipped_is_refused_and_the_one_that_comes_twice_is_the_earlier(zone):
    now = pendulum.datetime(2026, 6, 1, tz=zone)
    for minute in range(60):
        with pytest.raises(when.NotUnderstood, match="doesn't exist"):
            when.parse_moment(f"3/8/2026 02:{minute:02}", now=now)
        first = when.parse_moment(f"11/1/2026 01:{minute:02}", now=now)
        assert when.comes_twice(first)
        assert first.add(hours=1).format("HH:mm") == first.format("HH:mm")
        assert when.local_moment(first.date(), first.time(), zone=first.timezone, later=True).timestamp() == (
            first.timestamp() + 3600
        )
