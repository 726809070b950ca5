"""Documents: what the practice made or was given, stored once by its SHA-256, linked to the rows it belongs to."""

from __future__ import annotations

import hashlib

from frontdesk.db.practice import Document, DocumentLink
from frontdesk.desk import Work

FEED = "\f"
"""Parts one page of a text from the next."""
TEXT = "text/plain; charset=utf-8"
"""The medium of what is printed: plain text is what every printer and every machine can read."""


def pages_of(text: str) -> int:
    """How many pages a text has."""
    return text.count(FEED) + 1


def store(work: Work, *, kind: str, title: str, content: bytes, media: str = TEXT) -> int:
    """Store a document inside the open transaction; the same content is stored once. Returns its row."""
    digest = hashlib.sha256(content).hexdigest()
    there = Document.select(Document.id).where(Document.sha256 == digest).tuples().first()
    if there is not None:
        return int(there[0])
    return work.add(
        Document,
        sha256=digest,
        kind=kind,
        title=title,
        media=media,
        size=len(content),
        stored_at=work.now,
        content=content,
    )


def link(work: Work, document: int, kind: str, row: int) -> None:
    """Note that a document belongs to a row."""
    mine = (
        (DocumentLink.document == document) & (DocumentLink.subject_kind == kind) & (DocumentLink.subject == row)
    )
    if not DocumentLink.select().where(mine).exists():
        work.add(DocumentLink, document=document, subject_kind=kind, subject=row)


def patient_of(document: int) -> int | None:
    """The patient whose record a document is a part of, if it is one's."""
    mine = (DocumentLink.document == document) & (DocumentLink.subject_kind == "patient")
    row = DocumentLink.select(DocumentLink.subject).where(mine).tuples().first()
    return None if row is None else int(row[0])


def is_whole(document: Document) -> bool:
    """Whether a document's content is there, and the one that was stored."""
    content = document.content
    return content is not None and hashlib.sha256(bytes(content)).hexdigest() == document.sha256
