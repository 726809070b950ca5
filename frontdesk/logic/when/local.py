"""From a day and a time on the practice's clocks to an instant, on days of 23 and 25 hours too."""

import datetime

import pendulum

from frontdesk.logic.when.forms import NotUnderstood
from frontdesk.logic.when.shown import clock, echo_day
from frontdesk.logic.when.zones import Zone, offsets


def local_moment(day: datetime.date, time: datetime.time, *, zone: Zone, later: bool = False) -> pendulum.DateTime:
    """The instant when the clocks in `zone` show this; raises `NotUnderstood` when they never do.

    An hour that comes twice, when the clocks go back, is the earlier one unless `later`.
    """
    naive = datetime.datetime.combine(day, time.replace(tzinfo=None, fold=0))
    before, after = offsets(naive, zone)
    if after > before:
        raise NotUnderstood(_skipped(naive, after - before))
    return _aware(naive, zone, fold=int(later and before > after))


def zone_letters(day: datetime.date, time: datetime.time, *, zone: Zone) -> dict[str, pendulum.DateTime]:
    """What the clocks' zone is called at this time (`EST`), with the instant; two when the time comes twice."""
    moments = [local_moment(day, time, zone=zone, later=later) for later in (True, False)]
    return {moment.tzname() or "": moment for moment in moments}


def _aware(naive: datetime.datetime, zone: Zone, fold: int) -> pendulum.DateTime:
    # pendulum.datetime() takes the later of two by itself, so the choice is always spelled out.
    return pendulum.instance(naive.replace(fold=fold), tz=zone)


def _skipped(naive: datetime.datetime, by: datetime.timedelta) -> str:
    earlier, later = naive - by, naive + by
    return (
        f"{clock(naive)} doesn't exist on {echo_day(naive.date())}, the clocks go forward then; "
        f"try {clock(earlier)} or {clock(later)}."
    )
