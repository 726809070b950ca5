"""The outside messages: each gives the patient and the appointment that are expected, in any order and twice."""

from __future__ import annotations

import random
import shutil
from pathlib import Path
from typing import Any

import pytest

from frontdesk.db.audit import first_fault, head
from frontdesk.db.calendar import Visit
from frontdesk.db.patients import Patient
from frontdesk.exchange.hl7 import import_folder
from frontdesk.logic import checks, worklists
from tests.elm import Elm, open_copy
from tests.exchange.expected import appointment_differs, bundle, of_type, patient_differs, row_of
from tests.exchange.letters import read, state
from tests.outside_data import FOLDER, outside

FOLDER_OF_MESSAGES = FOLDER / "hl7v2"
MESSAGES = sorted(path.name for path in FOLDER_OF_MESSAGES.glob("[AS]*-*.hl7")) or ["none"]
"""ADT and SIU; read when the tests are collected, so that each is one."""


@pytest.fixture
def folder() -> Path:
    return outside("hl7v2")


def key_in(path: Path) -> str:
    """The patient number in a message's PID-3."""
    pid = next(line for line in path.read_text().splitlines() if line.startswith("PID"))
    return pid.split("|")[3].partition("^")[0]


@pytest.mark.parametrize("name", MESSAGES)
def test_a_message_by_itself_gives_what_is_expected(elm: Elm, folder: Path, name: str) -> None:
    report = read(elm, (folder / name).read_bytes())
    assert (report.new, report.faults) == (1, ())
    assert row_of(key_in(folder / name)) is not None
    assert Visit.select().count() == name.startswith("SIU")
    assert checks.run(elm.database).findings == ()
    expected = folder / "expected_fhir" / name.replace(".hl7", "-expected.json")
    if not expected.exists():
        return
    resources = bundle(expected)
    if patient := of_type(resources, "Patient"):
        assert list(patient_differs(patient, key_in(folder / name))) == []
    if appointment := of_type(resources, "Appointment"):
        assert list(appointment_differs(appointment, resources)) == []
    assert bool(patient) or name == "ADT-A40-01.hl7"


def test_the_differences_would_show(elm: Elm, folder: Path) -> None:
    read(elm, (folder / "SIU-S12-01.hl7").read_bytes())
    resources = bundle(folder / "expected_fhir" / "SIU-S12-01-expected.json")
    patient, appointment = of_type(resources, "Patient"), of_type(resources, "Appointment")
    assert patient
    assert appointment
    elm.tamper(
        "UPDATE patient SET birth = '1988-08-19', sex = 'F', died = NULL, city = 'Boston', note = '' WHERE id = 7",
        "UPDATE visit SET starts = starts - 60, note = '', urgent = 0",
        "UPDATE hold SET live = 0",
    )
    assert len(list(patient_differs(patient, "PATID1234"))) == 9
    assert len(list(appointment_differs(appointment, resources))) == 6


def test_the_merge_is_the_expected_linkage(elm: Elm, folder: Path) -> None:
    read(elm, (folder / "ADT-A40-01.hl7").read_bytes())
    linkage = of_type(bundle(folder / "expected_fhir" / "ADT-A40-01-expected.json"), "Linkage")
    assert linkage
    numbers = {each["type"]: each["resource"]["identifier"]["value"] for each in linkage["item"]}
    assert row_of(numbers["source"]) == row_of(numbers["historical"]) == Patient.get(Patient.family == "Test").id


def test_the_whole_folder_says_what_is_not_read(elm: Elm, folder: Path) -> None:
    report = import_folder(elm.mary, folder)
    assert (report.new, report.refused) == (len(MESSAGES), 0)
    unread = [note.file for note in report.notes if note.kind == "not read"]
    assert unread == sorted(path.name for path in folder.glob("*.hl7") if path.name[:3] in ("BAR", "DFT"))
    assert [note for note in report.notes if note.kind != "not read"] == []
    visit = Visit.get()
    assert (str(visit.place), visit.note) == ("no_show", "Appointment booked for emergency procedure")
    assert {row.family for row in Patient.select().where(Patient.id > 6)} == {"EVERYMAN", "Test"}
    assert worklists.open_count(elm.mary, kind="message_deleted") == 0, "A28 and others speak of the person again"


@pytest.fixture(scope="module")
def together(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    elm = open_copy(founded, tmp_path_factory.mktemp("together"))
    import_folder(elm.mary, outside("hl7v2"))
    wanted = state(elm)
    elm.database.close()
    return wanted


@pytest.fixture
def shuffled(folder: Path, tmp_path: Path, request: pytest.FixtureRequest) -> list[Path]:
    """The messages in some order, each in a folder of its own."""
    names = list(MESSAGES)
    random.Random(request.param).shuffle(names)
    folders = [tmp_path / name for name in names]
    for one in folders:
        one.mkdir()
        shutil.copy(folder / one.name, one)
    return folders


@pytest.mark.parametrize("shuffled", range(4), indirect=True)
def test_one_by_one_in_any_order_and_twice(elm: Elm, shuffled: list[Path], together: dict[str, Any]) -> None:
    assert sum(import_folder(elm.mary, one).new for one in shuffled) == len(MESSAGES)
    assert state(elm) == together
    assert checks.run(elm.database).findings == ()
    assert first_fault() is None
    before, counts = head(), elm.counts()
    assert sum(import_folder(elm.mary, one).known for one in reversed(shuffled)) == len(MESSAGES)
    assert (head(), elm.counts()) == (before, counts)
