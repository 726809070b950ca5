"""The rows that a source's keys stand for, and making those that are new: providers, rooms, kinds."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from frontdesk.db.calendar import Device, Provider, Room, VisitKind
from frontdesk.db.practice import ExternalRef, Person, Site
from frontdesk.db.prepared import prepared
from frontdesk.desk import Work
from frontdesk.logic import names
from frontdesk.logic.closing import close_for

ALIAS = "alias"
"""The hash of a reference that a merge made: a number that was never a record of its own here."""
IMPORTED = {"key": "provider//imported", "family": "Imported", "given": ""}
"""Stands for the provider where no message names one."""
APPOINTMENT = {"code": "APT", "name": "Appointment"}
"""The kind of visit where none names one."""
LONGEST_CODE = 4
"""Letters of a kind's code, as the calendar has room for them."""


@dataclass(frozen=True, slots=True)
class Resources:
    """The rows that a visit takes beside its patient, and its kind."""

    provider: int | None
    room: int | None
    device: int | None
    kind: int | None


class Ref(NamedTuple):
    """What a key stands for: the reference's row, its hash, and the row."""

    id: int
    hash: str
    subject: int


@prepared
def _ref(source: str, key: str) -> Any:
    columns = (ExternalRef.id, ExternalRef.hash, ExternalRef.subject)
    return ExternalRef.select(*columns).where(ExternalRef.source == source, ExternalRef.key == key)


@prepared
def _key(source: str, kind: str, row: int) -> Any:
    return ExternalRef.select(ExternalRef.key).where(
        ExternalRef.source == source, ExternalRef.subject_kind == kind, ExternalRef.subject == row
    )


@prepared
def _kind(code: str) -> Any:
    return VisitKind.select(VisitKind.id).where(VisitKind.code == code)


class Keys:
    """A source's keys inside one transaction."""

    def __init__(self, work: Work, source: str) -> None:
        self._work, self._source = work, source
        self.made = False
        """Whether something new was made that lists of the practice's own show."""

    def ref(self, key: str) -> Ref | None:
        """The reference of a key, or None."""
        found = _ref.first(self._source, key)
        return None if found is None else Ref(*found)

    def row(self, key: str) -> int | None:
        """The row that a key stands for, or None."""
        found = self.ref(key)
        return None if found is None else found.subject

    def own(self, key: str) -> int | None:
        """The row of a person's own record: None for a number that never had one."""
        found = self.ref(key)
        return None if found is None or found.hash == ALIAS else found.subject

    def point(self, key: str, kind: str, row: int, hash: str = "") -> None:
        """Let a key stand for a row."""
        found = self.ref(key)
        if found is None:
            self._work.add(ExternalRef, source=self._source, key=key, hash=hash, subject_kind=kind, subject=row)
        elif (found.subject, found.hash) != (row, hash):
            ExternalRef.update(subject=row, hash=hash).where(ExternalRef.id == found.id).execute()

    def key_of(self, kind: str, row: int) -> str | None:
        """The key of a row, or None for one that did not come from this source."""
        found = _key.first(self._source, kind, row)
        return None if found is None else str(found[0])

    # What a visit takes -----------------------------------------------------------------------

    def provider(self, named: dict[str, str] | None) -> int:
        """The provider: known by the key, else the one here of that name, else a new one."""
        named = named or IMPORTED
        return self._made("provider", named, _provider_named, self._add_provider)

    def room(self, named: dict[str, str] | None) -> int | None:
        """The room; None where none is named."""
        return None if named is None else self._made("room", named, _room_named, self._add_room)

    def device(self, named: dict[str, str] | None) -> int | None:
        """The device; None where none is named."""
        return None if named is None else self._made("device", named, _device_named, self._add_device)

    def kind(self, named: dict[str, str] | None, minutes: int) -> int:
        """The kind of visit: the one here of that code, or a new one, as long as the visit that needs it."""
        named = named or APPOINTMENT
        if (row := self.row(kind_key(named))) is not None:
            return row
        there = _kind.first(named["code"]) if _fits(named["code"]) else None
        row = int(there[0]) if there is not None else self._add_kind(named, minutes)
        self.point(kind_key(named), "visit_kind", row)
        return row

    def _add_kind(self, named: dict[str, str], minutes: int) -> int:
        self.made = True
        code, position = (
            next(code for code in _codes(named) if _kind.first(code) is None),
            VisitKind.select().count(),
        )
        return self._work.add(VisitKind, code=code, name=named["name"], minutes=minutes, position=position)

    def resources(self, wanted: Any) -> Resources:
        """The rows of a visit that is there already; None for what was not known when it was written."""
        return Resources(
            self.row((wanted.provider or IMPORTED)["key"]),
            self.row(wanted.room["key"]) if wanted.room else None,
            self.row(wanted.device["key"]) if wanted.device else None,
            self.row(kind_key(wanted.kind or APPOINTMENT)),
        )

    def _made(
        self,
        kind: str,
        named: dict[str, str],
        there: Callable[[dict[str, str]], list[int]],
        add: Callable[[dict[str, str], int], int],
    ) -> int:
        if (row := self.row(named["key"])) is not None:
            return row
        found = there(named)
        if len(found) == 1 and self.key_of(kind, found[0]) is None:
            row = found[0]
        else:
            self.made = True
            row = add(named, int(Site.select(Site.id).order_by(Site.id).get().id))
        self.point(named["key"], kind, row)
        return row

    def _add_provider(self, named: dict[str, str], site: int) -> int:
        person = self._work.add(Person, family=named["family"], given=named["given"])
        short, position = named["family"], Provider.select().count()
        provider = self._work.add(Provider, person=person, site=site, short=short, position=position)
        close_for(self._work, provider)
        return provider

    def _add_room(self, named: dict[str, str], site: int) -> int:
        return self._work.add(Room, site=site, name=named["name"], position=Room.select().count())

    def _add_device(self, named: dict[str, str], site: int) -> int:
        return self._work.add(Device, site=site, name=named["name"])


def kind_key(named: dict[str, str]) -> str:
    """The key of a kind of visit: the source's code for it, else its name."""
    return f"kind/{named['code']}" if named["code"] else f"kind//{names.fold(named['name'])}"


def _fits(code: str) -> bool:
    return 0 < len(code) <= LONGEST_CODE


def _codes(named: dict[str, str]) -> Iterator[str]:
    """Codes that a new kind may have, the best first: the source's own, else letters of its name and a mark.

    The mark comes of what the source calls it, so that the order in which kinds come makes no other codes.
    """
    if _fits(named["code"]):
        yield named["code"]
    letters = re.sub("[^A-Z0-9]", "", names.fold(named["name"]).upper())
    mark = base64.b32encode(hashlib.blake2b(kind_key(named).encode(), digest_size=20).digest()).decode()
    for place in range(len(mark) - LONGEST_CODE):
        for kept in range(LONGEST_CODE - 1, -1, -1):
            begin = letters[:kept]
            yield begin + mark[place : place + LONGEST_CODE - len(begin)]


def _provider_named(named: dict[str, str]) -> list[int]:
    wanted = (names.fold(named["family"]), names.fold(named["given"]).split()[:1])
    query = Provider.select(Provider.id, Person.family, Person.given).join(
        Person, on=(Person.id == Provider.person)
    )
    rows = query.where(Provider.hidden == 0).tuples()
    return [
        int(row) for row, family, given in rows if (names.fold(family), names.fold(given).split()[:1]) == wanted
    ]


def _room_named(named: dict[str, str]) -> list[int]:
    rows = Room.select(Room.id, Room.name).where(Room.hidden == 0).tuples()
    return [int(row) for row, name in rows if names.fold(name) == names.fold(named["name"])]


def _device_named(named: dict[str, str]) -> list[int]:
    rows = Device.select(Device.id, Device.name).where(Device.hidden == 0).tuples()
    return [int(row) for row, name in rows if names.fold(name) == names.fold(named["name"])]
