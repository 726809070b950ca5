"""Every change of the set-up that has a way back, for the tests of undo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pendulum

from frontdesk.desk import Desk
from frontdesk.logic import exceptions, holidays, hours, personal, practice, reserved, sites
from tests.elm import NIGHT, OKAFOR, REYES, ROOM_2, Elm

PICTURED = ("device", "interpreter", "reserved", "site", "business_calendar", "holiday")
"""Tables whose rows keep their numbers."""
LISTED = {
    "hours": "provider, weekday, opens, closes, from_day, to_day",
    "hours_exception": "provider, day, opens, closes, note",
    "kind_provider": "kind, provider",
    "kind_room": "kind, room",
    "kind_device": "kind, device",
}
"""Tables whose rows are written anew, and what of them counts."""

CHRISTMAS, NEW_YEAR = pendulum.Date(2026, 12, 25), pendulum.Date(2027, 1, 1)
SINCE, UNTIL = pendulum.Date(2027, 2, 1), pendulum.Date(2027, 2, 28)
WEEK = {"kind": 4, "weekday": "tue", "opens": "10a", "closes": "11a"}


def prepare(desk: Desk) -> None:
    """A device, an interpreter, kept time, another calendar and site; Christmas; a month and a day of Night."""
    practice.add_device(desk, name="ECG")
    practice.add_interpreter(desk, name="Line", languages="thai", mode="phone")
    reserved.reserve(desk, provider=OKAFOR, from_day=SINCE, **WEEK)
    sites.add_calendar(desk, name="Weekend", weekdays="mon-sun")
    sites.add_site(desk, name="Bay", timezone="America/Los_Angeles", calendar=1)
    holidays.take(desk, calendar=1, days=[(CHRISTMAS, "Christmas Day")])
    hours.set_hours(
        desk, provider=NIGHT, version=1, weekdays="sat", opens="8a", closes="9a", from_day=SINCE, to_day=UNTIL
    )
    exceptions.set_exception(desk, provider=NIGHT, version=2, day=NEW_YEAR, hours="8a-9a, 1p-2p", note="short")


ALTERS: dict[str, Callable[[Desk], Any]] = {
    "practice.edit_kind": lambda desk: practice.edit_kind(
        desk, kind=2, version=1, code="NP", name="New", minutes=40, buffer=10, per_day=3, overbook_per_day=0,
        capacity=4, standing="new", providers=[OKAFOR, REYES], rooms=[ROOM_2], devices=[1],
    ),
    "practice.rename_room": lambda desk: practice.rename_room(desk, room=ROOM_2, version=1, name="Lab"),
    "practice.rename_device": lambda desk: practice.rename_device(desk, device=1, version=1, name="Echo"),
    "practice.hide_device": lambda desk: practice.hide_device(desk, device=1, version=1),
    "practice.edit_interpreter": lambda desk: practice.edit_interpreter(
        desk, interpreter=1, version=1, name="Line 2", languages="thai lao", mode="video", shared=True
    ),
    "practice.hide_interpreter": lambda desk: practice.hide_interpreter(desk, interpreter=1, version=1),
    "reserved.edit": lambda desk: reserved.edit_reserved(
        desk, reserved=1, version=1, kind=2, weekday="wed", opens="9a", closes="24:00", hours_before=4
    ),
    "reserved.give_up": lambda desk: reserved.give_up(desk, reserved=1, version=1),
    "sites.edit": lambda desk: sites.edit_site(
        desk, site=1, version=1, name="Elm", timezone="America/New_York", calendar=2
    ),
    "sites.hide": lambda desk: sites.hide_site(desk, site=2, version=1),
    "sites.edit_calendar": lambda desk: sites.edit_calendar(
        desk, calendar=1, version=1, name="All days", weekdays="mon-sun"
    ),
    "sites.hide_calendar": lambda desk: sites.hide_calendar(desk, calendar=2, version=1),
    "holidays.rename": lambda desk: holidays.rename(desk, holiday=1, version=2, name="Xmas"),
    "holidays.drop": lambda desk: holidays.drop(desk, holiday=1, version=2),
    "hours.drop": lambda desk: hours.drop_hours(
        desk, provider=NIGHT, version=3, opens=480, closes=540, from_day=SINCE, to_day=UNTIL
    ),
    "exceptions.set": lambda desk: exceptions.set_exception(
        desk, provider=NIGHT, version=3, day=NEW_YEAR, to_day=NEW_YEAR.add(days=2), hours="off"
    ),
    "personal.choose": lambda desk: personal.choose(
        desk, rows={"": {"my.theme": "light", "key.my.undo": "w"}, "xterm": {"my.theme": "dark"}}
    ),
    "exceptions.clear": lambda desk: exceptions.clear_exception(desk, provider=NIGHT, version=3, day=NEW_YEAR),
}  # fmt: skip
"""Changes of rows that are there."""

MAKES: dict[str, Callable[[Elm], Any]] = {
    "practice.add_device": lambda elm: practice.add_device(elm.mary, name="New"),
    "practice.add_interpreter": lambda elm: practice.add_interpreter(
        elm.mary, name="New", languages="thai", mode="phone"
    ),
    "reserved.add": lambda elm: reserved.reserve(elm.mary, provider=REYES, **WEEK),
    "sites.add": lambda elm: sites.add_site(elm.mary, name="Hill", timezone="America/Denver"),
    "sites.add_calendar": lambda elm: sites.add_calendar(elm.mary, name="New", weekdays="sat"),
    "holidays.take": lambda elm: holidays.take(elm.mary, calendar=1, days=[(NEW_YEAR, "New Year's Day")]),
}  # fmt: skip
"""Changes that make a row."""

DONE_BY_UNDO = {"sites.put", "holidays.put", "exceptions.put"}
"""Changes that only undo makes."""
