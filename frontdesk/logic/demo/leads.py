"""How far ahead people book, register and confirm at the demo practice."""

from __future__ import annotations

import random

from frontdesk.logic.demo.register import Sample
from frontdesk.logic.demo.span import Span

DAY = 86_400
OPENS, CLOSES = 8 * 60, 17 * 60


def registered_at(span: Span, position: int, person: Sample) -> int:
    """When a person was registered: some minute of that day, and before now."""
    minute = OPENS + (position * 37) % (CLOSES - OPENS)
    back = person.registered
    at = span.at(-back, minute) if back <= 60 else span.at(0, minute) - back * DAY
    return min(at, span.present - 1800)


def booked_at(draw: random.Random, span: Span, code: str, offset: int, starts: int, registered: int) -> int:
    """When a visit was booked: after the patient was registered, before it begins and before now."""
    latest = min(starts, span.present) - 900
    if code == "NEW":
        return min(registered + draw.randint(120, 900), latest)
    if code == "URG":
        at = starts - draw.randint(2400, 20 * 3600)
    else:
        at = _office_hour(draw, span, offset - 1 - min(120, int(draw.expovariate(1 / 24))))
    if at > latest:
        at = _office_hour(draw, span, -draw.randint(1, 45))
    if at > latest:
        at = latest - draw.randint(0, 3600)
    return max(at, registered + 120)


def _office_hour(draw: random.Random, span: Span, offset: int) -> int:
    """Some minute of that day, or of the Friday before a weekend; the clocks' changes don't matter here."""
    offset -= max(0, span.weekday(offset) - 4)
    return span.at(0, 0) + offset * DAY + draw.randint(OPENS, CLOSES) * 60


def confirmed(draw: random.Random, offset: int) -> bool:
    """Whether the patient confirmed: nearly all who came, most of the next days, hardly anybody after."""
    chance = 0.85 if offset <= 0 else 0.7 if offset <= 2 else 0.3 if offset <= 7 else 0.03
    return draw.random() < chance
