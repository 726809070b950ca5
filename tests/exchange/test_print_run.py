"""`frontdesk print run` as real processes: each page once, whatever dies in the middle."""

from __future__ import annotations

import json
import os
import signal
import time
from pathlib import Path

import pytest

from frontdesk.db.audit import Audit
from frontdesk.db.printing import PrintJob
from frontdesk.desk import Done, Refused
from frontdesk.exchange.printing.lock import at_work
from frontdesk.exchange.printing.runner import surely
from frontdesk.logic import checks, printing
from frontdesk.logic.printing import settings
from tests.elm import ABBOTT, Elm
from tests.exchange.printers import BABBLING, LP, REFUSING_LP, SLOW_LP, Office, kill, until


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """Programs of its own, with a printer that works."""
    (tmp_path / "machine").mkdir()
    made = Office(tmp_path / "machine")
    made.program("lp", LP)
    monkeypatch.setenv("FRONTDESK_WORKSTATION", made.station)
    return made


@pytest.fixture
def elm(elm: Elm, office: Office) -> Elm:
    """The practice, with a printer for the workstation."""
    printing.set_printer(elm.mary, station=office.station, printer="hp1")
    return elm


def ask(elm: Elm, text: str = "8:00a Abbott, June", **more: object) -> int:
    """Ask for a page; returns its number."""
    wish: dict[str, object] = {
        "kind": "day sheet",
        "title": "Day sheet",
        "text": f"{text}\n",
        "destination": "printer",
    }
    return int(printing.spool(elm.rob, **{**wish, **more}).values["job"])  # type: ignore[arg-type]


def state(job: int) -> tuple[str, str]:
    """How far a page has come, and why not further."""
    row = PrintJob.get_by_id(job)
    return str(row.state), str(row.error)


def test_every_page_is_sent_once_in_its_order(elm: Elm, office: Office) -> None:
    jobs = [ask(elm, f"page {number}") for number in range(3)]
    code, said = office.run(elm.path, "run")
    assert (code, [line.split()[:2] for line in said.splitlines()]) == (0, [["sent", str(job)] for job in jobs])
    assert sorted(office.texts()) == ["page 0\n", "page 1\n", "page 2\n"]
    assert {state(job) for job in jobs} == {("sent", "")}
    assert office.run(elm.path, "run") == (0, "Nothing waits to be printed.\n")
    assert len(office.pages()) == 3
    assert checks.run(elm.database).ok


def test_no_word_of_the_page_is_in_what_others_can_see(elm: Elm, office: Office) -> None:
    job = ask(elm, title="Face sheet Abbott, June", kind="face sheet", patient=ABBOTT)
    said = office.run(elm.path, "run")[1] + office.run(elm.path, "list")[1]
    assert office.arguments() == [["-d", "hp1", "-t", f"Face sheet {job}", "-o", "cpi=12", "-o", "lpi=6"]]
    assert "Abbott" not in said
    assert "hp1-7" in said


def test_each_step_is_in_the_audit_with_the_patient(elm: Elm, office: Office) -> None:
    job = ask(elm, kind="face sheet", patient=ABBOTT)
    office.run(elm.path, "run")
    mine = (Audit.subject_kind == "print_job") & (Audit.subject == job)
    rows = list(Audit.select(Audit.action, Audit.patient, Audit.account).where(mine).order_by(Audit.seq).tuples())
    assert rows == [
        ("printing.spool", ABBOTT, elm.rob.who.account),
        ("printing.take", ABBOTT, None),
        ("printing.sent", ABBOTT, None),
    ]


def test_a_run_that_is_killed_leaves_a_page_for_a_person_to_judge(elm: Elm, office: Office) -> None:
    office.program("lp", SLOW_LP)
    job, next_job = ask(elm, "page 0"), ask(elm, "page 1")
    run = office.start(elm.path, "run")
    until(lambda: (office.folder / "printed" / "begun").exists())
    assert state(job)[0] == "sending"
    kill(run)
    for name in os.listdir("/proc"):  # the printer's program lives on, as it would
        if name.isdigit() and f"PRINTED={office.folder}".encode() in _environment(name):
            os.kill(int(name), signal.SIGKILL)
    office.program("lp", LP)
    code, said = office.run(elm.path, "run")
    assert code == 1
    assert "may have been printed" in said
    assert [text for text in office.texts() if text == "page 0\n"] == ["page 0\n"]
    assert (state(job)[0], state(next_job)[0]) == ("failed", "sent")
    row = PrintJob.get_by_id(job)
    printing.again(elm.rob, job=job, version=row.version)
    assert office.run(elm.path, "run")[0] == 0
    assert sorted(office.texts()) == ["page 0\n", "page 0\n", "page 1\n"]
    assert checks.run(elm.database).ok


def _environment(process: str) -> bytes:
    try:
        return Path(f"/proc/{process}/environ").read_bytes()
    except OSError:
        return b""


def test_two_runs_at_once_send_each_page_once(elm: Elm, office: Office) -> None:
    jobs = [ask(elm, f"page {number}") for number in range(12)]
    runs = [office.start(elm.path, "run", "--wait", "60") for _ in range(3)]
    codes = [run.communicate(timeout=60) and run.returncode for run in runs]
    assert codes == [0, 0, 0]
    assert sorted(office.texts()) == sorted(f"page {number}\n" for number in range(12))
    assert {state(job)[0] for job in jobs} == {"sent"}


def test_a_second_run_does_not_wait_for_ever(elm: Elm, office: Office) -> None:
    watch = office.start(elm.path, "run", "--watch")
    try:
        until(lambda: at_work(elm.path))
        code, said = office.run(elm.path, "run", "--wait", "0")
        assert (code, "Another print run is at work" in said) == (1, True)
        assert "A run is at work." in office.run(elm.path, "list")[1]
    finally:
        watch.terminate()
        watch.communicate(timeout=10)
    assert not at_work(elm.path)


def test_watching_sends_what_comes_costs_nothing_and_ends_at_once(elm: Elm, office: Office) -> None:
    watch = office.start(elm.path, "run", "--watch")
    try:
        until(lambda: at_work(elm.path))
        job = ask(elm)
        until(lambda: state(job)[0] == "sent")
        before = _cpu(watch.pid)
        time.sleep(2)  # what it costs to wait can only be seen by waiting
        assert _cpu(watch.pid) - before < 0.4
    finally:
        watch.terminate()
        begun = time.monotonic()
        said, _ = watch.communicate(timeout=10)
    assert time.monotonic() - begun < 2
    assert watch.returncode == 0
    assert said.splitlines()[-1] == "Ended."


def _cpu(process: int) -> float:
    """Seconds of a process's time, so far."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_asked_to_end_in_the_middle_of_a_page_it_says_that_it_may_have_been_printed(
    elm: Elm, office: Office
) -> None:
    office.program("lp", SLOW_LP)
    job = ask(elm)
    watch = office.start(elm.path, "run", "--watch")
    until(lambda: (office.folder / "printed" / "begun").exists())
    watch.terminate()
    watch.communicate(timeout=5)
    assert state(job)[0] == "failed"
    assert "may have been printed" in state(job)[1]


def test_what_is_refused_is_tried_again_but_not_for_ever(elm: Elm, office: Office) -> None:
    office.program("lp", REFUSING_LP)
    job = ask(elm)
    code, said = office.run(elm.path, "run")
    assert code == 1
    assert "does not exist" in said
    assert state(job) == ("queued", "lp refused it (exit code 1). It says: The printer or class does not exist.")
    assert office.run(elm.path, "run")[1] == "Nothing waits to be printed.\n"  # not before the pause is over
    for attempt in (2, 3):
        PrintJob.update(not_before=None).where(PrintJob.id == job).execute()
        assert office.run(elm.path, "run")[0] == 1
        assert PrintJob.get_by_id(job).attempts == attempt
    assert state(job)[0] == "failed"


@pytest.mark.parametrize("name", ["lp", "sendmail"])
def test_a_program_that_repeats_the_page_does_not_get_it_into_the_error(
    name: str, elm: Elm, office: Office
) -> None:
    printing.set_up(elm.mary, values={"mail_from": "desk@elm.example"})
    office.program(name, BABBLING)
    way = {"destination": "mail", "target": "june@example.org"} if name == "sendmail" else {}
    job = ask(elm, **way)  # type: ignore[arg-type]
    said = office.run(elm.path, "run")[1]
    assert "Abbott" not in said + state(job)[1]
    assert "june" not in said + state(job)[1]
    assert "exit code 1" in state(job)[1]


def test_without_a_print_system_it_says_so(elm: Elm, office: Office) -> None:
    (office.folder / "bin" / "lp").unlink()
    office.env["PATH"] = str(office.folder / "bin")
    ask(elm)
    assert "There is no program lp" in office.run(elm.path, "run")[1]


def test_what_a_program_reads(elm: Elm, office: Office) -> None:
    job = ask(elm)
    said = json.loads(office.run(elm.path, "list", "--json")[1])
    assert (said["running"], [(row["id"], row["state"], row["login"]) for row in said["jobs"]]) == (
        False,
        [(job, "queued", "rob")],
    )
    assert "title" not in said["jobs"][0]
    said = json.loads(office.run(elm.path, "run", "--json")[1])
    assert (said["sent"], said["not_sent"], said["pages"][0]["job"]) == (1, 0, job)


def test_from_the_command_line_a_page_is_taken_back_and_sent_again(elm: Elm, office: Office) -> None:
    job = str(ask(elm))
    assert office.run(elm.path, "cancel", job, "--as", "rob") == (0, "Not sent: Day sheet\n")
    assert office.run(elm.path, "run") == (0, "Nothing waits to be printed.\n")
    assert office.run(elm.path, "again", job, "--as", "rob")[0] == 0
    assert office.run(elm.path, "again", job, "--as", "rob")[0] == 1
    for none in ("seven", "9" * 30, "\u0667", "-5"):
        assert office.run(elm.path, "again", none, "--as", "rob")[0] == 2
    assert office.run(elm.path, "again")[0] == 2
    assert office.run(elm.path, "cancel", job, "--as", "ann")[0] == 1
    assert office.run(elm.path, "run")[0] == 0


def test_settings_from_the_command_line(elm: Elm, office: Office) -> None:
    assert office.run(elm.path, "set", "printer", "hp2", "--workstation", "back", "--as", "mary") == (
        0,
        "back prints on hp2\n",
    )
    elm.clock.advance(minutes=10)  # a setting holds from the moment of the command on
    assert printing.printers(elm.mary) == {"back": "hp2", "front1": "hp1"}
    assert office.run(elm.path, "set", "columns", "20", "--as", "mary")[0] == 1
    assert office.run(elm.path, "set", "nonsense", "20", "--as", "mary")[0] == 1
    assert office.run(elm.path, "set", "columns", "100", "--as", "rob")[0] == 1
    assert office.run(elm.path, "set", "columns", "100", "--as", "mary")[0] == 0
    assert settings.settings(elm.mary)["columns"] == "100"
    assert checks.run(elm.database).ok


def test_what_has_happened_outside_is_written_down_however_busy_the_database_is() -> None:
    tried: list[int] = []

    def busy() -> Done:
        tried.append(1)
        if len(tried) < 4:
            raise Refused("The database was busy.", code="busy")
        return Done("Sent", ("print_job", 1), 1, False, {})

    assert surely(busy).message == "Sent"
    with pytest.raises(Refused, match="moved on"):
        surely(moved_on)


def moved_on() -> Done:
    raise Refused("It has moved on since.", code="stale")
