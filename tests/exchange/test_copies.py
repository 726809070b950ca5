"""Day sheets in a second place: there when the box is down, quiet when nothing changed, loud when it is gone."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from frontdesk.db.audit import Audit, AuditDetail
from frontdesk.exchange.printing.copies import Copier, unstamped
from frontdesk.exchange.printing.lock import at_work
from frontdesk.logic import checks, papers, patients, practice, printing, unprinted
from frontdesk.logic.printing import running
from tests.elm import ABBOTT, DIAZ, NIGHT, OKAFOR, Elm
from tests.exchange.printers import LP, Office, until

TODAY, TOMORROW = "daysheet-2026-11-24.txt", "daysheet-2026-11-25.txt"


@pytest.fixture
def stick(elm: Elm, tmp_path: Path) -> Path:
    """A stick with a folder on it, to which day sheets are copied."""
    folder = tmp_path / "stick" / "daysheets"
    folder.mkdir(parents=True)
    printing.set_up(elm.mary, values={"copy_to": str(folder), "copy_every": "5"})
    elm.book(ABBOTT, OKAFOR, "10:00")
    return folder


@pytest.fixture
def copier(elm: Elm, stick: Path) -> Copier:
    """The part of the run that copies."""
    return Copier(running.program_desk(elm.database, elm.clock))


def records(action: str) -> int:
    """How often something is in the audit."""
    return Audit.select().where(Audit.action == action).count()


def test_todays_and_tomorrows_sheet_are_written_for_the_owner_only(copier: Copier, stick: Path) -> None:
    assert copier.copy() == [f"Wrote {TODAY}.", f"Wrote {TOMORROW}."]
    assert {path.name: stat.S_IMODE(path.stat().st_mode) for path in stick.iterdir()} == {
        TODAY: 0o600, TOMORROW: 0o600,
    }  # fmt: skip
    assert "Abbott, June" in (stick / TODAY).read_text()


def test_the_copy_says_what_to_mind_as_a_persons_sheet_does(copier: Copier, elm: Elm, stick: Path) -> None:
    was = patients.reread(elm.mary, patient=ABBOTT).fields
    patients.edit(elm.mary, patient=ABBOTT, version=1, was=was, needs="wheelchair, hoist")
    patients.add_contact(
        elm.mary, patient=ABBOTT, version=2, name="Al Abbott", relation="ex", topics="nothing", limits="court"
    )
    copier.copy()
    printed = papers.typed(elm.rob, papers.day_sheet(elm.rob, day=elm.rob.today()))
    assert unstamped((stick / TODAY).read_text()) == unstamped(printed)
    for sentence in ("! wheelchair, hoist", "! do NOT talk to Al Abbott (ex): court"):
        assert sentence in printed


def test_on_a_friday_mondays_sheet_is_there_too(copier: Copier, elm: Elm, stick: Path) -> None:
    practice.hide_provider(elm.mary, provider=NIGHT, version=1)
    elm.clock.set(elm.at("9:00", days=3))
    copier.copy()
    assert sorted(path.name[9:19] for path in stick.iterdir()) == ["2026-11-27", "2026-11-28", "2026-11-30"]


def test_only_what_changed_is_written_again(copier: Copier, elm: Elm, stick: Path) -> None:
    copier.copy()
    before = {path.name: path.stat().st_ino for path in stick.iterdir()}
    elm.clock.advance(minutes=25)  # 10:07a is longer than 9:42a, and is no reason either
    assert copier.copy() == []
    assert {path.name: path.stat().st_ino for path in stick.iterdir()} == before
    elm.book(DIAZ, OKAFOR, "11:00")
    assert copier.copy() == [f"Wrote {TODAY}."]
    assert "10:07a" in (stick / TODAY).read_text().splitlines()[0]
    assert "Diaz, Luis" in (stick / TODAY).read_text()


def test_a_run_that_begins_anew_writes_nothing_that_is_there(copier: Copier, elm: Elm, stick: Path) -> None:
    copier.copy()
    elm.clock.advance(minutes=3)
    assert Copier(running.program_desk(elm.database, elm.clock)).copy() == []
    (stick / TODAY).write_bytes(b"\xff half a she")
    assert Copier(running.program_desk(elm.database, elm.clock)).copy() == [f"Wrote {TODAY}."]


def test_it_is_in_the_audit_once_a_day_for_each_folder(copier: Copier, elm: Elm, stick: Path) -> None:
    for _ in range(5):
        copier.copy()
        elm.clock.advance(minutes=5)
    assert records("daysheet.copied") == 1
    row = Audit.select().where(Audit.action == "daysheet.copied").get()
    assert row.account is None
    assert str(stick) in AuditDetail.get(AuditDetail.seq == row.seq).body
    elm.clock.set(elm.at("7:00", days=1))
    copier.copy()
    assert records("daysheet.copied") == 2
    other = stick.parent / "other"
    other.mkdir()
    printing.set_up(elm.mary, values={"copy_to": str(other)})
    copier.copy()
    assert records("daysheet.copied") == 3
    assert checks.run(elm.database).ok


def test_a_folder_that_is_gone_is_said_once_and_the_last_good_sheets_stay(
    copier: Copier, elm: Elm, stick: Path
) -> None:
    copier.copy()
    elm.clock.advance(minutes=10)
    copier.copy()
    away = stick.rename(stick.parent / "pulled")
    elm.clock.advance(minutes=10)
    assert copier.copy() == [f"Day sheets are not copied to {stick}. The folder is not there."]
    assert copier.copy() == []
    assert not stick.exists()
    assert "Abbott" in (away / TODAY).read_text()
    assert unprinted.trouble(elm.rob) == ["Day sheets are not copied since 9:52a. The folder is not there."]
    away.rename(stick)
    assert copier.copy() == ["Day sheets are copied again."]
    assert unprinted.trouble(elm.rob) == []
    assert checks.run(elm.database).ok


def test_a_full_stick_keeps_the_last_good_sheet(
    copier: Copier, elm: Elm, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copier.copy()
    before = (stick / TODAY).read_bytes()
    elm.book(DIAZ, OKAFOR, "11:00")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert "No space left" in copier.copy()[0]
    assert (stick / TODAY).read_bytes() == before
    assert sorted(path.name for path in stick.iterdir()) == [TODAY, TOMORROW]


def test_another_folder_or_none_ends_the_trouble_with_the_first(copier: Copier, elm: Elm, stick: Path) -> None:
    stick.rmdir()
    copier.copy()
    assert unprinted.trouble(elm.rob)
    elm.clock.advance(minutes=1)
    printing.set_up(elm.mary, values={"copy_to": ""})
    assert copier.copy() == []
    assert unprinted.trouble(elm.rob) == []


def test_copies_are_made_as_often_as_the_set_up_says(copier: Copier, elm: Elm, stick: Path) -> None:
    assert copier.copy_when_due()
    elm.book(DIAZ, OKAFOR, "11:00")
    elm.clock.advance(minutes=4)
    assert copier.copy_when_due() == []
    elm.clock.advance(minutes=1)
    assert copier.copy_when_due() == [f"Wrote {TODAY}."]
    other = stick.parent / "other"
    other.mkdir()
    printing.set_up(elm.mary, values={"copy_to": str(other)})
    assert len(copier.copy_when_due()) == 2


def test_a_stick_that_is_broken_is_no_reason_to_end(
    copier: Copier, elm: Elm, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: Path) -> bool:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "is_dir", broken)
    assert "Input/output error" in copier.copy()[0]


def test_old_sheets_do_not_gather_on_the_stick(copier: Copier, stick: Path) -> None:
    names = ["daysheet-2026-11-16.txt", "daysheet-2026-11-17.txt", "daysheet-2020.txt", "notes.txt"]
    for name in names:
        (stick / name).write_text("old")
    copier.copy()
    assert {path.name for path in stick.iterdir()} == {*names[1:], TODAY, TOMORROW}


def test_sheets_are_compared_without_the_moment_they_were_made() -> None:
    lines = [f"Day sheet   Elm{' ' * room}printed {time} 11/24   page 1/2\nrow\n" for room, time in
             ((4, "9:42a"), (3, "10:42a"))]  # fmt: skip
    assert unstamped(lines[0]) == unstamped(lines[1])
    assert unstamped(lines[0].replace("1/2", "1/3")) != unstamped(lines[1])


def test_a_run_that_watches_copies_by_itself(elm: Elm, stick: Path, tmp_path: Path) -> None:
    (tmp_path / "machine").mkdir()
    office = Office(tmp_path / "machine")
    office.program("lp", LP)
    watch = office.start(elm.path, "run", "--watch")
    try:
        until(lambda: (stick / TODAY).exists() and (stick / TOMORROW).exists())
        assert at_work(elm.path)
    finally:
        watch.terminate()
        said, _ = watch.communicate(timeout=10)
    assert f"Wrote {TODAY}." in said
