"""Our own columns: STRICT tables refuse peewee's text-with-a-length and date types, and peewee's others
accept in silence what they should refuse (945.7 as an integer, a naive time, a float as money)."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Any

import pendulum
from peewee import Field, IntegerField, TextField


class WrongValue(ValueError):
    """A value that a column must not hold; raised before the database sees it."""


class Whole(IntegerField):
    """An integer; refuses bool, float and text."""

    def db_value(self, value: Any) -> int | None:
        """Give the integer back, or refuse."""
        if value is None or type(value) is int:
            return value
        raise WrongValue(f"{self.name}: {type(value).__name__} is no integer")


class Cents(Whole):
    """Money in integer cents; never bool, float or text."""


class Flag(Field):
    """True or false, stored as 1 or 0."""

    field_type = "INTEGER"

    def db_value(self, value: Any) -> int | None:
        """Store a bool, or 0 and 1 as queries write it; refuse anything else."""
        if value is None or (isinstance(value, int) and value in (0, 1)):
            return None if value is None else int(value)
        raise WrongValue(f"{self.name}: {type(value).__name__} is no yes or no")

    def python_value(self, value: Any) -> bool | None:
        """Read a bool."""
        return None if value is None else bool(value)


class Instant(Field):
    """A moment: `pendulum.DateTime` with a zone outside, UTC epoch seconds inside."""

    field_type = "INTEGER"

    def db_value(self, value: Any) -> int | None:
        """Store an aware time or epoch seconds; refuse a naive one and anything else."""
        if value is None or type(value) is int:
            return value
        if isinstance(value, pendulum.DateTime) and value.tzinfo is not None:
            return int(value.timestamp())
        raise WrongValue(f"{self.name}: needs a time with a zone")

    def python_value(self, value: Any) -> pendulum.DateTime | None:
        """Read the moment in UTC."""
        return None if value is None else pendulum.from_timestamp(value)


class LocalDate(Field):
    """A calendar day, `pendulum.Date` outside, ISO text inside."""

    field_type = "TEXT"

    def db_value(self, value: Any) -> str | None:
        """Store a date; refuse a moment and anything else."""
        if value is None:
            return None
        if isinstance(value, pendulum.Date) and not isinstance(value, pendulum.DateTime):
            return value.isoformat()
        raise WrongValue(f"{self.name}: needs a calendar day")

    def python_value(self, value: Any) -> pendulum.Date | None:
        """Read the day."""
        if value is None:
            return None
        return pendulum.Date.fromisoformat(value)


class OneOf(TextField):
    """One word of an enumeration; the table's CHECK holds the same words."""

    def __init__(self, words: type[StrEnum], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.words = words

    def db_value(self, value: Any) -> str | None:
        """Store a word of the enumeration; refuse others."""
        if value is None:
            return None
        try:
            return str(self.words(value))
        except ValueError:
            raise WrongValue(f"{self.name}: {value!r} is not one of its words") from None

    def python_value(self, value: Any) -> Any:
        """Read the word as the enumeration's member."""
        return None if value is None else self.words(value)


class Json(TextField):
    """A small JSON value, stored in one canonical spelling."""

    def db_value(self, value: Any) -> str | None:
        """Store the canonical text."""
        return None if value is None else canonical(value)

    def python_value(self, value: Any) -> Any:
        """Read the value."""
        return None if value is None else json.loads(value)


def canonical(value: Any) -> str:
    """The one spelling of a JSON value: sorted keys, no blanks, no escapes. What is hashed and stored."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
