"""Names that sound alike, when nothing else fits; also those that came or changed since the last search."""

from __future__ import annotations

from frontdesk.logic import patients
from tests.elm import ABBOTT, OKAFOR, Elm


def names(elm: Elm, text: str) -> list[str]:
    found = patients.search(elm.mary, text=text)
    assert found.sounds_alike or not found.rows
    return [row.name for row in found.rows]


def test_a_slip_or_two_is_forgiven(elm: Elm) -> None:
    assert names(elm, "abbutt") == ["Abbott, June"]
    assert names(elm, "okoey") == ["Okoye, Ben"]
    assert names(elm, "abutth") == []


def test_a_name_registered_since_is_found(elm: Elm) -> None:
    assert names(elm, "zintarski") == []
    patients.register(elm.rob, family="Zyntarski", given="Ola")
    assert names(elm, "zintarski") == ["Zyntarski, Ola"]


def test_a_name_that_changed_is_found_as_it_is_now(elm: Elm) -> None:
    assert names(elm, "abbutt") == ["Abbott, June"]
    was = patients.reread(elm.mary, patient=ABBOTT).fields
    patients.edit(elm.rob, patient=ABBOTT, version=1, was=was, family="Zyntarski")
    assert names(elm, "zintarski") == ["Zyntarski, June"]
    assert names(elm, "abbutt") == []


def test_a_booking_in_between_changes_nothing(elm: Elm) -> None:
    assert names(elm, "abbutt") == ["Abbott, June"]
    elm.book(ABBOTT, OKAFOR, "10:00")
    assert names(elm, "abbutt") == ["Abbott, June"]
