"""What would become of each visit of a series, before anything is written: free, or a clash to be answered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple, TypedDict, TypeVar

import pendulum

from frontdesk.db.calendar import ResourceKind
from frontdesk.desk import Desk, Refused, Work, view
from frontdesk.logic import when
from frontdesk.logic.calendar.kind_rules import KindTimes, rules_of
from frontdesk.logic.calendar.rules import overlapping
from frontdesk.logic.calendar.sites import there
from frontdesk.logic.calendar.words import local
from frontdesk.logic.practice import step_minutes

OTHERS = 3
"""Other times of the day that are offered where a visit clashes."""


class Answer(TypedDict, total=False):
    """What to do with one visit of a series; nothing said means: as it is planned."""

    at: pendulum.DateTime
    """At another time."""
    overbook: str
    """Over another visit, for this reason."""
    override: bool
    """All the same, out of hours or over a block that allows it."""
    leave: bool
    """Left out; of a series that is moved, left where it is."""


Answers = Mapping[int, Answer]
"""By the visit's number in the plan, from 1."""

WHOLE = ("patient", "kind", "minutes", "provider", "note", "overbook")
"""Fields that are the same for every visit: what is wrong there is said of the series, not of a visit."""


class Occurrence(NamedTuple):
    """One visit of a plan. `starts` is by the clock of the provider's site."""

    number: int
    starts: pendulum.DateTime
    answer: Answer
    clash: str = ""
    """Why it can't be there, in a sentence; empty where it can."""
    code: str = ""
    others: tuple[pendulum.DateTime, ...] = ()
    """The nearest other times of that day, where it clashes."""
    was: pendulum.DateTime | None = None
    """From where it moves."""

    @property
    def left(self) -> bool:
        """Whether it is left out on purpose."""
        return bool(self.answer.get("leave"))


class Plan(NamedTuple):
    """A series as it would be."""

    words: str
    occurrences: tuple[Occurrence, ...]
    stay: str = ""
    """How many are past or under way and stay."""

    @property
    def clashes(self) -> tuple[Occurrence, ...]:
        """Those that wait for an answer."""
        return tuple(each for each in self.occurrences if each.clash)


Ask = Callable[[pendulum.DateTime, Answer], None]
"""Raises `Refused` where the visit can't be at that time with that answer; writes nothing."""


def tried(ask: Ask, at: pendulum.DateTime, answer: Answer) -> Refused | None:
    """What stands in the way of one visit; raise what is wrong with all of them."""
    try:
        ask(at, answer)
    except Refused as refused:
        if refused.code == "wrong" and refused.field in WHOLE:
            raise
        return refused
    return None


def against_each_other(found: Sequence[Occurrence], minutes: Mapping[int, int]) -> tuple[Occurrence, ...]:
    """The occurrences, each clashing that would overlap one before it: they are all of one patient.

    `minutes` are the lengths of those that are to be there, by number.
    """
    told: list[Occurrence] = []
    there: list[tuple[pendulum.DateTime, pendulum.DateTime]] = []
    for each in found:
        if each.clash or each.number not in minutes:
            told.append(each)
            continue
        ends = each.starts.add(minutes=minutes[each.number])
        if any(begins < ends and stops > each.starts for begins, stops in there):
            each = each._replace(clash="Another visit of this series is planned at that time.", code="patient")
        else:
            there.append((each.starts, ends))
        told.append(each)
    return tuple(told)


class Room(NamedTuple):
    """What is looked for when a visit must be elsewhere on its day: time of a provider for so many minutes."""

    provider: int
    kind: int
    minutes: int
    beside: frozenset[int] = frozenset()


def other_times(work: Work, room: Room, at: pendulum.DateTime, ask: Ask) -> tuple[pendulum.DateTime, ...]:
    """The nearest times of the same day at which the visit could be, the nearest first; of two the later."""
    wished = int(at.timestamp())
    lines = sorted(_free_lines(work, room, at), key=lambda line: (abs(line - wished), -line))
    moments = (pendulum.from_timestamp(line) for line in lines if line != wished)
    free = (moment for moment in moments if tried(ask, moment, {}) is None)
    return tuple(moment.in_timezone(there(work.desk, room.provider).zone) for moment in islice(free, OTHERS))


def _free_lines(work: Work, room: Room, at: pendulum.DateTime) -> Iterator[int]:
    """Lines of the day, still to come, from which the provider has so much time, in epoch seconds."""
    desk, rules = there(work.desk, room.provider), rules_of(room.kind)
    day, long = local(desk, at).date(), 60 * (room.minutes + rules.buffer)
    begin, end = (int(edge.timestamp()) for edge in desk.bounds(day))
    holds = overlapping(ResourceKind.PROVIDER, room.provider, begin, end) if rules.capacity < 2 else []
    taken = [(hold.starts, hold.ends) for hold in holds if hold.visit not in room.beside]
    step, now = 60 * step_minutes(desk), int(work.now.timestamp())
    for opens, closes in KindTimes(desk, rules, [room.provider], day, day).open(room.provider, day):
        for line in range(opens + -opens % step, closes - 60 * room.minutes + 1, step):
            if line >= now and all(ends <= line or starts >= line + long for starts, ends in taken):
                yield line


@view("calendar.free_after", permission="calendar.see")
def free_after(
    desk: Desk, *, provider: int, kind: int, after: pendulum.DateTime, minutes: int | None = None
) -> pendulum.DateTime | None:
    """The first line of the calendar, from a moment on and on its day, where a provider has time for a visit."""
    room = Room(provider, kind, rules_of(kind).minutes if minutes is None else minutes)
    lines = [line for line in _free_lines(Work(desk), room, after) if line >= after.timestamp()]
    return pendulum.from_timestamp(min(lines)).in_timezone(there(desk, provider).zone) if lines else None


Found = TypeVar("Found")
"""What is worked out from a moment."""


def by_the_clock(at: Callable[[], Found]) -> tuple[Found | None, Refused | None]:
    """What is there at a moment, or why the clocks skip it."""
    try:
        return at(), None
    except when.NotUnderstood as error:
        return None, Refused(error.reason, field="starts", code="skipped")
