"""The three ways out: a print queue through `lp`, mail through `sendmail` or a mail server, a file in a folder.

Nothing of the page is ever in a title, a subject, a file's name, an argument or an error.
"""

from __future__ import annotations

import math
import os
import smtplib
import ssl
import subprocess
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from pathlib import Path

from frontdesk.settings import PATH

PATIENCE = 60.0
"""Seconds that a print queue or a mail server may take."""
GOODBYE = 5.0
"""Seconds that a mail server may take to part, once it has taken the mail."""
HERE = ("localhost", "127.0.0.1")
"""Mail servers of this machine: nobody listens on the way there, and their certificates are home-made."""
INCHES = (7.5, 10.0)
"""Width and height that every printer of letter paper reaches."""


class NotSent(Exception):
    """It was not sent; `sure` is False when it may have been all the same: then nothing tries it again."""

    def __init__(self, reason: str, *, sure: bool = True) -> None:
        super().__init__(reason)
        self.reason = reason
        self.sure = sure


@dataclass(frozen=True, slots=True)
class Page:
    """What goes out: its number, its kind (without anything about a patient), its text."""

    job: int
    kind: str
    content: bytes

    @property
    def title(self) -> str:
        """`Day sheet 17`."""
        return f"{self.kind[:1].upper()}{self.kind[1:]} {self.job}"


def _run(command: Sequence[str], given: bytes) -> str:
    """Run a program of the machine with something on its standard input; its first line of output."""
    name = Path(command[0]).name
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    try:
        done = subprocess.run(
            command, input=given, capture_output=True, timeout=PATIENCE, env=environment, check=False
        )
    except FileNotFoundError as error:
        raise NotSent(f"There is no program {name} on this machine.") from error
    except OSError as error:
        raise NotSent(f"The program {name} can't be run: {error.strerror}.") from error
    except subprocess.TimeoutExpired as error:
        raise NotSent(
            f"{name} did not end within {PATIENCE:.0f} seconds; it may have been sent.", sure=False
        ) from error
    if done.returncode < 0:
        raise NotSent(f"{name} was ended while at work; it may have been sent.", sure=False)
    if done.returncode == os.EX_TEMPFAIL and name == "sendmail":
        raise NotSent("sendmail could not send it at once; it may have been sent.", sure=False)
    if done.returncode:
        raise NotSent(f"{name} refused it (exit code {done.returncode}).{_complaint(name, done.stderr)}")
    return _first_line(done.stdout)


def _first_line(output: bytes) -> str:
    text = output.decode("utf-8", "replace").strip()
    return "".join(each for each in text.partition("\n")[0] if each.isascii() and each.isprintable())[:80]


def _complaint(name: str, output: bytes) -> str:
    """What `lp` says is wrong: it knows queue and title only. Mail programs repeat the address, so not theirs."""
    line = _first_line(output)
    return f" It says: {line.removeprefix('lp:').strip()}" if name == "lp" and line.startswith("lp:") else ""


def to_printer(queue: str, page: Page, lines: int, columns: int) -> str:
    """Print on a queue; what CUPS calls it. The letters are as large as the paper allows."""
    across = max(12, math.ceil(columns / INCHES[0]))
    down = max(6, math.ceil(lines / INCHES[1]))
    options = ["-o", f"cpi={across}", "-o", f"lpi={down}"]
    said = _run(["lp", "-d", queue, "-t", page.title, *options], page.content)
    return said.removeprefix("request id is ").partition(" ")[0]


def letter(page: Page, sender: str, address: str, practice: str) -> EmailMessage:
    """The mail: the page is attached, since mail programs wrap and cut what stands in the letter itself."""
    mail = EmailMessage()
    mail["From"], mail["To"] = sender, address
    mail["Subject"] = f"{page.kind[:1].upper()}{page.kind[1:]} from {practice}"
    mail["Date"] = formatdate()
    mail["Message-ID"] = make_msgid(f"frontdesk-{page.job}", domain=sender.partition("@")[2])
    mail.set_content(f"The {page.kind} is attached as text.\n")
    name = f"{page.kind.replace(' ', '-')}-{page.job}.txt"
    mail.add_attachment(page.content.decode(), subtype="plain", charset="utf-8", filename=name, cte="base64")
    return mail


def by_mail(mail: EmailMessage, host: str) -> str:
    """Send a mail by the machine's own sendmail, or through a mail server."""
    if not mail["From"]:
        raise NotSent("Mail has no sender; it is set under & (Printing).")
    if not (str(mail["From"]).isascii() and str(mail["To"]).isascii()):
        raise NotSent("The mail address has letters that mail can't carry.")
    if not host:
        _run([_sendmail(), "-t", "-i"], mail.as_bytes())
        return str(mail["Message-ID"])
    name, _, port = host.partition(":")
    try:
        with closing(smtplib.SMTP(name, int(port or 25), timeout=PATIENCE)) as server:
            server.ehlo_or_helo_if_needed()
            if server.has_extn("starttls") and name not in HERE:
                server.starttls(context=ssl.create_default_context())
            _hand_over(server, mail)
            _part(server)
    except (OSError, smtplib.SMTPException, ValueError) as error:
        raise NotSent(f"The mail server {name} can't be used ({_code(error)}).") from error
    return str(mail["Message-ID"])


def _hand_over(server: smtplib.SMTP, mail: EmailMessage) -> None:
    """Sender, receiver, then the mail itself; once that has begun nobody knows, unless the server says no."""
    content = mail.as_bytes()
    server.ehlo_or_helo_if_needed()
    for answer in (server.mail(mail["From"]), server.rcpt(mail["To"])):
        if answer[0] >= 300:
            raise NotSent(f"The mail server refused it ({answer[0]}).")
    try:
        code, _ = server.data(content)
    except smtplib.SMTPDataError as error:
        raise NotSent(f"The mail server refused it ({error.smtp_code}).") from error
    except (OSError, smtplib.SMTPException) as error:
        raise NotSent("The mail server did not answer; it may have been sent.", sure=False) from error
    if code >= 300:
        raise NotSent(f"The mail server refused it ({code}).")


def _part(server: smtplib.SMTP) -> None:
    """Say goodbye; the mail has been taken, whatever the server answers now, or if it answers nothing."""
    with suppress(OSError, smtplib.SMTPException):
        if server.sock is not None:
            server.sock.settimeout(GOODBYE)
        server.quit()


def _code(error: Exception) -> str:
    """What went wrong, without the server's words: they may repeat the address."""
    code = getattr(error, "smtp_code", None)
    return str(code) if code else type(error).__name__


def _sendmail() -> str:
    """Where sendmail lies: often not on the path of people."""
    for folder in (*PATH.read().split(":"), "/usr/sbin", "/usr/lib"):
        if os.access(there := f"{folder}/sendmail", os.X_OK):
            return there
    return "sendmail"


def make_folder(folder: Path) -> None:
    """Make a folder for nobody else, unless it is there."""
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise NotSent(f"The folder can't be made: {error.strerror}.") from error


def into_folder(folder: Path, name: str, content: bytes) -> Path:
    """Write a file that only its owner may read: whole or not at all, in place of one of that name."""
    part = folder / f".{name}.{os.getpid()}.partial"
    try:
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
        handle = os.open(part, flags, 0o600)
        try:
            with open(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(handle)
            part.rename(folder / name)
            _settle(folder)
        finally:
            part.unlink(missing_ok=True)
    except FileNotFoundError as error:
        raise NotSent("The folder is not there.") from error
    except OSError as error:
        raise NotSent(f"The folder can't be written: {error.strerror}.") from error
    return folder / name


def _settle(folder: Path) -> None:
    """The new name is on disk too, where the file system can do that."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    except OSError:
        pass
    finally:
        os.close(handle)
