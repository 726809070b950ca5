"""Tables: the audit chain, the values beside it, its head; and the changes that were made.

Each record's hash covers the record and the hash before it. The record holds a salted digest of the
values; the values live in `audit_detail`, so that a lawful erasure leaves the chain whole.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from peewee import ForeignKeyField, TextField

from frontdesk.db.fields import Instant, Whole, canonical
from frontdesk.db.practice import Account, Session
from frontdesk.db.prepared import prepared
from frontdesk.db.rows import insert
from frontdesk.db.table import Table


class Audit(Table):
    """One link of the chain: who did what to which row, when, on which request."""

    seq = Whole(primary_key=True)
    at = Instant()
    account = Whole(null=True)
    session = Whole(null=True)
    action = TextField()
    subject_kind = TextField()
    subject = Whole()
    patient = Whole(null=True)
    topics = TextField()
    request = TextField()
    digest = TextField()
    prev = TextField()
    hash = TextField()


class AuditDetail(Table):
    """Arguments, old and new values of one record; the body is NULL after a lawful erasure."""

    seq = Whole(primary_key=True)
    salt = TextField()
    body = TextField(null=True)


class AuditHead(Table):
    """The last link, written in the same transaction, so that a cut tail shows."""

    seq = Whole()
    hash = TextField()


class Entry(NamedTuple):
    """What one audit record says. Times are UTC epoch seconds; topics name what a screen may have to re-read."""

    at: int
    account: int | None
    session: int | None
    action: str
    subject: tuple[str, int]
    request: str
    topics: frozenset[str]
    body: dict[str, Any]
    patient: int | None = None


CHAINED = (
    "seq", "at", "account", "session", "action", "subject_kind", "subject", "patient", "topics", "request",
    "digest",
)  # fmt: skip
"""The columns that a record's hash covers, after the hash before it."""


def digest(salt: str, body: str) -> str:
    """The salted digest of a record's values."""
    return hashlib.sha256(f"{salt}\n{body}".encode()).hexdigest()


def link(prev: str, values: Iterable[Any]) -> str:
    """The hash of a record: over the hash before it and the chained columns in their order."""
    return hashlib.sha256(f"{prev}\n{canonical(list(values))}".encode()).hexdigest()


@prepared
def _heads() -> Any:
    return AuditHead.select(AuditHead.seq, AuditHead.hash)


def head() -> tuple[int, str]:
    """Number and hash of the last record."""
    (seq, last), *_ = _heads()
    return seq, last


def append(entry: Entry) -> int:
    """Append one record inside the open transaction, and return its number."""
    seq, prev = head()
    salt, body = secrets.token_hex(8), canonical(entry.body)
    record = {
        "seq": seq + 1,
        "at": entry.at,
        "account": entry.account,
        "session": entry.session,
        "action": entry.action,
        "subject_kind": entry.subject[0],
        "subject": entry.subject[1],
        "patient": entry.patient,
        "topics": " ".join(sorted(entry.topics)),
        "request": entry.request,
        "digest": digest(salt, body),
    }
    insert(Audit, {**record, "prev": prev, "hash": link(prev, (record[name] for name in CHAINED))})
    insert(AuditDetail, {"seq": seq + 1, "salt": salt, "body": body})
    return seq + 1


class Fault(NamedTuple):
    """The first record that breaks the chain, and how."""

    seq: int
    why: str


def _rows(batch: int) -> Iterator[tuple[Any, ...]]:
    """Every record with its detail, in order, in steps of `batch` so that memory stays small."""
    columns = [Audit._meta.fields[name] for name in CHAINED]
    seen = -(2**63)
    while True:
        query = (
            Audit.select(*columns, Audit.prev, Audit.hash, AuditDetail.salt, AuditDetail.body)
            .left_outer_join(AuditDetail, on=(AuditDetail.seq == Audit.seq))
            .where(Audit.seq > seen)
            .order_by(Audit.seq)
            .limit(batch)
        )
        # As the driver gives them: instants stay integers, as they were hashed.
        rows = list(Audit._meta.database.execute(query).fetchall())
        if not rows:
            return
        yield from rows
        seen = rows[-1][0]


def first_fault(batch: int = 5000) -> Fault | None:
    """Walk the whole chain; the first record that is missing, changed or out of order, or None."""
    prev, expected = "", 1
    for row in _rows(batch):
        *chained, stored_prev, stored_hash, salt, body = row
        seq, stored_digest = chained[0], chained[-1]
        if seq < expected:
            return Fault(seq, "the record does not belong here")
        if seq > expected:
            return Fault(expected, "the record is missing")
        if stored_prev != prev:
            return Fault(seq, "the record does not follow the one before it")
        if link(prev, chained) != stored_hash:
            return Fault(seq, "the record was changed")
        if salt is None:
            return Fault(seq, "the record's values are missing")
        if body is None:
            return Fault(seq, "the record's values were erased")
        if digest(salt, body) != stored_digest:
            return Fault(seq, "the record's values were changed")
        prev, expected = stored_hash, expected + 1
    return _fault_of_end(expected - 1, prev)


def _fault_of_end(last: int, end: str) -> Fault | None:
    """How the head, or values beyond the last record, contradict a chain that ends with record `last`."""
    heads = list(AuditHead.select(AuditHead.seq, AuditHead.hash).tuples())
    if heads and heads[0][0] > last:
        return Fault(last + 1, "the record is missing: the head of the chain knows it")
    if heads != [(last, end)]:
        return Fault(last, "the head of the chain does not name it as the last record")
    beyond = AuditDetail.select(AuditDetail.seq).where((AuditDetail.seq > last) | (AuditDetail.seq < 1))
    if row := beyond.order_by(AuditDetail.seq).tuples().first():
        return Fault(row[0], "the record is missing: its values are there")
    return None


class ChangeDone(Table):
    """A change that was made: its request (unique), its result, and the way back."""

    request = TextField()
    name = TextField()
    arguments_hash = TextField()
    account = ForeignKeyField(Account, column_name="account", null=True)
    session = ForeignKeyField(Session, column_name="session", null=True)
    at = Instant()
    seq = Whole()
    result = TextField()
    role = TextField(default="do")
    target = ForeignKeyField("self", column_name="target", null=True)
    back_name = TextField(default="")
    back_arguments = TextField(default="")
    touched = TextField(default="[]")
