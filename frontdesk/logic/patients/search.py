"""Search as you type: part of a name in any order, phone digits, birth date, number; then what sounds alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pendulum
from peewee import Expression

from frontdesk.db.engine.fulltext import name_words, patients_by_part, patients_by_words
from frontdesk.db.patients import Patient, PatientPhone
from frontdesk.desk import Desk, view
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

    @property
    def standing(self) -> str:
        """The sign in a word."""
        return STANDING.get(self.sign, "")


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found, by name; `more` when it holds only the first."""

    rows: tuple[PatientRow, ...]
    sounds_alike: bool = False
    more: bool = False


def _fetch(where: Expression, limit: int) -> list[PatientRow]:
    phone = PatientPhone.select(PatientPhone.digits).where(PatientPhone.patient == Patient.id)
    query = (
        Patient.select(
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
        )
        .where(where, Patient.withdrawn == 0, Patient.merged_into.is_null())
        .order_by(Patient.name_key, Patient.id)
        .limit(limit)
    )
    return [_row(values) for values in Patient._meta.database.execute(query).fetchall()]


def _row(values: tuple[Any, ...]) -> PatientRow:
    patient, number, family, given, born, sex, phone, alert, *standing = values
    return PatientRow(
        patient,
        number,
        f"{family}, {given}" if given else family,
        pendulum.Date.fromisoformat(born) if born else None,
        sex,
        phones.show_phone(phone) if phone else "",
        alert,
        sign_of(*standing),
    )


def rows_of(patients: Sequence[int]) -> dict[int, PatientRow]:
    """These patients as lists show them, by number of row."""
    return {row.id: row for row in _fetch(Patient.id.in_(list(patients)), len(patients))} if patients else {}


def _prefix(column: Any, start: str) -> Expression:
    """Rows whose column begins with `start`, as a range that an index serves."""
    return (column >= start) & (column < start + "\U0010ffff")


def _by_digits(digits: str, limit: int) -> Expression:
    """Patients with that number, or a phone that begins, ends or has its local part so."""
    wanted: set[int] = set()
    for column, start in (
        (PatientPhone.digits, digits),
        (PatientPhone.reversed, digits[::-1]),
    ):
        if len(digits) >= 3:
            rows = PatientPhone.select(PatientPhone.patient).where(_prefix(column, start)).limit(limit)
            wanted.update(row[0] for row in rows.tuples())
    padded = [digits.zfill(width) for width in range(4, 9)]
    numbered = Patient.select(Patient.id, Patient.merged_into)
    for rows in (
        numbered.where(_prefix(Patient.number, digits)).limit(limit),
        numbered.where(Patient.number.in_(padded)),
    ):
        wanted.update(row if kept is None else survivor(row).id for row, kept in rows.tuples())
    return Patient.id.in_(list(wanted))


def _others(query: names.Query, limit: int) -> Expression | None:
    """What the query says beside names: birth date and digits."""
    born = (Patient.birth == query.birth) if query.birth is not None else None
    digits = _by_digits(query.digits, limit) if query.digits else None
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
        rows = _fetch(others, limit + 1) if others is not None else []
        return Found(tuple(rows[:limit]), more=len(rows) > limit)
    return _by_name(desk, query.words, others, limit)


def _by_name(desk: Desk, words: tuple[str, ...], others: Expression | None, limit: int) -> Found:
    database = desk.database.peewee
    if len(words) == 1 and others is None:
        first = _fetch(_prefix(Patient.name_key, words[0]), limit + 1)
        if len(first) > limit:
            return Found(tuple(first[:limit]), more=True)
    room = CANDIDATES if others is None else 20 * CANDIDATES
    ids = patients_by_words(database, words, room)
    more = len(ids) == room
    if not ids and all(len(word) >= SHORTEST_PART for word in words):
        ids = patients_by_part(database, words, room)
    alike = not ids
    if alike:
        ids = _sounding_alike(desk, words)
    where = Patient.id.in_(ids) if others is None else Patient.id.in_(ids) & others
    rows = _fetch(where, limit + 1)
    return Found(tuple(rows[:limit]), sounds_alike=alike and bool(rows), more=more or len(rows) > limit)


@dataclass
class _Vocabulary:
    """Every word of the patients' names, read anew only after a commit somewhere."""

    stamp: tuple[int, int] = (-1, -1)
    words: tuple[str, ...] = ()


_vocabularies: dict[str, _Vocabulary] = {}


def _vocabulary(desk: Desk) -> tuple[str, ...]:
    held = _vocabularies.setdefault(str(desk.database.path), _Vocabulary())
    stamp = desk.database.stamp()
    if held.stamp != stamp:
        held.stamp, held.words = stamp, tuple(name_words(desk.database.peewee))
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
    rows = _fetch(Patient.id == patient, 1)
    return rows[0] if rows else None
