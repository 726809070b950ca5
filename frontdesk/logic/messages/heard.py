"""The messages that were read so far about some people: who is meant by which number, when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from frontdesk.db.messages import Act, Message
from frontdesk.db.patients import PatientMerge
from frontdesk.db.rows import find
from frontdesk.logic.messages.said import Booking, NewMessage, Record, booking, gone_for_good, record

Order = tuple[int, str]


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
        return [each.said for each in self.kept if self.owner(each.said.about, each.said.order) == key]

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
        found = [each.said for each in self.kept if each.said.visit == key]
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
        return list(dict.fromkeys(each.said.visit for each in self.kept if each.said.visit))


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
            found[row.id] = Kept(row.id, _said(row), row.merge_id)
        visits |= {row.visit for row in rows if row.visit}
        numbers |= {number for row in rows for number in (row.about, row.other) if number}
    return list(found.values())


def _rows(source: str, numbers: Sequence[str], visits: Sequence[str]) -> list[Message]:
    mine = Message.source == source
    wanted = Message.about.in_(numbers) | Message.other.in_(numbers) | Message.visit.in_(visits)
    return list(Message.select().where(mine, wanted))


def _said(row: Message) -> NewMessage:
    said = row.said
    return NewMessage(
        row.hash, row.part, row.kind, row.control, Act(row.act), int(row.at.timestamp()), row.place, row.about,
        row.other, row.visit, said["person"], said["booking"],
    )  # fmt: skip
