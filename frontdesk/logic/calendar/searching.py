"""One wish held against the calendar, day by day: when it may be, what is free then, what comes first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, islice
from operator import attrgetter
from typing import NamedTuple

import pendulum

from frontdesk.db.calendar import ResourceKind, Standing
from frontdesk.desk import Desk
from frontdesk.logic.calendar.claims import claimed_by_others
from frontdesk.logic.calendar.gaps import NOTHING, Group, Held, Spans, Taken, gaps, joined
from frontdesk.logic.calendar.kind_rules import KindTimes
from frontdesk.logic.calendar.needs import Needs, Who
from frontdesk.logic.calendar.sought import WHOLE_DAY, Miss, Sought, useless
from frontdesk.logic.calendar.wall import Stretch, on_the_wall

SOME = 4
"""Days from which on SQLite is asked first which stretches are too full: the first few days are read at once."""
WORTH = 0.67
"""The share of stretches that may be left for it to be worth asking again."""


class Window(NamedTuple):
    """A stretch in which a visit may begin, and the part of it in which it is looked for; both ends included."""

    provider: int
    day: pendulum.Date
    first: int
    last: int
    wanted: int
    until: int


class Found(NamedTuple):
    """Time for the visit; in this order the soonest comes first, then what leaves the least useless time."""

    starts: int
    waste: int
    place: int
    ends: int
    provider: int
    room: int | None
    device: int | None
    interpreter: int | None
    places: int
    day: pendulum.Date


class Block(NamedTuple):
    """The windows of some days; `filtered`: those that are too full for certain were left out."""

    windows: list[Window]
    filtered: bool = False


Chosen = tuple[int | None, int | None, int | None]
"""Room, device, interpreter."""


class Search:
    """What is free for a wish."""

    def __init__(self, desk: Desk, wish: Sought, taken: Taken | None = None) -> None:
        self.needs = Needs(desk, wish)
        self.wish = wish
        self.taken = taken or Taken(wish.visit)
        first, last = self.needs.days
        begin, end = self.needs.span(first, last)
        self._claims: dict[int, list[Stretch]] = {}
        for claim in claimed_by_others(desk, begin, end):
            self._claims.setdefault(claim.provider, []).append((claim.starts, claim.ends))
        self._patient = [] if wish.patient is None else self.taken.patient(wish.patient, begin, end)
        self._filters = True
        zones = {who.id: who.zone for who in self.needs.who.values()}
        self._times = KindTimes(desk, self.needs.rules, list(zones), first, last, zones)

    @property
    def whoever(self) -> Sought:
        """The wish without the patient, where it does not matter who that is for when it may be."""
        anybody = self.needs.rules.standing is Standing.ANY
        return replace(self.wish, patient=None) if anybody else self.wish

    def soonest(self, rank: Miss, most: int) -> list[Found]:
        """The first openings of a rank."""
        pending: list[Found] = []
        for block in self.blocks(rank):
            for windows in self._parts(block):
                pending = sorted([*pending, *self.free(windows, most)])[:most]
                if len(pending) == most and pending[-1].starts < self.needs.after(windows[-1].day):
                    return pending
        return pending

    # -- when it may be --------------------------------------------------------------------------------

    def blocks(self, rank: Miss) -> Iterator[Block]:
        """One day, then ever more at a time."""
        day, last = self.needs.days
        days = 1
        while day <= last and self.needs.who:
            windows, count = list[Window](), 0
            while day <= last and count < days:
                here = self.windows(rank, day)
                windows += here
                count += bool(here)
                day = day.add(days=1)
            yield self.worth_a_look(Block(windows), days)
            days *= 2

    def worth_a_look(self, block: Block, days: int) -> Block:
        """Of many days, the block without what is too full for certain: SQLite counts faster than it tells."""
        if days < SOME or not self._filters or self.needs.rules.capacity > 1:
            return block
        length, windows = self.needs.length, block.windows
        asked = [(window.provider, window.wanted, window.until + length) for window in windows]
        left = [windows[place] for place in self.taken.roomy(asked, length)]
        self._filters = len(left) < len(windows) * WORTH
        return Block(left, filtered=True)

    def windows(self, rank: Miss, day: pendulum.Date) -> list[Window]:
        """When the visit may begin on a day, in that rank; what is booked is not asked."""
        wish, needs = self.wish, self.needs
        if (wish.weekdays and (day.weekday() in wish.weekdays) is rank.day) or not needs.fits(day):
            return []
        found: list[Window] = []
        for provider, opens, closes in self._times.all_open(day):
            if wish.providers and (provider in wish.providers) is rank.provider:
                continue
            first, last = max(opens, needs.soon), closes - needs.length
            if first > last:
                continue
            if wish.times == WHOLE_DAY:
                found.append(Window(provider, day, first, last, first, last))
            else:
                found += self._in_time(rank, needs.who[provider], (first, last), day)
        return found

    def _in_time(self, rank: Miss, who: Who, start: Stretch, day: pendulum.Date) -> Iterator[Window]:
        """The part of a stretch at the wished time of day, or what is before and after it."""
        begins, ends = on_the_wall(day, who.zone, self.wish.times)
        wanted, until = max(start[0], begins), min(start[1], ends - self.needs.length)
        if wanted > until:
            parts = [start] if rank.time else []
        elif rank.time:
            parts = [(start[0], wanted - 1), (until + 1, start[1])]
        else:
            parts = [(wanted, until)]
        yield from (Window(who.id, day, *start, *part) for part in parts if part[0] <= part[1])

    # -- what is free ----------------------------------------------------------------------------------

    def free(self, windows: Sequence[Window], most: int | None = None) -> list[Found]:
        """Openings in windows of a day or more, in no order; of each window at most so many."""
        within = min(each.first for each in windows), max(each.last for each in windows) + self.needs.need
        mine: dict[int, list[Window]] = {}
        for window in windows:
            mine.setdefault(window.provider, []).append(window)
        held = self.taken.providers(tuple(mine), *within)
        found: list[Found] = []
        for provider, each in mine.items():
            found += self._with(provider, each, held.get(provider, NOTHING), within, most)
        if self.needs.rules.capacity > 1:
            found += self._in_groups(windows, held, within)
        return found

    def _parts(self, block: Block) -> Iterator[Sequence[Window]]:
        """What is read together: all of it, or each day by itself where the days between are of no use."""
        if not block.filtered and not self.wish.weekdays:
            yield from (block.windows,) if block.windows else ()
            return
        for _, windows in groupby(block.windows, key=attrgetter("day")):
            yield list(windows)

    def _with(
        self, provider: int, windows: Sequence[Window], held: Spans, within: Stretch, most: int | None
    ) -> Iterator[Found]:
        """Openings with one provider; the windows are in order."""
        need = self.needs.need
        if others := self.needs.who[provider].others:
            held = joined(held, self.taken.visits(others, *within))
        free, shut, at = gaps(held, need), self._shut(provider, within), 0
        for window in windows:
            while free[at][1] - need < window.wanted:
                at += 1
            if free[at][0] > window.until:
                continue
            found = (
                opening
                for starts, waste in self._starts(window, islice(free, at, None))
                if not any(begins < starts < ends for begins, ends in shut)
                for opening in self._opening(window, starts, waste)
            )
            yield from islice(found, most)

    def _shut(self, provider: int, within: Stretch) -> list[Stretch]:
        """Between which moments no visit may begin, because the patient is elsewhere or somebody is booking."""
        begin, end = within
        spans = [(starts - self.needs.need, ends) for starts, ends in self._claims.get(provider, ())]
        spans += [(starts - self.needs.length, ends) for starts, ends in self._patient]
        return [(starts, ends) for starts, ends in spans if starts < end and ends > begin]

    def _starts(self, window: Window, free: Iterable[Stretch]) -> Iterator[tuple[int, int]]:
        """Lines of the calendar on which the visit may begin in a window, with the useless time each leaves."""
        step, need = self.needs.step, self.needs.need
        for since, until in free:
            if since > window.until:
                return
            first, last = max(since, window.first), min(until - need, window.last)
            start = -(-max(first, window.wanted) // step) * step
            for at in range(start, min(last, window.until) + 1, step):
                yield at, useless(at - first, last - at, self.needs.shortest)

    def _opening(self, window: Window, starts: int, waste: int) -> Iterator[Found]:
        """The opening, unless the day has enough of the kind, or something beside the provider is missing."""
        needs, provider = self.needs, window.provider
        if (starts, provider) == needs.at or needs.full(provider, window.day):
            return
        ends, who = starts + needs.length, needs.who[provider]
        if not needs.beside:
            yield Found(starts, waste, who.place, ends, provider, None, None, None, 0, window.day)
        elif (with_it := self._beside(who, (starts, ends), window.day)) is not None:
            yield Found(starts, waste, who.place, ends, provider, *with_it, 0, window.day)

    def _beside(self, who: Who, span: Stretch, day: pendulum.Date, party: int = 0) -> Chosen | None:
        """Room, device and interpreter that are free then, or with that group; None when one is missing."""
        chosen: dict[ResourceKind, int] = {}
        for each in self.needs.beside:
            rows = each.at(who.site)
            held = self.taken.beside(each.kind, rows, *self.needs.span(day, day))
            if (row := _first_free(rows, held, span, party)) is not None:
                chosen[each.kind] = row
            elif each.must:
                return None
        return chosen.get(ResourceKind.ROOM), chosen.get(ResourceKind.DEVICE), chosen.get(ResourceKind.INTERPRETER)

    def _in_groups(self, windows: Sequence[Window], held: Mapping[int, Spans], within: Stretch) -> Iterator[Found]:
        """Places left in groups of the kind that meet in the windows anyway."""
        needs = self.needs
        for group in self.taken.groups(tuple(held), needs.rules.kind, *within):
            who, span = needs.who[group.provider], (group.starts, group.stops)
            window = next((each for each in windows if self._holds(each, group)), None)
            if (
                window is not None
                and not _others_in(group, held[who.id])
                and group.places
                > sum(_meet(each, (group.starts, group.ends)) for each in self._claims.get(who.id, ()))
                and not any(_meet(each, span) for each in self._patient)
                and not needs.full(who.id, window.day, group.party)
                and (with_it := self._beside(who, span, window.day, group.party)) is not None
            ):
                yield Found(group.starts, 0, who.place, span[1], who.id, *with_it, group.places, window.day)

    def _holds(self, window: Window, group: Group) -> bool:
        """Whether the group begins when a visit with the provider may, and is as long or may be.

        Where neither the length nor the time of day was said, any length will do.
        """
        first, last = max(window.first, window.wanted), min(window.last, window.until)
        if window.provider != group.provider or not first <= group.starts <= last:
            return False
        wish, needs = self.wish, self.needs
        if wish.visit or wish.times != WHOLE_DAY or wish.minutes not in (None, needs.rules.minutes):
            return group.stops - group.starts == needs.length
        return group.stops <= window.last + needs.length


def _first_free(rows: Sequence[int], held: Mapping[int, Sequence[Held]], span: Stretch, party: int) -> int | None:
    """The first that nothing else takes then; before it the one where the group is."""
    starts, ends = span
    first: int | None = None
    for row in rows:
        meeting = {each.party for each in held.get(row, ()) if each.starts < ends and each.ends > starts}
        if party and meeting == {party}:
            return row
        if not meeting and first is None:
            first = row
    return first


def _meet(one: Stretch, other: Stretch) -> bool:
    """Whether two stretches overlap."""
    return one[0] < other[1] and one[1] > other[0]


def _others_in(group: Group, held: Spans) -> bool:
    """Whether anything but the group is in its time."""
    meeting = [starts < group.ends and ends > group.starts for starts, ends in zip(*held, strict=True)]
    return sum(meeting) != group.size
