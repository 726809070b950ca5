"""A calendar as simple as can be, every rule a loop over lists: what the real one is compared with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from zoneinfo import ZoneInfo

OFF = ("cancelled", "no_show")


class No(Exception):
    """The naive calendar refuses."""


@dataclass(frozen=True)
class Visit:
    """A visit; times are epoch seconds, `room` is 0 without one, `in_room` tells whether the room is held."""

    patient: int
    provider: int
    starts: int
    ends: int
    room: int = 0
    in_room: bool = False
    place: str = "scheduled"
    confirmed: bool = False
    overbooked: bool = False
    series: int = 0
    linked: int = 0
    error: bool = False
    """It was never meant to be."""

    @property
    def on(self) -> bool:
        """Tell whether it takes its patient and provider."""
        return self.place not in OFF

    @property
    def long(self) -> int:
        """Its length in seconds."""
        return self.ends - self.starts


@dataclass(frozen=True)
class Block:
    """A provider's time that can't be booked until it is lifted."""

    provider: int
    starts: int
    ends: int
    may_override: bool
    lifted: bool = False


def meet(one: Visit | Block, other: Visit | Block) -> bool:
    """Tell whether two half-open spans overlap."""
    return one.starts < other.ends and other.starts < one.ends


Row = tuple[str, int]
"""A table and a number: `("visit", 3)`."""
State = Visit | Block | str
"""What a row holds; of a series only a name for the rule it has, of a patient into whom the record was merged."""
INTO = "into "


def wall(at: int, zone: ZoneInfo) -> datetime:
    """What the clocks of a zone show."""
    return datetime.fromtimestamp(at, zone).replace(tzinfo=None)


def moment(shown: datetime, zone: ZoneInfo) -> int:
    """When they show it; `No` when they never do."""
    at = int(shown.replace(tzinfo=zone).timestamp())
    if wall(at, zone) != shown:
        raise No("skipped")
    return at


# Undo -----------------------------------------------------------------------------------------------


@dataclass
class Step:
    """A row that a change touched: its state before and after, and the versions it had."""

    row: Row
    before: State | None
    after: State
    earlier: int
    later: int
    gone: State | None = None
    """The state that stands for `before` where there was no row: a visit cancelled, a block lifted."""


@dataclass
class Made:
    """A change that somebody made."""

    steps: list[Step]
    under: frozenset[int] = frozenset()
    """The blocks that visits lay under: laid over them there, they don't keep them from coming back."""


@dataclass
class Person:
    """What somebody can take back and do again, and which versions are the same state in their eyes."""

    undoable: list[Made] = field(default_factory=list)
    redoable: list[Made] = field(default_factory=list)
    same: dict[tuple[Row, int], int] = field(default_factory=dict)

    def state(self, row: Row, version: int) -> int:
        """The first version that had the state which this version has."""
        return self.same.get((row, version), version)


# The calendar ---------------------------------------------------------------------------------------


@dataclass
class Calendar:
    """Visits, blocks and series by number; `now` is what the clock says, `zones` those of the providers' sites."""

    zones: Mapping[int, ZoneInfo]
    housed: frozenset[int]
    """The providers at the site that has rooms."""
    now: int = 0
    visits: dict[int, Visit] = field(default_factory=dict)
    blocks: dict[int, Block] = field(default_factory=dict)
    series: dict[int, str] = field(default_factory=dict)
    sets: int = 0
    patients: dict[int, str] = field(default_factory=dict)
    """By number, of those who were ever merged: `into 2`, or nothing."""
    went_over: dict[int, tuple[int, ...]] = field(default_factory=dict)
    """The visits that went over with a record, by its number."""
    versions: dict[Row, int] = field(default_factory=dict)

    def today(self, provider: int) -> int:
        """When today began where a provider is."""
        zone = self.zones[provider]
        return moment(datetime.combine(wall(self.now, zone).date(), time()), zone)

    @contextmanager
    def trying(self) -> Iterator[None]:
        """Whatever is put on the calendar meanwhile is taken off again."""
        visits = dict(self.visits)
        try:
            yield
        finally:
            self.visits = visits

    # Rules ------------------------------------------------------------------------------------------

    def others(self, but: int) -> list[Visit]:
        """Every other visit that is on."""
        return [visit for number, visit in self.visits.items() if number != but and visit.on]

    def patient_is_free(self, wish: Visit, but: int = 0) -> bool:
        """Nobody is in two places."""
        return not any(other.patient == wish.patient and meet(other, wish) for other in self.others(but))

    def room_is_free(self, wish: Visit, but: int = 0) -> bool:
        """One room, one visit; and the room is where the provider is."""
        taken = (other.room == wish.room and other.in_room and meet(other, wish) for other in self.others(but))
        return wish.provider in self.housed and not any(taken)

    def in_hours(self, wish: Visit) -> bool:
        """Everybody works around the clock, but no visit goes over midnight."""
        zone = self.zones[wish.provider]
        return wall(wish.starts, zone).date() == wall(wish.ends - 1, zone).date()

    def on_purpose(self, wish: Visit, overbook: bool, override: bool, but: int = 0) -> bool:
        """Whether the provider's time is taken twice; raises `No` where that was not asked for.

        Where a visit only becomes longer, whoever it met before is no news.
        """
        old = self.visits.get(but)
        longer = old is not None and old.on and (old.provider, old.starts) == (wish.provider, wish.starts)
        twice = False
        if not override and not self.in_hours(wish):
            raise No("hours")
        for block in self.blocks.values():
            if block.provider == wish.provider and not block.lifted and meet(block, wish):
                if not (block.may_override and override):
                    raise No("block")
                twice = True
        for other in self.others(but):
            if other.provider == wish.provider and meet(other, wish):
                if old is not None and longer and meet(other, old):
                    twice = twice or old.overbooked
                    continue
                if not overbook:
                    raise No("overlap")
                twice = True
        return twice

    def take(self, wish: Visit, overbook: bool, override: bool, but: int = 0) -> bool:
        """Every rule for a new place on the calendar."""
        if wish.patient in self.into:
            raise No("merged")
        if wish.starts < self.today(wish.provider):
            raise No("past")
        if not self.patient_is_free(wish, but):
            raise No("patient")
        return self.on_purpose(wish, overbook, override, but)

    # Changes: each returns the visit as it will be ----------------------------------------------------

    def book(self, wish: Visit, overbook: bool, override: bool) -> Visit:
        """A new visit."""
        twice = self.take(wish, overbook, override)
        if wish.room and not self.room_is_free(wish):
            raise No("room")
        return replace(wish, overbooked=twice, in_room=bool(wish.room))

    def move(self, number: int, starts: int, provider: int, overbook: bool, override: bool) -> Visit:
        """The same visit elsewhere; its room comes along where it is free."""
        old = self.visits[number]
        if old.place != "scheduled":
            raise No("place")
        if (starts, provider) == (old.starts, old.provider):
            raise No("same")
        wish = replace(old, starts=starts, ends=starts + old.long, provider=provider)
        return self.elsewhere(number, wish, overbook, override)

    def resize(self, number: int, ends: int, overbook: bool, override: bool) -> Visit:
        """The same visit, longer or shorter."""
        old = self.visits[number]
        if not old.on:
            raise No("place")
        if ends == old.ends:
            raise No("same")
        wish = replace(old, ends=ends)
        return wish if ends < old.ends else self.elsewhere(number, wish, overbook, override)

    def elsewhere(self, number: int, wish: Visit, overbook: bool, override: bool) -> Visit:
        """A visit that is there, in another place."""
        twice = self.take(wish, overbook, override, number)
        return replace(wish, overbooked=twice, in_room=bool(wish.room) and self.room_is_free(wish, number))

    def cancel(self, number: int) -> Visit:
        """Off the calendar."""
        if self.visits[number].place not in ("scheduled", "arrived"):
            raise No("place")
        return replace(self.visits[number], place="cancelled", in_room=False)

    def restore(self, number: int, overbook: bool, override: bool) -> Visit:
        """On the calendar again, where it was."""
        old = self.visits[number]
        if old.on:
            raise No("place")
        if not self.patient_is_free(old, number):
            raise No("patient")
        twice = self.on_purpose(old, overbook, override, number)
        in_room = bool(old.room) and self.room_is_free(old, number)
        return replace(old, place="scheduled", overbooked=twice, in_room=in_room, error=False)

    def confirm(self, number: int, confirmed: bool) -> Visit:
        """The patient said so."""
        old = self.visits[number]
        if old.place != "scheduled" or old.confirmed == confirmed:
            raise No("place")
        return replace(old, confirmed=confirmed)

    def arrive(self, number: int) -> Visit:
        """The patient is here, today."""
        old = self.visits[number]
        zone = self.zones[old.provider]
        if old.place != "scheduled" or wall(old.starts, zone).date() != wall(self.now, zone).date():
            raise No("place")
        return replace(old, place="arrived")

    def back(self, number: int) -> Visit:
        """The patient is not here after all."""
        if self.visits[number].place != "arrived":
            raise No("place")
        return replace(self.visits[number], place="scheduled")

    def no_show(self, number: int) -> Visit:
        """The patient did not come."""
        old = self.visits[number]
        if old.place != "scheduled" or old.starts > self.now:
            raise No("place")
        return replace(old, place="no_show", in_room=False)

    def lift(self, number: int, lifted: bool) -> Block:
        """Lift a block, or lay it again."""
        if self.blocks[number].lifted == lifted:
            raise No("same")
        return replace(self.blocks[number], lifted=lifted)

    # Records of patients: merged and taken apart ------------------------------------------------------

    @property
    def into(self) -> dict[int, int]:
        """Who was merged into whom."""
        merged = {patient: state for patient, state in self.patients.items() if state}
        return {patient: int(state.removeprefix(INTO)) for patient, state in merged.items()}

    def survivor(self, patient: int) -> int:
        """Whom a record stands for."""
        while patient in self.into:
            patient = self.into[patient]
        return patient

    def merge(self, keep: int, gone: int) -> dict[Row, State]:
        """The visits of one go over to the other, unless two of them are at one time."""
        if keep == gone or {keep, gone} & self.into.keys():
            raise No("record")
        mine = [visit for visit in self.visits.values() if visit.patient == keep and visit.on]
        theirs = {number: visit for number, visit in self.visits.items() if visit.patient == gone}
        if any(meet(one, other) for one in mine for other in theirs.values() if other.on):
            raise No("overlap")
        over: dict[Row, State] = {
            ("visit", number): replace(visit, patient=keep) for number, visit in theirs.items()
        }
        return {("patient", keep): "", ("patient", gone): f"{INTO}{keep}", **over}

    def unmerge(self, gone: int) -> dict[Row, State]:
        """What went over comes back; what was booked since stays."""
        keep = self.into.get(gone)
        if keep is None or keep in self.into:
            raise No("record")
        back: dict[Row, State] = {
            ("visit", number): replace(self.visits[number], patient=gone)
            for number in self.went_over[gone]
            if self.visits[number].patient == keep
        }
        return {("patient", keep): "", ("patient", gone): "", **back}

    # Ways back ----------------------------------------------------------------------------------------

    def state(self, row: Row) -> State | None:
        """What a row holds now."""
        tables: dict[str, Mapping[int, State]] = {
            "visit": self.visits, "block": self.blocks, "series": self.series, "patient": self.patients,
        }  # fmt: skip
        return tables[row[0]].get(row[1])

    def write(self, row: Row, state: State) -> tuple[int, int]:
        """Let a row have a state; returns the versions before and after."""
        if isinstance(state, Visit):
            self.visits[row[1]] = state
        elif isinstance(state, Block):
            self.blocks[row[1]] = state
        elif row[0] == "patient":
            self.patients[row[1]] = state
        else:
            self.series[row[1]] = state
        earlier = self.versions.get(row, 0)
        self.versions[row] = earlier + 1
        return earlier, earlier + 1

    def under(self, states: list[State | None]) -> frozenset[int]:
        """The blocks that visits lie under."""
        on = [state for state in states if isinstance(state, Visit) and state.on]
        return frozenset(
            number
            for number, block in self.blocks.items()
            if not block.lifted and any(block.provider == each.provider and meet(block, each) for each in on)
        )

    def take_back(self, person: Person, made: Made) -> dict[Row, State]:
        """What taking a change back gives its rows; `No` when one of them moved on, or its time was taken."""
        for step in made.steps:
            if person.state(step.row, self.versions[step.row]) != person.state(step.row, step.later):
                raise No("moved")
        if (again := self._records_back(made)) is not None:
            return again
        back: dict[Row, State] = {}
        for step in made.steps:
            then = step.gone if step.before is None else step.before
            if then is not None:  # a series that was made stays, with nothing in it
                back[step.row] = then
        was = {number: self.visits[number] for (table, number) in back if table == "visit"}
        with self.trying():
            for (table, number), then in back.items():
                if table == "visit":
                    assert isinstance(then, Visit)
                    self.visits[number] = then
            for number, now in was.items():
                if not self.may_be_again(number, now, made.under):
                    raise No("taken")
        return back

    def _records_back(self, made: Made) -> dict[Row, State] | None:
        """What taking a merge back gives, or merging again; None for a change that was neither."""
        for step in made.steps:
            then, gone = str(step.before or ""), step.row[1]
            if step.row[0] == "patient" and then != step.after:
                return self.merge(int(then.removeprefix(INTO)), gone) if then else self.unmerge(gone)
        return None

    def may_be_again(self, number: int, now: Visit, under: frozenset[int]) -> bool:
        """Whether a visit can be again where it was, all others in place: nobody took that time meanwhile."""
        then = self.visits[number]
        if not then.on or (now.on and _same_time(now, then)):
            return True
        if not self.patient_is_free(then, number) or (then.in_room and not self.room_is_free(then, number)):
            return False
        if then.overbooked:
            return True
        taken = [other for other in self.others(number) if not other.overbooked]
        shut = [block for row, block in self.blocks.items() if not block.lifted and row not in under]
        return not any(other.provider == then.provider and meet(other, then) for other in [*taken, *shut])


def _same_time(now: Visit, then: Visit) -> bool:
    """Time and holds are the same: only place or confirmation differ."""
    return (now.starts, now.ends, now.provider, now.overbooked, now.in_room) == (
        then.starts, then.ends, then.provider, then.overbooked, then.in_room,
    )  # fmt: skip
