"""The blocks of a room or a device: when it is not there."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any, ClassVar

from rich.text import Text

from frontdesk.desk import Desk
from frontdesk.logic import calendar
from frontdesk.logic.calendar.blocks import BlockLine, blocks_of
from frontdesk.screens.setup.block_form import SORTS, BlockForm
from frontdesk.screens.setup.week import block_words
from frontdesk.screens.setup.within import OnLine, Within
from frontdesk.widgets.command import CommandList


class Block(OnLine):
    """Block it from a moment to a moment, with the reason, and whether it may be overridden."""

    id, key, keys, label = "shut.block", "n", ("#",), "Block"
    unready: ClassVar[str] = "You may not block time."

    async def run(self, host: Any, words: str = "") -> None:
        """Open the form."""
        await host.fill_in(BlockForm(host.desk, SORTS.index(host.sort), host.row, host.called))


class Lift(OnLine):
    """Lift the block under the cursor."""

    id, key, label = "shut.lift", "x", "Lift"
    unready: ClassVar[str] = "You may not block time."

    def ready(self, host: Any) -> bool:
        """Whether there is one, and this person may."""
        return super().ready(host) and host.cursor.current is not None

    async def run(self, host: Any, words: str = "") -> None:
        """Lift it."""
        block = host.cursor.current
        host.try_to(lambda: calendar.unblock(host.desk, block=block.id, version=block.version))


class ShutList(Within[BlockLine]):
    """The list."""

    COMMANDS: ClassVar[CommandList] = (Block, Lift)
    NEEDS = "calendar.block"
    EMPTY = " It is there all the time."

    def __init__(self, desk: Desk, sort: str, row: int, name: str) -> None:
        super().__init__(desk)
        self.sort, self.row, self.called = sort, row, name
        self.title = f"{name}: when it is not there"

    def lines(self) -> Sequence[BlockLine]:
        """The blocks that are not over."""
        return blocks_of(self.desk, kind=self.sort, resource=self.row)

    def line(self, line: BlockLine, width: int) -> Text:
        """From, to, why."""
        return Text(f" {block_words(line)}")

    def key_of(self, line: BlockLine) -> Hashable:
        """The block."""
        return line.id
