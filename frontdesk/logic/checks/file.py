"""The file: is it whole, is its schema ours, does every reference lead somewhere, is it private."""

from __future__ import annotations

from frontdesk.db.engine import verify
from frontdesk.db.engine.migrate import differences
from frontdesk.db.engine.practice_file import PracticeFile
from frontdesk.logic.checks.registry import Wrong, check


@check("schema")
def schema(database: PracticeFile) -> Wrong:
    """Every table, index and trigger is there as it was made, and no other."""
    for difference in differences(database.peewee):
        yield f"{difference.kind} {difference.name}", difference.what


@check("file")
def whole(database: PracticeFile) -> Wrong:
    """Pages, rows and indexes agree, and every value fits its column."""
    for fault in verify.damage(database.peewee):
        yield "the file", fault


@check("references")
def references(database: PracticeFile) -> Wrong:
    """Every reference leads to a row."""
    for dangling in verify.dangling(database.peewee):
        yield f"{dangling.table} {dangling.row}", f"refers to a {dangling.parent} that is not there"


@check("privacy")
def private(database: PracticeFile) -> Wrong:
    """Nobody but the owner may read the file, or what lies beside it."""
    for name, mode in verify.open_to_others(database.path):
        yield name, f"others may get at it (mode {mode:04o}); it must be 0600"
