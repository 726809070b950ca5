"""A provider's week: weekly hours, the hours of single days, time kept for a kind, blocks."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from rich.text import Text

from frontdesk.desk import Desk, Done
from frontdesk.logic import calendar, exceptions, hours, reserved
from frontdesk.logic.calendar.blocks import BlockLine, blocks_of
from frontdesk.screens.setup.block_form import SORTS, BlockForm
from frontdesk.screens.setup.reading import short
from frontdesk.screens.setup.week_forms import DatedHoursForm, DayForm, ReservedForm
from frontdesk.screens.setup.within import OnLine, Within
from frontdesk.widgets.command import Command, CommandList


@dataclass(frozen=True, slots=True)
class Part:
    """A line of the week: its sort, what it says, and what stands behind it."""

    sort: str
    words: str
    behind: Any


def block_words(block: BlockLine) -> str:
    """Whether it may be overridden, from, to, why."""
    return f"{'' if block.may_override else 'not bookable '}{block.words}: {block.reason}"


class AddHours(OnLine):
    """Set weekly hours from a day on, or only until another."""

    id, key, label = "week.hours", "h", "Hours"

    async def run(self, host: Any, words: str = "") -> None:
        """Open the form."""
        await host.fill_in(DatedHoursForm(host.desk, host.provider, host.version))


class AddDay(OnLine):
    """Give a single day, or several, hours of their own: a day off, a short day, a Saturday."""

    id, key, label = "week.day", "d", "Day"

    async def run(self, host: Any, words: str = "") -> None:
        """Open the form."""
        await host.fill_in(DayForm(host.desk, host.provider, host.version))


class AddReserved(OnLine):
    """Keep a stretch of the week for a kind of visit, until some hours before it begins."""

    id, key, label = "week.reserve", "r", "Reserve"

    async def run(self, host: Any, words: str = "") -> None:
        """Open the form."""
        await host.fill_in(ReservedForm(host.desk, host.provider))


class AddBlock(Command["ProviderWeek"]):
    """Block time, with the reason, and whether it may be overridden."""

    id, key, label = "week.block", "#", "Block"
    unready: ClassVar[str] = "You may not block time."

    def ready(self, host: ProviderWeek) -> bool:
        """Whether this person may."""
        return host.desk.may("calendar.block")

    async def run(self, host: ProviderWeek, words: str = "") -> None:
        """Open the form."""
        await host.fill_in(BlockForm(host.desk, SORTS.index("provider"), host.provider, host.called))


class EditPart(OnLine):
    """Change the kept time under the cursor."""

    id, key, keys, label = "week.edit", "e", ("enter",), "Edit"
    sorts = ("kept",)

    async def run(self, host: Any, words: str = "") -> None:
        """Open the form."""
        line = host.cursor.current.behind
        await host.fill_in(ReservedForm(host.desk, host.provider, line.id, line.version, line=line))


class Remove(Command["ProviderWeek"]):
    """Take the line under the cursor away; visits that are booked stay."""

    id, key, label = "week.remove", "x", "Remove"
    unready: ClassVar[str] = "There is nothing to remove, or you may not."

    def ready(self, host: ProviderWeek) -> bool:
        """Whether there is a line, and this person may."""
        part = host.cursor.current
        needs = "calendar.block" if part is not None and part.sort == "block" else "setup.change"
        return part is not None and host.desk.may(needs)

    async def run(self, host: ProviderWeek, words: str = "") -> None:
        """Remove it."""
        part = host.cursor.current
        if part is not None:
            host.try_to(lambda: host.removed(part))


class ProviderWeek(Within[Part]):
    """The list."""

    COMMANDS: ClassVar[CommandList] = (AddHours, AddDay, AddReserved, AddBlock, EditPart, Remove)
    EMPTY = " No hours yet."

    def __init__(self, desk: Desk, provider: int) -> None:
        super().__init__(desk)
        self.provider, self.called = provider, short(desk, provider)
        self.title = f"{self.called}: hours, days, kept time, blocks"

    @property
    def version(self) -> int:
        """The version of the provider's row as it is now: the list is read anew after every change."""
        return hours.version_of(self.desk, provider=self.provider)

    def lines(self) -> Sequence[Part]:
        """Weekly hours, then days, kept time and blocks that are not over, for whoever may see the calendar."""
        desk, provider = self.desk, self.provider
        parts = [Part("hours", line.words, line) for line in hours.lines(desk, provider=provider)]
        parts += [Part("day", line.words, line) for line in exceptions.of_provider(desk, provider=provider)]
        parts += [Part("kept", line.words, line) for line in reserved.of_provider(desk, provider=provider)]
        blocks = blocks_of(desk, kind="provider", resource=provider) if desk.may("calendar.see") else ()
        return [*parts, *(Part("block", block_words(line), line) for line in blocks)]

    def line(self, line: Part, width: int) -> Text:
        """Sort and words."""
        return Text(f" {line.sort:<6}{line.words}")

    def key_of(self, line: Part) -> Hashable:
        """Sort and words."""
        return line.sort, line.words

    def removed(self, part: Part) -> Done:
        """Take a line away."""
        line, desk = part.behind, self.desk
        if part.sort == "hours":
            return hours.drop_hours(
                desk, provider=self.provider, version=self.version, opens=line.opens, closes=line.closes,
                from_day=line.from_day, to_day=line.to_day,
            )  # fmt: skip
        if part.sort == "day":
            return exceptions.clear_exception(desk, provider=self.provider, version=self.version, day=line.day)
        if part.sort == "kept":
            return reserved.give_up(desk, reserved=line.id, version=line.version)
        return calendar.unblock(desk, block=line.id, version=line.version)
