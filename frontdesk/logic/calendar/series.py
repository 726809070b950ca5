"""Repeating visits: every occurrence is a visit of its own, a series only links them.

A clash is never skipped in silence: `plan_series` lists what would become of each visit, and `book_series` wants
an answer for every one that can't be where the rule puts it. All are booked in one change, and taken back in one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import NamedTuple

import pendulum

from frontdesk.db.calendar import Series, Visit
from frontdesk.db.rows import get
from frontdesk.desk import Desk, Outcome, Refused, Undo, Work, change, view
from frontdesk.logic import when
from frontdesk.logic.calendar.booking import Wanted, ask, kind_row, patient_row, put_on_book, taken_back
from frontdesk.logic.calendar.claims import let_go
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
from frontdesk.logic.calendar.recurrence import Recurrence, moment_at, repeated, wall
from frontdesk.logic.calendar.sites import there, zone_of
from frontdesk.logic.calendar.snapshot import snapshot, ways_back
from frontdesk.logic.calendar.together import named, short
from frontdesk.logic.calendar.words import local, name_of, provider_name, topics


class Turn(NamedTuple):
    """One visit of a series that is to be booked: its number, its moment, or why the clocks skip that."""

    number: int
    starts: pendulum.DateTime
    answer: Answer
    skipped: Refused | None = None

    def wanted(self, wanted: Wanted, at: pendulum.DateTime, answer: Answer) -> Wanted:
        """The visit, at a time and with an answer."""
        overbook, override = answer.get("overbook", ""), bool(answer.get("override"))
        return replace(wanted, starts=at, overbook=overbook, override=override)


def _recurrence(desk: Desk, wanted: Wanted, rule: str) -> Recurrence:
    zone = zone_of(desk, wanted.provider)
    try:
        return repeated(rule, wall(wanted.starts, zone), str(zone.name))
    except when.NotUnderstood as error:
        raise Refused(error.reason, field="repeat") from error


def _turns(desk: Desk, wanted: Wanted, recurrence: Recurrence, answers: Answers) -> list[Turn]:
    """The visits of a series, by the clock on the wall of the provider's site."""
    zone, found = zone_of(desk, wanted.provider), []
    for number, at in enumerate(recurrence.planned, start=1):
        answer = answers.get(number, {})
        starts, skipped = by_the_clock(partial(moment_at, at, zone))
        if number == 1 and at == wall(wanted.starts, zone):
            starts = wanted.starts  # of a time that comes twice, the one that was meant
        if other := answer.get("at"):
            starts, skipped = other.in_timezone("UTC"), None
        found.append(Turn(number, starts or pendulum.instance(at, tz=zone), answer, skipped))
    return found


def _occurrence(work: Work, wanted: Wanted, turn: Turn) -> Occurrence:
    """What would become of one visit."""
    local_start = local(there(work.desk, wanted.provider), turn.starts)
    found = partial(Occurrence, turn.number, local_start, turn.answer)
    if turn.answer.get("leave"):
        return found()

    def asked(at: pendulum.DateTime, answer: Answer) -> None:
        ask(work, turn.wanted(wanted, at, answer))

    refused = turn.skipped or tried(asked, turn.starts, turn.answer)
    if refused is None:
        return found()
    minutes = wanted.minutes or int(kind_row(wanted.kind).minutes)
    room = Room(wanted.provider, wanted.kind, minutes)
    return found(refused.reason, refused.code, other_times(work, room, turn.starts, asked))


def _words(desk: Desk, wanted: Wanted, recurrence: Recurrence) -> str:
    """`Tuesdays 9:30a with Okafor`."""
    return f"{recurrence.words} with {provider_name(wanted.provider)}"


@view("calendar.plan_series", permission="calendar.book")
def plan_series(
    desk: Desk,
    *,
    patient: int,
    provider: int,
    starts: pendulum.DateTime,
    kind: int,
    rule: str,
    minutes: int | None = None,
    room: int | None = None,
    device: int | None = None,
    interpreter: int | None = None,
    language: str = "",
    answers: Answers | None = None,
) -> Plan:
    """Every visit that a rule (`FREQ=WEEKLY;COUNT=12`) would give from `starts` on: free, or clashing and why.

    Raises `Refused` for what is wrong with all of them.
    """
    wanted = Wanted(
        patient, provider, starts.in_timezone("UTC"), kind, minutes, room, device, interpreter, language=language
    )
    patient_row(patient)
    recurrence, work = _recurrence(desk, wanted, rule), Work(desk)
    turns = _turns(desk, wanted, recurrence, answers or {})
    found = tuple(_occurrence(work, wanted, turn) for turn in turns)
    minutes = wanted.minutes or int(kind_row(wanted.kind).minutes)
    found = against_each_other(found, {turn.number: minutes for turn in turns if not turn.answer.get("leave")})
    return Plan(_words(desk, wanted, recurrence), found)


@change("calendar.book_series", permission="calendar.book", undo=Undo.INVERSE)
def book_series(
    work: Work,
    *,
    patient: int,
    provider: int,
    starts: pendulum.DateTime,
    kind: int,
    rule: str,
    minutes: int | None = None,
    room: int | None = None,
    device: int | None = None,
    interpreter: int | None = None,
    language: str = "",
    note: str = "",
    answers: Answers | None = None,
) -> Outcome:
    """Book every visit of a series at once; refused while any clashes that has no answer."""
    wanted = Wanted(patient, provider, starts, kind, minutes, room, device, interpreter, note, language=language)
    recurrence = _recurrence(work.desk, wanted, rule)
    turns = _turns(work.desk, wanted, recurrence, answers or {})
    left = [turn for turn in turns if turn.answer.get("leave")]
    if len(left) == len(turns):
        raise Refused("Every visit of it is left out.", code="same")
    rule = _without(work.desk, wanted, recurrence, left).text
    row = work.add(Series, rule=rule, made_at=work.now)
    visits = _book_all(work, replace(wanted, series=row), [turn for turn in turns if turn not in left], len(turns))
    let_go(work)
    words = _words(work.desk, wanted, recurrence)
    outcome = _booked(work, visits, words, row, [turn.starts for turn in left])
    return replace(outcome, after={**outcome.after, "rule": rule})


def _without(desk: Desk, wanted: Wanted, recurrence: Recurrence, left: list[Turn]) -> Recurrence:
    """The rule that says what was left out."""
    planned = recurrence.planned
    return recurrence._replace(left_out=tuple(planned[turn.number - 1] for turn in left))


def _book_all(work: Work, wanted: Wanted, turns: list[Turn], of: int) -> list[Visit]:
    """Book them one after the other; raise one refusal that names all that clash."""
    visits: list[Visit] = []
    clashes = []
    for turn in turns:
        refused = turn.skipped or tried(_putting(work, wanted, turn, visits), turn.starts, turn.answer)
        if refused is not None:
            clashes.append((short(work.desk, turn.starts, wanted.provider), refused))
    if clashes:
        raise named(clashes, of)
    return visits


def _putting(
    work: Work, wanted: Wanted, turn: Turn, visits: list[Visit]
) -> Callable[[pendulum.DateTime, Answer], None]:
    def put(at: pendulum.DateTime, answer: Answer) -> None:
        visits.append(put_on_book(work, turn.wanted(wanted, at, answer)))

    return put


def _booked(work: Work, visits: list[Visit], words: str, series: int, left: list[pendulum.DateTime]) -> Outcome:
    """The outcome: how many, for whom, what was left out; its undo takes all of them back."""
    now = {int(row.id): snapshot(get(Visit, row.id)) for row in visits}
    name = name_of(visits[0].patient_id)
    days = [when.echo_day(local(work.desk, at).date()) for at in left]
    of = f"{len(visits)} of {len(visits) + len(left)} visits, left out {', '.join(days)}"
    said = f"{of if left else f'{len(visits)} visits'}: {name}, {words}"
    return Outcome(
        f"Booked {said}",
        ("visit", int(visits[0].id)),
        {topic for row in visits for topic in topics(work.desk, row)},
        after={str(visit): state for visit, state in now.items()},
        patient=int(visits[0].patient_id),
        back=ways_back(
            {visit: taken_back(state) for visit, state in now.items()},
            f"Took back {said}",
            f"Booked again {said}",
        ),
        values={"visit": int(visits[0].id), "visits": list(now), "series": series, "left_out": days},
    )
