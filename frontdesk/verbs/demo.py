"""Make a demo practice around today and open it: sign in as `reception` with the password `demo`.

The same every time for a given day; `--now` makes it for another one. Other sign-ins: manager, clinician,
biller, auditor, all with the password `demo`.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from frontdesk.cli import usual_database
from frontdesk.opening import moment

ZONE = "America/New_York"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.add_argument("--no-open", action="store_true", help="only make it")
    parser.add_argument("--now", default="", metavar="T", help="make it around T (2026-11-24T09:42)")


def run(options: argparse.Namespace) -> int:
    """Make the demo practice, unless today's is there, and open it."""
    from frontdesk.desk import FixedClock, SystemClock
    from frontdesk.logic import demo, practice

    zone = practice.zone_named(ZONE)
    start = moment(options.now, zone) if options.now else SystemClock().now().in_timezone(zone)
    path = Path(options.db) if options.db is not None else usual_database().with_name("demo.db")
    options.db = path
    if not demo.there(path, start.date()):
        if sys.stderr.isatty():
            print("Making the demo practice ...", file=sys.stderr)
        demo.build(path, FixedClock(start))
    if options.no_open:
        print(f"The demo practice is at {path}. Sign in as reception, password demo.")
        return 0
    from frontdesk.verbs.open import open_console

    return open_console(options)
