"""List every setting and every environment variable: what it is, its usual value, where it is edited.

What is set in a practice stands in its console, where the list says; `--json` gives the same for a program.
"""

from __future__ import annotations

import argparse
from typing import Any


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.add_argument("--json", action="store_true", help="as JSON, for a program")


def rows() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The settings and the variables, as the table has them."""
    from frontdesk.settings import KEY, SETTINGS, VARIABLES

    settings = [
        {
            "name": f"{each.name}COMMAND" if each is KEY else each.name,
            "of": each.scope,
            "usual": each.usual,
            "values": each.values or ", ".join(each.choices),
            "what": each.what,
            "edited": each.edited,
        }
        for each in SETTINGS
    ]
    return settings, [each._asdict() for each in VARIABLES]


def run(options: argparse.Namespace) -> int:
    """Print the list."""
    settings, variables = rows()
    if options.json:
        from frontdesk.opening import print_json

        print_json({"settings": settings, "variables": variables})
        return 0
    from tabulate import tabulate

    widths = {"values": 24, "what": 40, "edited": 24}
    print("Everybody chooses their own; the others take the permission setup.change. u takes back what was set.\n")
    for title, table in (("Settings, kept in the practice's file", settings), ("The environment", variables)):
        most = [widths.get(name) for name in table[0]]
        print(f"{title}\n")
        print(tabulate(table, headers="keys", disable_numparse=True, maxcolwidths=most))
        print()
    return 0
