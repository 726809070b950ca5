"""Statements that are written once: the same rows and the same checks as peewee's own."""

from __future__ import annotations

from typing import Any

import pendulum
import pytest
from peewee import IntegrityError

from frontdesk.db import rows
from frontdesk.db.calendar import CancelReason, Hold, Place, Visit
from frontdesk.db.fields import WrongValue
from frontdesk.db.patients import Patient
from frontdesk.db.practice import Site
from frontdesk.db.prepared import prepared
from tests.elm import ABBOTT, DIAZ, NIGHT, OKAFOR, REYES, STONE, Elm


@prepared
def between(kind: str, after: pendulum.DateTime, resources: list[int]) -> Any:
    held = Hold.select(Hold.resource).where(Hold.resource_kind == kind, Hold.starts > after)
    return held.where(Hold.resource.in_(resources)).order_by(Hold.resource)


@prepared
def rename(site: int, name: str) -> Any:
    return Site.update(name=name).where(Site.id == site)


def test_parameters_and_lists_of_any_length(elm: Elm) -> None:
    every = [OKAFOR, REYES, NIGHT]
    for patient, provider in zip((ABBOTT, DIAZ, STONE), every, strict=True):
        elm.book(patient, provider, "10:00")
    epoch = pendulum.from_timestamp(0)
    for length in (3, 1, 2, 3):
        assert between("provider", epoch, every[:length]) == [(provider,) for provider in every[:length]]
    assert between("provider", epoch, []) == []
    assert between("provider", elm.at("10:00"), every) == []
    assert between(kind="patient", after=epoch, resources=[STONE]) == [(STONE,)]
    assert between.first("provider", epoch, every) == (OKAFOR,)
    assert between.first("room", epoch, every) is None


def test_values_are_checked_as_the_fields_check_them(elm: Elm) -> None:
    with pytest.raises(WrongValue, match="not one of its words"):
        between("horse", pendulum.from_timestamp(0), [1])
    with pytest.raises(WrongValue, match="no integer"):
        between("room", pendulum.from_timestamp(0), [1, True])


def test_an_update_says_how_many_rows(elm: Elm) -> None:
    with elm.database.writing():
        assert rename.run(1, "Elm Street South") == 1
        assert rename.run(999, "Nowhere") == 0
    assert Site.get_by_id(1).name == "Elm Street South"


def test_a_found_row_is_what_peewee_finds(elm: Elm) -> None:
    elm.book(ABBOTT, OKAFOR, "10:00")
    for table in (Visit, Patient, Hold, Site):
        row = table.select().order_by(table.id).first()
        found = rows.find(table, row.id)
        assert found is not None
        assert found.__data__ == row.__data__
        assert found == row
        assert not found.dirty_fields
    assert rows.find(Visit, 10**9) is None
    assert rows.find(Visit, None) is None
    with pytest.raises(Visit.DoesNotExist):
        rows.get(Visit, 10**9)


def test_insert_fills_in_the_models_defaults_and_checks(elm: Elm) -> None:
    patient = Patient.select().first()
    at = pendulum.datetime(2030, 1, 8, 9, tz="UTC")
    wanted = {
        "patient": patient.id,
        "kind": 1,
        "site": 1,
        "starts": at,
        "ends": at.add(minutes=15),
        "booked_at": at,
    }
    with elm.database.writing():
        visit = rows.insert(Visit, wanted)
    made = Visit.get_by_id(visit)
    assert (made.place, made.cancel_reason, made.version) == (Place.SCHEDULED, CancelReason.NONE, 1)
    assert made.starts == at
    with elm.database.writing(), pytest.raises(WrongValue, match="needs a time"):
        rows.insert(Visit, {**wanted, "starts": at.naive()})
    with pytest.raises(IntegrityError), elm.database.writing():
        rows.insert(Visit, {**wanted, "kind": 10**9})


def test_update_needs_the_version_it_saw(elm: Elm) -> None:
    site = Site.get_by_id(1)
    with elm.database.writing():
        assert rows.update(Site, 1, site.version, {"name": "Elm North"})
        assert not rows.update(Site, 1, site.version, {"name": "Elm West"})
    again = Site.get_by_id(1)
    assert (again.name, again.version) == ("Elm North", site.version + 1)
