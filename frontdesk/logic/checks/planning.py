"""What the calendar is planned by: groups, people at several sites, holidays and their blocks, hours of days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Any

from peewee import fn

from frontdesk.db.audit import Audit
from frontdesk.db.calendar import Hold, Party, Provider, ResourceKind, Unavailable, Visit
from frontdesk.db.engine.practice_file import PracticeFile
from frontdesk.db.kinds import HoursException, Reserved
from frontdesk.db.practice import Holiday, Site
from frontdesk.logic.checks.registry import Wrong, check

EPOCH_DAY = "1970-01-01"


def _rows(query: Any) -> Iterator[tuple[Any, ...]]:
    """Rows as the driver gives them."""
    yield from Hold._meta.database.execute(query)


@check("groups")
def groups(database: PracticeFile) -> Wrong:
    """A group's visits are of its kind, at one time with one provider, and as many as it holds."""
    query = (
        Hold.select(
            Hold.party, Party.capacity, Party.kind, Visit.id, Visit.kind, Visit.party, Hold.resource, Hold.starts,
            Hold.ends, Hold.overbooked,
        )
        .join(Party, on=(Hold.party == Party.id))
        .join_from(Hold, Visit, on=(Hold.visit == Visit.id))
        .where(Hold.resource_kind == ResourceKind.PROVIDER, Hold.live == 1)
        .order_by(Hold.party, Hold.id)
    )  # fmt: skip
    for (party, capacity, kind), rows in groupby(_rows(query), key=itemgetter(0, 1, 2)):
        members = [row[3:] for row in rows]
        where = {member[3:6] for member in members if not member[6]}
        if len(where) > 1:
            yield f"group {party}", "is at several times or with several providers"
        if sum(not member[6] for member in members) > capacity:
            yield f"group {party}", f"has more than {capacity} that were not overbooked"
        for visit, its_kind, its_party, *_ in members:
            if its_kind != kind:
                yield f"visit {visit}", f"is of another kind than its group {party}"
            if its_party != party:
                yield f"visit {visit}", f"holds the time of group {party}, to which it does not belong"


@check("people")
def people(database: PracticeFile) -> Wrong:
    """Nobody who works at several sites has visits at two of them at once, unless one was overbooked."""
    several = Provider.select(Provider.person).group_by(Provider.person).having(fn.COUNT(Provider.id) > 1)
    query = (
        Hold.select(Provider.person, Hold.resource, Hold.starts, Hold.ends, Hold.visit)
        .join(Provider, on=(Hold.resource == Provider.id))
        .where(
            Hold.resource_kind == ResourceKind.PROVIDER, Hold.live == 1, Hold.overbooked == 0,
            Hold.visit.is_null(False), Provider.person.in_(several),
        )
        .order_by(Provider.person, Hold.starts)
    )  # fmt: skip
    for _, holds in groupby(_rows(query), key=itemgetter(0)):
        reach: dict[int, tuple[int, int]] = {}
        for _, provider, starts, ends, visit in holds:
            for other, (until, there) in reach.items():
                if other != provider and starts < until:
                    yield f"visit {visit}", f"is with somebody who is elsewhere then, at visit {there}"
            if provider not in reach or ends > reach[provider][0]:
                reach[provider] = (ends, visit)


@check("holidays")
def holidays(database: PracticeFile) -> Wrong:
    """Every holiday ahead blocks its day for everybody at its sites, and one that was dropped blocks nothing."""
    last = Audit.select(fn.DATE(fn.MAX(Audit.at), "unixepoch", "+1 day")).scalar() or EPOCH_DAY
    blocks: dict[int, dict[int, bool]] = defaultdict(dict)
    query = Unavailable.select(
        Unavailable.holiday, Unavailable.resource, Unavailable.id, Unavailable.lifted, Unavailable.resource_kind,
        Unavailable.kind,
    ).where(Unavailable.holiday.is_null(False))  # fmt: skip
    for holiday, provider, block, lifted, sort, kind in _rows(query):
        blocks[holiday][provider] = lifted == 1
        if kind != "holiday" or sort != ResourceKind.PROVIDER:
            yield f"block {block}", "is of a holiday, and is none of a provider's holidays"
    working = (
        Provider.select(Site.calendar, Provider.id)
        .join(Site, on=(Provider.site == Site.id))
        .where(Provider.hidden == 0, Site.calendar.is_null(False))
    )
    at: dict[int, list[int]] = defaultdict(list)
    for calendar, provider in _rows(working):
        at[calendar].append(provider)
    for row in Holiday.select().order_by(Holiday.id):
        mine = blocks[row.id]
        if row.dropped and not all(mine.values()):
            yield f"holiday {row.id}", "was dropped and still blocks time"
        if not row.dropped and row.day.isoformat() > last:
            for provider in at[row.calendar_id]:
                if provider not in mine:
                    yield f"holiday {row.id}", f"does not block the time of provider {provider}"


@check("day hours")
def day_hours(database: PracticeFile) -> Wrong:
    """The hours of a single day do not overlap, and a day off has none; what is kept ends after it begins."""
    there = HoursException
    query = there.select(there.provider, there.day, there.opens, there.closes)
    for (provider, day), rows in groupby(
        _rows(query.order_by(there.provider, there.day, there.opens)), key=itemgetter(0, 1)
    ):
        stretches = [row[2:] for row in rows]
        if (0, 0) in stretches and len(stretches) > 1:
            yield f"provider {provider}", f"is off on {day} and has hours"
        if any(later[0] < earlier[1] for earlier, later in pairwise(stretches)):
            yield f"provider {provider}", f"has hours on {day} that overlap"
    for (row,) in _rows(Reserved.select(Reserved.id).where(Reserved.to_day < Reserved.from_day)):
        yield f"reserved time {row}", "ends before it begins"
