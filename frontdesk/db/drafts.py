"""What people are typing, in a file of its own beside the practice's.

Not in the practice's file: a draft is no change, is not audited, and must neither wait for the write gate
nor wake the other consoles.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

from peewee import SqliteDatabase

from frontdesk.db.engine.driver import connect

DDL = """
CREATE TABLE IF NOT EXISTS draft (
  id INTEGER PRIMARY KEY,
  account INTEGER NOT NULL,
  form TEXT NOT NULL,
  subject TEXT NOT NULL,
  request TEXT NOT NULL,
  written TEXT NOT NULL,
  at INTEGER NOT NULL,
  UNIQUE (account, request)
) STRICT
"""


class Draft(NamedTuple):
    """A form left half-way: which, about what, its request id, what was typed, when (epoch seconds)."""

    id: int
    form: str
    subject: str
    request: str
    values: dict[str, str]
    at: int


class DraftFile:
    """The drafts of every account of one practice."""

    def __init__(self, practice: Path) -> None:
        self._database: SqliteDatabase = connect(
            Path(f"{practice}.drafts"),
            pragmas={"journal_mode": "wal", "synchronous": "FULL", "busy_timeout": 2000},
        )
        self._database.execute_sql(DDL)

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def keep(self, account: int, form: str, subject: str, request: str, values: dict[str, str], at: int) -> Draft:
        """Write what is typed in the form with that request id."""
        row = self._database.execute_sql(
            "INSERT INTO draft (account, form, subject, request, written, at) VALUES (?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (account, request) DO UPDATE SET subject = excluded.subject, written = excluded.written, "
            "at = excluded.at RETURNING id",
            (account, form, subject, request, json.dumps(values, ensure_ascii=False), at),
        ).fetchone()
        return Draft(row[0], form, subject, request, dict(values), at)

    def drop(self, account: int, draft: int) -> None:
        """Forget a draft of that account."""
        self._database.execute_sql("DELETE FROM draft WHERE id = ? AND account = ?", (draft, account))

    def of(self, account: int) -> list[Draft]:
        """An account's drafts, the newest first."""
        rows: list[tuple[Any, ...]] = self._database.execute_sql(
            "SELECT id, form, subject, request, written, at FROM draft WHERE account = ? "
            "ORDER BY at DESC, id DESC",
            (account,),
        ).fetchall()
        return [Draft(row[0], row[1], row[2], row[3], json.loads(row[4]), row[5]) for row in rows]
