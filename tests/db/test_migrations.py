"""Steps from one schema to the next: each whole or not at all, one process at a time, with a backup before."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from peewee import IntegrityError, OperationalError

from frontdesk.db.engine.driver import OLDEST, CipherDatabase, OldLibrary, connect, refuse_old_library
from frontdesk.db.engine.migrate import (
    BrokenMigration,
    NewerSchema,
    apply,
    bring_up_to_date,
    differences,
    expected_shape,
    newest,
    shape,
    split,
    steps,
    version,
)
from frontdesk.db.engine.practice_file import NoPractice, open_practice
from tests.elm import Elm
from tests.processes import together

NEXT = newest() + 1
ADDS = "CREATE TABLE extra (id INTEGER PRIMARY KEY) STRICT;\nINSERT INTO extra VALUES (7);"


def tables(database: CipherDatabase) -> list[str]:
    return list(database.get_tables())


def test_a_new_file_gets_every_step(tmp_path: Path) -> None:
    practice = open_practice(tmp_path / "a.db", create=True)
    assert version(practice.peewee) == newest() == len(steps())
    assert differences(practice.peewee) == []
    assert not list(tmp_path.glob("*.before-*"))
    practice.close()


def test_a_step_is_made_once(elm: Elm) -> None:
    bring_up_to_date(elm.database.peewee, str(elm.path), [*steps(), ADDS])
    bring_up_to_date(elm.database.peewee, str(elm.path), [*steps(), ADDS])
    apply(elm.database.peewee, NEXT, ADDS)
    assert version(elm.database.peewee) == NEXT
    assert elm.database.peewee.execute_sql("SELECT count(*) FROM extra").fetchone() == (1,)


@pytest.mark.parametrize(
    "broken",
    [
        "SELECT nonsense FROM nowhere;",
        "INSERT INTO extra VALUES (7);",
        "DROP TABLE patient_phone; INSERT INTO visit_kind (code, name, minutes) VALUES ('NEW', '', 0);",
    ],
)
def test_a_step_that_fails_leaves_nothing_of_itself(broken: str, elm: Elm) -> None:
    database = elm.database.peewee
    before, rows = shape(database), elm.counts()
    with pytest.raises((OperationalError, IntegrityError)):
        apply(database, NEXT, ADDS + broken)
    assert shape(database) == before
    assert elm.counts() == rows
    assert version(database) == newest()
    assert database.execute_sql("PRAGMA foreign_keys").fetchone() == (1,)


def test_a_step_that_would_leave_rows_alone_is_rolled_back(elm: Elm) -> None:
    with pytest.raises(BrokenMigration, match="hours"):
        apply(elm.database.peewee, NEXT, "DELETE FROM provider;")
    assert len(elm.database.peewee.execute_sql("SELECT * FROM provider").fetchall()) == 3
    assert version(elm.database.peewee) == newest()


def test_a_rebuild_does_not_delete_children_in_silence(elm: Elm) -> None:
    """Foreign keys are off during a step, so dropping a table leaves what refers to it by ON DELETE CASCADE."""
    database = elm.database.peewee
    database.execute_sql(
        "INSERT INTO patient_phone (patient, digits, reversed) VALUES (1, '6175550142', '2410555716')"
    )
    rebuild = """
        CREATE TABLE new_patient AS SELECT * FROM patient;
        DROP TABLE patient;
        ALTER TABLE new_patient RENAME TO patient;
    """
    with pytest.raises((BrokenMigration, OperationalError)):  # the copy has no primary key to refer to
        apply(database, NEXT, rebuild)
    assert database.execute_sql("SELECT count(*) FROM patient_phone").fetchone() == (1,)


def test_a_backup_is_made_first_and_is_private(elm: Elm) -> None:
    bring_up_to_date(elm.database.peewee, str(elm.path), [*steps(), ADDS])
    backup = Path(f"{elm.path}.before-{NEXT}")
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    copy = connect(backup)
    assert version(copy) == newest()
    assert shape(copy) == expected_shape()
    assert copy.execute_sql("SELECT count(*) FROM patient").fetchone() == (6,)
    copy.close()


def test_a_file_of_a_newer_program_is_refused_untouched(elm: Elm) -> None:
    with elm.plain() as connection:
        connection.execute(f"PRAGMA user_version = {NEXT}")
    elm.database.close()
    before = elm.path.read_bytes()
    with pytest.raises(NewerSchema, match="newer frontdesk"):
        open_practice(elm.path)
    assert elm.path.read_bytes() == before


def test_there_is_no_practice_in_nothing_or_in_an_empty_file(tmp_path: Path) -> None:
    with pytest.raises(NoPractice):
        open_practice(tmp_path / "none.db")
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "empty.db").touch(0o600)
    with pytest.raises(NoPractice):
        open_practice(tmp_path / "empty.db")


@pytest.mark.parametrize("old", [(3, 40, 1), (3, 51, 2), (3, 9, 9), (2, 99, 99)])
def test_an_old_library_is_refused(old: tuple[int, ...]) -> None:
    with pytest.raises(OldLibrary, match=r"3\.51\.3"):
        refuse_old_library(old)


@pytest.mark.parametrize("new", [OLDEST, (3, 53, 4), (4, 0, 0)])
def test_a_new_library_will_do(new: tuple[int, ...]) -> None:
    refuse_old_library(new)
    refuse_old_library()


def test_every_connection_gets_its_settings(elm: Elm) -> None:
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "trusted_schema": 0}
    for name, value in wanted.items():
        assert elm.database.peewee.execute_sql(f"PRAGMA {name}").fetchone() == (value,), name


def test_statements_are_split_where_they_end() -> None:
    script = "-- a comment; with a semicolon\nCREATE TABLE a (x);\nCREATE TRIGGER t AFTER INSERT ON a BEGIN\n" \
             "  SELECT 1;\n  SELECT ';';\nEND;\n\nINSERT INTO a VALUES ('x;y')"  # fmt: skip
    assert [statement.split()[0] for statement in split(script)] == ["CREATE", "CREATE", "INSERT"]
    assert split(script)[1].endswith("END;")


# Several processes ----------------------------------------------------------------------------------

OPEN = """
from frontdesk.db.engine.practice_file import open_practice
from frontdesk.db.engine.migrate import differences
ready()
practice = open_practice(path, create=True)
print(differences(practice.peewee))
"""


def test_four_processes_open_a_new_file_at_once(tmp_path: Path) -> None:
    assert together(OPEN, tmp_path / "folder" / "a.db", count=4) == ["[]"] * 4


MIGRATE = """
from frontdesk.db.engine import migrate, practice_file
from frontdesk.db.engine.driver import connect
from frontdesk.db.engine.gate import WriteGate
steps = [*migrate.steps(), "CREATE TABLE extra (x INTEGER) STRICT; INSERT INTO extra VALUES (1);"]
database, gate = connect(path), WriteGate(path)
ready()
with gate.held(30):
    migrate.bring_up_to_date(database, path, steps)
print(database.execute_sql("SELECT count(*) FROM extra").fetchone())
"""


def test_the_backup_is_that_of_the_process_that_migrates(elm: Elm) -> None:
    assert together(MIGRATE, elm.path, count=3) == ["(1,)"] * 3
    copy = connect(f"{elm.path}.before-{NEXT}")
    assert version(copy) == newest()
    assert "extra" not in tables(copy)
    copy.close()


FOUND = """
from frontdesk.desk import Refused, SystemClock
from frontdesk.logic import accounts
ready()
try:
    accounts.create(path, SystemClock(), name="Elm", timezone="America/New_York", admin_name="Ann", login=name,
                    password=None, providers="Ada Okafor MD")
    print("founded")
except Refused as refusal:
    print(refusal.code)
"""


def test_two_people_found_one_practice_once(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    assert sorted(together(FOUND, path, count=3)) == ["exists", "exists", "founded"]
    practice = open_practice(path)
    for table in ("site", "provider", "account"):
        assert practice.peewee.execute_sql(f"SELECT count(*) FROM {table}").fetchone() == (1,), table
    practice.close()
