"""What was typed, and what was pasted or scanned: a paste never is a command."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from textual import events

BURST = 6
"""So many letters, each within `GAP` of the one before, come from a scanner or a paste, not from fingers."""

GAP = 0.02
"""Seconds from a letter to the next within which only a bar-code scanner types."""

PASTE_BEGINS, PASTE_ENDS = "\x1b[200~", "\x1b[201~"
"""How a terminal marks what is pasted."""

PASTE_PATIENCE = 20
"""Tenths of a second without a letter after which a paste that has not ended is taken to have."""


class Typing:
    """Turns what is read into events: keys, and pastes, which never are commands.

    A burst of letters is a paste: so types a bar-code scanner. What the terminal itself marks as pasted is
    kept from Textual's parser, which would make keys of everything after an escape character in it.
    """

    def __init__(self, feed: Callable[[str], Any]) -> None:
        self._feed = feed
        self._pasted: str | None = None
        """What has come so far of a paste that has not ended yet."""

    def events(self, text: str) -> list[Any]:
        """The events of one read; a paste may come in several."""
        if self._pasted is not None:
            body, end, rest = (self._pasted + text).partition(PASTE_ENDS)
            self._pasted = None if end else body
            return [events.Paste(body), *self.events(rest)] if end else []
        keys, begin, pasted = text.partition(PASTE_BEGINS)
        found = self._keys(keys)
        if begin:
            self._pasted = ""
            found += self.events(pasted)
        return found

    def over(self) -> list[Any]:
        """Nothing more has come for a while: a paste whose end was lost ends here, or no key would work again."""
        body, self._pasted = self._pasted, None
        return [] if body is None else [events.Paste(body)]

    def _keys(self, text: str) -> list[Any]:
        """Keys, or a burst and the Enter that ends it."""
        if is_burst(text):
            body = text.rstrip("\r\n")
            return [events.Paste(body), *self._keys(text[len(body) :])]
        return list(self._feed(text)) if text else []  # to the parser, nothing at all is the end of everything


class Answer(NamedTuple):
    """What a terminal answers to a question."""

    whole: re.Pattern[str]
    begun: re.Pattern[str]
    """A beginning of it, where a read ends."""


STATUS = Answer(re.compile(r"\x1b\[0n"), re.compile(r"\x1b(?:\[0?)?\Z"))
"""That it is there, and has shown what came before (ECMA-48, 8.3.35); so answers every one since the VT100."""

PLACE = Answer(
    re.compile(r"\x1b\[\d{1,3};([23])R"), re.compile(r"\x1b(?:\[(?:\d{1,3}(?:;[23]?)?)?)?\Z")
)  # fmt: skip
"""Where its cursor is, in the second or third column (ECMA-48, 8.3.14). Textual might take it for Shift+F3."""


class Answers:
    """Tells what the terminal answers from what is typed; an answer may come in two reads."""

    def __init__(self) -> None:
        self._begun = ""
        """The beginning of an answer, or something typed that looks like one: Esc."""

    def taken_out(self, text: str, *expected: Answer) -> tuple[str, dict[Answer, re.Match[str]]]:
        """What is left to be taken as typed, and those of the expected answers that came; each comes once."""
        text, self._begun = self._begun + text, ""
        found = {}
        for answer in expected:
            if there := answer.whole.search(text):
                found[answer] = there
                text = text[: there.start()] + text[there.end() :]
        begun = [there.start() for each in expected if each not in found and (there := each.begun.search(text))]
        if begun:
            text, self._begun = text[: min(begun)], text[min(begun) :]
        return text, found

    def late(self) -> str:
        """Nothing more has come: what looked like the beginning of an answer was typed."""
        text, self._begun = self._begun, ""
        return text


def is_text(text: str) -> bool:
    """Whether this could be part of what a scanner types: no key but letters has been pressed."""
    return "\x1b" not in text and any(letter.isprintable() for letter in text)


def is_burst(text: str) -> bool:
    """Whether so much came at once that no finger typed it; one letter many times is a key held down.

    A scanned card holds several lines and characters that no key sends. What begins with `/` is a search anyway.
    """
    letters = [letter for letter in text if letter.isprintable()]
    if len(letters) < BURST or len(set(letters)) == 1 or not is_text(text):
        return False
    return not (text[0] == "/" and text.rstrip("\r\n").isprintable())
