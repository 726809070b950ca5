"""Somebody is out, or runs late: said on the `:` line, worked off on a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import pendulum

from frontdesk.logic import calendar, practice, when
from frontdesk.screens.calendar.booking import DAY_WORDS
from frontdesk.screens.calendar.viewing import fits, named
from frontdesk.widgets.command import Command

if TYPE_CHECKING:
    from frontdesk.screens.calendar.pane import CalendarPane


def names_of(pane: CalendarPane, words: str) -> list[str]:
    """The providers whose name may be meant."""
    return [each.short.lower() for each in practice.providers(pane.desk) if fits(each.short, words)]


def short_here(pane: CalendarPane) -> str:
    """The name of the provider under the cursor."""
    slot = pane.slot
    mine = slot.provider if slot is not None else None
    return next((each.short for each in practice.providers(pane.desk) if each.id == mine), "")


def _no_such(pane: CalendarPane, name: str) -> str:
    return "" if names_of(pane, name) else "There is no such provider."


class Out(Command["CalendarPane"]):
    """Somebody is out: blocks the time and lists the visits it touches, with phones and other times for each.

    `:out okafor today flu`, `:out okafor 11/24-11/27`, `:out okafor tue training`.
    """

    id, key, label, words = "calendar.out", "ctrl+o", "Out", "NAME [DAY | DAY-DAY] [REASON]"
    shown: ClassVar[bool] = False

    def ready(self, host: CalendarPane) -> bool:
        """Whether this person may block time."""
        return host.desk.may("calendar.block") and host.lifted is None

    def why(self, host: CalendarPane) -> str:
        """No permission, or hands full."""
        return "Drop the visit first." if host.lifted else "You may not block time."

    def complete(self, host: CalendarPane, words: str) -> list[str]:
        """Providers, then days."""
        first, blank, last = words.partition(" ")
        return names_of(host, first) if not blank else [day for day in DAY_WORDS if day.startswith(last.lower())]

    async def run(self, host: CalendarPane, words: str = "") -> None:
        """Ask for what was not said, block, and show the list."""
        console = host.console
        name, _, rest = words.strip().partition(" ")
        if not name:
            name = await console.ask("Who is out", short_here(host), check=lambda text: _no_such(host, text)) or ""
        provider = named(host, name) if name else None
        if provider is None:
            return
        prompt = "Which day or days, and why"
        rest = rest or await console.ask(prompt, "today", check=lambda text: self._wrong(host, text)) or ""
        if not rest:
            return
        if reason := self._wrong(host, rest):
            console.say(reason, error=True)
            return
        first, last, why = days_of(rest, host.desk.today())
        desk = calendar.there(host.desk, provider)
        starts, ends = desk.bounds(first)[0], desk.bounds(last)[1]
        done = console.do(lambda: calendar.out(host.desk, provider=provider, starts=starts, ends=ends, reason=why))
        if done is not None and done.values["items"]:
            await self._work_off(host, done.message)

    def _wrong(self, host: CalendarPane, text: str) -> str:
        try:
            days_of(text, host.desk.today())
        except when.NotUnderstood as error:
            return error.reason
        return ""

    async def _work_off(self, host: CalendarPane, said: str) -> None:
        from frontdesk.screens.todo.out import WORKLIST

        await WORKLIST.open(host.console)
        host.console.look_around(now=True)


def days_of(text: str, today: pendulum.Date) -> tuple[pendulum.Date, pendulum.Date, str]:
    """First day, last day and reason of `today flu`, `11/24-11/27`, `mon to fri course`; raise `NotUnderstood`."""
    words = text.replace(" to ", "-").replace(" - ", "-").split()
    first, dash, last = words[0].partition("-") if words else ("", "", "")
    begin = when.parse_day(first, today=today)
    end = when.parse_day(last, today=begin) if dash else begin
    if end < begin:
        raise when.NotUnderstood(f"{when.echo_day(end)} is before {when.echo_day(begin)}.")
    return begin, end, " ".join(words[1:]) or "out"


class Late(Command["CalendarPane"]):
    """Somebody runs late (`:late okafor 35`, 0: on time): shown in the heading; lists whom to call."""

    id, key, label, words = "calendar.late", "ctrl+t", "Late", "NAME MINUTES"
    shown: ClassVar[bool] = False

    def ready(self, host: CalendarPane) -> bool:
        """Whether this person may."""
        return host.desk.may("calendar.book") and host.lifted is None

    def why(self, host: CalendarPane) -> str:
        """No permission, or hands full."""
        return "Drop the visit first." if host.lifted else "You may not do that."

    def complete(self, host: CalendarPane, words: str) -> list[str]:
        """Providers."""
        return names_of(host, words) if " " not in words else []

    async def run(self, host: CalendarPane, words: str = "") -> None:
        """Ask for what was not said, note it, and offer the calls."""
        console = host.console
        name, _, rest = words.strip().partition(" ")
        slot = host.slot
        mine = slot.provider if slot is not None else None
        provider = named(host, name) if name else mine
        if provider is None:
            if not name:
                console.say("Whose? Go to a column, or write :late NAME MINUTES.", error=True)
            return
        text = rest or await console.ask("Late by how many minutes (0: on time again)", check=_minutes_wrong)
        if not text:
            return
        if reason := _minutes_wrong(text):
            console.say(reason, error=True)
            return
        minutes = 0 if text.strip() == "0" else when.parse_length(text)
        done = console.do(lambda: calendar.late(host.desk, provider=provider, minutes=minutes))
        if done is not None and done.values["to_call"]:
            from frontdesk.screens.todo.late import WORKLIST

            await WORKLIST.open(console)
            console.look_around(now=True)


def _minutes_wrong(text: str) -> str:
    if text.strip() == "0":
        return ""
    try:
        when.parse_length(text)
    except when.NotUnderstood as error:
        return error.reason
    return ""
