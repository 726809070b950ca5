"""Book, move, lengthen and shorten."""

from __future__ import annotations

import pendulum

from frontdesk.db.calendar import CancelReason, Hold, Place, Provider, ResourceKind, Visit, VisitKind
from frontdesk.db.patients import Patient
from frontdesk.db.rows import find, get, insert
from frontdesk.desk import Outcome, Refused, Stale, Undo, Work, change
from frontdesk.logic import when
from frontdesk.logic.calendar.rules import Slot, may_be_booked, take, take_room_if_free
from frontdesk.logic.calendar.snapshot import OFF, describe, move_to_place, snapshot, way_back
from frontdesk.logic.calendar.words import patient_name, provider_of, slot, topics

LATEST_PLACE_TO_MOVE = (Place.SCHEDULED,)
"""Only a visit that nobody came to yet changes day or time; later ones are history."""


def visit_row(visit: int) -> Visit:
    """The visit; raise `Refused` when there is none."""
    row = find(Visit, visit)
    if row is None:
        raise Refused("There is no such visit.", field="visit")
    return row


def tidy_text(text: str, field: str, longest: int = 500) -> str:
    """Free text that may be stored; raise `Refused` at the field otherwise."""
    from frontdesk.logic import names

    try:
        text = names.tidy(text)
    except ValueError as error:
        raise Refused(str(error), field=field) from error
    if len(text) > longest:
        raise Refused(f"At most {longest} characters.", field=field)
    return text


def seen(row: Visit, version: int) -> None:
    """Raise `Stale` unless the visit still has the version that was painted."""
    if row.version != version:
        raise Stale("This visit was changed since it was shown. Look again, then repeat it.")


def patient_row(patient: int) -> Patient:
    """The patient a visit may be booked for; raise `Refused` at `patient` otherwise."""
    row = find(Patient, patient)
    if row is None or row.withdrawn:
        raise Refused("There is no such patient.", field="patient")
    if row.merged_into_id is not None:
        raise Refused("This record was merged into another.", field="patient")
    return row


def kind_row(kind: int) -> VisitKind:
    """The kind of visit; raise `Refused` at `kind` when there is none."""
    row = find(VisitKind, kind)
    if row is None or row.hidden:
        raise Refused("There is no such kind of visit.", field="kind")
    return row


def place_holds(work: Work, visit: int, wish: Slot, on_purpose: bool) -> None:
    """Take the patient, the provider and the room for the visit."""
    wanted = [(ResourceKind.PATIENT, wish.patient, False), (ResourceKind.PROVIDER, wish.provider, on_purpose)]
    if wish.room is not None:
        wanted.append((ResourceKind.ROOM, wish.room, False))
    starts, ends = wish.span
    for kind, resource, overbooked in wanted:
        insert(
            Hold,
            {
                "visit": visit,
                "resource_kind": kind,
                "resource": resource,
                "starts": starts,
                "ends": ends,
                "overbooked": overbooked,
            },
        )


@change("calendar.book", permission="calendar.book", undo=Undo.INVERSE)
def book(
    work: Work,
    *,
    patient: int,
    provider: int,
    starts: pendulum.DateTime,
    kind: int,
    minutes: int | None = None,
    room: int | None = None,
    note: str = "",
    overbook: str = "",
    override: bool = False,
) -> Outcome:
    """Book a visit. `overbook` is the reason for taking a taken slot on purpose."""
    who, what = patient_row(patient), kind_row(kind)
    may_be_booked(work.desk, who, override=override)
    length = what.minutes if minutes is None else minutes
    if not 1 <= length <= 480:
        raise Refused("A visit lasts from one minute to eight hours.", field="minutes")
    overbook = tidy_text(overbook, "overbook", 200)
    wish = Slot(patient, provider, starts, starts.add(minutes=length), room)
    on_purpose = take(work, wish, overbook=overbook, override=override)
    visit = work.add(
        Visit,
        patient=patient,
        kind=kind,
        site=get(Provider, provider).site_id,
        starts=starts,
        ends=wish.ends,
        urgent=bool(what.urgent),
        overbook_reason=overbook if on_purpose else "",
        overbook_by=work.desk.who.account if on_purpose and overbook else None,
        note=tidy_text(note, "note"),
        booked_at=work.now,
    )
    place_holds(work, visit, wish, on_purpose)
    move_to_place(work, visit, Place.SCHEDULED)
    row = get(Visit, visit)
    now = snapshot(row)
    words = f"{patient_name(who)} {slot(work.desk, starts, provider)}"
    gone = {**now, "place": str(Place.CANCELLED), "cancel_reason": str(CancelReason.ERROR), "event": None}
    return Outcome(
        f"Booked {words}",
        ("visit", visit),
        topics(work.desk, row),
        after=now,
        patient=patient,
        back=way_back(gone, visit, 1, f"Took back: {words}", f"Booked again: {words}"),
        values={"visit": visit, "version": 1},
    )


@change("calendar.move", permission="calendar.book", undo=Undo.INVERSE)
def move(
    work: Work,
    *,
    visit: int,
    version: int,
    starts: pendulum.DateTime,
    provider: int | None = None,
    overbook: str = "",
    override: bool = False,
) -> Outcome:
    """Move a visit to another time, day or provider; its length stays."""
    row = visit_row(visit)
    seen(row, version)
    if row.place not in LATEST_PLACE_TO_MOVE:
        raise Refused(f"A visit that is {str(row.place).replace('_', ' ')} stays where it is.", code="place")
    old_provider = provider_of(visit)
    target = old_provider if provider is None else provider
    if target is None:
        raise Refused("Choose a provider.", field="provider")
    length = row.ends - row.starts
    wish = Slot(row.patient_id, target, starts, starts.add(seconds=int(length.total_seconds())), visit=visit)
    if starts == row.starts and target == old_provider:
        raise Refused("It is there already.", field="starts", code="same")
    return _place_anew(work, row, wish, tidy_text(overbook, "overbook", 200), override, "Moved")


@change("calendar.resize", permission="calendar.book", undo=Undo.INVERSE)
def resize(
    work: Work, *, visit: int, version: int, minutes: int, overbook: str = "", override: bool = False
) -> Outcome:
    """Make a visit longer or shorter; its start stays."""
    row = visit_row(visit)
    seen(row, version)
    if row.place in (*OFF, Place.DONE, Place.LEFT):
        raise Refused(f"A visit that is {str(row.place).replace('_', ' ')} keeps its length.", code="place")
    if not 1 <= minutes <= 480:
        raise Refused("A visit lasts from one minute to eight hours.", field="minutes")
    provider = provider_of(visit)
    if provider is None:
        raise Refused("Choose a provider.", field="provider")
    wish = Slot(row.patient_id, provider, row.starts, row.starts.add(minutes=minutes), visit=visit)
    if wish.ends == row.ends:
        raise Refused("It has that length already.", field="minutes", code="same")
    shorter = wish.ends < row.ends
    words = f"Now {when.show_length(minutes)}:"
    return _place_anew(work, row, wish, tidy_text(overbook, "overbook", 200), override or shorter, words)


def _place_anew(work: Work, row: Visit, wish: Slot, overbook: str, override: bool, verb: str) -> Outcome:
    """Check the wish, move the visit and its provider's hold, and say so."""
    visit, before = int(row.id), snapshot(row)
    old_provider, old_starts, old_version = provider_of(visit), row.starts, int(row.version)
    old_words = f"{describe(work, row, old_provider)}, {when.show_length(_minutes(row))}"
    shrinks = wish.starts == row.starts and wish.ends < row.ends and wish.provider == old_provider
    if shrinks:  # gives up time and asks for none
        new = work.update(Visit, visit, old_version, ends=wish.ends)
    else:
        new = _take_anew(work, row, wish, overbook, override)
    after = get(Visit, visit)
    words = describe(work, after, wish.provider)
    return Outcome(
        f"{verb} {words}",
        ("visit", visit),
        topics(work.desk, after, (old_starts, old_provider)),
        before=before,
        after=snapshot(after),
        patient=int(after.patient_id),
        back=way_back(before, visit, new, f"Back to {old_words}", f"{verb} again {words}"),
        values={"visit": visit, "version": new},
    )


def _minutes(row: Visit) -> int:
    return int((row.ends - row.starts).total_seconds()) // 60


def _take_anew(work: Work, row: Visit, wish: Slot, overbook: str, override: bool) -> int:
    """Apply the rules and move the visit with its holds; return its new version."""
    visit = int(row.id)
    on_purpose = take(work, wish, overbook=overbook, override=override)
    provider_hold = (Hold.visit == visit) & (Hold.resource_kind == ResourceKind.PROVIDER)
    Hold.update(overbooked=True).where(provider_hold).execute()
    Hold.update(live=False).where(Hold.visit == visit, Hold.resource_kind == ResourceKind.ROOM).execute()
    new = work.update(
        Visit,
        visit,
        int(row.version),
        starts=wish.starts,
        ends=wish.ends,
        overbook_reason=overbook if on_purpose else "",
        overbook_by=work.desk.who.account if on_purpose and overbook else None,
    )
    Hold.update(resource=wish.provider, overbooked=on_purpose).where(provider_hold).execute()
    take_room_if_free(work.desk, visit, wish.starts, wish.ends)
    return new
