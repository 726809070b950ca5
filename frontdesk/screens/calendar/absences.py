"""Somebody is out, or runs late: said on the `:` line, worked off on a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from frontdesk.desk import Refused
from frontdesk.logic import calendar, practice, when
from frontdesk.logic.calendar.sites import everywhere, places
from frontdesk.logic.called import completed, first_named, leading
from frontdesk.logic.names.fold import fold
from frontdesk.screens.calendar.booking import DAY_WORDS
from frontdesk.widgets.command import Command

if TYPE_CHECKING:
    from frontdesk.logic.practice import ProviderCard
    from frontdesk.screens.calendar.pane import CalendarPane
    from frontdesk.screens.todo import Worklist


def cards_of(pane: CalendarPane) -> list[ProviderCard]:
    """Every provider of the practice, whichever site is on show."""
    return practice.providers(everywhere(pane.desk))


def names_of(pane: CalendarPane, words: str) -> list[str]:
    """What the last word may become, where the words are the beginning of a provider's name."""
    return completed(practice.providers(pane.desk), words)


def _names(pane: CalendarPane, words: str) -> list[str]:
    """The same, of any site; and after a name that is at several, the sites."""
    cards = cards_of(pane)
    found, rest = leading(cards, words)
    sites = {card.site for card in found} if found and (rest or words.endswith(" ")) else set()
    ways = [place.name.lower() for place in places() if place.site in sites] if len(sites) > 1 else []
    return completed(cards, words) + [name for name in ways if name.startswith(rest.lower())]


def whom(pane: CalendarPane, words: str) -> tuple[int, str]:
    """The provider whom the words name at their beginning, and the other words; `Refused` for none or several.

    Of those who bear one name at several sites, the one at the site that is named after it, or at the one on show.
    """
    cards = cards_of(pane)
    found, rest = leading(cards, words)
    if len({card.site for card in found}) < 2:
        card, rest = first_named(cards, words)
        return card.id, rest
    names = {place.site: place.name for place in places()}
    named = [(card, after) for card in found if (after := _after(rest, names.get(card.site, ""))) is not None]
    here = [(card, rest) for card in found if card.site == pane.desk.site]
    if len(meant := named or here) == 1:
        return meant[0][0].id, meant[0][1]
    told = ", ".join(f"{card.display} at {names.get(card.site, '')}" for card in found)
    raise Refused(f"Several are called that: {told}. Name the site after the name.", field="provider")


def _after(words: str, site: str) -> str | None:
    """What follows the name of a site, or the beginning of that, at the beginning of the words."""
    parts = words.split()
    for count in range(len(parts), 0, -1):
        if fold(site).startswith(fold(" ".join(parts[:count]))):
            return " ".join(parts[count:])
    return None


def _whom(pane: CalendarPane, words: str) -> tuple[int, str] | None:
    """The same; None after saying that there is none, or several."""
    try:
        return whom(pane, words)
    except Refused as refused:
        pane.console.say(refused.reason, error=True)
        return None


def short_here(pane: CalendarPane) -> str:
    """The name of the provider under the cursor."""
    slot = pane.slot
    mine = slot.provider if slot is not None else None
    return next((each.display for each in practice.providers(pane.desk) if each.id == mine), "")


def _not_one(pane: CalendarPane, name: str) -> str:
    try:
        whom(pane, name)
    except Refused as refused:
        return refused.reason
    return ""


async def work_off(host: CalendarPane, worklist: Worklist) -> None:
    """Show the list; what was said before it is not said any more: `u` takes back what was done last by then."""
    host.console.say("")
    await worklist.open(host.console)
    host.console.look_around(now=True)


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
        found, rest = leading(cards_of(host), words)
        last = rest.lower() if rest or words.endswith(" ") else "?"
        return _names(host, words) + [day for day in DAY_WORDS if found and day.startswith(last)]

    async def run(self, host: CalendarPane, words: str = "") -> None:
        """Ask for what was not said, block, and show the list."""
        console = host.console
        if not words.strip():
            words = (
                await console.ask("Who is out", short_here(host), check=lambda text: _not_one(host, text)) or ""
            )
        found = _whom(host, words) if words.strip() else None
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
        from frontdesk.logic.when.ranges import leading_days

        desk = calendar.there(host.desk, provider)
        (first, last), why = leading_days(rest, today=desk.today())
        span = {"starts": desk.bounds(first)[0], "ends": desk.bounds(last or first)[1]}
        done = console.do(lambda: calendar.out(host.desk, provider=provider, **span, reason=why or "out"))
        if done is not None and done.values["items"]:
            from frontdesk.screens.todo.out import WORKLIST

            await work_off(host, WORKLIST)

    def _wrong(self, host: CalendarPane, text: str) -> str:
        from frontdesk.logic.when.ranges import leading_days

        try:
            leading_days(text, today=host.desk.today())
        except when.NotUnderstood as error:
            return error.reason
        return ""


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
        return _names(host, words)

    async def run(self, host: CalendarPane, words: str = "") -> None:
        """Ask for what was not said, note it, and offer the calls."""
        console = host.console
        if words.strip():
            found = _whom(host, words)
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

            await work_off(host, WORKLIST)


def _minutes_wrong(text: str) -> str:
    if text.strip() == "0":
        return ""
    try:
        when.parse_length(text)
    except when.NotUnderstood as error:
        return error.reason
    return ""
