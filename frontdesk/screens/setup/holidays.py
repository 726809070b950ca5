"""The holidays of a business calendar: the federal ones as a proposal, taken, renamed, dropped, others added."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any, ClassVar

import pendulum
from rich.text import Text

from frontdesk.desk import Desk, Done
from frontdesk.logic import holidays, when
from frontdesk.logic.drafts import Draft
from frontdesk.logic.holidays import HolidayLine, OnHoliday
from frontdesk.screens import readers
from frontdesk.screens.beside import visit_facts
from frontdesk.screens.calendar.detail import phone
from frontdesk.screens.dialog import Dialog
from frontdesk.screens.setup.adding import AboutForm
from frontdesk.screens.setup.within import OnLine, Within
from frontdesk.widgets.command import Command, CommandList
from frontdesk.widgets.field import Field
from frontdesk.widgets.moves import LIST_MOVES, First, Last
from frontdesk.widgets.rows import RowList


class Propose(OnLine):
    """Propose the federal holidays of a year; again for the year after. Nothing is closed until it is taken."""

    id, key, label = "holidays.propose", "p", "Propose"

    async def run(self, host: Any, words: str = "") -> None:
        """List them among the others."""
        host.propose()


class Take(OnLine):
    """Close on the proposed day; on a day that is closed, list the visits that lie on it."""

    id, key, label = "holidays.take", "enter", "Take"

    def ready(self, host: Any) -> bool:
        """Whether there is a day, and this person may."""
        line = host.cursor.current
        return line is not None and bool(host.desk.may("calendar.see" if line.row else host.NEEDS))

    def why(self, host: Any) -> str:
        """No day, or no permission."""
        line = host.cursor.current
        return "You may not see visits." if line is not None and line.row else super().why(host)

    def word(self, host: Any) -> str:
        """What Enter does on this line."""
        line = host.cursor.current
        return "Visits" if line is not None and line.row else "Take"

    async def run(self, host: Any, words: str = "") -> None:
        """Take it, or list its visits."""
        line = host.cursor.current
        if line.row:
            await host.over(VisitsOn(host.desk, host.calendar, line))
        else:
            host.take([line])


class TakeAll(OnLine):
    """Close on every proposed day."""

    id, key, label = "holidays.all", "a", "Take all"

    def ready(self, host: Any) -> bool:
        """Whether any is proposed, and this person may."""
        return super().ready(host) and bool(host.proposed)

    async def run(self, host: Any, words: str = "") -> None:
        """Take them."""
        host.take([line for line in host.lines() if not line.row])


class AddDay(OnLine):
    """Close on another day."""

    id, key, label = "holidays.add", "n", "New"

    async def run(self, host: Any, words: str = "") -> None:
        """Ask for day and name."""
        await host.fill_in(HolidayForm(host.desk, host.calendar))


class Rename(OnLine):
    """Call the day otherwise; of a proposed one, before it is taken."""

    id, key, label = "holidays.rename", "e", "Rename"

    def ready(self, host: Any) -> bool:
        """Whether there is a day, and this person may."""
        return super().ready(host) and host.cursor.current is not None

    async def run(self, host: Any, words: str = "") -> None:
        """Ask for the name."""
        line = host.cursor.current
        await host.fill_in(
            HolidayNameForm(
                host.desk, host.calendar, line.day.toordinal(), line.row, line.version, name=line.name
            )
        )  # fmt: skip


class Drop(OnLine):
    """Open on the day after all; strike a proposed one from the list."""

    id, key, label = "holidays.drop", "x", "Drop"

    def ready(self, host: Any) -> bool:
        """Whether there is a day, and this person may."""
        return super().ready(host) and host.cursor.current is not None

    async def run(self, host: Any, words: str = "") -> None:
        """Drop it."""
        host.drop(host.cursor.current)


class HolidayList(Within[HolidayLine]):
    """The list; `?` before a day that is only proposed."""

    COMMANDS: ClassVar[CommandList] = (Propose, Take, TakeAll, AddDay, Rename, Drop)
    EMPTY = " None yet; p proposes the federal holidays."

    def __init__(self, desk: Desk, calendar: int, name: str) -> None:
        super().__init__(desk)
        self.calendar = calendar
        self.title = f"Holidays of {name}"
        self.proposed: list[HolidayLine] = []
        self._year = 0

    def lines(self) -> Sequence[HolidayLine]:
        """Those of the practice and those proposed, ascending."""
        there = holidays.of_calendar(self.desk, calendar=self.calendar)
        days = {line.day for line in there}
        self.proposed = [line for line in self.proposed if line.day not in days]
        return sorted([*there, *self.proposed])

    def line(self, line: HolidayLine, width: int) -> Text:
        """Day, name, how many visits lie on it."""
        lying = f"  {line.visits} visit{'s' * (line.visits > 1)}" if line.visits else ""
        return Text(f" {' ' if line.row else '?'} {when.echo_day(line.day)}  {line.name}{lying}")

    def key_of(self, line: HolidayLine) -> Hashable:
        """The day."""
        return line.day

    def propose(self) -> None:
        """List the next year's federal holidays beside what there is."""
        year = self._year + 1 if self._year else holidays.next_year(self.desk, calendar=self.calendar)
        found = holidays.proposed(self.desk, calendar=self.calendar, year=year)
        days = {line.day for line in found}
        self.proposed = [*(line for line in self.proposed if line.day not in days), *found]
        self._year = year
        self.cursor.fill(self.lines())
        if found:
            self.cursor.go(next(n for n, line in enumerate(self.cursor.rows) if line.day == found[0].day))
        self.say(
            f"{len(found)} days of {year} proposed; Enter takes one, a takes all." if found else f"{year}: none."
        )
        self.refresh_keys()

    def take(self, lines: Sequence[HolidayLine]) -> None:
        """Close on these days."""
        days = [(line.day, line.name) for line in lines]
        self.try_to(lambda: holidays.take(self.desk, calendar=self.calendar, days=days))

    def drop(self, line: HolidayLine) -> None:
        """Open on a day, or propose it no longer."""
        if line.row:
            self.try_to(lambda: holidays.drop(self.desk, holiday=line.row, version=line.version))
            return
        self.proposed = [each for each in self.proposed if each.day != line.day]
        self.cursor.fill(self.lines())
        self.refresh_keys()


class HolidayForm(AboutForm):
    """Close on a day."""

    FORM = "setup_forms.holiday"
    ABOUT = ("calendar",)

    def __init__(self, desk: Desk, calendar: int, *, draft: Draft | None = None) -> None:
        fields = [
            Field("day", "Day", readers.day(desk), size=16, required="Which day? Write 12/24."),
            Field("name", "Name", readers.words, size=40, required="What is it called?"),
        ]
        super().__init__(desk, "Closed on", fields, {"calendar": calendar}, draft)

    def carry_out(self, values: dict[str, Any]) -> Done:
        """Close."""
        days = [(values["day"], values["name"])]
        return holidays.take(self.desk.asking(self.request), calendar=self.about["calendar"], days=days)


class HolidayNameForm(AboutForm):
    """Call a holiday otherwise; `day` is its number among all days."""

    FORM = "setup_forms.holiday_name"
    ABOUT = ("calendar", "day", "holiday", "version")

    def __init__(
        self,
        desk: Desk,
        calendar: int,
        day: int,
        holiday: int = 0,
        version: int = 0,
        *,
        name: str = "",
        draft: Draft | None = None,
    ) -> None:
        field = Field("name", "Name", readers.words, text=name, size=40, required="What is it called?")
        about = {"calendar": calendar, "day": day, "holiday": holiday, "version": version}
        self.date = pendulum.Date.fromordinal(day)
        super().__init__(desk, f"{when.echo_day(self.date)} is", [field], about, draft)

    def carry_out(self, values: dict[str, Any]) -> Done:
        """Rename it; a proposed one is taken under that name."""
        desk, about = self.desk.asking(self.request), self.about
        if about["holiday"]:
            return holidays.rename(desk, holiday=about["holiday"], version=about["version"], **values)
        return holidays.take(desk, calendar=about["calendar"], days=[(self.date, values["name"])])


class ToHolidays(Command["VisitsOn"]):
    """Go back to the holidays."""

    id, key, label = "lying.holidays", "enter", "Holidays"

    async def run(self, host: VisitsOn, words: str = "") -> None:
        """Close the list."""
        host.dismiss(None)


class VisitsOn(Dialog[Done]):
    """The visits that lie on a holiday: they stay until somebody moves or cancels them."""

    COMMANDS: ClassVar[CommandList] = (ToHolidays, *LIST_MOVES, First, Last)

    def __init__(self, desk: Desk, calendar: int, line: HolidayLine) -> None:
        super().__init__()
        self.title = f"Visits on {when.echo_day(line.day)}, {line.name}"
        self._found = holidays.visits_on_day(desk, calendar=calendar, day=line.day)
        self.cursor: RowList[OnHoliday] = RowList(
            self._line, lambda each: each.visit.id, empty=" None.", facts=visit_facts(desk, lambda row: row.visit)
        )

    def body(self) -> Any:
        """The list."""
        yield self.cursor

    def on_mount(self) -> None:
        """Fill it."""
        self.cursor.fill(self._found, keep=False)
        self.set_focus(self.cursor)
        self.refresh_keys()

    def _line(self, each: OnHoliday, width: int) -> Text:
        visit = each.visit
        time = each.at.rpartition(" ")[2]
        return Text(f" {time:>6} {each.provider:<12} {visit.name:<24} {visit.kind:<4} {phone(visit.phone)}")
