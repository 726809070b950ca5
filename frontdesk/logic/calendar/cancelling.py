"""Cancel with a reason, restore, and what the patient said about coming."""

from __future__ import annotations

import pendulum

from frontdesk.db.calendar import CancelReason, Hold, Place, ResourceKind, Visit
from frontdesk.db.rows import get
from frontdesk.desk import Outcome, Refused, Undo, Work, change
from frontdesk.logic.calendar import happened, touched
from frontdesk.logic.calendar.beside import take_rest_if_free
from frontdesk.logic.calendar.booking import buffer_of, seen, tidy_text, visit_row
from frontdesk.logic.calendar.claims import unclaimed
from frontdesk.logic.calendar.interpreters import comes_back
from frontdesk.logic.calendar.parties import party_for
from frontdesk.logic.calendar.rules import Slot, may_be_there, patient_is_free, still_there
from frontdesk.logic.calendar.sites import there
from frontdesk.logic.calendar.snapshot import OFF, changed, let_go, move_to_place, snapshot, without
from frontdesk.logic.calendar.words import provider_of

CANCELLABLE = (Place.SCHEDULED, Place.ARRIVED)
"""Where a visit stands that may be cancelled: later on somebody is seeing the patient."""


def why_of(reason: str) -> CancelReason:
    """The reason for cancelling; raise `Refused` at `reason` when there is none."""
    try:
        why = CancelReason(reason)
    except ValueError:
        why = CancelReason.NONE
    if why is CancelReason.NONE:
        raise Refused("Say why it is cancelled.", field="reason")
    return why


def take_off(work: Work, row: Visit, why: CancelReason, note: str, at: pendulum.DateTime | None = None) -> int:
    """Take a visit off the calendar, for whoever made sure that it may be; its new version.

    With `at` it was cancelled then, and is typed in now.
    """
    visit, note = int(row.id), tidy_text(note, "note", 200)
    new = work.update(Visit, visit, int(row.version), place=Place.CANCELLED, cancel_reason=why, cancel_note=note)
    if at is None:
        move_to_place(work, visit, Place.CANCELLED)
    else:
        happened.note(work, visit, Place.CANCELLED, at)
    touched.settle(work, visit, f"cancelled ({why})")
    return new


@change("calendar.cancel", permission="calendar.book", undo=Undo.INVERSE)
def cancel(
    work: Work, *, visit: int, version: int, reason: str, note: str = "", at: pendulum.DateTime | None = None
) -> Outcome:
    """Cancel a visit, with whose doing it was; its time is free at once. `at`: it was cancelled then, on paper."""
    row, why = visit_row(visit), why_of(reason)
    seen(row, version)
    if row.place not in CANCELLABLE:
        raise Refused(f"A visit that is {_words(row)} can't be cancelled.", code="place")
    desk = there(work.desk, provider_of(visit))
    if at is not None:
        happened.in_order(work, desk, row, at)
    before = snapshot(row)
    new = take_off(work, row, why, note, at)
    said = happened.said(desk, f"Cancelled ({why})", at)
    return changed(work, row, before, new, said, "Not cancelled any more:")


@change("calendar.restore", permission="calendar.book", undo=Undo.INVERSE)
def restore(work: Work, *, visit: int, version: int, overbook: str = "", override: bool = False) -> Outcome:
    """Put a cancelled visit, or a no-show, back on the calendar where it was, if the time is free."""
    row = visit_row(visit)
    seen(row, version)
    if row.place not in OFF:
        raise Refused("It is on the calendar.", code="place")
    provider = provider_of(visit)
    overbook = tidy_text(overbook, "overbook", 200)
    on_purpose = False
    still_there(row.patient, provider)
    if provider is not None:
        wish = Slot(
            row.patient_id, provider, row.starts, row.ends, visit=visit, buffer=buffer_of(row), party=row.party_id,
            kind=row.kind_id,
        )  # fmt: skip
        desk = there(work.desk, provider)
        patient_is_free(desk, wish)
        unclaimed(work, provider, wish.provider_span)
        on_purpose = may_be_there(desk, wish, overbook=overbook, override=override)
    before = snapshot(row)
    if row.party_id is not None:
        party_for(work, row.kind, row.party_id)
    Hold.update(overbooked=on_purpose).where(
        Hold.visit == visit, Hold.resource_kind == ResourceKind.PROVIDER
    ).execute()
    new = work.update(
        Visit,
        visit,
        version,
        place=Place.SCHEDULED,
        cancel_reason=CancelReason.NONE,
        cancel_note="",
        overbook_reason=overbook if on_purpose else "",
        overbook_by=work.desk.who.account if on_purpose and overbook else None,
        **comes_back(row),
    )
    take_rest_if_free(work.desk, visit, row.starts, row.ends)
    move_to_place(work, visit, Place.SCHEDULED)
    lost = let_go(before, snapshot(get(Visit, visit)))
    said = f"Restored{without(lost)}:" if lost else "Restored"
    return changed(work, row, before, new, said, "Off again:")


@change("calendar.confirm", permission="calendar.book", undo=Undo.INVERSE)
def confirm(work: Work, *, visit: int, version: int) -> Outcome:
    """Note that the patient confirmed the visit."""
    return _set_confirmed(work, visit, version, True)


@change("calendar.unconfirm", permission="calendar.book", undo=Undo.INVERSE)
def unconfirm(work: Work, *, visit: int, version: int) -> Outcome:
    """Take the patient's confirmation back."""
    return _set_confirmed(work, visit, version, False)


def _set_confirmed(work: Work, visit: int, version: int, confirmed: bool) -> Outcome:
    row = visit_row(visit)
    seen(row, version)
    if row.place is not Place.SCHEDULED:
        raise Refused(f"A visit that is {_words(row)} needs no confirmation.", code="place")
    if row.confirmed == confirmed:
        raise Refused("It is confirmed already." if confirmed else "It is not confirmed.", code="same")
    before = snapshot(row)
    new = work.update(Visit, visit, version, confirmed=confirmed)
    verbs = ("Confirmed", "Not confirmed:") if confirmed else ("Not confirmed:", "Confirmed")
    return changed(work, row, before, new, *verbs)


def _words(row: Visit) -> str:
    return str(row.place).replace("_", " ")
