"""Full-text look-ups over patients; the tables and their triggers stand in the schema."""

from __future__ import annotations

from collections.abc import Sequence

from peewee import SqliteDatabase


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


def patients_by_words(database: SqliteDatabase, words: Sequence[str], limit: int) -> list[int]:
    """Ids of patients each of whose `words` begins some part of the name; at most `limit`, oldest first."""
    match = " AND ".join(f"{_quoted(word)} *" for word in words)
    rows = database.execute_sql(
        "SELECT rowid FROM patient_words WHERE patient_words MATCH ? LIMIT ?", (match, limit)
    )
    return [row[0] for row in rows.fetchall()]


def patients_by_part(database: SqliteDatabase, parts: Sequence[str], limit: int) -> list[int]:
    """Ids of patients whose name contains every one of `parts` (three letters or more each)."""
    match = " AND ".join(_quoted(part) for part in parts)
    rows = database.execute_sql(
        "SELECT rowid FROM patient_parts WHERE patient_parts MATCH ? LIMIT ?", (match, limit)
    )
    return [row[0] for row in rows.fetchall()]


def name_words(database: SqliteDatabase) -> list[str]:
    """Every distinct word of the patients' names, folded."""
    return [row[0] for row in database.execute_sql("SELECT term FROM patient_terms").fetchall()]


def index_faults(database: SqliteDatabase) -> list[str]:
    """Names of the full-text tables that disagree with the patients they index."""
    from peewee import DatabaseError

    faults = []
    for table in ("patient_words", "patient_parts"):
        try:
            database.execute_sql(f"INSERT INTO {table} ({table}, rank) VALUES ('integrity-check', 1)")
        except DatabaseError:
            faults.append(table)
    return faults
