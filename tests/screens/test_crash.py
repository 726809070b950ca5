"""A fault: a number and a calm sentence for the person, types and places in the log, and no patient anywhere."""

from __future__ import annotations

import re
import stat
from pathlib import Path

import pytest
from textual.worker import WorkerFailed

from frontdesk import crash
from frontdesk.app import FrontDeskApp
from frontdesk.screens.console import Console
from frontdesk.widgets.command import Command
from tests.screens.office import open_office

SECRET = "Abbott June HIV positive"


def fail(note: str) -> None:
    """Fail as a program does: with the data at hand in the message and in the variables."""
    diagnosis = {"name": note}
    try:
        raise KeyError(note)
    except KeyError as error:
        raise ValueError(f"cannot use {diagnosis}") from error


class Failing(Command[Console]):
    """Fail."""

    id, key, label = "test.fail", "f", "Fail"

    async def run(self, host: Console, words: str = "") -> None:
        """Fail with data at hand."""
        fail(SECRET)


def caught() -> Exception:
    try:
        fail(SECRET)
    except ValueError as error:
        return error
    raise AssertionError


def test_the_log_names_types_and_places_only(tmp_path: Path) -> None:
    said = crash.record(tmp_path, caught(), "2026-11-24T09:42:00")
    log = tmp_path / "frontdesk.log"
    text = log.read_text()
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    assert "builtins.ValueError" in text
    assert "builtins.KeyError" in text, "what led to it is there too"
    assert re.search(r"test_crash\.py:\d+ fail", text)
    number = re.search(r"number (\d{6})", said)
    assert number is not None
    assert number[1] in text
    for word in ("Abbott", "HIV", "cannot use", "diagnosis"):
        assert word not in text
        assert word not in said


def test_the_log_is_added_to(tmp_path: Path) -> None:
    crash.record(tmp_path, caught(), "one")
    crash.record(tmp_path, caught(), "two")
    lines = (tmp_path / "frontdesk.log").read_text().splitlines()
    assert [line[:3] for line in lines if line[0] != " "] == ["one", "two"]


def test_a_log_that_cannot_be_written_does_not_stop_the_sentence(tmp_path: Path) -> None:
    said = crash.record(tmp_path / "gone", caught(), "now")
    assert "frontdesk has stopped" in said
    target = tmp_path / "elsewhere"
    (tmp_path / "frontdesk.log").symlink_to(target)
    crash.record(tmp_path, caught(), "now")
    assert not target.exists(), "a log is never written through a link"


async def run_until_it_fails(app: FrontDeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await app.screen.perform(Failing())
        await pilot.pause()


async def test_a_command_that_fails_ends_the_program_calmly(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    app = open_office(tmp_path).app()
    with pytest.raises(WorkerFailed):
        await run_until_it_fails(app)
    printed = "".join(capfd.readouterr())
    assert "Abbott June" not in printed
    assert app.return_code == 1
    assert re.search(r"test_crash\.py:\d+ fail", (tmp_path / "frontdesk.log").read_text())
