"""Key scripts for a family of three and for a series of twelve with one clash, at 80x24, the keys counted."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from frontdesk import cli
from frontdesk.verbs.drive import read_script

BEFORE = """
3 ctrl+n
type Diaz
enter
type Luis
enter
type 2/11/1979
enter enter
type 510-555-0142
ctrl+o
expect Registered Diaz, Luis
ctrl+g ctrl+n
type Diaz
enter
type Ana
enter
type 5/5/2015
enter enter
type 510-555-0142
ctrl+o
expect Registered Diaz, Ana
ctrl+g ctrl+n
type Diaz
enter
type Leo
enter
type 7/1/2018
enter enter
type 510-555-0142
ctrl+o
ctrl+g ctrl+n
type Stone
enter
type Rae
ctrl+o
expect Registered Stone, Rae
n
type 12/22 930
enter
type oka
ctrl+o
expect Booked Stone, Rae Tue 22 Dec 2026 9:30a with Okafor
1
"""
"""A parent, two children with the same phone, and somebody who has the slot of one of the Tuesdays."""

FAMILY = {
    "book a mother and her two children, one after another": (12, """
n
type diaz lu
enter ctrl+y
expect Booked Diaz, Luis Tue 24 Nov 2026 9:30a with Okafor
expect >Diaz, Ana  5/5/2015
expect When     Tue 24 Nov 2026 9:45a
enter ctrl+y
expect >Diaz, Leo  7/1/2018
expect When     Tue 24 Nov 2026 10:00a
"""),
    "and the last of them": (2, """
enter enter
expect Booked Diaz, Leo Tue 24 Nov 2026 10:00a with Okafor  u undo
expect 3 of 3 linked
"""),
    "see what belongs together": (2, """
j
expect 3 linked
expect 1 of 3 S  Diaz, Luis           Tue 24 Nov 2026 9:30a
expect 2 of 3 S  Diaz, Ana            Tue 24 Nov 2026 9:45a
ctrl+g
"""),
    "move all three an hour later, where they stay in their order": (2 + 4, """
m t down*4 enter
expect Moved 3 visits: Diaz, Luis Tue 24 Nov 2026 10:30a with Okafor
"""),
    "take the move back": (1, """
u
expect Back where they were: Diaz, Luis; Diaz, Ana; Diaz, Leo
"""),
    "cancel the last one alone": (3, """
x o p
expect Cancelled (patient) Diaz, Leo
"""),
    "no, all of them": (5, """
u up x t p
expect Cancelled (patient) 3 visits: Diaz, Luis; Diaz, Ana; Diaz, Leo  u undo
"""),
    "put all of them back": (1, """
u
expect Not cancelled any more: 3 visits
"""),
    "take back the booking of the last child only": (1, """
u
expect Took back: Diaz, Leo
expect 9:45  S Diaz, Ana
"""),
}  # fmt: skip
"""Each task with the most keys it may take, letters included, in the order in which they are done."""

SERIES = {
    "ask for twelve Tuesdays": (20, """
n
type diaz lu
enter ctrl+r
type weekly 12
expect 12 visits, Tuesdays to 9 Feb 2027
"""),
    "see the clash, with what else is free that day": (1, """
enter
expect Diaz, Luis: 12 visits, Tuesdays 9:30a with Okafor  1 clash open
expect ! Tue 22 Dec 2026  9:30a  Okafor has Stone, Rae FU 9:30a-9:45a.
expect free: 9:45a 9:15a 10:00a
"""),
    "it is not passed over": (1, """
enter
expect !1 clash open: each wants an answer.
"""),
    "take the nearest free time and book all": (2, """
n
expect + Tue 22 Dec 2026  9:45a  instead of 9:30a
expect no clash
enter
expect Booked 12 visits: Diaz, Luis, Tuesdays 9:30a with Okafor  u undo
expect 1/12
"""),
    "see the series": (2, """
j
expect Diaz, Luis: 12 visits, Tuesdays 9:30a
expect 12/12 S  Tue 9 Feb 2027 9:30a
down*2 enter
expect Calendar Tue 8 Dec 2026
expect 3/12
"""),
    "move this and the following to an hour later": (3, """
m f down*4 enter
expect Moved 10 visits: Diaz, Luis, this one to Tue 8 Dec 2026 10:30a
expect 1/10
"""),
    "take that back": (1, """
u
expect 3/12
"""),
    "cancel this one only": (3, """
x o p
expect Cancelled (patient) Diaz, Luis Tue 8 Dec 2026
"""),
    "cancel all that are still to come": (5, """
] ] ] ] ] ] ] x a p
expect Cancelled (patient) 11 visits: Diaz, Luis
"""),
    "and take that back": (1, """
u
expect Not cancelled any more: 11 visits: Diaz, Luis
"""),
}  # fmt: skip

NOT_COUNTED = {"down", "up", "]"}
"""Keys to where a task is done, as in the counts of single visits; `down*4` to the new time of a move."""


def keys(script: str) -> int:
    """How many keys a script presses, getting there not counted."""
    count = 0
    for step in read_script(script):
        if step.verb == "type":
            count += len(step.rest)
        elif step.verb == "press":
            words = [word.partition("*") for word in step.rest.split()]
            count += sum(int(times or 1) for key, _, times in words if key not in NOT_COUNTED)
    return count


@pytest.mark.parametrize(
    ("task", "most"), [(task, most) for told in (FAMILY, SERIES) for task, (most, _) in told.items()]
)
def test_no_task_takes_more_keys_than_it_may(task: str, most: int) -> None:
    assert keys({**FAMILY, **SERIES}[task][1]) <= most


@pytest.mark.parametrize("told", [FAMILY, SERIES], ids=["a family of three", "a series of 12 with one clash"])
def test_it_is_done_from_the_keys(
    told: dict[str, tuple[int, str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / "elm.db"
    words = ["init", "--db", str(path), "--practice", "Elm", "--timezone", "America/New_York"]
    assert cli.main([*words, "--admin", "Mary Lee", "--providers", "Ada Okafor MD; Ana Reyes NP"]) == cli.DONE
    script = "\n".join([BEFORE, *(task for _, task in told.values())])
    monkeypatch.setattr("sys.stdin", io.StringIO(script))
    drive = ["drive", "-", "--db", str(path), "--as", "mlee", "--now", "2026-11-24T09:30", "--size", "80x24"]
    assert cli.main(drive) == 0, capsys.readouterr().err
    assert cli.main(["check", "--db", str(path)]) == 0, capsys.readouterr().out
