"""Two people at one calendar, at random, against a naive model and the database's triggers at once.

Visits singly, in series and linked; blocks, leave and absences with their list; records merged and taken apart;
undo and redo through all of them. The days are those on which the clock goes forward and back (23 and 25 hours),
where counting by the wall shows; two sites in two zones.
With FRONTDESK_LONG=1 it runs for minutes instead of seconds.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

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
from frontdesk.db.calendar import CancelReason, Hold, Unavailable
from frontdesk.desk import Desk, Done, Refused, Stale, redo, undo
from frontdesk.logic import calendar, checks, practice, sites
from frontdesk.settings import TEST_LONG
from tests.elm import NIGHT, ZONE, Elm, open_copy
from tests.logic.naive import Block, Calendar, Made, No, Person, Row, State, Step, Visit, meet
from tests.logic.naive_many import Outcome
from tests.logic.property_absences import AbsenceRules
from tests.logic.property_merging import MergingRules
from tests.logic.property_series import SeriesRules
from tests.logic.property_strategies import (
    AUTUMN,
    DAWN,
    HALF_HOUR,
    SPRING,
    WEST,
    days,
    lengths,
    on_purpose,
    patients,
    providers,
    rooms,
    slots,
    who,
)

ONE_KEY = ("cancel", "restore", "confirm", "unconfirm", "arrive", "back", "no_show")
SENSIBLE = {
    "scheduled": ("cancel", "confirm", "unconfirm", "arrive", "no_show"),
    "arrived": ("cancel", "back"),
    "cancelled": ("restore",),
    "no_show": ("restore",),
}

LONG = bool(TEST_LONG.read())
SETTINGS = settings(
    max_examples=1500 if LONG else 50,
    stateful_step_count=120 if LONG else 40,
    deadline=None,
    derandomize=not LONG,
    phases=list(Phase) if LONG else [Phase.explicit, Phase.generate],  # making a failure small takes minutes
    suppress_health_check=list(HealthCheck),
)

ZONES = {NIGHT: ZoneInfo("America/New_York"), DAWN: ZoneInfo(WEST)}
"""The zone of each provider's site."""


class TwoPeople(SeriesRules, MergingRules, AbsenceRules, RuleBasedStateMachine):
    """Everything that Mary and Rob can do to a calendar."""

    founded: Path

    @initialize(data=st.data(), begins=st.sampled_from([SPRING, SPRING, SPRING.subtract(days=1)]))
    def open(self, data: Any, begins: pendulum.DateTime) -> None:
        """Open a new copy of the practice on the morning of the day of 23 hours, or of the day before."""
        self.folder = Path(tempfile.mkdtemp())
        self.elm: Elm = open_copy(self.founded, self.folder)
        self.model = Calendar(ZONES, frozenset({NIGHT}))
        self.people = {"mary": Person(), "rob": Person()}
        self.set_clock(begins.add(hours=1))
        if data.draw(st.booleans(), label="something is booked"):
            self.book_series(data, "mary")
            self.book_set(data, "rob")

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
        self.model.now = int(at.timestamp())

    def soon(self, at: pendulum.DateTime) -> pendulum.DateTime:
        """That time of a day that is not past; seldom one that is."""
        late = at.hour != 5 and at < self.elm.clock.now().in_timezone(ZONE).start_of("day")
        return AUTUMN.add(seconds=int((at - at.start_of("day")).total_seconds())) if late else at

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

    def change(self, name: str, row: Row, expected: Callable[[], State], real: Callable[[], Done]) -> None:
        """A change of a row that there is."""
        self.change_many(name, lambda: {row: expected()}, real)

    def change_many(self, name: str, expected: Callable[[], Outcome], real: Callable[[], Done]) -> bool:
        """A change of several rows, some of them new; whether it was made."""
        outcome = self.both(expected, real)
        if outcome:
            self.push(name, self.written(outcome[0]))
        return outcome is not None

    def written(self, states: Outcome) -> Made:
        """Write what a change gives its rows, and what is needed to take it back."""
        before = {row: self.model.state(row) for row in states}
        visits = tuple(number for table, number in states if table == "visit")
        for (table, number), state in states.items():
            if table == "patient" and state:
                self.model.went_over[number] = visits
        under = self.model.under(list(before.values()))
        steps = [
            Step(row, before[row], state, *self.model.write(row, state), gone=_gone(state))
            for row, state in states.items()
        ]
        return Made(steps, under)

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
          room=rooms, purpose=on_purpose)  # fmt: skip
    def book(self, name: str, patient: int, provider: int, day: pendulum.DateTime, slot: int, minutes: int,
             room: int, purpose: tuple[bool, bool]) -> None:  # fmt: skip
        """Book a visit."""
        at = self.soon(day.add(seconds=slot * HALF_HOUR))
        starts = int(at.timestamp())
        wish = Visit(patient, provider, starts, starts + minutes * 60, room)
        overbook, override = purpose
        number = max(self.model.visits, default=0) + 1
        self.change(
            name, ("visit", number),
            lambda: self.model.book(wish, overbook, override),
            lambda: calendar.book(
                self.desk(name), patient=patient, provider=provider, starts=at, kind=1, minutes=minutes,
                room=room or None, overbook="on purpose" * overbook, override=override,
            ),
        )  # fmt: skip

    @precondition(lambda self: self.model.visits)
    @rule(data=st.data(), name=who, provider=providers, day=days, slot=slots, purpose=on_purpose)
    def move(self, data: Any, name: str, provider: int, day: pendulum.DateTime, slot: int,
             purpose: tuple[bool, bool]) -> None:  # fmt: skip
        """Move a visit to any time, day and provider."""
        at, (overbook, override) = self.soon(day.add(seconds=slot * HALF_HOUR)), purpose
        visit = self.some_visit(data)
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
            "arrive": lambda: self.model.arrive(visit),
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

    @precondition(lambda self: self.laid() < 4)
    @rule(name=who, provider=providers, day=days, slot=slots, minutes=lengths, may_override=st.booleans())
    def block(self, name: str, provider: int, day: pendulum.DateTime, slot: int, minutes: int,
              may_override: bool) -> None:  # fmt: skip
        """Lay a block, over visits too."""
        at = self.soon(day.add(seconds=slot * HALF_HOUR))
        self.lay(name, provider, at, at.add(minutes=minutes), may_override, "block")

    @precondition(lambda self: self.laid() < 2)
    @rule(name=who, provider=providers, day=days, many=st.integers(1, 2))
    def leave(self, name: str, provider: int, day: pendulum.DateTime, many: int) -> None:
        """A provider is on leave for whole days, one of which may have 23 hours or 25."""
        first = pendulum.datetime(day.year, day.month, day.day, tz=ZONES[provider].key)
        self.lay(name, provider, first, first.add(days=many), False, "leave")

    def laid(self) -> int:
        """How many blocks there are; where everything is blocked nothing happens any more."""
        return sum(not block.lifted for block in self.model.blocks.values())

    def lay(
        self,
        name: str,
        provider: int,
        at: pendulum.DateTime,
        ends: pendulum.DateTime,
        may_override: bool,
        kind: str,
    ) -> None:
        """Lay a block of a kind."""
        number = max(self.model.blocks, default=0) + 1
        state = Block(provider, _epoch(at), _epoch(ends), may_override)
        self.change(
            name, ("block", number),
            lambda: state,
            lambda: calendar.block(
                self.desk(name), provider=provider, starts=at, ends=ends, reason=kind, may_override=may_override,
                kind=kind,
            ),
        )  # fmt: skip

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

        def expected() -> Outcome:
            if not source:
                raise No("nothing")
            return self.model.take_back(person, source[-1])

        if outcome := self.both(expected, lambda: real(self.desk(name))):
            made, back = source.pop(), self.written(outcome[0])
            was = {step.row: step for step in made.steps}
            for step in back.steps:
                if step.row in was:  # a merge that is done again takes what was booked meanwhile, too
                    person.same[step.row, step.later] = person.state(step.row, was[step.row].earlier)
            target.append(back)

    @precondition(lambda self: self.model.now < int(AUTUMN.add(hours=20).timestamp()))
    @rule(minutes=st.sampled_from([15, 60, 240, 1440]))
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
        assert {row.id for row in tables.Series.select()} == self.model.series.keys()
        assert tables.LinkedSet.select().count() == self.model.sets
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


def _gone(state: State) -> State | None:
    """What stands for a row that was not there: a visit cancelled, a block lifted; a series stays."""
    if isinstance(state, Visit):
        return replace(state, place="cancelled", in_room=False, error=True)
    return replace(state, lifted=True) if isinstance(state, Block) else None


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
        holds["provider"].overbooked, row.series_id or 0, row.linked_id or 0,
        row.cancel_reason is CancelReason.ERROR,
    )  # fmt: skip


def test_two_people_at_one_calendar(founded: Path, tmp_path: Path) -> None:
    elm = open_copy(founded, tmp_path / "founding")
    mary = elm.next_session(elm.mary)
    site = int(sites.add_site(mary, name="West", timezone=WEST).subject[1])
    practice.add_provider(mary, family="Dawn", weekdays="mon-sun", opens="0:00", closes="24:00", site=site)
    elm.database.close()
    machine = type("TwoPeopleHere", (TwoPeople,), {"founded": elm.path})
    run_state_machine_as_test(machine, settings=SETTINGS)
