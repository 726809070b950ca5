"""A key script from nothing to two records of one person merged, and taken apart again; the keys counted."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from frontdesk import cli
from frontdesk.verbs.drive import read_script

BEFORE = """
3 ctrl+n
type Stone
enter
type Rae
enter
type 1/30/1984
ctrl+o
expect Registered Stone, Rae, number 000001
n
type 10a
enter
type oka
ctrl+o
expect Booked Stone, Rae
ctrl+g ctrl+n
type Stone
enter
type Ray
enter
type 1/30/1984
enter enter
type 617-555-0142
ctrl+o
expect Registered Stone, Ray, number 000002
n
type 10a
enter
type rey
ctrl+o
n
type 2p
enter
type rey
ctrl+o
expect Next    S  Tue 24 Nov 2026 10:00a
/
type 000001
enter
expect Patients  Stone, Rae
"""
"""Two records of one person, who is booked with two providers at ten; the older record is open."""

TASKS = {
    "see what clashes": (2, """
m
expect These could be the same person
expect 000002
enter
expect Keep Stone, Rae 000001, merge in Stone, Ray 000002
expect ! both have a visit: Tue 24 Nov 2026 10:00a and 10:00a
expect given      Rae  (not Ray)
expect both say: family Stone, born 1/30/1984
expect comes along: phones 1, visits 2
expect Enter Go there
"""),
    "cancel one of the two visits": (3, """
enter
expect >10:00a S Stone, Ray
x p
expect Cancelled (patient) Stone, Ray
"""),
    "merge": (4, """
3 m enter
refuse both have a visit
expect given      Rae  (not Ray)
enter
expect Merged Stone, Ray 000002 into Stone, Rae 000001  u undo
expect Stone, Rae   000001   also 000002
expect Former  Ray Stone
expect 617-555-0142
expect Tue 24 Nov 2026 2:00p
"""),
    "find the person by the number given up": (8, """
/
type 000002
expect 1 found.
enter
expect Patients  Stone, Rae
"""),
    "take the records apart": (2, """
y 1
expect Took apart Stone, Rae 000001 and Stone, Ray 000002  u undo
refuse 2:00p
refuse also 000002
"""),
    "merge them after all": (1, """
u
expect Merged Stone, Ray 000002 into Stone, Rae 000001
expect also 000002
"""),
    "and not": (1, """
u
"""),
}  # fmt: skip
"""Each task with the most keys it may take, letters included, in the order in which they are done."""

AFTER = """
/
type 000002
enter
expect Patients  Stone, Ray
expect X  Tue 24 Nov 2026 10:00a
expect S  Tue 24 Nov 2026 2:00p
"""


def keys(script: str) -> int:
    """How many keys a script presses."""
    count = 0
    for step in read_script(script):
        if step.verb == "type":
            count += len(step.rest)
        elif step.verb == "press":
            count += sum(int(word.partition("*")[2] or 1) for word in step.rest.split())
    return count


@pytest.mark.parametrize("task", TASKS)
def test_no_task_takes_more_keys_than_it_may(task: str) -> None:
    most, script = TASKS[task]
    assert keys(script) <= most


def test_two_records_are_merged_and_taken_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "elm.db"
    words = ["init", "--db", str(path), "--practice", "Elm", "--timezone", "America/New_York"]
    assert cli.main([*words, "--admin", "Mary Lee", "--providers", "Ada Okafor MD; Ana Reyes NP"]) == cli.DONE
    script = "\n".join([BEFORE, *(task for _, task in TASKS.values()), AFTER])
    monkeypatch.setattr("sys.stdin", io.StringIO(script))
    drive = ["drive", "-", "--db", str(path), "--as", "mlee", "--now", "2026-11-24T09:42", "--size", "80x24"]
    assert cli.main(drive) == 0, capsys.readouterr().err
    assert cli.main(["check", "--db", str(path)]) == 0, capsys.readouterr().out
