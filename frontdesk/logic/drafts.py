"""Drafts: what is typed into a form survives a dropped line, and is offered back to its owner."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from peewee import DatabaseError

from frontdesk.db.drafts import Draft, DraftFile
from frontdesk.desk import Desk, Refused

__all__ = ["Draft", "drop", "keep", "parked"]


@lru_cache(maxsize=4)
def _file(practice: Path) -> DraftFile:
    return DraftFile(practice)


def keep(desk: Desk, *, form: str, subject: str, values: dict[str, str], request: str) -> Draft:
    """Save what is typed in a form; the same request id overwrites. Raises `Refused` when it can't be saved."""
    at = int(desk.clock.now().timestamp())
    with _refusing("What is typed here can't be kept for later just now."):
        return _file(desk.database.path).keep(desk.who.account or 0, form, subject, request, values, at)


def drop(desk: Desk, draft: int) -> None:
    """Forget one of this person's drafts. Raises `Refused` when that can't be done."""
    with _refusing("It can't be thrown away just now."):
        _file(desk.database.path).drop(desk.who.account or 0, draft)


def parked(desk: Desk) -> list[Draft]:
    """This person's drafts, the newest first; makes no file when there is none.

    A file that can't be read offers nothing back, but keeps nobody from working.
    """
    if not Path(f"{desk.database.path}.drafts").exists():
        return []
    try:
        return _file(desk.database.path).of(desk.who.account or 0)
    except (DatabaseError, ValueError):
        return []


@contextmanager
def _refusing(reason: str) -> Iterator[None]:
    """Drafts are a comfort: a file that is locked, full or broken must not end the program."""
    try:
        yield
    except (DatabaseError, OSError) as error:
        raise Refused(reason, code="busy") from error
