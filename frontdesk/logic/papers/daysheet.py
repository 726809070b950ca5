"""The day sheet: who comes when to whom, to work from when the box is down, with lines to write on.

Each provider has pages of their own, since that is how they are handed out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import pendulum

from frontdesk.db.calendar import Place
from frontdesk.desk import Desk
from frontdesk.logic import calendar, patients, practice, when
from frontdesk.logic.calendar import LETTERS, Column, Day, DayBlock, DayVisit
from frontdesk.logic.calendar.room_day import NO_ROOM
from frontdesk.logic.calendar.sites import each_site
from frontdesk.logic.papers.paper import Paper, Row, Sheet
from frontdesk.logic.papers.width import cells, fit, wrap
from frontdesk.logic.phones import show_phone
from frontdesk.logic.printing.settings import form

SHORTEST_LINE = 15
"""Minutes: free time is cut into lines to write on, not shorter than this."""
LEFT = 10
"""Cells before the name: time and place."""
COLUMNS = (("Born", 10), ("Phone", 12), ("Kind", 5), ("Len", 4))
"""What follows the name, and its cells."""
LAST = 10
"""Cells of the last column: the room, or on a room's sheet the provider."""
LONGEST_NAME = 40
LEGEND = "; ".join(
    (
        "St: " + ", ".join(f"{letter} {str(place).replace('_', ' ')}" for place, letter in LETTERS.items()),
        "c confirmed",
        "= a similar name that day, ask the birth date",
        "! overbooked or urgent",
        "before the name: + deceased, - dismissed, ~ test record, * something to mind.",
    )
)
"""What the letters mean; on every provider's last page."""


def day_sheet(desk: Desk, *, day: pendulum.Date) -> Paper:
    """The day sheet of a day, by provider."""
    sheets = (sheets_of(at, calendar.day(at, day=day), where=name) for name, at in each_site(desk))
    return Paper("day sheet", f"Day sheet {when.echo_day(day)}", tuple(sheet for some in sheets for sheet in some))


def room_sheet(desk: Desk, *, day: pendulum.Date) -> Paper:
    """The day sheet of a day, by room."""
    sheets = (sheets_of(at, calendar.day_by_room(at, day=day), where=name) for name, at in each_site(desk))
    return Paper("day sheet", f"Rooms {when.echo_day(day)}", tuple(sheet for some in sheets for sheet in some))


def week_sheet(desk: Desk, *, day: pendulum.Date, provider: int) -> Paper:
    """A provider's sheets of the week that a day lies in."""
    days = calendar.week(desk, day=day, provider=provider).days
    sheets = [sheet for each in days for sheet in sheets_of(desk, each, dated=True, empty=False)]
    name = next((name_of(column) for each in days for column in each.columns), "Nobody")
    title = f"{name}, week of {when.echo_day(days[0].day)}"
    return Paper("week sheet", title, tuple(sheets) or (Sheet((("No hours and nothing booked.",),)),))


def is_working_day(desk: Desk, *, day: pendulum.Date) -> bool:
    """Whether anybody works on that day or has anything booked."""
    return any(column.visits or column.open for column in calendar.day(desk, day=day).columns)


def sheets_of(
    desk: Desk, day: Day, *, dated: bool = False, empty: bool = True, where: str = ""
) -> tuple[Sheet, ...]:
    """A sheet for each column in which there is anything; the last one names who is away."""
    width, legend = form(desk).columns, ("", *wrap(LEGEND, form(desk).columns))
    here = [
        column
        for column in day.columns
        if column.visits or column.blocks or (column.open and column.room != NO_ROOM)
    ]
    away = [name_of(column) for column in day.columns if column not in here and column.room is None]
    names = {card.id: card.short for card in practice.every_provider(None)}
    needed = calendar.interpreted(desk, visits=[visit.id for column in here for visit in column.visits])
    spoken = {visit: each.words for visit, each in needed.items()}
    sheets = [
        Sheet(
            (*_rows(day, column, width, names, _minds(desk, column), spoken), legend),
            _head(day, column, width, dated, where),
        )
        for column in here
    ]
    if not empty:
        return tuple(sheets)
    last = sheets.pop() if sheets else Sheet((("Nobody works on this day and nothing is booked.",),))
    return (*sheets, Sheet((*last.rows, _not_in(away, width)), last.head))


def name_of(column: Column) -> str:
    """`Okafor MD`, or a room's name."""
    return f"{column.short} {column.credential}".strip()


def _columns(column: Column) -> tuple[tuple[str, int], ...]:
    return (*COLUMNS, ("Room" if column.room is None else "With", LAST))


def _head(day: Day, column: Column, width: int, dated: bool, where: str) -> Row:
    """Whose sheet it is, and what the columns mean."""
    hours = ", ".join(f"{day.clock(opens)}-{day.clock(closes)}" for opens, closes in column.open)
    count = f"{column.booked} visit{'' if column.booked == 1 else 's'}"
    titles = " ".join(fit(title, room) for title, room in _columns(column))
    whose = [when.echo_day(day.day)] if dated else []
    return (
        "   ".join([*whose, *([where] if where else []), name_of(column), hours or "no hours", count]),
        "",
        f"{fit('  Time St', LEFT)}{fit('Patient', _name_room(width))} {titles}",
        "-" * width,
    )


def _name_room(width: int) -> int:
    return min(LONGEST_NAME, width - LEFT - sum(room + 1 for _, room in COLUMNS) - LAST - 1)


def _minds(desk: Desk, column: Column) -> dict[int, tuple[str, ...]]:
    """What to mind, by patient, where there is more than an alert: nobody can look it up on paper."""
    if not desk.may("patient.see"):
        return {}
    signed = {visit.patient for visit in column.visits if visit.sign}
    return {patient: patients.to_mind(desk, patient=patient) for patient in signed}


def _rows(
    day: Day,
    column: Column,
    width: int,
    names: dict[int, str],
    minds: dict[int, tuple[str, ...]],
    spoken: dict[int, str],
) -> Iterator[Row]:
    """Visits, blocks and free time in the order of time; `spoken` says of a visit who interprets."""
    entries: list[tuple[int, int, Row]] = []
    for visit in column.visits:
        last = (
            ("tele" if visit.telehealth else visit.room) if column.room is None else names.get(visit.provider, "")
        )
        mind = minds.get(visit.patient, (visit.alert,))
        if visit.id in spoken:
            mind = (*(each for each in mind if not each.startswith("interpreter")), spoken[visit.id])
        entries.append((visit.starts, 0, _visit(day, visit, width, last, mind)))
    entries += [(block.starts, 1, _block(day, block, width)) for block in column.blocks]
    entries += [(at, 2, _free(day, at, width)) for at in lines_to_write_on(day, column)]
    for _, _, row in sorted(entries, key=lambda entry: entry[:2]):
        yield row


def _time(day: Day, at: int, sign: str) -> str:
    return fit(f"{day.clock(at):>6} {sign}", LEFT)


def _visit(day: Day, visit: DayVisit, width: int, last: str, mind: Sequence[str]) -> Row:
    """One line; what to mind and note beneath it, and the name in full where it was too long."""
    room = _name_room(width)
    confirmed = "c" if visit.confirmed and visit.place is Place.SCHEDULED else " "
    sign = f"{LETTERS[visit.place]}{confirmed}{'=' if visit.same_name else ' '}"
    mark = "!" if visit.overbooked or visit.urgent else ""
    facts = (
        when.show_date(date.fromisoformat(visit.born)) if visit.born else "",
        show_phone(visit.phone),
        f"{visit.kind}{mark}",
        when.show_length(visit.minutes),
        last,
    )
    shown = " ".join(fit(fact, cell) for fact, (_, cell) in zip(facts, (*COLUMNS, ("", LAST)), strict=True))
    name = f"{visit.sign}{visit.name}"
    more = [
        visit.name if cells(name) > room else "",
        f"goes by {visit.name_used}" if visit.name_used else "",
        *(f"! {sentence}" for sentence in mind if sentence),
        visit.note,
        f"overbooked: {visit.overbook_reason}" if visit.overbook_reason else "",
    ]
    beneath = [f"{' ' * LEFT}{part}" for text in more for part in wrap(text, width - LEFT)]
    return (f"{_time(day, visit.starts, sign)}{fit(name, room)} {shown}".rstrip(), *beneath)


def _block(day: Day, block: DayBlock, width: int) -> Row:
    end = f"until {day.clock(block.ends)}{'' if block.may_override else ', not bookable'}"
    first, *rest = wrap(f"{block.reason}, {end}", width - LEFT)
    return (f"{_time(day, block.starts, '#')}{first}", *(f"{' ' * LEFT}{part}" for part in rest))


def _free(day: Day, at: int, width: int) -> Row:
    return (f"{_time(day, at, '.')}{'_' * (width - LEFT)}",)


def lines_to_write_on(day: Day, column: Column) -> list[int]:
    """Where free time begins, and each line of the calendar in it, 15 minutes apart or more; epoch seconds."""
    step = max(day.step, SHORTEST_LINE) * 60
    taken = sorted(
        [(visit.starts, max(visit.ends, visit.free_at)) for visit in column.visits if visit.place != Place.NO_SHOW]
        + [(block.starts, block.ends) for block in column.blocks]
    )
    found: list[int] = []
    for opens, closes in column.open if column.room != NO_ROOM else ():
        at = opens
        for starts, ends in [*taken, (closes, closes)]:
            stop = min(starts, closes)
            if at < stop:
                found += [at, *range(at - at % step + step, stop, step)]
            at = max(at, ends)
    return found


def _not_in(away: list[str], width: int) -> Row:
    """Who is not in, so that nobody thinks that a page was lost."""
    return ("", *wrap(f"Not in: {', '.join(away)}.", width)) if away else ()
