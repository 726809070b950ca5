"""Reasons for cancelling as they are typed."""

from __future__ import annotations

import pytest

from frontdesk.logic.calendar.reasons import OFFERED, REASONS, leading_reason


@pytest.mark.parametrize(
    ("text", "stored", "rest"),
    [
        ("practice", "practice", ""),
        ("Patient 9:05", "patient", "9:05"),
        ("booked in error", "error", ""),
        ("booked", "error", ""),
        ("error tue 4p", "error", "tue 4p"),
        ("b", "practice", ""),
        ("e 9:05", "error", "9:05"),
        ("pr", "practice", ""),
        ("pa 8a", "patient", "8a"),
        ("no-show 9:20", "no_show", "9:20"),
        ("no show", "no_show", ""),
        ("n 9:20", "no_show", "9:20"),
        ("9:05", "", "9:05"),
        ("pt called", "", "pt called"),
        ("", "", ""),
    ],
)
def test_a_reason_is_its_word_or_its_letter(text: str, stored: str, rest: str) -> None:
    letter, left = leading_reason(text)
    assert (str(REASONS[letter][0]) if letter in REASONS else "no_show" if letter else "", left) == (stored, rest)


def test_every_word_that_is_offered_means_itself() -> None:
    for word in OFFERED:
        letter, rest = leading_reason(word)
        assert rest == ""
        assert word == (str(REASONS[letter][0]) if letter in REASONS else "no-show")
