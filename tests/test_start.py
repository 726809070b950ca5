"""What is loaded when the first screen shows: everybody waits for it, at every sign-in, and it stays in memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.elm import MORNING
from tests.terminal.every import practice_file

OPENING = """
from frontdesk.sparing import spare

spare()
import asyncio, sys
from pathlib import Path
import frontdesk.verbs.open, frontdesk.terminal
from frontdesk.app import FrontDeskApp
from frontdesk.db.engine.practice_file import open_practice
from frontdesk.desk import FixedClock
import pendulum

async def main():
    at = pendulum.parse(sys.argv[2])
    app = FrontDeskApp(Path(sys.argv[1]), FixedClock(at), open_practice, login="mlee")
    async with app.run_test(size=(80, 24)) as pilot:
        async with asyncio.timeout(30):
            while len(app.screen_stack) < 2:
                await pilot.pause()
        print("LOADED", *sys.modules)
        app.exit(0)

asyncio.run(main())
"""

OURS = """
app cli crash db db.audit db.calendar db.drafts db.engine db.engine.driver db.engine.gate db.engine.migrate
db.engine.practice_file db.engine.watch db.fields db.kinds db.patients db.plain db.practice db.prepared
db.printing db.rows db.table desk desk.change desk.clock desk.desk desk.refusal desk.undo desk.view desk.work
doors logic logic.accounts logic.calendar logic.calendar.claims logic.calendar.day logic.calendar.letters
logic.calendar.opening_hours logic.calendar.parties logic.calendar.reasons logic.calendar.reserving
logic.calendar.sites logic.calendar.wall logic.calendar.words logic.called logic.drafts logic.named
logic.names logic.names.fold logic.names.same logic.patients logic.patients.signs logic.patients.talking
logic.personal logic.practice logic.practice.reading logic.roles logic.unprinted logic.when logic.when.dates
logic.when.forms logic.when.shown logic.when.zones logic.worklists logic.worklists.kinds logic.worklists.lists
opening screens screens.calendar screens.calendar.absences screens.calendar.at screens.calendar.boards
screens.calendar.booking screens.calendar.commands screens.calendar.days screens.calendar.detail
screens.calendar.editing screens.calendar.feeding screens.calendar.finding screens.calendar.interpreting
screens.calendar.joining screens.calendar.moving screens.calendar.moving_along screens.calendar.on_purpose
screens.calendar.pane screens.calendar.scope screens.calendar.sheet screens.calendar.viewing
screens.calendar.visits screens.console screens.dialog screens.everywhere screens.parked screens.speaking
settings sparing terminal terminal.cells terminal.ending terminal.keyboard terminal.painting terminal.sending
terminal.skills verbs verbs.open widgets widgets.bars widgets.breadth widgets.command widgets.daygrid
widgets.frames widgets.look widgets.moves widgets.plaintext widgets.rows widgets.style widgets.turn
"""
"""Our own modules, without `frontdesk.`: a longer list is a longer wait, so each stands here on purpose."""

OTHERS = {
    "dateutil", "peewee", "pendulum", "platformdirs", "rich", "sqlcipher3", "textual", "typing_extensions",
}  # fmt: skip
"""Those of others."""


def loaded(path: Path) -> set[str]:
    """The modules that a fresh interpreter has loaded once the console shows."""
    done = subprocess.run(
        [sys.executable, "-c", OPENING, str(path), MORNING.isoformat()],
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    return set(done.stdout.partition("LOADED")[2].split())


def test_what_is_loaded_by_the_first_screen_is_what_it_shows_by(tmp_path: Path) -> None:
    names = loaded(practice_file(tmp_path))
    own = {name.removeprefix("frontdesk.") for name in names if name.startswith("frontdesk.")}
    assert own == set(OURS.split())
    tops = {name.partition(".")[0] for name in names if not name.startswith("_")}
    assert tops - sys.stdlib_module_names - {"frontdesk"} == OTHERS
    assert not {"_ssl", "_hashlib", "_sqlite3", "textual.widgets._input", "dateutil.parser._parser"} & names
