"""The console: one screen with a pane for each area, a line that says where, and a line that speaks.

What it expects of the screens it opens by name, each imported when first needed:

    screens/booking.py   BookingForm(desk, *, day: date, starts: int | None, provider: int | None,
                                     texts: Mapping[str, str] = {}, draft: Draft | None = None) -> Done
    screens/patients.py  PatientsPane(), with `async open_patient(patient: int)`
    screens/finder.py    Finder(desk, text: str = "") -> (kind, id), such as ("patient", 55)
    screens/signin.py    SignIn(), Screen[Desk];  screens/firstrun.py  FirstRun(), Screen[Desk]; both use
                         `app.path`, `app.clock`, `app.opener`; they answer None when the person gives up

The arrow is what the dialog is dismissed with. `texts` are words already typed, by field name.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Container
from textual.screen import Screen
from textual.widget import Widget

from frontdesk.desk import Desk, Done, Refused, news
from frontdesk.screens.dialog import Dialog, spoken
from frontdesk.widgets.bars import Bar, KeyBar
from frontdesk.widgets.command import Command, Commands, your_turn
from frontdesk.widgets.style import sheet

if TYPE_CHECKING:
    from frontdesk.app import FrontDeskApp

Answer = TypeVar("Answer")
"""What a dialog answers with."""

AREAS = {
    "calendar": "frontdesk.screens.calendar:CalendarPane",
    "patients": "frontdesk.screens.patients:PatientsPane",
}
"""The areas that exist, and where each pane lives; a pane is imported when it is first shown."""


class Pane(Commands, Widget, can_focus=False):
    """What one area shows between the heading and the detail line.

    A subclass sets `area`, `number`, `title`, `COMMANDS`, and overrides what it needs of the methods below.
    One of its widgets takes the focus (`focus_here`), so that the keys of the pane work.
    """

    area: ClassVar[str]
    """The area's name in every room, "calendar"."""

    number: ClassVar[str]
    """The digit that goes there."""

    @property
    def console(self) -> Console:
        """The console this pane is part of."""
        assert isinstance(self.screen, Console)
        return self.screen

    @property
    def desk(self) -> Desk:
        """Who is signed in, and where."""
        return self.console.desk

    def heading(self) -> str:
        """The middle of line 1."""
        return ""

    def detail(self) -> Text | None:
        """The line above the message: all about what is under the cursor."""
        return None

    def topics(self) -> frozenset[str]:
        """The topics of what is on show; news about any of them calls `reread`."""
        return frozenset()

    def reread(self) -> None:
        """Read again what is on show; the cursor and the scroll position stay."""

    def focus_here(self) -> None:
        """Give the keyboard to the part of the pane that should have it."""

    def unable(self, command: Command[Any]) -> None:
        """Say why a key does nothing now."""
        self.console.say(command.unready, error=True)


class Console(Commands, Screen[None]):
    """The signed-in person's screen."""

    CSS_PATH = [sheet("console")]
    AUTO_FOCUS = ""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.panes: dict[str, Pane] = {}
        self.pane: Pane | None = None

    if TYPE_CHECKING:

        @property
        def app(self) -> FrontDeskApp:
            """The application."""

    def compose(self) -> ComposeResult:
        """Heading, panes, detail, message, keys."""
        yield Bar(id="heading", classes="heading")
        yield Container(id="panes")
        yield Bar(id="detail")
        yield Bar(id="message", classes="message")
        yield KeyBar(id="keys", classes="keys")

    async def on_mount(self) -> None:
        """Show the first area."""
        await self.show("calendar")

    async def show(self, area: str) -> Pane:
        """Bring an area to the front; its pane is made when it is first shown."""
        if area not in self.panes:
            module, _, name = AREAS[area].partition(":")
            pane: Pane = getattr(import_module(module), name)()
            self.panes[area] = pane
            await self.query_one("#panes").mount(pane)
        self.pane = self.panes[area]
        for pane in self.panes.values():
            pane.display = pane is self.pane
        self.pane.focus_here()
        self.refresh_bars()
        return self.pane

    # -- speaking and asking ---------------------------------------------------------------------------

    def say(self, message: str, *, error: bool = False) -> None:
        """Speak in the message line."""
        self.query_one("#message", Bar).show(spoken(message, error=error))

    def do(self, change: Callable[[], Done]) -> Done | None:
        """Run a change and say what happened; None when it was refused."""
        try:
            done = change()
        except Refused as refused:
            self.say(refused.reason, error=True)
            return None
        self.say(f"{done.message}   u Undo" if done.undoable else done.message)
        return done

    async def choose(self, prompt: str, options: Sequence[tuple[str, str]]) -> str | None:
        """Ask for one key of `options` (key, word) in the last two lines; None when left with Esc."""
        raise NotImplementedError

    async def ask(
        self, prompt: str, value: str = "", check: Callable[[str], str] | None = None
    ) -> str | None:
        """Ask for one line of text in the message line. `check` returns what is wrong, "" when it is fine."""
        raise NotImplementedError

    async def open_form(self, form: Dialog[Answer]) -> Answer | None:
        """Show a dialog and wait for its answer."""
        answered: asyncio.Future[Answer | None] = asyncio.get_running_loop().create_future()
        await self.app.push_screen(form, lambda answer: answered.cancelled() or answered.set_result(answer))
        your_turn()
        return await answered

    # -- what is on show -------------------------------------------------------------------------------

    def refresh_bars(self) -> None:
        """Show heading, detail and keys as they stand now; a line that is the same sends nothing."""
        pane = self.pane
        if pane is None:
            return
        self.query_one("#heading", Bar).show(Text(f" {pane.heading()}"))
        self.query_one("#detail", Bar).show(pane.detail() or Text())
        self.query_one("#keys", KeyBar).show_commands(c for c in pane.all_commands() if c.shown)

    def check_news(self) -> None:
        """Read again what others have changed, if it is on show."""
        if self.desk.database.changed():
            self.seen = news(self.desk, 0)
