"""The change watch: has another connection committed since we last looked?"""

from __future__ import annotations

from peewee import SqliteDatabase


class ChangeWatch:
    """Polls `PRAGMA data_version`, which moves when any other connection commits; costs microseconds."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database
        self._seen = self._version()

    def _version(self) -> int:
        return int(self._database.execute_sql("PRAGMA data_version").fetchone()[0])

    def changed(self) -> bool:
        """Tell whether somebody else committed since the last call."""
        version = self._version()
        moved, self._seen = version != self._seen, version
        return moved
