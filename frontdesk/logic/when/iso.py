"""The one strict form in which programs and files write dates and times."""

import datetime
import re

import pendulum

from frontdesk.logic.when.dates import date_of
from frontdesk.logic.when.forms import NotUnderstood, quoted
from frontdesk.logic.when.local import local_moment
from frontdesk.logic.when.zones import Zone

_DAY = r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"
_TIME = r"(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))?"
_OFFSET = r"(?P<offset>Z|(?P<sign>[+-])(?P<hours>[0-9]{2}):(?P<minutes>[0-9]{2}))"
_ISO_DAY = re.compile(_DAY)
_ISO_MOMENT = re.compile(rf"{_DAY}[T ]{_TIME}{_OFFSET}?")


def parse_iso_day(text: str) -> pendulum.Date:
    """`2026-11-24` and nothing else; raises `NotUnderstood`."""
    match = _ISO_DAY.fullmatch(text)
    if not match:
        raise NotUnderstood(f"{quoted(text)} is not a date like 2026-11-24.")
    return _day(match)


def parse_iso(text: str, *, zone: Zone) -> pendulum.DateTime:
    """`2026-11-24T09:42`, seconds allowed: a time on the clocks in `zone`; raises `NotUnderstood`.

    With `Z` or an offset (`-05:00`) it is that instant, given in `zone`. A time that comes twice is the earlier.
    """
    match = _ISO_MOMENT.fullmatch(text)
    if not match:
        raise NotUnderstood(f"{quoted(text)} is not a date and time like 2026-11-24T09:42.")
    day = _day(match)
    try:
        time = datetime.time(int(match["hour"]), int(match["minute"]), int(match["second"] or 0))
        if not match["offset"]:
            return local_moment(day, time, zone=zone)
        instant = datetime.datetime.combine(day, time, tzinfo=_offset(match))
    except NotUnderstood:
        raise
    except ValueError:
        raise NotUnderstood(f"{quoted(text)} has a time that no clock shows; write it like 09:42.") from None
    return pendulum.instance(instant).in_timezone(zone)


def _day(match: re.Match[str]) -> pendulum.Date:
    return date_of(int(match["year"]), int(match["month"]), int(match["day"]))


def _offset(match: re.Match[str]) -> datetime.timezone:
    if match["offset"] == "Z":
        return datetime.UTC
    size = datetime.timedelta(hours=int(match["hours"]), minutes=int(match["minutes"]))
    return datetime.timezone(-size if match["sign"] == "-" else size)
