"""What printing must know: each workstation's printer, the practice's paper, mail and folders."""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pendulum

from frontdesk import settings as table
from frontdesk.db.practice import Setting, SettingScope
from frontdesk.db.prepared import prepared
from frontdesk.desk import Back, Desk, Outcome, Refused, Stale, Undo, Work, change, view
from frontdesk.logic import names

PRINTER = table.PRINTER.name
"""The setting's name; its scope is a workstation."""
MARGIN = 6
"""Lines of a form that stay empty: printers can't reach the edges."""

_MACHINE = r"[A-Za-z0-9][A-Za-z0-9-]{0,62}(?:\.[A-Za-z0-9-]{1,63})*"


def workstation() -> str:
    """The workstation this process works for: $FRONTDESK_WORKSTATION, else the machine's name."""
    return table.STATION.read() or socket.gethostname()


@dataclass(frozen=True, slots=True)
class Form:
    """The paper: lines from edge to edge, and characters in a line."""

    lines: int
    columns: int

    @property
    def text_lines(self) -> int:
        """Lines that are printed on."""
        return self.lines - MARGIN


def _number(least: int, most: int) -> Callable[[str], str]:
    def check(text: str) -> str:
        if not text.isdecimal() or not least <= int(text) <= most:
            raise ValueError(f"Write a number from {least} to {most}.")
        return str(int(text))

    return check


def _folder(text: str) -> str:
    if text and not text.startswith("/"):
        raise ValueError("Write the whole path of the folder, from / on.")
    return text


def _elsewhere(text: str) -> str:
    if text and os.path.ismount(text):
        raise ValueError("Name a folder on it: pulled out, the stick itself is still there as an empty folder.")
    return _folder(text)


def _one_of(*words: str) -> Callable[[str], str]:
    def check(text: str) -> str:
        if text.lower() not in words:
            raise ValueError(f"Write one of: {', '.join(words)}.")
        return text.lower()

    return check


def address(text: str) -> str:
    """A mail address; raise ValueError when it can't be one."""
    if not re.fullmatch(rf"[A-Za-z0-9!#$%&'*+/=?^_`{{|}}~.-]+@{_MACHINE}", text):
        raise ValueError("Write one mail address in plain letters, like name@example.com.")
    return text


def _host(text: str) -> str:
    host = re.fullmatch(rf"{_MACHINE}(?::([0-9]{{1,5}}))?", text)
    if text and (host is None or not 0 < int(host[1] or 25) < 65536):
        raise ValueError("Write the mail server's name, like mail.example.com or mail.example.com:587.")
    return text


def print_queue(text: str) -> str:
    """The name of a print queue, or nothing; raise ValueError when it can't be one."""
    if text and not re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_.@+-]*", text):
        raise ValueError("That can't be the name of a print queue; `lpstat -e` lists them.")
    return text


@dataclass(frozen=True, slots=True)
class Known:
    """A setting of the table, what forms call it, and the check of a new value."""

    setting: table.Setting
    label: str
    check: Callable[[str], str]

    @property
    def stored(self) -> str:
        """What its rows are called."""
        return self.setting.name

    @property
    def usual(self) -> str:
        """What holds while nobody has set it."""
        return self.setting.usual


KNOWN: dict[str, Known] = {
    "lines": Known(table.LINES, "Lines of a page", _number(30, 200)),
    "columns": Known(table.COLUMNS, "Characters in a line", _number(72, 160)),
    "mail_from": Known(table.MAIL_FROM, "Mail is sent from", lambda text: address(text) if text else ""),
    "mail_host": Known(table.MAIL_HOST, "Mail server", _host),
    "folder": Known(table.FOLDER, "Export folder", _folder),
    "copy_to": Known(table.COPY_TO, "Day sheets are copied to", _elsewhere),
    "copy_every": Known(table.COPY_EVERY, "Copied every (minutes)", _number(1, 1440)),
    "feed_names": Known(table.FEED_NAMES, "Calendar files say of patients", _one_of(*table.FEED_NAMES.choices)),
}
"""The practice's settings, by the names that forms and the command line use."""


@prepared
def _value_at(name: str, scope: str, key: str, at: pendulum.DateTime) -> Any:
    return (
        Setting.select(Setting.value)
        .where(Setting.name == name, Setting.scope == scope, Setting.scope_key == key, Setting.since <= at)
        .order_by(Setting.since.desc(), Setting.id.desc())
        .limit(1)
    )


def _value(desk: Desk, name: str, usual: str = "", scope: str = SettingScope.PRACTICE, key: str = "") -> str:
    row = _value_at.first(name, str(scope), key, desk.clock.now())
    return usual if row is None else str(row[0])


def settings(desk: Desk) -> dict[str, str]:
    """The practice's settings as they are now, by the names of `KNOWN`."""
    return {name: _value(desk, known.stored, known.usual) for name, known in KNOWN.items()}


def form(desk: Desk) -> Form:
    """The paper of the practice's printers."""
    now = {name: _value(desk, KNOWN[name].stored, KNOWN[name].usual) for name in ("lines", "columns")}
    return Form(int(now["lines"]), int(now["columns"]))


def printer_of(desk: Desk, station: str) -> str:
    """The printer of a workstation; empty when none is set."""
    return _value(desk, PRINTER, scope=SettingScope.WORKSTATION, key=station)


@view("printing.printers", permission="setup.see")
def printers(desk: Desk) -> dict[str, str]:
    """Each workstation's printer; this workstation is always among them."""
    query = Setting.select(Setting.scope_key).where(
        Setting.name == PRINTER, Setting.scope == SettingScope.WORKSTATION
    )
    stations = {str(key) for (key,) in query.distinct().tuples()} | {workstation()}
    found = {station: printer_of(desk, station) for station in sorted(stations)}
    return {station: name for station, name in found.items() if name or station == workstation()}


def _write(work: Work, name: str, value: str, scope: SettingScope, key: str) -> None:
    """A setting from now on; twice within a second the later one holds."""
    Setting.insert(name=name, scope=scope, scope_key=key, value=value, since=work.now).on_conflict(
        conflict_target=[Setting.name, Setting.scope, Setting.scope_key, Setting.since],
        update={Setting.value: value},
    ).execute()


def _checked(field: str, text: str, check: Callable[[str], str]) -> str:
    try:
        return check(names.tidy(text))
    except ValueError as error:
        raise Refused(str(error), field=field) from error


@change("printing.set_up", permission="setup.change", undo=Undo.INVERSE)
def set_up(work: Work, *, values: Mapping[str, str], was: Mapping[str, str] | None = None) -> Outcome:
    """Set paper, mail and folders; refused when one is not what it `was` any more."""
    if unknown := [name for name in values if name not in KNOWN]:
        raise Refused(f"There is no setting {unknown[0]!r}. Settings: {', '.join(KNOWN)}.", field="name")
    now = settings(work.desk)
    new = {name: _checked(name, text, KNOWN[name].check) for name, text in values.items()}
    changed = {name: text for name, text in new.items() if text != now[name]}
    if not changed:
        raise Refused("Nothing is changed.", code="same")
    if was is not None and any(now[name] != was.get(name, now[name]) for name in changed):
        raise Stale("Somebody set this anew since.")
    for name, text in changed.items():
        _write(work, KNOWN[name].stored, text, SettingScope.PRACTICE, "")
    old = {name: now[name] for name in changed}
    words = "; ".join(f"{KNOWN[name].label}: {text or 'none'}" for name, text in changed.items())
    return Outcome(
        words,
        ("setting", 0),
        {"setup"},
        before=old,
        after=changed,
        back=Back("printing.set_up", {"values": old, "was": changed}),
    )


@change("printing.set_printer", permission="setup.change", undo=Undo.INVERSE)
def set_printer(work: Work, *, station: str, printer: str, was: str | None = None) -> Outcome:
    """Set the printer of a workstation; an empty name takes it off."""
    station = _checked("station", station, str.strip)
    if not station or len(station) > 64:
        raise Refused("Say which workstation, in at most 64 letters.", field="station")
    printer = _checked("printer", printer, print_queue)
    old = printer_of(work.desk, station)
    if was is not None and was != old:
        raise Stale("Somebody set another printer since.")
    if printer == old:
        raise Refused("It has that printer." if printer else "It has no printer.", field="printer", code="same")
    _write(work, PRINTER, printer, SettingScope.WORKSTATION, station)
    return Outcome(
        f"{station} prints on {printer}" if printer else f"{station} has no printer any more",
        ("setting", 0),
        {"setup"},
        before={"station": station, "printer": old},
        after={"station": station, "printer": printer},
        back=Back("printing.set_printer", {"station": station, "printer": old, "was": printer}),
    )
