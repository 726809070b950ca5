"""Who interprets, on the screen: the calendar's key, the list of those to confirm, booking, placing again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from frontdesk.db.calendar import Hold, Visit
from frontdesk.logic import calendar, resources
from frontdesk.screens.booking import BookingForm
from frontdesk.screens.interpreting import meant
from tests.screens.hands import Hands, console
from tests.screens.office import Office, open_office, screen


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Ines comes for Spanish; a line has Thai and Spanish."""
    made = open_office(tmp_path)
    resources.add_interpreter(made.desk, name="Ines", languages="spanish", mode="in_person")
    resources.add_interpreter(
        made.desk, name="Line", languages="thai spanish", mode="phone", digits="5105550100", shared=True
    )
    return made


def words(office: Office, name: str) -> str:
    visit = office.visits[name]
    found = calendar.interpreted(office.desk, visits=[visit]).get(visit)
    return found.words if found is not None else ""


async def typed(hands: Hands, text: str) -> None:
    await hands.press(*["space" if letter == " " else letter for letter in text])


async def test_one_key_confirms_and_takes_it_back(office: Office) -> None:
    async with console(office) as hands:
        await hands.press("down", "down", "i", "1")
        assert "Ines interprets: Stone, Rae Tue 24 Nov 2026 10:00a with Okafor" in screen(hands)
        assert "interpreter not confirmed: Spanish, in person" in screen(hands)
        await hands.press("i")
        assert "interpreter confirmed: Spanish, in person" in screen(hands)
        await hands.press("e")
        assert "Interpreter confirmed: Spanish, in person." in screen(hands)
        await hands.press("escape", "i")
        assert words(office, "Stone") == "interpreter not confirmed: Spanish, in person"
        await hands.press(":")
        await typed(hands, "interpreter line")
        await hands.press("enter")
        assert words(office, "Stone") == "interpreter not confirmed: Thai/Spanish, phone"
        await hands.press("u")
        assert "Interpreter as before: Stone, Rae" in screen(hands)
        await hands.press(":")
        await typed(hands, "interpreter spanish")
        await hands.press("enter")
        assert "!Which one: Ines, Line?" in screen(hands)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("ines", (1, "")),
        ("THAI", (2, "")),
        ("none", (None, "")),
        ("haitian creole later", (None, "haitian creole")),
        ("spanish", "Which one: Ines, Line?"),
        ("joe", "There is no such interpreter. Write a name, none, or a language and later."),
        ("later", "There is no such interpreter. Write a name, none, or a language and later."),
    ],
)
def test_what_is_meant(text: str, wanted: tuple[int | None, str] | str, office: Office) -> None:
    if isinstance(wanted, str):
        with pytest.raises(ValueError, match=wanted.replace("?", r"\?")):
            meant(office.desk, text)
    else:
        assert meant(office.desk, text) == wanted


async def todo(hands: Hands, name: str) -> None:
    await hands.press(":")
    await typed(hands, f"todo {name}")
    await hands.press("enter")


async def test_the_list_confirms_and_finds(office: Office) -> None:
    office.visits["Kim"] = office.book(office.patients["Kim"], "Reyes", "11:00")
    for name, who, language in (("Stone", 2, "thai"), ("Kim", None, "spanish")):
        calendar.set_interpreter(
            office.desk, visit=office.visits[name], version=1, interpreter=who, language=language
        )
    async with console(office) as hands:
        await todo(hands, "inter")
        lines = [" ".join(line.split()) for line in screen(hands).splitlines()]
        assert lines[0] == "Interpreters to confirm, next 7 days 2 open"
        assert lines[1:3] == [
            "Tue 24 Nov 10:00a Stone, Rae Thai, phone Line",
            "Tue 24 Nov 11:00a Kim, Ha-eun Spanish, to be found",
        ]
        assert " Line  510-555-0100  interpreter not confirmed: Thai, phone" in screen(hands)
        await hands.press("c")
        assert "Interpreter confirmed: Stone, Rae" in screen(hands)
        await hands.press("c")
        assert "!Nobody interprets there yet: i says who." in screen(hands)
        await hands.press("i", "1", "enter")
        assert words(office, "Kim") == "interpreter confirmed: Spanish, in person"
        assert "Every interpreter of the next 7 days is found and confirmed." in screen(hands)


async def test_somebody_to_be_found_is_booked_from_an_opening(office: Office) -> None:
    office.book(office.patients["Kim"], "Reyes", "9:45")
    calendar.set_interpreter(office.desk, visit=6, version=1, interpreter=1)
    async with console(office) as hands:
        await hands.press("f")
        await typed(hands, "dia")
        await hands.press("enter", "up", "up")
        dialog: Any = hands.app.screen
        dialog.form.go(dialog.form["interpreter"])
        await typed(hands, "spanish person later")
        assert "interpreter to be found" in screen(hands)
        await hands.press("enter")
        form = hands.app.screen
        assert isinstance(form, BookingForm)
        assert form.form["interpreter"].text == "Spanish, to be found"
        await hands.press("ctrl+o")
        assert "interpreter to be found: Spanish" in screen(hands)


async def test_what_is_placed_again_takes_all_of_the_opening(office: Office) -> None:
    resources.add_device(office.desk, name="Echo")
    visit = int(
        calendar.book_set(
            office.desk,
            steps=[
                {
                    "patient": office.patients["Kim"], "provider": office.provider("Reyes"),
                    "starts": office.at("13:00"), "kind": office.kind("FU"), "device": 1, "interpreter": 1,
                },
                {
                    "patient": office.patients["Vu"], "provider": office.provider("Reyes"),
                    "starts": office.at("13:15"), "kind": office.kind("FU"),
                },
            ],
        ).values["visit"]
    )  # fmt: skip
    calendar.cancel(office.desk, visit=visit, version=1, reason="practice")
    async with console(office) as hands:
        await todo(hands, "place")
        await hands.press("f", "enter")
        assert "Booked Kim, Ha-eun" in screen(hands)
    again = Visit.get(Visit.replaces == visit)
    assert again.linked_id == Visit.get_by_id(visit).linked_id
    held = {str(hold.resource_kind): hold.resource for hold in Hold.select().where(Hold.visit == again)}
    assert (held["device"], held["interpreter"]) == (1, 1)
    assert calendar.interpreted(office.desk, visits=[again.id])[again.id].language == "Spanish"
