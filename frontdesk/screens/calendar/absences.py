"""Somebody is out, or runs late: said on the `:` line, worked off on a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from frontdesk.desk import Refused
from frontdesk.logic import calendar, practice, when
from frontdesk.logic.called import called, completed, leading, the_one
from frontdesk.logic.when.ranges import leading_days
from frontdesk.screens.calendar.booking import DAY_WORDS
from frontdesk.screens.calendar.viewing import named_first
from frontdesk.widgets.command import Command

if TYPE_CHECKING:
    from frontdesk.screens.calendar.pane import CalendarPane


def names_of(pane: CalendarPane, words: str) -> list[str]:
    """What the last word may become, where the words are the beginning of a provider's name."""
    return completed(practice.providers(pane.desk), words)


def short_here(pane: CalendarPane) -> str:
    """The name of the provider under the cursor."""
    slot = pane.slot
    mine = slot.provider if slot is not None else None
    return next((each.display for each in practice.providers(pane.desk) if each.id == mine), "")


def _not_one(pane: CalendarPane, name: str) -> str:
    try:
        the_one(called(practice.providers(pane.desk), name), name)
    except Refused as refused:
        return refused.reason
    return ""


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
        found, rest = leading(practice.providers(host.desk), words)
        last = rest.lower() if rest or words.endswith(" ") else "?"
        return names_of(host, words) + [day for day in DAY_WORDS if found and day.startswith(last)]

    async def run(self, host: CalendarPane, words: str = "") -> None:
        """Ask for what was not said, block, and show the list."""
        console = host.console
        if not words.strip():
            words = (
                await console.ask("Who is out", short_here(host), check=lambda text: _not_one(host, text)) or ""
            )
        found = named_first(host, words) if words.strip() else None
        if found is None:
            return
        provider, rest = found
        prompt = "Which day or days, and why"
        rest = rest or await console.ask(prompt, "today", check=lambda text: self._wrong(host, text)) or ""
        if not rest:
            return
        if reason := self._wrong(host, rest):
            console.say(reason, error=True)
            return
        (first, last), why = leading_days(rest, today=host.desk.today())
        desk = calendar.there(host.desk, provider)
        span = {"starts": desk.bounds(first)[0], "ends": desk.bounds(last or first)[1]}
        done = console.do(lambda: calendar.out(host.desk, provider=provider, **span, reason=why or "out"))
        if done is not None and done.values["items"]:
            await self._work_off(host, done.message)

    def _wrong(self, host: CalendarPane, text: str) -> str:
        try:
            leading_days(text, today=host.desk.today())
        except when.NotUnderstood as error:
            return error.reason
        return ""

    async def _work_off(self, host: CalendarPane, said: str) -> None:
        from frontdesk.screens.todo.out import WORKLIST

        await WORKLIST.open(host.console)
        host.console.look_around(now=True)


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
        return names_of(host, words)

    async def run(self, host: CalendarPane, words: str = "") -> None:
        """Ask for what was not said, note it, and offer the calls."""
        console = host.console
        if words.strip():
            found = named_first(host, words)
        else:
            mine = host.slot.provider if host.slot is not None else None
            found = (mine, "") if mine is not None else None
            if found is None:
                console.say("Whose? Go to a column, or write :late NAME MINUTES.", error=True)
        if found is None:
            return
        provider, rest = found
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
