"""What is taken off while visits stand on it, put back on, or changed under it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import pendulum
import pytest

from frontdesk.desk import Desk, Done, Refused, redo, undo
from frontdesk.logic import calendar, checks, holidays, hours, kinds, practice, reserved, sites
from frontdesk.logic.off import off
from frontdesk.logic.practice import FIRST_DAY, LAST_DAY
from tests.elm import ABBOTT, DIAZ, KIM, OKAFOR, REYES, ROOM_1, VU, Elm

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
    sites.edit_site(elm.mary, site=2, version=1, name="Elm Street", timezone=CHICAGO, calendar=OFFICE)
    assert refused(lambda: sites.hide_site(elm.mary, site=1, version=2, hidden=False))[0] == "name"
    undo(elm.mary)
    sites.hide_site(elm.mary, site=1, version=2, hidden=False)
    assert practice.hide_provider(elm.mary, provider=OKAFOR, version=2, hidden=False)


def test_nobody_is_put_back_on_beside_themselves(elm: Elm) -> None:
    practice.hide_provider(elm.mary, provider=OKAFOR, version=1)
    practice.add_provider(elm.mary, family="Okafor", also=OKAFOR)
    assert refused(lambda: practice.hide_provider(elm.mary, provider=OKAFOR, version=2, hidden=False)) == (
        "provider", "Okafor works at Elm Street already.",
    )  # fmt: skip


def test_what_was_taken_off_is_listed_and_comes_back(elm: Elm) -> None:
    assert off(elm.mary) == ()
    practice.add_device(elm.mary, name="ECG")
    practice.add_interpreter(elm.mary, name="Line", languages="thai", mode="phone")
    other = int(sites.add_calendar(elm.mary, name="Weekend").values["calendar"])
    site = int(sites.add_site(elm.mary, name="Bay", timezone=CHICAGO).values["site"])
    changes = {
        "provider": (practice.hide_provider, OKAFOR, "Okafor MD"), "room": (practice.hide_room, ROOM_1, "Room 1"),
        "device": (practice.hide_device, 1, "ECG"), "kind": (practice.hide_kind, 3, "PHY Physical"),
        "interpreter": (practice.hide_interpreter, 1, "Line"), "site": (sites.hide_site, site, "Bay"),
        "calendar": (sites.hide_calendar, other, "Weekend"),
    }  # fmt: skip
    for word, (change, row, _) in changes.items():
        change(elm.mary, **{word: row, "version": 1})
    assert [(line.word, line.id, line.name) for line in off(elm.mary)] == [
        (word, row, name) for word, (_, row, name) in changes.items()
    ]
    for line in off(elm.mary):
        changes[line.word][0](elm.mary, **{line.word: line.id, "version": line.version, "hidden": False})
    assert off(elm.mary) == ()
    assert checks.run(elm.database).findings == ()


def test_the_code_of_a_kind_that_is_off_leads_to_it(elm: Elm) -> None:
    practice.hide_kind(elm.mary, kind=3, version=1)
    assert refused(lambda: practice.add_kind(elm.mary, code="phy", name="Physical", minutes=45)) == (
        "code", "PHY Physical was taken off: o in the set-up shows it, x puts it back on.",
    )  # fmt: skip


# What is said -------------------------------------------------------------------------------------------


def test_time_that_opens_no_hours_before_opens_when_it_begins(elm: Elm) -> None:
    wish = {"provider": OKAFOR, "kind": 1, "weekday": "tue", "opens": "8a"}
    reserved.reserve(elm.mary, **wish, closes="9a")
    reserved.reserve(elm.mary, **wish, closes="10a", hours_before=24)
    assert [line.words.partition(", ")[2] for line in reserved.of_provider(elm.mary, provider=OKAFOR)] == [
        "opens when it begins", "opens 24h before",
    ]  # fmt: skip


TAILS: list[tuple[str, Any, str]] = [
    ("hours", lambda desk: hours.set_hours(
        desk, provider=OKAFOR, version=1, weekdays="mon-fri", opens="8a", closes="11:20a"
    ), "Set Okafor's hours; 1 visit outside"),
    ("hours of others", lambda desk: hours.set_hours(
        desk, provider=REYES, version=1, weekdays="mon-fri", opens="8a", closes="9a"
    ), "Set Reyes's hours"),
    ("no hours", lambda desk: hours.drop_hours(
        desk, provider=OKAFOR, version=1, opens=480, closes=1020, from_day=FIRST_DAY, to_day=LAST_DAY
    ), "Set Okafor's hours; 4 visits outside"),
    ("with whom", lambda desk: edit(desk, providers=[REYES]), "; 4 visits to come not as it asks"),
    ("where", lambda desk: edit(desk, rooms=[2]), "; 1 visit to come not as it asks"),
    ("far away", lambda desk: edit(desk, telehealth=True), "; 1 visit to come not as it asks"),
    ("a day", lambda desk: edit(desk, per_day=2), "; 1 visit to come not as it asks"),
    ("for whom", lambda desk: edit(desk, standing="established"), "; 4 visits to come not as it asks"),
    ("for the same", lambda desk: edit(desk, standing="new"), "Changed FU Follow-up"),
    ("its name", lambda desk: edit(desk, name="Return"), "Changed FU Return"),
    ("kept", lambda desk: reserved.reserve(
        desk, provider=OKAFOR, kind=4, weekday="tue", opens="10:10a", closes="11:10a"
    ), "Kept tue 10:10a-11:10a of Okafor for URG; 2 visits of other kinds in it"),
    ("kept for the kind", lambda desk: reserved.reserve(
        desk, provider=OKAFOR, kind=1, weekday="tue", opens="10:10a", closes="11:10a"
    ), "Kept tue 10:10a-11:10a of Okafor for FU"),
    ("open by now", lambda desk: reserved.reserve(
        desk, provider=OKAFOR, kind=4, weekday="tue", opens="10:10a", closes="11:10a", hours_before=24
    ), "Kept tue 10:10a-11:10a of Okafor for URG"),
    ("a room", lambda desk: practice.hide_room(desk, room=ROOM_1, version=1),
     "Room Room 1 out of use; 1 visit with it to come"),
]  # fmt: skip
"""What is changed under visits of Tuesday at 10 (in Room 1), 11 and 11:15, and of Wednesday; what is said."""


def edit(desk: Desk, **terms: Any) -> Done:
    """Change the follow-up visit."""
    return practice.edit_kind(desk, kind=1, version=1, **{**asdict(kinds.page(desk, kind=1).terms), **terms})


@pytest.mark.parametrize(("change", "tail"), [row[1:] for row in TAILS], ids=[row[0] for row in TAILS])
def test_what_visits_are_left_outside_is_counted(change: Any, tail: str, elm: Elm) -> None:
    for who, time, days in ((ABBOTT, "10:00", 0), (DIAZ, "11:00", 0), (KIM, "11:15", 0), (VU, "10:00", 1)):
        elm.book(who, OKAFOR, elm.at(time, days=days), room=ROOM_1 if who == ABBOTT else None)
    message = change(elm.mary).message
    assert message.endswith(tail)
    assert (";" in message) is (";" in tail)
