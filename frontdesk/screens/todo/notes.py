"""Phone notes as a worklist: done, no answer, pass on, each one key."""

from __future__ import annotations

import textwrap
from collections.abc import Hashable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

import pendulum
from rich.cells import set_cell_size
from rich.text import Text

from frontdesk.desk import Desk, Done, Refused, Stale
from frontdesk.logic import names, notes, when, worklists
from frontdesk.logic.notes import NoteLine
from frontdesk.screens.form import FormScreen
from frontdesk.screens.notes import NoteForm, fits
from frontdesk.screens.worklist import OnRow, WorklistDialog
from frontdesk.widgets import breadth
from frontdesk.widgets.bars import Bar
from frontdesk.widgets.command import Command, CommandList
from frontdesk.widgets.facts import Fact
from frontdesk.widgets.picker import Choice, PickField

if TYPE_CHECKING:
    from frontdesk.screens.console import Console


WIDE = 76
"""Cells from which for whom a note is and its words stand in its line."""
HALF_A_YEAR = 180


class _OnNote(OnRow):
    needs: ClassVar[str] = "note.write"


class MarkDone(_OnNote):
    """It is done: write what came of it in a few words, or just press Enter."""

    id, key, label = "notes.done", "d", "Done"

    async def run(self, host: WorklistDialog[Any], words: str = "") -> None:
        """Ask for the words and close the note."""
        line: NoteLine = host.row
        said = await host.ask(f"Done, {line.who}: what came of it?", check=_wrong)
        if said is not None:
            host.do(
                lambda: worklists.settle(
                    host.desk, item=line.item.id, version=line.item.version, outcome="done", note=said
                )
            )


class NoAnswer(_OnNote):
    """Called, and nobody answered: noted with the time; it stays on the list."""

    id, key, label = "notes.no_answer", "a", "No answer"

    async def run(self, host: WorklistDialog[Any], words: str = "") -> None:
        """Note it."""
        item = host.row.item
        host.do(lambda: worklists.tried(host.desk, item=item.id, version=item.version))


class PassOn(_OnNote):
    """Pass it on to somebody else, or to whoever has a role."""

    id, key, label = "notes.pass_on", "w", "Pass on"

    async def run(self, host: WorklistDialog[Any], words: str = "") -> None:
        """Ask to whom."""
        await host.over(PassOnForm(host.desk, host.row))


class Edit(_OnNote):
    """Open the note and change it."""

    id, key, keys, label = "notes.edit", "enter", ("e",), "Open"

    async def run(self, host: WorklistDialog[Any], words: str = "") -> None:
        """Show its form."""
        from frontdesk.screens.note_edit import NoteEdit

        await host.over(NoteEdit(host.desk, note=host.row.id))


class New(Command["WorklistDialog[Any]"]):
    """Take a new phone note."""

    id, key, keys, label = "notes.new", "k", ("n",), "New"

    def ready(self, host: WorklistDialog[Any]) -> bool:
        """Whether this person may."""
        return host.desk.may("note.write")

    async def run(self, host: WorklistDialog[Any], words: str = "") -> None:
        """Fill in the form."""
        await host.over(NoteForm(host.desk))


class Patient(OnRow):
    """Go to the patient's page."""

    id, key, label = "notes.patient", "o", "Patient"
    needs: ClassVar[str] = "patient.see"

    def ready(self, host: WorklistDialog[Any]) -> bool:
        """Whether the note is about somebody on file."""
        return super().ready(host) and host.row.patient is not None

    def why(self, host: WorklistDialog[Any]) -> str:
        """Nobody on file, or nothing there."""
        return "This note is about nobody on file." if super().ready(host) else super().why(host)

    async def run(self, host: WorklistDialog[Any], words: str = "") -> None:
        """Close the lists and open the page."""
        host.chosen = ("patient", host.row.patient)
        host.dismiss(True)


def _wrong(text: str) -> str:
    """What is wrong with an outcome's words."""
    try:
        names.clean_text(text)
    except names.BadText as error:
        return error.reason
    return ""


class PassOnForm(FormScreen[Done]):
    """To whom a note is passed on."""

    verb = "Pass on"

    def __init__(self, desk: Desk, line: NoteLine) -> None:
        self.desk, self.line = desk, line
        self.people = worklists.everybody(desk)
        super().__init__(
            self._titled(),
            [
                PickField(
                    "whom", "Pass on to", self._whom, size=28, hint="a name or a role",
                    required="To whom? A few letters of the name will do.", nothing="Nobody here fits that.",
                )
            ],
        )  # fmt: skip

    def _whom(self, text: str) -> Sequence[Choice]:
        found = [each for each in self.people if fits(text.strip().casefold(), each.name)]
        return [Choice(each, each.name, (each.name, "" if each.owner else "role")) for each in found]

    def _titled(self) -> str:
        return f"{self.line.about}, {self.line.who}: for {self.line.item.whom or 'whoever comes first'}"

    def carry_out(self, values: dict[str, Any]) -> Done:
        """Pass it on."""
        item, whom = self.line.item, values["whom"]
        return worklists.assign(self.desk, item=item.id, version=item.version, owner=whom.owner, role=whom.role)

    def refused(self, refused: Refused) -> None:
        """When somebody changed the note meanwhile, say what it is now; Enter then passes it on all the same."""
        if not isinstance(refused, Stale):
            super().refused(refused)
            return
        was, now = self.line, next((x for x in notes.open_notes(self.desk) if x.id == self.line.id), None)
        if now is None:
            self.say("Meanwhile this note was done.", error=True)
            return
        self.line = now
        self.title = self._titled()
        self.query_one("#title", Bar).show(Text(f" {self.title}"))
        became = ", ".join(_differences(self.desk, was, now)) or "it was changed and put back"
        self.say(f"Meanwhile: {became}. Enter passes it on all the same.", error=True)


def _differences(desk: Desk, was: NoteLine, now: NoteLine) -> Iterator[str]:
    """What became of a note, in words; what stayed is not said."""
    if was.item.whom != now.item.whom:
        yield f"for {now.item.whom or 'whoever comes first'}"
    if was.item.urgent != now.item.urgent:
        yield "urgent" if now.item.urgent else "not urgent"
    if (was.item.due, was.item.due_at) != (now.item.due, now.item.due_at):
        yield f"due {due_words(desk, now)}"
    for part in ("about", "who", "phone", "text"):
        if getattr(was, part) != getattr(now, part):
            yield getattr(now, part) or "no number"


class NoteList(WorklistDialog[NoteLine]):
    """The notes that are not done: urgent ones on top, then mine, then by due."""

    COMMANDS: ClassVar[CommandList] = (MarkDone, NoAnswer, PassOn, Edit, New, Patient)
    GROWS = True
    EMPTY = "No phone note is open."
    LINES = 3
    LEGEND = (
        "! urgent, < overdue, 2x: two calls that nobody answered. Urgent notes stand on top, then those for you.",
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "Phone notes")

    def read(self) -> Sequence[NoteLine]:
        """The notes."""
        return notes.open_notes(self.desk)

    def key(self, row: NoteLine) -> Hashable:
        """The note."""
        return row.id

    def topics(self) -> frozenset[str]:
        """The list, and the patients whose names are on show."""
        patients = {f"patient:{row.patient}" for row in self.cursor.rows if row.patient is not None}
        return frozenset({"worklist:phone_note", *patients})

    def line(self, row: NoteLine, width: int) -> Text:
        """Signs, due, who, about, tries, for whom, the note; columns go from the end where it is narrow."""
        item = row.item
        wide = width >= WIDE
        name = max(10, min(28, width - (62 if wide else 26)))
        text = Text(f"{'!' if item.urgent else ' '}{'<' if item.overdue else ' '}", "bold")
        text.append(f"{due_words(self.desk, row):<8} ").append(set_cell_size(row.who, name))
        text.append(f" {row.sort:<11} {f'{item.tries}x' if item.tries else '':<2}")
        if wide:
            text.append(f" {set_cell_size(short_name(item.whom), 10)} {row.text}")
        return text

    def facts(self) -> Sequence[Fact[NoteLine]]:
        """The number to call; when it was taken, and by whom."""
        return (
            Fact("phone", 16, lambda row, _: row.phone),
            Fact("taken", 12, lambda row, _: self._at(row.taken_at), breadth.WIDE),
            Fact("by", 8, lambda row, _: row.taken_by, breadth.WIDE),
        )

    def about(self, row: NoteLine) -> Text:
        """The note in full: the number to call, what was tried, who took it, the words."""
        item = row.item
        tried = f"called {item.tries}x, last {self._at(item.tried_at)}" if item.tried_at else ""
        due = when.echo_moment(item.due_at) if item.due_at else when.echo_day(item.due) if item.due else ""
        taken = f"taken {self._at(row.taken_at)}" + (f" by {row.taken_by}" if row.taken_by else "")
        first = "  ".join(part for part in (row.who, row.phone or "no number", tried) if part)
        second = "  ".join(part for part in (f"for {item.whom or 'whoever comes first'}", due, taken) if part)
        words = textwrap.wrap(row.text, max(10, self.size.width - 2))
        return Text("\n").join([Text(f">{first}", "bold"), Text(f" {second}"), Text(f" {(words or [''])[0]}")])

    def _at(self, moment: pendulum.DateTime) -> str:
        """A moment that is past: the time when it was today, else the day too."""
        today = moment.date() == self.desk.today()
        return when.clock(moment) if today else f"{moment.month}/{moment.day} {when.clock(moment)}"


def short_name(name: str) -> str:
    """A name in ten cells: the whole of it, or its last word, `Assistants`."""
    return name if len(name) <= 10 else name.split()[-1].capitalize()


def due_words(desk: Desk, line: NoteLine) -> str:
    """`today`, `3:00p`, `tom`, `11/27`, as short as it can be."""
    due, at = line.item.due, line.item.due_at
    if due is None:
        return ""
    days = (due - desk.today()).days
    if days == 0:
        return when.clock(at) if at is not None else "today"
    shown = f"{due.month}/{due.day}" if abs(days) < HALF_A_YEAR else f"{due.month}/{due.day}/{due:%y}"
    return {1: "tom", -1: "yest"}.get(days, shown)


class _Worklist:
    id, title, order, permission = "notes", "Phone notes", 10, "note.see"

    def count(self, desk: Desk) -> int:
        """How many are open."""
        return worklists.open_count(desk, kind=notes.KIND)

    async def open(self, console: Console) -> bool | None:
        """Show the list."""
        shown = NoteList(console.desk)
        if gone := await console.open_form(shown):
            await console.open(*shown.chosen)
        return gone


WORKLIST = _Worklist()
