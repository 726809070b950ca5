"""A visit as it stood, and putting it back so: the one way back of everything that happens to a visit."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from frontdesk.db.calendar import Hold, Place, ResourceKind, Series, Unavailable, Visit, VisitEvent
from frontdesk.db.prepared import prepared
from frontdesk.db.rows import find, get
from frontdesk.desk import Back, Outcome, Refused, Stale, Undo, Work, change
from frontdesk.logic.calendar import touched
from frontdesk.logic.calendar.rules import BESIDE, overlapping, serves_any_number, still_there
from frontdesk.logic.calendar.words import name_of, provider_of, slot, topics

COLUMNS = (
    "starts", "ends", "place", "confirmed", "urgent", "cancel_reason", "cancel_note", "overbook_reason",
    "overbook_by", "note", "site", "kind", "series", "linked", "party", "replaces", "interpreter_language",
    "interpreter_mode",
    "interpreter_confirmed",
)  # fmt: skip
"""What a snapshot holds of the visit's own row."""

REFERENCES = ("overbook_by", "site", "kind", "series", "linked", "party", "replaces")
"""Columns of it that name another row."""

OFF = (Place.CANCELLED, Place.NO_SHOW)
"""Places in which a visit holds nothing."""


@prepared
def _events(visit: int) -> Any:
    return (
        VisitEvent.select(VisitEvent.id, VisitEvent.retracts)
        .where(VisitEvent.visit == visit)
        .order_by(VisitEvent.id.desc())
    )


@prepared
def _holds(visit: int) -> Any:
    holds = Hold.select(
        Hold.id, Hold.resource, Hold.live, Hold.overbooked, Hold.party, Hold.starts, Hold.ends, Hold.resource_kind
    )
    return holds.where(Hold.visit == visit).order_by(Hold.id)


def _blocks_over(visit: int) -> list[int]:
    """Blocks that were laid over a visit."""
    held = [row for row in _holds(visit) if row[-1] == ResourceKind.PROVIDER]
    taken = [each for row in held for each in overlapping(ResourceKind.PROVIDER, row[1], row[5], row[6], visit)]
    return [each.block for each in taken if each.block is not None]


def last_event(visit: int) -> VisitEvent | None:
    """The event by which the visit stands where it stands: the newest that neither retracts nor is retracted."""
    events = _events(visit)
    retracted = {retracts for _, retracts in events if retracts is not None}
    for event, retracts in events:
        if retracts is None and event not in retracted:
            return find(VisitEvent, event)
    return None


def snapshot(visit: Visit) -> dict[str, Any]:
    """The visit's row, its holds and its last event, as JSON values."""
    state: dict[str, Any] = {}
    for name in COLUMNS:
        value = getattr(visit, f"{name}_id" if name in REFERENCES else name)
        state[name] = int(value.timestamp()) if name in ("starts", "ends") else value
    state["place"], state["cancel_reason"] = str(visit.place), str(visit.cancel_reason)
    state["interpreter_mode"] = visit.interpreter_mode and str(visit.interpreter_mode)
    state["holds"] = [
        [hold, resource, bool(live), bool(overbooked), party, starts, ends]
        for hold, resource, live, overbooked, party, starts, ends, _ in _holds(visit.id)
    ]
    event = last_event(visit.id)
    state["event"] = None if event is None else [event.id, int(event.at.timestamp())]
    state["items"] = touched.states(visit.id)
    state["under"] = [] if visit.place in OFF else _blocks_over(visit.id)
    return state


def let_go(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """The names of the room, device and interpreter that a visit had before and has no more, though it is on.

    One that comes back on the calendar had what it had when it was taken off.
    """
    if after["place"] in OFF:
        return []
    comes_on = before["place"] in OFF
    had = {hold[0] for hold in before["holds"] if hold[2] or comes_on}
    has = {Hold.get_by_id(hold[0]).resource_kind for hold in after["holds"] if hold[2]}
    found: dict[ResourceKind, str] = {}
    for number in [hold[0] for hold in after["holds"] if hold[0] in had and not hold[2]]:
        hold = Hold.get_by_id(number)
        kind = ResourceKind(hold.resource_kind)
        if kind not in BESIDE or kind in has or serves_any_number(kind, hold.resource):
            continue
        if kind is not ResourceKind.INTERPRETER or before["interpreter_mode"] is not None:
            found[kind] = str(get(BESIDE[kind], hold.resource).name)
    return list(found.values())


def without(names: Collection[str]) -> str:
    """` without Room 1, ECG`, for messages; empty where nothing was let go."""
    return f" without {', '.join(names)}" if names else ""


def way_back(before: dict[str, Any], visit: int, version: int, says: str, again: str) -> Back:
    """The change that puts a visit back to the snapshot `before`; `says` and `again` are its and redo's words."""
    return Back(
        "calendar.as_it_was",
        {"visit": visit, "version": version, "state": before, "says": says, "again": again},
    )


def move_to_place(work: Work, visit: int, place: Place, at: int | None = None) -> None:
    """Append the event by which a visit comes to a place."""
    work.add(
        VisitEvent,
        visit=visit,
        at=int(work.now.timestamp()) if at is None else at,
        place=place,
        account=work.desk.who.account,
    )


def retract(work: Work, event: VisitEvent, place: Place) -> None:
    """Take back the event by which a visit stands, so that it leaves no trace in the waiting times."""
    work.add(
        VisitEvent,
        visit=event.visit_id,
        at=work.now,
        place=place,
        account=work.desk.who.account,
        retracts=event.id,
    )


def set_holds(visit: int, holds: list[list[Any]]) -> None:
    """Point a visit's holds at what a snapshot says, those to be released first; a later room is let go."""
    known = [hold[0] for hold in holds]
    for row, kind in [(row[0], row[-1]) for row in _holds(visit)]:
        if row not in known and kind not in (ResourceKind.PATIENT, ResourceKind.PROVIDER):
            Hold.update(live=False).where(Hold.id == row).execute()
    for row, resource, live, overbooked, party, starts, ends in sorted(holds, key=lambda hold: hold[2]):
        Hold.update(
            resource=resource, live=live, overbooked=overbooked, party=party, starts=starts, ends=ends
        ).where(Hold.id == row).execute()


@dataclass(frozen=True, slots=True)
class PutBack:
    """A visit to be put back: its row as it is, how it stands now, and how it stood."""

    row: Visit
    now: dict[str, Any]
    then: dict[str, Any]
    provider: int | None

    @property
    def place(self) -> Place:
        """Where it comes to stand."""
        return Place(self.then["place"])

    @property
    def comes_on(self) -> bool:
        """Whether it was off the calendar and comes on again."""
        return Place(self.now["place"]) in OFF and self.place not in OFF


@contextmanager
def _aside(blocks: set[int]) -> Iterator[None]:
    """Blocks that were laid over a visit step aside while it comes back to under them, inside the transaction."""
    standing = [row.id for row in Unavailable.select().where(Unavailable.id.in_(blocks), Unavailable.lifted == 0)]
    Unavailable.update(lifted=True).where(Unavailable.id.in_(standing)).execute()
    yield
    Unavailable.update(lifted=False).where(Unavailable.id.in_(standing)).execute()


def put_back(work: Work, states: list[tuple[Visit, dict[str, Any]]]) -> set[str]:
    """Put visits back as they stood, all of them at once, so that they may change places; the topics of it.

    For whoever made a change: this asks for the permission the difference needs.
    """
    found = [PutBack(row, snapshot(row), then, provider_of(row.id)) for row, then in states]
    for permission in sorted({_needs(each.now, each.then) for each in found}):
        work.desk.need(permission)
    moving = [each for each in found if not _stays(each.now, each.then)]
    for each in moving:
        if each.place not in OFF:
            _let_go(each)
    for each in found:
        values = {name: each.then[name] for name in COLUMNS}
        work.update(Visit, each.row.id, int(each.row.version), **values)
    with _aside({block for each in moving if each.place not in OFF for block in each.then.get("under", [])}):
        for each in sorted(moving, key=lambda each: each.place not in OFF):
            set_holds(each.row.id, each.then["holds"])
    seen: set[str] = set()
    for each in found:
        provider = provider_of(each.row.id)
        if each.place not in OFF and (each.comes_on or provider != each.provider):
            still_there(each.row.patient, provider)
        if each.place != Place(each.now["place"]):
            _put_event(work, each.row.id, each.place, each.now, each.then)
        touched.put_back(work, each.row.id, each.now["items"], each.then.get("items", []))
        seen |= topics(work.desk, get(Visit, each.row.id), (each.row.starts, each.provider))
    return seen


@change("calendar.as_it_was", permission="calendar.see", undo=Undo.INVERSE)
def as_it_was(work: Work, *, visit: int, version: int, state: dict[str, Any], says: str, again: str) -> Outcome:
    """Put a visit back as it was: what undo and redo do."""
    row = find(Visit, visit)
    if row is None:
        raise Refused("There is no such visit.", field="visit")
    if row.version != version:
        raise Stale("This visit was changed since it was shown. Look again, then repeat it.")
    now = snapshot(row)
    concerned = put_back(work, [(row, state)])
    return Outcome(
        says,
        ("visit", visit),
        concerned,
        before=now,
        after=state,
        patient=int(row.patient_id),
        back=way_back(now, visit, version + 1, again, says),
        values={"visit": visit, "version": version + 1},
    )


def ways_back(
    states: dict[int, dict[str, Any]], says: str, again: str, rules: dict[int, str] | None = None
) -> Back:
    """The change that puts several visits back to their snapshots, by number of the visit; `rules` by series."""
    more = {"rules": list(rules.items())} if rules else {}
    return Back("calendar.as_they_were", {"states": list(states.items()), "says": says, "again": again, **more})


def _put_rules_back(work: Work, rules: list[Any]) -> dict[int, str]:
    """Give series the rules they had; returns those they have now."""
    now: dict[int, str] = {}
    for series, rule in rules:
        row = get(Series, series)
        now[series] = str(row.rule)
        work.update(Series, series, int(row.version), rule=rule)
    return now


@change("calendar.as_they_were", permission="calendar.see", undo=Undo.INVERSE)
def as_they_were(
    work: Work, *, states: list[Any], says: str, again: str, rules: list[Any] | None = None
) -> Outcome:
    """Put several visits back as they were, and the rules of series: what undo and redo of a change of many do."""
    rows = [(find(Visit, visit), state) for visit, state in states]
    known = [(row, state) for row, state in rows if row is not None]
    if not known or len(known) < len(rows):
        raise Refused("There is no such visit.", field="visit")
    now = {int(row.id): snapshot(row) for row, _ in known}
    concerned = put_back(work, known)
    rules_now = _put_rules_back(work, rules or [])
    return Outcome(
        says,
        ("visit", int(known[0][0].id)),
        concerned,
        before={str(visit): state for visit, state in now.items()},
        after={str(visit): state for visit, state in states},
        patient=int(known[0][0].patient_id),
        back=ways_back(now, again, says, rules_now),
        values={"visits": list(now)},
    )


def _let_go(each: PutBack) -> None:
    """Allow overlap for a moment, inside the transaction, while times change one after the other."""
    for row, resource, *_ in each.then["holds"] if each.comes_on else ():
        Hold.update(resource=resource).where(Hold.id == row).execute()
    Hold.update(overbooked=True).where(Hold.visit == each.row.id).execute()


def _stays(now: dict[str, Any], then: dict[str, Any]) -> bool:
    """Tell whether time and holds are the same, so that nothing need be let go and asked for again."""
    return all(now[name] == then[name] for name in ("starts", "ends", "holds"))


def _needs(now: dict[str, Any], then: dict[str, Any]) -> str:
    """The permission that so much of a difference needs."""
    beyond_place = any(now[name] != then[name] for name in (*COLUMNS, "holds") if name != "place")
    return "calendar.book" if beyond_place or Place.CANCELLED in (now["place"], then["place"]) else "visit.place"


def _put_event(work: Work, visit: int, place: Place, now: dict[str, Any], then: dict[str, Any]) -> None:
    """Retract the event that is being taken back, or repeat at its own time the one that comes again."""
    event = last_event(visit)
    came_before = then["event"]
    if event is not None and came_before is not None and came_before[0] < event.id and _direct(visit, event, then):
        retract(work, event, place)
    elif came_before is None:
        move_to_place(work, visit, place)
    else:
        again = get(VisitEvent, came_before[0])
        work.add(
            VisitEvent, visit=visit, at=again.at, place=place, account=work.desk.who.account, typed=again.typed
        )


def _direct(visit: int, event: VisitEvent, then: dict[str, Any]) -> bool:
    """Tell whether taking back `event` leads straight to the snapshot's own event."""
    earlier = list(VisitEvent.select().where(VisitEvent.visit == visit).order_by(VisitEvent.id.desc()))
    retracted = {row.retracts_id for row in earlier if row.retracts_id is not None}
    standing = [row for row in earlier if row.retracts_id is None and row.id not in retracted]
    return len(standing) > 1 and standing[0].id == event.id and standing[1].id == then["event"][0]


def describe(work: Work, row: Visit, provider: int | None) -> str:
    """`Abbott, June Tue 24 Nov 2026 10:15a with Okafor`."""
    return f"{name_of(row.patient_id)} {slot(work.desk, row.starts, provider)}"


def changed(work: Work, row: Visit, before: dict[str, Any], version: int, verb: str, back_verb: str) -> Outcome:
    """The outcome of a change of one visit that stays at its time: `verb` says it, `back_verb` its undo."""
    visit = int(row.id)
    after = get(Visit, visit)
    words = describe(work, after, provider_of(visit))
    return Outcome(
        f"{verb} {words}",
        ("visit", visit),
        topics(work.desk, after),
        before=before,
        after=snapshot(after),
        patient=int(after.patient_id),
        back=way_back(before, visit, version, f"{back_verb} {words}", f"{verb} {words}"),
        values={"visit": visit, "version": version},
    )
