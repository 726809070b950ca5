"""What two people do at random about absences, and the list of visits to be placed anew against its rule."""

from __future__ import annotations

from typing import Any

import pendulum
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from frontdesk.db.calendar import BlockKind, Unavailable
from frontdesk.db.practice import WorklistItem
from frontdesk.logic import calendar
from tests.logic.naive import Block, Calendar, No, meet
from tests.logic.property_strategies import days, lengths, providers, slots, who

HALF_HOUR = 1800


class AbsenceRules:
    """Somebody is out for some hours or for days, over other absences too; the block is lifted like any other."""

    model: Calendar
    change: Any
    desk: Any
    soon: Any
    laid: Any

    @precondition(lambda self: self.laid() < 4)
    @rule(name=who, provider=providers, day=days, slot=slots, minutes=st.one_of(lengths, st.just(24 * 60)))
    def out(self, name: str, provider: int, day: pendulum.DateTime, slot: int, minutes: int) -> None:
        """Somebody is out."""
        at = self.soon(day.add(seconds=slot * HALF_HOUR))
        ends = at.add(minutes=minutes)
        state = Block(provider, int(at.timestamp()), int(ends.timestamp()), False)

        def expected() -> Block:
            if state.ends <= self.model.now:
                raise No("past")
            return state

        self.change(
            name, ("block", max(self.model.blocks, default=0) + 1), expected,
            lambda: calendar.out(self.desk(name), provider=provider, starts=at, ends=ends, reason="flu"),
        )  # fmt: skip

    @invariant()
    def whoever_lies_under_an_absence_is_on_the_list(self) -> None:
        """Nobody else, and nobody twice, whatever was done and taken back by whom."""
        absences = {row.id for row in Unavailable.select().where(Unavailable.kind == BlockKind.OUT)}
        over = [block for number, block in self.model.blocks.items() if number in absences and not block.lifted]
        wanted = [
            number
            for number, visit in self.model.visits.items()
            if visit.on and any(block.provider == visit.provider and meet(block, visit) for block in over)
        ]
        still = WorklistItem.select().where(WorklistItem.kind == "out", WorklistItem.closed_at.is_null())
        assert sorted(row.subject for row in still) == sorted(wanted)
