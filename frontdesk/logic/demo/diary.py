"""The demo practice's appointment book: every provider's days filled, full near today and thinner ahead."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence

from frontdesk.db.calendar import CancelReason, Place
from frontdesk.logic.demo.kinds import CANCEL_NOTES, OVERBOOK_REASONS, PURPOSES, SERIES, Purpose
from frontdesk.logic.demo.leads import booked_at, confirmed, registered_at
from frontdesk.logic.demo.planned import Planned
from frontdesk.logic.demo.register import Sample
from frontdesk.logic.demo.shut import away, stretches
from frontdesk.logic.demo.span import Span
from frontdesk.logic.demo.staff import STAFF

SLOT = 15
"""Minutes between two times at which a visit may begin."""
LOAD = {-3: 0.86, -2: 0.88, -1: 0.88, 0: 0.9, 1: 0.84, 2: 0.78, 3: 0.66, 4: 0.52, 5: 0.38, 6: 0.26}
"""How likely a free slot is taken, by the week from today."""
CANCELLED, CANCELLED_AHEAD, NO_SHOW, LEFT, OVERBOOKED, REFILLED = 0.10, 0.05, 0.055, 0.006, 0.03, 0.4
"""Out of one: of past visits, of visits ahead, of past visits again, ..., of cancelled slots given away again."""
CANCEL_REASONS = {
    CancelReason.PATIENT: 80,
    CancelReason.PRACTICE: 9,
    CancelReason.CLINICAL: 4,
    CancelReason.HOSPITAL: 4,
    CancelReason.WEATHER: 3,
}
"""Whose doing, out of a hundred."""
GAP = 6
"""Days between two visits of one patient, if it can be had."""


class Diary:
    """Fills the calendar from a register; seeded by the day alone."""

    def __init__(self, span: Span, people: Sequence[Sample]) -> None:
        self._span, self._people = span, people
        self._draw = random.Random(f"{span.date(0)}")
        self._days: dict[int, set[int]] = defaultdict(set)
        self._arrivals = [registered_at(span, i, person) for i, person in enumerate(people)]
        self._panels = [self._panel(provider) for provider in range(len(STAFF))]
        self._newcomers = [i for i, person in enumerate(people) if person.is_new]
        self._draw.shuffle(self._newcomers)
        self._fixed: dict[tuple[int, int], dict[int, Planned]] = defaultdict(dict)
        self.visits: list[Planned] = []
        """Every visit, day by day, in the order of the staff."""

    @property
    def arrivals(self) -> list[int]:
        """When each person of the register was registered, in epoch seconds."""
        return self._arrivals

    def fill(self) -> list[Planned]:
        """Plan them all."""
        self._plan_series()
        for offset in self._span.offsets:
            for provider, staff in enumerate(STAFF):
                leave = away(staff, self._span, offset)
                if leave is None or leave.short_notice:
                    for opens, closes in stretches(staff, self._span, offset):
                        self._fill(provider, offset, opens, closes)
                if leave is not None and leave.short_notice:
                    self._call_off(provider, offset, leave.reason)
        return self.visits

    def _panel(self, provider: int) -> list[int]:
        """Who comes to this provider, the old and the very young several times over."""
        panel = []
        for i, person in enumerate(self._people):
            if person.provider == provider and not person.is_new:
                age = self._span.date(0).year - person.birth.year
                often = 1 + (age > 60) + (age > 75) + 2 * (age < 2) + 2 * (self._draw.random() < 0.15)
                panel += [i] * often
        return panel

    def _grown_up(self, provider: int) -> list[int]:
        limit = self._span.date(0).subtract(years=30)
        return [patient for patient in self._panels[provider] if self._people[patient].birth < limit]

    # Series ---------------------------------------------------------------------------------------

    def _plan_series(self) -> None:
        """Fix the days of every series first, so that the rest is booked around them."""
        for number, each in enumerate(SERIES):
            provider = next(i for i, staff in enumerate(STAFF) if staff.family == each.family)
            patient = self._draw.choice(self._grown_up(provider))
            for offset in self._span.offsets:
                week = self._span.week(offset)
                due = each.first <= week <= each.last and (week - each.first) % each.every == 0
                if due and self._span.weekday(offset) == each.weekday and offset not in self._days[patient]:
                    self._plan_one_of_series(number, provider, patient, offset)

    def _plan_one_of_series(self, number: int, provider: int, patient: int, offset: int) -> None:
        each = SERIES[number]
        if away(STAFF[provider], self._span, offset) is not None:
            return
        starts = self._span.at(offset, each.minute)
        first = self._span.at(offset - 7 * (self._span.week(offset) - each.first), 480)
        booked = min(first - 9 * 86400, self._span.present - 5 * 86400)
        visit = Planned(patient, provider, "NUR", offset, starts, SLOT, booked, each.note, series=number)
        visit.confirmed = confirmed(self._draw, offset)
        self._days[patient].add(offset)
        self._fixed[provider, offset][each.minute] = visit

    # One stretch of one day -----------------------------------------------------------------------

    def _fill(self, provider: int, offset: int, opens: int, closes: int) -> None:
        fixed, minute = self._fixed[provider, offset], opens
        load = LOAD.get(self._span.week(offset), 0.2) * STAFF[provider].busy
        while minute + SLOT <= closes:
            end = min([closes, *(at for at in fixed if at > minute)])
            if minute in fixed:
                self.visits.append(fixed[minute])
                minute += SLOT
            elif self._draw.random() < load:
                minute += self._book(provider, offset, minute, end - minute)
            else:
                minute += SLOT

    def _book(self, provider: int, offset: int, minute: int, room: int) -> int:
        """Plan a visit of at most `room` minutes, and what it brings along; return the minutes it takes."""
        draw, purpose = self._draw, self._purpose(offset, room)
        minutes = draw.choice([length for length in purpose.minutes if length <= room])
        visit = self._visit(provider, offset, minute, purpose, minutes)
        if visit is None:
            return minutes
        self._decide(visit)
        if visit.fate is Place.CANCELLED:
            if draw.random() < REFILLED and offset <= 2:
                self._visit(provider, offset, minute, purpose, minutes, after=visit.cancelled_at)
        elif -21 <= offset <= 7 and draw.random() < OVERBOOKED:
            extra = self._visit(provider, offset, minute, PURPOSES[0], SLOT)
            if extra is not None:
                extra.overbook = draw.choice(OVERBOOK_REASONS)
        return minutes

    def _purpose(self, offset: int, room: int) -> Purpose:
        able = [each for each in PURPOSES if min(each.minutes) <= room and (each.code != "URG" or offset <= 1)]
        return self._draw.choices(able, [each.share for each in able])[0]

    def _visit(
        self, provider: int, offset: int, minute: int, purpose: Purpose, minutes: int, after: int = 0
    ) -> Planned | None:
        code = purpose.code
        patient = self._newcomer(offset) if code == "NEW" else None
        if patient is None:
            patient, code = self._known(provider, offset), "FU" if code == "NEW" else code
        if patient is None:
            return None
        draw, starts = self._draw, self._span.at(offset, minute)
        booked = booked_at(draw, self._span, code, offset, starts, self._arrivals[patient])
        if after:
            booked = min(after + draw.randint(300, 5400), max(after + 60, min(starts, self._span.present) - 60))
            booked = max(booked, self._arrivals[patient] + 120)
        note = self._note(purpose, patient)
        visit = Planned(patient, provider, code, offset, starts, minutes, booked, note)
        visit.confirmed = confirmed(draw, offset)
        self._days[patient].add(offset)
        self.visits.append(visit)
        return visit

    def _note(self, purpose: Purpose, patient: int) -> str:
        if self._draw.random() < 0.6:
            return ""
        child = self._people[patient].birth > self._span.date(0).subtract(years=16)
        return self._draw.choice(purpose.child_notes if child else purpose.notes)

    def _newcomer(self, offset: int) -> int | None:
        """Somebody registered a day or more before, and not seen yet."""
        for place, patient in enumerate(self._newcomers):
            if 1 <= self._people[patient].registered + offset <= 50:
                return self._newcomers.pop(place)
        return None

    def _known(self, provider: int, offset: int) -> int | None:
        """Somebody of the provider's panel; now and then another one's patient; a relative of the one before."""
        draw = self._draw
        panel = self._panels[provider if draw.random() < 0.9 else draw.randrange(len(STAFF))]
        last = self.visits[-1] if self.visits else None
        if last is not None and last.provider == provider and last.offset == offset and draw.random() < 0.1:
            home = self._people[last.patient].household
            for patient in range(max(0, last.patient - 8), min(len(self._people), last.patient + 8)):
                if self._people[patient].household == home and self._may_come(patient, offset, GAP):
                    return patient
        for gap in (GAP, GAP, GAP, 2, 0):
            for _ in range(8):
                patient = draw.choice(panel)
                if self._may_come(patient, offset, gap):
                    return patient
        return None

    def _may_come(self, patient: int, offset: int, gap: int) -> bool:
        person = self._people[patient]
        if person.is_new or person.registered + offset < 1:
            return False
        return not any(abs(offset - day) <= gap for day in self._days[patient])

    # What becomes of it ---------------------------------------------------------------------------

    def _decide(self, visit: Planned) -> None:
        """Draw whether it is cancelled, late or in time, or the patient doesn't come, or leaves."""
        draw, ahead = self._draw, visit.offset > 0
        chance = draw.random()
        if chance < (CANCELLED_AHEAD if ahead else CANCELLED):
            late = draw.random() < 0.4
            at = visit.starts - draw.randint(1800, 86400) if late else visit.starts - draw.randint(1, 15) * 86400
            if not visit.booked < at < self._span.present:
                return
            visit.fate, visit.cancelled_at, visit.confirmed = Place.CANCELLED, at, late
            visit.cancel_reason = draw.choices(list(CANCEL_REASONS), list(CANCEL_REASONS.values()))[0]
            if visit.cancel_reason is CancelReason.PATIENT:
                visit.cancel_note = draw.choice(CANCEL_NOTES)
        elif not ahead and chance < CANCELLED + NO_SHOW:
            visit.fate, visit.confirmed = Place.NO_SHOW, draw.random() < 0.4
        elif not ahead and chance < CANCELLED + NO_SHOW + LEFT:
            visit.fate = Place.LEFT

    def _call_off(self, provider: int, offset: int, why: str) -> None:
        """The provider is out at short notice: whoever was booked is called off that morning."""
        at = self._span.at(offset, 440)
        for visit in self.visits:
            if (visit.provider, visit.offset) == (provider, offset) and visit.fate is not Place.CANCELLED:
                visit.fate = Place.CANCELLED
                visit.cancelled_at = max(at, visit.booked) + self._draw.randint(60, 800)
                visit.cancel_reason, visit.cancel_note = CancelReason.PRACTICE, why
