"""Merging two records: find the other one, see what clashes, choose what stays, Enter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult

from frontdesk.desk import Desk, Done, Refused
from frontdesk.logic import patients
from frontdesk.screens.console import Console
from frontdesk.screens.dialog import Dialog
from frontdesk.widgets.command import Command, CommandList
from frontdesk.widgets.moves import LIST_MOVES, First, Last
from frontdesk.widgets.rows import RowList

FOLLOWS = {
    "visit.patient": "visits", "patient_phone.patient": "phones", "patient_contact.patient": "contacts",
    "patient.guarantor": "patients for whom this one pays", "external_ref.subject": "links to other programs",
    "worklist_item.subject": "items of the worklist", "deadline.subject": "deadlines",
    "phone_note.patient": "phone notes", "document_link.subject": "documents",
    "history_visit.patient": "stays and visits of long ago",
}  # fmt: skip
"""What follows a merge, in words."""


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the list: a clash of visits, a field to choose, or what follows."""

    kind: str
    key: str
    words: tuple[str, ...]


class Accept(Command["MergeList"]):
    """Merge the two records; the one given up stays on file and its number finds the patient."""

    id, key, keys, label = "merge.accept", "enter", ("ctrl+o",), "Merge"
    unready: ClassVar[str] = "Both have visits at one time; move or cancel one of each first."

    def ready(self, host: MergeList) -> bool:
        """Whether no visits are in the way."""
        return not host.clashes.visits

    async def run(self, host: MergeList, words: str = "") -> None:
        """Do it."""
        host.merge()


class Choose(Command["MergeList"]):
    """Where the two say different things: take the other's, or keep this one's."""

    id, key, label = "merge.choose", "space", "Other's"
    unready: ClassVar[str] = "There is nothing to choose in this line."

    def ready(self, host: MergeList) -> bool:
        """Whether the line is a field that differs."""
        return host.cursor.current is not None and host.cursor.current.kind == "field"

    async def run(self, host: MergeList, words: str = "") -> None:
        """Change sides."""
        host.choose()


class Swap(Command["MergeList"]):
    """Keep the other record and give up this one."""

    id, key, label = "merge.swap", "s", "Swap"

    async def run(self, host: MergeList, words: str = "") -> None:
        """Change which one is kept."""
        host.swap()


class MergeList(Dialog[Done]):
    """What clashes between two records, and which field stays; answers with what was done."""

    COMMANDS: ClassVar[CommandList] = (Accept, Choose, Swap, *LIST_MOVES, First, Last)

    def __init__(self, desk: Desk, keep: int, gone: int) -> None:
        super().__init__()
        self.desk = desk
        self.take: set[str] = set()
        """Fields of which the other's text stays."""
        self.cursor: RowList[Item] = RowList(self._line, lambda item: (item.kind, item.key))
        self._compare(keep, gone)

    def _compare(self, keep: int, gone: int) -> None:
        self.clashes = patients.clashes(self.desk, keep=keep, gone=gone)
        self.keep = patients.reread(self.desk, patient=keep)
        self.gone = patients.reread(self.desk, patient=gone)
        self.title = f"Keep {self.keep.name} {self.keep.number}, merge in {self.gone.name} {self.gone.number}"

    def body(self) -> ComposeResult:
        """The list."""
        yield self.cursor

    def on_mount(self) -> None:
        """Fill it."""
        self.show()
        self.set_focus(self.cursor)

    def show(self) -> None:
        """The lines, visits first: they must be settled before."""
        lines = [Item("visit", str(each.gone), (each.words,)) for each in self.clashes.visits]
        lines += [Item("field", each.field, (each.keep, each.gone)) for each in self.clashes.fields]
        lines += [
            Item("follows", name, (f"{count} {FOLLOWS.get(name, name)}",))
            for name, count in self.clashes.follow.items()
        ]
        self.cursor.fill(lines)
        self.say("Visits at one time: move or cancel one of each first." if self.clashes.visits else "")
        self.refresh_keys()

    def on_row_list_moved(self) -> None:
        """The keys depend on the line."""
        self.refresh_keys()

    def choose(self) -> None:
        """Change sides in the field under the cursor."""
        if self.cursor.current is not None:
            self.take ^= {self.cursor.current.key}
            self.show()

    def swap(self) -> None:
        """Keep the other; what was chosen stays the text that was chosen."""
        self.take = {each.field for each in self.clashes.fields} - self.take
        self._compare(self.gone.id, self.keep.id)
        self.show_title()
        self.show()

    def show_title(self) -> None:
        """Show which is kept now."""
        from frontdesk.widgets.bars import Bar

        self.query_one("#title", Bar).show(Text(f" {self.title}"))

    def merge(self) -> None:
        """Merge, or say why not."""
        try:
            done = patients.merge(
                self.desk, keep=self.keep.id, gone=self.gone.id, version=self.keep.version,
                gone_version=self.gone.version, take=sorted(self.take),
            )  # fmt: skip
        except Refused as refused:
            self._compare(self.keep.id, self.gone.id)
            self.show()
            self.say(refused.reason, error=True)
        else:
            self.dismiss(done)

    def _line(self, item: Item, width: int) -> Text:
        if item.kind == "visit":
            return Text(f" ! both have a visit: {item.words[0]}", "bold")
        if item.kind == "follows":
            return Text(f"   comes along: {item.words[0]}")
        mine, theirs = item.words
        stays, goes = (theirs, mine) if item.key in self.take else (mine, theirs)
        return Text(f"   {item.key:<10} ").append(stays, "bold").append(f"  (not {goes})")


async def merge(console: Console, keep: int, words: str = "") -> int | None:
    """Find the other record and merge; answers with the patient that is kept."""
    from frontdesk.screens.finder import Finder

    found = await console.open_form(Finder(console.desk, words))
    if found is None:
        return None
    try:
        dialog = MergeList(console.desk, keep, found[1])
    except Refused as refused:
        console.say(refused.reason, error=True)
        return None
    done = await console.open_form(dialog)
    return None if done is None else int(done.values["patient"])


async def unmerge(console: Console, patient: int) -> Done | None:
    """Take apart what was merged into a patient; with several, the person says which."""
    there = patients.merges(console.desk, patient=patient)[:9]
    if not there:
        console.say("Nothing was merged into this record.", error=True)
        return None
    choices = [(str(number), f"{each.name} {each.number}") for number, each in enumerate(there, 1)]
    key = await console.choose("Take out of this record", choices)
    if key is None:
        return None
    version = patients.reread(console.desk, patient=patient).version
    return console.do(lambda: patients.unmerge(console.desk, merge=there[int(key) - 1].merge, version=version))
