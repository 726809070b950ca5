"""Names of what a practice sets up: tidy, or refused at their field."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from frontdesk.desk import Refused
from frontdesk.logic import names

LONGEST = 60
"""Letters of a name."""

Row = TypeVar("Row")
"""What has a name."""


def named(text: str, field: str, what: str) -> str:
    """A name that must be there; `what` begins the sentence that misses it."""
    tidy = noted(text, field)
    if not tidy:
        raise Refused(f"{what} is missing.", field=field)
    return tidy


def noted(text: str, field: str) -> str:
    """Words that may be empty."""
    try:
        tidy = names.tidy(text)
    except ValueError as error:
        raise Refused(str(error), field=field) from error
    if len(tidy) > LONGEST:
        raise Refused(f"At most {LONGEST} letters.", field=field)
    return tidy


def by_name(rows: Iterable[Row], text: str, name: Callable[[Row], str]) -> list[Row]:
    """Those that bear the name that is typed, else those whose name begins so; in whatever case."""
    wanted, there = text.strip().casefold(), [(name(row).casefold(), row) for row in rows]
    return [row for name, row in there if name == wanted] or [
        row for name, row in there if name.startswith(wanted)
    ]


def told_apart(rows: Iterable[tuple[int, str, tuple[str, ...]]]) -> list[tuple[int, str]]:
    """Rows with their names; those of one name also with the fewest of their other words that tell them apart.

    No name holds a comma, so that several can be written in a row.
    """
    told = [(row, _calls(row, name, others)) for row, name, others in rows]
    every = [{call.casefold() for call in calls} for _, calls in told]
    return [
        (row, next(call for call in calls if sum(call.casefold() in each for each in every) == 1))
        for row, calls in told
    ]


def _calls(row: int, name: str, others: tuple[str, ...]) -> list[str]:
    """What a row may be called, the shortest first, at last by its number."""
    more = [word for word in (*others, " at ".join(others)) if word]
    calls = [name, *(f"{name} ({word})" for word in more), f"{name} ({row})"]
    return [" ".join(call.replace(",", " ").split()) for call in calls]
