"""What a terminal could obey never reaches it, and lines keep their width."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from frontdesk.widgets.plaintext import PlainText, harmless

PAYLOADS = {
    "clipboard (OSC 52)": "\x1b]52;c;ZXZpbA==\x07",
    "title (OSC 0)": "\x1b]0;owned\x1b\\",
    "link (OSC 8)": "\x1b]8;;http://evil.example\x1b\\here\x1b]8;;\x1b\\",
    "clear (CSI)": "\x1b[2J\x1b[H",
    "colour (CSI m)": "\x1b[31mred",
    "device report (CSI c)": "\x1b[c",
    "C1 CSI": "\x9b2J",
    "C1 OSC": "\x9d52;c;ZXZpbA==\x9c",
    "DCS": "\x1bP1;1|17/ab\x1b\\",
    "right to left override": "\u202egnorw",
    "isolates and zero width": "\u2066a\u200b\u200d\ufeff\u2069b",
    "backspace, carriage return, delete": "a\b\r\x7fb",
    "line breaks": "a\nb\u2028c\u2029d\x85e\x0b\x0cf",
    "surrogate": "a\ud800b",
    "tags": "a\U000e0041\U000e007fb",
}


def shown(text: str, style: Style | None = None) -> list[Segment]:
    return PlainText().apply([Segment(text, style)], Color(0, 0, 0))


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_nothing_to_obey_is_left(payload: str) -> None:
    (segment,) = shown(payload)
    assert not [c for c in segment.text if ord(c) < 32 or 127 <= ord(c) < 160]
    assert segment.text == harmless(payload)
    segment.text.encode("utf-8")


@given(st.text(st.characters(), max_size=60))
def test_the_width_stays_and_so_does_what_is_harmless(text: str) -> None:
    clean = harmless(text)
    assert cell_len(clean) == cell_len(text)
    assert harmless(clean) == clean


NAMES = ["O'Brien", "Núñez", "Kim, Ha-eun", "[@click=app.bell]x[/]", "王小明", "Müller-Lüdenscheid", "नमस्ते"]


@pytest.mark.parametrize("name", NAMES)
def test_names_stay_as_they_are(name: str) -> None:
    assert harmless(name) == name


def test_styles_stay_but_links_and_actions_go() -> None:
    style = Style(bold=True, color="red", link="http://evil.example", meta={"@click": "app.quit"})
    (segment,) = shown("x", style)
    assert segment.style is not None
    assert (segment.style.bold, segment.style.link, segment.style.meta) == (True, None, {})
    assert segment.style.color == style.color
