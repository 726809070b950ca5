"""Two people at once: what one does shows at the other's desk, and the same key on the same visit works once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3

from frontdesk.harness import Driven, Teletype, console, console_words, terminal
from tests.screens.office import Office, open_office
from tests.terminal.colleague import Colleague

NOW = "2026-11-24T09:42"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A practice on file, closed here: others open it."""
    made = open_office(tmp_path)
    made.desk.database.close()
    return made


@pytest.fixture
def desks(office: Office) -> Iterator[tuple[Teletype, Teletype]]:
    """Two consoles, both on today with the cursor at Stone's visit."""
    words = console_words(office.path, "mlee")
    with terminal(words) as left, terminal(words) as right:
        for desk in (left, right):
            desk.sees("Stone, Rae", "Keys")
            desk.strike("down", "down")
            desk.sees(">10:00a S Stone, Rae")
        yield left, right


def rows(office: Office, query: str, *values: Any) -> list[tuple[Any, ...]]:
    with sqlcipher3.connect(str(office.path)) as database:
        return database.execute(query, values).fetchall()


def done(office: Office, action: str) -> int:
    """How many times a change was made."""
    return int(rows(office, "SELECT count(*) FROM audit WHERE action = ?", action)[0][0])


def test_what_one_does_the_other_sees(desks: tuple[Teletype, Teletype]) -> None:
    left, right = desks
    left.strike("c")
    right.sees("Sc Stone, Rae", ">10:00a Sc Stone")
    left.strike("m", "down", "down", "enter")
    left.sees("Moved Stone, Rae")
    right.sees("10:30  Sc Stone, Rae", ">10:30a Sc Stone")
    left.strike("up", "n")
    left.sees("New visit")
    left.type("vu")
    left.sees("1/1")
    left.strike("enter", "enter")
    left.sees("Booked Vu, Peter")
    right.sees("10:15  S Vu, Peter")
    right.strike("x", "p")
    right.sees("Cancelled (patient) Stone, Rae")
    left.misses("Stone, Rae")


def test_what_one_is_booking_the_other_sees_and_can_not_take(desks: tuple[Teletype, Teletype]) -> None:
    left, right = desks
    left.strike("down", "n")
    left.sees("New visit")
    right.sees("10:15  @ Mona Lee is booking")
    right.strike("down", "n")
    right.sees("!Mona Lee is booking this time just now.")
    left.strike("ctrl+g")
    right.misses("@ Mona Lee")
    right.strike("n")
    right.sees("New visit")
    left.sees("@ Mona Lee is booking")


@pytest.mark.parametrize(
    ("keys", "action", "said"),
    [(("a",), "calendar.arrive", "Arrived"), (("x", "p"), "calendar.cancel", "Cancelled")],
    ids=["arrive", "cancel"],
)
def test_the_same_key_at_once_is_one_change_and_one_refusal(
    office: Office, desks: tuple[Teletype, Teletype], keys: tuple[str, ...], action: str, said: str
) -> None:
    for key in keys:
        for desk in desks:
            desk.strike(key)
    for desk in desks:
        desk.until(lambda desk=desk: answered(desk), "an answer")
    messages = sorted((message(desk) for desk in desks), key=lambda text: text.startswith("!"))
    assert said in messages[0]
    assert messages[1].startswith("!"), messages
    assert len(messages[1]) > 20, "it says why"
    assert done(office, action) == 1


def message(desk: Teletype) -> str:
    return desk.text().splitlines()[22]


def answered(desk: Teletype) -> bool:
    return len(message(desk).strip()) > 3 and "why?" not in message(desk) and "p Patient" not in message(desk)


def test_one_cannot_undo_what_another_has_built_on(office: Office, desks: tuple[Teletype, Teletype]) -> None:
    left, right = desks
    left.strike("c")
    left.sees("Confirmed Stone")
    right.sees(">10:00a Sc Stone")
    right.strike("a")
    right.sees("Arrived Stone")
    left.sees(">10:00a A Stone")
    left.strike("u")
    left.sees("!Can't be undone", "Mona Lee")
    assert rows(office, "SELECT place, confirmed FROM visit WHERE id = ?", office.visits["Stone"]) == [
        ("arrived", 1)
    ]


@contextmanager
def statements(desk: Driven) -> Iterator[list[str]]:
    """What is asked of the database, by this console's own connection."""
    asked: list[str] = []
    signed_in = desk.app.desk
    assert signed_in is not None
    connection = signed_in.database.peewee.connection()
    connection.set_trace_callback(asked.append)
    try:
        yield asked
    finally:
        connection.set_trace_callback(None)


async def test_what_is_not_on_show_is_not_read_again(office: Office) -> None:
    colleague = Colleague(office.path, 0.5)
    try:
        async with console(office.path, login="mlee", now=NOW) as desk:
            await desk.press("/")
            await desk.type("diaz")
            await desk.press("enter")
            assert "Patient Diaz, Luis" in desk.screen()
            await desk.notice()  # the first look also tells the time
            with statements(desk) as asked:
                colleague.tell("elsewhere")
                assert int(colleague.answer()) > 0
                await desk.notice()
                assert any("audit" in statement for statement in asked), "it heard the news"
                assert {kind(statement) for statement in asked} <= {"data_version", "news"}
                asked.clear()
                colleague.tell(f"book {office.patients['Diaz']} 13")
                colleague.answer()
                await desk.notice()
                assert "1:00p" in desk.screen()
                assert {kind(statement) for statement in asked} > {"news"}
    finally:
        colleague.close()


def kind(statement: str) -> str:
    """A poll, the topics of the news, or a read of data."""
    if "data_version" in statement:
        return "data_version"
    asks_topics = '"topics"' in statement and '"audit"' in statement
    return "news" if asks_topics else statement


async def test_a_form_keeps_what_is_typed_while_others_book(office: Office) -> None:
    colleague = Colleague(office.path, 0.5)
    try:
        async with console(office.path, login="mlee", now=NOW) as desk:
            await desk.press("n")
            await desk.type("vu")
            colleague.tell(f"book {office.patients['Kim']} 11")
            colleague.answer()
            await desk.notice()
            assert "Vu, Peter" in desk.screen()
            assert "New visit" in desk.screen()
            await desk.press("ctrl+g")
            assert "Kim, Ha-eun" in desk.screen()
    finally:
        colleague.close()


async def test_a_slot_that_somebody_is_booking_is_held_for_three_minutes(office: Office) -> None:
    colleague = Colleague(office.path, 0.5)
    try:
        async with console(office.path, login="mlee", now=NOW) as desk:
            await desk.press(*["down"] * 6)
            assert "11:00a Okafor" in desk.screen()
            await desk.press("n")
            await desk.type("vu")
            colleague.tell(f"book {office.patients['Kim']} 11")
            assert colleague.answer() == "Mona Lee is booking this time just now (until 9:45a)."
            colleague.tell("later 3")
            assert colleague.answer() == "later"
            colleague.tell(f"book {office.patients['Kim']} 11")
            assert colleague.answer() == "booked"
            await desk.press("enter", "enter")
            assert "Okafor has Kim, Ha-eun" in desk.screen()
            assert "New visit" in desk.screen()
            assert rows(office, "SELECT count(*) FROM visit WHERE patient = ?", office.patients["Vu"]) == [(1,)]
    finally:
        colleague.close()


@pytest.mark.parametrize(
    "keys", [("down", "down", "a"), ("down", "down", "enter"), ("down", "down", "x", "p"), ("u",)]
)
async def test_a_file_that_is_busy_is_said_and_ends_nothing(office: Office, keys: str) -> None:
    colleague = Colleague(office.path, 0.5)
    try:
        async with console(office.path, login="mlee", now=NOW) as desk:
            await desk.press("down", "down", "c", "up", "up")
            assert desk.app.desk is not None
            desk.app.desk.database.patience = 0.05
            colleague.tell("hold")
            assert colleague.answer() == "held"
            await desk.press(*keys)
            assert "!" in desk.screen().splitlines()[-2]
            assert (
                "busy" in desk.screen().splitlines()[-2].lower() or "Try again" in desk.screen().splitlines()[-2]
            )
            colleague.tell("")
            assert colleague.answer() == "let go"
            await desk.press("1", "home", "down", "up", "enter")
            assert "Patient Abbott, June" in desk.screen()
    finally:
        colleague.close()


def test_a_file_that_is_busy_keeps_nobody_from_going_home(office: Office) -> None:
    colleague = Colleague(office.path, 0.5)
    try:
        with terminal(console_words(office.path, "mlee")) as desk:
            desk.sees("Stone, Rae", "Keys")
            colleague.tell("hold")
            assert colleague.answer() == "held"
            desk.signal(15)
            assert desk.ended(3) == 143
            assert b"has stopped" not in desk.raw
    finally:
        colleague.close()
