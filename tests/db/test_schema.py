"""The schema as a whole: STRICT tables, the models' columns, and that the check sees when it is not as made."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import pytest
from peewee import ForeignKeyField, IntegrityError, TextField

import frontdesk.db
from frontdesk.db.engine.driver import connect
from frontdesk.db.engine.migrate import differences, expected_shape
from frontdesk.db.fields import Flag, OneOf
from frontdesk.db.table import Table
from frontdesk.logic import checks
from tests.elm import Elm

for _room in iter_modules(frontdesk.db.__path__, "frontdesk.db."):
    import_module(_room.name)  # every table's model is known then
MODELS = Table.__subclasses__()
SHADOWS = ("patient_words", "patient_parts", "patient_terms", "sqlite_stat")
NOT_HERE = {("unavailable", "resource_kind"): {"patient", "interpreter"}}
"""Words of an enumeration that one table does not take: patients and interpreters are not blocked."""
ONLY_IN_SQL = {("seq", "audit")}
"""References that the models keep as plain numbers."""


def own_tables(elm: Elm) -> list[str]:
    return [name for name in elm.database.peewee.get_tables() if not name.startswith(SHADOWS)]


def sql_of(elm: Elm, table: str) -> str:
    rows = elm.database.peewee.execute_sql("SELECT sql FROM sqlite_master WHERE name = ?", (table,))
    return str(rows.fetchone()[0])


def words_checked(sql: str, column: str) -> set[str] | None:
    """The words that a table's CHECK allows in a column."""
    found = re.search(rf"CHECK \({column} IN \(([^)]*)\)", sql)
    return set(re.findall(r"'([^']*)'", found[1])) if found else None


def test_every_table_has_a_model_and_every_model_a_table(elm: Elm) -> None:
    assert {model._meta.table_name for model in MODELS} == set(own_tables(elm))


def test_every_table_is_strict(elm: Elm) -> None:
    rows = elm.database.peewee.execute_sql("PRAGMA table_list").fetchall()
    strict = {name: bool(flag) for _, name, kind, _, _, flag in rows if kind == "table"}
    assert [name for name in own_tables(elm) if not strict[name]] == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_model_says_what_its_table_says(model: type[Table], elm: Elm) -> None:
    table = model._meta.table_name
    rows = elm.database.peewee.execute_sql(f"PRAGMA table_info({table})").fetchall()
    columns = {name: (kind, bool(needed) or bool(key)) for _, name, kind, needed, _, key in rows}
    fields = {field.column_name: field for field in model._meta.sorted_fields}
    assert fields.keys() == columns.keys()
    for name, field in fields.items():
        kind, needed = columns[name]
        blob = field.field_type == "BLOB"
        assert kind == ("BLOB" if blob else "TEXT" if isinstance(field, TextField) or field.field_type == "TEXT"
                        else "INTEGER"), name  # fmt: skip
        assert needed is not field.null, name


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_enumerations_flags_and_references_agree(model: type[Table], elm: Elm) -> None:
    table = model._meta.table_name
    sql = sql_of(elm, table)
    keys = elm.database.peewee.execute_sql(f"PRAGMA foreign_key_list({table})").fetchall()
    assert {(column, parent) for _, _, parent, column, *_ in keys} - ONLY_IN_SQL == {
        (field.column_name, field.rel_model._meta.table_name)
        for field in model._meta.sorted_fields
        if isinstance(field, ForeignKeyField)
    }
    for field in model._meta.sorted_fields:
        if isinstance(field, OneOf):
            words = {str(word) for word in field.words} - NOT_HERE.get((table, field.name), set())
            assert words_checked(sql, field.column_name) == words, field.name
        if isinstance(field, Flag):
            assert f"CHECK ({field.column_name} IN (0, 1))" in sql, field.name


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_defaults_agree(model: type[Table], elm: Elm) -> None:
    """A row that an importer writes by columns gets the same values as one written through the model."""
    rows = elm.database.peewee.execute_sql(f"PRAGMA table_info({model._meta.table_name})").fetchall()
    in_sql = {name: default for _, name, _, _, default, _ in rows}
    for field in model._meta.sorted_fields:
        default = field.default
        if default is None or callable(default):
            continue
        stored = field.db_value(default)
        literal = f"'{stored}'" if isinstance(stored, str) else str(stored)
        assert in_sql[field.column_name] == literal, field.name


def test_every_versioned_table_starts_at_one(elm: Elm) -> None:
    versioned = [model for model in MODELS if "version" in model._meta.fields]
    assert len(versioned) > 10
    assert all("version INTEGER NOT NULL DEFAULT 1" in sql_of(elm, model._meta.table_name) for model in versioned)


NONSENSE = {
    "text as a time": "UPDATE visit SET starts = 'today'",
    "a fraction as a time": "UPDATE visit SET starts = starts + 0.5",
    "a fraction as minutes": "UPDATE visit_kind SET minutes = 945.7",
    "a blob as a name": "UPDATE patient SET family = X'00'",
    "no name": "UPDATE patient SET family = NULL",
    "a place that is none": "UPDATE visit SET place = 'lunch'",
    "a reason that is none": "UPDATE visit SET place = 'cancelled', cancel_reason = 'mood'",
    "cancelled without a reason": "UPDATE visit SET place = 'cancelled'",
    "a reason without being cancelled": "UPDATE visit SET cancel_reason = 'patient'",
    "no length": "UPDATE visit SET ends = starts",
    "an end before the start": "UPDATE visit SET ends = starts - 60",
    "a flag of two": "UPDATE visit SET urgent = 2",
    "a role that is none": "INSERT INTO account_role (account, role) VALUES (1, 'king')",
    "a role twice": "INSERT INTO account_role (account, role) VALUES (1, 'manager')",
    "a sign-in twice, in capitals": "INSERT INTO account (person, login) VALUES (1, 'MARY')",
    "a sign-in of nobody": "INSERT INTO account (person, login) VALUES (999, 'nobody')",
    "a weekday too many": "UPDATE hours SET weekday = 7",
    "hours that end before they begin": "UPDATE hours SET closes = opens",
    "hours past midnight": "UPDATE hours SET closes = 1441",
    "a birthday that is no date": "UPDATE patient SET birth = '2/11/79'",
    "a sex that is none": "UPDATE patient SET sex = 'N'",
    "letters in a phone": "INSERT INTO patient_phone (patient, digits, reversed) VALUES (1, '617-5550', '')",
    "an empty phone": "INSERT INTO patient_phone (patient, digits, reversed) VALUES (1, '', '')",
    "a patient of a number that is taken": "UPDATE patient SET number = '000001' WHERE id = 2",
    "a visit of no patient": "UPDATE visit SET patient = 999",
    "a visit of no kind": "UPDATE visit SET kind = 999",
    "a hold of visit and block": "INSERT INTO hold (visit, block, resource_kind, resource, starts, ends) "
    "VALUES (1, 1, 'room', 1, 0, 60)",
    "a hold of nothing": "INSERT INTO hold (resource_kind, resource, starts, ends) VALUES ('room', 1, 0, 60)",
    "a hold with a number below one": "INSERT INTO visit (id, patient, kind, site, starts, ends, booked_at) "
    "VALUES (-1, 1, 1, 1, 0, 60, 0)",
    "a setting of an unknown scope": "INSERT INTO setting (name, scope, value, since) VALUES ('x', 'moon', '', 0)",
    "a kind's code twice": "UPDATE visit_kind SET code = 'new' WHERE id = 1",
    "an event taken back twice": "INSERT INTO visit_event (visit, at, place, retracts) "
    "VALUES (1, 0, 'scheduled', 1), (1, 0, 'scheduled', 1)",
    "a deleted patient with visits": "DELETE FROM patient WHERE id = 1",
}


@pytest.mark.parametrize("what", NONSENSE)
def test_nonsense_is_refused(what: str, elm: Elm) -> None:
    elm.book(1, 1, "10:00")
    with pytest.raises(IntegrityError):
        elm.database.peewee.execute_sql(NONSENSE[what])


# What the check says --------------------------------------------------------------------------------


def triggers_and_indexes() -> Iterator[tuple[str, str]]:
    yield from ((kind, name) for kind, name in sorted(expected_shape()) if kind in ("trigger", "index"))


@pytest.mark.parametrize(("kind", "name"), list(triggers_and_indexes()))
def test_the_check_names_a_missing_trigger_or_index(kind: str, name: str, elm: Elm) -> None:
    with elm.plain() as connection:
        connection.execute(f"DROP {kind} {name}")
    found = [(each.check, each.where, each.what) for each in checks.run(elm.database).findings]
    assert found == [("schema", f"{kind} {name}", "is missing")]


def test_the_check_names_a_missing_table_and_goes_on(elm: Elm) -> None:
    with elm.plain() as connection:
        connection.execute("DROP TABLE unavailable")
        connection.execute("UPDATE patient SET search = 'x' WHERE id = 2")
    found = {(each.check, each.where): each.what for each in checks.run(elm.database).findings}
    assert found["schema", "table unavailable"] == "is missing"
    assert "no such table" in found["holds of blocks", "the file"]
    assert ("names", "patient 2") in found


@pytest.mark.parametrize(
    ("statement", "where", "what"),
    [
        ("DROP TRIGGER hold_insert; CREATE TRIGGER hold_insert BEFORE INSERT ON hold BEGIN SELECT 1; END",
         "trigger hold_insert", "was changed"),
        ("CREATE TRIGGER extra AFTER INSERT ON visit BEGIN SELECT 1; END",
         "trigger extra", "does not belong here"),
        ("CREATE TABLE extra (x)", "table extra", "does not belong here"),
        ("DROP INDEX visit_starts; CREATE INDEX visit_starts ON visit (starts)",
         "index visit_starts", "was changed"),
        ("ALTER TABLE room ADD COLUMN extra TEXT", "table room", "was changed"),
    ],
)  # fmt: skip
def test_the_check_names_what_is_not_as_it_was_made(statement: str, where: str, what: str, elm: Elm) -> None:
    with elm.plain() as connection:
        connection.executescript(statement)
    assert [(each.where, each.what) for each in checks.run(elm.database).findings if each.check == "schema"] == [
        (where, what)
    ]


def test_a_rebuild_as_playhouse_migrate_makes_it_is_caught(elm: Elm) -> None:
    """It copies a table without triggers, STRICT and CHECKs, and drops the old one."""
    with elm.plain() as connection:
        connection.executescript(
            """
            PRAGMA foreign_keys = ON;
            CREATE TABLE patient__tmp__ AS SELECT * FROM patient;
            PRAGMA foreign_keys = OFF;
            DROP TABLE patient;
            ALTER TABLE patient__tmp__ RENAME TO patient;
            """
        )
    said = {(each.kind, each.name): each.what for each in differences(elm.database.peewee)}
    assert said["table", "patient"] == "was changed"
    for trigger in ("patient_indexed", "patient_unindexed", "patient_reindexed"):
        assert said["trigger", trigger] == "is missing"


def test_a_rebuild_by_playhouse_migrate_itself_is_caught(elm: Elm) -> None:
    from playhouse.migrate import SqliteMigrator, migrate

    migrator: Any = SqliteMigrator(elm.database.peewee)
    migrate(migrator.drop_not_null("visit_event", "at"))
    said = {(each.kind, each.name): each.what for each in differences(elm.database.peewee)}
    for trigger in ("no_update", "no_delete", "no_replace"):
        assert said["trigger", f"visit_event_{trigger}"] == "is missing"
    assert said["table", "visit_event"] == "was changed"


def test_a_fresh_file_has_no_differences(elm: Elm) -> None:
    assert differences(elm.database.peewee) == []


def test_the_shape_of_an_empty_database_is_all_missing() -> None:
    empty = connect(":memory:", pragmas={})
    assert {each.what for each in differences(empty)} == {"is missing"}
    assert len(differences(empty)) == len(expected_shape())
    empty.close()
