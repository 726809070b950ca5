"""What is taken off while visits stand on it, put back on, or changed under it."""

from __future__ import annotations

from typing import Any

import pendulum
import pytest

from frontdesk.desk import Refused, redo, undo
from frontdesk.logic import calendar, checks, holidays, practice, reserved, sites
from tests.elm import ABBOTT, OKAFOR, ROOM_1, Elm

OFFICE = 1
THANKSGIVING = pendulum.Date(2026, 11, 26)
NEW_YORK, CHICAGO = "America/New_York", "America/Chicago"


def refused(action: Any) -> tuple[str, str]:
    """Field and reason of a refusal."""
    with pytest.raises(Refused) as refusal:
        action()
    return refusal.value.field, refusal.value.reason


def at(elm: Elm, zone: str) -> None:
    """Give the first site a zone."""
    card = sites.sites(elm.mary)[0]
    wish = {"site": card.id, "version": card.version, "name": card.name, "calendar": card.calendar}
    sites.edit_site(elm.mary, **wish, timezone=zone)


# A site's zone and calendar -----------------------------------------------------------------------------

STAYS = "Its visits and blocks would come to stand at other times; add a new site instead."


def test_the_zone_does_not_change_back_under_a_visit(elm: Elm) -> None:
    at(elm, CHICAGO)
    elm.book(ABBOTT, OKAFOR, pendulum.datetime(2026, 11, 24, 10, tz=CHICAGO), desk=elm.rob)
    assert refused(lambda: undo(elm.mary)) == ("timezone", STAYS)
    assert sites.sites(elm.mary)[0].zone == CHICAGO


def test_the_zone_does_not_change_under_a_holiday(elm: Elm) -> None:
    holidays.take(elm.mary, calendar=OFFICE, days=[(pendulum.Date(2026, 12, 25), "Christmas Day")])
    assert refused(lambda: at(elm, CHICAGO)) == ("timezone", STAYS)


def test_the_zone_does_not_change_under_the_block_of_a_room(elm: Elm) -> None:
    day = pendulum.datetime(2026, 12, 1, tz=NEW_YORK)
    calendar.block(elm.mary, room=ROOM_1, starts=day, ends=day.add(hours=8), reason="paint")
    assert refused(lambda: at(elm, CHICAGO)) == ("timezone", STAYS)


def test_no_site_keeps_a_calendar_that_is_off_the_list(elm: Elm) -> None:
    other = int(sites.add_calendar(elm.mary, name="Weekend", weekdays="sat sun").values["calendar"])
    wish = {"site": 1, "name": "Elm Street", "timezone": NEW_YORK}
    sites.edit_site(elm.mary, **wish, version=1, calendar=other)
    sites.hide_calendar(elm.next_session(elm.mary), calendar=OFFICE, version=1)
    said = ("calendar", "The business calendar Office is off the list.")
    assert refused(lambda: undo(elm.mary)) == said
    assert refused(lambda: sites.edit_site(elm.mary, **wish, version=2, calendar=OFFICE)) == said
    assert refused(lambda: sites.add_site(elm.mary, name="Bay", timezone=NEW_YORK, calendar=OFFICE)) == said
    assert checks.run(elm.database).findings == ()


def test_who_was_added_meanwhile_goes_back_to_the_other_calendar_too(elm: Elm) -> None:
    other = int(sites.add_calendar(elm.mary, name="Weekend", weekdays="sat sun").values["calendar"])
    christmas = pendulum.Date(2026, 12, 25)
    holidays.take(elm.mary, calendar=OFFICE, days=[(THANKSGIVING, "Thanksgiving Day")])
    holidays.take(elm.mary, calendar=other, days=[(christmas, "Christmas Day")])
    sites.edit_site(elm.mary, site=1, version=1, name="Elm Street", timezone=NEW_YORK, calendar=other)
    new = int(practice.add_provider(elm.next_session(elm.mary), family="Zed").values["provider"])
    there = {"closed": [christmas], "open": [THANKSGIVING]}
    for way in (undo, redo, undo):
        way(elm.mary)
        there = {"closed": there["open"], "open": there["closed"]}
        for provider in (OKAFOR, new):
            for word, days in there.items():
                column = next(c for c in calendar.day(elm.mary, day=days[0]).columns if c.provider == provider)
                assert bool(column.blocks) is (word == "closed"), (way, provider, word)
    assert checks.run(elm.database).findings == ()


# Closing a site, taking off what is there ----------------------------------------------------------------


def bay(elm: Elm) -> int:
    """A second site, in Chicago, with a provider."""
    site = int(sites.add_site(elm.mary, name="Bay", timezone=CHICAGO, calendar=OFFICE).values["site"])
    practice.add_provider(elm.mary, family="Ito", site=site)
    return site


def leave_elm_street(elm: Elm) -> None:
    """Take everybody and every room there off."""
    for card in practice.providers(elm.mary, site=1):
        practice.hide_provider(elm.mary, provider=card.id, version=card.version)
    for room in practice.rooms(elm.mary, site=1):
        practice.hide_room(elm.mary, room=room.id, version=room.version)


def close_elm_street(elm: Elm) -> None:
    """Close the first site."""
    card = sites.sites(elm.mary)[0]
    sites.hide_site(elm.mary, site=card.id, version=card.version)


def test_the_first_site_that_is_not_closed_has_the_clock_and_what_is_new(elm: Elm) -> None:
    site = bay(elm)
    leave_elm_street(elm)
    close_elm_street(elm)
    assert str(practice.first_zone().name) == CHICAGO
    new = practice.add_room(elm.mary, name="Lab").values["room"]
    assert [(room.id, room.site) for room in practice.rooms(elm.mary)] == [(new, site)]
    practice.add_provider(elm.mary, family="Ng")
    assert {card.site for card in practice.providers(elm.mary)} == {site}


def test_a_site_with_rooms_in_use_or_visits_to_come_stays_open(elm: Elm) -> None:
    bay(elm)
    assert refused(lambda: close_elm_street(elm))[1].startswith("Providers work at Elm Street")
    elm.book(ABBOTT, OKAFOR, elm.at("10:00", days=1))
    elm.tamper("UPDATE provider SET hidden = 1 WHERE site = 1")  # as an older file may have it
    assert refused(lambda: close_elm_street(elm))[1] == "Elm Street has rooms in use; take them off first."
    elm.tamper("UPDATE room SET hidden = 1")
    assert refused(lambda: close_elm_street(elm))[1] == "Elm Street has visits to come."
    elm.clock.advance(minutes=2 * 24 * 60)
    close_elm_street(elm)


def test_nothing_is_put_back_on_at_a_closed_site(elm: Elm) -> None:
    bay(elm)
    leave_elm_street(elm)
    close_elm_street(elm)
    for action in (
        lambda: practice.hide_provider(elm.mary, provider=OKAFOR, version=2, hidden=False),
        lambda: practice.hide_room(elm.mary, room=ROOM_1, version=2, hidden=False),
    ):
        assert refused(action) == ("site", "Elm Street is closed; open it again first.")
    sites.hide_site(elm.mary, site=1, version=2, hidden=False)
    assert practice.hide_provider(elm.mary, provider=OKAFOR, version=2, hidden=False)


def test_nobody_is_put_back_on_beside_themselves(elm: Elm) -> None:
    practice.hide_provider(elm.mary, provider=OKAFOR, version=1)
    practice.add_provider(elm.mary, family="Okafor", also=OKAFOR)
    assert refused(lambda: practice.hide_provider(elm.mary, provider=OKAFOR, version=2, hidden=False)) == (
        "provider", "Okafor works at Elm Street already.",
    )  # fmt: skip


# What is said -------------------------------------------------------------------------------------------


def test_time_that_opens_no_hours_before_opens_when_it_begins(elm: Elm) -> None:
    wish = {"provider": OKAFOR, "kind": 1, "weekday": "tue", "opens": "8a"}
    reserved.reserve(elm.mary, **wish, closes="9a")
    reserved.reserve(elm.mary, **wish, closes="10a", hours_before=24)
    assert [line.words.partition(", ")[2] for line in reserved.of_provider(elm.mary, provider=OKAFOR)] == [
        "opens when it begins", "opens 24h before",
    ]  # fmt: skip
