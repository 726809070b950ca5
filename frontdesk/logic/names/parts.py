"""A full name in one field, as other programs export it, taken apart."""

import re
from dataclasses import dataclass

_PREFIX = re.compile("dr|fr|hon|miss|mr|mrs|ms|mx|prof|rev|sir")
_GENERATION = re.compile("jr|sr|ii|iii|iv|v")
_CREDENTIAL = re.compile(
    "aprn|cnm|cpa|crna|dc|dds|dmd|dnp|do|dpm|dpt|dvm|edd|esq|jd|lcsw|lpn|ma|mba|md|mph|msw|np|od|pa|pac|pharmd"
    "|phd|psyd|rd|rn"
)
_ALSO_NAME = re.compile("do|ma|pa|v")
"""Suffixes that are family names too; all in capitals (LINH DO) nothing tells them apart, so they stay names."""
_PARTICLE = re.compile("da|das|de|del|della|den|der|des|di|dos|du|el|la|las|le|los|st|ter|van|vander|von|zu")


@dataclass(frozen=True, slots=True)
class Name:
    """The parts of a name, each as it was written; an absent part is empty. Only `family` is always there."""

    prefix: str = ""
    given: str = ""
    family: str = ""
    suffix: str = ""


def split_name(text: str) -> Name:
    """`Mrs. Marie Harrington DDS` or `Harrington, Marie` in parts; raises `ValueError` when there is no name.

    Middle names stay with the given name, particles (`de la Cruz`) with the family name; one word is the family's.
    """
    before, comma, after = (part.strip() for part in text.partition(","))
    if comma and not _all_suffixes(after):
        return _family_first(before, after)
    words = text.replace(",", " ").split()
    prefix, words = _take_prefix(words)
    words, suffix = _take_suffix(words)
    if not words:
        raise ValueError("There is no name here.")
    place = _family_place(words)
    return Name(prefix, " ".join(words[:place]), " ".join(words[place:]), suffix)


def _family_first(before: str, after: str) -> Name:
    family, suffix = _take_suffix(before.split())
    prefix, given = _take_prefix(after.replace(",", " ").split())
    given, more = _take_suffix(given, least=1)
    if not family:
        raise ValueError("There is no family name before the comma.")
    return Name(prefix, " ".join(given), " ".join(family), " ".join(part for part in (suffix, more) if part))


def _take_prefix(words: list[str]) -> tuple[str, list[str]]:
    count = 0
    while count < len(words) - 1 and _PREFIX.fullmatch(_bare(words[count]).lower()):
        count += 1
    return " ".join(words[:count]), words[count:]


def _take_suffix(words: list[str], least: int = 1) -> tuple[list[str], str]:
    shouted = " ".join(words).isupper()
    count = len(words)
    while count > least and _is_suffix(words[count - 1], shouted):
        count -= 1
    return words[:count], " ".join(words[count:])


def _is_suffix(word: str, shouted: bool) -> bool:
    bare = _bare(word)
    low = bare.lower()
    if _ALSO_NAME.fullmatch(low) and (shouted or not bare.isupper()):
        return False
    if _GENERATION.fullmatch(low):
        return low in ("jr", "sr") or bare.isupper()
    # "Phd" and "Md" are how some programs capitalize; "Do" and "Ma" are names.
    return _CREDENTIAL.fullmatch(low) is not None


def _all_suffixes(text: str) -> bool:
    words = text.replace(",", " ").split()
    return all(_is_suffix(word, shouted=False) for word in words)


def _bare(word: str) -> str:
    return re.sub(r"[.\-]", "", word)


def _family_place(words: list[str]) -> int:
    place = len(words) - 1
    while place > 1 and _PARTICLE.fullmatch(_bare(words[place - 1]).lower()):
        place -= 1
    return place
