"""What the console never uses of other people's libraries is not loaded before the first screen.

Each of these costs what a person waits for on every sign-in, and memory in every session. A library that is
loaded already stays as it is. Measured on 2 cores, Python 3.11: Textual's palette 15 ms, TLS for asyncio 7 ms,
dateutil's parser 5 ms; OpenSSL for hashes 3.4 MiB, a second SQLite 0.8 MiB.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any

PALETTE = "textual.command"
"""Textual's own palette, which `ENABLE_COMMAND_PALETTE` turns off; it loads seven kinds of widgets."""

ON_DEMAND = ("dateutil.parser",)
"""What pendulum imports for texts that it can't read itself; ours are read in `logic/when`."""


class _Unused(ModuleType):
    """Stands for a module of which only the names are imported."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (), {})


class _Later(ModuleType):
    """Stands for a module that is loaded when something of it is used. (importlib's own is at the next import.)"""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)


@contextmanager
def _standing_for(name: str, other: ModuleType | None) -> Iterator[None]:
    """Have another module, or none, in the place of one that is not loaded yet."""
    if name in sys.modules:
        yield
        return
    sys.modules[name] = other  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules[name]


def spare() -> None:
    """Leave out what is not used, from now on; before textual, asyncio, pendulum and peewee are imported."""
    if "textual.app" not in sys.modules:
        sys.modules.setdefault(PALETTE, _Unused(PALETTE))
    for name in ON_DEMAND:
        sys.modules.setdefault(name, _Later(name))
    with _standing_for("ssl", None):  # as on a Python that was built without TLS
        import asyncio  # noqa: F401
    with _standing_for("_hashlib", None):  # Python's own hashes do, without OpenSSL's
        import secrets  # noqa: F401
    import sqlcipher3.dbapi2

    with _standing_for("sqlite3", sqlcipher3.dbapi2):  # ours is the one that a practice's file is opened with
        import peewee  # noqa: F401
