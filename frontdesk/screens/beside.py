"""What a broad terminal shows beside a patient, and beside a visit, in whatever list they stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, TypeVar

import pendulum

from frontdesk.desk import Desk
from frontdesk.logic import patients, when
from frontdesk.logic.calendar import DayVisit
from frontdesk.logic.patients import Around
from frontdesk.logic.worklists import Item
from frontdesk.screens.readers import age
from frontdesk.widgets.breadth import WIDE
from frontdesk.widgets.facts import Fact

T = TypeVar("T")
"""What one row holds."""

NOBODY = Around()
"""Beside what is no patient."""


def short_moment(at: pendulum.DateTime) -> str:
    """`Thu 3 Dec 9:30a`."""
    return f"{at:%a} {at.day} {at:%b} {when.clock(at)}"


def next_words(around: Around | None) -> str:
    """When the next visit is."""
    return short_moment(around.next) if around is not None and around.next is not None else ""


PATIENT: tuple[Fact[Any], ...] = (
    Fact("next visit", 17, lambda _, around: next_words(around)),
    Fact("with", 10, lambda _, around: (around or NOBODY).provider, WIDE),
    Fact("lives in", 18, lambda _, around: (around or NOBODY).lives, WIDE, grows=True),
)
"""Beside a patient, where the list reads `around` for its rows."""


def around(desk: Desk, rows: Sequence[int]) -> dict[int, Around]:
    """What there is around these patients; nothing for whom may not see them."""
    return patients.around(desk, patients=list(rows)) if desk.may("patient.see") else {}


def visit_facts(desk: Desk, of: Callable[[T], DayVisit], *more: Fact[T]) -> tuple[Fact[T], ...]:
    """Beside a visit: sex and age, birth date, length, `more`, and its note."""
    return (
        *person_facts(desk, lambda row: (of(row).sex, of(row).born)),
        Fact("length", 6, lambda row, _: when.show_length(of(row).minutes), WIDE),
        *more,
        Fact("note", 14, lambda row, _: of(row).note, WIDE, grows=True),
    )


def last_call(desk: Desk, item: Item) -> str:
    """When somebody last called in vain: the time, or the day where that was not today."""
    at = item.tried_at
    if at is None:
        return ""
    return when.clock(at) if at.date() == desk.today() else f"{at.month}/{at.day}"


def person_facts(desk: Desk, of: Callable[[T], tuple[str, str]]) -> tuple[Fact[T], ...]:
    """Sex and age, and the birth date, of somebody of whom `of` says sex and birth date (as ISO)."""

    def years(row: T, _: object) -> str:
        sex, born = of(row)
        return f"{sex}{age(date.fromisoformat(born), desk.today())}" if born else sex

    def birth(row: T, _: object) -> str:
        _sex, born = of(row)
        return when.show_date(date.fromisoformat(born)) if born else ""

    return Fact("age", 4, years), Fact("born", 10, birth)
