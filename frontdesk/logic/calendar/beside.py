"""What a visit has beside its patient and its provider: a room, a device, an interpreter."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pendulum

from frontdesk.db.calendar import Hold, Provider, ResourceKind, Visit
from frontdesk.db.rows import find, get, insert
from frontdesk.desk import Desk
from frontdesk.logic.calendar.kind_rules import rules_of
from frontdesk.logic.calendar.rules import BESIDE, Slot, Taken, in_the_way, overlapping, serves_any_number
from frontdesk.logic.calendar.words import provider_of


def with_its_own(wish: Slot) -> Slot:
    """The wish with a free room and device of its kind where it names none; without where none is free."""
    rules, provider = rules_of(wish.kind), find(Provider, wish.provider)
    if provider is None:
        return wish
    room, device = wish.room, wish.device
    if room is None and rules.rooms:
        room = _first_free(wish, ResourceKind.ROOM, rules.rooms, provider.site_id)
    if device is None and rules.devices:
        device = _first_free(wish, ResourceKind.DEVICE, rules.devices, provider.site_id)
    return replace(wish, room=room, device=device)


def _first_free(wish: Slot, kind: ResourceKind, rows: frozenset[int], site: int) -> int | None:
    """The first that nothing else takes then; before it the one where the group is."""
    first: int | None = None
    for number in sorted(rows):
        row = find(BESIDE[kind], number)
        if row is None or row.hidden or row.site_id != site:
            continue
        parties = {hold.party for hold in in_the_way(kind, number, wish.span, wish)}
        if wish.party is not None and parties == {wish.party}:
            return number
        if not parties and first is None:
            first = number
    return first


def chosen_for(visit: int, *named: int | None) -> list[str]:
    """The names of a visit's room and device, where they were not `named` but taken of those for its kind."""
    kinds = [
        kind for kind, row in zip((ResourceKind.ROOM, ResourceKind.DEVICE), named, strict=True) if row is None
    ]
    holds = (
        Hold.select().where(Hold.visit == visit, Hold.resource_kind.in_(kinds), Hold.live == 1).order_by(Hold.id)
    )
    return [str(get(BESIDE[hold.resource_kind], hold.resource).name) for hold in holds]


def take_rest_if_free(desk: Desk, visit: int, starts: pendulum.DateTime, ends: pendulum.DateTime) -> None:
    """Keep the visit's room, device and interpreter where they are free then, at its site and for its kind.

    Else, and when they are out of use, they are let go. What its own group has is free for it. The visit's row
    says already of which kind it is, in which group, and whether it has an interpreter.
    """
    row, provider = get(Visit, visit), provider_of(visit)
    site = None if provider is None else get(Provider, provider).site_id
    span = int(starts.timestamp()), int(ends.timestamp())
    beside = [ResourceKind.ROOM, ResourceKind.DEVICE]
    if row.interpreter_mode is not None:
        beside.append(ResourceKind.INTERPRETER)
    holds = Hold.select().where(Hold.visit == visit, Hold.resource_kind.in_(beside)).order_by(Hold.id.desc())
    kept: set[ResourceKind] = set()
    for hold in holds:
        kind = ResourceKind(hold.resource_kind)
        live = (
            kind not in kept
            and _will_do(row, kind, hold.resource, site)
            and not serves_any_number(kind, hold.resource)
            and all(_with_group(row, each, span) for each in overlapping(kind, hold.resource, *span, visit))
        )
        kept |= {kind} if live else set()
        Hold.update(live=live, overbooked=False, party=row.party_id).where(Hold.id == hold.id).execute()


def _will_do(visit: Visit, kind: ResourceKind, resource: int, site: int | None) -> bool:
    """Whether it is in use, at that site, and for that kind of visit."""
    row = find(BESIDE[kind], resource)
    if row is None or row.hidden or site not in (None, getattr(row, "site_id", site)):
        return False
    return rules_of(visit.kind_id).takes(kind, resource)


def _with_group(visit: Visit, hold: Taken, span: tuple[int, int]) -> bool:
    """Whether it is held by somebody of the visit's own group."""
    return visit.party_id is not None and hold.party == visit.party_id and (hold.starts, hold.ends) == span


def room_of(visit: int) -> int | None:
    """The room that a visit holds."""
    held = (Hold.visit == visit) & (Hold.resource_kind == ResourceKind.ROOM) & (Hold.live == 1)
    hold = Hold.get_or_none(held)
    return None if hold is None else int(hold.resource)


def put_beside(visit: int, wish: Slot) -> None:
    """Give the visit the wish's room and device, where it names them, instead of those that it has."""
    for kind, resource in ((ResourceKind.ROOM, wish.room), (ResourceKind.DEVICE, wish.device)):
        if resource is not None:
            _put(visit, kind, resource, wish)


def _put(visit: int, kind: ResourceKind, resource: int, wish: Slot) -> None:
    """Let it take the place of the other one in the same row."""
    mine = (Hold.visit == visit) & (Hold.resource_kind == kind)
    starts, ends = wish.span
    blocked = any(each.block for each in overlapping(kind, resource, starts, ends))
    taken: dict[str, Any] = {"resource": resource, "live": True, "starts": starts, "ends": ends}
    taken |= {"overbooked": blocked, "party": wish.party}
    rows = [row.id for row in sorted(Hold.select().where(mine), key=lambda row: row.resource != resource)]
    if not rows:
        insert(Hold, {"visit": visit, "resource_kind": kind, **taken})
        return
    Hold.update(live=False).where(mine, Hold.id != rows[0]).execute()
    Hold.update(**taken).where(Hold.id == rows[0]).execute()
