"""The calendar's pane: a board with a cursor on a time, and what is under it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import pendulum
from rich.text import Text
from textual import on
from textual.app import ComposeResult

from frontdesk.desk import Desk
from frontdesk.logic import calendar, patients, practice, when
from frontdesk.logic.calendar import Column, Day, DayBlock, DayVisit
from frontdesk.logic.calendar.sites import Place, at_site, places
from frontdesk.screens.calendar import detail
from frontdesk.screens.calendar.boards import Board, MonthBoard, Slot, WeekBoard, distance
from frontdesk.screens.calendar.commands import CALENDAR
from frontdesk.screens.console import Pane
from frontdesk.widgets.breadth import BROAD, WIDE
from frontdesk.widgets.command import CommandList
from frontdesk.widgets.daygrid import WIDEST, WIDEST_WITH_FACTS, DayGrid, Spot
from frontdesk.widgets.moves import GRID_MOVES

if TYPE_CHECKING:
    from frontdesk.logic.papers import Paper
    from frontdesk.screens.calendar.aside import Aside

NARROW = 60
"""Cells below which the heading keeps only the day."""


STANDS = ", ".join(f"{letter} {str(place).replace('_', ' ')}" for place, letter in calendar.LETTERS.items())


class CalendarPane(Pane):
    """A day by provider, or what else a board shows."""

    area = "calendar"
    number = "1"
    COMMANDS: ClassVar[CommandList] = (*CALENDAR, *GRID_MOVES)
    LEGEND = (
        f"Where a visit stands: {STANDS}.",
        "Then: c confirmed, = a similar name that day (ask the birth date). After the kind: ! overbooked, urgent,",
        "& one of a series or linked with others (:series lists them).",
        "Before the name: + deceased, - dismissed, ~ a test record, * an interpreter, a need, a limit to mind.",
        ". free (for a kind: its code), ~ outside hours, # blocked, | the visit or block goes on,",
        "' kept free after a visit, @ somebody is booking it.",
    )

    def __init__(self) -> None:
        super().__init__()
        self.cursor = DayGrid()
        self.date: pendulum.Date | None = None
        self.lifted: DayVisit | None = None
        self.moving = "this"
        """Which visits move with the lifted one."""
        self.linking: DayVisit | None = None
        """The visit that waits to be linked with another."""
        self.board: Board | None = None
        self.view = Board
        self.whose: int | None = None
        """The provider of a week."""
        self.place: Place | None = None
        """The site on show; None for a practice that has one."""
        self._here: tuple[int, int] | None = None
        self.aside: Aside | None = None
        """The second pane; there is none until the terminal is wide."""
        self._drawn_for = (False, False)

    @property
    def desk(self) -> Desk:
        """Who is signed in, with eyes on the site on show, by its clock."""
        desk = self.console.desk
        return desk if self.place is None else at_site(desk, self.place)

    def compose(self) -> ComposeResult:
        """The grid; beside it, where there is room, what is around the time under the cursor."""
        yield self.cursor
        if self.app.size.width >= WIDE:
            yield self._new_aside()

    def on_mount(self) -> None:
        """Show today, at the present time."""
        self._find_place()
        self.goto(self.desk.today())

    def focus_here(self) -> None:
        """The grid has the keyboard."""
        self.screen.set_focus(self.cursor)

    # -- what is shown ---------------------------------------------------------------------------------

    def goto(self, day: pendulum.Date) -> None:
        """Show a day: today at the present time, another at the time the cursor is on."""
        slot = self.slot
        old = self.date
        self.date = day
        self.reread()
        if day == self.desk.today():
            self._put(int(self.desk.now().timestamp()), slot.provider if slot else None, third=True)
        elif old is not None and slot is not None:
            at = self.moment(slot.starts)
            into = slot.starts - int(self.desk.bounds(at.date())[0].timestamp())
            self._put(int(self.desk.bounds(day)[0].timestamp()) + into, slot.provider)
        elif self.board is not None and self.board.slot_free:
            self._put(int(self.desk.bounds(day)[0].timestamp()), None)

    def show(self, view: type[Board], date: pendulum.Date | None = None, whose: int | None = None) -> None:
        """Change what is shown; the cursor stays on its visit, or on its time and provider."""
        if self.date is None or self.board is None:
            return
        slot, visit = self.slot, self.visit
        self.whose = whose or self._provider_here() or self.whose
        self.view = view
        self.date = date or self.date
        self.reread()
        if visit is not None and visit.id in self.board.visits:
            self.cursor.go_to_visit(visit.id)
        elif slot is not None and date is None:
            self._put(slot.starts, self.whose)
        else:
            now, begin = self.desk.now(), self.desk.bounds(self.date)[0]
            self._put(int((now if self.date == now.date() else begin).timestamp()), self.whose)

    def _provider_here(self) -> int | None:
        """The provider under the cursor; of a room or a month, the first there is."""
        slot, visit = self.slot, self.visit
        if visit is not None:
            return visit.provider
        if slot is not None and slot.provider is not None:
            return slot.provider
        return self.whose or next((each.id for each in practice.providers(self.desk)), None)

    def _put(self, moment: int, provider: int | None, *, third: bool = False) -> None:
        if self.board is not None:
            self.cursor.go(self.board.row_at(moment), self.board.column_at(moment, provider), third=third)

    def reread(self) -> None:
        """Read again what is shown; the cursor stays on its visit or its time."""
        if self.date is None or not self.desk.may("calendar.see"):
            return
        self._find_place()
        self.board = self.view(self.desk, self.date, self.whose)
        self.draw()

    def _find_place(self) -> None:
        """Look at the same site as before, or at the first, where the practice has several."""
        there = places()
        same = next((each for each in there if self.place and each.site == self.place.site), there[0])
        self.place = same if len(there) > 1 else None

    def look_at(self, place: Place) -> None:
        """Show a site: its own today where it was today, else the same day."""
        today = self.date == self.desk.today()
        self.place, self.whose = place, None
        self.goto(self.desk.today() if today or self.date is None else self.date)
        self.console.refresh_bars()

    def go_to_visit(self, visit: int) -> None:
        """Put the cursor on a visit, at its site and on its day; where it was cancelled, on its time."""
        if self.board is None or visit not in self.board.visits:
            card = calendar.visit(self.console.desk, visit=visit)
            if self.place is not None:
                self.place = next((each for each in places() if each.site == card.site), self.place)
            self.whose = card.visit.provider
            self.goto(card.starts.date())
            self._put(card.visit.starts, card.visit.provider)
        self.cursor.go_to_visit(visit)
        self.console.refresh_bars()

    def paper(self) -> Paper | None:
        """The sheet of what the board shows."""
        return self.board.paper() if self.board is not None else None

    def draw(self) -> None:
        """Lay it out; what stays the same sends nothing."""
        if self.board is None:
            return
        now = int(self.desk.now().timestamp()) if self.date == self.desk.today() else None
        self._drawn_for = broad, _ = self._breadth()
        self.cursor.fit(
            self.board.narrowest_broad if broad else self.board.narrowest, WIDEST_WITH_FACTS if broad else WIDEST
        )
        self.cursor.fill(*self.board.sheet(now, self.lifted.id if self.lifted else 0, broad=broad))
        self._tell_aside()

    @property
    def day(self) -> Day | None:
        """The day under the cursor."""
        if self.board is None:
            return None
        here = self._of(self.cursor.spot)
        return here[0] if here is not None else next(iter(self.board.days), None)

    def _of(self, spot: Spot | None) -> tuple[Day, Column] | None:
        return self.board.of(spot.column) if self.board is not None and spot is not None else None

    def minute(self) -> None:
        """Move the line of the present on; what is over by itself goes."""
        if self.board is not None and self.board.outdated(int(self.desk.now().timestamp())):
            self.reread()
        else:
            self.draw()

    def topics(self) -> frozenset[str]:
        """The days, their patients, and the set-up of columns and hours."""
        return (self.board.topics if self.board is not None else frozenset()) | {"setup"}

    # -- what is under the cursor ----------------------------------------------------------------------

    @property
    def visit(self) -> DayVisit | None:
        """The visit under the cursor, as it is painted."""
        spot = self.cursor.spot
        if self.board is None or spot is None or spot.cell.sort not in ("visit", "more"):
            return None
        return self.board.visits.get(spot.cell.id)

    @property
    def patient(self) -> int | None:
        """The patient of the visit under the cursor."""
        return self.visit.patient if self.visit is not None else None

    @property
    def block(self) -> DayBlock | None:
        """The block under the cursor."""
        spot = self.cursor.spot
        if self.board is None or spot is None or spot.cell.sort != "block":
            return None
        return self.board.blocks.get(spot.cell.id)

    @property
    def slot(self) -> Slot | None:
        """The time and provider, or room, under the cursor."""
        spot = self.cursor.spot
        return self.board.slot(spot) if self.board is not None and spot is not None else None

    def moment(self, at: int) -> pendulum.DateTime:
        """A moment of the grid in the practice's zone."""
        return pendulum.from_timestamp(at).in_timezone(self.desk.zone)

    def _mind(self, visit: DayVisit) -> tuple[str, ...]:
        """What to mind with the patient; looked up only where the sign before the name says that there is more."""
        if visit.sign and self.desk.may("patient.see"):
            return patients.to_mind(self.desk, patient=visit.patient)
        return (visit.alert,) if visit.alert else ()

    def _bond(self, visit: DayVisit) -> str:
        """Its place in its series or set; looked up only where it has one."""
        bond = calendar.bonds(self.desk, visits=[visit]).get(visit.id) if visit.series or visit.linked else None
        return bond.words if bond is not None else ""

    def _interpreter(self, visit: DayVisit) -> str:
        """Who interprets there, where somebody does or should."""
        found = calendar.interpreted(self.desk, visits=[visit.id]).get(visit.id)
        return found.words if found is not None else ""

    # -- what is said about it -------------------------------------------------------------------------

    def heading(self) -> str:
        """What is shown, how far it is from today, the columns in view, what is booked and free."""
        if self.board is None or self.date is None:
            return "Calendar"
        title = self.board.title(self.desk.today())
        title = f"{title}  {self._where()}" if self.place is not None else title
        columns, view = self.cursor.columns, self.cursor.shown
        if self.console.size.width < NARROW:
            away = distance((self.date - self.desk.today()).days)
            return f"{self.date:%a} {self.date.day} {self.date:%b} {away}" if self.view is Board else title
        if self.view is MonthBoard:
            return f"Calendar {title}"
        shown = (
            f"{self.board.columns_are} {view.start + 1}-{view.stop}/{len(columns)}" if columns else "no providers"
        )
        every = [column for day in self.board.days for column in day.columns]
        booked, free = sum(c.booked for c in every), sum(c.free for c in every)
        return f"Calendar {title}  {shown}  booked {booked} free {free}"

    def _where(self) -> str:
        """The site on show, with its clock where that is another than the practice's."""
        if self.place is None:
            return ""
        now = self.desk.now()
        away = now.utcoffset() != self.console.desk.now().utcoffset()
        return f"{self.place.name} {when.clock(now)} {now.tzname()}" if away else self.place.name

    def detail(self) -> Text | None:
        """All about what is under the cursor."""
        spot = self.cursor.spot
        if not self.desk.may("calendar.see"):
            return Text(" You may not see the calendar.")
        if isinstance(self.board, MonthBoard) and spot is not None:
            from frontdesk.screens.calendar.load import about_load

            return Text(f" {about_load(self.board.loads[self.board.date_at(spot).toordinal()])}")
        here = self._of(spot)
        if self.board is None or spot is None or here is None:
            return Text(" No providers yet.") if self.board is not None and not self.cursor.columns else None
        day, column = here
        if visit := self.visit:
            spoken, mind = self._interpreter(visit), self._mind(visit)
            mind = tuple(each for each in mind if not (spoken and each.startswith("interpreter")))
            return detail.about_visit(day, visit, self.desk.today(), mind, self._bond(visit), spoken)
        if block := self.block:
            return detail.about_block(day, column, block)
        slot = self.slot
        return detail.about_slot(day, column, slot.starts) if slot is not None else None

    @on(DayGrid.Moved)
    def _moved(self) -> None:
        spot = self.cursor.spot
        here = (spot.at, spot.column) if spot is not None else None
        if isinstance(self.board, (WeekBoard, MonthBoard)) and spot is not None:
            self.date = self.board.date_at(spot)
        if here != self._here:
            self._here = here
            self._tell_aside()
            self.console.forget_refusal()
        self.console.refresh_bars()

    def on_resize(self) -> None:
        """A broader terminal shows more; the number of providers in view is in the heading."""
        wide = self.app.size.width >= WIDE
        if wide and self.aside is None:
            self.mount(self._new_aside())
        if self.aside is not None:
            self.aside.display = wide
            self.call_after_refresh(self.console.refresh_bars)  # only then the grid has its new width
        if self._drawn_for != self._breadth():
            self.draw()
        self.console.refresh_bars()

    # -- the second pane -------------------------------------------------------------------------------

    def _new_aside(self) -> Aside:
        from frontdesk.screens.calendar.aside import Aside

        self.aside = Aside()
        return self.aside

    def _breadth(self) -> tuple[bool, bool]:
        """Whether the terminal is broad, and whether it is wide."""
        return self.app.size.width >= BROAD, self.app.size.width >= WIDE

    def _tell_aside(self) -> None:
        """Say in the second pane, where it shows, what is around the cursor."""
        if self.aside is not None and self.aside.display and self.desk.may("calendar.see"):
            self.aside.show(self._around())

    def _around(self) -> list[Text]:
        from frontdesk.screens.calendar import aside

        spot, visit, slot, here = self.cursor.spot, self.visit, self.slot, self._of(self.cursor.spot)
        if isinstance(self.board, MonthBoard) and spot is not None:
            date = self.board.date_at(spot)
            return aside.about_load(self.board.loads[date.toordinal()], calendar.day(self.desk, day=date))
        if visit is not None and here is not None:
            others = [part for part in (self._interpreter(visit), self._bond(visit)) if part]
            mind = [each for each in self._mind(visit) if not (others and each.startswith("interpreter"))]
            return aside.about_visit(self.desk, here[0], visit, mind, others)
        if slot is None or here is None or self.board is None:
            return []
        columns = [(day, column) for day in self.board.days for column in day.columns]
        if isinstance(self.board, WeekBoard):
            return aside.about_times(f"{here[1].short}, days of the week", columns, 0, days=True)
        return aside.about_times(f"From {here[0].clock(slot.starts)} on", columns, slot.starts)
