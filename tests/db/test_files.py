"""The files of a practice: who may read them, and the drafts beside it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from frontdesk.db.drafts import DraftFile
from frontdesk.db.engine.driver import connect
from frontdesk.db.engine.practice_file import open_practice
from frontdesk.logic import checks, drafts
from tests.elm import ABBOTT, OKAFOR, Elm


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture(params=[0o000, 0o022, 0o077])
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    """Whatever the umask of whoever starts the program, its files are private."""
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def test_a_new_practice_is_private(umask: int, tmp_path: Path) -> None:
    path = tmp_path / "new" / "a.db"
    practice = open_practice(path, create=True)
    drafts_file = DraftFile(path)
    drafts_file.keep(1, "booking", "", "r", {}, 0)
    assert mode(path.parent) == 0o700
    names = sorted(file.name for file in path.parent.iterdir())
    assert names == [
        "a.db",
        "a.db-shm",
        "a.db-wal",
        "a.db.drafts",
        "a.db.drafts-shm",
        "a.db.drafts-wal",
        "a.db.lock",
    ]
    assert {file.name: mode(file) for file in path.parent.iterdir()} == dict.fromkeys(names, 0o600)
    drafts_file.close()
    practice.close()


def test_a_folder_that_is_there_keeps_its_mode(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    open_practice(tmp_path / "a.db", create=True).close()
    assert mode(tmp_path) == 0o755
    assert mode(tmp_path / "a.db") == 0o600


def test_an_empty_file_that_is_there_becomes_private(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    path.touch()
    path.chmod(0o644)
    open_practice(path, create=True).close()
    assert mode(path) == 0o600


def test_a_mode_is_never_changed_behind_the_owners_back(elm: Elm) -> None:
    elm.database.close()
    elm.path.chmod(0o640)
    open_practice(elm.path).close()
    assert mode(elm.path) == 0o640


def test_a_link_in_the_place_of_the_file_is_not_followed(tmp_path: Path) -> None:
    target = tmp_path / "other"
    target.write_text("precious")
    (tmp_path / "a.db").symlink_to(target)
    with pytest.raises(OSError, match="symbolic"):
        connect(tmp_path / "a.db")
    assert target.read_text() == "precious"


@pytest.mark.parametrize("ending", ["", "-wal", ".lock"])
def test_the_check_sees_a_file_that_others_may_read(ending: str, elm: Elm) -> None:
    elm.book(ABBOTT, OKAFOR, "10:00")
    Path(f"{elm.path}{ending}").chmod(0o644)
    found = checks.run(elm.database).findings
    assert [(each.check, each.where) for each in found] == [("privacy", f"elm.db{ending}")]
    assert "0644" in found[0].what


# Drafts ---------------------------------------------------------------------------------------------


def keep(elm: Elm, request: str, **values: str) -> int:
    return drafts.keep(elm.mary, form="booking", subject="abbott", values=values, request=request).id


def test_drafts_come_back_the_newest_first(elm: Elm) -> None:
    assert drafts.parked(elm.mary) == []
    keep(elm, "r1", time="9a")
    elm.clock.advance(minutes=1)
    keep(elm, "r2", time="10a", note="naïve [b]")
    assert [(each.request, each.values) for each in drafts.parked(elm.mary)] == [
        ("r2", {"time": "10a", "note": "naïve [b]"}),
        ("r1", {"time": "9a"}),
    ]


def test_a_form_that_is_typed_on_overwrites_its_draft(elm: Elm) -> None:
    first = keep(elm, "r1", time="9")
    assert keep(elm, "r1", time="9a") == first
    (draft,) = drafts.parked(elm.mary)
    assert draft.values == {"time": "9a"}


def test_drafts_are_ones_own(elm: Elm) -> None:
    draft = keep(elm, "r1", time="9a")
    assert drafts.parked(elm.rob) == []
    drafts.drop(elm.rob, draft)
    assert len(drafts.parked(elm.mary)) == 1
    drafts.drop(elm.mary, draft)
    assert drafts.parked(elm.mary) == []


def test_somebody_elses_request_does_not_reach_a_draft(elm: Elm) -> None:
    keep(elm, "r1", time="9a")
    drafts.keep(elm.rob, form="booking", subject="", values={"time": "5p"}, request="r1")
    assert [draft.values for draft in drafts.parked(elm.mary)] == [{"time": "9a"}]
    assert [draft.values for draft in drafts.parked(elm.rob)] == [{"time": "5p"}]


def test_drafts_survive_a_crash_and_are_no_change(elm: Elm) -> None:
    before = elm.counts()
    keep(elm, "r1", time="9a")
    assert not elm.database.changed()
    assert elm.counts() == before
    again = DraftFile(elm.path)
    assert [draft.values for draft in again.of(elm.mary.who.account or 0)] == [{"time": "9a"}]
    again.close()


def test_no_file_is_made_for_nothing(elm: Elm) -> None:
    drafts.parked(elm.mary)
    assert not Path(f"{elm.path}.drafts").exists()
