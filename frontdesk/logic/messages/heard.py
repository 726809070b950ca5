"""The messages that were read so far about some people: who is meant by which number, when."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from frontdesk.db.messages import Act, Message
from frontdesk.db.patients import PatientMerge
from frontdesk.db.prepared import prepared
from frontdesk.db.rows import find
from frontdesk.logic.messages.said import Booking, NewMessage, Record, booking, gone_for_good, record

Order = tuple[int, str]

_COLUMNS = (
    Message.id, Message.merge, Message.said, Message.act, Message.hash, Message.part, Message.kind,
    Message.control, Message.at, Message.place, Message.about, Message.other, Message.visit,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kept:
    """A message as it is kept: its row, what it says, and the merge that came of it."""

    row: int
    said: NewMessage
    merge: int | None


@dataclass(frozen=True, slots=True)
class Joining:
    """A merge that a message asks for: from when on, the number that stays, the one that goes."""

    order: Order
    keep: str
    gone: str
    row: int
    merge: int | None


class Heard:
    """Messages about people who are linked by merges, in their order."""

    def __init__(self, kept: Iterable[Kept]) -> None:
        self.kept = sorted(kept, key=lambda each: each.said.order)
        """Every message, the oldest first."""
        self.joinings = [
            Joining(each.said.order, each.said.about, each.said.other, each.row, each.merge)
            for each in self.kept
            if each.said.act is Act.MERGE and not _taken_apart(each.merge)
        ]
        """Every merge that holds, in order; one that was taken apart at the desk does not."""
        self._by_visit: dict[str, list[NewMessage]] = defaultdict(list)
        self._by_owner: dict[str, list[NewMessage]] = defaultdict(list)
        for each in self.kept:
            self._by_owner[self.owner(each.said.about, each.said.order)].append(each.said)
            if each.said.visit:
                self._by_visit[each.said.visit].append(each.said)

    def owner(self, key: str, order: Order) -> str:
        """The number under which the record stands that a message of that place means by `key`."""
        seen = {key}
        while True:
            found = (each.keep for each in self.joinings if each.gone == key and each.order <= order)
            keep = next(found, key)
            if keep in seen:
                return key
            seen.add(keep)
            key = keep

    def about(self, key: str) -> list[NewMessage]:
        """The messages that mean the record of that number."""
        return self._by_owner.get(key, [])

    def record(self, key: str) -> Record | None:
        """What they say that record is.

        A number that is only spoken of after it was given up is a record too: whether its merge was read before
        must make no difference.
        """
        return record(self.about(key)) or record([each.said for each in self.kept if each.said.about == key])

    def is_gone(self, key: str) -> bool:
        """Whether their last word is that it was deleted."""
        return gone_for_good(self.about(key))

    def booking(self, key: str) -> Booking | None:
        """What they say a visit is; `about` is the number under which its patient's record stands."""
        found = self._by_visit.get(key, [])
        said = booking(found)
        if said is None:
            return None
        about = self.owner(found[-1].about, found[-1].order)
        return Booking(about, *(getattr(said, name) for name in Booking.__slots__[1:]))

    @property
    def people(self) -> list[str]:
        """Every number that is spoken of."""
        numbers = [number for each in self.kept for number in (each.said.about, each.said.other) if number]
        return list(dict.fromkeys(numbers))

    @property
    def visits(self) -> list[str]:
        """Every visit that is spoken of."""
        return list(self._by_visit)


def _taken_apart(merge: int | None) -> bool:
    row = None if merge is None else find(PatientMerge, merge)
    return row is not None and row.unmerged_at is not None


def heard_about(source: str, message: NewMessage) -> list[Kept]:
    """Every message that was read about the people and the visit of a message, and whoever is linked to them."""
    found: dict[int, Kept] = {}
    numbers, visits = {message.about, message.other} - {""}, {message.visit} - {""}
    asked_numbers, asked_visits = set[str](), set[str]()
    while numbers - asked_numbers or visits - asked_visits:
        rows = _rows(source, sorted(numbers - asked_numbers), sorted(visits - asked_visits))
        asked_numbers |= numbers
        asked_visits |= visits
        for row in rows:
            found[row.row] = row
        visits |= {row.said.visit for row in rows} - {""}
        numbers |= {number for row in rows for number in (row.said.about, row.said.other)} - {""}
    return list(found.values())


@prepared
def _about(source: str, numbers: Sequence[str]) -> Any:
    return Message.select(*_COLUMNS).where(Message.source == source, Message.about.in_(numbers))


@prepared
def _into(source: str, numbers: Sequence[str]) -> Any:
    return Message.select(*_COLUMNS).where(
        Message.source == source, Message.other.in_(numbers), Message.other != ""
    )


@prepared
def _of(source: str, visits: Sequence[str]) -> Any:
    return Message.select(*_COLUMNS).where(
        Message.source == source, Message.visit.in_(visits), Message.visit != ""
    )


def _rows(source: str, numbers: list[str], visits: list[str]) -> list[Kept]:
    rows = [*_about(source, numbers), *_into(source, numbers)] if numbers else []
    rows += _of(source, visits) if visits else []
    return [_kept(*row) for row in rows]


def _kept(row: int, merge: int | None, said: str, act: str, *columns: Any) -> Kept:
    what = json.loads(said)
    hash, part, kind, control, at, place, about, other, visit = columns
    return Kept(
        row,
        NewMessage(
            hash, part, kind, control, Act(act), at, place, about, other, visit, what["person"], what["booking"]
        ),
        merge,
    )
