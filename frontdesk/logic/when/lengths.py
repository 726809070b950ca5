"""Lengths of visits, shifts and breaks, in minutes."""

import re

from frontdesk.logic.when.forms import Form, NotUnderstood, form, quoted, read_form

OFFER = "try 30, 45m, 1h or 1h15"
LONGEST = 24 * 60
"""A day; what lasts longer is a date range."""


def parse_length(text: str) -> int:
    """The minutes that were typed, by the table `LENGTH_FORMS`: 1 to 1440; raises `NotUnderstood`."""
    minutes = read_form(LENGTH_FORMS, text, None, what="a length", offer=OFFER)
    if not 1 <= minutes <= LONGEST:
        raise NotUnderstood(f"A length is 1 minute to 24 hours; {OFFER}.")
    return minutes


def _minutes(match: re.Match[str], _asked: None) -> int:
    return int(match["minutes"])


def _hours(match: re.Match[str], _asked: None) -> int:
    minutes = int(match.groupdict().get("minutes") or 0)
    if minutes > 59:
        raise NotUnderstood(f"{quoted(match[0])} is not a length, minutes end at 59; {OFFER}.")
    return int(match["hours"]) * 60 + minutes


def _part_hours(match: re.Match[str], _asked: None) -> int:
    return int(match["hours"]) * 60 + {"25": 15, "5": 30, "50": 30, "75": 45}[match["part"]]


_HOUR = r"(?:h|hrs?|hours?)"
_MINUTE = r"(?:m|mins?|minutes?)"

LENGTH_FORMS: tuple[Form[None, int], ...] = (
    form("30  30m  90 min", "minutes", rf"(?P<minutes>[0-9]{{1,4}}) ?{_MINUTE}?", _minutes),
    form("1h  2 hours", "hours", rf"(?P<hours>[0-9]{{1,2}}) ?{_HOUR}", _hours),
    form(
        "1h15  1h 15m  1 hour 15 min",
        "hours and minutes",
        rf"(?P<hours>[0-9]{{1,2}}) ?{_HOUR} ?(?P<minutes>[0-9]{{1,2}}) ?{_MINUTE}?",
        _hours,
    ),
    form("1:15", "hours and minutes", "(?P<hours>[0-9]{1,2}):(?P<minutes>[0-9]{2})", _hours),
    form("1.5h", "hours and quarters", rf"(?P<hours>[0-9]{{1,2}})\.(?P<part>25|50?|75) ?{_HOUR}", _part_hours),
)
"""Every way to write a length, in the order in which they are tried."""
