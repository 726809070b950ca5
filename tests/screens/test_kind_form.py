"""The form of a kind of visit: what it may be tied to, by names that leave no doubt, with what is out of use."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import pytest

from frontdesk.logic import kinds, practice, sites
from frontdesk.logic.kind_choices import Rows, choices
from frontdesk.logic.named import told_apart
from frontdesk.screens.setup.reading import named, names_of
from tests.elm import FOLLOW_UP, OKAFOR, REYES, ROOM_1, Elm

ADA, BEN = ("Ada", "Elm"), ("Ben", "Elm")


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([("Okafor", ADA), ("Reyes", BEN)], ["Okafor", "Reyes"]),
        ([("Okafor", ADA), ("okafor", BEN)], ["Okafor (Ada)", "okafor (Ben)"]),
        ([("Okafor", ADA), ("Okafor", ("Ada", "Bay"))], ["Okafor (Elm)", "Okafor (Bay)"]),
        (
            [("Okafor", ADA), ("Okafor", ("Ada", "Bay")), ("Okafor", BEN)],
            ["Okafor (Ada at Elm)", "Okafor (Bay)", "Okafor (Ben)"],
        ),
        ([("Lab", ("Elm",)), ("Lab", ("Elm",))], ["Lab (1)", "Lab (2)"]),
        ([("Lab, left", ("Elm",)), ("Lab, right", ())], ["Lab left", "Lab right"]),
    ],
)
def test_names_are_told_apart_by_the_fewest_words(rows: list[tuple[str, Any]], told: list[str]) -> None:
    numbered = [(row, name, others) for row, (name, others) in enumerate(rows, 1)]
    assert [name for _, name in told_apart(numbered)] == told


def again(rows: Rows, chosen: tuple[int, ...]) -> tuple[str, Any]:
    """What the form's field shows, and what it reads in that."""
    text = names_of(rows, chosen)
    return text, named(rows, "row")(text).value


def tie(elm: Elm, **terms: Any) -> None:
    """Tie the follow-up to some providers, rooms, devices."""
    page = kinds.page(elm.mary, kind=FOLLOW_UP)
    practice.edit_kind(elm.mary, kind=FOLLOW_UP, version=page.version, **{**asdict(page.terms), **terms})


def test_who_works_at_two_sites_and_rooms_of_one_name_are_named_with_their_site(elm: Elm) -> None:
    bay = int(sites.add_site(elm.mary, name="Bay", timezone="America/New_York").values["site"])
    there = practice.add_provider(elm.mary, family="Okafor", credential="MD", site=bay, also=OKAFOR).values[
        "provider"
    ]
    room = practice.add_room(elm.mary, name="Room 1", site=bay).values["room"]
    tie(elm, providers=[OKAFOR, there], rooms=[room])
    found = choices(elm.mary, kind=FOLLOW_UP)
    assert again(found.rooms, (room,)) == ("Room 1 (Bay)", (room,))
    assert again(found.providers, (OKAFOR, there))[1] == (OKAFOR, there)
    reason = named(found.providers, "provider")("okafor").reason
    assert "Several fit provider: okafor. There are Okafor (" in reason


def test_what_is_out_of_use_stays_a_kinds_own_when_something_else_is_changed(elm: Elm) -> None:
    tie(elm, providers=[REYES], rooms=[ROOM_1])
    practice.hide_provider(elm.mary, provider=REYES, version=1)
    practice.hide_room(elm.mary, room=ROOM_1, version=1)
    found = choices(elm.mary, kind=FOLLOW_UP)
    assert again(found.providers, (REYES,)) == ("Reyes (off)", (REYES,))
    assert again(found.rooms, (ROOM_1,)) == ("Room 1 (off)", (ROOM_1,))
    tie(elm, minutes=20)
    terms = kinds.page(elm.mary, kind=FOLLOW_UP).terms
    assert (terms.minutes, terms.providers, terms.rooms) == (20, (REYES,), (ROOM_1,))
    assert "(off)" not in str(choices(elm.mary))
