"""Going from day to day."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from frontdesk.logic import when
from frontdesk.screens.calendar.booking import DAY_WORDS
from frontdesk.widgets.command import Command

if TYPE_CHECKING:
    from frontdesk.screens.calendar.pane import CalendarPane


class _Day(Command["CalendarPane"]):
    shown: ClassVar[bool] = False
    by: ClassVar[int] = 0

    async def run(self, host: CalendarPane, words: str = "") -> None:
        """Show that day, week or month."""
        if host.board is not None and host.date is not None:
            host.goto(host.board.after(self.by))


class Earlier(_Day):
    """Go to the day before; in a week or month, to the one before."""

    id, key, label, by = "calendar.earlier", "[", "Earlier", -1


class Later(_Day):
    """Go to the day after; in a week or month, to the next one."""

    id, key, label, by = "calendar.later", "]", "Later", 1


class Today(Command["CalendarPane"]):
    """Go to today, at the present time."""

    id, key, label = "calendar.today", "t", "Today"
    shown: ClassVar[bool] = False

    async def run(self, host: CalendarPane, words: str = "") -> None:
        """Show today."""
        host.goto(host.desk.today())


class GoTo(Command["CalendarPane"]):
    """Go to a date: 11/24, tom, +2w, next tue."""

    id, key, label, words = "calendar.goto", "g", "Go to", "DAY"
    shown: ClassVar[bool] = False

    def complete(self, host: CalendarPane, words: str) -> list[str]:
        """Days as they are typed most."""
        return [day for day in DAY_WORDS if day.startswith(words.lower())]

    async def run(self, host: CalendarPane, words: str = "") -> None:
        """Ask for the day, unless it was given, and show it."""
        today = host.desk.today()

        def wrong(text: str) -> str:
            try:
                when.parse_day(text, today=today)
            except when.NotUnderstood as error:
                return error.reason
            return ""

        if words and (reason := wrong(words)):
            host.console.say(reason, error=True)
            return
        text = words or await host.console.ask("Go to", check=wrong)
        if text:
            day = when.parse_day(text, today=today)
            host.goto(day)
            host.console.say(when.echo_day(day))
