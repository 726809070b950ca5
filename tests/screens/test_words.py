"""The words of `:book`, sorted into fields; what a line of a list says where it is narrow."""

from __future__ import annotations

import pytest

from frontdesk.logic import practice
from frontdesk.screens.calendar.booking import completions, sorted_words
from frontdesk.screens.patient_lines import NARROW, called_line
from tests.screens.office import open_office

WORDS = {
    "abbott fu okafor tue 1430": {"patient": "abbott", "kind": "fu", "provider": "okafor", "starts": "tue 1430"},
    "abbott, june NEW rey 9a": {"patient": "abbott, june", "kind": "NEW", "provider": "rey", "starts": "9a"},
    "ana reyes fu okafor next tue 230": {
        "patient": "ana reyes", "kind": "fu", "provider": "okafor", "starts": "next tue 230",
    },
    "abbott okafor tom 9": {"patient": "abbott", "provider": "okafor", "starts": "tom 9"},
    "abbott fu tom 9": {"patient": "abbott", "kind": "fu", "starts": "tom 9"},
    "abbott": {"patient": "abbott"},
    "abbott fu de leon tue 1430": {"patient": "abbott", "kind": "fu", "provider": "de leon", "starts": "tue 1430"},
    "abbott de leon 9a": {"patient": "abbott", "provider": "de leon", "starts": "9a"},
    "de la cruz, maría": {"patient": "de la cruz, maría"},
    "": {},
}  # fmt: skip


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> object:
    office = open_office(tmp_path_factory.mktemp("words"), booked=False)
    practice.add_provider(office.desk, family="De Leon")
    return office


@pytest.mark.parametrize("words", WORDS)
def test_words_find_their_fields(office: object, words: str) -> None:
    assert sorted_words(office.desk, words) == WORDS[words]


def test_completions(office: object) -> None:
    assert completions(office.desk, "abbott f")[0] == "fu"
    assert "reyes" in completions(office.desk, "abbott fu r")
    assert "tue" in completions(office.desk, "abbott fu reyes tu")
    assert completions(office.desk, "abbott xyz") == []


CALLED = {
    80: "!Tue 24 Nov Featherstone-Haugh-Vill. 617-555-0142 (2) FU   Okafor    bumped",
    70: "!Tue 24 Nov Featherstone-Haugh-Vill. 617-555-0142 (2) FU   Okafor   ",
    60: "!Tue 24 Nov Featherstone-Haugh-Vill. 617-555-0142 (2) FU  ",
    40: "!24 Nov Featherstone-Haugh- 617-555-0142(2)",
}
"""By the cells that a line has: what is beside name and number gives way first."""


@pytest.mark.parametrize("width", CALLED)
def test_a_name_to_be_called_keeps_its_room(width: int) -> None:
    at = "!24 Nov " if width < NARROW else "!Tue 24 Nov "
    beside = ("FU  ", "Okafor   ", "bumped")
    line = called_line(at, "Featherstone-Haugh-Vill.", "617-555-0142", 2, beside, width)
    assert line.plain == CALLED[width]
