"""Two people on one day whom a hurried eye would take for each other."""

from collections.abc import Hashable, Iterable
from functools import lru_cache
from typing import TypeVar

from frontdesk.logic.names.fold import fold

Person = TypeVar("Person", bound=Hashable)

_CLOSE = 0.9
"""Jaro-Winkler: Jon and John, Katherine and Catherine; not Jane and Joan."""


def similar(a: tuple[str, str], b: tuple[str, str]) -> bool:
    """Whether two names, each (family, given), are easily mixed up.

    The same family name when folded, and given names that begin with the same three letters, sound close, or one
    of which is missing.
    """
    return _joined(a[0]) == _joined(b[0]) and _close(_joined(a[1]), _joined(b[1]))


def same_names(people: Iterable[tuple[Person, str, str]]) -> frozenset[Person]:
    """Of (person, family, given) those who have a similar name beside somebody else's; cheap for a whole day."""
    families: dict[str, list[tuple[Person, str]]] = {}
    for person, family, given in people:
        families.setdefault(_joined(family), []).append((person, given))
    return frozenset().union(*(_mixed_up(namesakes) for namesakes in families.values() if len(namesakes) > 1))


def _mixed_up(namesakes: list[tuple[Person, str]]) -> set[Person]:
    folded = [(person, _joined(given)) for person, given in namesakes]
    return {a for a, given in folded if any(b != a and _close(given, theirs) for b, theirs in folded)}


def _joined(name: str) -> str:
    return name.lower() if name.isascii() and name.isalpha() else _joined_words(name)


@lru_cache(maxsize=4096)  # the same days are read again and again
def _joined_words(name: str) -> str:
    return fold(name).replace(" ", "")


def _close(a: str, b: str) -> bool:
    if not a or not b or a[:3] == b[:3]:
        return True
    if not _may_be_close(a, b):
        return False
    from rapidfuzz.distance import JaroWinkler  # 7 ms and 3 MiB, for the few days that need it

    return JaroWinkler.similarity(a, b) >= _CLOSE


def _may_be_close(a: str, b: str) -> bool:
    """Whether the letters that two names share could make them close: Jaro's measure at its greatest.

    Of names whose first three letters differ, at most two are a common beginning, each worth a tenth of the rest.
    """
    shared = min(sum(letter in b for letter in a), sum(letter in a for letter in b))
    jaro = (shared / len(a) + shared / len(b) + 1) / 3
    return jaro + 0.2 * (1 - jaro) >= _CLOSE
