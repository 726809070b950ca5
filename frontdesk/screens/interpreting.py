"""Who interprets at a visit: confirmed with one key, another chosen with one more, or named in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from frontdesk.desk import Desk, Done
from frontdesk.logic import calendar, resources
from frontdesk.logic.calendar import DayVisit
from frontdesk.logic.resources import InterpreterCard
from frontdesk.screens.timing import fits
from frontdesk.screens.wishing import LATER

NOBODY = "none"
"""The word for a visit that needs no interpreter."""
MOST = 9
"""Interpreters who have a key of their own."""


class Asks(Protocol):
    """Where questions can be put: the console, or a list."""

    async def choose(self, prompt: str, options: Sequence[tuple[str, str]]) -> str | None:
        """One key of a few."""

    async def ask(self, prompt: str, value: str = "", check: Callable[[str], str] = lambda _: "") -> str | None:
        """One line of text."""


def meant(desk: Desk, words: str) -> tuple[int | None, str]:
    """Who is meant, and the language where somebody is to be found: `ines`, `spanish later`, `none`.

    Raises `ValueError` with the reason.
    """
    text = " ".join(words.split()).casefold()
    if text == NOBODY:
        return None, ""
    if text.endswith(f" {LATER}"):
        return None, text.removesuffix(f" {LATER}")
    cards = resources.interpreters(desk)
    exact = [card for card in cards if card.name.casefold() == text]
    found = exact or [card for card in cards if text and fits(text, card.name, card.languages)]
    if len(found) == 1:
        return found[0].id, ""
    if found:
        raise ValueError(f"Which one: {', '.join(card.name for card in found)}?")
    raise ValueError(f"There is no such interpreter. Write a name, {NOBODY}, or a language and {LATER}.")


async def other_interpreter(desk: Desk, asks: Asks, visit: DayVisit) -> Callable[[], Done] | None:
    """Ask who interprets at a visit; the change that lets them, or None when the question is left."""
    now = calendar.interpreted(desk, visits=[visit.id]).get(visit.id)
    language = now.language if now is not None else ""
    cards = resources.interpreters(desk)
    cards.sort(key=lambda card: language.casefold() not in card.languages.split())
    options = [(str(number), _words(card)) for number, card in enumerate(cards[:MOST], start=1)]
    options += [("t", "Type a name or a language")] if len(cards) > MOST or not now else []
    options += [("l", f"{language}, to be found")] if now and now.mode else []
    options += [("n", "Nobody needed")] if now else []
    key = await asks.choose(f"Who interprets for {visit.name}?", options)
    if key is None:
        return None
    if key.isdigit():
        return setting(desk, visit, cards[int(key) - 1].id, language)
    if key != "t":
        return setting(desk, visit, None, language if key == "l" else "")
    text = await asks.ask("A name, or a language and later", check=lambda words: wrong(desk, words))
    return None if text is None else setting(desk, visit, *meant(desk, text))


def _words(card: InterpreterCard) -> str:
    return f"{card.name} ({card.languages}, {card.mode.replace('_', ' ')})"


def wrong(desk: Desk, words: str) -> str:
    """What is wrong with the words; empty when nothing is."""
    try:
        meant(desk, words)
    except ValueError as error:
        return str(error)
    return ""


def setting(desk: Desk, visit: DayVisit, interpreter: int | None, language: str) -> Callable[[], Done]:
    """The change that lets somebody interpret at the visit that is painted."""
    return lambda: calendar.set_interpreter(
        desk, visit=visit.id, version=visit.version, interpreter=interpreter, language=language
    )
