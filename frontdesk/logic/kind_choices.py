"""What a kind of visit may be tied to: providers, rooms, devices, each by a name that no other of them has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from frontdesk.db.calendar import Device, Provider, Room
from frontdesk.db.practice import Person, Site
from frontdesk.db.table import Table
from frontdesk.desk import Desk, view
from frontdesk.logic.kinds import page
from frontdesk.logic.named import told_apart

Rows = list[tuple[int, str]]
"""Rows with their names."""


@dataclass(frozen=True, slots=True)
class KindChoices:
    """Whatever is in use, and what the kind is tied to though it is out of use: `Reyes (off)`."""

    providers: Rows
    rooms: Rows
    devices: Rows


@view("kinds.choices", permission="setup.see")
def choices(desk: Desk, *, kind: int = 0) -> KindChoices:
    """What there is for a kind of visit; 0 for a new one."""
    terms = page(desk, kind=kind).terms if kind else None
    sites = {row.id: row.name for row in Site.select()}
    given = dict(Person.select(Provider.id, Person.given).join(Provider).tuples())
    names = _names(Provider, terms.providers if terms else (), "short")
    return KindChoices(
        told_apart((row.id, name, (given[row.id], sites[row.site_id])) for row, name in names),
        _things(Room, terms.rooms if terms else (), sites),
        _things(Device, terms.devices if terms else (), sites),
    )


def _things(table: type[Table], chosen: Iterable[int], sites: dict[int, str]) -> Rows:
    return told_apart((row.id, name, (sites[row.site_id],)) for row, name in _names(table, chosen, "name"))


def _names(table: type[Table], chosen: Iterable[int], name: str) -> Iterator[tuple[Any, str]]:
    fields = table._meta.fields
    order = [fields[each] for each in ("position", "id") if each in fields]
    for row in table.select().where((fields["hidden"] == 0) | fields["id"].in_(list(chosen))).order_by(*order):
        yield row, f"{getattr(row, name)}{' (off)' if row.hidden else ''}"
