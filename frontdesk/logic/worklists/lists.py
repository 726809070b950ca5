"""What is open, in the order in which to do it, and how much of it is due."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import pendulum
from peewee import JOIN, fn

from frontdesk.db.practice import Account, Person, WorklistAttempt, WorklistItem
from frontdesk.db.prepared import prepared
from frontdesk.desk import Desk, Refused, view
from frontdesk.logic.worklists.kinds import PASSING, full_name, kind_named, role_name


class Item(NamedTuple):
    """Something to do."""

    id: int
    version: int
    kind: str
    subject: int
    owner: int | None
    whom: str
    """For whom: a person's or a role's name; empty for whoever comes first."""
    mine: bool
    """For the person who asks, or for a role that the person has."""
    due: pendulum.Date | None
    due_at: pendulum.DateTime | None
    """In the practice's zone."""
    overdue: bool
    urgent: bool
    note: str
    tries: int
    tried_at: pendulum.DateTime | None
    """The last time somebody tried in vain, in the practice's zone."""


_LOOKS = (
    WorklistItem.id, WorklistItem.version, WorklistItem.kind, WorklistItem.subject, WorklistItem.owner,
    WorklistItem.role, WorklistItem.due, WorklistItem.due_at, WorklistItem.urgent, WorklistItem.note,
    Person.given, Person.family,
)  # fmt: skip


WIDTH = len(_LOOKS) + 2
"""How many columns of a row are the item's."""


def items_query(*more: Any) -> Any:
    """Items with their owner's name and how often somebody tried, and more columns; rows for `item_of`."""
    tries = WorklistAttempt.select(fn.COUNT(WorklistAttempt.id)).where(
        WorklistAttempt.item == WorklistItem.id, WorklistAttempt.withdrawn == 0
    )
    last = WorklistAttempt.select(fn.MAX(WorklistAttempt.at)).where(
        WorklistAttempt.item == WorklistItem.id, WorklistAttempt.withdrawn == 0
    )
    return (
        WorklistItem.select(*_LOOKS, tries, last, *more)
        .join(Account, JOIN.LEFT_OUTER, on=(Account.id == WorklistItem.owner))
        .join(Person, JOIN.LEFT_OUTER, on=(Person.id == Account.person))
    )


def item_of(desk: Desk, row: tuple[Any, ...]) -> Item:
    """An item out of a row as the driver gives it, the columns of `items_query` first."""
    key, version, sort, subject, owner, role, due, due_at, urgent, note, given, family, tries, last = row[:WIDTH]
    day = pendulum.Date.fromisoformat(due) if due else None
    at, tried = (pendulum.from_timestamp(t).in_timezone(desk.zone) if t else None for t in (due_at, last))
    late = day is not None and (day < desk.today() or (at is not None and at <= desk.now()))
    whom = full_name(given, family) if owner else role_name(role)
    mine = owner is not None and owner == desk.who.account if owner else role in desk.who.roles
    return Item(
        key, version, sort, subject, owner, whom, mine, day, at, late, bool(urgent), note, tries, tried
    )  # fmt: skip


@prepared
def _open(kind: str) -> Any:
    return items_query().where(WorklistItem.kind == kind, WorklistItem.closed_at.is_null())


def in_order(items: Iterable[Item]) -> tuple[Item, ...]:
    """What to do first at the top: urgent, then mine, then by due."""
    never = pendulum.Date(9999, 12, 31)

    def rank(item: Item) -> tuple[Any, ...]:
        at = int(item.due_at.timestamp()) if item.due_at else 1 << 40
        return (not item.urgent, not item.mine, item.due or never, at, item.id)

    return tuple(sorted(items, key=rank))


def _need(desk: Desk, kind: str) -> None:
    """Raise `Refused` unless this person may see the items of a kind, and there is such a kind."""
    known = kind_named(kind)
    if known is None:
        raise Refused(f"There is no kind of items called {kind!r}.", code="kind")
    desk.need(known.sees)


@view("worklists.open_items", permission="")
def open_items(desk: Desk, *, kind: str) -> tuple[Item, ...]:
    """The open items of a kind, what to do first at the top; asks for the kind's own permission."""
    _need(desk, kind)
    return in_order(item_of(desk, row) for row in _open(kind))


@prepared
def _count(kind: str) -> Any:
    return WorklistItem.select(fn.COUNT(WorklistItem.id)).where(
        WorklistItem.kind == kind, WorklistItem.closed_at.is_null()
    )


@view("worklists.open_count", permission="")
def open_count(desk: Desk, *, kind: str) -> int:
    """How many items of a kind are open; asks for the kind's own permission."""
    _need(desk, kind)
    row = _count.first(kind)
    return int(row[0]) if row else 0


@prepared
def _due(day: pendulum.Date, account: int, roles: list[str], passing: tuple[str, ...]) -> Any:
    over = WorklistItem.kind.in_(passing) & (WorklistItem.due < day)
    still = WorklistItem.closed_at.is_null() & (WorklistItem.due <= day) & ~over
    mine = still & (WorklistItem.owner == account)
    ours = still & WorklistItem.owner.is_null() & WorklistItem.role.in_(roles) & (WorklistItem.role != "")
    return WorklistItem.select(fn.COUNT(WorklistItem.id)).where(mine | ours)


@view("worklists.due_count", permission="")
def due_count(desk: Desk) -> int:
    """How much is due today or overdue for this person, or for a role that the person has."""
    roles = sorted(map(str, desk.who.roles))
    row = _due.first(desk.today(), desk.who.account or 0, roles or [""], PASSING)
    return int(row[0]) if row else 0
