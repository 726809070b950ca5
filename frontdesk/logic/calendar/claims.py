"""A slot that somebody is booking: held for three minutes, and shown with whose it is."""

from __future__ import annotations

from typing import Any, NamedTuple

import pendulum

from frontdesk.db.calendar import SlotClaim
from frontdesk.db.practice import Account, Person
from frontdesk.db.prepared import prepared
from frontdesk.desk import Desk, Outcome, Refused, Undo, Work, change, view
from frontdesk.logic import when
from frontdesk.logic.calendar.parties import meetings
from frontdesk.logic.calendar.sites import there
from frontdesk.logic.calendar.words import local, slot

MINUTES = 3
"""How long a slot is held for whoever is booking it."""


class Claim(NamedTuple):
    """Somebody else's claim; epoch seconds."""

    provider: int
    starts: int
    ends: int
    until: int
    name: str


@prepared
def _claims(starts: pendulum.DateTime | int, ends: pendulum.DateTime | int, now: pendulum.DateTime) -> Any:
    return (
        SlotClaim.select(
            SlotClaim.provider, SlotClaim.starts, SlotClaim.ends, SlotClaim.until, Person.given, Person.family,
            SlotClaim.session, SlotClaim.request,
        )
        .join(Account, on=(SlotClaim.account == Account.id))
        .join(Person, on=(Account.person == Person.id))
        .where(SlotClaim.starts < ends, SlotClaim.ends > starts, SlotClaim.until > now)
        .order_by(SlotClaim.starts, SlotClaim.id)
    )  # fmt: skip


def claimed_by_others(
    desk: Desk, starts: pendulum.DateTime | int, ends: pendulum.DateTime | int
) -> tuple[Claim, ...]:
    """Whatever others are booking in that time just now, with anybody: there are never many."""
    rows = _claims(starts, ends, desk.clock.now())
    return tuple(
        Claim(row[0], row[1], row[2], row[3], f"{row[4]} {row[5]}".strip())
        for row in rows
        if (row[6] != desk.session if desk.session is not None else row[7] != desk.request)
    )


def unclaimed(work: Work, provider: int, span: tuple[int, int]) -> None:
    """Refuse a provider's time (epoch seconds) that somebody else is booking just now, code `held`.

    Where a group begins that has a place left for each of them and one more, they are not in the way.
    """
    claimed = [each for each in claimed_by_others(work.desk, *span) if each.provider == provider]
    if not claimed or any(group.places > len(claimed) for group in meetings(provider, span[0])):
        return
    until = local(there(work.desk, provider), pendulum.from_timestamp(claimed[0].until))
    raise Refused(
        f"{claimed[0].name} is booking this time just now (until {when.clock(until)}).",
        field="starts",
        code="held",
    )


def let_go(work: Work) -> None:
    """Give up what this request, or this session, has claimed; and what is long over."""
    mine = SlotClaim.request == (work.desk.request or "")
    SlotClaim.delete().where(mine | (SlotClaim.until < work.now)).execute()


@view("calendar.claims", permission="calendar.see")
def claims(
    desk: Desk, *, providers: tuple[int, ...], starts: pendulum.DateTime, ends: pendulum.DateTime
) -> tuple[Claim, ...]:
    """Time of these providers that others are booking just now."""
    return tuple(claim for claim in claimed_by_others(desk, starts, ends) if claim.provider in providers)


@change("calendar.claim", permission="calendar.book", undo=Undo.PASSING)
def claim(work: Work, *, provider: int, starts: pendulum.DateTime, ends: pendulum.DateTime, form: str) -> Outcome:
    """Hold a provider's time for three minutes while a form (its request) is open; refused when others have it."""
    unclaimed(work, provider, (int(starts.timestamp()), int(ends.timestamp())))
    SlotClaim.delete().where((SlotClaim.request == form) | (SlotClaim.until < work.now)).execute()
    row = work.add(
        SlotClaim,
        provider=provider,
        starts=starts,
        ends=ends,
        account=work.desk.who.account,
        session=work.desk.session,
        request=form,
        until=work.now.add(minutes=MINUTES),
    )
    return _outcome(work, row, "Held for three minutes:", provider, starts)


@change("calendar.unclaim", permission="calendar.book", undo=Undo.PASSING)
def unclaim(work: Work, *, form: str) -> Outcome:
    """Let go of the time that the form held."""
    row = SlotClaim.get_or_none(SlotClaim.request == form)
    if row is None:
        raise Refused("Nothing is held.", code="same")
    SlotClaim.delete().where(SlotClaim.id == row.id).execute()
    return _outcome(work, int(row.id), "Free again:", int(row.provider_id), row.starts)


def _outcome(work: Work, row: int, verb: str, provider: int, starts: pendulum.DateTime) -> Outcome:
    day = local(there(work.desk, provider), starts).date()
    return Outcome(
        f"{verb} {slot(work.desk, starts, provider)}",
        ("slot_claim", row),
        {f"day:{day}", f"provider:{provider}"},
        values={"claim": row},
    )
