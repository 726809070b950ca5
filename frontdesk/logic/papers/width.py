"""Columns of plain text: how many cells a text takes, so that names in wide letters stand straight on paper."""

from __future__ import annotations

import unicodedata


def cells(text: str) -> int:
    """The cells a text takes: two for a wide letter, none for an accent that stands on the one before."""
    if text.isascii():
        return len(text)
    return sum(map(_cells, text))


def _cells(letter: str) -> int:
    if unicodedata.combining(letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def cut(text: str, width: int) -> str:
    """As much of the beginning as takes at most `width` cells."""
    if cells(text) <= width:
        return text
    taken = 0
    for place, letter in enumerate(text):
        taken += _cells(letter)
        if taken > width:
            return text[:place]
    return text


def fit(text: str, width: int) -> str:
    """Exactly `width` cells: cut, or filled up with blanks."""
    text = cut(text, width)
    return text + " " * (width - cells(text))


def wrap(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` cells; broken between words where that is possible."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        while line and cells(line) + 1 + cells(word) > width:
            lines.append(line)
            line = ""
        while not line and cells(word) > width:
            piece = cut(word, width) or word[0]
            lines.append(piece)
            word = word[len(piece) :]
        line = f"{line} {word}" if line else word
    return [*lines, line] if line else lines


def plain(text: str) -> str:
    """The text without anything a printer obeys (escape codes) or a reader can't see."""
    if text.isascii() and text.isprintable():
        return text
    return "".join("?" if unicodedata.category(each) in ("Cc", "Cf", "Cs", "Zl", "Zp") else each for each in text)
