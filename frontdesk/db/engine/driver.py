"""The connection: sqlcipher3 through peewee, and the settings every connection gets."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from peewee import DatabaseProxy, SqliteDatabase
from sqlcipher3 import dbapi2

OLDEST = (3, 51, 3)
"""The first SQLite without the WAL-reset race, which can corrupt a file that several processes share."""

PRAGMAS: dict[str, Any] = {
    "journal_mode": "wal",
    "synchronous": "FULL",
    "foreign_keys": 1,
    "busy_timeout": 5000,
    "recursive_triggers": 0,
    "cache_size": -16000,
    "trusted_schema": 0,
}

models_database: DatabaseProxy = DatabaseProxy()
"""What every model is bound to; one process opens one practice."""


class OldLibrary(RuntimeError):
    """The SQLite library is older than the first one that is safe for several processes."""


def refuse_old_library(version: tuple[int, ...] = dbapi2.sqlite_version_info) -> None:
    """Raise `OldLibrary` when the linked SQLite has the WAL-reset race."""
    if version < OLDEST:
        have, need = (".".join(map(str, v)) for v in (version, OLDEST))
        raise OldLibrary(f"SQLite {have} can damage a shared file; frontdesk needs {need} or newer.")


class CipherDatabase(SqliteDatabase):
    """Peewee's SQLite database on the sqlcipher3 driver (no key: a plain SQLite file)."""

    def _connect(self) -> Any:
        connection = dbapi2.connect(self.database, timeout=5.0, **self.connect_params)
        connection.isolation_level = None
        try:
            self._add_conn_hooks(connection)
        except BaseException:
            connection.close()
            raise
        return connection


APPLICATION = 0x46444B31
"""SQLite's application id of a practice: "FDK1". It stands at byte 68 of the file."""

_MAGIC = b"SQLite format 3\0"


def is_practice(path: Path) -> bool:
    """Tell whether a file can be a practice, by reading it only: opening another program's file would change it.

    What was written last may still lie in the write-ahead log, so with one beside it the header can't say no.
    """
    if not path.is_file():
        return False
    with path.open("rb") as file:
        head = file.read(100)
    log = Path(f"{path}-wal")
    if log.exists() and log.stat().st_size:
        return head[:16] == _MAGIC
    return head[:16] == _MAGIC and int.from_bytes(head[68:72], "big") == APPLICATION


def make_folder(path: Path) -> None:
    """Make the database's folder, 0700, when it is not there yet."""
    if not path.parent.exists():
        path.parent.mkdir(parents=True, mode=0o700, exist_ok=True)


def touch_private(path: Path) -> None:
    """Make `path` an empty 0600 file when it does not exist; never follow a link, never widen a mode."""
    flags = os.O_CREAT | os.O_WRONLY | os.O_CLOEXEC | os.O_NOFOLLOW
    file = os.open(path, flags, 0o600)
    try:
        if not os.fstat(file).st_size:
            os.fchmod(file, 0o600)  # an empty file that was there already becomes a practice's too
    finally:
        os.close(file)


def connect(path: str | Path, pragmas: dict[str, Any] | None = None) -> CipherDatabase:
    """Open `path` (made 0600 when new) without touching the models; `:memory:` is allowed."""
    refuse_old_library()
    if str(path) != ":memory:":
        path = Path(path)
        make_folder(path)
        touch_private(path)
    database = CipherDatabase(str(path), pragmas=PRAGMAS if pragmas is None else pragmas)
    database.connect()
    return database
