"""Packages whose modules are opened when a name of theirs is first asked for: nobody waits for unused rules."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import walk_packages
from types import ModuleType
from typing import Any


class _Package(ModuleType):
    """A package that knows in which of its modules each of its names stands."""

    _homes: dict[str, str]

    def __getattr__(self, name: str) -> Any:
        home = self.__dict__["_homes"].get(name)
        if home is None:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        module = import_module(home if "." in home else f"{self.__name__}.{home}")
        found = self.__dict__[name] = getattr(module, name)
        return found

    def __setattr__(self, name: str, value: Any) -> None:
        """A module that is called as one of its functions leaves the name to the function."""
        if not (isinstance(value, ModuleType) and name in self._homes):
            super().__setattr__(name, value)


def opened_when_asked(package: str, names: Mapping[str, str]) -> None:
    """Let a package find its names by itself: for each module, those that it offers, in one text.

    A module of its own is named by the last part, another by the whole name.

    The package says the same in imports under `if TYPE_CHECKING`, for whoever reads types; a test compares them.
    """
    module = sys.modules[package]
    module.__dict__["_homes"] = {name: home for home, all_ in names.items() for name in all_.split()}
    module.__class__ = _Package


@cache
def open_all(package: str) -> None:
    """Import a module and, of a package, every module in it, so that all that registers itself has done so."""
    for found in walk_packages(getattr(import_module(package), "__path__", ()), f"{package}."):
        import_module(found.name)
