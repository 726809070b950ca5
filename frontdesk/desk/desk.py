"""Who is signed in, at which practice, on which file, by which clock."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import NamedTuple

import pendulum
from pendulum.tz.timezone import FixedTimezone, Timezone

from frontdesk.db.audit import Audit, head
from frontdesk.db.engine.practice_file import PracticeFile
from frontdesk.desk.clock import Clock
from frontdesk.desk.refusal import Refused


class Who(NamedTuple):
    """The person at the desk. `account` and `person` are None only for set-up and importers without a sign-in."""

    account: int | None
    person: int | None
    login: str
    display: str
    roles: frozenset[str]
    permissions: frozenset[str]


@dataclass(frozen=True)
class Desk:
    """One signed-in person at one practice; cheap to copy, holds no state of its own."""

    database: PracticeFile
    who: Who
    clock: Clock
    zone: Timezone | FixedTimezone
    session: int | None = None
    sessions: tuple[int, ...] = field(default=())
    """The sessions whose changes `u` reaches: this one, and the one it resumed after a dropped line."""
    request: str | None = None
    """The request id of the next change; None lets the change make one."""
    site: int | None = None
    """The site whose providers and rooms are looked at; None for those of all sites."""

    def now(self) -> pendulum.DateTime:
        """The present moment in the practice's zone."""
        return self.clock.now().in_timezone(self.zone)

    def today(self) -> pendulum.Date:
        """The practice's calendar day."""
        return self.now().date()

    def may(self, permission: str) -> bool:
        """Tell whether this person has the permission; the empty one is everybody's."""
        return not permission or permission in self.who.permissions

    def need(self, permission: str) -> None:
        """Raise `Refused` unless this person has the permission."""
        if not self.may(permission):
            raise Refused(
                f"{self.who.display} may not do this (needs the permission {permission}).", code="permission"
            )

    def asking(self, request: str) -> Desk:
        """The same desk, whose next change carries this request id, so that trying again can't do it twice."""
        return replace(self, request=request)

    def bounds(self, day: pendulum.Date) -> tuple[pendulum.DateTime, pendulum.DateTime]:
        """Start and end of a local day, half open; 23, 24 or 25 hours apart."""
        start = pendulum.datetime(day.year, day.month, day.day, tz=self.zone)
        after = day.add(days=1)
        return start, pendulum.datetime(after.year, after.month, after.day, tz=self.zone)


class News(NamedTuple):
    """What was committed since: the last audit number, and the topics of what changed."""

    seq: int
    topics: frozenset[str]


def news(desk: Desk, after: int) -> News:
    """The topics of every audit record after number `after`; with -1 only the newest number."""
    if after < 0:
        return News(head()[0], frozenset())
    rows = list(Audit.select(Audit.seq, Audit.topics).where(Audit.seq > after).order_by(Audit.seq).tuples())
    topics = frozenset(topic for _, text in rows for topic in text.split())
    return News(rows[-1][0] if rows else after, topics)
