"""Copies of the day sheet in a second place, for the hour when the box is down.

They are in the audit as an export of the program, once a day for each folder. A record for every copy would bury
the trail (288 a day, every five minutes) and say no more: the same pages left to the same place that day.
"""

from __future__ import annotations

import pendulum

from frontdesk.db.printing import SheetCopy
from frontdesk.desk import Desk, Outcome, Refused, Undo, Work, change, view
from frontdesk.logic.printing.spooling import TOPIC
from frontdesk.logic.unprinted import TROUBLE


def _row(folder: str) -> SheetCopy | None:
    found: SheetCopy | None = SheetCopy.get_or_none(SheetCopy.folder == folder)
    return found


@view("daysheet.copied_to", permission="print.run")
def is_recorded(desk: Desk, *, folder: str) -> bool:
    """Whether all is well with a folder, and that day sheets are copied there today is in the audit."""
    row = _row(folder)
    return row is not None and row.failed_at is None and row.recorded == desk.today()


@view("daysheet.is_noted", permission="print.run")
def is_noted(desk: Desk, *, folder: str, error: str) -> bool:
    """Whether it is noted already that copying to a folder fails for that reason."""
    row = _row(folder)
    return row is not None and row.failed_at is not None and row.error == error


@change("daysheet.copied", permission="print.run", undo=Undo.FINAL)
def copied(work: Work, *, folder: str, days: list[pendulum.Date]) -> Outcome:
    """Record that day sheets are copied to a folder from now on: an export by the program."""
    today, row = work.desk.today(), _row(folder)
    if row is None:
        number = work.add(SheetCopy, folder=folder, recorded=today)
    else:
        number = row.id
        work.update(SheetCopy, number, row.version, recorded=today, good_at=None, failed_at=None, error="")
    return Outcome(
        f"Day sheets are copied to {folder}",
        ("sheet_copy", number),
        {TOPIC},
        after={"folder": folder, "days": [day.isoformat() for day in days]},
        values={"row": number},
    )


@change("daysheet.not_copied", permission="print.run", undo=Undo.FINAL)
def not_copied(work: Work, *, folder: str, error: str, good_at: pendulum.DateTime | None) -> Outcome:
    """Note that day sheets can't be copied to a folder any more, and of when the last good one is."""
    row = _row(folder)
    if row is not None and row.failed_at is not None and row.error == error:
        raise Refused("That is noted already.", code="same")
    if row is None:
        number = work.add(SheetCopy, folder=folder, failed_at=work.now, error=error, good_at=good_at)
    else:
        number = row.id
        work.update(
            SheetCopy, number, row.version, failed_at=work.now, error=error, good_at=good_at or row.good_at
        )
    return Outcome(
        f"Day sheets are not copied to {folder}. {error}",
        ("sheet_copy", number),
        {TOPIC, TROUBLE},
        after={"folder": folder, "error": error},
        values={"row": number},
    )


@change("daysheet.no_copies", permission="print.run", undo=Undo.FINAL)
def no_copies(work: Work, *, but: str) -> Outcome:
    """Note that a folder is no longer one to copy to, so that what failed there troubles nobody; all but one."""
    rows = list(SheetCopy.select().where(SheetCopy.failed_at.is_null(False), SheetCopy.folder != but))
    for row in rows:
        work.update(SheetCopy, row.id, row.version, failed_at=None, error="")
    return Outcome(
        "No copies any more", ("sheet_copy", 0), {TOPIC}, after={"folders": [row.folder for row in rows]}
    )


@view("daysheet.forsaken", permission="print.run")
def forsaken(desk: Desk, *, but: str) -> bool:
    """Whether a folder that is not copied to any more is still noted as failing."""
    mine = SheetCopy.select().where(SheetCopy.failed_at.is_null(False), SheetCopy.folder != but)
    return bool(mine.exists())
