"""Several sites: each with its zone and business calendar, a person at two of them, hours of single days."""

from __future__ import annotations

from typing import Any

import pendulum
import pytest

from frontdesk.db.calendar import Hold, ResourceKind
from frontdesk.desk import Refused, redo, undo
from frontdesk.logic import calendar, checks, exceptions, hours, practice, sites
from frontdesk.logic.calendar.sites import there
from tests.elm import ABBOTT, DIAZ, KIM, OKAFOR, REYES, ROOM_1, STONE, VU, Elm

WEST = "America/Los_Angeles"


@pytest.fixture
def two(elm: Elm) -> Elm:
    """Elm Street in New York, and Bay in Los Angeles, where Okafor works too (provider 4), and Ito (5)."""
    desk = elm.next_session(elm.mary)
    site = int(sites.add_site(desk, name="Bay", timezone=WEST, calendar=1).values["site"])
    practice.add_provider(desk, family="Okafor", site=site, also=OKAFOR)
    practice.add_provider(desk, family="Ito", site=site)
    practice.add_room(desk, name="Bay 1", site=site)
    return elm


BAY, OKAFOR_AT_BAY, ITO, BAY_ROOM = 2, 4, 5, 3


def said_by(action: Any) -> tuple[str, str, str]:
    """Field, code and reason of a refusal."""
    with pytest.raises(Refused) as refusal:
        action()
    return refusal.value.field, refusal.value.code, refusal.value.reason


def west(day: str, time: str) -> pendulum.DateTime:
    """A time by the clock of Los Angeles."""
    return pendulum.parse(f"{day}T{time}", tz=WEST)  # type: ignore[return-value]


def test_hours_go_by_the_clock_of_the_site(two: Elm) -> None:
    assert said_by(lambda: two.book(ABBOTT, ITO, "10:00"))[1:] == (
        "hours", "Ito's hours on Tue 24 Nov 2026 are 8:00a-5:00p.",
    )  # fmt: skip
    visit = two.book(ABBOTT, ITO, west("2026-11-24", "16:45"))
    assert two.visit(visit).site_id == BAY
    card = calendar.visit(two.mary, visit=visit)
    assert card.starts.isoformat() == "2026-11-24T16:45:00-08:00"


def test_messages_and_topics_go_by_the_clock_of_the_site(two: Elm) -> None:
    from frontdesk.desk import news

    practice.add_provider(two.mary, family="Late", site=BAY, weekdays="mon-sun", opens="8a", closes="24:00")
    before = news(two.mary, -1).seq
    late = west("2026-11-24", "22:00")
    done = calendar.book(two.mary, patient=ABBOTT, provider=6, starts=late, kind=1)
    assert done.message == "Booked Abbott, June Tue 24 Nov 2026 10:00p with Late"
    topics = news(two.mary, before).topics
    assert "day:2026-11-24" in topics
    assert "day:2026-11-25" not in topics  # as it is by then in New York
    calendar.block(two.mary, provider=6, starts=late.add(hours=1), ends=late.add(hours=2), reason="inventory")
    day = calendar.day(there(two.mary, 6), day=pendulum.Date(2026, 11, 24))
    column = next(each for each in day.columns if each.provider == 6)
    assert [day.clock(visit.starts) for visit in column.visits] == ["10:00p"]
    assert [(day.clock(block.starts), day.clock(block.ends)) for block in column.blocks] == [("11:00p", "12:00a")]
    assert Hold.select().where(Hold.block.is_null(False)).count() == 1  # one hold: it ends at midnight there
    assert checks.run(two.database).findings == ()


def test_today_is_the_sites_own(two: Elm) -> None:
    """At half past midnight in New York it is still the evening before in Los Angeles."""
    practice.add_provider(two.mary, family="Late", site=BAY, weekdays="mon-sun", opens="8a", closes="24:00")
    visit = two.book(ABBOTT, 6, west("2026-11-24", "21:45"))
    two.clock.set(two.at("0:30", days=1))
    calendar.arrive(two.mary, visit=visit, version=1)
    assert two.book(DIAZ, 6, west("2026-11-24", "22:00"))
    assert said_by(lambda: two.book(DIAZ, OKAFOR, two.at("16:00")))[1] == "past"


def test_nobody_is_at_two_sites_at_once(two: Elm) -> None:
    visit = two.book(ABBOTT, OKAFOR, "14:00")
    wish = {"overbook": "x", "override": True}
    assert said_by(lambda: two.book(DIAZ, OKAFOR_AT_BAY, west("2026-11-24", "11:10"), **wish)) == (
        "starts", "person", "Okafor is at Elm Street then: Abbott, June FU 11:00a-11:15a.",
    )  # fmt: skip
    assert two.book(DIAZ, OKAFOR_AT_BAY, west("2026-11-24", "11:15"))
    assert two.book(KIM, ITO, west("2026-11-24", "11:00"))
    assert said_by(lambda: calendar.resize(two.mary, visit=visit, version=1, minutes=30))[1] == "person"
    other = two.book(VU, OKAFOR_AT_BAY, west("2026-11-24", "09:00"))
    assert said_by(
        lambda: calendar.move(two.mary, visit=other, version=1, starts=west("2026-11-24", "11:00"))
    )[1] == "person"  # fmt: skip
    assert checks.run(two.database).findings == ()


def test_a_visit_may_go_from_one_site_to_the_other_and_leaves_its_room(two: Elm) -> None:
    visit = two.book(ABBOTT, OKAFOR, "14:00", room=ROOM_1)
    calendar.move(two.mary, visit=visit, version=1, starts=two.at("14:00"), provider=OKAFOR_AT_BAY)
    assert two.visit(visit).site_id == BAY
    assert two.holds(visit)["room"][2] is False
    undo(two.mary)
    assert two.holds(visit)["room"] == (ROOM_1, "14:00", True, False)
    redo(two.mary)
    assert checks.run(two.database).findings == ()


def test_the_database_itself_keeps_a_person_together(two: Elm) -> None:
    """No rule is asked on the way back; the trigger is."""
    visit = two.book(ABBOTT, OKAFOR, "14:00")
    calendar.cancel(two.mary, visit=visit, version=1, reason="patient")
    two.book(DIAZ, OKAFOR_AT_BAY, west("2026-11-24", "11:00"), desk=two.rob)
    assert "another site" in said_by(lambda: undo(two.mary))[2]
    assert said_by(lambda: calendar.restore(two.mary, visit=visit, version=2))[1] == "person"


def test_a_room_elsewhere_is_refused(two: Elm) -> None:
    assert said_by(lambda: two.book(ABBOTT, OKAFOR, "14:00", room=BAY_ROOM)) == (
        "room", "site", "Bay 1 is at Bay.",
    )  # fmt: skip
    assert two.book(ABBOTT, ITO, west("2026-11-24", "14:00"), room=BAY_ROOM)


def test_the_same_person_is_not_twice_at_one_site(two: Elm) -> None:
    assert said_by(lambda: practice.add_provider(two.mary, family="Okafor", site=BAY, also=OKAFOR))[0] == "also"
    assert said_by(lambda: practice.add_provider(two.mary, family="X", site=BAY, also=99))[0] == "also"
    assert [card.site for card in practice.providers(two.mary)] == [1, 1, 1, BAY, BAY]
    assert [card.short for card in practice.providers(two.mary, site=BAY)] == ["Okafor", "Ito"]


@pytest.mark.parametrize(
    ("day", "time", "utc"),
    [
        ("2026-03-08", "01:30", "09:30"),  # before the clocks go forward
        ("2026-03-08", "03:15", "10:15"),
        ("2026-11-01", "01:30", "08:30"),  # the first of the two
        ("2026-11-01", "02:15", "10:15"),
    ],
)
def test_two_zones_on_the_nights_when_the_clock_is_changed(day: str, time: str, utc: str, two: Elm) -> None:
    two.clock.set(pendulum.parse(f"{day}T06:00", tz="UTC"))  # type: ignore[arg-type]
    practice.add_provider(two.mary, family="Owl", site=BAY, weekdays="mon-sun", opens="0:00", closes="24:00")
    owl, date = 6, pendulum.Date.fromisoformat(day)
    visit = two.book(ABBOTT, owl, pendulum.parse(f"{day}T{utc}", tz="UTC"))  # type: ignore[arg-type]
    shown = calendar.day(there(two.mary, owl), day=date)
    column = next(each for each in shown.columns if each.provider == owl)
    assert [shown.clock(each.starts) for each in column.visits] == [_clock(time)]
    assert column.capacity - column.booked == column.free
    hours_of_day = (column.open[0][1] - column.open[0][0]) // 3600
    assert hours_of_day == (23 if day == "2026-03-08" else 25)
    assert calendar.move(
        two.mary,
        visit=visit,
        version=1,
        starts=pendulum.parse(f"{day}T{utc}", tz="UTC").add(hours=1),  # type: ignore
    )
    assert checks.run(two.database).findings == ()


def _clock(time: str) -> str:
    hour, minute = time.split(":")
    return f"{int(hour)}:{minute}a"


# Setting up -------------------------------------------------------------------------------------------

WRONG: list[tuple[Any, dict[str, Any], str]] = [
    (sites.add_site, {"name": " ", "timezone": WEST}, "name"),
    (sites.add_site, {"name": "Elm Street", "timezone": WEST}, "name"),
    (sites.add_site, {"name": "Bay", "timezone": "Mars/Base"}, "timezone"),
    (sites.add_site, {"name": "Bay", "timezone": WEST, "calendar": 9}, "calendar"),
    (sites.hide_site, {"site": 1, "version": 1}, "site"),
    (sites.hide_site, {"site": 9, "version": 1}, "site"),
    (sites.edit_site, {"site": 9, "version": 1, "name": "x", "timezone": WEST, "calendar": 1}, "site"),
    (sites.add_calendar, {"name": "", "weekdays": "mon"}, "name"),
    (sites.add_calendar, {"name": "x", "weekdays": "someday"}, "weekdays"),
    (sites.hide_calendar, {"calendar": 1, "version": 1}, "calendar"),
]


@pytest.mark.parametrize(("change", "values", "field"), WRONG)
def test_what_cant_be_set_up_is_refused_at_its_field(
    change: Any, values: dict[str, Any], field: str, elm: Elm
) -> None:
    before = elm.counts()
    assert said_by(lambda: change(elm.mary, **values))[0] == field
    assert elm.counts() == before


def test_the_zone_of_a_site_with_visits_stays(elm: Elm) -> None:
    values = {"site": 1, "version": 1, "name": "Elm Street", "calendar": 1}
    sites.edit_site(elm.mary, **values, timezone="America/Chicago")
    undo(elm.mary)
    elm.book(ABBOTT, OKAFOR, "10:00")
    again = {**values, "version": sites.sites(elm.mary)[0].version}
    assert said_by(lambda: sites.edit_site(elm.mary, **again, timezone="America/Chicago"))[0] == "timezone"
    assert sites.edit_site(elm.mary, **{**again, "name": "Elm"}, timezone="America/New_York")


# Hours from a day to a day, and of single days --------------------------------------------------------

DECEMBER = pendulum.Date(2026, 12, 1)


def version(elm: Elm, provider: int = OKAFOR) -> int:
    return hours.version_of(elm.mary, provider=provider)


def words(elm: Elm) -> list[str]:
    return [line.words for line in hours.lines(elm.mary, provider=OKAFOR)]


def test_hours_until_a_day_leave_those_after_it(elm: Elm) -> None:
    hours.set_hours(
        elm.mary, provider=OKAFOR, version=1, weekdays="tue", opens="9a", closes="12p", from_day=DECEMBER,
        to_day=DECEMBER.add(days=13),
    )  # fmt: skip
    assert words(elm) == [
        "mon-fri 8:00a-5:00p to 11/30/2026",
        "tue 9:00a-12:00p from 12/1/2026 to 12/14/2026",
        "mon-fri 8:00a-5:00p from 12/15/2026",
    ]
    assert elm.book(ABBOTT, OKAFOR, elm.at("16:00", days=0))
    for days in (7, 13):
        assert said_by(lambda d=days: elm.book(DIAZ, OKAFOR, elm.at("16:00", days=d)))[1] == "hours"
    assert elm.book(DIAZ, OKAFOR, elm.at("16:00", days=21), desk=elm.rob)
    line = hours.lines(elm.mary, provider=OKAFOR)[1]
    hours.drop_hours(
        elm.mary, provider=OKAFOR, version=version(elm), opens=line.opens, closes=line.closes,
        from_day=line.from_day, to_day=line.to_day,
    )  # fmt: skip
    assert len(words(elm)) == 2
    undo(elm.mary)
    assert len(words(elm)) == 3
    assert said_by(
        lambda: hours.set_hours(
            elm.mary, provider=OKAFOR, version=version(elm), weekdays="tue", opens="9a", closes="12p",
            from_day=DECEMBER, to_day=DECEMBER.subtract(days=1),
        )
    )[0] == "to_day"  # fmt: skip


EXCEPTIONS: list[tuple[str, str, str]] = [
    ("off", "9:00", "hours"),
    ("off", "16:00", "hours"),
    ("9a-12p", "8:00", "hours"),
    ("9a-12p", "9:00", ""),
    ("9a-12p", "11:45", ""),
    ("9a-12p", "12:00", "hours"),
    ("9a-12p, 1p-6p", "17:45", ""),
    ("9a-12p, 1p-6p", "12:30", "hours"),
    ("9a-12p, 12p-6p", "11:50", ""),
]


@pytest.mark.parametrize(("text", "time", "code"), EXCEPTIONS)
def test_the_hours_of_a_day_replace_the_weekly_ones(text: str, time: str, code: str, elm: Elm) -> None:
    day = elm.at("9:00", days=1).date()
    exceptions.set_exception(elm.mary, provider=OKAFOR, version=1, day=day, hours=text)
    at = elm.at(time, days=1)
    if code:
        assert said_by(lambda: elm.book(ABBOTT, OKAFOR, at))[1] == code
    else:
        assert elm.book(ABBOTT, OKAFOR, at)
    assert elm.book(DIAZ, OKAFOR, elm.at("16:00", days=2))
    assert elm.book(STONE, REYES, elm.at("16:00", days=1))


def test_a_saturday_and_a_week_off(elm: Elm) -> None:
    saturday = pendulum.Date(2026, 11, 28)
    exceptions.set_exception(elm.mary, provider=OKAFOR, version=1, day=saturday, hours="9a-1p", note="flu shots")
    assert elm.book(ABBOTT, OKAFOR, elm.at("10:00", days=4), desk=elm.rob)
    elm.book(DIAZ, OKAFOR, elm.at("10:00", days=8), desk=elm.rob)
    done = exceptions.set_exception(
        elm.mary, provider=OKAFOR, version=2, day=DECEMBER, to_day=DECEMBER.add(days=6), hours="off", note="away"
    )
    assert done.message == "Okafor Tue 1 Dec 2026 to Mon 7 Dec 2026: off; 1 visit outside"
    assert [line.words for line in exceptions.of_provider(elm.mary, provider=OKAFOR)][:2] == [
        "Sat 28 Nov 2026 9:00a-1:00p  flu shots", "Tue 1 Dec 2026 off  away",
    ]  # fmt: skip
    assert calendar.day(elm.mary, day=DECEMBER).columns[0].open == ()
    assert undo(elm.mary).message.endswith("Okafor Tue 1 Dec 2026 to Mon 7 Dec 2026: hours as they were")
    assert len(exceptions.of_provider(elm.mary, provider=OKAFOR)) == 1
    redo(elm.mary)
    exceptions.clear_exception(elm.mary, provider=OKAFOR, version=version(elm), day=DECEMBER)
    assert elm.book(VU, OKAFOR, elm.at("10:00", days=7), desk=elm.rob)
    assert checks.run(elm.database).findings == ()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"hours": "9a"}, "hours"), ({"hours": ""}, "hours"), ({"hours": "late-5p"}, "hours"),
        ({"hours": "5p-9a"}, "hours"), ({"hours": "9a-12p, 11a-1p"}, "hours"), ({"note": "\x07"}, "note"),
        ({"day": pendulum.Date(2026, 11, 23)}, "day"), ({"to_day": DECEMBER.subtract(days=1)}, "to_day"),
        ({"to_day": DECEMBER.add(years=1)}, "to_day"), ({"provider": 99}, "provider"),
    ],
)  # fmt: skip
def test_hours_of_a_day_that_are_none(values: dict[str, Any], field: str, elm: Elm) -> None:
    wish = {"provider": OKAFOR, "version": 1, "day": DECEMBER, "hours": "off"}
    before = elm.counts()
    assert said_by(lambda: exceptions.set_exception(elm.mary, **{**wish, **values}))[0] == field
    assert elm.counts() == before


def test_holds_of_the_buffer_of_a_person_at_two_sites(two: Elm) -> None:
    """The time kept free afterwards keeps the person where they are."""
    from dataclasses import asdict

    from frontdesk.logic import kinds

    page = kinds.page(two.mary, kind=1)
    practice.edit_kind(two.mary, kind=1, version=1, **{**asdict(page.terms), "buffer": 60})
    two.book(ABBOTT, OKAFOR, "14:00")
    assert said_by(lambda: two.book(DIAZ, OKAFOR_AT_BAY, west("2026-11-24", "12:00")))[1] == "person"
    assert two.book(DIAZ, OKAFOR_AT_BAY, west("2026-11-24", "12:15"))
    assert Hold.select().where(Hold.resource_kind == ResourceKind.PROVIDER).count() == 2
