"""Who is taken for a likely duplicate, who is not, and what registering does about it."""

from __future__ import annotations

from typing import Any

import pytest

from frontdesk.desk import Refused
from frontdesk.logic import patients
from tests.elm import Elm

FILED = {
    "family": "Meyer", "given": "William", "birth": "3/04/1980", "sex": "M", "phone": "617-555-0142",
    "street": "12 Oak Street", "zip": "02139", "mail": "wm@example.org",
}  # fmt: skip


@pytest.fixture
def filed(elm: Elm) -> int:
    return int(patients.register(elm.mary, **FILED).values["patient"])


def candidates(elm: Elm, **fields: Any) -> dict[int, tuple[str, ...]]:
    found = patients.likely_duplicates(elm.mary, **fields)
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)
    return {each.row.id: each.why for each in found}


SAME = {
    "the same again": {},
    "no birth date": {"birth": ""},
    "a misspelled family name": {"family": "Meier"},
    "a misspelled given name": {"given": "Wiliam"},
    "a nickname": {"given": "Bill"},
    "an initial": {"given": "W"},
    "a middle name with the given name": {"given": "William Henry"},
    "day and month swapped": {"birth": "4/03/1980"},
    "a year mistyped": {"birth": "3/04/1990"},
    "family and given name turned round": {"family": "William", "given": "Meyer"},
    "another phone": {"phone": "617-555-9999"},
    "capitals": {"family": "MEYER", "given": "WILLIAM"},
}
OTHERS = {
    "another birth date": {"birth": "9/09/1955"},
    "a father of that name": {"birth": "9/09/1955", "mail": ""},
    "a twin": {"given": "Thomas", "mail": ""},
    "a spouse": {"given": "Ann", "birth": "8/08/1982", "sex": "F", "mail": ""},
    "the next in the phone book": {"given": "Wanda", "birth": "8/08/1982", "phone": "617-555-0143", "mail": ""},
}


@pytest.mark.parametrize("what", SAME)
def test_who_is_likely_the_same(what: str, elm: Elm, filed: int) -> None:
    about = {name: FILED[name] for name in ("family", "given", "birth", "sex", "phone")}
    assert filed in candidates(elm, **{**about, **SAME[what]})


@pytest.mark.parametrize("what", OTHERS)
def test_who_is_somebody_else(what: str, elm: Elm, filed: int) -> None:
    fields = {**FILED, **OTHERS[what]}
    if what == "another birth date":
        fields |= {"phone": "", "mail": "", "street": ""}
    assert candidates(elm, **fields) == {}


def test_former_and_used_names_count_as_names(elm: Elm) -> None:
    name = {"family": "Garza", "given": "Ana", "former": "Ruiz", "name_used": "Lu"}
    bride = patients.register(elm.mary, **name, birth="3/04/1990")
    row = int(bride.values["patient"])
    assert "same name" in candidates(elm, family="Ruiz", given="Ana", birth="3/04/1990")[row]
    assert "same name" in candidates(elm, family="Garza", given="Lu", birth="3/04/1990")[row]
    assert row in candidates(elm, family="Solis", given="Ana", birth="3/04/1990", former="Garza")


def test_the_words_say_why(elm: Elm, filed: int) -> None:
    why = candidates(elm, **{**FILED, "birth": "4/03/1980"})[filed]
    assert why == ("same name", "day and month swapped", "same phone", "same mail", "same address")


def test_registering_a_likely_duplicate_asks_first(elm: Elm, filed: int) -> None:
    with pytest.raises(Refused) as error:
        patients.register(elm.mary, family="Meyer", given="Bill", birth="3/04/1980")
    assert error.value.code == "duplicate"
    assert "Meyer, William born 3/4/1980 (000007)" in error.value.reason
    assert len(patients.search(elm.mary, text="meyer").rows) == 1
    patients.register(elm.mary, family="Meyer", given="Bill", birth="3/04/1980", sure=True)
    assert len(patients.search(elm.mary, text="meyer").rows) == 2


def test_a_record_is_not_its_own_duplicate_and_a_withdrawn_one_is_nobodys(elm: Elm, filed: int) -> None:
    assert candidates(elm, **FILED, but=filed) == {}
    patients.unregister(elm.mary, patient=filed, version=1)
    assert candidates(elm, **FILED) == {}


def test_a_date_that_hundreds_bear_still_finds_them(elm: Elm) -> None:
    for number in range(160):
        name = f"{chr(97 + number % 26)}{chr(97 + number // 26)}x".title()
        patients.register(elm.mary, family=f"Qu{name}", given=f"Zed{name}", birth="1/01/1970", sure=True)
    done = patients.register(elm.mary, family="Meyer", given="Kim", birth="1/01/1970", sure=True)
    row = int(done.values["patient"])
    assert row in candidates(elm, family="Meier", given="Kim", birth="1/01/1970")
