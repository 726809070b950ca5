"""`python -m tests.bench [NAME ...|all]`: measures and prints, by the names below; exit 1: a limit missed."""

from __future__ import annotations

import sys
from importlib import import_module

BENCHES = {
    "calendar": "calendar",
    "concurrency": "concurrency",
    "idle": "idle",
    "import": "importing",
    "openings": "openings",
    "out": "out",
    "patients": "patients",
    "terminal": "terminals",
    "views": "views",
}
"""The module of each bench."""


def main(words: list[str]) -> int:
    """Run the benches that were named, or all."""
    wanted = words or ["all"]
    if unknown := [word for word in wanted if word not in (*BENCHES, "all")]:
        print(f"no such bench: {', '.join(unknown)}; there are {', '.join(BENCHES)} and all", file=sys.stderr)
        return 2
    names = list(BENCHES) if "all" in wanted else wanted
    kept = [import_module(f"tests.bench.{BENCHES[name]}").run() for name in names]
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
