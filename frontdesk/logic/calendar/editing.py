"""What a visit is, not when: kind, length and note; of one visit, of the following of its series, or of all."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from frontdesk.db.calendar import Hold, Place, ResourceKind, Visit, VisitKind
from frontdesk.db.rows import get
from frontdesk.desk import Desk, Outcome, Refused, Undo, Work, change, view
from frontdesk.logic.calendar.beside import take_rest_if_free
from frontdesk.logic.calendar.booking import (
    ask_anew,
    ends_as_its_group,
    had_before,
    kind_row,
    seen,
    take_anew,
    tidy_text,
    visit_row,
)
from frontdesk.logic.calendar.interpreters import placed_anew
from frontdesk.logic.calendar.plans import Answer, Answers, Occurrence, Plan
from frontdesk.logic.calendar.rules import Slot, take
from frontdesk.logic.calendar.sites import there
from frontdesk.logic.calendar.snapshot import OFF
from frontdesk.logic.calendar.together import ALL, FOLLOWING, THIS, Before, Chosen, chosen, named, short
from frontdesk.logic.calendar.words import local, name_of, provider_of, slot

OVER = (*OFF, Place.DONE, Place.LEFT)
"""Visits that stay as they are."""


class Wish(NamedTuple):
    """What is wanted; None leaves it as it is."""

    kind: int | None
    minutes: int | None
    note: str | None

    def check(self) -> None:
        """Refuse what no visit can have."""
        if self.kind is not None:
            kind_row(self.kind)
        if self.minutes is not None and not 1 <= self.minutes <= 480:
            raise Refused("A visit lasts from one minute to eight hours.", field="minutes")
        if self.note is not None:
            tidy_text(self.note, "note")


class Turn(NamedTuple):
    """One visit, what becomes of it, and the answer where that clashes."""

    number: int
    row: Visit
    kind: int
    slot: Slot
    note: str
    answer: Answer

    @property
    def overbook(self) -> str:
        """The reason for taking taken time: the answer's, or the one that the visit has already."""
        return self.answer.get("overbook", "") or str(self.row.overbook_reason)

    @property
    def other_kind(self) -> bool:
        """Whether it becomes another kind of visit."""
        return bool(self.kind != self.row.kind_id)

    @property
    def other_length(self) -> bool:
        """Whether it becomes longer or shorter."""
        return bool(self.slot.ends != self.row.ends)

    @property
    def override(self) -> bool:
        """What only becomes shorter asks for nothing."""
        shorter = not self.other_kind and bool(self.slot.ends < self.row.ends)
        return bool(self.answer.get("override")) or shorter


def _those(work: Work, row: Visit, scope: str) -> Chosen:
    if scope == THIS:
        if row.place in OVER:
            raise Refused(f"A visit that is {str(row.place).replace('_', ' ')} stays as it is.", code="place")
        return Chosen((row,), ())
    if scope not in (FOLLOWING, ALL) or row.series_id is None:
        raise Refused("It is no visit of a series." if row.series_id is None else "Which visits?", field="scope")
    return chosen(work, row, scope)


def _turns(those: Chosen, wish: Wish, answers: Answers) -> list[Turn]:
    """The visits of which anything becomes other."""
    wish.check()
    found = []
    for number, row in enumerate(those.rows, start=1):
        kind = int(row.kind_id) if wish.kind is None else wish.kind
        ends = row.ends if wish.minutes is None else row.starts.add(minutes=wish.minutes)
        note = str(row.note) if wish.note is None else tidy_text(wish.note, "note")
        answer = answers.get(number, {})
        buffer = 60 * int(kind_row(kind).buffer) if kind != row.kind_id else 0
        place = Slot(
            row.patient_id,
            provider_of(int(row.id)) or 0,
            row.starts,
            ends,
            visit=int(row.id),
            buffer=buffer,
            kind=kind,
        )
        turn = Turn(number, row, kind, place, note, answer)
        if turn.other_kind or turn.other_length or note != row.note:
            found.append(turn)
    if not found:
        raise Refused("It is like that already.", code="same")
    return found


def _refusal(work: Work, turn: Turn, *, dry: bool) -> Refused | None:
    """Apply the rules to what a visit is to become and, unless `dry`, let it be that; what stands in the way."""
    try:
        if turn.other_kind:
            on_purpose = _other_kind(work, turn)
            if not dry:
                _write(work, turn, on_purpose)
        elif turn.other_length and not dry:
            take_anew(work, turn.row, turn.slot, turn.overbook, turn.override)
        elif turn.slot.ends < turn.row.ends:
            ends_as_its_group(turn.row, turn.slot)
        elif turn.slot.ends > turn.row.ends:
            ask_anew(work, turn.row, turn.slot, turn.overbook, turn.override)
    except Refused as refused:
        return refused
    return None


def _other_kind(work: Work, turn: Turn) -> bool:
    """Ask for another kind of visit; True means that time is taken twice on purpose."""
    if not turn.slot.provider:
        raise Refused("Choose a provider.", field="provider")
    if max(get(VisitKind, turn.row.kind_id).capacity, get(VisitKind, turn.kind).capacity) > 1:
        raise Refused("A visit of a group keeps its kind.", field="kind", code="group")
    return take(work, had_before(turn.row, turn.slot), overbook=turn.overbook, override=turn.override)


def _write(work: Work, turn: Turn, on_purpose: bool) -> None:
    """Let the visit be of another kind, and of its length; the provider is kept as long as the kind wants."""
    row, kind = turn.row, get(VisitKind, turn.kind)
    mine = (Hold.visit == row.id) & (Hold.resource_kind == ResourceKind.PROVIDER)
    beside = Hold.resource_kind.not_in((ResourceKind.PATIENT, ResourceKind.PROVIDER))
    interpreting = placed_anew(row, turn.slot)
    Hold.update(overbooked=True).where(mine).execute()
    Hold.update(live=False).where(Hold.visit == row.id, beside).execute()
    work.update(
        Visit,
        int(row.id),
        int(row.version),
        kind=turn.kind,
        ends=turn.slot.ends,
        urgent=bool(kind.urgent),
        overbook_reason=turn.overbook if on_purpose else "",
        overbook_by=work.desk.who.account if on_purpose and turn.overbook else None,
        **interpreting,
    )
    ends = turn.slot.ends.add(seconds=turn.slot.buffer)
    Hold.update(ends=ends, overbooked=on_purpose).where(mine).execute()
    take_rest_if_free(work.desk, int(row.id), turn.slot.starts, turn.slot.ends)


@view("calendar.plan_edit", permission="calendar.book")
def plan_edit(
    desk: Desk,
    *,
    visit: int,
    scope: str = THIS,
    kind: int | None = None,
    minutes: int | None = None,
    note: str | None = None,
    answers: Answers | None = None,
) -> Plan:
    """What would become of each visit, and what stands in its way."""
    work, row = Work(desk), visit_row(visit)
    those = _those(work, row, scope)
    turns = _turns(those, Wish(kind, minutes, note), answers or {})
    return Plan("changed", tuple(_occurrence(work, turn) for turn in turns), those.stay)


def _occurrence(work: Work, turn: Turn) -> Occurrence:
    at = local(there(work.desk, turn.slot.provider), turn.row.starts)
    found = partial(Occurrence, turn.number, at, turn.answer)
    refused = None if turn.answer.get("leave") else _refusal(work, turn, dry=True)
    return found() if refused is None else found(clash=refused.reason, code=refused.code)


@change("calendar.edit", permission="calendar.book", undo=Undo.INVERSE)
def edit(
    work: Work,
    *,
    visit: int,
    version: int,
    scope: str = THIS,
    kind: int | None = None,
    minutes: int | None = None,
    note: str | None = None,
    answers: Answers | None = None,
) -> Outcome:
    """Change kind, length or note of a visit, and with it those of the following ones of its series, or of all."""
    row = visit_row(visit)
    seen(row, version)
    those = _those(work, row, scope)
    turns = _turns(those, Wish(kind, minutes, note), answers or {})
    going = [turn for turn in turns if not turn.answer.get("leave")]
    if not going:
        raise Refused("Every visit stays as it is.", code="same")
    before = Before.of(those.rows)
    clashes = [(turn, refused) for turn in going if (refused := _refusal(work, turn, dry=False)) is not None]
    if clashes:
        said = [(short(work.desk, turn.row.starts, turn.slot.provider), refused) for turn, refused in clashes]
        raise named(said, len(going))
    _write_notes(work, going)
    name = name_of(row.patient_id)
    words = f"{name} {slot(work.desk, row.starts, provider_of(visit))}"
    words = words if scope == THIS else f"{len(going)} visits: {name}"
    left = f"; {len(turns) - len(going)} left as before" if len(turns) > len(going) else ""
    return before.outcome(work, f"Changed {words}{left}{those.stay}", f"As before: {words}")


def _write_notes(work: Work, going: Sequence[Turn]) -> None:
    for turn in going:
        row = get(Visit, turn.row.id)
        if row.note != turn.note:
            work.update(Visit, int(row.id), int(row.version), note=turn.note)
