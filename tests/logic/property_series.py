"""What two people do at random to series and to linked visits: booked, moved, cancelled together, taken apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pendulum
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from frontdesk.db import calendar as tables
from frontdesk.desk import Desk, Done, Refused
from frontdesk.logic import calendar
from frontdesk.logic.calendar.recurrence import read
from frontdesk.logic.calendar.recurrence import wall as shown
from tests.logic import naive_many as many
from tests.logic.naive import Calendar, Visit, wall
from tests.logic.property_strategies import (
    HALF_HOUR,
    days,
    eves,
    lengths,
    on_purpose,
    patients,
    providers,
    rooms,
    slots,
    who,
)

RULES = {"FREQ=DAILY;COUNT=3": 1, "FREQ=DAILY;INTERVAL=2;COUNT=2": 2, "FREQ=WEEKLY;COUNT=2": 7}
"""Rules, and from how many days to the next."""
ANSWERS: dict[str, dict[str, Any]] = {
    many.LEAVE: {"leave": True},
    many.ON_PURPOSE: {"overbook": "on purpose", "override": True},
}


rules = st.sampled_from(sorted(RULES))
answers = st.sampled_from(["", many.LEAVE, many.ON_PURPOSE])
scopes = st.sampled_from(["following", "following", "all"])


def moments(on: st.SearchStrategy[pendulum.DateTime]) -> st.SearchStrategy[pendulum.DateTime]:
    """A line of one of these days."""
    return st.builds(lambda day, slot: day.add(seconds=slot * HALF_HOUR), on, slots)


def some_visit(on: st.SearchStrategy[pendulum.DateTime]) -> st.SearchStrategy[tuple[Any, ...]]:
    """Patient, provider, start, minutes, room."""
    return st.tuples(patients, providers, moments(on), lengths, rooms)


def said(answers: Mapping[int, str]) -> dict[int, dict[str, Any]]:
    """Answers as the calendar takes them."""
    return {number: ANSWERS[answer] for number, answer in answers.items()}


class SeriesRules:
    """Rules for the machine; what it offers them is declared here."""

    if TYPE_CHECKING:
        model: Calendar

        def desk(self, name: str) -> Desk: ...
        def soon(self, at: pendulum.DateTime) -> pendulum.DateTime: ...
        def change_many(
            self, name: str, expected: Callable[[], many.Outcome], real: Callable[[], Done]
        ) -> bool: ...
        def version(self, visit: int) -> int: ...
        def the_database_says_what_the_model_says(self) -> None: ...

    @rule(
        data=st.data(),
        name=who,
        what=st.sampled_from(["book_series", "book_series", "book_set", "book_set", "link"]),
    )
    def bind(self, data: Any, name: str, what: str) -> None:
        """Make a series or a set."""
        getattr(self, what)(data, name)

    @precondition(lambda self: any(visit.series or visit.linked for visit in self.model.visits.values()))
    @rule(data=st.data(), name=who, times=st.integers(1, 3))
    def bound(self, data: Any, name: str, times: int) -> None:
        """Change visits that are bound to others, a few times in a row."""
        visits = self.model.visits.values()
        of_series: list[Any] = [self.move_series, self.move_series, self.cancel_many]
        of_sets: list[Any] = [self.move_set, self.move_set, self.cancel_many, self.unlink]
        keys = of_series * any(visit.series for visit in visits) + of_sets * any(visit.linked for visit in visits)
        for _ in range(times):
            data.draw(st.sampled_from(keys), label="key")(data, name)
            self.the_database_says_what_the_model_says()

    def one_of(self, data: Any, column: str) -> int:
        """A visit of a series or set, where there is one; else any."""
        bound = [number for number, visit in self.model.visits.items() if getattr(visit, column)]
        to_come = [number for number in bound if self.model.visits[number].place == "scheduled"]
        found = sorted(to_come * 5 + bound) or sorted(self.model.visits)
        return int(data.draw(st.sampled_from(found), label="visit"))

    def book_series(self, data: Any, name: str) -> None:
        """Book a series; the plan names what clashes, and all of it gets the same answer."""
        patient, provider, at, minutes, room = data.draw(some_visit(eves), label="visit")
        patient, at = self.model.survivor(patient), self.soon(at)
        rrule, answer = data.draw(st.tuples(rules, answers), label="rule and answer")
        starts, zone = int(at.timestamp()), self.model.zones[provider]
        wish = Visit(patient, provider, starts, starts + minutes * 60, room)
        count = int(rrule.rpartition("=")[2])
        walls = [wall(starts, zone) + timedelta(days=number * RULES[rrule]) for number in range(count)]
        wishes = many.occurrences(self.model, wish, walls)
        form: dict[str, Any] = {**_step(wish), "rule": rrule}
        clashing = many.clashes(self.model, wishes)
        plan = calendar.plan_series(self.desk(name), **form)
        assert [each.number for each in plan.clashes] == clashing
        given = dict.fromkeys(clashing, answer) if answer else {}
        self.change_many(
            name,
            lambda: many.book_series(self.model, wishes, given),
            lambda: calendar.book_series(self.desk(name), **form, answers=said(given)),
        )

    def move_series(self, data: Any, name: str) -> None:
        """Move a visit and the following ones, or all of them."""
        visit = self.one_of(data, "series")
        scope, provider, at = data.draw(st.tuples(scopes, providers, moments(eves)), label="where")
        answer, at = data.draw(answers, label="answer"), self.soon(at)
        wish: dict[str, Any] = {"visit": visit, "scope": scope, "starts": at, "provider": provider}
        starts = int(at.timestamp())
        try:
            plan = [each.number for each in calendar.plan_move(self.desk(name), **wish).clashes]
        except Refused:
            plan = []
        else:
            assert plan == many.clashes_of_move(self.model, visit, scope, starts, provider)
        given = dict.fromkeys(plan, answer) if answer else {}
        moved = self.change_many(
            name,
            lambda: many.move_series(self.model, visit, scope, starts, provider, given),
            lambda: calendar.move_series(
                self.desk(name), **wish, version=self.version(visit), answers=said(given)
            ),
        )
        if moved:
            self.the_rule_says_where_they_are(visit)

    def the_rule_says_where_they_are(self, visit: int) -> None:
        """After a move the rule gives just the visits that are on, by the clock of a site of theirs."""
        series = tables.Visit.get_by_id(visit).series_id
        rule = read(tables.Series.get_by_id(series).rule)
        on = [each for each in self.model.visits.values() if each.series == series and each.on]
        there = {shown(pendulum.from_timestamp(each.starts), pendulum.timezone(rule.zone)) for each in on}
        assert set(rule.planned) - set(rule.left_out) == there
        assert ZoneInfo(rule.zone) in {self.model.zones[each.provider] for each in on}

    def book_set(self, data: Any, name: str) -> None:
        """Book visits that belong together."""
        overbook, override = data.draw(on_purpose, label="on purpose")
        drawn = data.draw(st.lists(some_visit(days), min_size=1, max_size=3), label="visits")
        wishes: list[Visit] = []
        for patient, provider, at, minutes, room in drawn:
            starts = int(self.soon(at).timestamp())
            if wishes and minutes != 90:  # one right after another, as a family has it
                starts, provider = wishes[-1].ends, wishes[-1].provider
            who = self.model.survivor(patient)
            wishes.append(Visit(who, provider, starts, starts + minutes * 60, room))
        purpose = {"overbook": "on purpose" * overbook, "override": override}
        if self.change_many(
            name,
            lambda: many.book_set(self.model, wishes, overbook, override),
            lambda: calendar.book_set(self.desk(name), steps=[{**_step(wish), **purpose} for wish in wishes]),
        ):
            self.model.sets += 1

    def move_set(self, data: Any, name: str) -> None:
        """Move linked visits together."""
        visit = self.one_of(data, "linked")
        provider, at, pack = data.draw(st.tuples(providers, moments(days), st.booleans()), label="where")
        overbook, override = data.draw(on_purpose, label="on purpose")
        at = self.soon(at)
        self.change_many(
            name,
            lambda: many.move_set(self.model, visit, int(at.timestamp()), provider, pack, overbook, override),
            lambda: calendar.move_set(
                self.desk(name), visit=visit, version=self.version(visit), starts=at, provider=provider, pack=pack,
                overbook="on purpose" * overbook, override=override,
            ),
        )  # fmt: skip

    def cancel_many(self, data: Any, name: str) -> None:
        """Cancel what is still to come of a series or a set."""
        found = any(visit.series for visit in self.model.visits.values())
        scope = data.draw(st.sampled_from(["following", "all"] * found + ["set"]), label="scope")
        visit = self.one_of(data, "linked" if scope == "set" else "series")
        seen: dict[str, Any] = {"visit": visit, "version": self.version(visit), "reason": "patient"}
        self.change_many(
            name,
            lambda: many.cancel(self.model, visit, scope),
            lambda: (
                calendar.cancel_set(self.desk(name), **seen)
                if scope == "set"
                else calendar.cancel_series(self.desk(name), **seen, scope=scope)
            ),
        )

    def link(self, data: Any, name: str) -> None:
        """Link two visits."""
        if not self.model.visits:
            return
        visit, other = (data.draw(st.sampled_from(sorted(self.model.visits)), label="visit") for _ in range(2))
        sets = self.model.sets
        if self.change_many(
            name,
            lambda: many.link(self.model, visit, other),
            lambda: calendar.link(self.desk(name), visit=visit, version=self.version(visit), other=other),
        ):
            self.model.sets = max(sets, self.model.visits[visit].linked)

    def unlink(self, data: Any, name: str) -> None:
        """Take a visit out of its set."""
        visit = self.one_of(data, "linked")
        self.change_many(
            name,
            lambda: many.unlink(self.model, visit),
            lambda: calendar.unlink(self.desk(name), visit=visit, version=self.version(visit)),
        )


def _step(wish: Visit) -> dict[str, Any]:
    """A wish as the calendar takes it."""
    return {
        "patient": wish.patient,
        "provider": wish.provider,
        "starts": pendulum.from_timestamp(wish.starts),
        "kind": 1,
        "minutes": wish.long // 60,
        "room": wish.room or None,
    }
