"""What each person has chosen for themselves: key map, theme, signs, colours, the area to begin with.

Rows of the table `setting` with the scope `person`. The scope key says whose they are and where they hold:
`12/xterm` for person 12 at terminals of the type xterm, `12/` for person 12 at every terminal. Of each setting the
row of the terminal's type holds, else the one for all of them, else the usual value. An empty value counts as no
row, so that a choice can be taken back.

Which names and values there are stands in `frontdesk.settings`; a key is a row of its own, `key.calendar.confirm`.
Everybody reads and changes their own rows and nobody else's; no permission is needed for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import pendulum

from frontdesk.db.practice import Setting, SettingScope
from frontdesk.db.prepared import prepared
from frontdesk.desk import Back, Desk, Outcome, Refused, Stale, Undo, Work, change, view
from frontdesk.settings import KEY, PERSONAL, setting_named

EVERYWHERE = ""
"""In the place of a terminal's type: at all of them."""

Rows = dict[str, dict[str, str]]
"""By terminal type (or `EVERYWHERE`) and name: a value, empty where nothing is chosen."""

STAY = (
    "enter", "escape", "ctrl+g", "tab", "shift+tab", "?", ":",
    "up", "down", "left", "right", "pageup", "pagedown", "home", "end",
)  # fmt: skip
"""Keys that mean the same for everybody, everywhere: nothing else gets them, and what they do has no other."""

_UNSAFE = "cszqimjh"
"""Control letters that are a signal, flow control, or another key's code on some terminal."""

_BOTH = ("go", "my")
"""The areas whose commands work in every other one too."""


def scope_key(person: int, terminal: str = EVERYWHERE) -> str:
    """Whose row it is, and where it holds: `12/xterm`."""
    return f"{person}/{terminal}"


def terminal_type(term: str) -> str:
    """A terminal's type as it says itself; of a name that can't be one, `other`."""
    return term if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,63}", term) else "other"


def key_named(text: str) -> str:
    """A key by its name as people write it: `o`, `+`, `^E`, `ctrl+e`, `F5`; raise ValueError when there is none.

    Letters are the same in either case. A comma can't be a key: it stands between the keys of a list.
    """
    name = text.strip().lower()
    name = f"ctrl+{name[1:]}" if re.fullmatch(r"\^[a-z]", name) else name
    if name in STAY:
        raise ValueError("That key stays what it is: it does the same everywhere.")
    if control := re.fullmatch(r"ctrl\+([a-z])", name):
        if control[1] in _UNSAFE:
            raise ValueError(f"^{control[1].upper()} never arrives on some terminals, or as another key.")
        return name
    if re.fullmatch(r"f([1-9]|1[0-2])", name):
        return name
    if len(name) != 1 or not name.isascii() or not name.isprintable() or name in ", ":
        raise ValueError("Name one key: a letter, digit or sign, ^A to ^Y, or F1 to F12.")
    return name


class Mine(NamedTuple):
    """What one person has chosen, seen from one type of terminal."""

    terminal: str
    """The type of this terminal."""
    rows: Rows
    """What is stored for all terminals and for this type, empty values left out."""

    def at(self, terminal: str) -> dict[str, str]:
        """What holds by name: at this type of terminal, or `EVERYWHERE` that has no choice of its own."""
        usual = {each.name: each.usual for each in PERSONAL}
        own = self.rows.get(terminal, {}) if terminal else {}
        return usual | {n: v for n, v in ({**self.rows.get(EVERYWHERE, {}), **own}).items() if not wrong(n, v)}

    @property
    def values(self) -> dict[str, str]:
        """What holds here, without the keys."""
        return {name: value for name, value in self.at(self.terminal).items() if not name.startswith(KEY.name)}

    @property
    def keys(self) -> dict[str, str]:
        """The keys that commands have here in the place of their usual ones, by the command's id."""
        return self.keys_at(self.terminal)

    def keys_at(self, terminal: str) -> dict[str, str]:
        """The same at this type of terminal, or `EVERYWHERE` that has no choice of its own."""
        return _keys(self.at(terminal))

    @property
    def of_its_own(self) -> bool:
        """Whether anything but a key is chosen for this type of terminal alone."""
        return any(not name.startswith(KEY.name) for name in self.rows.get(self.terminal, {}))


def _keys(values: Mapping[str, str]) -> dict[str, str]:
    return {name[len(KEY.name) :]: key for name, key in values.items() if name.startswith(KEY.name)}


def wrong(name: str, value: str) -> str:
    """What is wrong with a setting of a person, in a sentence; empty when it can be used."""
    known = setting_named(name)
    if known is None or known not in (*PERSONAL, KEY):
        return f"A person has no setting {name!r}."
    if not value:
        return ""
    if known is not KEY:
        return "" if value in known.choices else f"Write one of: {', '.join(known.choices)}."
    if not re.fullmatch(r"[a-z_]+\.[a-z_0-9]+", name[len(KEY.name) :]):
        return f"No command is called {name[len(KEY.name) :]!r}."
    try:
        return "" if key_named(value) == value else f"The key is written {key_named(value)!r}."
    except ValueError as error:
        return str(error)


def clashes(keys: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """The commands of one place that are given the same key: key, command, the other."""
    for number, (command, key) in enumerate(given := sorted(keys.items())):
        for other, its in given[number + 1 :]:
            if its == key and same_place(command, other):
                yield key, command, other


def same_place(command: str, other: str) -> bool:
    """Whether two commands can be under the hand at once: those of one area, and those that work everywhere."""
    areas = command.partition(".")[0], other.partition(".")[0]
    return areas[0] == areas[1] or any(area in _BOTH for area in areas)


# Reading ----------------------------------------------------------------------------------------------


@prepared
def _stored(keys: list[str], at: pendulum.DateTime) -> Any:
    return (
        Setting.select(Setting.scope_key, Setting.name, Setting.value)
        .where(Setting.scope == SettingScope.PERSON, Setting.scope_key.in_(keys), Setting.since <= at)
        .order_by(Setting.since, Setting.id)
    )


def _read(person: int, terminals: list[str], at: pendulum.DateTime) -> Rows:
    keys = {scope_key(person, terminal): terminal for terminal in terminals}
    found: Rows = {terminal: {} for terminal in terminals}
    for key, name, value in _stored(list(keys), at):
        found[keys[key]][name] = value
    return {terminal: {n: v for n, v in rows.items() if v} for terminal, rows in found.items()}


@view("personal.mine", permission="", scope="own")
def mine(desk: Desk, *, terminal: str) -> Mine:
    """What this person has chosen, for one type of terminal and for all; one statement."""
    if desk.who.person is None:
        return Mine(terminal, {})
    return Mine(terminal, _read(desk.who.person, [EVERYWHERE, terminal], desk.clock.now()))


def topic(desk: Desk) -> str:
    """What is told when this person has chosen something anew."""
    return f"mine:{desk.who.person}"


def wanted(now: Mine, values: Mapping[str, str], *, everywhere: bool) -> Rows:
    """The rows after which these values hold at this type of terminal, or at all but those with their own."""
    where = EVERYWHERE if everywhere else now.terminal
    holds = now.at(where)
    rows: Rows = {where: {name: value for name, value in values.items() if value != holds.get(name, "")}}
    if everywhere:
        own = now.rows.get(now.terminal, {})
        rows[now.terminal] = {name: "" for name, value in values.items() if name in own}
    return {terminal: chosen for terminal, chosen in rows.items() if chosen}


# Changing ---------------------------------------------------------------------------------------------


@change("personal.choose", permission="", undo=Undo.INVERSE, scope="own")
def choose(
    work: Work, *, rows: Mapping[str, Mapping[str, str]], was: Mapping[str, Mapping[str, str]] | None = None
) -> Outcome:
    """Choose for oneself; refused when something is not what it `was` any more. Both as `Rows`."""
    person = work.desk.who.person
    if person is None:
        raise Refused("Only people have settings of their own.", code="permission")
    for terminal, chosen in rows.items():
        if terminal and terminal_type(terminal) != terminal:
            raise Refused("No terminal has such a type.", field="for")
        for name, value in chosen.items():
            if reason := wrong(name, value):
                raise Refused(reason, field=_field(name))
    terminals = {EVERYWHERE, *rows, *_terminals_of(person)}
    now = _read(person, sorted(terminals), work.now)
    old: Rows = {t: {name: now[t].get(name, "") for name in chosen} for t, chosen in rows.items() if chosen}
    if was is not None and any(was[t].get(n, v) != v for t in old if t in was for n, v in old[t].items()):
        raise Stale("You have chosen anew at another console since.")
    new: Rows = {t: {n: v for n, v in rows[t].items() if v != old[t][n]} for t in old}
    if not any(new.values()):
        raise Refused("Nothing is changed.", code="same")
    for terminal in sorted(terminals):
        _refuse_clash(now, new, terminal)
    for terminal, chosen in new.items():
        for name, value in chosen.items():
            _write(work, scope_key(person, terminal), name, value)
    return Outcome(
        "; ".join(_said(new)),
        ("person", person),
        {topic(work.desk)},
        before=old,
        after=new,
        back=Back("personal.choose", {"rows": old, "was": new}),
    )


def _refuse_clash(now: Rows, new: Rows, terminal: str) -> None:
    """No two commands of one place are given one key."""
    after = {t: {**now.get(t, {}), **new.get(t, {})} for t in (EVERYWHERE, terminal)}
    touched = _keys({name: key for chosen in new.values() for name, key in chosen.items()})
    for key, *both in clashes(_keys(Mine(terminal, after).at(terminal))):
        for command in touched:
            if command in both:
                other = both[both[0] == command].rpartition(".")[2]
                where = f" on {terminal}" if terminal else ""
                raise Refused(f"{key} is the key of {other} already{where}.", field=command, code="taken")


def _terminals_of(person: int) -> set[str]:
    """The types of terminals for which this person has ever chosen anything."""
    mine = Setting.select(Setting.scope_key).distinct().where(Setting.scope == SettingScope.PERSON)
    keys = mine.where(Setting.scope_key.startswith(scope_key(person))).tuples()
    return {str(key).partition("/")[2] for (key,) in keys}


def _write(work: Work, key: str, name: str, value: str) -> None:
    """A choice from now on; twice within a second the later one holds."""
    Setting.insert(name=name, scope=SettingScope.PERSON, scope_key=key, value=value, since=work.now).on_conflict(
        conflict_target=[Setting.name, Setting.scope, Setting.scope_key, Setting.since],
        update={Setting.value: value},
    ).execute()


def _said(rows: Rows) -> Iterator[str]:
    """Where it holds, and what was chosen."""
    for terminal, chosen in rows.items():
        parts = [f"{_word(name)} {value or 'as usual'}" for name, value in chosen.items()]
        if parts:
            yield f"{f'On {terminal}' if terminal else 'On all your terminals'}: {', '.join(parts)}"


def _field(name: str) -> str:
    """The field that a form has for it: of a key, the command."""
    return name[len(KEY.name) :] if name.startswith(KEY.name) else name.rpartition(".")[2]


def _word(name: str) -> str:
    word = name.rpartition(".")[2]
    return f"key of {word}" if name.startswith(KEY.name) else word
