"""Rooms, devices and interpreters: what a visit may take beside its provider."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from peewee import fn

from frontdesk.db.calendar import Device, Interpreter, InterpreterMode, ResourceKind, Room
from frontdesk.db.practice import Site
from frontdesk.db.rows import find
from frontdesk.db.table import Table
from frontdesk.desk import Back, Desk, Outcome, Refused, Undo, Work, change, view
from frontdesk.logic.ahead import counted, visits_with
from frontdesk.logic.named import named

TABLES: dict[str, type[Table]] = {"room": Room, "device": Device, "interpreter": Interpreter}
"""By the word that people use."""


@dataclass(frozen=True, slots=True)
class RoomCard:
    """A room as lists show one."""

    id: int
    name: str
    version: int
    site: int = 0


@dataclass(frozen=True, slots=True)
class DeviceCard:
    """A device as lists show one."""

    id: int
    name: str
    version: int
    site: int = 0


@dataclass(frozen=True, slots=True)
class InterpreterCard:
    """Who interprets; `languages` are words parted by blanks, a `shared` one is never taken."""

    id: int
    name: str
    languages: str
    mode: str
    digits: str
    shared: bool
    version: int


@view("practice.rooms", permission="setup.see")
def rooms(desk: Desk, *, site: int | None = None) -> list[RoomCard]:
    """Every room that is not hidden, in order; of one site (the desk's) or of all."""
    site = desk.site if site is None else site
    rows = Room.select(Room.id, Room.name, Room.version, Room.site).where(Room.hidden == 0)
    found = [RoomCard(*row) for row in rows.order_by(Room.position, Room.id).tuples()]
    return [card for card in found if site in (None, card.site)]


@view("practice.devices", permission="setup.see")
def devices(desk: Desk, *, site: int | None = None) -> list[DeviceCard]:
    """Every device that is not hidden, in order; of one site (the desk's) or of all."""
    site = desk.site if site is None else site
    rows = Device.select(Device.id, Device.name, Device.version, Device.site).where(Device.hidden == 0)
    found = [DeviceCard(*row) for row in rows.order_by(Device.id).tuples()]
    return [card for card in found if site in (None, card.site)]


@view("practice.interpreters", permission="setup.see")
def interpreters(desk: Desk) -> list[InterpreterCard]:
    """Everybody who interprets and is not hidden, by name."""
    rows = Interpreter.select().where(Interpreter.hidden == 0).order_by(Interpreter.name, Interpreter.id)
    return [
        InterpreterCard(
            row.id, row.name, row.languages, str(row.mode), row.digits, bool(row.shared), row.version
        )
        for row in rows
    ]  # fmt: skip


def site_row(site: int | None) -> Site:
    """The site that was named, or the practice's first; raise `Refused` at `site` when there is none in use."""
    first = Site.select().where(Site.hidden == 0).order_by(Site.id)
    row = first.first() if site is None else find(Site, site)
    if row is None:
        raise Refused("There is no such site.", field="site")
    if row.hidden:
        raise Refused(f"{row.name} is closed; open it again first.", field="site")
    return row


def _added(word: str, row: int, said: str, after: dict[str, Any]) -> Outcome:
    return Outcome(
        said,
        (word, row),
        {"setup"},
        after=after,
        back=Back(f"practice.hide_{word}", {word: row, "version": 1}),
        values={word: row},
    )


def _free(word: str, name: str, site: int, row: int = 0) -> str:
    """A name that no other at the site has; raise `Refused` at `name` where one has."""
    there = TABLES[word]
    fields = there._meta.fields
    same = there.select().where(
        fn.LOWER(fields["name"]) == name.lower(), fields["site"] == site, fields["hidden"] == 0, there.id != row
    )
    if same.exists():
        raise Refused(f"There is a {word} {name} already.", field="name")
    return name


@change("practice.add_room", permission="setup.change", undo=Undo.INVERSE)
def add_room(work: Work, *, name: str, site: int | None = None) -> Outcome:
    """Add a room."""
    name, there = named(name, "name", "The room's name"), site_row(site)
    row = work.add(Room, site=there.id, name=_free("room", name, there.id), position=Room.select().count())
    return _added("room", row, f"Added room {name}", {"name": name, "site": there.id})


@change("practice.add_device", permission="setup.change", undo=Undo.INVERSE)
def add_device(work: Work, *, name: str, site: int | None = None) -> Outcome:
    """Add a device."""
    name, there = named(name, "name", "The device's name"), site_row(site)
    row = work.add(Device, site=there.id, name=_free("device", name, there.id))
    return _added("device", row, f"Added device {name}", {"name": name, "site": there.id})


def _interpreter(name: str, languages: str, mode: str, digits: str, shared: bool) -> dict[str, Any]:
    words = named(languages, "languages", "What languages they are").replace(",", " ").lower().split()
    try:
        way = InterpreterMode(mode)
    except ValueError:
        raise Refused("Write in person, phone or video.", field="mode") from None
    if digits and not digits.isdigit():
        raise Refused("A phone number has digits only.", field="phone")
    return {
        "name": named(name, "name", "The name"),
        "languages": " ".join(dict.fromkeys(words)),
        "mode": way,
        "digits": digits,
        "shared": shared,
    }


@change("practice.add_interpreter", permission="setup.change", undo=Undo.INVERSE)
def add_interpreter(
    work: Work, *, name: str, languages: str, mode: str, digits: str = "", shared: bool = False
) -> Outcome:
    """Add somebody or some line that interprets; a shared one serves any number of visits at once."""
    values = _interpreter(name, languages, mode, digits, shared)
    row = work.add(Interpreter, **values)
    return _added("interpreter", row, f"Added the interpreter {values['name']}", values)


@change("practice.edit_interpreter", permission="setup.change", undo=Undo.INVERSE)
def edit_interpreter(
    work: Work,
    *,
    interpreter: int,
    version: int,
    name: str,
    languages: str,
    mode: str,
    digits: str = "",
    shared: bool = False,
) -> Outcome:
    """Change what is known of who interprets."""
    row = _row("interpreter", interpreter)
    before = {key: getattr(row, key) for key in ("name", "languages", "mode", "digits", "shared")}
    values = _interpreter(name, languages, mode, digits, shared)
    new = work.update(Interpreter, interpreter, version, **values)
    return Outcome(
        f"Changed the interpreter {values['name']}",
        ("interpreter", interpreter),
        {"setup"},
        before=before,
        after=values,
        back=Back("practice.edit_interpreter", {"interpreter": interpreter, "version": new, **before}),
        values={"interpreter": interpreter, "version": new},
    )


@change("practice.rename_room", permission="setup.change", undo=Undo.INVERSE)
def rename_room(work: Work, *, room: int, version: int, name: str) -> Outcome:
    """Give a room another name."""
    return _rename(work, "room", room, version, name)


@change("practice.rename_device", permission="setup.change", undo=Undo.INVERSE)
def rename_device(work: Work, *, device: int, version: int, name: str) -> Outcome:
    """Give a device another name."""
    return _rename(work, "device", device, version, name)


def _rename(work: Work, word: str, row: int, version: int, name: str) -> Outcome:
    found, name = _row(word, row), named(name, "name", f"The {word}'s name")
    before, name = str(found.name), _free(word, name, found.site_id, row)
    new = work.update(TABLES[word], row, version, name=name)
    return Outcome(
        f"{before} is {name} now",
        (word, row),
        {"setup"},
        before={"name": before},
        after={"name": name},
        back=Back(f"practice.rename_{word}", {word: row, "version": new, "name": before}),
        values={word: row, "version": new},
    )


@change("practice.hide_room", permission="setup.change", undo=Undo.INVERSE)
def hide_room(work: Work, *, room: int, version: int, hidden: bool = True) -> Outcome:
    """Take a room out of use, or put it back."""
    return _hide(work, "room", room, version, hidden)


@change("practice.hide_device", permission="setup.change", undo=Undo.INVERSE)
def hide_device(work: Work, *, device: int, version: int, hidden: bool = True) -> Outcome:
    """Take a device out of use, or put it back."""
    return _hide(work, "device", device, version, hidden)


@change("practice.hide_interpreter", permission="setup.change", undo=Undo.INVERSE)
def hide_interpreter(work: Work, *, interpreter: int, version: int, hidden: bool = True) -> Outcome:
    """Take who interprets off the list, or put them back."""
    return _hide(work, "interpreter", interpreter, version, hidden)


def _row(word: str, row: int) -> Any:
    found = find(TABLES[word], row)
    if found is None:
        raise Refused(f"There is no such {word}.", field=word)
    return found


def _hide(work: Work, word: str, row: int, version: int, hidden: bool) -> Outcome:
    found = _row(word, row)
    if not hidden and word != "interpreter":
        _free(word, found.name, site_row(found.site_id).id, row)
    left = len(visits_with(ResourceKind(word), row, work.now)) if hidden else 0
    new = work.update(TABLES[word], row, version, hidden=hidden)
    return Outcome(
        f"{word.title()} {found.name} {'out of' if hidden else 'back in'} use{counted(left, 'with it to come')}",
        (word, row),
        {"setup"},
        before={"hidden": bool(found.hidden)},
        after={"hidden": hidden},
        back=Back(f"practice.hide_{word}", {word: row, "version": new, "hidden": not hidden}),
    )
