"""Days as people type them, one or a range: `12/1`, `tom-+2w`, `12/1 to 12/15`; alone, or before other words."""

from __future__ import annotations

import re

import pendulum

from frontdesk.logic.when.days import parse_day
from frontdesk.logic.when.forms import NotUnderstood
from frontdesk.logic.when.shown import echo_day

Days = tuple[pendulum.Date, pendulum.Date | None]
"""The first day, and the last one where two were typed."""

_BETWEEN = re.compile(r" to |-")
_GOES_ON = re.compile(r"(?:to|-) *([0-9+]\S*)")
_DATE = re.compile("[0-9]+[/-][0-9]")


class Backwards(NotUnderstood):
    """Two days that can be read, the last one before the first."""


def parse_days(text: str, *, today: pendulum.Date) -> Days:
    """A day, or the first and the last of several; raises `NotUnderstood`.

    The last day is read as from today; where that is before the first, as from the first (`mon-fri` on a Tuesday).
    """
    try:
        return parse_day(text, today=today), None
    except NotUnderstood as error:
        for between in _BETWEEN.finditer(text):
            try:
                begin = parse_day(text[: between.start()], today=today)
                return begin, _last_day(text[between.end() :], begin, today)
            except Backwards:
                raise
            except NotUnderstood:
                continue
        raise error from None


def _last_day(text: str, begin: pendulum.Date, today: pendulum.Date) -> pendulum.Date:
    end = parse_day(text, today=today)
    end = end if end >= begin else parse_day(text, today=begin)
    if end < begin:
        raise Backwards(f"{echo_day(end)} is before {echo_day(begin)}.")
    return end


def leading_days(text: str, *, today: pendulum.Date) -> tuple[Days, str]:
    """The days that a text begins with, as many words as can be read, and the other words; raises `NotUnderstood`.

    `nov 25 flu` is November 25 and `flu`; a dash or `to` before what is no day begins the other words.
    """
    words, refused = text.split(), NotUnderstood("")
    for count in range(max(1, len(words)), 0, -1):
        try:
            days = parse_days(" ".join(words[:count]), today=today)
        except Backwards:
            raise
        except NotUnderstood as error:
            refused = error
            continue
        rest = " ".join(words[count:])
        if days[1] is None and (last := _GOES_ON.match(rest)):
            parse_day(last[1], today=today)  # a last day that can't be read is not among the other words
        if _DATE.match(rest):
            raise refused  # nor is the date that a day does not go with: `fri 11/24`
        return days, rest.strip("- ")
    raise refused
