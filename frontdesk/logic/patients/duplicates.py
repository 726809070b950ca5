"""Who is likely on file already: candidates by index, then points for what two records have in common."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pendulum

from frontdesk.db.engine.driver import models_database
from frontdesk.db.engine.fulltext import patients_by_words
from frontdesk.db.patients import Patient, PatientPhone
from frontdesk.db.prepared import prepared
from frontdesk.desk import Desk, Refused, view
from frontdesk.logic import names, when
from frontdesk.logic.names.nicknames import nicknames
from frontdesk.logic.patients.form import Written, read_form
from frontdesk.logic.patients.record import survivor
from frontdesk.logic.patients.search import PatientRow, rows_of

SCORE: dict[str, int] = {
    "same name": 40,
    "same name, turned round": 35,
    "like name": 30,
    "same given name": 5,
    "other given name": -25,
    "other name": -40,
    "same birth date": 40,
    "day and month swapped": 30,
    "birth date off by a digit": 25,
    "birth date not known": 20,
    "other birth date": -30,
    "same phone": 20,
    "same address": 15,
    "same mail": 20,
    "other sex": -10,
}
"""The points for each thing two records have in common or not; the words are what the person reads."""

LIKELY = 60
"""Points from which a record is shown as the same person's."""
POSSIBLE = 10
"""Points from which a record is offered to somebody who looks for another one of the same person."""
ALIKE = 0.92
"""Jaro-Winkler of two names that are one name misspelled: Meyer and Meier, not Jane and Joan."""
MOST = 150
"""Candidates looked at for each way of finding them."""
SHOWN = 8
"""Likely duplicates named, best first."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of somebody, folded for comparing; `names` are pairs of family and given, the legal first."""

    names: tuple[tuple[str, str], ...]
    birth: pendulum.Date | None
    sex: str
    phones: frozenset[str]
    mail: str
    address: str

    @classmethod
    def of(cls, written: Written) -> Known:
        """What a read form says."""
        more = written.more
        used, former = str(more.get("name_used", "")), str(more.get("former", ""))
        place = (str(more.get("street", "")), str(more.get("zip", "")))
        return cls(
            _names(written.family, written.given, used, former),
            written.birth,
            str(written.sex),
            frozenset({written.phone} - {""}),
            written.mail.casefold(),
            _address(*place),
        )


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody on file who may be the same; `why` says what they have in common and what not."""

    row: PatientRow
    score: int
    why: tuple[str, ...]


def _names(family: str, given: str, used: str, former: str) -> tuple[tuple[str, str], ...]:
    first = names.fold(given)
    folded = names.fold(family)
    pairs = [(folded, first)]
    if used:  # a name used is a given name, or a whole one
        *before, last = names.fold(used).split() or [""]
        pairs += [(folded, names.fold(used)), (last, " ".join(before))] if before else [(folded, last)]
    for name in former.split(";"):
        *before, last = names.fold(name).split() or [""]
        if last:
            pairs.append((last, " ".join(before) or first))
    return tuple(dict.fromkeys(pairs))


def _address(street: str, code: str) -> str:
    return f"{names.fold(street)} {code[:5]}".strip() if street else ""


# Points -----------------------------------------------------------------------------------------


def compare(a: Known, b: Known) -> tuple[int, tuple[str, ...]]:
    """The points of two records, and the words that earned them."""
    words = [_name_words(a, b), _birth_words(a.birth, b.birth)]
    if a.phones & b.phones:
        words.append("same phone")
    if a.mail and a.mail == b.mail:
        words.append("same mail")
    if a.address and b.address and _like_address(a.address, b.address):
        words.append("same address")
    if {a.sex, b.sex} == {"F", "M"}:
        words.append("other sex")
    return sum(SCORE[word] for word in words), tuple(words)


def _name_words(a: Known, b: Known) -> str:
    """The best that any name of one and any of the other have in common."""
    every = {_pair_words(mine, theirs) for mine in a.names for theirs in b.names}
    return max(every, key=lambda word: SCORE[word])


def _pair_words(a: tuple[str, str], b: tuple[str, str]) -> str:
    (family, given), (other, their) = (_joined(a), _joined(b))
    same_family, same_given = family == other, given == their
    if same_family and same_given:
        return "same name"
    if (family, given) == (their, other):
        return "same name, turned round"
    close = _given_alike(a[1], b[1])
    if close and (same_family or _alike(family, other)):
        return "like name"
    if same_family:
        return "other given name"
    return "same given name" if close and given and their else "other name"


def _joined(name: tuple[str, str]) -> tuple[str, str]:
    return name[0].replace(" ", ""), name[1].replace(" ", "")


def _given_alike(a: str, b: str) -> bool:
    """The same, a nickname, an initial, one of them missing or with a middle name, or a slip of the hand."""
    first, second = a.split(" ")[0], b.split(" ")[0]
    if not first or not second or first == second or first in nicknames(second):
        return True
    if len(first) == 1 or len(second) == 1:
        return first[0] == second[0]
    return _alike(a.replace(" ", ""), b.replace(" ", ""))


def _alike(a: str, b: str) -> bool:
    from rapidfuzz.distance import OSA, JaroWinkler

    shorter = min(len(a), len(b))
    slip = shorter >= 5 and OSA.distance(a, b, score_cutoff=1) <= 1
    return slip or JaroWinkler.similarity(a, b, score_cutoff=ALIKE) >= ALIKE


def _birth_words(a: pendulum.Date | None, b: pendulum.Date | None) -> str:
    if a is None or b is None:
        return "birth date not known"
    if a == b:
        return "same birth date"
    if (a.year, a.month, a.day) == (b.year, b.day, b.month):
        return "day and month swapped"
    pairs = zip(a.format("YYYYMMDD"), b.format("YYYYMMDD"), strict=True)
    return "birth date off by a digit" if sum(x != y for x, y in pairs) == 1 else "other birth date"


def _like_address(a: str, b: str) -> bool:
    from rapidfuzz import fuzz

    return a[-5:] == b[-5:] and fuzz.ratio(a, b) >= 90


# Candidates -------------------------------------------------------------------------------------


@prepared
def _by_birth(day: pendulum.Date, most: int) -> Any:
    return Patient.select(Patient.id).where(Patient.birth == day).limit(most)


@prepared
def _by_birth_and_name(day: pendulum.Date, start: str, end: str, most: int) -> Any:
    there = (Patient.birth == day) & (Patient.name_key >= start) & (Patient.name_key < end)
    return Patient.select(Patient.id).where(there).limit(most)


@prepared
def _by_key(start: str, end: str, most: int) -> Any:
    return Patient.select(Patient.id).where(Patient.name_key >= start, Patient.name_key < end).limit(most)


@prepared
def _by_phone(digits: str, most: int) -> Any:
    return PatientPhone.select(PatientPhone.patient).where(PatientPhone.digits == digits).limit(most)


def _candidates(known: Known) -> set[int]:
    """Ids of everybody who shares a birth date, a phone or the beginning of a name."""
    found: set[int] = set()
    for digits in known.phones:
        found.update(row[0] for row in _by_phone(digits, MOST))
    for family, given in known.names:
        found |= _named(family, given)
    if known.birth is not None:
        found |= _born(known, known.birth)
    return found


def _named(family: str, given: str) -> set[int]:
    found: set[int] = set()
    first = given.split(" ")[0]
    starts = {f"{family} {each}" for each in nicknames(first)} | {f"{family} {first[:1]}".rstrip()}
    starts |= {f"{given} {family}"} if given else set()
    for start in starts:
        found.update(row[0] for row in _by_key(start, start + "\U0010ffff", MOST))
    words = [word for word in (*family.split(), first) if word]
    if words:  # former and used names, parts of double names
        found.update(patients_by_words(models_database, words, MOST))
    return found


def _born(known: Known, birth: pendulum.Date) -> set[int]:
    days = {birth}
    if birth.day <= 12:
        days.add(pendulum.Date(birth.year, birth.day, birth.month))
    found: set[int] = set()
    for day in days:
        rows = _by_birth(day, MOST)
        if len(rows) == MOST:  # a date that stands for "not known" has thousands
            start = known.names[0][0][:1]
            rows = _by_birth_and_name(day, start, start + "\U0010ffff", 4 * MOST)
        found.update(row[0] for row in rows)
    return found


@prepared
def _facts(ids: list[int]) -> Any:
    return Patient.select(
        Patient.id, Patient.family, Patient.given, Patient.name_used, Patient.former, Patient.birth, Patient.sex,
        Patient.mail, Patient.street, Patient.zip,
    ).where(Patient.id.in_(ids), Patient.withdrawn == 0, Patient.merged_into.is_null())  # fmt: skip


def on_file(ids: Iterable[int]) -> dict[int, Known]:
    """What is known of these patients; merged and withdrawn records are nobody's."""
    wanted = sorted(ids)
    if not wanted:
        return {}
    padded = wanted + [0] * (-len(wanted) % 50)  # the statement is written once for each length
    numbers: dict[int, set[str]] = {}
    for patient, digits in _phones(padded):
        numbers.setdefault(patient, set()).add(digits)
    return {
        patient: Known(
            _names(family, given, used, former),
            pendulum.Date.fromisoformat(born) if born else None,
            sex,
            frozenset(numbers.get(patient, ())),
            mail.casefold(),
            _address(street, code),
        )
        for patient, family, given, used, former, born, sex, mail, street, code in _facts(padded)
    }


@prepared
def _phones(ids: list[int]) -> Any:
    return PatientPhone.select(PatientPhone.patient, PatientPhone.digits).where(PatientPhone.patient.in_(ids))


def likely(known: Known, but: int = 0, least: int = LIKELY) -> tuple[Candidate, ...]:
    """Who on file is likely the same person, best first, except the patient `but`."""
    scored = []
    for patient, other in on_file(_candidates(known) - {but}).items():
        score, why = compare(known, other)
        if score >= least:
            scored.append((score, patient, why))
    best = sorted(scored, key=lambda each: (-each[0], each[1]))[:SHOWN]
    shown = rows_of([patient for _, patient, _ in best])
    return tuple(Candidate(shown[patient], score, why) for score, patient, why in best)


def refuse_likely(known: Known) -> None:
    """Raise `Refused`, code `duplicate`, when somebody on file is likely the same person."""
    if found := likely(known):
        first = found[0]
        born = f" born {when.show_date(first.row.born)}" if first.row.born else ""
        raise Refused(
            f"{first.row.name}{born} ({first.row.number}) may be the same person: {', '.join(first.why)}.",
            field="family",
            code="duplicate",
        )


@view("patients.likely_duplicates", permission="patient.see")
def likely_duplicates(
    desk: Desk,
    /,
    *,
    family: str,
    given: str = "",
    birth: str | pendulum.Date | None = None,
    sex: str = "",
    phone: str = "",
    mail: str = "",
    but: int = 0,
    **more: str,
) -> tuple[Candidate, ...]:
    """Who on file is likely the person with these facts, best first; nobody that the form's reader refuses."""
    written = read_form(
        today=desk.today(), family=family, given=given, birth=birth, sex=sex, phone=phone, mail=mail, **more
    )
    return likely(Known.of(written), but)


@view("patients.possible_duplicates", permission="patient.see")
def possible_duplicates(desk: Desk, *, patient: int) -> tuple[Candidate, ...]:
    """Who on file could be this patient once more, best first: less likely ones too, for a person to judge."""
    row = survivor(patient)
    known = on_file([row.id]).get(row.id)
    return likely(known, row.id, POSSIBLE) if known is not None else ()
