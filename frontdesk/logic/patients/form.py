"""The short patient form: reading what was typed, field by field."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pendulum

from frontdesk.db.patients import Sex
from frontdesk.desk import Refused
from frontdesk.logic import names, phones, when

FIELDS = ("family", "given", "birth", "sex", "phone", "mail", "note", "alert")
"""The form's fields, in their order."""

LONGEST = {"family": 80, "given": 80, "mail": 120, "note": 500, "alert": 120}

_SEX = {
    "": Sex.NOT_ASKED, "f": Sex.FEMALE, "female": Sex.FEMALE, "w": Sex.FEMALE, "woman": Sex.FEMALE,
    "m": Sex.MALE, "male": Sex.MALE, "man": Sex.MALE, "x": Sex.OTHER, "other": Sex.OTHER,
    "u": Sex.UNKNOWN, "unknown": Sex.UNKNOWN,
}  # fmt: skip
_MAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


@dataclass(frozen=True, slots=True)
class Written:
    """What the form says, read. `phone` is digits, `extension` its extension."""

    family: str
    given: str
    birth: pendulum.Date | None
    sex: Sex
    phone: str
    extension: str
    mail: str
    note: str
    alert: str


def _text(text: str, field: str) -> str:
    try:
        tidy = names.tidy(text)
    except names.BadText as error:
        raise Refused(str(error), field=field) from error
    if len(tidy) > LONGEST[field]:
        raise Refused(f"At most {LONGEST[field]} characters.", field=field)
    return tidy


def _name(text: str, field: str, *, needed: bool) -> str:
    if not text.strip():
        if needed:
            raise Refused("The family name is missing.", field=field)
        return ""
    try:
        tidy = names.clean_name(text)
    except names.BadText as error:
        raise Refused(str(error), field=field) from error
    if needed and not names.fold(tidy):
        raise Refused("A name needs at least one letter.", field=field)
    return tidy


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


def _phone(text: str) -> phones.Phone:
    if not text.strip():
        return phones.Phone("", "")
    try:
        return phones.read_phone(text)
    except ValueError as error:
        raise Refused(str(error), field="phone") from error


def _mail(text: str) -> str:
    tidy = _text(text, "mail")
    if tidy and not _MAIL.fullmatch(tidy):
        raise Refused("Write it like name@example.org, or leave it empty.", field="mail")
    return tidy


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
) -> Written:
    """Read the whole form; raise `Refused` at the first field that can't be understood."""
    number = _phone(phone)
    return Written(
        family=_name(family, "family", needed=True),
        given=_name(given, "given", needed=False),
        birth=_birth(birth, today),
        sex=_sex(sex),
        phone=number.digits,
        extension=number.extension,
        mail=_mail(mail),
        note=_text(note, "note"),
        alert=_text(alert, "alert"),
    )


def check_form(*, today: pendulum.Date, **texts: str) -> dict[str, str]:
    """The reason for every field that can't be understood; empty when the form could be saved."""
    faults: dict[str, str] = {}
    sound = {"family": "X"}
    for field, text in {"family": "", **texts}.items():
        try:
            read_form(today=today, **{**sound, field: text})
        except Refused as error:
            faults[field] = error.reason
    return faults
