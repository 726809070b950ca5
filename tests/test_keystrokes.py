"""How many keys the ten commonest tasks take, counted on the real bindings, each proved by what it did."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
import sqlcipher3
from textual import events

from frontdesk.harness import Driven, console
from tests.screens.office import Office, open_office

NOW = "2026-11-24T09:42"

BUDGET = {
    "find a patient": 5,  # `/`, three letters, Enter
    "book into a free slot": 10,  # letters of the name included
    "mark arrived": 1,
    "confirm": 1,
    "cancel with a reason": 2,
    "note a no-show": 2,
    "reschedule": 2,  # beside the arrows to the new time
    "reschedule to the next opening": 2,
    "book the next opening": 7,  # three letters of the name included
    "lengthen": 1,
    "undo": 1,
    "redo": 1,
    "go to a date": 2,  # beside the letters of the date
    "restore a cancelled visit": 2,
}
"""The most keys a task may take, with patient and slot chosen; what the design promises to the desk."""


@dataclass
class Hands:
    """A console whose keys are counted by task; getting to where a task begins is not counted."""

    desk: Driven
    file: Path
    counted: list[str] = field(default_factory=list)

    async def go(self, *keys: str) -> None:
        """Press keys that belong to no task."""
        await self.desk.press(*keys)

    async def press(self, *keys: str) -> None:
        """Press keys of the task."""
        self.counted += keys
        await self.desk.press(*keys)

    async def type(self, text: str) -> None:
        """Type letters of the task."""
        self.counted += text
        await self.desk.type(text)

    def took(self, task: str, *, besides: int = 0) -> None:
        """Check the count against the budget."""
        assert len(self.counted) - besides <= BUDGET[task], self.counted
        self.counted.clear()

    def visit(self, patient: str, place: str = "") -> dict[str, object]:
        """A patient's newest visit, out of the file."""
        with sqlcipher3.connect(str(self.file)) as database:
            database.row_factory = sqlcipher3.Row
            row = database.execute(
                "SELECT visit.* FROM visit JOIN patient ON patient.id = visit.patient WHERE family = ? "
                "AND (?2 = '' OR place = ?2) ORDER BY visit.id DESC LIMIT 1", (patient, place),
            ).fetchone()  # fmt: skip
        return dict(row) if row else {}


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """The practice as it is before anybody presses anything."""
    made = open_office(tmp_path_factory.mktemp("office"))
    made.desk.database.close()
    return made


@pytest.fixture
def office(founded: Office, tmp_path: Path) -> Office:
    """A copy of it: founding one costs more than ten tasks."""
    return replace(founded, path=Path(shutil.copy(founded.path, tmp_path)))


@asynccontextmanager
async def hands(office: Office) -> AsyncIterator[Hands]:
    """A console with nothing pressed yet."""
    async with console(office.path, login="mlee", now=NOW) as desk:
        yield Hands(desk, office.path)


async def test_find_a_patient(office: Office) -> None:
    async with hands(office) as my:
        await my.press("/")
        await my.type("dia")
        await my.press("enter")
        my.took("find a patient")
        assert "Patient Diaz, Luis" in my.desk.screen()


async def test_book_into_a_free_slot(office: Office) -> None:
    async with hands(office) as my:
        await my.press("n")
        await my.type("dia")
        await my.press("enter", "enter")
        my.took("book into a free slot")
        visit = my.visit("Diaz")
        assert (visit["starts"], visit["place"]) == (office.at("9:30").timestamp(), "scheduled")


async def test_one_key_each(office: Office) -> None:
    """Confirm, undo, redo, lengthen, arrive."""
    async with hands(office) as my:
        await my.go("down", "down")
        await my.press("c")
        my.took("confirm")
        assert my.visit("Stone")["confirmed"] == 1
        await my.press("u")
        my.took("undo")
        assert my.visit("Stone")["confirmed"] == 0
        await my.press("ctrl+r")
        my.took("redo")
        assert my.visit("Stone")["confirmed"] == 1
        was = my.visit("Stone")
        await my.press("+")
        my.took("lengthen")
        assert my.visit("Stone")["ends"] == int(str(was["ends"])) + 15 * 60
        await my.press("a")
        my.took("mark arrived")
        assert my.visit("Stone")["place"] == "arrived"


async def test_cancel_and_restore(office: Office) -> None:
    async with hands(office) as my:
        await my.go("down", "down")
        await my.press("x", "p")
        my.took("cancel with a reason")
        assert (my.visit("Stone")["place"], my.visit("Stone")["cancel_reason"]) == ("cancelled", "patient")
        await my.press("l", "enter")
        my.took("restore a cancelled visit")
        assert (my.visit("Stone")["place"], my.visit("Stone")["cancel_reason"]) == ("scheduled", "")


async def test_note_a_no_show(office: Office) -> None:
    async with hands(office) as my:
        await my.go("home")
        await my.press("x", "n")
        my.took("note a no-show")
        assert my.visit("Abbott")["place"] == "no_show"


async def test_reschedule(office: Office) -> None:
    async with hands(office) as my:
        await my.go("down", "down")
        await my.press("m")
        await my.go("]", "down", "right")
        await my.press("enter")
        my.took("reschedule")
        assert my.visit("Stone")["starts"] == office.at("10:15", days=1).timestamp()


async def test_the_next_opening(office: Office) -> None:
    async with hands(office) as my:
        await my.press("f")
        await my.type("dia")
        await my.press("enter", "enter", "enter")
        my.took("book the next opening")
        assert my.visit("Diaz")["starts"] == office.at("9:45").timestamp()
        await my.go("down")
        assert ">10:00a S Stone" in my.desk.screen()
        await my.press("f", "enter")
        my.took("reschedule to the next opening")
        assert my.visit("Stone")["starts"] == office.at("10:15").timestamp()


async def test_go_to_a_date(office: Office) -> None:
    async with hands(office) as my:
        await my.press("g")
        await my.type("12/3")
        await my.press("enter")
        my.took("go to a date", besides=len("12/3"))
        assert "Thu 3 Dec 2026" in my.desk.screen().splitlines()[0]


def at_once(desk: Driven, *keys: str) -> None:
    """Keys that arrive together, as on a slow line: none waits for what the one before did."""
    for key in keys:
        desk.app.post_message(events.Key(key, key if len(key) == 1 else None))


@pytest.mark.parametrize("left", ["ctrl+g", "escape"])
@pytest.mark.parametrize("asking", ["#", "g", ":", "?", "/", "&", "ctrl+p", "l", "n"])
async def test_what_is_typed_ahead_of_a_dialogs_end_is_obeyed_after_it(
    office: Office, asking: str, left: str
) -> None:
    async with console(office.path, login="mlee", now=NOW) as desk:
        await desk.press(asking)
        at_once(desk, left, "down", "down", "a")
        await desk.press("up")
        assert "Arrived Stone, Rae" in desk.screen()


@pytest.mark.parametrize("asking", ["g", ":", "/", "ctrl+p", "n"])
async def test_what_is_typed_ahead_in_a_line_keeps_its_order(office: Office, asking: str) -> None:
    async with console(office.path, login="mlee", now=NOW) as desk:
        await desk.press(asking)
        at_once(desk, *"axe", "backspace", *"z", "left", "left", "delete", "home", *"q", "end", *"s")
        await desk.settle()
        assert "qazs" in desk.screen()


@pytest.mark.parametrize("key", ["down", "pagedown", "end", "ctrl+r", "tab", "ctrl+p", "]"])
async def test_a_question_keeps_its_keys_to_itself(office: Office, key: str) -> None:
    async with console(office.path, login="mlee", now=NOW) as desk:
        before = desk.screen().splitlines()
        await desk.press("g", key, "ctrl+g")
        after = desk.screen().splitlines()
        assert after[:-2] == before[:-2]
