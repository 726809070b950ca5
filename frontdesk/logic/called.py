"""Providers as people call them: by the beginning of the name, alone or before other words.

A name may be of several words (`de leon today flu`): of the words at the beginning as many are the name as can be.
Who bears the name as it is typed is meant, whoever else's name begins so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from frontdesk.desk import Refused
from frontdesk.logic.names.fold import fold

if TYPE_CHECKING:
    from frontdesk.logic.practice import ProviderCard


def called(cards: Sequence[ProviderCard], name: str) -> list[ProviderCard]:
    """Those who bear the name, with the credential or without; else those whose name begins so."""
    wanted = fold(name)
    exact = [card for card in cards if wanted in (fold(card.short), fold(card.display))]
    return exact or [card for card in cards if wanted and fold(card.short).startswith(wanted)]


def leading(cards: Sequence[ProviderCard], words: str) -> tuple[list[ProviderCard], str]:
    """Those whom a text names at its beginning, and its other words."""
    parts = words.split()
    for count in range(len(parts), 0, -1):
        if found := called(cards, " ".join(parts[:count])):
            return found, " ".join(parts[count:])
    return [], " ".join(parts)


def first_named(cards: Sequence[ProviderCard], words: str) -> tuple[ProviderCard, str]:
    """The one whom a text names at its beginning, and its other words; raise `Refused` as for `the_one`."""
    found, rest = leading(cards, words)
    parts = words.split()
    name = parts[: len(parts) - len(rest.split())] or parts[:1]
    return the_one(found, " ".join(name)), rest


def the_one(found: Sequence[ProviderCard], name: str) -> ProviderCard:
    """The one who was found by a name; raise `Refused` where there is none, or where there are several."""
    if not found:
        raise Refused(f"No provider {name!r}.", field="provider")
    if len(found) > 1:
        names = ", ".join(card.display for card in found)
        raise Refused(f"Several are called {name!r}: {names}.", field="provider")
    return found[0]


def completed(cards: Sequence[ProviderCard], words: str) -> list[str]:
    """What the last of some words may become, where the words are the beginning of a name.

    Of two who bear the same name each is offered with the credential.
    """
    many = Counter(fold(card.short) for card in cards)
    names = [(card.short if many[fold(card.short)] == 1 else card.display).lower() for card in cards]
    stem = words.lower()[: words.rfind(" ") + 1]
    return list(dict.fromkeys(name[len(stem) :] for name in names if name.startswith(words.lower())))
