"""Days and times that suit somebody."""

from __future__ import annotations

import pytest

from frontdesk.logic.when import NotUnderstood
from frontdesk.logic.when.wishes import ANY, parse_wish

NOON = 12 * 60


@pytest.mark.parametrize(
    ("text", "weekdays", "times", "words"),
    [
        ("mon,wed 9-12", (0, 2), (540, NOON), "Mon, Wed 9:00a-12:00p"),
        ("mon wed", (0, 2), ANY, "Mon, Wed"),
        ("9-12", (), (540, NOON), "any day 9:00a-12:00p"),
        ("tue-thu 1-5", (1, 2, 3), (13 * 60, 17 * 60), "Tue, Wed, Thu 1:00p-5:00p"),
        ("fri-mon", (0, 4, 5, 6), ANY, "Mon, Fri, Sat, Sun"),
        ("10-2", (), (600, 14 * 60), "any day 10:00a-2:00p"),
        ("8:30a - 10:15a Tuesday", (1,), (510, 615), "Tue 8:30a-10:15a"),
        ("9 to 11", (), (540, 660), "any day 9:00a-11:00a"),
        ("pm", (), (NOON, 1440), "any day after 12:00p"),
        ("Thu mornings", (3,), (0, NOON), "Thu before 12:00p"),
        ("after 3p", (), (15 * 60, 1440), "any day after 3:00p"),
        ("mon before 10", (0,), (0, 600), "Mon before 10:00a"),
        ("after 9 before 11", (), (540, 660), "any day 9:00a-11:00a"),
        ("1400-1630", (), (14 * 60, 16 * 60 + 30), "any day 2:00p-4:30p"),
        ("8-midnight", (), (480, 1440), "any day after 8:00a"),
    ],
)
def test_what_suits(text: str, weekdays: tuple[int, ...], times: tuple[int, int], words: str) -> None:
    wish = parse_wish(text)
    assert (wish.weekdays, wish.times, wish.words) == (weekdays, times, words)


@pytest.mark.parametrize(
    "text", ["", "soon", "mo", "12", "5p-3p", "pm before 9", "after", "9-25", "mon-xyz", "9-12-3", "мон", "9" * 99]
)
def test_nothing_is_guessed(text: str) -> None:
    with pytest.raises(NotUnderstood, match=r"try|9a"):
        parse_wish(text)
