"""What every reader of typed text shares: the refusal, the shape of a form, and the first look at the text."""

import re
from collections.abc import Callable, Iterable
from typing import Generic, Literal, NamedTuple, TypeVar

Order = Literal["mdy", "dmy"]
"""Which comes first in `2/3/2026`: the month (as in the US) or the day."""

LONGEST = 60
"""No form is longer; what is longer was pasted by mistake."""


class NotUnderstood(ValueError):
    """Typed text that isn't a day, a time or a length; `reason` says so in one sentence with forms that work."""

    @property
    def reason(self) -> str:
        """The sentence for the person who typed."""
        return str(self)


Asked = TypeVar("Asked", contravariant=True)
Read = TypeVar("Read")


class Form(NamedTuple, Generic[Asked, Read]):
    """One way to write something: a row of a table that people, parser and tests read alike."""

    example: str
    """What a person may type; several forms are separated by two spaces."""
    meaning: str
    """What it stands for, for help pages."""
    pattern: re.Pattern[str]
    """The whole of the plain text, lower case."""
    read: Callable[[re.Match[str], Asked], Read]
    """From the match to the value; raises `NotUnderstood` when the numbers can't be."""


def form(
    example: str, meaning: str, pattern: str, read: Callable[[re.Match[str], Asked], Read]
) -> Form[Asked, Read]:
    """A row of a table."""
    return Form(example, meaning, re.compile(pattern, re.ASCII), read)


def plain(text: str, offer: str) -> str:
    """Lower case, single spaces, no more; raises `NotUnderstood` for text that no form could match.

    Other scripts' digits and look-alike letters are refused before anything could fold them into ours.
    """
    stripped = text.strip(" \t\r\n")
    if not stripped:
        raise NotUnderstood(f"Nothing was typed; {offer}.")
    if len(stripped) > LONGEST or not (stripped.isascii() and stripped.isprintable()):
        raise NotUnderstood(f"{quoted(stripped)} can't be read; {offer}.")
    return re.sub(" +", " ", stripped.lower())


def quoted(text: str) -> str:
    """The text for use in a message: short, and never a character that could disturb a screen."""
    if len(text) > 24 or not (text.isascii() and text.isprintable()):
        return "That"
    return f'"{text}"'


def read_form(forms: Iterable[Form[Asked, Read]], text: str, asked: Asked, *, what: str, offer: str) -> Read:
    """What the first form that matches reads; raises `NotUnderstood` when none does."""
    asked_for = plain(text, offer)
    for row in forms:
        if match := row.pattern.fullmatch(asked_for):
            return row.read(match, asked)
    raise NotUnderstood(f"{quoted(asked_for)} is not {what}; {offer}.")
