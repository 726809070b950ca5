"""Visits that belong together: a family one after another, a test before the doctor.

They are booked, moved and cancelled together, or singly as any visit. A set is only a link; a refusal names the
step.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pendulum

from frontdesk.db.calendar import CancelReason, LinkedSet, Visit
from frontdesk.db.rows import find, get, insert
from frontdesk.desk import Outcome, Refused, Undo, Work, change
from frontdesk.logic import when
from frontdesk.logic.calendar.booking import Wanted, buffer_of, put_on_book, seen, taken_back, tidy_text, visit_row
from frontdesk.logic.calendar.claims import let_go
from frontdesk.logic.calendar.snapshot import OFF, snapshot, ways_back
from frontdesk.logic.calendar.together import (
    SET,
    Before,
    Chosen,
    Step,
    chosen,
    named,
    place_together,
    shifted,
    siblings,
    step_to,
    with_whom,
)
from frontdesk.logic.calendar.words import name_of, provider_of, slot, topics

MOST = 20
"""Visits of one set."""


def _set_row(linked: int) -> int:
    if find(LinkedSet, linked) is None:
        raise Refused("There is no such set of visits.", field="linked")
    return linked


def new_set(work: Work) -> int:
    """A set with nothing in it yet."""
    return insert(LinkedSet, {"made_at": work.now})


@change("calendar.book_set", permission="calendar.book", undo=Undo.INVERSE)
def book_set(work: Work, *, steps: Sequence[Mapping[str, Any]], linked: int | None = None) -> Outcome:
    """Book visits that belong together, all or none; with `linked` they join visits that are there.

    A step takes what `calendar.book` takes.
    """
    if not steps:
        raise Refused("Which visits?", field="steps")
    number = new_set(work) if linked is None else _set_row(linked)
    if Visit.select().where(Visit.linked == number).count() + len(steps) > MOST:
        raise Refused(f"At most {MOST} visits belong together.", field="steps")
    rows = [_put(work, step, place, len(steps), number) for place, step in enumerate(steps, start=1)]
    let_go(work)
    now = {int(row.id): snapshot(get(Visit, row.id)) for row in rows}
    first = rows[0]
    words = "; ".join(_words(work, row) for row in rows)
    return Outcome(
        f"Booked {words}",
        ("visit", int(first.id)),
        {topic for row in rows for topic in topics(work.desk, row)},
        after={str(visit): state for visit, state in now.items()},
        patient=int(first.patient_id),
        back=ways_back(
            {visit: taken_back(state) for visit, state in now.items()},
            f"Took back: {words}",
            f"Booked again: {words}",
        ),
        values={"visit": int(first.id), "version": 1, "visits": list(now), "linked": number},
    )


def _words(work: Work, row: Visit) -> str:
    return f"{name_of(row.patient_id)} {slot(work.desk, row.starts, provider_of(int(row.id)))}"


def _put(work: Work, step: Mapping[str, Any], place: int, of: int, linked: int) -> Visit:
    try:
        starts = step["starts"].in_timezone("UTC")
        return put_on_book(work, Wanted(**{**step, "starts": starts, "linked": linked}))
    except Refused as refused:
        if of == 1:
            raise
        raise Refused(f"Visit {place} of {of}: {refused.reason}", refused.field, refused.code) from refused


@change("calendar.move_set", permission="calendar.book", undo=Undo.INVERSE)
def move_set(
    work: Work,
    *,
    visit: int,
    version: int,
    starts: pendulum.DateTime,
    provider: int | None = None,
    pack: bool = False,
    overbook: str = "",
    override: bool = False,
) -> Outcome:
    """Move visits that belong together: this one to a time, the others with it, at their distances or packed.

    Packed they follow each other without gaps, in their order. Those with this one's provider go along to another.
    """
    row = visit_row(visit)
    seen(row, version)
    if row.linked_id is None:
        raise Refused("It is linked with no other visit.", field="visit")
    those = chosen(work, row, SET)
    if all(each.id != row.id for each in those.rows):
        raise Refused(f"A visit that is {str(row.place).replace('_', ' ')} stays where it is.", code="place")
    overbook = tidy_text(overbook, "overbook", 200)
    try:
        steps = _packed(those, row, starts, provider) if pack else _shifted(work, those, row, starts, provider)
    except when.NotUnderstood as error:
        raise Refused(error.reason, field="starts", code="skipped") from error
    steps = [step._replace(overbook=overbook, override=override) for step in steps if not step.stays]
    if not steps:
        raise Refused("They are there already.", field="starts", code="same")
    before = Before.of(those.rows)
    refused = place_together(work, steps)
    if refused:
        clashes = [(name_of(each.patient_id), refused[int(each.id)]) for each in those.rows if each.id in refused]
        codes = {said.code for _, said in clashes}
        raise named(clashes, len(steps), codes.pop() if len(codes) == 1 else "clash")
    names = "; ".join(_words(work, get(Visit, each.id)) for each in those.rows)
    return before.outcome(
        work, f"Moved {_count(those)}: {names}{those.stay}", f"Back where they were: {_names(those)}"
    )


def _count(those: Chosen) -> str:
    return f"{len(those.rows)} visits" if len(those.rows) > 1 else "1 visit"


def _names(those: Chosen) -> str:
    return "; ".join(name_of(each.patient_id) for each in those.rows)


def _shifted(work: Work, those: Chosen, row: Visit, starts: pendulum.DateTime, provider: int | None) -> list[Step]:
    """Everybody as many days and as much by the clock as this one."""
    place = shifted(work.desk, row, starts, provider)
    return [step_to(each, *place(each)) for each in those.rows]


def _packed(those: Chosen, row: Visit, starts: pendulum.DateTime, provider: int | None) -> list[Step]:
    """One after the other without gaps, so that this one begins at its time.

    Only what a provider is kept free after a visit lies between it and the provider's next one.
    """
    offset, offsets = 0, dict[int, int]()
    free_from: dict[int, int] = {}
    for each in those.rows:
        who = with_whom(row, each, provider)
        offset = offsets[int(each.id)] = max(offset, free_from.get(who, 0))
        offset += int((each.ends - each.starts).total_seconds())
        free_from[who] = offset + buffer_of(each)
    begins = starts.subtract(seconds=offsets[int(row.id)])
    return [
        step_to(each, begins.add(seconds=offsets[int(each.id)]), with_whom(row, each, provider))
        for each in those.rows
    ]


@change("calendar.link", permission="calendar.book", undo=Undo.INVERSE)
def link(work: Work, *, visit: int, version: int, other: int) -> Outcome:
    """Link a visit with another: from then on they are moved and cancelled together when that is wanted."""
    row, beside = visit_row(visit), visit_row(other)
    seen(row, version)
    if row.id == beside.id:
        raise Refused("A visit is not linked with itself.", field="other")
    for each, field in ((row, "visit"), (beside, "other")):
        if each.place in OFF:
            words = f"{_words(work, each)} is {str(each.place).replace('_', ' ')}"
            raise Refused(f"{words}: only a visit that is on is linked.", field=field, code="place")
    if row.linked_id is not None and row.linked_id == beside.linked_id:
        raise Refused("They are linked already.", field="other", code="same")
    joined = beside.linked_id if beside.linked_id is not None else row.linked_id
    number = new_set(work) if joined is None else int(joined)
    rows = {int(each.id): each for one in (row, beside) for each in siblings(one, SET)}
    if len(rows) > MOST:
        raise Refused(f"At most {MOST} visits belong together.", field="other")
    before = Before.of([*rows.values()])
    for each in rows.values():
        if each.linked_id != number:
            work.update(Visit, int(each.id), int(each.version), linked=number)
    words = f"{name_of(row.patient_id)} with {name_of(beside.patient_id)}"
    return before.outcome(work, f"Linked {words}", f"Not linked any more: {words}")


@change("calendar.unlink", permission="calendar.book", undo=Undo.INVERSE)
def unlink(work: Work, *, visit: int, version: int) -> Outcome:
    """Take a visit out of its set; it stays where it is. The last one that is left there is on its own, too."""
    row = visit_row(visit)
    seen(row, version)
    if row.linked_id is None:
        raise Refused("It is linked with no other visit.", field="visit", code="same")
    rest = [each for each in siblings(row, SET) if each.id != row.id]
    standing = [each for each in rest if each.cancel_reason is not CancelReason.ERROR]
    out = [row] if len(standing) > 1 else [row, *rest]
    before = Before.of(out)
    for each in out:
        work.update(Visit, int(each.id), int(each.version), linked=None)
    words = _words(work, row)
    return before.outcome(work, f"On its own: {words}", f"Linked again: {words}")
