"""How days, times and lengths are shown; every form here can be typed back."""

import datetime

from frontdesk.logic.when.dates import MONTHS, WEEKDAYS
from frontdesk.logic.when.forms import Order
from frontdesk.logic.when.zones import comes_twice


def echo_day(day: datetime.date) -> str:
    """What was understood, with its weekday: `Tue 24 Nov 2026`."""
    weekday = WEEKDAYS[day.weekday()][:3].title()
    return f"{weekday} {day.day} {MONTHS[day.month - 1][:3].title()} {day.year:04}"


def echo_moment(moment: datetime.datetime, *, hours24: bool = False) -> str:
    """`Tue 24 Nov 2026 2:30p`; with the zone's letters (`1:30a EDT`) when that time comes twice on that day."""
    letters = f" {moment.tzname()}" if comes_twice(moment) else ""
    return f"{echo_day(moment)} {clock(moment, hours24=hours24)}{letters}"


def echo_short(moment: datetime.datetime) -> str:
    """`Tue 8 Dec 9:30a`: a moment among others of the same time of year."""
    return f"{echo_day(moment)[:-5]} {clock(moment)}"


def clock(when: datetime.datetime | datetime.time | int, *, hours24: bool = False) -> str:
    """A time of day, or minutes after midnight (up to 1440): `9:15a`, or `09:15` by the 24-hour clock."""
    minutes = when if isinstance(when, int) else when.hour * 60 + when.minute
    hour, minute = minutes // 60 % 24, minutes % 60
    if hours24:
        return f"{hour:02}:{minute:02}"
    return f"{(hour - 1) % 12 + 1}:{minute:02}{'a' if hour < 12 else 'p'}"


def show_date(day: datetime.date, *, order: Order = "mdy") -> str:
    """`2/11/1979`, or `11/2/1979` where the day comes first."""
    first, second = (day.month, day.day) if order == "mdy" else (day.day, day.month)
    return f"{first}/{second}/{day.year:04}"


def show_length(minutes: int) -> str:
    """`30m`, `1h`, `1h15`."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest}m"
    return f"{hours}h{rest:02}" if rest else f"{hours}h"
