"""What people have chosen for themselves can be used, and every setting is one that there is."""

from __future__ import annotations

from collections import defaultdict

from frontdesk.db.engine.practice_file import PracticeFile
from frontdesk.db.practice import Person, Setting, SettingScope
from frontdesk.logic import personal
from frontdesk.logic.checks.registry import Wrong, check
from frontdesk.settings import KEY, setting_named


@check("setting names")
def known(database: PracticeFile) -> Wrong:
    """Every setting is in the table of settings, and holds for whom the table says."""
    for row, name, scope in Setting.select(Setting.id, Setting.name, Setting.scope).tuples():
        setting = setting_named(name)
        if setting is None:
            yield f"setting {row}", f"there is no setting {name!r}"
        elif setting.scope != scope:
            yield f"setting {row}", f"{name} is not a setting of a {scope}"


@check("personal settings")
def chosen(database: PracticeFile) -> Wrong:
    """Every choice is somebody's, at a terminal that can be, and has a value that is understood."""
    people = {person for (person,) in Person.select(Person.id).tuples()}
    query = Setting.select(Setting.id, Setting.scope_key, Setting.name, Setting.value)
    for row, key, name, value in query.where(Setting.scope == SettingScope.PERSON).tuples():
        person, parted, terminal = key.partition("/")
        if not parted or not person.isdecimal() or int(person) not in people:
            yield f"setting {row}", f"is nobody's: {key!r}"
        elif terminal and personal.terminal_type(terminal) != terminal:
            yield f"setting {row}", f"no terminal is of the type {terminal!r}"
        if reason := personal.wrong(name, value):
            yield f"setting {row}", reason


@check("key maps")
def keys(database: PracticeFile) -> Wrong:
    """No person has given one key to two commands of one place, at any terminal."""
    newest = Setting.select(Setting.scope_key, Setting.name, Setting.value).order_by(Setting.since, Setting.id)
    newest = newest.where(Setting.scope == SettingScope.PERSON, Setting.name.startswith(KEY.name))
    rows: dict[str, personal.Rows] = defaultdict(lambda: defaultdict(dict))
    for key, name, value in newest.tuples():
        person, _, terminal = key.partition("/")
        rows[person][terminal][name] = value
    for person, its in rows.items():
        used = {t: {n: v for n, v in chosen.items() if v} for t, chosen in its.items()}
        for terminal in used:
            for key, command, other in personal.clashes(personal.Mine(terminal, used).keys):
                yield f"person {person}", f"{key} is the key of both {command} and {other}"
