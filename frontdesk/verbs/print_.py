"""Send what was asked to be printed: `frontdesk print run`, with --watch for ever; also list, again, cancel, set.

  run               send every page that waits, once: to its printer (lp), by mail, into the export folder
  run --watch       go on until SIGTERM; also copy today's and tomorrow's day sheet to the folder of the set-up
  list              what failed, waits, and was sent last
  again JOB         send a page again that failed, or that may have been printed
  cancel JOB        take a page back that waits, or give up one that failed
  set NAME VALUE    a setting of the practice (lines, columns, mail_from, mail_host, folder, copy_to, copy_every,
                    feed_names), or `set printer QUEUE --workstation W` (else this one: $FRONTDESK_WORKSTATION, or
                    the machine)

`run` and `list` need no sign-in; with --as U they are done in that name. Exit codes: 0 everything that was due is
sent (or nothing was), 1 a page could not be sent or something was refused, 2 bad usage. A page that a run left
half-way, because it was killed, is never sent again by itself: it is marked as failed, and counts as not sent.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from frontdesk.opening import BadUsage, database_path, print_json, signed_in

if TYPE_CHECKING:
    from frontdesk.desk import Clock, Desk
    from frontdesk.exchange.printing.runner import Happened
    from frontdesk.logic.printing.jobs import JobLine

WHAT = {"run": 0, "list": 0, "again": 1, "cancel": 1, "set": 2}
"""What can be done, and how many words follow."""
LONGEST_NUMBER = 18
"""Digits of a number that a row can have."""
LOOK = 1.0
"""Seconds between two looks for new pages; a look costs one statement."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.add_argument("what", choices=WHAT, help="what to do")
    parser.add_argument("words", nargs="*", metavar="WORD", help="see above")
    parser.add_argument("--watch", action="store_true", help="run: go on, and copy the day sheets")
    parser.add_argument(
        "--wait", type=float, default=10.0, metavar="S", help="run: seconds to wait for another run to end (10)"
    )
    parser.add_argument("--workstation", default="", metavar="W", help="set printer: whose")
    parser.add_argument("--now", default="", metavar="T", help="start the clock at T (2026-11-24T09:42)")
    parser.add_argument("--json", action="store_true", help="as JSON, for a program")


def run(options: argparse.Namespace) -> int:
    """Do it."""
    if len(options.words) != WHAT[options.what]:
        count = WHAT[options.what]
        raise BadUsage(f"print {options.what} takes {count or 'no'} word{'s' if count != 1 else ''} after it.")
    if options.what == "run":
        return _watch(options) if options.watch else _once(options)
    if options.what == "list":
        return _list(options)
    return _set(options) if options.what == "set" else _turn(options)


def clock_of(options: argparse.Namespace) -> Clock:
    """The machine's clock, or one that starts at `--now`."""
    from frontdesk.desk import ShiftedClock, SystemClock
    from frontdesk.opening import moment, zone_of

    if not options.now:
        return SystemClock()
    return ShiftedClock(moment(options.now, zone_of(database_path(options))))


@contextmanager
def at_desk(options: argparse.Namespace, permission: str) -> Iterator[Desk]:
    """The desk of `--as`, or the program's own."""
    from frontdesk.db.engine.practice_file import open_practice
    from frontdesk.logic.printing.running import program_desk

    clock = clock_of(options)
    if options.login:
        with signed_in(options, permission, clock) as desk:
            yield desk
        return
    database = open_practice(database_path(options))
    try:
        yield program_desk(database, clock)
    finally:
        database.close()


# Sending ----------------------------------------------------------------------------------------


class Teller:
    """Says what became of each page, at once and without a word about whose it is."""

    def __init__(self, as_json: bool) -> None:
        self.heard: list[Happened] = []
        self._quiet = as_json

    def tell(self, happened: Happened) -> None:
        """One page."""
        self.heard.append(happened)
        if not self._quiet:
            self.say(f"{happened.state:<7} {happened.job} {happened.kind}: {happened.words}")

    def say(self, words: str) -> None:
        """One line, for whoever reads a service's log."""
        if not self._quiet:
            print(words, flush=True)

    def plain(self) -> dict[str, Any]:
        """For a program."""
        return {
            "pages": [{"job": h.job, "kind": h.kind, "state": h.state, "words": h.words} for h in self.heard],
            "sent": sum(h.state == "sent" for h in self.heard),
            "not_sent": sum(h.state != "sent" for h in self.heard),
        }


def _once(options: argparse.Namespace) -> int:
    """Send what is due, and end."""
    from frontdesk.exchange.printing import runner
    from frontdesk.exchange.printing.lock import alone
    from frontdesk.exchange.printing.stopping import Stopper

    teller, stopper = Teller(options.json), Stopper()
    with at_desk(options, "print.run") as desk, alone(database_path(options), options.wait), stopper.listening():
        wrong = runner.clear_left_overs(desk, teller.tell)
        wrong += runner.send_due(desk, stopper, teller.tell)
    if options.json:
        print_json(teller.plain())
    elif not teller.heard:
        print("Nothing waits to be printed.")
    return 1 if wrong else 0


def _watch(options: argparse.Namespace) -> int:
    """Go on until somebody asks to end; a page that can't be sent waits for its next attempt or for a person."""
    from frontdesk.desk import Refused
    from frontdesk.exchange.printing import runner
    from frontdesk.exchange.printing.copies import Copier
    from frontdesk.exchange.printing.lock import alone
    from frontdesk.exchange.printing.stopping import Stopped, Stopper

    teller, stopper = Teller(options.json), Stopper()
    with at_desk(options, "print.run") as desk, alone(database_path(options), options.wait), stopper.listening():
        teller.say("Watching for pages to print.")
        runner.clear_left_overs(desk, teller.tell)
        copier = Copier(desk)
        try:
            while not stopper.asked:
                try:
                    runner.send_due(desk, stopper, teller.tell)
                    for words in copier.copy_when_due():
                        teller.say(words)
                except Refused as refused:
                    if refused.code != "busy":
                        raise
                    teller.say(refused.reason)
                stopper.rest(LOOK)
        except Stopped:
            pass
        teller.say("Ended.")
    return 0


# Lists and turns --------------------------------------------------------------------------------


def _list(options: argparse.Namespace) -> int:
    """Print the pages and how far each has come."""
    from frontdesk.exchange.printing.lock import at_work
    from frontdesk.logic.printing.jobs import jobs

    with at_desk(options, "print.page") as desk:
        rows = jobs(desk)
        running = at_work(database_path(options))
    if options.json:
        print_json({"running": running, "jobs": [_plain(row) for row in rows]})
        return 0
    from tabulate import tabulate

    headers = ["job", "state", "what", "pages", "to", "for", "asked", "tries", "why"]
    table = [_cells(row) for row in rows]
    if table:
        print(tabulate(table, headers=headers, disable_numparse=True))
    print(f"{len(rows)} pages. " + ("A run is at work." if running else "No run is at work."))
    return 0


def _cells(row: JobLine) -> list[object]:
    """A page as a line of the table; its title stays on the screens, since it may name a patient."""
    to, asked = f"{row.destination} {row.target}", f"{row.asked_at:%Y-%m-%d %H:%M}"
    why = row.error or row.receipt
    return [
        row.id, row.state, row.kind, row.pages, to, f"{row.login}@{row.workstation}", asked, row.attempts, why,
    ]  # fmt: skip


def _plain(row: JobLine) -> dict[str, Any]:
    """A page for a program."""
    from dataclasses import asdict

    shown = {name: value for name, value in asdict(row).items() if name not in ("version", "title")}
    times = {name: at.isoformat() if (at := shown[name]) else None for name in ("asked_at", "ended_at")}
    return shown | times


def _turn(options: argparse.Namespace) -> int:
    """Send a page again, or take it back."""
    from frontdesk.logic import printing
    from frontdesk.logic.printing.spooling import job_row

    number = options.words[0]
    if not (number.isascii() and number.isdecimal() and len(number) <= LONGEST_NUMBER):
        raise BadUsage(f"{number!r} is no number of a print job; `frontdesk print list` has them.")
    job = int(number)
    turn = printing.again if options.what == "again" else printing.cancel
    with signed_in(options, "print.page", clock_of(options)) as desk:
        print(turn(desk, job=job, version=int(job_row(job).version)).message)
    return 0


def _set(options: argparse.Namespace) -> int:
    """Set one thing."""
    from frontdesk.logic.printing import settings

    name, value = options.words
    with signed_in(options, "setup.change", clock_of(options)) as desk:
        if name == "printer":
            station = options.workstation or settings.workstation()
            print(settings.set_printer(desk, station=station, printer=value).message)
        else:
            print(settings.set_up(desk, values={name: value}).message)
    return 0
