"""Providers as people call them."""

from __future__ import annotations

import pytest

from frontdesk.desk import Refused
from frontdesk.logic.called import called, completed, leading, the_one
from frontdesk.logic.practice import ProviderCard

CARDS = [
    ProviderCard(number, short, credential, 1)
    for number, (short, credential) in enumerate(
        [
            ("Okafor", "MD"), ("De Leon", "MD"), ("Stone", "NP"), ("Stoner", "MD"), ("Lee", "MD"), ("Lee", "NP"),
            ("Muñoz-Vega", ""), ("De Leon Ruiz", ""),
        ],
        start=1,
    )
]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "whom", "rest"),
    [
        ("oka today flu", [1], "today flu"),
        ("de leon today", [2], "today"),
        ("De  Leon 35", [2], "35"),
        ("de leon ruiz tue", [8], "tue"),
        ("de today", [2, 8], "today"),
        ("stone", [3], ""),
        ("stoner 10", [4], "10"),
        ("sto 10", [3, 4], "10"),
        ("lee np today", [6], "today"),
        ("lee today", [5, 6], "today"),
        ("munoz vega", [7], "vega"),
        ("munoz-v today", [7], "today"),
        ("okafor, mon", [1], "mon"),
        ("leon today", [], "leon today"),
        ("", [], ""),
        ("- today", [], "- today"),
    ],
)
def test_the_longest_name_that_is_known_is_meant(words: str, whom: list[int], rest: str) -> None:
    found, left = leading(CARDS, words)
    assert ([card.id for card in found], left) == (whom, rest)


def test_none_and_several_are_refused_with_a_way_on() -> None:
    with pytest.raises(Refused, match="No provider 'nobody'"):
        the_one(called(CARDS, "nobody"), "nobody")
    with pytest.raises(Refused, match="Several are called 'lee': Lee MD, Lee NP"):
        the_one(called(CARDS, "lee"), "lee")
    assert the_one(called(CARDS, "Lee MD"), "Lee MD").id == 5


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("oka", ["okafor"]),
        ("de", ["de leon", "de leon ruiz"]),
        ("de l", ["leon", "leon ruiz"]),
        ("Lee ", ["md", "np"]),
        ("okafor ", []),
    ],
)
def test_the_last_word_is_completed(words: str, offered: list[str]) -> None:
    assert completed(CARDS, words) == offered
