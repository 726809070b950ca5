"""Days and ranges of days, alone and before other words."""

from __future__ import annotations

import pendulum
import pytest

from frontdesk.logic.when import NotUnderstood
from frontdesk.logic.when.ranges import leading_days, parse_days

TUESDAY = pendulum.date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "first", "last", "rest"),
    [
        ("today flu", "2026-11-24", "", "flu"),
        ("today", "2026-11-24", "", ""),
        ("nov 25", "2026-11-25", "", ""),
        ("2026-11-25 course", "2026-11-25", "", "course"),
        ("tue 11/24 sick", "2026-11-24", "", "sick"),
        ("in 2 weeks away", "2026-12-08", "", "away"),
        ("11/24-11/27", "2026-11-24", "2026-11-27", ""),
        ("2026-11-25-2026-11-27", "2026-11-25", "2026-11-27", ""),
        ("mon to fri course", "2026-11-30", "2026-12-04", "course"),
        ("next tue - thu", "2026-12-01", "2026-12-03", ""),
        ("12/28-1/3 vacation", "2026-12-28", "2027-01-03", "vacation"),
        ("tom-+2w", "2026-11-25", "2026-12-08", ""),
        ("today had to leave early", "2026-11-24", "", "had to leave early"),
        ("today to the dentist", "2026-11-24", "", "to the dentist"),
        ("today - flu", "2026-11-24", "", "flu"),
        ("mon 3 day course", "2026-11-30", "", "3 day course"),
    ],
)
def test_a_text_begins_with_days(text: str, first: str, last: str, rest: str) -> None:
    (begin, end), said = leading_days(text, today=TUESDAY)
    assert (str(begin), str(end or ""), said) == (first, last, rest)
    if not rest:
        assert parse_days(text, today=TUESDAY) == (begin, end)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Nothing was typed"),
        ("leon today", '"leon" is not a day'),
        ("11/27 to 11/24 flu", "Tue 24 Nov 2026 is before Fri 27 Nov 2026."),
        ("11/27 to 11/33 flu", "November 2026 has no day 33"),
        ("fri 11/24", "is not a Friday"),
    ],
)
def test_what_is_no_day_is_refused(text: str, said: str) -> None:
    with pytest.raises(NotUnderstood, match=said.replace('"', ".")):
        leading_days(text, today=TUESDAY)
