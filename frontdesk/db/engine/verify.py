"""What the engine can verify by itself: damage, dangling references, who may read the files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from peewee import DatabaseError, SqliteDatabase
from sqlcipher3 import dbapi2

UNREADABLE = (DatabaseError, dbapi2.DatabaseError)
"""What a damaged file raises: peewee's error when a query is run, the driver's own when its rows are fetched."""

COMPANIONS = ("", "-wal", "-shm", ".lock", ".drafts", ".drafts-wal", ".drafts-shm")
"""Endings of the files that one practice has."""


@dataclass(frozen=True, slots=True)
class Dangling:
    """A row that refers to a row of `parent` that is not there."""

    table: str
    row: int
    parent: str


def damage(database: SqliteDatabase) -> list[str]:
    """What is wrong with pages, indexes and the rows' constraints, in SQLite's words; empty when nothing is."""
    said = [row[0] for row in database.execute_sql("PRAGMA integrity_check").fetchall()]
    return [] if said == ["ok"] else said


def dangling(database: SqliteDatabase) -> Iterator[Dangling]:
    """Every row with a reference that leads nowhere."""
    for table, row, parent, _ in database.execute_sql("PRAGMA foreign_key_check").fetchall():
        yield Dangling(table, row, parent)


def open_to_others(path: Path) -> list[tuple[str, int]]:
    """Name and mode of each of the practice's files that others than its owner may read or write."""
    files = [Path(f"{path}{ending}") for ending in COMPANIONS]
    modes = [(file.name, file.stat().st_mode & 0o777) for file in files if file.exists()]
    return [(name, mode) for name, mode in modes if mode & 0o077]
