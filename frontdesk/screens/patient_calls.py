"""A patient's phone notes on the patient's page: open ones before the visits, those that are done after them."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from rich.text import Text

from frontdesk.desk import Desk
from frontdesk.logic import notes, when
from frontdesk.logic.notes import NoteLine

WRAP = 66
"""Cells for the words of a note."""
MOST_LINES = 3
"""Lines for the words of one note; the whole of it is a key away."""


def open_calls(lines: Iterable[NoteLine]) -> Iterator[tuple[int, Text]]:
    """The lines of notes that are not done, with their numbers: what it is, then until when and for whom."""
    for line in lines:
        if line.closed_at is None:
            item = line.item
            due = when.echo_moment(item.due_at) if item.due_at else when.echo_day(item.due) if item.due else ""
            late = ", overdue" if item.overdue else ""
            tried = f", called {item.tries}x" if item.tries else ""
            sign = "! " if item.urgent else ""
            for text in textwrap.wrap(f"{sign}{_matter(line)}", WRAP, max_lines=MOST_LINES, placeholder=" ..."):
                yield line.id, Text(text, "bold" if item.urgent else "")
            yield line.id, Text(f"  for {item.whom or 'whoever comes first'}, due {due}{late}{tried}")


def done_calls(lines: Iterable[NoteLine]) -> Iterator[tuple[int, Text]]:
    """The lines of notes that are done: when it was and what it was about, then what came of it and by whom."""
    for line in lines:
        if line.closed_at is not None:
            text = f"{when.show_date(line.closed_at.date())} {_matter(line)}"
            yield line.id, Text(textwrap.shorten(text, WRAP, placeholder=" ..."))
            by = f" ({line.closed_by})" if line.closed_by else ""
            yield line.id, Text(f"  {line.outcome}{by}")


def _matter(line: NoteLine) -> str:
    caller = f"{line.caller}, " if line.caller else ""
    return f"{caller}{line.sort}: {line.text}"


def calls_of(desk: Desk, patient: int) -> tuple[NoteLine, ...]:
    """The patient's notes; none for who may not see them."""
    return notes.of_patient(desk, patient=patient) if desk.may("note.see") else ()
