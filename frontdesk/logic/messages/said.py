"""What messages say together: of several that speak of the same, the newest word holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pendulum

from frontdesk.db.messages import Act
from frontdesk.logic.patients.form import LONGEST

_MAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_REACHED = ("home", "work", "reached")


class NewMessage(NamedTuple):
    """A message, or the part of one that speaks of one person, read. `place` orders those of one second."""

    hash: str
    part: int
    kind: str
    control: str
    act: Act
    at: int
    place: str
    about: str
    other: str
    visit: str
    person: dict[str, Any]
    """What it says of the person: only what it speaks of."""
    booking: dict[str, Any]
    """What it says of the visit."""

    @property
    def order(self) -> tuple[int, str]:
        """Its place among all messages."""
        return self.at, self.place


@dataclass(frozen=True, slots=True)
class Record:
    """A patient's record by the messages: columns, and phones as (kind, digits, extension)."""

    columns: dict[str, Any]
    phones: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Booking:
    """A visit by the messages. `steps` are the places it came to and when; the last is where it stands."""

    about: str
    starts: int | None
    ends: int | None
    provider: dict[str, str] | None
    room: dict[str, str] | None
    device: dict[str, str] | None
    kind: dict[str, str] | None
    urgent: bool
    note: str
    cancel_reason: str
    cancel_note: str
    steps: tuple[tuple[str, int], ...]

    @property
    def place(self) -> str:
        """Where it stands."""
        return self.steps[-1][0]

    @property
    def booked_at(self) -> int:
        """When it was booked: when the first message about it was sent."""
        return self.steps[0][1]


def record(messages: Sequence[NewMessage]) -> Record | None:
    """The record by messages in their order; None as long as none of them says a name."""
    said: dict[str, Any] = {}
    for message in messages:
        said |= message.person
    if "name" not in said:
        return None
    reached = [each for about in _REACHED for each in said.get(about, ())]
    phones = dict.fromkeys((kind, digits, extension) for kind, digits, extension, _ in reached if digits)
    mails = [text for kind, _, _, text in reached if kind == "mail" and _MAIL.fullmatch(text)]
    mails = [mail for mail in mails if len(mail) <= LONGEST["mail"]]
    unread = [f"{kind} {text}" for kind, _, _, text in reached if text and text not in mails]
    address = said.get("address") or {}
    return Record(
        {
            **said["name"],
            "former": _joined([*said.get("others", ()), *said.get("alias", ())], "; ", LONGEST["former"]),
            "birth": _day(said.get("birth")),
            "sex": said.get("sex", ""),
            **{part: address.get(part, "") for part in ("street", "city", "state", "zip")},
            "mail": mails[0] if mails else "",
            "language": said.get("language", ""),
            "deceased": bool(said.get("deceased", said.get("died"))),
            "died": _day(said.get("died")) if said.get("deceased", True) else None,
            "note": f"As sent: {_joined(unread, '; ', LONGEST['note'] - 9)}" if unread else "",
        },
        tuple(phones),
    )


def _day(text: str | None) -> pendulum.Date | None:
    return pendulum.Date.fromisoformat(text) if text else None


def _joined(texts: Iterable[str], between: str, longest: int) -> str:
    """As many of the texts as fit."""
    found = ""
    for text in dict.fromkeys(texts):
        longer = f"{found}{between}{text}" if found else text
        if len(longer) > longest:
            break
        found = longer
    return found


def booking(messages: Sequence[NewMessage]) -> Booking | None:
    """The visit by messages in their order; None when there is none."""
    if not messages:
        return None
    said: dict[str, Any] = {}
    steps = [("scheduled", messages[0].at)]
    for message in messages:
        said |= message.booking
        place = message.booking.get("place", "")
        if place and place != steps[-1][0]:
            steps.append((place, message.at))
    starts, seconds = said.get("starts"), said.get("seconds", 15 * 60)
    off = steps[-1][0] == "cancelled"
    return Booking(
        messages[-1].about,
        starts,
        None if starts is None else starts + seconds,
        said.get("provider"),
        said.get("room"),
        said.get("device"),
        said.get("kind"),
        bool(said.get("urgent")),
        said.get("note", ""),
        said.get("reason", "") if off else "",
        said.get("cancel_note", "") if off else "",
        tuple(steps),
    )


def gone_for_good(messages: Sequence[NewMessage]) -> bool:
    """Tell whether the last word about a person is that the record was deleted."""
    return bool(messages) and messages[-1].act is Act.DELETE
