"""A day and a time typed together: `tue 1430`, `11/24 9a`, `tom at 230`, `9a tue`.

A time alone is today's. A day alone is refused, and so is what could be a year as well as a time (`11/24 2030`).
The day is looked for first; a time may stand first when it can't be taken for a day of the month.
"""

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import pendulum

from frontdesk.logic.when.days import parse_day
from frontdesk.logic.when.forms import NotUnderstood, Order, plain, quoted
from frontdesk.logic.when.local import local_moment, zone_letters
from frontdesk.logic.when.shown import clock, echo_day
from frontdesk.logic.when.times import CLOSES, OPENS, Hour, parse_time
from frontdesk.logic.when.zones import Zone

OFFER = "try tue 9a, 11/24 1430 or tom 230"


@dataclass(frozen=True, slots=True)
class _Asked:
    today: pendulum.Date
    zone: Zone
    opens: Hour
    closes: Hour
    order: Order
    hours24: bool

    def day(self, text: str) -> pendulum.Date:
        return parse_day(text, today=self.today, order=self.order)

    def time(self, text: str) -> pendulum.Time:
        return parse_time(text, opens=self.opens, closes=self.closes, hours24=self.hours24)


class _Reasons(NamedTuple):
    of_days: list[NotUnderstood]
    of_times: list[NotUnderstood]


def parse_moment(
    text: str,
    *,
    now: pendulum.DateTime,
    opens: Hour = OPENS,
    closes: Hour = CLOSES,
    order: Order = "mdy",
    hours24: bool = False,
) -> pendulum.DateTime:
    """The instant that was typed as day and time on the practice's clocks, in the zone of `now`.

    Raises `NotUnderstood`, also for a time that is skipped when the clocks go forward. One that comes twice is the
    earlier, or the one whose zone was typed after it (`11/1 1:30a est`). `now` must be aware.
    """
    if now.timezone is None:
        raise TypeError("now must be in the practice's time zone")
    asked = _Asked(now.date(), now.timezone, opens, closes, order, hours24)
    words = _words(text)
    try:
        day, time = _day_and_time(words, asked)
    except NotUnderstood:
        before = _before_letters(words, asked)
        if before is None:
            raise
        return _by_letters(*before, words[-1], asked)
    return local_moment(day, time, zone=asked.zone)


def _words(text: str) -> list[str]:
    words = re.sub(r"^([0-9]{4}-[0-9]{2}-[0-9]{2})t(?=[0-9])", r"\1 ", plain(text, OFFER)).split(" ")
    for small in ("at", "@"):
        if small in words[:-1]:
            words.remove(small)
            break
    return words


def _before_letters(words: list[str], asked: _Asked) -> tuple[pendulum.Date, pendulum.Time] | None:
    if len(words) > 1 and re.fullmatch("[a-z]{3,5}|[+-][0-9]{2,4}", words[-1]):
        with contextlib.suppress(NotUnderstood):
            return _day_and_time(words[:-1], asked)
    return None


def _by_letters(day: pendulum.Date, time: pendulum.Time, letters: str, asked: _Asked) -> pendulum.DateTime:
    for name, moment in zone_letters(day, time, zone=asked.zone).items():
        if name.lower() == letters:
            return moment
    shown = f"{clock(time)} on {echo_day(day)}"
    raise NotUnderstood(f"{shown} is not {quoted(letters.upper())} on the practice's clocks; leave that out.")


def _day_and_time(words: list[str], asked: _Asked) -> tuple[pendulum.Date, pendulum.Time]:
    with contextlib.suppress(NotUnderstood):
        return asked.today, asked.time(" ".join(words))
    reasons = _Reasons([], [])
    for day_text, time_text in _splits(words):
        day, time = _try_both(day_text, time_text, asked, reasons)
        if day and time is not None:
            _refuse_year(day_text, time_text, time, asked)
            return day, time
    raise _best_reason(words, reasons, asked)


def _splits(words: list[str]) -> Iterator[tuple[str, str]]:
    for place in range(1, len(words)):
        yield " ".join(words[:place]), " ".join(words[place:])
    for place in range(1, len(words)):
        first, second = " ".join(words[:place]), " ".join(words[place:])
        # "10 nov 26" is no 10 o'clock on November 26.
        if not re.fullmatch("[0-9]{1,2}", first) or not re.search("[0-9]", second):
            yield second, first


def _try_both(
    day_text: str, time_text: str, asked: _Asked, reasons: _Reasons
) -> tuple[pendulum.Date | None, pendulum.Time | None]:
    day, time = None, None
    try:
        time = asked.time(time_text)
    except NotUnderstood as reason:
        time_reason = reason
    try:
        day = asked.day(day_text)
    except NotUnderstood as reason:
        if time is not None:
            reasons.of_days.append(reason)
    else:
        if time is None:
            reasons.of_times.append(time_reason)
    return day, time


def _refuse_year(day_text: str, time_text: str, time: pendulum.Time, asked: _Asked) -> None:
    if not re.fullmatch("[0-9]{4}", time_text) or abs(int(time_text) - asked.today.year) > 10:
        return
    if any(_is_day(f"{day_text}{by}{time_text}", asked) for by in " /-"):
        raise NotUnderstood(f"{time_text} may be a year or {clock(time)}; write {day_text} {clock(time)}.")


def _is_day(text: str, asked: _Asked) -> bool:
    try:
        asked.day(text)
    except NotUnderstood:
        return False
    return True


def _best_reason(words: list[str], reasons: _Reasons, asked: _Asked) -> NotUnderstood:
    text = " ".join(words)
    if _is_day(text, asked):
        return NotUnderstood(f"{echo_day(asked.day(text))} needs a time too, like 9a or 1430.")
    # "wed 11/24 9a": what is wrong with the day before a good time says more than the rest after a good day.
    for reason in (*reasons.of_days, *reasons.of_times):
        return reason
    return NotUnderstood(f"{quoted(text)} is not a day and a time; {OFFER}.")
