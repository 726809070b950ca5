"""Verify everything that must hold, and say what is wrong and where; exit code 1 when something is.

`--json` gives `ok`, `findings` (check, where, what) and `counts`.
"""

from __future__ import annotations

import argparse

from frontdesk.opening import database_path, print_json, signed_in


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.add_argument("--json", action="store_true", help="as JSON, for a program")


def run(options: argparse.Namespace) -> int:
    """Check the practice. Without `--as` it needs no sign-in, since a broken file may have none."""
    from frontdesk.db.engine.practice_file import open_practice
    from frontdesk.logic import checks

    if options.login:
        with signed_in(options, "audit.see") as desk:
            report = checks.run(desk)
    else:
        database = open_practice(database_path(options))
        try:
            report = checks.run(database)
        finally:
            database.close()
    if options.json:
        print_json(
            {
                "ok": not report.findings,
                "findings": [{"check": f.check, "where": f.where, "what": f.what} for f in report.findings],
                "counts": report.counts,
            }
        )
    else:
        for finding in report.findings:
            print(f"{finding.check}: {finding.where}: {finding.what}")
        total = len(report.findings)
        print("All is well." if not total else f"{total} thing{'s are' if total > 1 else ' is'} wrong.")
    return 1 if report.findings else 0
