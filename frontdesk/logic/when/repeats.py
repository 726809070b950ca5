"""Repetitions as people type them: `weekly 12`, `every 2 weeks until 3/1`, `3rd tue monthly 6`, `mon,thu 8`.

What is typed becomes a recurrence rule in the words of RFC 5545, always with a count: `until` is counted out,
since the RFC wants that moment in UTC, where it may fall on another day. A repetition begins on the day it is
asked from, or on the first day after it that fits.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, takewhile

import pendulum

from frontdesk.logic.when.dates import MONTHS, WEEKDAYS, ordinal, weekday_number
from frontdesk.logic.when.days import parse_day
from frontdesk.logic.when.forms import Form, NotUnderstood, Order, form, plain, quoted, read_form
from frontdesk.logic.when.shown import echo_day

OFFER = "try weekly 12, every 2 weeks until 3/1, 3rd tue monthly 6 or mon,thu 8"
MOST = 104
"""Visits of one series: two years of weeks."""
YEARS = 2
"""How long a series may last."""
CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
"""The RFC's weekdays, Monday first."""

Parts = dict[str, str]
"""A rule's parts by name: `{"FREQ": "WEEKLY", "COUNT": "12"}`."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """A repetition: its rule, the days it gives, and the day from which it was asked for."""

    rule: str
    days: tuple[pendulum.Date, ...]
    asked: pendulum.Date

    @property
    def words(self) -> str:
        """`12 visits, Tuesdays to 9 Feb 2027`; with its first day where that is not the one it was asked from."""
        first, last = self.days[0], self.days[-1]
        begins = f", {short_day(first, self.asked)}" if first != self.asked else ""
        often = show_rule(self.rule, first)
        return f"{len(self.days)} visits, {often}{begins} to {short_day(last, self.asked)}"


def parse_repeat(text: str, *, start: datetime.date, today: pendulum.Date, order: Order = "mdy") -> Repeat:
    """The repetition that was typed, from `start` on; raises `NotUnderstood`, also beyond the limits.

    Days in `until` are read as days are read everywhere, from `today`.
    """
    first = pendulum.Date(start.year, start.month, start.day)
    match = _ENDED.fullmatch(plain(text, OFFER))
    if match is None:
        raise NotUnderstood(f"How many, or until when? {OFFER[0].upper()}{OFFER[1:]}.")
    parts = read_form(REPEAT_FORMS, match["what"], first, what="a repetition", offer=OFFER)
    if match["count"]:
        return repeat_of({**parts, "COUNT": str(int(match["count"]))}, first)
    return repeat_of(parts, first, until=parse_day(match["until"], today=today, order=order))


_COUNT = r"(?:x ?|for )?(?P<count>[0-9]{1,4})(?: ?(?:x|times|visits))?"
_UNTIL = r"(?:until|til|till|to|through|thru) (?P<until>.+)"
_ENDED = re.compile(rf"(?P<what>.+?),? (?:{_COUNT}|{_UNTIL})")


def repeat_of(parts: Parts, start: pendulum.Date, *, until: pendulum.Date | None = None) -> Repeat:
    """The repetition of a rule's parts; raises `NotUnderstood` when it is none, or is beyond the limits."""
    days = tuple(_days(parts, start, until))
    if until is not None and until < start:
        raise NotUnderstood(f"It would end on {echo_day(until)}, before it begins.")
    if len(days) < 2:
        raise NotUnderstood("That is one visit only; a series has two or more.")
    if len(days) > MOST:
        raise NotUnderstood(f"A series has at most {MOST} visits.")
    if days[-1] > start.add(years=YEARS):
        raise NotUnderstood(f"A series lasts at most {YEARS} years; this one would end on {echo_day(days[-1])}.")
    return Repeat(written({**parts, "COUNT": str(len(days))}), days, start)


def _days(parts: Parts, start: pendulum.Date, until: pendulum.Date | None) -> Iterator[pendulum.Date]:
    from dateutil.rrule import rrulestr

    first = datetime.datetime(start.year, start.month, start.day)
    try:
        moments = rrulestr(written(parts), dtstart=first)
    except (ValueError, TypeError) as error:
        raise NotUnderstood(f"That is no repetition; {OFFER}.") from error
    days = (pendulum.Date(at.year, at.month, at.day) for at in moments)
    return islice(days if until is None else takewhile(lambda day: day <= until, days), MOST + 1)


def written(parts: Parts) -> str:
    """A rule as the RFC writes it."""
    return ";".join(f"{name}={value}" for name, value in parts.items())


def rule_parts(rule: str) -> Parts:
    """The parts of a written rule; raises `NotUnderstood` for anything but one of days, weeks or months."""
    parts = dict(part.partition("=")[::2] for part in rule.upper().split(";"))
    known = parts.keys() <= {"FREQ", "INTERVAL", "COUNT", "BYDAY", "BYMONTHDAY", "BYSETPOS"}
    if not known or parts.get("FREQ") not in ("DAILY", "WEEKLY", "MONTHLY"):
        raise NotUnderstood(f"That is no repetition; {OFFER}.")
    if not all(re.fullmatch("[1-9][0-9]{0,3}", parts.get(name, "1")) for name in ("COUNT", "INTERVAL")):
        raise NotUnderstood(f"That is no repetition; {OFFER}.")
    weekday = f"({'|'.join(CODES)})"
    which = f"{weekday}(,{weekday})*" if parts["FREQ"] == "WEEKLY" else f"(-1|[1-5]){weekday}"
    if "BYDAY" in parts and not re.fullmatch(which, parts["BYDAY"]):
        raise NotUnderstood(f"That is no repetition; {OFFER}.")
    return parts


# Forms ----------------------------------------------------------------------------------------------

_WORDS = {
    "daily": ("DAILY", 1), "weekly": ("WEEKLY", 1), "fortnightly": ("WEEKLY", 2), "monthly": ("MONTHLY", 1),
    "quarterly": ("MONTHLY", 3),
}  # fmt: skip
_UNITS = {"d": "DAILY", "w": "WEEKLY", "m": "MONTHLY"}
_EACH = r"(?:every|each) (?:(?P<count>[0-9]{1,2}|other) )?(?P<unit>days?|weeks?|wks?|months?|mos?)"
_WORD = rf"(?P<word>{'|'.join(_WORDS)})"
_NAME = r"[a-z]{3,9}"
_BETWEEN = r"(?:,? and |[ ,/&+]+)"
_TAIL = rf"(?: {_WORD}| {_EACH})?"


def _parts(frequency: str, every: int, **more: str) -> Parts:
    interval = {"INTERVAL": str(every)} if every > 1 else {}
    return {"FREQ": frequency, **interval, **more}


def _step(match: re.Match[str]) -> tuple[str, int]:
    """Frequency and interval of `weekly`, `every 2 weeks`, or of nothing said."""
    said = match.groupdict()
    if said.get("word"):
        return _WORDS[said["word"]]
    if not said.get("unit"):
        return "", 1
    count = said["count"] or "1"
    every = 2 if count == "other" else int(count)
    if not every:
        raise NotUnderstood(f"{quoted(match[0])} is not a repetition; {OFFER}.")
    return _UNITS[said["unit"][0]], every


def _plain(match: re.Match[str], start: pendulum.Date) -> Parts:
    frequency, every = _step(match)
    if frequency != "MONTHLY":
        return _parts(frequency, every)
    return _parts(frequency, every, **_day_of_month(start.day))


def _day_of_month(day: int) -> Parts:
    """The same day of every month; its last day where the month is shorter."""
    if day <= 28:
        return {"BYMONTHDAY": str(day)}
    return {"BYMONTHDAY": ",".join(str(each) for each in range(28, day + 1)), "BYSETPOS": "-1"}


def _weekdays(match: re.Match[str], start: pendulum.Date) -> Parts:
    return _parts("WEEKLY", 1, BYDAY=",".join(CODES[:5]))


def _named(match: re.Match[str], start: pendulum.Date) -> Parts:
    names = [word for word in re.split(_BETWEEN, match["days"]) if word]
    numbers = sorted({_weekday(name) for name in names})
    frequency, every = _step(match)
    if frequency not in ("", "WEEKLY"):
        raise NotUnderstood(f"Which of the month, like 3rd {names[0]} monthly?")
    return _parts("WEEKLY", every, BYDAY=",".join(CODES[number - 1] for number in numbers))


def _weekday(name: str) -> int:
    number = weekday_number(name) or weekday_number(name.removesuffix("s"))
    if not number:
        raise NotUnderstood(f"{quoted(name)} is not a weekday; {OFFER}.")
    return number


_PLACES = {
    "1st": 1, "first": 1, "2nd": 2, "second": 2, "3rd": 3, "third": 3, "4th": 4, "fourth": 4, "last": -1,
}  # fmt: skip


def _of_month(match: re.Match[str], start: pendulum.Date) -> Parts:
    frequency, every = _step(match)
    if frequency not in ("", "MONTHLY"):
        raise NotUnderstood(f"{quoted(match[0])} is not a repetition; {OFFER}.")
    return _parts("MONTHLY", every, BYDAY=f"{_PLACES[match['place']]}{CODES[_weekday(match['day']) - 1]}")


REPEAT_FORMS: tuple[Form[pendulum.Date, Parts], ...] = (
    form("weekly  daily  monthly  quarterly  fortnightly", "every week, day ...", _WORD, _plain),
    form("every 2 weeks  every other week  every month", "every so many days, weeks, months", _EACH, _plain),
    form("weekdays", "Monday to Friday", "(?:every |each )?(?:weekdays?|workdays?)", _weekdays),
    form(
        "3rd tue  last fri monthly  1st mon every 2 months",
        "a weekday of the month",
        rf"(?:every |each )?(?P<place>{'|'.join(_PLACES)}) (?P<day>{_NAME})(?: of the month)?{_TAIL}",
        _of_month,
    ),
    form(
        "mon,thu  tue weekly  mon thu every 2 weeks",
        "on those weekdays",
        rf"(?:every |each )?(?P<days>{_NAME}(?:{_BETWEEN}{_NAME})*?){_TAIL}",
        _named,
    ),
)
"""Every way to write how often, in the order in which they are tried; a count or `until DAY` follows."""


# Shown ----------------------------------------------------------------------------------------------


def show_rule(rule: str, start: datetime.date) -> str:
    """How often, in words: `Tuesdays`, `every 2 weeks on Tuesday`, `3rd Tuesday of the month`."""
    parts = rule_parts(rule)
    every, frequency = int(parts.get("INTERVAL", "1")), parts["FREQ"]
    if frequency == "DAILY":
        return "daily" if every == 1 else f"every {every} days"
    if frequency == "WEEKLY":
        return _weeks(parts.get("BYDAY", CODES[start.weekday()]).split(","), every)
    which = _place_in_month(parts, start)
    return f"{which} of the month" if every == 1 else f"{which} every {every} months"


def _weeks(codes: list[str], every: int) -> str:
    names = [WEEKDAYS[CODES.index(code)].title() for code in codes]
    if every > 1:
        return f"every {every} weeks on {_and(names)}"
    if tuple(codes) == CODES[:5]:
        return "Mondays to Fridays"
    return _and([f"{name}s" for name in names])


def _and(names: list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _place_in_month(parts: Parts, start: datetime.date) -> str:
    if by_day := parts.get("BYDAY"):
        place, name = int(by_day[:-2]), WEEKDAYS[CODES.index(by_day[-2:])].title()
        return f"{'last' if place < 0 else ordinal(place)} {name}"
    days = parts.get("BYMONTHDAY", str(start.day)).split(",")
    return ordinal(int(days[-1])) + (" or last" if len(days) > 1 else "")


def short_day(day: datetime.date, beside: datetime.date) -> str:
    """`9 Feb`, with the year where it is another than that of the day beside it."""
    year = f" {day.year}" if day.year != beside.year else ""
    return f"{day.day} {MONTHS[day.month - 1][:3].title()}{year}"
