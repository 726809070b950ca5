"""Moving a series: this visit and the later ones, or all of them, by as many days and as much by the clock.

What is past or under way stays and is said to stay. Of a clash nothing is moved until it has an answer. From the
visit on, a series that moved is another: it gets a rule, and a row, of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

import pendulum

from frontdesk.db.calendar import Series, Visit
from frontdesk.db.rows import get
from frontdesk.desk import Desk, Outcome, Refused, Undo, Work, change, view
from frontdesk.logic import when
from frontdesk.logic.calendar.booking import ask_anew, seen, tidy_text, visit_row
from frontdesk.logic.calendar.plans import (
    Answer,
    Answers,
    Occurrence,
    Plan,
    Room,
    against_each_other,
    by_the_clock,
    other_times,
    tried,
)
from frontdesk.logic.calendar.recurrence import Recurrence, fitting, read, wall
from frontdesk.logic.calendar.sites import there, zone_of
from frontdesk.logic.calendar.snapshot import OFF
from frontdesk.logic.calendar.together import (
    ALL,
    FOLLOWING,
    Before,
    Chosen,
    Step,
    chosen,
    named,
    place_together,
    shifted,
    short,
    siblings,
    step_to,
)
from frontdesk.logic.calendar.words import local, name_of, provider_of, slot


class Turn(NamedTuple):
    """One visit that moves: its number, where to, the answer, or why the clocks skip that time."""

    number: int
    row: Visit
    starts: pendulum.DateTime
    provider: int
    answer: Answer
    skipped: Refused | None = None

    @property
    def minutes(self) -> int:
        """How long the visit is."""
        return int((self.row.ends - self.row.starts).total_seconds()) // 60

    def step(self, at: pendulum.DateTime, answer: Answer) -> Step:
        """The visit in its new place."""
        overbook = tidy_text(answer.get("overbook", ""), "overbook", 200)
        return step_to(self.row, at, self.provider, overbook=overbook, override=bool(answer.get("override")))


class Asked(NamedTuple):
    """Which visits are to move, and where the one under the cursor goes."""

    row: Visit
    those: Chosen
    starts: pendulum.DateTime
    provider: int | None
    answers: Answers

    def turns(self, desk: Desk) -> list[Turn]:
        """Every visit with its new place."""
        place, found = shifted(desk, self.row, self.starts, self.provider), []
        for number, row in enumerate(self.those.rows, start=1):
            answer = self.answers.get(number, {})
            to, skipped = by_the_clock(partial(place, row))
            starts, provider = to if to is not None else (row.starts, provider_of(int(row.id)) or 0)
            if other := answer.get("at"):
                starts, skipped = other.in_timezone("UTC"), None
            found.append(Turn(number, row, starts, provider, answer, skipped))
        return found


def _asked(
    work: Work, visit: int, scope: str, starts: pendulum.DateTime, provider: int | None, answers: Answers | None
) -> Asked:
    row, starts = visit_row(visit), starts.in_timezone("UTC")
    if scope not in (FOLLOWING, ALL) or row.series_id is None:
        raise Refused("It is no visit of a series." if row.series_id is None else "Which visits?", field="scope")
    those = chosen(work, row, scope)
    if all(each.id != row.id for each in those.rows):
        raise Refused(f"A visit that is {str(row.place).replace('_', ' ')} stays where it is.", code="place")
    target = provider_of(visit) if provider is None else provider
    # In UTC: of an hour that comes twice, moments in two zones are never equal.
    if starts == row.starts and target == provider_of(visit):
        raise Refused("It is there already.", field="starts", code="same")
    return Asked(row, those, starts, provider, answers or {})


@view("calendar.plan_move", permission="calendar.book")
def plan_move(
    desk: Desk,
    *,
    visit: int,
    scope: str,
    starts: pendulum.DateTime,
    provider: int | None = None,
    answers: Answers | None = None,
) -> Plan:
    """Where every visit would go that moves along with this one, and what stands in the way there."""
    work = Work(desk)
    asked = _asked(work, visit, scope, starts, provider, answers)
    turns = asked.turns(desk)
    going = [turn for turn in turns if not turn.answer.get("leave")]
    beside = frozenset(int(turn.row.id) for turn in going)
    found = tuple(_occurrence(work, turn, beside) for turn in turns)
    found = against_each_other(found, {turn.number: turn.minutes for turn in going})
    to = short(desk, asked.starts, provider_of(visit) if provider is None else provider)
    return Plan(f"this one to {to}", found, asked.those.stay)


def _occurrence(work: Work, turn: Turn, beside: frozenset[int]) -> Occurrence:
    desk = there(work.desk, turn.provider)
    was = local(there(work.desk, provider_of(int(turn.row.id))), turn.row.starts)
    found = partial(Occurrence, turn.number, local(desk, turn.starts), turn.answer, was=was)
    if turn.answer.get("leave"):
        return found()

    def ask(at: pendulum.DateTime, answer: Answer) -> None:
        step = turn.step(at, answer)
        if not step.stays:
            ask_anew(work, turn.row, step.wish(beside), step.overbook, step.override)

    refused = turn.skipped or tried(ask, turn.starts, turn.answer)
    if refused is None:
        return found()
    room = Room(turn.provider, int(turn.row.kind_id), turn.minutes, beside)
    return found(clash=refused.reason, code=refused.code, others=other_times(work, room, turn.starts, ask))


@change("calendar.move_series", permission="calendar.book", undo=Undo.INVERSE)
def move_series(
    work: Work,
    *,
    visit: int,
    version: int,
    scope: str,
    starts: pendulum.DateTime,
    provider: int | None = None,
    answers: Answers | None = None,
) -> Outcome:
    """Move a visit and the following ones of its series, or all of it; refused while a clash has no answer."""
    seen(visit_row(visit), version)
    asked = _asked(work, visit, scope, starts, provider, answers)
    turns = asked.turns(work.desk)
    going = [turn for turn in turns if not turn.answer.get("leave")]
    clashes = [(turn, turn.skipped) for turn in going if turn.skipped]
    steps = [turn.step(turn.starts, turn.answer) for turn in going if not turn.skipped]
    steps = [step for step in steps if not step.stays]
    if not steps and not clashes:
        raise Refused("Every visit stays where it is.", code="same")
    before = Before.of(asked.those.rows)
    refused = place_together(work, steps)
    clashes += [(turn, refused[int(turn.row.id)]) for turn in going if int(turn.row.id) in refused]
    if clashes:
        raise named([(short(work.desk, turn.starts, turn.provider), said) for turn, said in clashes], len(turns))
    rules = new_rules(work, asked.row, asked.those, scope)
    stay = len(turns) - len(steps)
    left = f"; {stay} left where {'it was' if stay == 1 else 'they were'}" if stay else ""
    name = f"{len(steps)} visits: {name_of(asked.row.patient_id)}"
    now = slot(work.desk, get(Visit, visit).starts, provider_of(visit))
    said = f"Moved {name}, this one to {now}{left}{asked.those.stay}"
    return before.outcome(work, said, f"Back where they were, {name}", rules)


# Rules ----------------------------------------------------------------------------------------------


def new_rules(work: Work, row: Visit, those: Chosen, scope: str) -> dict[int, str]:
    """Let the rules say where the visits are now; returns those that they replace, by number of the series.

    Where others of the series come before the visit, it and what follows become a series of its own.
    """
    series = get(Series, row.series_id)
    old, like = str(series.rule), _readable(str(series.rule))
    moved = {int(each.id) for each in those.rows}
    rest = [each for each in siblings(row, ALL) if int(each.id) not in moved]
    on = [each for each in rest if each.place not in OFF]
    if scope == FOLLOWING and any(each.starts < row.starts for each in on):
        mine = fitted(work.desk, sorted(moved), like)
        number = work.add(Series, rule=mine.text, made_at=work.now)
        for visit in sorted(moved):
            work.update(Visit, visit, int(get(Visit, visit).version), series=number)
        rule = fitted(work.desk, [int(each.id) for each in on], like)
    else:
        rule = fitted(work.desk, [*sorted(moved), *(int(each.id) for each in on)], like)
    work.update(Series, int(series.id), int(series.version), rule=rule.text)
    return {int(series.id): old}


def _readable(text: str) -> Recurrence:
    try:
        return read(text)
    except when.NotUnderstood:
        return Recurrence("UTC", wall(pendulum.datetime(2000, 1, 1), pendulum.UTC))


def fitted(desk: Desk, visits: Sequence[int], like: Recurrence) -> Recurrence:
    """The rule of visits where they are now."""
    rows = [get(Visit, visit) for visit in visits]
    zone = zone_of(desk, provider_of(visits[0]))
    return fitting([wall(row.starts, zone) for row in rows], like, str(zone.name))
