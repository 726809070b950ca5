"""Dates and times as people type them, and as they are shown.

Everything that a person types about time is read here and nowhere else, so that `tue` means the same day on
every screen, on the `:` line and in the search box. What was understood is echoed with its weekday
(`echo_day`, `echo_moment`); what can't be read raises `NotUnderstood`, and nothing is ever guessed from junk.
The accepted forms are the tables `DAY_FORMS`, `TIME_FORMS`, `BIRTH_FORMS` and `LENGTH_FORMS`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontdesk.doors import opened_when_asked

if TYPE_CHECKING:
    from frontdesk.logic.when.births import BIRTH_FORMS, parse_birth
    from frontdesk.logic.when.days import DAY_FORMS, parse_day
    from frontdesk.logic.when.forms import NotUnderstood, Order
    from frontdesk.logic.when.iso import parse_iso, parse_iso_day
    from frontdesk.logic.when.lengths import LENGTH_FORMS, parse_length
    from frontdesk.logic.when.local import local_moment
    from frontdesk.logic.when.moments import parse_moment
    from frontdesk.logic.when.shown import (
        clock,
        echo_day,
        echo_moment,
        echo_short,
        show_date,
        show_length,
    )
    from frontdesk.logic.when.times import (
        CLOSES,
        OPENS,
        TIME_FORMS,
        parse_time,
    )
    from frontdesk.logic.when.zones import Zone, comes_twice

opened_when_asked(
    __name__,
    {
        "births": "BIRTH_FORMS parse_birth",
        "days": "DAY_FORMS parse_day",
        "forms": "NotUnderstood Order",
        "iso": "parse_iso parse_iso_day",
        "lengths": "LENGTH_FORMS parse_length",
        "local": "local_moment",
        "moments": "parse_moment",
        "shown": "clock echo_day echo_moment echo_short show_date show_length",
        "times": "CLOSES OPENS TIME_FORMS parse_time",
        "zones": "Zone comes_twice",
    },
)
