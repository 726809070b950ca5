"""What a zone's clocks do to a time of day when they go forward or back."""

import datetime

import pendulum

Zone = pendulum.Timezone | pendulum.FixedTimezone
"""A zone that pendulum can give to a `DateTime`."""


def offsets(naive: datetime.datetime, zone: datetime.tzinfo) -> tuple[datetime.timedelta, datetime.timedelta]:
    """From UTC, before and after the change of the clocks.

    The same on an ordinary day; the second is larger for a time that is skipped, smaller for one that comes twice.
    """
    none = datetime.timedelta()
    return zone.utcoffset(naive.replace(fold=0)) or none, zone.utcoffset(naive.replace(fold=1)) or none


def comes_twice(moment: datetime.datetime) -> bool:
    """Whether the clocks show this time twice on that day."""
    if moment.tzinfo is None:
        return False
    before, after = offsets(moment.replace(tzinfo=None), moment.tzinfo)
    return before > after
