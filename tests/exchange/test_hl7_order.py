"""Messages in any order, together or one by one, and twice: the practice is the same after them."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from functools import cache
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from frontdesk.db.audit import head
from frontdesk.exchange.hl7 import import_folder
from frontdesk.logic import checks
from tests.elm import Elm, open_copy
from tests.exchange.letters import adt, merge, read, siu, state

PEOPLE = (
    adt(
        "A28", "20260101", "1", "Abel^Ann", f7="19700101", f13="^^^^^617^5550111", f11="1 Elm St^^Boston^MA^02139"
    ),
    adt("A08", "20260301", "1", "Abell^Ann", f8="F"),
    adt("A28", "20260102", "2", "Abel^Anne", f13="^^^^^617^5550122", f15="spa"),
    adt("A08", "20260401", "2", "Abel^Annie", f8="F", f13="^^^^^617^5550133"),
    merge("A40", "20260302", "1", "2", "Abel^Ann"),
    adt("A29", "20260201", "2", "Abel^Anne"),
    merge("A40", "20260501", "3", "1", "Abel^Annika"),
)
"""Two are merged into one, both with messages before and after, and that one into a third."""
VISITS = (
    siu("S12", "20260105", "V1", "1", room="P^R1", note="first"),
    siu("S13", "20260110", "V1", "1", starts="20261201100000-0500"),
    siu("S12", "20260106", "V2", "2", starts="20261201100000-0500"),
    siu("S12", "20260107", "V3", "4", name="Zola^Zoe", starts="20261201101500-0500"),
    siu("S15", "20260111", "V2", "2", starts="", minutes="", provider="", note="ill"),
    siu("S12", "20260112", "V2", "2", starts="20261201094500-0500"),
    siu("S26", "20260113", "V4", "4", name="Zola^Zoe", starts="20261201101500-0500"),
)
"""Visits of the same provider that overlap, of which some move away, come back, or are off."""
MERGED = (*PEOPLE[:5], VISITS[0], VISITS[2], siu("S14", "20260601", "V2", "2", starts="20261201093000-0500"))


def after(elm: Elm, letters: Sequence[str], together: int = 1) -> dict[str, object]:
    for place in range(0, len(letters), together):
        read(elm, *letters[place : place + together])
    assert checks.run(elm.database).findings == ()
    return state(elm)


@cache
def apart(founded: Path, letters: tuple[str, ...], together: int) -> dict[str, object]:
    """The practice after messages, in a file that is thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        elm = open_copy(founded, Path(folder) / "practice")
        try:
            return after(elm, letters, together)
        finally:
            elm.database.close()


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.parametrize("letters", [PEOPLE, VISITS, MERGED], ids=["people", "visits", "merged"])
@given(data=st.data())
def test_the_order_of_reading_decides_nothing(
    founded: Path, letters: tuple[str, ...], data: st.DataObject
) -> None:
    order = data.draw(st.permutations(letters))
    together, again = data.draw(st.integers(1, 3)), data.draw(st.lists(st.sampled_from(letters), max_size=3))
    wanted = apart(founded, letters, len(letters))
    assert apart(founded, (*order, *again), together) == wanted


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_merge_read_before_either_record(elm: Elm, order: tuple[int, ...]) -> None:
    letters = PEOPLE[0], PEOPLE[2], PEOPLE[4]
    after(elm, [letters[place] for place in order])
    rows = elm.database.peewee.execute_sql(
        "SELECT family, given, (SELECT given FROM patient k WHERE k.id = p.merged_into) FROM patient p "
        "WHERE id > 6 ORDER BY given"
    ).fetchall()
    assert rows == [("Abel", "Ann", None), ("Abel", "Anne", "Ann")]


def test_a_cancellation_read_before_its_booking_stays_one(elm: Elm) -> None:
    booked, off = siu("S12", "20260105"), siu("S15", "20260106")
    after(elm, [off, booked])
    ((place, reason, booked_at),) = elm.database.peewee.execute_sql(
        "SELECT place, cancel_reason, date(booked_at, 'unixepoch') FROM visit"
    ).fetchall()
    assert (place, reason, booked_at) == ("cancelled", "patient", "2026-01-05")


def test_a_second_run_changes_nothing(elm: Elm, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for place, letter in enumerate((*PEOPLE, *VISITS)):
        (folder / f"{place:02}.hl7").write_text(letter, newline="")
    first = import_folder(elm.mary, folder)
    assert (first.new, first.refused) == (len(PEOPLE) + len(VISITS), 0)
    before, counts = head(), elm.counts()
    again = import_folder(elm.mary, folder)
    assert (again.new, again.known, again.refused, again.changed) == (0, first.new, 0, 0)
    assert (head(), elm.counts()) == (before, counts)


def test_the_same_message_in_two_files_is_one(elm: Elm, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.hl7").write_text(PEOPLE[0], newline="")
    shutil.copy(folder / "a.hl7", folder / "b.hl7")
    report = import_folder(elm.mary, folder)
    assert (report.new, report.known) == (1, 1)
