"""Book, move, lengthen and shorten."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pendulum

from frontdesk.db.calendar import CancelReason, Hold, Place, Provider, ResourceKind, Visit, VisitKind
from frontdesk.db.patients import Patient
from frontdesk.db.rows import find, get, insert
from frontdesk.desk import Outcome, Refused, Stale, Undo, Work, change
from frontdesk.logic import when
from frontdesk.logic.calendar import happened, touched
from frontdesk.logic.calendar.beside import chosen_for, put_beside, room_of, take_rest_if_free, with_its_own
from frontdesk.logic.calendar.claims import let_go
from frontdesk.logic.calendar.interpreters import hold_interpreter, placed_anew, with_interpreter
from frontdesk.logic.calendar.parties import group_at, others_of, party_for
from frontdesk.logic.calendar.replacing import bonds_of
from frontdesk.logic.calendar.rules import (
    Slot,
    may_be_booked,
    overlapping,
    serves_any_number,
    take,
)
from frontdesk.logic.calendar.sites import there
from frontdesk.logic.calendar.snapshot import OFF, describe, move_to_place, snapshot, way_back, without
from frontdesk.logic.calendar.snapshot import let_go as released
from frontdesk.logic.calendar.words import local, name_of, provider_of, slot, topics

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


def place_holds(visit: int, wish: Slot, on_purpose: bool) -> None:
    """Take the patient, the provider, and the room, device and interpreter where there are any, for the visit."""
    wanted = [
        (ResourceKind.PATIENT, wish.patient, False, None, 0),
        (ResourceKind.PROVIDER, wish.provider, on_purpose, wish.party, wish.buffer),
        (ResourceKind.ROOM, wish.room, False, wish.party, 0),
        (ResourceKind.DEVICE, wish.device, False, wish.party, 0),
        (ResourceKind.INTERPRETER, wish.interpreter, False, wish.party, 0),
    ]
    starts, ends = wish.span
    for kind, resource, overbooked, party, longer in wanted:
        if resource is None:
            continue
        if kind not in (ResourceKind.PATIENT, ResourceKind.PROVIDER):  # the rules have let it pass a block
            overbooked = any(each.block for each in overlapping(kind, resource, starts, ends))
        hold: dict[str, Any] = {"visit": visit, "resource_kind": kind, "resource": resource}
        hold |= {"starts": starts, "ends": ends + longer, "overbooked": overbooked, "party": party}
        hold["live"] = not serves_any_number(kind, resource)  # who is never taken is only noted
        insert(Hold, hold)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A visit that somebody wants booked. `overbook` is the reason for taking a taken slot on purpose.

    `late`: it is over, was kept on paper, and is typed in now. `language` is what is to be interpreted; without an
    interpreter, somebody is to be found.
    """

    patient: int
    provider: int
    starts: pendulum.DateTime
    kind: int
    minutes: int | None = None
    room: int | None = None
    device: int | None = None
    interpreter: int | None = None
    note: str = ""
    overbook: str = ""
    override: bool = False
    series: int | None = None
    linked: int | None = None
    replaces: int | None = None
    late: bool = False
    language: str = ""


def ask(work: Work, wanted: Wanted) -> tuple[Slot, bool]:
    """Apply every rule to a wanted visit and write nothing: its slot, and whether that is taken on purpose."""
    who, what = patient_row(wanted.patient), kind_row(wanted.kind)
    may_be_booked(work.desk, who, override=wanted.override)
    length = what.minutes if wanted.minutes is None else wanted.minutes
    if not 1 <= length <= 480:
        raise Refused("A visit lasts from one minute to eight hours.", field="minutes")
    overbook = tidy_text(wanted.overbook, "overbook", 200)
    wish = Slot(
        wanted.patient, wanted.provider, wanted.starts, wanted.starts.add(minutes=length), wanted.room,
        device=wanted.device, interpreter=wanted.interpreter, buffer=60 * what.buffer, kind=wanted.kind,
        late=wanted.late,
    )  # fmt: skip
    any_length = wanted.minutes in (None, what.minutes)
    wish = _in_group(wish, what, overbook, any_length=any_length)
    wish = wish if wanted.late else with_its_own(wish)
    return wish, take(work, wish, overbook=overbook, override=wanted.override)


def _in_group(wish: Slot, kind: VisitKind, overbook: str, *, any_length: bool = False) -> Slot:
    """The wish in the group that is on there, as long as that is and with the time that is kept after that."""
    group = group_at(
        wish.provider, wish.span, kind, overbook=overbook, any_length=any_length, but=wish.visit
    )  # fmt: skip
    if group is None:
        return wish
    ends = wish.starts.add(seconds=group.ends - wish.span[0])
    return replace(wish, party=group.party, ends=ends, buffer=group.until - group.ends)


def put_on_book(work: Work, wanted: Wanted) -> Visit:
    """Apply every rule to a wanted visit and write it with its holds; raise `Refused` when a rule says no."""
    wish, on_purpose = ask(work, wanted)
    overbook, what = tidy_text(wanted.overbook, "overbook", 200), kind_row(wanted.kind)
    wish = replace(wish, party=party_for(work, what, wish.party))
    visit = work.add(
        Visit,
        patient=wanted.patient,
        kind=wanted.kind,
        site=get(Provider, wanted.provider).site_id,
        starts=wanted.starts,
        ends=wish.ends,
        urgent=bool(what.urgent),
        overbook_reason=overbook if on_purpose else "",
        overbook_by=work.desk.who.account if on_purpose and overbook else None,
        note=tidy_text(wanted.note, "note"),
        series=wanted.series,
        linked=wanted.linked,
        party=wish.party,
        replaces=wanted.replaces,
        **with_interpreter(
            get(Patient, wanted.patient), wanted.interpreter, tidy_text(wanted.language, "interpreter", 40)
        ),
        booked_at=wanted.starts if wanted.late else work.now,
    )
    place_holds(visit, wish, on_purpose)
    if wanted.late:
        happened.note(work, visit, Place.SCHEDULED, wanted.starts)
    else:
        move_to_place(work, visit, Place.SCHEDULED)
    return get(Visit, visit)


def taken_back(booked: dict[str, Any]) -> dict[str, Any]:
    """The snapshot of a visit that was just booked, as if it never had been."""
    return {**booked, "place": str(Place.CANCELLED), "cancel_reason": str(CancelReason.ERROR), "event": None}


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
    device: int | None = None,
    interpreter: int | None = None,
    note: str = "",
    overbook: str = "",
    override: bool = False,
    replaces: int | None = None,
    late: bool = False,
    language: str = "",
) -> Outcome:
    """Book a visit. `overbook` is the reason for taking a taken slot on purpose; `late`: it is over already.

    What it `replaces` it follows into its series and its set. `language`: what is to be interpreted.
    """
    wanted = Wanted(
        patient, provider, starts, kind, minutes, room, device, interpreter, note, overbook, override,
        replaces=replaces, late=late, language=language,
    )  # fmt: skip
    row = put_on_book(work, replace(wanted, **bonds_of(work, replaces, patient)))
    let_go(work)
    now, visit = snapshot(row), int(row.id)
    words = ", ".join(
        [f"{name_of(row.patient_id)} {slot(work.desk, starts, provider)}", *chosen_for(visit, room, device)]
    )
    return Outcome(
        f"Booked {words}",
        ("visit", visit),
        topics(work.desk, row),
        after=now,
        patient=patient,
        back=way_back(taken_back(now), visit, 1, f"Took back: {words}", f"Booked again: {words}"),
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
    room: int | None = None,
    device: int | None = None,
    interpreter: int | None = None,
    overbook: str = "",
    override: bool = False,
) -> Outcome:
    """Move a visit to another time, day, provider, to another room, device, interpreter; its length stays."""
    row = visit_row(visit)
    seen(row, version)
    if row.place not in LATEST_PLACE_TO_MOVE:
        raise Refused(f"A visit that is {str(row.place).replace('_', ' ')} stays where it is.", code="place")
    old_provider = provider_of(visit)
    target = old_provider if provider is None else provider
    if target is None:
        raise Refused("Choose a provider.", field="provider")
    length = row.ends - row.starts
    wish = Slot(
        row.patient_id, target, starts, starts.add(seconds=int(length.total_seconds())), room, visit, device,
        interpreter,
    )  # fmt: skip
    there_too = room in (None, room_of(visit)) and device is None and interpreter is None
    if starts == row.starts and target == old_provider and there_too:
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
    old_provider, old_starts = provider_of(visit), row.starts
    old_words = f"{describe(work, row, old_provider)}, {when.show_length(_minutes(row))}"
    new = take_anew(work, row, wish, overbook, override)
    after = get(Visit, visit)
    now, words = snapshot(after), describe(work, after, wish.provider)
    lost = released(before, now)
    said = f"{verb.rstrip(':')}{without(lost)}: {words}" if lost else f"{verb} {words}"
    return Outcome(
        said,
        ("visit", visit),
        topics(work.desk, after, (old_starts, old_provider)),
        before=before,
        after=now,
        patient=int(after.patient_id),
        back=way_back(before, visit, new, f"Back to {old_words}", f"{verb} again {words}"),
        values={"visit": visit, "version": new},
    )


def _minutes(row: Visit) -> int:
    return int((row.ends - row.starts).total_seconds()) // 60


def buffer_of(row: Visit) -> int:
    """Seconds that a visit's provider is kept free after it."""
    hold = Hold.get_or_none(Hold.visit == row.id, Hold.resource_kind == ResourceKind.PROVIDER)
    return 0 if hold is None else int((hold.ends - row.ends).total_seconds())


def ask_anew(work: Work, row: Visit, wish: Slot, overbook: str, override: bool) -> tuple[Slot, bool]:
    """Apply the rules to another place for a visit and write nothing: the slot, and whether on purpose."""
    wish = replace(wish, buffer=buffer_of(row), kind=row.kind_id, fresh=_comes(work, row, wish))
    wish = had_before(row, _in_group(wish, get(VisitKind, row.kind_id), overbook))
    return wish, take(work, wish, overbook=overbook, override=override)


def had_before(row: Visit, wish: Slot) -> Slot:
    """The wish with the time of its provider that the visit has already, where it begins with that."""
    hold = Hold.get_or_none(Hold.visit == row.id, Hold.resource_kind == ResourceKind.PROVIDER)
    if hold is None or (hold.resource, hold.starts) != (wish.provider, wish.starts):
        return wish
    had = int(hold.starts.timestamp()), int(hold.ends.timestamp())
    return replace(wish, had=had, twice=bool(hold.overbooked))


def ends_as_its_group(row: Visit, wish: Slot) -> None:
    """Refuse to let one of a group go before the others, code `group`."""
    if row.party_id is not None and wish.ends < row.ends and others_of(row.party_id, int(row.id)):
        raise Refused("Others are in its group: their visits end together.", field="minutes", code="group")


def _comes(work: Work, row: Visit, wish: Slot) -> bool:
    """Whether the visit comes to another day, or to another provider."""
    desk = there(work.desk, wish.provider)
    return (
        wish.provider != provider_of(row.id) or local(desk, wish.starts).date() != local(desk, row.starts).date()
    )


def take_anew(work: Work, row: Visit, wish: Slot, overbook: str, override: bool) -> int:
    """Apply the rules and move the visit with its holds; return its new version."""
    visit = int(row.id)
    if wish.starts == row.starts and wish.ends < row.ends and wish.provider == provider_of(visit):
        ends_as_its_group(row, wish)
        return work.update(Visit, visit, int(row.version), ends=wish.ends)  # gives up time and asks for none
    wish, on_purpose = ask_anew(work, row, wish, overbook, override)
    beside_it = wish.room is not None or wish.device is not None
    if wish.stays and beside_it and wish.interpreter is None:  # only another room or device
        put_beside(visit, replace(wish, party=row.party_id))
        return work.update(Visit, visit, int(row.version), site=row.site_id)
    party = party_for(work, get(VisitKind, row.kind_id), wish.party)
    why = overbook or (str(row.overbook_reason) if wish.had else "")
    by = work.desk.who.account if overbook else row.overbook_by_id
    provider_hold = (Hold.visit == visit) & (Hold.resource_kind == ResourceKind.PROVIDER)
    beside = Hold.resource_kind.not_in((ResourceKind.PATIENT, ResourceKind.PROVIDER))
    interpreting = placed_anew(row, wish)
    Hold.update(overbooked=True).where(provider_hold).execute()
    Hold.update(live=False).where(Hold.visit == visit, beside).execute()
    new = work.update(
        Visit,
        visit,
        int(row.version),
        starts=wish.starts,
        ends=wish.ends,
        site=get(Provider, wish.provider).site_id,
        party=party,
        overbook_reason=why if on_purpose else "",
        overbook_by=by if on_purpose and why else None,
        **interpreting,
    )
    held = {"resource": wish.provider, "ends": wish.provider_span[1], "overbooked": on_purpose, "party": party}
    Hold.update(**held).where(provider_hold).execute()
    take_rest_if_free(work.desk, visit, wish.starts, wish.ends)
    put_beside(visit, replace(wish, party=party))
    if wish.interpreter is not None:
        hold_interpreter(get(Visit, visit), wish.interpreter)
    touched.settle(work, visit, "moved")
    return new
