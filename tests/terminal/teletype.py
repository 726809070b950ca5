"""The console on a real pseudo-terminal: keys go in, bytes come out, and pyte shows what a person would see."""

from __future__ import annotations

import os
import re
import select
import signal
import sys
import termios
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pyte
from ptyprocess import PtyProcess

PATIENCE = 15.0
"""Seconds after which something that should have come is called missing."""

KEYS = {
    "enter": b"\r", "escape": b"\x1b", "tab": b"\t", "backspace": b"\x7f", "space": b" ",
    "up": b"\x1b[A", "down": b"\x1b[B", "right": b"\x1b[C", "left": b"\x1b[D",
    "home": b"\x1b[H", "end": b"\x1b[F", "pageup": b"\x1b[5~", "pagedown": b"\x1b[6~",
}  # fmt: skip
"""What a terminal sends for the keys that are no character."""

STATUS_ASKED, STATUS = b"\x1b[5n", b"\x1b[0n"
"""Whether the terminal is there, and the answer of all that are."""

_UNKNOWN_TO_PYTE = re.compile(rb"\x1b\[[<>=?][0-9;]*(?:u|\$p)")
"""Keyboard protocol and mode queries: pyte would print their last letter."""

_UNFINISHED = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*)?\Z")


def coded(key: str) -> bytes:
    """The bytes of a key by Textual's name, or of a character."""
    if key.startswith("ctrl+"):
        return bytes([ord(key[5:]) & 0x1F])
    return KEYS.get(key) or key.encode()


class Teletype:
    """A process on a terminal of its own."""

    def __init__(self, argv: Sequence[str], *, size: tuple[int, int] = (80, 24), **settings: str) -> None:
        columns, rows = size
        environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        environment |= {"TERM": "xterm-256color", "LANG": "C.UTF-8", **settings}
        # The settings that a shell leaves behind: with them a terminal that was not restored shows.
        self.process = PtyProcess.spawn(list(argv), env=environment, dimensions=(rows, columns))
        self.at_first = self.settings()
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self._held = b""
        self.raw = b""
        """Every byte that was sent to the terminal."""

    # -- the terminal ----------------------------------------------------------------------------------

    def settings(self) -> list[Any]:
        """The line settings of the terminal (raw or not, echo or not ...)."""
        return termios.tcgetattr(self.process.fd)

    def text(self) -> str:
        """What the terminal shows."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def hear(self, seconds: float) -> bool:
        """Take what is sent within so many seconds, as soon as there is anything; False when nothing came."""
        if not select.select([self.process.fd], [], [], max(0.0, seconds))[0]:
            return False
        try:
            sent = os.read(self.process.fd, 65_536)
        except OSError:
            return False
        self.raw += sent
        for _ in range(sent.count(STATUS_ASKED)):
            os.write(self.process.fd, STATUS)
        sent = self._held + sent
        unfinished = _UNFINISHED.search(sent)
        self._held = sent[unfinished.start() :] if unfinished else b""
        self._stream.feed(_UNKNOWN_TO_PYTE.sub(b"", sent[: len(sent) - len(self._held)]))
        return bool(sent)

    def until(self, there: Callable[[], bool], what: str = "it") -> None:
        """Read until something is so."""
        end = time.monotonic() + PATIENCE
        while not there():
            left = end - time.monotonic()
            assert left > 0, f"waited for {what}; the terminal shows\n{self.text()}"
            if not self.hear(min(left, 0.1)) and not self.process.isalive() and not there():
                while self.hear(0):
                    pass
                assert there(), f"ended before {what}; the terminal shows\n{self.text()}"

    def sees(self, *words: str) -> str:
        """Read until all these words are on the screen, and return it."""
        self.until(lambda: all(word in self.text() for word in words), repr(words))
        return self.text()

    def misses(self, word: str) -> str:
        """Read until this word is no longer on the screen, and return it."""
        self.until(lambda: word not in self.text(), f"{word!r} to go")
        return self.text()

    def silent(self, seconds: float) -> bytes:
        """Listen for that long; what was sent, the empty string when nothing was."""
        before, end = len(self.raw), time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self.hear(left)
        return self.raw[before:]

    # -- the keyboard ----------------------------------------------------------------------------------

    def press(self, *keys: str) -> None:
        """Press keys, by Textual's names or as characters."""
        for key in keys:
            os.write(self.process.fd, coded(key))

    def type_ahead(self, *keys: str) -> None:
        """Press keys without waiting for what they do, but not so many at once that they pass for a scanner's."""
        for first in range(0, len(keys), 4):
            self.press(*keys[first : first + 4])
            while self.hear(0.04):
                pass

    def type(self, text: str) -> None:
        """Type text as fingers do: a key in each read, or it would pass for a bar-code scanner."""
        for letter in text:
            os.write(self.process.fd, letter.encode())
            self.hear(0.05)

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size."""
        self.screen.resize(rows, columns)
        self.process.setwinsize(rows, columns)

    # -- the end ---------------------------------------------------------------------------------------

    def signal(self, number: int) -> None:
        """Send the process a signal."""
        self.process.kill(number)

    def ended(self, within: float, *, listening: bool = True) -> int:
        """Wait for the end, reading all the while (or not: a frozen terminal); the exit code, -N for signal N."""
        end = time.monotonic() + within
        while self.process.isalive():
            assert time.monotonic() < end, f"still there after {within} s\n{self.text()}"
            if listening:
                self.hear(0.05)
            else:
                select.select([], [], [], 0.05)
        while listening and self.hear(0):
            pass
        if self.process.signalstatus is not None:
            return -int(self.process.signalstatus)
        return int(self.process.exitstatus)

    def hang_up(self) -> None:
        """Pull the line: the terminal's other end is gone."""
        self.process.fileobj.close()

    def processor_time(self) -> float:
        """Seconds of processor time that the process has used."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def close(self) -> None:
        """End it, whatever it does."""
        if self.process.isalive():
            self.process.kill(signal.SIGKILL)
            self.process.wait()
        with suppress(OSError):
            self.process.fileobj.close()


def console_words(db: Path, login: str = "", now: str = "2026-11-24T09:42:05") -> list[str]:
    """The command that opens the console."""
    who = ["--as", login] if login else []
    return [sys.executable, "-m", "frontdesk", "open", "--db", str(db), *who, "--now", now]


@contextmanager
def terminal(argv: Sequence[str], *, size: tuple[int, int] = (80, 24), **settings: str) -> Iterator[Teletype]:
    """Run a command on a terminal for the length of a block."""
    made = Teletype(argv, size=size, **settings)
    try:
        yield made
    finally:
        made.close()
