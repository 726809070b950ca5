"""Key scripts: the grammar, and what they show of the real console."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from frontdesk import cli
from frontdesk.opening import BadUsage
from frontdesk.verbs.drive import read_script, read_size

NOW = "2026-11-24T09:42"


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """A new practice with two providers."""
    path = tmp_path / "a.db"
    words = ["init", "--db", str(path), "--practice", "Elm", "--timezone", "America/New_York"]
    assert cli.main([*words, "--admin", "Mary Lee", "--providers", "Ada Okafor MD; Ana Reyes NP"]) == cli.DONE
    return path


def drive(db: Path, script: str, monkeypatch: pytest.MonkeyPatch, *more: str) -> int:
    """Play a script on standard input."""
    monkeypatch.setattr("sys.stdin", io.StringIO(script))
    return cli.main(["drive", "-", "--db", str(db), "--as", "mlee", "--now", NOW, *more])


def test_it_prints_the_screen(db: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    assert drive(db, "screen\n", monkeypatch) == 0
    said = capsys.readouterr().out
    assert "Calendar Tue 24 Nov 2026" in said
    assert "Okafor MD" in said


def test_json_gives_the_screens(db: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    capsys.readouterr()
    assert drive(db, "screen\n]\nscreen\n", monkeypatch, "--json") == 0
    screens = json.loads(capsys.readouterr().out)["screens"]
    assert "Tue 24 Nov" in screens[0]
    assert "Wed 25 Nov" in screens[1]


def test_an_expectation_that_fails_shows_step_and_screen(
    db: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    assert drive(db, "# a comment\n\nexpect Calendar\nexpect Nowhere\n", monkeypatch) == 1
    said = capsys.readouterr().err
    assert "line 4" in said
    assert "Okafor MD" in said


def test_refuse_fails_when_it_is_there(db: Path, monkeypatch: pytest.MonkeyPatch):
    assert drive(db, "refuse Nowhere\n", monkeypatch) == 0
    assert drive(db, "refuse Okafor\n", monkeypatch) == 1


def test_the_clock_and_the_size_move(
    db: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    script = "expect 9:42a\nnow 13:05\nexpect 1:05p\nresize 40x12\nscreen\n"
    assert drive(db, script, monkeypatch) == 0
    lines = capsys.readouterr().out.rstrip("\n").splitlines()
    assert max(map(len, lines)) <= 40


def test_somebody_unknown_is_refused(db: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("screen\n"))
    assert cli.main(["drive", "-", "--db", str(db), "--as", "nobody", "--now", NOW]) == 1


@pytest.mark.parametrize(
    "line", ["press", "expect", "refuse ", "resize 80", "resize 0x24", "now", "down*x", "hello there!!"]
)
def test_a_step_that_cant_be_read_names_its_line(line: str):
    with pytest.raises(BadUsage, match=r"line 2|no size"):
        read_script(f"screen\n{line}\n")


def test_keys_and_repeats():
    steps = read_script("n down*3 ctrl+r /\ntype two words\n")
    assert [step.verb for step in steps] == ["press", "type"]
    assert steps[1].rest == "two words"


@pytest.mark.parametrize(("text", "size"), [("80x24", (80, 24)), ("20x6", (20, 6))])
def test_sizes(text: str, size: tuple[int, int]):
    assert read_size(text) == size
