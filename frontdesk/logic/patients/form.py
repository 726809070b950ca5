"""The patient form: reading what was typed, field by field."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pendulum

from frontdesk.db.patients import Sex
from frontdesk.desk import Refused
from frontdesk.logic import names, phones, when

SHORT = ("family", "given", "birth", "sex", "phone", "mail", "note", "alert")
"""The fields of the short form, in their order."""
ABOUT = ("middle", "prefix", "suffix", "name_used", "former", "pronouns", "gender")
"""More of the name, and how the patient wants to be addressed."""
ADDRESS = ("street", "city", "state", "zip")
"""Where the patient lives."""
OTHER_ADDRESS = ("other_street", "other_city", "other_state", "other_zip")
"""The confidential address."""
CARE = ("language", "interpreter", "needs", "preferred", "no_mail", "no_post")
"""What to mind when dealing with the patient."""
FIELDS = (*SHORT, *ABOUT, *ADDRESS, *OTHER_ADDRESS, *CARE)
"""Every field, in the order of the form's sections."""
FLAGS = ("interpreter", "no_mail", "no_post")
"""Fields that are yes or empty."""

LONGEST = {
    "mail": 120, "note": 500, "alert": 120, "prefix": 20, "suffix": 20, "former": 200, "pronouns": 40,
    "gender": 60,
    "street": 120, "city": 60, "state": 30, "language": 40, "needs": 200, "preferred": 40,
}  # fmt: skip
"""Characters that a field of free text holds."""

_SEX = {
    "": Sex.NOT_ASKED, "f": Sex.FEMALE, "female": Sex.FEMALE, "w": Sex.FEMALE, "woman": Sex.FEMALE,
    "m": Sex.MALE, "male": Sex.MALE, "man": Sex.MALE, "x": Sex.OTHER, "other": Sex.OTHER,
    "u": Sex.UNKNOWN, "unknown": Sex.UNKNOWN,
}  # fmt: skip
_MAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_ZIP = re.compile(r"[0-9]{5}(-[0-9]{4})?")


@dataclass(frozen=True, slots=True)
class Written:
    """What the form says, read. `phone` is digits, `extension` its extension; `more` holds the longer form's.

    `preferred` stays the provider's name as typed: whom it means only the practice's rows can tell.
    """

    family: str
    given: str
    birth: pendulum.Date | None
    sex: Sex
    phone: str
    extension: str
    mail: str
    note: str
    alert: str
    more: Mapping[str, Any]


def text_of(text: str, field: str, longest: int) -> str:
    """Free text as it is stored; raise `Refused` at the field for what can't be."""
    try:
        tidy = names.tidy(text)
    except names.BadText as error:
        raise Refused(str(error), field=field) from error
    if len(tidy) > longest:
        raise Refused(f"At most {longest} characters.", field=field)
    return tidy


def name_of(text: str, field: str, *, needed: str = "") -> str:
    """A name as it is stored; `needed` is the sentence that refuses an empty one."""
    if not text.strip():
        if needed:
            raise Refused(needed, field=field)
        return ""
    try:
        tidy = names.clean_name(text)
    except names.BadText as error:
        raise Refused(str(error), field=field) from error
    if needed and not names.fold(tidy):
        raise Refused("A name needs at least one letter.", field=field)
    return tidy


def phone_of(text: str, field: str = "phone") -> phones.Phone:
    """The phone that was typed; digits are empty when nothing was."""
    if not text.strip():
        return phones.Phone("", "")
    try:
        return phones.read_phone(text)
    except ValueError as error:
        raise Refused(str(error), field=field) from error


def yes_of(text: str, field: str) -> bool:
    """Yes or empty."""
    word = text.strip().lower()
    if word in ("", "n", "no", "y", "yes"):
        return word in ("y", "yes")
    raise Refused("Write y for yes, or leave it empty.", field=field)


def _birth(text: str | pendulum.Date | None, today: pendulum.Date) -> pendulum.Date | None:
    if text is None or isinstance(text, pendulum.Date):
        if text is not None and not pendulum.Date(1880, 1, 1) <= text <= today:
            raise Refused("A birth date lies between 1880 and today.", field="birth")
        return text
    if not text.strip():
        return None
    try:
        return when.parse_birth(text, today=today)
    except when.NotUnderstood as error:
        raise Refused(str(error), field="birth") from error


def _sex(text: str) -> Sex:
    try:
        return _SEX[text.strip().lower()]
    except KeyError:
        raise Refused("Write F, M, X or U, or leave it empty.", field="sex") from None


def _mail(text: str) -> str:
    tidy = text_of(text, "mail", LONGEST["mail"])
    if tidy and not _MAIL.fullmatch(tidy):
        raise Refused("Write it like name@example.org, or leave it empty.", field="mail")
    return tidy


def _former(text: str, field: str) -> str:
    every = [name_of(name, field) for name in text_of(text, field, LONGEST["former"]).split(";")]
    return "; ".join(dict.fromkeys(name for name in every if name))


def _state(text: str, field: str) -> str:
    tidy = text_of(text, field, LONGEST["state"])
    return tidy.upper() if len(tidy) == 2 else tidy


def _zip(text: str, field: str) -> str:
    tidy = text_of(text, field, 10)
    if tidy and not _ZIP.fullmatch(tidy):
        raise Refused("A ZIP code has five digits, 02139 or 02139-4301.", field=field)
    return tidy


def _reader(field: str) -> Callable[[str, str], Any]:
    kind = field.removeprefix("other_")
    if field in FLAGS:
        return yes_of
    if field in ("middle", "name_used"):
        return name_of
    special: dict[str, Callable[[str, str], Any]] = {"former": _former, "state": _state, "zip": _zip}
    return special.get(kind, lambda text, name: text_of(text, name, LONGEST[kind]))


_MORE: dict[str, Callable[[str, str], Any]] = {field: _reader(field) for field in FIELDS if field not in SHORT}


def read_form(
    *,
    today: pendulum.Date,
    family: str,
    given: str = "",
    birth: str | pendulum.Date | None = None,
    sex: str = "",
    phone: str = "",
    mail: str = "",
    note: str = "",
    alert: str = "",
    **more: str,
) -> Written:
    """Read the whole form; raise `Refused` at the first field that can't be understood."""
    if unknown := more.keys() - set(FIELDS):
        raise Refused(f"There is no field {min(unknown)!r}.", code="field")
    number = phone_of(phone)
    return Written(
        family=name_of(family, "family", needed="The family name is missing."),
        given=name_of(given, "given"),
        birth=_birth(birth, today),
        sex=_sex(sex),
        phone=number.digits,
        extension=number.extension,
        mail=_mail(mail),
        note=text_of(note, "note", LONGEST["note"]),
        alert=text_of(alert, "alert", LONGEST["alert"]),
        more={field: _MORE[field](text, field) for field, text in more.items()},
    )


def check_form(*, today: pendulum.Date, **texts: str) -> dict[str, str]:
    """The reason for every field that can't be understood; empty when the form could be saved."""
    faults: dict[str, str] = {}
    for field, text in {"family": "", **texts}.items():
        try:
            read_form(today=today, **{"family": "X", field: text})
        except Refused as error:
            faults[field] = error.reason
    return faults
