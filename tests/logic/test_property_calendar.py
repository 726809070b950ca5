"""Two people at one calendar, at random, against a naive model and the database's triggers at once.

The days are those on which the clock goes forward and back (23 and 25 hours), where counting by the wall shows.
With FRONTDESK_LONG=1 it runs for minutes instead of seconds.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import pendulum
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from frontdesk.db import calendar as tables
from frontdesk.db.audit import first_fault
from frontdesk.db.calendar import Hold, Unavailable
from frontdesk.desk import Desk, Done, Refused, Stale, redo, undo
from frontdesk.logic import calendar, checks, practice
from tests.elm import NIGHT, ZONE, Elm, open_copy
from tests.logic.naive import Block, Calendar, Made, No, Person, Visit, meet

SPRING, AUTUMN = pendulum.datetime(2026, 3, 8, tz=ZONE), pendulum.datetime(2026, 11, 1, tz=ZONE)
DAWN = 4
HALF_HOUR = 1800
ONE_KEY = ("cancel", "restore", "confirm", "unconfirm", "arrive", "back", "no_show")
SENSIBLE = {
    "scheduled": ("cancel", "confirm", "unconfirm", "arrive", "no_show"),
    "arrived": ("cancel", "back"),
    "cancelled": ("restore",),
    "no_show": ("restore",),
}

Row = tuple[str, int]

LONG = bool(os.environ.get("FRONTDESK_LONG"))
SETTINGS = settings(
    max_examples=1500 if LONG else 70,
    stateful_step_count=120 if LONG else 40,
    deadline=None,
    derandomize=not LONG,
    phases=list(Phase) if LONG else [Phase.explicit, Phase.generate],  # making a failure small takes minutes
    suppress_health_check=list(HealthCheck),
)

days = st.sampled_from([SPRING, SPRING, AUTUMN])
slots = st.integers(0, 10)
lengths = st.sampled_from([30, 30, 60, 90])
patients = st.integers(1, 3)
providers = st.sampled_from([NIGHT, DAWN])
who = st.sampled_from(["mary", "rob"])
on_purpose = st.sampled_from([(False, False), (False, False), (True, False), (False, True), (True, True)])


class TwoPeople(RuleBasedStateMachine):
    """Everything that Mary and Rob can do to a calendar."""

    founded: Path

    @initialize()
    def open(self) -> None:
        """Open a new copy of the practice on the morning of the day of 23 hours."""
        self.folder = Path(tempfile.mkdtemp())
        self.elm: Elm = open_copy(self.founded, self.folder)
        self.model = Calendar(now=0, today=0)
        self.people = {"mary": Person(), "rob": Person()}
        self.set_clock(SPRING.add(hours=1))

    def teardown(self) -> None:
        """Everything holds at the end."""
        try:
            assert checks.run(self.elm.database).findings == ()
        finally:
            self.elm.database.close()
            shutil.rmtree(self.folder)

    # Doing it on both sides ---------------------------------------------------------------------------

    def set_clock(self, at: pendulum.DateTime) -> None:
        """Let both sides have the same time."""
        self.elm.clock.set(at)
        start, end = self.elm.mary.bounds(at.in_timezone(ZONE).date())
        self.model.now, self.model.today = int(at.timestamp()), int(start.timestamp())
        self.tomorrow = int(end.timestamp())

    def desk(self, name: str) -> Desk:
        """Somebody's desk."""
        return self.elm.mary if name == "mary" else self.elm.rob

    def both(self, expected: Callable[[], Any], real: Callable[[], Done]) -> tuple[Any, Done] | None:
        """Do something here and there: both do it, or both refuse."""
        try:
            state = expected()
        except No as reason:
            try:
                done = real()
            except Refused:
                return None
            raise AssertionError(f"should be refused ({reason}): {done.message}") from None
        return state, real()

    def change(
        self, name: str, row: tuple[str, int], expected: Callable[[], Any], real: Callable[[], Done]
    ) -> None:
        """A change of a row that there is."""
        before = self.model.visits.get(row[1]) if row[0] == "visit" else self.model.blocks.get(row[1])
        if outcome := self.both(expected, real):
            state, _ = outcome
            under = self.model.under(before)
            self.push(name, Made(row, before, state, *self.model.write(row, state), under=under))

    def push(self, name: str, made: Made) -> None:
        """A new change can be undone, and nothing can be redone any more."""
        self.people[name].undoable.append(made)
        self.people[name].redoable.clear()

    def version(self, visit: int) -> int:
        """The version somebody sees on their screen."""
        return self.elm.version(visit)

    def some_visit(self, data: Any) -> int:
        """Any visit."""
        return int(data.draw(st.sampled_from(sorted(self.model.visits)), label="visit"))

    # Rules ----------------------------------------------------------------------------------------------

    @rule(name=who, patient=patients, provider=providers, day=days, slot=slots, minutes=lengths,
          room=st.sampled_from([0, 0, 1]), purpose=on_purpose)  # fmt: skip
    def book(self, name: str, patient: int, provider: int, day: pendulum.DateTime, slot: int, minutes: int,
             room: int, purpose: tuple[bool, bool]) -> None:  # fmt: skip
        """Book a visit."""
        at = day.add(seconds=slot * HALF_HOUR)
        starts = int(at.timestamp())
        wish = Visit(patient, provider, starts, starts + minutes * 60, room)
        overbook, override = purpose
        outcome = self.both(
            lambda: self.model.book(wish, overbook, override),
            lambda: calendar.book(
                self.desk(name), patient=patient, provider=provider, starts=at, kind=1, minutes=minutes,
                room=room or None, overbook="on purpose" * overbook, override=override,
            ),
        )  # fmt: skip
        if outcome:
            state, done = outcome
            gone = replace(state, place="cancelled", in_room=False)
            self.push(name, Made(done.subject, None, state, *self.model.write(done.subject, state), gone))

    @precondition(lambda self: self.model.visits)
    @rule(data=st.data(), name=who, provider=providers, day=days, slot=slots, purpose=on_purpose)
    def move(self, data: Any, name: str, provider: int, day: pendulum.DateTime, slot: int,
             purpose: tuple[bool, bool]) -> None:  # fmt: skip
        """Move a visit to any time, day and provider."""
        visit, at, (overbook, override) = self.some_visit(data), day.add(seconds=slot * HALF_HOUR), purpose
        self.change(
            name, ("visit", visit),
            lambda: self.model.move(visit, int(at.timestamp()), provider, overbook, override),
            lambda: calendar.move(
                self.desk(name), visit=visit, version=self.version(visit), starts=at, provider=provider,
                overbook="on purpose" * overbook, override=override,
            ),
        )  # fmt: skip

    @precondition(lambda self: self.model.visits)
    @rule(data=st.data(), name=who, minutes=st.sampled_from([15, 30, 60, 90, 120]), purpose=on_purpose)
    def resize(self, data: Any, name: str, minutes: int, purpose: tuple[bool, bool]) -> None:
        """Make a visit longer or shorter."""
        visit, (overbook, override) = self.some_visit(data), purpose
        self.change(
            name, ("visit", visit),
            lambda: self.model.resize(visit, self.model.visits[visit].starts + minutes * 60, overbook, override),
            lambda: calendar.resize(
                self.desk(name), visit=visit, version=self.version(visit), minutes=minutes,
                overbook="on purpose" * overbook, override=override,
            ),
        )  # fmt: skip

    @precondition(lambda self: self.model.visits)
    @rule(data=st.data(), name=who, purpose=on_purpose, anything=st.integers(0, 9))
    def one_key(self, data: Any, name: str, purpose: tuple[bool, bool], anything: int) -> None:
        """What one key does to a visit; seldom one that makes no sense there."""
        visit, (overbook, override) = self.some_visit(data), purpose
        sensible = SENSIBLE[self.model.visits[visit].place]
        what = data.draw(st.sampled_from(sensible if anything else ONE_KEY), label="key")
        expected: dict[str, Callable[[], Visit]] = {
            "cancel": lambda: self.model.cancel(visit),
            "restore": lambda: self.model.restore(visit, overbook, override),
            "confirm": lambda: self.model.confirm(visit, True),
            "unconfirm": lambda: self.model.confirm(visit, False),
            "arrive": lambda: self.model.arrive(visit, self.tomorrow),
            "back": lambda: self.model.back(visit),
            "no_show": lambda: self.model.no_show(visit),
        }
        more: dict[str, Any] = {
            "cancel": {"reason": "patient"},
            "restore": {"overbook": "on purpose" * overbook, "override": override},
        }.get(what, {})
        real: Any = getattr(calendar, what)
        self.change(
            name, ("visit", visit), expected[what],
            lambda: real(self.desk(name), visit=visit, version=self.version(visit), **more),
        )  # fmt: skip

    @precondition(lambda self: self.model.visits)
    @rule(
        data=st.data(),
        name=who,
        what=st.sampled_from(["cancel", "confirm", "move", "resize", "arrive", "restore"]),
    )
    def too_late(self, data: Any, name: str, what: str) -> None:
        """Press a key on a visit that has changed since it was painted."""
        visit = self.some_visit(data)
        more: dict[str, Any] = {
            "cancel": {"reason": "patient"}, "move": {"starts": AUTUMN.add(hours=8)}, "resize": {"minutes": 45},
        }.get(what, {})  # fmt: skip
        try:
            getattr(calendar, what)(self.desk(name), visit=visit, version=self.version(visit) - 1, **more)
        except Stale:
            return
        raise AssertionError("a stale version was accepted")

    @rule(name=who, provider=providers, day=days, slot=slots, minutes=lengths, may_override=st.booleans())
    def block(self, name: str, provider: int, day: pendulum.DateTime, slot: int, minutes: int,
              may_override: bool) -> None:  # fmt: skip
        """Lay a block, over visits too."""
        at = day.add(seconds=slot * HALF_HOUR)
        done = calendar.block(
            self.desk(name), provider=provider, starts=at, ends=at.add(minutes=minutes), reason="meeting",
            may_override=may_override,
        )  # fmt: skip
        starts = int(at.timestamp())
        state = Block(provider, starts, starts + minutes * 60, may_override)
        gone = Block(provider, starts, starts + minutes * 60, may_override, lifted=True)
        self.push(
            name, Made(("block", done.subject[1]), None, state, *self.model.write(done.subject, state), gone)
        )

    @precondition(lambda self: self.model.blocks)
    @rule(data=st.data(), name=who)
    def unblock(self, data: Any, name: str) -> None:
        """Lift a block."""
        block = int(data.draw(st.sampled_from(sorted(self.model.blocks)), label="block"))
        self.change(
            name, ("block", block),
            lambda: self.model.lift(block, True),
            lambda: calendar.unblock(
                self.desk(name), block=block, version=int(Unavailable.get_by_id(block).version)
            ),
        )  # fmt: skip

    @precondition(lambda self: any(person.undoable for person in self.people.values()))
    @rule(name=who)
    def undo(self, name: str) -> None:
        """Take one's own last change back."""
        person = self.people[name]
        self._back(name, person.undoable, person.redoable, undo)

    @precondition(lambda self: any(person.redoable for person in self.people.values()))
    @rule(name=who)
    def redo(self, name: str) -> None:
        """Do again what was last undone."""
        person = self.people[name]
        self._back(name, person.redoable, person.undoable, redo)

    def _back(self, name: str, source: list[Made], target: list[Made], real: Callable[[Desk], Done]) -> None:
        person = self.people[name]

        def expected() -> Visit | Block:
            if not source:
                raise No("nothing")
            return self.model.take_back(person, source[-1])

        if outcome := self.both(expected, lambda: real(self.desk(name))):
            state, _ = outcome
            made = source.pop()
            before = made.after
            under = self.model.under(before)
            earlier, later = self.model.write(made.row, state)
            person.same[made.row, later] = person.state(made.row, made.earlier)
            target.append(Made(made.row, before, state, earlier, later, under=under))

    @rule(minutes=st.sampled_from([15, 60, 240]))
    def wait(self, minutes: int) -> None:
        """Time goes by."""
        self.set_clock(self.elm.clock.now().add(minutes=minutes))

    @rule()
    def autumn_comes(self) -> None:
        """The morning of the day of 25 hours."""
        if self.model.now < int(AUTUMN.timestamp()):
            self.set_clock(AUTUMN.add(hours=1))

    # What holds after every step -------------------------------------------------------------------------

    @invariant()
    def the_database_says_what_the_model_says(self) -> None:
        """Every visit, hold and block."""
        holds: dict[int, dict[str, Hold]] = {}
        for hold in Hold.select().where(Hold.visit.is_null(False)):
            holds.setdefault(hold.visit_id, {})[str(hold.resource_kind)] = hold
        real = {row.id: _visit(row, holds[row.id]) for row in tables.Visit.select()}
        assert real == self.model.visits
        blocks = {
            row.id: Block(row.resource, _epoch(row.starts), _epoch(row.ends), row.may_override, row.lifted)
            for row in Unavailable.select()
        }
        assert blocks == self.model.blocks
        live = {row.block_id for row in Hold.select().where(Hold.block.is_null(False), Hold.live == 1)}
        assert live == {number for number, block in self.model.blocks.items() if not block.lifted}

    @invariant()
    def nobody_is_in_two_places(self) -> None:
        """No two visits take the same patient, provider or room at once, unless on purpose."""
        on = [visit for visit in self.model.visits.values() if visit.on]
        for one, other in combinations(on, 2):
            if meet(one, other):
                assert one.patient != other.patient
                assert one.provider != other.provider or one.overbooked or other.overbooked
                assert not (one.room and one.room == other.room and one.in_room and other.in_room)

    @invariant()
    def the_chain_is_whole(self) -> None:
        """Nothing was done without being audited."""
        assert first_fault() is None


def _epoch(at: pendulum.DateTime) -> int:
    return int(at.timestamp())


def _visit(row: tables.Visit, holds: dict[str, Hold]) -> Visit:
    """A visit's row and holds as the model has it; all holds must agree with the row."""
    span = (row.starts, row.ends)
    on = str(row.place) not in ("cancelled", "no_show")
    assert {"patient", "provider"} <= holds.keys()
    assert all((hold.starts, hold.ends) == span for hold in holds.values())
    assert holds["patient"].resource == row.patient_id
    assert not holds["patient"].overbooked
    assert holds["patient"].live == holds["provider"].live == on
    room = holds.get("room")
    assert room is None or not room.overbooked
    return Visit(
        row.patient_id, holds["provider"].resource, _epoch(row.starts), _epoch(row.ends),
        room.resource if room else 0, bool(room and room.live), str(row.place), row.confirmed,
        holds["provider"].overbooked,
    )  # fmt: skip


def test_two_people_at_one_calendar(founded: Path, tmp_path: Path) -> None:
    elm = open_copy(founded, tmp_path / "founding")
    practice.add_provider(
        elm.next_session(elm.mary), family="Dawn", weekdays="mon-sun", opens="0:00", closes="24:00"
    )
    elm.database.close()
    machine = type("TwoPeopleHere", (TwoPeople,), {"founded": elm.path})
    run_state_machine_as_test(machine, settings=SETTINGS)
