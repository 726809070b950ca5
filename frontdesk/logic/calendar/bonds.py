"""What a visit belongs to: its place in its series, the others of its set, and how many a change would reach."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

import pendulum
from peewee import fn

from frontdesk.db.calendar import CancelReason, Hold, Series, Visit
from frontdesk.db.prepared import prepared
from frontdesk.db.rows import find
from frontdesk.desk import Desk, Refused, Work, view
from frontdesk.logic import when
from frontdesk.logic.calendar.booking import visit_row
from frontdesk.logic.calendar.day import DayVisit, day_visit, visit_query
from frontdesk.logic.calendar.recurrence import read
from frontdesk.logic.calendar.sites import there
from frontdesk.logic.calendar.snapshot import OFF
from frontdesk.logic.calendar.together import ALL, FOLLOWING, SET, chosen, siblings
from frontdesk.logic.calendar.words import provider_of


class Bond(NamedTuple):
    """A visit's place among the visits of its series and of its set; 0 of 0 where it has none."""

    number: int = 0
    of: int = 0
    place: int = 0
    together: int = 0

    @property
    def words(self) -> str:
        """`2/12`, `1 of 3 linked`, or both."""
        series = f"{self.number}/{self.of}" if self.of else ""
        linked = f"{self.place} of {self.together} linked" if self.together > 1 else ""
        return " ".join(word for word in (series, linked) if word)


Instead = Visit.alias()


@prepared
def _members(series: list[int], linked: list[int]) -> Any:
    """The visits that count: not those booked in error, nor broken ones with another in their place."""
    instead = Instead.select(Instead.id).where(
        Instead.replaces == Visit.id,
        Instead.place.not_in(OFF),
        (Instead.series == Visit.series) | (Instead.linked == Visit.linked),
    )
    return (
        Visit.select(Visit.id, Visit.series, Visit.linked)
        .where(
            (Visit.series.in_(series)) | (Visit.linked.in_(linked)),
            Visit.cancel_reason != CancelReason.ERROR,
            ~((Visit.place.in_(OFF)) & fn.EXISTS(instead)),
        )
        .order_by(Visit.starts, Visit.id)
    )


@view("calendar.bonds", permission="calendar.see")
def bonds(desk: Desk, *, visits: Sequence[DayVisit]) -> dict[int, Bond]:
    """The places of these visits, by number of the visit; those outside any series and set are left out."""
    series = sorted({visit.series for visit in visits if visit.series})
    linked = sorted({visit.linked for visit in visits if visit.linked})
    if not series and not linked:
        return {}
    in_series: dict[int, list[int]] = defaultdict(list)
    in_set: dict[int, list[int]] = defaultdict(list)
    for number, mine, others in _members(series or [0], linked or [0]):
        in_series[mine or 0].append(number)
        in_set[others or 0].append(number)

    def place(found: list[int], visit: int) -> tuple[int, int]:
        return (found.index(visit) + 1, len(found)) if visit in found else (0, 0)

    return {
        visit.id: Bond(
            *(place(in_series[visit.series], visit.id) if visit.series else (0, 0)),
            *(place(in_set[visit.linked], visit.id) if visit.linked else (0, 0)),
        )
        for visit in visits
        if visit.series or visit.linked
    }


class Reach(NamedTuple):
    """How many visits still to come a change would reach; 0 where there are no others."""

    following: int = 0
    all: int = 0
    linked: int = 0
    since: pendulum.Date | None = None
    """The day of the first of `all`: what was split off before it is another series."""

    @property
    def alone(self) -> bool:
        """Whether there is nothing to ask: it is this visit and no other."""
        return not (self.following or self.all or self.linked)


@view("calendar.reach", permission="calendar.see")
def reach(desk: Desk, *, visit: int) -> Reach:
    """How many visits a change of this one's series or set would reach, itself included."""
    row, work = visit_row(visit), Work(desk)

    def reached(scope: str, member: int | None) -> Sequence[Visit]:
        try:
            found = chosen(work, row, scope).rows if member is not None else ()
        except Refused:  # none is still to come
            return ()
        return found if len(found) > 1 else ()

    every = reached(ALL, row.series_id)
    following = len(reached(FOLLOWING, row.series_id))
    zone = there(desk, provider_of(visit)).zone
    since = min(each.starts for each in every).in_timezone(zone).date() if every else None
    return Reach(following if following != len(every) else 0, len(every), len(reached(SET, row.linked_id)), since)


class Belonging(NamedTuple):
    """A visit with all that belong to it."""

    words: str
    """`Tuesdays 9:30a, without Tue 22 Dec 2026`; empty outside a series."""
    series: tuple[DayVisit, ...]
    linked: tuple[DayVisit, ...]


@prepared
def _rows(visits: list[int]) -> Any:
    return visit_query((Visit.id.in_(visits)) & (Hold.resource_kind == "provider"))


def _shown(rows: Sequence[Visit]) -> tuple[DayVisit, ...]:
    visits = [int(row.id) for row in rows if row.cancel_reason is not CancelReason.ERROR]
    found = [day_visit(row) for row in (_rows(visits) if visits else ())]
    return tuple(sorted(found, key=lambda visit: (visit.starts, visit.id)))


def _series_words(series: int | None) -> str:
    row = find(Series, series) if series is not None else None
    if row is None:
        return ""
    try:
        rule = read(str(row.rule))
        left = [when.echo_day(pendulum.Date(day.year, day.month, day.day)) for day in rule.left_out]
        return rule.words + (f", without {', '.join(left)}" if left else "")
    except when.NotUnderstood:
        return "a series"


@view("calendar.belonging", permission="calendar.see")
def belonging(desk: Desk, *, visit: int) -> Belonging:
    """The visits of a visit's series and of its set, whatever became of them; not those booked in error."""
    row = visit_row(visit)
    series = _shown(siblings(row, ALL)) if row.series_id is not None else ()
    linked = _shown(siblings(row, SET)) if row.linked_id is not None else ()
    return Belonging(_series_words(row.series_id), series, linked)
