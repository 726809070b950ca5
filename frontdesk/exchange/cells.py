"""Single cells, read strictly: programs wrote them, and a guess would be a wrong visit."""

from __future__ import annotations

import datetime
import hashlib
import re
from functools import lru_cache

import pendulum

from frontdesk.exchange.table_file import BadRow, Cells
from frontdesk.logic import when
from frontdesk.logic.when.forms import quoted

_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z", re.ASCII)
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.ASCII)
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9])", re.ASCII)
_IDENTITY = re.compile(r"[0-9]{1,18}", re.ASCII)
_NUMBER = re.compile(r"(-?[0-9]{1,9}(\.[0-9]{1,6})?)?", re.ASCII)


def identity(text: str, column: str) -> str:
    """An identity number as it is written; raise `BadRow` unless it is digits."""
    if not _IDENTITY.fullmatch(text):
        raise BadRow(f"{column}: {quoted(text)} is no number" if text else f"{column} is empty")
    return text


def uuid(text: str, column: str) -> str:
    """An identity that is a UUID, in small letters; raise `BadRow` unless it is one."""
    if not _UUID.fullmatch(text.lower()):
        raise BadRow(f"{column}: {quoted(text)} is no UUID" if text else f"{column} is empty")
    return text.lower()


def instant(text: str, column: str) -> int:
    """Epoch seconds of an instant in UTC, 2014-05-06T08:34:30Z; raise `BadRow` otherwise."""
    if not text:
        raise BadRow(f"{column} is empty")
    if not _INSTANT.fullmatch(text):
        raise BadRow(f"{column}: {quoted(text)} is no instant like 2014-05-06T08:34:30Z")
    try:
        return int(datetime.datetime.fromisoformat(text).timestamp())
    except ValueError as error:
        raise BadRow(f"{column}: there is no instant {quoted(text)}") from error


def number(text: str, column: str) -> None:
    """Raise `BadRow` unless a number, or nothing, stands there."""
    if not _NUMBER.fullmatch(text):
        raise BadRow(f"{column}: {quoted(text)} is no number")


@lru_cache(maxsize=4096)
def day(text: str, column: str) -> pendulum.Date:
    """A day like 2026-11-24; raise `BadRow` otherwise."""
    try:
        return when.parse_iso_day(text)
    except when.NotUnderstood as error:
        raise BadRow(f"{column}: {error}") from error


@lru_cache(maxsize=4096)
def clock(text: str, column: str) -> int:
    """Seconds after midnight of a time like 09:42:00; raise `BadRow` otherwise."""
    match = _CLOCK.fullmatch(text)
    if not match:
        raise BadRow(f"{column}: {quoted(text)} is no time like 09:42:00")
    hours, minutes, seconds = map(int, match.groups())
    return hours * 3600 + minutes * 60 + seconds


def whole_minute(text: str, column: str) -> int:
    """Minutes after midnight of a time like 09:40:00; raise `BadRow` otherwise."""
    minutes, seconds = divmod(clock(text, column), 60)
    if seconds:
        raise BadRow(f"{column}: {quoted(text)} is no whole minute")
    return minutes


def fingerprint(cells: Cells) -> str:
    """A hash of what a row says."""
    said = "\x1f".join(cells).encode("utf-8", "surrogateescape")
    return hashlib.blake2b(said, digest_size=16).hexdigest()
