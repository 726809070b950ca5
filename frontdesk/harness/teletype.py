"""The console, or any program, on a real pseudo-terminal: what it sends, what shows, and how long it took.

    with on_terminal(path, login="reception", now="2026-11-24T09:42") as desk:
        desk.press("n").must(show="New visit", bytes=1_200, ms=60)
        desk.type("abb")
        assert desk.press("enter").changed < 200

`press` waits for the answer of each key: until the program rests and has sent nothing for a while. The times it
gives end with the last byte, so this waiting is no part of them. Needs pyte and ptyprocess (the extra `test`).
"""

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

import pendulum

from frontdesk.harness.sent import Rows, Sent, coded, rows_of, text_of

PATIENCE = 15.0
"""Seconds after which something that should have come is called missing."""

QUIET = 0.06
"""Seconds without a byte, and without work, that end an answer: more than three frames of Textual's."""

FIRST = 0.15
"""Seconds that a key may take to be answered at all."""

ESCAPE = 0.35
"""The same for the escape key, of which nobody knows at once whether it begins something longer."""

STATUS_ASKED, STATUS = b"\x1b[5n", b"\x1b[0n"
"""Whether the terminal is there, and the answer of all that are."""

PLACE_ASKED = b"\x1b[6n"
"""Where the cursor is; what shows must be known for the answer."""

_UNKNOWN_TO_PYTE = re.compile(rb"\x1b\[[<>=?][0-9;]*(?:u|\$p)")
"""Keyboard protocol and mode queries: pyte would print their last letter."""

_UNFINISHED = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*)?\Z")

_TICK = 0.05
"""Seconds that a slow line may be ahead: what it did not carry while nothing was sent, it does not make up for."""


class Teletype:
    """A process on a terminal of its own.

    `speed` is what the line carries, in bytes a second, None for everything at once; it can be changed at any
    time. Without `answers` the terminal never reports anything, whatever it is asked; without `utf8` every byte
    is a character of its own to it (Latin-1).
    """

    def __init__(
        self,
        argv: Sequence[str],
        *,
        size: tuple[int, int] = (80, 24),
        speed: float | None = None,
        answers: bool = True,
        utf8: bool = True,
        **settings: str,
    ) -> None:
        pyte, PtyProcess = _tools()
        columns, rows = size
        environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        environment |= {"TERM": "xterm-256color", "LANG": "C.UTF-8", **settings}
        self.speed, self.answers = speed, answers
        self.begun = self.last = time.perf_counter()
        """When the program was started, and when the last byte came."""
        # The settings that a shell leaves behind: with them a terminal that was not restored shows.
        self.process: Any = PtyProcess.spawn(list(argv), env=environment, dimensions=(rows, columns))
        self.at_first = self.settings()
        self.raw = b""
        """Every byte that was sent to the terminal."""
        self._screen: Any = pyte.Screen(columns, rows)
        self._screen.write_process_input = self._report
        self._stream: Any = pyte.ByteStream(self._screen)
        self._stream.select_other_charset("G" if utf8 else "@")
        self._shown = 0
        """How much of it the emulator has been shown; it is slow, so it waits until somebody looks."""
        self._credit, self._credited = 0.0, self.begun

    # -- the terminal ----------------------------------------------------------------------------------

    def settings(self) -> list[Any]:
        """The line settings of the terminal (raw or not, echo or not ...)."""
        return termios.tcgetattr(self.process.fd)

    @property
    def screen(self) -> Any:
        """The emulator (pyte's `Screen`) as it now is: cursor, buffer, display."""
        self._emulate()
        return self._screen

    def text(self) -> str:
        """What the terminal shows."""
        return text_of(self.cells())

    def cells(self) -> Rows:
        """Every cell that shows, row by row: its text (`data`), `fg`, `bg`, `bold`, `reverse` ..."""
        return rows_of(self.screen)

    def hear(self, seconds: float) -> bool:
        """Take what is sent within so many seconds, as soon as there is anything; False when nothing came."""
        end = time.perf_counter() + seconds
        while select.select([self.process.fd], [], [], max(0.0, end - time.perf_counter()))[0]:
            carried = self._carried()
            if carried == 0:
                if time.perf_counter() >= end:
                    return False
                time.sleep(max(0.0, min(1 / (self.speed or 1), 0.01)))
                continue
            try:
                sent = os.read(self.process.fd, carried)
            except OSError:
                return False
            self._took(sent)
            return bool(sent)
        return False

    def _carried(self) -> int:
        """How many bytes the line has carried and nobody has taken yet, at most."""
        if self.speed is None:
            return 65_536
        now = time.perf_counter()
        self._credit = min(self._credit + (now - self._credited) * self.speed, max(1.0, _TICK * self.speed))
        self._credited = now
        return int(self._credit)

    def _took(self, sent: bytes) -> None:
        self.last = time.perf_counter()
        self._credit = max(0.0, self._credit - len(sent))
        tail = self.raw[-len(STATUS_ASKED) + 1 :]
        self.raw += sent
        if self.answers:
            for _ in range((tail + sent).count(STATUS_ASKED)):
                self.send(STATUS)
            if PLACE_ASKED in tail + sent:
                self._emulate()

    def _report(self, answer: str) -> None:
        if self.answers and answer.encode() != STATUS:  # that was answered at once
            self.send(answer.encode())

    def _emulate(self) -> None:
        """Show the emulator what it has not seen; the beginning of a sequence waits for its end."""
        sent = self.raw[self._shown :]
        unfinished = _UNFINISHED.search(sent)
        sent = sent[: unfinished.start()] if unfinished else sent
        self._shown += len(sent)
        self._stream.feed(_UNKNOWN_TO_PYTE.sub(b"", sent))

    # -- waiting ---------------------------------------------------------------------------------------

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

    def rest(self, *, first: float = FIRST, quiet: float = QUIET, most: float = PATIENCE) -> bytes:
        """Read until the program rests and nothing has come for `quiet` seconds; what was sent.

        When nothing comes at all that takes `first` seconds; it never takes more than `most`.
        """
        before, start = len(self.raw), time.perf_counter()
        since, end = start, start + most
        while (now := time.perf_counter()) < end:
            if self.hear(0.01):
                since = self.last
            elif self.at_work():
                since = now
            elif now - since >= (first if len(self.raw) == before else quiet):
                break
        return self.raw[before:]

    # -- the keyboard ----------------------------------------------------------------------------------

    def press(self, *keys: str) -> Sent:
        """Press keys, by Textual's names or as characters, each after the one before was answered."""
        while self.hear(0):
            pass
        before, cells, slowest = len(self.raw), self.cells(), 0.0
        for key in keys:
            begun = time.perf_counter()
            self.strike(key)
            if self.rest(first=ESCAPE if key == "escape" else FIRST):
                slowest = max(slowest, (self.last - begun) * 1000)
        return Sent(keys, self.raw[before:], slowest, self.text(), self.cells(), cells)

    def strike(self, *keys: str) -> None:
        """Press keys without waiting for anything."""
        for key in keys:
            self.send(coded(key))

    def send(self, raw: bytes) -> None:
        """Send bytes, as they are, to the program."""
        os.write(self.process.fd, raw)

    def type_ahead(self, *keys: str) -> None:
        """Press keys without waiting for what they do, but not so many at once that they pass for a scanner's."""
        for first in range(0, len(keys), 4):
            self.strike(*keys[first : first + 4])
            while self.hear(0.04):
                pass

    def type(self, text: str) -> None:
        """Type text as fingers do: a key in each read, or it would pass for a bar-code scanner."""
        for letter in text:
            self.send(letter.encode())
            self.hear(0.05)

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size."""
        self.screen.resize(rows, columns)
        self.process.setwinsize(rows, columns)

    # -- the process -----------------------------------------------------------------------------------

    def at_work(self) -> bool:
        """Whether the program is on a processor or waits for one; False where the system does not tell."""
        with suppress(OSError):
            for task in os.listdir(f"/proc/{self.process.pid}/task"):
                with suppress(OSError):
                    state = Path(f"/proc/{self.process.pid}/task/{task}/stat").read_text()
                    if state.rpartition(") ")[2][0] in "RD":
                        return True
        return False

    def processor_time(self) -> float:
        """Seconds of processor time that the process's threads have used, to the nanosecond (ticks are 10 ms)."""
        tasks = list(Path(f"/proc/{self.process.pid}/task").iterdir())
        spent = 0
        for task in tasks:
            with suppress(FileNotFoundError, ProcessLookupError):  # it has just ended
                spent += int((task / "schedstat").read_text().split()[0])
        return spent / 1e9

    def memory(self) -> float:
        """MiB that the process holds (RSS)."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.partition("VmRSS:")[2].split()[0]) / 1024

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
                time.sleep(0.05)
        while listening and self.hear(0):
            pass
        if self.process.signalstatus is not None:
            return -int(self.process.signalstatus)
        return int(self.process.exitstatus)

    def hang_up(self) -> None:
        """Pull the line: the terminal's other end is gone."""
        self.process.fileobj.close()

    def close(self) -> None:
        """End it, whatever it does."""
        if self.process.isalive():
            self.process.kill(signal.SIGKILL)
            self.process.wait()
        with suppress(OSError):
            self.process.fileobj.close()


def _tools() -> tuple[Any, Any]:
    """The emulator, and what starts a process on a pseudo-terminal."""
    try:
        import pyte
        from ptyprocess import PtyProcess  # type: ignore[import-untyped]
    except ImportError as missing:
        raise RuntimeError(
            f"A real terminal needs {missing.name}, which is not installed: pip install 'frontdesk[test]'"
        ) from missing
    return pyte, PtyProcess


def console_words(db: str | Path, login: str = "", now: str = "2026-11-24T09:42:05") -> list[str]:
    """The command that opens the console; with an empty `now`, on the real clock."""
    words = [sys.executable, "-m", "frontdesk", "open", "--db", str(db)]
    return words + (["--as", login] if login else []) + (["--now", now] if now else [])


@contextmanager
def terminal(
    argv: Sequence[str],
    *,
    size: tuple[int, int] = (80, 24),
    speed: float | None = None,
    answers: bool = True,
    utf8: bool = True,
    **settings: str,
) -> Iterator[Teletype]:
    """Run a command on a terminal for the length of a block; `settings` are its environment, TERM as well."""
    made = Teletype(argv, size=size, speed=speed, answers=answers, utf8=utf8, **settings)
    try:
        yield made
    finally:
        made.close()


@contextmanager
def on_terminal(
    path: str | Path,
    *,
    login: str = "",
    now: str | pendulum.DateTime | None = None,
    size: tuple[int, int] = (80, 24),
    term: str = "xterm-256color",
    speed: float | None = None,
    answers: bool = True,
    utf8: bool = True,
    **settings: str,
) -> Iterator[Teletype]:
    """Open the console of `login` on the practice at `path` on a real terminal; its first screen is there.

    The clock starts at `now` and runs on (`console` in the same package has one that stands still).
    """
    start = now.format("YYYY-MM-DDTHH:mm:ss") if isinstance(now, pendulum.DateTime) else now or ""
    words = console_words(path, login, start)
    with terminal(words, size=size, speed=speed, answers=answers, utf8=utf8, TERM=term, **settings) as made:
        made.until(lambda: bool(made.text().strip()), "the first screen")
        made.rest()
        yield made
