"""Several processes at work on one practice: nothing is booked twice, nothing that was told is lost.

Short runs of what `python -m tests.bench concurrency import` does at length; nothing is timed here.
"""

from __future__ import annotations

from pathlib import Path

from frontdesk.db.engine.practice_file import open_practice
from frontdesk.db.practice import ExternalRef
from tests.bench.concurrency import crowd
from tests.bench.crowd import Crowd, Outcome, Proof, prove
from tests.bench.generate import make_empty
from tests.bench.importing import start_bulk


def sound(outcome: Outcome, proof: Proof) -> None:
    """Assert what must hold whatever happened."""
    assert outcome.errors == []
    assert proof.lost == ()
    assert proof.overlaps == 0
    assert proof.findings == ()


def test_processes_that_book_into_the_same_days(tmp_path: Path) -> None:
    outcome, proof = crowd(tmp_path, people=4, seconds=2, days=2)
    sound(outcome, proof)
    assert proof.told == outcome.outcomes["done"] > 0
    assert outcome.outcomes["overlap"] > 0, "they never met"


def test_processes_that_are_killed_while_they_book(tmp_path: Path) -> None:
    outcome, proof = crowd(tmp_path, people=4, seconds=4, kill_every=0.5)
    sound(outcome, proof)
    assert outcome.killed > 3
    assert proof.told > outcome.outcomes["done"], "the killed ones were told something too"


def test_an_import_beside_people_who_save(tmp_path: Path) -> None:
    path = tmp_path / "practice.db"
    make_empty(path, providers=5, patients=2000)
    bulk = start_bulk(path)
    people = Crowd(path, 3, pause=0.1)
    people.work(3)
    said, _ = bulk.communicate("3\n", timeout=60)
    outcome = people.finish()
    sound(outcome, prove(path))
    assert outcome.outcomes["done"] > 0
    database = open_practice(path)
    assert ExternalRef.select().count() == int(said) > 0
    database.close()
