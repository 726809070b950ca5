"""One practice's file, open: connection, gate and watch together."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from peewee import DatabaseError

from frontdesk.db.engine.driver import CipherDatabase, connect, is_practice, make_folder, models_database
from frontdesk.db.engine.gate import PATIENCE, WriteGate
from frontdesk.db.engine.migrate import bring_up_to_date, is_behind, steps, version
from frontdesk.db.engine.watch import ChangeWatch

MIGRATION_PATIENCE = 60.0
"""Seconds to wait for a colleague's console that is migrating the same file."""


class NoPractice(RuntimeError):
    """There is no practice at that path."""


class PracticeFile:
    """An open practice: `peewee` for reading, `writing()` for the one way to write."""

    def __init__(self, path: Path, peewee: CipherDatabase, gate: WriteGate) -> None:
        self.path = path
        """Where the file is."""
        self.peewee = peewee
        """The connection that the models are bound to."""
        self.patience = PATIENCE
        """Seconds that a writer waits for its turn."""
        self._gate = gate
        self._watch = ChangeWatch(peewee)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One write transaction behind the gate; raises `Busy` when the turn does not come in time."""
        with self._gate.writing(self.peewee, self.patience):
            yield

    @contextmanager
    def reading(self) -> Iterator[None]:
        """One view of the file for several queries, whatever others commit meanwhile; damage may end it early."""
        self.peewee.execute_sql("BEGIN")
        try:
            yield
        finally:
            if self.peewee.connection().in_transaction:
                with suppress(DatabaseError):
                    self.peewee.execute_sql("ROLLBACK")

    @contextmanager
    def any_text(self) -> Iterator[None]:
        """Read text that is no UTF-8 too, its wrong bytes replaced: for checking a file that was tampered with."""
        connection = self.peewee.connection()
        usual = connection.text_factory
        connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        try:
            yield
        finally:
            connection.text_factory = usual

    def changed(self) -> bool:
        """Tell whether another session committed since the last call."""
        return self._watch.changed()

    def stamp(self) -> tuple[int, int]:
        """Moves with every commit, another session's or ours; what was read at one stamp still holds at it."""
        theirs = self.peewee.execute_sql("PRAGMA data_version").fetchone()[0]
        return int(theirs), int(self.peewee.connection().total_changes)

    def close(self) -> None:
        """Close connection and gate."""
        self.peewee.close()
        self._gate.close()


def open_practice(path: str | Path, *, create: bool = False) -> PracticeFile:
    """Open the practice at `path`, migrated; raise `NoPractice` when there is none and `create` is off."""
    path = Path(path)
    if not create:
        require_practice(path)
    with ExitStack() as opened:
        peewee, gate = _made(path, opened) if create else _found(path, opened)
        if is_behind(peewee):
            with gate.held(MIGRATION_PATIENCE):
                bring_up_to_date(peewee, str(path), steps())
        models_database.initialize(peewee)
        practice = PracticeFile(path, peewee, gate)
        opened.pop_all()
    return practice


def require_practice(path: Path) -> None:
    """Raise `NoPractice`, with what would work, unless the file at `path` is a practice; changes nothing."""
    try:
        if is_practice(path):
            return
        there = path.exists()
    except OSError as error:
        raise NoPractice(f"{path} can't be read.") from error
    if there:
        raise NoPractice(f"{path} is no practice.")
    raise NoPractice(
        f"There is no practice at {path}. Make one with frontdesk init, or start frontdesk --db {path}."
    )


def _found(path: Path, opened: ExitStack) -> tuple[CipherDatabase, WriteGate]:
    peewee = connect(path)
    opened.callback(peewee.close)
    if version(peewee) == 0:
        raise NoPractice(f"{path} holds no practice.")
    gate = WriteGate(path)
    opened.callback(gate.close)
    return peewee, gate


def _made(path: Path, opened: ExitStack) -> tuple[CipherDatabase, WriteGate]:
    """A new file turns to WAL behind the gate: of several processes that turn it at once, some find it locked."""
    make_folder(path)
    gate = WriteGate(path)
    opened.callback(gate.close)
    with gate.held(MIGRATION_PATIENCE):
        peewee = connect(path)
    opened.callback(peewee.close)
    return peewee, gate
