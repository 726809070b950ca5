"""On a real terminal its type decides which of a person's choices hold."""

from __future__ import annotations

from pathlib import Path

from frontdesk.db.practice import Session
from frontdesk.harness.teletype import console_words, terminal
from frontdesk.logic import personal
from tests.screens.office import open_office


def test_a_person_has_other_keys_and_colours_at_another_type_of_terminal(tmp_path: Path) -> None:
    office = open_office(tmp_path)
    everywhere = {"my.area": "patients", "key.calendar.find": "w"}
    linux = {"my.area": "calendar", "my.colours": "none", "key.calendar.find": "o"}
    personal.choose(office.desk, rows={"": everywhere, "linux": linux})
    with terminal(console_words(office.path, "mlee"), TERM="linux") as console:
        console.sees("Okafor MD", "o Find")
        console.press("o")
        console.sees("Suits", "The first today.")
        assert {cell.fg for row in console.screen.buffer.values() for cell in row.values()} <= {"default"}
    assert Session.select().order_by(Session.id.desc()).get().terminal == "linux"
    office.desk.database.close()
