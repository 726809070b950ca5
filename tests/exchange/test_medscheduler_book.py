"""The whole book that the medscheduler package made: imported once, looked at from every side."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pendulum
import pytest

from frontdesk.db.audit import first_fault, head
from frontdesk.desk import undo
from frontdesk.exchange.medscheduler import import_folder
from frontdesk.exchange.report import ImportReport
from frontdesk.logic import calendar, checks, patients, practice
from frontdesk.logic.importing import outcomes_unknown
from tests.elm import ZONE, Elm, open_copy
from tests.outside_data import outside

COUNTS = {"attended": 21_644, "cancelled": 4_682, "did not attend": 1_734, "scheduled": 251, "unknown": 112}
"""SOURCES.md."""
PLACES = {"attended": "done", "cancelled": "cancelled", "did not attend": "no_show"}
"""The others stand as scheduled."""


@dataclass
class Imported:
    """The practice with the book in it."""

    elm: Elm
    folder: Path
    report: ImportReport

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows of the practice's file."""
        found: list[tuple[Any, ...]] = self.elm.database.peewee.execute_sql(sql).fetchall()
        return found

    def file(self, name: str) -> list[dict[str, str]]:
        """Rows of the book's file."""
        with (self.folder / name).open(newline="", encoding="utf-8") as lines:
            return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def book(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Imported]:
    folder = outside("medscheduler")
    elm = open_copy(founded, tmp_path_factory.mktemp("book"))
    yield Imported(elm, folder, import_folder(elm.mary, folder))
    elm.database.close()


def test_every_row_went_in(book: Imported) -> None:
    assert book.report.faults == ()
    new = {tally.file: tally.new for tally in book.report.tallies}
    assert new == {"patients.csv": 15_333, "slots.csv": 31_320, "appointments.csv": 28_423}


def test_visits_by_state_are_as_many_as_the_source_says(book: Imported) -> None:
    places = dict(book.rows("SELECT place, count(*) FROM visit GROUP BY place"))
    assert places == {
        "done": COUNTS["attended"],
        "cancelled": COUNTS["cancelled"],
        "no_show": COUNTS["did not attend"],
        "scheduled": COUNTS["scheduled"] + COUNTS["unknown"],
    }
    assert outcomes_unknown() == COUNTS["unknown"]


def test_nothing_is_wrong_with_the_file(book: Imported) -> None:
    assert checks.run(book.elm.database).findings == ()
    assert first_fault() is None


def test_no_two_visits_hold_the_same_time(book: Imported) -> None:
    overlaps = book.rows(
        "SELECT a.id, b.id FROM hold a JOIN hold b ON a.resource_kind = b.resource_kind "
        "AND a.resource = b.resource AND a.id < b.id AND a.starts < b.ends AND b.starts < a.ends "
        "AND b.starts > a.starts - 90000 WHERE a.live = 1 AND b.live = 1"
    )
    assert overlaps == []
    live = book.rows("SELECT count(*) FROM hold WHERE live = 1")[0][0]
    assert live == 2 * (len(book.file("appointments.csv")) - COUNTS["cancelled"] - COUNTS["did not attend"])


@pytest.mark.parametrize(
    "day", ["2025-01-01", "2025-05-27", "2025-10-01", "2026-03-09", "2026-11-24", "2026-12-02"]
)
def test_a_day_shows_the_rows_of_the_file(book: Imported, day: str) -> None:
    numbers = dict(book.rows("SELECT id, number FROM patient"))
    wanted = defaultdict(list)
    for row in book.file("appointments.csv"):
        if row["appointment_date"] == day:
            place = PLACES.get(row["status"], "scheduled")
            wanted[place == "cancelled"].append((row["appointment_time"], row["patient_id"], place))
    assert wanted
    date = pendulum.Date.fromisoformat(day)
    shown = calendar.day(book.elm.mary, day=date)
    (column,) = [column for column in shown.columns if column.short == "Imported"]
    off = [visit for visit in calendar.cancelled(book.elm.mary, day=date) if visit.place == "cancelled"]
    for visits, rows in ((column.visits, wanted[False]), (off, wanted[True])):
        seen = [(wall(visit.starts), numbers[visit.patient], str(visit.place)) for visit in visits]
        assert sorted(seen) == sorted(rows)
    assert {visit.minutes for visit in (*column.visits, *off)} == {10}
    assert shown.step == 10


def wall(at: int) -> str:
    return pendulum.from_timestamp(at, tz=ZONE).format("HH:mm:ss")


def test_the_events_give_the_waiting_times_of_the_file(book: Imported) -> None:
    events: dict[str, dict[str, int]] = defaultdict(dict)
    query = (
        "SELECT substr(r.key, 7), e.place, e.at FROM visit_event e "
        "JOIN external_ref r ON r.subject_kind = 'visit' AND r.subject = e.visit"
    )
    for visit, place, at in book.rows(query):
        assert place not in events[visit]
        events[visit][place] = at
    attended = [row for row in book.file("appointments.csv") if row["status"] == "attended"]
    for row in attended:
        mine = events[row["appointment_id"]]
        assert list(mine) == ["scheduled", "arrived", "with_provider", "done"]
        assert abs((mine["with_provider"] - mine["arrived"]) / 60 - float(row["waiting_time"])) < 0.1
        assert abs((mine["done"] - mine["with_provider"]) / 60 - float(row["appointment_duration"])) < 0.1
        assert wall(mine["arrived"]) == row["check_in_time"]
        assert wall(mine["done"]) == row["end_time"]
    rolled = sum(row["end_time"] < row["start_time"] for row in attended)
    assert rolled == 42, "the rows that SOURCES.md counts"


def test_the_slots_are_the_hours(book: Imported) -> None:
    hours = book.rows(
        "SELECT weekday, opens, closes, from_day, to_day FROM hours JOIN provider p ON p.id = provider "
        "WHERE p.short = 'Imported'"
    )
    assert sorted(hours) == [
        (0, 480, 1080, "2025-01-06", "2026-12-28"),
        (1, 480, 1080, "2025-01-07", "2026-12-29"),
        (2, 480, 1080, "2025-01-01", "2026-12-30"),
        (3, 480, 1080, "2025-01-02", "2026-12-31"),
        (4, 480, 1080, "2025-01-03", "2026-12-25"),
    ]
    opened = {(date, minute) for date in days() for minute in range(480, 1080, 10)}
    slots = {(row["appointment_date"], minutes(row["appointment_time"])) for row in book.file("slots.csv")}
    assert slots == opened


def days() -> list[str]:
    first, last = pendulum.Date(2025, 1, 1), pendulum.Date(2026, 12, 31)
    return [day.isoformat() for day in pendulum.interval(first, last).range("days") if day.weekday() < 5]


def minutes(time: str) -> int:
    return int(time[:2]) * 60 + int(time[3:5])


def test_patients_keep_number_name_birth_and_sex(book: Imported) -> None:
    stored = {
        number: (" ".join(part for part in (prefix, given, family, suffix) if part), birth, sex)
        for number, prefix, given, family, suffix, birth, sex in book.rows(
            "SELECT number, prefix, given, family, suffix, birth, sex FROM patient"
        )
    }
    for row in book.file("patients.csv"):
        assert stored[row["patient_id"]] == (row["name"], row["dob"], row["sex"][0])
    suffixes = Counter(suffix for (suffix,) in book.rows("SELECT suffix FROM patient WHERE suffix <> ''"))
    assert suffixes["MD"] == 157
    assert suffixes["Jr."] == 29


def test_a_patient_is_found_by_name(book: Imported) -> None:
    found = patients.search(book.elm.mary, text="henderson ang")
    assert "00003" in [row.number for row in found.rows]


def test_whole_batches_leave_one_audit_record_each(book: Imported) -> None:
    records = book.rows("SELECT topics, length(topics) FROM audit WHERE action = 'data.import_batch'")
    batches = book.rows("SELECT count(*) FROM change_done WHERE name = 'data.import_batch'")[0][0]
    assert batches == len(records) < 2000
    topics = {topic for text, _ in records for topic in text.split()}
    provider = next(card.id for card in practice.providers(book.elm.mary) if card.short == "Imported")
    assert {"setup", "patients", "day:2026-11-24", f"provider:{provider}"} <= topics


def test_a_second_run_changes_nothing(book: Imported) -> None:
    before, counts = head(), book.elm.counts()
    again = import_folder(book.elm.mary, book.folder, as_of=pendulum.Date(2026, 6, 1))
    assert (again.new, again.known, again.changed, again.refused) == (0, 75_076, 0, 0)
    assert head() == before
    assert book.elm.counts() == counts


def test_out_at_half_past_seven_loses_nobody_and_undo_restores_all(book: Imported) -> None:
    """The busiest day to come: every visit of it is on the list, each outcome and the absence itself go back."""
    elm = book.elm
    tables = "SELECT id, starts, ends, place, cancel_reason FROM visit", "SELECT * FROM hold"
    (day, provider, _), *_ = book.rows(
        "SELECT date(v.starts, 'unixepoch', '-5 hours') AS day, h.resource, count(*) AS n FROM visit v "
        "JOIN hold h ON h.visit = v.id AND h.resource_kind = 'provider' WHERE v.place = 'scheduled' "
        "AND date(v.starts, 'unixepoch', '-5 hours') > '2026-11-24' GROUP BY 1, 2 ORDER BY n DESC"
    )
    year, month, number = map(int, day.split("-"))
    elm.clock.set(pendulum.datetime(year, month, number, 7, 30, tz=ZONE))
    whole = calendar.day(elm.mary, day=pendulum.date(year, month, number))
    coming = [v.id for c in whole.columns for v in c.visits if c.provider == provider and v.place == "scheduled"]
    before = [book.rows(f"{sql} ORDER BY id") for sql in tables]
    begin, end = elm.mary.bounds(whole.day)
    calendar.out(elm.mary, provider=provider, starts=begin, ends=end, reason="flu")
    listed = calendar.out_list(elm.mary)
    assert [row.visit.id for row in listed] == coming
    assert len(coming) > 5
    steps = 1
    for number, row in enumerate(listed):
        if number % 3 == 0 and row.offers:
            offer = row.offers[0]
            calendar.move(
                elm.mary,
                visit=row.visit.id,
                version=row.visit.version,
                starts=offer.starts,
                provider=offer.provider,
            )
        elif number % 3 == 1:
            calendar.cancel(elm.mary, visit=row.visit.id, version=row.visit.version, reason="practice")
        else:
            continue
        steps += 1
    assert {row.visit.id for row in calendar.out_list(elm.mary)} == set(coming[2::3]) | {
        row.visit.id for number, row in enumerate(listed) if number % 3 == 0 and not row.offers
    }
    for _ in range(steps):
        undo(elm.mary)
    assert calendar.out_list(elm.mary) == ()
    after = [book.rows(f"{sql} ORDER BY id") for sql in tables]
    assert after[0] == before[0]
    held = {row[0]: row for row in after[1]}
    assert [held[row[0]] for row in before[1]] == before[1]
    assert checks.run(elm.database).findings == ()
