"""What the verbs share: finding the practice's file, saying who is at the desk, and failing calmly."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from frontdesk.cli import BAD_USAGE, DONE, REFUSED, usual_database

if TYPE_CHECKING:
    import pendulum

    from frontdesk.desk import Clock, Desk


class BadUsage(Exception):
    """The command line asks for something that can't be meant; exit code 2."""


def calm(run: Callable[[], int], folder: Path) -> int:
    """Run a verb; what it refuses becomes one sentence on standard error and an exit code.

    A fault of the program becomes a number and a calm sentence; its log in `folder` holds no patient data.
    """
    from frontdesk.db.engine.driver import OldLibrary
    from frontdesk.db.engine.gate import Busy
    from frontdesk.db.engine.migrate import BrokenMigration, NewerSchema
    from frontdesk.db.engine.practice_file import NoPractice
    from frontdesk.desk import Refused

    try:
        return run()
    except BadUsage as error:
        print(f"frontdesk: {error}", file=sys.stderr)
        return BAD_USAGE
    except Refused as error:
        print(f"frontdesk: {error.reason}", file=sys.stderr)
        return REFUSED
    except (NoPractice, OldLibrary, Busy, NewerSchema, BrokenMigration) as error:
        print(f"frontdesk: {error}", file=sys.stderr)
        return REFUSED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        print("frontdesk: stopped", file=sys.stderr)
        return REFUSED
    except Exception as error:
        from datetime import UTC, datetime

        from frontdesk import crash

        at = datetime.now(UTC).isoformat(timespec="seconds")
        print(crash.record(folder if folder.is_dir() else Path.cwd(), error, at), file=sys.stderr)
        return REFUSED


def database_path(options: argparse.Namespace) -> Path:
    """The practice's file: `--db`, else the usual place."""
    return Path(options.db) if options.db is not None else usual_database()


def moment(text: str, zone: Any) -> pendulum.DateTime:
    """The moment written as `2026-11-24T09:42` in the practice's zone; raise `BadUsage` otherwise."""
    from frontdesk.logic import when

    try:
        return when.parse_iso(text, zone=zone)
    except when.NotUnderstood as error:
        raise BadUsage(f"--now: {error}") from error


def day_named(text: str, option: str) -> pendulum.Date:
    """The day written as `2026-11-24`; raise `BadUsage` otherwise."""
    import pendulum

    try:
        return pendulum.Date.fromisoformat(text)
    except ValueError as error:
        raise BadUsage(f"{option}: {text!r} is no day; write it like 2026-11-24.") from error


def password_from(descriptor: int | None) -> str | None:
    """The first line that can be read from a file descriptor, or None when none was named."""
    if descriptor is None:
        return None
    try:
        with os.fdopen(os.dup(descriptor), encoding="utf-8") as lines:
            return lines.readline().rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BadUsage(f"--password-fd {descriptor} can't be read.") from error


def usual_login(permission: str) -> str:
    """Who is at the desk without `--as`: the one open account that has the permission, if there is just one."""
    from frontdesk.logic.accounts import who_may

    fitting = who_may(permission)
    if len(fitting) == 1:
        return fitting[0]
    raise BadUsage(f"Say who is at the desk: --as U, one of {', '.join(fitting)}.")


@contextmanager
def signed_in(options: argparse.Namespace, permission: str, clock: Clock | None = None) -> Iterator[Desk]:
    """A desk for the length of a verb: signed in as `--as`, signed out after."""
    from frontdesk.db.engine.practice_file import open_practice
    from frontdesk.desk import SystemClock
    from frontdesk.logic import accounts

    database = open_practice(database_path(options))
    try:
        login = options.login or usual_login(permission)
        desk = accounts.sign_in_as(database, clock or SystemClock(), login=login, terminal="command line")
        try:
            yield desk
        finally:
            accounts.sign_out(desk)
    finally:
        database.close()


def print_json(value: Any) -> None:
    """One JSON value on standard output."""
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def zone_of(path: Path) -> Any:
    """The zone of the practice at `path`, read from its file."""
    from frontdesk.db.engine.practice_file import open_practice
    from frontdesk.logic import practice

    database = open_practice(path)
    try:
        return practice.first_zone()
    finally:
        database.close()
