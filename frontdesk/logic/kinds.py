"""Kinds of visit: adding one, and changing what it asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from frontdesk.db.calendar import Device, Provider, Room, Standing, VisitKind
from frontdesk.db.kinds import KindDevice, KindProvider, KindRoom
from frontdesk.db.rows import find
from frontdesk.db.table import Table
from frontdesk.desk import Back, Desk, Outcome, Refused, Undo, Work, change, view
from frontdesk.logic.ahead import counted
from frontdesk.logic.named import named

LONGEST_BUFFER = 120
"""Minutes that may be kept free after a visit."""
MOST = 100
"""Patients of a group."""

LISTS: tuple[tuple[str, type[Table], type[Table]], ...] = (
    ("provider", KindProvider, Provider),
    ("room", KindRoom, Room),
    ("device", KindDevice, Device),
)
"""What a kind may be tied to, the table that says so, and the table of what there is."""


@dataclass(frozen=True, slots=True)
class KindTerms:
    """Everything that can be said of a kind of visit; without providers, rooms, devices any will do."""

    code: str
    name: str
    minutes: int
    urgent: bool = False
    buffer: int = 0
    per_day: int | None = None
    overbook_per_day: int | None = None
    capacity: int = 1
    telehealth: bool = False
    standing: str = ""
    providers: tuple[int, ...] = ()
    rooms: tuple[int, ...] = ()
    devices: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class KindPage:
    """A kind of visit to be changed."""

    id: int
    version: int
    terms: KindTerms


def _terms(row: VisitKind) -> KindTerms:
    lists = {
        f"{name}s": tuple(
            int(each)
            for (each,) in there.select(there._meta.fields[name])
            .where(there._meta.fields["kind"] == row.id)
            .order_by(there._meta.fields[name])
            .tuples()
        )
        for name, there, _ in LISTS
    }
    return KindTerms(
        row.code, row.name, row.minutes, bool(row.urgent), row.buffer, row.per_day, row.overbook_per_day,
        row.capacity, bool(row.telehealth), str(row.standing), **lists,
    )  # fmt: skip


@view("kinds.page", permission="setup.see")
def page(desk: Desk, *, kind: int) -> KindPage:
    """All about a kind of visit; raise `Refused` when there is none."""
    row = _row(kind)
    return KindPage(int(row.id), int(row.version), _terms(row))


def _row(kind: int) -> VisitKind:
    row = find(VisitKind, kind)
    if row is None:
        raise Refused("There is no such kind of visit.", field="kind")
    return row


def _checked(terms: KindTerms, kind: int = 0) -> KindTerms:
    """The terms, tidy; raise `Refused` at the field that can't be."""
    code = named(terms.code, "code", "The code").upper()
    name = named(terms.name, "name", "The name")
    if len(code) > 4 or not code.isalnum():
        raise Refused("A code has one to four letters or digits.", field="code")
    if not 1 <= terms.minutes <= 480:
        raise Refused("A visit lasts from one minute to eight hours.", field="minutes")
    if other := VisitKind.get_or_none((VisitKind.code == code) & (VisitKind.id != kind)):
        was = f"{code} {other.name} was taken off: o in the set-up shows it, x puts it back on."
        raise Refused(was if other.hidden else f"There is a kind {code} already.", field="code")
    if not 0 <= terms.buffer <= LONGEST_BUFFER:
        raise Refused(f"At most {LONGEST_BUFFER} minutes can be kept free after a visit.", field="buffer")
    if terms.per_day is not None and terms.per_day < 1:
        raise Refused("A limit is at least one a day; leave it empty for none.", field="per_day")
    if terms.overbook_per_day is not None and terms.overbook_per_day < 0:
        raise Refused("A limit is zero or more; leave it empty for none.", field="overbook_per_day")
    if not 1 <= terms.capacity <= MOST:
        raise Refused(f"A group has 2 to {MOST} patients; 1 is no group.", field="capacity")
    if terms.telehealth and terms.rooms:
        raise Refused("Telehealth takes no room.", field="rooms")
    try:
        standing = str(Standing(terms.standing))
    except ValueError:
        raise Refused("Write new, established, or leave it empty.", field="standing") from None
    lists = {}
    for word, _, there in LISTS:
        chosen = tuple(sorted(set(getattr(terms, f"{word}s"))))
        kept = _tied(kind, word)
        for row in (find(there, each) for each in chosen if each not in kept):
            if row is None or row.hidden:
                raise Refused(f"There is no such {word}.", field=f"{word}s")
        lists[f"{word}s"] = chosen
    return KindTerms(**{**asdict(terms), "code": code, "name": name, "standing": standing, **lists})


def _tied(kind: int, word: str) -> set[int]:
    """What a kind is tied to already: it keeps that though it is out of use by now."""
    there = next(table for name, table, _ in LISTS if name == word)
    fields = there._meta.fields
    return {int(each) for (each,) in there.select(fields[word]).where(fields["kind"] == kind).tuples()}


def _columns(terms: KindTerms) -> dict[str, Any]:
    return {key: value for key, value in asdict(terms).items() if key not in ("providers", "rooms", "devices")}


def _write_lists(kind: int, terms: KindTerms) -> None:
    for word, there, _ in LISTS:
        there.delete().where(there._meta.fields["kind"] == kind).execute()
        for each in getattr(terms, f"{word}s"):
            there.insert(**{"kind": kind, word: each}).execute()


@change("practice.add_kind", permission="setup.change", undo=Undo.INVERSE)
def add_kind(
    work: Work,
    *,
    code: str,
    name: str,
    minutes: int,
    urgent: bool = False,
    buffer: int = 0,
    per_day: int | None = None,
    overbook_per_day: int | None = None,
    capacity: int = 1,
    telehealth: bool = False,
    standing: str = "",
    providers: Sequence[int] = (),
    rooms: Sequence[int] = (),
    devices: Sequence[int] = (),
) -> Outcome:
    """Add a kind of visit with its usual length and what it asks for."""
    terms = _checked(
        KindTerms(
            code, name, minutes, urgent, buffer, per_day, overbook_per_day, capacity, telehealth, standing,
            tuple(providers), tuple(rooms), tuple(devices),
        )
    )  # fmt: skip
    row = work.add(VisitKind, **_columns(terms), position=VisitKind.select().count())
    _write_lists(row, terms)
    return Outcome(
        f"Added {terms.code} {terms.name}, {minutes} min",
        ("visit_kind", row),
        {"setup"},
        after=asdict(terms),
        back=Back("practice.hide_kind", {"kind": row, "version": 1}),
        values={"kind": row},
    )


@change("practice.edit_kind", permission="setup.change", undo=Undo.INVERSE)
def edit_kind(
    work: Work,
    *,
    kind: int,
    version: int,
    code: str,
    name: str,
    minutes: int,
    urgent: bool = False,
    buffer: int = 0,
    per_day: int | None = None,
    overbook_per_day: int | None = None,
    capacity: int = 1,
    telehealth: bool = False,
    standing: str = "",
    providers: Sequence[int] = (),
    rooms: Sequence[int] = (),
    devices: Sequence[int] = (),
) -> Outcome:
    """Change a kind of visit; what is booked keeps its length and the time after it."""
    before = _terms(_row(kind))
    after = _checked(
        KindTerms(
            code, name, minutes, urgent, buffer, per_day, overbook_per_day, capacity, telehealth, standing,
            tuple(providers), tuple(rooms), tuple(devices),
        ),
        kind,
    )  # fmt: skip
    if after == before:
        raise Refused("Nothing was changed.", code="same")
    left = _left_unfit(work, kind, before, after)
    new = work.update(VisitKind, kind, version, **_columns(after))
    _write_lists(kind, after)
    return Outcome(
        f"Changed {after.code} {after.name}{counted(left, 'to come not as it asks')}",
        ("visit_kind", kind),
        {"setup"},
        before=asdict(before),
        after=asdict(after),
        back=Back("practice.edit_kind", {"kind": kind, "version": new, **asdict(before)}),
        values={"kind": kind, "version": new},
    )


def _left_unfit(work: Work, kind: int, before: KindTerms, after: KindTerms) -> int:
    """How many visits to come were as the kind asked, and will not be."""
    from frontdesk.logic.calendar.outside import unfit

    asks = [(t.providers, t.rooms, t.devices, t.telehealth, t.per_day, t.standing) for t in (before, after)]
    return 0 if asks[0] == asks[1] else len(unfit(work.desk, kind, after) - unfit(work.desk, kind, before))


@change("practice.hide_kind", permission="setup.change", undo=Undo.INVERSE)
def hide_kind(work: Work, *, kind: int, version: int, hidden: bool = True) -> Outcome:
    """Take a kind of visit off the list, or put it back."""
    row = _row(kind)
    new = work.update(VisitKind, kind, version, hidden=hidden)
    return Outcome(
        f"{row.code} {'off' if hidden else 'back on'} the list",
        ("visit_kind", kind),
        {"setup"},
        before={"hidden": bool(row.hidden)},
        after={"hidden": hidden},
        back=Back("practice.hide_kind", {"kind": kind, "version": new, "hidden": not hidden}),
    )
