"""Asking for pages, and what the run may do with them."""

from __future__ import annotations

from typing import Any

import pytest

from frontdesk.db.audit import Audit
from frontdesk.db.practice import Document, DocumentLink
from frontdesk.db.printing import PrintJob
from frontdesk.desk import Desk, Refused, redo, undo
from frontdesk.logic import checks, patients, printing, unprinted
from frontdesk.logic.printing import running, settings
from frontdesk.logic.printing.jobs import jobs
from tests.elm import ABBOTT, DIAZ, Elm


@pytest.fixture(autouse=True)
def station(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FRONTDESK_WORKSTATION", "front1")


@pytest.fixture
def elm(elm: Elm) -> Elm:
    """The practice, with a printer and a sender of mail."""
    printing.set_printer(elm.mary, station="front1", printer="hp1")
    printing.set_up(elm.mary, values={"mail_from": "desk@elm.example"})
    return elm


@pytest.fixture
def program(elm: Elm) -> Desk:
    """The run's own desk."""
    return running.program_desk(elm.database, elm.clock)


def ask(desk: Desk, **more: Any) -> int:
    """Ask for a page."""
    wish = {"kind": "day sheet", "title": "Day sheet", "text": "8:00a Abbott\n", "destination": "printer", **more}
    return int(printing.spool(desk, **wish).values["job"])


def state(job: int) -> str:
    return str(PrintJob.get_by_id(job).state)


# Asking -----------------------------------------------------------------------------------------------


def test_a_page_goes_to_the_printer_of_the_workstation(elm: Elm, monkeypatch: pytest.MonkeyPatch) -> None:
    row = PrintJob.get_by_id(ask(elm.rob, text="one\n\ftwo\n"))
    assert (row.target, row.workstation, row.pages, row.asked_by_id) == ("hp1", "front1", 2, elm.rob.who.account)
    monkeypatch.setenv("FRONTDESK_WORKSTATION", "back")
    with pytest.raises(Refused, match="back has no printer yet") as refusal:
        ask(elm.rob)
    assert (refusal.value.field, refusal.value.code) == ("target", "set-up")
    printing.set_printer(elm.mary, station="back", printer="hp2")
    assert PrintJob.get_by_id(ask(elm.rob)).target == "hp2"
    assert PrintJob.get_by_id(ask(elm.rob, target="hp3")).target == "hp3"


@pytest.mark.parametrize(
    ("wish", "reason"),
    [
        ({"destination": "mail", "target": "june"}, "one mail address"),
        ({"destination": "mail", "target": "jüne@example.org"}, "one mail address"),
        ({"destination": "mail", "target": "ju\u200bne@example.org"}, "one mail address"),
        ({"destination": "mail", "target": "june@example..org"}, "one mail address"),
        ({"destination": "mail", "target": "june@example.org\nBcc: x@y.org"}, "one mail address"),
        ({"target": "-o raw"}, "name of a print queue"),
        ({"text": " \n"}, "nothing to print"),
        ({"text": "x" * 4_000_001}, "too long"),
    ],
)
def test_what_is_refused(wish: dict[str, Any], reason: str, elm: Elm) -> None:
    before = elm.counts()
    with pytest.raises(Refused, match=reason):
        ask(elm.rob, **wish)
    assert elm.counts() == before


def test_mail_needs_a_sender(elm: Elm) -> None:
    printing.set_up(elm.mary, values={"mail_from": ""})
    with pytest.raises(Refused, match="no sender"):
        ask(elm.rob, destination="mail", target="june@example.org")


def test_nobody_chooses_the_folder_that_pages_are_exported_to(elm: Elm) -> None:
    assert PrintJob.get_by_id(ask(elm.rob, destination="folder", target="/etc")).target == str(
        elm.path.parent / "export"
    )


@pytest.mark.parametrize("destination", ["printer", "mail", "folder"])
def test_who_only_reads_prints_nothing(destination: str, elm: Elm) -> None:
    with pytest.raises(Refused, match=r"needs the permission print\.page"):
        ask(elm.ann, destination=destination, target="a@b.org")


def test_a_patients_page_is_audited_with_the_patient_and_belongs_to_the_record(elm: Elm) -> None:
    job = ask(elm.rob, kind="face sheet", patient=ABBOTT)
    row = Audit.select().where(Audit.action == "printing.spool").order_by(Audit.seq.desc()).first()
    assert (row.patient, row.subject_kind, row.subject) == (ABBOTT, "print_job", job)
    link = DocumentLink.get()
    assert (link.subject_kind, link.subject) == ("patient", ABBOTT)
    patients.merge(elm.mary, keep=DIAZ, gone=ABBOTT, version=1)
    assert DocumentLink.get().subject == DIAZ
    assert checks.run(elm.database).ok


def test_the_same_page_is_stored_once(elm: Elm) -> None:
    jobs_asked = {ask(elm.rob, patient=ABBOTT) for _ in range(3)}
    assert len(jobs_asked) == 3
    assert Document.select().count() == 1
    assert DocumentLink.select().count() == 1


def test_trying_again_prints_once(elm: Elm) -> None:
    desk = elm.rob.asking("form-1")
    assert ask(desk) == ask(desk)
    assert PrintJob.select().count() == 1


def test_undo_reaches_a_page_until_it_is_being_sent(elm: Elm, program: Desk) -> None:
    job = ask(elm.rob)
    assert undo(elm.rob).message == "Not sent: Day sheet"
    assert state(job) == "cancelled"
    assert redo(elm.rob)
    assert state(job) == "queued"
    running.take(program, job=job, version=3)
    with pytest.raises(Refused, match="Can't be undone"):
        undo(elm.rob)


# The run ----------------------------------------------------------------------------------------------


def test_a_page_is_taken_once(elm: Elm, program: Desk) -> None:
    job = ask(elm.rob)
    due = running.due(program)
    assert due is not None
    assert (due.job, due.content) == (job, b"8:00a Abbott\n")
    running.take(program, job=job, version=1)
    assert running.due(program) is None
    with pytest.raises(Refused) as refusal:
        running.take(program, job=job, version=1)
    assert refusal.value.code == "stale"
    running.sent(program, job=job, version=2, receipt="hp1-7")
    for late in (running.sent, running.failed):
        arguments = {} if late is running.sent else {"error": "x", "retry": True}
        with pytest.raises(Refused):
            late(program, job=job, version=3, **arguments)  # type: ignore[operator]
    assert (state(job), PrintJob.get_by_id(job).receipt) == ("sent", "hp1-7")


def test_pauses_grow_and_end(elm: Elm, program: Desk) -> None:
    job, waits = ask(elm.rob), []
    for attempt in range(1, running.MOST_ATTEMPTS + 1):
        row = PrintJob.get_by_id(job)
        running.take(program, job=job, version=row.version)
        running.failed(program, job=job, version=row.version + 1, error="no paper", retry=True)
        row = PrintJob.get_by_id(job)
        assert row.attempts == attempt
        if row.not_before is not None:
            waits.append(int((row.not_before - elm.clock.now()).total_seconds()))
            assert running.due(program) is None
            elm.clock.set(row.not_before)
            assert running.due(program) is not None
    assert waits == [60, 300]
    assert state(job) == "failed"
    assert unprinted.trouble(elm.rob) == ["A page was not printed; :jobs shows why."]
    assert unprinted.trouble(elm.ann) == []


def test_what_may_have_been_sent_is_not_tried_again_by_itself(elm: Elm, program: Desk) -> None:
    job = ask(elm.rob)
    running.take(program, job=job, version=1)
    assert running.left_over(program) == [(job, 2)]
    running.failed(program, job=job, version=2, error=running.MAYBE, retry=False)
    assert state(job) == "failed"
    assert running.due(program) is None


def test_a_page_is_given_up_or_repeated_by_one_change_and_that_is_undone(elm: Elm, program: Desk) -> None:
    job = ask(elm.rob)
    running.take(program, job=job, version=1)
    running.failed(program, job=job, version=2, error="no paper", retry=False)
    failed = jobs(elm.rob)[0]
    printing.again(elm.rob, job=job, version=3)
    assert (state(job), PrintJob.get_by_id(job).attempts) == ("queued", 0)
    undo(elm.rob)
    again = jobs(elm.rob)[0]
    assert (again.state, again.error, again.ended_at, again.attempts) == (
        failed.state, "no paper", failed.ended_at, 1,
    )  # fmt: skip
    printing.cancel(elm.rob, job=job, version=again.version)
    assert unprinted.trouble(elm.rob) == []


def test_the_list_has_what_needs_somebody_on_top(elm: Elm, program: Desk) -> None:
    sent, failed, waits = (ask(elm.rob, text=f"{number}\n") for number in range(3))
    for job in (sent, failed):
        running.take(program, job=job, version=1)
    running.sent(program, job=sent, version=2)
    running.failed(program, job=failed, version=2, error="no paper", retry=False)
    assert [row.id for row in jobs(elm.rob)] == [failed, waits, sent]
    with pytest.raises(Refused):
        jobs(elm.ann)


# The set-up -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("lines", "10", "30 to 200"),
        ("columns", "many", "72 to 160"),
        ("mail_from", "nobody", "one mail address"),
        ("mail_host", "mail server", "mail server's name"),
        ("mail_host", "mail..example", "mail server's name"),
        ("folder", "export", "whole path"),
        ("copy_to", "stick", "whole path"),
        ("copy_to", "/", "a folder on it"),
        ("copy_every", "0", "1 to 1440"),
    ],
)
def test_a_setting_that_cant_be_used_is_refused_at_its_field(name: str, value: str, reason: str, elm: Elm) -> None:
    with pytest.raises(Refused, match=reason) as refusal:
        printing.set_up(elm.mary, values={name: value})
    assert refusal.value.field == name


def test_a_printer_is_refused_at_its_field(elm: Elm) -> None:
    for station, printer, field in (
        ("", "hp1", "station"),
        ("back", "hp 1", "printer"),
        ("front1", "hp1", "printer"),
    ):
        with pytest.raises(Refused) as refusal:
            printing.set_printer(elm.mary, station=station, printer=printer)
        assert refusal.value.field == field


def test_two_people_at_the_settings_do_not_overwrite_each_other(elm: Elm) -> None:
    was = settings.settings(elm.mary)
    elm.clock.advance(minutes=1)
    printing.set_up(elm.mary, values={"columns": "100"})
    elm.clock.advance(minutes=1)
    with pytest.raises(Refused, match="since"):
        printing.set_up(elm.mary, values={**was, "columns": "90"}, was=was)
    printing.set_up(elm.mary, values={"lines": "60"}, was=was)
    assert settings.form(elm.mary) == settings.Form(60, 100)


def test_the_check_sees_what_was_tampered_with(elm: Elm) -> None:
    ask(elm.rob)
    elm.tamper(
        "UPDATE document SET content = CAST('other' AS BLOB)",
        "UPDATE setting SET value = '7' WHERE name = 'print.mail_from'",
        "UPDATE setting SET scope = 'practice' WHERE name = 'print.printer'",
    )
    found = {(each.check, each.where) for each in checks.run(elm.database).findings}
    assert {("documents", "document 1"), ("printing", "setting 3"), ("printing", "setting 4")} <= found or (
        len([check for check, _ in found if check == "printing"]) == 2
    )
