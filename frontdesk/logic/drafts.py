"""Drafts: what is typed into a form survives a dropped line, and is offered back to its owner."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from frontdesk.db.drafts import Draft, DraftFile
from frontdesk.desk import Desk

__all__ = ["Draft", "drop", "keep", "parked"]


@lru_cache(maxsize=4)
def _file(practice: Path) -> DraftFile:
    return DraftFile(practice)


def keep(desk: Desk, *, form: str, subject: str, values: dict[str, str], request: str) -> Draft:
    """Save what is typed in a form; the same request id overwrites."""
    at = int(desk.clock.now().timestamp())
    return _file(desk.database.path).keep(desk.who.account or 0, form, subject, request, values, at)


def drop(desk: Desk, draft: int) -> None:
    """Forget one of this person's drafts."""
    _file(desk.database.path).drop(desk.who.account or 0, draft)


def parked(desk: Desk) -> list[Draft]:
    """This person's drafts, the newest first; makes no file when there is none."""
    if not Path(f"{desk.database.path}.drafts").exists():
        return []
    return _file(desk.database.path).of(desk.who.account or 0)
