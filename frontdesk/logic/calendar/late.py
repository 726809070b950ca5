"""A provider runs late: by how much, and whom to call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import pendulum

from frontdesk.db.calendar import Hold, Place, Provider, ProviderDelay, ResourceKind, Visit
from frontdesk.db.practice import WorklistItem
from frontdesk.db.prepared import prepared
from frontdesk.db.rows import find, get
from frontdesk.desk import Back, Desk, Outcome, Refused, Undo, Work, change, view
from frontdesk.logic import phones, worklists
from frontdesk.logic.calendar import touched
from frontdesk.logic.calendar.card import card_rows
from frontdesk.logic.calendar.day import DayVisit, delays
from frontdesk.logic.calendar.sites import there
from frontdesk.logic.calendar.words import local, patient_of, provider_name, provider_of, visit_words

KIND = touched.LATE
OVER = "over"
"""The outcome of a call of an earlier day that nobody made."""
LONGEST = 600
"""Minutes."""
CALLED_AHEAD = 4
"""Hours ahead that patients are called."""


worklists.kind(
    KIND, sees="calendar.see", works="calendar.book", words=visit_words, patient=patient_of,
    put_back=lambda work, visit: touched.take_back(work, [visit]),
)  # fmt: skip


class Calls(NamedTuple):
    """What became of the calls by a change: items that are open now, and those that are not any more."""

    opened: list[int]
    closed: list[int]


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
    before = _write(work, provider, day, minutes)
    if before == minutes:
        raise Refused(f"{row.short} is {_by(minutes)} already.", field="minutes", code="same")
    calls, called = _ask(work, desk, provider, minutes)
    return _outcome(provider, day, (before, minutes), calls, called)


@change("calendar.late_or_not", permission="calendar.book", undo=Undo.INVERSE)
def late_or_not(
    work: Work, *, provider: int, day: pendulum.Date, minutes: int, opened: list[int], closed: list[int]
) -> Outcome:
    """Put a delay back as it was, and the calls: close what was `opened`, open what was `closed`."""
    before, calls = _write(work, provider, day, minutes), Calls([], [])
    for row in map(worklists.item_row, opened):
        if row.closed_at is None:
            calls.closed.append(_close(work, row, touched.NO_CALL))
    for row in map(worklists.item_row, closed):
        if row.outcome == touched.NO_CALL:
            calls.opened.append(_open(work, row))
            touched.take_back(work, [row.subject])
    return _outcome(provider, day, (before, minutes), calls)


def _write(work: Work, provider: int, day: pendulum.Date, minutes: int) -> int:
    """Write by how much a provider is late; return what was written before."""
    known = _delay.first(provider, day)
    if known is None:
        work.add(ProviderDelay, provider=provider, day=day, minutes=minutes, at=work.now)
        return 0
    work.update(ProviderDelay, int(known[0]), int(known[2]), minutes=minutes, at=work.now)
    return int(known[1])


def _outcome(
    provider: int, day: pendulum.Date, minutes: tuple[int, int], calls: Calls, called: int = 0
) -> Outcome:
    before, now = minutes
    said = f" {called} patient{'' if called == 1 else 's'} to call: *" if called else ""
    return Outcome(
        f"{provider_name(provider)} is {_by(now)}.{said}",
        ("provider", provider),
        {f"day:{day}", f"provider:{provider}", "worklist", f"worklist:{KIND}"},
        before={"late": before},
        after={"late": now},
        back=Back(
            "calendar.late_or_not", {"provider": provider, "day": day, "minutes": before, **calls._asdict()}
        ),
        values={"provider": provider, "minutes": now, "before": before, "to_call": called},
    )


def _by(minutes: int) -> str:
    return f"{minutes}m late" if minutes else "on time"


def _ask(work: Work, desk: Desk, provider: int, minutes: int) -> tuple[Calls, int]:
    """Put the next patients on the list of calls, or take everybody off it; and how many are on it."""
    open_now, calls = _open_calls(work, desk, provider), Calls([], [])
    if not minutes:
        calls.closed.extend(_close(work, row, touched.NO_CALL) for row in open_now.values())
        return calls, 0
    coming = _coming(desk, provider)
    for visit in coming:
        if visit in open_now:
            continue
        before = worklists.item_about(KIND, ("visit", visit))
        if before is not None and before.outcome == touched.NO_CALL:
            calls.opened.append(_open(work, before))
        else:
            due, role = work.desk.today(), "receptionist"
            calls.opened.append(worklists.add_item(work, KIND, ("visit", visit), due=due, role=role, urgent=True))
    touched.unbound(work, calls.opened)
    return calls, len(coming)


def _close(work: Work, row: WorklistItem, outcome: str) -> int:
    worklists.close_item(work, row, outcome)
    touched.unbound(work, [row.id])
    return int(row.id)


def _open(work: Work, row: WorklistItem) -> int:
    worklists.open_again(work, row)
    touched.unbound(work, [row.id])
    return int(row.id)


def _open_calls(work: Work, desk: Desk, provider: int) -> dict[int, WorklistItem]:
    """The open calls about a provider's visits, by visit; those of earlier days are closed."""
    found = {}
    for item in worklists.open_items(desk, kind=KIND):
        if provider_of(item.subject) == provider:
            row = worklists.item_row(item.id)
            if local(desk, get(Visit, item.subject).starts) < desk.bounds(desk.today())[0]:
                _close(work, row, OVER)
            else:
                found[item.subject] = row
    return found


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
    by: dict[pendulum.Date, dict[int, int]] = {}
    found = []
    for visit, _ in card_rows(list(items)):
        here = there(desk, visit.provider)
        today, at = here.today(), pendulum.from_timestamp(visit.starts).in_timezone(here.zone)
        late_by = by.setdefault(today, dict(delays(today))).get(visit.provider, 0)
        if visit.place is Place.SCHEDULED and at.date() == today and late_by:
            phone = phones.show_phone(visit.phone) if visit.phone else ""
            name = provider_name(visit.provider)
            found.append(LateCall(items[visit.id], visit, at, name, phone, late_by))
    return tuple(sorted(found, key=lambda call: (call.visit.starts, call.visit.id)))
