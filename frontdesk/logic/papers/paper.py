"""A paper: what is printed, mailed or exported of what a screen shows; and its pages."""

from __future__ import annotations

from dataclasses import dataclass

import pendulum

from frontdesk.desk import Desk
from frontdesk.logic import practice, when
from frontdesk.logic.documents import FEED
from frontdesk.logic.papers.width import cells, cut, plain, wrap
from frontdesk.logic.printing.settings import Form, form

GAP = "   "
"""Between the parts of a page's first line."""

Row = tuple[str, ...]
"""Lines that stay together on one page."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A part that begins on a page of its own; `head` stands on each of its pages."""

    rows: tuple[Row, ...]
    head: Row = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """What a pane offers to `p`."""

    kind: str
    """What it is, without anything about a patient: the name by which printers and mail know it."""
    title: str
    """What stands at the top of each page, and in the list of print jobs."""
    sheets: tuple[Sheet, ...]
    patient: int | None = None
    """The patient whose record it is; noted in the audit trail."""


def typed(desk: Desk, paper: Paper) -> str:
    """The paper as text: pages of the practice's form, each with a heading and parted by form feeds."""
    sheet_form = form(desk)
    pages = [page for sheet in paper.sheets for page in _paged(sheet, sheet_form)]
    made = [
        "\n".join(plain(line.rstrip()) for line in (*_heading(desk, paper, number, len(pages), sheet_form), *page))
        for number, page in enumerate(pages, start=1)
    ]
    return f"\n{FEED}".join(made) + "\n"


def _paged(sheet: Sheet, sheet_form: Form) -> list[list[str]]:
    """The sheet's lines by page; rows stay whole unless they are longer than a page."""
    room = sheet_form.text_lines - HEADING - len(sheet.head)
    pages: list[list[str]] = [[]]
    for row in sheet.rows:
        if pages[-1] and len(pages[-1]) + len(row) > room:
            pages.append([])
        rest = list(row)
        while len(rest) > room:
            pages[-1] += rest[:room]
            rest = rest[room:]
            pages.append([])
        pages[-1] += rest
    return [[*sheet.head, *page] for page in pages]


SHORTEST_NAME = 8
"""Cells below which the practice's name is left out of the heading."""
HEADING = 2
"""Lines of a page's heading."""


def _heading(desk: Desk, paper: Paper, number: int, pages: int, sheet_form: Form) -> Row:
    right = f"printed {stamp(desk.now())}{GAP}page {number}/{pages}"
    room = sheet_form.columns - len(right) - len(GAP)
    title = cut(paper.title, room)
    left = room - cells(title) - len(GAP)
    if left >= SHORTEST_NAME:
        title += GAP + next(iter(wrap(practice.title(desk), left)), "")
    return f"{title}{' ' * (sheet_form.columns - cells(title) - len(right))}{right}", "=" * sheet_form.columns


def stamp(now: pendulum.DateTime) -> str:
    """When it was made, `7:30a 11/24`: with the day, since a sheet may be for another one."""
    return f"{when.clock(now)} {now.month}/{now.day}"
