"""Days and moments as messages write them: 20210924093000+0215, with as much of it as is known."""

from __future__ import annotations

import datetime
import re

import pendulum

from frontdesk.exchange.hl7.segments import BadMessage
from frontdesk.logic import when
from frontdesk.logic.when import Zone
from frontdesk.logic.when.forms import quoted
from frontdesk.logic.when.local import local_moment

_WRITTEN = re.compile(
    r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})?(?P<day>[0-9]{2})?"
    r"(?P<hour>[0-9]{2})?(?P<minute>[0-9]{2})?(?P<second>[0-9]{2})?(?:\.[0-9]{1,4})?"
    r"(?P<sign>[+-])?(?P<hours>[0-9]{2})?(?P<minutes>[0-9]{2})?",
    re.ASCII,
)


def _taken_apart(text: str, where: str) -> re.Match[str]:
    match = _WRITTEN.fullmatch(text)
    if not match or (match["sign"] is None) != (match["minutes"] is None) or not match["day"]:
        raise BadMessage(f"{where}: {quoted(text)} is no day like 20210924, nor a moment like 202109240930")
    return match


def day(text: str, where: str) -> pendulum.Date:
    """The day as it is written, by the clocks of whoever wrote it."""
    match = _taken_apart(text, where)
    try:
        return pendulum.Date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError as error:
        raise BadMessage(f"{where}: there is no day {quoted(text)}") from error


def moment(text: str, where: str, zone: Zone) -> int:
    """Epoch seconds. Without an offset the clocks of `zone` are meant; a time that comes twice is the earlier."""
    match = _taken_apart(text, where)
    date = day(text, where)
    try:
        time = datetime.time(int(match["hour"] or 0), int(match["minute"] or 0), int(match["second"] or 0))
        if match["sign"] is None:
            return int(local_moment(date, time, zone=zone).timestamp())
        size = datetime.timedelta(hours=int(match["hours"]), minutes=int(match["minutes"]))
        offset = datetime.timezone(-size if match["sign"] == "-" else size)
        return int(datetime.datetime.combine(date, time, tzinfo=offset).timestamp())
    except when.NotUnderstood as error:
        raise BadMessage(f"{where}: {error}") from error
    except (ValueError, OverflowError) as error:
        raise BadMessage(f"{where}: no clock shows {quoted(text)}") from error
