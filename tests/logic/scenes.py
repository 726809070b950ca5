"""Random calendars with something of everything, and the naive way to find an opening on them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from itertools import product
from typing import Any

import pendulum
from hypothesis import strategies as st

from frontdesk.db.calendar import Device, Hours, Interpreter, Place, Provider, Room, Visit, VisitKind
from frontdesk.db.kinds import HoursException, KindDevice, KindProvider, KindRoom, Reserved
from frontdesk.db.practice import Person, Site
from frontdesk.desk import Refused, Work
from frontdesk.logic import calendar, patients, practice
from frontdesk.logic.calendar.booking import Wanted, ask
from frontdesk.logic.calendar.sought import RANKS, Sought
from frontdesk.logic.calendar.wall import wall
from tests.elm import KIM, NIGHT, OKAFOR, REYES, STONE, ZONE, Elm

NOWS = tuple(pendulum.datetime(2026, month, day, 9, 42, tz=ZONE) for month, day in ((11, 24), (3, 7), (10, 31)))
"""A Tuesday, and the days before those of 23 and of 25 hours."""
WEST, STRANGER = 4, 7
"""A provider at another site, and a patient who was never here."""
EVERYBODY = (OKAFOR, REYES, NIGHT, WEST)
KINDS = (1, 2, 3)
DAYS = 2
"""How many days are looked through."""

half_hours = st.integers(0, 47).map(lambda half: 30 * half)
providers = st.sampled_from(EVERYBODY)
kinds = st.sampled_from(KINDS)
days = st.integers(0, DAYS - 1)
stretches = st.tuples(half_hours, st.integers(1, 9)).map(lambda each: (each[0], min(1440, each[0] + 60 * each[1])))
asks = st.tuples(
    st.sampled_from([0, 0, 15]), st.sampled_from([None, None, 1, 2]), st.sampled_from([1, 1, 3]),
    st.sampled_from(["", "", "", "new", "established"]),
)  # fmt: skip
"""What a kind asks for: buffer, limit of a day, capacity, standing."""
visits = st.tuples(
    st.integers(1, 6), providers, kinds, days, half_hours, st.sampled_from([None, None, 1, 2, 3]),
    st.sampled_from([None, None, 1]), st.sampled_from([15, 30, 60, 100]),
)  # fmt: skip

scenes = st.fixed_dictionaries(
    {
        "now": st.sampled_from(NOWS),
        "step": st.sampled_from([30, 30, 60]),
        "one_person": st.booleans(),
        "room_off": st.booleans(),
        "hours": st.dictionaries(providers, stretches, max_size=3),
        "exceptions": st.dictionaries(
            st.tuples(providers, days), st.one_of(st.just((0, 0)), stretches), max_size=3
        ),
        "kept": st.lists(st.tuples(providers, kinds, stretches, st.sampled_from([0, 24, 8000])), max_size=3),
        "kinds": st.tuples(asks, asks, asks),
        "does": st.sets(st.tuples(kinds, providers), max_size=2),
        "rooms": st.sets(st.tuples(kinds, st.integers(1, 4)), max_size=2),
        "devices": st.sets(st.tuples(kinds, st.integers(1, 2)), max_size=1),
        "seen": st.sets(st.tuples(st.sampled_from([KIM, STONE]), st.sampled_from([1, 1094, 1096])), max_size=2),
        "visits": st.lists(visits, max_size=40),
        "blocks": st.lists(st.tuples(providers, days, stretches), max_size=3),
        "claims": st.lists(st.tuples(providers, days, half_hours), max_size=2),
    }
)
"""A practice on a morning, as drawn."""

wishes = st.builds(
    Sought,
    kind=kinds,
    minutes=st.sampled_from([None, None, 10, 45, 90]),
    patient=st.sampled_from([KIM, KIM, STONE, None]),
    providers=st.lists(providers, max_size=2, unique=True).map(tuple),
    site=st.sampled_from([None, None, None, 1, 2]),
    room=st.sampled_from([None, None, None, None, 1, 3]),
    device=st.sampled_from([None, None, None, None, 1]),
    language=st.sampled_from(["", "", "", "spanish"]),
    confirmed=st.booleans(),
    weekdays=st.lists(st.integers(0, 6), max_size=3, unique=True).map(tuple),
    times=st.sampled_from([(0, 1440), (0, 1440), (540, 720), (780, 1020), (60, 180)]),
    strict=st.booleans(),
)
"""Something to look for."""

Scene = dict[str, Any]


def set_the_scene(elm: Elm, scene: Scene) -> None:
    """Make the calendar; what can't be booked isn't."""
    elm.clock.set(scene["now"].subtract(hours=12))
    _second_site(scene)
    practice.set_step(elm.mary, minutes=scene["step"])
    for provider, stretch in scene["hours"].items():
        Hours.delete().where(Hours.provider == provider).execute()
        _every_day(provider, stretch, range(7))
    _book(elm, scene)
    _rules(scene)
    elm.clock.set(scene["now"])
    for number, (provider, day, minute) in enumerate(scene["claims"]):
        starts = _at(scene, day, minute)
        with suppress(Refused):
            ends = starts.add(minutes=30)
            calendar.claim(elm.rob, provider=provider, starts=starts, ends=ends, form=f"form {number}")


def _second_site(scene: Scene) -> None:
    """A site where the sun comes up later, with a provider who may be one of the first site as well."""
    site = Site.insert(name="West", zone="America/Los_Angeles", calendar=None).execute()
    person = (
        Provider.get_by_id(OKAFOR).person_id if scene["one_person"] else Person.insert(family="West").execute()
    )
    assert Provider.insert(person=person, site=site, short="West", position=9).execute() == WEST
    _every_day(WEST, (600, 900), range(5))
    for name, its in (("Room 3", site), ("Room 4", 1)):
        Room.insert(site=its, name=name, position=9).execute()
    for name in ("Laser", "Echo"):
        Device.insert(site=1, name=name).execute()
    Interpreter.insert(name="Ines", languages="spanish portuguese", mode="in_person").execute()


def _every_day(provider: int, stretch: tuple[int, int], weekdays: range) -> None:
    always = {"from_day": practice.FIRST_DAY, "to_day": practice.LAST_DAY}
    for weekday in weekdays:
        opens, closes = stretch
        Hours.insert(provider=provider, weekday=weekday, opens=opens, closes=closes, **always).execute()


def _book(elm: Elm, scene: Scene) -> None:
    assert patients.register(elm.mary, family="Ng", given="Ada").values["patient"] == STRANGER
    for kind, (_, _, capacity, _) in zip(KINDS, scene["kinds"], strict=True):
        VisitKind.update(capacity=capacity).where(VisitKind.id == kind).execute()
    groups = [kind for kind, asked in zip(KINDS, scene["kinds"], strict=True) if asked[2] > 1]
    for patient, provider, kind, day, minute, room, interpreter, minutes in scene["visits"]:
        for who in (patient, patient % 6 + 1) if kind in groups else (patient,):
            with suppress(Refused):
                calendar.book(
                    elm.mary, patient=who, provider=provider, kind=kind, starts=_at(scene, day, minute),
                    minutes=None if kind in groups else minutes, room=room, interpreter=interpreter, override=True,
                )  # fmt: skip
    for provider, day, (opens, closes) in scene["blocks"]:
        calendar.block(
            elm.mary, provider=provider, starts=_at(scene, day, opens), ends=_at(scene, day, closes), reason="x"
        )
    for patient, days_ago in scene["seen"]:
        starts = scene["now"].subtract(days=days_ago)
        span = {"starts": starts, "ends": starts.add(minutes=15), "booked_at": starts}
        Visit.insert(patient=patient, kind=1, site=1, place=Place.DONE, **span).execute()


def _rules(scene: Scene) -> None:
    """What kinds ask for, hours of single days, time kept, a room out of use."""
    Room.update(hidden=scene["room_off"]).where(Room.id == 4).execute()
    for kind, (buffer, per_day, capacity, standing) in zip(KINDS, scene["kinds"], strict=True):
        now = {"buffer": buffer, "per_day": per_day, "capacity": capacity, "standing": standing}
        VisitKind.update(**now).where(VisitKind.id == kind).execute()
    for (provider, day), (opens, closes) in scene["exceptions"].items():
        on = scene["now"].date().add(days=day)
        HoursException.insert(provider=provider, day=on, opens=opens, closes=closes).execute()
    for provider, kind, (opens, closes), before in scene["kept"]:
        span = {"opens": opens, "closes": closes, "hours_before": before}
        for weekday in range(7):
            Reserved.insert(provider=provider, kind=kind, weekday=weekday, **span).execute()
    for table, column in ((KindProvider, "does"), (KindRoom, "rooms"), (KindDevice, "devices")):
        for kind, row in scene[column]:
            table.insert(**{"kind": kind, table.__name__[4:].lower(): row}).execute()


def _at(scene: Scene, day: int, minute: int) -> pendulum.DateTime:
    return scene["now"].start_of("day").add(days=day).add(minutes=minute)


# The naive way ----------------------------------------------------------------------------------------


def every_line(elm: Elm, wish: Sought, between: tuple[int, int] | None = None) -> Iterator[tuple[int, int, int]]:
    """Rank, begin and provider of all that could be booked, by asking on every line of every day, or of a time."""
    work, now = Work(elm.mary), int(elm.clock.now().timestamp())
    step = 60 * practice.step_minutes(elm.mary)
    minutes = VisitKind.get_by_id(wish.kind).minutes if wish.minutes is None else wish.minutes
    today = elm.mary.today()
    first, last = between or (now, now + (DAYS + 1) * 86_400)
    for provider in EVERYBODY:
        zone = pendulum.timezone(Site.get_by_id(Provider.get_by_id(provider).site_id).zone)
        for line in range(first + -first % step, last + 1, step):
            starts = pendulum.from_timestamp(line).in_timezone(zone)
            if starts.date() < today.add(days=DAYS) and could(work, wish, provider, starts):
                missed = missing(wish, provider, starts, starts.add(minutes=minutes))
                rank = next(number for number, miss in enumerate(RANKS) if miss[1:] == missed)
                if rank == 0 or not wish.strict:
                    yield rank, line, provider


def could(work: Work, wish: Sought, provider: int, starts: pendulum.DateTime) -> bool:
    """Whether it could be booked then, with any room, device and interpreter that would do."""
    if wish.site not in (None, Provider.get_by_id(provider).site_id):
        return False
    rooms = (
        [wish.room] if wish.room else [row.room_id for row in KindRoom.select().where(KindRoom.kind == wish.kind)]
    )
    devices = [wish.device] if wish.device else [
        row.device_id for row in KindDevice.select().where(KindDevice.kind == wish.kind)
    ]  # fmt: skip
    interpreters = [1, *([] if wish.confirmed else [None])] if wish.language else [None]
    for beside in product(rooms or [None], devices or [None], interpreters):
        moment = starts.in_timezone("UTC")
        wanted = Wanted(wish.patient or STRANGER, provider, moment, wish.kind, wish.minutes, *beside)
        with suppress(Refused):
            ask(work, wanted)
            return True
    return False


def missing(
    wish: Sought, provider: int, starts: pendulum.DateTime, ends: pendulum.DateTime
) -> tuple[bool, bool, bool]:
    """Which of the wishes provider, day and time it does not fulfil."""
    zone, day = starts.timezone, starts.date()
    begins, stops = wall(day, zone, wish.times[0]), wall(day, zone, wish.times[1], later=True)
    return (
        bool(wish.providers) and provider not in wish.providers,
        bool(wish.weekdays) and starts.weekday() not in wish.weekdays,
        not begins <= starts.timestamp() <= ends.timestamp() <= stops,
    )
