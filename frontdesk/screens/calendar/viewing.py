"""Choosing what the calendar shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontdesk.desk import Refused
from frontdesk.logic import practice
from frontdesk.logic.called import called, completed, the_one
from frontdesk.screens.calendar.boards import BOARDS
from frontdesk.widgets.command import Command

if TYPE_CHECKING:
    from frontdesk.screens.calendar.pane import CalendarPane

LETTERS = {"d": "day", "r": "rooms", "w": "week", "m": "month"}


class View(Command["CalendarPane"]):
    """Show the day by provider, the day by room, the week of one provider, or the month of load: one letter."""

    id, key, label, words = "calendar.view", "v", "View", "day | rooms | week [PROVIDER] | month"

    def complete(self, host: CalendarPane, words: str) -> list[str]:
        """The views; after `week`, the providers."""
        first, _, last = words.partition(" ")
        if words.startswith("week "):
            return completed(practice.providers(host.desk), last)
        return [word for word in BOARDS if word.startswith(first.lower())]

    async def run(self, host: CalendarPane, words: str = "") -> None:
        """Ask for the letter, unless it was said, and show it."""
        word, _, name = words.lower().partition(" ")
        if not word:
            options = [("d", "Day by provider"), ("r", "Rooms"), ("w", "Week"), ("m", "Month")]
            letter = await host.console.choose("View", options)
            word = LETTERS.get(letter or "", "")
        found = next((board for board in BOARDS if word and board.startswith(word)), None)
        if found is None:
            if word:
                host.console.say(f"There is no view {word!r}: day, rooms, week or month.", error=True)
            return
        provider = named(host, name) if name else None
        if provider is not None or not name:
            host.show(BOARDS[found], whose=provider)


def named(pane: CalendarPane, name: str) -> int | None:
    """The provider of that name; None after saying that there is none, or several."""
    try:
        return the_one(called(practice.providers(pane.desk), name), name).id
    except Refused as refused:
        pane.console.say(refused.reason, error=True)
        return None
