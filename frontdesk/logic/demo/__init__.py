"""A believable practice around any day: seeded, the same every time for a given day. Plain sample data only."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from functools import lru_cache
from pathlib import Path

import pendulum
from peewee import DatabaseError, fn

from frontdesk.db.calendar import Visit, VisitEvent
from frontdesk.db.engine.driver import connect, is_practice
from frontdesk.db.engine.practice_file import PracticeFile
from frontdesk.db.patients import Patient
from frontdesk.db.practice import Setting, Site
from frontdesk.desk import Clock, FixedClock, Outcome, Refused, Undo, Work, change
from frontdesk.logic import accounts, practice
from frontdesk.logic.demo.again import place_again
from frontdesk.logic.demo.around import let_stand, people_around
from frontdesk.logic.demo.course import run
from frontdesk.logic.demo.diary import Diary
from frontdesk.logic.demo.planned import Planned
from frontdesk.logic.demo.register import Register, Sample
from frontdesk.logic.demo.shut import blocks
from frontdesk.logic.demo.span import AHEAD, BACK, Span
from frontdesk.logic.demo.staff import MANAGER, PASSWORD, PRACTICE, SIGN_INS, set_up_staff
from frontdesk.logic.demo.writing import VisitRows, write_around, write_blocks, write_patients, write_series
from frontdesk.settings import DEMO_DAY

__all__ = ["PASSWORD", "build", "made_for", "there"]

FOUNDED_YEARS = 12
BATCHES = (BACK + AHEAD) // 7 + 1

DAY = DEMO_DAY.name
"""The setting that marks a file as a demo practice, and says for which day it was made."""

Progress = Callable[[str, int, int], None]
"""Told after each step: what is being made, how many steps are done, of how many."""


@lru_cache(maxsize=1)
def _plan(now: pendulum.DateTime) -> tuple[list[Sample], list[int], list[Planned]]:
    """Everybody, when each was registered, and every visit with its course; the same for the same moment."""
    span = Span(now)
    people = Register(span.date(0)).fill()
    diary = Diary(span, people)
    visits = diary.fill()
    place_again(span, visits)
    run(span, visits)
    let_stand(people, visits, span.date(0))
    return people, diary.arrivals, visits


@change("demo.register", permission="setup.change", undo=Undo.FINAL)
def register(work: Work) -> Outcome:
    """Register the demo practice's patients."""
    if Patient.select().exists():
        raise Refused("This practice has patients already.", code="exists")
    people, arrivals, _ = _plan(work.desk.now())
    write_patients(people, arrivals, _providers(work))
    write_around(people, work.desk.today(), people_around(people, work.desk.today()))
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


@change("demo.mark", permission="setup.change", undo=Undo.FINAL)
def mark(work: Work) -> Outcome:
    """Note that this is a demo practice, and for which day."""
    day = work.desk.today().isoformat()
    practice.set_practice(work, DAY, day)
    return Outcome(f"Made a demo practice for {day}", ("site", 1), {"setup"}, after={"day": day})


def made_for(path: Path) -> pendulum.Date | None:
    """The day that the demo practice at `path` was made for; None when there is none, or another practice."""
    if not is_practice(path):
        return None
    try:
        with (
            closing(connect(path)) as database,
            database.bind_ctx([Setting], bind_refs=False, bind_backrefs=False),
        ):
            row = Setting.get_or_none(Setting.name == DAY)
    except DatabaseError:  # no practice, or no database at all
        return None
    return None if row is None else pendulum.Date.fromisoformat(row.value)


def there(path: Path, day: pendulum.Date) -> bool:
    """Tell whether the demo practice of that day stands at `path` already."""
    return made_for(Path(path)) == day


def _set_aside(path: Path, day: pendulum.Date) -> None:
    """Keep the demo practice of an earlier day beside the new one: somebody may have tried things in it."""
    if Path(f"{path}-wal").exists():
        raise Refused("The demo practice is still open in another console.", field="db", code="exists")
    for file in (path, Path(f"{path}.drafts")):
        if file.exists():
            file.rename(f"{file}.{day}")


def build(
    path: Path, clock: Clock, *, timezone: str = "America/New_York", progress: Progress | None = None
) -> None:
    """Make the demo practice at `path`, around the day that `clock` shows; raise `Refused` where a practice is.

    A demo practice made for another day is set aside as `<path>.<day>`. Sign-ins are manager, reception,
    clinician, biller and auditor, all with the password `demo`. The file is closed when this returns; when it
    fails there is none.
    """
    path = Path(path)
    now = clock.now().in_timezone(practice.zone_named(timezone))
    earlier = made_for(path)
    if earlier is not None and earlier != now.date():
        _set_aside(path, earlier)
    if path.exists() and path.stat().st_size:
        what = "a practice" if is_practice(path) else "a file that is no practice"
        raise Refused(f"There is {what} at {path} already.", field="db", code="exists")
    making = path.with_name(f"{path.name}.making")  # a kill half-way leaves this, never half a practice at `path`
    _forget(making)
    login, name = MANAGER
    database = accounts.create(
        making,
        FixedClock(now.subtract(years=FOUNDED_YEARS)),
        name=PRACTICE,
        timezone=timezone,
        admin_name=name,
        login=login,
        password=PASSWORD,
    )
    try:
        _fill_up(database, FixedClock(now), timezone, progress or (lambda what, done, of: None))
        database.close()
        making.rename(path)
    finally:
        database.close()
        _forget(making)


def _forget(path: Path) -> None:
    """Remove a file that was not finished, and what lies beside it."""
    for end in ("", "-wal", "-shm", ".lock"):
        Path(f"{path}{end}").unlink(missing_ok=True)


def _fill_up(database: PracticeFile, clock: Clock, timezone: str, progress: Progress) -> None:
    desk = accounts.setup_desk(database, clock, timezone)
    steps = BATCHES + 3
    progress("staff", 0, steps)
    set_up_staff(desk, password_hashes={login: accounts.hashed(PASSWORD) for login, _, _ in SIGN_INS})
    progress("patients", 1, steps)
    register(desk)
    progress("blocks", 2, steps)
    block(desk)
    for batch in range(BATCHES):
        progress("visits", batch + 3, steps)
        fill(desk, batch=batch)
    mark(desk)
    progress("done", steps, steps)
