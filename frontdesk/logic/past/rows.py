"""What an import of the past hands over: rows already understood, their keys, hashes of what they said."""

from __future__ import annotations

from typing import NamedTuple

import pendulum

from frontdesk.logic.calendar.rules import LONGEST_VISIT


class NewPayer(NamedTuple):
    """A payer; a hidden one is not offered."""

    key: str
    hash: str
    name: str
    kind: str
    street: str
    city: str
    state: str
    zip: str
    phones: str
    hidden: bool


class NewOrganization(NamedTuple):
    """An organisation outside the practice."""

    key: str
    hash: str
    name: str
    street: str
    city: str
    state: str
    zip: str
    phones: str


class PastProvider(NamedTuple):
    """Somebody who treated patients; hidden from the calendar."""

    key: str
    hash: str
    family: str
    given: str


class PastPatient(NamedTuple):
    """A patient as stored; the number is given out."""

    key: str
    hash: str
    family: str
    given: str
    middle: str
    prefix: str
    suffix: str
    former: str
    birth: pendulum.Date | None
    sex: str
    street: str
    city: str
    state: str
    zip: str
    died: pendulum.Date | None


class PastKind(NamedTuple):
    """What kind of visit it was: the source's key, the code to be tried first, the name."""

    key: str
    code: str
    name: str


class PastVisit(NamedTuple):
    """A visit that is over, times as epoch seconds; longer than the calendar's visits it becomes history."""

    key: str
    hash: str
    patient: int
    provider: int
    organization: int
    kind: PastKind
    starts: int
    ends: int
    note: str

    @property
    def is_history(self) -> bool:
        """Whether it is too long for the calendar."""
        return self.ends - self.starts > LONGEST_VISIT * 60
