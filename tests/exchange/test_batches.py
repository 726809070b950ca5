"""Batches that find their own size."""

from __future__ import annotations

import gc
from collections.abc import Sequence

import pytest

from frontdesk.desk import Refused
from frontdesk.exchange.batches import AIM, FEWEST, GROWTH, MOST, Pace, write_in_parts


class Machine:
    """Takes some seconds for every row, and rests when told to."""

    def __init__(self, per_row: float) -> None:
        self.per_row, self.now, self.rested = per_row, 0.0, 0

    def ticks(self) -> float:
        return self.now

    def write(self, rows: Sequence[int]) -> None:
        self.now += self.per_row * len(rows)

    def rest(self, seconds: float) -> None:
        self.rested += 1


def settled(machine: Machine) -> Pace:
    pace = Pace(machine.ticks, machine.rest)
    for _ in range(20):
        pace.run(range(pace.rows), machine.write)
    return pace


@pytest.mark.parametrize("per_row", [0.00005, 0.0002, 0.001])
def test_a_batch_takes_about_as_long_as_it_should(per_row: float) -> None:
    machine = Machine(per_row)
    pace = settled(machine)
    assert AIM * 0.8 <= pace.rows * per_row <= AIM
    assert machine.rested == 20


def test_a_machine_that_becomes_slow_gets_smaller_batches() -> None:
    machine = Machine(0.0001)
    pace = settled(machine)
    machine.per_row = 0.002
    for _ in range(6):
        pace.run(range(pace.rows), machine.write)
    assert pace.rows * machine.per_row <= AIM


def test_a_busy_machine_keeps_no_batch_beyond_fifty_milliseconds() -> None:
    """Rows take now as long as they do, now a third more, now a third less."""
    machine = Machine(0)
    pace, taken = Pace(machine.ticks, machine.rest), list[float]()
    for number in range(300):
        machine.per_row = 0.0002 * (1, 4 / 3, 2 / 3, 2 / 3, 4 / 3)[number % 5]
        begin = machine.now
        pace.run(range(pace.rows), machine.write)
        taken.append(machine.now - begin)
    assert max(taken) <= 0.050
    assert sum(taken) / len(taken) > AIM * 0.8


def test_one_fast_batch_lets_the_next_grow_by_half_at_most() -> None:
    machine = Machine(0.001)
    pace = settled(machine)
    before, machine.per_row = pace.rows, 0
    pace.run(range(pace.rows), machine.write)
    assert before < pace.rows <= before * GROWTH


def test_no_collection_runs_inside_a_batch_and_every_one_may_after_it() -> None:
    machine, inside = Machine(0), list[bool]()
    pace = Pace(machine.ticks, machine.rest)

    def fail(rows: Sequence[int]) -> None:
        inside.append(gc.isenabled())
        raise Refused("busy", code="busy")

    pace.run(range(3), lambda rows: inside.append(gc.isenabled()))
    with pytest.raises(Refused):
        pace.run(range(3), fail)
    assert (inside, gc.isenabled()) == ([False, False], True)
    gc.disable()
    try:
        pace.run(range(3), machine.write)
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_batches_are_never_tiny_and_never_huge() -> None:
    assert settled(Machine(10)).rows == FEWEST
    assert settled(Machine(0)).rows == MOST


def test_one_row_that_the_database_refuses_keeps_no_other_out() -> None:
    written: list[int] = []
    refused: list[int] = []

    def write(rows: Sequence[int]) -> None:
        if 13 in rows or 14 in rows:
            raise Refused("taken", code="overlap")
        written.extend(rows)

    write_in_parts(range(20), write, lambda row, error: refused.append(row))
    assert refused == [13, 14]
    assert sorted(written) == [row for row in range(20) if row not in refused]


def test_another_refusal_ends_the_import() -> None:
    def write(rows: Sequence[int]) -> None:
        raise Refused("busy", code="busy")

    with pytest.raises(Refused, match="busy"):
        write_in_parts(range(3), write, lambda row, error: pytest.fail("no row is at fault"))
