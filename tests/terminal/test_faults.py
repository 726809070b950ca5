"""A fault of the program on a real terminal: a number and a calm sentence, and no patient anywhere."""

from __future__ import annotations

import re
import stat
import sys
from pathlib import Path

import pytest

from frontdesk.harness import console_words, terminal
from tests.screens.office import open_office
from tests.terminal.escapes import strangers

FAULT = """
import sys
from frontdesk.logic import patients
from frontdesk.logic.calendar import DayVisit

def fail(visit):
    patient = {"name": visit.name, "diagnosis": "Zoster"}
    try:
        raise KeyError(visit.name)
    except KeyError as error:
        raise ValueError(f"{patient} has no {visit!r}") from error
"""

PLACES = {
    "a command": """
from frontdesk.screens.calendar import visits
async def act(self, pane, visit, words):
    fail(visit)
visits.Confirm.act = act
""",
    "a paint": """
from frontdesk.screens.calendar import visits
from frontdesk.widgets.daygrid import DayGrid
async def act(self, pane, visit, words):
    DayGrid.render_line = lambda self, y: fail(visit)
    pane.cursor.refresh()
visits.Confirm.act = act
""",
    "a timer": """
from frontdesk.screens.calendar import visits
async def act(self, pane, visit, words):
    pane.set_timer(0.01, lambda: fail(visit))
visits.Confirm.act = act
""",
    "a change": """
from frontdesk.desk import CHANGES
from frontdesk.logic import calendar
def body(work, *, visit, version):
    fail(calendar.visit(work.desk, visit=visit).visit)
assert calendar.confirm is CHANGES["calendar.confirm"], "changes are there once they are asked for"
calendar.confirm.body = body
""",
    "signing out": """
from frontdesk.logic import accounts
from frontdesk.screens.calendar import visits
async def act(self, pane, visit, words):
    accounts.sign_out = lambda desk, how: fail(visit)
    pane.app.exit(0)
visits.Confirm.act = act
""",
}
"""Where it can fail, each as the lines that make it fail when `c` is pressed."""

END = "from frontdesk.cli import main\nsys.exit(main(sys.argv[1:]))\n"


@pytest.mark.parametrize("place", PLACES)
def test_a_fault_ends_in_a_number_and_a_calm_sentence(tmp_path: Path, place: str) -> None:
    office = open_office(tmp_path)
    office.desk.database.close()
    script = tmp_path / "frontdesk_with_a_fault.py"
    script.write_text(FAULT + PLACES[place] + END)
    with terminal([sys.executable, str(script), *console_words(office.path, "mlee")[3:]]) as console:
        console.sees("Stone, Rae", "Keys")
        console.strike("down", "down", "c")
        assert console.ended(5) == 1
        after = console.raw.rpartition(b"\x1b[?1004l")[2].decode()
        assert console.settings() == console.at_first
    assert strangers(console.raw) == []
    number = re.search(r"\(number\s+(\d{6})\)", " ".join(after.split()))
    assert number is not None, after
    assert max(map(len, after.splitlines())) <= 80, "no word is broken by the edge of the terminal"
    assert after.count("has stopped") == 1
    assert "Nothing that was saved is lost" in after
    log = tmp_path / "frontdesk.log"
    noted = log.read_text()
    assert number[1] in noted
    assert "ValueError" in noted
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    for word in ("Stone", "Rae", "Zoster", "diagnosis"):
        assert word not in after
        assert word not in noted
    assert "Traceback" not in after


def test_a_session_that_crashed_is_ended_and_its_undo_resumed(tmp_path: Path) -> None:
    office = open_office(tmp_path)
    office.desk.database.close()
    script = tmp_path / "frontdesk_with_a_fault.py"
    script.write_text(FAULT + PLACES["a command"] + END)
    with terminal([sys.executable, str(script), *console_words(office.path, "mlee")[3:]]) as console:
        console.sees("Stone, Rae", "Keys")
        console.strike("down", "down", "a")
        console.sees("Arrived Stone, Rae")
        console.strike("up", "n")
        console.sees("New visit")
        console.type("vu")
        console.sees("1/1")
        console.strike("ctrl+g")
        console.sees("1 parked")
        console.strike("down", "c")
        assert console.ended(5) == 1
    with terminal(console_words(office.path, "mlee")) as console:
        console.sees("1 parked", "A Stone, Rae")
        console.strike("u")
        console.sees("S Stone, Rae", "^R redo")
