"""The end of a program whose terminal may be gone."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from collections.abc import Callable

GRACE = 2.0
"""Seconds an orderly end may take after a signal; a terminal that no longer reads would hold it up for ever."""


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


def woken_by_signals() -> None:
    """Wake the event loop at every signal, or one that comes just as it goes to sleep waits until it wakes."""
    awake, alarm = os.pipe()
    for end in (awake, alarm):
        os.set_blocking(end, False)
    signal.set_wakeup_fd(alarm, warn_on_full_buffer=False)
    asyncio.get_running_loop().add_reader(awake, os.read, awake, 4096)


def let_go() -> None:
    """Write nothing more to a terminal that may be gone: Python would end with 120 for what it could not flush."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)
