"""`/`: find anything by a few letters. Patients first, then the commands of this screen by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.widgets import Input

from frontdesk.desk import Desk
from frontdesk.logic import patients
from frontdesk.screens.beside import PATIENT, around
from frontdesk.screens.console import Call, Console
from frontdesk.screens.dialog import Dialog
from frontdesk.screens.patient_lines import patient_line
from frontdesk.widgets.command import Command, CommandList
from frontdesk.widgets.field import TextLine
from frontdesk.widgets.moves import LIST_MOVES
from frontdesk.widgets.rows import RowList

if TYPE_CHECKING:
    from frontdesk.logic.patients import Around, PatientRow


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: a patient or a command."""

    kind: str
    id: int | str
    patient: PatientRow | None = None
    call: Call | None = None


class Open(Command["Finder"]):
    """Open the patient under the cursor, or run the command under it."""

    id, key = "find.open", "enter"
    label: ClassVar[str] = "Open"

    def word(self, host: Finder) -> str:
        """What Enter does."""
        return "This one" if host.only_patients else self.label

    async def run(self, host: Finder, words: str = "") -> None:
        """Close with what is under the cursor."""
        host.open()


class Finder(Dialog[tuple[str, int]]):
    """A line to type in and what fits. Answers with the kind and number of a record, such as ("patient", 55)."""

    TITLE = "Find"
    COMMANDS: ClassVar[CommandList] = (Open, *LIST_MOVES)
    HINT = "Part of a name, a phone, a birth date, a number; or what a command is called."
    WHOM = "Part of a name, a phone, a birth date, a number."

    def __init__(
        self, desk: Desk, text: str = "", *, whom: str = "", offered: Sequence[PatientRow] = (), why: str = ""
    ) -> None:
        """Open it.

        Args:
            desk: who looks.
            text: what is searched at once.
            whom: the question that a patient is the answer to; then nothing else is found.
            offered: patients on show before anything is typed.
            why: what is said of them.
        """
        super().__init__()
        self.desk = desk
        self.title = whom or self.TITLE
        self.only_patients = bool(whom)
        self.offered = offered
        self.hint = why or (self.WHOM if whom else self.HINT)
        self.line = TextLine(" ".join(text.split()), "")
        self.cursor: RowList[Hit] = RowList(
            self._line, lambda hit: (hit.kind, hit.id), facts=PATIENT, beside=self._beside, grows=True
        )
        self.calls: Sequence[Call] = ()
        self._searched: str | None = None

    def body(self) -> ComposeResult:
        """Line and list."""
        yield self.line
        yield self.cursor

    def on_mount(self) -> None:
        """Type here; text that came with the key is searched at once."""
        beneath = self.app.screen_stack[-2] if len(self.app.screen_stack) > 1 else None
        typed = not self.line.value  # what was scanned is never a command, not even by its name
        typed = typed and not self.only_patients
        self.calls = beneath.calls() if typed and isinstance(beneath, Console) else ()
        self.set_focus(self.line)
        self.search()

    @on(Input.Changed)
    def search(self) -> None:
        """Show what fits the letters typed so far."""
        text = self.line.value.strip()
        if text == self._searched:
            return
        self._searched = text
        if not text:
            self.cursor.fill([Hit("patient", row.id, patient=row) for row in self.offered])
            self.say(self.hint)
            return
        found = patients.search(self.desk, text=text) if self.desk.may("patient.see") else patients.Found(())
        hits = [Hit("patient", row.id, patient=row) for row in found.rows]
        commands = [Hit("command", call.command.id, call=call) for call in self._named(text)]
        self.cursor.fill([*commands, *hits] if found.sounds_alike else [*hits, *commands], keep=False)
        if not self.desk.may("patient.see"):
            self.say("You may not look up patients; commands are found by name.")
            return
        self.say(told(len(hits), sounds_alike=found.sounds_alike, more=found.more))

    def _named(self, text: str) -> list[Call]:
        """The commands whose name or label begins with the letters, when they can be used now."""
        word = text.casefold()
        if len(word) < 2:
            return []
        return [call for call in self.calls if call.ready and _is_called(call, word)]

    def _beside(self, hits: Sequence[Hit]) -> dict[tuple[str, int | str], Around]:
        """What there is around the patients found."""
        found = around(self.desk, [hit.patient.id for hit in hits if hit.patient is not None])
        return {("patient", patient): each for patient, each in found.items()}

    def _line(self, hit: Hit, width: int) -> Text:
        if hit.patient is not None:
            return patient_line(self.desk, hit.patient, width)
        assert hit.call is not None
        command = hit.call.command
        return Text(f" {command.name()}  ").append(f"{self.sign_of(command)}  {command.help()}")

    def open(self) -> None:
        """Close with what is under the cursor; Enter may come before Textual told that the text changed."""
        self.search()
        hit = self.cursor.current
        if hit is None:
            self.say("Nothing fits that." if self.line.value.strip() else self.hint, error=True)
        elif hit.call is not None:
            self.dismiss(None)
            self.app.call_later(hit.call.host.perform, hit.call.command, hit.call.words)
        else:
            self.dismiss((hit.kind, int(hit.id)))


def _is_called(call: Call, word: str) -> bool:
    return any(name.casefold().startswith(word) for name in (call.command.name(), call.command.label))


def told(count: int, *, sounds_alike: bool, more: bool) -> str:
    """What a search found, in words."""
    if not count:
        return "Nobody fits that."
    if sounds_alike:
        return f"Nobody is written like that; {count} sound alike."
    return f"{count} found, and more; type on." if more else f"{count} found."
