"""A program on a pseudo-terminal whose line has a speed, read as it comes and emulated afterwards."""

from __future__ import annotations

import os
import select
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from ptyprocess import PtyProcess

from tests.terminal.teletype import STATUS, STATUS_ASKED, coded

QUIET = 0.15
"""Seconds of silence that end an answer."""
_TICK = 0.01


class Wire:
    """A running program; `speed` is in bytes a second, None for a line that takes all at once."""

    def __init__(self, argv: Sequence[str], *, speed: float | None = None, **settings: str) -> None:
        environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        environment |= {"TERM": "xterm", "LANG": "C.UTF-8", "PYTHONPATH": os.pathsep.join(sys.path), **settings}
        self.speed = speed
        self.begun = time.perf_counter()
        self.process = PtyProcess.spawn(list(argv), env=environment, dimensions=(24, 80))
        self.raw = b""
        self.first = self.last = self.begun
        """When the first byte came, and the last."""

    def press(self, key: str) -> None:
        """Press a key."""
        os.write(self.process.fd, coded(key))

    def hear(self, seconds: float) -> bytes:
        """What comes within so many seconds."""
        end, start, allowed = time.perf_counter() + seconds, len(self.raw), 0.0
        while (left := end - time.perf_counter()) > 0:
            if self.speed is not None:
                time.sleep(min(_TICK, left))
                allowed = min(allowed + self.speed * _TICK, self.speed)
                if allowed < 1:
                    continue
            if not select.select([self.process.fd], [], [], 0 if self.speed else left)[0]:
                continue
            with suppress(OSError):
                data = os.read(self.process.fd, int(allowed) if self.speed else 65_536)
                allowed -= len(data)
                self._took(data)
        return self.raw[start:]

    def _took(self, data: bytes) -> None:
        self.last = time.perf_counter()
        if not self.raw:
            self.first = self.last
        asked = (self.raw[-8:] + data).count(STATUS_ASKED) - self.raw[-8:].count(STATUS_ASKED)
        self.raw += data
        for _ in range(asked):
            os.write(self.process.fd, STATUS)

    def until_quiet(self, quiet: float = QUIET, most: float = 60.0) -> bytes:
        """Everything up to the next silence."""
        start, end = len(self.raw), time.perf_counter() + most
        while self.hear(quiet) and time.perf_counter() < end:
            pass
        return self.raw[start:]

    def until(self, words: str, most: float = 20.0) -> None:
        """Read until that was sent, and then until it is quiet."""
        end = time.perf_counter() + most
        while words.encode() not in self.raw and time.perf_counter() < end:
            self.hear(0.01)
        self.until_quiet()

    def processor(self) -> float:
        """Seconds of the processor that the program has used."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(") ")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> float:
        """MiB that it holds (RSS)."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.partition("VmRSS:")[2].split()[0]) / 1024

    def close(self) -> None:
        """End it."""
        self.process.close(force=True)
