"""Small books: how each kind of row goes in, and how a bad one stays out while the rest goes in."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pendulum
import pytest

from frontdesk.db.audit import AuditDetail, first_fault, head
from frontdesk.db.calendar import Hold, Visit, VisitEvent
from frontdesk.db.patients import Patient
from frontdesk.db.practice import ExternalRef, Setting, WorklistItem
from frontdesk.desk import Refused, undo
from frontdesk.exchange.medscheduler import import_folder
from frontdesk.exchange.report import Fault
from frontdesk.logic import calendar, checks, patients, practice
from frontdesk.logic.importing import outcomes_unknown
from tests.elm import MORNING, ZONE, Elm, open_copy
from tests.exchange.books import TUESDAY, WEDNESDAY, BookOfTests, busy_book


@pytest.fixture
def book(tmp_path: Path) -> BookOfTests:
    return BookOfTests(tmp_path / "book")


def at(day: str, time: str) -> int:
    return int(pendulum.parse(f"{day}T{time}", tz=ZONE).timestamp())


def visit_of(line: int) -> Visit:
    """The visit that stands on a line of appointments.csv."""
    ref = ExternalRef.get(ExternalRef.key == f"visit/{line - 1:06d}")
    return Visit.get_by_id(ref.subject)


def events(visit: Visit) -> list[tuple[str, int]]:
    rows = VisitEvent.select().where(VisitEvent.visit == visit.id).order_by(VisitEvent.id)
    return [(str(row.place), int(row.at.timestamp())) for row in rows]


# What each row becomes ------------------------------------------------------------------------------


def test_an_attended_visit_is_done_with_its_events(elm: Elm, book: BookOfTests) -> None:
    book.patient()
    line = book.visit(times=("07:55:10", "08:03:00", "08:11:30"))
    import_folder(elm.mary, book.write())
    visit = visit_of(line)
    assert (visit.place, visit.cancel_reason, visit.version) == ("done", "", 1)
    assert (int(visit.starts.timestamp()), int(visit.ends.timestamp())) == (
        at(TUESDAY, "08:00:00"), at(TUESDAY, "08:10:00"),
    )  # fmt: skip
    assert events(visit) == [
        ("scheduled", at("2026-11-10", "00:00:00")),
        ("arrived", at(TUESDAY, "07:55:10")),
        ("with_provider", at(TUESDAY, "08:03:00")),
        ("done", at(TUESDAY, "08:11:30")),
    ]
    assert {row.live for row in Hold.select().where(Hold.visit == visit.id)} == {True}


def test_a_no_show_and_a_cancelled_visit_hold_nothing_so_the_slot_can_be_booked_again(
    elm: Elm, book: BookOfTests
) -> None:
    for name in ("June Abbott", "Luis Diaz", "Rae Stone"):
        book.patient(name)
    off = [book.visit("cancelled", patient=1), book.visit("did not attend", patient=2)]
    line = book.visit(patient=3)
    report = import_folder(elm.mary, book.write())
    assert report.refused == 0
    cancelled, missed = map(visit_of, off)
    assert (cancelled.place, cancelled.cancel_reason) == ("cancelled", "patient")
    assert "does not say when" in cancelled.cancel_note
    assert events(cancelled)[-1] == ("cancelled", at(TUESDAY, "08:00:00"))
    assert events(missed)[-1] == ("no_show", at(TUESDAY, "08:10:00"))
    live = Hold.select().where(Hold.live == 1)
    assert {row.visit_id for row in live} == {visit_of(line).id}


def test_a_visit_cancelled_before_the_import_was_cancelled_at_the_latest_then(elm: Elm, book: BookOfTests) -> None:
    book.patient()
    line = book.visit("cancelled", day="2026-12-01")
    import_folder(elm.mary, book.write())
    assert events(visit_of(line))[-1] == ("cancelled", int(MORNING.timestamp()))


def test_an_unknown_outcome_stays_scheduled_and_comes_on_the_worklist(elm: Elm, book: BookOfTests) -> None:
    book.patient()
    unknown, ahead = book.visit("unknown"), book.visit("scheduled", day="2026-11-25")
    import_folder(elm.mary, book.write())
    assert [visit_of(line).place for line in (unknown, ahead)] == ["scheduled", "scheduled"]
    (item,) = WorklistItem.select()
    assert (item.kind, item.subject_kind, item.subject) == ("outcome_unknown", "visit", visit_of(unknown).id)
    assert outcomes_unknown() == 1
    calendar.no_show(elm.rob, visit=visit_of(unknown).id, version=1)
    assert outcomes_unknown() == 0, "somebody said what became of it"


def test_a_step_before_the_one_before_it_is_on_the_next_day(elm: Elm, book: BookOfTests) -> None:
    book.patient()
    end = book.visit(time="17:00", times=("16:50:00", "23:50:00", "00:04:00"))
    start = book.visit(time="17:50", times=("17:46:20", "00:57:57", "01:23:03"))
    import_folder(elm.mary, book.write())
    assert events(visit_of(end))[2:] == [
        ("with_provider", at(TUESDAY, "23:50:00")), ("done", at(WEDNESDAY, "00:04:00")),
    ]  # fmt: skip
    assert events(visit_of(start))[2:] == [
        ("with_provider", at(WEDNESDAY, "00:57:57")), ("done", at(WEDNESDAY, "01:23:03")),
    ]  # fmt: skip


def test_a_time_that_the_clocks_skip_and_one_that_comes_twice(elm: Elm, book: BookOfTests) -> None:
    book.patient()
    skipped = book.visit(
        "scheduled", time="02:30", day="2027-03-14", booked="2027-03-01"
    )  # at 2:00 the clocks go to 3:00
    twice = book.visit(
        time="01:20", day="2026-11-01", times=("01:10:00", "01:50:00", "01:05:00"), booked="2026-10-20"
    )  # at 2:00 the clocks go to 1:00
    report = import_folder(elm.mary, book.write())
    assert report.refused == 0
    assert visit_of(skipped).starts == pendulum.datetime(2027, 3, 14, 3, 30, tz=ZONE)
    came, began, left = (moment for _, moment in events(visit_of(twice))[1:])
    assert (began - came, left - began) == (40 * 60, 15 * 60), "1:05 after 1:50 is the later one"


def test_as_of_a_day_later_visits_stay_scheduled(elm: Elm, book: BookOfTests) -> None:
    book.patient()
    before = book.visit("attended", day=TUESDAY)
    ahead = [
        book.visit(status, time=time, day=WEDNESDAY)
        for status, time in (("attended", "08:00"), ("did not attend", "08:10"), ("unknown", "08:20"))
    ]
    off = book.visit("cancelled", day=WEDNESDAY)
    import_folder(elm.mary, book.write(), as_of=pendulum.Date.fromisoformat(WEDNESDAY))
    assert visit_of(before).place == "done"
    assert [visit_of(line).place for line in ahead] == ["scheduled"] * 3
    assert all(len(events(visit_of(line))) == 1 for line in ahead)
    assert outcomes_unknown() == 0
    assert visit_of(off).place == "cancelled", "its time may have been given away"


def test_names_come_apart_and_the_number_stays(elm: Elm, book: BookOfTests) -> None:
    book.patient("Mrs. Marie Harrington DDS", "Female", "1962-06-16")
    book.patient("José de la Cruz Jr.", "Male", "")
    import_folder(elm.mary, book.write())
    marie, jose = (Patient.get(Patient.number == number) for number in ("00001", "00002"))
    assert (marie.prefix, marie.given, marie.family, marie.suffix) == ("Mrs.", "Marie", "Harrington", "DDS")
    assert (marie.sex, marie.birth, marie.registered_at) == ("F", pendulum.Date(1962, 6, 16), MORNING)
    assert (jose.given, jose.family, jose.suffix, jose.birth) == ("José", "de la Cruz", "Jr.", None)
    assert [row.number for row in patients.search(elm.rob, text="delacruz").rows] == ["00002"]


def test_a_number_that_another_patient_has_is_given_out_anew(elm: Elm, book: BookOfTests) -> None:
    taken = Patient.select(Patient.number).order_by(Patient.id).first().number
    book.patients.append(f"{taken},Marie Harrington,Female,1962-06-16")
    report = import_folder(elm.mary, book.write())
    assert report.refused == 0
    marie = Patient.get(Patient.family == "Harrington")
    assert marie.number not in ("", taken)


def test_the_book_brings_its_provider_its_kind_and_its_step_once(elm: Elm, book: BookOfTests) -> None:
    book.patient()
    book.visit(time="09:00")
    book.slot(TUESDAY, "09:10")
    import_folder(elm.mary, book.write())
    import_folder(elm.mary, book.write())
    assert [card.short for card in practice.providers(elm.mary)].count("Imported") == 1
    (kind,) = [kind for kind in practice.kinds(elm.mary) if kind.code == "APT"]
    assert kind.minutes == 10
    assert practice.step_minutes(elm.mary) == 10
    elm.clock.set(pendulum.parse(f"{TUESDAY}T09:00", tz=ZONE))
    assert practice.step_minutes(elm.mary) == 10, "the book's own days are shown as it had them"


def test_a_step_that_the_practice_has_chosen_stays(elm: Elm, book: BookOfTests) -> None:
    practice.set_step(elm.mary, minutes=30)
    settings = Setting.select().count()
    book.slot(TUESDAY, "09:00")
    book.slot(TUESDAY, "09:10")
    import_folder(elm.mary, book.write())
    assert practice.step_minutes(elm.mary) == 30
    assert Setting.select().count() == settings


# What stays out -------------------------------------------------------------------------------------


def spoilt_patient(old: str, new: str) -> Callable[[BookOfTests], None]:
    def spoil(book: BookOfTests) -> None:
        book.patients[2] = book.patients[2].replace(old, new)

    return spoil


def spoilt_visit(old: str, new: str) -> Callable[[BookOfTests], None]:
    def spoil(book: BookOfTests) -> None:
        assert old in book.visits[2]
        book.visits[2] = book.visits[2].replace(old, new, 1)

    return spoil


BAD: list[tuple[str, str, Callable[[BookOfTests], None]]] = [
    ("patients.csv", "There is no month 13", spoilt_patient("1984-01-30", "1984-13-30")),
    ("patients.csv", "between 1880 and today", spoilt_patient("1984-01-30", "2030-01-30")),
    ("patients.csv", "not a date", spoilt_patient("1984-01-30", "30.01.1984")),
    ("patients.csv", "patient_id: .* is no number", spoilt_patient("00002", "0OO02")),
    ("patients.csv", "patient_id is empty", spoilt_patient("00002", "")),
    ("patients.csv", "00001 stands on line 2 already", spoilt_patient("00002", "00001")),
    ("patients.csv", "3 columns, the header has 4", spoilt_patient(",Male", "")),
    ("patients.csv", "sex: write", spoilt_patient("Male", "Mail")),
    ("patients.csv", r"U\+001B", spoilt_patient("Rae Stone", "Rae \x1b]52;c;aGk=\x07Stone")),
    ("patients.csv", r"U\+202E", spoilt_patient("Rae Stone", "Rae \u202eStone")),
    ("patients.csv", r"U\+000D", spoilt_patient("Rae Stone", "Rae\rStone")),
    ("patients.csv", "can't be shown", spoilt_patient("Rae Stone", "Rae \udcffStone")),
    ("patients.csv", "at least one letter", spoilt_patient("Rae Stone", "123")),
    ("patients.csv", "no name", spoilt_patient("Rae Stone", " ")),
    ("patients.csv", "characters long", spoilt_patient("Rae Stone", "Rae " + "o" * 90)),
    ("patients.csv", "quotation marks", spoilt_patient("Rae Stone", '"Rae Stone')),
    ("patients.csv", "longer than", spoilt_patient("Rae Stone", "o" * 250_000)),
    ("appointments.csv", "no patient 00009", spoilt_visit(",00002,Female", ",00009,Female")),
    ("appointments.csv", "appointment_date: There is no month 21", spoilt_visit(",2026-11-17,", ",2026-21-17,")),
    ("appointments.csv", "appointment_time: .* is no time", spoilt_visit(",08:10:00,", ",8:1O:00,")),
    ("appointments.csv", "no whole minute", spoilt_visit(",08:10:00,", ",08:10:30,")),
    ("appointments.csv", "slot_id: there is no slot 77", spoilt_visit(",00002,2026-11-10", ",77,2026-11-10")),
    (
        "appointments.csv",
        "slot 00001 begins at another time",
        spoilt_visit(",00002,2026-11-10", ",00001,2026-11-10"),
    ),
    ("appointments.csv", "booked after its own day", spoilt_visit("2026-11-10", "2026-11-30")),
    ("appointments.csv", "status: it is none of", spoilt_visit("attended", "atended")),
    ("appointments.csv", "yet there is a time", spoilt_visit("attended", "cancelled")),
    ("appointments.csv", "check_in_time: .* is no time", spoilt_visit("08:05:00", "")),
    ("appointments.csv", "end_time: .* is no time", spoilt_visit("08:19:00", "25:19:00")),
    ("appointments.csv", "start_time: it is before the step", spoilt_visit("08:11:00", "07:11:00")),
    ("appointments.csv", "end_time: it is before the step", spoilt_visit("08:19:00", "08:10:59")),
    ("appointments.csv", "appointment_duration: .* is no number", spoilt_visit(",8.5,", ",8.S,")),
    ("appointments.csv", "age: .* is no number", spoilt_visit(",47,", ",4T,")),
    ("appointments.csv", "000001 stands on line 2 already", spoilt_visit("000002", "000001")),
    (
        "appointments.csv",
        "overlaps another visit",
        spoilt_visit(",00002,2026-11-10,2026-11-17,08:10", ",00001,2026-11-10,2026-11-17,08:00"),
    ),
]  # fmt: skip
"""The file, what is said about its third line, and what is wrong there."""


@pytest.mark.parametrize(("file", "said", "spoil"), BAD, ids=[f"{file}: {said}" for file, said, _ in BAD])
def test_a_bad_row_is_reported_and_the_rest_goes_in(
    elm: Elm, book: BookOfTests, file: str, said: str, spoil: Callable[[BookOfTests], None]
) -> None:
    book.patient("June Abbott", "Female", "1979-02-11")
    book.patient("Rae Stone", "Male", "1984-01-30")
    book.patient("Luis Diaz", "Male", "1990-07-04")
    book.visit(patient=1)
    book.visit(patient=2, time="08:10", times=("08:05:00", "08:11:00", "08:19:00"))
    book.visit(patient=3, time="08:20", times=("08:15:00", "08:21:00", "08:29:00"))
    spoil(book)
    before = Patient.select().count()
    report = import_folder(elm.mary, book.write())
    first = report.faults[0]
    assert (first.file, first.line) == (file, 3)
    assert re.search(said, first.reason), first.reason
    follows = [] if file == "appointments.csv" else [fault for fault in report.faults if fault.file != file]
    assert len(report.faults) == 1 + len(follows)
    assert all(fault.line == 3 and "patient_id" in fault.reason for fault in follows)
    assert Patient.select().count() - before == 3 - (file == "patients.csv")
    assert Visit.select().count() == 2
    assert all(character.isprintable() for fault in report.faults for character in fault.reason)
    assert checks.run(elm.database).findings == ()


def test_a_visit_of_a_refused_patient_says_where_the_patient_stands(elm: Elm, book: BookOfTests) -> None:
    line = book.patient(born="yesterday")
    visit = book.visit(patient=1)
    report = import_folder(elm.mary, book.write())
    assert report.faults[1] == Fault(
        "appointments.csv", visit, f"patient_id: patient 00001 was refused (patients.csv:{line})"
    )


def test_a_slot_that_cannot_be_read_takes_no_visit_with_it(elm: Elm, book: BookOfTests) -> None:
    book.patient()
    line = book.visit()
    book.slots[1] = book.slots[1].replace("08:00", "08:00:")
    report = import_folder(elm.mary, book.write())
    assert [fault.file for fault in report.faults] == ["slots.csv"]
    assert visit_of(line).place == "done"


def test_a_visit_over_one_that_the_desk_booked_stays_out(elm: Elm, book: BookOfTests) -> None:
    book.patient()
    import_folder(elm.mary, book.write())
    patient = Patient.get(Patient.number == "00001").id
    elm.book(patient, 1, "10:00")
    for time in ("10:00", "10:10", "11:00"):
        book.visit("scheduled", time=time, day="2026-11-24")
    report = import_folder(elm.mary, book.write())
    assert [fault.line for fault in report.faults] == [2, 3]
    assert all("overlaps" in fault.reason for fault in report.faults)
    assert visit_of(4).place == "scheduled"


@pytest.mark.parametrize("name", ["patients.csv", "slots.csv", "appointments.csv"])
def test_a_missing_file_or_column_is_one_refusal_and_writes_nothing(
    elm: Elm, book: BookOfTests, name: str
) -> None:
    book.patient()
    folder = book.write()
    before = elm.counts()
    (folder / name).write_text("patient,slot\n1,2\n", encoding="utf-8")
    with pytest.raises(Refused, match=rf"{name} has no column"):
        import_folder(elm.mary, folder)
    (folder / name).unlink()
    with pytest.raises(Refused, match=rf"{name} can't be read: No such file"):
        import_folder(elm.mary, folder)
    assert elm.counts() == before


def test_columns_may_stand_in_another_order_with_others_between(elm: Elm, book: BookOfTests) -> None:
    folder = book.write()
    text = '\ufeffname,dob,colour,patient_id,sex\r\n"Abbott, June",1979-02-11,red,00001,Female\r\n\r\n'
    (folder / "patients.csv").write_text(text, encoding="utf-8", newline="")
    assert import_folder(elm.mary, folder).refused == 0
    june = Patient.get(Patient.number == "00001")
    assert (june.family, june.given) == ("Abbott", "June")


def test_only_who_may_import_imports(elm: Elm, book: BookOfTests) -> None:
    before = elm.counts()
    with pytest.raises(Refused) as refusal:
        import_folder(elm.rob, book.write())
    assert refusal.value.code == "permission"
    assert elm.counts() == before


# Again, interrupted, beside others -------------------------------------------------------------------


def slow() -> Callable[[], float]:
    """A stopwatch on which every batch takes a whole second, so that batches become as small as they get."""
    seconds = iter(range(1_000_000))
    return lambda: float(next(seconds))


def state() -> list[tuple[Any, ...]]:
    """What the book became, without the numbers of rows."""
    rows = []
    for ref in ExternalRef.select().order_by(ExternalRef.key):
        if ref.subject_kind == "visit":
            visit = Visit.get_by_id(ref.subject)
            number = Patient.get_by_id(visit.patient_id).number
            rows.append((ref.key, ref.hash, number, visit.starts, visit.place, tuple(events(visit))))
        else:
            rows.append((ref.key, ref.hash))
    return rows


def test_an_interrupted_import_completes_when_it_is_run_again(elm: Elm, tmp_path: Path, founded: Path) -> None:
    folder = busy_book(tmp_path / "book").write()
    rounds, stopped = 0, True
    while stopped:
        asked = iter([False, False])
        report = import_folder(elm.mary, folder, stopped=partial(next, asked, True), ticks=slow())
        stopped, rounds = report.stopped, rounds + 1
        assert report.text().startswith("Stopped") == stopped
        assert checks.run(elm.database).findings == ()
    assert rounds > 3
    interrupted = state()
    hours = list(elm.database.peewee.execute_sql("SELECT weekday, opens, closes, from_day, to_day FROM hours"))
    other = open_copy(founded, tmp_path / "other")
    import_folder(other.mary, folder)
    assert state() == interrupted
    at_once = other.database.peewee.execute_sql("SELECT weekday, opens, closes, from_day, to_day FROM hours")
    assert list(at_once) == hours
    other.database.close()


def test_a_second_run_writes_nothing(elm: Elm, tmp_path: Path) -> None:
    folder = busy_book(tmp_path / "book").write()
    first = import_folder(elm.mary, folder)
    before, last = elm.counts(), head()
    again = import_folder(elm.mary, folder)
    assert (again.new, again.known) == (0, first.new)
    assert (elm.counts(), head()) == (before, last)


def test_rows_that_were_added_go_in_and_lengthen_the_hours(elm: Elm, book: BookOfTests) -> None:
    book.patient()
    book.visit(time="08:00")
    book.slot(TUESDAY, "08:10")
    import_folder(elm.mary, book.write())
    book.patient("Luis Diaz")
    line = book.visit("scheduled", time="08:20", patient=2)
    report = import_folder(elm.mary, book.write())
    assert (report.new, report.known) == (3, 4)
    assert visit_of(line).place == "scheduled"
    day = calendar.day(elm.mary, day=pendulum.Date.fromisoformat(TUESDAY))
    (column,) = [column for column in day.columns if column.short == "Imported"]
    assert sum(closes - opens for opens, closes in column.open) == 30 * 60


def test_a_row_that_changed_is_reported_and_what_is_here_is_kept(elm: Elm, book: BookOfTests) -> None:
    patient = book.patient()
    line = book.visit("scheduled")
    import_folder(elm.mary, book.write())
    book.patients[1] = book.patients[1].replace("Abbott", "Abbot")
    book.visits[1] = book.visits[1].replace("scheduled", "cancelled").replace(",47,", ",48,")
    before, last = elm.counts(), head()
    report = import_folder(elm.mary, book.write())
    assert (report.new, report.changed, report.refused) == (0, 2, 0)
    assert [(fault.file, fault.line) for fault in report.faults] == [
        ("patients.csv", patient), ("appointments.csv", line),
    ]  # fmt: skip
    assert visit_of(line).place == "scheduled"
    assert (elm.counts(), head()) == (before, last)


def test_an_age_that_changed_makes_no_other_row(elm: Elm, book: BookOfTests) -> None:
    book.patient()
    book.visit()
    import_folder(elm.mary, book.write())
    book.visits[1] = book.visits[1].replace(",47,", ",48,")
    report = import_folder(elm.mary, book.write())
    assert (report.changed, report.known) == (0, 3)


def test_two_imports_of_one_book_at_the_same_time_bring_it_in_once(elm: Elm, tmp_path: Path) -> None:
    folder = busy_book(tmp_path / "book").write()
    inner = []

    def another(what: str, done: int, total: int) -> None:
        if (what, done) == ("patients", 0):
            inner.append(import_folder(elm.next_session(elm.mary), folder))

    outer = import_folder(elm.mary, folder, progress=another)
    assert inner[0].refused == outer.refused == 0
    assert inner[0].new + outer.new == outer.new + outer.known - inner[0].known
    assert Visit.select().count() == 40
    assert checks.run(elm.database).findings == ()


def test_progress_runs_from_nothing_to_the_end_of_each_file(elm: Elm, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    folder = busy_book(tmp_path / "book").write()
    import_folder(elm.mary, folder, progress=lambda *said: told.append(said), ticks=slow())
    for what in ("patients", "slots", "visits"):
        mine = [(done, total) for name, done, total in told if name == what]
        assert mine == sorted(mine)
        assert (mine[0], mine[-1]) == ((0, 40), (40, 40))
        assert len(mine) > 3


def test_every_batch_is_audited_and_none_can_be_undone(elm: Elm, tmp_path: Path) -> None:
    folder = busy_book(tmp_path / "book").write()
    last = head()[0]
    import_folder(elm.mary, folder)
    bodies = [json.loads(row.body)["after"] for row in AuditDetail.select().where(AuditDetail.seq > last)]
    assert [body["source"] for body in bodies] == ["medscheduler"] * len(bodies)
    for file, counted in (("patients.csv", "patients"), ("slots.csv", "slots"), ("appointments.csv", "visits")):
        lines = [body["lines"] for body in bodies if body["counts"][counted]]
        assert lines[0][0] == 2
        assert lines[-1][1] == 41
        assert sum(body["counts"][counted] for body in bodies if body["file"] == file) == 40
    assert first_fault() is None
    with pytest.raises(Refused) as refusal:
        undo(elm.mary)
    assert refusal.value.code == "final"


def test_a_console_hears_what_came_in(elm: Elm, book: BookOfTests) -> None:
    from frontdesk.desk import news

    book.patient()
    book.visit()
    since = head()[0]
    import_folder(elm.mary, book.write())
    patient = Patient.get(Patient.number == "00001").id
    assert {"setup", "patients", f"day:{TUESDAY}", f"patient:{patient}"} <= news(elm.rob, since).topics
