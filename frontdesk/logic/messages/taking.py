"""Taking messages in: the change that every import of them calls for one whole batch after the other.

A message is kept, and what it is about is written anew as all that were kept say it is: the records of the people
it speaks of, their visits, and their merges, which are taken apart before and done again after, so that what is
older than a merge and read later finds the record that it is about.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from frontdesk.db.calendar import Visit
from frontdesk.db.messages import Act, Message
from frontdesk.db.patients import PatientMerge
from frontdesk.db.prepared import prepared
from frontdesk.db.rows import find, get
from frontdesk.desk import Desk, Outcome, Refused, Undo, Work, change, view
from frontdesk.logic.calendar.words import provider_of, slot
from frontdesk.logic.calendar.words import topics as visit_topics
from frontdesk.logic.messages import clashes
from frontdesk.logic.messages.heard import Heard, Joining, Kept, heard_about
from frontdesk.logic.messages.items import ask_to_look, note_gone
from frontdesk.logic.messages.known import ALIAS, Keys
from frontdesk.logic.messages.records import write_record
from frontdesk.logic.messages.said import NewMessage
from frontdesk.logic.messages.visits import write_visit
from frontdesk.logic.patients.merging import join, part
from frontdesk.logic.patients.record import survivor
from frontdesk.logic.patients.record import topics as record_topics


@dataclass
class Taking:
    """One message on its way in."""

    work: Work
    source: str
    message: NewMessage
    notes: list[tuple[str, str]] = field(default_factory=list)
    """What should be looked at: one word for it, and the words."""
    topics: set[str] = field(default_factory=set)

    def take(self) -> None:
        """Keep it, and write what it is about."""
        self.keys = Keys(self.work, self.source)
        kept = heard_about(self.source, self.message)
        row = self._keep()
        before, after = Heard(kept), Heard([*kept, Kept(row, self.message, None)])
        apart = self._take_apart(before.joinings)
        self._write_records(before, after)
        self._write_visits(before, after)
        self._write_items(before, after)
        if apart:
            self._join(after.joinings)
        if self.keys.made:
            self.topics.add("setup")
        said = "; ".join(f"{kind}: {what}" for kind, what in self.notes)
        if said:
            Message.update(outcome=said).where(Message.id == row).execute()

    def _keep(self) -> int:
        said = self.message
        return self.work.add(
            Message,
            source=self.source, hash=said.hash, part=said.part, kind=said.kind, control=said.control, act=said.act,
            at=said.at, place=said.place, about=said.about, other=said.other, visit=said.visit,
            said={"person": said.person, "booking": said.booking}, read_at=self.work.now,
        )  # fmt: skip

    # Merges ---------------------------------------------------------------------------------

    def _take_apart(self, joinings: Sequence[Joining]) -> bool:
        """Take the merges of these people apart; False when the desk merged one of them further meanwhile."""
        standing = [row for each in joinings if (row := self._standing(each)) is not None]
        if any(row.keep.merged_into_id not in {None, *(r.keep_id for r in standing)} for row in standing):
            self.notes.append(("kept", "the record was merged here since, so merges stay as they are"))
            return False
        for row in reversed(standing):
            self.topics |= part(self.work, int(row.id)).topics
        return True

    def _standing(self, joining: Joining) -> PatientMerge | None:
        row = None if joining.merge is None else find(PatientMerge, joining.merge)
        return row if row is not None and row.unmerged_at is None else None

    def _join(self, joinings: Sequence[Joining]) -> None:
        for each in joinings:
            keep, gone = self.keys.own(each.keep), self.keys.own(each.gone)
            rows = [int(survivor(row).id) for row in (keep, gone) if row is not None]
            if len(rows) == 1:  # it is what both numbers mean
                self.keys.point(each.keep if keep is None else each.gone, "patient", rows[0], ALIAS)
            elif len(set(rows)) == 2:
                self._merge(each, *rows)

    def _merge(self, joining: Joining, keep: int, gone: int) -> None:
        row = None if joining.merge is None else find(PatientMerge, joining.merge)
        again = joining.merge if row is not None and (row.keep_id, row.gone_id) == (keep, gone) else None
        visits = clashes.near(self.source, clashes.patients_take((keep, gone)))
        clashes.let_go(visits)
        try:
            with self.work.desk.database.peewee.atomic():
                done = join(self.work, keep, gone, again=again)
        except Refused as error:
            self.notes.append(("not merged", error.reason))
            self.topics |= ask_to_look(self.work, keep, f"To be merged with another record: {error.reason}")
        else:
            Message.update(merge=done.merge).where(Message.id == joining.row).execute()
            self.topics |= done.topics
        self._settle(visits)

    # Records and visits ---------------------------------------------------------------------

    def _write_records(self, before: Heard, after: Heard) -> None:
        for key in after.people:
            was, now = before.record(key), after.record(key)
            kept = write_record(self.work, self.keys, key, was, now)
            self.notes += [("kept", words) for words in kept]
            if was != now and (row := self.keys.row(key)) is not None:
                self.topics |= record_topics(self.work, row)
        if after.record(after.owner(self.message.about, self.message.order)) is None:
            self.notes.append(("waits", "no message says yet what the patient is called"))

    def _write_visits(self, before: Heard, after: Heard) -> None:
        for key in after.visits:
            was, now = before.booking(key), after.booking(key)
            if was == now and (now is None or before.record(now.about) is not None):
                continue  # nothing new, nor did it wait for its patient
            row = self.keys.row(key)
            spans = clashes.takes(row) if row is not None else set()
            if row is not None:
                self.topics |= visit_topics(self.work.desk, get(Visit, row))
            kept = write_visit(self.work, self.keys, key, was, now)
            if kept is None:
                if key == self.message.visit:
                    self.notes.append(("waits", "no message says yet when the visit is, and for whom"))
                continue
            self.notes += [("kept", words) for words in kept]
            written = self.keys.row(key)
            assert written is not None
            self._settle({written, *clashes.near(self.source, spans | clashes.takes(written))})
            self.topics |= visit_topics(self.work.desk, get(Visit, written))

    def _settle(self, visits: Iterable[int]) -> None:
        for visit in sorted(clashes.settle(self.work, self.source, visits)):
            words = slot(self.work.desk, get(Visit, visit).starts, provider_of(visit))
            self.notes.append(("overbooked", f"{words} overlaps another visit"))
            self.topics |= visit_topics(self.work.desk, get(Visit, visit))

    def _write_items(self, before: Heard, after: Heard) -> None:
        said = self.message
        for key in after.people:
            if not (before.is_gone(key) or after.is_gone(key)):
                continue
            if (row := self.keys.own(key)) is not None and after.about(key):
                self.topics |= note_gone(self.work, row, after.is_gone(key))
        row = self.keys.row(said.about)
        if said.act is Act.LOOK and row is not None:
            note = f"{said.kind} {said.control}: a message that only a person can follow.".replace("  ", " ")
            self.topics |= ask_to_look(self.work, row, note)
            self.notes.append(("to look at", "only a person can follow it; it is on the worklist"))


@prepared
def _there(source: str, hash: str, part: int) -> Any:
    return Message.select(Message.id).where(Message.source == source, Message.hash == hash, Message.part == part)


@view("data.messages", permission="data.import")
def messages_read(desk: Desk, *, source: str) -> set[tuple[str, int]]:
    """Every message of a source that was read: hash and part."""
    rows = Message.select(Message.hash, Message.part).where(Message.source == source)
    return {(str(hash), int(part)) for hash, part in rows.tuples()}


@change("data.import_messages", permission="data.import", undo=Undo.FINAL)
def import_messages(work: Work, *, source: str, messages: Sequence[NewMessage]) -> Outcome:
    """Take in messages, in this order. One that can't be taken is refused by itself; the others go in.

    `values["done"]` has, for each, what became of it (new, known, refused), the reason, and what to look at.
    """
    topics: set[str] = set()
    done: list[list[Any]] = []
    for each in messages:
        if _there.first(source, each.hash, each.part):
            done.append(["known", "", []])
            continue
        taking = Taking(work, source, each)
        try:
            with work.desk.database.peewee.atomic():
                taking.take()
        except Refused as error:
            done.append(["refused", error.reason, []])
        else:
            topics |= taking.topics
            done.append(["new", "", [list(note) for note in taking.notes]])
    new = sum(outcome == "new" for outcome, _, _ in done)
    return Outcome(
        f"Read {new:,} messages",
        ("import", 0),
        topics,
        after={"source": source, "new": new, "messages": [[each.kind, each.control] for each in messages]},
        values={"done": done},
    )
