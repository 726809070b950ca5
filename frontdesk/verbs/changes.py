"""List every change and every view: permission, whose rows, kind of undo."""

from __future__ import annotations

import argparse
import json


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.add_argument("--json", action="store_true", help="as JSON, for a program")
    parser.add_argument("--roles", action="store_true", help="also the roles and what each may do")


def registered() -> list[dict[str, str]]:
    """Every change, then every view, by name; importing the rooms is what registers them."""
    from frontdesk.desk import CHANGES, VIEWS
    from frontdesk.doors import open_all

    open_all("frontdesk.logic")
    open_all("frontdesk.exchange")
    rows = [
        {
            "what": "change",
            "name": change.name,
            "permission": change.permission,
            "scope": change.scope,
            "undo": str(change.undo),
            "does": change.summary,
        }
        for _, change in sorted(CHANGES.items())
    ]
    rows += [
        {
            "what": "view",
            "name": view.name,
            "permission": view.permission,
            "scope": view.scope,
            "undo": "audited" if view.opens else "",
            "does": view.summary,
        }
        for _, view in sorted(VIEWS.items())
    ]
    return rows


def run(options: argparse.Namespace) -> int:
    """Print the list."""
    from frontdesk.logic.roles import PERMISSIONS, ROLES

    rows = registered()
    roles = {str(role): sorted(allowed) for role, allowed in ROLES.items()}
    if options.json:
        print(json.dumps({"entries": rows, "permissions": PERMISSIONS, "roles": roles}, indent=2))
        return 0
    from tabulate import tabulate

    print(tabulate([list(row.values()) for row in rows], headers=list(rows[0]), disable_numparse=True))
    if options.roles:
        table = [
            [permission, means, *("x" if permission in allowed else "" for allowed in roles.values())]
            for permission, means in PERMISSIONS.items()
        ]
        print()
        print(tabulate(table, headers=["permission", "allows", *roles], disable_numparse=True))
    return 0
