"""The patients' area: search as you type, and one page for each patient."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.widgets import Input

from frontdesk.logic import patients
from frontdesk.logic.patients import PatientPage, PatientRow
from frontdesk.screens.beside import PATIENT, around
from frontdesk.screens.console import Pane
from frontdesk.screens.finder import told
from frontdesk.screens.patient_commands import FindOpening, Merge, People, Standing, Unmerge
from frontdesk.screens.patient_lines import patient_line
from frontdesk.screens.patient_page import PageLine, page_lines
from frontdesk.widgets.command import Command, CommandList
from frontdesk.widgets.field import TextLine
from frontdesk.widgets.moves import LIST_MOVES
from frontdesk.widgets.rows import RowList

if TYPE_CHECKING:
    from frontdesk.logic.papers import Paper


class Open(Command["PatientsPane"]):
    """Open the patient under the cursor; on a patient's page, the visit or the phone note under it."""

    id, key = "patients.open", "enter"
    label: ClassVar[str] = "Open"

    def ready(self, host: PatientsPane) -> bool:
        """Whether there is something to open."""
        return host.can_open()

    async def run(self, host: PatientsPane, words: str = "") -> None:
        """Open it."""
        await host.open()


class New(Command["PatientsPane"]):
    """Register a new patient; the name typed in the search comes along."""

    id, key = "patients.new", "ctrl+n"
    label: ClassVar[str] = "New patient"
    unready: ClassVar[str] = "You may not register patients."

    def ready(self, host: PatientsPane) -> bool:
        """Whether this person may."""
        return host.desk.may("patient.edit")

    async def run(self, host: PatientsPane, words: str = "") -> None:
        """Fill in the form, then show the patient."""
        await host.register(words)


class Edit(Command["PatientsPane"]):
    """Edit the patient: name, birth date, sex, phone, mail, note, alert; ^N there leads on to the rest."""

    id, key = "patients.edit", "e"
    label: ClassVar[str] = "Edit"
    words: ClassVar[str] = "[names | address | care]"
    unready: ClassVar[str] = "Choose a patient whom you may edit."

    def ready(self, host: PatientsPane) -> bool:
        """Whether a patient is chosen and this person may."""
        return host.patient is not None and not host.typing and host.desk.may("patient.edit")

    async def run(self, host: PatientsPane, words: str = "") -> None:
        """Open the form, or the section named, with what is on file."""
        await host.edit(words)

    def complete(self, host: PatientsPane, words: str) -> list[str]:
        """The sections."""
        from frontdesk.screens.patient_form import SECTIONS

        return [section for section in SECTIONS if section.startswith(words.strip())]


class Book(Command["PatientsPane"]):
    """Book a new visit for this patient, or as the words say."""

    id, key = "patients.book", "n"
    label: ClassVar[str] = "New visit"
    words: ClassVar[str] = "PATIENT KIND PROVIDER DAY TIME"

    def ready(self, host: PatientsPane) -> bool:
        """Whether a patient is chosen and this person may."""
        return host.patient is not None and not host.typing and host.desk.may("calendar.book")

    def why(self, host: PatientsPane) -> str:
        """Nobody is chosen, or no permission."""
        return f"Choose a patient for whom you may book; {host.sign_of(New)} registers a new one."

    async def run(self, host: PatientsPane, words: str = "") -> None:
        """Open the booking form with the patient filled in."""
        await host.book(words)


class Search(Command["PatientsPane"]):
    """Go to the search line, or from it to the list, where letters are commands."""

    id, key = "patients.search", "tab"
    label: ClassVar[str] = "Search"

    def word(self, host: PatientsPane) -> str:
        """Where it leads."""
        return "Keys" if host.typing else "Search"

    async def run(self, host: PatientsPane, words: str = "") -> None:
        """Change between line and list."""
        host.change_focus()


class Back(Command["PatientsPane"]):
    """Go back: from a patient's page to the search, from the search line to the list."""

    id, key, keys = "patients.back", "escape", ("ctrl+g",)
    label: ClassVar[str] = "Back"
    unready: ClassVar[str] = "Tab goes to the search line, 1 to the calendar."

    def ready(self, host: PatientsPane) -> bool:
        """Whether there is a way back."""
        return host.page is not None or host.typing

    async def run(self, host: PatientsPane, words: str = "") -> None:
        """One step back."""
        host.back()


class PatientsPane(Pane):
    """Search line and results; or, once one is opened, a patient's page."""

    area, number, title = "patients", "3", "Patients"
    COMMANDS: ClassVar[CommandList] = (
        Open, New, Edit, Book, FindOpening, People, Standing, Merge, Unmerge, Search, Back, *LIST_MOVES,
    )  # fmt: skip
    LEGEND = ("Before a name: + deceased, - dismissed from the practice, ~ a test record.",)
    HINT = "Type part of a name, a phone, a birth date or a number."

    def __init__(self) -> None:
        super().__init__()
        self.line = TextLine("", self.HINT, lets_through="?:")
        self.list: RowList[PatientRow] = RowList(
            lambda row, width: patient_line(self.desk, row, width), lambda row: row.id, id="found", facts=PATIENT,
            beside=lambda rows: around(self.desk, [row.id for row in rows]), grows=True,
        )  # fmt: skip
        self.sheet: RowList[PageLine] = RowList(lambda line, width: line.text, lambda line: line.key, id="page")
        self.sheet.display = False
        self.page: PatientPage | None = None
        """The patient whose page is open."""
        self._told = ""

    def compose(self) -> ComposeResult:
        """Search line, results, page."""
        yield self.line
        yield self.list
        yield self.sheet

    # --- what is on show ---------------------------------------------------------------------------

    @property
    def cursor(self) -> RowList[Any]:
        """The list that the arrows move."""
        return self.sheet if self.page is not None else self.list

    @property
    def patient(self) -> int | None:
        """The patient whose page is open, or who is under the cursor."""
        if self.page is not None:
            return self.page.id
        return self.list.current.id if self.list.current is not None else None

    @property
    def typing(self) -> bool:
        """True while letters go into the search line and are no commands."""
        return self.page is None and self.line.has_focus

    def heading(self) -> str:
        """The area; the patient whose page is open."""
        return f"{self.title}  {self.page.name}" if self.page is not None else self.title

    def detail(self) -> Text | None:
        """What the search found."""
        return None if self.page is not None else Text(f" {self._told}")

    def topics(self) -> frozenset[str]:
        """The patient whose page is open, or those in the list."""
        if self.page is not None:
            return frozenset({f"patient:{self.page.id}"})
        return frozenset(f"patient:{row.id}" for row in self.list.rows)

    def paper(self) -> Paper | None:
        """The face sheet of the patient whose page is open."""
        from frontdesk.logic import papers

        return papers.face_sheet(self.desk, patient=self.page.id) if self.page is not None else None

    def reread(self) -> None:
        """Read the page or the results again; the cursor stays on its row."""
        if self.page is not None:
            self._show_page(patients.reread(self.desk, patient=self.page.id), keep=True)
        else:
            self._search(keep=True)

    def focus_here(self) -> None:
        """The page when one is open, otherwise the search line."""
        self.screen.set_focus(self.sheet if self.page is not None else self.line)

    # --- searching ---------------------------------------------------------------------------------

    @on(Input.Changed)
    def search(self) -> None:
        """Show who fits the letters typed so far."""
        self._search(keep=False)
        self.console.refresh_bars()

    def _search(self, *, keep: bool) -> None:
        text = self.line.value.strip()
        if not text:
            self._told = ""
            self.list.fill(())
            return
        found = patients.search(self.desk, text=text) if self.desk.may("patient.see") else patients.Found(())
        self._told = told(len(found.rows), sounds_alike=found.sounds_alike, more=found.more)
        self.list.fill(found.rows, keep=keep)

    @on(RowList.Moved)
    def moved(self) -> None:
        """The keys depend on what is under the cursor."""
        self.console.refresh_bars()

    # --- a patient's page --------------------------------------------------------------------------

    def can_open(self) -> bool:
        """Whether Enter has something to open."""
        if self.page is not None:
            line = self.sheet.current
            return line is not None and (line.visit is not None or line.note is not None)
        return self.list.current is not None

    async def open(self) -> None:
        """Open the patient under the cursor, or the visit or the phone note under it."""
        line = self.sheet.current
        if self.page is None:
            self._search(keep=True)
            if self.list.current is not None:
                await self.open_patient(self.list.current.id)
        elif line is not None and line.visit is not None:
            calendar: Any = await self.console.show("calendar")
            calendar.go_to_visit(line.visit)
        elif line is not None and line.note is not None:
            from frontdesk.screens.note_edit import NoteEdit

            await self.console.open_form(NoteEdit(self.desk, note=line.note))

    async def open_patient(self, patient: int) -> None:
        """Open a patient's page; it is the opening that is audited, not what is read again later."""
        self._show_page(patients.open_page(self.desk, patient=patient), keep=False)
        self.focus_here()
        self.console.refresh_bars()

    def _show_page(self, page: PatientPage, *, keep: bool) -> None:
        self.page = page
        self.line.display = self.list.display = False
        self.sheet.display = True
        self.sheet.fill(page_lines(self.desk, page, self.console.size.width), keep=keep)

    def on_resize(self) -> None:
        """What is longer than a line of the page is folded anew."""
        if self.page is not None:
            self._show_page(self.page, keep=True)

    # --- commands ----------------------------------------------------------------------------------

    def change_focus(self) -> None:
        """From the line to the list, where letters are commands, and back; from the page to the line."""
        if self.page is not None:
            self.back()
        self.screen.set_focus(self.list if self.typing else self.line)
        self.console.refresh_bars()

    def back(self) -> None:
        """Close the page, or leave the search line for the list."""
        if self.page is not None:
            self.page = None
            self.sheet.display = False
            self.line.display = self.list.display = True
            self._search(keep=True)
            self.screen.set_focus(self.line)
        else:
            self.screen.set_focus(self.list)
        self.console.refresh_bars()

    async def register(self, words: str) -> None:
        """Register a patient; the page of the new one opens."""
        from frontdesk.screens.patient_form import RegisterForm, name_texts

        typed = words or ("" if self.list.rows else self.line.value)
        form = RegisterForm(self.desk, texts=name_texts(typed))
        done = await self.console.open_form(form)
        patient = int(done.values["patient"]) if done is not None else form.chosen
        if patient is not None:
            await self.open_patient(patient)

    async def edit(self, section: str = "") -> None:
        """Edit the patient that is open or under the cursor."""
        from frontdesk.screens.patient_form import SECTIONS, EditForm

        if self.patient is not None:
            chosen = section if section in SECTIONS else "main"
            await self.console.open_form(EditForm(self.desk, patient=self.patient, section=chosen))

    async def find(self, words: str = "") -> None:
        """Openings for the patient that is open or under the cursor."""
        from frontdesk.logic import practice
        from frontdesk.logic.calendar import Sought
        from frontdesk.screens.calendar.finding import book_opening, find_words

        kinds, texts = practice.kinds(self.desk), find_words(self.desk, words)
        preferred = self.page.fields["preferred"] if self.page is not None else ""
        if preferred and "provider" not in texts:
            texts["provider"] = preferred
        if kinds:
            await book_opening(self.console, self.desk, Sought(kinds[0].id, patient=self.patient), texts)

    async def book(self, words: str = "") -> None:
        """Book for the patient that is open or under the cursor, unless the words name another."""
        from frontdesk.screens.booking import BookingForm
        from frontdesk.screens.calendar.booking import sorted_words

        texts = sorted_words(self.desk, words)
        patient = None if texts.get("patient") else self.patient
        await self.console.open_form(BookingForm(self.desk, day=self.desk.today(), patient=patient, texts=texts))
