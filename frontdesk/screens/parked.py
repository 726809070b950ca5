"""Forms left half-way: how many there are, and opening one again where it was left."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, ClassVar

import pendulum
from rich.text import Text
from textual.app import ComposeResult

from frontdesk.desk import Desk, Refused
from frontdesk.logic import drafts, when
from frontdesk.logic.drafts import Draft
from frontdesk.screens.dialog import Dialog
from frontdesk.widgets.command import Command, CommandList
from frontdesk.widgets.moves import LIST_MOVES
from frontdesk.widgets.rows import RowList

if TYPE_CHECKING:
    from frontdesk.screens.console import Console
    from frontdesk.screens.form import DraftedForm


def parked_count(desk: Desk) -> int:
    """How many forms this person has left half-way."""
    return len(drafts.parked(desk))


async def resume(console: Console) -> None:
    """Open the parked form again, or let the person choose one of several."""
    waiting = drafts.parked(console.desk)
    draft = waiting[0] if len(waiting) == 1 else await console.open_form(ParkedScreen(console.desk, waiting))
    if draft is not None:
        await console.open_form(reopened(console.desk, draft))


def reopened(desk: Desk, draft: Draft) -> DraftedForm:
    """The form a draft was kept of: `booking.visit` is opened by `reopen` in `frontdesk.screens.booking`."""
    module = import_module(f"frontdesk.screens.{draft.form.partition('.')[0]}")
    form: DraftedForm = module.reopen(desk, draft)
    return form


class Open(Command["ParkedScreen"]):
    """Go on with the form under the cursor."""

    id, key = "parked.open", "enter"
    label: ClassVar[str] = "Open"

    async def run(self, host: ParkedScreen, words: str = "") -> None:
        """Close with that draft."""
        host.dismiss(host.cursor.current)


class Discard(Command["ParkedScreen"]):
    """Throw away the form under the cursor for good."""

    id, key = "parked.discard", "x"
    label: ClassVar[str] = "Discard"

    async def run(self, host: ParkedScreen, words: str = "") -> None:
        """Drop the draft; with the last one the list closes."""
        host.discard()


class ParkedScreen(Dialog[Draft | None]):
    """The forms left half-way, newest first."""

    TITLE = "Parked forms"
    COMMANDS: ClassVar[CommandList] = (Open, Discard, *LIST_MOVES)

    def __init__(self, desk: Desk, waiting: Sequence[Draft]) -> None:
        super().__init__()
        self.desk = desk
        self.cursor: RowList[Draft] = RowList(self._line, lambda draft: draft.id)
        self._waiting = waiting

    def body(self) -> ComposeResult:
        """The list."""
        yield self.cursor

    def on_mount(self) -> None:
        """Fill the list."""
        self.cursor.fill(self._waiting, keep=False)
        self.set_focus(self.cursor)

    def _line(self, draft: Draft, width: int) -> Text:
        at = when.echo_moment(pendulum.from_timestamp(draft.at).in_timezone(self.desk.zone))
        return Text(f" {draft.subject}  ").append(at)

    def discard(self) -> None:
        """Drop the draft under the cursor."""
        if (draft := self.cursor.current) is None:
            return
        try:
            drafts.drop(self.desk, draft.id)
        except Refused as refused:
            self.say(refused.reason, error=True)
        self.cursor.fill(drafts.parked(self.desk))
        if not self.cursor.rows:
            self.dismiss(None)
