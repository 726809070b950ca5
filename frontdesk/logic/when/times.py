"""Times of day as people type them.

A leading zero, or an hour past 12, means the 24-hour clock, exactly as typed. Any other time without `a` or `p`
is the morning's or the afternoon's, whichever lies in the opening hours or else nearer to them: with a practice
open from 8 to 5, `230` is 2:30 in the afternoon, `745` a quarter to eight in the morning and `515` a quarter past
five in the afternoon. When both fit, it is the morning's. Where the practice shows the 24-hour clock (`hours24`),
nothing is taken for the afternoon: what is typed means what is shown.
"""

import datetime
import re
from dataclasses import dataclass

import pendulum

from frontdesk.logic.when.forms import Form, NotUnderstood, form, quoted, read_form

OFFER = "try 9a, 9:15a, 930, 1430 or noon"
OPENS, CLOSES = 7 * 60, 19 * 60
"""Opening hours of a practice that hasn't said its own, in minutes after midnight."""
DAY = 24 * 60
HALF_DAY = 12 * 60

Hour = datetime.time | int
"""A time of day, or minutes after midnight."""


@dataclass(frozen=True, slots=True)
class Hours:
    """The practice's opening hours in minutes after midnight; `closes` passes 1440 when it is open overnight."""

    opens: int
    closes: int
    hours24: bool = False

    def away(self, minute: int) -> int:
        """How many minutes a time of day lies outside the hours; 0 within and at closing time."""
        return min(self._away(minute), self._away(minute + DAY))

    def _away(self, minute: int) -> int:
        return max(self.opens - minute, minute - self.closes, 0)


def parse_time(text: str, *, opens: Hour = OPENS, closes: Hour = CLOSES, hours24: bool = False) -> pendulum.Time:
    """The time of day that was typed, by the table `TIME_FORMS`; raises `NotUnderstood`.

    `opens` and `closes` only decide between morning and afternoon; a time outside is not refused here.
    """
    minute = read_form(TIME_FORMS, text, _hours(opens, closes, hours24), what="a time", offer=OFFER)
    return pendulum.Time(minute // 60, minute % 60)


def minutes_of(hour: Hour) -> int:
    """Minutes after midnight."""
    return hour if isinstance(hour, int) else hour.hour * 60 + hour.minute


def _hours(opens: Hour, closes: Hour, hours24: bool) -> Hours:
    first, last = minutes_of(opens), minutes_of(closes)
    return Hours(first, last if last > first else last + DAY, hours24)


def _noon(match: re.Match[str], hours: Hours) -> int:
    return HALF_DAY


def _midnight(match: re.Match[str], hours: Hours) -> int:
    return 0


def _half_marked(match: re.Match[str], hours: Hours) -> int:
    hour, minute = _numbers(match)
    if not 1 <= hour <= 12:
        raise NotUnderstood(f"{quoted(match[0])} is not a time, a and p go with hours 1 to 12; {OFFER}.")
    return hour % 12 * 60 + minute + (HALF_DAY if match["half"] == "p" else 0)


def _bare(match: re.Match[str], hours: Hours) -> int:
    hour, minute = _numbers(match)
    if hours.hours24 or match["hour"].startswith("0") or hour > 12:
        return hour * 60 + minute
    morning = hour % 12 * 60 + minute
    return min(morning, morning + HALF_DAY, key=hours.away)


def _numbers(match: re.Match[str]) -> tuple[int, int]:
    hour, minute = int(match["hour"]), int(match.groupdict().get("minute") or 0)
    if hour == 24 and minute == 0:
        raise NotUnderstood(f"{quoted(match[0])} is midnight of the next day; write midnight with that day.")
    if hour > 23 or minute > 59:
        raise NotUnderstood(f"{quoted(match[0])} is not a time, hours end at 23 and minutes at 59; {OFFER}.")
    return hour, minute


_HALF = r" ?(?P<half>[ap])(?:\.?m\.?)?"

TIME_FORMS: tuple[Form[Hours, int], ...] = (
    form("noon", "12:00 in the day", "(?:12 ?)?noon", _noon),
    form("midnight", "the first minute of the day", "(?:12 ?)?midnight", _midnight),
    form("9a  9 am  2p  12a", "hour, morning or afternoon", rf"(?P<hour>[0-9]{{1,2}}){_HALF}", _half_marked),
    form(
        "9:15a  9:15 a.m.  230p",
        "hour and minute, morning or afternoon",
        rf"(?P<hour>[0-9]{{1,2}}):?(?P<minute>[0-9]{{2}}){_HALF}",
        _half_marked,
    ),
    form(
        "9:30  2:30  14:15  09:30",
        "hour and minute: the reading in opening hours",
        "(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})",
        _bare,
    ),
    form("930  230", "the same without the colon", "(?P<hour>[1-9])(?P<minute>[0-9]{2})", _bare),
    form("1430  0930", "24-hour clock", "(?P<hour>[0-9]{2})(?P<minute>[0-9]{2})", _bare),
    form("9  2  14", "the full hour", "(?P<hour>[1-9]|0[1-9]|[12][0-9])", _bare),
)
"""Every way to write a time of day, in the order in which they are tried."""
