"""Merging two records: find the other one, see what clashes, choose what stays, Enter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.widget import Widget

from frontdesk.desk import Desk, Done, Refused
from frontdesk.logic import patients
from frontdesk.logic.patients import VisitClash
from frontdesk.screens.asking import AskingDialog
from frontdesk.screens.console import Console
from frontdesk.widgets.command import Command, CommandList
from frontdesk.widgets.moves import LIST_MOVES, First, Last
from frontdesk.widgets.rows import RowList

FOLLOWS = {
    "visit.patient": "visits", "patient_phone.patient": "phones", "patient_contact.patient": "people around",
    "patient.guarantor": "patients for whom this one pays", "external_ref.subject": "links to other programs",
    "worklist_item.subject": "items of the worklist", "deadline.subject": "deadlines",
    "phone_note.patient": "phone notes", "document_link.subject": "documents",
    "history_visit.patient": "stays and visits of long ago",
}  # fmt: skip
"""What follows a merge, in words."""
SAME = ("family", "given", "birth", "sex", "phone", "mail", "street", "zip")
"""Fields by which a person sees that two records are of one patient, when both say the same."""


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the list: a clash of visits, a field to choose, or what follows."""

    kind: str
    key: str
    words: tuple[str, ...]


class Accept(Command["MergeList"]):
    """Merge the records; the one given up stays on file, its number finds the patient. On a clash, go there."""

    id, key, keys, label = "merge.accept", "enter", ("ctrl+o",), "Merge"
    unready: ClassVar[str] = "Both have visits at one time; move or cancel one of each first."

    def ready(self, host: MergeList) -> bool:
        """Whether nothing is in the way, or the cursor is on a visit to go to."""
        return host.clash is not None or not (host.clashes.visits or host.clashes.payer)

    def word(self, host: MergeList) -> str:
        """What Enter does in this line."""
        return self.label if host.clash is None else "Go there"

    def why(self, host: MergeList) -> str:
        """What is in the way."""
        return self.unready if host.clashes.visits else "Settle who pays first."

    async def run(self, host: MergeList, words: str = "") -> None:
        """Do it."""
        if host.clash is not None:
            host.dismiss(host.clash)
        else:
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
        host.change_side()


class Swap(Command["MergeList"]):
    """Keep the other record and give up this one."""

    id, key, label = "merge.swap", "s", "Swap"

    async def run(self, host: MergeList, words: str = "") -> None:
        """Change which one is kept."""
        host.swap()


class MergeList(AskingDialog[Done | VisitClash]):
    """What clashes between two records, and which field stays. Answers what was done, or a clash to settle."""

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

    @property
    def resting(self) -> Widget:
        """The list."""
        return self.cursor

    def body(self) -> ComposeResult:
        """The list."""
        yield self.cursor

    def on_mount(self) -> None:
        """Fill it."""
        self.show()
        self.set_focus(self.cursor)

    @property
    def clash(self) -> VisitClash | None:
        """The visits at one time in the line under the cursor."""
        item = self.cursor.current
        key = item.key if item is not None and item.kind == "visit" else ""
        return next((each for each in self.clashes.visits if str(each.gone) == key), None)

    def show(self) -> None:
        """The lines, what clashes first: it must be settled before."""
        found = self.clashes
        lines = [Item("visit", str(each.gone), (f"both have a visit: {each.words}",)) for each in found.visits]
        lines += [Item("payer", "payer", (found.payer,))] if found.payer else []
        lines += [Item("field", each.field, (each.keep, each.gone)) for each in found.fields]
        lines += [Item("same", "same", (", ".join(self._same()) or "nothing that is the same",))]
        lines += [Item("along", words, (words.rstrip("."),)) for words in found.along]
        rows = ", ".join(f"{FOLLOWS.get(name, name)} {count}" for name, count in found.follow.items())
        lines += [Item("follows", "rows", (rows,))] if rows else []
        self.cursor.fill(lines)
        self.say("Visits at one time: move or cancel one of each first." if found.visits else "")
        self.refresh_keys()

    def _same(self) -> Iterator[str]:
        """What both records say, by which a person sees that they are of one patient."""
        for field in SAME:
            if (text := self.keep.fields[field]) and text == self.gone.fields[field]:
                yield f"{worded(field)} {text}"

    def on_row_list_moved(self) -> None:
        """The keys depend on the line."""
        self.refresh_keys()

    def change_side(self) -> None:
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
        if item.kind in ("visit", "payer"):
            return Text(f" ! {item.words[0]}", "bold")
        if item.kind == "same":
            return Text(f"   both say: {item.words[0]}")
        if item.kind in ("follows", "along"):
            return Text("   comes along: ").append(item.words[0], "bold" if item.kind == "along" else "")
        mine, theirs = item.words
        stays, goes = (theirs, mine) if item.key in self.take else (mine, theirs)
        return Text(f"   {worded(item.key):<10} ").append(stays, "bold").append(f"  (not {goes})")


def worded(field: str) -> str:
    """A field's name for people: `name used`, `letters street`."""
    return field.replace("other_", "letters_").replace("birth", "born").replace("_", " ")


async def merge(console: Console, keep: int, words: str = "") -> int | None:
    """Find the other record and merge; answers with the patient that is kept."""
    from frontdesk.screens.finder import Finder

    page = patients.reread(console.desk, patient=keep)
    alike = [each.row for each in patients.possible_duplicates(console.desk, patient=keep)]
    why = "These could be the same person; or type a name or a number." if alike else ""
    finder = Finder(console.desk, words, whom=f"Merge which record into {page.name}?", offered=alike, why=why)
    found = await console.open_form(finder)
    if found is None:
        return None
    try:
        dialog = MergeList(console.desk, keep, found[1])
    except Refused as refused:
        console.say(refused.reason, error=True)
        return None
    answer = await console.open_form(dialog)
    if isinstance(answer, VisitClash):
        await go_there(console, answer.gone)
    return int(answer.values["patient"]) if isinstance(answer, Done) else None


async def go_there(console: Console, visit: int) -> None:
    """Show the calendar at a visit, for it to be moved or cancelled."""
    pane: Any = await console.show("calendar")
    pane.go_to_visit(visit)


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
