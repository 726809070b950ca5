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

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, TypeVar, cast

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Container
from textual.screen import Screen
from textual.widget import Widget

from frontdesk.desk import Desk, Done, Refused, news
from frontdesk.logic import practice, unprinted, when, worklists
from frontdesk.logic.personal import topic as mine_topic
from frontdesk.screens.dialog import Dialog, spoken
from frontdesk.screens.everywhere import EVERYWHERE, Find, Undo
from frontdesk.screens.speaking import Speaking
from frontdesk.widgets.bars import Bar, KeyBar
from frontdesk.widgets.command import Command, CommandList, Commands
from frontdesk.widgets.frames import Whole
from frontdesk.widgets.turn import Answer

if TYPE_CHECKING:
    from frontdesk.app import FrontDeskApp
    from frontdesk.logic.papers import Paper

Result = TypeVar("Result")
"""What a dialog answers with."""

AREAS = {
    "calendar": "frontdesk.screens.calendar:CalendarPane",
    "patients": "frontdesk.screens.patients:PatientsPane",
}
"""The areas that exist, and where each pane lives; a pane is imported when it is first shown."""


class Pane(Speaking, Widget, can_focus=False):
    """What one area shows between the heading and the detail line.

    A subclass sets `area`, `number`, `title`, `COMMANDS`, and overrides what it needs of the methods below.
    One of its widgets takes the focus (`focus_here`), so that the keys of the pane work.
    """

    area: ClassVar[str]
    """The area's name in every room, "calendar"."""

    number: ClassVar[str]
    """The digit that goes there."""

    LEGEND: ClassVar[tuple[str, ...]] = ()
    """What the signs on show mean, for the help."""

    @property
    def console(self) -> Console:
        """The console this pane is part of."""
        assert isinstance(self.screen, Console)
        return self.screen

    @property
    def desk(self) -> Desk:
        """Who is signed in, and where."""
        return self.console.desk

    @property
    def patient(self) -> int | None:
        """The patient under the cursor, for what can be done about a patient anywhere."""
        return None

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

    def paper(self) -> Paper | None:
        """What `p` prints, mails or exports of what is on show; None when there is nothing to print."""
        return None

    def minute(self) -> None:
        """Told when a minute has passed, and once at the start."""

    def focus_here(self) -> None:
        """Give the keyboard to the part of the pane that should have it."""

    def say(self, message: str, *, error: bool = False) -> None:
        """Speak in the console's message line."""
        self.console.say(message, error=error)


SHORT = 10
"""Lines below which a question takes the place of the detail line too."""

NARROW = 40
"""Cells below which line 1 has no room for who is signed in."""


class Call(NamedTuple):
    """A command and the pane or console it works on; `words` are what follows it on the `:` line."""

    command: Command[Any]
    host: Commands
    words: str = ""

    @property
    def ready(self) -> bool:
        """Whether it can be used now."""
        return self.command.ready(self.host)


class Console(Speaking, Whole, Screen[None], inherit_bindings=False):
    """The signed-in person's screen."""

    AUTO_FOCUS = ""
    COMMANDS: ClassVar[CommandList] = EVERYWHERE  # type: ignore[assignment]
    WATCH = 0.4
    """Seconds between two looks for what others have changed."""

    def __init__(self, desk: Desk, begins: str = "calendar") -> None:
        super().__init__()
        self.desk = desk
        self.begins = begins
        self.panes: dict[str, Pane] = {}
        self.pane: Pane | None = None
        self.parked = 0
        self.due = 0
        self._stale: set[str] = set()
        self._seen = news(desk, -1).seq
        self._minute = -1
        self._refused = False

    @property
    def program(self) -> FrontDeskApp:
        """The application, as what it is."""
        return cast("FrontDeskApp", self.app)

    def compose(self) -> ComposeResult:
        """Heading, panes, detail, message, keys."""
        yield Bar(id="heading", classes="heading")
        yield Container(id="panes")
        yield Bar(id="detail")
        yield Bar(id="message", classes="message")
        yield KeyBar(id="keys", classes="keys")

    async def on_mount(self) -> None:
        """Show the area to begin with, and keep an eye on what others do."""
        self.count_parked()
        self.count_due()
        await self.show(self.begins)
        self.tell_trouble()
        self.set_interval(self.WATCH, self.look_around)

    async def show(self, area: str) -> Pane:
        """Bring an area to the front; its pane is made when it is first shown."""
        if area not in self.panes:
            module, _, name = AREAS[area].partition(":")
            self.panes[area] = getattr(import_module(module), name)()
            await self.query_one("#panes").mount(self.panes[area])
        self.pane = self.panes[area]
        for pane in self.panes.values():
            pane.display = pane is self.pane
        if area in self._stale:
            self._stale.discard(area)
            self.pane.reread()
        self.pane.focus_here()
        self.say("")
        self.refresh_bars()
        return self.pane

    async def open(self, kind: str, row: int) -> None:
        """Open a record that was found: its area comes to the front."""
        if kind == "patient":
            pane: Any = await self.show("patients")
            await pane.open_patient(row)

    # -- speaking and asking ---------------------------------------------------------------------------

    def say(self, message: str, *, error: bool = False) -> None:
        """Speak in the message line; a refusal carries a sign, not only a colour."""
        self._refused = error
        self.query_one("#message", Bar).show(spoken(message, error=error))

    def forget_refusal(self) -> None:
        """Clear a refusal once the cursor has gone on; what was done stays, with its `u undo`."""
        if self._refused:
            self.say("")

    def do(self, change: Callable[[], Done], after: type[Command[Any]] = Undo) -> Done | None:
        """Run a change, say what happened and show it; None when it was refused. `after` turns it back."""
        try:
            done = change()
        except Refused as refused:
            self.say(refused.reason, error=True)
            self.look_around(now=True)
            return None
        self.done(done, after)
        return done

    def done(self, done: Done, after: type[Command[Any]] = Undo) -> None:
        """Say what a change did, and show it; the key that turns it back stands behind it."""
        self.look_around(now=True)
        tail = f"{self.sign_of(after)} {after.label.lower()}"
        self.say(self._with_tail(done.message, tail) if done.undoable else done.message)

    def _with_tail(self, message: str, tail: str) -> str:
        """Both in one line: the message gives way, because the tail says how to take it back."""
        room = max(0, self.size.width - len(tail) - 4)
        if len(message) > room:
            message = f"{message[: max(0, room - 2)]}.."
        return f"{message}  {tail}"

    async def choose(self, prompt: str, options: Sequence[tuple[str, str]]) -> str | None:
        """Ask for one key of `options` (key, word) in the last lines; None when left with Esc."""
        from frontdesk.widgets.asking import Choice

        answer: Answer[str | None] = Answer()
        return await self.asked(Choice(prompt, options, answer), answer)

    async def ask(self, prompt: str, value: str = "", check: Callable[[str], str] = lambda _: "") -> str | None:
        """Ask for one line of text in the last lines. `check` returns what is wrong, "" when it is fine."""
        from frontdesk.widgets.asking import Line, Question

        answer: Answer[str | None] = Answer()
        return await self.asked(Question(prompt, Line(value, answer, check)), answer)

    async def asked(self, question: Widget, answer: Answer[str | None]) -> str | None:
        """Put a question in the place of message and keys, wait, and give the keyboard back."""
        self.add_class("-asking")
        self.set_class(self.size.height < SHORT, "-short")
        await self.mount(question)
        self.set_focus(question.query("Input").first() if question.query("Input") else question)
        given = await answer.wait()  # not in a `finally`: a program that ends takes everything down by itself
        self.remove_class("-asking")
        await question.remove()
        if self.pane is not None:
            self.pane.focus_here()
        return given

    async def open_form(self, form: Dialog[Result]) -> Result | None:
        """Show a dialog and wait for its answer; a change it made is said and shown."""
        answer: Answer[Result | None] = Answer()
        await self.app.push_screen(form, answer.give)
        result = await answer.wait()
        self.count_parked()
        if isinstance(result, Done):
            self.done(result)
        else:
            self.refresh_bars()
        return result

    async def on_paste(self, event: events.Paste) -> None:
        """What a scanner types or a person pastes is something to find, never a row of commands."""
        event.stop()
        await self.perform(Find(), event.text)

    # -- what is on show -------------------------------------------------------------------------------

    def calls(self) -> list[Call]:
        """Everything a person can do here: the pane's commands, then those of the whole console."""
        hosts: list[Commands] = [*([self.pane] if self.pane else []), self]
        return [Call(command(), host) for host in hosts for command in host.all_commands()]

    def refresh_bars(self) -> None:
        """Show heading, detail and keys as they stand now; a line that is the same sends nothing."""
        pane = self.pane
        if pane is None:
            return
        self.query_one("#heading", Bar).show(self._heading(pane))
        self.query_one("#detail", Bar).show(pane.detail() or Text())
        calls = [call for call in self.calls() if call.command.shown and call.ready]
        self.query_one("#keys", KeyBar).show_keys(
            (call.host.sign_of(call.command), call.command.word(call.host)) for call in calls
        )

    def _heading(self, pane: Pane) -> Text:
        now = self.desk.now()
        counts = ((self.due, "due"), (self.parked, "parked"))
        waiting = "".join(f"{count} {word}  " for count, word in counts if count)
        who = f"{self.desk.who.login} " if self.size.width >= NARROW else ""
        right = f" {waiting}{who}{when.clock(now)} "
        room, said = max(0, self.size.width - len(right)), f" {pane.heading()}"
        if len(said) > room >= len(short := said.replace(f" {pane.area.title()}", "", 1)):
            said = short
        while len(said) > room and said.count("  ") > 1:  # "free 24" cut to "free 2" would be another number
            said = said.rpartition("  ")[0]
        left = Text(said)
        left.truncate(room, pad=True)
        return left.append(right)

    def on_resize(self) -> None:
        """Fit the heading to the new width."""
        self.refresh_bars()

    def count_parked(self) -> None:
        """Count the forms that wait to be finished."""
        from frontdesk.screens.parked import parked_count

        self.parked = parked_count(self.desk)

    def count_due(self) -> None:
        """Count what is due for this person."""
        self.due = worklists.due_count(self.desk)

    def tell_trouble(self) -> None:
        """Say what printing needs a person for; the first of it, `:jobs` has the rest."""
        for sentence in unprinted.trouble(self.desk)[:1]:
            self.say(sentence, error=True)

    def look_around(self, *, now: bool = False) -> None:
        """Read again what has changed and is on show; move the clock on. Nothing changed sends nothing."""
        if self.desk.database.changed() or now:
            heard = news(self.desk, self._seen)
            self._seen = heard.seq
            if "setup" in heard.topics:
                self.desk = practice.by_its_clock(self.desk)
            for area, pane in self.panes.items():
                if heard.topics & pane.topics():
                    if pane is self.pane:
                        pane.reread()
                    else:
                        self._stale.add(area)
            if "worklist" in heard.topics:
                self.count_due()
            if mine_topic(self.desk) in heard.topics:
                self.program.follow(self.desk)
            if heard.topics:
                self.refresh_bars()
            if unprinted.TROUBLE in heard.topics:
                self.tell_trouble()
        minute = self.desk.now().minute
        if minute != self._minute:
            self._minute = minute
            self.count_due()
            if self.pane is not None:
                self.pane.minute()
            self.refresh_bars()
