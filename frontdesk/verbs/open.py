"""Open the console on a practice (the usual verb).

Without `--as` it asks for name and password. `--as U` signs in whoever may open the file, as a forced SSH
command does. Where there is no practice yet it offers to make one.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from frontdesk.opening import database_path

if TYPE_CHECKING:
    from frontdesk.desk import Clock


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.add_argument("--now", default="", metavar="T", help="start the console's clock at T (2026-11-24T09:42)")


def run(options: argparse.Namespace) -> int:
    """Open the console; returns its exit code."""
    return open_console(options)


def open_console(options: argparse.Namespace) -> int:
    """Open the console on the file that the options name."""
    import sys

    from frontdesk.opening import BadUsage
    from frontdesk.settings import TERM

    if not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        raise BadUsage("The console needs a terminal. Without one there is `frontdesk drive`.")
    if TERM.read() == TERM.usual:
        raise BadUsage("This terminal can't be painted on (TERM is dumb). Without one there is `frontdesk drive`.")
    from frontdesk.app import FrontDeskApp
    from frontdesk.db.engine.practice_file import open_practice, require_practice

    path = database_path(options)
    if path.exists():
        require_practice(path)  # before anybody types a password
    app = FrontDeskApp(path, clock_of(options), open_practice, login=options.login)
    code = app.on_terminal()
    if app.refusal is not None:
        raise app.refusal
    return code


def clock_of(options: argparse.Namespace) -> Clock:
    """The machine's clock, or one that starts at `--now` (in the practice's zone)."""
    from frontdesk.desk import ShiftedClock, SystemClock

    if not options.now:
        return SystemClock()
    import pendulum

    from frontdesk.opening import moment, zone_of

    path = database_path(options)
    zone = zone_of(path) if path.exists() else pendulum.now().timezone  # no practice yet: the first run asks where
    return ShiftedClock(moment(options.now, zone))
