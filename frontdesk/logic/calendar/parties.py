"""Group visits: several patients share one time of a provider, each with a visit of their own."""

from __future__ import annotations

from typing import Any

from frontdesk.db.calendar import Hold, Party, ResourceKind, VisitKind
from frontdesk.db.prepared import prepared
from frontdesk.desk import Refused, Work


@prepared
def _parties(provider: int, starts: int, ends: int, kind: int) -> Any:
    """Groups of a kind at exactly that time of the provider."""
    return (
        Hold.select(Hold.party, Party.capacity)
        .join(Party, on=(Hold.party == Party.id))
        .where(
            Hold.resource_kind == ResourceKind.PROVIDER,
            Hold.resource == provider,
            Hold.starts == starts,
            Hold.ends == ends,
            Hold.live == 1,
            Party.kind == kind,
        )
    )


def party_at(provider: int, span: tuple[int, int], kind: VisitKind, *, overbook: str) -> int | None:
    """The group that is on there already; raise `Refused`, code `overlap`, when it is full and nobody insists."""
    if kind.capacity < 2:
        return None
    there = _parties(provider, *span, kind.id)
    if not there:
        return None
    party, capacity = there[0]
    if len(there) >= capacity and not overbook:
        raise Refused(f"The group is full: {len(there)} of {capacity}.", field="starts", code="overlap")
    return int(party)


def new_party(work: Work, kind: VisitKind) -> int | None:
    """A group for a kind that is one; None for a kind that takes a single patient."""
    return work.add(Party, kind=kind.id, capacity=kind.capacity) if kind.capacity > 1 else None


def is_full(party: int) -> bool:
    """Whether everybody that the group holds is there."""
    live = Hold.select().where(Hold.party == party, Hold.resource_kind == ResourceKind.PROVIDER, Hold.live == 1)
    return bool(live.count() >= Party.get_by_id(party).capacity)
