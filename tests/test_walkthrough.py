"""The README's first ten minutes, followed literally on the demo practice: a Tuesday, a Saturday, an evening."""

from __future__ import annotations

import re
from pathlib import Path

import pendulum
import pytest

from frontdesk.desk import FixedClock
from frontdesk.harness import console
from frontdesk.logic import demo

README = Path(__file__).parents[1] / "README.md"
SECTION = "## The first ten minutes"
ZONE = "America/New_York"
ENDS = "the program ends"
"""What the last line promises."""
KEYS = {
    "Enter": "enter", "Esc": "escape", "Down": "down", "Right": "right",
    "Ctrl+N": "ctrl+n", "Ctrl+O": "ctrl+o", "Ctrl+R": "ctrl+r",
}  # fmt: skip
"""How the README writes the keys that are no character."""


def steps() -> list[tuple[list[str], list[str], str]]:
    """Each line: what is pressed or typed, what must be on the screen, and all that is said."""
    text = README.read_text(encoding="utf-8").partition(SECTION)[2].partition("\n## ")[0]
    rows = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("|")][2:]
    return [
        (re.findall(r'`[^`]+`|"[^"]+"', press), re.findall(r"`([^`]+)`", see), see.strip()) for press, see in rows
    ]


def promised(shown: list[str]) -> list[str]:
    """What the line says that the screen shows; keys that it mentions beside that are no promise."""
    return [text for text in shown if len(text) > 1 and text not in KEYS]


@pytest.mark.parametrize("now", ["2026-11-24T09:42", "2026-11-21T11:00", "2026-12-23T20:30", "2027-02-28T07:00"])
async def test_the_first_ten_minutes(tmp_path: Path, now: str) -> None:
    moment = pendulum.parse(now, tz=ZONE)
    assert isinstance(moment, pendulum.DateTime)
    path = tmp_path / "demo.db"
    demo.build(path, FixedClock(moment))
    lines = steps()
    assert len(lines) > 20
    async with console(path, now=now) as desk:
        for pressed, shown, said in lines:
            for each in pressed:
                if each.startswith('"'):
                    await desk.type(each.strip('"'))
                else:
                    await desk.press(KEYS.get(each.strip("`"), each.strip("`")))
            if said == ENDS:
                assert not desk.app.is_running or desk.app._exit
                return
            screen = " ".join(desk.screen().split())
            missing = [text for text in promised(shown) if " ".join(text.split()) not in screen]
            assert not missing, f"{' '.join(pressed)}: {missing}\n{desk.screen()}"
    raise AssertionError("the last line does not end the program")
