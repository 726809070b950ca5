"""ASCII, fewer colours and none: by whom they are chosen, and that the screens change while they are open."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.strip import Strip

from frontdesk.harness import console
from frontdesk.logic import calendar
from frontdesk.widgets.ascii import as_ascii
from frontdesk.widgets.look import Colour, Look, Signs, decided, filters, of_environment
from frontdesk.widgets.plaintext import harmless
from tests.screens.office import Office, open_office

NAMES = {
    "Núñez": "Nunez", "Nu\u0301n\u0303ez": "Nunez", "Müller-Lüdenscheid": "Muller-Ludenscheid", "Weiß": "Weis",
    "Łódź": "Lodz", "Øster, Åse": "Oster, Ase", "Nguyễn Thị": "Nguyen Thi", "İpek Yılmaz": "Ipek Yilmaz",
    "Иванов": "Ivanov", "Ελένη": "Eleni", "王小明": "??????", "Ａbb": "A bb", "ﬁ": "f", "☂": "?",
    "┌─┬─╮": "+-+-+", "║▌█": "||#", "‘so’ … “so”": "'so' . \"so\"", "½ Ⅷ ²": "? ? 2", "O'Brien [x]": "O'Brien [x]",
}  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_names_can_be_read_in_ascii(name: str) -> None:
    assert as_ascii(name) == NAMES[name]


@given(
    st.text(st.characters(), max_size=60)
    | st.text(st.sampled_from("éß王👩\u200d\ufe0f\u0301🇩🇪क्षि½│a "), max_size=12)
)
def test_ascii_takes_as_many_cells(text: str) -> None:
    shown = as_ascii(harmless(text))
    assert shown.isascii()
    assert cell_len(shown) == cell_len(harmless(text))
    assert as_ascii(shown) == shown


def test_the_first_who_asks_for_something_gets_it() -> None:
    person, environment = Look(colour=Colour.SIXTEEN), Look(colour=Colour.NONE)
    terminal = Look(Signs.ASCII, Colour.EIGHT)
    assert decided(person, environment, terminal) == Look(Signs.ASCII, Colour.SIXTEEN, "ansi-dark")
    assert decided(Look(), environment, terminal) == Look(Signs.ASCII, Colour.NONE, "ansi-dark")
    assert decided(Look(Signs.ALL, theme="ansi-light"), Look(), terminal) == Look(
        Signs.ALL, Colour.EIGHT, "ansi-light"
    )
    assert decided() == Look(Signs.ALL, Colour.AUTO, "ansi-dark")
    assert of_environment({"NO_COLOR": "1"}).colour == Colour.NONE
    assert of_environment({"NO_COLOR": ""}) == of_environment({}) == Look()


COLOURS = {
    "red": ("red", "red", ""),
    "bold red on blue": ("bold red on blue", "bold red on blue", "bold"),
    "bright_red": ("bright_red", "bold red", ""),
    "bright_black": ("bright_black", "dim", ""),
    "bright_black on bright_white": ("bright_black on bright_white", "bold black on white", ""),
    "color(196) on #00ff00": ("red on green", "red on green", ""),
    "dim reverse default": ("dim reverse", "dim reverse", "dim reverse"),
}
"""What is left of a style in sixteen colours, in eight, in none."""


def codes(style: Style | None) -> str:
    """What a terminal is told of it."""
    return Strip.render_ansi(style, ColorSystem.STANDARD) if style else ""


@pytest.mark.parametrize("style", COLOURS)
def test_colours_that_a_terminal_lacks_become_others(style: str) -> None:
    for colour, wanted in zip((Colour.SIXTEEN, Colour.EIGHT, Colour.NONE), COLOURS[style], strict=True):
        line = [Segment("x", Style.parse(style)), Segment("y")]
        for each in filters(Look(colour=colour)):
            line = each.apply(line, Color(0, 0, 0))
        assert [codes(style) for _, style, _ in line] == [codes(Style.parse(wanted)), ""]


def test_what_only_suggests_shows_where_nothing_is_dim() -> None:
    line = [Segment("weekly", Style.parse("dim underline")), Segment("15m", Style.parse("underline"))]
    for each in filters(Look(dim=False)):
        line = each.apply(line, Color(0, 0, 0))
    assert [codes(style) for _, style, _ in line] == ["", "4"]
    assert not decided(Look(), Look(dim=False)).dim


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = open_office(tmp_path)
    visit = made.book(made.register("Núñez", "Zoë"), "Okafor", "9:30")
    calendar.arrive(made.desk, visit=visit, version=1)
    made.desk.database.close()
    return made


async def test_every_screen_follows_while_it_is_open(office: Office) -> None:
    async with console(office.path, login="mlee", now="2026-11-24T09:42") as desk:

        def coloured() -> bool:
            styles = [segment.style for strip in desk._strips() for segment in strip if segment.style]
            return any(not colour.is_default for s in styles for colour in (s.color, s.bgcolor) if colour)

        assert "Núñez" in desk.screen()
        assert coloured()
        await desk.press("n")
        await desk.type("Núñ")
        desk.app.wear(Look(Signs.ASCII, Colour.NONE))
        await desk.settle()
        assert desk.app.no_color
        assert "Nun" in desk.screen()
        assert desk.screen().isascii()
        assert not coloured()
        await desk.press("enter")
        assert "Nunez, Zoe" in desk.screen(), "what was typed is what was meant"
        desk.app.wear(Look())
        await desk.settle()
        assert "Núñez, Zoë" in desk.screen()
        await desk.press("ctrl+g")
        assert "Núñez" in desk.screen()
        assert coloured()
