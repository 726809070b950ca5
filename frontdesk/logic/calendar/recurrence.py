"""A series' rule as it is stored: RFC 5545 text by the clock on the wall of the provider's site.

    DTSTART;TZID=America/New_York:20261124T093000
    RRULE:FREQ=WEEKLY;COUNT=12
    EXDATE;TZID=America/New_York:20261222T093000

What was left out on purpose is an EXDATE. Visits that no rule fits any more, since some were moved and some were
not, are listed one by one (RDATE). A rule says what was meant; the visits are rows, and they are what is.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from typing import NamedTuple

import pendulum

from frontdesk.logic import when
from frontdesk.logic.when.zones import Zone

WRITTEN = "%Y%m%dT%H%M%S"


def wall(moment: pendulum.DateTime, zone: Zone) -> datetime.datetime:
    """What the clocks of a zone show at a moment."""
    at = moment.in_timezone(zone)
    return datetime.datetime(at.year, at.month, at.day, at.hour, at.minute, at.second)


def moment_at(at: datetime.datetime, zone: Zone) -> pendulum.DateTime:
    """The moment when the clocks of a zone show this; raises `NotUnderstood` for a time they skip."""
    return when.local_moment(at.date(), at.time(), zone=zone).in_timezone("UTC")


class Recurrence(NamedTuple):
    """When the visits of a series were meant to be, by the clock on the wall."""

    zone: str
    starts: datetime.datetime
    rule: str = ""
    """`FREQ=WEEKLY;COUNT=12`; empty where the visits are listed."""
    listed: tuple[datetime.datetime, ...] = ()
    """All visits but the first, where no rule fits them."""
    left_out: tuple[datetime.datetime, ...] = ()
    """What the rule would give and was left out on purpose."""

    @property
    def text(self) -> str:
        """As it is stored."""
        zone = f";TZID={self.zone}:"
        lines = [f"DTSTART{zone}{self.starts:{WRITTEN}}"]
        lines += [f"RRULE:{self.rule}"] if self.rule else []
        for name, days in (("RDATE", self.listed), ("EXDATE", self.left_out)):
            lines += [name + zone + ",".join(f"{day:{WRITTEN}}" for day in days)] if days else []
        return "\n".join(lines)

    @property
    def planned(self) -> tuple[datetime.datetime, ...]:
        """Every moment of it, those left out included, the first first; raises `NotUnderstood`."""
        if not self.rule:
            return (self.starts, *self.listed)
        from frontdesk.logic.when.repeats import repeat_of, rule_parts

        first = pendulum.Date(self.starts.year, self.starts.month, self.starts.day)
        days = repeat_of(rule_parts(self.rule), first).days
        return tuple(datetime.datetime.combine(day, self.starts.time()) for day in days)

    @property
    def words(self) -> str:
        """`Tuesdays 9:30a`, or `on 12 days` where no rule fits."""
        from frontdesk.logic.when.repeats import show_rule

        if not self.rule:
            return f"on {len(self.listed) + 1} days" if self.listed else "once"
        return f"{show_rule(self.rule, self.starts)} {when.clock(self.starts)}"


_LINE = re.compile(r"(?P<name>DTSTART|RDATE|EXDATE);TZID=(?P<zone>[^:;]+):(?P<days>[0-9T,]+)")


def read(text: str) -> Recurrence:
    """A stored rule; raises `NotUnderstood` for what is none."""
    days: dict[str, tuple[datetime.datetime, ...]] = {}
    rule, zone = "", ""
    for line in text.split("\n"):
        if line.startswith("RRULE:"):
            rule = line.removeprefix("RRULE:")
        elif match := _LINE.fullmatch(line):
            zone = match["zone"]
            days[match["name"]] = _moments(match["days"])
        else:
            raise when.NotUnderstood("That is no rule of a series.")
    if len(days.get("DTSTART", ())) != 1:
        raise when.NotUnderstood("The rule of the series does not say when it begins.")
    return Recurrence(zone, days["DTSTART"][0], rule, days.get("RDATE", ()), days.get("EXDATE", ()))


def _moments(text: str) -> tuple[datetime.datetime, ...]:
    try:
        return tuple(datetime.datetime.strptime(each, WRITTEN) for each in text.split(","))
    except ValueError as error:
        raise when.NotUnderstood("The rule of the series names a day that is none.") from error


def repeated(rule: str, starts: datetime.datetime, zone: str) -> Recurrence:
    """The recurrence of a rule that begins on that day, or on the first after it that fits."""
    from frontdesk.logic.when.repeats import repeat_of, rule_parts

    repeat = repeat_of(rule_parts(rule), pendulum.Date(starts.year, starts.month, starts.day))
    first = datetime.datetime.combine(repeat.days[0], starts.time())
    return Recurrence(zone, first, repeat.rule)


def fitting(moments: Sequence[datetime.datetime], like: Recurrence, zone: str) -> Recurrence:
    """The recurrence of visits that are there: by a rule like the one they had where it fits, else as a list."""
    found = sorted(set(moments))
    listed = Recurrence(zone, found[0], listed=tuple(found[1:]))
    if not like.rule or any(at.time() != found[0].time() for at in found):
        return listed
    rule, planned = _ruled(like.rule, found)
    left_out = tuple(at for at in planned if at not in found)
    if not set(found) <= set(planned) or len(left_out) > len(found):
        return listed
    return Recurrence(zone, found[0], rule, left_out=left_out)


def _ruled(rule: str, found: list[datetime.datetime]) -> tuple[str, list[datetime.datetime]]:
    """A rule of the same kind from the first of them to the last, and what it gives."""
    from frontdesk.logic.when.repeats import repeat_of

    first, last = (pendulum.Date(at.year, at.month, at.day) for at in (found[0], found[-1]))
    try:
        repeat = repeat_of(_like(rule, found), first, until=last)
    except when.NotUnderstood:
        return "", []
    return repeat.rule, [datetime.datetime.combine(day, found[0].time()) for day in repeat.days]


def _like(rule: str, found: list[datetime.datetime]) -> dict[str, str]:
    """The parts of the same kind of rule that could give these days: their weekdays, their place in the month."""
    from frontdesk.logic.when.repeats import CODES, rule_parts

    first, parts = found[0], rule_parts(rule)
    parts.pop("COUNT", None)
    if parts["FREQ"] == "WEEKLY" and "BYDAY" in parts:
        parts["BYDAY"] = ",".join(CODES[day] for day in sorted({at.weekday() for at in found}))
    elif parts["FREQ"] == "MONTHLY" and "BYDAY" in parts:
        last = parts["BYDAY"].startswith("-")
        parts["BYDAY"] = f"{-1 if last else (first.day + 6) // 7}{CODES[first.weekday()]}"
    elif parts["FREQ"] == "MONTHLY" and "BYSETPOS" not in parts:
        parts["BYMONTHDAY"] = str(first.day)
    return parts
