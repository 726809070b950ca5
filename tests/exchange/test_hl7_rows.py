"""What each message does to records and visits, and that what the desk changed stays."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from subprocess import PIPE

import pendulum
import pytest

from frontdesk.db.audit import AuditDetail, first_fault, head
from frontdesk.db.calendar import Device, Hold, Provider, Room, Visit, VisitEvent, VisitKind
from frontdesk.db.messages import Message
from frontdesk.db.patients import Patient, PatientMerge, PatientPhone
from frontdesk.db.practice import ExternalRef, WorklistItem
from frontdesk.desk import Refused, news, undo
from frontdesk.exchange.hl7 import import_folder
from frontdesk.logic import calendar, checks, patients, worklists
from tests.elm import ABBOTT, DIAZ, OKAFOR, REYES, ZONE, Elm
from tests.exchange.letters import adt, merge, read, siu, state


def patient(number: str = "1") -> Patient:
    return Patient.get_by_id(ExternalRef.get(ExternalRef.key == f"patient/MERCY/{number}").subject)


def visit(key: str = "V1") -> Visit:
    return Visit.get_by_id(ExternalRef.get(ExternalRef.key == f"visit/MERCY/{key}").subject)


def places(row: Visit) -> list[str]:
    retracted = VisitEvent.select(VisitEvent.retracts).where(VisitEvent.retracts.is_null(False))
    rows = VisitEvent.select().where(
        VisitEvent.visit == row.id, VisitEvent.retracts.is_null(), VisitEvent.id.not_in(retracted)
    )
    return [str(event.place) for event in rows.order_by(VisitEvent.id)]


def held(row: Visit, kind: str) -> tuple[int, bool, bool]:
    hold = Hold.get(Hold.visit == row.id, Hold.resource_kind == kind)
    return int(hold.resource), bool(hold.live), bool(hold.overbooked)


def notes(elm: Elm, *letters: str) -> list[tuple[str, str]]:
    report = read(elm, *letters)
    assert report.faults == ()
    assert checks.run(elm.database).findings == ()
    return [(note.kind, note.what) for note in report.notes]


# Records ----------------------------------------------------------------------------------------

STAYS = [*range(1, 17), 21, 22, *range(25, 29), 31, 32, 33, 35, 38, 41, 42, 44, 45, *range(49, 56), 60]


@pytest.mark.parametrize("event", STAYS)
def test_every_word_of_a_person_registers_and_updates(elm: Elm, event: int) -> None:
    trigger = f"A{event:02}"
    notes(elm, adt(trigger, "20260101", "1", f7="19700101"), adt("A08", "20260102", "1", "Abel^Anna", f8="F"))
    row = patient()
    assert (row.given, row.birth.isoformat(), str(row.sex)) == ("Anna", "1970-01-01", "F")
    notes(elm, adt(trigger, "20260103", "1", "Abel^Annie"))
    assert patient().given == "Annie"
    assert Patient.select().where(Patient.id > 6).count() == 1
    assert Visit.select().count() == 0


def test_an_empty_field_says_nothing_and_two_quotation_marks_take_away(elm: Elm) -> None:
    notes(elm, adt("A28", "20260101", "1", f7="19700101", f8="F", f11="1 Elm^^Boston", f13="617-555-0142"))
    notes(elm, adt("A08", "20260102", "1"))
    assert (patient().city, PatientPhone.select().count()) == ("Boston", 1)
    notes(elm, adt("A08", "20260103", "1", f7='""', f8='""', f11='""', f13='""'))
    row = patient()
    assert (row.birth, str(row.sex), row.city, PatientPhone.select().count()) == (None, "", "", 0)


def test_a_patient_is_found_by_every_name(elm: Elm) -> None:
    notes(elm, adt("A28", "20260101", "1", "Abel^Ann^^^^^L~Bell^Ann^^^^^M", f9="Carr^Nan"))
    for text in ("abel ann", "bell", "nan carr"):
        assert [row.id for row in patients.search(elm.mary, text=text).rows] == [patient().id]
    notes(elm, adt("A08", "20260102", "1", "Dorn^Ann"))
    assert [row.name for row in patients.search(elm.mary, text="dorn").rows] == ["Dorn, Ann"]


def test_death_is_noted_and_taken_back(elm: Elm) -> None:
    notes(elm, adt("A08", "20260101", "1", f29="202512311200", f30="Y"))
    assert (patient().deceased, patient().died) == (True, pendulum.Date(2025, 12, 31))
    notes(elm, adt("A08", "20260102", "1", f30="N"))
    assert (patient().deceased, patient().died) == (False, None)


def test_what_the_desk_changed_stays_and_is_listed(elm: Elm) -> None:
    notes(elm, adt("A28", "20260101", "1", f11="1 Elm^^Boston", f13="617-555-0142"))
    page = patients.reread(elm.rob, patient=patient().id)
    patients.edit(
        elm.rob, patient=page.id, version=page.version, was=page.fields, city="Lynn", phone="617-555-0199"
    )
    told = notes(elm, adt("A08", "20260102", "1", "Abel^Anna", f11="2 Elm^^Salem", f13="617-555-0143"))
    assert told == [("kept", "city and phones changed here since, and kept")]
    row = patient()
    assert (row.given, row.street, row.city) == ("Anna", "2 Elm", "Lynn")
    assert [phone.digits for phone in PatientPhone.select()] == ["6175550199"]


def test_a_phone_that_stays_keeps_what_was_allowed_with_it(elm: Elm) -> None:
    notes(elm, adt("A28", "20260101", "1", f13="617-555-0142~617-555-0143"))
    PatientPhone.update(may_text=True).where(PatientPhone.digits == "6175550143").execute()
    notes(elm, adt("A08", "20260102", "1", f13="617-555-0144~617-555-0143"))
    rows = PatientPhone.select().order_by(PatientPhone.position)
    assert [(row.digits, bool(row.may_text)) for row in rows] == [("6175550144", False), ("6175550143", True)]


def test_a_deleted_record_is_for_somebody_to_look_at(elm: Elm) -> None:
    notes(elm, adt("A28", "20260101", "1"), adt("A29", "20260102", "1"))
    assert worklists.open_count(elm.rob, kind="message_deleted") == 1
    assert not patient().withdrawn
    notes(elm, adt("A08", "20260103", "1"))
    assert worklists.open_count(elm.rob, kind="message_deleted") == 0
    notes(elm, adt("A29", "20260104", "1"))
    assert worklists.open_count(elm.rob, kind="message_deleted") == 1


@pytest.mark.parametrize("trigger", ["A24", "A37", "A43"])
def test_what_only_a_person_can_follow_is_for_somebody_to_look_at(elm: Elm, trigger: str) -> None:
    told = notes(elm, adt(trigger, "20260101", "1"))
    assert told == [("to look at", "only a person can follow it; it is on the worklist")]
    (item,) = worklists.open_items(elm.rob, kind="message_unread")
    assert item.subject == patient().id
    assert item.note.startswith(trigger.join(("ADT ", " 1:")))


# Merges -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("trigger", ["A18", "A30", "A34", "A36", "A39", "A40", "A46", "A47"])
def test_merges(elm: Elm, trigger: str) -> None:
    notes(elm, adt("A28", "20260101", "1"), adt("A28", "20260101", "2", "Bell^Ann", f11="1 Elm^^Boston"))
    two = patient("2").id
    notes(elm, merge(trigger, "20260102", "1", "2"))
    row = patient()
    assert (Patient.get_by_id(two).merged_into_id, row.city, row.former) == (row.id, "Boston", "Ann Bell")
    assert patient("2") == row
    assert [found.id for found in patients.search(elm.mary, text=Patient.get_by_id(two).number).rows] == [row.id]


def test_several_merges_in_one_message(elm: Elm) -> None:
    notes(elm, *(adt("A28", "20260101", number, f"Abel^Ann{number}") for number in "1234"))
    both = merge("A40", "20260102", "1", "2") + merge("A40", "20260102", "3", "4", "Abel^Ann3").split("\r", 1)[1]
    notes(elm, both)
    assert [(row.keep.given, row.gone.given) for row in PatientMerge.select()] == [
        ("Ann", "Ann2"),
        ("Ann3", "Ann4"),
    ]


def test_a_merge_that_the_desk_takes_apart_stays_apart(elm: Elm) -> None:
    notes(
        elm,
        adt("A28", "20260101", "1"),
        adt("A28", "20260101", "2", "Bell^Bea"),
        merge("A40", "20260102", "1", "2"),
    )
    (row,) = PatientMerge.select()
    patients.unmerge(elm.mary, merge=row.id, version=patient().version)
    notes(elm, adt("A08", "20260103", "2", "Bell^Beate"), adt("A08", "20251231", "1", f11="1 Elm^^Lynn"))
    assert (patient("2").given, patient().city) == ("Beate", "Lynn")
    assert patient("2").merged_into_id is None


def test_a_record_that_the_desk_merged_further_takes_what_is_new(elm: Elm) -> None:
    notes(
        elm,
        adt("A28", "20260101", "1"),
        adt("A28", "20260101", "2", "Bell^Bea"),
        merge("A40", "20260102", "1", "2"),
    )
    patients.merge(elm.mary, keep=DIAZ, gone=patient().id, version=Patient.get_by_id(DIAZ).version)
    told = notes(elm, adt("A08", "20260103", "1", f11="1 Elm^^Lynn"))
    assert ("kept", "the record was merged here since, so merges stay as they are") in told
    assert (patient().id, patient().city, patient().family) == (DIAZ, "Lynn", "Diaz")


def test_merged_patients_with_visits_at_one_time(elm: Elm) -> None:
    notes(
        elm,
        siu("S12", "20260101", "V1", "1"),
        siu("S12", "20260102", "V2", "2", name="Bell^Bea", provider="9^Poe"),
    )
    told = notes(elm, merge("A40", "20260103", "1", "2"))
    assert told == [("overbooked", "Tue 1 Dec 2026 9:30a with Poe overlaps another visit")]
    assert [visit(key).patient_id for key in ("V1", "V2")] == [patient().id] * 2
    assert [visit(key).overbook_reason for key in ("V1", "V2")] == ["", "imported"]


def test_visits_of_the_desk_at_one_time_keep_a_merge_for_the_desk(elm: Elm) -> None:
    notes(elm, adt("A28", "20260101", "1"), adt("A28", "20260101", "2", "Bell^Bea"))
    elm.book(patient("1").id, OKAFOR, "10:00")
    elm.book(patient("2").id, REYES, "10:00")
    ((kind, why),) = notes(elm, merge("A40", "20260102", "1", "2"))
    assert kind == "not merged"
    assert "Both have visits at one time" in why
    assert PatientMerge.select().count() == 0
    (item,) = worklists.open_items(elm.rob, kind="message_unread")
    assert item.subject == patient().id


# Visits -----------------------------------------------------------------------------------------


def test_a_visit_with_all_it_takes(elm: Elm) -> None:
    letter = siu("S12", "20260105", room="P^Room 9^^MERCY", note="fasting").replace(
        "AIP|", "AIG|1|A|D1^Doppler^L\rAIP|"
    )
    notes(elm, letter)
    row = visit()
    assert (row.starts, row.ends) == (
        pendulum.datetime(2026, 12, 1, 9, 30, tz=ZONE), pendulum.datetime(2026, 12, 1, 10, 0, tz=ZONE),
    )  # fmt: skip
    assert (str(row.place), row.note, row.booked_at.to_date_string()) == ("scheduled", "fasting", "2026-01-05")
    assert VisitKind.get_by_id(row.kind_id).code == "CHK"
    assert held(row, "provider") == (OKAFOR, True, False), "known here by the name"
    assert Room.get_by_id(held(row, "room")[0]).name == "P Room 9"
    assert Device.get_by_id(held(row, "device")[0]).name == "Doppler"
    assert places(row) == ["scheduled"]
    assert calendar.day(elm.rob, day=pendulum.Date(2026, 12, 1)).columns[0].visits[0].id == row.id


def test_providers_and_rooms_are_made_once(elm: Elm) -> None:
    hours = {"V1": "10", "V2": "11"}
    letters = [
        siu("S12", "20260105", key, provider="9^Poe^Eve", room="P^R1", starts=f"20261201{hour}00")
        for key, hour in hours.items()
    ]
    before = elm.counts()
    notes(elm, *letters)
    after = elm.counts()
    added = {"provider": 1, "person": 1, "room": 1, "visit_kind": 1, "visit": 2}
    assert {name: after[name] - before[name] for name in added} == added
    assert Provider.get(Provider.short == "Poe").person.given == "Eve"


def test_kinds_have_codes_for_which_the_calendar_has_room(elm: Elm) -> None:
    services = (
        "76164006^Biopsy of colon",
        "240977001^Biopsy of skin",
        "^Biopsy",
        "FU^Follow up",
        "76164006^Other",
    )
    letters = [
        siu("S12", f"202601{hour}", f"V{hour}", starts=f"20261201{hour}00").replace("CHK^Check", service)
        for hour, service in enumerate(services, start=10)
    ]
    notes(elm, *letters)
    codes = [VisitKind.get_by_id(visit(f"V{hour}").kind_id).code for hour in range(10, 15)]
    assert codes[3:] == ["FU", codes[0]], "one is known here, one came before"
    assert [code[:3] for code in codes[:3]] == ["BIO"] * 3
    assert len(set(codes[:3])) == 3
    assert {len(code) for code in codes[:3]} == {4}


def test_a_visit_without_a_provider_has_the_imported_one(elm: Elm) -> None:
    notes(elm, siu("S12", "20260105", provider=""))
    assert Provider.get_by_id(held(visit(), "provider")[0]).short == "Imported"


@pytest.mark.parametrize(
    ("letter", "place", "reason"),
    [
        (siu("S13", "20260106"), "scheduled", ""),
        (siu("S14", "20260106"), "scheduled", ""),
        (siu("S14", "20260106", state="Started"), "arrived", ""),
        (siu("S14", "20260106", state="Complete"), "done", ""),
        (siu("S14", "20260106", state="Noshow"), "no_show", ""),
        (siu("S15", "20260106", state="Cancelled"), "cancelled", "patient"),
        (siu("S15", "20260106", reason="PROVIDER^sick"), "cancelled", "practice"),
        (siu("S15", "20260106", reason="X^bad weather"), "cancelled", "weather"),
        (siu("S16", "20260106"), "cancelled", "practice"),
        (siu("S17", "20260106"), "cancelled", "error"),
        (siu("S26", "20260106"), "no_show", ""),
        (siu("S20", "20260106", state="Cancelled"), "scheduled", ""),
        (siu("S18", "20260106"), "scheduled", ""),
    ],
)
def test_where_a_visit_stands(elm: Elm, letter: str, place: str, reason: str) -> None:
    notes(elm, siu("S12", "20260105", room="P^R1"), letter)
    row = visit()
    assert (str(row.place), str(row.cancel_reason)) == (place, reason)
    assert places(row) == list(dict.fromkeys(["scheduled", place]))
    assert held(row, "provider")[1:] == (place not in ("cancelled", "no_show"), False)
    assert held(row, "room")[1:] == (place not in ("cancelled", "no_show"), False)


def test_a_visit_moves_to_another_time_room_and_provider_and_comes_back(elm: Elm) -> None:
    notes(elm, siu("S12", "20260105", room="P^R1", note="fasting"))
    notes(elm, siu("S13", "20260106", starts="20261202110000-0500", minutes="", room="P^R2", provider="9^Poe^Eve"))
    row = visit()
    assert (row.starts.in_timezone(ZONE).format("D HH:mm"), int((row.ends - row.starts).total_minutes())) == (
        "2 11:00", 30,
    )  # fmt: skip
    assert (Room.get_by_id(held(row, "room")[0]).name, row.note) == ("P R2", "fasting")
    assert Provider.get_by_id(held(row, "provider")[0]).short == "Poe"
    notes(elm, siu("S15", "20260107", starts="", minutes="", provider="", note="ill"))
    assert (visit().cancel_note, visit().note) == ("ill", "fasting")
    notes(elm, siu("S12", "20260108", starts="20261202113000-0500"))
    assert (str(visit().place), visit().cancel_note, held(visit(), "room")[1]) == ("scheduled", "", True)


def test_the_wrong_patient_is_put_right(elm: Elm) -> None:
    notes(elm, siu("S12", "20260105", number="1"), siu("S14", "20260106", number="2", name="Bell^Bea"))
    assert visit().patient_id == patient("2").id
    assert held(visit(), "patient")[0] == patient("2").id


def test_clashes_are_overbooked_and_listed_and_the_desk_s_own_visit_is_not(elm: Elm) -> None:
    mine = elm.book(ABBOTT, OKAFOR, pendulum.datetime(2026, 12, 1, 9, 30, tz=ZONE))
    told = notes(elm, siu("S12", "20260105"), siu("S12", "20260106", "V2", "2", name="Bell^Bea", minutes="15"))
    words = "Tue 1 Dec 2026 9:30a with Okafor overlaps another visit"
    assert told == [("overbooked", words), ("overbooked", words)]
    assert [visit(key).overbook_reason for key in ("V1", "V2")] == ["imported"] * 2
    assert elm.holds(mine)["provider"][3] is False
    notes(elm, siu("S13", "20260107", starts="20261201130000-0500"))
    assert (visit().overbook_reason, held(visit(), "provider")[2]) == ("", False)


def test_an_overbooked_visit_that_is_off_holds_nothing_when_the_desk_restores_it(elm: Elm) -> None:
    elm.book(ABBOTT, OKAFOR, pendulum.datetime(2026, 12, 1, 9, 30, tz=ZONE))
    notes(elm, siu("S12", "20260105"), siu("S15", "20260106"))
    with pytest.raises(Refused) as refusal:
        calendar.restore(elm.rob, visit=visit().id, version=visit().version)
    assert refusal.value.code == "overlap"


def test_a_visit_over_a_block_is_overbooked(elm: Elm) -> None:
    starts = pendulum.datetime(2026, 12, 1, 9, 0, tz=ZONE)
    calendar.block(elm.mary, provider=OKAFOR, starts=starts, ends=starts.add(hours=2), reason="meeting")
    told = notes(elm, siu("S12", "20260105"))
    assert [kind for kind, _ in told] == ["overbooked"]


def test_a_visit_that_the_desk_moved_stays_there(elm: Elm) -> None:
    notes(elm, siu("S12", "20260105"))
    there = pendulum.datetime(2026, 12, 1, 14, 0, tz=ZONE)
    calendar.move(elm.rob, visit=visit().id, version=visit().version, starts=there)
    told = notes(elm, siu("S13", "20260106", starts="20261203100000-0500", note="fasting"))
    assert told == [("kept", "time changed here since, and kept")]
    assert (visit().starts, visit().note) == (there, "fasting")


def test_a_visit_that_the_desk_cancelled_stays_off(elm: Elm) -> None:
    notes(elm, siu("S12", "20260105"))
    calendar.cancel(elm.rob, visit=visit().id, version=visit().version, reason="weather")
    told = notes(elm, siu("S26", "20260106"))
    assert told == [("kept", "state changed here since, and kept")]
    assert (str(visit().place), str(visit().cancel_reason)) == ("cancelled", "weather")


def test_what_the_desk_did_and_the_messages_say_too_is_no_clash(elm: Elm) -> None:
    notes(elm, siu("S12", "20260105", starts="20261124093000-0500"))
    calendar.no_show(elm.rob, visit=visit().id, version=visit().version)
    assert notes(elm, siu("S26", "20261124", starts="20261124093000-0500")) == []
    assert places(visit()) == ["scheduled", "no_show"]


def test_a_visit_waits_until_its_time_and_its_patient_are_known(elm: Elm) -> None:
    told = notes(elm, siu("S15", "20260106", starts="", minutes=""))
    assert told == [("waits", "no message says yet when the visit is, and for whom")]
    assert Visit.select().count() == 0
    told = notes(elm, siu("S12", "20260105", "V2", "2", name=""))
    assert [kind for kind, _ in told] == ["waits", "waits"]
    notes(elm, siu("S12", "20260104"), adt("A28", "20251231", "2", "Bell^Bea"))
    assert str(visit("V1").place) == "cancelled"
    assert (str(visit("V2").place), visit("V2").patient.family) == ("scheduled", "Bell")


def test_a_length_that_nobody_says_is_a_quarter_of_an_hour(elm: Elm) -> None:
    notes(elm, siu("S12", "20260105", minutes=""))
    assert int((visit().ends - visit().starts).total_minutes()) == 15


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("20261101013000", "2026-11-01T05:30:00"),
        ("20261101013000-0500", "2026-11-01T06:30:00"),
        ("202612010930", "2026-12-01T14:30:00"),
        ("20261201093000+0215", "2026-12-01T07:15:00"),
    ],
)
def test_times_by_the_practice_s_clocks_or_by_their_offset(elm: Elm, written: str, instant: str) -> None:
    notes(elm, siu("S12", "20260105", starts=written))
    assert visit().starts.in_timezone("UTC").format("YYYY-MM-DDTHH:mm:ss") == instant


# The run ----------------------------------------------------------------------------------------


def test_every_batch_is_audited_and_none_can_be_undone(elm: Elm) -> None:
    since = head()[0]
    read(elm, siu("S12", "20260105", provider="9^Poe"))
    (detail,) = AuditDetail.select().where(AuditDetail.seq > since)
    assert json.loads(detail.body)["after"] == {"source": "hl7", "new": 1, "messages": [["SIU S12", "1"]]}
    topics = news(elm.rob, since).topics
    assert {"setup", "patients", "day:2026-12-01", f"patient:{patient().id}", f"visit:{visit().id}"} <= topics
    assert first_fault() is None
    with pytest.raises(Refused) as refusal:
        undo(elm.mary)
    assert refusal.value.code == "final"


def test_two_imports_at_the_same_time_bring_a_message_in_once(elm: Elm, tmp_path: Path) -> None:
    for number in range(20):
        (tmp_path / f"{number}.hl7").write_text(adt("A28", f"202601{number + 1:02}", f"{number}"), newline="")
    inner = []

    def another(what: str, done: int, total: int) -> None:
        if (what, done) == ("messages", 0) and not inner:
            inner.append(import_folder(elm.next_session(elm.mary), tmp_path))

    outer = import_folder(elm.mary, tmp_path, progress=another)
    assert (inner[0].new, outer.new, outer.known, outer.refused) == (20, 0, 20, 0)
    assert Message.select().count() == 20


def test_an_import_that_is_stopped_completes_when_it_is_run_again(elm: Elm, tmp_path: Path) -> None:
    for number in range(40):
        (tmp_path / f"{number:02}.hl7").write_text(adt("A28", "20260101", f"{number}"), newline="")
    first = import_folder(elm.mary, tmp_path, stopped=lambda: Message.select().count() > 0)
    assert first.stopped
    assert 0 < first.new < 40
    assert import_folder(elm.mary, tmp_path).new == 40 - first.new


KILLED = """
import sys
from pathlib import Path
from frontdesk.db.engine.practice_file import open_practice
from frontdesk.desk import SystemClock
from frontdesk.exchange.hl7 import import_folder
from frontdesk.logic import accounts

def wait(*said):
    print(*said, flush=True)
    sys.stdin.readline()
desk = accounts.sign_in_as(open_practice(Path(sys.argv[1])), SystemClock(), login="mary")
import_folder(desk, Path(sys.argv[2]), progress=wait)
"""


def test_an_import_that_is_killed_completes_when_it_is_run_again(elm: Elm, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(60):
        starts = f"20261201{8 + number // 6:02}{number % 6}000-0500"
        letter = siu("S12", f"202601{number % 28 + 1:02}", f"V{number}", f"{number}", starts=starts)
        (folder / f"{number:02}.hl7").write_text(letter, newline="")
    child = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(elm.path), str(folder)], stdin=PIPE, stdout=PIPE, text=True
    )
    assert child.stdin is not None
    assert child.stdout is not None
    for line in child.stdout:
        if line.startswith("messages ") and not line.startswith("messages 0 "):
            child.stdin.write("go on\n")
            child.stdin.flush()
            break  # it writes the second batch just now
        child.stdin.write("go on\n")
        child.stdin.flush()
    child.kill()
    assert child.wait(timeout=30) == -signal.SIGKILL
    child.stdout.close()
    assert checks.run(elm.database).findings == ()
    there = Message.select().count()
    assert 0 < there < 60
    assert Visit.select().count() == there
    report = import_folder(elm.mary, folder)
    assert (report.new, report.known, report.refused) == (60 - there, there, 0)
    assert checks.run(elm.database).findings == ()


def test_what_is_open_about_a_message_says_so(elm: Elm) -> None:
    notes(elm, siu("S15", "20260106", starts="", minutes=""))
    assert [row.outcome for row in Message.select()] == [
        "waits: no message says yet when the visit is, and for whom"
    ]
    assert WorklistItem.select().count() == 0
    assert state(elm)["visits"] == []
