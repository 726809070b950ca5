"""The calendar's pane: a day by provider, with a cursor on a time and a provider."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pendulum
from rich.text import Text
from textual import on
from textual.app import ComposeResult

from frontdesk.logic import calendar, patients, when
from frontdesk.logic.calendar import Column, Day, DayBlock, DayVisit
from frontdesk.screens.calendar import detail
from frontdesk.screens.calendar.commands import CALENDAR
from frontdesk.screens.calendar.sheet import lay_out
from frontdesk.screens.console import Pane
from frontdesk.widgets.command import CommandList
from frontdesk.widgets.daygrid import DayGrid, Spot
from frontdesk.widgets.moves import GRID_MOVES

NARROW = 60
"""Cells below which the heading keeps only the day."""


STANDS = ", ".join(f"{letter} {str(place).replace('_', ' ')}" for place, letter in calendar.LETTERS.items())


@dataclass(frozen=True, slots=True)
class Slot:
    """A provider's time: where a visit would begin."""

    provider: int
    starts: int
    """Epoch seconds."""


class CalendarPane(Pane):
    """A day by provider."""

    area = "calendar"
    number = "1"
    COMMANDS: ClassVar[CommandList] = (*CALENDAR, *GRID_MOVES)
    LEGEND = (
        f"Where a visit stands: {STANDS}.",
        "Then: c confirmed, = a similar name that day (ask the birth date). After the kind: ! overbooked, urgent.",
        "Before the name: + deceased, - dismissed, ~ a test record, * an interpreter, a need, a limit to mind.",
        ". free, ~ outside hours, # blocked, | the visit or block goes on.",
    )

    def __init__(self) -> None:
        super().__init__()
        self.cursor = DayGrid()
        self.date: pendulum.Date | None = None
        self.day: Day | None = None
        self.lifted: DayVisit | None = None
        self._here: tuple[int, int] | None = None
        self._visits: dict[int, DayVisit] = {}
        self._blocks: dict[int, DayBlock] = {}
        self._columns: dict[int, Column] = {}

    def compose(self) -> ComposeResult:
        """The grid."""
        yield self.cursor

    def on_mount(self) -> None:
        """Show today, at the present time."""
        self.goto(self.desk.today())

    def focus_here(self) -> None:
        """The grid has the keyboard."""
        self.screen.set_focus(self.cursor)

    # -- what is shown ---------------------------------------------------------------------------------

    def goto(self, day: pendulum.Date) -> None:
        """Show a day: today at the present time, another at the time the cursor is on."""
        old, spot = self.day, self.cursor.spot
        self.date = day
        self.reread()
        if day == self.desk.today():
            self.cursor.go(int(self.desk.now().timestamp()), third=True)
        elif old is not None and spot is not None:
            into = spot.at - int(self.desk.bounds(old.day)[0].timestamp())
            self.cursor.go(int(self.desk.bounds(day)[0].timestamp()) + into)

    def reread(self) -> None:
        """Read the day again; the cursor stays on its visit or its time."""
        if self.date is None or not self.desk.may("calendar.see"):
            return
        self.day = calendar.day(self.desk, day=self.date)
        self._columns = {column.provider: column for column in self.day.columns}
        self._visits = {visit.id: visit for column in self.day.columns for visit in column.visits}
        self._blocks = {block.id: block for column in self.day.columns for block in column.blocks}
        self.draw()

    def draw(self) -> None:
        """Lay the day out; what stays the same sends nothing."""
        if self.day is None:
            return
        now = int(self.desk.now().timestamp()) if self.date == self.desk.today() else None
        self.cursor.fill(*lay_out(self.day, now, self.lifted.id if self.lifted else 0))

    def minute(self) -> None:
        """Move the line of the present on."""
        self.draw()

    def topics(self) -> frozenset[str]:
        """The day, its patients (names and phones are on show), and the set-up of columns and hours."""
        patients = {f"patient:{visit.patient}" for visit in self._visits.values()}
        return frozenset({f"day:{self.date}", "setup", *patients})

    # -- what is under the cursor ----------------------------------------------------------------------

    @property
    def visit(self) -> DayVisit | None:
        """The visit under the cursor, as it is painted."""
        spot = self.cursor.spot
        return self._visits.get(spot.cell.id) if spot and spot.cell.sort in ("visit", "more") else None

    @property
    def block(self) -> DayBlock | None:
        """The block under the cursor."""
        spot = self.cursor.spot
        return self._blocks.get(spot.cell.id) if spot and spot.cell.sort == "block" else None

    @property
    def slot(self) -> Slot | None:
        """The time and provider under the cursor."""
        spot = self.cursor.spot
        return Slot(spot.column, spot.at) if spot else None

    def moment(self, at: int) -> pendulum.DateTime:
        """A moment of the grid in the practice's zone."""
        return pendulum.from_timestamp(at).in_timezone(self.desk.zone)

    def _mind(self, visit: DayVisit) -> tuple[str, ...]:
        """What to mind with the patient; looked up only where the sign before the name says that there is more."""
        if visit.sign and self.desk.may("patient.see"):
            return patients.to_mind(self.desk, patient=visit.patient)
        return (visit.alert,) if visit.alert else ()

    # -- what is said about it -------------------------------------------------------------------------

    def heading(self) -> str:
        """The day, how far it is from today, the providers in view, what is booked and free."""
        if self.day is None or self.date is None:
            return "Calendar"
        columns = self.day.columns
        view = self.cursor.shown
        shown = f"prov {view.start + 1}-{view.stop}/{len(columns)}" if columns else "no providers"
        booked, free = sum(c.booked for c in columns), sum(c.free for c in columns)
        away = distance((self.date - self.desk.today()).days)
        if self.console.size.width < NARROW:
            return f"{self.date:%a} {self.date.day} {self.date:%b} {away}"
        day = f"{when.echo_day(self.date)} {away}"
        return f"Calendar {day}  {shown}  booked {booked} free {free}"

    def detail(self) -> Text | None:
        """All about what is under the cursor."""
        spot: Spot | None = self.cursor.spot
        if not self.desk.may("calendar.see"):
            return Text(" You may not see the calendar.")
        if self.day is None or spot is None:
            return Text(" No providers yet.") if self.day is not None and not self.day.columns else None
        column = self._columns[spot.column]
        if visit := self.visit:
            return detail.about_visit(self.day, visit, self.desk.today(), self._mind(visit))
        if block := self.block:
            return detail.about_block(self.day, column, block)
        return detail.about_slot(self.day, column, spot.at)

    @on(DayGrid.Moved)
    def _moved(self) -> None:
        spot = self.cursor.spot
        here = (spot.at, spot.column) if spot is not None else None
        if here != self._here:
            self._here = here
            self.console.forget_refusal()
        self.console.refresh_bars()

    def on_resize(self) -> None:
        """The number of providers in view is in the heading."""
        self.console.refresh_bars()


def distance(days: int) -> str:
    """How far a day is from today: on the wrong day everything else is wrong too."""
    return "today" if days == 0 else f"{days:+d}d"
