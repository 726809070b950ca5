"""Every colour that the screens use can be read on a light background."""

from __future__ import annotations

import pytest
from rich.color import ANSI_COLOR_NAMES
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from frontdesk.screens.calendar.sheet import COLORS
from frontdesk.widgets.look import Colour, Look, filters
from frontdesk.widgets.onlight import OnLight

XTERM = (
    "#000000", "#cd0000", "#00cd00", "#cdcd00", "#0000ee", "#cd00cd", "#00cdcd", "#e5e5e5",
    "#7f7f7f", "#ff0000", "#00ff00", "#ffff00", "#5c5cff", "#ff00ff", "#00ffff", "#ffffff",
)  # fmt: skip
"""The sixteen colours of xterm, of which more than one is brighter than elsewhere."""

NAMES = [name for name, number in ANSI_COLOR_NAMES.items() if number < len(XTERM)]


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG 2 has it."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def shown(style: Style) -> Style:
    made = OnLight().apply([Segment("x", style)], Color(255, 255, 255))[0].style
    assert made is not None
    return made


@pytest.mark.parametrize("name", NAMES)
def test_an_ink_stands_out_from_white(name: str) -> None:
    style = shown(Style(color=name, bold=True))
    assert style.bold
    assert style.color is not None
    dark = 0 if style.color.is_default else style.color.number
    assert dark is not None
    assert 1.05 / (luminance(XTERM[dark]) + 0.05) >= 4


def test_what_has_its_own_background_stays() -> None:
    assert shown(Style(color="yellow", bgcolor="blue")) == Style(color="yellow", bgcolor="blue")
    assert shown(Style(reverse=True)) == Style(reverse=True)


def test_waiting_being_seen_and_missed_stay_apart() -> None:
    inks = {
        place: shown(Style.parse(COLORS[place])).color
        for place in ("arrived", "roomed", "with_provider", "no_show")
    }
    assert len({ink and ink.name for ink in inks.values()}) == 4


def test_only_the_light_theme_wears_it() -> None:
    def worn(look: Look) -> bool:
        return any(isinstance(each, OnLight) for each in filters(look))

    assert worn(Look(theme="ansi-light"))
    assert not worn(Look(theme="ansi-dark"))
    assert not worn(Look(theme="ansi-light", colour=Colour.NONE))
