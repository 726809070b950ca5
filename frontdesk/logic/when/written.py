"""Dates written out in numbers or with the month's name; days and birth dates read them from the same table."""

import re
from dataclasses import dataclass

from frontdesk.logic.when.dates import month_and_day, month_number, ordinal
from frontdesk.logic.when.forms import Form, NotUnderstood, Order, form, quoted


@dataclass(frozen=True, slots=True)
class Written:
    """A date as it was written, before it is known which century, or that there is such a day."""

    year: str
    """Four digits, two, or none."""
    month: int
    day: int


def _year_first(match: re.Match[str], order: Order) -> Written:
    return Written(match["year"], int(match["month"]), int(match["day"]))


def _numbers(match: re.Match[str], order: Order) -> Written:
    month, day = month_and_day(int(match["first"]), int(match["second"]), order)
    return Written(match.groupdict().get("year") or "", month, day)


def _named(match: re.Match[str], order: Order) -> Written:
    month = month_number(match["month"])
    if not month:
        raise NotUnderstood(f"{quoted(match['month'])} is not a month; try nov 24 or 24 nov.")
    return Written(match.groupdict().get("year") or "", month, day_number(match))


def day_number(match: re.Match[str]) -> int:
    """The groups `day` and `ending` (`24`, `24th`) as a number; raises `NotUnderstood` for `24st`."""
    day = int(match["day"])
    if match["ending"] and not ordinal(day).endswith(match["ending"]):
        raise NotUnderstood(f"{quoted(match['day'] + match['ending'])} is not a day; write {ordinal(day)}.")
    return day


_MONTH = r"(?P<month>[a-z]{3,9})"
DAY = r"(?P<day>[0-9]{1,2})(?P<ending>st|nd|rd|th)?"
"""A day of the month, in any of the tables."""
_YEAR = r"(?P<year>[0-9]{4}|[0-9]{2})"
_MONTH_DAY = rf"{_MONTH}[-/.]? ?{DAY}"
_DAY_MONTH = rf"{DAY}[-/.]? ?(?:of )?{_MONTH}"

DATED_FORMS: tuple[Form[Order, Written], ...] = (
    form(
        "1979-02-11  1979/2/11",
        "year, month, day",
        r"(?P<year>[0-9]{4})(?P<by>[-/.])(?P<month>[0-9]{1,2})(?P=by)(?P<day>[0-9]{1,2})",
        _year_first,
    ),
    form(
        "19790211",
        "year, month, day in eight digits",
        r"(?P<year>(?:18|19|2[01])[0-9]{2})(?P<month>0[1-9]|1[0-2])(?P<day>[0-9]{2})",
        _year_first,
    ),
    form(
        "2/11/1979  2/11/79  2-11-79  2.11.79  2 11 1979",
        "month, day, year (day, month, year where the practice writes them so)",
        rf"(?P<first>[0-9]{{1,2}}) ?(?P<by>[-/. ]) ?(?P<second>[0-9]{{1,2}}) ?(?P=by) ?{_YEAR}",
        _numbers,
    ),
    form(
        "02111979  021179",
        "the same in eight or six digits",
        rf"(?P<first>[0-9]{{2}})(?P<second>[0-9]{{2}}){_YEAR}",
        _numbers,
    ),
    form(
        "feb 11 1979  february 11th, 1979  feb 11 79",
        "month by name, day, year",
        rf"{_MONTH_DAY}(?:[-/.,] ?| )'?{_YEAR}",
        _named,
    ),
    form(
        "11 feb 79  11-feb-1979  11feb1979",
        "day, month by name, year",
        rf"{_DAY_MONTH}[-/.,]? ?'?{_YEAR}",
        _named,
    ),
)
"""Dates with a year, in the order in which they are tried."""

YEARLESS_FORMS: tuple[Form[Order, Written], ...] = (
    form("11/24  11-24", "month and day", r"(?P<first>[0-9]{1,2}) ?[-/.] ?(?P<second>[0-9]{1,2})", _numbers),
    form("nov 24  november 24th", "month by name, day", _MONTH_DAY, _named),
    form("24 nov  24th of november", "day, month by name", _DAY_MONTH, _named),
)
"""Dates without a year."""
