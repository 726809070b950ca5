"""The calendar's second pane on a wide terminal: what is around the visit, or the time, under the cursor."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from datetime import date

from rich.text import Text
from textual.strip import Strip
from textual.widget import Widget

from frontdesk.desk import Desk
from frontdesk.logic import calendar, when
from frontdesk.logic.calendar import Column, Day, DayVisit, Load, OtherVisit
from frontdesk.screens.calendar.detail import age, phone
from frontdesk.widgets.rows import cut, strip

BESIDE = 32
"""Cells of the pane; what is left for the grid is as broad as the terminal that shows no pane."""
EDGE = "| "
ROOM = BESIDE - len(EDGE)
OTHERS = 4
"""Visits before, and after, that are named."""


class Aside(Widget):
    """Lines that are drawn again only where they changed."""

    DEFAULT_CSS = f"Aside {{ dock: right; width: {BESIDE}; height: 1fr; }}"
    can_focus = False

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[Text] = []

    def show(self, lines: list[Text]) -> None:
        """Show these lines; the same ones again send nothing."""
        if lines != self.lines:
            self.lines = lines
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line, behind the edge."""
        text = Text(EDGE, "dim").append_text(self.lines[y] if y < len(self.lines) else Text())
        return strip(text, self.size.width, self.rich_style)


def about_visit(desk: Desk, day: Day, visit: DayVisit, mind: Sequence[str], others: Sequence[str]) -> list[Text]:
    """Who it is and how to reach them, what to mind, what the visit has, the visits after it and before.

    `others` is what else to know of the visit, in sentences.
    """
    more = calendar.around(desk, visit=visit.id)
    born = f"born {when.show_date(date.fromisoformat(visit.born))}" if visit.born else ""
    lines = [Text(cut(f"{visit.sign}{visit.name}", ROOM), "bold")]
    lines += _texts(f'called "{visit.name_used}"' if visit.name_used else "")
    lines += _texts(" ".join(part for part in (f"{visit.sex}{age(visit.born, desk.today())}", born) if part))
    lines += _texts(more.number and f"number {more.number}", more.lives)
    lines += _texts(*(f"{each.shown} {each.kind}" for each in more.phones)) or _texts(phone(visit.phone))
    for sentence in mind:
        lines += [Text(line, "bold red") for line in _wrapped(f"!{sentence}")]
    lines += [Text(), *_texts(f"{day.clock(visit.starts)}-{day.clock(visit.ends)}  {visit.kind} {more.kind}")]
    has = (visit.room and f"room {visit.room}", more.device, "telehealth" if visit.telehealth else "")
    lines += _texts(*has, *others, visit.note)
    lines += _texts(f"booked {when.echo_day(more.booked_at.date())}")
    return [*lines, *_visits("Next", more.next), *_visits("Before", more.before)]


def about_times(title: str, columns: Sequence[tuple[Day, Column]], at: int, *, days: bool = False) -> list[Text]:
    """Who is how full, and when the next line is free from a time on; of a week each day."""
    lines = [Text(title, "bold"), Text(f"{'':14}{'booked':>7} {'free at':>8}", "dim")]
    for day, column in columns:
        name = (
            f"{day.day:%a} {day.day.day} {day.day:%b}" if days else f"{column.short} {column.credential}".strip()
        )
        free = next_free(day, column, at)
        when_free = day.clock(free) if free is not None else "-"
        lines.append(Text(f"{cut(name, 14):<14}{f'{column.booked}/{column.capacity}':>7} {when_free:>8}"))
    return lines


def about_load(load: Load, day: Day) -> list[Text]:
    """A day of a month: how full, and whose visits they are."""
    lines = [Text(when.echo_day(load.day), "bold"), *_texts(f"{load.visits} visits, {load.percent}% of the time")]
    for column in day.columns:
        name = f"{column.short} {column.credential}".strip()
        if column.open or column.booked:
            lines.append(Text(f"{cut(name, 18):<18}{f'{column.booked}/{column.capacity}':>8}"))
    return lines


def next_free(day: Day, column: Column, at: int) -> int | None:
    """The first line from a time on in which nothing is, inside the hours."""
    taken = [(v.starts, v.free_at or v.ends) for v in column.visits if v.place != "no_show"]
    taken += [(block.starts, block.ends) for block in column.blocks]
    for line in day.lines:
        inside = line >= at and any(opens <= line < closes for opens, closes in column.open)
        if inside and not any(starts < line + day.step * 60 and line < ends for starts, ends in taken):
            return line
    return None


def _visits(title: str, visits: Sequence[OtherVisit]) -> Iterator[Text]:
    if not visits:
        return
    yield Text()
    yield Text(title, "bold")
    for each in visits[:OTHERS]:
        at = f"{when.show_date(each.starts.date())} {when.clock(each.starts)}"
        place = "" if each.place in ("scheduled", "done") else f" {each.place}"
        yield Text(cut(f"{at} {each.kind} {each.provider}{place}", ROOM))


def _texts(*texts: str) -> list[Text]:
    return [Text(line) for text in texts if text for line in _wrapped(text)]


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, ROOM, subsequent_indent=" ")
