"""Phone numbers of North America (NANP): ten digits, or seven where the area is understood."""

import re
from dataclasses import dataclass

OFFER = "write it like 617-555-0142"


class BadPhone(ValueError):
    """What was typed is no phone number; `reason` is a sentence for the person who typed it."""

    @property
    def reason(self) -> str:
        """What is wrong and what would work."""
        return str(self)


@dataclass(frozen=True, slots=True)
class Phone:
    """A number as it is stored."""

    digits: str
    """Ten digits, or seven when no area code is known; no country code."""
    extension: str = ""
    """Up to six digits, or empty."""


_EXTENSION = re.compile(
    r"(?P<number>.*?[0-9)]) ?(?:,? ?(?:extension|ext\.?|x\.?)|[#,]) ?(?P<extension>[0-9]{1,6})"
)
_NUMBER = re.compile(r"(?:\+?1[-. ]?)?(?:\([0-9]{3}\)|[0-9]{3})?[-./ ]{0,3}[0-9]{3}[-. ]{0,3}[0-9]{4}")


def read_phone(text: str, *, area: str = "") -> Phone:
    """The phone number that was typed; raises `BadPhone`.

    Seven digits get the area code `area` of the practice, or stay seven when there is none.
    """
    typed = re.sub(" +", " ", text.strip().lower())
    if not typed:
        raise BadPhone(f"Nothing was typed; {OFFER}.")
    match = _EXTENSION.fullmatch(typed)
    number, extension = (match["number"], match["extension"]) if match else (typed, "")
    _refuse_strange(number)
    digits = re.sub("[^0-9]", "", number)
    if len(digits) == 11 and digits[0] == "1":
        digits = digits[1:]
    _refuse_length(digits)
    if not _NUMBER.fullmatch(number):
        raise BadPhone(f"The signs between the digits can't be read; {OFFER}.")
    if len(digits) == 7:
        digits = area + digits
    _refuse_codes(digits)
    return Phone(digits, extension)


def show_phone(digits: str, extension: str = "") -> str:
    """`617-555-0142`, `555-0142`, `617-555-0142 x22`; digits of another length as they are."""
    shown = digits
    if len(digits) == 10:
        shown = f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"
    elif len(digits) == 7:
        shown = f"{digits[:3]}-{digits[3:]}"
    return f"{shown} x{extension}" if extension else shown


def _refuse_strange(number: str) -> None:
    if number.startswith(("+", "00", "011")) and not number.startswith("+1"):
        raise BadPhone("Only numbers of the US, Canada and the Caribbean fit here; put this one into the note.")
    for character in number:
        if character in "0123456789 ()-./+":
            continue
        if character.isascii() and character.isalpha():
            raise BadPhone(f'There is a letter "{character}" in the phone number; {OFFER}.')
        raise BadPhone(f"There is a sign in the phone number that can't be read; {OFFER}.")


def _refuse_length(digits: str) -> None:
    if len(digits) not in (7, 10):
        raise BadPhone(f"A phone number has 10 digits, or 7 without the area code, not {len(digits)}; {OFFER}.")


def _refuse_codes(digits: str) -> None:
    if len(digits) == 10:
        _refuse_code("The area code", digits[:3])
    _refuse_code("The part before the last four digits", digits[-7:-4])


def _refuse_code(part: str, code: str) -> None:
    if code[0] in "01" or code[1:] == "11":
        raise BadPhone(f"{part} can't be {code}, it begins with 2 to 9 and doesn't end in 11; {OFFER}.")
