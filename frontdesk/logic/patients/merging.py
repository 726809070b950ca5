"""Two records that are one person: what clashes, merging them, and taking the merge apart again.

Nothing is deleted. The record that is given up stays as a row that leads to the survivor, its number still finds
the person, and what followed to the survivor is written down, so that un-merging gives every row back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pendulum
from peewee import fn

from frontdesk.db.calendar import Hold, ResourceKind
from frontdesk.db.patients import Patient, PatientMerge, PatientPhone
from frontdesk.db.plain import plain, rich
from frontdesk.db.rows import find
from frontdesk.desk import Back, Desk, Outcome, Refused, Undo, Work, change, view
from frontdesk.logic import names, when
from frontdesk.logic.patients.following import FOLLOWING, PHONES, come_back, go_over
from frontdesk.logic.patients.form import FIELDS, LONGEST
from frontdesk.logic.patients.minding import standing
from frontdesk.logic.patients.payers import knot, payer_of_both, pays_for, tangled
from frontdesk.logic.patients.phoning import close_ranks
from frontdesk.logic.patients.record import (
    account_name,
    derived,
    facts,
    living_record,
    record,
    search_of,
    searched,
    shown_name,
    survivor,
    topics,
)
from frontdesk.logic.patients.snapshot import snapshot

TOGETHER = ("alert", "note", "needs")
"""Texts of which both are kept, when there is room: an alert must not get lost."""
CHOSEN = tuple(field for field in FIELDS if field not in ("phone", "former", *TOGETHER))
"""Fields of which one of the two is kept."""
ALONG = (("deceased", "died"), ("dismissed", "dismissed_why"), ("photo_seen", "photo_seen_by"))
"""Facts that come over together when the survivor has none."""


@dataclass(frozen=True, slots=True)
class VisitClash:
    """Two visits at one time; the merge waits until one is moved or cancelled."""

    keep: int
    gone: int
    words: str


@dataclass(frozen=True, slots=True)
class FieldClash:
    """A field that says different things in the two records."""

    field: str
    keep: str
    gone: str


@dataclass(frozen=True, slots=True)
class Clashes:
    """What stands between two records, and how many rows of which table would follow."""

    visits: tuple[VisitClash, ...]
    fields: tuple[FieldClash, ...]
    follow: dict[str, int]
    payer: str = ""
    """Why nobody could say who pays; like visits at one time, to be settled before."""
    along: tuple[str, ...] = ()
    """What the survivor does not have yet and gets from the other, in words."""


@dataclass(frozen=True, slots=True)
class MergeLine:
    """A record that was merged into a patient."""

    merge: int
    number: str
    name: str
    at: pendulum.DateTime
    by: str


@dataclass(frozen=True, slots=True)
class Joined:
    """What merging two records, or taking them apart, did to the survivor: its version and columns."""

    merge: int
    keep: int
    gone: int
    version: int
    before: dict[str, Any]
    after: dict[str, Any]
    moved: dict[str, list[int]]
    topics: set[str]


def _pair(keep: int, gone: int) -> tuple[Patient, Patient]:
    """Both rows; raise `Refused` when they can't become one."""
    if keep == gone:
        raise Refused("That is the same record.", field="gone")
    kept, other = living_record(keep), living_record(gone)
    if kept.withdrawn or other.withdrawn:
        raise Refused("A withdrawn record is not merged.", code="withdrawn")
    if bool(kept.test) != bool(other.test):
        raise Refused("One of them is a test record.", code="test")
    return kept, other


def _overlaps(desk: Desk, keep: int, gone: int) -> tuple[VisitClash, ...]:
    mine, theirs = Hold.alias(), Hold.alias()
    query = (
        mine.select(mine.visit, theirs.visit, mine.starts, theirs.starts)
        .join(theirs, on=((theirs.starts < mine.ends) & (theirs.ends > mine.starts)))
        .where(
            mine.resource_kind == ResourceKind.PATIENT, mine.resource == keep, mine.live == 1,
            theirs.resource_kind == ResourceKind.PATIENT, theirs.resource == gone, theirs.live == 1,
            mine.overbooked == 0, theirs.overbooked == 0,
        )
        .order_by(mine.starts, theirs.starts)
    )  # fmt: skip
    found = []
    for ours, other, starts, begins in query.tuples():
        day = when.echo_moment(starts.in_timezone(desk.zone))
        words = f"{day} and {when.clock(begins.in_timezone(desk.zone))}"
        found.append(VisitClash(int(ours), int(other), words))
    return tuple(found)


@view("patients.clashes", permission="patient.see")
def clashes(desk: Desk, *, keep: int, gone: int) -> Clashes:
    """What of two records clashes before they are merged: visits at one time, fields that differ."""
    kept, other = _pair(keep, gone)
    mine, theirs = facts(kept), facts(other)
    differ = [
        FieldClash(field, mine[field], theirs[field])
        for field in CHOSEN
        if mine[field] and theirs[field] and mine[field] != theirs[field]
    ]
    follow = {each.name: len(each.rows(gone)) for each in FOLLOWING}
    return Clashes(
        _overlaps(desk, keep, gone),
        tuple(differ),
        {name: count for name, count in follow.items() if count},
        knot(kept, other),
        tuple(_along(kept, other)),
    )


def _along(kept: Patient, other: Patient) -> Iterator[str]:
    """How the other stands, where the survivor does not: what a merge must not hide."""
    for column in ("deceased", "dismissed"):
        if _value(other, column) and not _value(kept, column):
            yield from (sentence for sentence in standing(other) if sentence.lower().startswith(column))
    if other.photo_seen and not kept.photo_seen:
        yield f"Photo identity seen {when.show_date(other.photo_seen)}."
    payer = payer_of_both(kept, other)
    if payer is not None and payer != kept.guarantor_id:
        yield f"{shown_name(Patient.get_by_id(payer))} pays."


@view("patients.merges", permission="patient.see")
def merges(desk: Desk, *, patient: int) -> tuple[MergeLine, ...]:
    """The records that were merged into a patient and can be taken apart again, the newest first."""
    rows = PatientMerge.select().where(PatientMerge.keep == patient, PatientMerge.unmerged_at.is_null())
    return tuple(
        MergeLine(row.id, row.gone.number, shown_name(row.gone), row.at, account_name(row.account_id))
        for row in rows.order_by(PatientMerge.id.desc())
    )


@view("patients.survivor", permission="patient.see")
def survivor_of(desk: Desk, *, patient: int) -> int:
    """The patient that a record stands for now: itself, or what it was merged into."""
    return int(survivor(patient).id)


def _joined(mine: str, theirs: str, field: str) -> str:
    both = f"{mine}; {theirs}"
    if not mine or not theirs or theirs in mine:
        return mine or theirs
    if len(both) > LONGEST[field]:
        raise Refused(f"Both have a long text; shorten one, or choose whose {field} stays.", field=field)
    return both


def _taken(kept: Patient, other: Patient, take: Iterable[str]) -> dict[str, Any]:
    """The survivor's columns that change: chosen ones, empty ones that the other fills, texts put together."""
    wanted = set(take)
    if unknown := wanted - {*CHOSEN, *TOGETHER}:
        raise Refused(f"There is no field {min(unknown)!r} to choose.", field=min(unknown))
    values: dict[str, Any] = {}
    for field in (*CHOSEN, *TOGETHER):
        column = "preferred_id" if field == "preferred" else field
        mine, theirs = getattr(kept, column), getattr(other, column)
        if field in wanted:
            values[field] = theirs
        elif field in TOGETHER:
            values[field] = _joined(mine, theirs, field)
        elif not mine:
            values[field] = theirs
    for group in ALONG:
        if not _value(kept, group[0]):
            values |= {name: _value(other, name) for name in group}
    # A merge done once more knew no other payer: who pays now is what was said while the records were one.
    return {**values, "guarantor": kept.guarantor_id if knot(kept, other) else payer_of_both(kept, other)}


def _value(row: Patient, column: str) -> Any:
    return row.__data__[column]


def _former(kept: Patient, other: Patient, values: dict[str, Any]) -> str:
    """The survivor's former names with those of the other record that would otherwise find nobody any more."""
    found_by = ("family", "given", "name_used", "middle")
    parts = {part: str(values.get(part, getattr(kept, part))) for part in found_by}
    there = set(search_of(**parts, former=kept.former).split())
    added = [name for name in kept.former.split("; ") if name]
    for row in (kept, other):
        if set(names.fold(f"{row.family} {row.given}").split()) - there:
            added.append(f"{row.given} {row.family}".strip())
    added += [name for name in other.former.split("; ") if name]
    found = "; ".join(dict.fromkeys(added))
    return found if len(found) <= LONGEST["former"] else str(kept.former)


@change("patients.merge", permission="patient.merge", undo=Undo.INVERSE)
def merge(
    work: Work,
    *,
    keep: int,
    gone: int,
    version: int,
    gone_version: int | None = None,
    take: Iterable[str] = (),
    again: int | None = None,
    places: Iterable[tuple[int, int]] = (),
) -> Outcome:
    """Merge the record `gone` into `keep`; of the fields named in `take` the other's text stays.

    `again` is the merge that is done once more after it was taken apart: undo of that, and redo; `places` are
    phones and where they stood before.
    """
    done = join(work, keep, gone, versions=(version, gone_version), take=take, again=again)
    for phone, place in places:  # what was added while the records were one may not have been the last
        mine = (PatientPhone.id == phone) & (PatientPhone.patient == keep)
        PatientPhone.update(position=place).where(mine).execute()
    kept, other = record(keep), record(gone)
    return Outcome(
        f"Merged {shown_name(other)} {other.number} into {shown_name(kept)} {kept.number}",
        ("patient", keep),
        done.topics,
        before=done.before,
        after={**done.after, "merged": gone, "moved": done.moved},
        patient=keep,
        back=Back("patients.unmerge", {"merge": done.merge, "version": done.version}),
        values={"patient": keep, "version": done.version, "merge": done.merge},
    )


def join(
    work: Work,
    keep: int,
    gone: int,
    *,
    versions: tuple[int | None, int | None] = (None, None),
    take: Iterable[str] = (),
    again: int | None = None,
) -> Joined:
    """Merge the record `gone` into `keep`, inside a change."""
    kept, other = _pair(keep, gone)
    living_record(keep, versions[0]), living_record(gone, versions[1])
    if found := _overlaps(work.desk, keep, gone):
        said = "; ".join(clash.words for clash in found)
        raise Refused(f"Both have visits at one time: {said}. Move or cancel one of each first.", code="overlap")
    if again is None and (said := knot(kept, other)):
        raise Refused(f"{said} Settle who pays first.", code="guarantor")
    before, chosen = snapshot(keep)["columns"], sorted(set(take))
    values = _taken(kept, other, chosen)
    values["former"] = _former(kept, other, values)
    values = {name: value for name, value in values.items() if before[name] != value}
    concerned = topics(work, keep, gone) | _paid_for(keep, gone)
    moved = _phones_behind(keep) | go_over(work, gone, keep)
    _shift_phones(moved, 1)
    for name, value in values.items():
        setattr(kept, name, value)
    new = work.update(Patient, keep, int(kept.version), **values, **derived(kept))
    work.update(Patient, gone, int(other.version), merged_into=keep, search="")
    was = {name: before[name] for name in values}
    row = _write_down(work, keep, gone, again, take=chosen, moved=moved, before=plain(was), after=plain(values))
    return Joined(row, keep, gone, new, was, values, moved, concerned)


def _paid_for(*patients: int) -> set[str]:
    """The topics of those on whose pages it stands that one of these patients pays."""
    return {f"patient:{row.id}" for patient in patients for row in pays_for(patient)}


def _write_down(work: Work, keep: int, gone: int, again: int | None, **facts: Any) -> int:
    """Note a merge and return its row; one done once more keeps its row, by which ways back know it."""
    values = {"at": work.now, "account": work.desk.who.account, "unmerged_at": None, **facts}
    if again is None:
        return work.add(PatientMerge, keep=keep, gone=gone, **values)
    row = find(PatientMerge, again)
    if row is None or row.unmerged_at is None or (row.keep_id, row.gone_id) != (keep, gone):
        raise Refused("That is another merge, or it is not taken apart.", code="moved")
    work.update(PatientMerge, again, int(row.version), **values)
    return again


def _phones_behind(keep: int) -> dict[str, list[int]]:
    """The place behind the survivor's own phones, written down beside what moves."""
    last = PatientPhone.select(fn.MAX(PatientPhone.position)).where(PatientPhone.patient == keep).scalar()
    return {"places": [0 if last is None else last + 1]}


def _shift_phones(moved: dict[str, list[int]], sign: int) -> None:
    """Phones that came over stand behind the survivor's own, and where they stood once they are back."""
    for row in moved.get(PHONES.name, ()):
        place = PatientPhone.position + sign * moved["places"][0]
        PatientPhone.update(position=place).where(PatientPhone.id == row).execute()


@change("patients.unmerge", permission="patient.merge", undo=Undo.INVERSE)
def unmerge(work: Work, *, merge: int, version: int) -> Outcome:
    """Take a merge apart: what followed goes back, and the survivor's fields are as they were before."""
    places = _places(merge)
    done = part(work, merge, version)
    kept, other = record(done.keep), record(done.gone)
    take = PatientMerge.get_by_id(merge).take
    return Outcome(
        f"Took apart {shown_name(kept)} {kept.number} and {shown_name(other)} {other.number}",
        ("patient", done.keep),
        done.topics,
        before=done.before,
        after={**done.after, "unmerged": done.gone},
        patient=done.keep,
        back=Back(
            "patients.merge",
            {
                "keep": done.keep,
                "gone": done.gone,
                "version": done.version,
                "take": take,
                "again": merge,
                "places": places,
            },
        ),
        values={"patient": done.keep, "version": done.version, "other": done.gone},
    )


def _places(merge: int) -> list[tuple[int, int]]:
    """Where each of the survivor's phones stands while the records are one."""
    row = find(PatientMerge, merge)
    phones = PatientPhone.select(PatientPhone.id, PatientPhone.position)
    mine = phones.where(PatientPhone.patient == (row.keep_id if row is not None else None))
    return [(int(phone), int(place)) for phone, place in mine.order_by(PatientPhone.id).tuples()]


def part(work: Work, merge: int, version: int | None = None) -> Joined:
    """Take a merge apart, inside a change."""
    row = find(PatientMerge, merge)
    if row is None or row.unmerged_at is not None:
        raise Refused("These records are not merged any more.", code="same")
    keep, gone = int(row.keep_id), int(row.gone_id)
    kept = living_record(keep, version)
    now = snapshot(keep)["columns"]
    before, after = rich(row.before), rich(row.after)
    values = {name: was for name, was in before.items() if now[name] == after[name]}  # what was edited since stays
    concerned = topics(work, keep)
    _shift_phones(come_back(work, row.moved, keep, gone), -1)
    for each in (keep, gone):
        close_ranks(each)
    other = Patient.get_by_id(gone)
    own = None if tangled(gone, other.guarantor_id) else other.guarantor_id
    work.update(Patient, gone, int(other.version), merged_into=None, search=searched(other), guarantor=own)
    if tangled(keep, values.get("guarantor")):
        values["guarantor"] = None
    for name, value in values.items():
        setattr(kept, name, value)
    new = work.update(Patient, keep, int(kept.version), **values, **derived(kept))
    work.update(PatientMerge, merge, int(row.version), unmerged_at=work.now)
    was = {name: now[name] for name in values}
    return Joined(merge, keep, gone, new, was, values, {}, concerned | topics(work, gone) | _paid_for(keep, gone))
