"""A whole run of Synthea: imported once, and every encounter compared with an independent reading of the files."""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from frontdesk.db.audit import first_fault, head
from frontdesk.exchange.report import ImportReport
from frontdesk.exchange.synthea import import_folder
from frontdesk.logic import calendar, checks, past, patients
from tests.elm import Elm, open_copy
from tests.outside_data import outside

EIGHT_HOURS = timedelta(hours=8)
CERTIFIED = "Death Certification"
"""The one encounter that began after the patient's death."""


@dataclass
class Imported:
    """The practice with the run in it."""

    elm: Elm
    folder: Path
    report: ImportReport
    seconds: float

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows of the practice's file."""
        found: list[tuple[Any, ...]] = self.elm.database.peewee.execute_sql(sql).fetchall()
        return found

    def file(self, name: str) -> list[dict[str, str]]:
        """Rows of the run's file."""
        with (self.folder / name).open(newline="", encoding="utf-8") as lines:
            return list(csv.DictReader(lines))

    def became(self, kind: str) -> dict[str, int]:
        """The rows of a kind, by Synthea's Id."""
        rows = self.rows(
            f"SELECT key, subject FROM external_ref WHERE source = 'synthea' AND subject_kind = '{kind}'"
        )
        return {key.partition("/")[2]: row for key, row in rows}


@pytest.fixture(scope="module")
def run(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Imported]:
    folder = outside("synthea") / "csv"
    elm = open_copy(founded, tmp_path_factory.mktemp("run"))
    begin = time.perf_counter()
    report = import_folder(elm.mary, folder)
    yield Imported(elm, folder, report, time.perf_counter() - begin)
    elm.database.close()


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def is_long(encounter: dict[str, str]) -> bool:
    return instant(encounter["STOP"]) - instant(encounter["START"]) > EIGHT_HOURS


def test_every_row_is_accounted_for(run: Imported) -> None:
    tallies = {tally.file: (tally.new, tally.refused, tally.rows) for tally in run.report.tallies}
    assert tallies == {
        "payers.csv": (10, 0, 10), "organizations.csv": (47, 0, 47), "providers.csv": (47, 0, 47),
        "patients.csv": (11, 0, 11), "encounters.csv": (388, 0, 388),
    }  # fmt: skip
    visits, history = run.became("visit"), run.became("history_visit")
    ids = [row["Id"] for row in run.file("encounters.csv")]
    assert sorted([*visits, *history]) == sorted(ids)
    assert (len(visits), len(history)) == (374, 14)
    assert run.report.faults == ()


def test_only_the_certificate_of_death_is_after_one_and_it_is_listed(run: Imported) -> None:
    died = {patient["Id"]: patient["DEATHDATE"] for patient in run.file("patients.csv")}
    late = [
        (line, row)
        for line, row in enumerate(run.file("encounters.csv"), 2)
        if died[row["PATIENT"]] and row["START"][:10] > died[row["PATIENT"]]
    ]
    ((line, row),) = late
    assert row["DESCRIPTION"] == CERTIFIED
    days = (instant(row["START"]).date() - date.fromisoformat(died[row["PATIENT"]])).days
    listed = [(note.line, note.what) for note in run.report.notes if note.kind == "after the death"]
    assert listed == [(line, f"it begins {days} days after the patient's death")]
    assert run.rows(f"SELECT place FROM visit WHERE id = {run.became('visit')[row['Id']]}") == [("done",)]


def test_every_encounter_is_where_the_file_says(run: Imported) -> None:
    who, by, where = (run.became(kind) for kind in ("patient", "provider", "organization"))
    stored = {
        ("visit", row): (patient, provider, starts, ends)
        for row, patient, provider, starts, ends in run.rows(
            "SELECT v.id, v.patient, h.resource, v.starts, v.ends FROM visit v JOIN hold h ON h.visit = v.id "
            "AND h.resource_kind = 'provider' AND h.live = 1 AND h.starts = v.starts AND h.ends = v.ends"
        )
    }
    stored |= {
        ("history", row): tuple(facts)
        for row, *facts in run.rows("SELECT id, patient, provider, starts, ends FROM history_visit")
    }
    visits, history = run.became("visit"), run.became("history_visit")
    compared = Counter[str]()
    for row in run.file("encounters.csv"):
        kind = "history" if is_long(row) else "visit"
        number = (history if kind == "history" else visits)[row["Id"]]
        times = (int(instant(row["START"]).timestamp()), int(instant(row["STOP"]).timestamp()))
        assert stored[kind, number] == (who[row["PATIENT"]], by[row["PROVIDER"]], *times)
        compared[kind] += 1
    assert compared == {"visit": 374, "history": 14}
    organizations = dict(run.rows("SELECT id, organization FROM history_visit"))
    for row in filter(is_long, run.file("encounters.csv")):
        assert organizations[history[row["Id"]]] == where[row["ORGANIZATION"]]


def test_visits_are_done_and_of_the_kind_of_their_class(run: Imported) -> None:
    kinds = Counter(row["ENCOUNTERCLASS"] for row in run.file("encounters.csv") if not is_long(row))
    stored = dict(
        run.rows(
            "SELECT substr(r.key, 6), count(*) FROM visit v JOIN external_ref r ON r.subject_kind = 'visit_kind' "
            "AND r.subject = v.kind WHERE v.place = 'done' GROUP BY v.kind"
        )
    )
    assert stored == dict(kinds)


def test_all_clashes_are_overbooked_and_listed(run: Imported) -> None:
    lined = [(line, row) for line, row in enumerate(run.file("encounters.csv"), 2) if not is_long(row)]
    clashes = set()
    for (line, row), (later, other) in combinations(lined, 2):
        same = {word for word in ("PATIENT", "PROVIDER") if row[word] == other[word]}
        if same and row["START"] < other["STOP"] and other["START"] < row["STOP"]:
            clashes.add((later, f"line {line} has the {' and '.join(sorted(same)).lower()} at that time"))
    listed = {(note.line, note.what) for note in run.report.notes if note.kind == "overbooked"}
    assert listed == clashes != set()
    reasons = run.rows("SELECT overbook_reason, count(*) FROM visit GROUP BY overbook_reason")
    assert dict(reasons) == {"": 374 - len(clashes), "imported": len(clashes)}


def test_the_stays_are_listed(run: Imported) -> None:
    wanted = [line for line, row in enumerate(run.file("encounters.csv"), 2) if is_long(row)]
    assert [note.line for note in run.report.notes if note.kind == "history"] == wanted
    assert len(wanted) == 14


def test_names_have_no_digits_and_lead_to_the_patient(run: Imported) -> None:
    became = run.became("patient")
    for row in run.file("patients.csv"):
        name = f"{row['LAST']}, {row['FIRST']}".translate(str.maketrans("", "", "0123456789"))
        page = patients.reread(run.elm.mary, patient=became[row["Id"]])
        assert (page.name, page.born and page.born.isoformat(), page.sex) == (
            name,
            row["BIRTHDATE"],
            row["GENDER"],
        )
        assert page.fields["street"] == row["ADDRESS"]
        found = patients.search(run.elm.mary, text=f"{name} {row['BIRTHDATE']}")
        assert [each.id for each in found.rows] == [page.id]
    dead = run.rows("SELECT died FROM patient WHERE deceased = 1")
    assert dead == [(row["DEATHDATE"],) for row in run.file("patients.csv") if row["DEATHDATE"]]
    assert run.rows("SELECT count(*) FROM person WHERE family GLOB '*[0-9]*' OR given GLOB '*[0-9]*'") == [(0,)]


def test_phones_are_numbers_that_can_be_called(run: Imported) -> None:
    phones = [phone for (phone,) in run.rows("SELECT phones FROM organization")]
    assert phones[0] == "978-342-9781"
    assert all(len(phone) == 12 for phone in phones)


def test_a_patients_page_can_tell_all_of_it(run: Imported) -> None:
    became = run.became("patient")
    for row in run.file("patients.csv"):
        mine = [each for each in run.file("encounters.csv") if each["PATIENT"] == row["Id"]]
        long = sum(map(is_long, mine))
        visits = calendar.of_patient(run.elm.mary, patient=became[row["Id"]], limit=500)
        assert len(visits) == len(mine) - long
        assert len(past.of_patient(run.elm.mary, patient=became[row["Id"]])) == long


def test_nothing_is_wrong_with_the_file(run: Imported) -> None:
    assert checks.run(run.elm.database).findings == ()
    assert first_fault() is None


def test_a_second_run_changes_nothing(run: Imported) -> None:
    before, counts = head(), run.elm.counts()
    again = import_folder(run.elm.mary, run.folder)
    assert (again.new, again.known, again.changed, again.refused) == (0, 503, 0, 0)
    assert (again.faults, again.notes) == (run.report.faults, run.report.notes)
    assert (head(), run.elm.counts()) == (before, counts)


def test_the_verb_brings_all_of_it_in_and_the_check_is_clean(run: Imported, founded: Path, tmp_path: Path) -> None:
    path = shutil.copy(founded, tmp_path / "practice.db")
    program, file = [sys.executable, "-m", "frontdesk"], ["--db", str(path)]
    words = [*program, "import", "synthea", str(run.folder), *file, "--as", "mary"]
    said = subprocess.run(words, capture_output=True, text=True, check=True).stdout.splitlines()
    assert said[0] == "503 new, 0 already there, 0 refused."
    assert "1 after the death" in said
    subprocess.run([*program, "check", *file], capture_output=True, check=True)


def test_it_takes_seconds(run: Imported) -> None:
    assert run.seconds < 20
