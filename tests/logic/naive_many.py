"""Series and linked visits in the naive calendar."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tests.logic.naive import Calendar, No, Row, State, Visit, meet, moment, wall

LEAVE, ON_PURPOSE = "leave", "on purpose"
"""What is answered for every visit that clashes."""

MOST_LINKED = 20


@dataclass(frozen=True)
class Going:
    """A visit and where it is to go."""

    number: int
    starts: int
    provider: int
    on_purpose: bool = False


Outcome = dict[Row, State]
"""What a change gives its rows."""


def next_number(taken: Mapping[int, object]) -> int:
    """The number of the next row of a table from which nothing is deleted."""
    return max(taken, default=0) + 1


# Booking --------------------------------------------------------------------------------------------


def occurrences(calendar: Calendar, wish: Visit, walls: Sequence[datetime]) -> list[Visit | None]:
    """The visits of a series by the clock on the wall; None for a time that is skipped."""
    zone, found = calendar.zones[wish.provider], []
    for number, shown in enumerate(walls):
        try:
            starts = wish.starts if number == 0 else moment(shown, zone)
        except No:
            found.append(None)
        else:
            found.append(replace(wish, starts=starts, ends=starts + wish.long))
    return found


def clashes(calendar: Calendar, wishes: Sequence[Visit | None]) -> list[int]:
    """The numbers, from 1, of those that can't be there, or not beside one before it."""
    found, planned = [], list[Visit]()
    for number, wish in enumerate(wishes, 1):
        if wish is None or not _free(calendar, wish) or any(meet(wish, other) for other in planned):
            found.append(number)
        else:
            planned.append(wish)
    return found


def _free(calendar: Calendar, wish: Visit) -> bool:
    try:
        calendar.book(wish, False, False)
    except No:
        return False
    return True


def book_series(calendar: Calendar, wishes: Sequence[Visit | None], answers: Mapping[int, str]) -> Outcome:
    """All of them, but those left out; the series they are in."""
    number = next_number(calendar.series)
    going = []
    for place, wish in enumerate(wishes, 1):
        if answers.get(place) != LEAVE:
            if wish is None:
                raise No("skipped")
            going.append((replace(wish, series=number), place in answers))
    if not going:
        raise No("nothing")
    return {**book_all(calendar, going), ("series", number): "booked"}


def book_set(calendar: Calendar, wishes: Sequence[Visit], overbook: bool, override: bool) -> Outcome:
    """All of them, linked."""
    linked = calendar.sets + 1
    return book_all(calendar, [(replace(wish, linked=linked), overbook) for wish in wishes], override)


def book_all(calendar: Calendar, wishes: Sequence[tuple[Visit, bool]], override: bool | None = None) -> Outcome:
    """One after the other: each meets those before it."""
    found: Outcome = {}
    with calendar.trying():
        for wish, on_purpose in wishes:
            number = next_number(calendar.visits)
            state = calendar.book(wish, on_purpose, on_purpose if override is None else override)
            calendar.visits[number] = found["visit", number] = state
    return found


# Which ones -----------------------------------------------------------------------------------------


def members(calendar: Calendar, number: int, scope: str) -> list[int]:
    """Every visit in the scope, whatever became of it, in order."""
    row = calendar.visits[number]
    if scope == "set":
        found = [each for each, visit in calendar.visits.items() if row.linked and visit.linked == row.linked]
    else:
        found = [each for each, visit in calendar.visits.items() if row.series and visit.series == row.series]
    found = [each for each in found if scope != "following" or calendar.visits[each].starts >= row.starts]
    return sorted(found, key=lambda each: (calendar.visits[each].starts, each))


def chosen(calendar: Calendar, number: int, scope: str) -> list[int]:
    """Those of them that are still to come, the one asked about also when it is of today."""

    def to_come(each: int) -> bool:
        visit = calendar.visits[each]
        begins = calendar.today(visit.provider) if each == number else calendar.now
        return visit.place == "scheduled" and visit.starts >= begins

    found = [each for each in members(calendar, number, scope) if to_come(each)]
    if not found:
        raise No("none")
    return found


def cancel(calendar: Calendar, number: int, scope: str) -> Outcome:
    """All of them."""
    return {("visit", each): calendar.cancel(each) for each in chosen(calendar, number, scope)}


# Moving ---------------------------------------------------------------------------------------------


def target(calendar: Calendar, number: int, starts: int, provider: int) -> Callable[[int], tuple[int, int]]:
    """Where every other visit goes: as many days and as much by the clock on the wall."""
    row = calendar.visits[number]
    by = wall(starts, calendar.zones[provider]) - wall(row.starts, calendar.zones[row.provider])

    def place(each: int) -> tuple[int, int]:
        visit = calendar.visits[each]
        theirs = provider if visit.provider == row.provider else visit.provider
        if each == number:
            return starts, theirs
        return moment(wall(visit.starts, calendar.zones[visit.provider]) + by, calendar.zones[theirs]), theirs

    return place


def together(calendar: Calendar, going: Sequence[Going], override: bool | None = None) -> Outcome:
    """Move visits at once: none is in the way of another where it was, each is where it goes."""
    moving = [each for each in going if not stays(calendar, each)]
    if not moving:
        raise No("same")
    found: Outcome = {}
    with calendar.trying():
        wishes = {each.number: wish_of(calendar, each) for each in moving}
        for each in moving:
            calendar.visits[each.number] = replace(calendar.visits[each.number], place="cancelled", in_room=False)
        for each in moving:
            purpose = each.on_purpose
            state = calendar.elsewhere(
                each.number, wishes[each.number], purpose, purpose if override is None else override
            )
            calendar.visits[each.number] = found["visit", each.number] = state
    return found


def wish_of(calendar: Calendar, each: Going) -> Visit:
    """The visit in its new place."""
    old = calendar.visits[each.number]
    return replace(old, starts=each.starts, ends=each.starts + old.long, provider=each.provider)


def stays(calendar: Calendar, each: Going) -> bool:
    """Whether it is there already."""
    old = calendar.visits[each.number]
    return (old.starts, old.provider) == (each.starts, each.provider)


def may_move(calendar: Calendar, number: int, scope: str, starts: int, provider: int) -> list[int]:
    """The visits that move along; `No` where this one stays."""
    row = calendar.visits[number]
    if (scope == "set" and not row.linked) or (scope != "set" and not row.series):
        raise No("alone")
    found = chosen(calendar, number, scope)
    if number not in found:
        raise No("place")
    if scope != "set" and (starts, provider) == (row.starts, row.provider):
        raise No("same")
    return found


def clashes_of_move(calendar: Calendar, number: int, scope: str, starts: int, provider: int) -> list[int]:
    """The places in the plan, from 1, of visits that can't be where they would go, or not beside one before."""
    those = may_move(calendar, number, scope, starts, provider)
    place = target(calendar, number, starts, provider)
    planned = list[Visit]()

    def free(each: int) -> bool:
        try:
            going = Going(each, *place(each))
            wish = wish_of(calendar, going)
            if not stays(calendar, going):
                with calendar.trying():
                    for other in those:
                        calendar.visits[other] = replace(calendar.visits[other], place="cancelled")
                    calendar.take(wish, False, False)
        except No:
            return False
        if any(meet(wish, other) for other in planned):
            return False
        planned.append(wish)
        return True

    return [place_in_plan for place_in_plan, each in enumerate(those, 1) if not free(each)]


def move_series(
    calendar: Calendar, number: int, scope: str, starts: int, provider: int, answers: Mapping[int, str]
) -> Outcome:
    """Move the visits of a series; from the visit on they are another series where others come before."""
    those = may_move(calendar, number, scope, starts, provider)
    place, going = target(calendar, number, starts, provider), []
    for number_in_plan, each in enumerate(those, 1):
        if answers.get(number_in_plan) != LEAVE:
            going.append(Going(each, *place(each), number_in_plan in answers))
    found = together(calendar, going)
    row = calendar.visits[number]
    rest = [each for each in members(calendar, number, "all") if each not in those]
    before = [each for each in rest if calendar.visits[each].on and calendar.visits[each].starts < row.starts]
    found["series", row.series] = f"moved at {calendar.versions['series', row.series]}"
    if scope == "following" and before:
        mine = next_number(calendar.series)
        for each in those:
            state = found.get(("visit", each), calendar.visits[each])
            assert isinstance(state, Visit)
            found["visit", each] = replace(state, series=mine)
        found["series", mine] = "split"
    return found


def move_set(
    calendar: Calendar, number: int, starts: int, provider: int, pack: bool, overbook: bool, override: bool
) -> Outcome:
    """Move linked visits, at their distances or one after the other without gaps."""
    those = may_move(calendar, number, "set", starts, provider)
    row = calendar.visits[number]
    if pack:
        begins = starts - sum(calendar.visits[each].long for each in those[: those.index(number)])
        going = []
        for each in those:
            visit = calendar.visits[each]
            going.append(
                Going(each, begins, provider if visit.provider == row.provider else visit.provider, overbook)
            )
            begins += visit.long
    else:
        place = target(calendar, number, starts, provider)
        going = [Going(each, *place(each), overbook) for each in those]
    return together(calendar, going, override)


# Linking --------------------------------------------------------------------------------------------


def link(calendar: Calendar, number: int, other: int) -> Outcome:
    """Two visits, or two sets, become one set."""
    row, beside = calendar.visits[number], calendar.visits[other]
    if number == other or (row.linked and row.linked == beside.linked):
        raise No("same")
    if not (row.on and beside.on):
        raise No("off")
    joined = beside.linked or row.linked or calendar.sets + 1
    both = {each for one in (number, other) for each in (members(calendar, one, "set") or [one])}
    if len(both) > MOST_LINKED:
        raise No("many")
    return {
        ("visit", each): replace(calendar.visits[each], linked=joined)
        for each in sorted(both)
        if calendar.visits[each].linked != joined
    }


def unlink(calendar: Calendar, number: int) -> Outcome:
    """One is on its own, and the last of the others as well; what was booked in error is none of them."""
    if not calendar.visits[number].linked:
        raise No("alone")
    rest = [each for each in members(calendar, number, "set") if each != number]
    if sum(not calendar.visits[each].error for each in rest) > 1:
        rest = []
    return {("visit", each): replace(calendar.visits[each], linked=0) for each in (number, *rest)}
