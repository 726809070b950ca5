"""What a record is found by, and what a person typed into the search box."""

import re
from dataclasses import dataclass

import pendulum

from frontdesk.logic.names.fold import fold
from frontdesk.logic.when import NotUnderstood, Order, parse_birth

_INNER = re.compile(r"['’‘ʻʼ`´-]|[‐-―]|(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])")
"""Where a word can be taken apart: apostrophe, hyphen, a capital inside (McDonald)."""
_FIELD_ENDS = re.compile(r"[,;/()]")
_JOINED_WORDS = 4
"""Up to so many words of one field are also found as one: `delacruz` for De La Cruz."""
_DIGITS = re.compile(r"#?\+?\(?[0-9][0-9().+-]*|\([0-9]+\)[0-9-]*")
_LOOKS_DATED = re.compile(
    r"[0-9]+(?:[/.][0-9]*)+|[0-9]{4}-[0-9]{0,2}-?[0-9]{0,2}|[0-9]{1,2}-[0-9]{0,2}-?[0-9]{0,4}"
)
_LONGEST_DATE = 3
"""Words in a birth date as typed: `feb 11 1979`."""


def search_words(*names: str) -> tuple[str, ...]:
    """Every folded word that a record with these names must be found by, each once.

    One argument per field (family, given, ...): the words of each, joined and taken apart at hyphens, apostrophes
    and inner capitals, and the whole field as one word when it has several.
    """
    found: dict[str, None] = {}
    for name in names:
        for field in _FIELD_ENDS.split(name):
            found.update(dict.fromkeys(_field_words(field)))
    return tuple(found)


def _field_words(field: str) -> list[str]:
    words = [word for part in field.split() for word in (*fold(part).split(), *_parts(part))]
    whole = fold(field).split()
    if 1 < len(whole) <= _JOINED_WORDS:
        words.append("".join(whole))
    return words


def _parts(word: str) -> list[str]:
    parts = _INNER.split(word)
    folded = fold(" ".join(parts)).split() if len(parts) > 1 else []
    # The O of O'Brien says nothing by itself.
    return [part for part in folded if len(part) > 1]


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed into the search box, taken apart; a record fits when all that is set fits."""

    words: tuple[str, ...] = ()
    """Folded; each begins one of the record's search words, in any order."""
    digits: str = ""
    """Part of a phone, or the beginning of the record's number."""
    birth: pendulum.Date | None = None
    """The day of birth."""
    either: bool = False
    """The same digits were read as `digits` and as `birth` (`02111979`): one of the two is enough."""
    unread: str = ""
    """What looks like a date and isn't one, or not yet; it doesn't narrow the search."""

    def __bool__(self) -> bool:
        return bool(self.words or self.digits or self.birth)


def query_words(text: str, *, today: pendulum.Date, order: Order = "mdy") -> Query:
    """Name words, digits and a birth date out of what was typed so far: `smi 2/11/79`, `617 555`, `ha-eun kim`.

    Never refuses: it is called after every letter.
    """
    typed = text.replace(",", " ").split()
    birth, typed = _take_birth(typed, today, order)
    digits = "".join(re.sub(r"^\+1|[^0-9]", "", word) for word in typed if _is_digits(word))
    unread = " ".join(word for word in typed if _looks_dated(word))
    words = tuple(w for word in typed if not (_is_digits(word) or _looks_dated(word)) for w in fold(word).split())
    either = False
    if birth is None and len(digits) in (6, 8) and digits in typed:
        birth = _read_birth(digits, today, order)
        either = birth is not None
    return Query(words, _without_country(digits), birth, either, unread)


def _take_birth(typed: list[str], today: pendulum.Date, order: Order) -> tuple[pendulum.Date | None, list[str]]:
    for size in range(_LONGEST_DATE, 0, -1):
        for start in range(len(typed) - size + 1):
            words = typed[start : start + size]
            # Bare digits may be a phone as well, so only what is written as a date is taken for one here.
            if _written_as_date(words) and (birth := _read_birth(" ".join(words), today, order)):
                return birth, typed[:start] + typed[start + size :]
    return None, typed


def _written_as_date(words: list[str]) -> bool:
    together = " ".join(words)
    if len(words) == 1:
        return _looks_dated(together) or bool(re.search("[0-9][a-z]|[a-z][0-9]", together, re.I))
    return bool(re.search("[a-z]{3}", together, re.I)) and bool(re.search("[0-9]", together))


def _read_birth(text: str, today: pendulum.Date, order: Order) -> pendulum.Date | None:
    try:
        return parse_birth(text, today=today, order=order)
    except NotUnderstood:
        return None


def _looks_dated(word: str) -> bool:
    return bool(_LOOKS_DATED.fullmatch(word)) and not _is_phone(word)


def _is_phone(word: str) -> bool:
    return bool(re.fullmatch(r"(?:\+?1[.-])?\(?[0-9]{3}[).-]+(?:[0-9].*)?", word))


def _is_digits(word: str) -> bool:
    return bool(_DIGITS.fullmatch(word)) and not _looks_dated(word)


def _without_country(digits: str) -> str:
    return digits[1:] if len(digits) == 11 and digits[0] == "1" else digits
