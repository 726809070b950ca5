"""The house keeps its order: imports go one way, SQL stays in its room, rooms stay small, starting stays light."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

import frontdesk

HOUSE = Path(frontdesk.__file__).parent

ROOMS = {
    "__main__": "cli", "cli": "cli", "verbs": "cli", "opening": "cli",
    "harness": "harness",
    "app": "app", "terminal": "app", "crash": "app",
    "screens": "screens", "widgets": "widgets", "exchange": "exchange",
    "logic": "logic", "desk": "desk", "db": "db",
    "": "house", "doors": "house", "sparing": "house", "settings": "house",
}  # fmt: skip
"""Which room a module of `frontdesk` is in, by the first part of its name; the package itself is the house."""

MAY: dict[str, set[str]] = {
    "house": set(),
    "cli": {"harness", "app", "exchange", "logic", "desk", "engine"},
    "harness": {"app", "screens", "logic", "desk", "engine"},
    "app": {"screens", "widgets", "logic", "desk"},
    "screens": {"widgets", "exchange", "logic", "desk"},
    "widgets": set(),
    "exchange": {"logic", "desk"},
    "logic": {"desk", "db", "engine"},
    "desk": {"db", "engine"},
    "engine": {"db"},
    "db": {"engine"},
}
"""What each room may import beside itself. `engine` is the part of `db` that opens files; the rest are tables."""
MAY_NAME = {"screens": {"app"}}
"""What a room may name in annotations besides, where nothing is imported when it runs."""


@dataclass(frozen=True)
class Import:
    """One import of one of our modules."""

    module: str
    line: int
    target: str
    named_only: bool
    """It stands under `if TYPE_CHECKING`."""

    def __str__(self) -> str:
        return f"{self.module}:{self.line} imports {self.target}"


def modules() -> list[Path]:
    return sorted(HOUSE.rglob("*.py"))


def name_of(path: Path) -> str:
    parts = path.relative_to(HOUSE.parent).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def room_of(module: str) -> str:
    parts = module.split(".")
    if parts[1:3] == ["db", "engine"]:
        return "engine"
    return ROOMS[parts[1] if len(parts) > 1 else ""]


def imports_of(path: Path) -> Iterator[Import]:
    tree, module = tree_of(path), name_of(path)
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for_types = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        for target in _targets(node, package):
            if target.split(".")[0] == "frontdesk":
                yield Import(module, node.lineno, target, id(node) in for_types)  # type: ignore[attr-defined]


def _targets(node: ast.AST, package: str) -> Iterator[str]:
    """The modules that a statement imports, with what it takes from them where that is a module too."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        up = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
        base = ".".join([*up, *([node.module] if node.module else [])])
        for alias in node.names:
            whole = f"{base}.{alias.name}"
            yield whole if _is_module(whole) else base


def _is_module(name: str) -> bool:
    path = HOUSE.parent.joinpath(*name.split("."))
    return path.with_suffix(".py").exists() or (path / "__init__.py").exists()


def wrong_way(found: Import) -> bool:
    """Tell whether an import goes against the one direction."""
    here, there = room_of(found.module), room_of(found.target)
    allowed = MAY[here] | {here, "house"} | (MAY_NAME.get(here, set()) if found.named_only else set())
    return there not in allowed


def test_every_module_is_in_a_room() -> None:
    first_parts = {"".join(name_of(path).split(".")[1:2]) for path in modules()}
    assert first_parts == ROOMS.keys()


def test_imports_go_one_way() -> None:
    assert [str(found) for path in modules() for found in imports_of(path) if wrong_way(found)] == []


@pytest.mark.parametrize(
    ("module", "line", "wrong"),
    [
        ("screens.x", "from frontdesk.db.calendar import Visit", True),
        ("screens.x", "from frontdesk.db.engine.driver import connect", True),
        ("screens.x", "import frontdesk.db", True),
        ("screens.x", "def f():\n    from frontdesk import db", True),
        ("screens.x", "from frontdesk.app import FrontDeskApp", True),
        ("screens.x", "from frontdesk.logic import calendar", False),
        ("widgets.x", "from frontdesk.screens import console", True),
        ("widgets.x", "from frontdesk.logic import when", True),
        ("widgets.x", "from frontdesk.widgets import rows", False),
        ("logic.x", "from frontdesk.widgets import rows", True),
        ("logic.x", "from frontdesk.db.calendar import Visit", False),
        ("desk.x", "from frontdesk.logic import calendar", True),
        ("db.x", "from frontdesk.desk import Desk", True),
        ("exchange.x", "from frontdesk.screens import console", True),
        ("exchange.x", "from frontdesk.db.calendar import Visit", True),
        ("verbs.x", "from frontdesk.db.calendar import Visit", True),
        ("app", "from .logic import calendar", False),
        ("app", "from . import db", True),
    ],
)
def test_the_test_itself_sees_what_is_wrong(module: str, line: str, wrong: bool) -> None:
    package = "frontdesk." + module.rpartition(".")[0] if "." in module else "frontdesk"
    targets = [target for node in ast.walk(ast.parse(line)) for target in _targets(node, package)]
    assert targets
    assert any(wrong_way(Import(f"frontdesk.{module}", 1, target, False)) for target in targets) is wrong


def test_no_room_below_the_screens_knows_textual() -> None:
    outside = {"textual", "rich"}
    for path in modules():
        if room_of(name_of(path)) in ("logic", "desk", "db", "engine", "exchange"):
            for node in ast.walk(tree_of(path)):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
                assert not {name.split(".")[0] for name in names} & outside, f"{path}:{node.lineno}"  # type: ignore[attr-defined]


SQL = re.compile(
    r"\b(SELECT\b.+\bFROM|INSERT\s+(OR\s+\w+\s+)?INTO|REPLACE\s+INTO|UPDATE\s+\S+\s+SET|DELETE\s+FROM|PRAGMA\s+\w+"
    r"|(CREATE|DROP|ALTER)\s+(TABLE|INDEX|TRIGGER|VIEW))\b",
    re.DOTALL,
)


def texts_of(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Every string of a module that is no docstring."""
    spoken = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in spoken:
            yield node.lineno, node.value


def test_sql_is_spoken_in_its_own_room_only() -> None:
    found = [
        f"{name_of(path)}:{line}"
        for path in modules()
        if room_of(name_of(path)) not in ("db", "engine")
        for line, text in texts_of(tree_of(path))
        if SQL.search(text)
    ]
    assert found == []


def test_sql_is_known_when_it_is_seen() -> None:
    assert SQL.search("SELECT id\nFROM visit")
    assert SQL.search("INSERT OR REPLACE INTO hold VALUES (1)")
    assert SQL.search("UPDATE visit SET place = 1")
    assert not SQL.search("Select a provider from the list")
    assert not SQL.search("Update the record")


# Small rooms ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_a_module_is_one_thing_and_its_functions_are_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= 60, f"{node.name} has {length} lines"


def test_no_room_is_called_after_nothing() -> None:
    nothing = {"utils", "util", "helpers", "helper", "common", "base", "misc"}
    assert [name_of(path) for path in modules() if nothing & set(name_of(path).split("."))] == []


# Light starts ---------------------------------------------------------------------------------------


def loaded_after(script: str, *arguments: object) -> set[str]:
    """The modules that a fresh interpreter has loaded after a script."""
    script += "\nimport sys; print('LOADED', *sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return set(done.stdout.rpartition("LOADED")[2].split())


def test_the_command_line_starts_with_nothing_heavy() -> None:
    loaded = loaded_after("import frontdesk.cli")
    heavy = {"textual", "rich", "peewee", "pendulum", "sqlcipher3", "argon2", "tabulate", "rapidfuzz", "asyncio"}
    assert loaded & heavy == set()
    assert {name for name in loaded if name.startswith("frontdesk")} == {
        "frontdesk",
        "frontdesk.cli",
        "frontdesk.sparing",
        "frontdesk.verbs",
    }
