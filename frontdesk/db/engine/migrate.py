"""Ordered migrations on `PRAGMA user_version`, and what the schema must look like.

Each numbered file in `schema/` is one step, run in one transaction with foreign keys off and
`foreign_key_check` after, because a table rebuild with keys on deletes cascading children in silence.
A backup is made before an existing practice is touched.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from peewee import SqliteDatabase

from frontdesk.db.engine.driver import APPLICATION, connect, touch_private


class NewerSchema(RuntimeError):
    """The file was written by a newer frontdesk."""


class BrokenMigration(RuntimeError):
    """A step would have left rows that refer to nothing; it was rolled back."""


_OPENING = re.compile(r"\A(\s+|--.*\n?)+")
"""Blanks and comments before a statement."""


def steps() -> list[str]:
    """Every migration's SQL, in order; step n brings a file from version n-1 to n."""
    folder = files("frontdesk.db.engine") / "schema"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".sql"))
    return [(folder / name).read_text(encoding="utf-8") for name in names]


def newest() -> int:
    """The schema version that this program writes."""
    return sum(entry.name.endswith(".sql") for entry in (files("frontdesk.db.engine") / "schema").iterdir())


def version(database: SqliteDatabase) -> int:
    """The schema version of the open file; 0 is an empty file."""
    return int(database.execute_sql("PRAGMA user_version").fetchone()[0])


def split(sql: str) -> list[str]:
    """The statements of one step; the driver's own script call would commit between them."""
    from sqlcipher3.dbapi2 import complete_statement

    statements, pending = [], ""
    for piece in re.split("(?<=;)", sql):
        pending += piece
        if complete_statement(pending):
            statements.append(_OPENING.sub("", pending))
            pending = ""
    rest = _OPENING.sub("", pending).strip()
    return [*statements, rest] if rest else statements


def apply(database: SqliteDatabase, number: int, sql: str) -> None:
    """Run step `number` in one transaction; raise `BrokenMigration` when a reference dangles after it."""
    database.execute_sql("PRAGMA foreign_keys = OFF")
    try:
        with database.atomic("IMMEDIATE"):
            if version(database) >= number:  # a colleague's console was faster
                return
            for statement in split(sql):
                database.execute_sql(statement)
            if dangling := database.execute_sql("PRAGMA foreign_key_check").fetchall():
                raise BrokenMigration(f"Step {number} leaves {len(dangling)} rows in {dangling[0][0]} alone.")
            database.execute_sql(f"PRAGMA application_id = {APPLICATION}")
            database.execute_sql(f"PRAGMA user_version = {number}")
    finally:
        database.execute_sql("PRAGMA foreign_keys = ON")


def backup(database: SqliteDatabase, path: str, number: int) -> Path:
    """Copy the open file to `<path>.before-<number>` in one step, and return where."""
    target = Path(f"{path}.before-{number}")
    touch_private(target)
    copy = connect(target, pragmas={})
    database.connection().backup(copy.connection())
    copy.close()
    return target


def is_behind(database: SqliteDatabase) -> bool:
    """Tell whether steps are missing; raise `NewerSchema` for a file from a newer program."""
    have, ours = version(database), newest()
    if have > ours:
        raise NewerSchema(f"This practice was last used by a newer frontdesk (schema {have}, ours {ours}).")
    return have < ours


def bring_up_to_date(database: SqliteDatabase, path: str, every: Sequence[str]) -> None:
    """Apply what is missing of `every` step; behind the gate, or a second process backs up the first's work."""
    have = version(database)
    if 0 < have < len(every):
        backup(database, path, have + 1)
    for number, sql in enumerate(every, start=1):
        if number > have:
            apply(database, number, sql)


def shape(database: SqliteDatabase) -> dict[tuple[str, str], str]:
    """Every table, index, trigger and view with its SQL, blanks evened out."""
    rows = database.execute_sql("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    return {(kind, name): " ".join(sql.split()) for kind, name, sql in rows if not name.startswith("sqlite_")}


def expected_shape() -> dict[tuple[str, str], str]:
    """What `shape` must be: that of a new, empty practice."""
    database = connect(":memory:", pragmas={})
    for number, sql in enumerate(steps(), start=1):
        apply(database, number, sql)
    wanted = shape(database)
    database.close()
    return wanted


class Difference(NamedTuple):
    """A table, index, trigger or view (`kind`) that is not as it was made, and in what way."""

    kind: str
    name: str
    what: str


def differences(database: SqliteDatabase) -> list[Difference]:
    """What is missing, changed or foreign in the schema."""
    have, want = shape(database), expected_shape()
    missing = [Difference(*key, "is missing") for key in sorted(want.keys() - have.keys())]
    foreign = [Difference(*key, "does not belong here") for key in sorted(have.keys() - want.keys())]
    both = sorted(want.keys() & have.keys())
    changed = [Difference(*key, "was changed") for key in both if want[key] != have[key]]
    return missing + changed + foreign
