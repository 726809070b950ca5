"""Exports: whole, private, audited, and safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import json
import re
import stat
from pathlib import Path

import pytest

from frontdesk.db.audit import AuditDetail, head
from frontdesk.db.patients import PatientPhone
from frontdesk.desk import Refused
from frontdesk.exchange.export import export_folder
from frontdesk.logic import calendar, exporting, notes, patients, worklists
from frontdesk.logic.notes import exporting as phone_notes
from tests.elm import ABBOTT, DIAZ, OKAFOR, ROOM_1, STONE, Elm

COLUMNS = {
    "patients.csv": exporting.PATIENTS,
    "phones.csv": exporting.PHONES,
    "contacts.csv": exporting.CONTACTS,
    "visits.csv": exporting.VISITS,
    "events.csv": exporting.EVENTS,
    "phone_notes.csv": phone_notes.NOTES,
    "history.csv": exporting.HISTORY,
    "organizations.csv": exporting.ORGANIZATIONS,
    "payers.csv": exporting.PAYERS,
}


def read(folder: str | Path, name: str) -> list[dict[str, str]]:
    with (Path(folder) / name).open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def test_the_files_hold_every_row_under_documented_columns(elm: Elm) -> None:
    visit = elm.book(ABBOTT, OKAFOR, "10:00", room=ROOM_1, note="brings X-rays")
    other = elm.book(DIAZ, OKAFOR, "11:00")
    calendar.arrive(elm.rob, visit=visit, version=1)
    calendar.cancel(elm.rob, visit=other, version=1, reason="weather", note="snow, ice")
    report = export_folder(elm.mary)
    counts = elm.counts()
    assert report.files == {
        "patients.csv": counts["patient"], "visits.csv": counts["visit"], "events.csv": counts["visit_event"],
        "phones.csv": 0, "contacts.csv": 0, "phone_notes.csv": 0, "history.csv": 0,
        "organizations.csv": 0, "payers.csv": 0,
    }  # fmt: skip
    for name, columns in COLUMNS.items():
        rows = read(report.folder, name)
        assert len(rows) == report.files[name]
        assert all(list(row) == list(columns) and None not in row.values() for row in rows)
    first, second = read(report.folder, "visits.csv")
    assert first == {
        "visit": str(visit), "patient": str(ABBOTT), "provider": str(OKAFOR), "provider_name": "Okafor",
        "room": "Room 1", "kind": "FU", "starts": "2026-11-24T10:00:00-05:00", "ends": "2026-11-24T10:15:00-05:00",
        "place": "arrived", "confirmed": "0", "urgent": "0", "cancel_reason": "", "cancel_note": "",
        "overbook_reason": "", "note": "brings X-rays", "booked_at": "2026-11-24T09:42:00-05:00",
        "series": "", "rule": "", "linked": "",
        "interpreter_language": "", "interpreter_mode": "", "interpreter_confirmed": "0",
    }  # fmt: skip
    assert (second["place"], second["cancel_reason"], second["cancel_note"]) == (
        "cancelled",
        "weather",
        "snow, ice",
    )
    events = [
        (row["visit"], row["place"], row["account"], row["retracts"]) for row in read(report.folder, "events.csv")
    ]
    assert events[-2:] == [(str(visit), "arrived", "rob", ""), (str(other), "cancelled", "rob", "")]


def test_what_a_visit_belongs_to_leaves_with_it(elm: Elm) -> None:
    wish = {"patient": ABBOTT, "provider": OKAFOR, "kind": 1}
    calendar.book_series(elm.mary, **wish, starts=elm.at("9:30", 7), rule="FREQ=WEEKLY;COUNT=2")
    calendar.book_set(elm.mary, steps=[{**wish, "starts": elm.at("11:00")}, {**wish, "starts": elm.at("12:00")}])
    rule = "DTSTART;TZID=America/New_York:20261201T093000 RRULE:FREQ=WEEKLY;COUNT=2"
    rows = read(export_folder(elm.mary).folder, "visits.csv")
    assert [(row["series"], row["rule"], row["linked"]) for row in rows] == [
        ("1", rule, ""), ("1", rule, ""), ("", "", "1"), ("", "", "1"),
    ]  # fmt: skip


def test_a_phone_note_says_what_became_of_it(elm: Elm) -> None:
    today = elm.rob.today()
    due = {"due": today, "due_at": elm.at("15:00"), "whom": "role:biller", "urgent": True}
    notes.take(elm.rob, about="billing", text="=copay", patient=STONE, phone="617-555-0142 x2", **due)
    notes.take(elm.rob, about="other", text="wants a call", caller="CVS", due=today, whom="account:1")
    worklists.tried(elm.rob, item=1, version=1)
    worklists.settle(elm.mary, item=2, version=1, outcome="done", note="called back")
    first, second = read(export_folder(elm.mary).folder, "phone_notes.csv")
    assert first == {
        "note": "1", "patient": str(STONE), "caller": "", "phone": "617-555-0142 x2", "about": "billing",
        "text": "'=copay", "taken_at": "2026-11-24T09:42:00-05:00", "taken_by": "rob", "urgent": "1", "owner": "",
        "role": "biller", "due": "2026-11-24", "due_at": "2026-11-24T15:00:00-05:00", "tries": "1", "outcome": "",
        "outcome_note": "", "closed_at": "", "closed_by": "",
    }  # fmt: skip
    assert [second[key] for key in ("patient", "caller", "owner", "outcome", "outcome_note", "closed_by")] == [
        "", "CVS", "mary", "done", "called back", "mary",
    ]  # fmt: skip


def test_a_patient_has_all_phones_in_their_order(elm: Elm) -> None:
    for position, (kind, digits, extension) in enumerate(
        [("home", "6175550142", ""), ("work", "6175550199", "22")]
    ):
        PatientPhone.insert(
            patient=STONE, position=position, kind=kind, digits=digits, extension=extension, reversed=digits[::-1]
        ).execute()
    rows = read(export_folder(elm.mary).folder, "patients.csv")
    phones = {int(row["patient"]): row["phones"] for row in rows}
    assert phones.pop(STONE) == "home 617-555-0142; work 617-555-0199 x22"
    assert set(phones.values()) == {""}


def test_phones_say_what_is_allowed_and_contacts_what_for(elm: Elm) -> None:
    patients.add_phone(elm.mary, patient=STONE, version=1, phone="617-555-0142 x2", kind="work", may_text=True)
    patients.add_contact(
        elm.mary, patient=STONE, version=2, name="Ann Stone", relation="wife", phone="617-555-0143",
        topics="billing results", emergency=True, limits="not on weekends",
    )  # fmt: skip
    patients.remove_contact(elm.mary, patient=STONE, version=3, row=1)
    folder = export_folder(elm.mary).folder
    assert read(folder, "phones.csv") == [
        {
            "phone": "1", "patient": str(STONE), "place": "0", "kind": "work", "number": "617-555-0142 x2",
            "may_call": "1", "may_text": "1", "may_message": "0",
        }
    ]  # fmt: skip
    assert read(folder, "contacts.csv") == [
        {
            "contact": "1", "patient": str(STONE), "name": "Ann Stone", "relation": "wife",
            "phone": "617-555-0143", "address": "", "emergency": "1", "topics": "billing results",
            "guardian": "0", "limits": "not on weekends", "guarantor": "0", "from_day": "2026-11-24",
            "to_day": "", "removed": "1",
        }
    ]  # fmt: skip


def test_nobody_else_may_read_the_files(elm: Elm) -> None:
    folder = Path(export_folder(elm.mary).folder)
    assert folder.parent == elm.path.parent / "export"
    assert [stat.S_IMODE(path.stat().st_mode) for path in (folder, folder.parent)] == [0o700, 0o700]
    assert {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == dict.fromkeys(
        COLUMNS, 0o600
    )


def test_two_exports_of_one_second_have_a_folder_each(elm: Elm) -> None:
    assert export_folder(elm.mary).folder != export_folder(elm.mary).folder


FORMULAS = ("=1+1", "+1", "-2", "@SUM(A1)", "'=1", "''@x")


def test_what_a_spreadsheet_would_take_for_a_formula_is_text_and_can_be_read_back(elm: Elm) -> None:
    wanted = {}
    for formula in FORMULAS:
        done = patients.register(elm.mary, family="Formula", note=formula, sure=True)
        wanted[str(done.values["patient"])] = formula
    rows = {row["patient"]: row["note"] for row in read(export_folder(elm.mary).folder, "patients.csv")}
    shown = {patient: rows[patient] for patient in wanted}
    assert all(note.startswith("'") for note in shown.values())
    assert {patient: re.sub(r"^'(?='*[=+\-@])", "", note) for patient, note in shown.items()} == wanted


def test_a_text_with_an_apostrophe_stays_as_it_is(elm: Elm) -> None:
    patients.register(elm.mary, family="'t Hooft", note="5 = five")
    row = read(export_folder(elm.mary).folder, "patients.csv")[-1]
    assert (row["family"], row["note"]) == ("'t Hooft", "5 = five")


def test_an_export_is_audited_with_names_and_counts(elm: Elm, tmp_path: Path) -> None:
    last = head()[0]
    report = export_folder(elm.mary, tmp_path / "out")
    (detail,) = AuditDetail.select().where(AuditDetail.seq > last)
    assert json.loads(detail.body)["after"] == {"folder": str(tmp_path / "out"), "files": report.files}


def test_only_who_may_export_exports(elm: Elm, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refusal:
        export_folder(elm.rob, tmp_path / "out")
    assert refusal.value.code == "permission"
    assert not (tmp_path / "out").exists()


def test_files_that_are_there_are_never_written_over(elm: Elm, tmp_path: Path) -> None:
    (tmp_path / "visits.csv").symlink_to(tmp_path / "elsewhere")
    last = head()
    with pytest.raises(Refused, match=r"visits.csv already"):
        export_folder(elm.mary, tmp_path)
    assert not (tmp_path / "elsewhere").exists()
    assert head() == last


def test_a_folder_that_cannot_be_written_is_a_calm_refusal(elm: Elm, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    last = head()
    with pytest.raises(Refused, match="can't be written"):
        export_folder(elm.mary, tmp_path / "file")
    assert head() == last


def test_without_its_audit_record_an_export_leaves_no_file(elm: Elm, tmp_path: Path) -> None:
    elm.tamper("UPDATE audit_head SET seq = seq - 1")
    with pytest.raises(Refused, match="The database refused it"):
        export_folder(elm.mary, tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []
