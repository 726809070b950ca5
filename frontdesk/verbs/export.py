"""Export patients, visits and events as CSV into a folder, or a calendar: `frontdesk export [DIR]`, `export ics`.

  export [DIR]      every table as CSV (else into export/ beside the file)
  export ics FILE   a calendar for other programs, with --provider NAME or --patient NUMBER, --from and --to a day

Both are audited. A provider's calendar says of patients what the practice's setting allows: initials, unless
`frontdesk print set feed_names` says nothing or name. A calendar takes the place of an earlier one of that name.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from frontdesk.opening import BadUsage, day_named, print_json, signed_in


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.add_argument("words", nargs="*", metavar="DIR | ics FILE", help="see above")
    parser.add_argument("--provider", default="", metavar="NAME", help="ics: whose calendar")
    parser.add_argument("--patient", default="", metavar="NUMBER", help="ics: whose appointments")
    parser.add_argument("--from", dest="first", default="", metavar="DATE", help="ics: a month ago, unless said")
    parser.add_argument("--to", dest="last", default="", metavar="DATE", help="ics: without an end, unless said")
    parser.add_argument("--json", action="store_true", help="the report as JSON, for a program")


def run(options: argparse.Namespace) -> int:
    """Write the files."""
    if options.words[:1] == ["ics"]:
        return _calendar(options)
    if len(options.words) > 1:
        raise BadUsage("export takes one folder, or ics and a file.")
    if options.provider or options.patient or options.first or options.last:
        raise BadUsage("--provider, --patient, --from and --to are for a calendar: frontdesk export ics FILE.")
    from frontdesk.exchange.export import export_folder

    folder = Path(options.words[0]) if options.words else None
    with signed_in(options, "data.export") as desk:
        report = export_folder(desk, folder)
    if options.json:
        print_json(report.plain())
    else:
        print(report.text())
    return 0


def _calendar(options: argparse.Namespace) -> int:
    """Write a provider's or a patient's calendar."""
    if len(options.words) != 2 or bool(options.provider) == bool(options.patient):
        raise BadUsage("Write: frontdesk export ics FILE, and one of --provider NAME, --patient NUMBER.")
    from frontdesk.exchange.ics import export_feed
    from frontdesk.logic import feeds

    days = {
        "from_day": day_named(options.first, "--from") if options.first else None,
        "to_day": day_named(options.last, "--to") if options.last else None,
    }
    with signed_in(options, "data.export") as desk:
        if options.provider:
            whose = feeds.provider_named(desk, name=options.provider)
            feed = feeds.of_provider(desk, provider=whose, **days)
        else:
            who = feeds.patient_numbered(desk, number=options.patient)
            feed = feeds.of_patient(desk, patient=who, **days)
        done = export_feed(desk, feed, Path(options.words[1]))
    if options.json:
        print_json(done.values)
    else:
        print(done.message)
    return 0
