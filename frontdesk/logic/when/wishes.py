"""Days of the week and times of day that suit somebody, typed together: `mon,wed 9-12`, `tue-fri pm`, `after 3p`.

What is left out is any: `mon` is Monday at any time, `9-12` any day. Hours are read as `parse_time` reads them, so
that `1-5` is the afternoon; in a range the end is after the begin (`10-2` ends at 2:00 in the afternoon).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from frontdesk.logic.when.dates import WEEKDAYS, weekday_number
from frontdesk.logic.when.forms import NotUnderstood, plain, quoted
from frontdesk.logic.when.shown import clock
from frontdesk.logic.when.times import DAY, HALF_DAY, minutes_of, parse_time

OFFER = "try mon,wed 9-12, tue-fri pm or after 3p"
ANY = (0, DAY)
HALVES = {
    "am": (0, HALF_DAY), "morning": (0, HALF_DAY), "mornings": (0, HALF_DAY),
    "pm": (HALF_DAY, DAY), "afternoon": (HALF_DAY, DAY), "afternoons": (HALF_DAY, DAY),
}  # fmt: skip
"""Words for half a day."""
_AFTER, _BEFORE = ("after", "from"), ("before", "until", "till", "to")


@dataclass(frozen=True, slots=True)
class Wish:
    """Weekdays (0 is Monday; none: any day) and the minutes after midnight between which it should be."""

    weekdays: tuple[int, ...] = ()
    times: tuple[int, int] = ANY

    @property
    def words(self) -> str:
        """`Mon, Wed 9:00a-12:00p`."""
        days = ", ".join(WEEKDAYS[day][:3].title() for day in self.weekdays) or "any day"
        begins, ends = self.times
        if self.times == ANY:
            return days
        if ends == DAY:
            return f"{days} after {clock(begins)}"
        return f"{days} before {clock(ends)}" if begins == 0 else f"{days} {clock(begins)}-{clock(ends)}"


def parse_wish(text: str) -> Wish:
    """What suits; raises `NotUnderstood`."""
    words = re.sub(r" ?(-|\bto\b) ?", "-", plain(text, OFFER).replace(",", " ")).split()
    days: set[int] = set()
    begins, ends = ANY
    left = iter(words)
    for word in left:
        if read := _days(word):
            days.update(read)
            continue
        since, until = _times(word, left)
        begins, ends = max(begins, since), min(ends, until)
    if begins >= ends:
        raise NotUnderstood(f"{quoted(text.strip())} leaves no time; {OFFER}.")
    return Wish(tuple(sorted(days)), (begins, ends))


def _days(word: str) -> list[int]:
    """The weekdays that a word names: `tue`, `mon-wed`, `fri-mon`; none for another word."""
    first, _, last = word.partition("-")
    begin, end = weekday_number(first), weekday_number(last or first)
    if not begin or not end:
        return []
    return [(begin - 1 + n) % 7 for n in range((end - begin) % 7 + 1)]


def _times(word: str, left: Iterator[str]) -> tuple[int, int]:
    """From and to of a word about the time of day, which may need the next one."""
    if word in HALVES:
        return HALVES[word]
    if word in _AFTER:
        return _minutes(next(left, "")), DAY
    if word in _BEFORE:
        return 0, _minutes(next(left, ""))
    first, dash, last = word.partition("-")
    if not dash:
        raise NotUnderstood(f"{quoted(word)} is no weekday and no time of day; {OFFER}.")
    begins = _minutes(first) if first else 0
    ends = _minutes(last) if last else DAY
    if ends <= begins and ends + HALF_DAY > begins and re.fullmatch("[0-9:]+", last):
        ends += HALF_DAY
    if ends <= begins or ends > DAY:
        raise NotUnderstood(f"{quoted(word)} ends before it begins; {OFFER}.")
    return begins, ends


def _minutes(text: str) -> int:
    if text == "midnight":
        return DAY
    return minutes_of(parse_time(text))
