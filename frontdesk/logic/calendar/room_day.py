"""One day of the calendar, by room."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pendulum

from frontdesk.db.calendar import Hold, ResourceKind, Unavailable
from frontdesk.db.prepared import prepared
from frontdesk.desk import Desk, view
from frontdesk.logic import practice
from frontdesk.logic.calendar.day import Column, Day, DayBlock, DayVisit, free_lines
from frontdesk.logic.calendar.day import day as day_by_provider
from frontdesk.logic.calendar.opening_hours import together
from frontdesk.logic.calendar.wall import LONGEST_HOLD

NO_ROOM = 0
"""The column of visits that have no room yet."""


@prepared
def _rooms_of(after: int, starts: int, ends: int, rooms: list[int]) -> Any:
    """Live holds of rooms: visit, block, room, from, to."""
    return Hold.select(Hold.visit, Hold.block, Hold.resource, Hold.starts, Hold.ends).where(
        Hold.resource_kind == ResourceKind.ROOM,
        Hold.resource.in_(rooms),
        Hold.starts > after,
        Hold.starts < ends,
        Hold.ends > starts,
        Hold.live == 1,
    )


@view("calendar.day_by_room", permission="calendar.see")
def day_by_room(desk: Desk, *, day: pendulum.Date) -> Day:
    """A local day with a column for each room, and a first one for visits that have none yet."""
    whole = day_by_provider.body(desk, day=day)
    rooms = practice.rooms(desk)
    begin, end = (int(at.timestamp()) for at in desk.bounds(day))
    holds = _rooms_of(begin - LONGEST_HOLD, begin, end, [room.id for room in rooms]) if rooms else []
    room_of = {visit: room for visit, _, room, *_ in holds if visit is not None}
    shut: dict[int, list[DayBlock]] = defaultdict(list)
    for _, block, room, starts, ends in holds:
        if block is not None:
            row = Unavailable.get_by_id(block)
            may = bool(row.may_override)
            shut[room].append(DayBlock(block, int(row.version), 0, starts, ends, str(row.reason), may))
    visits: dict[int, list[DayVisit]] = defaultdict(list)
    for column in whole.columns:
        for visit in column.visits:
            visits[room_of.get(visit.id, NO_ROOM)].append(visit)
    stretches = together(sorted(stretch for column in whole.columns for stretch in column.open))
    named = [(NO_ROOM, "No room"), *((room.id, room.name) for room in rooms)]
    columns = []
    for room, name in named:
        mine = sorted(visits[room], key=lambda visit: (visit.starts, visit.id))
        taken = [(visit.starts, visit.ends) for visit in mine if visit.place != "no_show"]
        taken += [(block.starts, block.ends) for block in shut[room]]
        free = free_lines(stretches, taken, whole.step) if room != NO_ROOM else 0
        columns.append(
            Column(0, name, "", tuple(mine), tuple(shut[room]), stretches, booked=len(mine), free=free, room=room)
        )
    return whole._replace(columns=tuple(columns))
