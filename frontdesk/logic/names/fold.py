"""One spelling for all the ways to write a name, so that `obrien` finds O'Brien and `nunez` finds Núñez."""

import re
import unicodedata

_LETTERS = str.maketrans(
    {
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "ı": "i",
        "ĸ": "k",
        "ł": "l",
        "ŋ": "n",
        "þ": "th",
        "ŧ": "t",
    }
)
"""Letters that Unicode doesn't take apart into a plain one and an accent."""

_APART = re.compile(r"[\s,;/\\()\[\]{}&+|_]+")
"""What stands between two words; any other sign (apostrophe, hyphen, period) is part of one and drops out."""


def fold(text: str) -> str:
    """Lower case, accents and punctuation off, words separated by one space; folding twice changes nothing.

    Scripts other than Latin keep their letters.
    """
    if text.isascii() and text.isalpha():
        return text.lower()  # most words of most names, and a day of visits folds hundreds
    if not text.isascii():
        text = _plain_letters(text)
    words = ("".join(filter(_is_letter, word)) for word in _APART.split(text.casefold()))
    return " ".join(word for word in words if word)


def _plain_letters(text: str) -> str:
    # Twice: folding a letter's case can bring out an accent, and taking one apart a capital.
    for _ in range(2):
        text = unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS)
    return unicodedata.normalize("NFC", "".join(c for c in text if not _is_accent(c)))


def _is_accent(character: str) -> bool:
    # Spacing modifiers are the apostrophes of Hawaiian names (Kahoʻolawe), though Unicode calls them letters.
    return unicodedata.combining(character) != 0 or "\u02b0" <= character <= "\u02ff"


def _is_letter(character: str) -> bool:
    # Marks that are left (vowel signs of Indian scripts) belong to the word as its letters do.
    return character.isalnum() or unicodedata.category(character)[0] == "M"
