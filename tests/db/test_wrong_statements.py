"""Wrong statements, as a bug or a person with a database tool might run them: none may double-book or lose a hold.

Each is tried with Python's own sqlite3, which checks no foreign keys, and with the program's driver, which does.
What must hold after is worked out here from the plain rows, not by the program.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from frontdesk.logic import calendar
from tests.db.statements import RIGHT, WRONG
from tests.elm import ABBOTT, DIAZ, KIM, OKAFOR, OKOYE, REYES, ROOM_1, ROOM_2, STONE, VU, Elm, open_copy

REFUSED = (sqlite3.IntegrityError, dbapi2.IntegrityError)


@pytest.fixture(scope="module")
def booked(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Elm:
    """Visit 1 cancelled at 10:00, 2 there instead in room 1, 3 at 11:00, 5 over it on purpose, all with Okafor;
    4 with Reyes at 10:00 in room 2; 6 cancelled at 12:00; block 1 from 14:00 to 15:00, block 2 after it lifted."""
    elm = open_copy(founded, tmp_path_factory.mktemp("booked"))
    mary = elm.mary
    calendar.cancel(mary, visit=elm.book(STONE, OKAFOR, "10:00"), version=1, reason="patient")
    elm.book(ABBOTT, OKAFOR, "10:00", minutes=30, room=ROOM_1)
    elm.book(DIAZ, OKAFOR, "11:00", minutes=30)
    elm.book(VU, REYES, "10:00", room=ROOM_2)
    elm.book(KIM, OKAFOR, "11:00", overbook="fever")
    calendar.cancel(mary, visit=elm.book(OKOYE, OKAFOR, "12:00"), version=1, reason="patient")
    elm.block(OKAFOR, "14:00", "15:00")
    calendar.unblock(mary, block=elm.block(OKAFOR, "15:00", "16:00"), version=1)
    elm.database.close()
    return elm


@pytest.fixture(params=["sqlite3", "sqlcipher3"])
def connection(request: pytest.FixtureRequest, booked: Elm, tmp_path: Path) -> Iterator[Any]:
    """A copy of the file, opened with either library."""
    path = str(shutil.copy(booked.path, tmp_path))
    if request.param == "sqlcipher3":
        opened: Any = dbapi2.connect(path, isolation_level=None)
        opened.execute("PRAGMA foreign_keys = ON")
    else:
        opened = sqlite3.connect(path, isolation_level=None)
    opened.execute("PRAGMA synchronous = OFF")
    with closing(opened):
        yield opened


def times(elm: Elm) -> dict[str, int]:
    """Every half hour from 9:00 to 16:30 as `t0900`, `t0930` ..."""
    return {
        f"t{hour:02}{minute:02}": int(elm.at(f"{hour}:{minute}").timestamp())
        for hour in range(9, 17)
        for minute in (0, 30)
    }


Rows = list[dict[str, Any]]


def rows_of(connection: Any, table: str) -> Rows:
    cursor = connection.execute(f"SELECT * FROM {table} ORDER BY id")
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def assert_nobody_is_in_two_places(holds: Rows) -> None:
    firm = [hold for hold in holds if hold["live"] and hold["visit"] and not hold["overbooked"]]
    for one, other in combinations(firm, 2):
        same = (one["resource_kind"], one["resource"]) == (other["resource_kind"], other["resource"])
        assert not (same and one["starts"] < other["ends"] and other["starts"] < one["ends"]), (one, other)


def assert_nothing_is_lost(visits: Rows, blocks: Rows, holds: Rows) -> None:
    for visit in visits:
        on = visit["place"] not in ("cancelled", "no_show")
        mine = [hold for hold in holds if hold["visit"] == visit["id"]]
        span = (visit["starts"], visit["ends"])
        for kind in ("patient", "provider"):
            found = [hold for hold in mine if hold["resource_kind"] == kind]
            assert [(hold["starts"], hold["ends"]) for hold in found] == [span], (visit, kind)
            assert [bool(hold["live"]) for hold in found] == [on], (visit, kind)
        assert [hold["resource"] for hold in mine if hold["resource_kind"] == "patient"] == [visit["patient"]]
        assert on or not any(hold["live"] for hold in mine)
    for block in blocks:
        found = [hold for hold in holds if hold["block"] == block["id"]]
        assert [(hold["starts"], hold["ends"]) for hold in found] == [(block["starts"], block["ends"])]
        assert [bool(hold["live"]) for hold in found] == [not block["lifted"]]


def assert_sound(connection: Any, before: Rows | None = None) -> None:
    """Nobody is double-booked, and no hold is gone, given away or apart from its visit."""
    visits, blocks, holds = (rows_of(connection, table) for table in ("visit", "unavailable", "hold"))
    assert_nobody_is_in_two_places(holds)
    assert_nothing_is_lost(visits, blocks, holds)
    known = {(hold["id"], hold["visit"], hold["block"], hold["resource_kind"]) for hold in holds}
    for hold in before or ():
        assert (hold["id"], hold["visit"], hold["block"], hold["resource_kind"]) in known


def test_the_practice_is_sound_to_begin_with(connection: Any) -> None:
    assert len(rows_of(connection, "hold")) == 16
    assert_sound(connection)


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_statement_is_refused(what: str, booked: Elm, connection: Any) -> None:
    *first, last = WRONG[what]
    before = {table: rows_of(connection, table) for table in ("visit", "unavailable", "hold")}
    connection.execute("BEGIN IMMEDIATE")
    for statement in first:
        with suppress(*REFUSED):
            connection.execute(statement, times(booked))
    with pytest.raises(REFUSED) as refusal:
        connection.execute(last, times(booked))
    assert any(word in str(refusal.value) for word in ("hold:", "visit:", "block:", "CHECK")), refusal.value
    if connection.in_transaction:
        connection.execute("ROLLBACK")
    assert {table: rows_of(connection, table) for table in before} == before


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_statement_leaves_no_trace_of_itself(what: str, booked: Elm, connection: Any) -> None:
    """Every statement on its own, refusals swallowed and the rest committed, as a careless program would."""
    before = rows_of(connection, "hold")
    refused = 0
    for statement in WRONG[what]:
        try:
            connection.execute(statement, times(booked))
        except REFUSED:
            refused += 1
    assert refused
    visits = [row["id"] for row in rows_of(connection, "visit")]
    if any(visit >= 90 for visit in visits):  # a visit of which the holds were refused has no time of its own yet
        assert_nobody_is_in_two_places(rows_of(connection, "hold"))
    else:
        assert_sound(connection, before)


@pytest.mark.parametrize("what", RIGHT)
def test_a_right_statement_goes_through(what: str, booked: Elm, connection: Any) -> None:
    before = rows_of(connection, "hold")
    changed = connection.total_changes
    for statement in RIGHT[what]:
        connection.execute(statement, times(booked))
    assert connection.total_changes > changed
    assert_sound(connection, before)
