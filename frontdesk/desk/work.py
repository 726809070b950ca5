"""What a change works with inside its one transaction."""

from __future__ import annotations

from typing import Any

import pendulum

from frontdesk.db import rows
from frontdesk.db.table import Table
from frontdesk.desk.desk import Desk
from frontdesk.desk.refusal import Stale


class Work:
    """An open transaction: the desk, the moment it began, and the rows touched so far with their versions."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        """Who is at work."""
        self.now: pendulum.DateTime = desk.clock.now()
        """One moment for everything this change writes."""
        self.touched: dict[tuple[str, int], tuple[int, int]] = {}
        """Version of each touched row before (0: it was made) and after this change, by (table, id)."""
        self.topics: set[str] = set()
        """Whose screens it concerns beside those that the change itself names."""

    def add(self, table: type[Table], **values: Any) -> int:
        """Insert a row and return its id; a versioned row counts as touched."""
        row = rows.insert(table, values)
        if "version" in table._meta.fields:
            self.touched[table._meta.table_name, row] = (0, 1)
        return row

    def update(self, table: type[Table], row: int, version: int, **values: Any) -> int:
        """Write values to a row that still has `version`, and return its new version; else raise `Stale`."""
        if not rows.update(table, row, version, values):
            raise Stale("Somebody changed this since it was shown here. Look again, then repeat it.")
        key = (table._meta.table_name, row)
        self.touched[key] = (self.touched.get(key, (version, 0))[0], version + 1)
        return version + 1
