"""The keystrokes that the sketch of the screens promises, counted on the real keys."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.screens.office import Office, open_office, press, screen

FIND = ["/", *"abb", "enter"]
BOOK = ["n", *"dia", "enter", "enter"]
ARRIVE = ["a"]
CANCEL = ["x", "p"]
MOVE, DROP = ["m"], ["enter"]
CONFIRM = ["c"]
UNDO = ["u"]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_office(tmp_path)


def test_they_are_as_few_as_promised() -> None:
    assert len(FIND) <= 1 + 4 + 1
    assert len(BOOK) <= 10
    assert len(ARRIVE) == len(CONFIRM) == len(UNDO) == 1
    assert len(CANCEL) == 2
    assert len(MOVE) + len(DROP) == 2


async def test_find_a_patient(office: Office) -> None:
    async with office.console() as pilot:
        await press(pilot, *FIND)
        assert screen(pilot).startswith(" Patients  Abbott, June")


async def test_book_into_a_free_slot(office: Office) -> None:
    async with office.console() as pilot:
        await press(pilot, *BOOK)
        assert [v.name for v in office.day().columns[0].visits if v.starts == office.at("9:30").timestamp()] == [
            "Diaz, Luis"
        ]


async def test_arrived_confirmed_undone(office: Office) -> None:
    async with office.console() as pilot:
        await press(pilot, "down", "down", *CONFIRM)
        assert office.visit(office.visits["Stone"]).confirmed
        await press(pilot, *ARRIVE)
        assert office.visit(office.visits["Stone"]).place == "arrived"
        await press(pilot, *UNDO)
        assert office.visit(office.visits["Stone"]).place == "scheduled"


async def test_cancel_with_a_reason(office: Office) -> None:
    async with office.console() as pilot:
        await press(pilot, "down", "down", *CANCEL)
        assert office.visit(office.visits["Stone"]).cancel_reason == "patient"


async def test_reschedule(office: Office) -> None:
    async with office.console() as pilot:
        await press(pilot, "down", "down", *MOVE, "right", *DROP)
        assert office.visit(office.visits["Stone"]).provider == office.provider("Lindqvist")
