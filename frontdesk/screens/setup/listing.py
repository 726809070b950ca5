"""Everything that can be set up, in one list."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any, ClassVar

from rich.text import Text

from frontdesk.screens.setup.sections import BY_SORT, Item, Section, items
from frontdesk.screens.setup.within import OnLine, Within
from frontdesk.widgets.command import CommandList


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
        return super().ready(host) and host.there is not None and host.section.edit is not None

    async def run(self, host: Any, words: str = "") -> None:
        """Open its form."""
        await host.fill_in(host.section.edit(host.desk, host.there))


class Open(OnLine):
    """Open what lies behind the line: a provider's hours, days, kept time, blocks; holidays; a room's blocks."""

    id, key, label = "setup.open", "enter", "Open"

    def ready(self, host: Any) -> bool:
        """Whether there is something behind the line that this person may see, or a form for it."""
        if host.there is None or host.section.open is None:
            return Change().ready(host)
        return bool(host.desk.may(host.section.sees))

    def why(self, host: Any) -> str:
        """No permission to see it, or none to change it."""
        unseen = host.section.open is not None and not host.desk.may(host.section.sees)
        return "You may not see the calendar, so not what is blocked." if unseen else super().why(host)

    def word(self, host: Any) -> str:
        """What Enter does on this line."""
        return "Open" if host.section.open is not None else "Edit"

    async def run(self, host: Any, words: str = "") -> None:
        """Open it."""
        await host.fill_in((host.section.open or host.section.edit)(host.desk, host.there))


class Off(OnLine):
    """Take the line under the cursor out of use; close a sign-in. What it was used for stays."""

    id, key, label = "setup.off", "x", "Take off"

    def ready(self, host: Any) -> bool:
        """Whether the line can be taken off."""
        return super().ready(host) and host.there is not None and host.section.off is not None

    async def run(self, host: Any, words: str = "") -> None:
        """Take it off."""
        host.try_to(lambda: host.section.off(host.desk, host.there))


class SetupList(Within[Item]):
    """The list."""

    TITLE = "Set-up of the practice"
    COMMANDS: ClassVar[CommandList] = (New, Change, Open, Off)

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
        return items(self.desk)

    def line(self, line: Item, width: int) -> Text:
        """Sort, name and what is said of it."""
        name = max(12, min(28, width // 3))
        return Text(f" {line.sort:<9}{line.name[:name]:<{name}} {line.more}")

    def key_of(self, line: Item) -> Hashable:
        """The row, or the name where there is none."""
        return line.sort, line.row, line.name
