"""The commands that work in every area of the console."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from frontdesk.desk import redo, undo
from frontdesk.widgets.command import Command, CommandList

if TYPE_CHECKING:
    from frontdesk.screens.console import Console


class _Area(Command["Console"]):
    shown: ClassVar[bool] = False

    async def run(self, host: Console, words: str = "") -> None:
        """Show the area."""
        await host.show(self.name())


class GoCalendar(_Area):
    """Go to the calendar."""

    id, key, label = "go.calendar", "1", "Calendar"


class GoPatients(_Area):
    """Go to the patients."""

    id, key, label = "go.patients", "3", "Patients"


class Find(Command["Console"]):
    """Find a patient by part of the name, phone, birth date or number, and open the record."""

    id, key, label, words = "go.lookup", "/", "Look up", "TEXT"

    async def run(self, host: Console, words: str = "") -> None:
        """Search, then open what was found."""
        from frontdesk.screens.finder import Finder

        if found := await host.open_form(Finder(host.desk, words)):
            await host.open(*found)


class CommandLine(Command["Console"]):
    """Type a command by name; Tab completes it."""

    id, key, label = "go.line", ":", "Command"
    shown: ClassVar[bool] = False

    async def run(self, host: Console, words: str = "") -> None:
        """Ask for a line and run it."""
        from frontdesk.screens.commandline import ask_command

        if call := await ask_command(host):
            await call.host.obey(call.command, call.words)


class Palette(Command["Console"]):
    """Choose a command from a list of all of them."""

    id, key, label = "go.palette", "ctrl+p", "Palette"
    shown: ClassVar[bool] = False

    async def run(self, host: Console, words: str = "") -> None:
        """Show the list, run what was chosen."""
        from frontdesk.screens.palette import PaletteScreen

        if call := await host.open_form(PaletteScreen(host.calls())):
            await call.host.obey(call.command)


class Help(Command["Console"]):
    """List all keys that work here."""

    id, key, label = "go.help", "?", "Keys"

    async def run(self, host: Console, words: str = "") -> None:
        """Show the list."""
        from frontdesk.screens.help import HelpScreen

        await host.open_form(HelpScreen(host.calls(), host.pane.LEGEND if host.pane else ()))


class Undo(Command["Console"]):
    """Take back my last change."""

    id, key, label = "my.undo", "u", "Undo"
    shown: ClassVar[bool] = False

    async def run(self, host: Console, words: str = "") -> None:
        """Undo."""
        host.do(lambda: undo(host.desk), after=Redo)


class Redo(Command["Console"]):
    """Do again what I have just taken back."""

    id, key, label = "my.redo", "ctrl+r", "Redo"
    shown: ClassVar[bool] = False

    async def run(self, host: Console, words: str = "") -> None:
        """Redo."""
        host.do(lambda: redo(host.desk))


class Resume(Command["Console"]):
    """Bring back a form that was left half-way."""

    id, key, label = "my.resume", "z", "Parked"
    shown: ClassVar[bool] = False
    unready: ClassVar[str] = "No form is parked."

    def ready(self, host: Console) -> bool:
        """Whether any form is parked."""
        return bool(host.parked)

    async def run(self, host: Console, words: str = "") -> None:
        """Open it, or choose one of several."""
        from frontdesk.screens.parked import resume

        await resume(host)


class Print(Command["Console"]):
    """Print, mail or export what is shown: Enter for this workstation's printer, m to mail it, x for the folder.

    Printers, paper, the mail's sender and the folders are set under `:setup` (Printing); the printer is the one of
    the workstation that $FRONTDESK_WORKSTATION names, else of this machine.
    """

    id, key, label, words = "go.print", "p", "Print", "[printer | mail ADDRESS | folder]"
    shown: ClassVar[bool] = False

    def ready(self, host: Console) -> bool:
        """Whether this person may print."""
        return host.desk.may("print.page")

    def why(self, host: Console) -> str:
        """No permission."""
        return "You may not print."

    def complete(self, host: Console, words: str) -> list[str]:
        """The ways out."""
        return [way for way in ("printer", "mail", "folder") if way.startswith(words.lower())]

    async def run(self, host: Console, words: str = "") -> None:
        """Ask where to, then ask for the pages."""
        from frontdesk.screens.printing import print_shown

        await print_shown(host, words)


class PrintJobs(Command["Console"]):
    """List what was asked to be printed: what failed, and why, what waits, what was sent."""

    id, key, label = "go.jobs", "%", "Print jobs"
    shown: ClassVar[bool] = False

    def ready(self, host: Console) -> bool:
        """Whether this person may print."""
        return host.desk.may("print.page")

    def why(self, host: Console) -> str:
        """No permission."""
        return "You may not print."

    async def run(self, host: Console, words: str = "") -> None:
        """Show the list."""
        from frontdesk.screens.todo.printing import JobList

        await host.open_form(JobList(host.desk))


class ToDo(Command["Console"]):
    """Show what there is to do: every worklist with how much is open on it; Enter opens one."""

    id, key, label, words = "go.todo", "*", "To do", "[LIST]"
    shown: ClassVar[bool] = False

    def complete(self, host: Console, words: str) -> list[str]:
        """The lists by name."""
        from frontdesk.screens import todo

        return [each.id for each in todo.visible(host.desk) if each.id.startswith(words.strip().lower())]

    async def run(self, host: Console, words: str = "") -> None:
        """Choose a list, or open the one named."""
        from frontdesk.screens import todo

        await todo.show(host, words)


class PhoneNote(Command["Console"]):
    """Take a phone note: who called about what, the number to call, for whom and until when."""

    id, key, label, words = "go.note", "k", "Phone note", "[CALLER]"
    shown: ClassVar[bool] = False
    unready: ClassVar[str] = "You may not write phone notes."

    def ready(self, host: Console) -> bool:
        """Whether this person may."""
        return host.desk.may("note.write")

    async def run(self, host: Console, words: str = "") -> None:
        """Fill in the form; the patient under the cursor comes along, unless the words name somebody."""
        from frontdesk.screens.notes import NoteForm

        patient = host.pane.patient if host.pane is not None and not words else None
        sure = patient is not None and host.pane is not None and host.pane.area == "patients"
        await host.open_form(NoteForm(host.desk, patient=patient, sure=sure, words=words))


class SetUp(Command["Console"]):
    """Set up the practice: providers and their hours, rooms, kinds of visit, sign-ins."""

    id, key, label = "go.setup", "&", "Set-up"
    shown: ClassVar[bool] = False
    unready: ClassVar[str] = "You may not see the set-up."

    def ready(self, host: Console) -> bool:
        """Whether this person may see it."""
        return host.desk.may("setup.see")

    async def run(self, host: Console, words: str = "") -> None:
        """Show the list."""
        from frontdesk.screens.setup import SetupList

        await host.open_form(SetupList(host.desk))
        host.look_around(now=True)


class Mine(Command["Console"]):
    """Choose for myself: the area to begin with, background, signs, colours; at this terminal or at all mine."""

    id, key, label = "my.mine", ";", "For myself"
    shown: ClassVar[bool] = False

    async def run(self, host: Console, words: str = "") -> None:
        """Fill in the form."""
        from frontdesk.screens.mine import MineForm

        await host.open_form(MineForm(host.desk, host.program.terminal))


class MyKeys(Command["Console"]):
    """List my keys: every command of the console and its areas; Enter gives it another key, x its usual one."""

    id, key, label = "my.keys", "ctrl+k", "My keys"
    shown: ClassVar[bool] = False

    async def run(self, host: Console, words: str = "") -> None:
        """Show the list."""
        from frontdesk.screens.my_keys import KeyList

        await host.open_form(KeyList(host.desk, host.program.terminal))
        host.look_around(now=True)


class Lock(Command["Console"]):
    """Lock the screen; signing in again brings everything back as it was."""

    id, key, label = "my.lock", "ctrl+l", "Lock"
    shown: ClassVar[bool] = False

    async def run(self, host: Console, words: str = "") -> None:
        """Hide everything behind the sign-in."""
        await host.program.lock()


class SignOut(Command["Console"]):
    """Sign out and end the program; parked forms wait for the next sign-in."""

    id, key, label = "my.quit", "q", "Sign out"
    shown: ClassVar[bool] = False

    async def run(self, host: Console, words: str = "") -> None:
        """End."""
        host.program.exit(return_code=0)


EVERYWHERE: CommandList = (
    Find,
    Undo,
    Redo,
    Resume,
    GoCalendar,
    GoPatients,
    ToDo,
    PhoneNote,
    CommandLine,
    Palette,
    Print,
    PrintJobs,
    SetUp,
    Mine,
    MyKeys,
    Lock,
    SignOut,
    Help,
)
"""All of them, in the order of the help screen; Help is last because the footer keeps its last key."""
