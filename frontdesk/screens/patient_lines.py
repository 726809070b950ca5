"""A patient in one line: in search results, in the finder, beneath the booking form's patient field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from frontdesk.desk import Desk
from frontdesk.logic import when
from frontdesk.screens.readers import age
from frontdesk.widgets.picker import Choice

if TYPE_CHECKING:
    from frontdesk.logic.patients import PatientRow

COLUMNS = (("born", 10), ("years", 4), ("phone", 16), ("number", 10))
"""What follows the name, and in how many cells; what doesn't fit is left out from the end."""

NAMES = (20, 24)
"""Cells that a name has in a list of people to call before anything else gives way, and at most."""
LEAST = 8
"""Cells that it has however narrow the terminal is."""
WORTH = 7
"""Cells with which a last column still says something."""
NARROW = 54
"""Cells below which a number stands close to the name."""


def facts(desk: Desk, row: PatientRow) -> dict[str, str]:
    """What tells a patient from another of the same name, in words."""
    years = str(age(row.born, desk.today())) if row.born else ""
    return {
        "born": when.show_date(row.born) if row.born else "",
        "years": f"{row.sex}{years}",
        "phone": row.phone,
        "number": row.number,
    }


def patient_choice(desk: Desk, row: PatientRow) -> Choice:
    """A patient as a row to choose."""
    known = facts(desk, row)
    words = [row.standing.upper(), *(known[key] for key in ("born", "years", "phone"))]
    echo = " ".join(word for word in words if word)
    return Choice(row.id, row.name, (f"{row.sign}{row.called}", *known.values()), echo)


def patient_line(desk: Desk, row: PatientRow, width: int) -> Text:
    """A patient as a line of a list; the columns stand under each other whatever the rows hold."""
    columns = list(COLUMNS)
    while columns and width - _cells(columns) < 16:
        columns.pop()
    name = max(1, min(36, width - 2 - _cells(columns)))
    known = facts(desk, row)
    line = Text((row.sign or " ") + set_cell_size(row.called, name))
    for key, cells in columns:
        line.append(" " + set_cell_size(known[key], cells))
    return line


def called_line(at: str, name: str, phone: str, tries: int, beside: Sequence[str], width: int) -> Text:
    """When, who, the number to call; of what is beside it, the first first, what leaves the name its room.

    The last of it takes what is left at the end, where that is worth a look.
    """
    tried = f"({tries})" if tries else ""
    number = f" {phone or 'no phone':<12}" + (f"{tried:>4}" if width >= NARROW else "")
    room, shown = width - cell_len(at) - cell_len(number), ""
    *fixed, last = beside
    for text in fixed:
        if room - cell_len(f"{shown} {text}") < NAMES[0]:
            last = ""
            break
        shown += f" {text}"
    room -= cell_len(shown)
    cells = max(LEAST, min(NAMES[1], room))
    shown += f" {last}" if room - cells >= WORTH else ""
    return Text(f"{at}{set_cell_size(name, cells)}{number}{'' if width >= NARROW else tried}{shown}")


def _cells(columns: list[tuple[str, int]]) -> int:
    return sum(cells + 1 for _, cells in columns)
