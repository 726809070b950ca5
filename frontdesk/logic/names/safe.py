"""What no stored text may hold, and the one way in which it is written.

A name can carry an escape sequence to every colleague's terminal, or turn round the direction of what follows it;
such characters are refused wherever text is stored. Nothing is removed in silence: the person sees what it was.
"""

import re
import unicodedata

MAX = {"name": 80, "line": 200, "mail": 254, "phone": 40, "note": 4000}
"""The most characters in each kind of text: a part of a name, any other single line, notes of several lines."""

_HIDDEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
"""Letters and marks by Unicode's tables that show nothing: fillers, joiners, variation selectors."""
_MOST_MARKS = 4
"""Accents upon one letter; more than any language writes cover the lines around them."""


class BadText(ValueError):
    """Text that can't be stored as it is; `reason` is a sentence for the person who typed it."""

    @property
    def reason(self) -> str:
        """What is wrong and what would work."""
        return str(self)


class Unsafe(BadText):
    """Text with characters that would disturb a screen or hide what is written."""


def refuse_unsafe(text: str, *, lines: bool = False) -> None:
    """Raise `Unsafe` when the text holds a control, invisible or direction-turning character, or a link to press.

    `lines` allows line ends (`\\n`), for notes.
    """
    if "[@" in text:  # our screens show it as it is; others who get this text may take it for a link to press
        raise Unsafe('There is "[@" in the text, which a screen could take for a command; please leave it out.')
    marks = _MOST_MARKS  # an accent with no letter to stand on would sit upon what is left of the text
    for place, character in enumerate(text):
        if character.isascii() and character.isprintable():
            marks = 0
            continue
        if character == "\n" and lines:
            marks = _MOST_MARKS
            continue
        if _is_unsafe(character):
            raise Unsafe(_reason(text, place))
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks > _MOST_MARKS:
            raise Unsafe("There are accents without a letter to stand on; leave them out.")


def tidy(text: str, *, lines: bool = False) -> str:
    """The one way in which text is stored: composed (NFC), no spaces at the ends, single spaces within.

    `lines` keeps line ends, at most one empty line in a row. Raises `Unsafe`: tidying never drops in silence what
    `refuse_unsafe` would have named, such as a control character that passes for a space.
    """
    text = text.replace("\r\n", "\n") if lines else text
    refuse_unsafe(text, lines=lines)
    composed = unicodedata.normalize("NFC", text)
    if not lines:
        return " ".join(composed.split())
    kept: list[str] = []
    for line in (" ".join(line.split()) for line in composed.split("\n")):
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).rstrip("\n")


def clean_text(text: str, kind: str = "line", *, lines: bool = False) -> str:
    """The text tidied for storing; raises `Unsafe`, or `BadText` when longer than `MAX[kind]`. May be empty."""
    stored = tidy(text, lines=lines)
    if len(stored) > MAX[kind]:
        raise BadText(f"This is {len(stored)} characters long; at most {MAX[kind]} fit.")
    return stored


def clean_name(text: str) -> str:
    """A name, or a part of one, tidied for storing; raises `BadText` when there is no letter in it."""
    stored = clean_text(text, "name")
    if not any(character.isalpha() for character in stored):
        raise BadText("A name needs at least one letter.")
    if "[" in stored or "]" in stored:
        raise BadText("A name is written without square brackets.")
    return stored


def _is_unsafe(character: str) -> bool:
    # Cc: C0 and C1. Cf: zero widths, bidirectional controls, U+FEFF, tags. Cs: surrogates. Zl, Zp: U+2028, U+2029.
    if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp"):
        return True
    code = ord(character)
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF or _HIDDEN.match(character) is not None


def _reason(text: str, place: int) -> str:
    shown = "".join(c for c in text[max(0, place - 12) : place] if c.isascii() and c.isprintable()).strip()
    where = f'after "{shown}"' if shown else "at the beginning" if place == 0 else "in the text"
    return f"There is a character {where} that can't be shown (U+{ord(text[place]):04X}); please type it again."
