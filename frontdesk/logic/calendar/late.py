"""A provider runs late: by how much, and whom to call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pendulum

from frontdesk.db.calendar import Hold, Place, Provider, ProviderDelay, ResourceKind, Visit
from frontdesk.db.prepared import prepared
from frontdesk.db.rows import find
from frontdesk.desk import Back, Desk, Outcome, Refused, Undo, Work, change, view
from frontdesk.logic import phones, worklists
from frontdesk.logic.calendar.card import card_rows
from frontdesk.logic.calendar.day import DayVisit, delays
from frontdesk.logic.calendar.sites import there
from frontdesk.logic.calendar.words import patient_of, provider_name, provider_of, visit_words

KIND = "late"
ON_TIME = "on time again"
"""The outcome of a call that nobody has to make any more."""
LONGEST = 600
"""Minutes."""
CALLED_AHEAD = 4
"""Hours ahead that patients are called."""


worklists.kind(KIND, sees="calendar.see", works="calendar.book", words=visit_words, patient=patient_of)


@prepared
def _delay(provider: int, day: pendulum.Date) -> Any:
    return ProviderDelay.select(ProviderDelay.id, ProviderDelay.minutes, ProviderDelay.version).where(
        ProviderDelay.provider == provider, ProviderDelay.day == day
    )


@change("calendar.late", permission="calendar.book", undo=Undo.INVERSE)
def late(work: Work, *, provider: int, minutes: int) -> Outcome:
    """Say by how many minutes a provider runs late today; 0: on time again. The next patients are to be called."""
    row = find(Provider, provider)
    if row is None or row.hidden:
        raise Refused("There is no such provider.", field="provider")
    if not 0 <= minutes <= LONGEST:
        raise Refused("From 0 to 600 minutes.", field="minutes")
    desk = there(work.desk, provider)
    day = desk.today()
    known = _delay.first(provider, day)
    before = 0 if known is None else int(known[1])
    if before == minutes:
        raise Refused(f"{row.short} is {_by(minutes)} already.", field="minutes", code="same")
    if known is None:
        work.add(ProviderDelay, provider=provider, day=day, minutes=minutes, at=work.now)
    else:
        work.update(ProviderDelay, int(known[0]), int(known[2]), minutes=minutes, at=work.now)
    called = _ask(work, desk, provider, minutes)
    said = f"{row.short} is {_by(minutes)}."
    return Outcome(
        said + (f" {called} patient{'' if called == 1 else 's'} to call: *" if called else ""),
        ("provider", provider),
        {f"day:{day}", f"provider:{provider}", "worklist", f"worklist:{KIND}"},
        before={"late": before},
        after={"late": minutes},
        back=Back("calendar.late", {"provider": provider, "minutes": before}),
        values={"provider": provider, "minutes": minutes, "before": before, "to_call": called},
    )


def _by(minutes: int) -> str:
    return f"{minutes}m late" if minutes else "on time"


def _ask(work: Work, desk: Desk, provider: int, minutes: int) -> int:
    """Put the next patients on the list of calls, or take everybody off it; how many are on it."""
    open_now = {row.subject: row for row in _open_calls(desk, provider)}
    if not minutes:
        for row in open_now.values():
            worklists.close_item(work, row, ON_TIME)
        return 0
    coming = _coming(desk, provider)
    for visit in coming:
        if visit in open_now:
            continue
        before = worklists.item_about(KIND, ("visit", visit))
        if before is not None and before.outcome == ON_TIME:
            worklists.open_again(work, before)
        else:
            worklists.add_item(work, KIND, ("visit", visit), due=desk.today(), role="receptionist", urgent=True)
    return len(coming)


def _open_calls(desk: Desk, provider: int) -> list[Any]:
    items = worklists.open_items(desk, kind=KIND)
    return [worklists.item_row(item.id) for item in items if provider_of(item.subject) == provider]


@prepared
def _next(provider: int, starts: int, ends: int) -> Any:
    return (
        Hold.select(Hold.visit)
        .join(Visit, on=(Hold.visit == Visit.id))
        .where(
            Hold.resource_kind == ResourceKind.PROVIDER,
            Hold.resource == provider,
            Hold.starts >= starts,
            Hold.starts < ends,
            Hold.live == 1,
            Visit.place == Place.SCHEDULED,
        )
        .order_by(Hold.starts, Hold.visit)
    )


def _coming(desk: Desk, provider: int) -> list[int]:
    """Visits of the next hours, of today, that nobody has come to yet."""
    now = desk.now()
    end = min(now.add(hours=CALLED_AHEAD), desk.bounds(now.date())[1])
    return [visit for (visit,) in _next(provider, int(now.timestamp()), int(end.timestamp()))]


@dataclass(frozen=True, slots=True)
class LateCall:
    """A patient to be told that the provider runs late."""

    item: worklists.Item
    visit: DayVisit
    starts: pendulum.DateTime
    provider: str
    phone: str
    minutes: int
    """By how much, as it stands now."""

    @property
    def expected(self) -> pendulum.DateTime:
        """When it will be the patient's turn."""
        return self.starts.add(minutes=self.minutes)


@view("calendar.late_calls", permission="calendar.see")
def late_calls(desk: Desk) -> tuple[LateCall, ...]:
    """The patients to call because somebody runs late, the next first; who came or was moved is off the list."""
    items = {item.subject: item for item in worklists.open_items(desk, kind=KIND)}
    by: dict[int, int] = dict(delays(desk.today()))
    found = []
    for visit, _ in card_rows(list(items)):
        at = pendulum.from_timestamp(visit.starts).in_timezone(there(desk, visit.provider).zone)
        late_by = by.get(visit.provider, 0)
        if visit.place is Place.SCHEDULED and at.date() == desk.today() and late_by:
            phone = phones.show_phone(visit.phone) if visit.phone else ""
            name = provider_name(visit.provider)
            found.append(LateCall(items[visit.id], visit, at, name, phone, late_by))
    return tuple(sorted(found, key=lambda call: (call.visit.starts, call.visit.id)))
