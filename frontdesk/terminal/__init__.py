"""The terminal: Textual's Linux driver, taught to send little, and that a terminal can go away."""

from __future__ import annotations

import os
import selectors
import signal
import termios
import time
from codecs import getincrementaldecoder
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

from frontdesk.settings import TERM
from frontdesk.terminal.cells import is_frame
from frontdesk.terminal.ending import hang_up, let_go, on_signals, woken_by_signals
from frontdesk.terminal.keyboard import GAP, PASTE_PATIENCE, PLACE, STATUS, Answers, Typing, is_text
from frontdesk.terminal.painting import Painter
from frontdesk.terminal.sending import DONE, PATIENCE, TOGETHER, Sender
from frontdesk.terminal.skills import TerminalIs, is_thin, look_of, skills_of
from frontdesk.widgets.look import Look, Signs

__all__ = ["Terminal", "Typing", "let_go", "look_of", "on_signals"]

KEYBOARD_MODES = ("\x1b[>", "\x1b[<")
"""How Textual turns the extended keyboard protocol on and off."""

STDERR = 2
"""What Textual writes to: it stays the terminal where the output goes into a file."""

TAKEN_OVER = "\x1b[?1049h\x1b[?25l\x1b[?1004h\x1b[?2004h\x1b[?7l"
"""The second screen, no cursor, focus reports, pastes marked, lines not wrapped."""

LEAVE = "\x1b[?1049l"
"""Back to the first screen; a terminal without a second one keeps what it shows, so that is cleared before."""

SIGNS_ASKED = "\r\u00e4\x1b[6n\r\x1b[K"
"""A character of two bytes, and where the cursor is after it; then both are gone before anybody saw them.

In the second column the terminal takes UTF-8, in the third it takes bytes. Of this one character no byte is a
control, and it is a single cell wide everywhere: terminals for East Asia make many of its neighbours (U+00E9) two.
"""

END_OF_STRING = "\x1b\\"
"""What ends a string (ECMA-48, 8.3.143) that a byte of UTF-8 has begun; where there is none it does nothing."""


class Terminal(LinuxDriver):
    """The driver of a real terminal. End of input is a hang-up: Textual's own loop would spin for ever."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        signal.signal(signal.SIGTSTP, signal.SIG_IGN)
        self._attrs_meanwhile: list[Any] | None = None
        """The line settings while the console runs."""
        self._answers = Answers()
        self._signs_until = 0.0
        """How long the terminal may take to answer which signs it shows; 0 when it need not any more."""
        self._beyond_ascii = False
        """Whether it was sent any but ASCII."""
        self._sender: Sender | None = None
        if is_thin():
            self._sender = Sender(STDERR, Painter(skills_of(TERM.read())))

    # -- what is sent ----------------------------------------------------------------------------------

    def write(self, data: str) -> None:
        """Send it, but for what makes each key a sequence of its own: a scanner's burst would pass for keys."""
        if data.startswith(KEYBOARD_MODES):
            return
        if self._sender is None:
            super().write(data)
        elif is_frame(data):
            self._beyond_ascii = self._beyond_ascii or not data.isascii()
            self._sender.show(data, self._app.size)
        elif data in (TOGETHER, DONE):
            self._sender.together = True
        else:
            self._sender.say(f"\x1b[m\x1b[H\x1b[J{data}" if data == LEAVE else data)

    def start_application_mode(self) -> None:
        """Take the terminal over."""
        woken_by_signals()
        if self._sender is not None:
            self._sender.start()
        super().start_application_mode()  # type: ignore[no-untyped-call]
        self._signs_until = time.monotonic() + PATIENCE
        self.write(SIGNS_ASKED)
        if self._sender is None:
            return
        sender, resized = self._sender, signal.getsignal(signal.SIGWINCH)
        with suppress(termios.error):
            self._attrs_meanwhile = termios.tcgetattr(self.fileno)

        def on_resized(number: int, frame: Any) -> None:
            """Whatever its size was meanwhile: of another size than the screen's, the application paints anew."""
            if callable(resized):
                resized(number, frame)
            sender.afresh(size=self._get_terminal_size())

        def on_continued(_number: int, _frame: Any) -> None:
            """Somebody had stopped the process, and used the terminal."""
            self._set(self._attrs_meanwhile)
            sender.say(TAKEN_OVER)
            sender.afresh()

        signal.signal(signal.SIGWINCH, on_resized)
        signal.signal(signal.SIGCONT, on_continued)

    def mend(self) -> None:
        """Show everything anew, whatever the terminal has made of signs that it does not know."""
        if self._sender is not None and self._beyond_ascii:
            self._sender.say(END_OF_STRING)
            self._sender.afresh()

    def close(self) -> None:
        """Send what is left, and end."""
        super().close()
        if self._sender is not None:
            self._sender.stop()

    def restore(self) -> None:
        """Put the terminal's line settings back without waiting for it to read anything."""
        self._set(self.attrs_before)

    def _set(self, settings: list[Any] | None) -> None:
        if settings is not None:
            with suppress(termios.error, OSError):
                termios.tcsetattr(self.fileno, termios.TCSANOW, settings)

    # -- what is typed ---------------------------------------------------------------------------------

    def _run_input_thread(self) -> None:
        """Read until told to stop; whatever goes wrong with reading is a hang-up."""
        try:
            self.run_input_thread()
        except (OSError, ValueError):
            hang_up()

    def run_input_thread(self) -> None:
        """Wait for input and hand out its events."""
        parser = XTermParser(self._debug)
        typing = Typing(parser.feed)
        decode = getincrementaldecoder("utf-8")("replace").decode
        quiet = 0
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                ready = selector.select(0.1)
                text = self._read(decode) if ready else self._answers.late()
                if text:
                    quiet = 0
                    while is_text(text) and selector.select(GAP):
                        text += self._read(decode)
                    for message in typing.events(text):
                        self.process_message(message)
                elif not ready and (quiet := quiet + 1) == PASTE_PATIENCE:
                    for message in typing.over():
                        self.process_message(message)
                for message in parser.tick():
                    self.process_message(message)

    def _read(self, decode: Callable[[bytes], str]) -> str:
        """What was typed; at the end of input, hang up."""
        data = os.read(self.fileno, 4096)
        if not data:
            hang_up()
            self.exit_event.set()
        expected = [STATUS] if self._sender is not None and self._sender.asking else []
        if self._signs_until > time.monotonic():
            expected.append(PLACE)
        typed, found = self._answers.taken_out(decode(data), *expected)
        if place := found.get(PLACE):
            self.process_message(TerminalIs(Look(Signs.ALL if place[1] == "2" else Signs.ASCII)))
        if found:  # whatever was asked later is answered later
            self._signs_until = 0.0
        if STATUS in found and self._sender is not None:
            self._sender.answered()
        return typed
