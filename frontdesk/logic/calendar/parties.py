"""Group visits: several patients share one time of a provider, each with a visit of their own.

A group takes as many as its kind did when it was made, or does by now, whichever is more.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from peewee import fn

from frontdesk.db.calendar import Hold, Party, ResourceKind, Visit, VisitKind
from frontdesk.db.prepared import prepared
from frontdesk.db.rows import get
from frontdesk.desk import Refused, Work


class Meeting(NamedTuple):
    """A group that is on; epoch seconds."""

    party: int
    kind: int
    size: int
    capacity: int
    ends: int
    """When its visits end."""
    until: int
    """Until when the provider is kept free for it."""

    @property
    def places(self) -> int:
        """Places left."""
        return self.capacity - self.size


def _on(condition: Any) -> Any:
    """Groups with what is on of them; a visit `but` is not in them."""
    capacity = fn.MAX(fn.MAX(Party.capacity, VisitKind.capacity))
    return (
        Hold.select(Hold.party, Party.kind, fn.COUNT(Hold.id), capacity, fn.MAX(Visit.ends), fn.MAX(Hold.ends))
        .join(Party, on=(Hold.party == Party.id))
        .join_from(Party, VisitKind, on=(Party.kind == VisitKind.id))
        .join_from(Hold, Visit, on=(Hold.visit == Visit.id))
        .where(Hold.resource_kind == ResourceKind.PROVIDER, Hold.live == 1, condition)
        .group_by(Hold.party)
        .order_by(Hold.party)
    )


@prepared
def _from(provider: int, starts: int, but: int) -> Any:
    return _on((Hold.resource == provider) & (Hold.starts == starts) & (Hold.visit != but))


@prepared
def _one(party: int, but: int) -> Any:
    return _on((Hold.party == party) & (Hold.visit != but))


def meetings(provider: int, starts: int, but: int = 0) -> list[Meeting]:
    """The groups that begin then with a provider, a visit `but` not counted."""
    return [Meeting(*row) for row in _from(provider, starts, but)]


def others_of(party: int, but: int) -> int:
    """How many are in a group beside a visit."""
    row = _one.first(party, but)
    return 0 if row is None else Meeting(*row).size


def group_at(
    provider: int, span: tuple[int, int], kind: VisitKind, *, overbook: str, any_length: bool = False, but: int = 0
) -> Meeting | None:
    """The group of a kind that begins then; raise `Refused`, code `overlap`, when it is full and nobody insists.

    Whoever says how long the visit is to be joins one that is as long; `any_length`: whoever does not, joins any.
    """
    if kind.capacity < 2:
        return None
    of_kind = [each for each in meetings(provider, span[0], but) if each.kind == kind.id]
    there = [each for each in of_kind if each.ends == span[1]] or (of_kind if any_length else [])
    if not there:
        return None
    group = next((each for each in there if each.places > 0), there[0])
    if group.places <= 0 and not overbook:
        raise Refused(f"The group is full: {group.size} of {group.capacity}.", field="starts", code="overlap")
    return group


def party_for(work: Work, kind: VisitKind, party: int | None) -> int | None:
    """The group that a visit goes into, as big as its kind is by now; a new one where there is none.

    None for a kind that takes a single patient.
    """
    if party is None:
        return work.add(Party, kind=kind.id, capacity=kind.capacity) if kind.capacity > 1 else None
    row = get(Party, party)
    if row.kind_id == kind.id and row.capacity < kind.capacity:
        work.update(Party, party, int(row.version), capacity=int(kind.capacity))
    return party


def is_full(party: int, but: int = 0) -> bool:
    """Whether everybody that the group holds is there, a visit `but` not counted."""
    row = _one.first(party, but)
    return row is not None and Meeting(*row).places <= 0
