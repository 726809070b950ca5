"""Every command: explained, on a key that a thin terminal can send, and in nobody's way."""

from __future__ import annotations

import importlib
import pkgutil
import string
from collections import defaultdict

import pytest

import frontdesk.screens
import frontdesk.widgets
from frontdesk.screens.calendar import CalendarPane
from frontdesk.screens.console import AREAS, Console, Pane
from frontdesk.screens.dialog import Dialog
from frontdesk.widgets.command import Command, Commands, key_sign

UNSAFE_CONTROL = set("cszqimjh")
"""Control letters that are a signal, flow control, or another key's code on some terminal."""

SAFE = (
    {c for c in string.printable if c.isprintable() and c not in ", "}
    | {"enter", "tab", "shift+tab", "escape", "up", "down", "left", "right", "pageup", "pagedown", "home", "end"}
    | {"backspace", "delete", "space"}
    | {f"ctrl+{letter}" for letter in string.ascii_lowercase if letter not in UNSAFE_CONTROL}
)


def modules() -> None:
    """Import everything that could hold a command."""
    for package in (frontdesk.screens, frontdesk.widgets):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(found.name)


def kinds(base: type) -> list[type]:
    """Every class below `base`."""
    return [each for sub in base.__subclasses__() for each in (sub, *kinds(sub))]


modules()
COMMANDS = sorted((c for c in set(kinds(Command)) if hasattr(c, "id")), key=lambda c: c.id)
HOSTS = sorted((h for h in set(kinds(Commands)) if h.all_commands()), key=lambda h: h.__qualname__)


def test_there_are_commands_to_test() -> None:
    assert len(COMMANDS) > 40
    assert CalendarPane in HOSTS
    assert Console in HOSTS


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: c.id)
def test_is_explained(command: type[Command]) -> None:
    assert command.__doc__, "the docstring is the help text"
    assert command.help()[0].isupper()
    assert command.help().endswith(".")
    assert command.label
    assert "." in command.id


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: c.id)
def test_its_keys_are_safe_on_thin_terminals(command: type[Command]) -> None:
    assert [key for key in (command.key, *command.keys) if key.lower() not in SAFE] == []


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: c.id)
def test_escape_has_a_twin(command: type[Command]) -> None:
    if "escape" in command.all_keys():
        assert set(command.all_keys()) - {"escape"}


def clashes(commands: tuple[type[Command], ...]) -> dict[str, list[str]]:
    """Keys that more than one command of a screen wants."""
    users: dict[str, list[str]] = defaultdict(list)
    for command in commands:
        for key in command.all_keys():
            users[key].append(command.id)
    return {key: ids for key, ids in users.items() if len(ids) > 1}


@pytest.mark.parametrize("host", HOSTS, ids=lambda h: h.__qualname__)
def test_no_two_commands_want_one_key(host: type[Commands]) -> None:
    commands = host.all_commands()
    if issubclass(host, Pane):
        commands = (*commands, *Console.all_commands())
    assert clashes(commands) == {}


@pytest.mark.parametrize("host", HOSTS, ids=lambda h: h.__qualname__)
def test_names_on_the_command_line_are_unambiguous(host: type[Commands]) -> None:
    commands = (*host.all_commands(), *Console.all_commands()) if issubclass(host, Pane) else host.all_commands()
    names = [command.name() for command in commands]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_the_bindings_are_the_commands() -> None:
    for host in HOSTS:
        bound = {binding.id for _, binding in host._merged_bindings if binding.id}
        assert bound == {command.id for command in host.all_commands()}, host


def test_letters_are_case_blind() -> None:
    keys = CalendarPane._merged_bindings.key_to_bindings
    assert keys["c"][0].id == keys["C"][0].id == "calendar.confirm"


def test_only_areas_that_exist_have_a_digit() -> None:
    digits = {c.key for c in Console.all_commands() if c.key.isdigit()}
    panes = {
        getattr(importlib.import_module(where.partition(":")[0]), where.partition(":")[2]).number
        for where in AREAS.values()
    }
    assert digits == panes


def test_every_dialog_can_be_left() -> None:
    for host in HOSTS:
        if issubclass(host, Dialog):
            assert {"escape", "ctrl+g"} <= {key for c in host.all_commands() for key in c.all_keys()}, host


@pytest.mark.parametrize(
    ("key", "sign"), [("ctrl+r", "^R"), ("escape", "Esc"), ("?", "?"), ("n", "n"), ("pageup", "PgUp")]
)
def test_how_keys_are_written(key: str, sign: str) -> None:
    assert key_sign(key) == sign
