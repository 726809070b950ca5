"""Finding openings: for one visit, or for visits that belong together."""

from __future__ import annotations

from typing import Any

import pendulum

from frontdesk.db.calendar import Hold, ResourceKind
from frontdesk.db.prepared import prepared
from frontdesk.desk import Desk, view
from frontdesk.logic.calendar.booking import visit_row
from frontdesk.logic.calendar.searching import Found, Search
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
        places=found.places,
        why=why(wish, rank, found.waste, found.places, interpreter=found.interpreter is not None),
    )


@prepared
def _held(visit: int) -> Any:
    beside = Hold.resource_kind.in_([ResourceKind.DEVICE, ResourceKind.INTERPRETER])
    return Hold.select(Hold.resource_kind, Hold.resource).where(Hold.visit == visit, beside)


@view("calendar.sought_for", permission="calendar.see")
def sought_for(desk: Desk, *, visit: int) -> Sought:
    """What is looked for when a visit is to be moved: the same, with the same provider, device and interpreter."""
    row = visit_row(visit)
    provider, held = provider_of(visit), {str(kind): int(resource) for kind, resource in _held(visit)}
    return Sought(
        kind=row.kind_id,
        minutes=int((row.ends - row.starts).total_seconds()) // 60,
        patient=row.patient_id,
        providers=() if provider is None else (provider,),
        device=held.get("device"),
        interpreter=held.get("interpreter"),
        visit=visit,
    )
