"""The class every table derives from."""

from __future__ import annotations

from peewee import Model

from frontdesk.db.engine.driver import models_database


class Table(Model):
    """A table of the practice; DDL stands in `engine/schema`, the classes only name the columns."""

    class Meta:
        """Binding and naming."""

        database = models_database
        legacy_table_names = False


def version_now(table: str, row: int) -> int:
    """The version that a row of a table has; 0 when there is no such row."""
    found = models_database.execute_sql(f'SELECT version FROM "{table}" WHERE id = ?', (row,)).fetchone()
    return 0 if found is None else int(found[0])
