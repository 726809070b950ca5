"""A believable practice around any day: seeded, the same every time for a given day. Plain sample data only."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import pendulum
from peewee import fn

from frontdesk.db.calendar import Visit, VisitEvent
from frontdesk.db.engine.practice_file import PracticeFile
from frontdesk.db.patients import Patient
from frontdesk.db.practice import Site
from frontdesk.desk import Clock, FixedClock, Outcome, Refused, Undo, Work, change
from frontdesk.logic import accounts, practice
from frontdesk.logic.demo.course import run
from frontdesk.logic.demo.diary import Diary
from frontdesk.logic.demo.planned import Planned
from frontdesk.logic.demo.register import Register, Sample
from frontdesk.logic.demo.shut import blocks
from frontdesk.logic.demo.span import AHEAD, BACK, Span
from frontdesk.logic.demo.staff import MANAGER, PASSWORD, PRACTICE, SIGN_INS, set_up_staff
from frontdesk.logic.demo.writing import VisitRows, write_blocks, write_patients, write_series

__all__ = ["PASSWORD", "build"]

FOUNDED_YEARS = 12
BATCHES = (BACK + AHEAD) // 7 + 1

Progress = Callable[[int, int], None]
"""Told after each batch: how many are done, of how many."""


@lru_cache(maxsize=1)
def _plan(now: pendulum.DateTime) -> tuple[list[Sample], list[int], list[Planned]]:
    """Everybody, when each was registered, and every visit with its course; the same for the same moment."""
    span = Span(now)
    people = Register(span.date(0)).fill()
    diary = Diary(span, people)
    visits = diary.fill()
    run(span, visits)
    return people, diary.arrivals, visits


@change("demo.register", permission="setup.change", undo=Undo.FINAL)
def register(work: Work) -> Outcome:
    """Register the demo practice's patients."""
    if Patient.select().exists():
        raise Refused("This practice has patients already.", code="exists")
    people, arrivals, _ = _plan(work.desk.now())
    write_patients(people, arrivals)
    return Outcome(
        f"Registered {len(people)} patients", ("site", 1), {"patients"}, after={"patients": len(people)}
    )


@change("demo.block", permission="setup.change", undo=Undo.FINAL)
def block(work: Work) -> Outcome:
    """Lay the demo practice's blocks and leave."""
    span = Span(work.desk.now())
    count = write_blocks(work, span, _providers(work), blocks(span))
    write_series(span, _plan(span.now)[2])
    return Outcome(f"Laid {count} blocks", ("site", 1), {"setup"}, after={"blocks": count})


@change("demo.fill", permission="setup.change", undo=Undo.FINAL)
def fill(work: Work, *, batch: int) -> Outcome:
    """Book a week of the demo practice's visits, past ones with all that happened."""
    span = Span(work.desk.now())
    days = range(-BACK + 7 * batch, -BACK + 7 * (batch + 1))
    visits = [visit for visit in _plan(span.now)[2] if visit.offset in days]
    rooms = [room.id for room in practice.rooms(work.desk)]
    first, event = (int(table.select(fn.MAX(table.id)).scalar() or 0) + 1 for table in (Visit, VisitEvent))
    site = Site.select().order_by(Site.id).get()
    VisitRows(site.id, _providers(work), rooms, first, event).write(visits)
    topics = {f"day:{span.date(offset)}" for offset in days}
    return Outcome(f"Booked {len(visits)} visits", ("site", site.id), topics, after={"visits": len(visits)})


def _providers(work: Work) -> list[int]:
    return [card.id for card in practice.providers(work.desk)]


def build(
    path: Path, clock: Clock, *, timezone: str = "America/New_York", progress: Progress | None = None
) -> None:
    """Make the demo practice at `path`, around the day that `clock` shows; raise `Refused` when there is a file.

    Sign-ins are manager, reception, clinician, biller and auditor, all with the password `demo`. The file is
    closed when this returns; when it fails there is none.
    """
    path = Path(path)
    now = clock.now().in_timezone(practice.zone_named(timezone))
    login, name = MANAGER
    database = accounts.create(
        path,
        FixedClock(now.subtract(years=FOUNDED_YEARS)),
        name=PRACTICE,
        timezone=timezone,
        admin_name=name,
        login=login,
        password=PASSWORD,
    )
    try:
        _fill_up(database, FixedClock(now), timezone, progress or (lambda done, of: None))
    except BaseException:
        database.close()
        for leftover in (path, *(Path(f"{path}{end}") for end in ("-wal", "-shm", ".lock"))):
            leftover.unlink(missing_ok=True)
        raise
    database.close()


def _fill_up(database: PracticeFile, clock: Clock, timezone: str, progress: Progress) -> None:
    desk = accounts.setup_desk(database, clock, timezone)
    steps = BATCHES + 3
    set_up_staff(desk, password_hashes={login: accounts.hashed(PASSWORD) for login, _, _ in SIGN_INS})
    progress(1, steps)
    register(desk)
    progress(2, steps)
    block(desk)
    progress(3, steps)
    for batch in range(BATCHES):
        fill(desk, batch=batch)
        progress(batch + 4, steps)
