"""The ways out: what a mail looks like, what a mail server may say, what a folder holds at every moment."""

from __future__ import annotations

import email
import email.policy
import os
import re
import socketserver
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from frontdesk.db.practice import Setting
from frontdesk.db.printing import PrintJob
from frontdesk.exchange.printing import runner, ways
from frontdesk.exchange.printing.stopping import Stopper
from frontdesk.exchange.printing.ways import NotSent, Page
from frontdesk.logic import printing
from frontdesk.logic.printing.running import program_desk
from tests.elm import Elm
from tests.exchange.printers import SENDMAIL, Office

PAGE = Page(17, "face sheet", "Abbott, June  김민수\n".encode())


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """Programs of its own."""
    (tmp_path / "machine").mkdir()
    made = Office(tmp_path / "machine")
    for name in ("PATH", "PRINTED", "FRONTDESK_WORKSTATION"):
        monkeypatch.setenv(name, made.env[name])
    return made


# Mail -------------------------------------------------------------------------------------------------


def test_a_mail_says_nothing_of_the_patient_but_in_what_is_attached(office: Office) -> None:
    office.program("sendmail", SENDMAIL)
    ways.by_mail(ways.letter(PAGE, "desk@elm.example", "june@example.org", "Elm Street"), "")
    assert office.arguments() == [["-t", "-i"]]
    mail = email.message_from_string(office.texts()[0], policy=email.policy.default)
    assert (mail["From"], mail["To"], mail["Subject"]) == (
        "desk@elm.example", "june@example.org", "Face sheet from Elm Street",
    )  # fmt: skip
    (attached,) = mail.iter_attachments()
    assert attached.get_filename() == "face-sheet-17.txt"
    assert attached.get_content() == PAGE.content.decode()
    attached.set_content("")
    assert "Abbott" not in mail.as_string()


class _Server(socketserver.StreamRequestHandler):
    """A mail server that answers as it was told: by the first word of each command."""

    answers: dict[str, str] = {}
    mails: list[str] = []

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline():
            word = line.split()[0].decode().upper()
            answer = self.answers.get(word, "250 ok")
            if answer == "hang up":
                return
            self.wfile.write(f"{answer}\r\n".encode())
            if word == "DATA" and answer.startswith("354"):
                text = b""
                while (piece := self.rfile.readline()) != b".\r\n":
                    text += piece
                self.mails.append(text.decode())
                end = self.answers.get(".", "250 taken")
                if end == "hang up":
                    return
                self.wfile.write(f"{end}\r\n".encode())
            if word == "QUIT":
                return


@contextmanager
def mail_server(**answers: str) -> Iterator[str]:
    """A mail server on this machine; gives its name and port."""
    _Server.answers = {
        "DATA": "354 go on",
        "QUIT": "221 bye",
        **{key.upper(): text for key, text in answers.items()},
    }
    _Server.mails = []
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Server) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()


def post(host: str) -> str:
    """Send the page through that server."""
    return ways.by_mail(ways.letter(PAGE, "desk@elm.example", "june@example.org", "Elm Street"), host)


def spooled(elm: Elm, to: str) -> int:
    """Ask for a page to be mailed; its number."""
    page = {"kind": "face sheet", "title": "Face sheet", "text": "Abbott\n", "destination": "mail", "target": to}
    return int(printing.spool(elm.mary, **page).values["job"])  # type: ignore[arg-type]


def send_due(elm: Elm) -> None:
    """One run, in this process."""
    runner.send_due(program_desk(elm.database, elm.clock), Stopper(), lambda _: None)


def test_a_mail_server_takes_it() -> None:
    with mail_server() as host:
        receipt = post(host)
    assert receipt in _Server.mails[0]


@pytest.mark.parametrize("goodbye", ["421 going down", "500 what?", "hang up"])
def test_a_mail_that_was_taken_is_sent_whatever_the_server_says_at_parting(goodbye: str) -> None:
    with mail_server(quit=goodbye) as host:
        assert post(host) in _Server.mails[0]


def test_a_page_that_was_taken_is_mailed_once(elm: Elm) -> None:
    with mail_server(quit="421 going down") as host:
        printing.set_up(elm.mary, values={"mail_from": "desk@elm.example", "mail_host": host})
        job = spooled(elm, "june@example.org")
        for _ in range(2):
            send_due(elm)
            elm.clock.advance(minutes=10)
    assert (str(PrintJob.get_by_id(job).state), len(_Server.mails)) == ("sent", 1)


@pytest.mark.parametrize(("to", "host"), [("jüne@example.org", ""), ("june@example.org", "mail..example")])
def test_a_name_that_mail_cant_carry_does_not_hold_up_the_next_page(elm: Elm, to: str, host: str) -> None:
    with mail_server() as good:
        printing.set_up(elm.mary, values={"mail_from": "desk@elm.example", "mail_host": good})
        bad = spooled(elm, "june@example.org")
        PrintJob.update(target=to).where(PrintJob.id == bad).execute()  # nothing takes such names any more
        Setting.update(value=host or good).where(Setting.name == "print.mail_host").execute()
        page = {"kind": "day sheet", "title": "Day sheet", "text": "8:00a\n", "destination": "folder"}
        good_one = int(printing.spool(elm.rob, **page).values["job"])  # type: ignore[arg-type]
        send_due(elm)
        assert _Server.mails == []
    row = PrintJob.get_by_id(bad)
    assert (str(row.state), str(PrintJob.get_by_id(good_one).state)) == ("queued", "sent")
    assert not any(name in str(row.error) for name in ("june", "jüne"))


def test_sendmail_that_could_not_send_at_once_may_have_kept_the_mail(office: Office) -> None:
    office.program("sendmail", f"#!/bin/sh\ncat > /dev/null\nexit {os.EX_TEMPFAIL}\n")
    with pytest.raises(NotSent, match="may have been sent") as refusal:
        post("")
    assert not refusal.value.sure


@pytest.mark.parametrize(
    ("answers", "sure"),
    [
        ({"mail": "550 june@example.org is nobody"}, True),
        ({"rcpt": "550 june@example.org is nobody"}, True),
        ({"data": "451 not now"}, True),
        ({"rcpt": "hang up"}, True),
    ],
)
def test_what_the_server_refuses_was_surely_not_sent(answers: dict[str, str], sure: bool) -> None:
    with mail_server(**answers) as host, pytest.raises(NotSent) as refusal:
        post(host)
    assert refusal.value.sure is sure
    assert "june" not in refusal.value.reason


def test_a_server_that_says_no_at_the_end_has_not_sent_it_one_that_says_nothing_may_have() -> None:
    with mail_server(**{".": "554 no"}) as host, pytest.raises(NotSent, match="554") as refusal:
        post(host)
    assert refusal.value.sure
    with mail_server(**{".": "hang up"}) as host, pytest.raises(NotSent, match="may have been sent") as refusal:
        post(host)
    assert not refusal.value.sure


def test_a_server_that_is_not_there() -> None:
    with mail_server() as host:
        pass
    with pytest.raises(NotSent, match="can't be used") as refusal:
        post(host)
    assert refusal.value.sure


# The folder -------------------------------------------------------------------------------------------


def test_a_file_is_private_and_whole_or_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("old")
    seen: list[tuple[int, bytes]] = []
    rename = Path.rename

    def watched(part: Path, target: Path) -> Path:
        seen.append((stat.S_IMODE(part.stat().st_mode), part.read_bytes()))
        assert target.read_text() == "old"
        return rename(part, target)

    monkeypatch.setattr(Path, "rename", watched)
    assert ways.into_folder(tmp_path, "a.txt", b"new").read_bytes() == b"new"
    assert seen == [(0o600, b"new")]
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_a_folder_that_is_gone_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(NotSent, match="not there") as refusal:
        ways.into_folder(tmp_path / "stick", "a.txt", b"new")
    assert refusal.value.sure
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_folder_that_cant_be_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(NotSent, match="can't be written"):
        ways.into_folder(tmp_path, "a.txt", b"new")


def test_a_full_disk_leaves_the_last_good_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NotSent, match="No space left"):
        ways.into_folder(tmp_path, "a.txt", b"new")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("a.txt", "old")]


def test_the_export_folder_has_a_private_file_for_each_page(elm: Elm, office: Office) -> None:
    wish = {"kind": "face sheet", "title": "Face sheet Abbott, June", "text": "Abbott\n", "destination": "folder"}
    jobs = [int(printing.spool(elm.rob, **wish).values["job"]) for _ in range(2)]  # type: ignore[arg-type]
    assert office.run(elm.path, "run")[0] == 0
    folder = elm.path.parent / "export"
    names = sorted(path.name for path in folder.iterdir())
    assert [re.sub("-09\\d\\d-", "-", name) for name in names] == sorted(
        f"20261124-face-sheet-{job}.txt" for job in jobs
    )
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert PrintJob.get_by_id(jobs[0]).receipt in names
