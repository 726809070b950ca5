"""What people choose for themselves, from the keyboard: it holds at once, is taken back, and follows them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from frontdesk.logic import personal
from frontdesk.screens.my_keys import rows_of
from frontdesk.settings import AREA, COLOURS, SIGNS, THEME
from tests.screens import hands
from tests.screens.office import Office, open_office, screen


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = open_office(tmp_path)
    yield made
    made.desk.database.close()


def holds(office: Office) -> dict[str, str]:
    return personal.mine(office.desk, terminal="headless").values


async def test_a_choice_holds_at_once_and_is_taken_back_at_once(office: Office) -> None:
    async with hands.console(office) as pilot:
        await pilot.press(";")
        assert "For myself" in screen(pilot)
        assert "Background" in screen(pilot)
        await pilot.press("tab", *"li", "enter", *"as", "enter", "8", "enter", "enter")
        assert pilot.app.theme == "ansi-light"
        assert "On all your terminals: theme light, signs ascii, colours 8  u undo" in screen(pilot)
        assert holds(office) == {
            AREA.name: "calendar",
            THEME.name: "light",
            SIGNS.name: "ascii",
            COLOURS.name: "8",
        }
        await pilot.press("u")
        assert pilot.app.theme == "ansi-dark"
        await pilot.press("ctrl+r")
        assert pilot.app.theme == "ansi-light"


async def test_for_this_type_of_terminal_alone(office: Office) -> None:
    async with hands.console(office) as pilot:
        await pilot.press(";", "tab", *"li", "enter", "enter", "enter")
        await pilot.press(*"hea", "enter")
        assert "On headless: theme light" in screen(pilot)
        assert personal.mine(office.desk, terminal="xterm").values[THEME.name] == "dark"
        await pilot.press(";")
        assert "headless" in screen(pilot)


async def test_nothing_chosen_is_said_and_a_wrong_word_stands_at_its_field(office: Office) -> None:
    async with hands.console(office) as pilot:
        await pilot.press(";", "ctrl+o")
        assert "!Nothing is changed." in screen(pilot)
        await pilot.press("tab", *"pink", "enter")
        assert "One of: dark, light." in screen(pilot)
        await pilot.press("escape")
        assert "Parked; z brings it back." in screen(pilot)
        await pilot.press("z")
        assert "pink" in screen(pilot)


async def test_the_console_begins_where_it_was_chosen(office: Office) -> None:
    personal.choose(office.desk, rows={"": {AREA.name: "patients"}})
    async with hands.console(office) as pilot:
        assert pilot.app.screen.pane.area == "patients"  # type: ignore[attr-defined]
        await pilot.press("tab", "1")
        assert "Calendar" in screen(pilot)


async def test_another_console_of_the_same_person_follows(office: Office) -> None:
    async with hands.console(office) as pilot:
        personal.choose(office.desk, rows={"": {THEME.name: "light", "key.my.quit": "\\"}})
        pilot.app.screen.look_around(now=True)  # type: ignore[attr-defined]
        await pilot.pause()
        assert pilot.app.theme == "ansi-light"
        await pilot.press("q")
        assert pilot.app.is_running
        personal.choose(office.desk, rows={"xterm": {THEME.name: "dark"}})
        pilot.app.screen.look_around(now=True)  # type: ignore[attr-defined]
        assert pilot.app.theme == "ansi-light"


# The key map ------------------------------------------------------------------------------------------


async def go_to(pilot: hands.Hands, label: str) -> None:
    """Put the cursor of the key list on a command."""
    rows = pilot.app.screen.cursor.rows  # type: ignore[attr-defined]
    pilot.app.screen.cursor.go(next(n for n, row in enumerate(rows) if row.command.id == label))  # type: ignore[attr-defined]
    await pilot.pause()


async def at(pilot: hands.Hands, visit: int) -> None:
    """Put the calendar's cursor on a visit."""
    pilot.app.screen.pane.cursor.go_to_visit(visit)  # type: ignore[attr-defined]
    await pilot.pause()


def footer(pilot: hands.Hands) -> str:
    return screen(pilot).splitlines()[-1]


async def test_another_key_works_everywhere_at_once(office: Office) -> None:
    async with hands.console(office) as pilot:
        await at(pilot, office.visits["Stone"])
        assert "c Confirm" in footer(pilot)
        await pilot.press("ctrl+k")
        assert "Keys at all my terminals" in screen(pilot)
        await go_to(pilot, "calendar.confirm")
        await pilot.press("enter", "o", "enter")
        assert "On all your terminals: key of confirm o  u undo" in screen(pilot)
        await go_to(pilot, "my.undo")
        await pilot.press("enter", "ctrl+w", "enter")
        await pilot.press("escape")
        assert "o Confirm" in footer(pilot)
        await pilot.press("c")
        assert not office.visit(office.visits["Stone"]).confirmed
        await pilot.press("O")
        assert "Confirmed" in screen(pilot)
        assert "^W undo" in screen(pilot)
        await pilot.press("u", "ctrl+w")
        assert "Not confirmed" in screen(pilot)
        await pilot.press("?")
        helped = [text.plain for _, text in pilot.app.screen.cursor.rows]  # type: ignore[attr-defined]
        assert any(line.startswith(" ^W") and "Take back my last change." in line for line in helped)
        await pilot.press("escape", "ctrl+p", *"confirm")
        assert "confirm    o" in screen(pilot)
        await pilot.press("escape", ":", *"confirm", "enter")
        assert "Confirmed" in screen(pilot)


REFUSED = (
    ("calendar.confirm", ["a"], "a is the key of Arrive (:arrive) already."),
    ("calendar.confirm", ["U"], "u is the key of Undo (:undo) already."),
    ("calendar.confirm", ["="], "= is the key of Longer (:longer) already."),
    ("my.undo", ["s"], "s is the key of Status"),
    ("calendar.confirm", ["?"], "That key stays what it is"),
    ("calendar.confirm", ["tab"], "That key stays what it is"),
    ("calendar.confirm", ["up"], "That key stays what it is"),
    ("calendar.confirm", ["ctrl+s"], "^S never arrives on some terminals"),
    ("calendar.confirm", [*"oo"], "Name one key"),
    ("calendar.confirm", [], "Name one key"),
)


async def test_a_key_that_cant_be_is_refused_with_the_reason(office: Office) -> None:
    async with hands.console(office) as pilot:
        await pilot.press("ctrl+k")
        for command, keys, said in REFUSED:
            await go_to(pilot, command)
            await pilot.press("enter", *keys, "enter")
            assert said in screen(pilot), keys
            await pilot.press("escape")
        await pilot.press("escape")
        assert "f Find" in footer(pilot)
    assert personal.mine(office.desk, terminal="headless").keys == {}


async def test_what_stays_has_no_other_key(office: Office) -> None:
    async with hands.console(office) as pilot:
        await pilot.press("ctrl+k")
        for command in ("go.help", "go.line", "calendar.open", "calendar.putback"):
            await go_to(pilot, command)
            await pilot.press("enter")
            assert "That key stays what it is" in screen(pilot)


async def test_one_key_puts_it_back_and_each_type_of_terminal_may_differ(office: Office) -> None:
    async with hands.console(office) as pilot:
        await pilot.press("ctrl+k")
        await go_to(pilot, "calendar.find")
        await pilot.press("enter", "o", "enter", "t")
        assert "Keys at terminals of the type headless" in screen(pilot)
        await go_to(pilot, "calendar.find")
        await pilot.press("x", "escape")
        assert "f Find" in footer(pilot)
        assert personal.mine(office.desk, terminal="xterm").keys == {"calendar.find": "o"}
        await pilot.press("ctrl+k")
        await go_to(pilot, "calendar.find")
        await pilot.press("u", "escape")
        assert "o Find" in footer(pilot)
        await pilot.press("ctrl+k")
        await go_to(pilot, "calendar.find")
        await pilot.press("x", "escape")
        assert "f Find" in footer(pilot)


async def test_a_key_is_typed_by_its_name_and_keys_may_change_places(office: Office) -> None:
    async with hands.console(office) as pilot:
        await pilot.press("ctrl+k")
        await go_to(pilot, "go.setup")
        await pilot.press("enter", *"f5", "enter")
        await go_to(pilot, "patients.merge")
        await pilot.press("enter", "&", "enter", "escape", "3")
        await pilot.press("f5")
        assert "Set-up" in screen(pilot) or "Providers" in screen(pilot)


def test_the_rules_know_the_commands_by_their_names() -> None:
    """An area's commands bear its name, and those of the console `go` or `my`; a usual key can be given again."""
    for row in rows_of({}):
        command, area = row.command.id, row.place.name
        if command.startswith("move."):
            continue
        assert command.partition(".")[0] in (("go", "my") if area == "everywhere" else (area,))
        assert row.stays or personal.wrong(f"key.{command}", row.command.key) == ""
        assert personal.same_place(command, "my.undo")
