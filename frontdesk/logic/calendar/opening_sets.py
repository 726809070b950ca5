"""Openings for visits that belong together: a family one after another, a test before the doctor."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, NamedTuple

import pendulum

from frontdesk.desk import Desk, Refused, view
from frontdesk.logic.calendar.gaps import Taken
from frontdesk.logic.calendar.openings import opening
from frontdesk.logic.calendar.searching import Block, Found, Search, Window
from frontdesk.logic.calendar.sought import Miss, Opening, Sought, ranks

MOST = 6
"""Visits that are looked for together."""
GAP = 15
"""Minutes that may pass between two of them when nothing else is said."""


class Link(NamedTuple):
    """An opening for one step. The soonest first, then what is more as wished, then what wastes less."""

    starts: int
    rank: int
    found: Found


Ways = dict[int, list[Window]]
"""When a step may be on a day, by rank."""

Chain = tuple[Link, ...]
"""An opening for every step."""


@view("calendar.openings_for_set", permission="calendar.see")
def openings_for_set(
    desk: Desk, steps: tuple[Sought, ...], gap_minutes: int = GAP, limit: int = 5
) -> tuple[tuple[Opening, ...], ...]:
    """The first openings for visits of one day, each 0 to `gap_minutes` after the end of the one before.

    One set for every opening of the first visit. Sets in which everything is as wished come before all others.
    """
    if not 1 <= len(steps) <= MOST:
        raise Refused(f"One to {MOST} visits can be looked for together.", field="steps")
    return Together(desk, steps, 60 * gap_minutes).soonest(limit)


class Together:
    """Several wishes whose visits follow each other."""

    def __init__(self, desk: Desk, steps: Sequence[Sought], gap: int) -> None:
        taken = Taken()
        self.searches = [Search(desk, step, None if step.visit else taken) for step in steps]
        self.gap = gap
        self._ranks = [ranks(step) for step in steps]
        self._may_be: dict[tuple[Sought, tuple[Miss, ...], tuple[pendulum.Date, ...]], Any] = {}

    def soonest(self, limit: int) -> tuple[tuple[Opening, ...], ...]:
        """The first sets as wished, then the first others."""
        wished = self._first([each[:1] for each in self._ranks], limit, frozenset())
        if len(wished) < limit and any(len(each) > 1 for each in self._ranks):
            begun = frozenset((chain[0].starts, chain[0].found.provider) for chain in wished)
            wished += self._first(self._ranks, limit - len(wished), begun)
        return tuple(
            tuple(
                opening(search, each[link.rank], link.found)
                for search, each, link in zip(self.searches, self._ranks, chain, strict=True)
            )
            for chain in wished
        )

    def _first(
        self, allowed: Sequence[tuple[Miss, ...]], limit: int, but: frozenset[tuple[int, int]]
    ) -> list[Chain]:
        """The first chains in these ranks that do not begin with any of `but`."""
        found: list[Chain] = []
        for day, windows in self._days(allowed):
            found = sorted([*found, *self._of_day(self._links(windows), limit, but)], key=_order)[:limit]
            after = min(search.needs.after(day) for search in self.searches)
            if len(found) == limit and found[-1][0].starts < after:
                break
        return found

    def _days(self, allowed: Sequence[tuple[Miss, ...]]) -> Iterator[tuple[pendulum.Date, list[Ways]]]:
        """The days on which every step may be; they are looked through one first, then ever more at a time."""
        spans = [search.needs.days for search in self.searches]
        day, last = max(first for first, _ in spans), min(last for _, last in spans)
        count = 1
        while day <= last:
            left = [day.add(days=n) for n in range(min(count, (last - day).days + 1))]
            day, count = left[-1].add(days=1), count * 2
            steps: list[dict[pendulum.Date, Ways]] = []
            for search, misses in zip(self.searches, allowed, strict=True):
                steps.append(self._by_day(search, misses, tuple(left)))
                left = [each for each in left if each in steps[-1]]
            yield from ((each, [step[each] for step in steps]) for each in left)

    def _by_day(
        self, search: Search, misses: tuple[Miss, ...], days: tuple[pendulum.Date, ...]
    ) -> dict[pendulum.Date, Ways]:
        """When a step may be, by day, but for what is too full for certain; the same for a whole family."""
        key = (search.whoever, misses, days)
        if (found := self._may_be.get(key)) is None:
            found = self._may_be[key] = {}
            for rank, miss in enumerate(misses):
                windows = [window for day in days for window in search.windows(miss, day)]
                for window in search.worth_a_look(Block(windows), len(days)).windows:
                    found.setdefault(window.day, {}).setdefault(rank, []).append(window)
        return found

    def _links(self, steps: Sequence[Ways]) -> list[list[Link]]:
        """The openings of a day for each step, in order."""
        found: list[list[Link]] = []
        for search, ways in zip(self.searches, steps, strict=True):
            free = ((rank, each) for rank, windows in ways.items() for each in search.free(windows))
            found.append(sorted(Link(each.starts, rank, each) for rank, each in free))
            if not found[-1]:
                return []
        return found

    def _of_day(self, links: list[list[Link]], limit: int, but: frozenset[tuple[int, int]]) -> list[Chain]:
        """The best chain for each opening of the first step, the first of the day."""
        if not links:
            return []
        steps = [_Step(self, place, each) for place, each in enumerate(links)]
        for step, later in zip(reversed(steps[:-1]), reversed(steps[1:]), strict=True):
            step.keep_what_leads_to(later)
        found: list[Chain] = []
        begun = set(but)
        for link in steps[0].links:
            if len(found) >= limit and link.starts > found[limit - 1][0].starts:
                break
            key = (link.starts, link.found.provider)
            if key not in begun and (chain := next(self._chains((link,), steps), None)) is not None:
                begun.add(key)
                found.append(chain)
        return found

    def _chains(self, chain: Chain, steps: Sequence[_Step]) -> Iterator[Chain]:
        """What the chain may grow to, the soonest first; then with the same provider."""
        if len(chain) == len(steps):
            yield chain
            return
        before, step = chain[-1].found, steps[len(chain)]
        following = sorted(
            step.between(before.ends, before.ends + self.gap),
            key=lambda link: (link.starts, link.rank, link.found.provider != before.provider, link.found),
        )
        for link in following:
            if self._agrees(chain, link):
                yield from self._chains((*chain, link), steps)

    def _agrees(self, chain: Chain, link: Link) -> bool:
        """Whether an opening holds when the ones before it are taken."""
        needs = self.searches[len(chain)].needs
        person, alike = needs.who[link.found.provider].person, 0
        for search, before in zip(self.searches, chain, strict=False):
            provider = before.found.provider
            if search.needs.who[provider].person == person:
                if link.starts < before.starts + search.needs.need:
                    return False
                alike += search.needs.rules.kind == needs.rules.kind and provider == link.found.provider
        most = needs.rules.per_day
        return most is None or not alike or needs.load(link.found.provider, link.found.day) + alike < most


class _Step:
    """Openings of a day for one step."""

    def __init__(self, together: Together, place: int, links: list[Link]) -> None:
        self.together, self.place, self.links = together, place, links

    @cached_property
    def _starts(self) -> list[int]:
        return [link.starts for link in self.links]

    def between(self, first: int, last: int) -> Sequence[Link]:
        """Those that begin in that time, both ends included."""
        return self.links[bisect_left(self._starts, first) : bisect_right(self._starts, last)]

    def keep_what_leads_to(self, later: _Step) -> None:
        """Drop openings that nothing of the next step follows in time."""
        gap = self.together.gap
        self.links = [link for link in self.links if later.between(link.found.ends, link.found.ends + gap)]


def _order(chain: Chain) -> tuple[int, int, int, int]:
    first, last = chain[0].found, chain[-1].found
    return first.starts, last.ends, sum(link.found.waste for link in chain), first.place
