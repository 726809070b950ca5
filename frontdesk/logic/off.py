"""What was taken off and may be put back on: providers, rooms, devices, kinds, interpreters, sites, calendars."""

from __future__ import annotations

from typing import Any, NamedTuple

from frontdesk.db.calendar import Device, Interpreter, Provider, Room, VisitKind
from frontdesk.db.practice import BusinessCalendar, Site
from frontdesk.db.table import Table
from frontdesk.desk import Desk, view

TABLES: tuple[tuple[str, type[Table], tuple[str, ...]], ...] = (
    ("provider", Provider, ("short", "credential")),
    ("room", Room, ("name",)),
    ("device", Device, ("name",)),
    ("kind", VisitKind, ("code", "name")),
    ("interpreter", Interpreter, ("name",)),
    ("site", Site, ("name",)),
    ("calendar", BusinessCalendar, ("name",)),
)
"""What can be taken off, by the word that the change which does so has for it; and what it is called by."""


class OffLine(NamedTuple):
    """Something that was taken off; `site` is None for what is at no site."""

    word: str
    id: int
    version: int
    name: str
    site: int | None = None


@view("practice.off", permission="setup.see")
def off(desk: Desk) -> tuple[OffLine, ...]:
    """All that was taken off, sort by sort, by name."""
    return tuple(line for word, table, names in TABLES for line in _lines(word, table, names))


def _lines(word: str, table: type[Table], names: tuple[str, ...]) -> list[OffLine]:
    fields: dict[str, Any] = table._meta.fields
    rows = table.select().where(fields["hidden"] == 1).order_by(*(fields[name] for name in names), fields["id"])
    return [
        OffLine(
            word, int(row.id), int(row.version), " ".join(filter(None, (getattr(row, name) for name in names))),
            row.site_id if "site" in fields else None,
        )
        for row in rows
    ]  # fmt: skip
