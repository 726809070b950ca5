"""The duplicate check over 100,000 patients: the same again, no birth date, a misspelled or a bare family name."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path
from typing import Any

from frontdesk.db.engine.practice_file import open_practice
from frontdesk.db.patients import Patient, PatientPhone
from frontdesk.desk import Desk, FixedClock
from frontdesk.logic import accounts, patients
from frontdesk.logic.phones import BadPhone, read_phone
from tests.bench.generate import NOW, make_empty
from tests.bench.measure import ROUNDS, Line, best, table, timed

PATIENTS = 100_000
ASKED = 400


def typed(number: int, row: Patient) -> dict[str, Any]:
    """What somebody types about a patient who is on file, in one of four ways."""
    phone = str(PatientPhone.get(PatientPhone.patient == row.id).digits)
    try:
        read_phone(phone)
    except BadPhone:  # the generator knows no rules for area codes
        phone = ""
    known: dict[str, Any] = {"family": row.family, "given": row.given, "birth": row.birth, "phone": phone}
    changes: tuple[dict[str, Any], ...] = (
        {}, {"birth": None}, {"family": f"{row.family[:-1]}x"}, {"given": "", "birth": None},
    )  # fmt: skip
    return known | changes[number % 4]


def measure(desk: Desk) -> Line:
    """Time the check."""
    draw = random.Random(5)
    rows = [Patient.get_by_id(draw.randint(1, PATIENTS)) for _ in range(ASKED)]
    asked = [typed(number, row) for number, row in enumerate(rows)]
    calls = [lambda known=known: patients.likely_duplicates(desk, **known) for known in asked]
    return Line.of("likely duplicates", best((timed(calls) for _ in range(ROUNDS)), 0.95), 0.95, 10)


def run() -> bool:
    """Make the practice, measure, print; False when the limit was missed."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "practice.db"
        make_empty(path, 20, PATIENTS)
        database = open_practice(path)
        line = measure(accounts.sign_in_as(database, FixedClock(NOW), login="mlee"))
        database.close()
    print(table(f"{PATIENTS:,} patients", [line]))
    return line.kept
