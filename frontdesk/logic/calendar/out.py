"""Somebody is out: the time is blocked, and every visit it touches is on a list with other times for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import pendulum

from frontdesk.db.calendar import BlockKind, Hold, Place, Provider, ResourceKind, Unavailable, Visit, VisitKind
from frontdesk.db.prepared import prepared
from frontdesk.db.rows import find, get
from frontdesk.desk import Back, Desk, Outcome, Refused, Undo, Work, change, view
from frontdesk.logic import phones, when, worklists
from frontdesk.logic.calendar import touched
from frontdesk.logic.calendar.beside import room_of
from frontdesk.logic.calendar.blocks import LONGEST_BLOCK_DAYS, block_topics, lay, lift
from frontdesk.logic.calendar.booking import tidy_text
from frontdesk.logic.calendar.cancelling import CANCELLABLE
from frontdesk.logic.calendar.card import card_rows
from frontdesk.logic.calendar.day import DayVisit
from frontdesk.logic.calendar.kind_rules import rules_of
from frontdesk.logic.calendar.openings import openings
from frontdesk.logic.calendar.rules import overlapping
from frontdesk.logic.calendar.sites import places, there
from frontdesk.logic.calendar.sought import Opening, Sought
from frontdesk.logic.calendar.wall import LONGEST_HOLD
from frontdesk.logic.calendar.words import local, patient_of, provider_name, visit_words

OFFERED = 3
"""Openings that each visit is offered."""
LINE, MOST_LINES = 15, 4
"""Minutes from one opening to the next, as a rule; how many of them one offer takes up at most."""


class Span(NamedTuple):
    """What an absence takes of a column."""

    provider: int
    starts: pendulum.DateTime
    ends: pendulum.DateTime


worklists.kind(
    touched.KIND, sees="calendar.see", works="calendar.book", words=visit_words, patient=patient_of,
    put_back=lambda work, visit: touched.take_back(work, [visit]),
)  # fmt: skip


@change("calendar.out", permission="calendar.block", undo=Undo.INVERSE)
def out(
    work: Work, *, provider: int, starts: pendulum.DateTime, ends: pendulum.DateTime, reason: str = "out"
) -> Outcome:
    """Block a person's time because of an absence, and put every visit it touches on a list.

    Who works at several sites is out at all of them: whole days by the clock of each, else the same moments.
    """
    row = find(Provider, provider)
    if row is None:
        raise Refused("There is no such provider.", field="provider")
    reason = tidy_text(reason, "reason", 80) or "out"
    if ends <= starts:
        raise Refused("An absence ends after it begins.", field="ends")
    if ends <= work.now:
        raise Refused("That time is past.", field="ends", code="past")
    if (ends - starts).in_days() > LONGEST_BLOCK_DAYS:
        raise Refused(f"At most {LONGEST_BLOCK_DAYS} days.", field="ends")
    spans = _spans(work.desk, provider, starts, ends)
    laid, visits = [], []
    for column, begin, end in spans:
        block = work.add(
            Unavailable, resource_kind=ResourceKind.PROVIDER, resource=column, starts=begin, ends=end,
            kind=BlockKind.OUT, reason=reason,
        )  # fmt: skip
        lay(work, block, column, begin, end)
        laid.append([block, 1])
        visits += touched.visits_under(column, begin, end)
    items = touched.ask_about(work, visits, touched.note_of(provider, reason))
    return Outcome(
        f"{_span_words(work.desk, provider, starts, ends, len(spans))}: {reason}. {_count(len(items))}",
        ("block", laid[0][0]),
        _topics(work, spans),
        after={"provider": provider, "starts": starts, "ends": ends, "reason": reason, "visits": visits},
        back=Back("calendar.out_or_not", {"blocks": laid, "lifted": True}),
        values={"block": laid[0][0], "blocks": [block for block, _ in laid], "items": items, "visits": visits},
    )


@prepared
def _columns(provider: int) -> Any:
    """A provider, and the columns that the same person has at other sites."""
    mine = Provider.alias()
    whose = mine.select(mine.person).where(mine.id == provider)
    columns = Provider.select(Provider.id, Provider.hidden).where(Provider.person.in_(whose))
    return columns.order_by(Provider.id != provider, Provider.id)


def _spans(desk: Desk, provider: int, starts: pendulum.DateTime, ends: pendulum.DateTime) -> list[Span]:
    """What is blocked: the provider's own column first; elsewhere what is to come, and has to do with anybody."""
    here = there(desk, provider)
    first, last = local(here, starts), local(here, ends)
    whole = all(each == here.bounds(each.date())[0] for each in (first, last))
    spans: list[Span] = []
    for column, hidden in _columns(provider):
        at, begin, end = there(desk, column), starts, ends
        if whole and column != provider:
            begin, end = at.bounds(first.date())[0], at.bounds(last.date())[0]
        matters = end > desk.clock.now() and (not hidden or touched.visits_under(column, begin, end))
        if column == provider or matters:
            spans.append(Span(column, begin, end))
    return spans


def _count(count: int) -> str:
    return "No visit is touched." if not count else f"{count} visit{'' if count == 1 else 's'} to place anew: *"


def _span_words(
    desk: Desk, provider: int, starts: pendulum.DateTime, ends: pendulum.DateTime, columns: int = 1
) -> str:
    """`Okafor is out Tue 24 Nov 2026`, `... from 9:42a`, `... to Fri 27 Nov 2026`, `... at both sites`."""
    desk = there(desk, provider)
    first, last = local(desk, starts), local(desk, ends.subtract(seconds=1))
    said = f"{provider_name(provider)} is out {when.echo_day(first.date())}"
    if last.date() != first.date():
        said += f" to {when.echo_day(last.date())}"
    else:
        begin, end = desk.bounds(first.date())
        said += f" from {when.clock(first)}" if starts > begin else ""
        said += f" until {when.clock(local(desk, ends))}" if ends < end else ""
    return said + ("" if columns == 1 else f" at {'both' if columns == 2 else f'all {columns}'} sites")


def _topics(work: Work, spans: Sequence[Span]) -> set[str]:
    return touched.TOPICS.union(*(block_topics(work.desk, *span) for span in spans))


@change("calendar.out_or_not", permission="calendar.block", undo=Undo.INVERSE)
def out_or_not(work: Work, *, blocks: list[list[int]], lifted: bool) -> Outcome:
    """Take an absence back with its list, or lay it again: what undo and redo do; `blocks` with versions."""
    spans, now = [], []
    for block, version in blocks:
        row = find(Unavailable, block)
        if row is None or row.kind is not BlockKind.OUT:
            raise Refused("There is no such absence.", field="blocks")
        now.append([block, lift(work, row, version, lifted=lifted)])
        spans.append(Span(row.resource, row.starts, row.ends))
    said = _span_words(work.desk, *spans[0], len(spans))
    return Outcome(
        f"Not out after all: {said.replace(' is out', '')}" if lifted else said,
        ("block", now[0][0]),
        _topics(work, spans),
        before={"lifted": not lifted},
        after={"lifted": lifted},
        back=Back("calendar.out_or_not", {"blocks": now, "lifted": not lifted}),
        values={"blocks": now},
    )


# The list ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Touched:
    """A visit to be placed anew, and times that are open for it; each is offered to one visit only."""

    item: worklists.Item
    visit: DayVisit
    starts: pendulum.DateTime
    """By the clock of the provider's site."""
    provider: str
    site: int
    at_site: str
    """The name of the site, where the practice has several."""
    phone: str
    kind: int
    offers: tuple[Opening, ...]

    @property
    def here(self) -> bool:
        """Whether the patient has come already, so that no other day will do."""
        return self.visit.place is not Place.SCHEDULED

    @property
    def may_be_bumped(self) -> bool:
        """Whether the visit can still be cancelled."""
        return self.visit.place in CANCELLABLE


@prepared
def _sites(visits: list[int]) -> Any:
    return Visit.select(Visit.id, Visit.site).where(Visit.id.in_(visits))


@view("calendar.out_list", permission="calendar.see")
def out_list(desk: Desk, *, shown: Sequence[Touched] = ()) -> tuple[Touched, ...]:
    """The visits that absences touch and nobody has dealt with, in the order of time, with openings for each.

    What was `shown` before is offered again as long as it is open: somebody is reading it out on the phone.
    """
    items = {item.subject: item for item in worklists.open_items(desk, kind=touched.KIND)}
    sites, at = {place.site: place for place in places()}, dict(_sites(list(items))) if items else {}
    rows = [
        Touched(
            items[visit.id],
            visit,
            pendulum.from_timestamp(visit.starts).in_timezone(there(desk, visit.provider).zone),
            provider_name(visit.provider),
            at[visit.id],
            sites[at[visit.id]].name if len(sites) > 1 and at[visit.id] in sites else "",
            phones.show_phone(visit.phone) if visit.phone else "",
            kind,
            (),
        )
        for visit, kind in card_rows(list(items))
    ]
    rows.sort(key=lambda row: (row.visit.starts, row.visit.id))
    return tuple(_with_offers(desk, rows, {row.visit.id: row.offers for row in shown}))


def _with_offers(desk: Desk, rows: list[Touched], before: dict[int, tuple[Opening, ...]]) -> list[Touched]:
    """Share out the openings: visits of one kind, length and site draw from one list, the earliest first."""
    alike: dict[tuple[int, int, int], list[Touched]] = defaultdict(list)
    given: dict[int, tuple[Opening, ...]] = {}
    taken: dict[int, list[tuple[int, int]]] = defaultdict(list)
    buffers = {kind: int(get(VisitKind, kind).buffer) for kind in {row.kind for row in rows}}
    for row in rows:
        again = before.get(row.visit.id, ())
        if row.here or (again and all(_still_open(desk, each, row.visit.id, buffers[row.kind]) for each in again)):
            given[row.visit.id] = () if row.here else again
            for each in given[row.visit.id]:
                taken[each.provider].append(_kept(each, buffers[row.kind]))
        else:
            alike[row.kind, row.visit.minutes, row.site].append(row)
    for (kind, minutes, site), group in alike.items():
        given_away = sum(len(spans) for spans in taken.values())
        buffer = buffers[kind]
        many = 1 + min(MOST_LINES, -(-buffer // LINE))
        wanted = OFFERED * (len(group) + 1) + given_away
        found = openings(desk, Sought(kind, minutes, site=site), limit=many * wanted)
        busy = _busy(group, found)
        for row in group:
            mine = _pick(found, row, buffer, taken, busy[row.visit.patient])
            if len(mine) < OFFERED:  # the patient is here, or busy, at the times that are open for others
                theirs = Sought(kind, minutes, row.visit.patient, site=site, visit=row.visit.id)
                given_away = sum(len(spans) for spans in taken.values())
                more = openings(desk, theirs, limit=many * (OFFERED + given_away))
                mine += _pick(more, row, buffer, taken, [], OFFERED - len(mine))
            given[row.visit.id] = tuple(mine)
    return [replace(row, offers=given[row.visit.id]) for row in rows]


def _pick(
    found: tuple[Opening, ...],
    row: Touched,
    buffer: int,
    taken: dict[int, list[tuple[int, int]]],
    busy: list[tuple[int, int]],
    most: int = OFFERED,
) -> list[Opening]:
    """The first openings that nobody else was offered and at which the patient is free; they count as taken."""
    mine: list[Opening] = []
    for each in found:
        kept = _kept(each, buffer)
        if len(mine) < most and not _clash(kept, taken[each.provider]) and not _clash(_span(each), busy):
            taken[each.provider].append(kept)
            mine.append(replace(each, patient=row.visit.patient, room=_room(row, each)))
    return mine


def _room(row: Touched, opening: Opening) -> int | None:
    """The visit's own room where it may stay in that; else the opening's."""
    own = None if opening.room is None else room_of(row.visit.id)
    if own is None or row.site != get(Provider, opening.provider).site_id:
        return opening.room
    fits = rules_of(opening.kind).takes(ResourceKind.ROOM, own)
    taken = overlapping(ResourceKind.ROOM, own, *_span(opening), row.visit.id)
    return own if fits and not taken else opening.room


def _span(opening: Opening) -> tuple[int, int]:
    return int(opening.starts.timestamp()), int(opening.ends.timestamp())


def _kept(opening: Opening, buffer: int) -> tuple[int, int]:
    """The time for which its provider is kept free, with so many minutes after the visit."""
    starts, ends = _span(opening)
    return starts, ends + 60 * buffer


def _still_open(desk: Desk, opening: Opening, visit: int, buffer: int) -> bool:
    """Whether it is to come, and nothing took that time since it was offered."""
    wanted = [
        (ResourceKind.PROVIDER, opening.provider, _kept(opening, buffer)),
        (ResourceKind.PATIENT, opening.patient, _span(opening)),
        (ResourceKind.ROOM, opening.room, _span(opening)),
        (ResourceKind.DEVICE, opening.device, _span(opening)),
    ]
    return opening.starts >= desk.clock.now() and not any(
        overlapping(kind, resource, *span, visit) for kind, resource, span in wanted if resource is not None
    )


def _clash(span: tuple[int, int], taken: list[tuple[int, int]]) -> bool:
    return any(starts < span[1] and ends > span[0] for starts, ends in taken)


@prepared
def _patients_time(patients: list[int], but: list[int], after: int, starts: int, ends: int) -> Any:
    return Hold.select(Hold.resource, Hold.starts, Hold.ends).where(
        Hold.resource_kind == ResourceKind.PATIENT,
        Hold.resource.in_(patients),
        Hold.visit.not_in(but),
        Hold.starts > after,
        Hold.starts < ends,
        Hold.live == 1,
    )


def _busy(group: list[Touched], found: tuple[Opening, ...]) -> dict[int, list[tuple[int, int]]]:
    """When the patients have other visits, where that matters."""
    busy: dict[int, list[tuple[int, int]]] = defaultdict(list)
    if found:
        begin = min(int(each.starts.timestamp()) for each in found)
        end = max(int(each.ends.timestamp()) for each in found)
        patients = sorted({row.visit.patient for row in group})
        mine = [row.visit.id for row in group]
        for patient, starts, ends in _patients_time(patients, mine, begin - LONGEST_HOLD, begin, end):
            busy[patient].append((starts, ends))
    return busy
