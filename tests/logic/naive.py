"""A calendar as simple as can be, every rule a loop over lists: what the real one is compared with."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

DAY = 86_400
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

    @property
    def on(self) -> bool:
        """Tell whether it takes its patient and provider."""
        return self.place not in OFF


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


@dataclass
class Made:
    """A change that somebody made to a row: its state before and after, and the versions it had."""

    row: tuple[str, int]
    before: Visit | Block | None
    after: Visit | Block
    earlier: int
    later: int
    gone: Visit | Block | None = None
    """The state that stands for `before` where there was no row: a visit cancelled, a block lifted."""
    under: frozenset[int] = frozenset()
    """The blocks that `before` lay under: laid over it when it was there, they do not keep it from coming back."""


@dataclass
class Person:
    """What somebody can take back and do again, and which versions are the same state in their eyes."""

    undoable: list[Made] = field(default_factory=list)
    redoable: list[Made] = field(default_factory=list)
    same: dict[tuple[tuple[str, int], int], int] = field(default_factory=dict)

    def state(self, row: tuple[str, int], version: int) -> int:
        """The first version that had the state which this version has."""
        return self.same.get((row, version), version)


@dataclass
class Calendar:
    """Visits and blocks by number; `today` is when the practice's day began, `now` what the clock says."""

    now: int
    today: int
    visits: dict[int, Visit] = field(default_factory=dict)
    blocks: dict[int, Block] = field(default_factory=dict)
    versions: dict[tuple[str, int], int] = field(default_factory=dict)

    # Rules ------------------------------------------------------------------------------------------

    def others(self, but: int) -> list[Visit]:
        """Every other visit that is on."""
        return [visit for number, visit in self.visits.items() if number != but and visit.on]

    def patient_is_free(self, wish: Visit, but: int = 0) -> bool:
        """Nobody is in two places."""
        return not any(other.patient == wish.patient and meet(other, wish) for other in self.others(but))

    def room_is_free(self, wish: Visit, but: int = 0) -> bool:
        """One room, one visit."""
        return not any(
            other.room == wish.room and other.in_room and meet(other, wish) for other in self.others(but)
        )

    def on_purpose(self, wish: Visit, overbook: bool, override: bool, but: int = 0) -> bool:
        """Whether the provider's time is taken twice; raises `No` where that was not asked for."""
        twice = False
        for block in self.blocks.values():
            if block.provider == wish.provider and not block.lifted and meet(block, wish):
                if not (block.may_override and override):
                    raise No("block")
                twice = True
        for other in self.others(but):
            if other.provider == wish.provider and meet(other, wish):
                if not overbook:
                    raise No("overlap")
                twice = True
        return twice

    def take(self, wish: Visit, overbook: bool, override: bool, but: int = 0) -> bool:
        """Every rule for a new place on the calendar."""
        if wish.starts < self.today:
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
        wish = replace(old, starts=starts, ends=starts + old.ends - old.starts, provider=provider)
        return self._elsewhere(number, wish, overbook, override)

    def resize(self, number: int, ends: int, overbook: bool, override: bool) -> Visit:
        """The same visit, longer or shorter."""
        old = self.visits[number]
        if not old.on:
            raise No("place")
        if ends == old.ends:
            raise No("same")
        wish = replace(old, ends=ends)
        return wish if ends < old.ends else self._elsewhere(number, wish, overbook, override)

    def _elsewhere(self, number: int, wish: Visit, overbook: bool, override: bool) -> Visit:
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
        return replace(old, place="scheduled", overbooked=twice, in_room=in_room)

    def confirm(self, number: int, confirmed: bool) -> Visit:
        """The patient said so."""
        old = self.visits[number]
        if old.place != "scheduled" or old.confirmed == confirmed:
            raise No("place")
        return replace(old, confirmed=confirmed)

    def arrive(self, number: int, tomorrow: int) -> Visit:
        """The patient is here, today."""
        old = self.visits[number]
        if old.place != "scheduled" or not self.today <= old.starts < tomorrow:
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

    # Ways back ----------------------------------------------------------------------------------------

    def write(self, row: tuple[str, int], state: Visit | Block) -> tuple[int, int]:
        """Let a row have a state; returns the versions before and after."""
        if isinstance(state, Visit):
            self.visits[row[1]] = state
        else:
            self.blocks[row[1]] = state
        earlier = self.versions.get(row, 0)
        self.versions[row] = earlier + 1
        return earlier, earlier + 1

    def under(self, state: Visit | Block | None) -> frozenset[int]:
        """The blocks that a visit lies under."""
        if not isinstance(state, Visit) or not state.on:
            return frozenset()
        return frozenset(
            number
            for number, block in self.blocks.items()
            if block.provider == state.provider and not block.lifted and meet(block, state)
        )

    def may_be_again(self, number: int, then: Visit, under: frozenset[int]) -> bool:
        """Whether a visit can have a state again that it had: nobody took that time meanwhile."""
        now = self.visits[number]
        if not then.on or (now.on and _same_time(now, then)):
            return True
        if not self.patient_is_free(then, number) or (then.in_room and not self.room_is_free(then, number)):
            return False
        if then.overbooked:
            return True
        taken = [other for other in self.others(number) if not other.overbooked]
        shut = [block for row, block in self.blocks.items() if not block.lifted and row not in under]
        return not any(other.provider == then.provider and meet(other, then) for other in [*taken, *shut])

    def take_back(self, person: Person, made: Made) -> Visit | Block:
        """The state that taking a change back gives its row; `No` when the row moved on, or its time was taken."""
        if person.state(made.row, self.versions[made.row]) != person.state(made.row, made.later):
            raise No("moved")
        then = made.gone if made.before is None else made.before
        assert then is not None
        if isinstance(then, Visit) and not self.may_be_again(made.row[1], then, made.under):
            raise No("taken")
        return then


def _same_time(now: Visit, then: Visit) -> bool:
    """Time and holds are the same: only place or confirmation differ."""
    return (now.starts, now.ends, now.provider, now.overbooked, now.in_room) == (
        then.starts, then.ends, then.provider, then.overbooked, then.in_room,
    )  # fmt: skip
