"""A provider's calendar as a file for other calendar programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from frontdesk.desk import Refused
from frontdesk.screens.calendar.absences import names_of, short_here
from frontdesk.screens.calendar.viewing import named
from frontdesk.widgets.command import Command

if TYPE_CHECKING:
    from frontdesk.screens.calendar.pane import CalendarPane


class Ics(Command["CalendarPane"]):
    """Write a provider's visits for other calendar programs into the export folder; patients as the set-up allows.

    `:ics okafor`; without a name it is the provider under the cursor.
    """

    id, key, label, words = "calendar.ics", "ctrl+e", "Calendar file", "[NAME]"
    shown: ClassVar[bool] = False
    unready: ClassVar[str] = "You may not export anything."

    def ready(self, host: CalendarPane) -> bool:
        """Whether this person may take data out."""
        return host.desk.may("data.export")

    def complete(self, host: CalendarPane, words: str) -> list[str]:
        """Providers."""
        return names_of(host, words)

    async def run(self, host: CalendarPane, words: str = "") -> None:
        """Ask once more, since it can't be taken back, and write the file."""
        from frontdesk.exchange.ics import export_feed, usual_path
        from frontdesk.logic import feeds

        console, name = host.console, words.strip() or short_here(host)
        provider = named(host, name) if name else None
        if provider is None:
            if not name:
                console.say("Say whose calendar: :ics NAME.", error=True)
            return
        try:
            feed = feeds.of_provider(host.desk, provider=provider)
        except Refused as refused:
            console.say(refused.reason, error=True)
            return
        count = f"{len(feed.entries):,} visit{'' if len(feed.entries) == 1 else 's'}"
        said = f"{count} of {feed.title} leave the program (patients: {feeds.shown(host.desk)})"
        if await console.choose(said, [("enter", "Write the file")]) is not None:
            console.do(lambda: export_feed(host.desk, feed, usual_path(host.desk, feed)))
