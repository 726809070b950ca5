"""The demo practice: believable on any day, whole, and the same every time."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pendulum
import pytest
from sqlcipher3 import dbapi2

from frontdesk.db.calendar import Place
from frontdesk.db.engine.practice_file import open_practice
from frontdesk.desk import Desk, FixedClock, Refused
from frontdesk.logic import accounts, calendar, checks, demo, patients, practice
from frontdesk.logic.calendar.recurrence import read

TUESDAY = ("2026-11-24T09:42", "America/New_York")
MOMENTS = (
    TUESDAY,
    ("2026-11-02T10:30", "America/New_York"),  # the clocks went back the day before
    ("2027-03-12T16:55", "America/Los_Angeles"),  # they go forward in two days
    ("2026-11-21T11:00", "America/New_York"),  # a Saturday
    ("2028-02-29T12:20", "Europe/Berlin"),
    ("2026-07-03T07:05", "Australia/Lord_Howe"),
)


def build(path: Path, at: str, zone: str) -> Path:
    demo.build(path, FixedClock(pendulum.parse(at, tz=zone)), timezone=zone)
    return path


@contextmanager
def at_work(path: Path, at: str, zone: str) -> Iterator[Desk]:
    database = open_practice(path)
    yield accounts.sign_in_as(database, FixedClock(pendulum.parse(at, tz=zone)), login="reception")
    database.close()


@pytest.fixture(scope="module", params=MOMENTS, ids=lambda moment: moment[0])
def everywhere(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    path = build(tmp_path_factory.mktemp("demo") / "practice.db", *request.param)
    with at_work(path, *request.param) as desk:
        yield desk


@pytest.fixture(scope="module")
def tuesday(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("demo") / "practice.db", *TUESDAY)


@pytest.fixture
def desk(tuesday: Path, tmp_path: Path) -> Iterator[Desk]:
    with at_work(Path(shutil.copy(tuesday, tmp_path / "practice.db")), *TUESDAY) as desk:
        yield desk


def rows(desk: Desk, sql: str, *values: object) -> list[tuple]:
    return desk.database.peewee.execute_sql(sql, values).fetchall()


def test_nothing_is_wrong_with_the_file(everywhere: Desk) -> None:
    assert checks.run(everywhere.database).findings == ()


def test_holds_agree_with_their_visits(everywhere: Desk) -> None:
    wrong = rows(
        everywhere,
        "SELECT visit.id FROM hold JOIN visit ON visit.id = hold.visit WHERE hold.starts <> visit.starts "
        "OR hold.ends <> visit.ends OR hold.live <> (place NOT IN ('cancelled', 'no_show'))",
    )
    assert wrong == []
    for kind in ("patient", "provider"):
        held = f"(SELECT count(*) FROM hold AS h WHERE h.visit = visit.id AND h.resource_kind = '{kind}')"
        assert rows(everywhere, f"SELECT id FROM visit WHERE {held} <> 1") == []


def test_events_lead_to_where_each_visit_stands(everywhere: Desk) -> None:
    now = int(everywhere.now().timestamp())
    steps: dict[int, list[tuple]] = {}
    for visit, event, at, place, retracts in rows(
        everywhere, "SELECT visit, id, at, place, retracts FROM visit_event ORDER BY id"
    ):
        steps.setdefault(visit, []).append((event, at, place, retracts))
    for visit, place, booked in rows(everywhere, "SELECT id, place, booked_at FROM visit"):
        mine = steps[visit]
        retracted = {retracts for *_, retracts in mine}
        standing = [step for step in mine if step[3] is None and step[0] not in retracted]
        assert standing[0][1:3] == (booked, "scheduled")
        assert standing[-1][2] == place
        assert [at for _, at, _, _ in mine] == sorted(at for _, at, _, _ in mine)
        assert mine[-1][1] <= now


def test_time_goes_forward(everywhere: Desk) -> None:
    before = "SELECT v.id FROM visit v JOIN patient p ON p.id = v.patient WHERE v.booked_at > v.starts OR "
    assert rows(everywhere, f"{before} p.registered_at > v.booked_at") == []
    born = "SELECT id FROM patient WHERE birth > date(registered_at, 'unixepoch', '+1 day') OR birth < '1880'"
    assert rows(everywhere, born) == []


def test_nobody_is_booked_outside_hours_or_on_leave(everywhere: Desk) -> None:
    for offset in range(-21, 43):
        day = calendar.day(everywhere, day=everywhere.today().add(days=offset))
        for column in day.columns:
            for visit in column.visits:
                assert any(opens <= visit.starts and visit.ends <= closes for opens, closes in column.open)
                assert not any(b.starts < visit.ends and b.ends > visit.starts for b in column.blocks)


def test_the_days_are_full_near_today_and_thin_out(everywhere: Desk) -> None:
    shares = []
    for weeks in (range(0, 8), range(28, 42)):
        booked = capacity = 0
        for offset in weeks:
            for column in calendar.day(everywhere, day=everywhere.today().add(days=offset)).columns:
                booked, capacity = booked + column.booked, capacity + column.capacity
        shares.append(booked / capacity)
    assert shares[0] > 0.65
    assert shares[1] < shares[0] - 0.15


def test_the_dirt_of_real_life(everywhere: Desk) -> None:
    late = "SELECT count(*) FROM visit v JOIN visit_event e ON e.visit = v.id AND e.place = 'cancelled' WHERE "
    assert rows(everywhere, f"{late} v.starts - e.at BETWEEN 0 AND 86400")[0][0] > 5
    assert (
        rows(everywhere, "SELECT count(*) FROM visit WHERE overbook_reason <> '' AND overbook_by > 0")[0][0] > 10
    )
    assert rows(everywhere, "SELECT count(*) FROM visit WHERE place = 'no_show'")[0][0] > 20
    linked = "SELECT rule, count(*) FROM visit JOIN series ON series.id = visit.series GROUP BY series.id"
    assert len(rows(everywhere, linked)) > 5
    for rule, count in rows(everywhere, linked):
        meant = read(rule)
        assert len(set(meant.planned) - set(meant.left_out)) == count > 1
    blocks = {kind for (kind,) in rows(everywhere, "SELECT DISTINCT kind FROM unavailable")}
    assert {"block", "leave"} <= blocks
    namesakes = "SELECT family, given FROM patient GROUP BY 1, 2 HAVING count(DISTINCT birth) > 1"
    assert len(rows(everywhere, namesakes)) > 5
    shared = "SELECT digits FROM patient_phone GROUP BY digits HAVING count(DISTINCT patient) > 1"
    assert len(rows(everywhere, shared)) > 100
    assert rows(everywhere, "SELECT DISTINCT substr(digits, 4, 5) FROM patient_phone") == [("55501",)]


def test_everybody_has_people_around(everywhere: Desk) -> None:
    def count(table: str, where: str) -> int:
        return int(rows(everywhere, f"SELECT count(*) FROM {table} WHERE {where}")[0][0])

    assert count("patient_contact", "guardian = 1 AND digits <> ''") > 200
    assert count("patient_contact", "guardian = 1 AND limits <> ''") > 3
    assert count("patient_contact", "topics = 'nothing' AND limits <> ''") > 3
    assert count("patient_contact", "emergency = 1 AND topics <> ''") > 200
    assert count("patient", "guarantor IS NOT NULL") > 200
    assert count("patient", "interpreter = 1 AND language <> ''") > 40
    assert count("patient", "needs <> ''") > 20
    assert count("patient", "preferred IS NOT NULL") > 900
    assert count("patient_phone", "may_text = 1") > 200
    assert count("patient", "deceased = 1 AND died IS NOT NULL") == 6
    assert count("patient", "test = 1") == 1
    assert count("patient", "dismissed IS NOT NULL") > 0
    idle = "SELECT id FROM patient WHERE deceased = 1 OR dismissed IS NOT NULL OR test = 1"
    assert count("visit", f"patient IN ({idle})") == 0


def test_the_practice_is_as_large_as_promised(desk: Desk) -> None:
    assert practice.title(desk) == "Elm Street Family Medicine"
    assert len(practice.providers(desk)) == 7
    assert len(practice.rooms(desk)) == 6
    assert rows(desk, "SELECT count(*) FROM patient") == [(2000,)]
    days = "SELECT date(min(starts), 'unixepoch'), date(max(starts), 'unixepoch') FROM visit"
    assert rows(desk, days) == [("2026-11-03", "2027-01-05")]


def test_today_shows_every_state_a_morning_has(desk: Desk) -> None:
    visits = [v for column in calendar.day(desk, day=desk.today()).columns for v in column.visits]
    places = Counter(visit.place for visit in visits)
    for place in (Place.DONE, Place.WITH_PROVIDER, Place.ROOMED, Place.ARRIVED, Place.SCHEDULED):
        assert places[place], place
    now = int(desk.now().timestamp())
    assert any(v.place is Place.SCHEDULED and v.starts < now for v in visits), "somebody is late"
    assert all(v.room for v in visits if v.place is Place.WITH_PROVIDER)


def test_few_visits_wait_to_be_placed_again(everywhere: Desk) -> None:
    waiting = calendar.to_place(everywhere)
    assert 3 <= len(waiting) <= 15
    assert [each.why == "bumped" for each in waiting].count(True) >= 1
    early = "SELECT id FROM worklist_item WHERE closed_at < made_at OR closed_at > ?"
    assert rows(everywhere, early, int(everywhere.now().timestamp())) == []


def test_a_weekend_is_quiet(desk: Desk) -> None:
    day = calendar.day(desk, day=desk.today().add(days=4))
    assert [column.booked for column in day.columns] == [0] * 7
    assert (day.clock(day.lines[0]), len(day.lines)) == ("8:00a", 36)


def test_work_goes_on_from_there(desk: Desk) -> None:
    found = patients.search(desk, text="obrien")
    assert found.rows
    assert found.rows[0].name.startswith("O'Brien")
    done = patients.register(desk, family="Newman", given="Paul")
    assert done.values["number"] == "002001"
    monday = calendar.day(desk, day=pendulum.Date(2027, 1, 4))
    taken = {visit.starts for visit in monday.columns[0].visits}
    hours = [pendulum.datetime(2027, 1, 4, 9, tz=desk.zone).add(minutes=15 * step) for step in range(12)]
    starts = next(at for at in hours if int(at.timestamp()) not in taken and at.minute != 15)
    booked = calendar.book(desk, patient=done.values["patient"], provider=1, starts=starts, kind=1)
    assert calendar.visit(desk, visit=booked.values["visit"]).visit.name == "Newman, Paul"


@pytest.mark.parametrize("login", ["manager", "reception", "clinician", "biller", "auditor"])
def test_everybody_signs_in_with_demo(desk: Desk, login: str) -> None:
    theirs = accounts.sign_in(desk.database, desk.clock, login=login, password="demo")
    assert theirs.may("patient.see")
    assert theirs.may("calendar.book") == (login in ("manager", "reception", "clinician"))


TABLES = (
    "patient", "patient_phone", "visit", "hold", "visit_event", "unavailable", "series", "hours", "provider",
    "room", "sequence", "person",
)  # fmt: skip


def test_the_same_every_time_for_a_given_day(tuesday: Path, tmp_path: Path) -> None:
    seen = []
    for path in (tuesday, build(tmp_path / "again.db", *TUESDAY)):
        with closing(dbapi2.connect(path)) as file:
            seen.append({t: file.execute(f"SELECT * FROM {t} ORDER BY 1").fetchall() for t in TABLES})
    assert seen[0] == seen[1]


def test_it_does_not_overwrite_a_practice(desk: Desk) -> None:
    with pytest.raises(Refused, match="There is a practice"):
        demo.build(desk.database.path, desk.clock)
    assert rows(desk, "SELECT count(*) FROM patient") == [(2000,)]


def test_another_days_demo_is_set_aside(tuesday: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(tuesday, tmp_path / "practice.db"))
    assert demo.there(path, pendulum.Date(2026, 11, 24))
    build(path, "2026-11-25T08:00", "America/New_York")
    assert demo.there(path, pendulum.Date(2026, 11, 25))
    assert not demo.there(path, pendulum.Date(2026, 11, 24))
    assert demo.made_for(tmp_path / "practice.db.2026-11-24") == pendulum.Date(2026, 11, 24)


def test_a_practice_is_no_demo(tmp_path: Path) -> None:
    path, clock = tmp_path / "practice.db", FixedClock(pendulum.datetime(2026, 11, 24, 15))
    assert demo.made_for(path) is None
    path.write_text("no database at all")
    assert demo.made_for(path) is None
    path.unlink()
    accounts.create(
        path, clock, name="Harbor", timezone="UTC", admin_name="Mona Lee", login="mlee", password=None
    ).close()
    assert demo.made_for(path) is None
    with pytest.raises(Refused, match="There is a practice"):
        demo.build(path, clock)


def test_it_says_how_far_it_is_and_leaves_no_half_practice(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []

    def progress(what: str, done: int, of: int) -> None:
        told.append((what, done, of))
        if done == of - 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        demo.build(tmp_path / "p.db", FixedClock(pendulum.datetime(2026, 11, 24, 15)), progress=progress)
    assert list(tmp_path.iterdir()) == []
    assert [done for _, done, _ in told] == list(range(told[-1][2]))
    assert told[0][0] == "staff"
