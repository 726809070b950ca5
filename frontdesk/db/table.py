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
