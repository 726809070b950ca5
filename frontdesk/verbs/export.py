"""Export patients, visits, events, history, organisations and payers as CSV; audited with names and counts."""

from __future__ import annotations

import argparse
from pathlib import Path

from frontdesk.opening import print_json, signed_in


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.add_argument(
        "folder", type=Path, nargs="?", default=None, metavar="DIR", help="else export/ beside the file"
    )
    parser.add_argument("--json", action="store_true", help="the report as JSON, for a program")


def run(options: argparse.Namespace) -> int:
    """Write the files."""
    from frontdesk.exchange.export import export_folder

    with signed_in(options, "data.export") as desk:
        report = export_folder(desk, options.folder)
    if options.json:
        print_json(report.plain())
    else:
        print(report.text())
    return 0
