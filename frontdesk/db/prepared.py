"""Queries whose SQL is written once: peewee takes ten times as long to write a statement as SQLite to run it."""

from __future__ import annotations

from collections.abc import Callable
from inspect import signature
from typing import Any, Generic, NamedTuple, ParamSpec

from peewee import Context, Value

from frontdesk.db.engine.driver import models_database

P = ParamSpec("P")


class _Mark(NamedTuple):
    """Where a parameter's value goes among the statement's values, and the field's own check of it."""

    parameter: int
    item: int | None
    check: Callable[[Any], Any] | None


class _Slot(Value):
    """Stands for a parameter while the statement is written."""

    def __init__(self, parameter: int, item: int | None = None) -> None:
        super().__init__(None)
        self._where = (parameter, item)

    def __sql__(self, ctx: Context) -> Context:
        return ctx.value(_Mark(*self._where, ctx.state.converter), converter=False)


class Prepared(Generic[P]):
    """A query as a function of its parameters; calling it gives the rows as the driver gives them.

    The function that builds the query is called once, with placeholders that can be compared with fields and with
    nothing else; once more for each length of a list (for `in_`). Values are checked as the fields check them.
    """

    def __init__(self, build: Callable[P, Any]) -> None:
        self._build = build
        self._names = tuple(signature(build).parameters)
        self._written: dict[tuple[int, ...], tuple[str, tuple[Any, ...]]] = {}
        self.__doc__ = build.__doc__

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> list[tuple[Any, ...]]:
        """Every row."""
        rows: list[tuple[Any, ...]] = self._execute(args, kwargs).fetchall()
        return rows

    def first(self, *args: P.args, **kwargs: P.kwargs) -> tuple[Any, ...] | None:
        """The first row, or None."""
        row: tuple[Any, ...] | None = self._execute(args, kwargs).fetchone()
        return row

    def run(self, *args: P.args, **kwargs: P.kwargs) -> int:
        """For an update: how many rows it touched."""
        return int(self._execute(args, kwargs).rowcount)

    def _execute(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        given = args if not kwargs else (*args, *(kwargs[name] for name in self._names[len(args) :]))
        lengths = tuple(len(value) for value in given if type(value) in (list, tuple))
        written = self._written.get(lengths)
        if written is None:
            written = self._written[lengths] = self._write(given)
        sql, values = written
        return models_database.execute_sql(
            sql, [_filled(value, given) if type(value) is _Mark else value for value in values]
        )

    def _write(self, given: tuple[Any, ...]) -> tuple[str, tuple[Any, ...]]:
        slots: list[Any] = []
        for place, value in enumerate(given):
            many = type(value) in (list, tuple)
            slots.append([_Slot(place, item) for item in range(len(value))] if many else _Slot(place))
        query = self._build(*slots)  # type: ignore[call-arg]
        sql, values = models_database.get_sql_context().sql(query).query()
        return sql, tuple(values)


def _filled(mark: _Mark, given: tuple[Any, ...]) -> Any:
    value = given[mark.parameter]
    if mark.item is not None:
        value = value[mark.item]
    return mark.check(value) if mark.check is not None else value


def prepared(build: Callable[P, Any]) -> Prepared[P]:
    """Make a function that builds a query one whose SQL is written once."""
    return Prepared(build)
