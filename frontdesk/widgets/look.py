"""How the console looks: which signs, how many colours, which theme; as asked for, or as the terminal can."""

from __future__ import annotations

import os
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from rich.color import Color as Ink
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from frontdesk.settings import NO_COLOR
from frontdesk.widgets.plaintext import PlainText

LIGHT = "ansi-light"
"""The theme for a light background."""

GREY = 8
"""Bright black, the first of the brighter eight."""


class Signs(StrEnum):
    """Which characters are shown. What is typed and kept is the same with either."""

    AUTO = "auto"
    ALL = "all"
    ASCII = "ascii"


class Colour(StrEnum):
    """How many colours are shown. None of them is ever the only sign of anything."""

    AUTO = "auto"
    SIXTEEN = "16"
    EIGHT = "8"
    NONE = "none"


class Look(NamedTuple):
    """What is asked for; `auto`, and a theme without a name, are left to whoever is asked next."""

    signs: Signs = Signs.AUTO
    colour: Colour = Colour.AUTO
    theme: str = ""
    dim: bool = True
    """Whether dim text looks dim; not asked for, a terminal does it or not."""


PLAINEST = Look(Signs.ALL, Colour.AUTO, "ansi-dark")
"""What holds where nobody asks for anything else; the colours of the theme are sixteen by themselves."""


def decided(*looks: Look) -> Look:
    """The first word on each question, in the order of who is asked first."""
    asked = (*looks, PLAINEST)
    return Look(
        next((each.signs for each in asked if each.signs != Signs.AUTO), Signs.ALL),
        next((each.colour for each in asked if each.colour != Colour.AUTO), Colour.AUTO),
        next(each.theme for each in asked if each.theme),
        all(each.dim for each in asked),
    )


def of_environment(environment: Mapping[str, str] = os.environ) -> Look:
    """What the environment asks for: whoever sets NO_COLOR wants no colour, of any program (no-color.org)."""
    return Look(colour=Colour.NONE if NO_COLOR.read(environment) else Colour.AUTO)


def filters(look: Look) -> list[LineFilter]:
    """What every line goes through to look so; with any look, data is kept from being escape code."""
    worn: list[LineFilter] = [PlainText()]
    if look.theme == LIGHT and look.colour != Colour.NONE:
        from frontdesk.widgets.onlight import OnLight  # for few as well

        worn.append(OnLight())
    if look.colour == Colour.NONE:
        worn.append(Uncoloured())
    elif look.colour != Colour.AUTO:
        worn.append(FewerColours(bright=look.colour == Colour.SIXTEEN))
    if not look.dim:
        worn.append(Undimmed())
    if look.signs == Signs.ASCII:
        from frontdesk.widgets.ascii import Ascii  # tables that few need

        worn.append(Ascii())
    return worn


class Uncoloured(LineFilter):
    """Takes every colour out; bold, dim, underlined and reversed stay."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments without colours."""
        return [Segment(text, style and _without(style), control) for text, style, control in segments]


class FewerColours(LineFilter):
    """Makes do with sixteen colours, or with the eight of ECMA-48: what would have been brighter is then bold."""

    def __init__(self, *, bright: bool) -> None:
        super().__init__()
        self._fewer = _sixteen if bright else _eight

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments in these colours."""
        fewer = self._fewer
        return [Segment(text, style and fewer(style), control) for text, style, control in segments]


class Undimmed(LineFilter):
    """For terminals that show dim text as any other: what only suggests something loses the line under it.

    Without that, the hint in an empty field would pass for what somebody has typed.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments, nothing of them dim."""
        return [Segment(text, style and _undimmed(style), control) for text, style, control in segments]


@lru_cache(1024)
def _undimmed(style: Style) -> Style:
    return style + Style(dim=False, underline=False) if style.dim else style


@lru_cache(1024)
def _without(style: Style) -> Style:
    return style.without_color


@lru_cache(1024)
def _sixteen(style: Style) -> Style:
    return style.without_color + Style.from_color(_ink(_number(style.color)), _ink(_number(style.bgcolor)))


@lru_cache(1024)
def _eight(style: Style) -> Style:
    ink, paper = _number(style.color), _number(style.bgcolor)
    if ink == GREY and paper is None:  # bold black, which is black where bold is not bright
        return style.without_color + Style(dim=True)
    signs = Style(bold=True) if ink is not None and ink >= GREY else Style.null()
    return style.without_color + Style.from_color(_ink(ink, GREY), _ink(paper, GREY)) + signs


def _number(colour: Ink | None) -> int | None:
    """The number of a colour among the sixteen; None is the terminal's own."""
    return None if colour is None or colour.is_default else colour.downgrade(ColorSystem.STANDARD).number


def _ink(number: int | None, most: int = 2 * GREY) -> Ink | None:
    return None if number is None else Ink.from_ansi(number % most)
