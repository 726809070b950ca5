"""Everything that can be set up, in one list."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, ClassVar

from rich.text import Text

from frontdesk.logic.ahead import Booked, booked_ahead
from frontdesk.screens.beside import short_moment
from frontdesk.screens.setup.sections import BY_SORT, Item, Section, items
from frontdesk.screens.setup.within import OnLine, Within
from frontdesk.widgets.breadth import WIDE
from frontdesk.widgets.command import Command, CommandList
from frontdesk.widgets.facts import Fact

RESOURCES = {"speaks": "interpreter"}
"""What visits take, where its lines are called otherwise."""
IS_OFF = "It is off: x puts it back on."


def _in_use(host: Any) -> bool:
    """Whether there is anything under the cursor, and it was not taken off."""
    return host.there is not None and not host.there.off


class New(OnLine):
    """Add one more of what is under the cursor: a provider, room, device, kind of visit, site, sign-in ..."""

    id, key, label = "setup.new", "n", "New"

    async def run(self, host: Any, words: str = "") -> None:
        """Open the form."""
        await host.fill_in(host.section.add(host.desk))


class Change(OnLine):
    """Change what is under the cursor; of a provider, the weekly hours from today on."""

    id, key, label = "setup.edit", "e", "Edit"
    unready: ClassVar[str] = "You may not change the set-up."

    def ready(self, host: Any) -> bool:
        """Whether there is a form for the line under the cursor."""
        return super().ready(host) and _in_use(host) and host.section.edit is not None

    def why(self, host: Any) -> str:
        """It is off, or no permission, or nothing to change."""
        return IS_OFF if host.there is not None and host.there.off else super().why(host)

    async def run(self, host: Any, words: str = "") -> None:
        """Open its form."""
        await host.fill_in(host.section.edit(host.desk, host.there))


class Open(OnLine):
    """Open what lies behind the line: a provider's hours, days, kept time, blocks; holidays; a room's blocks."""

    id, key, label = "setup.open", "enter", "Open"

    def ready(self, host: Any) -> bool:
        """Whether there is something behind the line that this person may see, or a form for it."""
        if not _in_use(host) or host.section.open is None:
            return Change().ready(host)
        return bool(host.desk.may(host.section.sees))

    def why(self, host: Any) -> str:
        """It is off, or no permission to see it, or none to change it."""
        if host.there is not None and host.there.off:
            return IS_OFF
        unseen = host.section.open is not None and not host.desk.may(host.section.sees)
        return "You may not see the calendar, so not what is blocked." if unseen else super().why(host)

    def word(self, host: Any) -> str:
        """What Enter does on this line."""
        return "Open" if host.section.open is not None else "Edit"

    async def run(self, host: Any, words: str = "") -> None:
        """Open it."""
        await host.fill_in((host.section.open or host.section.edit)(host.desk, host.there))


class Off(OnLine):
    """Take the line under the cursor out of use, or put one that is off back on; close a sign-in."""

    id, key, label = "setup.off", "x", "Take off"

    def ready(self, host: Any) -> bool:
        """Whether the line can be taken off."""
        return super().ready(host) and host.there is not None and host.section.off is not None

    def word(self, host: Any) -> str:
        """What it does on this line."""
        return "Put back on" if host.there is not None and host.there.off else self.label

    async def run(self, host: Any, words: str = "") -> None:
        """Take it off, or put it back."""
        host.try_to(lambda: host.section.off(host.desk, host.there))


class ShowOff(Command["SetupList"]):
    """Show also what was taken off, to put it back on; or no more."""

    id, key, label = "setup.all", "o", "Show all"

    def word(self, host: SetupList) -> str:
        """What it does just now."""
        return "In use" if host.all_of_them else self.label

    async def run(self, host: SetupList, words: str = "") -> None:
        """Show the list so."""
        host.all_of_them = not host.all_of_them
        host.cursor.fill(host.lines())
        if host.all_of_them and not any(line.off for line in host.lines()):
            host.say("Nothing was taken off.")
        host.refresh_keys()


class SetupList(Within[Item]):
    """The list."""

    TITLE = "Set-up of the practice"
    COMMANDS: ClassVar[CommandList] = (New, Change, Open, Off, ShowOff)

    all_of_them = False
    """Whether what was taken off is shown too."""

    @property
    def there(self) -> Item | None:
        """What is under the cursor; None on a line that says that there is none yet."""
        item = self.cursor.current
        return None if item is None or item.more == "n adds one" else item

    @property
    def section(self) -> Section:
        """The sort of line under the cursor."""
        item = self.cursor.current
        return BY_SORT["provider" if item is None else item.sort]

    def lines(self) -> Sequence[Item]:
        """Everything."""
        return items(self.desk, all_of_them=self.all_of_them)

    def line(self, line: Item, width: int) -> Text:
        """Sort, name and what is said of it."""
        name = max(12, min(28, width // 3))
        return Text(f" {line.sort:<9}{line.name[:name]:<{name}} {line.more}")

    def facts(self) -> Sequence[Fact[Item]]:
        """The visits to come that take it, and the first of them."""
        return (
            Fact("to come", 7, lambda _, ahead: f"{ahead.visits:>7,}" if ahead is not None else ""),
            Fact("the first", 17, lambda _, ahead: short_moment(ahead.first) if ahead is not None else "", WIDE),
        )

    def beside(self, lines: Sequence[Item]) -> Mapping[Hashable, Booked]:
        """The visits to come, for whoever may see them."""
        ahead = booked_ahead(self.desk) if self.desk.may("calendar.see") else {}
        there = ((line, ahead.get((RESOURCES.get(line.sort, line.sort), line.row))) for line in lines)
        return {self.key_of(line): found for line, found in there if found is not None}

    def key_of(self, line: Item) -> Hashable:
        """The row, or the name where there is none."""
        return line.sort, line.row, line.name
