"""Copies of the day sheets in a second place: a stick, another machine. Read by people when the box is down."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

import pendulum

from frontdesk.desk import Desk
from frontdesk.exchange.printing.ways import NotSent, into_folder
from frontdesk.logic import papers
from frontdesk.logic.papers.daysheet import is_working_day
from frontdesk.logic.printing import copying
from frontdesk.logic.printing.settings import settings

AHEAD = 7
"""Days in which the next working day is looked for: on a Friday Monday's sheet is wanted, too."""
KEPT = 7
"""Days after which an old sheet is removed: a stick is not to become an archive of patients."""
NAME = re.compile(r"daysheet-(\d{4}-\d{2}-\d{2})\.txt")
_STAMP = re.compile(r" +printed \d{1,2}:\d\d[ap] \d{1,2}/\d{1,2} +page ")


class Copier:
    """Writes the sheets of today, of tomorrow and of the next working day into the folder of the set-up."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._good_at: pendulum.DateTime | None = None
        self._last: tuple[str, pendulum.DateTime] | None = None

    def copy_when_due(self) -> list[str]:
        """Copy when the set-up's minutes have passed since the last time, or the folder is another one."""
        now = settings(self._desk)
        if self._last is not None:
            folder, at = self._last
            if folder == now["copy_to"] and self._desk.now() < at.add(minutes=int(now["copy_every"])):
                return []
        self._last = now["copy_to"], self._desk.now()
        return self.copy()

    def copy(self) -> list[str]:
        """Write the sheets that differ from what is there; returns in sentences what happened.

        When the folder is gone, or can't be written, the last good sheets stay as they are, and it is noted once.
        """
        to = settings(self._desk)["copy_to"]
        if copying.forsaken(self._desk, but=to):
            copying.no_copies(self._desk, but=to)
        if not to:
            return []
        try:
            said = self._write(Path(to))
        except NotSent as error:
            return self._noted(to, error.reason)
        except OSError as error:  # a stick that is broken, a network drive that is not answering
            return self._noted(to, f"The folder can't be read: {error.strerror}.")
        if not copying.is_recorded(self._desk, folder=to):
            copying.copied(self._desk, folder=to, days=self.days())
            said = said or ["Day sheets are copied again."]
        self._good_at = self._desk.clock.now()
        return said

    def _noted(self, to: str, reason: str) -> list[str]:
        if copying.is_noted(self._desk, folder=to, error=reason):
            return []
        done = copying.not_copied(self._desk, folder=to, error=reason, good_at=self._good_at)
        return [done.message]

    def days(self) -> list[pendulum.Date]:
        """Today, tomorrow, and the next working day after today when that is another one."""
        today = self._desk.today()
        wanted = [today, today.add(days=1)]
        for away in range(1, AHEAD + 1):
            day = today.add(days=away)
            if is_working_day(self._desk, day=day):
                return [*wanted, *([day] if day not in wanted else [])]
        return wanted

    def _write(self, folder: Path) -> list[str]:
        if not folder.is_dir():
            raise NotSent("The folder is not there.")
        said = []
        for day in self.days():
            name = f"daysheet-{day.isoformat()}.txt"
            text = papers.typed(self._desk, papers.day_sheet(self._desk, day=day))
            if unstamped(text) != unstamped(_there(folder / name)):
                into_folder(folder, name, text.encode())
                said.append(f"Wrote {name}.")
        with suppress(OSError):  # a sheet that stays longer is no reason to say that copying fails
            _tidy(folder, self._desk.today())
        return said


def unstamped(text: str) -> str:
    """The sheet without the moment at which it was made: the same visits are the same sheet."""
    return _STAMP.sub("", text)


def _there(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def _tidy(folder: Path, today: pendulum.Date) -> None:
    """Remove our own sheets of days long past."""
    oldest = today.subtract(days=KEPT).isoformat()
    for path in folder.iterdir():
        if (match := NAME.fullmatch(path.name)) and match[1] < oldest:
            path.unlink(missing_ok=True)
