"""What the calendar's grid can show: a day by provider, a day by room, a week of one provider, a month of load.

A board turns what logic reads into rows and columns, and a place of the grid into a time that can be booked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

import pendulum

from frontdesk.desk import Desk
from frontdesk.logic import calendar, when
from frontdesk.screens.calendar.sheet import Facts, Sheet, lay_out, lay_out_week
from frontdesk.widgets.daygrid import NARROWEST, Spot

if TYPE_CHECKING:
    from frontdesk.logic.calendar import Column, Day, DayBlock, DayVisit
    from frontdesk.logic.papers import Paper


class Slot(NamedTuple):
    """Where a visit would begin: a provider's time, or a room's."""

    provider: int | None
    starts: int
    """Epoch seconds."""
    room: int | None = None


class Board:
    """The day by provider; the other boards differ from it in what they say here."""

    word: ClassVar[str] = "day"
    narrowest: ClassVar[int] = NARROWEST
    """Cells a column needs."""
    narrowest_broad: ClassVar[int] = NARROWEST - 1
    """The same where that shows one more column of them: at 100 cells one more than at 80."""
    columns_are: ClassVar[str] = "prov"
    slot_free: ClassVar[bool] = False
    """Whether its places are days, not times."""

    def __init__(self, desk: Desk, date: pendulum.Date, provider: int | None = None) -> None:
        self.desk = desk
        self.date = date
        self.provider = provider
        """Whose, where it is one provider's."""
        self.days = self.read()
        self.visits: dict[int, DayVisit] = {
            visit.id: visit for day in self.days for column in day.columns for visit in column.visits
        }
        self.blocks: dict[int, DayBlock] = {
            block.id: block for day in self.days for column in day.columns for block in column.blocks
        }

    def read(self) -> tuple[Day, ...]:
        """Read what is to be shown."""
        return (calendar.day(self.desk, day=self.date),)

    @property
    def topics(self) -> frozenset[str]:
        """The days on show, and their patients: names and phones are on show too."""
        patients = {f"patient:{visit.patient}" for visit in self.visits.values()}
        return frozenset({f"day:{day.day}" for day in self.days} | patients)

    def outdated(self, now: int) -> bool:
        """Whether anything on show is over by itself: a slot that somebody was booking."""
        return any(claim.until <= now for day in self.days for column in day.columns for claim in column.claims)

    def sheet(self, now: int | None, lifted: int, *, broad: bool = False) -> Sheet:
        """Rows and columns; on a broad terminal with more in each cell."""
        return lay_out(self.days[0], now, lifted, facts_on(self.desk) if broad else None)

    def paper(self) -> Paper:
        """What is printed of it: the day sheet."""
        from frontdesk.logic import papers

        return papers.day_sheet(self.desk, day=self.date)

    def of(self, key: int) -> tuple[Day, Column] | None:
        """The day and the column behind a column of the grid."""
        day = self.days[0]
        return next(((day, column) for column in day.columns if column.key == key), None)

    def slot(self, spot: Spot) -> Slot | None:
        """The time and provider of a place in the grid."""
        return Slot(spot.column, spot.at)

    def row_at(self, moment: int) -> int:
        """By what the row of a moment goes in this grid."""
        return moment

    def column_at(self, moment: int, provider: int | None) -> int | None:
        """The column of a provider's moment; None to stay in the one there is."""
        return provider

    def after(self, steps: int) -> pendulum.Date:
        """The date that `]` goes to, or `[` with -1."""
        return self.date.add(days=steps)

    def title(self, today: pendulum.Date) -> str:
        """What is shown, for line 1."""
        return f"{when.echo_day(self.date)} {distance((self.date - today).days)}"


class RoomBoard(Board):
    """A day by room."""

    word = "rooms"
    columns_are = "rooms"

    def read(self) -> tuple[Day, ...]:
        """Read the day."""
        return (calendar.day_by_room(self.desk, day=self.date),)

    def paper(self) -> Paper:
        """The day sheet by room."""
        from frontdesk.logic import papers

        return papers.room_sheet(self.desk, day=self.date)

    def slot(self, spot: Spot) -> Slot | None:
        """The time and room of a place in the grid."""
        return Slot(None, spot.at, spot.column or None)

    def column_at(self, moment: int, provider: int | None) -> int | None:
        """The first one: rooms are not providers."""
        return 0


class WeekBoard(Board):
    """A week of one provider: a column for each day, a row for each time on the wall."""

    word = "week"
    narrowest = narrowest_broad = 14
    columns_are = "days"

    def read(self) -> tuple[Day, ...]:
        """Read the week."""
        if self.provider is None:
            return ()
        return calendar.week(self.desk, day=self.date, provider=self.provider).days

    def sheet(self, now: int | None, lifted: int, *, broad: bool = False) -> Sheet:
        """Rows and columns; on a broad terminal with more in each cell."""
        return lay_out_week(self.days, self.desk.today(), lifted, facts_on(self.desk) if broad else None)

    def paper(self) -> Paper:
        """The provider's days, each on pages of its own."""
        from frontdesk.logic import papers

        if self.provider is None:
            return super().paper()
        return papers.week_sheet(self.desk, day=self.date, provider=self.provider)

    def of(self, key: int) -> tuple[Day, Column] | None:
        """The day of a column."""
        return next(
            ((day, day.columns[0]) for day in self.days if day.day.toordinal() == key and day.columns), None
        )

    def slot(self, spot: Spot) -> Slot | None:
        """That time of the column's day."""
        found = self.of(spot.column)
        if self.provider is None or found is None:
            return None
        day, minutes = found[0].day, spot.at // 60
        wall = pendulum.datetime(day.year, day.month, day.day, minutes // 60, minutes % 60, tz=self.desk.zone)
        there = [at for at in found[0].lines if self.row_at(at) == spot.at]
        return Slot(self.provider, there[0] if there else int(wall.timestamp()))

    def date_at(self, spot: Spot) -> pendulum.Date:
        """The day of a column."""
        return pendulum.Date.fromordinal(spot.column)

    def row_at(self, moment: int) -> int:
        """Rows go by the clock on the wall."""
        at = pendulum.from_timestamp(moment).in_timezone(self.desk.zone)
        return (at.hour * 60 + at.minute) * 60

    def column_at(self, moment: int, provider: int | None) -> int | None:
        """The column of its day."""
        return pendulum.from_timestamp(moment).in_timezone(self.desk.zone).date().toordinal()

    def after(self, steps: int) -> pendulum.Date:
        """A week on or back."""
        return self.date.add(weeks=steps)

    def title(self, today: pendulum.Date) -> str:
        """Whose week, and from when."""
        name = self.days[0].columns[0].short if self.days and self.days[0].columns else "nobody"
        first = self.days[0].day if self.days else self.date
        return f"{name}, week of {when.echo_day(first)}"


class MonthBoard(Board):
    """A month of load: a row for each week, how full each day is."""

    word = "month"
    narrowest = narrowest_broad = 9
    slot_free = True
    columns_are = "days"

    def read(self) -> tuple[Day, ...]:
        """Read the loads; there are no visits on show."""
        self.month = calendar.month(self.desk, day=self.date)
        self.loads = {load.day.toordinal(): load for load in self.month.days}
        return ()

    @property
    def topics(self) -> frozenset[str]:
        """Every day of it."""
        return frozenset(f"day:{load.day}" for load in self.month.days)

    def sheet(self, now: int | None, lifted: int, *, broad: bool = False) -> Sheet:
        """Rows and columns; on a broad terminal with more in each cell."""
        from frontdesk.screens.calendar.load import lay_out_month

        return lay_out_month(self.month, self.desk.today(), broad=broad)

    def paper(self) -> Paper:
        """The month's load on one page."""
        from frontdesk.logic import papers

        return papers.month_sheet(self.desk, day=self.date)

    def of(self, key: int) -> tuple[Day, Column] | None:
        """A month shows no columns of a day."""
        return None

    def slot(self, spot: Spot) -> Slot | None:
        """Nothing is booked here."""
        return None

    def date_at(self, spot: Spot) -> pendulum.Date:
        """The day of a place in the grid."""
        return pendulum.Date.fromordinal(spot.at + spot.column)

    def row_at(self, moment: int) -> int:
        """Rows go by their Monday."""
        day = pendulum.from_timestamp(moment).in_timezone(self.desk.zone).date()
        return day.toordinal() - day.weekday()

    def column_at(self, moment: int, provider: int | None) -> int | None:
        """The column of the weekday."""
        return pendulum.from_timestamp(moment).in_timezone(self.desk.zone).weekday()

    def after(self, steps: int) -> pendulum.Date:
        """A month on or back."""
        return self.date.add(months=steps)

    def title(self, today: pendulum.Date) -> str:
        """The month."""
        return f"{self.date:%B %Y}"


def facts_on(desk: Desk) -> Facts:
    """What stands in a visit's cell besides: sex and age, phone, room, note."""
    from frontdesk.screens.calendar.detail import age, phone

    today = desk.today()

    def facts(visit: DayVisit) -> tuple[str, ...]:
        years = f"{visit.sex}{age(visit.born, today)}"
        return (
            f"{years:<3}",
            f"{phone(visit.phone):<12}",
            f"{visit.room and f'rm {visit.room}':<6}",
            f"{visit.note:<14.14}",
        )

    return facts


BOARDS: dict[str, type[Board]] = {board.word: board for board in (Board, RoomBoard, WeekBoard, MonthBoard)}
"""By the word that `:view` knows them by."""


def distance(days: int) -> str:
    """How far a day is from today: on the wrong day everything else is wrong too."""
    return "today" if days == 0 else f"{days:+d}d"
