"""The table of settings and variables is the only place that knows their names and their usual values."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import frontdesk
from frontdesk import cli, settings
from frontdesk.logic import practice
from frontdesk.logic.printing.settings import KNOWN
from frontdesk.screens.console import AREAS
from frontdesk.widgets.look import Colour, Signs

HOUSE = Path(frontdesk.__file__).parent
TESTS = Path(__file__).parent
TABLE = HOUSE / "settings.py"
PASSED_ON = {HOUSE / "harness" / "teletype.py", HOUSE / "exchange" / "printing" / "ways.py"}
"""Where another program is started with an environment made from this one."""

NAMES = {each.name for each in settings.SETTINGS if each is not settings.KEY}
VARIABLES = {each.name for each in settings.VARIABLES} - {"TERM", "PATH"}
"""The names that stand nowhere else; the two others are words of many programs."""


def modules(root: Path) -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(root.rglob("*.py")):
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def test_no_name_is_there_twice() -> None:
    for table in (settings.SETTINGS, settings.VARIABLES):
        names = [each.name for each in table]
        assert len(names) == len(set(names))
    declared = {
        id(each) for each in vars(settings).values() if isinstance(each, settings.Setting | settings.Variable)
    }
    assert declared == {id(each) for each in (*settings.SETTINGS, *settings.VARIABLES)}


@pytest.mark.parametrize("setting", settings.SETTINGS, ids=lambda each: each.name)
def test_a_setting_is_explained(setting: settings.Setting) -> None:
    assert setting.scope in (settings.PRACTICE, settings.WORKSTATION, settings.PERSON)
    assert setting.what[0].isupper()
    assert setting.edited
    assert bool(setting.values) != bool(setting.choices)
    assert not setting.choices or setting.usual in setting.choices


def test_nobody_else_reads_the_environment() -> None:
    """It is named as what a function is given unless told otherwise, and by the table; nowhere else."""
    found = []
    for path, tree in modules(HOUSE):
        usual = {id(part) for each in ast.walk(tree) if isinstance(each, ast.arguments) for part in each.defaults}
        for node in ast.walk(tree):
            named = isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv")
            if named and id(node) not in usual and path not in {TABLE, *PASSED_ON}:
                found.append(f"{path}:{node.lineno}")
    assert found == []


def test_nobody_else_spells_a_name() -> None:
    found = [
        f"{path}:{node.lineno} {node.value}"
        for path, tree in modules(HOUSE)
        if path != TABLE
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and node.value in NAMES | VARIABLES
    ]
    assert found == []


def test_what_the_code_asks_of_the_environment_is_in_the_table() -> None:
    said = {
        name
        for root in (HOUSE, TESTS)
        for path in root.rglob("*.py")
        for name in re.findall(r"\bFRONTDESK_[A-Z_]+", path.read_text(encoding="utf-8"))
    }
    assert said <= {each.name for each in settings.VARIABLES}


def test_the_tests_ask_the_table_too() -> None:
    reading = re.compile(r"environ(\.get\(|\[)\"FRONTDESK_")
    assert [path for path in TESTS.rglob("*.py") if reading.search(path.read_text(encoding="utf-8"))] == []


def test_the_table_says_what_the_rules_do() -> None:
    assert settings.STEP.choices == tuple(map(str, practice.STEPS))
    assert settings.AREA.choices == tuple(AREAS)
    assert settings.SIGNS.choices == tuple(Signs)
    assert settings.COLOURS.choices == tuple(Colour)
    for known in KNOWN.values():
        assert known.check(known.usual) == known.usual
        assert known.setting in settings.SETTINGS


def test_a_variable_is_read_without_blanks() -> None:
    assert settings.THIN.read({}) == settings.THIN.read({settings.THIN.name: "  "}) == "on"
    assert settings.THIN.read({settings.THIN.name: " off "}) == "off"


def test_the_verb_prints_all_of_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["settings"]) == cli.DONE
    said = capsys.readouterr().out
    assert all(name in said for name in NAMES | VARIABLES)
    assert cli.main(["settings", "--json"]) == cli.DONE
    given = json.loads(capsys.readouterr().out)
    assert {each["name"] for each in given["variables"]} == {each.name for each in settings.VARIABLES}
    assert len(given["settings"]) == len(settings.SETTINGS)
