"""Texts of a message as they are stored; what can't be stored is a reason not to take the message."""

from __future__ import annotations

from collections.abc import Iterable

from frontdesk.desk import Refused
from frontdesk.exchange.hl7.segments import BadMessage
from frontdesk.logic.patients.form import name_of, text_of


def plain(text: str, where: str, longest: int = 120) -> str:
    """A line of text; raise `BadMessage`, which names the field, for what can't be stored."""
    try:
        return text_of(text, "", longest)
    except Refused as error:
        raise BadMessage(f"{where}: {error.reason}") from error


def named(text: str, where: str) -> str:
    """A name or a part of one; raise `BadMessage` for what is none."""
    try:
        return name_of(text, "") if text else ""
    except Refused as error:
        raise BadMessage(f"{where}: {error.reason}") from error


def fitting(words: Iterable[str], longest: int) -> str:
    """As many of the words as fit."""
    found = ""
    for word in filter(None, words):
        longer = f"{found} {word}".strip()
        if len(longer) > longest:
            break
        found = longer
    return found
