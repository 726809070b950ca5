"""Import a practice's book or messages: `frontdesk import medscheduler|synthea|hl7 DIR [--as-of DATE]`.

A bad row is reported with file, line and reason, and the rest goes in. A second run changes nothing; an
interrupted one, run again, completes.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from frontdesk.opening import BadUsage, day_named, print_json, signed_in

SOURCES = ("medscheduler", "synthea", "hl7")
"""The formats that can be read."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.add_argument("source", choices=SOURCES, help="the format")
    parser.add_argument("folder", type=Path, metavar="DIR", help="the folder with its files")
    parser.add_argument("--as-of", default="", metavar="DATE", help="visits from this day on stay scheduled")
    parser.add_argument("--json", action="store_true", help="the report as JSON, for a program")


def show_progress(what: str, done: int, total: int) -> None:
    """One line that grows, on a terminal only."""
    if sys.stderr.isatty():
        width = 30 * done // max(total, 1)
        print(f"\r{what:<13} [{'#' * width:<30}] {done:,}/{total:,} ", end="", file=sys.stderr, flush=True)


def run(options: argparse.Namespace) -> int:
    """Import the folder; exit code 1 when rows were refused or had changed at their source."""
    from importlib import import_module

    if not options.folder.is_dir():
        raise BadUsage(f"{options.folder} is no folder.")
    as_of = day_named(options.as_of, "--as-of") if options.as_of else None
    source = import_module(f"frontdesk.exchange.{options.source}")
    with signed_in(options, "data.import") as desk:
        report = source.import_folder(desk, options.folder, as_of=as_of, progress=show_progress)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    if options.json:
        print_json(report.plain())
    else:
        print(report.text())
    return 1 if report.refused or report.changed else 0
