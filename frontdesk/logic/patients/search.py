"""Search as you type: part of a name in any order, phone digits, birth date, number; then what sounds alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pendulum

from frontdesk.db.engine.fulltext import name_words, patients_by_part, patients_by_words
from frontdesk.db.patients import Patient, PatientPhone
from frontdesk.db.prepared import prepared
from frontdesk.desk import Desk, news, view
from frontdesk.logic import names, phones
from frontdesk.logic.patients.record import survivor

CANDIDATES = 400
"""Full-text hits looked at; with more the list is not the whole truth and says so."""
SHORTEST_PART = 3
"""Letters that the middle of a name is searched by."""
LIKENESS = 2
"""Slips (letters wrong, missing, too many or swapped) in a name that still sounds alike."""

STANDING = {"+": "deceased", "-": "dismissed", "~": "test record"}
"""What the sign before a name means."""


def sign_of(deceased: object, dismissed: object, test: object) -> str:
    """The sign of a patient with whom not everything can be done."""
    return "+" if deceased else "-" if dismissed else "~" if test else ""


@dataclass(frozen=True, slots=True)
class PatientRow:
    """A patient as lists show one; `phone` is formatted."""

    id: int
    number: str
    name: str
    born: pendulum.Date | None
    sex: str
    phone: str
    alert: str
    sign: str = ""
    """`+` deceased, `-` dismissed from the practice, `~` a test record; empty for everybody else."""
    name_used: str = ""

    @property
    def called(self) -> str:
        """The name, and the name used beside it: `Stone, Rae "Ray"`."""
        return f'{self.name} "{self.name_used}"' if self.name_used else self.name

    @property
    def standing(self) -> str:
        """The sign in a word."""
        return STANDING.get(self.sign, "")


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found, family names that begin as typed before others; `more` when it holds only the first."""

    rows: tuple[PatientRow, ...]
    sounds_alike: bool = False
    more: bool = False


@prepared
def _keys(ids: list[int]) -> Any:
    named = Patient.select(Patient.name_key, Patient.id).where(Patient.id.in_(ids))
    return named.where(Patient.withdrawn == 0, Patient.merged_into.is_null())


@prepared
def _keys_between(start: str, end: str, limit: int) -> Any:
    named = Patient.select(Patient.name_key, Patient.id).where(Patient.name_key >= start, Patient.name_key < end)
    living = named.where(Patient.withdrawn == 0, Patient.merged_into.is_null())
    return living.order_by(Patient.name_key, Patient.id).limit(limit)


@prepared
def _lines(ids: list[int]) -> Any:
    phone = PatientPhone.select(PatientPhone.digits).where(PatientPhone.patient == Patient.id)
    return Patient.select(
        Patient.id,
        Patient.number,
        Patient.family,
        Patient.given,
        Patient.birth,
        Patient.sex,
        phone.order_by(PatientPhone.position).limit(1),
        Patient.alert,
        Patient.deceased,
        Patient.dismissed,
        Patient.test,
        Patient.name_used,
    ).where(Patient.id.in_(ids))


def padded(ids: list[int]) -> list[int]:
    """The ids, the first one repeated: only a few lengths of list, for each has a statement of its own."""
    length = 1 << (len(ids) - 1).bit_length()
    return ids + ids[:1] * (length - len(ids))


def _show(keys: Iterable[tuple[Any, ...]]) -> list[PatientRow]:
    """What lists show of the patients of (name key, id), in that order."""
    order = [patient for _, patient in keys]
    lines = {values[0]: values for values in _lines(padded(order))} if order else {}
    return [_row(lines[patient]) for patient in order]


def _first(ids: Iterable[int], limit: int, words: tuple[str, ...] = ()) -> list[PatientRow]:
    """The first of these patients by name; before others those whose family name begins with a word."""
    every = list(ids)
    keys = _keys(padded(every)) if every else []
    keys.sort(key=lambda key: (not key[0].startswith(words), key) if words else (False, key))
    return _show(keys[:limit])


def _row(values: tuple[Any, ...]) -> PatientRow:
    patient, number, family, given, born, sex, phone, alert, *standing, name_used = values
    return PatientRow(
        patient,
        number,
        f"{family}, {given}" if given else family,
        pendulum.Date.fromisoformat(born) if born else None,
        sex,
        phones.show_phone(phone) if phone else "",
        alert,
        sign_of(*standing),
        name_used,
    )


def rows_of(patients: Sequence[int]) -> dict[int, PatientRow]:
    """These patients as lists show them, by number of row."""
    return {row.id: row for row in _first(patients, len(patients))}


def _after(start: str) -> str:
    """What comes after every text that begins with `start`."""
    return start + "\U0010ffff"


@prepared
def _by_phone(start: str, end: str, limit: int) -> Any:
    return PatientPhone.select(PatientPhone.patient).where(
        PatientPhone.digits >= start, PatientPhone.digits < end
    ).limit(limit)  # fmt: skip


@prepared
def _by_phone_end(start: str, end: str, limit: int) -> Any:
    return PatientPhone.select(PatientPhone.patient).where(
        PatientPhone.reversed >= start, PatientPhone.reversed < end
    ).limit(limit)  # fmt: skip


@prepared
def _by_number(start: str, end: str, limit: int) -> Any:
    numbered = Patient.select(Patient.id, Patient.merged_into)
    return numbered.where(Patient.number >= start, Patient.number < end).limit(limit)


@prepared
def _by_padded(numbers: list[str]) -> Any:
    return Patient.select(Patient.id, Patient.merged_into).where(Patient.number.in_(numbers))


@prepared
def _by_birth(birth: pendulum.Date) -> Any:
    return Patient.select(Patient.id).where(Patient.birth == birth)


def _with_digits(digits: str, limit: int) -> set[int]:
    """Patients with that number, or a phone that begins, ends or has its local part so."""
    numbered = _by_number(digits, _after(digits), limit)
    numbered += _by_padded([digits.zfill(width) for width in range(4, 9)])
    found = {row if kept is None else survivor(row).id for row, kept in numbered}
    if len(digits) >= SHORTEST_PART:
        found.update(row[0] for row in _by_phone(digits, _after(digits), limit))
        found.update(row[0] for row in _by_phone_end(digits[::-1], _after(digits[::-1]), limit))
    return found


def _others(query: names.Query, limit: int) -> set[int] | None:
    """Whom the query's birth date and digits fit; None when it has neither."""
    born = {row[0] for row in _by_birth(query.birth)} if query.birth is not None else None
    digits = _with_digits(query.digits, limit) if query.digits else None
    if born is not None and digits is not None:
        return born | digits if query.either else born & digits
    return born if born is not None else digits


@view("patients.search", permission="patient.see")
def search(desk: Desk, *, text: str, limit: int = 40) -> Found:
    """Patients who fit what was typed so far, by name."""
    query = names.query_words(text, today=desk.today())
    if not query:
        return Found(())
    others = _others(query, CANDIDATES)
    if not query.words:
        rows = _first(others or (), limit + 1)
        return Found(tuple(rows[:limit]), more=len(rows) > limit)
    return _by_name(desk, query.words, others, limit)


def _by_name(desk: Desk, words: tuple[str, ...], others: set[int] | None, limit: int) -> Found:
    database = desk.database.peewee
    if len(words) == 1 and others is None:
        first = _keys_between(words[0], _after(words[0]), limit + 1)
        if len(first) > limit:
            return Found(tuple(_show(first[:limit])), more=True)
    room = CANDIDATES if others is None else 20 * CANDIDATES
    ids = patients_by_words(database, words, room)
    more = len(ids) == room
    if not ids and all(len(word) >= SHORTEST_PART for word in words):
        ids = patients_by_part(database, words, room)
    alike = not ids
    if alike:
        ids = _sounding_alike(desk, words)
    rows = _first(ids if others is None else others.intersection(ids), limit + 1, words)
    return Found(tuple(rows[:limit]), sounds_alike=alike and bool(rows), more=more or len(rows) > limit)


@dataclass
class _Vocabulary:
    """Every word of the patients' names, read anew only after somebody registered or renamed a patient."""

    stamp: tuple[int, int] = (-1, -1)
    seq: int = -1
    words: tuple[str, ...] = ()


_vocabularies: dict[str, _Vocabulary] = {}


def _vocabulary(desk: Desk) -> tuple[str, ...]:
    held = _vocabularies.setdefault(str(desk.database.path), _Vocabulary())
    stamp = desk.database.stamp()
    if held.stamp == stamp:
        return held.words
    since = news(desk, held.seq)
    if held.seq < 0 or "patients" in since.topics:
        held.words = tuple(name_words(desk.database.peewee))
    held.stamp, held.seq = stamp, since.seq
    return held.words


def _sounding_alike(desk: Desk, words: tuple[str, ...]) -> list[int]:
    """Ids of patients whose names differ from the words by a slip or two."""
    if any(len(word) < 3 for word in words):
        return []
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    vocabulary = _vocabulary(desk)
    found: set[int] | None = None
    for word in words:
        slips = 1 if len(word) < 5 else LIKENESS
        near = process.extract(word, vocabulary, scorer=OSA.distance, score_cutoff=slips, limit=8)
        ids: set[int] = set()
        for match, _, _ in near:
            ids.update(patients_by_words(desk.database.peewee, [match], CANDIDATES // 4))
        found = ids if found is None else found & ids
    return sorted(found or ())


@view("patients.row", permission="patient.see")
def row(desk: Desk, *, patient: int) -> PatientRow | None:
    """One patient as lists show one; None when there is none."""
    rows = _first((patient,), 1)
    return rows[0] if rows else None
