"""Time of a provider's week that is kept for a kind of visit: keeping it, changing it, giving it up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pendulum

from frontdesk.db.calendar import Provider, VisitKind
from frontdesk.db.kinds import Reserved
from frontdesk.db.rows import find
from frontdesk.desk import Back, Desk, Outcome, Refused, Undo, Work, change, view
from frontdesk.logic import when
from frontdesk.logic.ahead import counted
from frontdesk.logic.calendar.outside import in_kept_time
from frontdesk.logic.practice import FIRST_DAY, LAST_DAY, WEEKDAYS, provider_row, read_minutes

LONGEST = 8760
"""Hours before, a year."""


@dataclass(frozen=True, slots=True)
class ReservedLine:
    """A stretch of a provider's week kept for a kind."""

    id: int
    version: int
    kind: int
    code: str
    weekday: int
    opens: int
    closes: int
    hours_before: int
    from_day: pendulum.Date
    to_day: pendulum.Date

    @property
    def words(self) -> str:
        """`tue 8:00a-10:00a URG, opens 24h before`."""
        span = f"{WEEKDAYS[self.weekday]} {when.clock(self.opens)}-{when.clock(self.closes)} {self.code}"
        return f"{span}, opens {f'{self.hours_before}h before' if self.hours_before else 'when it begins'}"


@view("reserved.of_provider", permission="setup.see")
def of_provider(desk: Desk, *, provider: int) -> tuple[ReservedLine, ...]:
    """What of a provider's week is kept from today on."""
    rows = (
        Reserved.select(Reserved, VisitKind.id, VisitKind.code)
        .join(VisitKind, on=(Reserved.kind == VisitKind.id))
        .where(Reserved.provider == provider, Reserved.hidden == 0, Reserved.to_day >= desk.today())
        .order_by(Reserved.weekday, Reserved.opens, Reserved.id)
    )
    return tuple(
        ReservedLine(
            row.id, row.version, row.kind_id, row.kind.code, row.weekday, row.opens, row.closes, row.hours_before,
            row.from_day, row.to_day,
        )
        for row in rows
    )  # fmt: skip


def _read(kind: int, weekday: str, opens: str, closes: str, hours_before: int) -> dict[str, Any]:
    what = find(VisitKind, kind)
    if what is None or what.hidden:
        raise Refused("There is no such kind of visit.", field="kind")
    day = weekday.strip().lower()[:3]
    if day not in WEEKDAYS:
        raise Refused("Name one weekday, like tue.", field="weekday")
    begin, end = read_minutes(opens, "opens"), read_minutes(closes, "closes")
    if end <= begin:
        raise Refused("It must end after it begins.", field="closes")
    if not 0 <= hours_before <= LONGEST:
        raise Refused(f"At most {LONGEST} hours before.", field="hours_before")
    return {
        "kind": kind, "weekday": WEEKDAYS.index(day), "opens": begin, "closes": end, "hours_before": hours_before,
    }  # fmt: skip


def _span(from_day: pendulum.Date | None, to_day: pendulum.Date | None) -> dict[str, pendulum.Date]:
    first, last = from_day or FIRST_DAY, to_day or LAST_DAY
    if last < first:
        raise Refused("It must end after it begins.", field="to_day")
    return {"from_day": first, "to_day": last}


def _words(values: dict[str, Any], provider: Provider) -> str:
    code = VisitKind.get_by_id(values["kind"]).code
    span = f"{when.clock(values['opens'])}-{when.clock(values['closes'])}"
    return f"{WEEKDAYS[values['weekday']]} {span} of {provider.short} for {code}"


def _tail(work: Work, provider: int, before: set[int]) -> str:
    return counted(len(in_kept_time(work.desk, provider) - before), "of other kinds in it")


def _topics(provider: int) -> set[str]:
    return {"setup", f"provider:{provider}"}


@change("reserved.add", permission="setup.change", undo=Undo.INVERSE)
def reserve(
    work: Work,
    *,
    provider: int,
    kind: int,
    weekday: str,
    opens: str,
    closes: str,
    hours_before: int = 0,
    from_day: pendulum.Date | None = None,
    to_day: pendulum.Date | None = None,
) -> Outcome:
    """Keep a stretch of a provider's week for a kind; it opens to every kind so many hours before it begins."""
    whose = provider_row(provider)
    values = {**_read(kind, weekday, opens, closes, hours_before), **_span(from_day, to_day)}
    before = in_kept_time(work.desk, provider)
    row = work.add(Reserved, provider=provider, **values)
    return Outcome(
        f"Kept {_words(values, whose)}{_tail(work, provider, before)}",
        ("reserved", row),
        _topics(provider),
        after={"provider": provider, **values},
        back=Back("reserved.give_up", {"reserved": row, "version": 1}),
        values={"reserved": row},
    )


@change("reserved.edit", permission="setup.change", undo=Undo.INVERSE)
def edit_reserved(
    work: Work,
    *,
    reserved: int,
    version: int,
    kind: int,
    weekday: str,
    opens: str,
    closes: str,
    hours_before: int = 0,
    from_day: pendulum.Date | None = None,
    to_day: pendulum.Date | None = None,
) -> Outcome:
    """Change what is kept; what is booked stays."""
    row = _row(reserved)
    before = {
        "kind": row.kind_id, "weekday": WEEKDAYS[row.weekday], "opens": when.clock(row.opens),
        "closes": _closing(row.closes), "hours_before": row.hours_before, "from_day": row.from_day,
        "to_day": row.to_day,
    }  # fmt: skip
    values = {**_read(kind, weekday, opens, closes, hours_before), **_span(from_day, to_day)}
    inside = in_kept_time(work.desk, row.provider_id)
    new = work.update(Reserved, reserved, version, **values)
    return Outcome(
        f"Kept {_words(values, provider_row(row.provider_id))}{_tail(work, row.provider_id, inside)}",
        ("reserved", reserved),
        _topics(row.provider_id),
        before=before,
        after=values,
        back=Back("reserved.edit", {"reserved": reserved, "version": new, **before}),
        values={"reserved": reserved, "version": new},
    )


def _closing(minutes: int) -> str:
    return "24:00" if minutes == 24 * 60 else when.clock(minutes)


@change("reserved.give_up", permission="setup.change", undo=Undo.INVERSE)
def give_up(work: Work, *, reserved: int, version: int, hidden: bool = True) -> Outcome:
    """Keep a stretch no longer, or keep it again."""
    row = _row(reserved)
    values = {"kind": row.kind_id, "weekday": row.weekday, "opens": row.opens, "closes": row.closes}
    inside = in_kept_time(work.desk, row.provider_id)
    new = work.update(Reserved, reserved, version, hidden=hidden)
    words = f"{_words(values, provider_row(row.provider_id))}{_tail(work, row.provider_id, inside)}"
    return Outcome(
        f"{'No longer kept' if hidden else 'Kept again'}: {words}",
        ("reserved", reserved),
        _topics(row.provider_id),
        before={"hidden": bool(row.hidden)},
        after={"hidden": hidden},
        back=Back("reserved.give_up", {"reserved": reserved, "version": new, "hidden": not hidden}),
    )


def _row(reserved: int) -> Reserved:
    row = find(Reserved, reserved)
    if row is None:
        raise Refused("There is no such reserved time.", field="reserved")
    return row
