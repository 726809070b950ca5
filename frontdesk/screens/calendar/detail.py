"""The line beneath the grid: everything about what is under the cursor."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pendulum
from rich.text import Text

from frontdesk.logic import when
from frontdesk.logic.calendar import Column, Day, DayBlock, DayVisit
from frontdesk.screens.calendar.sheet import signs

PLACES = {"scheduled": "", "no_show": "no-show"}
"""Where the word of a place is not the word for people."""


def about_visit(
    day: Day, visit: DayVisit, today: date, mind: Sequence[str] = (), bond: str = "", interpreter: str = ""
) -> Text:
    """Time, name, sex and age, birth date, phone, kind, length, room.

    `mind` is what to mind with the patient, `bond` the visit's place in its series or set, `interpreter` who
    interprets.
    """
    place = PLACES.get(visit.place, str(visit.place).replace("_", " "))
    who = [
        f">{day.clock(visit.starts)}",
        f"{signs(visit).strip()} {visit.sign}{visit.name}",
        f'"{visit.name_used}"' if visit.name_used else "",
        f"{visit.sex}{age(visit.born, today)}",
        when.show_date(date.fromisoformat(visit.born)) if visit.born else "",
        phone(visit.phone),
    ]
    what = [
        visit.kind,
        when.show_length(visit.minutes),
        bond,
        group(day, visit),
        "telehealth" if visit.telehealth else "",
        visit.room and f"rm {visit.room}",
    ]
    then = [
        place,
        "similar name: ask the birth date" if visit.same_name else "",
        visit.overbooked and f"overbooked: {visit.overbook_reason}".rstrip(": "),
        "urgent" if visit.urgent else "",
        visit.note,
    ]
    text = Text(" ".join(part for part in who if part))
    for sentence in mind:  # before what the grid says too: the end of the line is cut off on a small terminal
        text.append(f"  !{sentence}", "bold red")
    text.append(f"  {interpreter}" if interpreter else "")
    text.append(" " if mind or interpreter else "")
    text.append(" " + " ".join(part for part in what if part))
    return text.append("".join(f"  {part}" for part in then if part))


def group(day: Day, visit: DayVisit) -> str:
    """`group 3/8`: how many are in it, of how many; empty for a visit alone."""
    if not visit.party:
        return ""
    there = (each for column in day.columns for each in column.visits)
    members = {each.id for each in there if each.party == visit.party and each.place != "no_show"}
    return f"group {len(members)}/{visit.capacity}"


def phone(digits: str) -> str:
    """`510-555-0142`; what is not ten digits stays as it is."""
    return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}" if len(digits) == 10 else digits


def age(born: str, today: date) -> str:
    """Whole years of somebody born on an ISO date; empty for none."""
    if not born:
        return ""
    birth = date.fromisoformat(born)
    return str(today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day)))


ALL_DAY = 23 * 3600
"""Seconds; the shortest of local days."""


def about_block(day: Day, column: Column, block: DayBlock) -> Text:
    """From, to, whose, and why."""
    from_to = f"{day.clock(block.starts)}-{day.clock(block.ends)}"
    from_to = "all day" if block.ends - block.starts >= ALL_DAY else from_to
    said = f">{from_to} {column.short} # {block.reason}"
    return Text(said + ("" if block.may_override else "  (not bookable)"))


def about_slot(day: Day, column: Column, at: int) -> Text:
    """How much time is free from here, or that the provider is not in."""
    here, until = f">{day.clock(at)} {column.short}:", free_until(column, at)
    if until is None:
        return Text(f"{here} outside the hours", "dim")
    claim = next((each for each in column.claims if each.starts <= at < each.ends), None)
    if claim is not None:
        return Text(f"{here} @ {claim.name} is booking it, until {day.clock(claim.until)}")
    after = next((v for v in column.visits if v.place != "no_show" and v.ends <= at < v.free_at), None)
    if after is not None:
        return Text(f"{here} kept free after {after.name} until {day.clock(after.free_at)}")
    free = f"{when.show_length((until - at) // 60)} free"
    kept = next((each for each in column.kept if each.starts <= at < each.ends), None)
    if kept is not None:
        opens = when.echo_moment(pendulum.from_timestamp(kept.free_at).in_timezone(day.zone))
        return Text(f"{here} {free}, kept for {kept.code} until {opens}")
    return Text(f"{here} {free}")


def free_until(column: Column, at: int) -> int | None:
    """When the free time ends that begins at `at`; None outside the hours."""
    closes = [end for start, end in column.open if start <= at < end]
    if not closes:
        return None
    taken = [v.starts for v in column.visits if v.place != "no_show"] + [b.starts for b in column.blocks]
    return min([start for start in taken if start > at] + closes)
