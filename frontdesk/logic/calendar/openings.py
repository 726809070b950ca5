"""Finding openings: for one visit, or for visits that belong together."""

from __future__ import annotations

from typing import Any

import pendulum

from frontdesk.db.calendar import Hold, ResourceKind
from frontdesk.db.prepared import prepared
from frontdesk.desk import Desk, view
from frontdesk.logic.calendar.booking import visit_row
from frontdesk.logic.calendar.interpreters import interpreter_of
from frontdesk.logic.calendar.searching import Found, Search
from frontdesk.logic.calendar.snapshot import OFF
from frontdesk.logic.calendar.sought import Miss, Opening, Sought, ranks, why
from frontdesk.logic.calendar.words import provider_of


@view("calendar.openings", permission="calendar.see")
def openings(desk: Desk, wish: Sought, limit: int = 5) -> tuple[Opening, ...]:
    """The first openings for a visit, best first; raises `Refused` at the field that leaves no hope."""
    search = Search(desk, wish)
    found: list[Opening] = []
    for rank in ranks(wish):
        found += [opening(search, rank, each) for each in search.soonest(rank, limit - len(found))]
        if len(found) >= limit:
            break
    return tuple(found)


def opening(search: Search, rank: Miss, found: Found) -> Opening:
    """What was found, as the caller needs it."""
    needs, wish = search.needs, search.wish
    zone = needs.who[found.provider].zone
    return Opening(
        provider=found.provider,
        starts=pendulum.from_timestamp(found.starts).in_timezone(zone),
        ends=pendulum.from_timestamp(found.ends).in_timezone(zone),
        minutes=needs.minutes,
        kind=wish.kind,
        patient=wish.patient,
        room=found.room,
        device=found.device,
        interpreter=found.interpreter,
        language=wish.language,
        places=found.places,
        why=why(wish, rank, found.waste, found.places, interpreter=found.interpreter is not None),
    )


@prepared
def _device(visit: int) -> Any:
    return Hold.select(Hold.resource).where(Hold.visit == visit, Hold.resource_kind == ResourceKind.DEVICE)


@view("calendar.sought_for", permission="calendar.see")
def sought_for(desk: Desk, *, visit: int) -> Sought:
    """What is looked for when a visit is moved or placed again: the same provider, device and interpreter.

    For one that is placed again and had no interpreter yet, one who is free is welcome.
    """
    row = visit_row(visit)
    provider, device, who = provider_of(visit), _device.first(visit), interpreter_of(row)
    to_be_found = who is None and row.place in OFF and bool(row.interpreter_language)
    return Sought(
        kind=row.kind_id,
        minutes=int((row.ends - row.starts).total_seconds()) // 60,
        patient=row.patient_id,
        providers=() if provider is None else (provider,),
        device=None if device is None else int(device[0]),
        interpreter=who,
        language=str(row.interpreter_language) if to_be_found or who is not None else "",
        confirmed=not to_be_found,
        visit=visit,
    )
