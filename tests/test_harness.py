"""The driver of a real terminal: what a key sent, what shows, how long it took, each in a line."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from frontdesk.harness import Teletype, on_terminal, terminal
from frontdesk.harness.sent import coded
from tests.screens.office import open_office

SOON = 2_000
"""Milliseconds: time is measured elsewhere, on a machine that does nothing else."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Teletype]:
    office = open_office(tmp_path_factory.mktemp("office"))
    office.desk.database.close()
    with on_terminal(office.path, login="mlee", now="2026-11-24T09:42:05", term="vt220") as made:
        yield made


def test_bytes_cells_and_time_of_a_key(desk: Teletype) -> None:
    assert "Stone, Rae" in desk.text(), "the first screen is there"
    desk.press("g").must(show="Go to", bytes=200, ms=SOON, changed=100)
    desk.press("ctrl+g").must(bytes=200, ms=SOON, changed=100)
    desk.press("slash").must(show="Find", bytes=2_000, ms=SOON)
    desk.press("escape").must(show="Stone, Rae", bytes=3_000, ms=SOON)


def test_what_is_not_so_is_said(desk: Teletype) -> None:
    sent = desk.press("up", "down", "down")
    assert sent.bytes == len(sent.raw) > 0
    assert 0 < sent.changed < 200
    assert 0 < sent.ms < SOON
    for wrong in ({"show": "Nowhere"}, {"bytes": 5}, {"ms": 0.0}, {"changed": 0}):
        with pytest.raises(AssertionError, match=r"up down down: \d+ bytes, .* ms, \d+ cells changed"):
            sent.must(**wrong)


def test_cells_have_their_styles(desk: Teletype) -> None:
    row = desk.press("home").cells[23]
    assert "".join(cell.data for cell in row) == desk.text().splitlines()[23].ljust(80)
    assert any(cell.reverse for line in desk.cells() for cell in line), "the cursor shows"


def test_a_slow_line_is_slow_and_a_key_that_does_nothing_sends_nothing(desk: Teletype) -> None:
    assert desk.press("f9").bytes == 0
    desk.speed = 4_000
    sent = desk.press("?")
    desk.speed = None
    assert sent.ms > 0.8 * sent.bytes / 4
    desk.press("ctrl+g")


ASKING = r"""
import os, termios, tty
was = termios.tcgetattr(0)
tty.setraw(0)
os.write(1, b"\x1b[3;5H\x1b[6n\x1b[5n")
got = b""
while got.count(b"n") + got.count(b"R") < int(os.environ["MANY"]):
    got += os.read(0, 100)
termios.tcsetattr(0, termios.TCSANOW, was)
print(sorted(got.split(b"\x1b")))
"""


def test_it_answers_as_a_terminal_does() -> None:
    with terminal([sys.executable, "-c", ASKING], MANY="2") as asked:
        asked.sees("[b'', b'[0n', b'[3;5R']")
    with terminal([sys.executable, "-c", ASKING], MANY="1", answers=False) as asked:
        asked.rest()
        asked.send(b"\x1b[R")
        asked.sees("[b'', b'[R']")


def test_without_an_emulator_it_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyte", None)
    with pytest.raises(RuntimeError, match=r"needs pyte, which is not installed: pip install 'frontdesk\[test\]'"):
        Teletype(["true"])


def test_text_with_wide_characters_whole_and_halved() -> None:
    said = r"printf '\033[2J\033[H日本.\033[2;1H日本\033[2;2H.\033[4;1H日\033[4;1H.\033[3;1He\314\201'; sleep 9"
    with terminal(["sh", "-c", said]) as shown:
        assert shown.sees("日本.", "é").splitlines()[:4] == ["日本.", " .本", "é", "."]


def test_keys_by_their_names() -> None:
    named = {
        "slash": b"/",
        "full_stop": b".",
        "colon": b":",
        "é": "é".encode(),
        "ctrl+g": b"\x07",
        "f5": b"\x1b[15~",
    }
    assert {name: coded(name) for name in named} == named
    with pytest.raises(ValueError, match="no key is called 'sideways'"):
        coded("sideways")
