"""Several visits placed anew at once, as if none of them stood anywhere; and which ones a person means."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import pendulum

from frontdesk.db.calendar import Hold, Place, ResourceKind, Visit
from frontdesk.db.prepared import prepared
from frontdesk.db.rows import get
from frontdesk.desk import Desk, Outcome, Refused, Work
from frontdesk.logic import when
from frontdesk.logic.calendar.booking import take_anew
from frontdesk.logic.calendar.rules import Slot
from frontdesk.logic.calendar.sites import there, zone_of
from frontdesk.logic.calendar.snapshot import OFF, let_go, snapshot, ways_back
from frontdesk.logic.calendar.words import local, provider_of, topics

THIS, FOLLOWING, ALL, SET = "this", "following", "all", "set"
"""Which visits are meant: one, it and the later ones of its series, its whole series, its set."""


class Step(NamedTuple):
    """A visit and the place that it is to have."""

    row: Visit
    starts: pendulum.DateTime
    ends: pendulum.DateTime
    provider: int
    overbook: str = ""
    override: bool = False

    def wish(self, beside: frozenset[int]) -> Slot:
        """What is asked for, while the visits beside it move as well."""
        return Slot(
            self.row.patient_id, self.provider, self.starts, self.ends, visit=int(self.row.id),
            beside=beside - {int(self.row.id)},
        )  # fmt: skip

    @property
    def stays(self) -> bool:
        """Whether it is there already."""
        same = (self.starts, self.ends) == (self.row.starts, self.row.ends)
        return same and self.provider == provider_of(int(self.row.id))


Clashes = dict[int, Refused]
"""What stands in the way, by number of the visit."""


def place_together(work: Work, steps: Sequence[Step]) -> Clashes:
    """Move visits at once, so that they may take each other's places; what stands in the way of which.

    Where anything does, the caller raises: the rest was written.
    """
    waiting = {int(step.row.id) for step in steps}
    found: Clashes = {}
    _let_go(sorted(waiting))
    for step in steps:
        waiting.discard(int(step.row.id))
        try:
            take_anew(work, step.row, step.wish(frozenset(waiting)), step.overbook, step.override)
        except Refused as refused:
            found[int(step.row.id)] = refused
    if not found:
        mine = Hold.visit.in_([int(step.row.id) for step in steps])
        Hold.update(overbooked=False).where(mine, Hold.resource_kind != ResourceKind.PROVIDER).execute()
    return found


def _let_go(visits: list[int]) -> None:
    """Allow overlap for a moment, inside the transaction, and free rooms, while times change one by one."""
    Hold.update(overbooked=True).where(Hold.visit.in_(visits)).execute()
    beside = Hold.resource_kind.not_in((ResourceKind.PATIENT, ResourceKind.PROVIDER))
    Hold.update(live=False).where(Hold.visit.in_(visits), beside).execute()


def named(clashes: Sequence[tuple[str, Refused]], of: int, code: str = "clash") -> Refused:
    """One refusal for several visits that names each with its reason; of a single visit it is its own refusal."""
    if of == 1:
        return clashes[0][1]
    said = "; ".join(f"{words} ({refused.reason.rstrip('.')})" for words, refused in clashes)
    return Refused(f"{len(clashes)} of {of} can't be there: {said}.", field="starts", code=code)


# Which ones -----------------------------------------------------------------------------------------


class Chosen(NamedTuple):
    """The visits that a person means, in their order, and those of them that stay as they are."""

    rows: tuple[Visit, ...]
    left: tuple[Visit, ...]

    @property
    def stay(self) -> str:
        """`; 3 that are past or under way stay`, for messages."""
        if not self.left:
            return ""
        return f"; {len(self.left)} past or under way {'stays' if len(self.left) == 1 else 'stay'}"


@prepared
def _of_series(series: int) -> Any:
    return Visit.select(Visit.id).where(Visit.series == series).order_by(Visit.starts, Visit.id)


@prepared
def _of_set(linked: int) -> Any:
    return Visit.select(Visit.id).where(Visit.linked == linked).order_by(Visit.starts, Visit.id)


def siblings(row: Visit, scope: str) -> list[Visit]:
    """Every visit in the scope, whatever became of it; only itself outside a series or set."""
    series, linked = row.series_id, row.linked_id
    if scope in (FOLLOWING, ALL) and series is not None:
        rows = [get(Visit, number) for (number,) in _of_series(series)]
        return [each for each in rows if scope == ALL or each.starts >= row.starts]
    if scope == SET and linked is not None:
        return [get(Visit, number) for (number,) in _of_set(linked)]
    return [row]


def chosen(work: Work, row: Visit, scope: str) -> Chosen:
    """The visits in the scope that are still to come, `row` also if of today; Refused when there are none."""
    if scope not in (THIS, FOLLOWING, ALL, SET):
        raise Refused("Which visits: this, following, all, or the set?", field="scope")
    found = [each for each in siblings(row, scope) if each.place not in OFF]
    today = today_at(work, row)

    def to_come(each: Visit) -> bool:
        begins = today if each.id == row.id else work.now
        return each.place is Place.SCHEDULED and bool(each.starts >= begins)

    rows = [each for each in found if to_come(each)]
    left = [each for each in found if not to_come(each)]
    if not rows:
        raise Refused("None of these visits is still to come.", code="place")
    return Chosen(tuple(rows), tuple(left))


def today_at(work: Work, row: Visit) -> pendulum.DateTime:
    """When today began where the visit is."""
    desk = there(work.desk, provider_of(int(row.id)))
    return desk.bounds(desk.today())[0]


# Where to -------------------------------------------------------------------------------------------


def with_whom(row: Visit, each: Visit, provider: int | None) -> int:
    """With whom a visit is when `row` goes to a provider: those with the provider of `row` go along."""
    old, mine = provider_of(int(row.id)), provider_of(int(each.id))
    theirs = provider if provider is not None and mine == old else mine
    if theirs is None:
        raise Refused("Choose a provider.", field="provider")
    return theirs


def shifted(
    desk: Desk, row: Visit, starts: pendulum.DateTime, provider: int | None
) -> Callable[[Visit], tuple[pendulum.DateTime, int]]:
    """Where every other visit goes when `row` goes to `starts` and `provider`: as many days, as much by the clock.

    The function raises `NotUnderstood` for a time that the clocks skip on that day.
    """
    from frontdesk.logic.calendar.recurrence import moment_at, wall

    old = provider_of(int(row.id))
    target = old if provider is None else provider
    by = wall(starts, zone_of(desk, target)) - wall(row.starts, zone_of(desk, old))

    def place(each: Visit) -> tuple[pendulum.DateTime, int]:
        theirs = with_whom(row, each, provider)
        if each.id == row.id:
            return starts, theirs
        shown = wall(each.starts, zone_of(desk, provider_of(int(each.id)))) + by
        return moment_at(shown, zone_of(desk, theirs)), theirs

    return place


def step_to(row: Visit, starts: pendulum.DateTime, provider: int, **more: Any) -> Step:
    """A step that keeps the visit's length."""
    return Step(row, starts, starts.add(seconds=int((row.ends - row.starts).total_seconds())), provider, **more)


def short(desk: Desk, starts: pendulum.DateTime, provider: int | None) -> str:
    """`Tue 8 Dec 9:30a`: a visit among others of its series."""
    return when.echo_short(local(there(desk, provider), starts))


class Before(NamedTuple):
    """Visits as they were before a change of several."""

    states: dict[int, dict[str, Any]]
    places: dict[int, tuple[pendulum.DateTime, int | None]]

    @classmethod
    def of(cls, rows: Sequence[Visit]) -> Before:
        """As they are now."""
        places: dict[int, tuple[pendulum.DateTime, int | None]]
        places = {int(row.id): (row.starts, provider_of(int(row.id))) for row in rows}
        return cls({int(row.id): snapshot(row) for row in rows}, places)

    def outcome(self, work: Work, said: str, back: str, rules: dict[int, str] | None = None) -> Outcome:
        """What the change says, and its one way back: of those it touched, since others may change the rest."""
        states = {visit: state for visit, state in self.states.items() if ("visit", visit) in work.touched}
        rows = [get(Visit, visit) for visit in states]
        after = {int(row.id): snapshot(row) for row in rows}
        lost = dict.fromkeys(name for visit, now in after.items() for name in let_go(states[visit], now))
        return Outcome(
            f"{said}; let go: {', '.join(lost)}" if lost else said,
            ("visit", int(rows[0].id)),
            {topic for row in rows for topic in topics(work.desk, row, self.places[int(row.id)])},
            before={
                **{str(visit): state for visit, state in states.items()},
                **({"rules": rules} if rules else {}),
            },
            after={str(visit): now for visit, now in after.items()},
            patient=int(rows[0].patient_id),
            back=ways_back(states, back, f"Again: {said}", rules),
            values={"visit": int(rows[0].id), "visits": list(states)},
        )
