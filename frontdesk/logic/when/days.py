"""Days as people type them.

What was decided where people differ:

- A date without a year is the one from two months back to ten months ahead: in a front office `9/30` typed in
  November is a day to look up, `8/30` is one to book.
- A day of the month alone (`24`, `1st`) is the coming one, of this month or the next, today included.
- `tue` is the coming Tuesday, and today when today is Tuesday. `next tue` is the Tuesday of next week, `this tue`
  the one of this week (weeks begin on Monday), `last fri` the latest Friday before today.
- `next week`, `last month` ... keep the weekday or the day of the month: a week from today.
- Months and years later than the 31st, or February 29, end on the last day of their month.
- A weekday before a date (`tue 11/24`) must be right.
"""

import re
from dataclasses import dataclass

import pendulum

from frontdesk.logic.when.dates import (
    FIRST_YEAR,
    LAST_YEAR,
    WEEKDAYS,
    date_of,
    near_year,
    ordinal,
    weekday_number,
)
from frontdesk.logic.when.forms import Form, NotUnderstood, Order, form, plain, quoted, read_form
from frontdesk.logic.when.shown import echo_day
from frontdesk.logic.when.written import DATED_FORMS, DAY, YEARLESS_FORMS, Written, day_number

OFFER = "try 11/24, nov 24, tue, tom or +2w"
MONTHS_BACK = 2
"""How far back a date without a year may lie."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the reading of a day depends on."""

    today: pendulum.Date
    order: Order


_WORDS = {"today": 0, "tod": 0, "t": 0, "tomorrow": 1, "tom": 1, "tmrw": 1, "yesterday": -1, "yest": -1}
_UNITS = {"d": "days", "w": "weeks", "m": "months", "y": "years"}
_UNIT = r"(?P<unit>d|days?|w|wks?|weeks?|m|mos?|months?|y|yrs?|years?)"
_SIGNS = {"+": 1, "-": -1, "next": 1, "last": -1, "ago": -1, "": 1}


def parse_day(text: str, *, today: pendulum.Date, order: Order = "mdy") -> pendulum.Date:
    """The day that was typed, by the table `DAY_FORMS`; raises `NotUnderstood`."""
    asked = Asked(pendulum.Date(today.year, today.month, today.day), order)
    if match := _WEEKDAY_FIRST.fullmatch(plain(text, OFFER)):
        weekday = weekday_number(match["weekday"])
        if weekday:
            return _on_weekday(_read(match["rest"], _DATE_FORMS, asked), weekday)
    return _read(text, DAY_FORMS, asked)


_WEEKDAY_FIRST = re.compile(r"(?P<weekday>[a-z]{3,9})[,.]? ?(?P<rest>.*[0-9].*)")


def _read(text: str, forms: tuple[Form[Asked, pendulum.Date], ...], asked: Asked) -> pendulum.Date:
    return read_form(forms, text, asked, what="a day", offer=OFFER)


def _on_weekday(day: pendulum.Date, weekday: int) -> pendulum.Date:
    if day.isoweekday() != weekday:
        named = WEEKDAYS[weekday - 1].title()
        raise NotUnderstood(f"{echo_day(day)} is not a {named}; leave out the weekday or change the date.")
    return day


def _word(match: re.Match[str], asked: Asked) -> pendulum.Date:
    return asked.today.add(days=_WORDS[match[0]])


def _step(match: re.Match[str], asked: Asked) -> pendulum.Date:
    parts = match.groupdict(default="")
    count = parts.get("count", "1")
    number = int(count) if count.isdigit() else 1
    shift = number * _SIGNS[parts["way"]]
    try:
        day = asked.today.add(**{_UNITS[parts["unit"][0]]: shift})
    except (ValueError, OverflowError):
        day = None
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise NotUnderstood(f"{quoted(match[0])} is too far away; {OFFER}.")
    return day


def _weekday(match: re.Match[str], asked: Asked) -> pendulum.Date:
    weekday = weekday_number(match["weekday"])
    if not weekday:
        raise NotUnderstood(f"{quoted(match[0])} is not a day; {OFFER}.")
    today = asked.today
    way = match.groupdict().get("way")
    monday = today.subtract(days=today.isoweekday() - 1)
    if way == "last":
        return today.subtract(days=(today.isoweekday() - weekday - 1) % 7 + 1)
    if way is not None:
        return monday.add(days=weekday - 1 + (7 if way == "next" else 0))
    return today.add(days=(weekday - today.isoweekday()) % 7)


def _resolved(written: Written, asked: Asked) -> pendulum.Date:
    if written.year:
        return date_of(near_year(written.year, asked.today), written.month, written.day)
    earliest = asked.today.subtract(months=MONTHS_BACK)
    later = (written.month, written.day) < (earliest.month, earliest.day)
    return date_of(earliest.year + later, written.month, written.day)


def _of_month(match: re.Match[str], asked: Asked) -> pendulum.Date:
    day = day_number(match)
    first = asked.today.replace(day=1)
    for month in (first, first.add(months=1)):
        if 1 <= day <= month.days_in_month and month.replace(day=day) >= asked.today:
            return month.replace(day=day)
    if 1 <= day <= 31:
        raise NotUnderstood(f"There is no coming {ordinal(day)} in this month or the next; try 3/{day}.")
    raise NotUnderstood(f"No month has a day {day}; {OFFER}.")


def _date(row: Form[Order, Written]) -> Form[Asked, pendulum.Date]:
    def read(match: re.Match[str], asked: Asked) -> pendulum.Date:
        return _resolved(row.read(match, asked.order), asked)

    return Form(row.example, row.meaning, row.pattern, read)


_DATE_FORMS: tuple[Form[Asked, pendulum.Date], ...] = (
    *map(_date, YEARLESS_FORMS),
    *map(_date, DATED_FORMS),
    form("24  24th  1st", "the coming one, of this month or the next", DAY, _of_month),
)

DAY_FORMS: tuple[Form[Asked, pendulum.Date], ...] = (
    form("today  tod  t", "today", "today|tod|t", _word),
    form("tomorrow  tom", "tomorrow", "tomorrow|tom|tmrw", _word),
    form("yesterday  yest", "yesterday", "yesterday|yest", _word),
    form(
        "+2w  +3d  +1m  +1y  -1d",
        "days, weeks, months or years from today",
        rf"(?P<way>[+-]) ?(?P<count>[0-9]{{1,3}}) ?{_UNIT}",
        _step,
    ),
    form(
        "in 2 weeks  2 weeks  a month",
        "the same in words",
        rf"(?:in )?(?P<way>)(?P<count>[0-9]{{1,3}}|an?(?= )) ?{_UNIT}",
        _step,
    ),
    form("3 days ago", "before today", rf"(?P<count>[0-9]{{1,3}}|an?(?= )) ?{_UNIT} (?P<way>ago)", _step),
    form(
        "next week  last week  next month  last year",
        "the same weekday, or day of the month, then",
        r"(?P<way>next|last) (?P<unit>week|month|year)",
        _step,
    ),
    form(
        "next tue  this tue  last fri",
        "of next week, of this week, the latest before today",
        r"(?P<way>next|this|last) (?P<weekday>[a-z]{3,9})",
        _weekday,
    ),
    form("tue  tuesday", "the coming one, today included", r"(?P<weekday>[a-z]{3,9})", _weekday),
    *_DATE_FORMS,
)
"""Every way to write a day, in the order in which they are tried; a weekday may stand before a date."""
