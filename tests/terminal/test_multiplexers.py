"""Inside real tmux and real GNU screen: what they show is the same, painted as Textual would and as we do.

Where the cursor is, which is hidden, is compared elsewhere: of two programs that run beside each other, Textual's
driver may leave it where it was before the last layout.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from frontdesk.harness import Teletype, console_words, terminal
from tests.terminal.every import practice_file
from tests.terminal.full import fill_texts
from tests.terminal.mirror import Emulator, differing, seen_on

STEPS: list[tuple[tuple[str, ...], str]] = [
    (("home", "down", "down", "right"), ">"),
    (("n",), "New visit"),
    (("d", "i"), "1/"),
    (("ctrl+g",), "parked"),
    (("?",), "Keys that work here"),
    (("pagedown",), "Keys that work here"),
    (("ctrl+g", "]", "&"), "Set-up"),
    (("ctrl+g", "*", "enter"), "runs late"),
]
"""Keys, and a word that then shows."""

CALM, ATTEMPTS = 0.06, 20
"""Seconds without a byte after which a multiplexer should have passed on what it was sent; tries until it has."""


@dataclass
class Inside:
    """A console in a multiplexer, on a terminal."""

    desk: Teletype
    environment: dict[str, str]
    folder: Path

    def ask(self, *words: str) -> str:
        """Run the multiplexer's own command."""
        done = subprocess.run(words, env=self.environment, capture_output=True, text=True, check=True, timeout=20)
        return done.stdout


@contextmanager
def inside_tmux(path: Path, folder: Path, thin: str) -> Iterator[Inside]:
    """With a server and a socket of its own."""
    (folder / "conf").write_text(
        "set -g status off\nset -g default-terminal screen-256color\nset -s escape-time 0\n"
    )
    environment = {"TMUX_TMPDIR": str(folder), "PATH": os.environ["PATH"], "LANG": "C.UTF-8", "TERM": "linux"}
    words = [
        "tmux",
        "-u",
        "-L",
        "frontdesk",
        "-f",
        str(folder / "conf"),
        "new-session",
        "env",
        f"FRONTDESK_THIN={thin}",
    ]
    with terminal([*words, *console_words(path, "mlee")], **environment) as desk:
        made = Inside(desk, environment, folder)
        try:
            yield made
        finally:
            subprocess.run(["tmux", "-L", "frontdesk", "kill-server"], env=environment, check=False, timeout=20)


@contextmanager
def inside_screen(path: Path, folder: Path, thin: str) -> Iterator[Inside]:
    """With a session and a folder of sockets of its own."""
    (folder / "conf").write_text("startup_message off\ndefutf8 on\nmaptimeout 0\naltscreen on\n")
    folder.chmod(0o700)
    environment = {"SCREENDIR": str(folder), "PATH": os.environ["PATH"], "LANG": "C.UTF-8", "TERM": "linux"}
    words = ["screen", "-U", "-S", "frontdesk", "-c", str(folder / "conf"), "env", f"FRONTDESK_THIN={thin}"]
    with terminal([*words, *console_words(path, "mlee")], **environment) as desk:
        made = Inside(desk, environment, folder)
        try:
            yield made
        finally:
            quits = ["screen", "-S", "frontdesk", "-X", "quit"]
            subprocess.run(quits, env=environment, check=False, capture_output=True, timeout=20)


def tmux_shows(my: Inside) -> Any:
    """Every cell with its style.

    tmux does not keep cells that were cleared and never written, though it shows them as blanks, as a terminal
    does: what it has captured is compared as it looks there.
    """
    shown = Emulator(80, 24)
    for y, line in enumerate(my.ask("tmux", "-L", "frontdesk", "capture-pane", "-p", "-e", "-N").splitlines()):
        shown.show(f"\x1b[{y + 1};1H{line}")
    return shown.seen()[:-1]


def screen_shows(my: Inside) -> Any:
    """The text; its copies have no styles."""
    copy = my.folder / "copy"
    copy.unlink(missing_ok=True)
    my.ask("screen", "-S", "frontdesk", "-X", "hardcopy", str(copy))
    my.desk.until(lambda: copy.exists() and copy.read_bytes().count(b"\n") >= 24, "the copy")
    return [list(line) for line in copy.read_bytes().splitlines()]


MULTIPLEXERS = {"tmux": (inside_tmux, tmux_shows), "screen": (inside_screen, screen_shows)}


@pytest.mark.parametrize("name", MULTIPLEXERS)
def test_it_shows_the_same(name: str, tmp_path: Path) -> None:
    if shutil.which(name) is None:
        pytest.skip(f"{name} is not installed")
    inside, shows = MULTIPLEXERS[name]
    path = practice_file(tmp_path)
    fill_texts(path, "日本", "e\u0301", "ñ", but=lambda table, column: (table, column) == ("account", "login"))
    with ExitStack() as stack:
        both = []
        for thin in ("on", "off"):
            folder = tmp_path / thin
            folder.mkdir()
            copy = Path(shutil.copy(path, folder / "practice.db"))
            both.append(stack.enter_context(inside(copy, folder, thin)))
        for my in both:
            my.desk.sees("Keys", "booked")
        for keys, word in STEPS:
            for my in both:
                my.desk.strike(*keys)
            for my in both:
                my.desk.sees(word)
            for _ in range(ATTEMPTS):  # one may have to wait for a processor
                for my in both:
                    my.desk.rest(first=CALM, quiet=CALM)
                shown = [[*seen_on(my.desk.screen)[:-1], *shows(my)] for my in both]
                if same := shown[0] == shown[1]:
                    break
            assert same, f"{keys}: {differing(*reversed(shown))}\n{both[0].desk.text()}\n{both[1].desk.text()}"
