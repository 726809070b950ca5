"""The write gate: one writer at a time, a wait that ends, and the watch that tells the others."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from frontdesk.db.engine.gate import Busy, WriteGate
from frontdesk.desk import Refused
from frontdesk.logic import patients
from tests.elm import ABBOTT, OKAFOR, Elm
from tests.processes import gate_is_free, holding, let_go, looping


class Oops(Exception):
    """What goes wrong inside a transaction."""


def rename(elm: Elm, name: str) -> None:
    elm.database.peewee.execute_sql("UPDATE patient SET family = ? WHERE id = 1", (name,))


def family(elm: Elm) -> str:
    with elm.other() as connection:
        return str(connection.execute("SELECT family FROM patient WHERE id = 1").fetchone()[0])


def test_what_is_written_behind_the_gate_stays(elm: Elm) -> None:
    with elm.database.writing():
        rename(elm, "Other")
        assert family(elm) == "Abbott"
        assert not gate_is_free(elm.path)
    assert family(elm) == "Other"
    assert gate_is_free(elm.path)


def test_an_exception_rolls_back_and_lets_the_next_one_in(elm: Elm) -> None:
    def rename_and_fail() -> None:
        with elm.database.writing():
            rename(elm, "Other")
            raise Oops

    with pytest.raises(Oops):
        rename_and_fail()
    assert family(elm) == "Abbott"
    assert gate_is_free(elm.path)
    with elm.database.writing():
        rename(elm, "Third")
    assert family(elm) == "Third"


def test_a_second_transaction_inside_is_a_mistake_and_says_so_at_once(elm: Elm) -> None:
    with elm.database.writing():
        rename(elm, "Other")
        with pytest.raises(RuntimeError, match="one transaction at a time"), elm.database.writing():
            raise AssertionError("must not come here")
    assert family(elm) == "Other"


def test_a_change_that_waits_too_long_is_refused_and_writes_nothing(elm: Elm) -> None:
    elm.database.patience = 0.05
    before = elm.counts()
    with holding(elm.path):
        with pytest.raises(Refused, match="busy") as refusal:
            elm.book(ABBOTT, OKAFOR, "10:00")
        assert refusal.value.code == "busy"
        assert elm.counts() == before
        with pytest.raises(Refused) as refusal:  # opening a record is audited, hence waits its turn too
            patients.open_page(elm.mary, patient=ABBOTT)
        assert refusal.value.code == "busy"
        assert patients.reread(elm.mary, patient=ABBOTT).name == "Abbott, June"
    assert elm.book(ABBOTT, OKAFOR, "10:00")


def test_another_program_that_holds_the_file_is_waited_for_and_then_refused(elm: Elm) -> None:
    elm.database.peewee.execute_sql("PRAGMA busy_timeout = 20")
    with elm.other() as connection:
        connection.execute("BEGIN IMMEDIATE")
        with pytest.raises(Refused) as refusal:
            elm.book(ABBOTT, OKAFOR, "10:00")
        assert refusal.value.code == "busy"
        connection.execute("ROLLBACK")
    assert gate_is_free(elm.path)
    assert elm.book(ABBOTT, OKAFOR, "10:00")


def test_a_killed_writer_leaves_the_gate_open(elm: Elm) -> None:
    with holding(elm.path) as other:
        other.kill()
        assert elm.book(ABBOTT, OKAFOR, "10:00")


def test_who_gave_up_does_not_take_the_gate_from_the_next(tmp_path: Path) -> None:
    """The kernel's queue can't be left: the place of one who gave up passes to the next of the same process."""
    path = tmp_path / "a.db"
    gate, inside, leave = WriteGate(path), threading.Event(), threading.Event()

    def second() -> None:
        with gate.held(30):
            inside.set()
            leave.wait(30)

    with holding(path) as other:
        for _ in range(3):
            with pytest.raises(Busy), gate.held(0.01):
                raise AssertionError("must not come here")
        writer = threading.Thread(target=second)
        writer.start()
        let_go(other)
        assert inside.wait(30)
        assert not gate_is_free(path)
        leave.set()
        writer.join(30)
    assert gate_is_free(path)
    gate.close()


def test_a_gate_that_came_too_late_is_given_back(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    gate = WriteGate(path)
    with holding(path), pytest.raises(Busy), gate.held(0.01):
        raise AssertionError("must not come here")
    with holding(path):  # it waits until our late place in the queue was given back
        pass
    with gate.held(30):
        assert not gate_is_free(path)
    gate.close()
    gate.close()


def test_threads_of_one_process_take_turns(tmp_path: Path) -> None:
    gate, together, most = WriteGate(tmp_path / "a.db"), 0, 0

    def work() -> None:
        nonlocal together, most
        for _ in range(50):
            with gate.held(30):
                together += 1
                most = max(most, together)
                together -= 1

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert most == 1
    assert gate_is_free(tmp_path / "a.db")
    gate.close()


def test_nobody_starves_beside_writers_in_a_tight_loop(elm: Elm) -> None:
    with looping(elm.path), looping(elm.path):
        for minute in range(0, 60, 15):
            elm.book(ABBOTT, OKAFOR, f"10:{minute:02}")


# The watch ------------------------------------------------------------------------------------------


def test_the_watch_sees_what_others_commit_once(elm: Elm) -> None:
    watch = elm.database.changed
    assert not watch()
    with elm.other() as other:
        other.execute("UPDATE patient SET note = 'x' WHERE id = 1")
        assert watch()
        assert not watch()
        other.execute("UPDATE patient SET note = 'y' WHERE id = 1")
        other.execute("UPDATE patient SET note = 'z' WHERE id = 1")
        assert watch()
    assert not watch()


def test_the_watch_sees_neither_our_own_commits_nor_what_was_rolled_back(elm: Elm) -> None:
    watch = elm.database.changed
    watch()
    elm.book(ABBOTT, OKAFOR, "10:00")
    assert not watch()
    with elm.other() as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("UPDATE patient SET note = 'x'")
        assert not watch()
        other.execute("ROLLBACK")
    assert not watch()


def test_the_stamp_moves_with_every_commit_and_with_nothing_else(elm: Elm) -> None:
    first = elm.database.stamp()
    patients.search(elm.mary, text="abb")
    assert elm.database.stamp() == first
    elm.book(ABBOTT, OKAFOR, "10:00")
    second = elm.database.stamp()
    assert second != first
    with elm.other() as other:
        other.execute("UPDATE patient SET note = 'x' WHERE id = 1")
    assert elm.database.stamp() != second
