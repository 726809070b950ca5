"""Openings on random calendars: what is offered can be booked, and asking on every line finds no other."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pendulum
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from frontdesk.db.calendar import VisitKind
from frontdesk.desk import Refused, undo
from frontdesk.logic import calendar
from frontdesk.logic.calendar.opening_sets import openings_for_set
from frontdesk.logic.calendar.openings import openings
from frontdesk.logic.calendar.sought import RANKS, Opening, Sought
from frontdesk.settings import TEST_LONG
from tests.elm import Elm, open_copy
from tests.logic.scenes import DAYS, STRANGER, Scene, every_line, missing, scenes, set_the_scene, wishes

LIMIT = 12
LONG = bool(TEST_LONG.read())
SETTINGS = settings(
    max_examples=2000 if LONG else 40,
    deadline=None,
    derandomize=not LONG,
    phases=list(Phase) if LONG else [Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)

FEWER = settings(SETTINGS, max_examples=300 if LONG else 12)


@contextmanager
def practice_with(founded: Path, scene: Scene) -> Iterator[Elm]:
    """A copy of the practice with that calendar."""
    folder = Path(tempfile.mkdtemp())
    elm = open_copy(founded, folder)
    try:
        set_the_scene(elm, scene)
        yield elm
    finally:
        elm.database.close()
        shutil.rmtree(folder)


def within(elm: Elm, wish: Sought) -> Sought:
    """The wish for the days that the scene is about; a patient who matters is known."""
    if VisitKind.get_by_id(wish.kind).standing and wish.patient is None:
        wish = replace(wish, patient=STRANGER)
    return replace(wish, last=elm.mary.today().add(days=DAYS - 1))


def offered(elm: Elm, wish: Sought) -> list[tuple[int, int, int]]:
    """Rank, begin and provider of what is offered; each is booked and taken back."""
    found = []
    for opening in openings(elm.mary, wish, LIMIT):
        missed = missing(wish, opening.provider, opening.starts, opening.ends)
        rank = next(number for number, miss in enumerate(RANKS) if miss[1:] == missed)
        found.append((rank, int(opening.starts.timestamp()), opening.provider))
        book(elm, opening)
        undo(elm.mary)
    return found


def book(elm: Elm, opening: Opening) -> None:
    calendar.book(
        elm.mary, patient=opening.patient or STRANGER, provider=opening.provider, starts=opening.starts,
        kind=opening.kind, minutes=opening.minutes, room=opening.room, device=opening.device,
        interpreter=opening.interpreter,
    )  # fmt: skip


@SETTINGS
@given(scene=scenes, wish=wishes)
def test_nothing_is_offered_that_is_refused_and_nothing_is_missed(
    founded: Path, scene: Scene, wish: Sought
) -> None:
    with practice_with(founded, scene) as elm:
        wish = within(elm, wish)
        naive = sorted(every_line(elm, wish))
        try:
            found = offered(elm, wish)
        except Refused as refused:
            with_wished = [each for each in naive if not RANKS[each[0]].provider]
            if with_wished:
                raise AssertionError(refused.reason) from refused
            return
        lines = [each for each in found if each in naive]
        assert [each[:2] for each in lines] == [each[:2] for each in naive[: len(lines)]]
        assert len(lines) == min(LIMIT, len(naive)) or len(found) == LIMIT, "others are groups off the lines"
        assert found == sorted(found, key=lambda each: each[:2])


# Visits that belong together ----------------------------------------------------------------------------


def leads_on(elm: Elm, steps: Sequence[Sought], ends: int, gap: int) -> bool:
    """Whether every step can follow, the first of them from 0 to `gap` seconds after `ends`; tried by booking."""
    if not steps:
        return True
    for _, line, provider in sorted(every_line(elm, steps[0], (ends, ends + gap))):
        if (done := tried(elm, steps[0], line, provider)) is not None:
            goes_on = leads_on(elm, steps[1:], done, gap)
            undo(elm.mary)
            if goes_on:
                return True
    return False


def tried(elm: Elm, wish: Sought, line: int, provider: int) -> int | None:
    """Book a step; when it ends, or None when it is refused."""
    try:
        booked = calendar.book(
            elm.mary, patient=wish.patient or STRANGER, provider=provider,
            starts=pendulum.from_timestamp(line), kind=wish.kind, minutes=wish.minutes,
        )  # fmt: skip
    except Refused:
        return None
    return int(calendar.visit(elm.mary, visit=int(booked.values["visit"])).ends.timestamp())


@FEWER
@given(
    scene=scenes,
    kinds=st.lists(st.sampled_from([1, 2, 3]), min_size=2, max_size=3),
    people=st.permutations([4, 5, 6]),
    alone=st.booleans(),
    gap=st.sampled_from([0, 30]),
)
def test_a_set_is_offered_wherever_one_can_be_booked(
    founded: Path, scene: Scene, kinds: list[int], people: list[int], alone: bool, gap: int
) -> None:
    """`alone`: one patient has all of it. There are no groups, which may begin off the lines."""
    asks = tuple((buffer, per_day, 1, standing) for buffer, per_day, _, standing in scene["kinds"])
    with practice_with(founded, {**scene, "kinds": asks, "rooms": set(), "devices": set()}) as elm:
        steps = tuple(
            Sought(kind, patient=people[0] if alone else patient, last=elm.mary.today())
            for kind, patient in zip(kinds, people, strict=False)
        )
        sets = openings_for_set(elm.mary, steps, gap, 3)
        for each in sets:
            assert all(0 <= (b.starts - a.ends).total_seconds() <= 60 * gap for a, b in pairwise(each))
            calendar.book_set(elm.mary, steps=[wanted(opening) for opening in each])
            undo(elm.mary)
        naive: list[int] = []
        for _, line, provider in sorted(every_line(elm, steps[0])):
            if len(naive) < 3 and (ends := tried(elm, steps[0], line, provider)) is not None:
                naive += [line] if leads_on(elm, steps[1:], ends, 60 * gap) else []
                undo(elm.mary)
        assert [int(each[0].starts.timestamp()) for each in sets] == naive


def wanted(opening: Opening) -> dict[str, Any]:
    keys = ("patient", "provider", "starts", "kind", "minutes")
    return {key: getattr(opening, key) for key in keys}
