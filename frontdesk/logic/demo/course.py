"""What happens to a booked visit: arrivals, waits, rooms, and the few that go another way."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence

from frontdesk.db.calendar import Place
from frontdesk.logic.demo.planned import Planned, Step
from frontdesk.logic.demo.span import Span
from frontdesk.logic.demo.staff import ROOMS

MISTAKEN = 0.004
"""How often somebody is marked as here by mistake."""


def run(span: Span, visits: Sequence[Planned]) -> None:
    """Give every visit its steps up to now, and a room where it takes one."""
    draw = random.Random(f"{span.date(0)} course")
    _be_late(span, visits)
    days: dict[tuple[int, int], list[Planned]] = defaultdict(list)
    for visit in visits:
        visit.steps.append(Step(visit.booked, Place.SCHEDULED))
        days[visit.offset, visit.provider].append(visit)
    for same in days.values():
        _provider_day(draw, sorted(same, key=lambda visit: visit.starts))
    for visit in visits:
        visit.steps = [step for step in visit.steps if step.at <= span.present]
    _be_here(span, visits)
    _give_rooms(visits)


def _be_late(span: Span, visits: Sequence[Planned]) -> None:
    """Somebody whose visit began a few minutes ago isn't here yet."""
    for visit in visits:
        if visit.fate is None and visit.offset == 0 and 300 <= span.present - visit.starts <= 1500:
            visit.fate = Place.SCHEDULED
            return


def _be_here(span: Span, visits: Sequence[Planned]) -> None:
    """While the practice is open somebody just came and somebody was just roomed, whatever the draw."""
    now = span.present
    today = [visit for visit in visits if visit.offset == 0 and visit.fate is None]
    soon = [visit for visit in today if len(visit.steps) == 1 and -300 < visit.starts - now < 2400]
    courses = (
        ((70, Place.ARRIVED),),
        ((540, Place.ARRIVED), (430, Place.CHECKED_IN), (100, Place.ROOMED)),
    )
    for course in courses:
        missing = not any(visit.place is course[-1][1] for visit in today)
        fit = (visit for visit in soon if visit.booked < now - course[0][0] and len(visit.steps) == 1)
        if missing and (visit := next(fit, None)):
            visit.steps += [Step(now - ago, place) for ago, place in course]


def _provider_day(draw: random.Random, visits: Sequence[Planned]) -> None:
    """One after the other, as the provider gets to them: who is late makes the next ones wait."""
    free = 0
    for visit in visits:
        if visit.fate is Place.CANCELLED:
            visit.steps.append(Step(visit.cancelled_at, Place.CANCELLED))
        elif visit.fate is Place.NO_SHOW:
            visit.steps.append(Step(visit.starts + draw.randint(1200, 2400), Place.NO_SHOW))
        elif visit.fate is Place.LEFT:
            _leave(draw, visit)
        elif visit.fate is None and visit.offset <= 0:
            free = _see(draw, visit, free)


def _arrive(draw: random.Random, visit: Planned) -> int:
    """Mostly a few minutes early; return when the patient is checked in."""
    at = max(visit.starts - int(draw.triangular(-700, 1700, 600)), visit.booked + 300)
    if draw.random() < MISTAKEN:
        visit.steps.append(Step(at - 240, Place.ARRIVED))
        visit.steps.append(Step(at - 150, Place.SCHEDULED, retracts=len(visit.steps) - 1))
    visit.steps.append(Step(at, Place.ARRIVED))
    checked_in = at + draw.randint(60, 480)
    visit.steps.append(Step(checked_in, Place.CHECKED_IN))
    return checked_in


def _leave(draw: random.Random, visit: Planned) -> None:
    """Waits, and goes home unseen."""
    checked_in = _arrive(draw, visit)
    visit.steps.append(Step(checked_in + draw.randint(2400, 4800), Place.LEFT))


def _see(draw: random.Random, visit: Planned, free: int) -> int:
    """From the door to the check-out, while the provider is busy until `free`; return until when after it."""
    checked_in = _arrive(draw, visit)
    roomed = max(checked_in + draw.randint(60, 240), visit.starts - 420, free - 720)
    ready = roomed + draw.randint(180, 480)
    seen = max(ready + draw.randint(30, 180), free, visit.starts - 120)
    out = seen + int(60 * visit.minutes * draw.triangular(0.55, 1.35, 0.85))
    done = out + draw.randint(90, 420)
    places = (Place.ROOMED, Place.READY, Place.WITH_PROVIDER, Place.CHECKOUT, Place.DONE)
    visit.steps += [Step(at, place) for at, place in zip((roomed, ready, seen, out, done), places, strict=True)]
    return out + draw.randint(30, 150)


def _give_rooms(visits: Sequence[Planned]) -> None:
    """The first free room for whoever was roomed, the last one kept for procedures."""
    until = [0] * len(ROOMS)
    for visit in sorted(visits, key=lambda visit: visit.starts):
        if not visit.stands or (visit.kind != "PRC" and len(visit.steps) < 4):
            continue
        wanted = range(len(ROOMS) - 1, -1, -1) if visit.kind == "PRC" else range(len(ROOMS) - 1)
        for room in wanted:
            if until[room] <= visit.starts:
                until[room], visit.room = visit.ends, room
                break
