"""The practice's set-up: providers and hours, rooms, kinds of visit, sign-ins, calendar lines, printing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult

from frontdesk.desk import Desk, Done, Refused, undo
from frontdesk.logic import accounts, hours, practice, printing
from frontdesk.screens.dialog import Dialog
from frontdesk.screens.printing_setup import PrinterForm, PrintingForm, summary
from frontdesk.screens.setup_forms import AccountForm, HoursForm, KindForm, ProviderForm, RoomForm, StepForm
from frontdesk.widgets.command import Command, CommandList
from frontdesk.widgets.moves import LIST_MOVES, First, Last
from frontdesk.widgets.rows import RowList
from frontdesk.widgets.turn import Answer


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the set-up: what it is (`kind`), its row and version, and its words."""

    kind: str
    row: int
    version: int
    name: str
    more: str = ""


def items(desk: Desk) -> Iterator[Item]:
    """Everything that can be set up, in the order of the list."""
    for card in practice.providers(desk):
        more = hours.words(desk, provider=card.id) or "no hours today"
        yield Item("provider", card.id, card.version, card.display, more)
    for room in practice.rooms(desk):
        yield Item("room", room.id, room.version, room.name)
    for kind in practice.kinds(desk):
        yield Item("kind", kind.id, kind.version, f"{kind.code} {kind.name}", f"{kind.minutes} min")
    yield Item("lines", 0, 0, "Calendar lines", f"{practice.step_minutes(desk)} min")
    for station, queue in printing.printers(desk).items():
        yield Item("printer", 0, 0, station, queue)
    yield Item("printing", 0, 0, "Paper, mail, copies", summary(desk))
    if desk.may("account.change"):
        for account in accounts.accounts(desk):
            more = f"{account.name}  {', '.join(account.roles)}{'  closed' if account.closed else ''}"
            yield Item("sign-in", account.id, account.version, account.login, more)


EDITED = ("provider", "lines", "printer", "printing")
"""The kinds of lines that a form can change."""


class New(Command["SetupList"]):
    """Add a provider, a room, a kind of visit, a workstation's printer or a sign-in."""

    id, key, label = "setup.new", "n", "New"
    unready: ClassVar[str] = "You may not change the set-up."

    def ready(self, host: SetupList) -> bool:
        """Whether this person may."""
        return host.desk.may("setup.change")

    async def run(self, host: SetupList, words: str = "") -> None:
        """Ask for a form by the kind of line under the cursor."""
        await host.add()


class Change(Command["SetupList"]):
    """Change a provider's hours, the minutes between the calendar's lines, a printer, paper, mail and folders."""

    id, key, keys, label = "setup.edit", "e", ("enter",), "Edit"
    unready: ClassVar[str] = "Only hours, lines and printing can be changed; take others off and add new ones."

    def ready(self, host: SetupList) -> bool:
        """Whether there is a form for the line under the cursor."""
        item = host.cursor.current
        return item is not None and item.kind in EDITED and host.desk.may("setup.change")

    async def run(self, host: SetupList, words: str = "") -> None:
        """Open its form."""
        item = host.cursor.current
        if item is not None:
            await host.fill_in(host.edited(item))


class Off(Command["SetupList"]):
    """Take the line under the cursor out of use; close a sign-in. What it was used for stays."""

    id, key, label = "setup.off", "x", "Take off"
    unready: ClassVar[str] = "This can't be taken off."

    def ready(self, host: SetupList) -> bool:
        """Whether the line can be taken off."""
        item = host.cursor.current
        stays = ("lines", "printing")
        return item is not None and item.kind not in stays and host.desk.may("setup.change")

    async def run(self, host: SetupList, words: str = "") -> None:
        """Take it off."""
        host.take_off()


class TakeBack(Command["SetupList"]):
    """Take back my last change."""

    id, key, label = "setup.undo", "u", "Undo"
    shown: ClassVar[bool] = False

    async def run(self, host: SetupList, words: str = "") -> None:
        """Undo it and show the list anew."""
        host.try_to(lambda: undo(host.desk))


class SetupList(Dialog[Done]):
    """The list. Every change made here can be undone, here and on the console."""

    TITLE = "Set-up of the practice"
    COMMANDS: ClassVar[CommandList] = (New, Change, Off, TakeBack, *LIST_MOVES, First, Last)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.cursor: RowList[Item] = RowList(self._line, lambda item: (item.kind, item.row, item.name))

    def body(self) -> ComposeResult:
        """The list."""
        yield self.cursor

    def on_mount(self) -> None:
        """Fill it."""
        self.cursor.fill(list(items(self.desk)), keep=False)
        self.cursor.focus()
        self.refresh_keys()

    def on_row_list_moved(self) -> None:
        """The keys depend on the line."""
        self.refresh_keys()

    async def add(self) -> None:
        """Open the form for one more of what is under the cursor."""
        item = self.cursor.current
        forms: dict[str, Callable[[Desk], Dialog[Done]]] = {
            "room": RoomForm, "kind": KindForm, "sign-in": AccountForm, "printer": PrinterForm,
            "printing": PrinterForm,
        }  # fmt: skip
        await self.fill_in(forms.get(item.kind if item else "", ProviderForm)(self.desk))

    def edited(self, item: Item) -> Dialog[Done]:
        """The form that changes a line."""
        if item.kind == "provider":
            return HoursForm(self.desk, item.row, item.version, item.name)
        if item.kind == "printer":
            return PrinterForm(self.desk, item.name, item.more)
        return StepForm(self.desk) if item.kind == "lines" else PrintingForm(self.desk)

    async def fill_in(self, form: Dialog[Done]) -> None:
        """Show a form over the list, then the list as it is now."""
        answer: Answer[Done | None] = Answer()
        await self.app.push_screen(form, answer.give)
        if done := await answer.wait():
            self.show(done)

    def take_off(self) -> None:
        """Hide or close what is under the cursor."""
        item = self.cursor.current
        if item is not None:
            self.try_to(lambda: self._take_off(item))

    def try_to(self, do: Callable[[], Done]) -> None:
        """Do it and show it, or say why not."""
        try:
            self.show(do())
        except Refused as refused:
            self.say(refused.reason, error=True)

    def _take_off(self, item: Item) -> Done:
        if item.kind == "provider":
            return practice.hide_provider(self.desk, provider=item.row, version=item.version)
        if item.kind == "room":
            return practice.hide_room(self.desk, room=item.row, version=item.version)
        if item.kind == "kind":
            return practice.hide_kind(self.desk, kind=item.row, version=item.version)
        if item.kind == "printer":
            return printing.set_printer(self.desk, station=item.name, printer="", was=item.more)
        closed = "  closed" in item.more
        return accounts.close_account(self.desk, account=item.row, version=item.version, closed=not closed)

    def show(self, done: Done) -> None:
        """Say what was done and show the list anew."""
        self.cursor.fill(list(items(self.desk)))
        self.say(f"{done.message}  u undo" if done.undoable else done.message)
        self.refresh_keys()

    def _line(self, item: Item, width: int) -> Text:
        name = max(12, min(28, width // 3))
        return Text(f" {item.kind:<9}{item.name[:name]:<{name}} {item.more}")
