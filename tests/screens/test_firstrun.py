"""The first run: from no practice to a calendar one can book in, by keyboard alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from frontdesk.app import FrontDeskApp
from frontdesk.db.engine.practice_file import PracticeFile, open_practice
from frontdesk.desk import FixedClock
from frontdesk.logic import practice
from frontdesk.screens.bringing import folder, make_demo
from frontdesk.screens.firstrun import FirstRun
from frontdesk.screens.new_practice import NewPractice, suggested_login, zones
from frontdesk.screens.working import Stopped, Working
from tests.exchange.runs import busy_run
from tests.screens.hands import Hands
from tests.screens.office import MORNING, screen

SECONDS_PER_KEY = 0.4
"""A slow typist who also reads: 30 words a minute."""


@asynccontextmanager
async def newcomer(path: Path, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Hands]:
    opened: list[PracticeFile] = []

    def opener(where: Path) -> PracticeFile:
        opened.append(open_practice(where))
        return opened[-1]

    app = FrontDeskApp(path, FixedClock(MORNING), opener)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield Hands(pilot.app)
        if app.desk is not None:
            opened.append(app.desk.database)
    for file in dict.fromkeys(opened):
        file.close()


async def worked(pilot: Pilot[int]) -> None:
    """Wait for the work in the thread."""
    async with asyncio.timeout(120):
        while isinstance(pilot.app.screen, Working) and not pilot.app.screen.over:
            await pilot.pause()


ANSWERS = ("Elm Street", "chicago", "Mia Lee", "", "pass1234", "pass1234", "Okafor MD; Reyes NP")


def keys(text: str) -> list[str]:
    return ["space" if letter == " " else letter for letter in text]


async def test_a_newcomer_has_booked_a_first_visit_within_a_minute_of_keys(tmp_path: Path) -> None:
    founding = ["1"]
    for answer in ANSWERS:
        founding += [*keys(answer), "enter"]
    assert len(founding) * SECONDS_PER_KEY < 60
    async with newcomer(tmp_path / "new" / "practice.db") as pilot:
        assert isinstance(pilot.app.screen, FirstRun)
        await pilot.press(*founding)
        shown = screen(pilot)
        assert shown.startswith(" Calendar Tue 24 Nov 2026")
        assert "Okafor MD" in shown
        assert "Reyes NP" in shown
        assert "mlee 8:42a" in shown
        await pilot.press("n", *"cole", "ctrl+n", "ctrl+o", "enter")
        assert "Booked Cole" in screen(pilot)


async def test_the_file_is_the_persons_own(tmp_path: Path) -> None:
    path = tmp_path / "new" / "practice.db"
    async with newcomer(path) as pilot:
        await pilot.press("1")
        form = pilot.app.screen
        assert isinstance(form, NewPractice)
        for field, text in zip(form.form.fields, ANSWERS, strict=True):
            field.line.value = text or "mlee"
            field.catch_up()
            field.settle()
        await pilot.press("ctrl+o")
        desk = pilot.app.desk
        assert desk is not None
        assert practice.title(desk) == "Elm Street"
        assert desk.zone.name == "America/Chicago"
        assert [each.display for each in practice.providers(desk)] == ["Okafor MD", "Reyes NP"]
    assert path.stat().st_mode & 0o777 == 0o600


async def test_two_passwords_that_differ_make_no_practice(tmp_path: Path) -> None:
    path = tmp_path / "practice.db"
    async with newcomer(path) as pilot:
        await pilot.press("1")
        form = pilot.app.screen
        for field, text in zip(form.form.fields, ANSWERS, strict=True):
            field.line.value = text or "mlee"
            field.catch_up()
            field.settle()
        form.form["again"].line.value = "pass12345"
        await pilot.press("ctrl+o")
        assert form.form["again"].reason == "The two passwords are not the same."
        assert not path.exists()


async def test_the_sign_in_follows_the_name_until_it_is_typed(tmp_path: Path) -> None:
    async with newcomer(tmp_path / "practice.db") as pilot:
        await pilot.press("1")
        form = pilot.app.screen.form
        form.go(form["admin_name"])
        await pilot.press(*keys("Zoë O'Neil"))
        assert form["login"].text == "zoneil"
        await pilot.press("enter", *"zo")
        form.go(form["admin_name"])
        await pilot.press("end", "l")
        assert form["login"].text == "zo"


@pytest.mark.parametrize(
    ("name", "login"),
    [("Mia Lee", "mlee"), ("Núñez", "nunez"), ("Ana María de la Cruz", "acruz"), ("", ""), ("王", "")],
)
def test_a_suggested_sign_in_can_be_one(name: str, login: str) -> None:
    assert suggested_login(name) == login


@pytest.mark.parametrize(
    ("typed", "first"),
    [("", "America/New_York"), ("york", "America/New_York"), ("los a", "America/Los_Angeles"),
     ("honolulu", "Pacific/Honolulu"), ("berlin", "Europe/Berlin")],
)  # fmt: skip
def test_time_zones_are_found_by_a_piece_of_their_name(typed: str, first: str) -> None:
    assert zones(typed)[0].value == first


async def test_the_demo_practice_is_three_keys_away(tmp_path: Path) -> None:
    async with newcomer(tmp_path / "practice.db") as pilot:
        await pilot.press("down", "enter")
        await worked(pilot)
        await pilot.pause()
        assert screen(pilot).startswith(" Calendar Tue 24 Nov 2026")
        assert "reception 9:42a" in screen(pilot)
        assert "booked" in screen(pilot)


async def test_work_that_is_stopped_leaves_the_choice_open(tmp_path: Path) -> None:
    def endless(shown: Working[None]) -> None:
        while not shown.stopped():
            shown.progress("sand", 1, 2)
        raise Stopped

    async with newcomer(tmp_path / "practice.db") as pilot:
        working: Working[None] = Working("Counting", endless)
        await pilot.app.push_screen(working)
        await pilot.press("enter")
        assert "sand       [###############               ] 1/2" in screen(pilot)
        assert "Not done yet" in screen(pilot)
        await pilot.press("ctrl+g")
        async with asyncio.timeout(10):
            while working.is_current:
                await pilot.pause()
        assert isinstance(pilot.app.screen, FirstRun)


def test_a_demo_that_is_stopped_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "practice.db"
    making = make_demo(path, FixedClock(MORNING))
    making._stop = True
    with pytest.raises(Stopped):
        making._work(making)
    assert not path.exists()


def small_book(folder: Path) -> Path:
    """Files with the right names and the wrong columns."""
    folder.mkdir()
    (folder / "patients.csv").write_text("patient_id,name,sex,dob,insurance\n")
    (folder / "slots.csv").write_text("nothing\n")
    (folder / "appointments.csv").write_text("nothing\n")
    return folder


async def test_a_book_that_cannot_be_read_is_refused_in_words(tmp_path: Path) -> None:
    book = small_book(tmp_path / "book")
    async with newcomer(tmp_path / "practice.db") as pilot:
        await pilot.press("3")
        form = pilot.app.screen.form
        for field, text in zip(form.fields, (str(book), *ANSWERS), strict=True):
            field.line.value = text or "mlee"
            field.catch_up()
            field.settle()
        await pilot.press("ctrl+o")
        await worked(pilot)
        assert isinstance(pilot.app.screen, Working)
        assert screen(pilot).splitlines()[-2].startswith("!")
        await pilot.press("enter")
        assert screen(pilot).startswith(" Calendar")


async def test_a_folder_of_synthea_is_known_by_its_files(tmp_path: Path) -> None:
    run = busy_run(tmp_path / "run").write()
    async with newcomer(tmp_path / "practice.db") as pilot:
        await pilot.press("3")
        form = pilot.app.screen.form
        for field, text in zip(form.fields, (str(run), *ANSWERS), strict=True):
            field.line.value = text or "mlee"
            field.catch_up()
            field.settle()
        await pilot.press("ctrl+o")
        await worked(pilot)
        assert "95 new, 0 already there, 0 refused." in screen(pilot)
        assert "6 overbooked" in screen(pilot)
        await pilot.press("enter")
        assert screen(pilot).startswith(" Calendar")
        assert "Okafor MD" in screen(pilot)
        assert "Reilly" not in screen(pilot), "who treated patients elsewhere has no column"


def test_what_a_folder_lacks_is_said_of_the_format_that_it_looks_like(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"There is no patients.csv in that folder"):
        folder(str(tmp_path))
    book = small_book(tmp_path / "book")
    assert folder(str(book)) == book
    (book / "slots.csv").unlink()
    with pytest.raises(ValueError, match=r"There is no slots.csv in that folder"):
        folder(str(book))
    run = busy_run(tmp_path / "run").write()
    assert folder(str(run)) == run
    (run / "payers.csv").unlink()
    with pytest.raises(ValueError, match=r"There is no payers.csv in that folder"):
        folder(str(run))


async def test_giving_up_ends_the_program_without_a_file(tmp_path: Path) -> None:
    path = tmp_path / "practice.db"
    async with newcomer(path) as pilot:
        await pilot.press("1", "ctrl+g")
        assert isinstance(pilot.app.screen, FirstRun)
        await pilot.press("ctrl+g")
        await pilot.pause()
        assert pilot.app.return_code == 0
    assert not path.exists()


@pytest.mark.parametrize("size", [(80, 24), (40, 12), (20, 6), (200, 60)], ids=str)
async def test_the_ways_to_begin_at_any_size(tmp_path: Path, size: tuple[int, int]) -> None:
    async with newcomer(tmp_path / "practice.db", size) as pilot:
        assert "1 New practice" in screen(pilot)
        await pilot.press("down", "down")
        assert "3 Import" in screen(pilot)
        await pilot.press("enter")
        assert "Import a practice" in screen(pilot)
