"""Packages that open their modules when asked: they offer what they say, whichever module was opened first."""

from __future__ import annotations

import ast
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import frontdesk
from frontdesk.doors import opened_when_asked

HOUSE = Path(frontdesk.__file__).parent
PACKAGES = [
    ".".join(path.parent.relative_to(HOUSE.parent).parts)
    for path in sorted(HOUSE.rglob("__init__.py"))
    if opened_when_asked.__name__ in path.read_text(encoding="utf-8")
]


def said_for_types(package: str) -> dict[str, str]:
    """The names that a package imports for its types, and from which of its modules."""
    path = HOUSE.parent.joinpath(*package.split("."), "__init__.py")
    return {
        alias.name: str(node.module).removeprefix(f"{package}.")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("frontdesk.logic.")
        for alias in node.names
    }


def test_there_are_such_packages() -> None:
    assert "frontdesk.logic.calendar" in PACKAGES


@pytest.mark.parametrize("package", PACKAGES)
def test_what_a_package_offers_is_what_it_says_for_types(package: str) -> None:
    module = import_module(package)
    said = said_for_types(package)
    assert module._homes == said
    for name, home in said.items():
        there = import_module(home if "." in home else f"{package}.{home}")
        assert getattr(module, name) is getattr(there, name)


def test_a_function_is_found_though_a_module_of_its_name_was_opened_first() -> None:
    script = """
import frontdesk.logic.calendar.day
from frontdesk.logic import calendar
from frontdesk.logic.calendar import out
print(callable(calendar.day), callable(out), calendar.day.name)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.split() == ["True", "True", "calendar.day"]


def test_a_name_that_nobody_has_is_missed() -> None:
    with pytest.raises(AttributeError, match="no_such_thing"):
        import_module("frontdesk.logic.calendar").no_such_thing  # noqa: B018
