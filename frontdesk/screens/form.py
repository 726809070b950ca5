"""Forms as screens: the keys that every form shares, its refusals at their fields, its draft."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any, ClassVar, TypeVar
from uuid import uuid4

from textual import on
from textual.app import ComposeResult
from textual.screen import Screen
from textual.timer import Timer

from frontdesk.desk import Desk, Done, Refused
from frontdesk.logic import drafts
from frontdesk.screens.console import Console
from frontdesk.screens.dialog import Dialog
from frontdesk.screens.everywhere import Resume
from frontdesk.widgets.bars import KeyBar
from frontdesk.widgets.command import Command, CommandList
from frontdesk.widgets.field import Field
from frontdesk.widgets.form import Form
from frontdesk.widgets.style import sheet

Answer = TypeVar("Answer")
"""What the form is dismissed with."""


class Enter(Command["FormScreen[Any]"]):
    """Take what is typed and go on to the next field; in the last one, accept the form."""

    id, key = "form.enter", "enter"
    label: ClassVar[str] = "Next"

    def word(self, host: FormScreen[Any]) -> str:
        """What Enter does in the field with the cursor."""
        return host.verb if host.completes(host.form.current) else self.label

    async def run(self, host: FormScreen[Any], words: str = "") -> None:
        """Go on or accept."""
        host.enter()


class Accept(Command["FormScreen[Any]"]):
    """Accept the form from wherever you are in it."""

    id, key = "form.accept", "ctrl+o"
    label: ClassVar[str] = "Accept"

    def word(self, host: FormScreen[Any]) -> str:
        """What the form is for."""
        return host.verb

    async def run(self, host: FormScreen[Any], words: str = "") -> None:
        """Check every field and do it."""
        host.accept()


class NextField(Command["FormScreen[Any]"]):
    """Go to the next field."""

    id, key = "form.next", "tab"
    label: ClassVar[str] = "Field"
    shown: ClassVar[bool] = False

    async def run(self, host: FormScreen[Any], words: str = "") -> None:
        """One field on."""
        host.form.step(1)


class PreviousField(Command["FormScreen[Any]"]):
    """Go to the field before."""

    id, key = "form.previous", "shift+tab"
    label: ClassVar[str] = "Before"
    shown: ClassVar[bool] = False

    async def run(self, host: FormScreen[Any], words: str = "") -> None:
        """One field back."""
        host.form.step(-1)


class ArrowDown(Command["FormScreen[Any]"]):
    """Go down the list beneath the field, or to the next field when it has none."""

    id, key = "form.down", "down"
    label: ClassVar[str] = "Down"
    shown: ClassVar[bool] = False

    async def run(self, host: FormScreen[Any], words: str = "") -> None:
        """Down the list or the form."""
        host.arrow(1)


class ArrowUp(Command["FormScreen[Any]"]):
    """Go up the list beneath the field, or to the field before when it has none."""

    id, key = "form.up", "up"
    label: ClassVar[str] = "Up"
    shown: ClassVar[bool] = False

    async def run(self, host: FormScreen[Any], words: str = "") -> None:
        """Up the list or the form."""
        host.arrow(-1)


class FormScreen(Dialog[Answer]):
    """A form over the lower part of the console. A subclass says in `carry_out` what accepting it does."""

    CSS_PATH = [sheet("dialog"), sheet("form")]
    COMMANDS: ClassVar[CommandList] = (
        Enter, Accept, NextField, PreviousField, ArrowDown, ArrowUp,
    )  # fmt: skip
    verb: ClassVar[str] = "Save"
    """What accepting the form does, in the footer's one word."""
    BESIDE = 3
    """Lines that title, message and keys take."""

    def __init__(self, title: str, fields: Iterable[Field], *, accepts_from: str = "") -> None:
        """Make a form.

        Args:
            title: the line above the fields.
            fields: the fields, first to last.
            accepts_from: from this field on, Enter accepts the form; by default only in the last one.
        """
        super().__init__()
        self.title = title
        self.form = Form(fields)
        self.accepts_from = accepts_from

    def body(self) -> ComposeResult:
        """The fields."""
        yield self.form

    def on_mount(self) -> None:
        """Begin at the first field that still wants something."""
        empty = [field for field in self.form.open_fields if not field.text]
        self.form.go(self.start or (empty or self.form.open_fields)[0])
        self.on_resize()

    @property
    def start(self) -> Field | None:
        """The field to begin in; None for the first empty one."""
        return None

    def on_resize(self) -> None:
        """Fit the fields to the terminal."""
        height = max(1, self.app.size.height - self.BESIDE)
        self.form.styles.max_height = height
        self.form.fit(self.app.size.width - 2, height)

    # --- keys --------------------------------------------------------------------------------------

    def refresh_keys(self) -> None:
        """Show the keys that work now; where Enter accepts the form, the other key that does is left out."""
        there = [each for each in self.all_commands() if each is not Accept or not self._at_last]
        self.query_one("#keys", KeyBar).show_commands((each() for each in there), self)

    @property
    def _at_last(self) -> bool:
        return self.completes(self.form.current)

    def arrow(self, step: int) -> None:
        """An arrow belongs to the list beneath the field first, to the form second."""
        if not self.form.current.arrow(step):
            self.form.step(step)

    def enter(self) -> None:
        """Take what the field holds; go on, or accept the form where it is complete."""
        field = self.form.current
        if not field.taken():
            return
        if self.completes(field):
            self.accept()
        else:
            self.form.step(1)

    def completes(self, field: Field) -> bool:
        """Whether Enter in this field accepts the form."""
        keys = [each.key for each in self.form.open_fields]
        last = self.accepts_from if self.accepts_from in keys else keys[-1]
        return keys.index(field.key) >= keys.index(last)

    def on_descendant_focus(self) -> None:
        """The keys' words depend on the field."""
        if self.is_mounted:
            self.refresh_keys()

    def accept(self) -> None:
        """Do what the form is for; what is refused is said at its field, and everything typed stays."""
        self.form.current.settle()  # as if the cursor had left it
        if unfit := self.form.first_unfit():
            self.form.go(unfit)
            return
        self.say("")
        try:
            answer = self.carry_out(self.form.values())
        except Refused as refused:
            self.refused(refused)
        else:
            self.accepted()
            self.finish(answer)

    # --- for subclasses ----------------------------------------------------------------------------

    def carry_out(self, values: dict[str, Any]) -> Answer:
        """Do it with what the fields mean; raises Refused with the field that is to blame."""
        raise NotImplementedError

    def refused(self, refused: Refused) -> None:
        """Show a refusal at its field, or in the message line when it belongs to none."""
        if not self.form.refuse(refused.field, refused.reason):
            self.say(refused.reason, error=True)

    def accepted(self) -> None:
        """It is done; called before the form closes."""

    def finish(self, answer: Answer) -> None:
        """Close with the answer; a form that leads on to another one does that first."""
        self.dismiss(answer)


class DraftedForm(FormScreen[Done]):
    """A form that makes one change and loses nothing typed: its draft is saved while it is open."""

    FORM: ClassVar[str]
    """The name its drafts go by, "booking.new": the module that can open it again, and which form there."""

    PAUSE = 0.4
    """Seconds from a change of the text to the draft on disk."""

    def __init__(
        self,
        desk: Desk,
        title: str,
        fields: Iterable[Field],
        *,
        draft: drafts.Draft | None = None,
        accepts_from: str = "",
        new_request: Callable[[], str] = lambda: uuid4().hex,
    ) -> None:
        """Make a form.

        Args:
            desk: who fills it in.
            title, fields, accepts_from: as for any form.
            draft: what was kept of it, when it is opened again.
            new_request: makes the request id by which trying again can't do it twice.
        """
        super().__init__(title, fields, accepts_from=accepts_from)
        self.desk = desk
        self.draft = draft
        self.request = draft.request if draft else new_request()
        self._first = self.kept()
        self._waiting: Timer | None = None
        self._done = False

    def on_mount(self) -> None:
        """Put back what was kept, once there is something to put it into."""
        if self.draft is not None:
            self.form.recall(self.draft.values)

    def subject(self) -> str:
        """What it is about, in the list of parked forms."""
        return self.title or ""

    def kept(self) -> dict[str, str]:
        """What a draft of this form holds."""
        return self.form.kept()

    @on(Field.Changed)
    def _typed(self) -> None:
        """Save within half a second; no timer runs while there is nothing to save."""
        if self._waiting is None:
            self._waiting = self.set_timer(self.PAUSE, self.keep)

    @property
    def saving(self) -> bool:
        """Whether something typed waits to be saved; only then a timer runs."""
        return self._waiting is not None

    def keep(self) -> None:
        """Save the draft now, if anything was typed since."""
        if self._waiting is None or self._done:
            return
        self._waiting.stop()
        self._waiting = None
        if self.kept() != self._first or self.draft is not None:
            try:
                self.draft = drafts.keep(
                    self.desk, form=self.FORM, subject=self.subject(), values=self.kept(), request=self.request
                )
            except Refused as refused:
                self.warn(refused)

    def warn(self, refused: Refused) -> None:
        """Say that nothing is kept of this form just now; the next letter tries again."""
        if self.is_attached:
            self.say(refused.reason, error=True)

    async def leave(self) -> None:
        """Close the form; its draft waits for `z`."""
        self.keep()
        beneath = next(each for each in reversed(self.app.screen_stack[:-1]) if _on_show(each))
        if self.draft is not None and isinstance(beneath, Console | Dialog):
            later = "" if isinstance(beneath, Console) else " on the console"
            beneath.say(f"Parked; {self.sign_of(Resume)}{later} brings it back.")
        self.dismiss(None)

    def on_unmount(self) -> None:
        """The line dropped or the program ends: what was typed is kept all the same."""
        self.keep()

    def accepted(self) -> None:
        """The draft has served."""
        self._done = True
        if self.draft is not None:
            with suppress(Refused):  # what it was for is done; it stays on the list
                drafts.drop(self.desk, self.draft.id)


def _on_show(screen: Screen[Any]) -> bool:
    """Whether anything of it is seen: a form that led on to another one has hidden itself."""
    return any(part.display for part in screen.children)
