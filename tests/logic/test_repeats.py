"""Repetitions as people type them, from Tuesday, November 24, 2026 on: what is understood, what is refused."""

from __future__ import annotations

import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.logic.when import NotUnderstood
from frontdesk.logic.when.repeats import MOST, REPEAT_FORMS, YEARS, parse_repeat, repeat_of, rule_parts, show_rule
from tests.logic.test_when import TODAY, table

RULES = table("""
    weekly 12                   FREQ=WEEKLY;COUNT=12
    Weekly 12 times             FREQ=WEEKLY;COUNT=12
    weekly x4                   FREQ=WEEKLY;COUNT=4
    weekly, 4                   FREQ=WEEKLY;COUNT=4
    every week for 4            FREQ=WEEKLY;COUNT=4
    weekly until 12/15          FREQ=WEEKLY;COUNT=4
    weekly through 12/20        FREQ=WEEKLY;COUNT=4
    daily 5                     FREQ=DAILY;COUNT=5
    every 3 days 4              FREQ=DAILY;INTERVAL=3;COUNT=4
    every 2 weeks until 3/1     FREQ=WEEKLY;INTERVAL=2;COUNT=7
    every other week 6          FREQ=WEEKLY;INTERVAL=2;COUNT=6
    fortnightly 3               FREQ=WEEKLY;INTERVAL=2;COUNT=3
    tue weekly 4                FREQ=WEEKLY;BYDAY=TU;COUNT=4
    tuesdays 4                  FREQ=WEEKLY;BYDAY=TU;COUNT=4
    every tue 4                 FREQ=WEEKLY;BYDAY=TU;COUNT=4
    mon,thu 8                   FREQ=WEEKLY;BYDAY=MO,TH;COUNT=8
    thu mon 8                   FREQ=WEEKLY;BYDAY=MO,TH;COUNT=8
    mon and thu 8               FREQ=WEEKLY;BYDAY=MO,TH;COUNT=8
    tue, wed and fri 3          FREQ=WEEKLY;BYDAY=TU,WE,FR;COUNT=3
    weekdays 10                 FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;COUNT=10
    mon thu every 2 weeks 3     FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;COUNT=3
    3rd tue monthly 3           FREQ=MONTHLY;BYDAY=3TU;COUNT=3
    4th tuesday of the month 2  FREQ=MONTHLY;BYDAY=4TU;COUNT=2
    last fri 2                  FREQ=MONTHLY;BYDAY=-1FR;COUNT=2
    1st mon every 2 months 2    FREQ=MONTHLY;INTERVAL=2;BYDAY=1MO;COUNT=2
    monthly 3                   FREQ=MONTHLY;BYMONTHDAY=24;COUNT=3
    quarterly 2                 FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=24;COUNT=2
""")

WORDS = table("""
    weekly 12                   12 visits, Tuesdays to 9 Feb 2027
    Weekly 12 times             12 visits, Tuesdays to 9 Feb 2027
    weekly x4                   4 visits, Tuesdays to 15 Dec
    weekly, 4                   4 visits, Tuesdays to 15 Dec
    every week for 4            4 visits, Tuesdays to 15 Dec
    weekly until 12/15          4 visits, Tuesdays to 15 Dec
    weekly through 12/20        4 visits, Tuesdays to 15 Dec
    daily 5                     5 visits, daily to 28 Nov
    every 3 days 4              4 visits, every 3 days to 3 Dec
    every 2 weeks until 3/1     7 visits, every 2 weeks on Tuesday to 16 Feb 2027
    every other week 6          6 visits, every 2 weeks on Tuesday to 2 Feb 2027
    fortnightly 3               3 visits, every 2 weeks on Tuesday to 22 Dec
    tue weekly 4                4 visits, Tuesdays to 15 Dec
    tuesdays 4                  4 visits, Tuesdays to 15 Dec
    every tue 4                 4 visits, Tuesdays to 15 Dec
    mon,thu 8                   8 visits, Mondays and Thursdays, 26 Nov to 21 Dec
    thu mon 8                   8 visits, Mondays and Thursdays, 26 Nov to 21 Dec
    mon and thu 8               8 visits, Mondays and Thursdays, 26 Nov to 21 Dec
    tue, wed and fri 3          3 visits, Tuesdays, Wednesdays and Fridays to 27 Nov
    weekdays 10                 10 visits, Mondays to Fridays to 7 Dec
    mon thu every 2 weeks 3     3 visits, every 2 weeks on Monday and Thursday, 26 Nov to 10 Dec
    3rd tue monthly 3           3 visits, 3rd Tuesday of the month, 15 Dec to 16 Feb 2027
    4th tuesday of the month 2  2 visits, 4th Tuesday of the month to 22 Dec
    last fri 2                  2 visits, last Friday of the month, 27 Nov to 25 Dec
    1st mon every 2 months 2    2 visits, 1st Monday every 2 months, 4 Jan 2027 to 1 Mar 2027
    monthly 3                   3 visits, 24th of the month to 24 Jan 2027
    quarterly 2                 2 visits, 24th every 3 months to 24 Feb 2027
""")

REFUSED = table("""
    weekly               How many, or until when?
    12                   How many, or until when?
    weekly 1             That is one visit only
    weekly 0             That is one visit only
    weekly until 11/24   That is one visit only
    weekly until 11/1    It would end on Sun 1 Nov 2026, before it begins.
    weekly until x       "x" is not a day
    weekly 105           A series has at most 104 visits.
    daily until +2y      A series has at most 104 visits.
    monthly 26           A series lasts at most 2 years; this one would end on Sun 24 Dec 2028.
    every 0 weeks 4      "every 0 weeks" is not a repetition
    blah 4               "blah" is not a weekday
    mon monthly 3        Which of the month, like 3rd mon monthly?
    3rd tue weekly 3     "3rd tue weekly" is not a repetition
""")


@pytest.mark.parametrize(("typed", "rule"), RULES)
def test_what_is_typed_is_understood(typed: str, rule: str) -> None:
    assert parse_repeat(typed, start=TODAY, today=TODAY).rule == rule


@pytest.mark.parametrize(("typed", "words"), WORDS)
def test_what_was_understood_is_echoed(typed: str, words: str) -> None:
    assert parse_repeat(typed, start=TODAY, today=TODAY).words == words


@pytest.mark.parametrize(("typed", "reason"), REFUSED)
def test_what_is_no_repetition_is_refused_with_the_reason(typed: str, reason: str) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        parse_repeat(typed, start=TODAY, today=TODAY)
    assert reason in refusal.value.reason


def test_the_last_day_of_a_shorter_month_stands_for_its_31st() -> None:
    repeat = parse_repeat("monthly 5", start=pendulum.date(2026, 10, 31), today=TODAY)
    assert [str(day) for day in repeat.days] == [
        "2026-10-31", "2026-11-30", "2026-12-31", "2027-01-31", "2027-02-28",
    ]  # fmt: skip
    assert show_rule(repeat.rule, repeat.days[0]) == "31st or last of the month"


@pytest.mark.parametrize(
    "rule", ["FREQ=YEARLY;COUNT=2", "FREQ=WEEKLY;COUNT=x", "FREQ=WEEKLY;BYHOUR=3", "", "FREQ"]
)
def test_other_rules_of_the_rfc_are_none_of_ours(rule: str) -> None:
    with pytest.raises(NotUnderstood):
        rule_parts(rule)


@pytest.mark.parametrize("byday", ["XX", "9TU", "TU,"])
def test_a_rule_that_is_broken_is_refused(byday: str) -> None:
    with pytest.raises(NotUnderstood):
        repeat_of(rule_parts(f"FREQ=WEEKLY;BYDAY={byday};COUNT=3"), TODAY)


def test_every_example_of_the_table_can_be_typed() -> None:
    for example in (each for form in REPEAT_FORMS for each in form.example.split("  ")):
        assert parse_repeat(f"{example} 3", start=TODAY, today=TODAY).days


@given(
    st.sampled_from([typed for typed, _ in RULES]), st.dates(pendulum.date(2026, 1, 1), pendulum.date(2028, 1, 1))
)
def test_the_limits_hold_whatever_the_day(typed: str, start: pendulum.Date) -> None:
    try:
        repeat = parse_repeat(typed, start=start, today=TODAY)
    except NotUnderstood:
        return
    first = pendulum.date(start.year, start.month, start.day)
    assert 2 <= len(repeat.days) <= MOST
    assert list(repeat.days) == sorted(set(repeat.days))
    assert first <= repeat.days[0] <= repeat.days[-1] <= first.add(years=YEARS)
    assert repeat_of(rule_parts(repeat.rule), first).days == repeat.days
