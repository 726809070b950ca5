"""What people choose for themselves: what holds where, what is refused, what takes it back, what a check names."""

from __future__ import annotations

import string
from dataclasses import replace
from typing import Any

import pytest

from frontdesk.db.practice import Setting
from frontdesk.desk import Desk, Refused, redo, undo
from frontdesk.logic import checks, personal
from frontdesk.settings import AREA, COLOURS, PERSONAL, SIGNS, THEME
from tests.elm import Elm

USUAL = {each.name: each.usual for each in PERSONAL}


def choose(desk: Desk, terminal: str, **values: str) -> Any:
    """Choose by the last word of a setting's name."""
    return personal.choose(desk, rows={terminal: {f"my.{name}": value for name, value in values.items()}})


def key(desk: Desk, command: str, value: str, terminal: str = "") -> Any:
    """Give a command a key."""
    return personal.choose(desk, rows={terminal: {f"key.{command}": value}})


def mine(desk: Desk, terminal: str = "xterm") -> personal.Mine:
    """What holds at a terminal."""
    return personal.mine(desk, terminal=terminal)


def test_everything_is_usual_at_first(elm: Elm) -> None:
    assert mine(elm.rob).values == USUAL
    assert mine(elm.rob).keys == {}
    assert not mine(elm.rob).of_its_own


def test_the_type_of_the_terminal_goes_before_all_of_them_and_nobody_else_sees_it(elm: Elm) -> None:
    choose(elm.rob, "", theme="light", signs="all")
    choose(elm.rob, "vt220", theme="dark", colours="none")
    assert mine(elm.rob).values == {**USUAL, THEME.name: "light", SIGNS.name: "all"}
    assert mine(elm.rob, "vt220").values == {**USUAL, SIGNS.name: "all", COLOURS.name: "none"}
    assert mine(elm.rob, "vt220").of_its_own
    assert mine(elm.mary, "vt220").values == USUAL
    key(elm.rob, "calendar.confirm", "o")
    key(elm.rob, "calendar.confirm", "w", "vt220")
    assert (mine(elm.rob).keys, mine(elm.rob, "vt220").keys) == (
        {"calendar.confirm": "o"}, {"calendar.confirm": "w"},
    )  # fmt: skip
    key(elm.rob, "calendar.confirm", "", "vt220")
    assert mine(elm.rob, "vt220").keys == {"calendar.confirm": "o"}


def test_it_takes_one_statement(elm: Elm, monkeypatch: pytest.MonkeyPatch) -> None:
    choose(elm.rob, "", theme="light")
    mine(elm.rob)
    said: list[str] = []
    run = type(elm.database.peewee).execute_sql
    monkeypatch.setattr(
        type(elm.database.peewee),
        "execute_sql",
        lambda self, sql, *more: said.append(sql) or run(self, sql, *more),
    )
    mine(elm.rob)
    assert len(said) == 1


@pytest.mark.parametrize(
    ("terminal", "name", "value", "field", "reason"),
    [
        ("", "my.theme", "pink", "theme", "one of: dark, light"),
        ("", "my.colours", "256", "colours", "one of: auto, 16, 8, none"),
        ("", "my.area", "billing", "area", "one of: calendar, patients"),
        ("", "my.shoes", "dark", "shoes", "no setting 'my.shoes'"),
        ("", "practice.name", "Mine", "name", "no setting 'practice.name'"),
        ("\x1b[2J", "my.theme", "light", "for", "no terminal has such a type"),
        ("x" * 65, "my.theme", "light", "for", "no terminal has such a type"),
        ("", "key.calendar.confirm", "enter", "calendar.confirm", "stays what it is"),
        ("", "key.calendar.confirm", "ctrl+i", "calendar.confirm", "never arrives"),
        ("", "key.calendar.confirm", "O", "calendar.confirm", "is written 'o'"),
        ("", "key.confirm; drop", "o", "confirm; drop", "no command"),
    ],
)
def test_what_is_refused(terminal: str, name: str, value: str, field: str, reason: str, elm: Elm) -> None:
    before = elm.counts()
    with pytest.raises(Refused, match=f"(?i){reason}") as refusal:
        personal.choose(elm.rob, rows={terminal: {name: value}})
    assert refusal.value.field == field
    assert elm.counts() == before


def test_only_people_have_settings(elm: Elm) -> None:
    nobody = replace(elm.rob, who=elm.rob.who._replace(person=None))
    assert mine(nobody).values == USUAL
    with pytest.raises(Refused):
        choose(nobody, "", theme="light")


def test_an_auditor_chooses_too(elm: Elm) -> None:
    assert choose(elm.ann, "", theme="light").message == "On all your terminals: theme light"


GIVEN = [
    *string.ascii_lowercase,
    *string.digits,
    *"!#$%&'()*+-./;<=>@[]^_`{|}~\"\\",
    "ctrl+e",
    "ctrl+k",
    "f1",
    "f12",
]


@pytest.mark.parametrize("name", GIVEN)
def test_keys_that_can_be_given(name: str) -> None:
    assert personal.key_named(name) == name
    assert personal.key_named(f" {name.upper()} ") == name


@pytest.mark.parametrize(
    "name",
    [
        *personal.STAY, *(f"ctrl+{letter}" for letter in "cszqimjh"), "", " ", ",", "ö", "oo", "f13", "f0",
        "alt+x", "^1", "ctrl+", "ctrl+1", "space", "\x1b", "\u202e", "shift+f1",
    ],
)  # fmt: skip
def test_keys_that_cant(name: str) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        personal.key_named(name)


def test_control_keys_are_written_in_two_ways() -> None:
    assert personal.key_named("^E") == personal.key_named("Ctrl+E") == "ctrl+e"


def test_two_commands_of_one_place_have_no_key_in_common(elm: Elm) -> None:
    key(elm.rob, "calendar.confirm", "o")
    for command in ("calendar.arrive", "go.note", "my.undo"):
        with pytest.raises(Refused, match="o is the key of confirm already") as refusal:
            key(elm.rob, command, "o")
        assert (refusal.value.field, refusal.value.code) == (command, "taken")
    key(elm.rob, "patients.edit", "o")
    key(elm.rob, "calendar.edit", "w", "vt220")
    with pytest.raises(Refused, match="w is the key of edit already on vt220"):
        key(elm.rob, "calendar.back", "w")
    key(elm.rob, "calendar.edit", "", "vt220")
    with pytest.raises(Refused, match="w is the key of"):
        personal.choose(elm.rob, rows={"": {"key.go.note": "w", "key.calendar.back": "w"}})


def test_the_way_back_and_what_was_chosen_elsewhere_since(elm: Elm) -> None:
    now = mine(elm.rob)
    choose(elm.rob, "", theme="light")
    undo(elm.rob)
    assert mine(elm.rob).values == USUAL
    redo(elm.rob)
    assert mine(elm.rob).values[THEME.name] == "light"
    with pytest.raises(Refused, match="Nothing is changed"):
        choose(elm.rob, "", theme="light")
    elm.clock.advance(minutes=1)
    with pytest.raises(Refused, match="at another console since"):
        personal.choose(elm.rob, rows={"": {THEME.name: "dark"}}, was={"": {THEME.name: now.at("")[THEME.name]}})
    choose(elm.next_session(elm.rob), "", theme="dark")
    with pytest.raises(Refused, match="Can't be undone"):
        undo(elm.rob)


def test_what_a_form_writes(elm: Elm) -> None:
    """The values of the form hold afterwards, where it says; the others stay as they were."""
    choose(elm.rob, "xterm", colours="8")
    shown = {**mine(elm.rob).values, THEME.name: "light"}
    assert personal.wanted(mine(elm.rob), shown, everywhere=False) == {"xterm": {THEME.name: "light"}}
    rows = personal.wanted(mine(elm.rob), shown, everywhere=True)
    assert rows == {"": {THEME.name: "light", COLOURS.name: "8"}, "xterm": {COLOURS.name: ""}}
    personal.choose(elm.rob, rows=rows)
    assert mine(elm.rob).values == mine(elm.rob, "linux").values == shown
    assert not mine(elm.rob).of_its_own
    assert personal.wanted(mine(elm.rob), shown, everywhere=True) == {}


def test_what_is_stored_and_not_understood_is_as_usual(elm: Elm) -> None:
    choose(elm.rob, "", theme="light", area="patients")
    Setting.update(value="pink").where(Setting.name == THEME.name).execute()
    assert mine(elm.rob).values == {**USUAL, AREA.name: "patients"}


def test_the_check_names_what_cant_be(elm: Elm) -> None:
    choose(elm.rob, "", theme="light")
    key(elm.rob, "calendar.confirm", "o", "xterm")
    key(elm.rob, "my.undo", "w")
    assert checks.run(elm.database).ok
    row, rob = "INSERT INTO setting (name, scope, scope_key, value, since) VALUES ", elm.rob.who.person
    elm.tamper(
        "UPDATE setting SET value = 'pink' WHERE name = 'my.theme'",
        f"{row} ('my.shoes', 'person', '{rob}/', 'x', 0)",
        f"{row} ('my.area', 'practice', '', 'calendar', 0)",
        f"{row} ('my.area', 'person', '99/', 'calendar', 0)",
        f"{row} ('my.area', 'person', '{rob}/a b', 'calendar', 0)",
        f"{row} ('key.calendar.back', 'person', '{rob}/', 'o', 0)",
        f"{row} ('key.calendar.edit', 'person', '{rob}/', 'tab', 0)",
    )
    said = {(each.check, each.what) for each in checks.run(elm.database).findings}
    assert said == {
        ("setting names", "there is no setting 'my.shoes'"),
        ("setting names", "my.area is not a setting of a practice"),
        ("personal settings", "Write one of: dark, light."),
        ("personal settings", "A person has no setting 'my.shoes'."),
        ("personal settings", "is nobody's: '99/'"),
        ("personal settings", "no terminal is of the type 'a b'"),
        ("personal settings", "That key stays what it is: it does the same everywhere."),
        ("key maps", "o is the key of both calendar.back and calendar.confirm"),
    }
