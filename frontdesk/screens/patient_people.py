"""A patient's phones and the people around the patient: one list, a form for each kind of line."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.widget import Widget

from frontdesk.desk import Desk, Done, Refused, news
from frontdesk.logic import patients
from frontdesk.logic.patients import ContactLine, PatientPage, PhoneLine
from frontdesk.screens.people_forms import ContactForm, LineForm, PhoneForm
from frontdesk.screens.taking_back import ChangingDialog
from frontdesk.widgets.bars import Bar
from frontdesk.widgets.command import Command, CommandList
from frontdesk.widgets.moves import LIST_MOVES, First, Last
from frontdesk.widgets.rows import RowList

DETAILS = 4
"""Lines for all that is known of somebody whose line is too narrow for it: a limit must be readable."""


@dataclass(frozen=True, slots=True)
class Item:
    """One line: a phone or somebody around the patient."""

    phone: PhoneLine | None = None
    contact: ContactLine | None = None
    payer: str = ""

    @property
    def key(self) -> tuple[str, int]:
        """What tells lines apart."""
        if self.payer:
            return ("payer", 0)
        return ("phone", self.phone.id) if self.phone else ("contact", self.contact.id if self.contact else 0)


class _Edit(Command["PeopleList"]):
    """What all of these ask of the person."""

    unready: ClassVar[str] = "You may not change this record, or there is nothing here."

    def ready(self, host: PeopleList) -> bool:
        """Whether this person may."""
        return host.desk.may("patient.edit")


class NewPhone(_Edit):
    """Add a phone."""

    id, key, label = "people.phone", "f", "Phone"

    async def run(self, host: PeopleList, words: str = "") -> None:
        """Fill in its form."""
        await host.fill_in(PhoneForm(host.desk, host.page))


class NewPerson(_Edit):
    """Add somebody around the patient: emergency, whom we may talk to about what, guardian, who pays."""

    id, key, label = "people.new", "n", "Person"

    async def run(self, host: PeopleList, words: str = "") -> None:
        """Fill in the form."""
        await host.fill_in(ContactForm(host.desk, host.page))


class Payer(_Edit):
    """Say which other patient pays for this one."""

    id, key, label = "people.payer", "g", "Guarantor"

    async def run(self, host: PeopleList, words: str = "") -> None:
        """Find the patient who pays."""
        await host.choose_payer()


class Change(_Edit):
    """Change the line under the cursor."""

    id, key, keys, label = "people.edit", "e", ("enter",), "Edit"

    def ready(self, host: PeopleList) -> bool:
        """Whether there is one, and this person may."""
        return host.cursor.current is not None and super().ready(host)

    async def run(self, host: PeopleList, words: str = "") -> None:
        """Open its form."""
        item = host.cursor.current
        if item is not None and item.payer:
            await host.choose_payer()
        elif item is not None and item.phone is not None:
            await host.fill_in(PhoneForm(host.desk, host.page, item.phone.id))
        elif item is not None and item.contact is not None:
            await host.fill_in(ContactForm(host.desk, host.page, item.contact.id))


class Remove(_Edit):
    """Take the line under the cursor off the list."""

    id, key, label = "people.remove", "x", "Remove"

    def ready(self, host: PeopleList) -> bool:
        """Whether there is one, and this person may."""
        return host.cursor.current is not None and super().ready(host)

    async def run(self, host: PeopleList, words: str = "") -> None:
        """Take it off."""
        host.take_off()


class PeopleList(ChangingDialog[None]):
    """The list. Every change made here can be undone, here and on the console."""

    COMMANDS: ClassVar[CommandList] = (
        Change, NewPerson, NewPhone, Payer, Remove, *LIST_MOVES, First, Last,
    )  # fmt: skip
    LEGEND = ("x before a name: none of it holds today.",)
    WATCH = 0.4
    """Seconds between two looks for what others have changed."""

    def __init__(self, desk: Desk, patient: int) -> None:
        super().__init__()
        self.desk = desk
        self.page = patients.reread(desk, patient=patient)
        self.title = _title(self.page)
        self.cursor: RowList[Item] = RowList(self._line, lambda item: item.key, empty=" Nobody and no phone yet.")
        self.details = [Bar(classes="detail") for _ in range(DETAILS)]
        self._seen = news(desk, -1).seq

    @property
    def resting(self) -> Widget:
        """The list."""
        return self.cursor

    def body(self) -> ComposeResult:
        """The list, and all about a line that doesn't fit."""
        yield self.cursor
        yield from self.details

    def on_mount(self) -> None:
        """Fill it, and keep an eye on what others do."""
        self.set_focus(self.cursor)
        self.show()
        self.set_interval(self.WATCH, self.look_around)

    def look_around(self) -> None:
        """Read the patient again when somebody has changed the record."""
        heard = news(self.desk, self._seen)
        self._seen = heard.seq
        if f"patient:{self.page.id}" in heard.topics:
            self.show()

    def on_resize(self) -> None:
        """What fits depends on the width."""
        self.on_row_list_moved()

    def on_row_list_moved(self) -> None:
        """The keys depend on the line, and so does whether all of it can be read."""
        item, width = self.cursor.current, self.size.width
        whole = self._line(item, width) if item is not None else Text()
        fits = whole.cell_len <= width
        lines = [] if fits else textwrap.wrap(" ".join(whole.plain.split()), max(10, width - 2))
        for number, bar in enumerate(self.details):
            bar.display = number < len(lines)
            bar.show(Text(f"{' ' if number else '>'}{lines[number]}", "bold") if bar.display else Text())
        self.refresh_keys()

    def show(self, done: Done | None = None, after: str = "u undo") -> None:
        """Read the patient again, and say what was done."""
        self.page = patients.reread(self.desk, patient=self.page.id)
        self.title = _title(self.page)  # the record may have been merged into another one meanwhile
        self.query_one("#title", Bar).show(Text(f" {self.title}"))
        lines = [Item(payer=self.page.guarantor)] if self.page.guarantor else []
        lines += [Item(phone=line) for line in self.page.phones]
        lines += [Item(contact=line) for line in self.page.contacts]
        self.cursor.fill(lines)
        if done is not None:
            self.say(f"{done.message}  {after}" if done.undoable else done.message)
        self.on_row_list_moved()

    async def fill_in(self, form: LineForm) -> None:
        """Show a form over the list, then the list as it is now."""
        if done := await self.over(form):
            self.show(done)

    def take_off(self) -> None:
        """Take off what is under the cursor."""
        item, who = self.cursor.current, {"patient": self.page.id, "version": self.page.version}
        if item is not None and item.payer:
            self.try_to(lambda: patients.set_guarantor(self.desk, **who, guarantor=None))
        elif item is not None and item.phone is not None:
            phone = item.phone.id
            self.try_to(lambda: patients.remove_phone(self.desk, **who, row=phone))
        elif item is not None and item.contact is not None:
            contact = item.contact.id
            self.try_to(lambda: patients.remove_contact(self.desk, **who, row=contact))

    async def choose_payer(self) -> None:
        """Find the patient who pays, and note that."""
        from frontdesk.screens.finder import Finder

        if found := await self.over(Finder(self.desk, whom=f"Who pays for {self.page.name}?")):
            who = {"patient": self.page.id, "version": self.page.version}
            self.try_to(lambda: patients.set_guarantor(self.desk, **who, guarantor=found[1]))

    def step(self, do: Callable[[], Done], after: str) -> None:
        """Back, or on again."""
        self.try_to(do, after)

    def try_to(self, do: Callable[[], Done], after: str = "u undo") -> None:
        """Run a change, say what happened, show the list anew."""
        try:
            self.show(do(), after)
        except Refused as refused:
            self.show()
            self.say(refused.reason, error=True)

    def _line(self, item: Item, width: int) -> Text:
        if item.payer:
            return Text(f" payer   {item.payer}")
        if item.phone is not None:
            return Text(f" {item.phone.kind:<7} {item.phone.shown:<16} {item.phone.allowed}")
        contact = item.contact
        assert contact is not None
        sign = "x" if contact.ended else " "
        words = [contact.relation, contact.phone, contact.roles, contact.limits, contact.ended]
        return Text(f"{sign}{contact.name:<20} ").append("  ".join(word for word in words if word))


def _title(page: PatientPage) -> str:
    """Whose they are."""
    return f"Phones and people of {page.name}"
