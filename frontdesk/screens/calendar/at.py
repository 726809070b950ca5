"""Which site the calendar shows, for a practice with several."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from frontdesk.logic.calendar.sites import places
from frontdesk.logic.named import by_name
from frontdesk.widgets.command import Command

if TYPE_CHECKING:
    from frontdesk.screens.calendar.pane import CalendarPane


class AtSite(Command["CalendarPane"]):
    """Show another site: its providers and rooms, by its own clock."""

    id, key, label, words = "calendar.site", "@", "Site", "NAME"
    shown: ClassVar[bool] = False
    unready: ClassVar[str] = "The practice has one site."

    def ready(self, host: CalendarPane) -> bool:
        """Whether there are several."""
        return host.place is not None

    def complete(self, host: CalendarPane, words: str) -> list[str]:
        """The sites by name."""
        return [place.name for place in places() if place.name.lower().startswith(words.strip().lower())]

    async def run(self, host: CalendarPane, words: str = "") -> None:
        """Show the one that was named, or the other one; of more than two, ask which."""
        there = places()
        if words.strip():
            found = by_name(there, words, lambda place: place.name)
            if len(found) != 1:
                host.console.say(
                    f"{'Several sites begin' if found else 'No site begins'} with {words}.", error=True
                )
                return
            place = found[0]
        elif len(there) == 2:
            place = next(each for each in there if each != host.place)
        else:
            options = [(str(number), each.name) for number, each in enumerate(there[:9], 1)]
            letter = await host.console.choose("Site", options)
            if letter is None:
                return
            place = there[int(letter) - 1]
        host.look_at(place)
        host.console.say(f"{place.name}, {place.zone}")
