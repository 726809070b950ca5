"""The run: every page that waits is sent once, in the order in which it was asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from frontdesk.desk import Desk, Done, Refused
from frontdesk.exchange.printing import ways
from frontdesk.exchange.printing.stopping import Stopped, Stopper
from frontdesk.exchange.printing.ways import NotSent, Page
from frontdesk.logic import practice
from frontdesk.logic.printing import running
from frontdesk.logic.printing.running import Due
from frontdesk.logic.printing.settings import form, settings

PATIENT = 12
"""How often what has happened outside is tried to be written down; the database waits five seconds each time."""
STOPPED = "The run was ended while it was being sent: it may have been printed. Look before you send it again."


@dataclass(frozen=True, slots=True)
class Happened:
    """What became of a page: its number and kind, the state it is in now, and why."""

    job: int
    kind: str
    state: str
    """sent; queued (it is tried again); failed."""
    words: str


Teller = Callable[[Happened], None]


def clear_left_overs(desk: Desk, tell: Teller) -> int:
    """Mark what a run that died left half-way, for a person to look at; call it as the only run. How many."""
    rows = running.left_over(desk)
    for job, version in rows:
        running.failed(desk, job=job, version=version, error=running.MAYBE, retry=False)
        tell(Happened(job, "page", "failed", running.MAYBE))
    return len(rows)


def send_due(desk: Desk, stopper: Stopper, tell: Teller) -> int:
    """Send every page that is due; how many could not be sent."""
    wrong = last = 0
    while not stopper.asked and (page := running.due(desk, after=last)) is not None:
        last = page.job
        try:
            version = int(running.take(desk, job=page.job, version=page.version).values["version"])
        except Refused as refused:  # taken back while we looked
            if refused.code not in ("stale", "state"):
                raise
            continue
        happened = _send(desk, page, version, stopper)
        wrong += happened.state != "sent"
        tell(happened)
    return wrong


def surely(change: Callable[[], Done]) -> Done:
    """Write down what has happened outside, however busy the database is: a minute is less than a page lost."""
    for _ in range(PATIENT):
        try:
            return change()
        except Refused as refused:
            if refused.code != "busy":
                raise
    return change()


def _send(desk: Desk, page: Due, version: int, stopper: Stopper) -> Happened:
    try:
        with stopper.outside():
            receipt = _hand_over(desk, page)
    except NotSent as error:
        return _failed(desk, page, version, error.reason, retry=error.sure)
    except Stopped:
        return _failed(desk, page, version, STOPPED, retry=False)
    surely(lambda: running.sent(desk, job=page.job, version=version, receipt=receipt))
    return Happened(page.job, page.kind, "sent", f"{page.destination} {receipt}".strip())


def _failed(desk: Desk, page: Due, version: int, reason: str, *, retry: bool) -> Happened:
    done = surely(lambda: running.failed(desk, job=page.job, version=version, error=reason, retry=retry))
    return Happened(page.job, page.kind, str(done.values["state"]), reason)


def _hand_over(desk: Desk, due: Due) -> str:
    """Send one page its way; what it is called there. Raises `NotSent`."""
    page, now = Page(due.job, due.kind, due.content), settings(desk)
    if not page.content:
        raise NotSent("The document is not on file any more.")
    if due.destination == "printer":
        paper = form(desk)
        return ways.to_printer(due.target, page, paper.text_lines, paper.columns)
    if due.destination == "mail":
        mail = ways.letter(page, now["mail_from"], due.target, practice.title(desk))
        return ways.by_mail(mail, now["mail_host"])
    folder = Path(due.target)
    if folder == desk.database.path.absolute().parent / "export":  # our own is made, any other must be there
        ways.make_folder(folder)
    name = f"{desk.now():%Y%m%d-%H%M}-{due.kind.replace(' ', '-')}-{due.job}.txt"
    return ways.into_folder(folder, name, page.content).name
