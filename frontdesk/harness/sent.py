"""What a program sent for a key, and how keys reach it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from rich.cells import cell_len
from textual.keys import KEY_ALIASES, REPLACED_KEYS, _get_unicode_name_from_key

KEYS = {
    "enter": b"\r", "escape": b"\x1b", "tab": b"\t", "backspace": b"\x7f", "space": b" ",
    "up": b"\x1b[A", "down": b"\x1b[B", "right": b"\x1b[C", "left": b"\x1b[D",
    "home": b"\x1b[H", "end": b"\x1b[F", "pageup": b"\x1b[5~", "pagedown": b"\x1b[6~",
    "insert": b"\x1b[2~", "delete": b"\x1b[3~", "shift+tab": b"\x1b[Z",
    "f1": b"\x1bOP", "f2": b"\x1bOQ", "f3": b"\x1bOR", "f4": b"\x1bOS", "f5": b"\x1b[15~", "f6": b"\x1b[17~",
    "f7": b"\x1b[18~", "f8": b"\x1b[19~", "f9": b"\x1b[20~", "f10": b"\x1b[21~", "f11": b"\x1b[23~",
    "f12": b"\x1b[24~",
}  # fmt: skip
"""What a terminal sends for the keys that are no character."""

Rows = list[list[Any]]
"""Cells row by row, as pyte has them: `data`, `fg`, `bg`, `bold`, `italics`, `underscore`, `reverse` ..."""


def coded(key: str) -> bytes:
    """The bytes of a key by Textual's name, or of a character."""
    if key.startswith("ctrl+") and len(key) == 6:
        return bytes([ord(key[5:]) & 0x1F])
    if key in KEYS or len(key) == 1:
        return KEYS.get(key) or key.encode()
    for name in (key, *KEY_ALIASES.get(key, ())):
        if name in KEYS:
            return KEYS[name]
    try:
        return unicodedata.lookup(_get_unicode_name_from_key(REPLACED_KEYS.get(key, key))).encode()
    except KeyError:
        raise ValueError(f"no key is called {key!r}") from None


def rows_of(screen: Any) -> Rows:
    """The cells of an emulator."""
    return [[screen.buffer[y][x] for x in range(screen.columns)] for y in range(screen.lines)]


def text_of(rows: Rows) -> str:
    """What they show as text, blanks at the ends of lines cut off.

    (Where half of a wide character was painted over, pyte keeps the other half, and its own `display` may fail.)
    """
    return "\n".join("".join(_texts([cell.data for cell in row])).rstrip() for row in rows)


def _texts(row: list[str]) -> Iterator[str]:
    for text, before, after in zip(row, [" ", *row], [*row[1:], " "], strict=False):
        wide = not text.isascii() and cell_len(text) == 2
        if text or cell_len(before) != 2:
            yield " " if not text or (wide and after) else text


@dataclass(frozen=True, slots=True)
class Sent:
    """The answer to a key, or to some: what was sent, and what shows since."""

    keys: tuple[str, ...]
    raw: bytes
    """Every byte, escape sequences and all."""
    ms: float
    """Milliseconds from a key to the last byte of its answer; of several keys the slowest."""
    text: str
    """What shows, blanks at the ends of lines cut off."""
    cells: Rows = field(repr=False)
    """Every cell that shows."""
    before: Rows = field(repr=False)
    """Every cell that showed before."""

    @property
    def bytes(self) -> int:
        """How many bytes."""
        return len(self.raw)

    @property
    def changed(self) -> int:
        """How many cells look otherwise than before."""
        pairs = zip(self.before, self.cells, strict=False)
        return sum(old != new for row, other in pairs for old, new in zip(row, other, strict=False))

    def must(
        self, *, show: str = "", bytes: int | None = None, ms: float | None = None, changed: int | None = None
    ) -> Sent:
        """Raise AssertionError unless the words show, in at most so many bytes, milliseconds and changed cells."""
        said = f"{' '.join(self.keys)}: {self.bytes} bytes, {self.ms:.1f} ms, {self.changed} cells changed"
        assert show in self.text, f"{said}; {show!r} is not on\n{self.text}"
        for most, found in ((bytes, self.bytes), (ms, self.ms), (changed, self.changed)):
            assert most is None or found <= most, (
                f"{said}, where {most} is the most; the terminal shows\n{self.text}"
            )
        return self
