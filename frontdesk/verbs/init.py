"""Make a new, empty practice, without questions.

Without `--password-fd` nobody can sign in by a password; `--as` works for whoever may open the file.
"""

from __future__ import annotations

import argparse

from frontdesk.opening import database_path, password_from


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.add_argument("--practice", required=True, metavar="NAME", help="the practice's name")
    parser.add_argument("--timezone", required=True, metavar="TZ", help="its time zone, such as America/New_York")
    parser.add_argument("--admin", required=True, metavar="NAME", help="the first manager's name")
    parser.add_argument(
        "--login", dest="admin_login", default="", metavar="U", help="their sign-in, else from the name"
    )
    parser.add_argument("--providers", default="", metavar="LIST", help="such as 'Ada Okafor MD; Reyes NP'")
    parser.add_argument(
        "--password-fd", type=int, default=None, metavar="N", help="read the password from descriptor N"
    )


def login_for(name: str) -> str:
    """A sign-in made of a name: first letter and family name, `mlee` for Mary Lee; one word stays as it is."""
    from frontdesk.logic import names
    from frontdesk.logic.accounts import split_admin

    family, given = split_admin(name)
    return (names.fold(given)[:1] + names.fold(family)).replace(" ", "")[:32]


def run(options: argparse.Namespace) -> int:
    """Make the practice."""
    from frontdesk.desk import SystemClock
    from frontdesk.logic import accounts

    path, login = database_path(options), options.admin_login or login_for(options.admin)
    accounts.create(
        path,
        SystemClock(),
        name=options.practice,
        timezone=options.timezone,
        admin_name=options.admin,
        login=login,
        password=password_from(options.password_fd),
        providers=options.providers,
    ).close()
    print(f"Made {options.practice} at {path}. Sign in as {login}.")
    return 0
