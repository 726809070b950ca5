"""The order in which a search offers patients: who is meant comes first, since Enter takes the first."""

from __future__ import annotations

from pathlib import Path

import pytest

from frontdesk.logic import patients
from tests.screens.office import Office, open_office

PEOPLE = (("Abbott", "Walter"), ("Walsh", "Zoe"), ("Walker", "Amy"), ("Stone", "Walid"), ("Marchwal", "Bo"))


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = open_office(tmp_path, booked=False)
    for family, given in PEOPLE:
        made.register(family, given)
    return made


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("wal", ["Walker, Amy", "Walsh, Zoe", "Abbott, Walter", "Stone, Walid"]),
        ("walt", ["Abbott, Walter"]),
        ("walter", ["Abbott, Walter"]),
        ("wal am", ["Walker, Amy"]),
        ("am wal", ["Walker, Amy"]),
        ("sto wal", ["Stone, Walid"]),
        ("chwal", ["Marchwal, Bo"]),
    ],
)
def test_family_names_that_begin_as_typed_come_first(office: Office, typed: str, names: list[str]) -> None:
    assert [row.name for row in patients.search(office.desk, text=typed).rows] == names
