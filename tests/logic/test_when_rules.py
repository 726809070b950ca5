"""The decisions behind the forms: which year, which half of the day, which of two orders, which clock."""

import datetime

import pendulum
import pytest

from frontdesk.logic import when

TODAY = pendulum.date(2026, 11, 24)


@pytest.mark.parametrize(
    ("today", "typed", "meant"),
    [
        ((2026, 12, 31), "1/2", (2027, 1, 2)),
        ((2027, 1, 2), "12/31", (2026, 12, 31)),
        ((2028, 1, 15), "2/29", (2028, 2, 29)),
        ((2028, 4, 29), "2/29", (2028, 2, 29)),
        ((2027, 6, 1), "feb 29", (2028, 2, 29)),
        ((2026, 1, 31), "+1m", (2026, 2, 28)),
        ((2028, 2, 29), "+1y", (2029, 2, 28)),
        ((2026, 11, 29), "next tue", (2026, 12, 1)),
        ((2026, 11, 28), "tue", (2026, 12, 1)),
        ((2026, 11, 28), "last fri", (2026, 11, 27)),
        ((2026, 12, 31), "1", (2027, 1, 1)),
        ((2026, 4, 30), "31", (2026, 5, 31)),
    ],
)
def test_days_depend_on_today(today, typed, meant):
    assert when.parse_day(typed, today=pendulum.date(*today)) == pendulum.date(*meant)


def test_a_leap_day_two_years_off_is_refused_and_so_is_a_day_neither_month_has():
    with pytest.raises(when.NotUnderstood, match="February 2027 has no day 29"):
        when.parse_day("2/29", today=TODAY)
    with pytest.raises(when.NotUnderstood, match="30th"):
        when.parse_day("30", today=pendulum.date(2026, 1, 31))


@pytest.mark.parametrize(
    "typed", ["24/11", "24/11/26", "24-11-2026", "24 nov", "nov 24", "2026-11-24", "24112026"]
)
def test_the_day_may_come_first(typed):
    assert when.parse_day(typed, today=TODAY, order="dmy") == TODAY


def test_the_order_is_never_swapped_in_silence():
    assert when.parse_day("2/3/2027", today=TODAY) == pendulum.date(2027, 2, 3)
    assert when.parse_day("2/3/2027", today=TODAY, order="dmy") == pendulum.date(2027, 3, 2)
    with pytest.raises(when.NotUnderstood, match="month comes first, like 11/24"):
        when.parse_day("24/11", today=TODAY)
    with pytest.raises(when.NotUnderstood, match="day comes first, like 24/11"):
        when.parse_day("11/24", today=TODAY, order="dmy")


def test_birth_dates_in_the_other_order():
    assert when.parse_birth("11/2/79", today=TODAY, order="dmy") == pendulum.date(1979, 2, 11)
    assert when.parse_birth("11021979", today=TODAY, order="dmy") == pendulum.date(1979, 2, 11)
    assert when.parse_birth("19790211", today=TODAY, order="dmy") == pendulum.date(1979, 2, 11)


@pytest.mark.parametrize(
    ("typed", "opens", "closes", "meant"),
    [
        ("230", 7 * 60, 19 * 60, "14:30"),
        ("745", 8 * 60, 17 * 60, "07:45"),
        ("515", 8 * 60, 17 * 60, "17:15"),
        ("5", datetime.time(9), datetime.time(17), "17:00"),
        ("7", pendulum.Time(7), pendulum.Time(19), "07:00"),
        ("9", 0, 24 * 60, "09:00"),
        ("9", 20 * 60, 6 * 60, "21:00"),
        ("2", 20 * 60, 6 * 60, "02:00"),
        ("12", 20 * 60, 6 * 60, "00:00"),
        ("12:30", 8 * 60, 17 * 60, "12:30"),
        ("02:30", 7 * 60, 19 * 60, "02:30"),
        ("14:30", 20 * 60, 6 * 60, "14:30"),
    ],
)
def test_the_half_of_the_day_follows_the_opening_hours(typed, opens, closes, meant):
    assert when.parse_time(typed, opens=opens, closes=closes).isoformat("minutes") == meant


def test_the_24_hour_clock_takes_nothing_for_the_afternoon():
    for typed, meant in (("230", "02:30"), ("2", "02:00"), ("12:30", "12:30"), ("1430", "14:30"), ("2p", "14:00")):
        assert when.parse_time(typed, hours24=True).isoformat("minutes") == meant


def test_a_moment_needs_to_know_its_zone():
    with pytest.raises(TypeError):
        when.parse_moment("tue 9a", now=pendulum.naive(2026, 11, 24, 9, 42))


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("3/8/2026 02:30", "2:30a doesn't exist on Sun 8 Mar 2026"),
        ("2/30 9", "February 2027 has no day 30"),
        ("tue 25:00", "25:00"),
        ("9x tue", '"9x" is not a time'),
        ("tue", "Tue 24 Nov 2026 needs a time"),
        ("nov 24 2026", "2026 may be a year or 8:26p"),
        ("wed 11/24 9a", "Tue 24 Nov 2026 is not a Wednesday"),
        ("tue 9a pst", 'is not "PST" on the practice'),
    ],
)
def test_a_refused_moment_says_which_half_was_not_understood(typed, reason):
    now = pendulum.datetime(2026, 11, 24, 9, 42, tz="America/New_York")
    with pytest.raises(when.NotUnderstood, match=reason):
        when.parse_moment(typed, now=now)


def test_how_days_and_times_are_shown():
    moment = pendulum.datetime(2026, 11, 24, 14, 30, tz="America/Chicago")
    assert when.echo_day(moment.date()) == "Tue 24 Nov 2026"
    assert when.echo_moment(moment) == "Tue 24 Nov 2026 2:30p"
    assert when.echo_moment(moment, hours24=True) == "Tue 24 Nov 2026 14:30"
    assert when.show_date(pendulum.date(1979, 2, 11)) == "2/11/1979"
    assert when.show_date(pendulum.date(1979, 2, 11), order="dmy") == "11/2/1979"
    assert [when.clock(minute) for minute in (0, 555, 720, 779, 1439, 1440)] == [
        "12:00a", "9:15a", "12:00p", "12:59p", "11:59p", "12:00a",
    ]  # fmt: skip
    assert when.clock(moment) == when.clock(pendulum.Time(14, 30)) == "2:30p"
    assert when.clock(555, hours24=True) == "09:15"
    assert [when.show_length(minutes) for minutes in (5, 60, 75, 125)] == ["5m", "1h", "1h15", "2h05"]


ZONE = pendulum.timezone("America/New_York")


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-11-24T09:42", "2026-11-24T14:42:00+00:00"),
        ("2026-11-24 09:42:13", "2026-11-24T14:42:13+00:00"),
        ("2026-11-24T09:42Z", "2026-11-24T09:42:00+00:00"),
        ("2026-11-24T09:42:00+01:00", "2026-11-24T08:42:00+00:00"),
        ("2026-11-01T01:30", "2026-11-01T05:30:00+00:00"),
        ("2026-11-01T01:30-05:00", "2026-11-01T06:30:00+00:00"),
    ],
)
def test_programs_write_one_strict_form(text, instant):
    moment = when.parse_iso(text, zone=ZONE)
    # Python calls two instants of an hour that comes twice equal in one zone and unequal in two: compare seconds.
    assert moment.timestamp() == datetime.datetime.fromisoformat(instant).timestamp()
    assert moment.timezone_name == "America/New_York"


@pytest.mark.parametrize(
    "text",
    [
        "", "2026-11-24", "2026-11-24T9:42", "2026-11-24T24:00", "2026-11-24T09:60", "2026-11-24T09:42:61",
        "2026-02-30T09:42", "2026-13-01T09:42", "26-11-24T09:42", "2026-11-24T09:42+99:00", "2026-11-24T09:42 EST",
        " 2026-11-24T09:42", "2026-11-24T09:42\n", "2026-03-08T02:30", "11/24/2026 9:42", "٢٠٢٦-11-24T09:42",
    ],
)  # fmt: skip
def test_programs_write_nothing_else(text):
    with pytest.raises(when.NotUnderstood):
        when.parse_iso(text, zone=ZONE)


def test_days_of_files_are_as_strict():
    assert when.parse_iso_day("2026-11-24") == TODAY
    for text in ("", "11/24/2026", "2026-11-31", "20261124", "2026-11-24 ", "2026-1-5"):
        with pytest.raises(when.NotUnderstood):
            when.parse_iso_day(text)
