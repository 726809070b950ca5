"""Three consoles left alone for a minute while a fourth works elsewhere: what they send, write and cost."""

from __future__ import annotations

import select
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import sqlcipher3
from tabulate import tabulate

from frontdesk.harness import Teletype, console_words, terminal
from tests.screens.office import open_office
from tests.terminal.colleague import Colleague

MINUTE = 60.0

KEYS = {
    "calendar": ("", ("Stone, Rae",)),
    "patient's page": ("/diaz\r", ("Patient Diaz, Luis",)),
    "form": ("nvu", ("New visit", "Vu, Peter")),
}
"""What each console shows, by the keys that lead there and what is then on the screen."""


@dataclass
class Idle:
    """One console: when it sent something, how much, and its processor time."""

    what: str
    console: Teletype
    at: list[float] = field(default_factory=list)
    sent: int = 0
    spent: float = 0.0

    @property
    def bursts(self) -> int:
        """How often it sent something; what comes within a second is one frame."""
        return sum(1 for one, other in zip([0.0, *self.at], self.at, strict=False) if other - one > 1)


def run() -> bool:
    """Measure and print; True when nothing was written and only the clock's minute was sent."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        office = open_office(Path(folder))
        office.desk.database.close()
        idles = [opened(stack, office.path, what) for what in KEYS]
        colleague = Colleague(office.path, MINUTE)
        stack.callback(colleague.close)
        session = number(office.path, "SELECT max(id) FROM session")
        before = number(office.path, f"SELECT count(*) FROM audit WHERE session IS NOT {session}")
        colleague.tell("elsewhere")
        listen(idles)
        changes = 3 * int(colleague.answer())
        written = number(office.path, f"SELECT count(*) FROM audit WHERE session IS NOT {session}") - before
    rows = [(each.what, each.bursts, each.sent, f"{each.spent / MINUTE:.1%}") for each in idles]
    print(f"\nThree consoles untouched for {MINUTE:.0f} s while a fourth made {changes:,} changes elsewhere")
    print(tabulate(rows, headers=["console", "frames", "bytes", "processor"]))
    print(f"audit records they wrote: {written}")
    kept = written == 0 and all(each.bursts <= 1 for each in idles)
    print("kept" if kept else "MISSED: one frame for the clock's minute, no record")
    return kept


def opened(stack: ExitStack, path: Path, what: str) -> Idle:
    """A console that shows this, at rest."""
    keys, words = KEYS[what]
    console = stack.enter_context(terminal(console_words(path, "mlee")))
    console.sees("Stone, Rae", "Keys")
    console.type(keys)
    console.sees(*words)
    console.silent(1.0)
    return Idle(what, console)


def listen(idles: list[Idle]) -> None:
    """Note what each console sends within the minute."""
    begun = {each.what: each.console.processor_time() for each in idles}
    start = time.monotonic()
    while (now := time.monotonic() - start) < MINUTE:
        ready, _, _ = select.select([each.console.process.fd for each in idles], [], [], MINUTE - now)
        for each in idles:
            if each.console.process.fd in ready:
                size = len(each.console.raw)
                each.console.hear(0)
                each.sent += len(each.console.raw) - size
                each.at.append(time.monotonic() - start)
    for each in idles:
        each.spent = each.console.processor_time() - begun[each.what]


def number(path: Path, query: str) -> int:
    """The one number a query gives."""
    with sqlcipher3.connect(str(path)) as database:
        return int(database.execute(query).fetchone()[0])
