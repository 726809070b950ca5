"""FrontDeskApp: the one application, from sign-in to sign-out."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual import events
from textual._styles_cache import StylesCache
from textual.app import App
from textual.await_complete import AwaitComplete
from textual.filter import LineFilter, Monochrome, NoColor
from textual.reactive import Reactive
from textual.screen import Screen
from textual.worker import WorkerFailed

from frontdesk import crash
from frontdesk.settings import AREA, COLOURS, SIGNS, TERM, THEME
from frontdesk.widgets.command import keymap, under_own_key
from frontdesk.widgets.frames import MEANWHILE, Frames, Ground, settle_memory
from frontdesk.widgets.look import PLAINEST, Colour, Look, Signs, decided, filters, of_environment
from frontdesk.widgets.style import sheet
from frontdesk.widgets.turn import Answer, Turn, Turns, drained, turn

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual.widget import Widget

    from frontdesk.desk import Clock, Desk
    from frontdesk.terminal.skills import TerminalIs

IDLE = 0.3
"""Seconds after a dialog has closed at which what it was made of is cleared away."""
PATIENCE = 5.0
"""Seconds the next key waits for a command that neither ends nor asks for anything."""


class FrontDeskApp(App[int], inherit_bindings=False):
    """The console of one person. `opener` opens the database file at `path`, so that no screen needs to.

    `login` is given when whoever runs the program vouches for the person (`--as`); otherwise sign-in asks.
    """

    CSS_PATH = [sheet("theme"), sheet("console")]
    TITLE = "frontdesk"
    ENABLE_COMMAND_PALETTE = False
    ESCAPE_TO_MINIMIZE = False
    AUTO_FOCUS = ""
    ALLOW_SELECT = False

    theme = Reactive(PLAINEST.theme)

    def __init__(self, path: Path, clock: Clock, opener: Callable[[Path], Any], *, login: str = "") -> None:
        self._worn = filters(PLAINEST)
        self._asked = self._terminal = Look()
        super().__init__()
        # NO_COLOR is seen to by the look, which may change.
        self._filters = [each for each in self._filters if not isinstance(each, (NoColor, Monochrome))]
        self.look = PLAINEST
        """How it looks right now."""
        self._dress()
        self.animation_level = "none"
        self.path = path
        self.clock = clock
        self.opener = opener
        self.login = login
        self.desk: Desk | None = None
        self.own_keys: Mapping[str, str] = {}
        """The keys that this person's commands have in the place of the usual ones."""
        self.turns = Turns()
        self.frames = Frames(self, self.turns)
        self.farewell = "quit"
        self.refusal: Exception | None = None
        """Why nobody could be signed in at all."""
        self._last_words: list[str] = []
        self._clearing: Any = None

    # -- from start to end -----------------------------------------------------------------------------

    async def on_mount(self) -> None:
        """Find out who is here, then show the console."""
        self.run_worker(self._begin(self.turns.start()), name="begin", exit_on_error=True)

    async def _begin(self, mine: Turn) -> None:
        """Get going; what is typed meanwhile waits, as behind any command."""
        from frontdesk.desk import Refused

        turn.set(mine)
        try:
            desk = await self._who()
            if desk is None:
                self.exit(return_code=0)
            else:
                await self.enter(desk)
        except Refused as refused:
            self.refusal = refused
            self.exit(return_code=1)
        finally:
            mine.person()

    async def _who(self) -> Desk | None:
        """Sign somebody in: by `--as`, by asking, or by making a practice first."""
        from frontdesk.logic import accounts

        if self.path.exists() and self.login:
            return accounts.sign_in_as(
                self.opener(self.path), self.clock, login=self.login, terminal=self.terminal
            )
        answer: Answer[Desk | None] = Answer()
        if self.path.exists():
            from frontdesk.screens.signin import SignIn

            await self.push_screen(SignIn(), answer.give)
        else:
            from frontdesk.screens.firstrun import FirstRun

            await self.push_screen(FirstRun(), answer.give)
        return await answer.wait()

    async def enter(self, desk: Desk) -> None:
        """Show the console of whoever has just signed in."""
        from frontdesk.screens.console import Console

        self.desk = desk
        await self.push_screen(Console(desk, begins=self.follow(desk)[AREA.name]))
        if not self.is_headless:
            self.frames.afterwards(lambda: self.set_timer(MEANWHILE, settle_memory))

    def pop_screen(self) -> AwaitComplete:
        """Close the screen on top, and let go of it: a cache of Textual's keeps a thousand widgets' lines."""
        StylesCache.get_inner_outer.cache_clear()
        if not self.is_headless:
            if self._clearing is not None:
                self._clearing.stop()
            self._clearing = self.set_timer(IDLE, gc.collect)
        return super().pop_screen()

    @property
    def terminal(self) -> str:
        """The type of terminal this is, for which people choose how it looks."""
        from frontdesk.logic import personal

        return "headless" if self.is_headless else personal.terminal_type(TERM.read())

    def follow(self, desk: Desk) -> Mapping[str, str]:
        """Look and obey as this person has chosen, from now on; answers with what holds, by name."""
        from frontdesk.logic import personal

        mine = personal.mine(desk, terminal=self.terminal)
        holds, self.own_keys = mine.values, mine.keys
        self.set_keymap(keymap(self.own_keys))
        self.wear(Look(Signs(holds[SIGNS.name]), Colour(holds[COLOURS.name]), f"ansi-{holds[THEME.name]}"))
        return holds

    async def lock(self) -> None:
        """Hide everything behind a password; what is open stays open beneath."""
        from frontdesk.screens.signin import Unlock

        if self.desk is None or isinstance(self.screen, Unlock):
            return
        answer: Answer[bool | None] = Answer()
        await self.push_screen(Unlock(self.desk), answer.give)
        await answer.wait()

    def on_terminal(self) -> int:
        """Run on the terminal this process was started on; returns the exit code."""
        from frontdesk.terminal import Terminal, let_go, look_of, on_signals

        gc.disable()
        self.driver_class = Terminal
        self._terminal = look_of(TERM.read())
        self._dress()
        on_signals(self._hang_up, self._restore)
        parts: tuple[Callable[[], object], ...] = (lambda: self.run(mouse=False), self._sign_out)
        for part in parts:
            try:
                part()
            except Exception as error:
                self._fail(error)
        if self.farewell == "hangup":
            let_go()
        for words in self._last_words:
            self.error_console.print(words, markup=False, highlight=False)
        return self.return_code or 0

    def _hang_up(self, number: int) -> None:
        self.farewell = "hangup"
        if (loop := self._loop) is not None:
            loop.call_soon_threadsafe(lambda: self.exit(return_code=128 + number))

    def _restore(self) -> None:
        from frontdesk.terminal import Terminal

        if isinstance(self._driver, Terminal):
            self._driver.restore()

    def _sign_out(self) -> None:
        """End the session. A file too busy to note it keeps nobody: the session then counts as dropped."""
        from frontdesk.desk import Refused
        from frontdesk.logic import accounts

        if self.desk is not None:
            desk, self.desk = self.desk, None
            with suppress(Refused):
                accounts.sign_out(desk, how=self.farewell)

    # -- keys, one at a time ---------------------------------------------------------------------------

    async def on_event(self, event: events.Event) -> None:
        """Deal keys one by one, each after the one before has done its work."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            await self._settle()
            await self._deal(event)
        elif isinstance(event, events.Paste) and not event.is_forwarded:
            await self._settle()
            if getattr(self.screen, "PASTE_IS_TYPED", False):
                self._type(event.text)
            else:
                await super().on_event(event)
        else:
            await super().on_event(event)

    def press(self, key: str) -> None:
        """Take a key, by Textual's name of it or as the character itself, as if it came from the keyboard."""
        from frontdesk.widgets.keys import key_event

        self.post_message(key_event(key).set_sender(self))

    def _type(self, text: str) -> None:
        """Take what came at once as keys: a password typed ahead must not run on in the field before it."""
        from frontdesk.widgets.keys import keys_of

        for key in keys_of(text):
            self.post_message(key.set_sender(self))

    async def _deal(self, event: events.Key) -> None:
        """A key is a command of what has the keyboard, else it is typed there, else it is a command around it.

        Textual forwards it first and looks for commands when it comes back, by when the next key is on its way.
        """
        target = self.focused or self.screen
        if target.check_consume_key(event.key, event.character):
            handled = await self._own_command(target, event.key)
        else:
            handled = await self._check_bindings(event.key, priority=True) or await self._check_bindings(event.key)
            if not handled and self.own_keys:
                handled = await self._own_key(event.key)
        if not handled:
            target._forward_event(event)

    async def _own_command(self, target: Widget, key: str) -> bool:
        for node, bindings in self.screen._binding_chain:
            for binding in bindings.key_to_bindings.get(key, ()) if node is target else ():
                if await self.run_action(binding.action, target):
                    return True
        return False

    async def _own_key(self, key: str) -> bool:
        found = under_own_key((node for node, _ in self.screen._modal_binding_chain), key, self.own_keys)
        if found is not None:
            await found[0].action_command(found[1])
        return found is not None

    async def settled(self) -> None:
        """Wait until every key so far has done its work and it is the person's turn; for whoever plays keys."""
        for _ in range(3):  # a dialog that closes hands its answer on, which runs the next part of a command
            await drained(self)
            await self._settle()

    async def _settle(self) -> None:
        """Wait until the key before this one has been dealt with, by command, widget and screen alike."""
        try:
            async with asyncio.timeout(PATIENCE):
                await self.turns.settled()
                was: object = None
                while was is not (target := self.focused or self.screen):
                    for node in target.ancestors_with_self:
                        if node is not self:
                            await drained(node)
                    await self.turns.settled()
                    was = target
        except TimeoutError:
            pass

    def get_default_screen(self) -> Screen[Any]:
        """What lies beneath everything and is never seen."""
        return Ground(id="_default")

    # -- the terminal is only painted on ---------------------------------------------------------------

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's filters, then those of the look."""
        return [*super().get_line_filters(), *self._worn]

    def wear(self, look: Look) -> None:
        """Look so from now on, on every screen; what is left open is as the terminal says, or can."""
        self._asked = look
        self._dress()

    def on_terminal_is(self, message: TerminalIs) -> None:
        """The terminal itself knows better which signs it shows than what its type tells."""
        self._terminal = self._terminal._replace(signs=message.look.signs)
        self._dress()

    def _dress(self) -> None:
        look = decided(self._asked, of_environment(), self._terminal)
        was, self.look = self.look, look
        self._worn = filters(look)
        self.no_color = look.colour == Colour.NONE
        if look == was or not self.is_running:
            return
        if look.theme in self.available_themes:
            self.theme = look.theme
        self._invalidate_css()
        for screen in self.screen_stack:
            self.stylesheet.update(screen)
            for node in screen.walk_children(with_self=True):
                node.refresh()
        if look.signs == Signs.ASCII != was.signs:
            self.call_after_refresh(self._mend)

    def _mend(self) -> None:
        from frontdesk.terminal import Terminal

        if isinstance(self._driver, Terminal):
            self._driver.mend()

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """Nothing leaves the program."""

    def copy_to_clipboard(self, text: str) -> None:
        """Nothing leaves the program: OSC 52 would hand patient data to the machine at the other end."""

    def deliver_text(self, *_: Any, **__: Any) -> None:
        """Nothing leaves the program."""

    def deliver_binary(self, *_: Any, **__: Any) -> None:
        """Nothing leaves the program."""

    def deliver_screenshot(self, *_: Any, **__: Any) -> None:
        """Nothing leaves the program."""

    def action_suspend_process(self) -> None:
        """A shell behind a screen of patient data is not offered."""

    @contextmanager
    def suspend(self) -> Iterator[None]:
        """Do not suspend."""
        yield

    def bell(self) -> None:
        """Stay quiet: an office has enough noises."""

    def _set_pointer_shape(self, shape: str) -> None:
        """There is no mouse, hence no pointer to shape (Textual sends OSC 22 with every screen)."""

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[Any]:
        """None of Textual's own: they take screenshots and change themes."""
        return ()

    def on_app_blur(self, event: events.AppBlur) -> None:
        """Keep the focus while another window has it: nothing on screen changes."""
        event.prevent_default()

    def on_app_focus(self, event: events.AppFocus) -> None:
        """Nothing to do, the focus was kept."""
        event.prevent_default()

    # -- when it fails ---------------------------------------------------------------------------------

    def _handle_exception(self, error: Exception) -> None:
        """End with a number and a calm sentence. (Textual would print the variables: patient data.)"""
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
            self._fail(error)
        self._close_messages_no_wait()

    def _fail(self, error: BaseException) -> None:
        if isinstance(error, WorkerFailed):
            error = error.error  # the wrapper has no frames of its own
        self.farewell = "crash"
        self._return_code = 1
        when = self.clock.now().isoformat()
        self._last_words = [crash.record(self.path.parent, error, when)]

    def panic(self, *renderables: RenderableType) -> None:
        """Textual's way to end with a traceback; here it ends with the sentence."""
        self._handle_exception(RuntimeError("panic"))

    def _fatal_error(self) -> None:
        self._close_messages_no_wait()

    def _print_error_renderables(self) -> None:
        self._exit_renderables.clear()
