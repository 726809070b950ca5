"""Sending to the terminal without waiting for it: for one that does not read, only the newest screen is kept."""

from __future__ import annotations

import os
import threading
import time
from contextlib import suppress

from frontdesk.terminal.cells import Cells
from frontdesk.terminal.painting import Painter

ASK = "\x1b[5n"
"""Device status report: whatever came before it has been shown when the answer comes (ECMA-48, 8.3.35)."""

WINDOW = 1_000
"""Bytes that may be on the way unanswered before the next screen waits, so that the line holds no stale ones."""

STEP = 256
"""Bytes after which an answer is asked for."""

PATIENCE = 10.0
"""Seconds after which an answer counts as lost, and the next screen is sent all the same."""

SPEED, AHEAD = 960, 3_000
"""Bytes a second that a line carries which never answers, in the worst case, and that may be on the way there."""

RUN, APART = 8, 0.05
"""So many screens, each within so many seconds of the one before, come from a key that is held down."""

LONG = 400
"""Characters from which on a screen is marked as one, for terminals that then show it all at once."""

TOGETHER, DONE = "\x1b[?2026h", "\x1b[?2026l"
"""Synchronized output: hold still, and show it."""


class Sender:
    """A thread that writes to the terminal: control strings in their order, and the newest screen.

    The event loop only paints into `wanted`; what to send is found out when the terminal can take it.
    """

    def __init__(self, file: int, painter: Painter) -> None:
        self.painter = painter
        self.wanted = Cells(0, 0)
        self.together = False
        """The terminal knows synchronized output."""
        self._file = file
        self._thread = threading.Thread(target=self._run, name="frontdesk-terminal", daemon=True)
        self._change = threading.Condition()
        self._strings: list[str] = []
        self._stale = False
        self._over = False
        self._answers = False
        """Whether the terminal has ever answered."""
        self._asked: tuple[int, float] | None = None
        """The question that was not answered yet: bytes sent with it, and when that was."""
        self._sent = self._answered = 0
        """Bytes sent, and those of them that are known to have been shown."""
        self._behind = self._behind_at = 0.0
        """Bytes that were on the way after the last screen, on the slowest of lines, and when that was."""
        self._run_of, self._wanted_at = 0, 0.0
        """Screens wanted in quick succession, and when the last one was."""

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Send what is left and end; blocks for as long as the terminal does."""
        with self._change:
            self._over = True
            self._change.notify()
        self._thread.join()

    # -- from the event loop and the keyboard ----------------------------------------------------------

    def say(self, string: str) -> None:
        """Send a control string, before any screen that comes later."""
        with self._change:
            self._strings.append(string)
            self._change.notify()

    def show(self, frame: str, size: tuple[int, int]) -> None:
        """Paint a frame of Textual's; the terminal has so many columns and rows."""
        with self._change:
            if (self.wanted.width, self.wanted.height) != size:
                self.wanted = Cells(*size)
            self.wanted.read(frame)
            before, self._wanted_at = self._wanted_at, time.monotonic()
            self._run_of = self._run_of + 1 if self._wanted_at - before < APART else 0
            self._stale = True
            self._change.notify()

    def afresh(self, *, size: tuple[int, int] | None = None) -> None:
        """Send the whole screen anew; with a size, only if that is still the screen's."""
        with self._change:
            if self.wanted.width and size in (None, (self.wanted.width, self.wanted.height)):
                self.painter.forget()
                self._stale = True
                self._change.notify()

    def answered(self) -> None:
        """The terminal has answered: what was sent before the question is on the screen."""
        with self._change:
            self._answers = True
            if self._asked is not None:
                self._answered, self._asked = self._asked[0], None
                self._change.notify()

    @property
    def asking(self) -> bool:
        """Whether an answer is still to come."""
        return self._asked is not None

    # -- the thread ------------------------------------------------------------------------------------

    def _run(self) -> None:
        with suppress(OSError):  # the terminal is gone; whoever reads from it notices
            while (data := self._next()) is not None:
                view = memoryview(data.encode("utf-8", "replace"))
                self._sent += len(view)
                while view:
                    view = view[os.write(self._file, view) :]

    def _next(self) -> str | None:
        """What to send next, as soon as there is anything; None at the end."""
        with self._change:
            while not (self._strings or self._over):
                held = self._held() if self._stale else None
                if held == 0:
                    break
                self._change.wait(held)
            if self._over and not self._strings:
                return None
            strings = "".join(self._strings)
            self._strings.clear()
            screen = self._screen() if self._stale and not self._over and not self._held() else ""
            return strings + screen

    def _held(self) -> float:
        """Seconds that the next screen has to wait for an answer at most; 0 when it need not."""
        if not self._answers:
            return self._paced()
        if self._asked is None or self._sent - self._answered <= WINDOW:
            return 0
        return max(0, self._asked[1] + PATIENCE - time.monotonic())

    def _paced(self) -> float:
        """The same where no answer ever came: only a key that is held down can get far ahead of a slow line.

        Once it is let go, and between keys that somebody presses one by one, nothing waits.
        """
        now = time.monotonic()
        if self._run_of < RUN or (over := self._on_the_way(now) - AHEAD) <= 0:
            return 0
        return max(0, min(over / SPEED, self._wanted_at + APART - now))

    def _on_the_way(self, now: float) -> float:
        """Bytes that the slowest of lines has not carried yet."""
        return max(0, self._behind - (now - self._behind_at) * SPEED)

    def _screen(self) -> str:
        """What to send for the newest screen."""
        self._stale = False
        paint = self.painter.paint(self.wanted)
        if self.together and len(paint) > LONG:
            paint = f"{TOGETHER}{paint}{DONE}"
        if self._held_too_long() or (self._asked is None and self._unanswered(paint) >= STEP):
            paint += ASK
            self._asked = self._sent + len(paint.encode("utf-8", "replace")), time.monotonic()
        now = time.monotonic()
        self._behind, self._behind_at = self._on_the_way(now) + len(paint), now
        return paint

    def _unanswered(self, paint: str) -> int:
        return self._sent + len(paint) - self._answered

    def _held_too_long(self) -> bool:
        """The answer is lost, or comes when nobody waits for it any more."""
        return self._asked is not None and time.monotonic() - self._asked[1] >= PATIENCE
