"""Every form in which people type days, times, birth dates and lengths, and what is refused.

All of it as if typed on Tuesday, November 24, 2026 at 9:42 in New York, in a practice open from 7 to 7.
"""

import pendulum
import pytest

from frontdesk.logic import when

NOW = pendulum.datetime(2026, 11, 24, 9, 42, tz="America/New_York")
TODAY = NOW.date()


def table(text: str) -> list[tuple[str, str]]:
    """Rows of what is typed and what it means, with two spaces or more between."""
    rows = (line.strip().split("  ", 1) for line in text.strip().splitlines())
    return [(typed, meant.strip()) for typed, meant in rows]


DAYS = table("""
    today                2026-11-24
    tod                  2026-11-24
    t                    2026-11-24
    T                    2026-11-24
    tomorrow             2026-11-25
    tom                  2026-11-25
    yesterday            2026-11-23
    yest                 2026-11-23
    +2w                  2026-12-08
    + 2 w                2026-12-08
    +2 weeks             2026-12-08
    +3d                  2026-11-27
    +1m                  2026-12-24
    +3 mo                2027-02-24
    +1y                  2027-11-24
    -1d                  2026-11-23
    -2w                  2026-11-10
    in 2 weeks           2026-12-08
    in a week            2026-12-01
    2 weeks              2026-12-08
    10d                  2026-12-04
    3 days ago           2026-11-21
    a month ago          2026-10-24
    next week            2026-12-01
    last week            2026-11-17
    next month           2026-12-24
    last year            2025-11-24
    tue                  2026-11-24
    wed                  2026-11-25
    weds                 2026-11-25
    Thursday             2026-11-26
    thurs                2026-11-26
    mon                  2026-11-30
    sunday               2026-11-29
    next tue             2026-12-01
    next wed             2026-12-02
    next sun             2026-12-06
    this mon             2026-11-23
    this fri             2026-11-27
    last fri             2026-11-20
    last tue             2026-11-17
    last mon             2026-11-23
    24                   2026-11-24
    25                   2026-11-25
    23                   2026-12-23
    1st                  2026-12-01
    2nd                  2026-12-02
    3rd                  2026-12-03
    11th                 2026-12-11
    31                   2026-12-31
    11/24                2026-11-24
    11-24                2026-11-24
    11 / 25              2026-11-25
    1/5                  2027-01-05
    9/24                 2026-09-24
    9/23                 2027-09-23
    02/09                2027-02-09
    11/24/26             2026-11-24
    11/24/2026           2026-11-24
    11-24-2026           2026-11-24
    11.24.26             2026-11-24
    11 24 2026           2026-11-24
    1/2/76               2076-01-02
    1/2/77               1977-01-02
    2/29/28              2028-02-29
    2026-11-24           2026-11-24
    2026/11/24           2026-11-24
    2027-1-5             2027-01-05
    11242026             2026-11-24
    112426               2026-11-24
    20261124             2026-11-24
    nov 24               2026-11-24
    Nov. 24th            2026-11-24
    november 24          2026-11-24
    sept 30              2026-09-30
    jan 5                2027-01-05
    nov24                2026-11-24
    24 nov               2026-11-24
    24th of november     2026-11-24
    nov 24 2026          2026-11-24
    nov 24, 2026         2026-11-24
    nov 24 '27           2027-11-24
    24 nov 26            2026-11-24
    24-nov-2026          2026-11-24
    24nov2026            2026-11-24
    feb 29 2028          2028-02-29
    tue 11/24            2026-11-24
    Tue 24 Nov 2026      2026-11-24
    thursday, nov 26     2026-11-26
    wed 25               2026-11-25
""")

TIMES = table(
    """
    9a            09:00
    9A            09:00
    9 am          09:00
    9AM           09:00
    9:15a         09:15
    9:15 a.m.     09:15
    915a          09:15
    2p            14:00
    230p          14:30
    12a           00:00
    12p           12:00
    12:30a        00:30
    noon          12:00
    12 noon       12:00
    midnight      00:00
    9             09:00
    2             14:00
    12            12:00
    7             07:00
    14            14:00
    930           09:30
    9:30          09:30
    230           14:30
    2:30          14:30
    645           18:45
    1230          12:30
    1430          14:30
    14:15         14:15
    0930          09:30
    0230          02:30
    02:30         02:30
    00:15         00:15
    2359          23:59
    23:59         23:59
"""
)

MOMENTS = table("""
    tue 1430                    Tue 24 Nov 2026 2:30p
    11/24 9a                    Tue 24 Nov 2026 9:00a
    tom 230                     Wed 25 Nov 2026 2:30p
    tom at 9                    Wed 25 Nov 2026 9:00a
    tom @ 9                     Wed 25 Nov 2026 9:00a
    9a                          Tue 24 Nov 2026 9:00a
    at noon                     Tue 24 Nov 2026 12:00p
    12 noon                     Tue 24 Nov 2026 12:00p
    +2w 9a                      Tue 8 Dec 2026 9:00a
    in 2 weeks 9                Tue 8 Dec 2026 9:00a
    next tue 230p               Tue 1 Dec 2026 2:30p
    nov 25 10                   Wed 25 Nov 2026 10:00a
    nov 25 10:15                Wed 25 Nov 2026 10:15a
    25 nov 9                    Wed 25 Nov 2026 9:00a
    nov 25, 2026 9 am           Wed 25 Nov 2026 9:00a
    1st 9a                      Tue 1 Dec 2026 9:00a
    12 10                       Sat 12 Dec 2026 10:00a
    tue 24 10                   Tue 24 Nov 2026 10:00a
    9 tue                       Tue 24 Nov 2026 9:00a
    9a tue                      Tue 24 Nov 2026 9:00a
    1430 11/25                  Wed 25 Nov 2026 2:30p
    930 nov 26                  Thu 26 Nov 2026 9:30a
    tue 2030                    Tue 24 Nov 2026 8:30p
    11/24/2026 midnight         Tue 24 Nov 2026 12:00a
    2026-11-24T09:42            Tue 24 Nov 2026 9:42a
    2026-11-24 09:42            Tue 24 Nov 2026 9:42a
    Tue 24 Nov 2026 2:30p       Tue 24 Nov 2026 2:30p
    Tue 24 Nov 2026 14:30 est   Tue 24 Nov 2026 2:30p
    11/1/2026 01:30             Sun 1 Nov 2026 1:30a EDT
    11/1/2026 1:30a             Sun 1 Nov 2026 1:30a EDT
    11/1/2026 1:30a EDT         Sun 1 Nov 2026 1:30a EDT
    11/1/2026 1:30a EST         Sun 1 Nov 2026 1:30a EST
    3/14/2027 3:30a             Sun 14 Mar 2027 3:30a
""")

BIRTHS = table("""
    2/11/79              1979-02-11
    2/11/1979            1979-02-11
    02/11/1979           1979-02-11
    2-11-79              1979-02-11
    2.11.1979            1979-02-11
    2 11 1979            1979-02-11
    02111979             1979-02-11
    021179               1979-02-11
    19790211             1979-02-11
    1979-02-11           1979-02-11
    1979/2/11            1979-02-11
    feb 11 1979          1979-02-11
    February 11, 1979    1979-02-11
    feb 11 79            1979-02-11
    11 feb 79            1979-02-11
    11feb1979            1979-02-11
    11-FEB-1979          1979-02-11
    11/24/26             2026-11-24
    11/25/26             1926-11-25
    1/1/00               2000-01-01
    2/29/00              2000-02-29
    2/29/28              1928-02-29
    1/1/1880             1880-01-01
    1/1/27               1927-01-01
""")

LENGTHS = table("""
    30             30
    5              5
    30m            30
    30 min         30
    90 minutes     90
    1h             60
    2 hours        120
    1h15           75
    1h15m          75
    1 h 15 min     75
    1:15           75
    0:45           45
    1.5h           90
    1.25 h         75
    24h            1440
    1440           1440
""")


@pytest.mark.parametrize(("typed", "meant"), DAYS)
def test_a_day_is_read(typed, meant):
    assert when.parse_day(typed, today=TODAY).isoformat() == meant


@pytest.mark.parametrize(("typed", "meant"), TIMES)
def test_a_time_is_read(typed, meant):
    assert when.parse_time(typed).isoformat("minutes") == meant


@pytest.mark.parametrize(("typed", "meant"), MOMENTS)
def test_a_moment_is_read_and_echoed(typed, meant):
    moment = when.parse_moment(typed, now=NOW)
    assert when.echo_moment(moment) == meant
    assert moment.timezone_name == "America/New_York"


@pytest.mark.parametrize(("typed", "meant"), BIRTHS)
def test_a_birth_date_is_read(typed, meant):
    assert when.parse_birth(typed, today=TODAY).isoformat() == meant


@pytest.mark.parametrize(("typed", "meant"), LENGTHS)
def test_a_length_is_read(typed, meant):
    assert when.parse_length(typed) == int(meant)


NOT_DAYS = [
    "", "   ", "13/45", "45/13", "24/11", "2/30", "2/29", "feb 29", "2/29/27", "11/31", "nov 31", "0/5", "5/0",
    "1/1/1879", "1/1/2200", "1/1/026", "1/1/6", "11/24-26", "11//24", "11/", "/24", "1124", "0", "32", "24st",
    "21th", "1e5", "9x", "nov", "2026", "nov 2026", "tu", "tues day", "tuesdays", "next", "next 24", "+2", "2+w",
    "+w", "+9999d", "+900y", "-300y", "++2w", "wed 11/24", "tue tue", "now", "hello", "9a", "11/24 9a", "None",
    "١١/٢٤", "１１/２４", "11∕24", "t\x00", "t\x1b[31m", "\u202etom", "tom\u200b", "11/24\n9a", "1" * 500, "12 34",
]  # fmt: skip
NOT_TIMES = [
    "", "25:00", "24:00", "2400", "9:60", "960", "1275", "9x", "9:5", "9:", ":30", "13p", "0a", "13:00p", "0",
    "00", "030", "99", "1e5", "9.30", "9,30", "-9", "+9", "9 15", "9:15:00", "9aa", "a", "am", "noonish", "12345",
    "٩:٣٠", "9:３0", "9\x00a", "tue",
]  # fmt: skip
NOT_MOMENTS = [
    "", "tue", "tomorrow", "11/24", "nov 24", "2/30 9a", "2/30 9", "tue 25:00", "13/45 9x", "foo bar", "9a 9a",
    "tue tue", "10 nov 26", "1 2 26", "nov 24 2026", "nov 24 2030", "11/24 2027", "11/24/2026", "tue 9x", "9x tue",
    "wed 11/24 9a", "at", "at at 9", "tue at", "tue 9 xyz", "tue 9a pst", "11/1/2026 1:30a cst", "3/8/2026 02:30",
    "3/8/2026 2:30a", "3/8/2026 2:00a edt", "3/14/2027 2:59a", "2026-11-24t", "2026-11-24T25:00", "tue\x1b 9a",
]  # fmt: skip
NOT_BIRTHS = [
    "", "2/11", "feb 11", "79", "1979", "11/25/2026", "1/1/2027", "12/31/1879", "2/29/79", "2/29/1900", "13/2/79",
    "2/30/79", "2111979", "21179", "0211979", "2/11/979", "2/11/7", "2/11/19790", "today", "yest", "-40y",
    "00/00/00", "0000-00-00", "2/11-79", "1e5/1/79", "٢/١١/٧٩", "2/11/79\x07",
]  # fmt: skip
NOT_LENGTHS = [
    "", "0", "0m", "0:00", "1441", "25h", "24h01", "1:75", "1h75", "1:5", "-30", "+30", "1.1h", "1.5", "1e2",
    "30s", "h", "m", "half", "1h15h", "15m1h", "1d", "٣٠", "99999",
]  # fmt: skip


def says_what_would_work(refusal: when.NotUnderstood) -> bool:
    """One calm sentence, safe on a screen, with a proposal in it."""
    reason = refusal.reason
    sentence = reason.endswith(".") and reason[0].isupper() | (reason[0] in '"0123456789') and "\n" not in reason
    return sentence and reason.isascii() and reason.isprintable() and len(reason) < 140


@pytest.mark.parametrize("typed", NOT_DAYS)
def test_what_is_no_day_is_refused(typed):
    with pytest.raises(when.NotUnderstood) as refusal:
        when.parse_day(typed, today=TODAY)
    assert says_what_would_work(refusal.value)


@pytest.mark.parametrize("typed", NOT_TIMES)
def test_what_is_no_time_is_refused(typed):
    with pytest.raises(when.NotUnderstood) as refusal:
        when.parse_time(typed)
    assert says_what_would_work(refusal.value)


@pytest.mark.parametrize("typed", NOT_MOMENTS)
def test_what_is_no_moment_is_refused(typed):
    with pytest.raises(when.NotUnderstood) as refusal:
        when.parse_moment(typed, now=NOW)
    assert says_what_would_work(refusal.value)


@pytest.mark.parametrize("typed", NOT_BIRTHS)
def test_what_is_no_birth_date_is_refused(typed):
    with pytest.raises(when.NotUnderstood) as refusal:
        when.parse_birth(typed, today=TODAY)
    assert says_what_would_work(refusal.value)


@pytest.mark.parametrize("typed", NOT_LENGTHS)
def test_what_is_no_length_is_refused(typed):
    with pytest.raises(when.NotUnderstood) as refusal:
        when.parse_length(typed)
    assert says_what_would_work(refusal.value)


def examples(forms):
    return [example for form in forms for example in form.example.split("  ")]


def test_every_example_in_the_tables_can_be_typed():
    for example in examples(when.DAY_FORMS):
        assert when.parse_day(example, today=TODAY)
    for example in examples(when.TIME_FORMS):
        assert when.parse_time(example) is not None
    for example in examples(when.BIRTH_FORMS):
        assert when.parse_birth(example, today=TODAY) == pendulum.date(1979, 2, 11)
    for example in examples(when.LENGTH_FORMS):
        assert when.parse_length(example)
