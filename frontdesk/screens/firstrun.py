"""The first run: there is no practice yet, so one is made, shown or brought over from another program."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from rich.text import Text
from textual import on
from textual.app import ComposeResult

from frontdesk.desk import Desk
from frontdesk.screens.dialog import Dialog
from frontdesk.widgets.command import Command, CommandList
from frontdesk.widgets.moves import LIST_MOVES
from frontdesk.widgets.rows import RowList
from frontdesk.widgets.turn import Answer

if TYPE_CHECKING:
    from frontdesk.app import FrontDeskApp

Result = TypeVar("Result")
"""What a dialog answers with."""


class NewPractice(Command["FirstRun"]):
    """Begin with an empty practice: its name, you, your password, the providers."""

    id, key = "firstrun.new", "1"
    label: ClassVar[str] = "New practice"

    async def run(self, host: FirstRun, words: str = "") -> None:
        """Fill in the form, then show the calendar."""
        from frontdesk.screens.new_practice import NewPractice as Form

        if desk := await host.show(Form()):
            host.dismiss(desk)


class DemoPractice(Command["FirstRun"]):
    """Look around in a made-up practice: 7 providers, 2,000 patients, nine weeks."""

    id, key = "firstrun.demo", "2"
    label: ClassVar[str] = "Demo practice"

    async def run(self, host: FirstRun, words: str = "") -> None:
        """Make it, then show its calendar."""
        from frontdesk.logic import accounts
        from frontdesk.screens.bringing import make_demo

        app = host.desk_app
        if await host.show(make_demo(app.path, app.clock)):
            host.dismiss(accounts.sign_in_as(app.opener(app.path), app.clock, login="reception"))


class ImportPractice(Command["FirstRun"]):
    """Bring a practice over: patients, visits and hours from another program."""

    id, key = "firstrun.import", "3"
    label: ClassVar[str] = "Import"

    async def run(self, host: FirstRun, words: str = "") -> None:
        """Ask for the folder and the practice's name, bring it over, then show the calendar."""
        from frontdesk.screens.bringing import ImportForm, bring_over

        form = ImportForm()
        if desk := await host.show(form):
            await host.show(bring_over(desk, form.folder))
            host.dismiss(desk)


class Choose(Command["FirstRun"]):
    """Go on with the line under the cursor."""

    id, key = "firstrun.choose", "enter"
    label: ClassVar[str] = "Choose"

    async def run(self, host: FirstRun, words: str = "") -> None:
        """Do what the line says."""
        if host.cursor.current is not None:
            await host.cursor.current.command().run(host)


@dataclass(frozen=True, slots=True)
class Way:
    """One way to begin: its line is made of its command."""

    command: type[Command[FirstRun]]

    def line(self, width: int) -> Text:
        """Key and name; what it does is said while the cursor is there."""
        return Text(f" {self.command.key} ", "bold").append(self.command.label)


class FirstRun(Dialog[Desk | None]):
    """Three ways to begin; answers with the desk of whoever begins, or None."""

    WAYS: ClassVar[CommandList] = (NewPractice, DemoPractice, ImportPractice)
    COMMANDS: ClassVar[CommandList] = (Choose, *WAYS, *LIST_MOVES)

    def __init__(self) -> None:
        super().__init__()
        self.cursor: RowList[Way] = RowList(lambda way, width: way.line(width), lambda way: way.command.id)

    def body(self) -> ComposeResult:
        """The ways."""
        yield self.cursor

    def on_mount(self) -> None:
        """Show them."""
        self.title = f"frontdesk  no practice yet in {self.desk_app.path}"
        self.cursor.fill([Way(command) for command in self.WAYS], keep=False)
        self.set_focus(self.cursor)

    @on(RowList.Moved)
    def explain(self) -> None:
        """Say what the way under the cursor is."""
        if self.cursor.current is not None:
            self.say(self.cursor.current.command.help())

    @property
    def desk_app(self) -> FrontDeskApp:
        """The application, which knows where the practice will lie."""
        return cast("FrontDeskApp", self.app)

    async def show(self, dialog: Dialog[Result]) -> Result | None:
        """Show a dialog and wait for its answer."""
        answer: Answer[Result | None] = Answer()
        await self.app.push_screen(dialog, answer.give)
        return await answer.wait()
