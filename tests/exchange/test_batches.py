"""Batches that find their own size."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from frontdesk.desk import Refused
from frontdesk.exchange.batches import FEWEST, LONGEST, MOST, Pace, write_in_parts


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
def test_a_batch_takes_about_as_long_as_it_may(per_row: float) -> None:
    machine = Machine(per_row)
    pace = settled(machine)
    assert LONGEST * 0.8 <= pace.rows * per_row <= LONGEST
    assert machine.rested == 20


def test_a_machine_that_becomes_slow_gets_smaller_batches() -> None:
    machine = Machine(0.0001)
    pace = settled(machine)
    machine.per_row = 0.002
    for _ in range(6):
        pace.run(range(pace.rows), machine.write)
    assert pace.rows * machine.per_row <= LONGEST


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
