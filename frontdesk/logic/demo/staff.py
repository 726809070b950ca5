"""The demo practice's people and rooms: who works when, and who may sign in."""

from __future__ import annotations

from dataclasses import dataclass

from frontdesk.db.calendar import Hours, Room
from frontdesk.db.practice import Account, AccountRole, Person, Role, Site
from frontdesk.desk import Outcome, Undo, Work, change
from frontdesk.logic.practice import FIRST_DAY, LAST_DAY, add_provider_rows

PRACTICE = "Elm Street Family Medicine"
PASSWORD = "demo"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Hours on some weekdays (0 is Monday), minutes after midnight."""

    weekdays: tuple[int, ...]
    opens: int
    closes: int


@dataclass(frozen=True, slots=True)
class Regular:
    """Time blocked every week: weekdays, from, to, why, and whether it may be booked over."""

    weekdays: tuple[int, ...]
    starts: int
    ends: int
    reason: str
    may_override: bool


@dataclass(frozen=True, slots=True)
class Staff:
    """A provider; `busy` is how full the days get, `panel` how many of a hundred patients are theirs."""

    given: str
    family: str
    credential: str
    hours: tuple[Stretch, ...]
    blocks: tuple[Regular, ...]
    busy: float
    panel: int


_ALL = (0, 1, 2, 3, 4)
_MEETING = Regular((2,), 8 * 60, 8 * 60 + 30, "staff meeting", False)


def _lunch(starts: int, minutes: int, weekdays: tuple[int, ...] = _ALL) -> Regular:
    return Regular(weekdays, starts, starts + minutes, "lunch", True)


STAFF: tuple[Staff, ...] = (
    Staff(
        "Ada", "Okafor", "MD",
        (Stretch(_ALL, 480, 1020),),
        (_lunch(720, 60), _MEETING, Regular((3,), 480, 540, "hospital rounds", False)),
        1.0, 20,
    ),
    Staff(
        "Erik", "Lindqvist", "DO",
        (Stretch((0, 1, 3, 4), 480, 1020),),
        (_lunch(750, 45), Regular((1,), 540, 570, "meeting", True), Regular((4,), 960, 1020, "charting", True)),
        0.86, 15,
    ),
    Staff(
        "Ana", "Reyes", "NP",
        (Stretch(_ALL, 480, 960),),
        (_lunch(720, 30), _MEETING, Regular((1,), 900, 930, "supervision", False)),
        1.04, 17,
    ),
    Staff(
        "Joseph", "Baptiste", "MD",
        (Stretch((1, 2, 3, 4), 600, 1140),),
        (_lunch(840, 60), Regular((4,), 1080, 1140, "charting", True)),
        0.95, 14,
    ),
    Staff(
        "Kim", "Castellano", "PA",
        (Stretch((0, 2, 4), 480, 1020), Stretch((1,), 780, 1020)),
        (_lunch(720, 45, (0, 2, 4)), _MEETING),
        0.9, 11,
    ),
    Staff(
        "Evelyn", "Duarte", "MD",
        (Stretch((0, 1, 2, 3), 540, 720), Stretch((0, 1, 2, 3), 780, 1020)),
        (Regular((0,), 540, 570, "nursing home calls", True),),
        0.92, 13,
    ),
    Staff(
        "Abe", "Stone", "NP",
        (Stretch((1, 3, 4), 480, 720), Stretch((1, 3, 4), 765, 960)),
        (),
        0.82, 10,
    ),
)  # fmt: skip
"""Everybody who sees patients, in the calendar's order."""

ROOMS = ("1", "2", "3", "4", "5", "Procedure")

SIGN_INS: tuple[tuple[str, str, Role], ...] = (
    ("reception", "Dana Kowalski", Role.RECEPTIONIST),
    ("clinician", "Ada Okafor", Role.CLINICIAN),
    ("biller", "Priscilla Monteiro", Role.BILLER),
    ("auditor", "Howard Feng", Role.AUDITOR),
)
"""Sign-in, person and role, beside the manager who founded the practice. Ada Okafor is also a provider."""

MANAGER = ("manager", "Nora Whitfield")


def _provider(work: Work, staff: Staff) -> None:
    first, *others = staff.hours
    row = add_provider_rows(
        work, staff.family, staff.given, staff.credential, first.weekdays, first.opens, first.closes
    )
    for stretch in others:
        for weekday in stretch.weekdays:
            work.add(
                Hours,
                provider=row,
                weekday=weekday,
                opens=stretch.opens,
                closes=stretch.closes,
                from_day=FIRST_DAY,
                to_day=LAST_DAY,
            )


def _sign_in(work: Work, login: str, name: str, role: Role, password_hash: str) -> None:
    given, _, family = name.partition(" ")
    person = Person.get_or_none(Person.family == family, Person.given == given)
    row = work.add(Person, family=family, given=given) if person is None else person.id
    account = work.add(Account, person=row, login=login, password=password_hash)
    work.add(AccountRole, account=account, role=role)


@change("demo.staff", permission="setup.change", undo=Undo.FINAL)
def set_up_staff(work: Work, *, password_hashes: dict[str, str]) -> Outcome:
    """Add the demo practice's providers, rooms and sign-ins."""
    for staff in STAFF:
        _provider(work, staff)
    site = Site.select().order_by(Site.id).get()
    for position, name in enumerate(ROOMS):
        work.add(Room, site=site.id, name=name, position=position)
    for login, name, role in SIGN_INS:
        _sign_in(work, login, name, role, password_hashes[login])
    return Outcome(
        f"Added {len(STAFF)} providers, {len(ROOMS)} rooms and {len(SIGN_INS)} sign-ins",
        ("site", site.id),
        {"setup"},
        after={"providers": [staff.family for staff in STAFF], "rooms": list(ROOMS)},
    )
