"""What a person should hear about printing: pages that could not be sent, day sheets that are not copied any more.

It stands apart from the rest of printing, since every console asks for it when it opens.
"""

from __future__ import annotations

from typing import Any

from peewee import fn

from frontdesk.db.prepared import prepared
from frontdesk.db.printing import JobState, PrintJob, SheetCopy
from frontdesk.desk import Desk, view
from frontdesk.logic import when

TROUBLE = "printing:failed"
"""The topic by which consoles hear that there is more of it."""


@prepared
def _failed() -> Any:
    return PrintJob.select(fn.COUNT(PrintJob.id)).where(PrintJob.state == JobState.FAILED)


@prepared
def _not_copied() -> Any:
    return SheetCopy.select(SheetCopy.error, SheetCopy.good_at).where(SheetCopy.failed_at.is_null(False))


@view("printing.failures", permission="print.page")
def failures(desk: Desk) -> int:
    """How many pages could not be sent and wait for a person."""
    row = _failed.first()
    return 0 if row is None else int(row[0])


def trouble(desk: Desk) -> list[str]:
    """Sentences about what printing needs a person for; none when all is well, or it is not theirs to see."""
    if not desk.may("print.page"):
        return []
    said = []
    for error, good_at in _not_copied():
        since = f" since {_moment(desk, good_at)}" if good_at else ""
        said.append(f"Day sheets are not copied{since}. {error}")
    if count := failures(desk):
        many = f"{count} pages were" if count > 1 else "A page was"
        said.append(f"{many} not printed; :jobs shows why.")
    return said


def _moment(desk: Desk, at: int) -> str:
    import pendulum

    moment = pendulum.from_timestamp(at).in_timezone(desk.zone)
    day = "" if moment.date() == desk.today() else f"{moment.month}/{moment.day} "
    return f"{day}{when.clock(moment)}"
