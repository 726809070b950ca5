"""Small folders in Synthea's form: how each row goes in, and how a bad one stays out while the rest goes in."""

from __future__ import annotations

import csv
import json
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from subprocess import PIPE
from typing import Any

import pendulum
import pytest

from frontdesk import cli
from frontdesk.db.audit import AuditDetail, first_fault, head
from frontdesk.db.calendar import Hold, Provider, Visit, VisitEvent, VisitKind
from frontdesk.db.outside import HistoryVisit, Organization, Payer
from frontdesk.db.patients import Patient
from frontdesk.db.practice import ExternalRef, Person
from frontdesk.desk import Refused, news, undo
from frontdesk.exchange.export import export_folder
from frontdesk.exchange.report import Fault, Note
from frontdesk.exchange.synthea import import_folder
from frontdesk.logic import calendar, checks, past, patients, practice
from tests.elm import ZONE, Elm, open_copy
from tests.exchange.runs import RunOfTests, busy_run, uuid


@pytest.fixture
def run(tmp_path: Path) -> RunOfTests:
    return RunOfTests(tmp_path / "run").first_rows()


def row_of(file: str, line: int) -> int:
    """What became of the row on a line of a file."""
    kind = file.removesuffix(".csv").removesuffix("s")
    return int(ExternalRef.get(ExternalRef.key == f"{kind}/{uuid(file, line - 1)}").subject)


def visit_of(line: int) -> Visit:
    return Visit.get_by_id(row_of("encounters.csv", line))


def epoch(text: str) -> int:
    return int(pendulum.parse(text, tz="UTC").timestamp())


def notes(found: tuple[Note, ...]) -> list[tuple[int, str, str]]:
    return [(note.line, note.kind, note.what) for note in found]


# What each row becomes ------------------------------------------------------------------------------


def test_a_patient_has_a_name_without_digits_and_is_found_by_it(elm: Elm, run: RunOfTests) -> None:
    line = run.patient(
        "Mary-Jo12", "O'Hara9 Smith44", prefix="Ms.", suffix="MD", maiden="Okuneva707", zip="021391234"
    )
    assert import_folder(elm.mary, run.write()).refused == 0
    row = Patient.get_by_id(row_of("patients.csv", line))
    assert (row.given, row.family, row.prefix, row.suffix) == ("Mary-Jo", "O'Hara Smith", "Ms.", "MD")
    assert (row.former, row.birth, row.sex) == ("Okuneva", pendulum.Date(1979, 2, 11), "F")
    assert (row.street, row.city) == ("676 Kirlin Village Suite 22", "Walpole")
    assert (row.state, row.zip) == ("Massachusetts", "02139-1234")
    assert (row.deceased, row.died, row.version) == (False, None, 1)
    for text in ("ohara mary", "okuneva", "smith 2/11/79"):
        assert [found.id for found in patients.search(elm.rob, text=text).rows] == [row.id], text


def test_a_number_is_given_out_and_a_middle_name_is_taken_where_there_is_one(elm: Elm, run: RunOfTests) -> None:
    rows = run.rows["patients.csv"]
    rows[0], rows[1] = f"MIDDLE,{rows[0]}", f"Ann77,{rows[1]}"
    import_folder(elm.mary, run.write())
    row = Patient.get_by_id(row_of("patients.csv", 2))
    assert (row.middle, row.number) == ("Ann", "000007")
    assert patients.register(elm.mary, family="Next").values["number"] == "000008"


def test_a_zip_of_nothing_but_zeros_is_none_and_a_maiden_name_that_stayed_is_no_former_one(
    elm: Elm, run: RunOfTests
) -> None:
    line = run.patient(last="Beier427", maiden="Beier427", zip="00000")
    import_folder(elm.mary, run.write())
    row = Patient.get_by_id(row_of("patients.csv", line))
    assert (row.zip, row.former) == ("", "")


def test_who_died_is_deceased(elm: Elm, run: RunOfTests) -> None:
    line = run.patient(died="2022-09-07")
    import_folder(elm.mary, run.write())
    page = patients.reread(elm.rob, patient=row_of("patients.csv", line))
    assert page.sign == "+"
    assert page.standing[0] == "Deceased 9/7/2022."


def test_providers_are_hidden_and_a_persons_name_has_no_digits(elm: Elm, run: RunOfTests) -> None:
    import_folder(elm.mary, run.write())
    provider = Provider.get_by_id(row_of("providers.csv", 2))
    person = Person.get_by_id(provider.person_id)
    assert (person.given, person.family, provider.short, provider.hidden) == ("Ted", "Reilly", "Reilly", True)
    assert [card.short for card in practice.providers(elm.mary)] == ["Okafor", "Reyes", "Night"]
    assert [each.short for each in calendar.day(elm.mary, day=pendulum.Date(2014, 5, 6)).columns] == [
        "Okafor", "Reyes", "Night",
    ]  # fmt: skip


def test_payers_and_organisations_keep_name_address_and_every_phone_once(elm: Elm, run: RunOfTests) -> None:
    other = run.payer("NO_INSURANCE", "NO_INSURANCE")
    two = run.organization("OAK  HOSPITAL", "02081", "(508) 660-3080 or 7819827450")
    import_folder(elm.mary, run.write())
    payer, none = (Payer.get_by_id(row_of("payers.csv", line)) for line in (2, other))
    assert (payer.name, payer.kind, payer.hidden, payer.state) == ("Medicaid", "government", False, "MA")
    assert (none.kind, none.hidden) == ("none", True)
    first, second = (Organization.get_by_id(row_of("organizations.csv", line)) for line in (2, two))
    assert (first.phones, first.zip, first.city) == ("978-342-9781", "02061-1630", "NORWELL")
    assert (second.name, second.phones) == ("OAK HOSPITAL", "508-660-3080; 781-982-7450")


def test_an_encounter_is_a_visit_that_is_done_at_its_instants(elm: Elm, run: RunOfTests) -> None:
    line = run.encounter("2014-05-06 08:34:30", "2014-05-06 08:49:29", "wellness")
    import_folder(elm.mary, run.write())
    visit = visit_of(line)
    starts, ends = epoch("2014-05-06T08:34:30"), epoch("2014-05-06T08:49:29")
    assert (int(visit.starts.timestamp()), int(visit.ends.timestamp())) == (starts, ends)
    assert (visit.place, visit.overbook_reason, visit.note) == ("done", "", "Encounter for symptom, ELM CLINIC")
    events = VisitEvent.select().where(VisitEvent.visit == visit.id).order_by(VisitEvent.id)
    assert [(str(row.place), int(row.at.timestamp())) for row in events] == [("scheduled", starts), ("done", ends)]
    holds = {str(row.resource_kind): row for row in Hold.select().where(Hold.visit == visit.id)}
    assert {kind: (row.resource, row.live, row.overbooked) for kind, row in holds.items()} == {
        "patient": (row_of("patients.csv", 2), True, False), "provider": (row_of("providers.csv", 2), True, False),
    }  # fmt: skip
    (shown,) = calendar.of_patient(elm.rob, patient=visit.patient_id)
    assert (shown.kind, shown.minutes) == ("WEL", 14)


def test_kinds_are_made_once_hidden_and_leave_the_practices_own_codes_alone(elm: Elm, run: RunOfTests) -> None:
    practice.add_kind(elm.mary, code="AMB", name="Ambulance", minutes=20)
    run.encounter(), run.encounter("2015-05-06 13:30", "2015-05-06 13:45", "hospice")
    import_folder(elm.mary, run.write())
    line = run.encounter("2016-05-06 13:30", "2016-05-06 13:45")
    import_folder(elm.mary, run.write())
    made = {row.code: row for row in VisitKind.select().where(VisitKind.hidden == 1)}
    assert made.keys() == {"AMB2", "HOS"}
    assert visit_of(line).kind_id == made["AMB2"].id
    assert "AMB2" not in [kind.code for kind in practice.kinds(elm.mary)]


def test_what_is_longer_than_eight_hours_is_history_and_holds_no_time(elm: Elm, run: RunOfTests) -> None:
    eight = run.encounter("2014-05-06 08:00", "2014-05-06 16:00")
    longer = run.encounter("2014-05-06 08:00", "2014-05-06 16:00:01", "inpatient", what="Admission")
    report = import_folder(elm.mary, run.write())
    assert notes(report.notes) == [(longer, "history", "it lasts 8 hours")]
    assert visit_of(eight).overbook_reason == ""
    assert Visit.select().count() == 1
    (stay,) = past.of_patient(elm.rob, patient=row_of("patients.csv", 2))
    assert (stay.kind, stay.provider, stay.organization) == ("Inpatient stay", "Reilly", "ELM CLINIC")
    assert (stay.note, stay.starts) == ("Admission", pendulum.datetime(2014, 5, 6, 4, tz=ZONE))
    assert ExternalRef.select().where(ExternalRef.subject_kind == "history_visit").count() == 1


def test_a_clash_is_overbooked_on_what_both_take_and_listed(elm: Elm, run: RunOfTests) -> None:
    run.patient("Rae", "Stone"), run.provider("Ana Reyes")
    first = run.encounter("2014-05-06 13:00", "2014-05-06 13:30")
    both = run.encounter("2014-05-06 13:29:59", "2014-05-06 14:00")
    of_provider = run.encounter("2014-05-06 13:10", "2014-05-06 13:20", patient=2)
    after = run.encounter("2014-05-06 14:00", "2014-05-06 14:30")
    report = import_folder(elm.mary, run.write())
    assert notes(report.notes) == [
        (both, "overbooked", f"line {first} has the patient and provider at that time"),
        (of_provider, "overbooked", f"line {first} has the provider at that time"),
    ]
    reasons = {line: visit_of(line).overbook_reason for line in (first, both, of_provider, after)}
    assert reasons == {first: "", both: "imported", of_provider: "imported", after: ""}
    holds = {
        str(row.resource_kind): row.overbooked
        for row in Hold.select().where(Hold.visit == visit_of(of_provider).id)
    }
    assert holds == {"patient": False, "provider": True}
    assert checks.run(elm.database).findings == ()
    assert "2 overbooked" in report.text().splitlines()
    assert report.plain()["notes"][0] == {
        "file": "encounters.csv", "line": both, "kind": "overbooked",
        "what": f"line {first} has the patient and provider at that time",
    }  # fmt: skip


def test_a_visit_that_the_desk_booked_is_a_clash_too(elm: Elm, run: RunOfTests) -> None:
    import_folder(elm.mary, run.write())
    elm.book(row_of("patients.csv", 2), 1, "10:00")
    line = run.encounter("2026-11-24 15:05", "2026-11-24 15:20")  # 10:05 at the practice
    elm.clock.set(elm.at("12:00"))
    report = import_folder(elm.mary, run.write())
    assert notes(report.notes) == [(line, "overbooked", "a visit that was here has the patient at that time")]
    assert checks.run(elm.database).findings == ()


def test_encounters_of_a_patient_who_was_merged_meanwhile_go_to_the_survivor(elm: Elm, run: RunOfTests) -> None:
    run.encounter("2020-01-01 10:00", "2020-03-01 10:00", "snf")
    import_folder(elm.mary, run.write())
    gone = row_of("patients.csv", 2)
    keep = patients.register(elm.mary, family="Wuckert", given="Temika", sure=True).values["patient"]
    merge = patients.merge(elm.mary, keep=keep, gone=gone, version=1).values["merge"]
    assert [stay.kind for stay in past.of_patient(elm.rob, patient=keep)] == ["Skilled nursing"]
    line = run.encounter()
    import_folder(elm.mary, run.write())
    assert visit_of(line).patient_id == keep
    assert checks.run(elm.database).findings == ()
    version = patients.reread(elm.mary, patient=keep).version
    patients.unmerge(elm.mary, merge=merge, version=version)
    assert HistoryVisit.get().patient_id == gone


def test_what_came_in_leaves_with_an_export(elm: Elm, run: RunOfTests) -> None:
    run.payer("NO_INSURANCE", "NO_INSURANCE"), run.encounter()
    run.encounter("2014-06-06 13:00", "2014-06-08 13:00", "inpatient", what="Admission")
    import_folder(elm.mary, run.write())
    report = export_folder(elm.mary)

    def rows(name: str) -> list[dict[str, str]]:
        with (Path(report.folder) / name).open(newline="", encoding="utf-8") as lines:
            return list(csv.DictReader(lines))

    assert [(row["payer"], row["kind"], row["hidden"]) for row in rows("payers.csv")] == [
        ("1", "government", "0"), ("2", "none", "1"),
    ]  # fmt: skip
    (place,) = rows("organizations.csv")
    assert (place["organization"], place["name"], place["phones"]) == ("1", "ELM CLINIC", "978-342-9781")
    (stay,) = rows("history.csv")
    (visit,) = rows("visits.csv")
    assert (visit["provider_name"], visit["place"], visit["starts"]) == (
        "Reilly",
        "done",
        "2014-05-06T09:30:00-04:00",
    )
    assert stay == {
        "stay": "1", "patient": visit["patient"], "provider": visit["provider"], "provider_name": "Reilly",
        "organization": "1", "kind": "INP", "starts": "2014-06-06T09:00:00-04:00",
        "ends": "2014-06-08T09:00:00-04:00", "note": "Admission",
    }  # fmt: skip


def test_the_verb_brings_it_in_and_says_what_stayed_out(
    elm: Elm, run: RunOfTests, capsys: pytest.CaptureFixture[str]
) -> None:
    run.encounter()
    words = ["import", "synthea", str(run.write()), "--db", str(elm.path), "--as", "mary"]
    elm.database.close()
    assert cli.main(words) == cli.DONE
    assert capsys.readouterr().out.splitlines()[0] == "5 new, 0 already there, 0 refused."
    line = run.encounter(kind="ambulance")
    run.write()
    assert cli.main([*words, "--json"]) == cli.REFUSED
    said = json.loads(capsys.readouterr().out)
    assert (said["already_there"], said["files"]["encounters.csv"]["refused"], said["notes"]) == (5, 1, [])
    assert said["faults"][0]["line"] == line
    assert cli.main([*words, "--as-of", "2020-01-01"]) == cli.REFUSED
    assert "--as-of" in capsys.readouterr().err
    (run.folder / "payers.csv").unlink()
    assert cli.main(words) == cli.REFUSED
    assert "payers.csv can't be read: No such file" in capsys.readouterr().err
    assert cli.main([*words[:2], str(run.folder / "none"), *words[3:]]) == cli.BAD_USAGE


# What stays out -------------------------------------------------------------------------------------

Spoil = Callable[[RunOfTests], None]


def spoilt(file: str, old: str, new: str) -> Spoil:
    return lambda run: run.spoil(file, 3, old, new)


def encounter(old: str, new: str) -> Spoil:
    """An encounter that says something else."""
    return spoilt("encounters.csv", old, new)


def stranger(file: str) -> Spoil:
    """An encounter that refers to a row that there is not."""
    return encounter(uuid(file, 2), uuid(file, 9))


BAD: list[tuple[str, str, Spoil]] = [
    ("payers.csv", "NAME is empty", spoilt("payers.csv", "Humana", "")),
    ("payers.csv", "OWNERSHIP: it is none", spoilt("payers.csv", "PRIVATE", "CHURCH")),
    ("payers.csv", "PHONE: A phone number has 10 digits", spoilt("payers.csv", ",MA,,,", ",MA,,12 or 3,")),
    ("payers.csv", r"CITY: .*U\+001B", spoilt("payers.csv", "Boston", "Bos\x1b[2Jton")),
    ("organizations.csv", "ZIP: a ZIP code has five", spoilt("organizations.csv", "020611630", "2061")),
    ("organizations.csv", r"NAME: .*U\+202E", spoilt("organizations.csv", "OAK", "O\u202eAK")),
    ("organizations.csv", "characters long", spoilt("organizations.csv", "OAK", "O" * 250)),
    ("organizations.csv", "longer than 100,000", spoilt("organizations.csv", "OAK", "O" * 250_000)),
    ("providers.csv", "NAME: There is no name", spoilt("providers.csv", "Ana12 Reyes7", " ")),
    ("providers.csv", "at least one letter", spoilt("providers.csv", "Ana12 Reyes7", "12 7")),
    ("patients.csv", "Id: .* is no UUID", spoilt("patients.csv", "-4000-", "-4O00-")),
    ("patients.csv", "Id is empty", lambda run: run.spoil("patients.csv", 3, uuid("patients.csv", 2), "")),
    (
        "patients.csv",
        "stands on line 2 already",
        lambda run: run.spoil("patients.csv", 3, uuid("patients.csv", 2), uuid("patients.csv", 1).upper()),
    ),
    ("patients.csv", "15 columns, the header has 16", spoilt("patients.csv", ",17807", "")),
    ("patients.csv", "BIRTHDATE: There is no month 13", spoilt("patients.csv", "1984-01-30", "1984-13-30")),
    ("patients.csv", "BIRTHDATE: A birth date lies", spoilt("patients.csv", "1984-01-30", "2030-01-30")),
    ("patients.csv", "DEATHDATE: a death lies", spoilt("patients.csv", "1984-01-30,", "1984-01-30,1983-01-01")),
    ("patients.csv", "DEATHDATE: a death lies", spoilt("patients.csv", "1984-01-30,", "1984-01-30,2026-11-25")),
    ("patients.csv", "GENDER: Write F", spoilt("patients.csv", ",F,", ",Q,")),
    ("patients.csv", r"FIRST: .*U\+001B", spoilt("patients.csv", "Rae7", "Rae\x1b]52;c;aGk=\x07")),
    ("patients.csv", r"LAST: .*U\+0000", spoilt("patients.csv", "Stone9", "St\0ne9")),
    ("patients.csv", "LAST: .*U\\+DCFF", spoilt("patients.csv", "Stone9", "St\udcffne9")),
    ("patients.csv", "LAST: The family name is missing", spoilt("patients.csv", "Stone9", "")),
    ("patients.csv", "LAST: A name needs at least one letter", spoilt("patients.csv", "Stone9", "99")),
    ("patients.csv", "ADDRESS: At most 120", spoilt("patients.csv", "676 Kirlin", "6" * 200)),
    ("patients.csv", "quotation marks", spoilt("patients.csv", "Rae7", '"Rae7')),
    ("encounters.csv", "START: .* is no instant", encounter("10:00:00Z", "10:00:00+02:00")),
    ("encounters.csv", "START is empty", encounter("2014-06-06T10:00:00Z", "")),
    ("encounters.csv", "STOP: there is no instant", encounter("10:15:00Z", "25:15:00Z")),
    ("encounters.csv", "STOP: it is not after", encounter("10:15:00Z", "10:00:00Z")),
    ("encounters.csv", "STOP: the encounter is not over", encounter(",2014-06-06T10:15", ",2027-06-06T10:15")),
    ("encounters.csv", "START: it is before the patient's", encounter("2014-06-06T10:00", "1984-01-28T10:00")),
    ("encounters.csv", "START: it is before 1880", encounter("2014-06-06T10:00", "0001-06-06T10:00")),
    ("encounters.csv", "PATIENT: there is no such patient in patients.csv", stranger("patients.csv")),
    ("encounters.csv", "PATIENT: .* is no UUID", encounter(uuid("patients.csv", 2), "2")),
    ("encounters.csv", "PROVIDER: there is no such provider", stranger("providers.csv")),
    ("encounters.csv", "ORGANIZATION is empty", encounter(uuid("organizations.csv", 2), "")),
    ("encounters.csv", "ENCOUNTERCLASS: it is none of", encounter("ambulatory", "ambulance")),
    ("encounters.csv", r"DESCRIPTION: .*U\+009B", encounter("symptom", "symp\u009btom")),
]  # fmt: skip
"""The file, what is said about its third line, and what is wrong there."""


@pytest.mark.parametrize(("file", "said", "spoil"), BAD, ids=[f"{file}: {said}" for file, said, _ in BAD])
def test_a_bad_row_is_reported_and_the_rest_goes_in(
    elm: Elm, run: RunOfTests, file: str, said: str, spoil: Spoil
) -> None:
    run.payer("Humana", "PRIVATE"), run.organization("OAK"), run.provider("Ana12 Reyes7")
    run.patient("Rae7", "Stone9", "1984-01-30")
    run.encounter()
    run.encounter("2014-06-06 10:00", "2014-06-06 10:15", patient=2, provider=2, organization=2)
    run.encounter("2014-07-06 10:00", "2014-07-06 10:15")
    spoil(run)
    report = import_folder(elm.mary, run.write())
    first = report.faults[0]
    assert (first.file, first.line) == (file, 3)
    assert re.search(said, first.reason), first.reason
    follows = report.faults[1:]
    assert all((fault.file, fault.line) == ("encounters.csv", 3) for fault in follows)
    assert len(follows) == (file not in ("payers.csv", "encounters.csv"))
    assert report.refused == 1 + len(follows)
    assert (report.new, Visit.select().count()) == (11 - report.refused, 3 - (file != "payers.csv"))
    assert all(character.isprintable() for fault in report.faults for character in fault.reason)
    assert checks.run(elm.database).findings == ()


def test_an_encounter_of_a_refused_patient_says_where_the_patient_stands(elm: Elm, run: RunOfTests) -> None:
    line = run.patient(born="yesterday")
    encounter = run.encounter(patient=2)
    report = import_folder(elm.mary, run.write())
    assert report.faults[1] == Fault(
        "encounters.csv", encounter, f"PATIENT: that patient was refused (patients.csv:{line})"
    )


def test_what_is_written_within_a_year_of_a_death_comes_in_and_is_listed(elm: Elm, run: RunOfTests) -> None:
    run.patient(died="2022-09-07")
    lines = [
        run.encounter(start, stop, patient=2)
        for start, stop in (
            ("2022-09-07 13:00", "2022-09-07 14:00"),
            ("2022-09-08 03:59", "2022-09-08 04:00"),  # 11:59 in the evening of the 7th at the practice
            ("2022-09-08 04:00", "2022-09-08 04:10"),
            ("2023-09-08 03:59", "2023-09-08 04:00"),  # 365 days after the 7th at the practice
            ("2023-09-08 04:00", "2023-09-08 04:10"),
        )
    ]
    stay = run.encounter("2022-10-07 13:00", "2022-10-09 13:00", patient=2)
    report = import_folder(elm.mary, run.write())
    assert [(fault.line, fault.reason) for fault in report.faults] == [
        (lines[4], "START: it is more than 365 days after the patient's death")
    ]
    assert notes(report.notes) == [
        (lines[2], "after the death", "it begins 1 day after the patient's death"),
        (lines[3], "after the death", "it begins 365 days after the patient's death"),
        (stay, "history", "it lasts 2 days"),
        (stay, "after the death", "it begins 30 days after the patient's death"),
    ]
    assert visit_of(lines[3]).place == "done"
    assert import_folder(elm.mary, run.write()).notes == report.notes
    assert checks.run(elm.database).findings == ()


def test_a_death_that_was_noted_here_counts_as_one_of_the_file(elm: Elm, run: RunOfTests) -> None:
    line = run.encounter()
    import_folder(elm.mary, run.write())
    patient = row_of("patients.csv", 2)
    patients.note_death(elm.mary, patient=patient, version=1, died=pendulum.Date(2014, 5, 1))
    late = run.encounter("2016-05-06 13:30", "2016-05-06 13:45")
    report = import_folder(elm.mary, run.write())
    assert [fault.line for fault in report.faults] == [late]
    assert notes(report.notes) == [(line, "after the death", "it begins 5 days after the patient's death")]


def test_a_child_is_born_on_its_day_by_either_clock(elm: Elm, run: RunOfTests) -> None:
    run.patient(born="2020-05-02")
    lines = [
        run.encounter(f"{start}:00", f"{start}:30", patient=2)
        for start in ("2020-05-02 01", "2020-05-01 23")  # the first is the evening before at the practice
    ]
    report = import_folder(elm.mary, run.write())
    assert [fault.line for fault in report.faults] == lines[1:]


def test_a_record_that_was_withdrawn_here_gets_no_visits(elm: Elm, run: RunOfTests) -> None:
    import_folder(elm.mary, run.write())
    patients.unregister(elm.mary, patient=row_of("patients.csv", 2), version=1)
    line = run.encounter()
    report = import_folder(elm.mary, run.write())
    assert report.faults == (Fault("encounters.csv", line, "PATIENT: the record was withdrawn here"),)


@pytest.mark.parametrize(
    "name", ["payers.csv", "organizations.csv", "providers.csv", "patients.csv", "encounters.csv"]
)
def test_a_missing_file_or_column_is_one_refusal_and_writes_nothing(elm: Elm, run: RunOfTests, name: str) -> None:
    folder, before = run.write(), elm.counts()
    text = (folder / name).read_text(encoding="utf-8")
    for wrong in (text.replace("Id,", "Number,", 1), "", text.encode("utf-16").decode("latin-1")):
        (folder / name).write_text(wrong, encoding="latin-1")
        with pytest.raises(Refused, match=rf"{name} has no column 'Id'"):
            import_folder(elm.mary, folder)
    (folder / name).unlink()
    with pytest.raises(Refused, match=rf"{name} can't be read: No such file"):
        import_folder(elm.mary, folder)
    assert elm.counts() == before


def test_byte_order_mark_carriage_returns_and_other_columns_do_no_harm(elm: Elm, run: RunOfTests) -> None:
    run.encounter()
    folder = run.write()
    for file in folder.iterdir():
        lines = file.read_text(encoding="utf-8").splitlines()
        text = "".join(f"x,{line}\r\n" for line in lines)
        file.write_text(f"\ufeff{text}\r\n", encoding="utf-8", newline="")
    report = import_folder(elm.mary, folder)
    assert (report.new, report.refused) == (5, 0)


def test_a_file_that_was_cut_off_loses_only_its_last_line(elm: Elm, run: RunOfTests) -> None:
    lines = [run.encounter(f"2014-05-0{day} 13:00", f"2014-05-0{day} 13:30") for day in (1, 2, 3)]
    folder = run.write()
    whole = (folder / "encounters.csv").read_bytes()
    (folder / "encounters.csv").write_bytes(whole[:-60])
    report = import_folder(elm.mary, folder)
    assert [(fault.line, fault.reason) for fault in report.faults] == [
        (lines[2], "the line has 7 columns, the header has 11")
    ]
    (folder / "encounters.csv").write_bytes(whole)
    assert import_folder(elm.mary, folder).new == 1


def test_only_who_may_import_imports(elm: Elm, run: RunOfTests) -> None:
    before = elm.counts()
    with pytest.raises(Refused) as refusal:
        import_folder(elm.rob, run.write())
    assert refusal.value.code == "permission"
    assert elm.counts() == before


def test_there_is_nothing_to_be_left_as_of_a_day(elm: Elm, run: RunOfTests) -> None:
    with pytest.raises(Refused, match="--as-of"):
        import_folder(elm.mary, run.write(), as_of=pendulum.Date(2020, 1, 1))


# Again, interrupted, beside others -------------------------------------------------------------------


def slow() -> Callable[[], float]:
    """A stopwatch on which every batch takes a whole second, so that batches become as small as they get."""
    seconds = iter(range(1_000_000))
    return lambda: float(next(seconds))


def state() -> list[tuple[Any, ...]]:
    """What the folder became, without the numbers of rows."""
    rows = []
    for ref in ExternalRef.select().order_by(ExternalRef.key):
        said: tuple[Any, ...] = (ref.subject_kind, ref.key, ref.hash)
        if ref.subject_kind in ("visit", "history_visit"):
            table = Visit if ref.subject_kind == "visit" else HistoryVisit
            row = table.get_by_id(ref.subject)
            said += (row.starts, row.ends, row.note, Patient.get_by_id(row.patient_id).number, row.kind.code)
        if ref.subject_kind == "visit":
            said += (row.place, row.overbook_reason)
        rows.append(said)
    return rows


def test_an_interrupted_import_completes_when_it_is_run_again(elm: Elm, tmp_path: Path, founded: Path) -> None:
    folder = busy_run(tmp_path / "run").write()
    rounds, stopped = 0, True
    while stopped:
        asked = iter([False, False])
        report = import_folder(elm.mary, folder, stopped=partial(next, asked, True), ticks=slow())
        stopped, rounds = report.stopped, rounds + 1
        assert report.text().startswith("Stopped") == stopped
        assert checks.run(elm.database).findings == ()
    assert rounds > 3
    interrupted = state()
    other = open_copy(founded, tmp_path / "other")
    at_once = import_folder(other.mary, folder)
    assert state() == interrupted
    assert at_once.notes == report.notes
    assert len(report.notes) == 12
    other.database.close()


KILLED = """
import sys
from pathlib import Path
from frontdesk.db.engine.practice_file import open_practice
from frontdesk.desk import SystemClock
from frontdesk.exchange.synthea import import_folder
from frontdesk.logic import accounts

def slow():
    slow.at += 1.0
    return slow.at
slow.at = 0.0
def wait(*said):
    print(*said, flush=True)
    sys.stdin.readline()
desk = accounts.sign_in_as(open_practice(Path(sys.argv[1])), SystemClock(), login="mary")
import_folder(desk, Path(sys.argv[2]), progress=wait, ticks=slow)
"""
"""An import in small batches, each of which waits until it is told to go on."""


def kill_after(batches: int, path: Path, folder: Path) -> None:
    """Import in another process that is killed while it writes the batch of visits after so many."""
    child = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(path), str(folder)], stdin=PIPE, stdout=PIPE, text=True
    )
    assert child.stdin is not None
    assert child.stdout is not None
    for line in child.stdout:
        batches -= line.startswith("visits ")
        child.stdin.write("go on\n")
        child.stdin.flush()
        if batches < 0:
            break
    child.kill()
    assert child.wait(timeout=30) == -signal.SIGKILL
    child.stdout.close()


def test_an_import_that_is_killed_completes_when_it_is_run_again(elm: Elm, tmp_path: Path, founded: Path) -> None:
    folder = busy_run(tmp_path / "run").write()
    there = []
    for batches in (1, 1, 2):
        kill_after(batches, elm.path, folder)
        assert checks.run(elm.database).findings == ()
        there.append(Visit.select().count())
    assert 0 < there[0] < there[1] < there[2] < 78
    report = import_folder(elm.mary, folder)
    assert (report.refused, report.changed, report.new + report.known) == (0, 0, 95)
    assert report.new > 0
    killed = state()
    other = open_copy(founded, tmp_path / "other")
    assert import_folder(other.mary, folder).notes == report.notes
    assert state() == killed
    other.database.close()


def test_a_second_run_writes_nothing_and_says_the_same(elm: Elm, tmp_path: Path) -> None:
    folder = busy_run(tmp_path / "run").write()
    first = import_folder(elm.mary, folder)
    before, last = elm.counts(), head()
    again = import_folder(elm.mary, folder)
    assert (again.new, again.known, again.notes) == (0, first.new, first.notes)
    assert (elm.counts(), head()) == (before, last)


def test_a_row_that_changed_is_reported_and_what_is_here_is_kept(elm: Elm, run: RunOfTests) -> None:
    line = run.encounter()
    import_folder(elm.mary, run.write())
    run.spoil("encounters.csv", line, "13:45", "23:45")
    run.spoil("patients.csv", 2, "17807", "17808")  # a column that is not kept
    before, last = elm.counts(), head()
    report = import_folder(elm.mary, run.write())
    assert (report.new, report.known, report.changed, report.refused) == (0, 4, 1, 0)
    assert [(fault.file, fault.line) for fault in report.faults] == [("encounters.csv", line)]
    assert visit_of(line).ends == pendulum.datetime(2014, 5, 6, 13, 45)
    assert (elm.counts(), head()) == (before, last)


def test_two_imports_at_the_same_time_bring_everything_in_once(elm: Elm, tmp_path: Path) -> None:
    folder = busy_run(tmp_path / "run").write()
    inner = []

    def another(what: str, done: int, total: int) -> None:
        if (what, done) == ("patients", 0):
            inner.append(import_folder(elm.next_session(elm.mary), folder))

    outer = import_folder(elm.mary, folder, progress=another)
    assert inner[0].refused == outer.refused == 0
    assert outer.new + inner[0].new == 95
    assert Visit.select().count() + HistoryVisit.select().count() == 84
    assert checks.run(elm.database).findings == ()


def test_progress_runs_from_nothing_to_the_end_of_each_file(elm: Elm, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    folder = busy_run(tmp_path / "run").write()
    import_folder(elm.mary, folder, progress=lambda *said: told.append(said), ticks=slow())
    totals = {"payers": 1, "organizations": 2, "providers": 2, "patients": 6, "visits": 84}
    assert list(dict.fromkeys(what for what, _, _ in told)) == list(totals)
    for what, count in totals.items():
        mine = [(done, total) for name, done, total in told if name == what]
        assert mine == sorted(mine)
        assert (mine[0], mine[-1]) == ((0, count), (count, count))


def test_every_batch_is_audited_and_none_can_be_undone(elm: Elm, tmp_path: Path) -> None:
    folder = busy_run(tmp_path / "run").write()
    last = head()[0]
    import_folder(elm.mary, folder)
    bodies = [json.loads(row.body)["after"] for row in AuditDetail.select().where(AuditDetail.seq > last)]
    assert [body["source"] for body in bodies] == ["synthea"] * len(bodies)
    totals = {"payers": 1, "organizations": 2, "providers": 2, "patients": 6, "visits": 78, "history": 6}
    assert {what: sum(body["counts"][what] for body in bodies) for what in totals} == totals
    assert first_fault() is None
    with pytest.raises(Refused) as refusal:
        undo(elm.mary)
    assert refusal.value.code == "final"


def test_a_console_hears_what_came_in(elm: Elm, run: RunOfTests) -> None:
    run.encounter("2014-05-07 02:00", "2014-05-07 02:30")  # ten in the evening of the 6th at the practice
    since = head()[0]
    import_folder(elm.mary, run.write())
    patient = row_of("patients.csv", 2)
    assert {"setup", "patients", "day:2014-05-06", f"patient:{patient}"} <= news(elm.rob, since).topics
