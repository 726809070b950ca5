"""From a message to what it says: one for each person it speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pendulum

from frontdesk.exchange.hl7.bookings import booking_of, key_of
from frontdesk.exchange.hl7.people import number_of, person_of
from frontdesk.exchange.hl7.rules import act_of
from frontdesk.exchange.hl7.segments import BadMessage, Message, Segment
from frontdesk.exchange.hl7.texts import plain
from frontdesk.exchange.hl7.times import moment
from frontdesk.logic.messages import Act, NewMessage
from frontdesk.logic.when import Zone
from frontdesk.logic.when.forms import quoted

AHEAD = 86_400
"""Seconds that the clock of another program may be ahead of ours; what says to be later would hold for ever."""

_SAYS = {
    "BAR": "is about billing accounts", "DFT": "is about charges", "ORU": "is about results",
    "ORM": "is about orders", "ACK": "is an acknowledgement", "MDM": "is about documents",
    "VXU": "is about vaccinations", "SRM": "asks for an appointment", "QRY": "is a query",
}  # fmt: skip


class NotOurs(Exception):
    """A message that is not read; the text says why."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads messages by the practice's clocks."""

    zone: Zone
    now: int
    today: pendulum.Date

    def read(self, message: Message) -> list[NewMessage]:
        """What a message says; raise `NotOurs`, or `BadMessage` with what is wrong."""
        act = self._act(message)
        kind = " ".join(message.kind)
        at, place = self._order(message, act)
        visit = key_of(message) if act is Act.VISIT else ""
        booking = booking_of(message, self.zone) if act is Act.VISIT else {}
        control, found = plain(message.head.text(10), "MSH-10"), []
        for part, (pid, other) in enumerate(self._people(message, act)):
            about = number_of(pid, (3, 2, 4), message.head.text(4))
            if not about:
                raise BadMessage("PID-3: no patient number")
            gone = number_of(other, (1, 4), message.head.text(4)) if other is not None else ""
            if act is Act.MERGE and gone in ("", about):
                raise BadMessage("MRG-1: no number of another record that is merged")
            person = person_of(pid, self.today)
            found.append(
                NewMessage(message.hash, part, kind, control, act, at, place, about, gone, visit, person, booking)
            )
        return found

    def _act(self, message: Message) -> Act:
        sort, trigger = message.kind
        if not sort:
            raise BadMessage("MSH-9: no type of message")
        act = act_of(trigger) if sort in ("ADT", "SIU") else None
        if act is None or (sort == "SIU") != (act is Act.VISIT):
            why = _SAYS.get(sort, "is no word of a patient or an appointment")
            raise NotOurs(f"{quoted(f'{sort} {trigger}'.strip())} {why}")
        if message.head.text(11).upper() in ("T", "D"):
            raise NotOurs("it is for training or testing (MSH-11)")
        return act

    def _people(self, message: Message, act: Act) -> Iterator[tuple[Segment, Segment | None]]:
        """Each person with, in a merge, the record that is given up."""
        pids = message.all("PID")
        if not pids:
            raise BadMessage("there is no PID segment")
        if act is Act.VISIT:
            pids = pids[:1]
        if act is not Act.MERGE:
            yield from ((pid, None) for pid in pids)
            return
        pid = None
        for segment in message.segments:
            if segment.name == "PID":
                pid = segment
            elif segment.name == "MRG" and pid is not None:
                yield pid, segment
        if not message.all("MRG"):
            raise BadMessage("there is no MRG segment, though it merges")

    def _order(self, message: Message, act: Act) -> tuple[int, str]:
        """When it was sent, and its place among those of the same second."""
        head, event = message.head, message.get("EVN")
        recorded = moment(event.text(2), "EVN-2", self.zone) if event.text(2) else None
        if head.text(7):
            at = moment(head.text(7), "MSH-7", self.zone)
        elif recorded is not None:
            at = recorded
        else:
            raise BadMessage("MSH-7: no time, so nothing tells what is newer")
        if at > self.now + AHEAD:
            raise BadMessage("MSH-7: it says that it will be sent in the future")
        sequence = head.text(13) if head.text(13).isdigit() else "0"
        rank = {Act.DELETE: 0, Act.MERGE: 2}.get(act, 1)
        return (
            at,
            f"{sequence:0>18} {(recorded or 0) + 10**12:020d} {_natural(head.text(10))} {rank} {message.hash}",
        )


def _natural(control: str) -> str:
    """A control id so that MSG9 comes before MSG10."""
    return re.sub("[0-9]+", lambda digits: f"{digits[0]:0>18}", plain(control, "MSH-10"))
