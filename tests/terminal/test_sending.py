"""Nothing waits for the terminal, and one that does not read gets the newest screen when it reads again."""

from __future__ import annotations

import os
import select
import threading
import time
import tty
from collections.abc import Iterator

import pytest

from frontdesk.terminal.painting import Painter, Skills
from frontdesk.terminal.sending import AHEAD, APART, ASK, RUN, WINDOW, Sender
from tests.terminal.mirror import Emulator

SIZE = (80, 24)
PATIENCE = 10.0


class Line:
    """A pseudo-terminal, read when the test says so."""

    def __init__(self) -> None:
        self.ours, self.theirs = os.openpty()
        tty.setraw(self.theirs)
        self.sender = Sender(self.theirs, Painter(Skills()))
        self.terminal = Emulator(*SIZE)
        self.heard = ""

    def read(self, until: str) -> str:
        """Read until that was sent; all that was sent since the last time."""
        start = len(self.heard)
        while until not in self.heard[start:]:
            self._hear()
        return self.heard[start:]

    def shows(self, number: int) -> None:
        """Read until the terminal shows the whole of a page."""
        while not all(row.startswith(line_of(number, y)) for y, row in enumerate(self.terminal.screen.display)):
            self._hear()

    def _hear(self) -> None:
        assert select.select([self.ours], [], [], PATIENCE)[0], self.heard
        data = os.read(self.ours, 65_536).decode()
        self.heard += data
        self.terminal.show(data)

    def close(self) -> None:
        self.sender.stop()
        os.close(self.theirs)
        os.close(self.ours)


@pytest.fixture
def line() -> Iterator[Line]:
    made = Line()
    made.sender.start()
    yield made
    made.close()


def line_of(number: int, y: int) -> str:
    """A line that no other page has a letter of in that place."""
    return chr(97 + (number + y) % 26) * 70 + f" {number}"


def page(number: int) -> str:
    """A frame that differs from the one before in every line."""
    return "".join(f"\x1b[{y + 1};1H\x1b[1m{line_of(number, y)}\x1b[0m" for y in range(SIZE[1])) + "\x1b[1;1H"


def test_strings_come_in_their_order_and_before_the_screen(line: Line) -> None:
    for string in ("\x1b[?1049h", "\x1b[?25l", "\x1b[?7l"):
        line.sender.say(string)
    line.sender.show("\x1b[1;1Hhello\x1b[2;1H", SIZE)
    said = line.read("hello")
    assert said.startswith("\x1b[?1049h\x1b[?25l\x1b[?7l")


def test_a_terminal_that_does_not_read_holds_nobody_up_and_then_gets_the_newest_screen(line: Line) -> None:
    """300 pages are 500 KB: far more than the line holds."""
    done = threading.Event()

    def paint() -> None:
        for number in range(300):
            line.sender.show(page(number), SIZE)
        done.set()

    threading.Thread(target=paint, daemon=True).start()
    assert done.wait(PATIENCE), "whoever paints is never held up"
    line.shows(299)
    held = 64 * 1024  # what the kernel keeps of a line
    assert len(line.heard) < held + 3 * len(page(0))


def test_a_slow_line_holds_no_more_than_the_window(line: Line) -> None:
    """Once a terminal has answered, the next screen waits until it has shown the one before."""
    line.sender.show(page(0), SIZE)
    line.read(ASK)
    line.sender.answered()
    line.sender.show(page(1), SIZE)
    line.shows(1)
    heard = len(line.heard)
    for number in range(2, 50):
        line.sender.show(page(number), SIZE)
    line.sender.say("\x1b[?25l")
    assert line.read("\x1b[?25l") == "\x1b[?25l", "no screen before the answer"
    line.sender.answered()
    line.shows(49)
    assert len(line.heard) - heard < 2 * len(page(0)), "the screens between were never sent"
    assert len(page(0)) > WINDOW


def test_a_lost_answer_is_not_waited_for_for_ever(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("frontdesk.terminal.sending.PATIENCE", 0.0)
    line.sender.show(page(0), SIZE)
    line.read(ASK)
    line.sender.answered()
    for number in range(1, 6):
        line.sender.show(page(number), SIZE)
        line.shows(number)


def test_a_line_that_never_answers_is_taken_for_a_slow_one_while_a_key_is_held_down(line: Line) -> None:
    """Screens in quick succession are held back, those that somebody asks for one by one are not."""
    for number in range(40):
        line.sender.show(page(number), SIZE)
        time.sleep(0.002)
    line.shows(39)
    assert len(line.heard) < AHEAD + (RUN + 3) * len(page(0))
    for number in range(40, 44):
        time.sleep(APART)
        line.sender.show(page(number), SIZE)
        line.shows(number)


def test_the_last_words_are_sent_and_no_screen_after_them() -> None:
    line = Line()
    line.sender.start()
    line.sender.show("\x1b[1;1Hhello\x1b[2;1H", SIZE)
    line.read("hello")
    line.sender.say("\x1b[?1049l")
    line.sender.stop()
    line.sender.show("\x1b[1;1Hlate\x1b[2;1H", SIZE)
    assert line.read("1049l").endswith("\x1b[?1049l")
    os.close(line.theirs)
    os.close(line.ours)


def test_a_terminal_that_is_gone_ends_it(line: Line) -> None:
    """Whoever reads the keyboard notices; nothing is raised here."""
    gone = Line()
    gone.sender.start()
    os.close(gone.ours)
    gone.sender.show(page(0), SIZE)
    gone.sender.stop()
    os.close(gone.theirs)
