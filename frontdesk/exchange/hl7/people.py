"""What a message says about a person: PID, and MRG for the number that is given up."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pendulum

from frontdesk.exchange.hl7.languages import language_named
from frontdesk.exchange.hl7.segments import BadMessage, Repeat, Segment
from frontdesk.exchange.hl7.texts import fitting, named, plain
from frontdesk.exchange.hl7.times import day
from frontdesk.logic import names, phones
from frontdesk.logic.patients.form import LONGEST

_NO_NUMBERS = frozenset(
    ("SS", "SB", "SN", "DL", "PPN", "MC", "MA", "NI", "NH", "XX", "LN", "EI", "TAX", "BC", "BA", "DI")
)
"""Types of numbers that are nobody's patient number."""
_SEXES = {"M": "M", "F": "F", "O": "X", "A": "X", "X": "X", "U": "U", "N": "U", "UNK": "U"}
_NO_PHONES = {"FX": "fax", "MD": "modem", "BP": "pager"}
_COUNTRIES = ("", "US", "USA")
_ADDRESSES = ("H", "L", "M", "P", "")
"""Types of addresses where a patient lives or gets letters, in the order in which they are taken."""
_FIRST_BIRTH = pendulum.Date(1880, 1, 1)


def number_of(segment: Segment, fields: Iterable[int], facility: str) -> str:
    """The key of the person: the patient number and whoever gave it out; empty when there is none."""
    for field in fields:
        found = [each for each in segment.repeats(field) if each.part(1)]
        wanted = [each for each in found if each.part(5).upper() not in _NO_NUMBERS]
        best = next((each for each in wanted if each.part(5).upper() == "MR"), next(iter(wanted), None))
        if best is not None:
            giver = best.part(4) or best.sub(4, 2) or best.part(6) or facility
            where = f"{segment.name}-{field}"
            return f"patient/{plain(giver, where)}/{plain(best.part(1), where)}"
    return ""


def person_of(pid: Segment, today: pendulum.Date) -> dict[str, Any]:
    """What is said of the person, by what it is about; only what the message speaks of."""
    said: dict[str, Any] = {}
    readers: dict[str, tuple[Iterable[int], Callable[[Segment], Any]]] = {
        "name": ((5,), _name),
        "others": ((5,), lambda segment: _names(segment, 5)),
        "alias": ((9,), lambda segment: _names(segment, 9)),
        "birth": ((7,), lambda segment: _birth(segment, today)),
        "sex": ((8,), _sex),
        "address": ((11,), _address),
        "home": ((13,), lambda segment: _reached(segment, 13, "home")),
        "work": ((14,), lambda segment: _reached(segment, 14, "work")),
        "reached": ((40,), lambda segment: _reached(segment, 40, "other")),
        "language": ((15,), _language),
        "died": ((29,), lambda segment: _died(segment, today)),
        "deceased": ((30,), lambda segment: segment.text(30).upper() == "Y"),
    }
    for about, (fields, read) in readers.items():
        if any(pid.says(field) for field in fields):
            said[about] = read(pid)
    return {about: value for about, value in said.items() if value is not NOTHING}


NOTHING = object()
"""What a reader gives for a field from which nothing can be told."""


def _name(pid: Segment) -> Any:
    """The first name is the legal one. Where the place of it is left empty, none is known."""
    if pid.raw(5).split(pid.marks.repetition)[0].strip() == "":
        return NOTHING
    name = pid.first(5)
    family = named(name.part(1), "PID-5")
    if not names.fold(family):
        return NOTHING
    after = [plain(name.part(part), "PID-5") for part in (4, 6, 14)]
    return {
        "family": family,
        "given": named(name.part(2), "PID-5"),
        "middle": named(name.part(3), "PID-5"),
        "prefix": fitting(plain(name.part(5), "PID-5").split(), LONGEST["prefix"]),
        "suffix": fitting(after, LONGEST["suffix"]),
        "name_used": named(name.part(15), "PID-5"),
    }


def _names(pid: Segment, field: int) -> list[str]:
    """Other names: what the person was called, or is also written."""
    found = []
    for name in pid.repeats(field)[1 if field == 5 else 0 :]:
        parts = [named(name.part(part), f"PID-{field}") for part in (2, 3, 1)]
        # A semicolon parts one name from the next where they are stored.
        found.append(" ".join(part.replace(";", " ") for part in parts if part))
    return list(dict.fromkeys(filter(None, found)))


def _birth(pid: Segment, today: pendulum.Date) -> Any:
    if pid.cleared(7):
        return None
    text = pid.text(7)
    if text.isdigit() and len(text) < len("19880818"):
        return NOTHING  # the year alone, or the month
    born = day(text, "PID-7")
    if not _FIRST_BIRTH <= born <= today:
        raise BadMessage("PID-7: a birth date lies between 1880 and today")
    return born.isoformat()


def _sex(pid: Segment) -> Any:
    return "" if pid.cleared(8) else _SEXES.get(pid.text(8).upper(), NOTHING)


def _died(pid: Segment, today: pendulum.Date) -> Any:
    if pid.cleared(29):
        return None
    died = day(pid.text(29), "PID-29")
    if died > today:
        raise BadMessage("PID-29: a day of death that is still to come")
    return died.isoformat()


def _language(pid: Segment) -> str:
    first = pid.first(15)
    return plain(language_named(first.part(1), first.part(2)), "PID-15", LONGEST["language"])


def _address(pid: Segment) -> dict[str, str]:
    """Where the person lives; addresses at work, of birth and bad ones are passed over."""
    found = sorted(
        (each for each in pid.repeats(11) if each.part(7).upper() in _ADDRESSES),
        key=lambda each: _ADDRESSES.index(each.part(7).upper()),
    )
    if not found:
        return {"street": "", "city": "", "state": "", "zip": ""}
    best = found[0]
    parts = [plain(best.part(number), "PID-11") for number in range(1, 7)]
    street = ", ".join(filter(None, (" ".join(filter(None, best.subs(1)[:2])), parts[1])))
    code = parts[4].replace(" ", "")
    if len(code) == 9 and code.isdigit():
        code = f"{code[:5]}-{code[5:]}"
    ours = parts[5].upper() in _COUNTRIES and _is_zip(code)
    city = [parts[2]] if ours else [parts[2], parts[4], "" if parts[5].upper() in _COUNTRIES else parts[5]]
    return {
        "street": plain(street, "PID-11", LONGEST["street"]),
        "city": plain(" ".join(filter(None, city)), "PID-11", LONGEST["city"]),
        "state": plain(parts[3], "PID-11", LONGEST["state"]),
        "zip": code if ours else "",
    }


def _is_zip(code: str) -> bool:
    five, _, four = code.partition("-")
    return not code or (five.isdigit() and len(five) == 5 and (not four or (four.isdigit() and len(four) == 4)))


def _reached(pid: Segment, field: int, usual: str) -> list[list[str]]:
    """Numbers and mail addresses: each its kind, digits, extension, and the text where no phone can dial it."""
    found = []
    for each in pid.repeats(field):
        where = f"PID-{field}"
        use, sort = each.part(2).upper(), each.part(3).upper()
        if sort == "INTERNET" or use == "NET":
            found.append(["mail", "", "", plain(each.part(4) or each.part(1), where)])
            continue
        kind = "mobile" if sort == "CP" else "work" if use == "WPN" else "other" if sort == "TDD" else usual
        number = plain(_number(each), where)
        if not number:
            continue
        try:
            phone = phones.read_phone(f"{number} x{each.part(8)}" if each.part(8).isdigit() else number)
        except phones.BadPhone:
            found.append([_NO_PHONES.get(sort, kind), "", "", number])
        else:
            undialed = _NO_PHONES.get(sort, "")
            found.append([undialed, "", "", number] if undialed else [kind, phone.digits, phone.extension, ""])
    return found


def _number(telecom: Repeat) -> str:
    """The number: area code and number by themselves, else unformatted, else as the oldest versions write it."""
    area, local = telecom.part(6), telecom.part(7)
    if area and local:
        return f"{area}{local}"
    return telecom.part(12) or local or telecom.part(1)
