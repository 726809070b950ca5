"""Names, addresses and phones as Synthea writes them."""

from __future__ import annotations

import re

from frontdesk.exchange.table_file import BadRow
from frontdesk.logic import names, phones

_APPENDED = re.compile(r"(?<=[^\W\d_])[0-9]+(?=$|[\s-])")
"""The digits that Synthea appends to each word of a name."""
_BETWEEN = re.compile(r"\s+or\s+|[;,]", re.IGNORECASE)
"""What stands between two phones of one cell."""
_ZIP = re.compile(r"[0-9]{5}(-?[0-9]{4})?", re.ASCII)
_NO_ZIP = "00000"


def name(text: str) -> str:
    """A name without the digits that were appended to it."""
    return _APPENDED.sub("", text)


def stored_name(text: str, column: str) -> str:
    """A part of a name without appended digits, tidied for storing; raise `BadRow` when it can't be stored."""
    try:
        return names.clean_name(name(text))
    except ValueError as error:
        raise BadRow(f"{column}: {error}") from error


def line(text: str, column: str, *, needed: bool = False) -> str:
    """A line of text tidied for storing; raise `BadRow` when it can't be stored, or is `needed` and empty."""
    try:
        stored = names.clean_text(text)
    except ValueError as error:
        raise BadRow(f"{column}: {error}") from error
    if needed and not stored:
        raise BadRow(f"{column} is empty")
    return stored


def zip_code(text: str, column: str) -> str:
    """A ZIP code with its hyphen, empty for none; raise `BadRow` when it is something else."""
    if not text or text == _NO_ZIP:
        return ""
    if not _ZIP.fullmatch(text):
        raise BadRow(f"{column}: a ZIP code has five or nine digits")
    digits = text.replace("-", "")
    return f"{digits[:5]}-{digits[5:]}" if len(digits) > 5 else digits


def phone_numbers(text: str, column: str) -> str:
    """Every phone of a cell once, as shown, parted by semicolons; raise `BadRow` at one that can't be read."""
    try:
        read = [phones.read_phone(part) for part in _BETWEEN.split(text) if part.strip()]
    except phones.BadPhone as error:
        raise BadRow(f"{column}: {error}") from error
    return "; ".join(dict.fromkeys(phones.show_phone(phone.digits, phone.extension) for phone in read))
