"""A patient in one line: in search results, in the finder, beneath the booking form's patient field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import set_cell_size
from rich.text import Text

from frontdesk.desk import Desk
from frontdesk.logic import when
from frontdesk.screens.readers import age
from frontdesk.widgets.picker import Choice

if TYPE_CHECKING:
    from frontdesk.logic.patients import PatientRow

COLUMNS = (("born", 10), ("years", 4), ("phone", 16), ("number", 10))
"""What follows the name, and in how many cells; what doesn't fit is left out from the end."""


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


def _cells(columns: list[tuple[str, int]]) -> int:
    return sum(cells + 1 for _, cells in columns)
