"""Many rows into one table at once: for importers and sample data. Every trigger and check holds for each row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from peewee import __exception_wrapper__ as peewee_errors

from frontdesk.db.table import Table


def insert_rows(table: type[Table], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows inside the open transaction, each a sequence of values for `columns` (the models' field names).

    Values are checked as the fields check them. One prepared statement; about five times as fast as `insert_many`.
    Columns that aren't named get the database's default, not the model's.
    """
    meta: Any = table._meta
    fields = [meta.fields[name] for name in columns]
    names = ", ".join(f'"{field.column_name}"' for field in fields)
    marks = ", ".join("?" * len(fields))
    checks = [field.db_value for field in fields]
    values = [tuple(check(value) for check, value in zip(checks, row, strict=True)) for row in rows]
    with peewee_errors:  # the driver's IntegrityError is not the one that a change turns into a refusal
        meta.database.cursor().executemany(f'INSERT INTO "{meta.table_name}" ({names}) VALUES ({marks})', values)
