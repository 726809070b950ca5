"""Print jobs: what could not be sent is on top, one key sends it again; below, what waits and what was sent."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from rich.cells import set_cell_size
from rich.text import Text

from frontdesk.desk import Desk
from frontdesk.exchange.printing.lock import at_work
from frontdesk.logic import printing, unprinted, when
from frontdesk.logic.printing.jobs import JobLine, jobs
from frontdesk.screens.worklist import OnRow, WorklistDialog
from frontdesk.widgets.breadth import WIDE
from frontdesk.widgets.command import CommandList
from frontdesk.widgets.facts import Fact

if TYPE_CHECKING:
    from frontdesk.screens.console import Console

SIGNS = {"failed": "!", "sending": ">", "queued": ".", "sent": " ", "cancelled": "-"}
"""How a state is marked before the line; its word says it too."""
COLORS = {"failed": "bold red", "sent": "dim", "cancelled": "dim"}


class _OnPage(OnRow):
    needs: ClassVar[str] = "print.page"
    states: ClassVar[tuple[str, ...]] = ()
    """Where it makes sense."""

    def ready(self, host: WorklistDialog[Any]) -> bool:
        """Whether the page under the cursor is in such a state."""
        return super().ready(host) and host.row.state in self.states

    def why(self, host: WorklistDialog[Any]) -> str:
        """No permission, no page, or a page in another state."""
        row = host.cursor.current
        return f"That page is {row.state}." if row is not None and host.desk.may(self.needs) else super().why(host)


class Again(_OnPage):
    """Send the page again: one that failed, that may have been printed, or that was cancelled."""

    id, key, label = "jobs.again", "r", "Repeat"
    states: ClassVar[tuple[str, ...]] = ("failed", "cancelled")

    async def run(self, host: WorklistDialog[Any], words: str = "") -> None:
        """Queue it anew."""
        row: JobLine = host.row
        host.do(lambda: printing.again(host.desk, job=row.id, version=row.version))


class Cancel(_OnPage):
    """Take the page back while it waits, or give one up that could not be sent."""

    id, key, label = "jobs.cancel", "x", "Cancel"
    states: ClassVar[tuple[str, ...]] = ("queued", "failed")

    async def run(self, host: WorklistDialog[Any], words: str = "") -> None:
        """Take it back."""
        row: JobLine = host.row
        host.do(lambda: printing.cancel(host.desk, job=row.id, version=row.version))


class JobList(WorklistDialog[JobLine]):
    """The list."""

    COMMANDS: ClassVar[CommandList] = (Again, Cancel)
    TITLE = "Print jobs"
    EMPTY = "Nothing was printed yet; :print prints what is shown."
    LEGEND = ("! failed, > is being sent, . waits, - cancelled. Pages are sent by `frontdesk print run`.",)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, self.TITLE)

    def on_mount(self) -> None:
        """Say what needs a person, once the list is there."""
        self.call_after_refresh(self._say_trouble)

    def _say_trouble(self) -> None:
        """Whether copies are made, and whether anybody sends what waits."""
        self._head()
        sentences = [each for each in unprinted.trouble(self.desk) if ":jobs" not in each]
        waiting = sum(row.state == "queued" for row in self.cursor.rows)
        if waiting and not at_work(self.desk.database.path):
            sentences.append(f"{waiting} waiting, and nobody sends: start `frontdesk print run --watch`.")
        if sentences:
            self.say(sentences[0], error=True)

    def read(self) -> Sequence[JobLine]:
        """The pages."""
        return jobs(self.desk)

    def count(self) -> int:
        """Those that need a person."""
        return sum(row.state == "failed" for row in self.cursor.rows)

    def key(self, row: JobLine) -> Hashable:
        """The job."""
        return row.id

    def topics(self) -> frozenset[str]:
        """Whatever happens to a page."""
        return frozenset({"printing"})

    def line(self, row: JobLine, width: int) -> Text:
        """State, what, where to, who, when."""
        day = "" if row.asked_at.date() == self.desk.today() else f"{row.asked_at.month}/{row.asked_at.day} "
        end = f" {set_cell_size(f'{row.destination} {row.target}', 20)} {row.login:<8.8} "
        end += f"{day}{when.clock(row.asked_at)}"
        title = max(8, width - len(end) - 13)
        text = f" {SIGNS[row.state]} {row.state:<10}{set_cell_size(row.title, title)}{end}"
        return Text(text, COLORS.get(row.state, ""))

    def facts(self) -> Sequence[Fact[JobLine]]:
        """Where it was asked for, how many pages, why it failed or what the print system calls it."""
        return (
            Fact("asked at", 12, lambda row, _: row.workstation),
            Fact("pages", 5, lambda row, _: str(row.pages), WIDE),
            Fact("", 20, lambda row, _: row.error or row.receipt, WIDE, grows=True),
        )

    def about(self, row: JobLine) -> Text:
        """Why it failed, or what the print system calls it."""
        tries = f"{row.attempts} tries" if row.attempts > 1 else ""
        where = f"{row.destination} {row.target}, asked at {row.workstation}"
        pages = f"{row.pages} page{'' if row.pages == 1 else 's'}"
        parts = (row.error, where, pages, tries, row.receipt)
        return Text(">" + "  ".join(part for part in parts if part))


class _Worklist:
    id, title, order, permission = "printing", "Pages that were not printed", 20, "print.page"

    def count(self, desk: Desk) -> int:
        """How many there are."""
        return unprinted.failures(desk)

    async def open(self, console: Console) -> bool | None:
        """Show the list."""
        return await console.open_form(JobList(console.desk))


WORKLIST = _Worklist()
"""What the list of lists shows of it."""
