"""Every screen there is, on a real terminal and with escape sequences in every text: none gets through."""

from __future__ import annotations

import sys
from pathlib import Path

from frontdesk.harness import terminal
from tests.terminal.escapes import strangers
from tests.terminal.every import EVERY, practice_file
from tests.terminal.full import fill_texts
from tests.terminal.hostile import MARKUP, PAYLOADS


def test_every_screen_sends_sequences_of_ours_only(tmp_path: Path) -> None:
    path, names = practice_file(tmp_path), tmp_path / "names"
    fill_texts(path, *PAYLOADS.values(), but=lambda table, column: (table, column) == ("account", "login"))
    words = [sys.executable, "-m", "tests.terminal.show_every", str(path), str(names), "mlee"]
    with terminal(words, PYTHONPATH=str(Path(__file__).parents[2])) as shown:
        assert shown.ended(60) == 0
    assert names.read_text().splitlines() == list(EVERY)
    assert strangers(shown.raw) == []
    for name in PAYLOADS.keys() - MARKUP:
        assert PAYLOADS[name].encode() not in shown.raw, name
    for text in ("0;owned", "gpj.exe", "52;c;ZXZpbA==", "[bold red]y"):
        assert text.encode() in shown.raw, "what is left of it is text"
