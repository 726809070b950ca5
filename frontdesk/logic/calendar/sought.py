"""What somebody looks for on the calendar, what is offered, and in which order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import pendulum

AHEAD = 90
"""Days ahead that are searched when nothing else is said."""
WHOLE_DAY = (0, 1440)
"""Any time of day, in minutes after midnight."""


@dataclass(frozen=True, slots=True)
class Sought:
    """A visit that is wanted: what, and as far as it matters with whom, where and when.

    Site, room, device, interpreter, first and last day must be so. Providers, weekdays and the time of day are
    wishes: what is as wished comes first, then the rest, unless it is `strict`.
    """

    kind: int
    minutes: int | None = None
    """None: as long as the kind usually is."""
    patient: int | None = None
    """Whose other visits are in the way."""
    providers: tuple[int, ...] = ()
    """Empty: anybody who does the kind."""
    site: int | None = None
    room: int | None = None
    device: int | None = None
    interpreter: int | None = None
    """This one, and no other."""
    language: str = ""
    """An interpreter of this language must be free."""
    mode: str = ""
    """How the interpreter is there: `in_person`, `phone`, `video`; empty: in any way."""
    confirmed: bool = True
    """False: offered without an interpreter as well, who must be found then."""
    weekdays: tuple[int, ...] = ()
    """0 is Monday; empty: any day."""
    times: tuple[int, int] = WHOLE_DAY
    """The visit begins and ends between these minutes after midnight."""
    first: pendulum.Date | None = None
    """The first day; None: today."""
    last: pendulum.Date | None = None
    """The last day; None: 90 days after today."""
    strict: bool = False
    """Nothing but what is as wished."""
    visit: int = 0
    """The visit that is to be moved: its own time is not in the way."""


@dataclass(frozen=True, slots=True)
class Opening:
    """Time for a visit. Whatever `calendar.book` is given from it, it accepts."""

    provider: int
    starts: pendulum.DateTime
    """By the clock of the provider's site, like `ends`."""
    ends: pendulum.DateTime
    minutes: int
    kind: int
    patient: int | None
    room: int | None
    """The room wished, or one of those for the kind."""
    device: int | None
    interpreter: int | None
    language: str
    """What is to be interpreted, where that was said; without an interpreter somebody is to be found."""
    places: int
    """Places left in a group that meets there anyway; 0: free time."""
    why: str
    """Where it stands in the order, in words; empty when there was nothing to wish."""


class Miss(NamedTuple):
    """How an opening falls short of what was wished."""

    words: str
    provider: bool = False
    """It is with another provider."""
    day: bool = False
    """It is on another weekday."""
    time: bool = False
    """It is at another time of day."""


RANKS: tuple[Miss, ...] = (
    Miss("as wished"),
    Miss("other time", time=True),
    Miss("other day", day=True),
    Miss("other day and time", day=True, time=True),
    Miss("other provider", provider=True),
    Miss("other provider and time", provider=True, time=True),
    Miss("other provider and day", provider=True, day=True),
    Miss("other provider, day, time", provider=True, day=True, time=True),
)
"""What comes first. Within a rank the soonest does; of those at one time, what leaves the least useless time."""


def ranks(wish: Sought) -> tuple[Miss, ...]:
    """The ranks that there can be: what was not wished can't be missed."""
    if wish.strict:
        return RANKS[:1]
    wished = (bool(wish.providers), bool(wish.weekdays), wish.times != WHOLE_DAY)
    return tuple(rank for rank in RANKS if all(wished[n] or not missed for n, missed in enumerate(rank[1:])))


def useless(before: int, after: int, shortest: int) -> int:
    """Seconds of free time beside a visit that are too short for any other."""
    return sum(rest for rest in (before, after) if 0 < rest < shortest)


def why(wish: Sought, rank: Miss, waste: int, places: int, *, interpreter: bool) -> str:
    """Why an opening stands where it stands."""
    wished = wish.providers or wish.weekdays or wish.times != WHOLE_DAY
    said = [rank.words if wished else "", f"{places} left in the group" if places else ""]
    said.append(f"leaves {waste // 60}m" if waste else "")
    said.append("interpreter to be found" if wish.language and not interpreter else "")
    return ", ".join(words for words in said if words)
