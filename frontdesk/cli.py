"""The command `frontdesk`: finds the verb, reads its arguments, gives its exit code; nothing else.

A verb is a module in `frontdesk/verbs` with a docstring, `arguments(parser)` and `run(options) -> int`; it is
found by its name and imports what it needs when it runs. Nothing heavy is imported here: every console waits
for it.
"""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType

from frontdesk import __version__, verbs
from frontdesk.sparing import spare

DONE, REFUSED, BAD_USAGE = 0, 1, 2
"""Exit codes: done; refused, or a check failed; bad usage."""

USUAL = "open"
"""The verb when none is given."""


@cache
def _modules() -> tuple[str, ...]:
    return tuple(module.name for module in iter_modules(verbs.__path__))


def verb_names() -> list[str]:
    """Every verb, by the modules there are."""
    return sorted(name.rstrip("_") for name in _modules())


def verb(name: str) -> ModuleType:
    """The module of a verb (`import` lives in `import_`, since the word is taken)."""
    return import_module(f"frontdesk.verbs.{name if name in _modules() else name + '_'}")


def usual_database() -> Path:
    """Where the practice lies unless `--db` says otherwise: $FRONTDESK_DB, else in the user's data folder."""
    from frontdesk.settings import DATA_HOME, DB

    if named := DB.read():
        return Path(named)
    return Path(DATA_HOME.read() or Path.home() / ".local" / "share") / "frontdesk" / "practice.db"


def add_common(parser: argparse.ArgumentParser) -> None:
    """What every verb takes."""
    parser.add_argument("--db", type=Path, default=None, metavar="F", help="the practice's file")
    parser.add_argument("--as", dest="login", default="", metavar="U", help="who is at the desk")


def parser_of(name: str) -> argparse.ArgumentParser:
    """The argument parser of one verb."""
    module = verb(name)
    parser = argparse.ArgumentParser(
        prog=f"frontdesk {name}", description=module.__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add_common(parser)
    module.arguments(parser)
    return parser


def overview() -> str:
    """What `frontdesk --help` says."""
    lines = [
        "usage: frontdesk [VERB] [--db F] [--as U] ...",
        "",
        __import__("frontdesk").__doc__ or "",
        "",
        "verbs:",
    ]
    for name in verb_names():
        summary = (verb(name).__doc__ or "").strip().splitlines()[0]
        lines.append(f"  {name:<10} {summary}")
    lines += [
        "",
        "frontdesk VERB --help tells more.",
        "exit codes: 0 done, 1 refused or check failed, 2 bad usage",
    ]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit code."""
    gc.disable()  # until the first screen is there: what is loaded for it stays
    try:
        return obey(list(sys.argv[1:] if arguments is None else arguments))
    finally:
        gc.enable()


def obey(words: list[str]) -> int:
    """Do what the words say."""
    if words[:1] in (["--help"], ["-h"]):
        print(overview())
        return DONE
    if words[:1] == ["--version"]:
        print(f"frontdesk {__version__}")
        return DONE
    name = words.pop(0) if words and not words[0].startswith("-") else USUAL
    if stray := [word for word in words if name == USUAL and word in verb_names()]:
        print(f"frontdesk: the verb comes first: frontdesk {stray[0]} ...", file=sys.stderr)
        return BAD_USAGE
    if name not in verb_names():
        print(f"frontdesk: there is no verb {name!r}. Verbs: {', '.join(verb_names())}", file=sys.stderr)
        return BAD_USAGE
    try:
        options = parser_of(name).parse_args(words)
    except SystemExit as stop:
        return int(stop.code or 0)
    return run(name, options)


def run(name: str, options: argparse.Namespace) -> int:
    """Run a verb with its arguments; what it refuses goes to standard error as one sentence."""
    if name == USUAL:
        spare()
    else:
        gc.enable()
    from frontdesk.opening import calm, database_path

    return calm(lambda: int(verb(name).run(options)), database_path(options).parent)
