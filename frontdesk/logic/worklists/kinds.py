"""The kinds of things to do, each registered by the area that makes them, and for whom they can be."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from peewee import fn

from frontdesk.db.practice import Account, AccountRole, Person, Role
from frontdesk.db.rows import find
from frontdesk.desk import Desk, Refused, Work, view
from frontdesk.doors import open_all

ROLE_NAMES: dict[Role, str] = {
    Role.RECEPTIONIST: "Front desk",
    Role.MEDICAL_ASSISTANT: "Medical assistants",
    Role.CLINICIAN: "Clinicians",
    Role.BILLER: "Billing",
    Role.MANAGER: "Manager",
    Role.PRIVACY_OFFICER: "Privacy officer",
    Role.SECURITY_OFFICER: "Security officer",
    Role.HR: "Human resources",
}
"""For whom something to do can be when it is for nobody in particular."""


class Kind(NamedTuple):
    """A kind of item, and what its area says about it."""

    name: str
    sees: str
    """The permission to see the list."""
    works: str
    """The permission to do something with an item."""
    words: Callable[[Desk, int], str]
    """What the item is about, by the number of its subject: `refill for Diaz, Luis`."""
    patient: Callable[[int], int | None]
    """Whom it is about."""
    put_back: Callable[[Work, int], None]
    """Called with the subject once what became of an item was taken back: there may be no reason for it by now."""


KINDS: dict[str, Kind] = {}
"""The kinds of the areas that are loaded, by name."""

PASSING = ("late",)
"""Kinds with nothing left to do once the day is over on which an item was due. They stand here, because every
console counts what is due when it opens, and loads no area for it."""


HOMES = {
    "closed_day": "calendar.closed",
    "late": "calendar.late",
    "message_deleted": "messages.items",
    "message_unread": "messages.items",
    "out": "calendar.out",
    "outcome_unknown": "outcomes",
    "phone_note": "notes.rows",
    "to_place": "calendar.broken",
}
"""In which module of the rules a kind is registered, so that not all of them are loaded to find it."""


def kind(
    name: str,
    *,
    sees: str,
    works: str,
    words: Callable[[Desk, int], str],
    patient: Callable[[int], int | None] = lambda subject: None,
    put_back: Callable[[Work, int], None] = lambda work, subject: None,
) -> Kind:
    """Register a kind of item."""
    if name in KINDS:
        raise ValueError(f"there are two kinds of items named {name}")
    KINDS[name] = Kind(name, sees, works, words, patient, put_back)
    return KINDS[name]


def kind_named(name: str) -> Kind | None:
    """The kind of this name; None when no area has it, which is known once all of them are loaded."""
    if name not in KINDS and name in HOMES:
        open_all(f"frontdesk.logic.{HOMES[name]}")
    if name not in KINDS:
        open_all("frontdesk.logic")
    return KINDS.get(name)


class Whom(NamedTuple):
    """Somebody for whom an item can be: an account, or whoever has a role."""

    owner: int | None
    role: str
    name: str

    @property
    def key(self) -> str:
        """`account:3` or `role:biller`."""
        return f"account:{self.owner}" if self.owner is not None else f"role:{self.role}"


@view("worklists.whom", permission="")
def everybody(desk: Desk) -> tuple[Whom, ...]:
    """For whom something can be: roles that somebody has, then the people, by name."""
    held = set(_holders())
    roles = [Whom(None, str(role), name) for role, name in ROLE_NAMES.items() if str(role) in held]
    people = (
        Account.select(Account.id, Person.given, Person.family)
        .join(Person, on=(Person.id == Account.person))
        .where(Account.closed_at.is_null())
        .order_by(fn.LOWER(Person.family), Person.given)
    )
    return (*roles, *(Whom(row, "", full_name(given, family)) for row, given, family in people.tuples()))


def _holders() -> list[str]:
    """The roles that somebody who can sign in has."""
    rows = (
        AccountRole.select(AccountRole.role)
        .join(Account, on=(Account.id == AccountRole.account))
        .where(Account.closed_at.is_null())
        .distinct()
    )
    return [str(role) for (role,) in rows.tuples()]


def full_name(given: str | None, family: str | None) -> str:
    """`Mona Lee`."""
    return f"{given or ''} {family or ''}".strip()


def role_name(role: str) -> str:
    """A role as people call it; empty for none."""
    return ROLE_NAMES.get(Role(role), role.replace("_", " ")) if role else ""


def check_whom(owner: int | None, role: str) -> None:
    """Raise `Refused` at `whom` unless it is an open account, a role, or nobody in particular."""
    if owner is not None and role:
        raise Refused("It is for one person or for one role.", field="whom")
    if role and role not in set(Role):
        raise Refused("There is no such role.", field="whom")
    account = find(Account, owner) if owner is not None else None
    if owner is not None and (account is None or account.closed_at is not None):
        raise Refused("This person does not work here any more.", field="whom")


def whom_words(owner: int | None, role: str) -> str:
    """For whom, by name; `whoever comes first` for nobody in particular."""
    if owner is None:
        return role_name(role) or "whoever comes first"
    person = Person.select().join(Account, on=(Account.person == Person.id)).where(Account.id == owner).first()
    return full_name(person.given, person.family) if person else ""
