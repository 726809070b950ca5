"""Openings on random calendars: what is offered can be booked, and asking on every line finds no other."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings

from frontdesk.db.calendar import VisitKind
from frontdesk.desk import Refused, undo
from frontdesk.logic import calendar
from frontdesk.logic.calendar.openings import openings
from frontdesk.logic.calendar.sought import RANKS, Opening, Sought
from tests.elm import Elm, open_copy
from tests.logic.scenes import DAYS, STRANGER, Scene, every_line, missing, scenes, set_the_scene, wishes

LIMIT = 12
LONG = bool(os.environ.get("FRONTDESK_LONG"))
SETTINGS = settings(
    max_examples=2000 if LONG else 60,
    deadline=None,
    derandomize=not LONG,
    phases=list(Phase) if LONG else [Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


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
