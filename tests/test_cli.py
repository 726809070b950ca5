"""The command line: verbs, exit codes, what a program reads."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from frontdesk import cli

INIT = ["init", "--practice", "Elm", "--timezone", "America/New_York", "--admin", "Mary Lee"]


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """A new practice with one provider."""
    path = tmp_path / "practice" / "a.db"
    assert cli.main([*INIT, "--db", str(path), "--providers", "Ada Okafor MD"]) == cli.DONE
    return path


def test_verbs_are_those_promised():
    promised = {"open", "demo", "init", "import", "export", "check", "changes", "drive"}
    assert promised <= set(cli.verb_names())


@pytest.mark.parametrize("name", cli.verb_names())
def test_every_verb_takes_a_file_and_says_what_it_does(name: str, capsys: pytest.CaptureFixture[str]):
    assert cli.main([name, "--help"]) == cli.DONE
    said = capsys.readouterr().out
    assert "--db F" in said
    assert "--as U" in said


def test_help_lists_every_verb(capsys: pytest.CaptureFixture[str]):
    assert cli.main(["--help"]) == cli.DONE
    said = capsys.readouterr().out
    assert all(f"  {name} " in said for name in cli.verb_names())


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["nonsense"], 2),
        (["check", "--nonsense"], 2),
        (["init"], 2),
        (["import", "nonsense", "."], 2),
        (["drive", "/does/not/exist"], 2),
        (["check", "--db", "/does/not/exist.db"], 1),
        (["open", "--db", "/does/not/exist.db"], 2),
    ],
)
def test_exit_codes(words: list[str], code: int, capsys: pytest.CaptureFixture[str]):
    assert cli.main(words) == code
    assert capsys.readouterr().err


def test_init_makes_a_private_file(db: Path):
    assert db.stat().st_mode & 0o777 == 0o600
    assert db.parent.stat().st_mode & 0o777 == 0o700


def test_init_does_not_touch_a_practice_that_is_there(db: Path, capsys: pytest.CaptureFixture[str]):
    before = db.read_bytes()
    assert cli.main([*INIT, "--db", str(db)]) == cli.REFUSED
    assert "already" in capsys.readouterr().err
    assert db.read_bytes() == before


def test_init_refuses_a_wrong_zone_and_leaves_nothing(tmp_path: Path):
    words = ["init", "--practice", "Elm", "--timezone", "Mars/Base", "--admin", "Mary Lee"]
    assert cli.main([*words, "--db", str(tmp_path / "b.db")]) == cli.REFUSED
    assert not list(tmp_path.iterdir())


def test_init_reads_the_password_from_a_descriptor(tmp_path: Path):
    from frontdesk.db.engine.practice_file import open_practice
    from frontdesk.desk import Refused, SystemClock
    from frontdesk.logic import accounts

    read, write = os.pipe()
    os.write(write, b"sesame street\n")
    os.close(write)
    path = tmp_path / "c.db"
    assert cli.main([*INIT, "--db", str(path), "--password-fd", str(read)]) == cli.DONE
    database = open_practice(path)
    assert accounts.sign_in(database, SystemClock(), login="mlee", password="sesame street").who.login == "mlee"
    with pytest.raises(Refused):
        accounts.sign_in(database, SystemClock(), login="mlee", password="sesame")
    database.close()


def test_check_is_clean_and_counts(db: Path, capsys: pytest.CaptureFixture[str]):
    capsys.readouterr()
    assert cli.main(["check", "--db", str(db), "--json"]) == cli.DONE
    said = json.loads(capsys.readouterr().out)
    assert said["ok"] is True
    assert said["findings"] == []
    assert said["counts"]["providers"] == 1
    assert said["counts"]["patients"] == 0


def test_changes_lists_permission_scope_and_undo(capsys: pytest.CaptureFixture[str]):
    assert cli.main(["changes", "--json"]) == cli.DONE
    said = json.loads(capsys.readouterr().out)
    entries = {(entry["what"], entry["name"]): entry for entry in said["entries"]}
    assert entries["change", "calendar.book"]["permission"] == "calendar.book"
    assert entries["change", "calendar.book"]["undo"] == "inverse"
    assert entries["view", "patients.open"]["undo"] == "audited"
    assert all(entry["does"] for entry in entries.values())
    named = {entry["permission"] for entry in entries.values()} - {""}
    assert named <= set(said["permissions"])
    assert "calendar.book" not in said["roles"]["auditor"]


def test_nothing_heavy_is_loaded_to_read_the_command_line():
    said = subprocess.run(
        [sys.executable, "-c", "import sys, frontdesk.cli; print(' '.join(sys.modules))"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    assert not {"textual", "peewee", "pendulum", "tabulate", "argon2", "rapidfuzz", "sqlcipher3"} & set(said)
