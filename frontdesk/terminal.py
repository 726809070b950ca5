"""The terminal: Textual's Linux driver, taught that a terminal can go away."""

from __future__ import annotations

import os
import selectors
import signal
import termios
import threading
from codecs import getincrementaldecoder
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from textual import events
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

GRACE = 2.0
"""Seconds an orderly end may take after a signal; a terminal that no longer reads would hold it up for ever."""

BURST = 6
"""So many letters, each within `GAP` of the one before, come from a scanner or a paste, not from fingers."""

GAP = 0.02
"""Seconds from a letter to the next within which only a bar-code scanner types."""

PASTE_BEGINS, PASTE_ENDS = "\x1b[200~", "\x1b[201~"
"""How a terminal marks what is pasted."""

KEYBOARD_MODES = ("\x1b[>", "\x1b[<")
"""How Textual turns the extended keyboard protocol on and off."""

PASTE_PATIENCE = 20
"""Tenths of a second without a letter after which a paste that has not ended is taken to have."""


class Terminal(LinuxDriver):
    """The driver of a real terminal. End of input is a hang-up: Textual's own loop would spin for ever."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        signal.signal(signal.SIGTSTP, signal.SIG_IGN)

    def write(self, data: str) -> None:
        """Send it, but for what makes each key a sequence of its own: a scanner's burst would pass for keys."""
        if not data.startswith(KEYBOARD_MODES):
            super().write(data)

    def restore(self) -> None:
        """Put the terminal's line settings back without waiting for it to read anything."""
        if self.attrs_before is not None:
            with suppress(termios.error, OSError):
                termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)

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
                if selector.select(0.1):
                    quiet, text = 0, self._read(decode)
                    while text and is_text(text) and selector.select(GAP):
                        text += self._read(decode)
                    for message in typing.events(text):
                        self.process_message(message)
                elif (quiet := quiet + 1) == PASTE_PATIENCE:
                    for message in typing.over():
                        self.process_message(message)
                for message in parser.tick():
                    self.process_message(message)

    def _read(self, decode: Callable[[bytes], str]) -> str:
        """What has come; at the end of input, hang up."""
        data = os.read(self.fileno, 4096)
        if not data:
            hang_up()
            self.exit_event.set()
        return decode(data)


class Typing:
    """Turns what is read into events: keys, and pastes, which never are commands.

    A burst of letters is a paste: so types a bar-code scanner. What the terminal itself marks as pasted is
    kept from Textual's parser, which would make keys of everything after an escape character in it.
    """

    def __init__(self, feed: Callable[[str], Any]) -> None:
        self._feed = feed
        self._pasted: str | None = None
        """What has come so far of a paste that has not ended yet."""

    def events(self, text: str) -> list[Any]:
        """The events of one read; a paste may come in several."""
        if self._pasted is not None:
            body, end, rest = (self._pasted + text).partition(PASTE_ENDS)
            self._pasted = None if end else body
            return [events.Paste(body), *self.events(rest)] if end else []
        keys, begin, pasted = text.partition(PASTE_BEGINS)
        found = self._keys(keys)
        if begin:
            self._pasted = ""
            found += self.events(pasted)
        return found

    def over(self) -> list[Any]:
        """Nothing more has come for a while: a paste whose end was lost ends here, or no key would work again."""
        body, self._pasted = self._pasted, None
        return [] if body is None else [events.Paste(body)]

    def _keys(self, text: str) -> list[Any]:
        """Keys, or a burst and the Enter that ends it."""
        if is_burst(text):
            body = text.rstrip("\r\n")
            return [events.Paste(body), *self._keys(text[len(body) :])]
        return list(self._feed(text)) if text else []  # to the parser, nothing at all is the end of everything


def is_text(text: str) -> bool:
    """Whether this could be part of what a scanner types: no key but letters has been pressed."""
    return "\x1b" not in text and any(letter.isprintable() for letter in text)


def is_burst(text: str) -> bool:
    """Whether so much came at once that no finger typed it; one letter many times is a key held down.

    A scanned card holds several lines and characters that no key sends. What begins with `/` is a search anyway.
    """
    letters = [letter for letter in text if letter.isprintable()]
    if len(letters) < BURST or len(set(letters)) == 1 or not is_text(text):
        return False
    return not (text[0] == "/" and text.rstrip("\r\n").isprintable())


def hang_up() -> None:
    """The terminal is gone: the same as SIGHUP, so that there is one way to end."""
    os.kill(os.getpid(), signal.SIGHUP)


def on_signals(leave: Callable[[int], None], restore: Callable[[], None]) -> None:
    """End in order on the signals that end programs, and after `GRACE` seconds in any case.

    `signal.signal` and a thread, because a terminal that has stopped reading blocks the event loop. `leave`
    is called with the signal's number in the main thread and must not block.
    """

    def end(number: int) -> None:
        restore()
        os._exit(128 + number)

    def on_signal(number: int, _frame: object) -> None:
        watchdog = threading.Timer(GRACE, end, (number,))
        watchdog.daemon = True
        watchdog.start()
        leave(number)

    for number in (signal.SIGHUP, signal.SIGTERM, signal.SIGINT, signal.SIGQUIT):
        signal.signal(number, on_signal)


def let_go() -> None:
    """Write nothing more to a terminal that may be gone: Python would end with 120 for what it could not flush."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)
